"""What people wrote, taken from one database to another: measures with all their events, and decisions.

Runs and verdicts are made again from evidence and rules; these are not, so a rebuilt database gets them from a file.
Reading a file again adds nothing.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from results.bodies import body_of
from results.decisions import Ruling
from results.measures import EventKind, Progress
from results.store import Row, Store

_EVENT = ("at", "day", "who", "kind", "value", "url", "seen_at")
_DECISION = ("agency_url", "fiscal_year", "concept", "code", "at", "day", "who", "ruling", "why", "url", "until")
_BACK = ("at", "day", "who", "why")


class CarryError(Exception):
    """A file that holds no such record; the message says where it is wrong. Raised by `read_carried`."""


Year = Annotated[int, Field(ge=2500, lt=2700)]  # Buddhist era


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CarriedEvent(_Strict):
    """One event of a measure."""

    at: str
    day: date
    who: str
    kind: EventKind
    value: str
    url: str
    seen_at: str

    @model_validator(mode="after")
    def _meaningful(self) -> "CarriedEvent":
        if self.kind == "status":
            Progress(self.value)
        if self.kind == "due" and self.value:
            date.fromisoformat(self.value)
        return self


class CarriedMeasure(_Strict):
    """One measure with all its events, oldest first."""

    agency_url: str
    fiscal_year: Year
    concept: str
    code: str
    title: str
    events: tuple[CarriedEvent, ...]


class CarriedWithdrawal(_Strict):
    """A decision taken back."""

    at: str
    day: date
    who: str
    why: str


class CarriedDecision(_Strict):
    """One decision."""

    agency_url: str
    fiscal_year: Year
    concept: str
    code: str
    at: str
    day: date
    who: str
    ruling: Ruling
    why: str
    url: str
    until: date
    withdrawn: CarriedWithdrawal | None


class Carried(_Strict):
    """The whole file. `contract` is raised when the meaning of a field changes."""

    kind: Literal["oit-measures"] = "oit-measures"
    contract: Literal[1] = 1
    measures: tuple[CarriedMeasure, ...]
    decisions: tuple[CarriedDecision, ...]


def carried(store: Store, body: str | None = None, fiscal_year: int | None = None) -> Carried:
    """Everything that a database holds about measures and decisions, or what concerns one body or year."""
    asked = [value for value in (body, fiscal_year) if value is not None]
    tests = [f"{name} = ?" for name, value in (("body", body), ("fiscal_year", fiscal_year)) if value is not None]
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    heads = store.rows(f"SELECT * FROM measures{where} ORDER BY id", asked)  # noqa: S608 only our own words
    decisions = store.rows(f"SELECT * FROM decisions{where} ORDER BY at, id", asked)  # noqa: S608
    return Carried(
        measures=tuple(CarriedMeasure(**_picked(head, CarriedMeasure), events=_events(store, head)) for head in heads),
        decisions=tuple(
            CarriedDecision(**_picked(row, CarriedDecision), withdrawn=_withdrawal(store, row)) for row in decisions
        ),
    )  # fmt: skip


def read_carried(text: str) -> Carried:
    """The record of a file. Raises CarryError."""
    try:
        return Carried.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        raise CarryError(f"{'.'.join(map(str, first['loc'])) or 'JSON'}: {first['msg']}") from error


def take_over(store: Store, record: Carried) -> tuple[int, int]:
    """Add what a database does not hold yet; how many events and decisions that were. Raises StoreError."""
    with store.writing():
        events = sum(_add_measure(store, measure) for measure in record.measures)
        decisions = sum(_add_decision(store, decision) for decision in record.decisions)
    return events, decisions


def _events(store: Store, head: Row) -> tuple[CarriedEvent, ...]:
    rows = store.rows("SELECT * FROM measure_events WHERE measure = ? ORDER BY at, id", [head["id"]])
    return tuple(CarriedEvent(**{name: row[name] for name in _EVENT}) for row in rows)


def _withdrawal(store: Store, row: Row) -> CarriedWithdrawal | None:
    rows = store.rows("SELECT * FROM decision_withdrawals WHERE decision = ?", [row["id"]])
    return CarriedWithdrawal(**{name: rows[0][name] for name in _BACK}) if rows else None


def _picked(row: Row, model: type[BaseModel]) -> Row:
    return {name: row[name] for name in model.model_fields if name in row}


def _add_measure(store: Store, measure: CarriedMeasure) -> int:
    key = (body_of(measure.agency_url), measure.fiscal_year, measure.concept)
    rows = store.rows("SELECT id FROM measures WHERE body = ? AND fiscal_year = ? AND concept = ?", key)
    head = {"agency_url": measure.agency_url, "code": measure.code, "title": measure.title}
    number = rows[0]["id"] if rows else store.add(
        "measures", body=key[0], fiscal_year=key[1], concept=key[2], **head
    )  # fmt: skip
    held = Counter(
        tuple(row[name] for name in _EVENT)
        for row in store.rows("SELECT * FROM measure_events WHERE measure = ?", [number])
    )
    added = 0
    for event in measure.events:
        values = event.model_dump(mode="json")
        content = tuple(values[name] for name in _EVENT)
        if held[content]:
            held[content] -= 1
            continue
        store.add("measure_events", measure=number, run=_run(store, key, values), **values)
        added += 1
    return added


def _run(store: Store, key: tuple[str, int, str], event: Mapping[str, str]) -> int | None:
    """The run here that an audit's event came from; None when it is not here."""
    rows = store.rows(
        "SELECT id, agency_url FROM run_list WHERE fiscal_year = ? AND started_at = ? AND as_of = ? ORDER BY id DESC",
        [key[1], event["seen_at"], event["day"]],
    )
    return next((int(row["id"]) for row in rows if body_of(row["agency_url"]) == key[0]), None)


def _add_decision(store: Store, decision: CarriedDecision) -> int:
    values = decision.model_dump(mode="json")
    back = values.pop("withdrawn")
    where = " AND ".join(f"{name} = ?" for name in _DECISION)
    rows = store.rows(f"SELECT id FROM decisions WHERE {where}", [values[name] for name in _DECISION])  # noqa: S608
    number = rows[0]["id"] if rows else store.add("decisions", body=body_of(decision.agency_url), **values)
    if back and not store.rows("SELECT id FROM decision_withdrawals WHERE decision = ?", [number]):
        store.add("decision_withdrawals", decision=number, **back)
    return 0 if rows else 1
