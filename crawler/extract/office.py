"""Office files, saved pages and tables as text → pages. Tables stay rows.

A program of its own (`office_child`), which can be killed, takes each file apart; old formats after an outside program
has put them into a form that can be read.
"""

import json
import signal
import sys

from crawler.artifacts import PageText
from crawler.extract import limits
from crawler.extract.document import Document, run_tool, unreadable
from crawler.extract.libreoffice import can_convert, converted
from crawler.extract.office_formats import READERS
from crawler.extract.word97 import ANTIWORD

_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # a new format inside the old one: locked by a password
_OLD_CONTAINER = b"\xd0\xcf\x11\xe0"
_OUT_OF_MEMORY = (-signal.SIGABRT, -signal.SIGKILL, 128 + signal.SIGABRT, 128 + signal.SIGKILL)


def read_office(body: bytes, kind: str) -> Document:
    """Read one file of a known `kind` (docx, xlsx, ...). Never raises: a damaged file is unreadable."""
    if body.startswith(_OLD_CONTAINER) and _ENCRYPTED_PACKAGE in body:
        return unreadable(kind, "encrypted")
    if kind == "doc":
        return _word97(body)
    if can_convert(kind):
        return _by_libreoffice(body, kind)
    return _by_child(body, kind, kind) if kind in READERS else unreadable(kind, "no_reader")


def _document(kind: str, pages: tuple[PageText, ...], detail: str) -> Document:
    return Document(kind=kind, pages=pages, detail=detail) if pages else unreadable(kind, detail)


def _by_child(body: bytes, reader: str, kind: str) -> Document:
    command = [sys.executable, "-m", "crawler.extract.office_child", reader]
    code, output, error = run_tool(command, body, limits.OFFICE_SECONDS, limits.OFFICE_MEMORY)
    if code == 124:
        return unreadable(kind, "timeout")
    if code in _OUT_OF_MEMORY or "MemoryError" in error:
        return unreadable(kind, "too_large")
    try:
        answer = json.loads(output)
        pages = tuple(PageText(**item) for item in answer["pages"])
    except (ValueError, TypeError, KeyError):
        return unreadable(kind, f"damaged: reader ended with {code}")
    return _document(kind, pages, answer["detail"])


def _word97(body: bytes) -> Document:
    """antiword is there in milliseconds; what it cannot read LibreOffice often can."""
    code, output, error = run_tool(list(ANTIWORD), body, limits.OFFICE_SECONDS)
    if "encrypted" in error.lower():
        return unreadable("doc", "encrypted")
    if code == 0 and output:
        read = _by_child(output, "docbook", "doc")
        if read.readable:
            return read
    read = _by_libreoffice(body, "doc")
    return unreadable("doc", "damaged") if code != 127 and read.detail.startswith("tool_missing") else read


def _by_libreoffice(body: bytes, kind: str) -> Document:
    code, target, content = converted(body, kind)
    if code == 127:
        return unreadable(kind, "tool_missing: LibreOffice")
    if code == 124:
        return unreadable(kind, "timeout")
    return _by_child(content, target, kind) if content else unreadable(kind, "damaged")
