"""A site of loopback that goes down and comes back on the same port, whose pages change, and that remembers what it was
asked for and what was posted to it. Speaks TLS when it is given a certificate."""

import hashlib
import json
import socket
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class ChangingSite:
    """`pages` is path → HTML, bytes (a file), a status, or ("to", address) for a redirect. Others get `missing`."""

    pages: dict[str, Any] = field(default_factory=dict)
    missing: str = ""  # HTML that is sent with 200 for what is not there: a soft 404
    tls: ssl.SSLContext | None = None
    asked: list[tuple[str, str, int]] = field(default_factory=list)  # method, path, status
    agents: set[str] = field(default_factory=set)
    posted: list[dict[str, Any]] = field(default_factory=list)
    post_status: int = 200
    port: int = 0
    _server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://{'localhost' if self.tls else '127.0.0.1'}:{self.port}/"

    def up(self) -> "ChangingSite":
        self._server = _Server(("127.0.0.1", self.port), _handler(self))
        if self.tls:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def down(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> "ChangingSite":
        return self.up()

    def __exit__(self, *_: object) -> None:
        self.down()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        pass  # a client that goes away, or that does not trust the certificate


def _handler(site: ChangingSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_HEAD(self) -> None:
            self._answer(body=False)

        def do_GET(self) -> None:
            self._answer(body=True)

        def do_POST(self) -> None:
            site.posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self._send(site.post_status, b"", {})

        def _answer(self, *, body: bool) -> None:
            site.agents.add(self.headers["User-Agent"])
            found = site.pages.get(self.path, site.missing or 404)
            if isinstance(found, int):
                return self._send(found, b"", {})
            if isinstance(found, tuple):
                return self._send(302, b"", {"Location": found[1]})
            content = found.encode() if isinstance(found, str) else found
            kind = "text/html; charset=utf-8" if isinstance(found, str) else "application/pdf"
            tag = f'"{hashlib.sha256(content).hexdigest()[:12]}"'
            if self.headers["If-None-Match"] == tag:
                return self._send(304, b"", {})
            self._send(200, content, {"Content-Type": kind, "ETag": tag}, body=body)

        def _send(self, status: int, content: bytes, headers: dict[str, str], *, body: bool = True) -> None:
            site.asked.append((self.command, self.path, status))
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(content))}).items():
                self.send_header(name, value)
            self.end_headers()
            if body:
                self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def closed_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
