"""Runs the real command and watches its whole process tree: wall time, CPU time and peak memory."""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PAUSE = 0.2


@dataclass(frozen=True)
class Watched:
    """How a command ended and what it took: seconds, CPU seconds of the tree, bytes of memory (PSS) at the peak."""

    code: int
    out: str
    err: str
    seconds: float
    cpu: float
    peak: int

    @property
    def report(self) -> dict[str, Any]:
        return json.loads(self.out)


def watched(*arguments: object, cwd: Path, seconds: float = 240) -> Watched:
    """`oit ARGUMENTS`, killed with all its children when it takes longer than `seconds`."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [sys.executable, "-m", "crawler.cli", *map(str, arguments)]
    process = subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    peak = [0]
    watcher = threading.Thread(target=_watch, args=(process, peak), daemon=True)
    watcher.start()
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        raise AssertionError(f"not finished after {seconds} s: {err[-2000:]}") from None
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Watched(process.returncode, out, err, time.monotonic() - begin, cpu, peak[0])


def tree(root: int) -> set[int]:
    """The process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, todo = set(), [root]
    while todo:
        number = todo.pop()
        found.add(number)
        todo += children.get(number, [])
    return found


def _watch(process: subprocess.Popen[str], peak: list[int]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(map(_memory, tree(process.pid))))
        time.sleep(_PAUSE)


def _memory(number: int) -> int:
    """Proportional share of memory in bytes: what several processes share is counted once."""
    try:
        for line in Path(f"/proc/{number}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0
