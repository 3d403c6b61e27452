"""When a body is audited by itself: how often in which part of the year, and the days that follow from it. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from audits.assessment import Calendar
from crawler.thai import fiscal_year_of

Pace = Literal["daily", "weekly", "monthly", "off"]
PhaseName = Literal["usual", "near", "last", "assessment"]
PACES: tuple[Pace, ...] = ("daily", "weekly", "monthly", "off")
CalendarOf = Callable[[int], Calendar]
_DAY = timedelta(days=1)
_FIRST_MONTH = 10  # a fiscal year begins on 1 October
_REACH = timedelta(days=400)  # how far the next and the last due day are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How often to audit: `usual` all year, `near` from `near_days` before the end of data entry, `last` from
    `last_days` before it, `assessment` from then until scores are settled."""

    usual: Pace = "monthly"
    near: Pace = "weekly"
    near_days: int = 60
    last: Pace = "daily"
    last_days: int = 7
    assessment: Pace = "daily"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A part of a year with one pace, both ends included; None is an end that is open."""

    name: PhaseName
    first: date | None
    last: date | None
    pace: Pace


def deadline_day(calendar: Calendar) -> date | None:
    """The last day of data entry, None while it is not established."""
    return calendar.entry.end if calendar.entry else None


def scrutiny_end(calendar: Calendar) -> date | None:
    """The last day on which assessors may open an address: that of scoring or of answers to it. None if neither is
    established."""
    ends = [window.end for window in (calendar.assessment, calendar.clarification) if window and window.end]
    return max(ends, default=None)


def phases(calendar: Calendar, policy: Policy) -> tuple[Phase, ...]:
    """The parts of a year in order; without an established deadline the usual pace all year, never a guessed one."""
    deadline = deadline_day(calendar)
    begin = calendar.assessment.start if calendar.assessment else None
    begin = deadline + _DAY if deadline else begin
    end = scrutiny_end(calendar)
    found: list[Phase] = []
    if deadline:
        near, last = deadline - timedelta(days=policy.near_days), deadline - timedelta(days=policy.last_days)
        found = [
            Phase(name="usual", first=None, last=near - _DAY, pace=policy.usual),
            Phase(name="near", first=near, last=last - _DAY, pace=policy.near),
            Phase(name="last", first=last, last=deadline, pace=policy.last),
        ]
    elif begin and end and end >= begin:
        found = [Phase(name="usual", first=None, last=begin - _DAY, pace=policy.usual)]
    if begin and end and end >= begin:
        found.append(Phase(name="assessment", first=begin, last=end, pace=policy.assessment))
    after = found[-1].last + _DAY if found and found[-1].last else None
    return (*found, Phase(name="usual", first=after, last=None, pace=policy.usual))


def due_days(calendar: Calendar, policy: Policy, first: date, last: date) -> tuple[date, ...]:
    """The days from `first` to `last` on which an audit is due, in order, by one year's calendar."""
    return tuple(day for phase in phases(calendar, policy) for day in _days_in(phase, first, last))


def due_days_of_years(calendar_of: CalendarOf, policy: Policy, first: date, last: date) -> Iterator[date]:
    """The same over several fiscal years, each by its own calendar."""
    for year in range(fiscal_year_of(first), fiscal_year_of(last) + 1):
        begin, end = date(year - 544, _FIRST_MONTH, 1), date(year - 543, _FIRST_MONTH, 1) - _DAY
        yield from due_days(calendar_of(year), policy, max(first, begin), min(last, end))


def next_due(calendar_of: CalendarOf, policy: Policy, after: date) -> date | None:
    """The first due day after a day; None when there is none for more than a year."""
    return next(due_days_of_years(calendar_of, policy, after + _DAY, after + _REACH), None)


def latest_due(calendar_of: CalendarOf, policy: Policy, today: date) -> date | None:
    """The last due day that has come; earlier ones are made good by the same audit."""
    return max(due_days_of_years(calendar_of, policy, today - _REACH, today), default=None)


def _days_in(phase: Phase, first: date, last: date) -> Iterator[date]:
    begin = max(first, phase.first) if phase.first else first
    end = min(last, phase.last) if phase.last else last
    day = begin
    while day <= end:
        if _is_due(day, phase):
            yield day
        day += _DAY


def _is_due(day: date, phase: Phase) -> bool:
    match phase.pace:
        case "daily":
            return True
        case "weekly":  # counted from the first day of the phase, else on Mondays
            return (day - phase.first).days % 7 == 0 if phase.first else day.weekday() == 0
        case "monthly":
            return day.day == 1
        case "off":
            return False
