"""Words from a website made fit to be shown: no control characters, no reordering marks, no endless lines.

What is left out here is what XML forbids or what makes a reader see something else than what is written. Escaping
for HTML, sheets or documents is not done here; each format does its own.
"""

import re
import unicodedata
from urllib.parse import unquote, urlsplit

from crawler.inert import FORBIDDEN

_FORBIDDEN = re.compile(f"{FORBIDDEN.pattern}|\ufffd")  # nor a letter that was lost
_QUOTED = re.compile('"([^"]*)"')
_SPACE = re.compile(r"\s+")
QUOTE_LIMIT = 400
TITLE_LIMIT = 200
URL_LIMIT = 4000


def plain(text: str, limit: int = QUOTE_LIMIT) -> str:
    """The text on one line, without forbidden characters, at most `limit` characters long."""
    line = _SPACE.sub(" ", _FORBIDDEN.sub(" ", text)).strip()
    if len(line) <= limit:
        return line
    end = limit - 1
    while end > 0 and unicodedata.combining(line[end]):
        end -= 1
    return line[:end].rstrip() + "…"


def curled(text: str) -> str:
    """Quotation marks in pairs as in print, like those of the sentences around them."""
    return _QUOTED.sub(r"“\1”", text)


def plain_url(url: str) -> str:
    """An address without blanks and forbidden characters; otherwise as it is."""
    return _SPACE.sub("", _FORBIDDEN.sub("", url))[:URL_LIMIT]


def readable_url(url: str, limit: int = 110) -> str:
    """An address for the eye: Thai letters instead of %E0%B8.., the middle left out when it is long."""
    shown = plain(unquote(url, errors="replace"), URL_LIMIT)
    if len(shown) <= limit:
        return shown
    tail = limit // 2
    return shown[: limit - tail - 1] + "…" + shown[-tail:]


def host_of(url: str) -> str:
    """The host of an address, empty when it has none or is no address."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def is_web(url: str | None) -> bool:
    """True for an address that a reader may click: http and https only."""
    if not url:
        return False
    return url.lower().startswith(("http://", "https://")) and bool(host_of(url))
