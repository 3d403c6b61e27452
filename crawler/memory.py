"""Bounds to the memory of the processes started from here, and their end."""

import contextlib
import resource
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import psutil

_LOOKS = 0.05  # seconds between two looks: a script fills a gigabyte in one
_LOOKS_AT_ALL = 10  # looks at known processes before new ones are asked for


def descendants() -> list[psutil.Process]:
    """Every process that descends from this one."""
    return psutil.Process().children(recursive=True)


def end(processes: Iterable[psutil.Process]) -> None:
    """Kill those of the processes that still run."""
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.kill()


@contextlib.contextmanager
def watched(limit: int, each_time: Callable[[], None], told: Callable[[], None]) -> Iterator[None]:
    """Meanwhile end the largest descendant of this process whenever all of them together hold more than `limit` bytes.

    A thread of its own looks, because an event loop that is reading a large page would look too late. `each_time` is
    called whenever new processes were looked for, `told` when one was ended.
    """
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            each_time()
            family = descendants()
            for _ in range(_LOOKS_AT_ALL):
                if shrink(family, limit):
                    told()
                if over.wait(_LOOKS):
                    break

    threading.Thread(target=look, daemon=True).start()
    try:
        yield
    finally:
        over.set()


def shrink(family: Sequence[psutil.Process], limit: int) -> bool:
    """End the largest of the processes when all together hold more than `limit` bytes of their own; whether one was."""
    held: dict[psutil.Process, int] = {}
    for process in family:
        with contextlib.suppress(psutil.Error):
            held[process] = _own(process)
    if sum(held.values()) <= limit:
        return False
    end([max(held, key=lambda process: held[process])])
    return True


def _own(process: psutil.Process) -> int:
    """Bytes that a process fills, alone or with others; files, like the libraries of a browser, are left out."""
    with contextlib.suppress(OSError, ValueError):
        lines = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
        return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(("RssAnon:", "RssShmem:")))
    told = process.memory_info()
    return told.rss - getattr(told, "shared", 0)


def bound(more: int, *, role: str = "", but: str | None = None, age: float = 0.0) -> None:
    """Let each descendant that has no limit yet take `more` bytes beyond what it claims now (Linux).

    Relative, because an empty page of a browser claims some hundred megabytes that it never touches; not below an
    `age` in seconds, because a process claims most while it begins. Its command line holds `role`, and not `but`.
    """
    for child in descendants():
        with contextlib.suppress(psutil.Error, AttributeError):
            if child.rlimit(resource.RLIMIT_DATA)[0] == resource.RLIM_INFINITY and _begun(child, age):
                told = " ".join(child.cmdline())
                if role in told and (but is None or but not in told):
                    claimed = child.memory_info().data
                    child.rlimit(resource.RLIMIT_DATA, (claimed + more, claimed + more))


def _begun(process: psutil.Process, age: float) -> bool:
    return time.time() - process.create_time() >= age
