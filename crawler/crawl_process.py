"""The crawling process: `python -m crawler.crawl_process JOB.json`.

One process per site, because a Scrapy reactor starts once and a crash or hang then costs one site only. Progress goes
to standard output as JSON lines, everything else to crawl.log in the snapshot folder. Exit status: 0 finished (also
when the home page failed; the evidence says so), 1 no evidence could be written, 2 wrong job, 130 interrupted.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler import settings as defaults
from crawler.inert import guard_terminal
from crawler.job import CrawlJob
from crawler.parent_death import end_with
from crawler.settings import settings_for

_PATIENCE = 3.0  # seconds between a request to end and the end, whatever is still under way


def main(arguments: list[str]) -> int:
    """Run the crawl that a job file describes."""
    if len(arguments) != 1:
        print("usage: python -m crawler.crawl_process JOB.json", file=sys.stderr)
        return 2
    _die_with_parent()
    try:
        job = CrawlJob.load(Path(arguments[0]))
    except (OSError, ValueError, TypeError) as error:
        print(f"{arguments[0]} is not a crawl job: {error}", file=sys.stderr)
        return 2
    return run(job)


def run(job: CrawlJob) -> int:
    """Crawl one site in this process; it can be called once only."""
    try:
        Path(job.folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        print(f"evidence cannot be written: {error}", file=sys.stderr)
        return 1
    process = AsyncCrawlerProcess(_settings(job))
    try:
        crawler = process.create_crawler(job.spider)
    except KeyError:
        print(f"there is no spider named {job.spider!r}", file=sys.stderr)
        return 2
    interrupted = _end_on_signals(process, crawler)
    task = process.crawl(crawler, job=job)
    process.start(install_signal_handlers=False)
    if not task.cancelled() and task.exception() is not None:
        print(f"crawl failed: {task.exception()}", file=sys.stderr)
        return 2 if isinstance(task.exception(), ValueError) else 1
    spider: Any = crawler.spider
    if spider is not None and spider.trouble:
        print(spider.trouble, file=sys.stderr)
        return 1
    return 130 if interrupted else 0


def _settings(job: CrawlJob) -> Settings:
    settings = Settings()
    settings.setmodule(defaults, priority="project")
    settings.setdict(settings_for(job), priority="cmdline")
    return settings


def _end_on_signals(process: AsyncCrawlerProcess, crawler: Any) -> list[int]:
    """On SIGINT or SIGTERM close in good order, and after a little patience in any order: all is already flushed."""
    received: list[int] = []
    closing: list[asyncio.Task[None]] = []
    loop = asyncio.get_event_loop()

    def end() -> None:
        spider = crawler.spider
        if spider is not None and hasattr(spider, "frontier"):
            spider.frontier.stop("interrupted")
        closing.append(loop.create_task(process.stop()))
        loop.call_later(_PATIENCE, _end_now, crawler)

    def on_signal(number: int, _frame: Any) -> None:
        if not received:
            received.append(number)
            loop.call_soon_threadsafe(end)

    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    return received


def _end_now(crawler: Any) -> None:
    for extension in crawler.extensions.middlewares:
        extension.finish_now()
    os._exit(130)


def _die_with_parent() -> None:
    if not end_with(os.getppid(), signal.SIGTERM):
        sys.exit(130)


if __name__ == "__main__":
    guard_terminal()
    sys.exit(main(sys.argv[1:]))
