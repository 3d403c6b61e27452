"""The calendar of a fiscal year: that of the rules with the office's own dates, also for years without rules yet."""

from functools import cache

from audits.assessment import Calendar
from crawler import rulebook
from crawler.config import with_calendar


@cache
def calendar_of(year: int) -> Calendar:
    """What is established about a year's assessment; the dates of another year are never taken for it."""
    known = rulebook.known()
    if year in known:
        return rulebook.load(year).calendar
    other = rulebook.load(known[-1])
    unknown = other.model_copy(update={"fiscal_year": year, "calendar": Calendar(note=other.calendar.note)})
    return with_calendar(unknown, rulebook.settings()).calendar
