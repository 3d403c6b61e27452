"""robots.txt as the standard reads it: no file means allowed, a server error means forbidden for now.

Scrapy's middleware reads the body of an error page as if it were the file; here the status counts first.
"""

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, IgnoreRequest
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from crawler.failures import RobotsDenied, RobotsUnavailable

_MAX_CRAWL_DELAY = 30.0  # seconds; a larger wish would make an audit take days
_LIMIT = 500 * 1024  # bytes that must be read by RFC 9309


class RobotsMiddleware(RobotsTxtMiddleware):
    """Keeps Scrapy's fetching and caching per host, decides by status, and slows down to Crawl-delay."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unavailable: dict[str, str] = {}
        self._dead: dict[str, Exception] = {}

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        netloc = urlparse_cached(request).netloc
        if error := self._dead.get(netloc):
            request.meta["last_try"] = True
            raise error
        if status := self._unavailable.get(netloc):
            raise RobotsUnavailable(f"robots.txt answers {status}, so nothing may be fetched")
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest:
            raise RobotsDenied from None
        if rp is not None and (delay := rp.crawl_delay(self._robotstxt_useragent or "")):
            self._slow_down(request, min(delay, _MAX_CRAWL_DELAY))

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            self._unavailable[netloc] = f"HTTP {response.status}"
        body = response.body[:_LIMIT] if response.status == 200 else b""
        if body.lstrip()[:1] == b"<":
            body = b""  # the site's "not found" page sent with 200
        self.crawler.spider.robots_read(netloc, body)  # type: ignore[union-attr]
        await super()._parse_robots(response.replace(body=body), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, CannotResolveHostError | DownloadConnectionRefusedError):
            self._dead[netloc] = exc  # nobody is there: asking again for every page would only take time
        super()._robots_error(exc, netloc)

    def _slow_down(self, request: Request, delay: float) -> None:
        _, slot = self.crawler.engine.downloader._get_slot(request)
        slot.delay = max(slot.delay, delay)
        request.meta["crawl_delay"] = delay  # below which the back-off does not shrink the pause again
