"""One audit from the address to the verdicts: start the crawl, read what it writes, judge from the folder alone."""

import json
import os
import re
import signal
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from audits.requirement import Ruleset
from audits.run import audit
from audits.verdict import Status, Verdict
from crawler.artifacts import Snapshot
from crawler.crawl_start import begin_crawl
from crawler.evidence import EvidenceError, follow, read_manifest
from crawler.job import CrawlJob
from crawler.judging import judge
from crawler.order import Order
from crawler.progress import Progress
from crawler.snapshot import SnapshotReader
from crawler.urls import canonical

_FIRST_LOOK = 20.0  # seconds before the first trial judgement of a running crawl
_LOOK_SHARE = 8  # a trial judgement may take at most one part in so many of the time
_LAST_WORDS = 20  # seconds that an interrupted crawl gets to close its files
_CHART_CONCEPTS = ("structure", "executives", "no_gift_policy")  # their evidence is often a picture


class Crawl:
    """A crawling child process and the thread that hears its progress."""

    def __init__(self, job: CrawlJob, progress: Progress) -> None:
        self.folder = Path(job.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        order = self.folder / "job.json"
        job.save(order)
        self.interrupted = False
        self._child = begin_crawl(order)
        self._progress = progress
        self._ear = threading.Thread(target=self._listen, daemon=True)
        self._ear.start()

    def _listen(self) -> None:
        assert self._child.stdout is not None
        for line in self._child.stdout:
            try:
                numbers = json.loads(line)
            except ValueError:
                continue
            if isinstance(numbers, dict):
                self._progress.update(numbers)

    def running(self) -> bool:
        return self._child.poll() is None

    def interrupt(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """Ask the crawl to end; a second time ends it at once."""
        if self.interrupted:
            self._child.kill()
        self.interrupted = True
        if self.running():
            os.kill(self._child.pid, signal.SIGINT)
            threading.Timer(_LAST_WORDS, self._end).start()

    def _end(self) -> None:
        if self.running():
            self._child.kill()

    def stop_early(self) -> None:
        """Nothing is left to find out: the crawl may end with what it has."""
        (self.folder / "stop").touch()

    def wait(self) -> int:
        code = self._child.wait()
        self._ear.join(timeout=2)
        return code


def crawl_and_judge(
    job: CrawlJob, order: Order, ruleset: Ruleset, progress: Progress, cache: Path
) -> tuple[Snapshot, tuple[Verdict, ...], bool]:
    """Run one audit; the last value tells whether the operator interrupted it. Raises EvidenceError."""
    order.save(Path(job.folder))
    crawl = Crawl(job, progress)
    reader = SnapshotReader(Path(job.folder), ocr=order.ocr, cache=cache)
    handlers = {number: signal.signal(number, crawl.interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        _read_along(crawl, reader, order, ruleset, progress)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    code = crawl.wait()
    progress.say("judging", items=len(ruleset.requirements))
    try:
        snapshot, verdicts = judge(reader, ruleset, order.day, order.declared)
    except EvidenceError as error:
        raise EvidenceError(
            f"the crawl ended without evidence (exit {code}, see {crawl.folder / 'crawl.log'}): {error}"
        ) from error
    return snapshot, verdicts, crawl.interrupted


def _read_along(crawl: Crawl, reader: SnapshotReader, order: Order, ruleset: Ruleset, progress: Progress) -> None:
    """Read every response while the crawl goes on, and see now and then whether all is settled."""
    next_look = time.monotonic() + _FIRST_LOOK
    for record in follow(crawl.folder, crawl.running):
        if record.size > 300_000:
            progress.reading(record.url)
        reader.read(record)
        if time.monotonic() < next_look or crawl.interrupted or not crawl.running():
            continue
        started = time.monotonic()
        verdicts = audit(replace(reader.snapshot(), home_ok=True), ruleset, order.day, order.declared)
        progress.settled = sum(verdict.status is Status.PASS for verdict in verdicts)
        if progress.settled == len(verdicts) and any(verdict.found_by == "index_page" for verdict in verdicts):
            crawl.stop_early()
        next_look = time.monotonic() + max(_FIRST_LOOK, _LOOK_SHARE * (time.monotonic() - started))


def interests(ruleset: Ruleset) -> list[tuple[str, float]]:
    """What makes a link promising, from the words of the concepts: the crawl itself knows none of them."""
    found: dict[str, float] = {}
    for concept in ruleset.concepts.values():
        for terms, weight in ((concept.weak_terms, 0.5), (concept.terms, 1.0)):
            found.update(dict.fromkeys(terms, weight))
    return sorted(found.items())


def image_interests(ruleset: Ruleset) -> list[str]:
    """Labels of pages whose pictures may be the evidence itself (charts, portraits, signed announcements)."""
    concepts = [ruleset.concepts[name] for name in _CHART_CONCEPTS if name in ruleset.concepts]
    return sorted({term for concept in concepts for term in (*concept.terms, *concept.weak_terms)})


def new_snapshot_id(url: str) -> str:
    """Host and moment: readable, sortable, safe as a folder name whatever the address."""
    host = re.sub(r"[^a-z0-9.-]", "_", urlsplit(url).netloc.lower())[:80]
    return f"{host}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"[:-3]


def unfinished(evidence: Path, url: str) -> Path | None:
    """The latest snapshot folder of this address that was not finished."""
    for folder in sorted(_folders(evidence), reverse=True, key=lambda path: path.stat().st_mtime):
        try:
            manifest = read_manifest(folder)
        except EvidenceError:
            continue
        reason = (manifest.finish or {}).get("reason", "interrupted")
        if canonical(str(manifest.meta["url"])) == canonical(url):
            return folder if reason == "interrupted" else None
    return None


def _folders(evidence: Path) -> Sequence[Path]:
    return [path for path in evidence.iterdir() if (path / "manifest.jsonl").is_file()] if evidence.is_dir() else []


def snapshot_folders(evidence: Path) -> list[Path]:
    """All snapshot folders below an evidence folder, by name."""
    return sorted(_folders(evidence))
