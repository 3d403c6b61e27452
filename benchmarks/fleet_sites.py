"""A generated fleet on loopback: every office on an address of its own, with latency; some dead, hanging or hostile."""

import asyncio
import multiprocessing
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.loopback_site import build_pages

_HANG = 600.0
_NESTED = 200_000


@dataclass(frozen=True)
class Fleet:
    """Addresses by what they do."""

    urls: tuple[str, ...]
    kinds: tuple[str, ...]


def kinds_of(count: int, dead: float, hanging: float, hostile: float) -> tuple[str, ...]:
    """What each office does, the odd ones spread over the list."""
    odd = ["dead"] * round(count * dead) + ["hanging"] * round(count * hanging) + ["hostile"] * round(count * hostile)
    kinds = ["good"] * count
    for place, kind in enumerate(odd):
        kinds[(place * count // len(odd) + 1) % count] = kind
    return tuple(kinds)


@contextmanager
def served_fleet(kinds: tuple[str, ...], pages: int, latency: float) -> Iterator[Fleet]:
    """Serve all of them from one process, which is not what is measured."""
    port = _free_port()
    hosts = [f"127.1.{n // 250}.{n % 250 + 1}" for n in range(len(kinds))]
    process = multiprocessing.get_context("fork").Process(
        target=_serve, args=(dict(zip(hosts, kinds, strict=True)), port, pages, latency), daemon=True
    )
    process.start()
    try:
        yield Fleet(tuple(f"http://{host}:{port}/" for host in hosts), kinds)
    finally:
        process.terminate()
        process.join()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(kinds: dict[str, str], port: int, pages: int, latency: float) -> None:
    site = build_pages(pages, 8000, 12)
    hostile = b"<html><title><script>alert(1)</script>" + b"<div>" * _NESTED + b"<a href='/page/1.html'>x</a></html>"

    async def answer(kind: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                await asyncio.sleep(_HANG if kind == "hanging" else latency)
                path = head.split(b" ", 2)[1]
                body = hostile if kind == "hostile" and path != b"/robots.txt" else site.get(path)
                status = b"200 OK" if body is not None else b"404 Not Found"
                body = body or b"not found"
                writer.write(b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s"
                             % (status, len(body), body))  # fmt: skip
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        for host, kind in kinds.items():
            if kind != "dead":
                await asyncio.start_server(lambda r, w, kind=kind: answer(kind, r, w), host, port)
        await asyncio.Event().wait()

    asyncio.run(run())
