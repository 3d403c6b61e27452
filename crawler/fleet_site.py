"""One site on a worker: `oit check` in a process of its own, within hard limits, and what came of it as plain values.

Runs where the worker runs, perhaps on another machine: writes evidence there and nothing else, and hands the audit
back as the small database that the command wrote. Light on imports, because every worker keeps it in memory.
"""

import json
import os
import platform
import signal
import tempfile
import time
import zlib
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from crawler.fleet_births import Nursery, nursery
from crawler.fleet_orders import SiteOrder, SiteResult
from crawler.version import PROGRAM

_LOOK = 0.5  # seconds between two looks at a running audit
_LAST_WORDS = 60.0  # seconds that an audit gets to judge what it has when its time is up, or half of its time
_TOLD = 400


def program() -> str:
    """What runs on this worker; must be the same everywhere."""
    return PROGRAM


def audit_site(order: SiteOrder) -> SiteResult:
    """Audit one site; never raises for what the site or the audit does."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="oit-fleet-") as name:
        room = Path(name)
        watch = _Watch(_command(order, room), room / "told", order)
        watch.run()
        report = _report(room / "report.json")
        return SiteResult(
            code=watch.code, stopped=watch.stopped, told=_last_line(room / "told"), database=_packed(room / "site.db"),
            platform=_platform(report), program=PROGRAM, worker=f"{platform.node()}:{os.getpid()}",
            host=platform.node(), evidence=order.evidence, seconds=time.monotonic() - started,
            cpu_seconds=watch.cpu_seconds, peak_mb=watch.peak_mb,
        )  # fmt: skip


def _command(order: SiteOrder, room: Path) -> list[str]:
    Path(order.evidence).mkdir(parents=True, exist_ok=True)
    resume = ["--resume"] if order.again and _begun(order) else []
    return [
        "check", "--db", str(room / "site.db"), "--evidence", order.evidence, "--format", "json",
        "--output", str(room / "report.json"), "--quiet", "--lang", "en", *order.options, *resume, "--", order.url,
    ]  # fmt: skip


def _begun(order: SiteOrder) -> bool:
    """Whether evidence of this site lies here already: only then is an unfinished audit worth looking for."""
    url = order.url if "://" in order.url else f"//{order.url}"
    host = (urlsplit(url).hostname or "").lower()
    return any(entry.name.startswith(host) for entry in os.scandir(order.evidence))


class _Watch:
    """A running audit that is held to its limits."""

    def __init__(self, command: list[str], told: Path, order: SiteOrder) -> None:
        self._command, self._told, self._order = command, told, order
        self.code, self.stopped, self.cpu_seconds, self.peak_mb = 0, "", 0.0, 0.0

    def run(self) -> None:
        births = nursery()
        try:
            self._follow(births, births.begin(self._command, self._told))
        except BaseException:
            births.close()  # and with it what it began
            raise

    def _follow(self, births: Nursery, pid: int) -> None:
        end = time.monotonic() + self._order.seconds
        while (ending := births.ended(_LOOK)) is None:
            self.peak_mb = max(self.peak_mb, used := _memory(pid))
            if used > self._order.memory_mb and self.stopped != "memory":
                self.stopped = "memory"
                _kill_tree(pid)
            elif time.monotonic() > end and not self.stopped:
                self.stopped = "time"  # the audit is asked to end in order and judges what it has
                _ask_to_end(pid)
                end = time.monotonic() + min(_LAST_WORDS, self._order.seconds / 2)
            elif time.monotonic() > end:
                _kill_tree(pid)
        self.code, self.cpu_seconds = ending.code, ending.cpu_seconds


def _ask_to_end(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)


def _tree(pid: int) -> list[psutil.Process]:
    with suppress(psutil.Error):
        head = psutil.Process(pid)
        return [head, *head.children(recursive=True)]
    return []


def _memory(pid: int) -> float:
    """Megabytes of an audit with all its processes, shared pages counted once."""
    total = 0
    for process in _tree(pid):
        with suppress(psutil.Error):
            total += process.memory_full_info().pss
    return total / 1e6


def _kill_tree(pid: int) -> None:
    """End an audit and all that it started, the crawl in its own session among them."""
    for process in _tree(pid):
        with suppress(psutil.Error):
            process.kill()


def _report(path: Path) -> dict[str, object]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _platform(report: dict[str, object]) -> str:
    findings = report.get("findings")
    named = [item["detail"] for item in findings if item["kind"] == "platform"] if isinstance(findings, list) else []
    return str(named[0]) if named else ""


def _packed(path: Path) -> bytes:
    return zlib.compress(path.read_bytes()) if path.is_file() else b""


def _last_line(path: Path) -> str:
    lines = [line for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    return lines[-1].strip()[:_TOLD] if lines else ""
