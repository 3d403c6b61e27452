"""The only way out for the browser: a proxy on loopback that decides at the moment of connecting.

Chromium resolves names itself, and a name may lead elsewhere when it is asked again. Here the address that was checked
is the one that is connected to; private ones are refused unless the operator named that very host and port.
"""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from crawler.scope import is_public_address

Named = Callable[[str, int], bool]
Resolve = Callable[[str, int], Awaitable[list[str]]]
_HEAD_LIMIT = 64 * 1024  # bytes of a request's first lines
_BODY_LIMIT = 24 * 1024 * 1024  # bytes of one answer; pages of the browser are far smaller
_SILENCE = 20.0  # seconds without a byte
_CHUNK = 64 * 1024


class GateClosed(Exception):
    """A request that may not leave; raised and answered within this module, the text is the reason."""


async def addresses_of(host: str, port: int) -> list[str]:
    """Every address of a host, as the system's name service tells. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class Gate:
    """A proxy for one site's renderings. `named(host, port)` tells what the operator named and may be private."""

    def __init__(self, named: Named, resolve: Resolve = addresses_of) -> None:
        self._named = named
        self._resolve = resolve
        self._server: asyncio.Server | None = None

    async def open(self) -> str:
        """Begin to listen; the address to give to the browser."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_HEAD_LIMIT)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """Listen no longer; connections under way end with the browser."""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            try:
                head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _SILENCE)
                await self._pass(head, reader, writer)
            except GateClosed as closed:
                writer.write(f"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nX-Reason: {closed}\r\n\r\n".encode())
                await writer.drain()
        writer.close()

    async def _pass(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first, _, rest = head.partition(b"\r\n")
        host, port, onward = _asked(first)
        address = await self._checked(host, port)
        far_reader, far_writer = await asyncio.wait_for(asyncio.open_connection(address, port), _SILENCE)
        try:
            if onward is None:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                far_writer.write(onward + b"\r\n" + _one_request(rest))
            await asyncio.wait(
                [asyncio.ensure_future(_copy(reader, far_writer)), asyncio.ensure_future(_copy(far_reader, writer))],
                return_when=asyncio.FIRST_COMPLETED if onward is None else asyncio.ALL_COMPLETED,
            )
        finally:
            far_writer.close()

    async def _checked(self, host: str, port: int) -> str:
        """The address to connect to. All of a host's addresses must be public, or the host named by the operator."""
        found = await self._resolve(host, port)
        if not found:
            raise GateClosed("no address")
        if not self._named(host, port) and not all(map(is_public_address, found)):
            raise GateClosed("private address")
        return found[0]


def _asked(first: bytes) -> tuple[str, int, bytes | None]:
    """(host, port, request line to send on) of a proxy request; no line for a tunnel. Raises GateClosed."""
    try:
        method, target, version = first.decode("ascii").split(" ")
        parts = urlsplit(f"//{target}" if method == "CONNECT" else target)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise GateClosed("not a proxy request") from None
    if not host or (method != "CONNECT" and parts.scheme != "http"):
        raise GateClosed("not a proxy request")
    if method == "CONNECT":
        return host, port or 443, None
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    return host, port or 80, f"{method} {path} {version}".encode()


def _one_request(headers: bytes) -> bytes:
    """Header lines for the server, which is to close afterwards: the next request is checked anew."""
    kept = [
        line
        for line in headers.split(b"\r\n")
        if line and not line.lower().startswith((b"proxy-", b"connection:", b"keep-alive:"))
    ]
    return b"\r\n".join([*kept, b"Connection: close", b"", b""])


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Hand bytes on until the sender ends, falls silent or sends more than an answer may have."""
    total = 0
    with contextlib.suppress(OSError, TimeoutError):
        while chunk := await asyncio.wait_for(reader.read(_CHUNK), _SILENCE):
            total += len(chunk)
            if total > _BODY_LIMIT:
                break
            writer.write(chunk)
            await writer.drain()
    with contextlib.suppress(OSError, RuntimeError):
        writer.close()
