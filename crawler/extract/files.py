"""A file's bytes → Document, by kind, remembered by (sha256, reader version) so that no file is read twice."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from crawler.artifacts import Numeral, PageText
from crawler.extract.archives import ARCHIVES, read_archive
from crawler.extract.document import Document, unreadable
from crawler.extract.office import read_office
from crawler.extract.pdf import read_pdf
from crawler.extract.pictures import read_picture

READER_VERSION = 4  # raise when any reader's output changes: it is part of the cache key


def read_file(body: bytes, kind: str, sha256: str, *, ocr: bool, cache: Path | None) -> Document:
    """Read one file, from the cache folder if it was read before with the same reader and setting."""
    place = cache / f"{sha256}-{READER_VERSION}{'-ocr' if ocr else ''}.json" if cache else None
    if place and place.is_file():
        remembered = _load(place)
        if remembered and remembered.kind == kind:
            return remembered
    document = _read(body, kind, ocr)
    # A missing tool or a timeout is a state of this machine, not of the file: tomorrow it may be otherwise.
    if place and not document.detail.startswith(("tool_missing", "timeout", "archive_rar", "archive_7z")):
        _store(place, document)
    return document


def _read(body: bytes, kind: str, ocr: bool) -> Document:
    if not body:
        return unreadable(kind, "empty")
    if kind == "pdf":
        return read_pdf(body, ocr)
    if kind == "image":
        return read_picture(body, ocr)
    if kind in ARCHIVES:
        return read_archive(body, kind, lambda member, its_kind: _read(member, its_kind, ocr))
    return read_office(body, kind)


def _load(place: Path) -> Document | None:
    try:
        stored = json.loads(place.read_text(encoding="utf-8"))
        pages = tuple(_page(item) for item in stored.pop("pages"))
        return Document(pages=pages, **stored)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _page(stored: dict[str, Any]) -> PageText:
    numerals = tuple(Numeral(**item | {"box": tuple(item["box"])}) for item in stored.pop("numerals"))
    return PageText(numerals=numerals, **stored)


def _store(place: Path, document: Document) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    temporary = place.with_suffix(f".{os.getpid()}.part")
    temporary.write_text(json.dumps(asdict(document), ensure_ascii=False), encoding="utf-8")
    temporary.replace(place)
