"""How a crawl is started: as a process of its own, fresh, or forked ahead where all that it needs is imported."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Protocol

from crawler.inert import guard_terminal


class CrawlChild(Protocol):
    """What is needed of a crawling process, whichever way it was started; a Popen has it all."""

    pid: int
    stdout: IO[bytes] | None

    def poll(self) -> int | None: ...

    def wait(self) -> int: ...

    def kill(self) -> None: ...


class ForkedCrawl:
    """A crawl that was forked while nothing was open yet, and waits for its job."""

    def __init__(self, pid: int, orders: int, told: int) -> None:
        self.pid = pid
        self.stdout: IO[bytes] | None = os.fdopen(told, "rb")
        self._orders = orders
        self._code: int | None = None
        self._waiting = threading.Lock()  # the timer of an interrupted audit looks, too

    def begin(self, job: Path) -> None:
        """Crawl what a job file describes."""
        os.write(self._orders, os.fsencode(job))
        os.close(self._orders)

    def poll(self) -> int | None:
        """The exit code, None while it runs."""
        if self._code is None and self._waiting.acquire(blocking=False):
            try:
                self._reap(os.WNOHANG)
            finally:
                self._waiting.release()
        return self._code

    def wait(self) -> int:
        """The exit code, at the end."""
        with self._waiting:
            self._reap(0)
        assert self._code is not None
        return self._code

    def kill(self) -> None:
        """End it at once."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def _reap(self, how: int) -> None:
        if self._code is None:
            done, status = os.waitpid(self.pid, how)
            if done:
                self._code = os.waitstatus_to_exitcode(status)


_ahead: list[ForkedCrawl] = []


def begin_crawl(job: Path) -> CrawlChild:
    """Start the crawl that a job file describes. It hears no Ctrl-C: whoever started it ends it in order."""
    if _ahead:
        child = _ahead.pop()
        child.begin(job)
        return child
    command = [sys.executable, "-m", "crawler.crawl_process", str(job)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)


def fork_ahead() -> None:
    """Fork the next crawl now: it needs `crawler.crawl_process` imported, no other thread, and nothing open."""
    their_orders, orders = os.pipe()
    told, their_told = os.pipe()
    pid = os.fork()
    if pid:
        os.close(their_orders)
        os.close(their_told)
        _ahead.append(ForkedCrawl(pid, orders, told))
        return
    os.close(orders)
    os.close(told)
    _crawl(their_orders, their_told)


def _crawl(orders: int, told: int) -> None:
    """The forked process; it ends here, whatever was going on where it was forked."""
    from crawler import crawl_process

    os.setsid()
    os.dup2(told, sys.stdout.fileno())
    job = os.read(orders, os.pathconf("/", "PC_PATH_MAX"))  # "" when the audit ended without a crawl
    guard_terminal()
    sys.exit(crawl_process.main([os.fsdecode(job)]) if job else 0)
