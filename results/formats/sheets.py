"""What all workbooks share: cell formats, and rows high enough for wrapped Thai."""

import math
import unicodedata
from collections.abc import Iterable

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

FONT = "TH Sarabun New"
LINE_POINTS = 25
MAX_ROW_POINTS = 400
MAX_CELL = 32_000
# Words are written as strings only, so that nothing from a site becomes a formula or a link.
TEXT_ONLY = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Styles:
    """The cell formats of a workbook."""

    def __init__(self, workbook: Workbook) -> None:
        base = {"font_name": FONT, "font_size": 15, "valign": "top", "border": 1, "border_color": "#C9D0D9"}
        self.head: Format = workbook.add_format(
            base | {"bold": True, "font_color": "#FFFFFF", "bg_color": "#17365D", "text_wrap": True}
        )
        self.text: Format = workbook.add_format(base | {"text_wrap": True})
        self.number: Format = workbook.add_format(base | {"num_format": "0.00"})
        self.mark: Format = workbook.add_format(base | {"align": "center"})
        self.title: Format = workbook.add_format({"font_name": FONT, "font_size": 18, "bold": True})
        self.note: Format = workbook.add_format({"font_name": FONT, "font_size": 15})


def row_height(cells: Iterable[tuple[str, float]]) -> float:
    """Points for the fullest cell of a row, given its words and its width in characters. Not every program makes wrapped
    rows as high as they must be."""
    lines = max(_lines(text, width) for text, width in cells)
    return min(LINE_POINTS * lines + 4, MAX_ROW_POINTS)


def _lines(text: str, width: float) -> int:
    """Lines that a text takes; marks above and below Thai letters take no room."""
    visible = sum(not unicodedata.combining(letter) and unicodedata.category(letter) != "Mn" for letter in text)
    return max(1, math.ceil(visible * 1.25 / width))
