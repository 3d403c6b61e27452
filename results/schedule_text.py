"""A schedule in words: what counts for a body, why, and the days that are coming."""

from collections.abc import Mapping
from datetime import date
from itertools import islice

from audits.assessment import Calendar
from crawler.thai import fiscal_year_of
from results.periods import day_text
from results.plain import plain
from results.schedule import (
    CalendarOf,
    Phase,
    Policy,
    deadline_day,
    due_days_of_years,
    next_due,
    phases,
    scrutiny_end,
)
from results.schedule_log import ScheduledBody
from results.schedule_standing import Attempt
from results.wording import Lang, detail_text, phrase

BOOK = "schedule"
_SHOWN = 8  # coming days that are told


def explained(body: ScheduledBody, policy: Policy, calendar_of: CalendarOf, today: date, lang: Lang) -> str:
    """Everything about the schedule of one body from a day on."""
    year = fiscal_year_of(today)
    calendar = calendar_of(year)
    told = {"name": plain(body.name), "url": plain(body.url), "year": str(year)}
    lines = [phrase(BOOK, "heading" if body.name else "heading_plain", lang, **told)]
    lines += _dates(calendar, year, lang)
    for phase in phases(calendar, policy):
        words = {"phase": phrase(BOOK, f"phase_{phase.name}", lang), "span": _span(phase, lang)}
        lines.append(phrase(BOOK, "phase_line", lang, **words, pace=phrase(BOOK, f"pace_{phase.pace}", lang)))
    lines.append(phrase(BOOK, "chosen_by", lang, by=chosen_by(body, lang)))
    until = date(today.year + 1, today.month, min(today.day, 28))
    days = [day_text(day, lang) for day in islice(due_days_of_years(calendar_of, policy, today, until), _SHOWN)]
    lines.append(phrase(BOOK, "coming", lang, days=", ".join(days)) if days else phrase(BOOK, "coming_none", lang))
    return "\n".join(lines)


def listed(body: ScheduledBody, calendar_of: CalendarOf, today: date, lang: Lang) -> str:
    """One line about a body."""
    if body.policy is None:
        return phrase(BOOK, "off_schedule", lang, url=plain(body.url))
    following = next_due(calendar_of, body.policy, today)
    coming = day_text(following, lang) if following else phrase(BOOK, "none", lang)
    told = {"url": plain(body.url), "usual": paces(body.policy, lang), "next": coming, "by": chosen_by(body, lang)}
    return phrase(BOOK, "list_line", lang, **told)


def paces(policy: Policy, lang: Lang) -> str:
    """The paces of a policy in one clause."""
    told: Mapping[str, str] = {
        name: phrase(BOOK, f"pace_{getattr(policy, name)}", lang) for name in ("usual", "near", "last", "assessment")
    }
    days = {"near_days": str(policy.near_days), "last_days": str(policy.last_days)}
    return phrase(BOOK, "list_paces", lang, **told, **days)


def chosen_by(body: ScheduledBody, lang: Lang) -> str:
    """Which choice counts for a body."""
    kind, name = body.by or ("all", "")
    return phrase(BOOK, f"by_{kind}", lang, name=plain(name))


def reason_text(attempt: Attempt, lang: Lang) -> str:
    """Why an audit that was due failed."""
    kind, _, rest = attempt.detail.partition(": ")  # of a home page: "timeout: connection refused"
    detail = detail_text(rest or kind, lang) if attempt.reason == "home_failed" else attempt.detail
    return phrase(BOOK, f"reason_{attempt.reason}", lang, detail=plain(detail, 300))


def _dates(calendar: Calendar, year: int, lang: Lang) -> list[str]:
    deadline = deadline_day(calendar)
    if deadline is None:
        return [phrase(BOOK, "no_deadline", lang, year=str(year))]
    lines = [phrase(BOOK, "deadline", lang, day=day_text(deadline, lang))]
    if scrutiny_end(calendar) is None:
        lines.append(phrase(BOOK, "no_scrutiny", lang, year=str(year)))
    return lines


def _span(phase: Phase, lang: Lang) -> str:
    told = {name: day_text(day, lang) for name, day in (("from", phase.first), ("to", phase.last)) if day is not None}
    key = "span" if len(told) == 2 else "until" if "to" in told else "since" if "from" in told else "always"
    return phrase(BOOK, key, lang, **told)
