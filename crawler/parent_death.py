"""Processes that end with the one that started them, so that a killed command leaves nothing behind."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with(parent: int, how: signal.Signals) -> bool:
    """Ask the kernel (Linux) for a signal when the parent ends; False when it has ended already."""
    if not sys.platform.startswith("linux"):
        return True
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, how)
    return os.getppid() == parent
