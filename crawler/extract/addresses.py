"""The links of a page as absolute addresses: nearly all of them only need their page's own beginning before them."""

import re
from functools import lru_cache
from urllib.parse import urldefrag, urljoin, urlsplit

from crawler.extract.limits import MAX_ADDRESS

_BLANK = r"\x00-\x20\s"
_QUERY = rf"(?:\?[^{_BLANK};#]+)?"
# Addresses in which the standard library would find nothing to mend: whole, from the root, from the folder.
_PLAIN = re.compile(
    rf"(https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[^{_BLANK};?#]*{_QUERY})?)"
    rf"|(/(?!/)[^{_BLANK};?#]*{_QUERY})"
    rf"|((?:[^{_BLANK};?#:/]+/)*[^{_BLANK};?#:/]+{_QUERY})"
)


class Addresses:
    """Where the links of one page lead; `base` is what relative ones start from."""

    def __init__(self, base: str) -> None:
        self._base = base
        root, folder = _joined(base, "/x")[:-2], _joined(base, "x")[:-1]
        self._before = ("", "", root, folder) if root else ()  # by the kind of plain address

    def of(self, href: str) -> str:
        """An absolute address without fragment, or "" for one that leads nowhere."""
        href = href.strip()
        if not href or href[0] == "#" or len(href) > MAX_ADDRESS:
            return ""
        if self._before and href[0] != "." and "/." not in href:
            plain = _PLAIN.fullmatch(href)
            if plain:
                url = self._before[plain.lastindex or 0] + href
                return url if len(url) <= MAX_ADDRESS else ""
        return _joined(self._base, href)


@lru_cache(maxsize=8192)
def _joined(base: str, href: str) -> str:
    try:
        url = urldefrag(urljoin(base, href))[0].strip()
        scheme = urlsplit(url).scheme
    except ValueError:
        return ""
    return url if scheme in ("http", "https", "mailto", "tel") and len(url) <= MAX_ADDRESS else ""
