"""Which cells of an XLSX show a share: the file keeps 0.85 and says in a style that it means 85 %."""

import io

from lxml import etree

from crawler.extract import limits
from crawler.extract.package import BROKEN, Package, local, opened, unpacked

_BUILT_IN = ("9", "10")
_LETTERS = 26
Places = frozenset[tuple[int, int]]


def percentages(body: bytes) -> dict[str, Places]:
    """Sheet name → places (row, column, from 0) of cells shown as percentages; nothing for other kinds of file."""
    try:
        package = Package(body)
        styles = _styles(package.part("xl/styles.xml"))
        if not styles:
            return {}
        targets = package.targets("xl/workbook.xml")
        sheets = (item for item in package.part("xl/workbook.xml").iter() if local(item) == "sheet")
        return {
            sheet.get("name", ""): _places(body, targets[relation][1], styles)
            for sheet in sheets
            for key, relation in sheet.attrib.items()
            if key.endswith("}id") and relation in targets
        }
    except (*BROKEN, etree.XMLSyntaxError):
        return {}  # the numbers are right without it


def _styles(root: etree._Element) -> frozenset[str]:
    """The numbers of the cell styles that show a percentage."""
    formats = (item for item in root.iter() if local(item) == "numFmt")
    own = {item.get("numFmtId", "") for item in formats if "%" in item.get("formatCode", "")}
    cells = next((item for item in root if local(item) == "cellXfs"), ())
    return frozenset(str(i) for i, style in enumerate(cells) if style.get("numFmtId") in own.union(_BUILT_IN))


def _places(body: bytes, name: str, styles: frozenset[str]) -> Places:
    archive = opened(body)
    content = unpacked(archive, archive.getinfo(name), limits.MAX_UNPACKED)
    found = set()
    for _, cell in etree.iterparse(io.BytesIO(content), tag="{*}c", resolve_entities=False, no_network=True):
        if cell.get("s") in styles:
            found.add(_place(cell.get("r", "")))
        cell.clear()
    return frozenset(found)


def _place(reference: str) -> tuple[int, int]:
    """C4 → (3, 2)."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :] or 0) - 1, column - 1
