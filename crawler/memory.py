"""Bounds to the memory of the processes started from here."""

import contextlib
import resource

import psutil


def shrink(limit: int) -> bool:
    """End the largest descendant of this process when all of them together hold more than `limit` bytes of their own.

    What several processes share is left out, so that a browser's libraries are not counted once per process. Returns
    whether one was ended.
    """
    held: dict[psutil.Process, int] = {}
    for child in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            told = child.memory_info()
            held[child] = told.rss - getattr(told, "shared", 0)
    if sum(held.values()) <= limit:
        return False
    with contextlib.suppress(psutil.Error):
        max(held, key=lambda child: held[child]).kill()
    return True


def bound(role: str, more: int) -> None:
    """Let each descendant whose command line holds `role` take `more` bytes beyond what it claims now (Linux).

    Relative, because an empty page of a browser claims some hundred megabytes that it never touches.
    """
    for child in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error, AttributeError):
            if role in child.cmdline() and child.rlimit(resource.RLIMIT_DATA)[0] == resource.RLIM_INFINITY:
                claimed = child.memory_info().data
                child.rlimit(resource.RLIMIT_DATA, (claimed + more, claimed + more))
