"""Bytes of a page → text, before any parser sees them.

A TIS-620 page with one curly quote is cut off by parsers that decode themselves, and many pages declare a table
that they do not use; so the bytes decide first and the declaration second.
"""

import codecs
import re

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, resolve_encoding

_THAI_IN_UTF8 = re.compile(rb"\xe0[\xb8\xb9][\x80-\xbf]")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LATIN = {"latin-1", "iso8859-1", "cp1252", "ascii"}


def decode(body: bytes, content_type: str = "") -> str:
    """The text of an HTML, CSV or plain-text body; never fails, undecodable bytes become U+FFFD."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    if _is_utf8(body):
        return body.decode("utf-8", "replace")
    declared = _declared(body, content_type)
    if declared is None or declared in _LATIN:
        declared = "cp874"  # Thai offices that declare Latin-1, or nothing, and send high bytes send Windows-874
    if declared == "utf-8" and len(_THAI_IN_UTF8.findall(body)) < _high_bytes(body) // 6:
        declared = "cp874"
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


def _high_bytes(body: bytes) -> int:
    return sum(byte >= 0x80 for byte in body[:20000])
