"""The address that the operator typed → the address to start from."""

import re
import socket
import ssl
from urllib.parse import urlsplit

_HOST = re.compile(r"^(?:[\w-]+\.)*[\w-]+$|^\[[0-9a-f:.]+\]$", re.IGNORECASE)
_SECONDS = 8


class SeedError(ValueError):
    """The operator's address is none that a crawl can start from. Raised by `seed_url`."""


def seed_url(text: str) -> tuple[str, bool]:
    """The full address and whether its scheme was chosen here. Raises SeedError with one sentence."""
    text = text.strip()
    scheme = re.match(r"^([a-z][a-z0-9+.-]*)://", text, re.IGNORECASE)
    if scheme and scheme[1].lower() not in ("http", "https"):
        raise SeedError(f"{text[:80]!r} starts with {scheme[1]}://; only http:// and https:// can be audited")
    full = text if scheme else f"http://{text}"
    try:
        parts = urlsplit(full)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise SeedError(f"{text[:80]!r} is not a web address: {error}") from error
    shown = f"[{host}]" if ":" in host else host
    if not host or not _HOST.match(shown) or any(letter.isspace() for letter in text):
        raise SeedError(f"{text[:80]!r} is not a web address; write it like https://www.example.go.th")
    if not scheme and "." not in host and host != "localhost":
        raise SeedError(f"{text[:80]!r} is not a web address; write it like https://www.example.go.th")
    if parts.username or parts.password:
        raise SeedError("user name and password in the address are not accepted: only public pages are audited")
    path = parts.path or "/"
    query = f"?{parts.query}" if parts.query else ""
    if scheme:
        return f"{scheme[1].lower()}://{parts.netloc.lower()}{path}{query}", False
    chosen = "https" if _speaks_tls(host, port or 443) else "http"
    return f"{chosen}://{parts.netloc.lower()}{path}{query}", True


def _speaks_tls(host: str, port: int) -> bool:
    """Whether something answers TLS there; the certificate's quality is reported by the crawl, not judged here."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((host, port), timeout=_SECONDS) as plain,
            context.wrap_socket(plain, server_hostname=host),
        ):
            return True
    except (OSError, ValueError):
        return False
