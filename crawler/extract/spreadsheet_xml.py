"""Excel's XML of 2003 ("XML Spreadsheet"), which old systems send under the name .xls → rows."""

from collections.abc import Iterator

from lxml import etree

from crawler.artifacts import PageText
from crawler.extract import limits
from crawler.extract.package import attribute, count, local, parsed
from crawler.extract.rows import Line, pages_of, row


def read_spreadsheet_xml(body: bytes) -> Iterator[PageText]:
    """One page a sheet: the name on the first line, then the rows."""
    sheets = (item for item in parsed(body).iter() if local(item) == "Worksheet")
    for number, sheet in enumerate(sheets, 1):
        lines = [line for line in _rows(sheet) if line.text]
        if lines:
            yield from pages_of(number, (Line(attribute(sheet, "Name"), row=True), *lines))


def _rows(sheet: etree._Element) -> Iterator[Line]:
    left = limits.MAX_CELLS
    for item in sheet.iter():
        if local(item) == "Row" and left > 0:
            cells = _cells(item)
            left -= len(cells)
            yield row(cells)


def _cells(line: etree._Element) -> list[str]:
    cells: list[str] = []
    for cell in line:
        if local(cell) != "Cell":
            continue
        cells += [""] * (count(cell, "Index", 0) - 1 - len(cells))  # cells left out are empty
        data = (item for item in cell if local(item) == "Data")
        cells += [_value(next(data, None)), *[""] * count(cell, "MergeAcross", 0)]
    return cells


def _value(data: etree._Element | None) -> str:
    if data is None:
        return ""
    text = "".join(str(part) for part in data.itertext())
    if attribute(data, "Type") == "DateTime":
        return text.removesuffix(".000").removesuffix("T00:00:00").replace("T", " ")
    return text
