"""Which machine an address leads to: many small offices share one vendor's, and politeness is owed to the machine."""

import socket
from functools import lru_cache

from crawler.urls import host_of


@lru_cache(maxsize=10_000)
def server_of(url: str) -> str:
    """The machine behind an address; its host name where that does not resolve. Blocks while the name is asked for."""
    host = host_of(url)
    try:
        return str(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0])
    except (OSError, UnicodeError):
        return host
