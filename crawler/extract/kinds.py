"""What a response really is: its first bytes decide, then the declared type, then the name."""

import io
import zipfile
from urllib.parse import urlsplit

_BY_TYPE = {
    "text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf", "application/msword": "doc",
    "application/vnd.ms-excel": "xls", "text/csv": "csv", "text/plain": "txt", "application/zip": "zip",
    "application/json": "json", "application/xml": "xml", "text/xml": "xml", "application/rss+xml": "xml",
}  # fmt: skip
_SUFFIXES = {"html", "htm", "php", "asp", "aspx", "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods",
             "csv", "txt", "zip", "rar", "7z", "json", "xml"}  # fmt: skip
_PICTURES = ((b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"), (b"BM", "bmp"))


def kind_of(body: bytes, content_type: str, url: str) -> str:
    """A short name: html, pdf, docx, xlsx, doc, xls, pptx, odt, ods, csv, txt, zip, image, json, xml or other."""
    head = body[:1024]
    start = head.lstrip()[:256].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    if b"%PDF" in head:
        return "pdf"
    if any(head.startswith(magic) for magic, _ in _PICTURES) or head[8:12] == b"WEBP":
        return "image"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(body)
    suffix = _suffix(url)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return suffix if suffix in ("doc", "xls", "ppt") else _BY_TYPE.get(content_type, "doc")
    if head.startswith((b"Rar!", b"7z\xbc\xaf")):
        return "rar"
    if content_type.startswith("image/"):
        return "image"
    by_type = _BY_TYPE.get(content_type, "")
    if by_type in ("", "txt") and suffix in _SUFFIXES:
        return "html" if suffix in ("html", "htm", "php", "asp", "aspx") else suffix
    return by_type or ("html" if start.startswith(b"<") else "other")


def _suffix(url: str) -> str:
    name = urlsplit(url).path.rsplit("/", 1)[-1]
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def _zipped(body: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = archive.namelist()[:2000]
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, KeyError):
        return "zip"
    for prefix, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if any(name.startswith(prefix) for name in names):
            return kind
    if b"opendocument.text" in mimetype:
        return "odt"
    return "ods" if b"opendocument.spreadsheet" in mimetype else "zip"
