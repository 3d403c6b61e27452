"""The base spider: sees one site within its scope and budget, and says of every address how it was (not) seen."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Coroutine
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import blocking, events
from crawler.artifacts import FailureKind
from crawler.certificates import check_certificate
from crawler.failures import describe
from crawler.frontier import Entry, Frontier, after_redirect
from crawler.job import CrawlJob
from crawler.links import LinkReader, PlainPage
from crawler.priority import DECLARED, HOME, PLAIN, PROBE, REDIRECT, Promise, mentions
from crawler.rendering import Rendered, Renderer, RendererMissing, needs_browser
from crawler.resolver import GuardedResolver
from crawler.resume import restore
from crawler.scope import Scope, is_login, is_skipped
from crawler.sitemap import MAX_ADDRESSES, MAX_SITEMAPS, read_sitemap, sitemaps_in_robots
from crawler.thai import skeleton
from crawler.urls import host_of, join, normalise_url, port_of

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_MAX_HOPS = 10
_MAX_IMAGES = 40
_MAX_RENDERED = 60  # pages in mode auto; beyond that the budget of time is better spent on fetching
_SITEMAP_PRIORITY = 6000
_PICTURE_PROMISE = 320


class SiteSpider(Spider):
    """Subclasses give a `name`, and may override `links_of` to add addresses that only a vendor's pages hide."""

    frontier: Frontier

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
        self.told: set[str] | None = None  # while stored answers are judged again: addresses whose failure is known
        self._promise = Promise(job.interests)
        self._picture_terms = [term for term in map(skeleton, job.image_interests) if len(term) > 1]
        self._reader = LinkReader()
        self._renderer = Renderer(self.scope, seed, job.user_agent)
        self._renders = job.render != "never"
        self._rendered = self._sitemaps = 0
        self._sitemap_lines: list[str] = []
        self._certified: set[str] = set()
        GuardedResolver.trusted.add(host_of(seed))

    # --- beginning -----------------------------------------------------------------------------------------------

    def take_frontier(self, frontier: Frontier) -> None:
        """Called by the frontier when Scrapy opens it."""
        self.frontier = frontier
        frontier.limit(self.job.max_pages, self.job.max_minutes)

    async def start(self) -> AsyncIterator[Any]:
        """Nothing is yielded: the frontier is filled, beginning with the home page alone."""
        await self._check_certificate(self.seed)
        home = restore(self) if self.job.resume else ""
        if home:
            await self.begin_site(home)
        else:
            self.frontier.push(Entry(self.seed, priority=HOME, home=True))
        return
        yield

    async def begin_site(self, home: str) -> None:
        """Queue what is asked of every site once its home page was seen: probe, sitemap, declared addresses."""
        root = "{0.scheme}://{0.netloc}".format(urlsplit(home))
        if not self.probed:
            self.frontier.push(Entry(f"{root}/oit-{secrets.token_hex(8)}", role="probe", priority=PROBE))
        for address in [*self._sitemap_lines, "/sitemap.xml"]:
            self._offer_sitemap(root, address)
        for address in self.job.declared:
            target = normalise_url(address)
            if target is None:
                self._fail(Entry(address), "http_error", "not a web address")
            elif not self.scope.contains(target):
                self._fail(Entry(target), "off_site", "declared address is on another site")
            else:
                self.frontier.offer(Entry(target, via="declared", priority=DECLARED))
        if home != self.seed:
            await self._check_certificate(home)

    def robots_read(self, netloc: str, body: bytes) -> None:
        """Called by the robots middleware with the body of each robots.txt."""
        if Scope.of(f"http://{netloc}/").slot(f"http://{netloc}/") == self.scope.slot(self.seed):
            self._sitemap_lines = sitemaps_in_robots(body)

    async def _check_certificate(self, url: str) -> None:
        host = host_of(url)
        if not url.startswith("https:") or host in self._certified:
            return
        self._certified.add(host)
        problem = await asyncio.to_thread(check_certificate, host, port_of(url))
        if problem is not None:
            self._tell(events.site_fact, kind=problem.kind, url=url, detail=problem.detail)

    # --- answers -------------------------------------------------------------------------------------------------

    def on_response(self, response: Response) -> Coroutine[Any, Any, None] | None:
        request = response.request
        assert request is not None
        self.frontier.done(request)
        return self.judge(request.meta["entry"], response)

    def judge(self, entry: Entry, response: Response) -> Coroutine[Any, Any, None] | None:
        """Judge one answer; a coroutine is returned only for pages that go through the browser or begin the site."""
        if response.status in _REDIRECTS and b"Location" in response.headers:
            self._redirect(entry, response)
            return None
        if entry.role == "sitemap":
            self._take_sitemap(response)
        if entry.role != "page":
            return None
        self.frontier.pages += 1
        return self._page(entry, response)

    def on_error(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]
        entry: Entry = request.meta["entry"]
        self.frontier.done(request)
        if entry.role == "page":
            kind, detail = describe(failure.value)
            self._fail(entry, kind, detail)

    def _page(self, entry: Entry, response: Response) -> Coroutine[Any, Any, None] | None:
        mitigated = (response.headers.get(b"cf-mitigated") or b"").decode("latin-1")
        if refused := blocking.refusal(response.status, mitigated):
            self._fail(entry, "blocked", refused)
        elif response.status != 200:
            self._fail(entry, "http_error", f"HTTP {response.status}")
        elif not _is_page(response):
            if entry.home:
                self._home_failed("not_a_page", _content_type(response) or "no web page")
        else:
            return self._read(entry, response)
        return None

    def _read(self, entry: Entry, response: Response) -> Coroutine[Any, Any, None] | None:
        page = self._reader.read(response.url, response.body, _content_type(response))
        pictures = self._pictures(entry, page)
        text: list[str] = []

        def visible_text() -> str:
            if not text:
                text.append(page.visible_text())
            return text[0]

        if disguised := blocking.disguise(page.title, page.html, page.link_count, visible_text):
            self._fail(entry, "blocked", disguised)
            return None
        self._follow(entry, page, pictures)
        browser = self._wants_browser(page, visible_text)
        if not (browser or entry.home):
            return None
        return self._slowly(entry, response, page, visible_text(), browser)

    async def _slowly(self, entry: Entry, response: Response, page: PlainPage, text: str, browser: bool) -> None:
        """The rest of the work on pages that are worth waiting for: rendering, and the beginning of the site."""
        empty = not text and not page.link_count
        if browser and (rendered := await self._render(entry, response)):
            seen = self.take_rendered(entry, rendered, response.url)
            empty = empty and not seen
        if not entry.home:
            return
        if empty:
            self._home_failed("empty", "no text and no links")
        else:
            await self.begin_site(response.url)

    # --- rendering -----------------------------------------------------------------------------------------------

    def _wants_browser(self, page: PlainPage, visible_text: Any) -> bool:
        if not self._renders:
            return False
        if self.job.render == "always":
            return True
        if self._rendered >= _MAX_RENDERED or "<script" not in page.html:
            return False
        if page.link_count >= 5 and "กำลังโหลด" not in page.html:
            return False
        return needs_browser(page.html, page.link_count, visible_text())

    async def _render(self, entry: Entry, response: Response) -> Rendered | None:
        try:
            self._rendered += 1
            return await self._renderer.render(
                response.url, response.body, {"content-type": _content_type(response) or "text/html"}
            )
        except RendererMissing as error:
            self._renders = False
            self._tell(events.site_fact, kind="renderer_missing", url=response.url, detail=str(error))
            return None

    def take_rendered(self, entry: Entry, rendered: Rendered, url: str) -> bool:
        """Store a rendered page and follow its links; whether anything can be seen on it."""
        if rendered.url != url:  # a script led on: that is a redirect, and the page there is fetched as any other
            self.frontier.offer(Entry(rendered.url, via=url, priority=REDIRECT, label=entry.label))
            return self.scope.contains(rendered.url)
        page = self._reader.read_text(url, rendered.html)
        self._tell(
            events.page_rendered, url=url, html=rendered.html, via=entry.via, redirected_from=entry.chain,
            label=entry.label,
        )  # fmt: skip
        self._follow(entry, page, self._pictures(entry, page))
        return bool(page.link_count or page.visible_text())

    # --- where it leads ------------------------------------------------------------------------------------------

    def _follow(self, entry: Entry, page: PlainPage, pictures: list[str]) -> None:
        for link in page.links:
            if self.scope.contains(link.url) and not is_skipped(link.url):
                promise = self._promise.of(link.url, link.label, link.context, entry.priority)
                label = link.label or link.context
                self.frontier.offer(Entry(link.url, via=page.url, label=label, priority=promise))
        for url in pictures:
            if self.scope.contains(url) and not is_skipped(url):
                self.frontier.offer(Entry(url, via=page.url, label=entry.label, priority=_PICTURE_PROMISE))

    def _pictures(self, entry: Entry, page: PlainPage) -> list[str]:
        if not self._picture_terms or not mentions([entry.label, page.title, *page.headings()], self._picture_terms):
            return []
        return page.images(_MAX_IMAGES)

    def _redirect(self, entry: Entry, response: Response) -> None:
        target = join(response.url, response.headers[b"Location"].decode("utf-8", "replace"))
        if target is None:
            self._fail_page(entry, "http_error", f"HTTP {response.status} to no web address")
        elif not self.scope.contains(target):
            self._fail_page(entry, "off_site", f"redirects to {target[:300]}")
        elif is_login(target):
            self._fail_page(entry, "blocked", "redirects to a login page")
        elif len(entry.chain) >= _MAX_HOPS or (*entry.chain, entry.url).count(target) > 1:
            self._fail_page(entry, "http_error", "redirect loop")
        else:
            following = after_redirect(entry, target, max(entry.priority, PLAIN))
            names = {url.split("://", 1)[1].removeprefix("www.") for url in (*entry.chain, entry.url)}
            # the same page under its other scheme or with www counts as seen, and is yet the page itself
            if entry.home or entry.role != "page" or target.split("://", 1)[1].removeprefix("www.") in names:
                self.frontier.push(following)
            else:
                self.frontier.offer(following)

    def _offer_sitemap(self, base: str, address: str) -> None:
        target = join(base + "/", address)
        if target and self.scope.contains(target) and self._sitemaps < MAX_SITEMAPS:
            self._sitemaps += self.frontier.offer(Entry(target, role="sitemap", priority=_SITEMAP_PRIORITY))

    def _take_sitemap(self, response: Response) -> None:
        if response.status != 200:
            return
        index, found = read_sitemap(response.body)
        if len(found) > MAX_ADDRESSES:
            self.frontier.dropped = True
        for address in found[:MAX_ADDRESSES]:
            if index:
                self._offer_sitemap(response.url, address)
                continue
            target = join(response.url, address)
            if target and self.scope.contains(target) and not is_skipped(target):
                self.frontier.offer(Entry(target, via=response.url, priority=self._promise.of(target, "")))

    # --- telling -------------------------------------------------------------------------------------------------

    def _fail_page(self, entry: Entry, kind: FailureKind, detail: str) -> None:
        if entry.role == "page":
            self._fail(entry, kind, detail)

    def _fail(self, entry: Entry, kind: FailureKind, detail: str) -> None:
        self._tell(events.fetch_failed, url=entry.url, kind=kind, detail=detail, via=entry.via)
        if entry.home:
            self._home_failed(kind, detail)

    def _home_failed(self, kind: str, detail: str) -> None:
        self.home_problem = f"{kind}: {detail}"
        self.frontier.stop("home_failed")

    def _tell(self, signal: object, **values: Any) -> None:
        if self.told is not None and (signal is not events.fetch_failed or values["url"] in self.told):
            return
        self.crawler.signals.send_catch_log(signal, **values)

    async def closed(self, reason: str) -> None:
        await self._renderer.close()


def _content_type(response: Response) -> str:
    return (response.headers.get(b"Content-Type") or b"").decode("latin-1")


def _is_page(response: Response) -> bool:
    kind = _content_type(response).lower()
    if "html" in kind:
        return not response.body.startswith(b"%PDF")
    start = response.body[:1000].lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html"))
