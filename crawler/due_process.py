"""One audit that is due, in a process of its own: the very command that people type, bounded in time."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from crawler.parent_death import end_with
from results.schedule_standing import INTERRUPTED

_LAST_WORDS = 60.0  # seconds that an audit gets to keep what it has before it is killed
_TOLD = 4000  # bytes of its messages that are looked at
_REASONS = {2: "usage", 3: "home_failed", 130: INTERRUPTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an audit ended; `reason` is empty when it was done."""

    reason: str
    detail: str
    seconds: float


class AuditProcess:
    """A running `oit check`."""

    def __init__(self, arguments: Sequence[str], seconds: float) -> None:
        self._messages: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as the audit)
        self._begun = time.monotonic()
        self._end_at = self._begun + seconds
        self._told_to_end = False
        self._too_slow = False
        # A session of its own: an interrupt from the keyboard reaches this program alone, which ends audits in order.
        self._child = subprocess.Popen(
            [sys.executable, "-m", "crawler.cli", "check", *arguments], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=self._messages, start_new_session=True, preexec_fn=_die_with_parent,
        )  # fmt: skip

    def poll(self) -> Outcome | None:
        """How it ended, None while it runs; one that takes too long is told to end, then killed."""
        code = self._child.poll()
        if code is not None:
            return self._outcome(code)
        if time.monotonic() > self._end_at:
            self._too_slow = self._too_slow or not self._told_to_end
            self.end()
        return None

    def end(self) -> None:
        """Ask it to end and keep what it has; the second time it is killed."""
        number = signal.SIGKILL if self._told_to_end else signal.SIGTERM
        self._told_to_end = True
        self._end_at = time.monotonic() + _LAST_WORDS
        os.killpg(self._child.pid, number)

    def _outcome(self, code: int) -> Outcome:
        seconds = time.monotonic() - self._begun
        self._messages.seek(0, os.SEEK_END)
        self._messages.seek(max(0, self._messages.tell() - _TOLD))
        lines = [line.strip() for line in self._messages.read().decode("utf-8", "replace").splitlines() if line.strip()]
        self._messages.close()
        detail = lines[-1][:500] if lines else ""
        if code == 0:
            return Outcome(reason="", detail="", seconds=seconds)
        if self._too_slow:
            return Outcome(reason="too_slow", detail="", seconds=seconds)
        if self._told_to_end:
            return Outcome(reason=INTERRUPTED, detail="", seconds=seconds)
        if code < 0:
            return Outcome(reason="killed", detail=signal.Signals(-code).name, seconds=seconds)
        return Outcome(reason=_REASONS.get(code, "crashed"), detail=detail or f"exit {code}", seconds=seconds)


def _die_with_parent() -> None:
    """End the audit when this program is killed: nothing goes on without anybody to tell."""
    end_with(os.getppid(), signal.SIGTERM)
