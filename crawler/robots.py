"""robots.txt as RFC 9309 reads it: no file means allowed; a server that errs or does not answer, forbidden for now.

Scrapy's middleware reads the body of an error page as if it were the file; here the status counts first.
"""

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    IgnoreRequest,
    StopDownload,
)
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from crawler.failures import RobotsDenied, RobotsUnavailable, describe, is_passing
from crawler.urls import redirect_target

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_MAX_HOPS = 5  # that many must be followed by RFC 9309
_MAX_CRAWL_DELAY = 30.0  # seconds; a larger wish would make an audit take days
_LIMIT = 500 * 1024  # bytes that must be read by RFC 9309


class RobotsMiddleware(RobotsTxtMiddleware):
    """Keeps Scrapy's fetching and caching per host, decides by status, and slows down to Crawl-delay."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unavailable: dict[str, RobotsUnavailable] = {}
        self._dead: dict[str, Exception] = {}
        crawler.signals.connect(self._received, signals.bytes_received)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        netloc = urlparse_cached(request).netloc
        if error := self._dead.get(netloc):
            request.meta["last_try"] = True
            raise error
        if problem := self._unavailable.get(netloc):
            request.meta["last_try"] = True
            raise problem
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest:
            raise RobotsDenied from None
        if rp is not None and (delay := rp.crawl_delay(self._robotstxt_useragent or "")):
            self._slow_down(request, min(delay, _MAX_CRAWL_DELAY))

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        response = await self._followed(response)
        if response.status >= 500 or response.status == 429:
            told = f"robots.txt answers HTTP {response.status}, so nothing may be fetched"
            self._unavailable[netloc] = RobotsUnavailable("http_error", told)
        body = response.body[:_LIMIT] if response.status == 200 else b""
        if body.lstrip()[:1] == b"<":
            body = b""  # the site's "not found" page sent with 200
        self.crawler.spider.robots_read(netloc, body)  # type: ignore[union-attr]
        await super()._parse_robots(response.replace(body=body), netloc, request)

    async def _followed(self, response: Response) -> Response:
        """The file that redirects lead to within the site; one that leads out of it, or nowhere, counts as none."""
        for _ in range(_MAX_HOPS):
            if response.status not in _REDIRECTS:
                break
            target = redirect_target(response.url, response.headers.get(b"Location") or b"")
            if target is None or not self.crawler.spider.scope.contains(target):  # type: ignore[union-attr]
                break
            again = Request(target, priority=self.DOWNLOAD_PRIORITY, meta={"dont_obey_robotstxt": True})
            response = await self.crawler.engine.download_async(again)  # type: ignore[union-attr]
        return response

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, CannotResolveHostError | DownloadConnectionRefusedError):
            self._dead[netloc] = exc  # nobody is there: asking again for every page would only take time
        elif is_passing(exc):
            kind, detail = describe(exc)
            self._unavailable[netloc] = RobotsUnavailable(kind, f"robots.txt: {detail}, so nothing may be fetched")
        super()._robots_error(exc, netloc)

    def _received(self, data: bytes, request: Request) -> None:
        """Take no more of a robots.txt than is read of it, however long it goes on."""
        if "entry" in request.meta:  # whatever is not asked for by the frontier is a robots.txt
            return
        request.meta["received"] = request.meta.get("received", 0) + len(data)
        if request.meta["received"] > _LIMIT:
            raise StopDownload(fail=False)

    def _slow_down(self, request: Request, delay: float) -> None:
        _, slot = self.crawler.engine.downloader._get_slot(request)
        slot.delay = max(slot.delay, delay)
        request.meta["crawl_delay"] = delay  # below which the back-off does not shrink the pause again
