"""Bytes of a page → text, before any parser sees them.

A TIS-620 page with one curly quote is cut off by parsers that decode themselves, and many pages declare a table
that they do not use; so the bytes decide first and the declaration second.
"""

import codecs
import re

from bs4.dammit import UnicodeDammit
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, resolve_encoding

_THAI_IN_UTF8 = re.compile(rb"\xe0[\xb8\xb9][\x80-\xbf]")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_NOT_THAI = {"utf-8", "latin-1", "iso8859-1", "cp1252", "ascii"}
_SAMPLE = 20_000


def decode(body: bytes, content_type: str = "") -> str:
    """The text of an HTML, CSV or plain-text body; never fails, undecodable bytes become U+FFFD."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    if _is_utf8(body):
        return body.decode("utf-8", "replace")
    if _mostly_utf8(body):
        # UTF-8 with some bytes of another table in it (quotation marks pasted from a word processor)
        return UnicodeDammit.detwingle(body).decode("utf-8", "replace")
    declared = _declared(body, content_type)
    if declared is None or declared in _NOT_THAI:
        declared = "cp874"  # offices that declare UTF-8, Latin-1 or nothing and send high bytes send Windows-874
    return body.decode(declared, "replace")


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > 0 and error.start >= len(body) - 3  # a character cut by a size limit
    return True


def _declared(body: bytes, content_type: str) -> str | None:
    header = http_content_type_encoding(content_type) if content_type else None
    encoding = header or html_body_declared_encoding(body[:4096])
    return resolve_encoding(encoding) if encoding else None


def _mostly_utf8(body: bytes) -> bool:
    """Whether Thai letters in UTF-8 (three bytes each) make up at least half of the bytes beyond ASCII."""
    sample = body[:_SAMPLE]
    return len(_THAI_IN_UTF8.findall(sample)) * 6 >= sum(byte >= 0x80 for byte in sample)
