"""Where the crawl goes next: links, redirects, sitemaps and declared addresses become entries of the frontier."""

import secrets
from urllib.parse import urlsplit

from scrapy.http import Response

from crawler.artifacts import FailureKind
from crawler.frontier import Entry, Frontier, after_redirect
from crawler.job import CrawlJob
from crawler.links import PlainPage
from crawler.priority import DECLARED, PLAIN, PROBE, REDIRECT, Promise, mentions
from crawler.scope import Scope, is_login, is_skipped
from crawler.sitemap import MAX_ADDRESSES, MAX_SITEMAPS, read_sitemap, sitemaps_in_robots
from crawler.thai import skeleton
from crawler.urls import join, normalise_url, redirect_target, seen_name

REDIRECTS = frozenset((301, 302, 303, 307, 308))
Problem = tuple[FailureKind, str]
_MAX_HOPS = 10
_MAX_IMAGES = 40
_SITEMAP_PRIORITY = 6000
_PICTURE_PROMISE = 320


class Following:
    """Decides for one site what of a page is fetched, and how early."""

    def __init__(self, job: CrawlJob, scope: Scope, frontier: Frontier) -> None:
        self._scope = scope
        self._frontier = frontier
        self._declared = job.declared
        self._promise = Promise(job.interests)
        self._picture_terms = [term for term in map(skeleton, job.image_interests) if len(term) > 1]
        self._sitemap_lines: list[str] = []
        self._sitemaps = 0

    def links(self, entry: Entry, page: PlainPage) -> None:
        """Offer the links of a page; a page with more than are read of it is not a finished search."""
        self._frontier.dropped |= page.cut
        for link in page.links:
            if self._scope.contains(link.url) and not is_skipped(link.url):
                promise = self._promise.of(link.url, link.label, link.context, entry.priority)
                self._frontier.offer(Entry(link.url, via=page.url, label=link.label or link.context, priority=promise))

    def pictures(self, entry: Entry, page: PlainPage) -> None:
        """Offer the pictures of a page whose label or headings say that they are its content."""
        if not self._picture_terms or not mentions([entry.label, page.title, *page.headings()], self._picture_terms):
            return
        for url in page.images(_MAX_IMAGES):
            if self._scope.contains(url) and not is_skipped(url):
                self._frontier.offer(Entry(url, via=page.url, label=entry.label, priority=_PICTURE_PROMISE))

    def led_on(self, entry: Entry, here: str, url: str) -> bool:
        """Offer the page that a script of `here` led the browser to; whether it belongs to the site."""
        own = self._scope.contains(url)
        if own and not is_login(url):
            self._frontier.offer(Entry(url, via=here, priority=REDIRECT, label=entry.label))
        return own

    def redirect(self, entry: Entry, response: Response) -> Problem | None:
        """Queue the target of a redirect; why not, when it is not followed."""
        target = redirect_target(response.url, response.headers[b"Location"] or b"")
        before = (*entry.chain, entry.url)
        if target is None:
            return "http_error", f"HTTP {response.status} to no web address"
        if not self._scope.contains(target):
            return "off_site", f"redirects to {target[:300]}"
        if is_login(target):
            return "blocked", "redirects to a login page"
        if len(before) > _MAX_HOPS or before.count(target) > 1:
            return "http_error", "redirect loop"
        following = after_redirect(entry, target, max(entry.priority, PLAIN))
        # The same page under its other scheme or with www counts as seen, and is yet the page itself.
        if entry.home or entry.role != "page" or seen_name(target) in map(seen_name, before):
            self._frontier.push(following)
        else:
            self._frontier.offer(following)
        return None

    def site(self, home: str, probe: bool) -> list[tuple[str, Problem]]:
        """Queue what is asked of every site: a random address, sitemaps, declared addresses.

        Returns the declared addresses that are not asked for, with the reason.
        """
        root = "{0.scheme}://{0.netloc}".format(urlsplit(home))
        if probe:
            self._frontier.push(Entry(f"{root}/oit-{secrets.token_hex(8)}", role="probe", priority=PROBE))
        for address in [*self._sitemap_lines, "/sitemap.xml"]:
            self._offer_sitemap(root + "/", address)
        refused: list[tuple[str, Problem]] = []
        for address in self._declared:
            target = normalise_url(address)
            if target is None:
                refused.append((address, ("http_error", "not a web address")))
            elif not self._scope.contains(target):
                refused.append((target, ("off_site", "declared address is on another site")))
            else:
                self._frontier.offer(Entry(target, via="declared", priority=DECLARED))
        return refused

    def robots(self, body: bytes) -> None:
        """Take the Sitemap lines of the site's robots.txt."""
        self._sitemap_lines = sitemaps_in_robots(body)

    def sitemap(self, response: Response) -> None:
        """Offer the addresses of a sitemap; a sitemap too long to take is not a finished search."""
        index, found = read_sitemap(response.body)
        if len(found) > MAX_ADDRESSES:
            self._frontier.dropped = True
        for address in found[:MAX_ADDRESSES]:
            if index:
                self._offer_sitemap(response.url, address)
                continue
            target = join(response.url, address)
            if target and self._scope.contains(target) and not is_skipped(target):
                self._frontier.offer(Entry(target, via=response.url, priority=self._promise.of(target, "")))

    def _offer_sitemap(self, base: str, address: str) -> None:
        target = join(base, address)
        if target and self._scope.contains(target) and self._sitemaps < MAX_SITEMAPS:
            self._sitemaps += self._frontier.offer(Entry(target, role="sitemap", priority=_SITEMAP_PRIORITY))
