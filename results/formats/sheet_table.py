"""One table on one sheet: title, frozen and filtered header, one line per subject, everything written as text."""

import math
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from results.formats.rows import Field, T, Value, row
from results.plain import is_web
from results.wording import Lang, labels

FONT = "TH Sarabun New"
HEAD_ROW = 1  # below the title
FIRST_ROW = 2
MAX_CELL = 32_000
LINE_POINTS = 25
MAX_ROW_POINTS = 400
# Days with the Buddhist year for Thai readers; Excel and LibreOffice both know this calendar by its number.
_DAY_FORMATS: dict[Lang, str] = {"th": "[$-107041E]d mmm yyyy", "en": "d mmm yyyy"}
_OWN = {"bg_color": "#FFFBEA"}
# Addresses may be cut off: they are there to be copied, not to be read.
_CUT = ("col_url", "col_declared_url", "col_repaired", "col_verified_url", "col_key")
_LONGEST_LINK = 1000  # letters; Excel takes 2079 units, two for some letters; longer addresses stay text


class Styles:
    """The cell formats of a workbook."""

    def __init__(self, workbook: Workbook, lang: Lang) -> None:
        base = {"font_name": FONT, "font_size": 15, "valign": "top", "border": 1, "border_color": "#C9D0D9"}
        day = {"num_format": _DAY_FORMATS[lang], "align": "left"}
        self.head: Format = workbook.add_format(
            base | {"bold": True, "font_color": "#FFFFFF", "bg_color": "#17365D", "text_wrap": True}
        )
        self.text: Format = workbook.add_format(base | {"text_wrap": True})
        self.number: Format = workbook.add_format(base | {"num_format": "0.00"})
        self.date: Format = workbook.add_format(base | day)
        self.link: Format = workbook.add_format(base | {"text_wrap": True, "font_color": "#0B4EA2", "underline": 1})
        self.own: Format = workbook.add_format(base | {"text_wrap": True} | _OWN)
        self.own_date: Format = workbook.add_format(base | day | _OWN)
        self.title: Format = workbook.add_format({"font_name": FONT, "font_size": 18, "bold": True})


def write_table(
    sheet: Worksheet, title: str, fields: Sequence[Field[T]], subjects: Sequence[T], styles: Styles, lang: Lang,
    heads: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Fill a sheet; further formats may be put over it afterwards. `heads` are the headings by label, those of the
    reports without it."""
    heads = heads or labels(lang)
    sheet.write_string(0, 0, title[:MAX_CELL], styles.title)
    for column, field in enumerate(fields):
        sheet.set_column(column, column, field.width, None, {"hidden": field.hidden})
        sheet.write_string(HEAD_ROW, column, heads[field.label], styles.head)
    for line, subject in enumerate(subjects, FIRST_ROW):
        values = row(subject, fields)
        sheet.set_row(line, _height(values, fields))
        for column, (value, field) in enumerate(zip(values, fields, strict=True)):
            if field.link and isinstance(value, str) and _clickable(value):
                sheet.write_url(line, column, value, styles.link, value)
            else:
                _write(sheet, line, column, value, styles, own=field.own)
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + max(len(subjects), 1), len(fields) - 1)
    sheet.set_row(HEAD_ROW, 2 * LINE_POINTS)
    sheet.repeat_rows(HEAD_ROW)
    sheet.set_paper(9)
    sheet.set_landscape()


def column_of(label: str, fields: Sequence[Field[T]]) -> int:
    """Where a column stands."""
    return [field.label for field in fields].index(label)


def _write(sheet: Worksheet, line: int, column: int, value: Value, styles: Styles, *, own: bool) -> None:
    if isinstance(value, date):
        sheet.write_datetime(line, column, value, styles.own_date if own else styles.date)
    elif isinstance(value, str):
        sheet.write_string(line, column, value[:MAX_CELL], styles.own if own else styles.text)
    else:
        sheet.write_number(line, column, value, styles.number)


def _clickable(address: str) -> bool:
    return is_web(address) and len(address) <= _LONGEST_LINK


def _height(values: Sequence[Value], fields: Sequence[Field[T]]) -> float:
    """Points for the fullest cell of a row: not every program makes wrapped rows as high as they must be."""
    lines = max(
        sum(_lines(part, field.width) for part in str(value).split("\n"))
        for value, field in zip(values, fields, strict=True)
        if field.label not in _CUT
    )
    return min(LINE_POINTS * lines + 4, MAX_ROW_POINTS)


def _lines(text: str, width: int) -> int:
    """Lines that a text takes; marks above and below Thai letters take no room."""
    visible = sum(not unicodedata.combining(letter) and unicodedata.category(letter) != "Mn" for letter in text)
    return max(1, math.ceil(visible * 1.25 / width))
