"""A lock that the system lets go of when its holder ends, however it ends: one program at a time for one thing."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.evidence import now


class BusyError(Exception):
    """Somebody else holds the lock; the text tells who and since when. Raised by `only_one`."""


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock of this file. Raises BusyError, or OSError when the file cannot be made. The file stays: to delete
    it would let two holders in."""
    number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    with os.fdopen(number, "r+", encoding="utf-8", errors="replace") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(file.read(200).strip() or "?") from None
        file.truncate(0)
        file.write(f"pid {os.getpid()}, {now()}\n")
        file.flush()
        yield
