"""Where the crawl goes next: links, redirects, sitemaps and declared addresses become entries of the frontier."""

import secrets
from dataclasses import replace
from urllib.parse import urlsplit

from scrapy.http import Response

from crawler import elsewhere
from crawler.artifacts import FailureKind
from crawler.frontier import Entry, Frontier, after_redirect
from crawler.job import CrawlJob
from crawler.links import FoundLink, PlainPage
from crawler.priority import DECLARED, PLAIN, PROBE, REDIRECT, Promise, is_vague, mentions
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
_MAX_LABELS = 80  # pictures fetched as labels of links: menus have forty, some pictures are no labels
_LABEL_PROMISE = PLAIN + 20  # before pages of which nothing is known, behind all that promises something
_KEPT_ELSEWHERE = 60  # a document, although no ending says so


class Following:
    """Decides for one site what of a page is fetched, and how early."""

    def __init__(self, job: CrawlJob, scope: Scope, frontier: Frontier) -> None:
        self._scope = scope
        self._frontier = frontier
        self._declared = job.declared
        self._promise = Promise(job.interests)
        self._services = job.outside
        self._outside: set[str] = set()  # what is fetched from elsewhere, so that there is an end to it
        self._picture_terms = [term for term in map(skeleton, job.image_interests) if len(term) > 1]
        self._label_pictures: set[str] = set()
        self._sitemap_lines: list[str] = []
        self._sitemaps = 0

    def links(self, entry: Entry, page: PlainPage) -> list[str]:
        """Offer the links of a page; a page with more than are read of it is not a finished search.

        Returns those within the site.
        """
        self._frontier.dropped |= page.cut
        own: list[str] = []
        for link in page.links:
            if not self._scope.contains(link.url):
                self._link_out(entry, page, link)
            elif not is_skipped(link.url):
                promise = self._promise.of(link.url, link.label, link.context, entry.priority)
                wanted = Entry(link.url, via=page.url, label=link.label or link.context, priority=promise)
                self._frontier.offer(wanted)
                own.append(link.url)
        return own

    def _link_out(self, entry: Entry, page: PlainPage, link: FoundLink) -> None:
        """Offer a document that is kept elsewhere, when its own words, its row or its page promise something."""
        outside = self.entry_for(link.url)
        if outside is None or link.place != "content" or is_skipped(link.url):
            return
        told = (link.label, link.context, entry.label, page.title)
        words = next((text for text in told if self._promise.of("", text) > PLAIN), "")
        if words:
            label = link.label if not is_vague(link.label) else link.context or words
            priority = self._promise.of(link.url, words, "", entry.priority) + _KEPT_ELSEWHERE
            self._offer_outside(replace(outside, via=page.url, label=label, priority=priority))

    def _offer_outside(self, entry: Entry) -> bool:
        """Offer an entry from elsewhere as long as there are few; whether it is or was wanted."""
        if entry.url not in self._outside:
            if len(self._outside) >= elsewhere.MOST_FETCHED:
                return False
            self._outside.add(entry.url)
        self._frontier.offer(entry)
        return True

    def entry_for(self, url: str) -> Entry | None:
        """How an address is asked for: as it is on the site, at its plain address elsewhere; None when not at all."""
        if self._scope.contains(url):
            return Entry(url)
        plain = elsewhere.fetched_at(url, self._services)
        return Entry(plain, chain=(url,)) if plain else None

    def pictures(self, entry: Entry, page: PlainPage) -> None:
        """Offer the pictures that stand for words: those of links without any, and those of a page whose label or
        headings say that they are its content."""
        if not self._picture_terms:
            return
        self._labels(page)
        if not mentions([entry.label, page.title, *page.headings()], self._picture_terms):
            return
        for url in page.images(_MAX_IMAGES):
            if self._scope.contains(url) and not is_skipped(url):
                self._frontier.offer(Entry(url, via=page.url, label=entry.label, priority=_PICTURE_PROMISE))

    def _labels(self, page: PlainPage) -> None:
        """Offer the pictures of a menu without words: what stands on them tells where its links lead."""
        for link in page.links:
            if len(self._label_pictures) >= _MAX_LABELS:
                return
            own = link.picture and self._scope.contains(link.url) and self._scope.contains(link.picture)
            if own and not is_skipped(link.picture):
                self._label_pictures.add(link.picture)
                self._frontier.offer(Entry(link.picture, via=page.url, priority=_LABEL_PROMISE))

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
        if not self._scope.contains(entry.url):
            return self._handed_over(entry, target, before)
        if not self._scope.contains(target):
            return self._redirect_out(entry, target, before)
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

    def _redirect_out(self, entry: Entry, target: str, before: tuple[str, ...]) -> Problem | None:
        """A redirect of the site to a document kept elsewhere; other ways out are not taken."""
        outside = self.entry_for(target)
        if outside is None or entry.home or entry.role != "page":
            return "off_site", f"redirects to {target[:300]}"
        taken = self._offer_outside(replace(entry, url=outside.url, chain=(*before, target)))
        return None if taken else ("off_site", f"redirects to {target[:300]}")

    def _handed_over(self, entry: Entry, target: str, before: tuple[str, ...]) -> Problem | None:
        """A service elsewhere hands its file over from another host of its own, or asks who is there."""
        if elsewhere.is_sign_in(target) or is_login(target):
            return "blocked", elsewhere.NEEDS_LOGIN
        if not elsewhere.hands_over(target, self._services):
            return "off_site", f"redirects to {target[:300]}"
        if len(before) > _MAX_HOPS or target in before:
            return "http_error", "redirect loop"
        self._frontier.push(after_redirect(entry, target, entry.priority))
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
                continue
            wanted = self.entry_for(elsewhere.unwrapped(target) or target)
            if wanted is None:
                refused.append((target, ("off_site", "declared address is on another site")))
            elif wanted.chain:
                self._offer_outside(replace(wanted, via="declared", priority=DECLARED))
            else:
                self._frontier.offer(replace(wanted, via="declared", priority=DECLARED))
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
