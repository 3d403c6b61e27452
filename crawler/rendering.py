"""Renders a page in the system's Chromium, for pages that are built by script.

One browser and one context per site, started on first need. Every request of a page passes the scope: its own site,
or scripts, styles and data from public hosts; pictures, films and fonts are not loaded.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Dialog, Page, Request, Route
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout

from crawler.artifacts import NOT_RENDERED, FailureKind
from crawler.browser import Chromium, held_down, hold, start_chromium
from crawler.gate import Gate
from crawler.scope import Scope, is_login, is_public_address, resolves_to_public
from crawler.urls import host_of, join, normalise_url, port_of

_TIMEOUT = 20.0  # seconds for one page, all in all
_CALM = 4500  # milliseconds to wait at most for the network to calm down after the page has loaded
_MAX_HOPS = 5
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_MAX_HTML = 10 * 1024 * 1024
# Files are fetched by the crawl itself, within its limits; the browser would take them into memory whole.
_FILES = (".zip", ".rar", ".7z", ".exe", ".apk", ".iso", ".mp4", ".mp3", ".avi", ".pdf", ".doc", ".docx", ".xls",
          ".xlsx", ".ppt", ".pptx")  # fmt: skip
_FOREIGN_TYPES = frozenset(("script", "stylesheet", "xhr", "fetch"))
_UNLOADED_TYPES = frozenset(("image", "media", "font", "websocket", "eventsource", "ping", "manifest", "texttrack"))
logger = logging.getLogger(__name__)


class NotRendered(Exception):
    """The browser made nothing of a page."""

    def __init__(self, kind: FailureKind) -> None:
        super().__init__(NOT_RENDERED)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Rendered:
    """The document after its scripts ran; `url` is where the browser stood in the end."""

    url: str
    html: str


class Renderer:
    """Renders pages of one site, one at a time."""

    def __init__(self, scope: Scope, seed: str, user_agent: str) -> None:
        self._scope = scope
        self._seed = seed
        self._gate = Gate(self._is_named)
        self._user_agent = user_agent
        self._lock = asyncio.Lock()
        self._chromium: Chromium | None = None

    async def render(self, url: str, body: bytes, headers: Mapping[str, str]) -> Rendered:
        """The page after its scripts; the document itself is taken from `body`, not fetched again.

        Raises NotRendered and RendererMissing. After a page that failed the browser is started anew: whatever the page
        left behind, in memory or as a driver that is no more, goes with it.
        """
        async with self._lock:
            try:
                with held_down():
                    return await asyncio.wait_for(self._render(url, body, headers), _TIMEOUT + 5)
            except (PlaywrightError, TimeoutError, NotRendered) as error:
                logger.warning("not rendered: %s: %s", url, str(error).splitlines()[:1])
                await self._close()
                raise _as_not_rendered(error) from error

    async def close(self) -> None:
        """End the browser, also under a page that is being rendered."""
        await self._close()

    async def _render(self, url: str, body: bytes, headers: Mapping[str, str]) -> Rendered:
        page = await (await self._ready()).new_page()
        try:
            await asyncio.to_thread(hold)
            page.on("dialog", _dismiss)
            page.on("popup", _close_page)
            await page.route(lambda address: address.split("#")[0] == url, _answer_once(body, headers))
            await _load(page, url)
            html = await asyncio.wait_for(page.content(), 5)
            here = normalise_url(page.url)
            if here is None or len(html) > _MAX_HTML:
                raise NotRendered("too_large" if here else "unreadable")
            return Rendered(here, html)
        finally:
            with contextlib.suppress(PlaywrightError, asyncio.TimeoutError):
                await asyncio.wait_for(page.close(), 3)

    async def _guard(self, route: Route, request: Request) -> None:
        """Let a request of a page through when it may be made. The browser would follow redirects unasked, so they
        are followed here, each hop checked.
        """
        with contextlib.suppress(PlaywrightError):
            target = request.url
            for _ in range(_MAX_HOPS):
                if not await self._allows(target, request.resource_type, request.method):
                    break
                if target.startswith(("data:", "blob:")):
                    return await route.continue_()
                answer = await route.fetch(url=target, max_redirects=0, timeout=_TIMEOUT * 500)
                try:
                    location = answer.headers.get("location")
                    if answer.status not in _REDIRECTS or not location:
                        return await route.fulfill(response=answer)
                finally:
                    await answer.dispose()  # the driver else keeps the body as long as the browser lives
                target = join(target, location) or ""
            await route.abort("blockedbyclient")

    async def _allows(self, url: str, kind: str, method: str) -> bool:
        if url.startswith(("data:", "blob:")):
            return True
        if kind in _UNLOADED_TYPES or not url.startswith(("http://", "https://")):
            return False
        if urlsplit(url).path.lower().endswith(_FILES):
            return False
        if method not in ("GET", "HEAD"):  # lists are often asked for by POST; forms are never sent
            return method == "POST" and kind in ("xhr", "fetch") and await self._is_own(url)
        if await self._is_own(url):
            return not (kind == "document" and is_login(url))
        return kind in _FOREIGN_TYPES and await self._is_public(host_of(url))

    async def _is_own(self, url: str) -> bool:
        if not self._scope.contains(url):
            return False
        host = host_of(url)
        return host == host_of(self._seed) or await self._is_public(host)

    def _is_named(self, host: str, port: int) -> bool:
        """Whether the operator named this machine: the seed's own host, and its own port where that counts."""
        return host == host_of(self._seed) and (not self._scope.port or port == port_of(self._seed))

    async def _is_public(self, host: str) -> bool:
        if is_public_address(host):
            return True
        return await asyncio.to_thread(resolves_to_public, host)

    async def _ready(self) -> BrowserContext:
        if self._chromium is None:
            self._chromium = await start_chromium(await self._gate.open(), self._user_agent)
            await self._chromium.context.route("**/*", self._guard)
            await self._chromium.context.route_web_socket("**/*", lambda socket: socket.close())
        return self._chromium.context

    async def _close(self) -> None:
        chromium, self._chromium = self._chromium, None
        if chromium is not None:
            await chromium.end()
        await self._gate.close()


def _as_not_rendered(error: Exception) -> NotRendered:
    if isinstance(error, NotRendered):
        return error
    return NotRendered("timeout" if isinstance(error, TimeoutError) else "unreadable")


async def _load(page: Page, url: str) -> None:
    """Let a page build itself. One that never stops loading still has content, and so has one that was led on."""
    with contextlib.suppress(PlaywrightError):
        try:
            await page.goto(url, wait_until="load", timeout=_TIMEOUT * 600)
        except PlaywrightTimeout:
            return
        except PlaywrightError:
            pass
        await page.wait_for_load_state("networkidle", timeout=_CALM)


def _answer_once(body: bytes, headers: Mapping[str, str]) -> Callable[[Route], Awaitable[None]]:
    """Serve the stored document for the first navigation to it; whatever asks again goes the ordinary way."""
    served = False

    async def handle(route: Route) -> None:
        nonlocal served
        with contextlib.suppress(PlaywrightError):
            if served or not route.request.is_navigation_request():
                await route.fallback()
                return
            served = True
            await route.fulfill(status=200, headers=dict(headers), body=body)

    return handle


async def _dismiss(dialog: Dialog) -> None:
    with contextlib.suppress(PlaywrightError):
        await dialog.dismiss()


async def _close_page(page: Page) -> None:
    with contextlib.suppress(PlaywrightError):
        await page.close()
