"""The gap list as a workbook that web staff fill in, with every item on a second sheet."""

import io
import math
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from results.formats.rows import DECLARED_FIELDS, FIELDS, Field, Value, row
from results.report_model import Card, Report

FONT = "TH Sarabun New"
GAP_COLUMNS = (
    "col_code", "col_title", "col_status", "col_points", "col_problem", "col_advice", "col_where", "col_owner",
    "col_url",
)  # fmt: skip
# Columns that only people fill in: the date, where the repair stands, and remarks.
OWN_COLUMNS = (("col_due", 16), ("col_progress", 22), ("col_note", 30))
PROGRESS = ("progress_todo", "progress_doing", "progress_done")
MAX_CELL = 32_000
LINE_POINTS = 25
MAX_ROW_POINTS = 400


def render(report: Report) -> bytes:
    """An XLSX workbook. Words are written as strings only, so that nothing from a site becomes a formula or link."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        # The day judged for, not the clock: the same report gives the same file.
        day = datetime.combine(report.as_of, time(), UTC)
        workbook.set_properties({"title": report.text["report_title"], "created": day})
        styles = _Styles(workbook)
        _gap_sheet(workbook, report, styles)
        _item_sheet(workbook, report, styles)
        if any(card.declared for card in report.cards):
            _declared_sheet(workbook, report, styles)
    return buffer.getvalue()


class _Styles:
    """The cell formats of the workbook."""

    def __init__(self, workbook: Workbook) -> None:
        base = {"font_name": FONT, "font_size": 15, "valign": "top", "border": 1, "border_color": "#C9D0D9"}
        self.head: Format = workbook.add_format(
            base | {"bold": True, "font_color": "#FFFFFF", "bg_color": "#17365D", "text_wrap": True}
        )
        self.text: Format = workbook.add_format(base | {"text_wrap": True})
        self.number: Format = workbook.add_format(base | {"num_format": "0.00"})
        self.own: Format = workbook.add_format(base | {"text_wrap": True, "bg_color": "#FFFBEA"})
        self.date: Format = workbook.add_format(base | {"num_format": "d/m/yyyy", "bg_color": "#FFFBEA"})
        self.title: Format = workbook.add_format({"font_name": FONT, "font_size": 18, "bold": True})


def _gap_sheet(workbook: Workbook, report: Report, styles: _Styles) -> None:
    fields = tuple(next(field for field in FIELDS if field.label == name) for name in GAP_COLUMNS)
    sheet = workbook.add_worksheet(report.text["sheet_gaps"])
    own = [(report.text[name], width) for name, width in OWN_COLUMNS]
    _table(sheet, report, fields, report.gaps, styles, own)
    first, last = 2, 1 + max(len(report.gaps), 1)
    progress = len(fields) + 1
    for line in range(first, 2 + len(report.gaps)):
        sheet.write_blank(line, len(fields), None, styles.date)
        sheet.write_string(line, progress, report.text[PROGRESS[0]], styles.own)
        sheet.write_blank(line, progress + 1, None, styles.own)
    states = [report.text[name] for name in PROGRESS]
    sheet.data_validation(first, progress, last, progress, {"validate": "list", "source": states})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _item_sheet(workbook: Workbook, report: Report, styles: _Styles) -> None:
    sheet = workbook.add_worksheet(report.text["sheet_items"])
    _table(sheet, report, FIELDS, report.cards, styles, [])
    sheet.set_landscape()


def _declared_sheet(workbook: Workbook, report: Report, styles: _Styles) -> None:
    """What is behind each address entered in ITAS."""
    sheet = workbook.add_worksheet(report.text["sheet_declared"])
    _table(sheet, report, DECLARED_FIELDS, report.cards, styles, [])
    sheet.set_landscape()


def _table(
    sheet: Worksheet, report: Report, fields: Sequence[Field], cards: Sequence[Card], styles: _Styles,
    own: list[tuple[str, int]],
) -> None:  # fmt: skip
    """Title line, header line (frozen, filtered), one line per card; `own` are further empty columns."""
    title = f"{report.agency_name} – {report.text['fiscal_year']} {report.fiscal_year}"
    sheet.write_string(0, 0, title, styles.title)
    heads = [(report.text[field.label], field.width) for field in fields] + own
    for column, (head, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(1, column, head, styles.head)
    for line, card in enumerate(cards, 2):
        values = row(card, tuple(fields))
        sheet.set_row(line, _height(values, fields))
        for column, value in enumerate(values):
            _write(sheet, line, column, value, styles)
    sheet.freeze_panes(2, 2)
    sheet.autofilter(1, 0, 1 + max(len(cards), 1), len(heads) - 1)
    sheet.set_row(1, 2 * LINE_POINTS)
    sheet.repeat_rows(1)
    sheet.set_paper(9)


def _height(values: Sequence[Value], fields: Sequence[Field]) -> float:
    """Points for the fullest cell of a row: not every program makes wrapped rows as high as they must be.

    An address may be cut off: it is there to be copied, not to be read.
    """
    lines = max(
        _lines(str(value), field.width)
        for value, field in zip(values, fields, strict=True)
        if field.label != "col_url"
    )
    return min(LINE_POINTS * lines + 4, MAX_ROW_POINTS)


def _lines(text: str, width: int) -> int:
    """Lines that a text takes; marks above and below Thai letters take no room."""
    visible = sum(not unicodedata.combining(letter) and unicodedata.category(letter) != "Mn" for letter in text)
    return max(1, math.ceil(visible * 1.25 / width))


def _write(sheet: Worksheet, line: int, column: int, value: Value, styles: _Styles) -> None:
    if isinstance(value, str):
        sheet.write_string(line, column, value[:MAX_CELL], styles.text)
    else:
        sheet.write_number(line, column, value, styles.number)
