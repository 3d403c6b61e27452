"""Which machine an address leads to: many small offices share one vendor's, and politeness is owed to the machine."""

import socket
from functools import lru_cache

from crawler.urls import host_of


def server_of(url: str) -> str:
    """The machine behind an address; its host name where that does not resolve. Blocks while the name is asked for."""
    return _machine(host_of(url))


@lru_cache(maxsize=10_000)
def _machine(host: str) -> str:
    try:
        return str(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0])
    except (OSError, UnicodeError):
        return host
