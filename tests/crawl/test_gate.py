"""The browser's way out decides at the moment of connecting, whatever the name service said before."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import async_playwright

from crawler.browser import find_chromium
from crawler.gate import Gate
from tests.crawl.conftest import Opener


async def _through(gate: Gate, request: bytes) -> bytes:
    host, port = (await gate.open()).removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request)
    answer = await asyncio.wait_for(reader.read(100_000), 10)
    writer.close()
    await gate.close()
    return answer


def _turning(first: str, then: str) -> tuple[Callable[[str, int], Awaitable[list[str]]], list[str]]:
    """A name service that gives another answer from the second time on, and the names it was asked for."""
    asked: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return [first if len(asked) == 1 else then]

    return resolve, asked


def test_the_checked_address_is_the_one_connected_to(serve: Opener) -> None:
    site = serve({"/": "hello"})
    resolve, asked = _turning("127.0.0.1", "127.0.0.2")
    gate = Gate(lambda host, port: host == "seed.test", resolve)
    head = f"GET http://seed.test:{site.port}/ HTTP/1.1\r\nHost: seed.test\r\nProxy-Connection: keep-alive\r\n\r\n"
    answer = asyncio.run(_through(gate, head.encode()))
    assert answer.startswith(b"HTTP/1.1 200") and asked == ["seed.test"]


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fe80::1", "0.0.0.0", "100.64.0.1"]
)
def test_a_name_that_leads_inside_is_refused(serve: Opener, address: str) -> None:
    canary = serve({"/": "secret"})

    async def resolve(host: str, port: int) -> list[str]:
        return ["93.184.216.34", address]  # one good address does not make the other one good

    for request in (f"GET http://far.test:{canary.port}/ HTTP/1.1\r\n\r\n", f"CONNECT far.test:{canary.port} HTTP/1.1\r\n\r\n"):
        answer = asyncio.run(_through(Gate(lambda host, port: False, resolve), request.encode()))
        assert answer.startswith(b"HTTP/1.1 403")
    assert canary.hits == []


@pytest.mark.parametrize("request_line", [b"GET / HTTP/1.1", b"GET ftp://a/ HTTP/1.1", b"nonsense", b"GET http://[ HTTP/1.1"])
def test_what_is_no_proxy_request_is_refused(request_line: bytes) -> None:
    assert asyncio.run(_through(Gate(lambda host, port: True), request_line + b"\r\n\r\n")).startswith(b"HTTP/1.1 403")


def test_a_browser_behind_it_reaches_its_own_site_only(serve: Opener) -> None:
    """Loopback is what browsers leave out of a proxy by themselves."""
    site, canary = serve({"/": "<p id=x>own</p>"}), serve({"/": "secret"})

    async def visit() -> list[str]:
        gate = Gate(lambda host, port: port == site.port)
        async with async_playwright() as driver:
            browser = await driver.chromium.launch(
                executable_path=find_chromium(), args=["--no-sandbox"],
                proxy={"server": await gate.open(), "bypass": "<-loopback>"},
            )  # fmt: skip
            words = []
            for address in (f"http://localhost:{canary.port}/", f"http://2130706433:{canary.port}/", canary.url):
                page = await browser.new_page()
                await page.goto(site.url)
                words.append(await page.inner_text("#x"))
                await page.evaluate("address => fetch(address, {mode: 'no-cors'}).catch(() => 0)", address)
                with pytest.raises(PlaywrightError):
                    await page.goto(address)
            await browser.close()
        await gate.close()
        return words

    assert asyncio.run(visit()) == ["own"] * 3
    assert canary.hits == []
