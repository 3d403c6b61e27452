"""A generated site served from memory on loopback, fast enough not to be what is measured."""

import asyncio
import multiprocessing
import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager

_WORDS = [
    "แผน",
    "โครงการ",
    "งบประมาณ",
    "ประจำปี",
    "องค์การบริหารส่วนตำบล",
    "ประชาชน",
    "บริการ",
    "ดำเนินงาน",
    "ข่าว",
    "ประกาศ",
    "กิจกรรม",
    "ตำบล",
    "หมู่บ้าน",
    "ถนน",
]


def build_pages(count: int, size: int, links: int, seed: int = 2569) -> dict[bytes, bytes]:
    """`count` Thai pages of about `size` bytes with `links` links each, all reachable from the first."""
    chance = random.Random(seed)
    pages: dict[bytes, bytes] = {}
    for number in range(count):
        near = [min(count - 1, number * 2 + 1), min(count - 1, number * 2 + 2)]
        targets = near + [chance.randrange(count) for _ in range(links - len(near))]
        menu = "".join(f'<li><a href="/page/{n}.html">เรื่องที่ {n}</a></li>' for n in targets)
        text = ""
        while len(text.encode()) + len(menu.encode()) < size - 600:
            text += "<p>" + " ".join(chance.choices(_WORDS, k=40)) + "</p>\n"
        body = f"<!doctype html><html lang=th><head><meta charset=utf-8><title>หน้า {number}</title></head><body><h1>หน้า {number}</h1><ul>{menu}</ul>{text}</body></html>"
        path = b"/" if number == 0 else b"/page/%d.html" % number
        pages[path] = body.encode()
    return pages


class _Server(asyncio.Protocol):
    pages: dict[bytes, bytes]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
            path = head.split(b" ", 2)[1]
            body = self.pages.get(path)
            status = b"200 OK" if body is not None else b"404 Not Found"
            body = body or b"<html><body>not found</body></html>"
            self.transport.write(  # type: ignore[attr-defined]
                b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s"
                % (status, len(body), body)
            )


def _serve(sock: socket.socket, count: int, size: int, links: int) -> None:
    _Server.pages = build_pages(count, size, links)

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(_Server, sock=sock)
        await server.serve_forever()

    asyncio.run(run())


@contextmanager
def served(count: int, size: int, links: int) -> Iterator[str]:
    """Serve the site from a process of its own; yields its address."""
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    sock.listen(128)
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(sock, count, size, links), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{sock.getsockname()[1]}/"
    finally:
        process.terminate()
        process.join()
