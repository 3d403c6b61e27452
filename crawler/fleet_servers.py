"""On which server a site lives: many offices share one vendor's machine, and that machine is what must be spared."""

import socket
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from urllib.parse import urlsplit

_AT_ONCE = 16


class Servers:
    """Looks up addresses ahead, in the background; a name without address is a server of its own."""

    def __init__(self, urls: Iterable[str]) -> None:
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="names")
        self._found: dict[str, Future[frozenset[str]]] = {}
        for host in map(_host, urls):
            if host not in self._found:
                self._found[host] = self._pool.submit(_addresses, host)

    def of(self, url: str) -> frozenset[str] | None:
        """The addresses of a site's server; None while they are being looked up."""
        future = self._found[_host(url)]
        return future.result() if future.done() else None

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


def _host(url: str) -> str:
    try:
        return (urlsplit(url if "://" in url else f"//{url}").hostname or url).lower()
    except ValueError:
        return url


def _addresses(host: str) -> frozenset[str]:
    try:
        return frozenset(str(entry[4][0]) for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):
        return frozenset({host})
