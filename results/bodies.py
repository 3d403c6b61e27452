"""One body, however its address is typed: with or without https, www and a slash at the end."""

import re
from urllib.parse import urlsplit

_PORTS = {"http": ":80", "https": ":443"}


def body_of(url: str) -> str:
    """What stays the same of a body's address: `www.example.go.th/` and `https://example.go.th` are one."""
    try:
        parts = urlsplit(url.strip() if "://" in url else f"http://{url.strip()}")
    except ValueError:  # no address at all: it is its own name
        return url.strip().lower()
    host = parts.netloc.lower().removesuffix(_PORTS.get(parts.scheme.lower(), ""))
    return re.sub(r"^www\.", "", host) + parts.path.rstrip("/")
