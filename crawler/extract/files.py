"""A file's bytes → Document, by kind, remembered by (sha256, reader version, depth) so that no file is read twice."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from crawler.artifacts import Numeral, PageText
from crawler.extract import limits
from crawler.extract.archives import ARCHIVES, read_archive
from crawler.extract.document import Document, unreadable
from crawler.extract.office import read_office
from crawler.extract.pdf import read_pdf
from crawler.extract.pictures import read_picture

READER_VERSION = 10  # raise when any reader's output changes: it is part of the cache key


def read_file(
    body: bytes, kind: str, sha256: str, *, ocr: bool, cache: Path | None, depth: int = limits.OCR_PAGES
) -> Document:
    """Read one file, from the cache folder if it was read before with the same reader, setting and depth.

    `depth` is how many pages of a scan are recognised at most. What a shallower reading recognised is taken over page
    by page: the answer is the same as that of a reading from the start.
    """
    depth = depth if ocr else 0
    place = _place(cache, sha256, depth) if cache else None
    remembered = _load(place, kind) if place else None
    if remembered:
        return remembered
    document = _read(body, kind, depth, _known(cache, sha256, kind, depth) if cache else {})
    # A missing tool or a timeout is a state of this machine, not of the file: tomorrow it may be otherwise.
    if place and not document.detail.startswith(("tool_missing", "timeout", "archive_rar", "archive_7z")):
        _store(place, document)
    return document


def _place(cache: Path, sha256: str, depth: int) -> Path:
    return cache / f"{sha256}-{READER_VERSION}{f'-ocr{depth}' if depth else ''}.json"


def _known(cache: Path, sha256: str, kind: str, depth: int) -> dict[int, PageText]:
    """The pages that a shallower reading has recognised."""
    shallower = [less for less in (limits.OCR_PAGES, *limits.OCR_DEPTHS) if less < depth]
    documents = (_load(_place(cache, sha256, less), kind) for less in reversed(shallower))
    document = next((item for item in documents if item), None)
    return {item.number: item for item in document.pages if item.method == "ocr"} if document else {}


def _read(body: bytes, kind: str, depth: int, known: Mapping[int, PageText]) -> Document:
    if not body:
        return unreadable(kind, "empty")
    if kind == "pdf":
        return read_pdf(body, depth > 0, depth, known)
    if kind == "image":
        return read_picture(body, depth > 0)
    if kind in ARCHIVES:
        return read_archive(body, kind, lambda member, its_kind: _read(member, its_kind, depth, {}))
    return read_office(body, kind)


def _load(place: Path, kind: str) -> Document | None:
    """What is remembered there of a file of this kind; nothing when it was read as another one, or cannot be used."""
    try:
        stored = json.loads(place.read_text(encoding="utf-8"))
        pages = tuple(_page(item) for item in stored.pop("pages"))
        document = Document(pages=pages, **stored)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return document if document.kind == kind else None


def _page(stored: dict[str, Any]) -> PageText:
    numerals = tuple(Numeral(**item | {"box": tuple(item["box"])}) for item in stored.pop("numerals"))
    return PageText(numerals=numerals, **stored)


def _store(place: Path, document: Document) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    temporary = place.with_suffix(f".{os.getpid()}.part")
    temporary.write_text(json.dumps(asdict(document), ensure_ascii=False), encoding="utf-8")
    temporary.replace(place)
