"""Has audits begun by a nursery, and hears how they ended: the worker's side. Light, as workers stay in memory."""

import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How an audit ended; `cpu_seconds` covers all that it started and waited for."""

    code: int
    cpu_seconds: float = 0.0


class Nursery:
    """One audit at a time, each a process of its own."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "crawler.fleet_nursery", str(os.getpid())], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, bufsize=0, start_new_session=True,
        )  # fmt: skip

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def begin(self, command: Sequence[str], told: Path) -> int:
        """Have `oit COMMAND` begun, its messages in a file; the id of its process. Raises OSError without a nursery."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([str(told), *command]).encode() + b"\n")
        pid = self._heard()
        if pid is None:
            raise OSError("audits cannot be started on this machine")
        return int(pid)

    def ended(self, seconds: float) -> Ending | None:
        """How the audit ended; None when it goes on after so many seconds."""
        assert self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], seconds)[0]:
            return None
        told = self._heard()
        return Ending(code=-signal.SIGKILL) if told is None else Ending(code=told[0], cpu_seconds=told[1])

    def close(self) -> None:
        """End it with whatever it began."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]

    def _heard(self) -> Any:
        """Its next answer, None when it is gone."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        return json.loads(line) if line.endswith(b"\n") else None


_own = threading.local()


def nursery() -> Nursery:
    """That of this thread, with which it dies: audits of two threads do not wait for each other."""
    known: Nursery | None = getattr(_own, "nursery", None)
    if known is None or not known.alive:
        if known is not None:
            known.close()
        known = _own.nursery = Nursery()
    return known
