"""Looks at single addresses cheaply and politely: one request a second per server, robots.txt obeyed, never more bytes
than are needed. Redirects are followed by hand, so that no public site leads this program into a private network.
"""

import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import urllib3
from protego import Protego
from urllib3.exceptions import (
    HTTPError,
    LocationParseError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    SSLError,
    TimeoutError,
)

from crawler.bounded_pool import bounded_pool
from crawler.scope import is_local_name, is_public_address
from crawler.server_address import servers_of
from crawler.urls import host_of, port_of, redirect_target

PAGE_BYTES = 3_000_000  # of a page; the rest would not change what it is
_HEAD_BYTES = 64_000  # of a file where HEAD is not answered: enough to see that it is no page
_ROBOTS_BYTES = 500 * 1024
_PATIENCE = 1.5  # times the timeout for the head of an answer, and for its body, however slowly it drips
_HOPS, _ROBOTS_HOPS = 8, 5
_MOST_DELAY = 30.0  # seconds; a larger Crawl-delay would make a look take days
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_ROBOT = "oit-audit"
_CHUNK = 32_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said at last, after redirects. `body` may be cut."""

    url: str
    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str]

    @property
    def is_page(self) -> bool:
        return "html" in self.content_type or self.body.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html"))


class NoAnswerError(Exception):
    """Nothing can be said of an address. `kind` is dns, timeout, refused, tls, http_error, robots or off_site;
    `touched` tells whether somebody on the network answered at all."""

    def __init__(self, kind: str, detail: str, *, touched: bool) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.touched = kind, detail, touched


class WatchClient:
    """Shared by threads. `named` are (host, port) pairs that the operator gave: they may be private."""

    def __init__(self, user_agent: str, delay: float, timeout: float, named: frozenset[tuple[str, int]]) -> None:
        urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        self._seconds = timeout * _PATIENCE
        self._pool = bounded_pool(user_agent, timeout, self._seconds)
        self._named = named
        self._delay = delay
        self._lock = threading.Lock()
        self._free_at: dict[str, float] = {}
        self._wishes: dict[str, float] = {}
        self._rules: dict[str, Protego | NoAnswerError] = {}

    def look(self, url: str, *, whole: bool = True, extra: Mapping[str, str] | None = None) -> Answer:
        """GET an address; without `whole` HEAD, and GET where HEAD tells nothing. Raises NoAnswerError."""
        if whole:
            return self._followed("GET", url, PAGE_BYTES, extra or {})
        try:
            answer = self._followed("HEAD", url, 0, extra or {})
        except NoAnswerError as error:
            if error.kind in ("dns", "robots", "off_site"):
                raise
            return self._followed("GET", url, _HEAD_BYTES, {})
        if answer.status in (200, 304) and not answer.is_page:
            return answer
        return self._followed("GET", url, PAGE_BYTES, {})  # many servers answer HEAD wrongly; a page is judged by words

    def _followed(self, method: str, url: str, most: int, extra: Mapping[str, str]) -> Answer:
        for _ in range(_HOPS):
            self._allow(url)
            answer = self._request(method, url, most, extra)
            target = redirect_target(url, answer.headers.get("location", "").encode("latin-1", "replace"))
            if answer.status not in _REDIRECTS or target is None:
                return answer
            url = target
        raise NoAnswerError("http_error", "redirects without end", touched=True)

    def _allow(self, url: str) -> None:
        """What robots.txt says. Raises NoAnswerError when the address may not be asked for."""
        self._check_host(url)
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            self._rules[site] = self._robots(site)
        rules = self._rules[site]
        if isinstance(rules, NoAnswerError):
            raise rules
        if not rules.can_fetch(url, _ROBOT):
            raise NoAnswerError("robots", "robots.txt forbids this address", touched=True)

    def _robots(self, site: str) -> Protego | NoAnswerError:
        """No file means allowed; a server that errs or does not answer, forbidden for now (RFC 9309)."""
        url, answer = f"{site}/robots.txt", None
        try:
            for _ in range(_ROBOTS_HOPS + 1):
                answer = self._request("GET", url, _ROBOTS_BYTES, {})
                target = redirect_target(url, answer.headers.get("location", "").encode("latin-1", "replace"))
                if answer.status not in _REDIRECTS or target is None or host_of(target) != host_of(url):
                    break
                url = target
        except NoAnswerError as error:
            return NoAnswerError(error.kind, error.detail, touched=error.touched)
        if answer is not None and (answer.status >= 500 or answer.status == 429):
            return NoAnswerError("http_error", f"robots.txt: HTTP {answer.status}", touched=True)
        text = answer.body if answer is not None and answer.status == 200 else b""
        rules = Protego.parse("" if text.lstrip()[:1] == b"<" else text.decode("utf-8", "replace"))
        wish = rules.crawl_delay(_ROBOT)
        if wish:
            self._wishes |= dict.fromkeys(servers_of(site), min(float(wish), _MOST_DELAY))
        return rules

    def _check_host(self, url: str) -> None:
        """Only what the operator named may be on a private network. Raises NoAnswerError."""
        host, port = host_of(url), port_of(url)
        if (host, port) in self._named:
            return
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise NoAnswerError("dns", "host name does not resolve", touched=False) from None
        if is_local_name(host) or not all(is_public_address(str(entry[4][0])) for entry in found):
            raise NoAnswerError("off_site", f"{host} is a private server", touched=True)

    def _request(self, method: str, url: str, most: int, extra: Mapping[str, str]) -> Answer:
        self._wait(servers_of(url))
        try:
            response = self._pool.request(
                method, url, headers={**self._pool.headers, **extra}, redirect=False, preload_content=False
            )
            try:
                body = _read(response, most, self._seconds)
            finally:
                response.close()
        except (HTTPError, OSError, ValueError) as error:
            raise _told(error) from error
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(
            url=url, status=response.status, content_type=headers.get("content-type", "").lower(), body=body,
            headers=headers,
        )  # fmt: skip

    def _wait(self, servers: frozenset[str]) -> None:
        """Keep the pause between two requests to a server, whichever thread makes them."""
        if self._delay <= 0:
            return
        delay = max(self._delay, *(self._wishes.get(server, 0.0) for server in servers))
        with self._lock:
            now = time.monotonic()
            begin = max(now, *(self._free_at.get(server, 0.0) for server in servers))
            self._free_at |= dict.fromkeys(servers, begin + delay)
        time.sleep(begin - now)


def _read(response: urllib3.BaseHTTPResponse, most: int, seconds: float) -> bytes:
    end, parts, size = time.monotonic() + seconds, list[bytes](), 0
    while size < most:
        part = response.read1(min(_CHUNK, most - size), decode_content=True)
        if not part:
            break
        parts.append(part)
        size += len(part)
        if time.monotonic() > end:
            raise TimeoutError("no complete answer in time")
    return b"".join(parts)


def _told(error: Exception) -> NoAnswerError:
    """What went wrong, in the words of the evidence."""
    cause: BaseException = error.reason if isinstance(error, MaxRetryError) and error.reason else error
    kinds: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str, str, bool], ...] = (
        (NameResolutionError, "dns", "host name does not resolve", False),
        (SSLError, "tls", "TLS connection failed", True),
        (NewConnectionError, "refused", "connection refused", "refused" in str(cause)),
        (TimeoutError, "timeout", "no complete answer in time", False),
        (ProtocolError, "refused", "connection closed by the server", True),
        (LocationParseError, "dns", "not a web address", False),
    )
    for known, kind, detail, touched in kinds:
        if isinstance(cause, known):
            return NoAnswerError(kind, detail, touched=touched)
    return NoAnswerError("http_error", f"no valid HTTP answer ({type(cause).__name__})", touched=True)
