"""A measure: one thing to repair, from the audit that found it to the audit that sees it repaired.

People set who does it, until when, and how far they are; the program says what it found when it looked again. Neither
writes over the other: where a measure stands is folded from the events of both, in the order in which they were
written down.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal


class Progress(StrEnum):
    """How far people are, in their own words: not started, in progress, done."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"


class Retest(StrEnum):
    """What the newest look at the site said of the repair."""

    FIXED = "fixed"
    NOT_FIXED = "not_fixed"
    NOT_RETESTED = "not_retested"


EventKind = Literal[
    "opened", "verified", "not_fixed", "not_retested", "reopened", "assigned", "status", "due", "note", "evidence"
]
# Events by which an audit tells what it found; the others set a field, for people or when a measure is opened.
LOOKS: tuple[EventKind, ...] = ("opened", "verified", "not_fixed", "not_retested", "reopened")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureEvent:
    """One thing that happened. `at` is when it was written down, `day` the day it tells of; `who` is empty for the
    program. `value` is the verdict's status for an audit's event, else what was set. `seen_at` and `run` belong to
    audits; `run` is None when the event came over from another database."""

    number: int
    at: str
    day: date
    who: str
    kind: EventKind
    value: str
    url: str = ""
    seen_at: str = ""
    run: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Where one measure stands. `verdict` is the status that the last look gave the item; `verified_on` the day of the
    last look that found it repaired, and `verified_url` where; `opened_on` the day it was last opened."""

    id: int
    agency_url: str
    fiscal_year: int
    concept: str
    code: str
    title: str
    owner: str = ""
    due: date | None = None
    status: Progress = Progress.TODO
    note: str = ""
    evidence_url: str = ""
    retest: Retest = Retest.NOT_RETESTED
    verdict: str = ""
    opened_on: date | None = None
    verified_on: date | None = None
    verified_url: str = ""
    history: tuple[MeasureEvent, ...] = ()

    @property
    def proposed(self) -> bool:
        """The program sees the repair and proposes to close; only people close."""
        return self.retest is Retest.FIXED and self.status is not Progress.DONE

    @property
    def closed(self) -> bool:
        """People say it is done, and nothing that was seen since speaks against it."""
        return self.status is Progress.DONE and self.retest is not Retest.NOT_FIXED

    @property
    def to_check(self) -> bool:
        """The program could not look: the measure asks to check, it does not say that something is lacking."""
        return self.verdict == "unknown"

    def overdue(self, day: date) -> bool:
        """The day it was due is over, and neither people nor the program call it repaired."""
        return self.due is not None and self.due < day and not self.closed and not self.proposed

    @property
    def setbacks(self) -> int:
        """How often a look spoke against a repair that people had reported or the program had seen."""
        found, claimed = 0, False
        for event in self.history:
            if event.kind == "status":
                claimed = event.value == Progress.DONE
            elif event.kind == "reopened" or (event.kind == "not_fixed" and claimed):
                found, claimed = found + 1, False
        return found

    def last(self, *kinds: EventKind) -> MeasureEvent | None:
        """The newest event of these kinds."""
        return next((event for event in reversed(self.history) if event.kind in kinds), None)


def folded(measure: Measure, events: Iterable[MeasureEvent]) -> Measure:
    """The measure after these events, in whatever order they are given."""
    ordered = tuple(sorted(events, key=lambda event: (event.at, event.number)))
    by_people: set[EventKind] = set()
    for event in ordered:
        if event.who:
            by_people.add(event.kind)
        elif event.kind in by_people and event.kind in ("assigned", "due"):
            continue  # the program's defaults never stand over what people set
        measure = _after(measure, event)
    return replace(measure, history=ordered)


def _after(measure: Measure, event: MeasureEvent) -> Measure:
    if event.kind in LOOKS:
        return _looked(replace(measure, verdict=event.value), event)
    if event.kind == "assigned":
        return replace(measure, owner=event.value)
    if event.kind == "status":
        status, retest = Progress(event.value), measure.retest
        if status is Progress.DONE and retest is Retest.NOT_FIXED:  # seen before the repair that is reported now
            retest = Retest.NOT_RETESTED
        return replace(measure, status=status, retest=retest)
    if event.kind == "due":
        return replace(measure, due=date.fromisoformat(event.value) if event.value else None)
    if event.kind == "note":
        return replace(measure, note=event.value)
    return replace(measure, evidence_url=event.value)


def _looked(measure: Measure, event: MeasureEvent) -> Measure:
    if event.kind == "opened" and measure.opened_on is not None:  # known already: two databases came together
        return replace(measure, retest=Retest.NOT_FIXED if event.value != "unknown" else Retest.NOT_RETESTED)
    if event.kind == "verified":
        return replace(measure, retest=Retest.FIXED, verified_on=event.day, verified_url=event.url)
    if event.kind == "not_fixed":
        return replace(measure, retest=Retest.NOT_FIXED)
    if event.kind == "not_retested":
        return replace(measure, retest=Retest.NOT_RETESTED)
    return replace(
        measure, status=Progress.TODO, opened_on=event.day, verified_on=None, verified_url="",
        retest=Retest.NOT_FIXED if event.kind == "reopened" else Retest.NOT_RETESTED,
    )  # fmt: skip
