"""Addresses in one form, so that one page is fetched once.

`normalise_url` gives the form that is requested, `canonical` the name under which an address counts as seen: there
http and https, with and without www, are one.
"""

import re
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_BLANKS = " \t\r\n\f\v\u00a0\u200b\ufeff"
_REMOVED = re.compile(r"[\t\r\n]")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT = _UNRESERVED | frozenset("!$&'()*+,;=:@/%")
_KEPT_IN_QUERY = _KEPT | frozenset("?[]")
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*", re.IGNORECASE)
_SESSION_NAMES = frozenset(("phpsessid", "jsessionid", "sessionid", "aspsessionid", "fbclid", "gclid", "_ga"))
_SESSION_VALUE = re.compile(r"[0-9a-zA-Z,-]{20,}\Z")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\Z|\[[0-9a-f:.]+\]\Z")


def normalise_url(url: str, encoding: str = "utf-8") -> str | None:
    """The one form of an absolute http(s) address, without fragment, user name and session ids; None for others.

    `encoding` is that of the page: browsers send the query of a link in it. Idempotent.
    """
    try:
        parts = urlsplit(_REMOVED.sub("", url.strip(_BLANKS)))
        netloc = _netloc(parts)
    except ValueError:
        return None
    if not netloc:
        return None
    path = _PATH_SESSION.sub("", _escaped(parts.path.replace("\\", "/"), _KEPT, "utf-8"))
    query = _without_sessions(_escaped(parts.query, _KEPT_IN_QUERY, encoding)) if parts.query else ""
    return f"{parts.scheme.lower()}://{netloc}{_without_dots(path)}{'?' + query if query else ''}"


def join(base: str, href: str, encoding: str = "utf-8") -> str | None:
    """The normalised address that `href` on the page `base` leads to; None when it leads to no web address."""
    href = _REMOVED.sub("", href.strip(_BLANKS))
    if not href or href[0] == "#":
        return None
    try:
        return normalise_url(urljoin(base, href.replace("\\", "/")), encoding)
    except ValueError:
        return None


def redirect_target(base: str, location: bytes) -> str | None:
    """The address that a Location header names; old servers send Thai file names in it as raw Windows-874."""
    try:
        return join(base, location.decode("utf-8"))
    except UnicodeDecodeError:
        return join(base, location.decode("cp874", "replace"), "cp874")


@lru_cache(maxsize=65536)
def canonical(url: str) -> str:
    """The name under which an address counts as seen: no scheme, no www, no default port. Never fails."""
    normal = normalise_url(url)
    if normal is None:
        return url
    return seen_name(normal)


def seen_name(normal: str) -> str:
    """`canonical` of an address that is already in its normal form."""
    rest = normal.split("://", 1)[1]
    return rest[4:] if rest.startswith("www.") else rest


def host_of(url: str) -> str:
    """Lower-case host name of an address, without port; "" when there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def port_of(url: str) -> int:
    """Port of an http(s) address, the default one included; 0 when there is none."""
    try:
        parts = urlsplit(url)
        return parts.port or _DEFAULT_PORTS.get(parts.scheme.lower(), 0)
    except ValueError:
        return 0


def _netloc(parts: SplitResult) -> str:
    scheme = parts.scheme.lower()
    host = (parts.hostname or "").rstrip(".")
    if scheme not in _DEFAULT_PORTS or not host:
        return ""
    if ":" in host:
        host = f"[{host}]"
    elif not host.isascii():
        host = host.encode("idna").decode("ascii").lower()
    if not _HOST.match(host):
        return ""
    port = parts.port
    return host if port is None or port == _DEFAULT_PORTS[scheme] else f"{host}:{port}"


def _escaped(text: str, kept: frozenset[str], encoding: str) -> str:
    """Percent-encode what must be, decode what need not be; an escape that is none stays as its own characters."""
    if "%" in text:
        text = _ESCAPE.sub(_one_escape, _BARE_PERCENT.sub("%25", text))
    if kept.issuperset(text):
        return text
    return "".join(letter if letter in kept else _percent(letter, encoding) for letter in text)


def _one_escape(match: re.Match[str]) -> str:
    letter = chr(int(match[1], 16))
    return letter if letter in _UNRESERVED else match[0].upper()


def _percent(letter: str, encoding: str) -> str:
    try:
        raw = letter.encode(encoding)
    except UnicodeEncodeError:
        raw = letter.encode("utf-8", "replace")
    return "".join(f"%{byte:02X}" for byte in raw)


def _without_dots(path: str) -> str:
    if not path.startswith("/"):
        path = "/" + path
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            if kept:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _without_sessions(query: str) -> str:
    return "&".join(part for part in query.split("&") if not _is_session(part)) if "=" in query else query


def _is_session(part: str) -> bool:
    name, _, value = part.partition("=")
    name = name.lower()
    if name in _SESSION_NAMES or name.startswith("utm_"):
        return True
    # `sid` is as often the number of a subject as a session: only a long random value is a session
    return name in ("sid", "s") and _SESSION_VALUE.match(value) is not None
