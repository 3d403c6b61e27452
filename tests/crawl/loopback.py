"""A real web site on loopback for one test: routes, a count of hits, and the running of a crawl on it."""

import json
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from crawler.evidence import Manifest, Record, read_manifest
from crawler.job import CrawlJob

ROOT = Path(__file__).parents[2]


@dataclass
class Answer:
    """What a route sends; a `body` of None closes the connection without an answer."""

    body: bytes | str | None = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0


Route = Answer | str | Callable[["Site"], Answer]


def html(body: str, head: str = "") -> Answer:
    return Answer(
        f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>",
        headers={"Content-Type": "text/html; charset=utf-8"},
    )


def redirect(target: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": target})


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *arguments: Any) -> None:
        """A client that was killed is no news."""


class Site:
    """Serves `routes` (path with query -> answer) until closed; unknown paths answer 404."""

    def __init__(self, routes: dict[str, Route] | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.routes: dict[str, Route] = dict(routes or {})
        self.hits: list[tuple[float, str]] = []
        self.agents: set[str] = set()
        self.cookies: dict[str, str] = {}
        self._server = _Server(("127.0.0.1", 0), self._handler())
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_port
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def paths(self) -> list[str]:
        return [path for _, path in self.hits]

    def count(self, path: str) -> int:
        return self.paths().count(path)

    def answer(self, path: str) -> Answer:
        route = self.routes.get(path)
        if route is None:
            return Answer("<html><body>not here</body></html>", status=404, headers={"Content-Type": "text/html"})
        if isinstance(route, str):
            return html(route)
        return route if isinstance(route, Answer) else route(self)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.hits.append((time.monotonic(), self.path))
                site.agents.add(self.headers.get("User-Agent", ""))
                site.cookies[self.path] = self.headers.get("Cookie", "")
                answer = site.answer(self.path)
                time.sleep(answer.wait)
                if answer.body is None:
                    self.close_connection = True
                    self.connection.close()
                    return
                body = answer.body.encode() if isinstance(answer.body, str) else answer.body
                self.send_response(answer.status)
                for name, value in {"Content-Length": str(len(body)), **answer.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: Any) -> None:
                pass

        return Handler


@dataclass
class Crawl:
    """A finished (or killed) crawl: exit status, what it printed, and its folder."""

    status: int
    output: list[dict[str, Any]]
    errors: str
    folder: Path

    @property
    def manifest(self) -> Manifest:
        return read_manifest(self.folder)

    @property
    def finish(self) -> dict[str, Any]:
        finish = self.manifest.finish
        assert finish is not None
        return finish

    def pages(self, status: int = 200) -> dict[str, Record]:
        return {item.url: item for item in self.manifest.records if item.role == "page" and item.status == status}

    def paths(self) -> set[str]:
        return {"/" + url.split("/", 3)[3] for url in self.pages()}

    def failure(self, url: str) -> tuple[str, str]:
        """(kind, detail) of the one failure of an address."""
        found = [item for item in self.manifest.failures if item.url == url]
        assert len(found) == 1, (url, self.manifest.failures)
        return found[0].kind, found[0].detail


def job_file(folder: Path, url: str, **options: Any) -> Path:
    folder.parent.mkdir(parents=True, exist_ok=True)
    path = folder.parent / f"{folder.name}.json"
    given = {"delay": 0.0, "snapshot_id": "test", "max_pages": 200, "max_minutes": 1.0, **options}
    CrawlJob(url=url, folder=str(folder), **given).save(path)
    return path


def start(job: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "crawler.crawl_process", str(job)], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def ended(process: subprocess.Popen[str], folder: Path, timeout: float = 240) -> Crawl:
    output, errors = process.communicate(timeout=timeout)
    lines = [json.loads(line) for line in output.splitlines()]
    return Crawl(process.returncode, lines, errors, folder)


def crawl(folder: Path, url: str, **options: Any) -> Crawl:
    return ended(start(job_file(folder, url, **options)), folder)
