"""The days that programs put on documents and pages: properties of PDF and office files, meta elements, Last-Modified.

They tell when something was made or put up, not what it is about; a person who doubts a verdict may want them. What is
not found in the plain way (packed or encrypted properties of a PDF) is left out.
"""

import re
import zlib
from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from itertools import islice

from crawler.artifacts import Stamp

_PDF = re.compile(rb"/(CreationDate|ModDate)\s{0,8}\(\s{0,8}(?:D:)?(\d{4})(\d\d)(\d\d)")
_XMP = re.compile(rb"xmp:(CreateDate|ModifyDate)(?:>|\s{0,8}=\s{0,8}[\"'])(\d{4})-(\d\d)-(\d\d)")
_OFFICE = re.compile(rb"<(dcterms:(?:created|modified)|meta:creation-date|dc:date)\b[^<>]{0,200}>(\d{4})-(\d\d)-(\d\d)")
_META = re.compile(rb"<meta\s[^<>]{0,400}>", re.IGNORECASE)
_META_NAME = re.compile(rb"(?:name|property|itemprop)\s{0,8}=\s{0,8}[\"']?([\w:.-]{2,40})", re.IGNORECASE)
_META_DAY = re.compile(rb"content\s{0,8}=\s{0,8}[\"']?(\d{4})-(\d\d)-(\d\d)", re.IGNORECASE)
_OF_A_DAY = re.compile(rb"date|time|created|modified|published", re.IGNORECASE)
_PROPERTIES = re.compile(rb"PK\x03\x04.{22}(?:\x11\x00.{2}docProps/core\.xml|\x08\x00.{2}meta\.xml)", re.DOTALL)
_LOCAL_HEAD, _DEFLATED = 30, 8
_MOST = 64_000  # bytes: of the head of a page, and of unpacked properties
_MOST_STAMPS = 40  # of one kind: a PDF that was saved again and again holds one for each time
_YEARS = (1990, 2600)  # of the Christian era, or of the Buddhist one where somebody's clock was set so
_BUDDHIST = 2400


def stamps_of(body: bytes, last_modified: str) -> tuple[Stamp, ...]:
    """Every stamp of one stored answer once, those of the thing itself before that of the server. Never raises."""
    found = (*_own(body), *_header(last_modified))
    return tuple(dict.fromkeys(found))


def _own(body: bytes) -> Iterator[Stamp]:
    if body[:1024].find(b"%PDF-") >= 0:
        yield from _told(_PDF, body)
        yield from _told(_XMP, body)
    elif body.startswith(b"PK\x03\x04"):
        yield from _told(_OFFICE, _properties(body))
    else:
        for tag in _META.findall(body[:_MOST]):
            name, day = _META_NAME.search(tag), _META_DAY.search(tag)
            if name and day and _OF_A_DAY.search(name[1]):
                yield from _stamp(name[1], day.groups())


def _told(pattern: re.Pattern[bytes], text: bytes) -> Iterator[Stamp]:
    for match in islice(pattern.finditer(text), _MOST_STAMPS):
        yield from _stamp(match[1], match.groups()[1:])


def _stamp(name: bytes, numbers: tuple[bytes, ...]) -> Iterator[Stamp]:
    day = _day(*map(int, numbers))
    if day:
        label = name.decode("ascii", "replace")
        yield Stamp(source="metadata", day=day, text=f"{label} {'-'.join(item.decode() for item in numbers)}")


def _day(year: int, month: int, number: int) -> str:
    """The day in ISO; "" for one that cannot be."""
    if not _YEARS[0] <= year <= _YEARS[1]:
        return ""
    try:
        return date(year - 543 if year > _BUDDHIST else year, month, number).isoformat()
    except ValueError:
        return ""


def _header(last_modified: str) -> Iterator[Stamp]:
    try:
        day = parsedate_to_datetime(last_modified[:80]).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return
    if _YEARS[0] <= day.year <= _YEARS[1]:
        yield Stamp(source="header", day=day.isoformat(), text=f"Last-Modified {last_modified[:80]}")


def _properties(body: bytes) -> bytes:
    """The properties of an office document: the one member is unpacked in place, and no more of it than they need."""
    match = _PROPERTIES.search(body)
    if not match:
        return b""
    head = match.start()
    name, extra = (int.from_bytes(body[head + at : head + at + 2], "little") for at in (26, 28))
    packed = body[head + _LOCAL_HEAD + name + extra :][:_MOST]
    if int.from_bytes(body[head + 8 : head + 10], "little") != _DEFLATED:
        return packed
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, _MOST)
    except zlib.error:
        return b""
