"""Renders a page in the system's Chromium, for pages that are built by script.

One browser and one context per site, started on first need. Every request of a page passes the scope: its own site,
or scripts, styles and data from public hosts; pictures, films and fonts are not loaded.
"""

import asyncio
import contextlib
import logging
import os
import shutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Dialog, Page, Playwright, Request, Route, async_playwright
from playwright.async_api import Error as PlaywrightError

from crawler.gate import Gate
from crawler.memory import bound, shrink
from crawler.scope import Scope, is_login, is_public_address, resolves_to_public
from crawler.urls import host_of, join, normalise_url, port_of

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--mute-audio",
    "--dns-prefetch-disable", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
]  # fmt: skip
_TIMEOUT = 20.0  # seconds for one page, all in all
_CALM = 4500  # milliseconds to wait at most for the network to calm down after the page has loaded
_MAX_HOPS = 5
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_MAX_HTML = 10 * 1024 * 1024
_MAX_MEMORY = 420_000_000  # bytes of the browser's own; an empty one holds 300 MB, a script can ask for all there is
_MAX_MORE = 150_000_000  # bytes that a page's process may claim beyond those of an empty page
_LOOKS = 0.15  # seconds between two looks at its memory
# Files are fetched by the crawl itself, within its limits; the browser would take them into memory whole.
_FILES = (".zip", ".rar", ".7z", ".exe", ".apk", ".iso", ".mp4", ".mp3", ".avi", ".pdf", ".doc", ".docx", ".xls",
          ".xlsx", ".ppt", ".pptx")  # fmt: skip
_FOREIGN_TYPES = frozenset(("script", "stylesheet", "xhr", "fetch"))
_UNLOADED_TYPES = frozenset(("image", "media", "font", "websocket", "eventsource", "ping", "manifest", "texttrack"))
logger = logging.getLogger(__name__)


class RendererMissing(Exception):
    """No usable Chromium on this machine; raised by Renderer.render on first need."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The document after its scripts ran; `url` is where the browser stood in the end."""

    url: str
    html: str


def find_chromium() -> str | None:
    """Path of the browser to use: OIT_CHROMIUM, else the first known name on the PATH."""
    named = os.environ.get("OIT_CHROMIUM")
    if named:
        return named if os.access(named, os.X_OK) else None
    return next((path for path in map(shutil.which, _NAMES) if path), None)


class Renderer:
    """Renders pages of one site, one at a time."""

    def __init__(self, scope: Scope, seed: str, user_agent: str) -> None:
        self._scope = scope
        self._seed = seed
        self._gate = Gate(self._is_named)
        self._user_agent = user_agent
        self._lock = asyncio.Lock()
        self._driver: Playwright | None = None
        self._browser: Browser | None = None
        self._context: BrowserContext | None = None

    async def render(self, url: str, body: bytes, headers: Mapping[str, str]) -> Rendered | None:
        """The page after its scripts; the document itself is taken from `body`, not fetched again.

        None when the browser made nothing of it. Raises RendererMissing.
        """
        async with self._lock:
            watch = asyncio.create_task(_held_down())
            try:
                return await asyncio.wait_for(self._render(url, body, headers), _TIMEOUT + 5)
            except (PlaywrightError, TimeoutError) as error:
                logger.warning("not rendered: %s: %s", url, str(error).splitlines()[:1])
                if self._browser is None or not self._browser.is_connected():
                    await self._close()
                return None
            finally:
                watch.cancel()

    async def close(self) -> None:
        """End the browser."""
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._close(), 5)

    async def _render(self, url: str, body: bytes, headers: Mapping[str, str]) -> Rendered | None:
        page = await (await self._ready()).new_page()
        try:
            await asyncio.to_thread(bound, "--type=renderer", _MAX_MORE)
            page.on("dialog", _dismiss)
            page.on("popup", _close_page)
            await page.route(lambda address: address.split("#")[0] == url, _answer_once(body, headers))
            with contextlib.suppress(PlaywrightError):  # a page that never stops loading still has content
                await page.goto(url, wait_until="load", timeout=_TIMEOUT * 600)
            with contextlib.suppress(PlaywrightError):
                await page.wait_for_load_state("networkidle", timeout=_CALM)
            html = await asyncio.wait_for(page.content(), 5)
            here = normalise_url(page.url)
            return Rendered(here, html) if here and len(html) <= _MAX_HTML else None
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
                location = answer.headers.get("location")
                if answer.status not in _REDIRECTS or not location:
                    return await route.fulfill(response=answer)
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
        if self._context is not None:
            return self._context
        path = find_chromium()
        if path is None:
            raise RendererMissing("no Chromium on this machine")
        try:
            self._driver = await async_playwright().start()
            flags = [*_FLAGS, "--no-sandbox"] if os.geteuid() == 0 else _FLAGS
            self._browser = await self._driver.chromium.launch(
                executable_path=path, args=flags, handle_sigint=False, handle_sigterm=False, handle_sighup=False,
                # Loopback is else left out of the proxy: the very addresses that must not be reached.
                proxy={"server": await self._gate.open(), "bypass": "<-loopback>"},
            )  # fmt: skip
            self._context = await self._browser.new_context(
                ignore_https_errors=True, service_workers="block", accept_downloads=False, locale="th-TH",
                user_agent=self._user_agent,
            )  # fmt: skip
            await self._context.route("**/*", self._guard)
            await self._context.route_web_socket("**/*", lambda socket: socket.close())
        except (PlaywrightError, OSError) as error:
            await self._close()
            raise RendererMissing(f"Chromium does not start: {str(error).splitlines()[0][:200]}") from error
        return self._context

    async def _close(self) -> None:
        browser, driver = self._browser, self._driver
        self._browser = self._context = self._driver = None
        with contextlib.suppress(PlaywrightError):
            if browser is not None:
                await browser.close()
        with contextlib.suppress(PlaywrightError):
            if driver is not None:
                await driver.stop()
        await self._gate.close()


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


async def _held_down() -> None:
    """End a page that takes too much memory; its rendering then fails as any other."""
    while True:
        await asyncio.sleep(_LOOKS)
        if await asyncio.to_thread(shrink, _MAX_MEMORY):
            logger.warning("a page took more than %d MB in the browser", _MAX_MEMORY // 1_000_000)


async def _dismiss(dialog: Dialog) -> None:
    with contextlib.suppress(PlaywrightError):
        await dialog.dismiss()


async def _close_page(page: Page) -> None:
    with contextlib.suppress(PlaywrightError):
        await page.close()
