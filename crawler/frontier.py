"""The frontier: addresses known and not yet fetched, best first. It is the scheduler Scrapy asks for the next request.

Entries are plain tuples in a heap per host; a Request is built only when it is about to be sent. Its own rule of
stopping (budgets, an order to stop) is the only one: when it has nothing to give, Scrapy finds the spider idle.
"""

import heapq
import re
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler

from crawler.evidence import Role
from crawler.priority import TRAP
from crawler.scope import is_document
from crawler.traps import Traps
from crawler.urls import seen_name

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_DIGITS = re.compile(r"\d+")
_SAME_PATTERN = 200
_MAX_DEPTH, _MAX_LENGTH, _MAX_REPEATS = 15, 1500, 3
_ENTRIES_PER_PAGE = 30
_PROMISING = 300  # what its own words promise is fetched, whatever the shape of its address
_BETTER = 50  # a smaller gain is not worth a second place in the queue
_NEVER = 1 << 30
_DOCUMENT_TIMEOUT = 90.0  # seconds; scans of 20 MB on slow hosts take longer than a page


@dataclass(frozen=True, slots=True)
class Entry:
    """One wanted address. `chain` are the addresses that redirected here, `label` the words of the link."""

    url: str
    role: Role = "page"
    via: str = ""
    label: str = ""
    priority: int = 0
    home: bool = False
    chain: tuple[str, ...] = ()


@dataclass(slots=True)
class _Slot:
    """What waits for one host: a heap of (-priority, number, name, entry), and when the host may be asked again."""

    heap: list[tuple[int, int, str, Entry]] = field(default_factory=list)
    retries: list[Request] = field(default_factory=list)
    busy: int = 0
    not_before: float = 0.0


