"""The common elements of Word and PowerPoint: paragraphs, runs, tables → lines and rows in reading order.

Both use the same names for them in different namespaces. Inserted text is kept and deleted text dropped, as a reader of
the final document sees it; text boxes follow the paragraph that holds them.
"""

from collections.abc import Iterator

from lxml import etree

from crawler.extract.package import count, local
from crawler.extract.rows import Line, flat, row

# del and moveFrom hold what is no longer there; fld is the number of a slide or the day of its last saving
_GONE = frozenset(("del", "moveFrom", "instrText", "delText", "fld", "pPr", "rPr", "tblPr", "tcPr"))
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_BOXES = frozenset(("txbxContent", "textbox"))


def blocks(node: etree._Element) -> Iterator[Line]:
    """All lines and rows below an element."""
    for child in _shown(node):
        name = local(child)
        if name in _GONE:
            continue
        if name == "p":
            yield from _paragraph(child)
        elif name == "tbl":
            yield from _table(child)
        else:
            yield from blocks(child)


def _paragraph(node: etree._Element) -> Iterator[Line]:
    boxes: list[etree._Element] = []
    text = "".join(_words(node, boxes))
    yield from (Line(line) for line in text.split("\n"))
    for box in boxes:
        yield from blocks(box)


def _words(node: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    """The text of one paragraph, its runs joined as they are; boxes in it are put aside."""
    for child in _shown(node):
        name = local(child)
        if name == "t":
            yield child.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name in _BOXES:
            boxes.append(child)
        elif name not in _GONE:
            yield from _words(child, boxes)


def _shown(node: etree._Element) -> Iterator[etree._Element]:
    """The children that are shown: of alternative forms of one thing the first is enough."""
    if local(node) == "AlternateContent":
        yield from node[:1]
    else:
        yield from node


def _table(table: etree._Element) -> Iterator[Line]:
    for line in _inside(table, "tr"):
        cells = list(_inside(line, "tc"))
        if _is_deleted(line):
            continue
        if len(cells) == 1:  # a frame around text, not a list of things
            yield from blocks(cells[0])
            continue
        properties = next((child for child in line if local(child) == "trPr"), None)
        texts = [""] * (_setting(properties, "gridBefore", 0) if properties is not None else 0)
        for cell in cells:
            texts += [flat(blocks(cell)), *[""] * (_span(cell) - 1)]
        yield row(texts)


def _inside(node: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also those inside content controls."""
    for child in node:
        name = local(child)
        if name == wanted:
            yield child
        elif name in ("sdt", "sdtContent", "ins", "customXml", "smartTag", "moveTo"):
            yield from _inside(child, wanted)


def _span(cell: etree._Element) -> int:
    properties = next((child for child in cell if local(child) == "tcPr"), None)
    return max(1, _setting(properties, "gridSpan", 1)) if properties is not None else 1


def _setting(properties: etree._Element, name: str, otherwise: int) -> int:
    found = next((child for child in properties if local(child) == name), None)
    return count(found, "val", otherwise) if found is not None else otherwise


def _is_deleted(line: etree._Element) -> bool:
    properties = next((child for child in line if local(child) == "trPr"), None)
    return properties is not None and any(local(child) == "del" for child in properties)
