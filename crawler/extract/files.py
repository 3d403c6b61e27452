"""A file's bytes → Document, by kind, remembered by (sha256, reader version) so that no file is read twice."""

import io
import json
import os
import zipfile
from dataclasses import asdict
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from crawler.artifacts import PageText
from crawler.extract import limits
from crawler.extract.document import Document, page, unreadable
from crawler.extract.ocr import recognise
from crawler.extract.office import read_office
from crawler.extract.pdf import read_pdf

READER_VERSION = 2  # raise when any reader's output changes: it is part of the cache key


def read_file(body: bytes, kind: str, sha256: str, *, ocr: bool, cache: Path | None) -> Document:
    """Read one file, from the cache folder if it was read before with the same reader and setting."""
    place = cache / f"{sha256}-{READER_VERSION}{'-ocr' if ocr else ''}.json" if cache else None
    if place and place.is_file():
        remembered = _load(place)
        if remembered and remembered.kind == kind:
            return remembered
    document = _read(body, kind, ocr)
    # A missing tool or a timeout is a state of this machine, not of the file: tomorrow it may be otherwise.
    if place and not document.detail.startswith(("tool_missing", "timeout")):
        _store(place, document)
    return document


def _read(body: bytes, kind: str, ocr: bool) -> Document:
    if not body:
        return unreadable(kind, "empty")
    if kind == "pdf":
        return read_pdf(body, ocr)
    if kind == "image":
        return _picture(body, ocr)
    if kind == "zip":
        return _archive(body)
    return read_office(body, kind)


def _picture(body: bytes, ocr: bool) -> Document:
    try:
        with Image.open(io.BytesIO(body)) as picture:
            pixels = picture.width * picture.height
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return unreadable("image", "damaged")
    if not ocr or not limits.MIN_OCR_PIXELS <= pixels <= limits.MAX_OCR_PIXELS:
        return unreadable("image", "picture_without_text")
    read = recognise(body)
    return Document(kind="image", pages=(read,)) if read else unreadable("image", "picture_not_recognised")


def _archive(body: bytes) -> Document:
    """An archive is named, not opened: its members' names are words that a person can check."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = archive.namelist()[:500]
    except (zipfile.BadZipFile, OSError, ValueError):
        return unreadable("zip", "damaged")
    return Document(kind="zip", pages=(page(1, "none", "\n".join(names)),), readable=False, detail="archive")


def _load(place: Path) -> Document | None:
    try:
        stored = json.loads(place.read_text(encoding="utf-8"))
        pages = tuple(PageText(**item) for item in stored.pop("pages"))
        return Document(pages=pages, **stored)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _store(place: Path, document: Document) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    temporary = place.with_suffix(f".{os.getpid()}.part")
    temporary.write_text(json.dumps(asdict(document), ensure_ascii=False), encoding="utf-8")
    temporary.replace(place)
