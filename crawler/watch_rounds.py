"""Looks at all watched bodies once: a few side by side, twice at what seems bad, and never blind for dead."""

import socket
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from audits.verdict import Status
from crawler.config_model import WatchSettings
from crawler.job import CrawlJob
from crawler.scope import Scope
from crawler.stored_runs import evidence_of
from crawler.urls import canonical, host_of, port_of
from crawler.watch_client import WatchClient
from crawler.watched_page import judged_contents
from crawler.watching import BodyWatch, Seen, Target, blind
from results.periods import BANGKOK
from results.queries import runs as all_runs
from results.schedule_log import ScheduledBody, last_audits
from results.store import Run, Store
from results.watch_log import Memory, keep_baselines, keep_round, memory

_SIDE_BY_SIDE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchDesk:
    """What a round works with; `pause` waits between the first and the second look."""

    store: Store
    evidence: Path | None
    settings: WatchSettings
    contact: str
    delay: float
    moment: datetime
    pause: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One body after a round: what was seen, and which items rest on which address."""

    body: ScheduledBody
    seen: Seen
    targets: tuple[Target, ...]


def watch_round(desk: WatchDesk, bodies: Sequence[ScheduledBody]) -> tuple[Looked, ...]:
    """Look at every body and remember it. When nobody at all answers and no reference does, it is our network."""
    runs = _newest_runs(desk.store)
    targets = {body.body: targets_of(desk.store, body, runs.get(body.body)) for body in bodies}
    watches = _watches(desk, bodies, targets, runs)
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        seen = dict(zip(watches, pool.map(lambda name: watches[name].look(targets[name]), watches), strict=True))
        if not any(each.answered for each in seen.values()) and not _network_is_there(desk.settings):
            seen = {name: blind(each) for name, each in seen.items()}
        else:
            bad = [name for name, each in seen.items() if any(sight.is_bad for sight in each.sights)]
            if bad:
                desk.pause(desk.settings.again_after)
            seen |= zip(bad, pool.map(lambda name: watches[name].again(seen[name], targets[name]), bad), strict=True)
    for body in bodies:
        own = targets[body.body]
        _keep(desk, body, watches[body.body].memory, seen[body.body], own, runs.get(body.body))
    return tuple(Looked(body=body, seen=seen[body.body], targets=targets[body.body]) for body in bodies)


def targets_of(store: Store, body: ScheduledBody, run: Run | None) -> tuple[Target, ...]:
    """Every declared or best-evidence address of a run, once; of places elsewhere those that were declared. What was
    missing then is for the audit to tell."""
    if run is None:
        return ()
    codes: dict[str, list[str]] = {}
    declared: dict[str, str] = {}
    found: dict[str, str] = {}
    for verdict in store.run(run.id):
        evidence = verdict.url if verdict.status is not Status.MISSING else None
        for url, known in ((verdict.declared_url, declared), (evidence, found)):
            if url and canonical(url) != canonical(body.url):
                known.setdefault(canonical(url), url)
                codes.setdefault(canonical(url), []).append(verdict.code)
    inside = Scope.of(body.url)
    return tuple(
        Target(url=url, role="declared" if name in declared else "evidence", codes=tuple(dict.fromkeys(codes[name])))
        for name, url in (found | declared).items()
        if name in declared or inside.contains(url)
    )


def _newest_runs(store: Store) -> dict[str, Run]:
    """The run by body that `last_audits` names."""
    numbers = {last.run: body for body, last in last_audits(store).items()}
    return {numbers[run.id]: run for run in all_runs(store) if run.id in numbers}


def _watches(
    desk: WatchDesk, bodies: Sequence[ScheduledBody], targets: dict[str, tuple[Target, ...]], runs: dict[str, Run]
) -> dict[str, BodyWatch]:
    named = frozenset((host_of(body.url), port_of(body.url)) for body in bodies)
    agent = CrawlJob(url="", folder="", snapshot_id="", contact=desk.contact).user_agent
    client = WatchClient(agent, desk.delay, desk.settings.timeout, named)
    today = desk.moment.astimezone(BANGKOK).date()
    return {
        body.body: BodyWatch(
            home=body.url, client=client, today=today,
            memory=_with_baselines(desk, body, targets[body.body], runs.get(body.body)),
        )
        for body in bodies
    }  # fmt: skip


def _with_baselines(desk: WatchDesk, body: ScheduledBody, targets: Sequence[Target], run: Run | None) -> Memory:
    """What is remembered; after a new audit, what its pages held is what later looks are compared with."""
    known = memory(desk.store, body.body)
    if run is None or known.run == run.id:
        return known
    folder = evidence_of(run, desk.store, desk.evidence)
    urls = frozenset(target.url for target in targets)
    held = judged_contents(folder, urls) if folder else {}
    if held:
        keep_baselines(desk.store, body.body, run.id, held, at=desk.moment)
    return memory(desk.store, body.body)


def _keep(
    desk: WatchDesk, body: ScheduledBody, before: Memory, seen: Seen, targets: Sequence[Target], run: Run | None
) -> None:
    watched = {f"home {body.url}", f"certificate {body.url}", *(f"{each.role} {each.url}" for each in targets)}
    keep_round(desk.store, body.body, body.url, seen.sights, watched, at=desk.moment)
    first = {
        sight.url: sight.fingerprint
        for sight in seen.sights
        if sight.role in ("declared", "evidence") and sight.category == "ok" and sight.fingerprint
        and sight.url not in before.baselines
    }  # fmt: skip
    if first:
        keep_baselines(desk.store, body.body, run.id if run else None, first, at=desk.moment)


def _network_is_there(settings: WatchSettings) -> bool:
    """Whether any of the reference servers takes a connection; nothing is sent to them."""
    for place in settings.reference:
        host, _, port = place.rpartition(":")
        try:
            with socket.create_connection((host, int(port)), timeout=settings.timeout):
                return True
        except (OSError, ValueError, UnicodeError):
            continue
    return False
