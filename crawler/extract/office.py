"""Office files → text: Word, Excel, PowerPoint, OpenDocument, CSV. Tables stay rows."""

import io
import zipfile
from collections.abc import Callable, Iterable

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from crawler.artifacts import PageText
from crawler.extract import limits
from crawler.extract.decode import decode
from crawler.extract.document import Document, page, run_tool, unreadable

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAW = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def read_office(body: bytes, kind: str) -> Document:
    """Read one file of a known `kind` (docx, xlsx, ...). Never raises: a damaged file is unreadable."""
    reader = _READERS.get(kind)
    if reader is None:
        return unreadable(kind, "no_reader")
    try:
        pages = tuple(item for item in reader(body) if item.text)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, CalamineError, KeyError, ValueError, OSError) as error:
        return unreadable(kind, f"damaged: {type(error).__name__}")
    return Document(kind=kind, pages=pages) if pages else unreadable(kind, "empty")


def _member(archive: zipfile.ZipFile, name: str) -> etree._Element:
    if sum(info.file_size for info in archive.infolist()) > limits.MAX_UNPACKED:
        raise ValueError("unpacks to too much")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(archive.read(name), parser)


def _docx(body: bytes) -> Iterable[PageText]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        root = _member(archive, "word/document.xml")
    yield page(1, "markup", _paragraphs(root, f"{_WORD}p", f"{_WORD}t"))


def _pptx(body: bytes) -> Iterable[PageText]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        slides = sorted(
            (name for name in archive.namelist() if name.startswith("ppt/slides/slide") and name.endswith(".xml")),
            key=lambda name: int("".join(filter(str.isdigit, name)) or 0),
        )
        for number, name in enumerate(slides, 1):
            yield page(number, "markup", _paragraphs(_member(archive, name), f"{_DRAW}p", f"{_DRAW}t"))


def _opendocument(body: bytes) -> Iterable[PageText]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        root = _member(archive, "content.xml")
    lines = ["".join(node.itertext()) for node in root.iter(f"{_ODF}p", f"{_ODF}h")]
    yield page(1, "markup", "\n".join(lines)[: limits.MAX_TEXT])


def _paragraphs(root: etree._Element, paragraph: str, run: str) -> str:
    lines = ("".join(node.text or "" for node in block.iter(run)) for block in root.iter(paragraph))
    return "\n".join(lines)[: limits.MAX_TEXT]


def _spreadsheet(body: bytes) -> Iterable[PageText]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(body))
    cells = 0
    for number, name in enumerate(workbook.sheet_names, 1):
        rows = [name]
        for row in workbook.get_sheet_by_name(name).iter_rows():
            cells += len(row)
            if cells > limits.MAX_CELLS:
                break
            rows.append(" | ".join(_cell(value) for value in row if value not in ("", None)))
        yield page(number, "cells", "\n".join(rows))


def _cell(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _doc(body: bytes) -> Iterable[PageText]:
    code, output, error = run_tool(["antiword", "-m", "UTF-8.txt", "-"], body, 20)
    if code != 0:
        raise ValueError(error)
    yield page(1, "markup", output.decode("utf-8", "replace"))


def _csv(body: bytes) -> Iterable[PageText]:
    yield page(1, "cells", decode(body)[: limits.MAX_TEXT])


_READERS: dict[str, Callable[[bytes], Iterable[PageText]]] = {
    "docx": _docx,
    "pptx": _pptx,
    "odt": _opendocument,
    "ods": _opendocument,
    "xlsx": _spreadsheet,
    "xls": _spreadsheet,
    "doc": _doc,
    "csv": _csv,
    "txt": _csv,
}
