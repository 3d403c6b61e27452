"""Repeats what failed for a passing reason, later and slower; a server that asks for patience gets it.

429 and 503 hold back the whole host for as long as Retry-After says and double the pause between its requests, which
shrinks again with every good answer.
"""

import asyncio
import time
from email.utils import parsedate_to_datetime
from typing import Self

from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.failures import is_passing
from crawler.frontier import Frontier

_BUSY = frozenset((429, 503))
_SERVER_ERRORS = frozenset((408, 500, 502, 504, 520, 521, 522, 523, 524))
_BUSY_TRIES, _ERROR_TRIES = 3, 2
_MAX_WAIT = 120.0  # seconds
_MAX_DELAY = 10.0
_DEAF_AFTER = 5  # requests in a row that a host did not answer at all; it is then asked only once per address
_SHORT_TIMEOUT = 8.0  # seconds for such a host: most of the budget would else go into waiting


class BackoffMiddleware:
    """Scrapy downloader middleware; needs the project's Frontier as scheduler."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._silent: dict[str, int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        if self._silent.get(request.meta.get("download_slot", ""), 0) > _DEAF_AFTER:
            request.meta["download_timeout"] = _SHORT_TIMEOUT

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        slot = self._slot(request)
        self._silent.pop(request.meta["download_slot"], None)
        if response.status in _BUSY:
            wait = _retry_after(response.headers.get(b"Retry-After"))
            if slot is not None:
                slot.delay = min(max(slot.delay * 2, 1.0), _MAX_DELAY)
            tries = request.meta.get("tries", 0)
            wait = min(2.0**tries if wait is None else wait, _MAX_WAIT)
            self._frontier.hold(request.meta["download_slot"], wait)
            return await self._again(request, _BUSY_TRIES, wait) or response
        if response.status in _SERVER_ERRORS:
            return await self._again(request, _ERROR_TRIES, 1.0 + request.meta.get("tries", 0)) or response
        least = max(self._delay, request.meta.get("crawl_delay", 0.0))
        if slot is not None and slot.delay > least:
            slot.delay = max(least, slot.delay * 0.9)
        return response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        if not is_passing(exception) or "last_try" in request.meta:
            return None
        name = request.meta.get("download_slot", "")
        self._silent[name] = self._silent.get(name, 0) + 1
        if self._silent[name] > _DEAF_AFTER:
            return None
        return await self._again(request, _ERROR_TRIES, 0.5 + request.meta.get("tries", 0))

    async def _again(self, request: Request, limit: int, wait: float) -> Request | None:
        """The request for another try after the wait; None when it had its tries or there is no time for it."""
        tries = request.meta.get("tries", 0) + 1
        if tries > limit or wait >= self._frontier.seconds_left():
            return None
        queued = "entry" in request.meta  # robots.txt is fetched beside the frontier
        if queued:
            self._frontier.release(request)
        if not await self._waited(wait):
            if queued:
                self._frontier.regain(request)
            return None
        again = request.copy()
        again.meta["tries"] = tries
        if tries == limit:  # a server that always announces a wrong length: better what it sent than nothing
            again.meta["download_fail_on_dataloss"] = False
        return again

    async def _waited(self, seconds: float) -> bool:
        """Wait; False as soon as the crawl is told to end."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self._frontier.reason:
                return False
            await asyncio.sleep(min(left, 0.2))
        return True

    @property
    def _frontier(self) -> Frontier:
        return self._crawler.spider.frontier  # type: ignore[union-attr,no-any-return]

    def _slot(self, request: Request) -> Slot | None:
        return self._crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))


def _retry_after(value: bytes | None) -> float | None:
    """Seconds that a Retry-After header asks for; None when there is none that can be read."""
    if not value:
        return None
    text = value.decode("latin-1").strip()
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError):
        return None
