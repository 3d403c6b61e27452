"""Hands everything the crawl saw to the evidence, and tells the calling process how far it is."""

import asyncio
import json
import time
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, StopDownload
from scrapy.http import Headers, Response
from scrapy.logformatter import LogFormatter

from crawler import events
from crawler.evidence import EvidenceError, EvidenceWriter, Manifest, Record
from crawler.urls import redirect_target

_PAGE_LIMIT = 10 * 1024 * 1024  # bytes
_IMAGE_LIMIT = 8 * 1024 * 1024
_UNREAD_TYPES = ("video/", "audio/", "font/", "text/css", "text/javascript", "application/javascript")
_PROGRESS_SECONDS = 0.25
STOP_FILE = "stop"


class QuietFormatter(LogFormatter):
    """No line per page: building it costs more than it tells."""

    def crawled(self, request: Request, response: Response, spider: Spider) -> None:  # type: ignore[override]
        return None


class EvidenceExtension:
    """Listens to Scrapy and to the spider; the only writer of the snapshot folder."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._writer: EvidenceWriter | None = None
        self._files = self._failed = self._rendered = self._requests = 0
        self._started = time.monotonic()
        self._heard = True
        self._watch: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        for receiver, signal in (
            (extension._opened, signals.spider_opened),
            (extension._headers, signals.headers_received),
            (extension._response, signals.response_received),
            (extension._failure, events.fetch_failed),
            (extension._finding, events.site_fact),
            (extension._rendering, events.page_rendered),
            (extension._closed, signals.spider_closed),
        ):
            crawler.signals.connect(receiver, signal=signal)
        return extension

    def _opened(self, spider: Any) -> None:
        job = spider.job
        stop_file = Path(job.folder) / STOP_FILE
        try:
            if job.resume:
                stop_file.unlink(missing_ok=True)
            self._writer = EvidenceWriter(Path(job.folder), job.resume)
            if before := self._writer.before:
                self._count(before)
            else:
                self._writer.start(
                    snapshot_id=job.snapshot_id, url=job.url, scope=spider.scope.hosts, user_agent=job.user_agent,
                    options={
                        "max_pages": job.max_pages, "max_minutes": job.max_minutes, "delay": job.delay,
                        "render": job.render, "ignore_robots": job.ignore_robots,
                    },
                )  # fmt: skip
        except (EvidenceError, OSError) as error:
            spider.trouble = str(error)
            raise CloseSpider("evidence_failed") from error
        self._watch = asyncio.ensure_future(self._watching(stop_file))

    def _count(self, before: Manifest) -> None:
        """Go on counting where the interrupted crawl was."""
        self._rendered = sum(record.role == "rendered" for record in before.records)
        self._requests = len(before.records) - self._rendered
        self._failed = len(before.failures)
        self._files = sum(map(_is_file, before.records))

    def _headers(self, headers: Headers, body_length: int, request: Request) -> None:
        """Limits by what the server says it sends; Scrapy reads the limit of a request after this signal."""
        kind = (headers.get(b"Content-Type") or b"").decode("latin-1").lower()
        if kind.startswith(_UNREAD_TYPES):
            raise StopDownload(fail=False)
        if "html" in kind or kind.startswith("text/"):
            request.meta["download_maxsize"] = _PAGE_LIMIT
        elif kind.startswith("image/"):
            request.meta["download_maxsize"] = _IMAGE_LIMIT

    def _response(self, response: Response, request: Request) -> None:
        entry = request.meta.get("entry")
        if entry is None:
            self._requests += 1  # robots.txt, which is fetched beside the frontier
        location = response.headers.get(b"Location")
        content_type = (response.headers.get(b"Content-Type") or b"").decode("latin-1")
        stored = self._write(
            "response",
            url=response.url, role=entry.role if entry else "robots", status=response.status,
            headers=[(name, value) for name, value in _pairs(response.headers)], body=response.body,
            content_type=content_type, via=entry.via if entry else "",
            redirected_from=entry.chain if entry else (), label=entry.label if entry else "",
            location=(redirect_target(response.url, location) or "") if location else "",
        )  # fmt: skip
        if stored is not None:
            self._files += _is_file(stored)
            self._bound(stored)

    def _failure(self, url: str, kind: str, detail: str, via: str) -> None:
        self._failed += 1
        self._write("failure", url=url, kind=kind, detail=detail, via=via)

    def _finding(self, kind: str, url: str, detail: str) -> None:
        self._write("finding", kind=kind, url=url, detail=detail)

    def _rendering(self, url: str, html: str, via: str, redirected_from: tuple[str, ...], label: str) -> None:
        self._rendered += 1
        stored = self._write("rendered", url=url, html=html, via=via, redirected_from=redirected_from, label=label)
        if stored is not None:
            self._bound(stored)

    def _bound(self, last: Record) -> None:
        spider: Any = self._crawler.spider
        if last.offset + last.length >= spider.job.max_bytes:
            spider.frontier.stop("max_bytes")

    def _closed(self, spider: Any, reason: str) -> None:
        if self._watch is not None:
            self._watch.cancel()
        if reason == "shutdown":
            spider.frontier.stop("interrupted")
        self.finish_now()

    def finish_now(self) -> None:
        """Write the last event and close the evidence, once."""
        spider: Any = self._crawler.spider
        if self._writer is None:
            return
        frontier = spider.frontier
        left = len(frontier) + frontier.in_flight
        self._write(
            "finish", exhausted=left == 0 and not frontier.dropped and not spider.home_problem,
            reason=frontier.reason or ("max_pages" if left else "frontier_empty"), left=left,
            requests=frontier.requests + self._requests, rendered=self._rendered, home_problem=spider.home_problem,
        )  # fmt: skip
        self._progress(spider)
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _write(self, method: str, **values: Any) -> Any:
        """Call the writer; a disk that takes nothing more ends the crawl, because unseen evidence is worthless."""
        if self._writer is None:
            return None
        try:
            return getattr(self._writer, method)(**values)
        except OSError as error:
            spider: Any = self._crawler.spider
            spider.trouble = f"evidence cannot be written: {error}"
            spider.frontier.stop("evidence_failed")
            self._writer = None
            return None

    async def _watching(self, stop_file: Path) -> None:
        spider: Any = self._crawler.spider
        while True:
            await asyncio.sleep(_PROGRESS_SECONDS)
            self._progress(spider)
            if stop_file.exists():
                spider.frontier.stop("stopped")

    def _progress(self, spider: Any) -> None:
        frontier = spider.frontier
        line = {
            "pages": max(0, frontier.pages - self._files), "files": self._files, "failed": self._failed,
            "queued": len(frontier), "url": frontier.current, "elapsed": round(time.monotonic() - self._started, 1),
        }  # fmt: skip
        if not self._heard:
            return
        try:
            print(json.dumps(line, ensure_ascii=False), flush=True)
        except OSError:  # nobody listens any more; the crawl and its evidence are not concerned
            self._heard = False


def _is_file(record: Record) -> bool:
    return record.role == "page" and record.status == 200 and "html" not in record.content_type.lower()


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    """Header lines as sent, made safe for a record: one line each, Latin-1."""
    return [
        (name.decode("latin-1"), value.decode("latin-1").replace("\r", " ").replace("\n", " "))
        for name, values in headers.items()
        for value in values
    ]
