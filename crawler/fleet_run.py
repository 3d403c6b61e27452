"""The coordinator of a fleet run: hands out sites, takes audits back, and alone writes the ledger and the store."""

import tempfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from audits.requirement import Ruleset
from crawler import rulebook
from crawler.fleet_orders import Ended, EngineError, SiteOrder, SiteResult, Workers
from crawler.fleet_outcome import outcome
from crawler.fleet_queue import Job, WorkQueue
from crawler.server_address import Servers
from crawler.version import PROGRAM
from results import fleet_ledger
from results.fleet_intake import HandedBack, handed_back
from results.fleet_ledger import LAST_ROUND, Event, FleetRun, State
from results.follow_up import Look
from results.measure_log import keep_follow_up, moment
from results.store import Store
from results.store_file import StoreError

_TICK = 1.0
_LONGER = 2  # times the limits of the first round, for what could not be had in it
_SHORT_SHA = 12

Tell = Callable[[Job, Event, HandedBack | None, int], None]


class Coordinator:
    """Works on one run until nothing is left, or until it is stopped; what is under way then waits again."""

    def __init__(self, store: Store, run: FleetRun, ruleset: Ruleset, engine: Workers, tell: Tell) -> None:
        self._store, self._run, self._ruleset, self._engine, self._tell = store, run, ruleset, engine, tell
        sites = fleet_ledger.sites(store, run.id)
        self._servers = Servers(site.url for site in sites if site.next_round is not None)
        self._queue = WorkQueue(sites, self._servers)
        self._under_way: dict[int, Job] = {}
        self._storing = 0  # of those under way: audited, and being stored here

    def work(self) -> None:
        """Audit all that is left. Raises EngineError, StoreError, KeyboardInterrupt."""
        try:
            while self._queue or self._under_way:
                self._hand_out()
                ended = self._engine.next(_TICK)
                if ended is not None:
                    self._take_back(ended)
        except BaseException:
            self._put_back()
            raise
        finally:
            self._servers.close()
        fleet_ledger.end_run(self._store, self._run.id, epoch=self._run.epoch, at=moment())

    def _hand_out(self) -> None:
        """One site per worker, and no more: what waits is here, where it can be chosen anew."""
        free = self._engine.capacity() + self._storing - len(self._under_way)
        while free > 0 and (job := self._queue.take()) is not None:
            self._note(job, Event(state=State.RUNNING, round=job.round, servers=_servers(job)))
            self._under_way[job.site.site] = job
            self._engine.submit(job.site.site, self._order(job))
            free -= 1

    def _order(self, job: Job) -> SiteOrder:
        options = self._run.options
        longer = _LONGER if job.round == LAST_ROUND else 1
        return SiteOrder(
            url=job.site.url, evidence=options["evidence"], options=_options(self._run, longer),
            seconds=options["kill_after"] * 60 * longer, memory_mb=options["max_memory"] * longer,
            again=job.site.attempts > 0 or job.lost > 0 or job.round > 1,
        )  # fmt: skip

    def _take_back(self, ended: Ended) -> None:
        job = self._under_way[ended.number]
        self._queue.release(job)
        self._storing = 1
        self._hand_out()  # first, so that no worker waits until the audit is stored
        back = self._unpacked(ended.result) if ended.result else None
        event = _measured(outcome(job, ended, back), job, ended.result, back)
        self._keep(job, event, back)
        del self._under_way[ended.number]
        self._storing = 0
        if event.state is State.WAITING:
            self._queue.put(replace(job, lost=job.lost + 1))
        else:
            after = replace(job.site, state=event.state, round=event.round, reason=event.reason)
            if after.next_round is not None:
                self._queue.put(replace(job, round=after.next_round))
        self._tell(job, event, back, len(self._queue) + len(self._under_way))

    def _unpacked(self, result: SiteResult) -> HandedBack | None:
        """The audit of a worker, if it judged by the same program and rules. Raises EngineError when it did not."""
        if not result.database:
            return None
        with tempfile.TemporaryDirectory(prefix="oit-fleet-") as room:
            path = Path(room) / "site.db"
            path.write_bytes(zlib.decompress(result.database))
            try:
                back = handed_back(path)
            except StoreError:  # the audit was killed while it wrote
                return None
        if back is not None and (result.program, back.run.rules_sha256) != (PROGRAM, self._ruleset.sha256):
            theirs = f"{result.program}, rules {back.run.rules_sha256[:_SHORT_SHA]}"
            mine = f"{PROGRAM}, rules {self._ruleset.sha256[:_SHORT_SHA]}"
            raise EngineError("other_version", worker=result.worker, theirs=theirs, mine=mine)
        return back

    def _keep(self, job: Job, event: Event, back: HandedBack | None) -> None:
        """The audit and its line in the ledger together, so that neither is there without the other."""
        if back is None:
            self._note(job, event)
            return
        with self._store.writing():
            run = self._store.save_run(
                back.snapshot, back.verdicts, folder=Path(back.run.folder), ruleset=self._ruleset,
                as_of=back.run.as_of, code_version=back.run.code_version,
            )  # fmt: skip
            fleet_ledger.add_event(
                self._store, self._run.id, job.site.site, replace(event, run=run), epoch=self._run.epoch, at=moment()
            )
        look = Look(run=run, day=back.run.as_of, seen_at=back.snapshot.started_at, at=moment(),
                    reached=back.snapshot.home_ok)  # fmt: skip
        url = back.snapshot.agency.url
        keep_follow_up(self._store, url, back.verdicts, ruleset=self._ruleset, office=rulebook.office(url), look=look)

    def _put_back(self) -> None:
        """Whatever is under way now will be begun again."""
        for job in self._under_way.values():
            self._note(job, Event(state=State.WAITING, round=job.round, reason="stopped", servers=_servers(job)))

    def _note(self, job: Job, event: Event) -> None:
        fleet_ledger.keep_event(
            self._store, self._run.id, job.site.site, event, epoch=self._run.epoch, at=moment()
        )  # fmt: skip


def _servers(job: Job) -> str:
    return " ".join(sorted(job.servers))


def _options(run: FleetRun, longer: int) -> tuple[str, ...]:
    told: Mapping[str, Any] = run.options
    typed = {
        "--year": run.fiscal_year, "--as-of": run.as_of.isoformat(), "--delay": told["delay"],
        "--max-pages": told["max_pages"], "--max-minutes": told["max_minutes"] * longer, "--contact": told["contact"],
    }  # fmt: skip
    return tuple(str(part) for pair in typed.items() for part in pair)


def _measured(event: Event, job: Job, result: SiteResult | None, back: HandedBack | None) -> Event:
    """The event with what was measured on the worker, and the place of the evidence there."""
    if result is None:
        return replace(event, servers=_servers(job))
    place = f"{result.host}:{back.run.folder}" if back else ""
    return replace(
        event, servers=_servers(job), platform=result.platform, worker=result.worker, place=place,
        seconds=result.seconds, cpu_seconds=result.cpu_seconds, peak_mb=result.peak_mb,
    )  # fmt: skip
