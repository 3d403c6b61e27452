"""Addresses in sitemap.xml and in the Sitemap lines of robots.txt, read as plain text: no entity is ever expanded."""

import html
import re
import zlib

_LOC = re.compile(rb"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]{1,1500})", re.IGNORECASE)
_INDEX = re.compile(rb"<sitemapindex[\s>]", re.IGNORECASE)
# Blanks of one line only: over a file of empty lines, \s would be tried from each of them to the end.
_ROBOTS_LINE = re.compile(r"^[ \t]*+sitemap[ \t]*+:[ \t]*+(\S+)", re.IGNORECASE | re.MULTILINE)
_MAX_UNPACKED = 20_000_000  # bytes
MAX_SITEMAPS = 10
MAX_ADDRESSES = 5000


def read_sitemap(body: bytes) -> tuple[bool, list[str]]:
    """(whether it is an index of sitemaps, the addresses in it as written); at most MAX_ADDRESSES + 1 of them."""
    if body[:2] == b"\x1f\x8b":
        try:
            body = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, _MAX_UNPACKED)
        except zlib.error:
            return False, []
    found: list[str] = []
    for match in _LOC.finditer(body):
        found.append(html.unescape(match[1].decode("utf-8", "replace")))
        if len(found) > MAX_ADDRESSES:
            break
    return _INDEX.search(body[:2000]) is not None, found


def sitemaps_in_robots(body: bytes) -> list[str]:
    """The addresses of a robots.txt's Sitemap lines."""
    return _ROBOTS_LINE.findall(body.decode("utf-8", "replace"))[:MAX_SITEMAPS]
