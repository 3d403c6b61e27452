"""On which machines a site lives: many small offices share one vendor's, and politeness is owed to the machine."""

import socket
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache

from crawler.urls import host_of

_AT_ONCE = 16


def servers_of(url: str) -> frozenset[str]:
    """The addresses behind a site, its host name where that does not resolve; sites whose addresses overlap share a
    machine. Blocks while the name is asked for."""
    return _machines(_host(url))


class Servers:
    """Asks for the machines of many sites ahead, in the background."""

    def __init__(self, urls: Iterable[str]) -> None:
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="names")
        self._found: dict[str, Future[frozenset[str]]] = {}
        for host in map(_host, urls):
            if host not in self._found:
                self._found[host] = self._pool.submit(_machines, host)

    def of(self, url: str) -> frozenset[str] | None:
        """What `servers_of` tells; None while the name is being asked for."""
        future = self._found[_host(url)]
        return future.result() if future.done() else None

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


def _host(url: str) -> str:
    return host_of(url if "://" in url else f"//{url}") or url


@lru_cache(maxsize=10_000)
def _machines(host: str) -> frozenset[str]:
    try:
        return frozenset(str(entry[4][0]) for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):
        return frozenset({host})
