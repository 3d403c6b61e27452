"""How a fetch failed, in the words of the evidence: one kind and a short detail for every exception."""

import zlib
from gzip import BadGzipFile

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost

from crawler.artifacts import FailureKind


class RobotsDenied(IgnoreRequest):
    """robots.txt forbids the address; raised by the robots middleware."""


class RobotsUnavailable(IgnoreRequest):
    """robots.txt cannot be had, so nothing of that host may be fetched; raised by the robots middleware."""

    def __init__(self, kind: FailureKind, told: str) -> None:
        super().__init__(told)
        self.kind = kind


def describe(error: BaseException) -> tuple[FailureKind, str]:
    """(kind, detail) of an exception that Scrapy reports for a request."""
    if isinstance(error, RobotsDenied):
        return "robots", "robots.txt forbids this address"
    if isinstance(error, RobotsUnavailable):
        return error.kind, str(error)
    if isinstance(error, CannotResolveHostError):
        return "dns", "host name does not resolve"
    if isinstance(error, DownloadTimeoutError):
        return "timeout", "no complete answer in time"
    if isinstance(error, DownloadConnectionRefusedError):
        return "timeout", "connection refused"
    if isinstance(error, DownloadCancelledError) or (isinstance(error, IgnoreRequest) and "MAXSIZE" in str(error)):
        return "too_large", "larger than the limit"
    return _of_connection(error)


def is_passing(error: BaseException) -> bool:
    """Whether the same request may well succeed a little later."""
    return isinstance(error, ResponseDataLossError) or describe(error)[0] in ("dns", "timeout")


def _of_connection(error: BaseException) -> tuple[FailureKind, str]:
    for cause in _causes(error):
        if isinstance(cause, SSL.Error):
            return "tls", _tls_detail(cause)
        if isinstance(cause, ResponseDataLossError):
            return "timeout", "connection ended before the answer was complete"
        if isinstance(cause, BadGzipFile | zlib.error):
            return "http_error", "the answer is not packed as it says"
        if isinstance(cause, ConnectionLost | ConnectionDone):
            return "timeout", "connection closed by the server"
        if isinstance(cause, ConnectError | OSError):
            return "timeout", f"connection failed: {cause}"[:200]
    return "http_error", f"no valid HTTP answer ({type(error).__name__})"


def _causes(error: BaseException) -> list[BaseException]:
    """The exception and everything it wraps, Twisted's lists of reasons included; TLS reasons first."""
    found: list[BaseException] = []
    todo: list[BaseException | None] = [error]
    while todo and len(found) < 20:
        item = todo.pop()
        if item is None or item in found:
            continue
        found.append(item)
        todo.append(item.__cause__)
        todo.extend(getattr(reason, "value", None) for reason in getattr(item, "reasons", None) or [])
    return sorted(found, key=lambda item: not isinstance(item, SSL.Error))


def _tls_detail(error: SSL.Error) -> str:
    reasons = error.args[0] if error.args and isinstance(error.args[0], list) else []
    words = next((entry[-1] for entry in reasons if entry), "")
    return f"TLS connection failed{': ' + words if words else ''}"
