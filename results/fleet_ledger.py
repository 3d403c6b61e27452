"""The ledger of a fleet run: where every site of the frozen list stands, folded from events that are only added.

Nothing else is true: a program that works on a run writes down what it begins before it begins, and what came of it
together with the result. One that is killed leaves `running` behind; the next one takes those sites up again.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from results.store import Row, Store

LAST_ROUND = 2  # what could not be had is tried once more at the end, with longer limits
MOST_LOST = 3  # a site that so many workers died of is left alone
WORKER_LOST = "worker_lost"


class State(StrEnum):
    """Done: audited. Unreachable: its home page could not be had. Failed: no audit came to its end."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    UNREACHABLE = "unreachable"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetRun:
    """One run over one list. `options` are frozen with it, so that every site is judged alike."""

    id: int
    list: int
    at: str
    fiscal_year: int
    as_of: date
    rules_sha256: str
    options: Mapping[str, Any]
    epoch: int
    finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A body of the run and where it stands. `site` names it in the ledger, `run` is its newest stored audit."""

    site: int
    position: int
    body: str
    name: str
    kind: str
    province: str
    district: str
    dla_code: str
    url: str
    state: State
    attempts: int
    lost: int
    epoch: int
    round: int
    reason: str
    detail: str
    at: str
    servers: str
    platform: str
    worker: str
    place: str
    seconds: float
    cpu_seconds: float
    peak_mb: float
    run: int | None

    @property
    def next_round(self) -> int | None:
        """The round in which there is work left on this site; None when there is none."""
        if self.state in (State.WAITING, State.RUNNING):
            return self.round
        again = self.state is not State.DONE and self.round < LAST_ROUND and self.reason != WORKER_LOST
        return LAST_ROUND if again else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened to a site."""

    state: State
    round: int
    reason: str = ""
    detail: str = ""
    servers: str = ""
    platform: str = ""
    worker: str = ""
    place: str = ""
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_mb: float = 0.0
    run: int | None = None


def begin_run(
    store: Store, *, list: int, at: str, fiscal_year: int, as_of: date, rules_sha256: str, options: Mapping[str, Any]
) -> int:  # fmt: skip
    """A new run over a list; its number. Raises StoreError."""
    with store.writing():
        return store.add(
            "fleet_runs", list=list, at=at, fiscal_year=fiscal_year, as_of=as_of.isoformat(),
            rules_sha256=rules_sha256, options=json.dumps(options, ensure_ascii=False, sort_keys=True),
        )  # fmt: skip


def begin_turn(store: Store, run: int, *, at: str) -> int:
    """A program starts to work on a run: its epoch. What an earlier one left running waits again. Raises StoreError."""
    with store.writing():
        epoch = int(store.rows("SELECT count(*) AS turns FROM fleet_turns WHERE fleet_run = ? AND kind = 'begin'",
                               [run])[0]["turns"]) + 1  # fmt: skip
        store.add("fleet_turns", fleet_run=run, epoch=epoch, at=at, kind="begin")
        for left in store.rows("SELECT site, round FROM fleet_ledger WHERE fleet_run = ? AND state = 'running'", [run]):
            gone = Event(state=State.WAITING, round=left["round"], reason="coordinator_gone")
            add_event(store, run, left["site"], gone, epoch=epoch, at=at)
    return epoch


def end_run(store: Store, run: int, *, epoch: int, at: str) -> None:
    """Nothing is left to do in a run. Raises StoreError."""
    with store.writing():
        store.add("fleet_turns", fleet_run=run, epoch=epoch, at=at, kind="finished")


def add_event(store: Store, run: int, site: int, event: Event, *, epoch: int, at: str) -> None:
    """Write down what happened to a site; only inside `store.writing`."""
    store.add(
        "fleet_events", fleet_run=run, site=site, at=at, epoch=epoch, round=event.round, state=event.state.value,
        reason=event.reason, detail=event.detail, servers=event.servers, platform=event.platform, worker=event.worker,
        place=event.place, seconds=event.seconds, cpu_seconds=event.cpu_seconds, peak_mb=event.peak_mb, run=event.run,
    )  # fmt: skip


def keep_event(store: Store, run: int, site: int, event: Event, *, epoch: int, at: str) -> None:
    """Write down what happened to a site. Raises StoreError."""
    with store.writing():
        add_event(store, run, site, event, epoch=epoch, at=at)


def fleet_runs(store: Store) -> tuple[FleetRun, ...]:
    """Every run, oldest first."""
    rows = store.rows(
        "SELECT fleet_runs.*, coalesce(max(fleet_turns.epoch), 0) AS epoch,"
        " coalesce(sum(fleet_turns.kind = 'finished'), 0) AS finished FROM fleet_runs"
        " LEFT JOIN fleet_turns ON fleet_turns.fleet_run = fleet_runs.id GROUP BY fleet_runs.id ORDER BY fleet_runs.id"
    )
    return tuple(map(_run, rows))


def sites(store: Store, run: int) -> tuple[Site, ...]:
    """Every site of a run in the order of the list."""
    rows = store.rows("SELECT * FROM fleet_ledger WHERE fleet_run = ? ORDER BY position", [run])
    return tuple(map(_site, rows))


def counts(found: Iterable[Site]) -> dict[State, int]:
    """How many sites are in each state; every state is a key."""
    numbers = dict.fromkeys(State, 0)
    for site in found:
        numbers[site.state] += 1
    return numbers


def _run(row: Row) -> FleetRun:
    return FleetRun(
        **{name: row[name] for name in ("id", "list", "at", "fiscal_year", "rules_sha256", "epoch")},
        as_of=date.fromisoformat(row["as_of"]), options=json.loads(row["options"]), finished=bool(row["finished"]),
    )  # fmt: skip


def _site(row: Row) -> Site:
    own = {name: value for name, value in row.items() if name not in ("fleet_run", "state")}
    return Site(**own, state=State(row["state"]))
