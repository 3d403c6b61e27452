"""Serves the sample site on loopback: `python -m tests.sample.serve [--port N] [-- command … {url} …]`.

With a command, the site is served while it runs, `{url}` in its words is replaced by the site's address, and its
exit code becomes this program's. Without one, the site is served until interrupted.

Two habits of real servers are kept: pages answer through the content system, so an address that it does not know
gets its "not found" page with status 200 (a soft 404), while a missing file under /files/ is a plain 404.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from urllib.parse import unquote, urlsplit

SITE = Path(__file__).resolve().parent / "site"
# The address that the generated robots.txt and sitemap.xml carry; the serving address takes its place.
BUILT_BASE = b"http://www.thungchanchai.example"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css",
    ".js": "application/javascript",
    ".json": "application/json; charset=utf-8",
    ".txt": "text/plain",
    ".xml": "application/xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SOFT_404 = """<!DOCTYPE html>
<html lang="th"><head><meta charset="utf-8"><title>องค์การบริหารส่วนตำบลทุ่งจันทร์ฉาย</title>
<link rel="stylesheet" href="/css/style.css"></head>
<body><div class="wrap"><p class="note">ไม่พบหน้าที่ต้องการ รบกวนติดต่อผู้ดูแลระบบ</p>
<p><a href="/index.html">กลับหน้าหลัก</a></p></div></body></html>
"""


class SampleHandler(BaseHTTPRequestHandler):
    """Answers from the site folder; keeps no log."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answers a page, a file or a picture."""
        self._answer()

    def do_HEAD(self) -> None:
        """Answers the headers of a GET."""
        self._answer()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the audit's own progress is on the same terminal."""

    def _answer(self) -> None:
        path = unquote(urlsplit(self.path).path)
        target = _find(path)
        if target:
            body = target.read_bytes()
            self._send(200, _content_type(target, body), self._with_own_address(target, body))
        elif path.startswith("/files/"):
            self._send(404, "text/html", b"<html><body><h1>Not Found</h1></body></html>")
        else:
            self._send(200, TYPES[".html"], SOFT_404.encode())

    def _with_own_address(self, target: Path, body: bytes) -> bytes:
        if target.name not in ("robots.txt", "sitemap.xml"):
            return body
        host, port = self.server.server_address[:2]
        return body.replace(BUILT_BASE, f"http://{host}:{port}".encode())

    def _send(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _find(path: str) -> Path | None:
    target = (SITE / ("index.html" if path == "/" else path.lstrip("/"))).resolve()
    return target if target.is_relative_to(SITE) and target.is_file() else None


def _content_type(target: Path, body: bytes) -> str:
    """The header; a page in the old Thai encoding says so only in its own markup."""
    if target.suffix == ".html" and b'charset="windows-874"' in body[:400]:
        return "text/html"
    return TYPES[target.suffix]


@contextmanager
def sample_server(port: int = 0) -> Iterator[str]:
    """The site's address, such as http://127.0.0.1:40123/, while the site is served; port 0 takes a free one."""
    server = ThreadingHTTPServer(("127.0.0.1", port), SampleHandler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> int:
    """Serves, runs the command if there is one, and returns its exit code."""
    own, command = _split(sys.argv[1:])
    parser = argparse.ArgumentParser(prog="python -m tests.sample.serve", description="Serves the sample site.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    port = parser.parse_args(own).port
    with sample_server(port) as url:
        print(f"→ sample site: {url}", file=sys.stderr, flush=True)
        try:
            if command:
                return subprocess.run([word.replace("{url}", url) for word in command], check=False).returncode
            Event().wait()
            return 0
        except KeyboardInterrupt:
            return 130


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    if "--" not in words:
        return words, []
    cut = words.index("--")
    return words[:cut], words[cut + 1 :]


if __name__ == "__main__":
    sys.exit(main())
