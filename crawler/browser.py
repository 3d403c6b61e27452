"""The system's Chromium: found, started small, held to bounds of memory, and ended whatever state it is in."""

import asyncio
import contextlib
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
from playwright.async_api import Browser, BrowserContext, Playwright, async_playwright
from playwright.async_api import Error as PlaywrightError

from crawler.memory import bound, descendants, end, watched

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Parts of a browser for people that cost 80 MB and are never seen: what is suggested below the line for addresses, and
# a process kept ready for the next page. The flag takes the place of the driver's own, so that what of it matters here
# is repeated.
_UNWANTED = (
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "DestroyProfileOnBrowserClose,AvoidUnnecessaryBeforeUnloadCheckSync,AvoidCorsURLLoaderRestartOnRedirect,PaintHolding,"
    "ThirdPartyStoragePartitioning,LensOverlay,MediaRouter,OptimizationHints,NetworkTimeServiceQuerying,PreconnectToSearch"
)
_FLAGS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--mute-audio",
    "--dns-prefetch-disable", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    f"--disable-features={_UNWANTED}",
]  # fmt: skip
_DRIVER = "--max-semi-space-size=1 --v8-pool-size=0"  # Node clears up early, in its own thread: 20 MB less
_MAX_MEMORY = 340_000_000  # bytes of browser and driver's own; with an empty page they hold 220 MB
_MAX_MORE = 120_000_000  # bytes that each of their processes may claim beyond those of an empty page
_PAGE, _NURSERY = "--type=renderer", "--type=zygote"  # the second forks the first, and hands its own limits down
_YOUTH = 3.0  # seconds in which a page's process begins
_PATIENCE = 5.0  # seconds in which a driver in order has removed what it wrote
logger = logging.getLogger(__name__)


class RendererMissing(Exception):
    """No usable Chromium on this machine; raised on first need."""


def find_chromium() -> str | None:
    """Path of the browser to use: OIT_CHROMIUM, else the first known name on the PATH."""
    named = os.environ.get("OIT_CHROMIUM")
    if named:
        return named if os.access(named, os.X_OK) else None
    return next((path for path in map(shutil.which, _NAMES) if path), None)


@dataclass(frozen=True, slots=True)
class Chromium:
    """One running browser, with one context for all its pages, and the folder of all that it writes."""

    driver: Playwright
    browser: Browser
    context: BrowserContext
    place: Path

    async def end(self) -> None:
        """End it at once: no page of it is worth waiting for. The driver may clear up what it wrote."""
        family = await asyncio.to_thread(descendants)
        end(process for process in family if process.pid not in _drivers())
        with contextlib.suppress(PlaywrightError, TimeoutError):
            await asyncio.wait_for(self.driver.stop(), _PATIENCE)
        end(family)
        shutil.rmtree(self.place, ignore_errors=True)


def _drivers() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


async def start_chromium(proxy: str, user_agent: str) -> Chromium:
    """Start a browser whose only way out is `proxy`. Raises RendererMissing."""
    path = find_chromium()
    if path is None:
        raise RendererMissing("no Chromium on this machine")
    place = Path(tempfile.mkdtemp(prefix="oit-"))  # short: the browser makes a socket below it
    flags = [*_FLAGS, "--no-sandbox"] if os.geteuid() == 0 else _FLAGS
    try:
        with _environment(NODE_OPTIONS=_DRIVER, TMPDIR=str(place)):
            driver = await async_playwright().start()
        browser = await driver.chromium.launch(
            executable_path=path, args=flags, handle_sigint=False, handle_sigterm=False, handle_sighup=False,
            # Loopback is else left out of the proxy: the very addresses that must not be reached.
            proxy={"server": proxy, "bypass": "<-loopback>"},
        )  # fmt: skip
        context = await browser.new_context(
            ignore_https_errors=True, service_workers="block", accept_downloads=False, locale="th-TH",
            user_agent=user_agent,
        )  # fmt: skip
    except Exception as error:  # that the driver ended is told by an Exception of no kind
        end(descendants())
        shutil.rmtree(place, ignore_errors=True)
        raise RendererMissing(f"Chromium does not start: {str(error).splitlines()[:1]}"[:250]) from error
    return Chromium(driver, browser, context, place)


@contextlib.contextmanager
def _environment(**wanted: str) -> Iterator[None]:
    """What a process started meanwhile finds in its environment."""
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def hold() -> None:
    """Let the browser's processes claim no more than a page needs; to be called when an empty page stands."""
    bound(_MAX_MORE, but=_NURSERY)


def held_down() -> contextlib.AbstractContextManager[None]:
    """Meanwhile end whatever takes too much memory; the page that asked for it then fails as any other."""
    return watched(_MAX_MEMORY, lambda: bound(_MAX_MORE, role=_PAGE, age=_YOUTH), _tell)


def _tell() -> None:
    logger.warning("a page took more than %d MB in the browser", _MAX_MEMORY // 1_000_000)
