"""Dates, times and periods in the form that officials read: Thai months and Buddhist years, or plain English."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

from crawler.thai.dates import MONTHS
from results.wording import Lang

BANGKOK = timezone(timedelta(hours=7))
_ENGLISH = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MONTH = r"25\d\d-(?:0[1-9]|1[0-2])(?![\d-])"
_SLASHED = re.compile(r"(?<![\d/])(0[1-9]|1[0-2])/(25\d\d)(?!\d)")
_TOKEN = re.compile(
    rf"FY(?P<fiscal>\d{{4}})|(?P<months>{_MONTH}(?:, {_MONTH})*)|(?P<from>25\d\d)[-–](?P<to>25\d\d)"
    r"|(?P<day>20\d\d-\d\d-\d\d)"
)


def day_text(day: date, lang: Lang) -> str:
    """A day written out: 1 เมษายน 2569, or 1 April 2026 (B.E. 2569)."""
    if lang == "th":
        return f"{day.day} {MONTHS[day.month - 1][0]} {day.year + 543}"
    return f"{day.day} {_ENGLISH[day.month - 1]} {day.year}"


def time_text(iso: str, lang: Lang) -> str:
    """An ISO 8601 time as day and clock time in Thailand; what is no such time comes back unchanged."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    local = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(BANGKOK)
    return f"{day_text(local.date(), lang)} {local:%H:%M}" + (" น." if lang == "th" else "")


def period_text(period: str, lang: Lang) -> str:
    """Periods as codes (FY2569, 2568-10, 10/2568, 2566-2570, 2026-02-02; several in one text) written out.

    Months that follow one another become a span.
    """
    return _TOKEN.sub(lambda match: _token_text(match, lang), _SLASHED.sub(r"\2-\1", period))


def _token_text(match: re.Match[str], lang: Lang) -> str:
    if match["fiscal"]:
        return f"ปีงบประมาณ พ.ศ. {match['fiscal']}" if lang == "th" else f"fiscal year {match['fiscal']}"
    if match["months"]:
        return _months_text(match["months"].split(", "), lang)
    if match["day"]:
        return day_text(date.fromisoformat(match["day"]), lang)
    return f"พ.ศ. {match['from']}–{match['to']}" if lang == "th" else f"{match['from']}–{match['to']}"


def _months_text(months: list[str], lang: Lang) -> str:
    numbers = [int(month[:4]) * 12 + int(month[5:]) - 1 for month in months]
    spans: list[tuple[int, int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    to = " ถึง " if lang == "th" else " to "
    return ", ".join(
        _month_text(first, lang) + (to + _month_text(last, lang) if last > first else "") for first, last in spans
    )


def _month_text(number: int, lang: Lang) -> str:
    year, month = divmod(number, 12)
    return f"{MONTHS[month][0] if lang == 'th' else _ENGLISH[month]} {year}"
