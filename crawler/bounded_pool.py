"""Connections that end after so many seconds in all, however slowly the other side drips: a timeout of a socket begins
anew with every byte, so that a hostile server could hold a look for hours."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


def bounded_pool(user_agent: str, timeout: float, seconds: float) -> urllib3.PoolManager:
    """A pool without redirects and retries of its own. `timeout` is for each silence, `seconds` for the handshake, and
    again for the head of an answer; certificates are told of elsewhere and never a reason to see nothing."""

    class Plain(HTTPConnection):
        def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]
            with _cut_after(self, seconds):
                return super().getresponse()

    class Safe(HTTPSConnection):
        def connect(self) -> None:
            with _cut_after(self, seconds):
                super().connect()

        def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]
            with _cut_after(self, seconds):
                return super().getresponse()

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SafePool(HTTPSConnectionPool):
        ConnectionCls = Safe

    headers = {"User-Agent": user_agent, "Accept-Language": "th,en;q=0.5", "Accept-Encoding": "gzip"}
    pool = urllib3.PoolManager(
        num_pools=20, cert_reqs="CERT_NONE", retries=False, timeout=urllib3.Timeout(timeout), headers=headers
    )
    pool.pool_classes_by_scheme = {"http": PlainPool, "https": SafePool}
    return pool


@contextmanager
def _cut_after(connection: HTTPConnection, seconds: float) -> Iterator[None]:
    """Raises TimeoutError when it took longer, whatever came of it."""
    late = threading.Event()
    timer = threading.Timer(seconds, _cut, [connection, late])
    timer.daemon = True
    timer.start()
    try:
        yield
    except OSError as error:
        if not late.is_set():
            raise
        raise TimeoutError("no complete answer in time") from error
    finally:
        timer.cancel()
    if late.is_set():
        raise TimeoutError("no complete answer in time")


def _cut(connection: HTTPConnection, late: threading.Event) -> None:
    """Whoever waits for this connection hears at once that it has ended."""
    late.set()
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)
