"""Writes down what happens to measures and what people decide; everything is added, nothing changed."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from audits.requirement import Ruleset
from audits.verdict import Verdict
from results import queries
from results.bodies import body_of
from results.decisions import Decision, Ruling
from results.follow_up import Change, Entry, FollowUp, Look, Task, changes, seen_moment
from results.measures import LOOKS, EventKind
from results.office import Office, due_day
from results.store import Store


def moment() -> str:
    """When something is written down: the present moment. Reports never show it, they tell the day of an event."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def keep_follow_up(
    store: Store, agency_url: str, verdicts: Sequence[Verdict], *, ruleset: Ruleset, office: Office, look: Look
) -> FollowUp:  # fmt: skip
    """Open, retest and reopen the measures of a body after an audit that is stored already. Raises StoreError."""
    tasks = tasks_of(ruleset, office, look.day)
    with store.writing():
        if _superseded(store, agency_url, ruleset.fiscal_year, look):
            return FollowUp(codes={}, superseded=True)
        known = queries.measures(store, agency_url, ruleset.fiscal_year)
        found = changes(verdicts, known, tasks, look)
        for change in found:
            measure = change.measure.id if change.measure else _add_measure(store, agency_url, ruleset, change)
            add_entries(store, measure, change.entries, at=look.at, day=look.day, look=look)
    return FollowUp(codes=_codes(found))


def tasks_of(ruleset: Ruleset, office: Office, as_of: date) -> dict[str, Task]:
    """By concept the office's own unit, else the rules' wording, and the due day worked back from the deadline."""
    entry = ruleset.calendar.entry
    due = due_day(entry.end if entry else None, office, as_of)
    tasks: dict[str, Task] = {}
    for item in ruleset.requirements:
        unit = office.owner_of(item.concept)
        tasks[item.concept] = Task(owner=unit.name if unit else ruleset.concept_of(item).owner.th, due=due)
    return tasks


def add_entries(
    store: Store, measure: int, entries: Iterable[Entry], *, at: str, day: date, who: str = "", look: Look | None = None
) -> None:  # fmt: skip
    """Write events of a measure; only inside `store.writing`."""
    for entry in entries:
        store.add(
            "measure_events", measure=measure, at=at, day=day.isoformat(), who=who, kind=entry.kind, value=entry.value,
            url=entry.url, seen_at=look.seen_at if look else "", run=look.run if look else None,
        )  # fmt: skip


def add_decision(store: Store, decision: Decision) -> int:
    """Keep a decision (its `id` is given by the store); only inside `store.writing`."""
    return store.add(
        "decisions", body=body_of(decision.agency_url), agency_url=decision.agency_url,
        fiscal_year=decision.fiscal_year, concept=decision.concept, code=decision.code, at=decision.at,
        day=decision.day.isoformat(), who=decision.who, ruling=Ruling(decision.ruling).value, why=decision.why,
        url=decision.url, until=decision.until.isoformat(),
    )  # fmt: skip


def withdraw(store: Store, decision: int, *, at: str, day: date, who: str, why: str) -> None:
    """Take a decision back; it stays in the list with both reasons; only inside `store.writing`."""
    store.add("decision_withdrawals", decision=decision, at=at, day=day.isoformat(), who=who, why=why)


def _add_measure(store: Store, agency_url: str, ruleset: Ruleset, change: Change) -> int:
    return store.add(
        "measures", body=body_of(agency_url), agency_url=agency_url, fiscal_year=ruleset.fiscal_year,
        concept=change.concept, code=change.code, title=change.title,
    )  # fmt: skip


def _superseded(store: Store, agency_url: str, fiscal_year: int, look: Look) -> bool:
    """Whether another run of this body and year looked at the site later, or judged the same look for a later day."""
    mine = (seen_moment(look.seen_at), look.day)
    others = queries.looks(store, agency_url, fiscal_year)
    return any((seen_moment(seen_at), day) > mine for run, seen_at, day in others if run != look.run)


def _codes(found: Iterable[Change]) -> dict[EventKind, tuple[str, ...]]:
    codes: dict[EventKind, tuple[str, ...]] = {}
    for change in found:
        for entry in change.entries:
            if entry.kind in LOOKS:
                codes[entry.kind] = (*codes.get(entry.kind, ()), change.code)
    return codes
