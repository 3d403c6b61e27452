"""A handful of offices on loopback addresses of their own: good, dead, hanging and hostile ones, on real sockets."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html><html lang="th"><head><meta charset="utf-8"><title>องค์การบริหารส่วนตำบล{name}</title></head>
<body><h1>องค์การบริหารส่วนตำบล{name}</h1><ul><li><a href="/structure">โครงสร้างหน่วยงาน</a></li>
<li><a href="/contact">ข้อมูลการติดต่อ</a></li></ul>{more}</body></html>"""
_HANGS = 30.0


class Office:
    """One site: its pages by path, or a way of misbehaving ("hang": accepts and never answers; a number: slow)."""

    def __init__(self, pages: Mapping[str, str], *, hang: bool = False, delay: float = 0.0) -> None:
        self.pages, self.hang, self.delay = dict(pages), hang, delay
        self.asked: list[tuple[float, str]] = []
        self.url = ""


def office(name: str, more: str = "", *, hang: bool = False, delay: float = 0.0) -> Office:
    """A small site with a home page and two more."""
    pages = {
        "/": PAGE.format(name=name, more=more),
        "/structure": f"<html><body><h1>โครงสร้างหน่วยงาน</h1><p>องค์การบริหารส่วนตำบล{name}</p></body></html>",
        "/contact": "<html><body><h1>ข้อมูลการติดต่อ</h1><p>โทร 0-2000-0000 อีเมล a@example.go.th</p></body></html>",
    }
    return Office(pages, hang=hang, delay=delay)


@contextmanager
def served(offices: Mapping[str, Office]) -> Iterator[None]:
    """Serve every office on its own loopback address (like 127.0.0.11), each being another server to the program."""
    with ExitStack() as stack:
        for address, each in offices.items():
            stack.enter_context(_served(address, each))
        yield


@contextmanager
def _served(address: str, site: Office) -> Iterator[None]:
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((time.monotonic(), self.path))
            if site.hang:
                ended.wait(_HANGS)
                self.close_connection = True
                return
            ended.wait(site.delay)
            body = site.pages.get(self.path, "not found").encode()
            self.send_response(200 if self.path in site.pages else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer((address, 0), Handler)
    server.daemon_threads = True
    site.url = f"http://{address}:{server.server_port}/"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
