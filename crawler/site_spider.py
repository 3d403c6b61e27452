"""The base spider: sees one site within its scope and budget, and says of every address how it was (not) seen."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from functools import cache
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import blocking, elsewhere, events
from crawler.artifacts import FailureKind
from crawler.browser import RendererMissing
from crawler.certificates import check_certificate
from crawler.failures import describe
from crawler.following import REDIRECTS, Following
from crawler.frontier import Entry, Frontier
from crawler.job import CrawlJob
from crawler.links import LinkReader, PlainPage
from crawler.priority import HOME
from crawler.rendering import NotRendered, Rendered, Renderer
from crawler.resolver import GuardedResolver
from crawler.resume import restore
from crawler.scope import Scope
from crawler.scripted import RenderingRule
from crawler.urls import host_of, normalise_url, port_of

_TRAPS_TOLD = 5


class SiteSpider(Spider):
    """Crawls the site of one job. A subclass gives a `name` and, for a vendor, its own way of reading pages."""

    frontier: Frontier
    following: Following

    def __init__(self, job: CrawlJob, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        seed = normalise_url(job.url)
        if seed is None:
            raise ValueError(f"{job.url!r} is not a web address")
        self.job = job
        self.seed = seed
        self.scope = Scope.of(seed)
        self.home_problem = ""
        self.trouble = ""  # why no evidence can be written
        self.probed = False
        self._traps_told = 0
        self.told: set[str] | None = None  # while stored answers are judged again: addresses whose failure is known
        self._reader = LinkReader()
        self._rule = RenderingRule(job.render)
        self._renderer = Renderer(self.scope, seed, job.user_agent)
        self._certified: set[str] = set()
        GuardedResolver.trusted.add(host_of(seed))
        # A service that the operator puts somewhere else than the world finds it may be on the own network.
        moved = (base for name, base in job.outside.items() if base != elsewhere.PUBLIC.get(name))
        GuardedResolver.trusted.update(map(host_of, moved))

    # --- beginning and end -----------------------------------------------------------------------------------------

    def take_frontier(self, frontier: Frontier) -> None:
        """Called by the frontier when Scrapy opens it."""
        self.frontier = frontier
        self.following = Following(self.job, self.scope, frontier)
        frontier.limit(self.job.max_pages, self.job.max_minutes)

    async def start(self) -> AsyncIterator[Any]:
        """Nothing is yielded: the frontier is filled, beginning with the home page alone."""
        if self.job.ignore_robots and not self.job.resume:
            self._tell(events.site_fact, kind="robots_ignored", url=self.seed, detail="")
        await self._check_certificate(self.seed)
        home = restore(self) if self.job.resume else ""
        if home:
            await self._begin_site(home)
        else:
            self.frontier.push(Entry(self.seed, priority=HOME, home=True))
        return
        yield

    async def closed(self, reason: str) -> None:
        await self._renderer.close()

    def robots_read(self, netloc: str, body: bytes) -> None:
        """Called by the robots middleware with the body of each robots.txt."""
        if self.scope.slot(f"http://{netloc}/") == self.scope.slot(self.seed):
            self.following.robots(body)

    async def _begin_site(self, home: str) -> None:
        for url, (kind, detail) in self.following.site(home, probe=not self.probed):
            self._fail(Entry(url, via="declared"), kind, detail)
        await self._check_certificate(home)

    async def _check_certificate(self, url: str) -> None:
        host = host_of(url)
        if not url.startswith("https:") or host in self._certified:
            return
        self._certified.add(host)
        problem = await asyncio.to_thread(check_certificate, host, port_of(url))
        if problem is not None:
            self._tell(events.site_fact, kind=problem.kind, url=url, detail=problem.detail)

    # --- answers ---------------------------------------------------------------------------------------------------

    def on_response(self, response: Response) -> Coroutine[Any, Any, None] | None:
        """Scrapy's callback of every request."""
        request = response.request
        assert request is not None
        self.frontier.done(request)
        return self.judge(request.meta["entry"], response)

    def on_error(self, failure: Failure) -> None:
        """Scrapy's errback of every request."""
        request: Request = failure.request  # type: ignore[attr-defined]
        self.frontier.done(request)
        assert failure.value is not None
        kind, detail = describe(failure.value)
        self._fail(request.meta["entry"], kind, detail)

    def judge(self, entry: Entry, response: Response) -> Coroutine[Any, Any, None] | None:
        """Judge one answer; a coroutine is returned only for pages that go through the browser or begin the site."""
        if response.status in REDIRECTS and b"Location" in response.headers:
            if problem := self.following.redirect(entry, response):
                self._fail(entry, *problem)
            return None
        if entry.role == "page":
            self.frontier.pages += 1
            if self.scope.contains(entry.url):
                return self._page(entry, response)
            self._from_elsewhere(entry, response)
        if entry.role == "sitemap" and response.status == 200:
            self.following.sitemap(response)
        return None

    def _page(self, entry: Entry, response: Response) -> Coroutine[Any, Any, None] | None:
        mitigated = (response.headers.get(b"cf-mitigated") or b"").decode("latin-1")
        if refused := blocking.refusal(response.status, mitigated):
            self._fail(entry, "blocked", refused)
        elif response.status != 200:
            self._fail(entry, "http_error", f"HTTP {response.status}")
            if self.frontier.traps.missed(response.url):
                self._trap(response.url)
        elif _is_page(response):
            return self._read(entry, response)
        elif entry.home:
            self._home_failed("not_a_page", _content_type(response) or "no web page")
        return None

    def _from_elsewhere(self, entry: Entry, response: Response) -> None:
        """A document of the site that another service keeps: a page is never it, but a door or a question before it."""
        place = elsewhere.place_of(elsewhere.linked_as(entry.chain))
        if refused := blocking.refusal(response.status):
            asks = response.status == 401 or elsewhere.instead_of_content(response.body) == elsewhere.NEEDS_LOGIN
            self._fail(entry, "blocked", elsewhere.NEEDS_LOGIN if asks else refused)
        elif response.status != 200:
            status = f"HTTP {response.status}"
            self._fail(entry, "http_error", status if place is None or place.exact else f"no_document ({status})")
        elif _is_page(response):
            self._fail(entry, "blocked", elsewhere.instead_of_content(response.body))

    def _read(self, entry: Entry, response: Response) -> Coroutine[Any, Any, None] | None:
        page = self._reader.read(response.url, response.body, _content_type(response))
        self.following.pictures(entry, page)
        visible_text = cache(page.visible_text)
        if disguised := blocking.disguise(page.title, page.html, page.link_count, visible_text):
            self._fail(entry, "blocked", disguised)
            return None
        ways = self.following.links(entry, page)
        if self.frontier.traps.met(response.url, ways, visible_text):
            self._trap(response.url)
        browser = self._rule.wants(page.html, page.link_count, visible_text)
        self.frontier.dropped |= self._rule.passed_over
        if browser or entry.home:
            return self._slowly(entry, response, page, visible_text(), browser)
        return None

    async def _slowly(self, entry: Entry, response: Response, page: PlainPage, text: str, browser: bool) -> None:
        """The rest of the work on pages that are worth waiting for: rendering, and the beginning of the site."""
        empty = not text and not page.link_count
        if browser and (rendered := await self._render(entry, response)):
            empty = not self.take_rendered(entry, rendered, response.url) and empty
        if not entry.home:
            return
        if empty:
            self._home_failed("empty", "no text and no links")
        else:
            await self._begin_site(response.url)

    async def _render(self, entry: Entry, response: Response) -> Rendered | None:
        """The page as the browser shows it. What it could not show was not looked at."""
        headers = {"content-type": _content_type(response) or "text/html"}
        try:
            return await self._renderer.render(response.url, response.body, headers)
        except RendererMissing as error:
            self.frontier.dropped = True
            if self._rule.give_up():
                self._tell(events.site_fact, kind="renderer_missing", url=response.url, detail=str(error))
        except NotRendered as error:
            self.frontier.dropped = True
            self._tell(events.fetch_failed, url=response.url, kind=error.kind, detail=str(error), via=entry.via)
        return None

    def take_rendered(self, entry: Entry, rendered: Rendered, url: str) -> bool:
        """Store a rendered page and follow its links; whether anything can be seen on it."""
        if rendered.url != url:  # a script led on: the page there is fetched as any other
            return self.following.led_on(entry, url, rendered.url)
        page = self._reader.read_text(url, rendered.html)
        facts = {"via": entry.via, "redirected_from": entry.chain, "label": entry.label}
        self._tell(events.page_rendered, url=url, html=rendered.html, **facts)
        self.following.links(entry, page)
        self.following.pictures(entry, page)
        return bool(page.link_count or page.visible_text())

    def _trap(self, url: str) -> None:
        """Tell of the first few kinds of addresses that were given up; more of them tell nobody more."""
        self._traps_told += 1
        if self._traps_told <= _TRAPS_TOLD:
            self._tell(events.site_fact, kind="trap", url=url, detail="")

    # --- telling ---------------------------------------------------------------------------------------------------

    def _fail(self, entry: Entry, kind: FailureKind, detail: str) -> None:
        if entry.role != "page":  # a probe or sitemap that is not there is no loss
            return
        own = entry.url if self.scope.contains(entry.url) or not entry.chain else entry.chain[0]  # what was linked
        self._tell(events.fetch_failed, url=own, kind=kind, detail=detail, via=entry.via)
        if entry.home:
            self._home_failed(kind, detail)

    def _home_failed(self, kind: str, detail: str) -> None:
        self.home_problem = f"{kind}: {detail}"
        self.frontier.stop("home_failed")

    def _tell(self, signal: object, **values: Any) -> None:
        if self.told is None or (signal is events.fetch_failed and values["url"] not in self.told):
            self.crawler.signals.send_catch_log(signal, **values)


def _content_type(response: Response) -> str:
    return (response.headers.get(b"Content-Type") or b"").decode("latin-1")


def _is_page(response: Response) -> bool:
    if "html" in _content_type(response).lower():
        return not response.body.startswith(b"%PDF")
    return response.body[:1000].lstrip().lower().startswith((b"<!doctype html", b"<html"))
