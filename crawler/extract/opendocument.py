"""OpenDocument text and presentations (ODT, ODP) → lines and rows; spreadsheets have a reader of their own."""

from collections.abc import Iterator

from lxml import etree

from crawler.artifacts import PageText
from crawler.extract.package import Locked, Package, count, local
from crawler.extract.rows import Line, flat, pages_of, row

# what was deleted, remarks beside the text, and what a presenter sees alone
_GONE = frozenset(
    ("tracked-changes", "annotation", "notes", "note-citation", "forms", "event-listeners", "title", "desc")
)
_MANIFEST = "META-INF/manifest.xml"


def read_opendocument(body: bytes) -> Iterator[PageText]:
    """The pages of a presentation; a text is one page, because its file does not say where pages end."""
    package = Package(body)
    if _MANIFEST in package.names and any(local(item) == "encryption-data" for item in package.part(_MANIFEST).iter()):
        raise Locked("encrypted")
    root = package.part("content.xml")
    slides = [item for item in root.iter() if local(item) == "page"]
    for number, slide in enumerate(slides, 1):
        yield from pages_of(number, _blocks(slide))
    if not slides:
        body_of = next((item for item in root.iter() if local(item) == "body"), root)
        yield from pages_of(1, (*_blocks(body_of), *_frame(package)))


def _frame(package: Package) -> Iterator[Line]:
    """Headers and footers stand with the styles."""
    if "styles.xml" in package.names:
        for part in package.part("styles.xml").iter():
            if local(part) in ("header", "footer"):
                yield from _blocks(part)


def _blocks(node: etree._Element) -> Iterator[Line]:
    for child in node:
        name = local(child)
        if name in _GONE:
            continue
        if name in ("p", "h"):
            yield from _paragraph(child)
        elif name == "table":
            yield from _table(child)
        else:
            yield from _blocks(child)


def _paragraph(node: etree._Element) -> Iterator[Line]:
    boxes: list[etree._Element] = []
    text = "".join(_words(node, boxes))
    yield from (Line(line) for line in text.split("\n"))
    for box in boxes:
        yield from _blocks(box)


def _words(node: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    yield "" if local(node) in _GONE else (node.text or "").replace("\n", " ")
    for child in node:
        name = local(child)
        if name == "s":
            yield " "
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name in ("text-box", "note-body", "table"):
            boxes.append(child)
        elif name and name not in _GONE:
            yield from _words(child, boxes)
        yield (child.tail or "").replace("\n", " ")


def _table(table: etree._Element) -> Iterator[Line]:
    for line in table.iterdescendants():
        if local(line) != "table-row" or _table_of(line) is not table:
            continue
        cells = [cell for cell in line if local(cell) in ("table-cell", "covered-table-cell")]
        if len(cells) == 1:  # a frame around text, not a list of things
            yield from _blocks(cells[0])
            continue
        yield row(text for cell in cells for text in [flat(_blocks(cell))] * count(cell, "number-columns-repeated"))


def _table_of(line: etree._Element) -> etree._Element | None:
    return next((above for above in line.iterancestors() if local(above) == "table"), None)
