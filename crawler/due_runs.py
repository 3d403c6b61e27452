"""What is due is done: which bodies, in which order, a few at a time, never two of one server, every end remembered."""

import csv
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from crawler import rulebook
from crawler.due_process import AuditProcess, Outcome
from crawler.server_address import servers_of
from crawler.stored_runs import declared_of
from crawler.year_calendars import calendar_of
from results.periods import BANGKOK
from results.schedule_log import (
    LastAudit,
    ScheduledBody,
    attempts,
    home_problem,
    keep_attempt,
    last_audits,
    scheduled_bodies,
)
from results.schedule_standing import INTERRUPTED, Attempt, Standing, standing
from results.store import Store
from results.wording import Lang

_PAUSE = 0.2  # seconds between two looks at the running audits
_READING = 2.0  # an audit may take so many times its crawling time,
_MORE_SECONDS = 900.0  # and so much more: documents are read and recognised after the crawl


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one audit may cost, and how many are made: `most` in all, `at_once` side by side."""

    most: int = 20
    at_once: int = 2
    max_pages: int = 800
    max_minutes: float = 45.0
    delay: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where results go. `moment` is fixed when the operator named one, else it is the clock."""

    store: Store
    evidence: Path
    output: str
    formats: str
    lang: Lang
    limits: Limits
    clock: Callable[[], datetime]
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One body with where it stands."""

    body: ScheduledBody
    standing: Standing
    last: LastAudit | None


class Events(Protocol):
    """What a caller hears while audits are made; `after` is where the body stands then."""

    def begun(self, task: Task) -> None: ...

    def ended(self, task: Task, outcome: Outcome, after: Standing) -> None: ...


@dataclass(slots=True)
class _Running:
    task: Task
    process: AuditProcess
    servers: frozenset[str]
    due: date


def tasks(store: Store, moment: datetime) -> tuple[Task, ...]:
    """Every body on a schedule with where it stands."""
    told, looked = attempts(store), last_audits(store)
    found: list[Task] = []
    for body in scheduled_bodies(store):
        if body.policy is not None:
            last = looked.get(body.body)
            stands = standing(body.policy, calendar_of, last.day if last else None, told.get(body.body, ()), moment)
            found.append(Task(body=body, standing=stands, last=last))
    return tuple(found)


def ready(found: Sequence[Task], moment: datetime) -> list[Task]:
    """Those to be audited now: what was broken off, what waits longest, what failed least, first."""
    chosen = [task for task in found if task.standing.is_ready(moment)]
    return sorted(
        chosen,
        key=lambda task: (
            not task.standing.unfinished, task.standing.failures, task.standing.due, task.body.body
        ),
    )  # fmt: skip


def run_tasks(desk: Desk, chosen: Sequence[Task], events: Events) -> tuple[int, bool]:
    """Audit these bodies; how many failed, and whether somebody stopped it."""
    waiting, running = list(chosen), list[_Running]()
    failed = 0
    with TemporaryDirectory() as scratch, _stoppable() as stop:
        while running or (waiting and not stop):
            while not stop and len(running) < desk.limits.at_once:
                task = _startable(waiting, frozenset().union(*(item.servers for item in running)))
                if task is None:
                    break
                waiting.remove(task)
                running.append(_started(desk, task, Path(scratch)))
                events.begun(task)
            if stop:
                _end_all(running, stop)
            for item in list(running):
                outcome = item.process.poll()
                if outcome is not None:
                    running.remove(item)
                    failed += bool(outcome.reason)
                    _keep_end(desk, item, outcome, events)
            time.sleep(_PAUSE)
        return failed, bool(stop)


@contextmanager
def _stoppable() -> Iterator[list[int]]:
    """A list that SIGINT and SIGTERM add to: audits are ended in order, whoever asks."""
    received: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda got, _frame: received.append(got)) for number in numbers}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_all(running: Sequence[_Running], stop: list[int]) -> None:
    """Pass one request to end on; a further one kills."""
    if stop[-1] > 0:
        stop.append(0)
        for item in running:
            item.process.end()


def _startable(waiting: Sequence[Task], busy: frozenset[str]) -> Task | None:
    """The next body whose server is not being audited: small offices share one vendor's machine."""
    return next((task for task in waiting if not servers_of(task.body.url) & busy), None)


def _started(desk: Desk, task: Task, scratch: Path) -> _Running:
    moment = desk.clock()
    due = task.standing.due or moment.astimezone(BANGKOK).date()
    keep_attempt(desk.store, task.body, Attempt(at=moment, due=due, state="started"))
    minutes = desk.limits.max_minutes * task.standing.patience
    process = AuditProcess(_arguments(desk, task, moment, scratch), minutes * 60 * _READING + _MORE_SECONDS)
    return _Running(task=task, process=process, servers=servers_of(task.body.url), due=due)


def _keep_end(desk: Desk, item: _Running, outcome: Outcome, events: Events) -> None:
    known = home_problem(desk.store, item.task.body.body) if outcome.reason == "home_failed" else ""
    state = Attempt(
        at=desk.clock(), due=item.due, state="failed" if outcome.reason else "done", reason=outcome.reason,
        detail=known or outcome.detail,
    )  # fmt: skip
    keep_attempt(desk.store, item.task.body, state, outcome.seconds)
    policy = item.task.body.policy
    assert policy is not None
    last = last_audits(desk.store).get(item.task.body.body)
    told = attempts(desk.store)[item.task.body.body]
    events.ended(item.task, outcome, standing(policy, calendar_of, last.day if last else None, told, state.at))


def _arguments(desk: Desk, task: Task, moment: datetime, scratch: Path) -> list[str]:
    """The words after `oit check`. A site that failed gets more time; what was broken off goes on."""
    patience = task.standing.patience
    day = moment.astimezone(BANGKOK).date()
    words: dict[str, object] = {
        "--as-of": day, "--db": desk.store.path, "--evidence": desk.evidence, "--format": desk.formats,
        "--output": desk.output, "--max-pages": desk.limits.max_pages * patience,
        "--max-minutes": desk.limits.max_minutes * patience, "--delay": desk.limits.delay, "--lang": desk.lang,
    }  # fmt: skip
    if desk.contact:
        words["--contact"] = desk.contact
    declared = _declared(desk.store, task, day, scratch)
    if declared is not None:
        words["--declared"] = declared
    flags = [str(word) for pair in words.items() for word in pair]
    failure = task.standing.failure
    goes_on = task.standing.unfinished or (failure and failure.reason in (INTERRUPTED, "too_slow"))
    return [task.body.url, *flags, "--quiet", *(["--resume"] if goes_on else [])]


def _declared(store: Store, task: Task, day: date, scratch: Path) -> Path | None:
    """The addresses declared in ITAS that the last audit of the same year was told of, for this one too."""
    if task.last is None:
        return None
    if rulebook.rules_of(None, day)[0].fiscal_year != task.last.fiscal_year:
        return None
    known = declared_of(store.run(task.last.run))
    if not known:
        return None
    path = scratch / f"declared-{task.last.run}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("code", "url"), *sorted(known.items())])
    return path
