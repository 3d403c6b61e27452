"""What a response really is: its first bytes decide, then the declared type, then the name."""

import codecs
import re
from urllib.parse import urlsplit

from crawler.extract.package import BROKEN, opened, unpacked

_BY_TYPE = {
    "text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf", "application/msword": "doc",
    "application/vnd.ms-excel": "xls", "application/vnd.ms-powerpoint": "ppt", "text/csv": "csv",
    "text/tab-separated-values": "tsv", "text/plain": "txt", "application/zip": "zip", "application/json": "json",
    "application/xml": "xml", "text/xml": "xml", "application/rss+xml": "xml", "application/atom+xml": "xml",
    "application/rtf": "rtf", "text/rtf": "rtf", "multipart/related": "mhtml", "message/rfc822": "mhtml",
}  # fmt: skip
_PAGES = ("html", "htm", "php", "asp", "aspx", "jsp", "cgi")
_SUFFIXES = {
    "pdf": "pdf", "doc": "doc", "dot": "doc", "docx": "docx", "docm": "docx", "dotx": "docx", "xls": "xls",
    "xlsx": "xlsx", "xlsm": "xlsx", "xlsb": "xlsb", "ppt": "ppt", "pps": "ppt", "pptx": "pptx", "pptm": "pptx",
    "ppsx": "pptx", "odt": "odt", "ods": "ods", "odp": "odp", "rtf": "rtf", "csv": "csv", "tsv": "tsv", "txt": "txt",
    "zip": "zip", "rar": "rar", "7z": "7z", "json": "json", "xml": "xml", "mht": "mhtml", "mhtml": "mhtml",
    **dict.fromkeys(_PAGES, "html"),
}  # fmt: skip
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_ARCHIVES = ((b"Rar!\x1a\x07", "rar"), (b"7z\xbc\xaf", "7z"))
_OFFICE_TYPES = ("application/msword", "application/vnd.ms-excel", "application/vnd.ms-word", "application/excel",
                 "application/x-msexcel", "application/x-excel", "application/xls")  # fmt: skip
# what a page may begin with, after its byte order mark, remarks and XML declaration
_BEFORE = re.compile(rb"(?:\s|\xef\xbb\xbf|<!--.*?-->|<\?xml[^>]*>)*", re.DOTALL)
_HTML = re.compile(
    rb"<(?:!--|!doctype\s+html|(?:html|head|body|table|title|meta|script|style|div|h1|br|font|iframe|frameset|link"
    rb"|base|center|a|b|p)[\s/>])", re.IGNORECASE,
)  # fmt: skip
_SAVED_BY_OFFICE = b"urn:schemas-microsoft-com:office:"
_XML_OF_EXCEL = b"urn:schemas-microsoft-com:office:spreadsheet"
_XML_OF_WORD = b"schemas.microsoft.com/office/word/2003/wordml"
_XML_PACKAGE = b"schemas.microsoft.com/office/2006/xmlPackage"
_MHTML = re.compile(rb"(?:\A|\n)(?:MIME-Version:|Content-Type:\s*multipart/related)", re.IGNORECASE)
_JSON = re.compile(rb"\A\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]\d])")
_PLAIN = ("txt", "csv", "tsv")
_TEXT_INSTEAD = {"xls": "csv", "doc": "txt"}  # old systems send a list as text under the name of a table
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_OLD = (("PowerPoint Document", "ppt"), ("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"))
_OPEN_DOCUMENT = (
    (b"opendocument.text", "odt"), (b"opendocument.spreadsheet", "ods"), (b"opendocument.presentation", "odp"),
)  # fmt: skip


def kind_of(body: bytes, content_type: str, url: str) -> str:
    """A short name: html, pdf, docx, xlsx, doc, csv, zip, image, json, ... or other."""
    suffix = _suffix(url)
    head = body[:4096]
    return (
        _marked(body, head, content_type, suffix)
        or _markup(_as_ascii(head), content_type, suffix)
        or _declared(head, content_type, suffix)
    )


