"""A TLS connection within so many seconds in all, however many addresses a host has and however slowly it answers."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 10.0


@contextmanager
def handshake(host: str, port: int, context: ssl.SSLContext, seconds: float = SECONDS) -> Iterator[ssl.SSLSocket]:
    """The connection after its handshake. Raises ssl.SSLError, OSError, ValueError; TimeoutError when it is late."""
    end = time.monotonic() + seconds
    with _connected(host, port, end) as plain:
        plain.settimeout(_left(end))  # for the handshake as a whole: Python counts on while it drips
        with context.wrap_socket(plain, server_hostname=host) as safe:
            yield safe


def _connected(host: str, port: int, end: float) -> socket.socket:
    """A connection to the first of its addresses that takes one."""
    problem = OSError("no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        plain = socket.socket(family, kind, protocol)
        try:
            plain.settimeout(_left(end))
            plain.connect(address)
            return plain
        except OSError as error:
            plain.close()
            problem = error
    raise problem


def _left(end: float) -> float:
    """Seconds until then. Raises TimeoutError when it is over."""
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError("no connection in time")
    return left
