"""Where the audits of a worker are born: it has imported once what all of them need, and forks one for every order.

python -m crawler.fleet_nursery WORKER_PID

Reads an order a line from standard input, ["FILE FOR ITS MESSAGES", "check", URL …], answers with its process id, and
with [exit code, processor seconds] when it has ended. It dies with its worker, and what it forked dies with it.
"""

import gc
import json
import os
import resource
import signal
import sys
from importlib import import_module

from crawler.parent_death import end_with

_NEEDED = (
    "crawler.cli", "results.formats.json_report", "crawler.crawl_process", "spiders.generic", "scrapy.core.engine",
    "scrapy.core.scheduler", "scrapy.core.downloader.handlers.http11", "twisted.internet.asyncioreactor",
)  # fmt: skip


def main(worker: int) -> None:
    """Serve orders until there are none; in the forked process: become the command that was ordered."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _die_with(worker)
    _import_all()
    command = _serve()
    if command is not None:
        from crawler import cli

        sys.argv = ["oit", *command]
        cli.main()


def _import_all() -> None:
    """What an audit and its crawl import now or later; nothing here starts a thread, opens a file or reads a clock."""
    for name in _NEEDED:
        import_module(name)
    gc.collect()
    gc.freeze()  # what is never collected is never written to, so that all audits share it


def _serve() -> list[str] | None:
    for line in sys.stdin:
        words: list[str] = json.loads(line)
        nursery = os.getpid()
        pid = os.fork()
        if not pid:
            _become(nursery, words[0])
            return words[1:]
        _say(pid)
        _, status, usage = os.wait4(pid, 0)
        _say([os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime])
    return None


def _become(nursery: int, told: str) -> None:
    """An audit like any other that was started afresh: a session of its own, its own files, and a crawl to come."""
    os.setsid()
    _die_with(nursery)
    nothing, messages = os.open(os.devnull, os.O_RDWR), os.open(told, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for number, file in ((0, nothing), (1, nothing), (2, messages)):
        os.dup2(file, number)
    os.close(nothing)
    os.close(messages)
    from crawler.crawl_start import fork_ahead

    fork_ahead()


def _die_with(parent: int) -> None:
    if not end_with(parent, signal.SIGKILL):  # it died before the promise was made
        os._exit(130)


def _say(answer: object) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
