"""What passes today and will not pass on the last day, although nobody touches the site: a month becomes due, a
document becomes one of the year before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from audits.due import due_day, due_from
from audits.months import months_due
from audits.requirement import Ruleset
from audits.verdict import Status, Verdict

Judge = Callable[[date], Sequence[Verdict]]
ExpiryKind = Literal["expires", "falls_due"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """One item that will need work: from `day` on its verdict is `verdict` (None where only the rules were asked).

    "expires": it passes now. "falls_due": nothing can be asked of it yet, and then something will be.
    """

    code: str
    kind: ExpiryKind
    day: date
    verdict: Verdict | None


def expiries(verdicts: Sequence[Verdict], judge: Judge, as_of: date, until: date) -> tuple[Expiry, ...]:
    """Judge the same evidence for later days, up to `until`; by day, then in code order.

    `verdicts` are those of `as_of`. The day is found by halving the time between; an item that fails for some days in
    between only and passes on the last one is not told.
    """
    if until <= as_of:
        return ()
    days = _Days(judge)
    last = days.on(until)
    found: list[Expiry] = []
    for verdict in verdicts:
        if not _safe(verdict) or _safe(last[verdict.code]):
            continue
        kind: ExpiryKind = "expires" if verdict.status is Status.PASS else "falls_due"
        day = days.first_unsafe(verdict.code, as_of, until)
        found.append(Expiry(code=verdict.code, kind=kind, day=day, verdict=days.on(day)[verdict.code]))
    return _by_day(found, verdicts)


def expiries_by_rules(verdicts: Sequence[Verdict], ruleset: Ruleset, as_of: date, until: date) -> tuple[Expiry, ...]:
    """What may fail, without evidence, from the rules alone: monthly items at the next month that becomes due, items
    and their elements on the day from which they can be asked for."""
    requirements = {item.code: item for item in ruleset.requirements}
    found: list[Expiry] = []
    for verdict in verdicts:
        if not _safe(verdict) or verdict.code not in requirements:
            continue
        item = requirements[verdict.code]
        days = [due_day(item, ruleset)]
        days += [due_from(item.fiscal_year, ruleset.part_rule(item, part).due_after_months) for part in item.parts]
        if item.period == "monthly":
            days.append(_next_month_due(item.fiscal_year, as_of))
        day = min((day for day in days if day is not None and as_of < day <= until), default=None)
        if day is not None:
            kind: ExpiryKind = "expires" if verdict.status is Status.PASS else "falls_due"
            found.append(Expiry(code=verdict.code, kind=kind, day=day, verdict=None))
    return _by_day(found, verdicts)


def _next_month_due(fiscal_year: int, as_of: date) -> date | None:
    """The first day after `as_of` on which one month more is due."""
    now = months_due(fiscal_year, as_of)
    firsts = (due_from(fiscal_year, month) for month in range(13))
    return next((day for day in firsts if day > as_of and months_due(fiscal_year, day) != now), None)


class _Days:
    """Verdicts by day, each day judged once."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._known: dict[date, dict[str, Verdict]] = {}

    def on(self, day: date) -> dict[str, Verdict]:
        if day not in self._known:
            self._known[day] = {verdict.code: verdict for verdict in self._judge(day)}
        return self._known[day]

    def first_unsafe(self, code: str, safe: date, unsafe: date) -> date:
        while (unsafe - safe).days > 1:
            middle = safe + timedelta(days=(unsafe - safe).days // 2)
            if _safe(self.on(middle)[code]):
                safe = middle
            else:
                unsafe = middle
        return unsafe


def _safe(verdict: Verdict) -> bool:
    """Whether there is nothing to do about the item now."""
    return verdict.status is Status.PASS or verdict.reason == "not_due"


def _by_day(found: Sequence[Expiry], verdicts: Sequence[Verdict]) -> tuple[Expiry, ...]:
    order = {verdict.code: index for index, verdict in enumerate(verdicts)}
    return tuple(sorted(found, key=lambda expiry: (expiry.day, order[expiry.code])))
