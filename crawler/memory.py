"""How much memory the processes started from here take, and an end for the greediest when it is too much."""

import contextlib

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