class Frontier(BaseScheduler):
    """Best-first queue with a seen-set and the budgets of the crawl."""

    def __init__(self, per_host: int) -> None:
        self._per_host = per_host
        self._slots: dict[str, _Slot] = {}
        self._seen: set[str] = set()
        self._patterns: Counter[str] = Counter()
        self._number = 0
        self.traps = Traps()
        self._waiting: dict[str, int] = {}  # name -> priority of the entry that counts; others in the heap are stale
        self._repeats = 0
        self._spider: Any = None
        self._cap = 0
        self._deadline = float("inf")
        self.max_pages = 0
        self.pages = 0
        self.in_flight = 0
        self.requests = 0
        self.dropped = False
        self.reason = ""
        self.current = ""

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "Frontier":
        return cls(crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))

    def open(self, spider: Spider) -> None:
        self._spider = spider
        spider.take_frontier(self)  # type: ignore[attr-defined]

    def limit(self, max_pages: int, max_minutes: float) -> None:
        """Set the budgets; the clock starts now."""
        self.max_pages = max_pages
        self._cap = max_pages * _ENTRIES_PER_PAGE
        self._deadline = time.monotonic() + max_minutes * 60

    def __len__(self) -> int:
        return len(self._waiting) + self._repeats

    def seconds_left(self) -> float:
        return self._deadline - time.monotonic()

    def stop(self, reason: str) -> None:
        """Give out nothing more; the first reason is kept."""
        self.reason = self.reason or reason

    def know(self, url: str) -> None:
        """Let a normalised address count as seen without fetching it."""
        self._seen.add(self._name(url))

    def _name(self, url: str) -> str:
        return seen_name(self.traps.plain(url))

    def offer(self, entry: Entry) -> bool:
        """Queue an address unless it was seen; one that still waits moves up when a better label is found for it.

        True when the address is new.
        """
        name = self._name(entry.url)
        if name not in self._seen:
            self.push(entry)
            return True
        if entry.priority > self._waiting.get(name, _NEVER) + _BETTER:
            self._insert(name, entry, entry.priority)
        return False

    def push(self, entry: Entry) -> None:
        """Queue an entry even when its address was seen; traps sink to the bottom, the cap throws out the bottom."""
        name = self._name(entry.url)
        self._seen.add(name)
        self._insert(name, entry, entry.priority + TRAP if self._is_trap(entry.url) else entry.priority)
        if len(self._waiting) > self._cap > 0:
            self._throw_out()

    def _insert(self, name: str, entry: Entry, priority: int) -> None:
        slot = self._slots.setdefault(self._spider.scope.slot(entry.url), _Slot())
        self._number += 1
        heapq.heappush(slot.heap, (-priority, self._number, name, entry))
        self._waiting[name] = priority

    def hold(self, slot: str, seconds: float) -> None:
        """Ask a host nothing for a while."""
        held = self._slots.setdefault(slot, _Slot())
        held.not_before = max(held.not_before, time.monotonic() + seconds)

    def done(self, request: Request) -> None:
        """A request given out has come to its end."""
        slot = self._slots[request.meta["download_slot"]]
        slot.busy -= 1
        self.in_flight -= 1

    def release(self, request: Request) -> None:
        """A request waits for its next try; meanwhile another one may be made."""
        self._slots[request.meta["download_slot"]].busy -= 1

    def regain(self, request: Request) -> None:
        """A released request is not repeated after all: its answer is on the way to the spider."""
        self._slots[request.meta["download_slot"]].busy += 1

    def has_pending_requests(self) -> bool:
        return not self._is_over() and len(self) > 0

    def enqueue_request(self, request: Request) -> bool:
        """Take back a request that is to be repeated, and was released while it waited."""
        self.in_flight -= 1
        self._slots[request.meta["download_slot"]].retries.append(request)
        self._repeats += 1
        return True

    def next_request(self) -> Request | None:
        if self._is_over() or self.pages + self.in_flight >= self.max_pages:
            return None
        moment = time.monotonic()
        free = [
            (not slot.retries, self._top(slot), name)
            for name, slot in self._slots.items()
            if slot.busy < self._per_host and slot.not_before <= moment and (self._top(slot) or slot.retries)
        ]
        return self._give(min(free)[2]) if free else None

    def _top(self, slot: _Slot) -> tuple[int, ...]:
        """Rank of the best entry of a host, () when there is none. Entries that were moved up, or whose kind of
        address was given up meanwhile, are taken out.
        """
        heap = slot.heap
        while heap and (self._waiting.get(heap[0][2]) != -heap[0][0] or self._is_given_up(heap[0][3])):
            rank, _, name, _ = heapq.heappop(heap)
            if self._waiting.get(name) == -rank:
                del self._waiting[name]
        return heap[0][:2] if heap else ()

    def _is_given_up(self, entry: Entry) -> bool:
        return entry.role == "page" and entry.priority < _PROMISING and self.traps.closed(entry.url)

    def _give(self, name: str) -> Request:
        slot = self._slots[name]
        if slot.retries:
            request = slot.retries.pop(0)
            self._repeats -= 1
        else:
            _, _, wanted, entry = heapq.heappop(slot.heap)
            del self._waiting[wanted]
            request = self._request(name, entry)
        slot.busy += 1
        self.in_flight += 1
        self.requests += 1
        self.current = request.url
        return request

    def _request(self, slot: str, entry: Entry) -> Request:
        meta: dict[str, Any] = {"entry": entry, "download_slot": slot}
        if is_document(entry.url):
            meta["download_timeout"] = _DOCUMENT_TIMEOUT
        return Request(
            entry.url, callback=self._spider.on_response, errback=self._spider.on_error, meta=meta, dont_filter=True
        )

    def _is_over(self) -> bool:
        if not self.reason:
            if self.max_pages and self.pages >= self.max_pages:
                self.reason = "max_pages" if len(self) else ""
                return True
            if time.monotonic() >= self._deadline:
                self.reason = "max_minutes"
        return bool(self.reason)

    def _is_trap(self, url: str) -> bool:
        path = url.split("?", 1)[0]
        segments = path.split("/")[3:]
        if len(url) > _MAX_LENGTH or len(segments) > _MAX_DEPTH:
            return True
        if len(segments) > _MAX_REPEATS and max(Counter(filter(None, segments)).values(), default=0) > _MAX_REPEATS:
            return True
        pattern = _DIGITS.sub("0", url)
        if pattern == url:
            return False
        self._patterns[pattern] += 1
        return self._patterns[pattern] > _SAME_PATTERN

    def _throw_out(self) -> None:
        """Drop the least promising tenth; what was dropped was not looked at, so the crawl is not exhausted."""
        ranked = sorted(self._waiting.items(), key=lambda item: -item[1])
        for name, _ in ranked[int(len(ranked) * 0.9) :]:
            del self._waiting[name]
        self.dropped = True


def after_redirect(entry: Entry, target: str, priority: int) -> Entry:
    """The entry for the address that a redirect names."""
    return replace(entry, url=target, chain=(*entry.chain, entry.url), priority=priority)
