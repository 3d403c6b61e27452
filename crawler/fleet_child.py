"""Becomes `oit check` with the promise that it dies with the worker that started it.

python -m crawler.fleet_child WORKER_PID check URL …
"""

import ctypes
import os
import resource
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Bind this process to its worker, then run the command in it; never returns."""
    worker, command = int(arguments[0]), arguments[1:]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # stays set over exec
        if os.getppid() != worker:  # it died before the promise was made
            sys.exit(130)
    os.execv(sys.executable, [sys.executable, "-m", "crawler.cli", *command])  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