def _marked(body: bytes, head: bytes, content_type: str, suffix: str) -> str:
    """The kind that the first bytes name without doubt."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zipped(body, suffix)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _old_office(body, content_type, suffix)
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "image"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    return next((kind for magic, kind in _ARCHIVES if head.startswith(magic)), "")


def _markup(head: bytes, content_type: str, suffix: str) -> str:
    """The kind of a text that says in its first lines what it is."""
    start = head[_end_of_preface(head) :]
    if _HTML.match(start):
        return "saved_html" if _is_saved(head, content_type, suffix) else "html"
    if start.startswith(b"<"):
        if _XML_OF_EXCEL in head:
            return "excel_xml"
        return "word_xml" if _XML_OF_WORD in head or _XML_PACKAGE in head else ""
    if b"%PDF" in head[:1024]:
        return "pdf"
    if _MHTML.search(head) and b"multipart/related" in head.lower():
        return "mhtml"
    plain = content_type in ("text/plain", "text/csv") or _SUFFIXES.get(suffix) in _PLAIN
    return "json" if _JSON.match(head) and not plain else ""


def _end_of_preface(head: bytes) -> int:
    found = _BEFORE.match(head)
    return found.end() if found else 0


def _is_saved(head: bytes, content_type: str, suffix: str) -> bool:
    """A page that is meant as a file: sent as one, or written by Word or Excel under the name of one.

    A page under a file's name and the type of a page is the site's own word that something went wrong.
    """
    named = _SUFFIXES.get(suffix) in ("doc", "xls")
    return content_type in _OFFICE_TYPES or (named and (_SAVED_BY_OFFICE in head or "html" not in content_type))


def _declared(head: bytes, content_type: str, suffix: str) -> str:
    """The kind of bytes that do not tell: as the site says, unless they cannot be that."""
    if content_type.startswith("image/"):
        return "image"
    by_type, by_name = _BY_TYPE.get(content_type, ""), _SUFFIXES.get(suffix, "")
    kind = by_name if by_type in ("", "txt") and by_name else by_type
    if kind == "html" and by_name in _PLAIN and b"<" not in head:
        return by_name
    if kind in _TEXT_INSTEAD and not _CONTROL.search(head):
        return _TEXT_INSTEAD[kind]
    if kind in ("html", "json", "xml", "", *_PLAIN) and _is_binary(head):
        return "other"
    return kind or ("html" if head.lstrip().startswith(b"<") else "other")


def _is_binary(head: bytes) -> bool:
    """Whether these bytes are no text in any table: many empty bytes, and not those of UTF-16."""
    if b"\0" not in head or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    return not (head[::2].count(0) == 0 or head[1::2].count(0) == 0)


def _as_ascii(head: bytes) -> bytes:
    """The first bytes of a text in UTF-16 as those of one in UTF-8."""
    for mark, table in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(table, "replace").encode("utf-8", "replace")
    return head


def _suffix(url: str) -> str:
    try:
        name = urlsplit(url).path.rsplit("/", 1)[-1]
    except ValueError:
        return ""
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def _old_office(body: bytes, content_type: str, suffix: str) -> str:
    """The old container keeps named streams; one that holds another's table has the names of both."""
    named = _SUFFIXES.get(suffix, "") or _BY_TYPE.get(content_type, "")
    kinds = [kind for stream, kind in _OLD if stream.encode("utf-16-le") in body]
    if named in kinds:
        return named
    if kinds:
        return kinds[0]
    return named if named in ("doc", "docx", "xls", "xlsx", "xlsb", "ppt", "pptx") else "doc"


def _zipped(body: bytes, suffix: str) -> str:
    try:
        with opened(body) as archive:
            names = frozenset(archive.namelist())
            mimetype = unpacked(archive, archive.getinfo("mimetype"), 200) if "mimetype" in names else b""
    except BROKEN:
        named = _SUFFIXES.get(suffix, "")
        return named if named in ("docx", "xlsx", "xlsb", "pptx", "odt", "ods", "odp") else "zip"
    if "[Content_Types].xml" in names:
        if "xl/workbook.bin" in names:
            return "xlsb"
        for prefix, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
            if any(name.startswith(prefix) for name in names):
                return kind
    return next((kind for words, kind in _OPEN_DOCUMENT if words in mimetype), "zip")
