"""The period that an item asks for, in plain dates as of a day."""

from datetime import date

from audits.due import due_from
from audits.months import months_due
from audits.period import required_year
from audits.requirement import Requirement
from results.periods import day_text, period_text
from results.wording import Lang, phrase


def fiscal_year_span(year: int) -> tuple[date, date]:
    """First and last day of a fiscal year (B.E.)."""
    return date(year - 544, 10, 1), date(year - 543, 9, 30)


def asked_period(item: Requirement, as_of: date, lang: Lang) -> str:
    """One sentence: which time the evidence must be about, and what is due on this day."""
    year = required_year(item)
    first, last = fiscal_year_span(year)
    values = {
        "year": str(year), "from": day_text(first, lang), "to": day_text(last, lang), "day": day_text(as_of, lang),
        "half": day_text(date(year - 543, 3, 31), lang),
    }  # fmt: skip
    words = phrase("rules", f"period_{item.period}", lang, **values)
    if item.about_year_before:
        words += " " + phrase("rules", "period_about_year_before", lang, year=str(year - 1))
    if item.period == "monthly":
        words += " " + _months(item, as_of, lang)
    if item.period == "first_six_months":
        due = due_from(item.fiscal_year, 6)
        words += " " + phrase("rules", "due" if as_of >= due else "not_due", lang, day=day_text(due, lang))
    return words


def _months(item: Requirement, as_of: date, lang: Lang) -> str:
    months = ", ".join(f"{month.year}-{month.month:02d}" for month in months_due(item.fiscal_year, as_of))
    if not months:
        return phrase("rules", "months_none", lang)
    return phrase("rules", "months_due", lang, months=period_text(months, lang))
