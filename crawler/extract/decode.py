"""Bytes of a page → text, before any parser sees them.

A TIS-620 page with one curly quote is cut off by parsers that decode themselves, many pages declare a table that they
do not use, and some mix two; so the bytes decide first, passage by passage where they must, and the declaration second.
"""

import codecs
import re

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, resolve_encoding

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_THAI = "cp874"  # Windows-874 holds TIS-620 and ISO-8859-11 and the curly quotes that offices send under those names
# Tables that are believed when declared and the bytes are not UTF-8: those of scripts that Thai cannot be taken for.
# A declared Latin table with high bytes in it is Windows-874 on every Thai site that was looked at; and a name such as
# "hex" or "punycode" is a codec, too, but none that belongs on a page.
_BELIEVED = frozenset(("gb18030", "big5", "big5hkscs", "cp932", "shift_jis", "euc_jp", "euc_kr", "cp949", "cp1251"))
_LETTER = rb"\xe0(?:\xb8[\x81-\xba\xbf]|\xb9[\x80-\x9b])"
_THAI_IN_UTF8 = re.compile(_LETTER)
# Characters in UTF-8 that no Thai word in Windows-874 looks like: their second byte is no letter there.
_SURE_LETTER = rb"(?:%s|[\xe1-\xef][\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2})" % _LETTER
_ONE_SURELY_UTF8, _SURELY_UTF8 = re.compile(_SURE_LETTER), re.compile(rb"(%s+)" % _SURE_LETTER)
_PASSAGE = re.compile(rb"[\x80-\xff](?:[^<>\"\r\n]*[\x80-\xff])?")
_HIGH = re.compile(rb"[\x80-\xff]+")
_CUT = re.compile(rb"\xe0(?:[\xb8\xb9]\Z|\Z)|\A[\x80-\xbf]\Z")  # what is left of a letter cut in the middle
_QUOTES = frozenset(b"\x80\x85\x91\x92\x93\x94\x95\x96\x97")
_SIGNS = frozenset("\u00a0©®«»·°±×÷")  # what a page in UTF-8 without Thai has of two-byte characters
_SAMPLE = 20_000
_PAIRS = 2000  # of bytes, looked at to tell UTF-16


def decode(body: bytes, content_type: str = "") -> str:
    """The text of an HTML, CSV or plain-text body; never fails, undecodable bytes become U+FFFD."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    if b"\0" in body[: 2 * _PAIRS] and (wide := _utf16(body)):
        return body.decode(wide, "replace")
    text = _as_utf8(body)
    if text is not None:
        return text if _meant_as_utf8(text, body, content_type) else body.decode(_THAI, "replace")
    if _THAI_IN_UTF8.search(body):
        return _decode_mixed(body)
    declared = _declared(body, content_type)
    if declared in _BELIEVED:
        try:
            return body.decode(declared)
        except UnicodeDecodeError:
            pass
    return body.decode(_THAI, "replace")


def _utf16(body: bytes) -> str:
    """The kind of UTF-16 that a body without byte order mark is in, told by the zero bytes of its markup."""
    sample = body[: 2 * _PAIRS]
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if max(first, second) * 4 < len(sample) // 2 or min(first, second) * 8 > max(first, second):
        return ""
    return "utf-16-be" if first > second else "utf-16-le"


def _as_utf8(body: bytes) -> str | None:
    """The text of a body in UTF-8, None when it is in something else."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        cut = error.start > 0 and error.start >= len(body) - 3  # a character cut by a size limit
        return body.decode("utf-8", "replace") if cut else None


def _meant_as_utf8(text: str, body: bytes, content_type: str) -> bool:
    """Whether a body that can be UTF-8 is: two letters of a Thai table make one character there (ยก is ¡), so a short
    page may be both. Then its declaration decides."""
    if len(text) == len(body) or _THAI_IN_UTF8.search(body) or _declared(body, content_type) != _THAI:
        return True
    return all(letter in _SIGNS for letter in text if "\u0080" <= letter <= "\u07ff")


def _declared(body: bytes, content_type: str) -> str | None:
    header = http_content_type_encoding(content_type) if content_type else None
    encoding = header or html_body_declared_encoding(body[:4096])
    return resolve_encoding(encoding) if encoding else None


def _decode_mixed(body: bytes) -> str:
    """A body in which passages of UTF-8 and of Windows-874 stand side by side, each decoded for itself."""
    sample = body[:_SAMPLE]
    mostly = len(_THAI_IN_UTF8.findall(sample)) * 6 >= len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    parts: list[str] = []
    end = 0
    for found in _PASSAGE.finditer(body):
        parts.append(body[end : found.start()].decode("ascii"))
        parts.append(_passage(found[0], mostly))
        end = found.end()
    parts.append(body[end:].decode("ascii"))
    return "".join(parts)


def _passage(raw: bytes, mostly_utf8: bool) -> str:
    if mostly_utf8 or _ONE_SURELY_UTF8.search(raw):
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            pass
    pieces = _SURELY_UTF8.split(raw)
    if len(pieces) == 1:
        return raw.decode(_THAI, "replace")
    return "".join(
        piece.decode("utf-8", "replace") if number % 2 else _HIGH.sub(_recoded, piece).decode("utf-8", "replace")
        for number, piece in enumerate(pieces)
    )


def _recoded(found: re.Match[bytes]) -> bytes:
    """High bytes between letters in UTF-8, as UTF-8: a sign of UTF-8, half a letter, or words in the other table."""
    raw = found[0]
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        if _CUT.search(raw) and not (len(raw) == 1 and raw[0] in _QUOTES):
            return "\ufffd".encode()
        return raw.decode(_THAI, "replace").encode("utf-8")
    return raw
