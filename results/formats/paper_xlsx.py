"""A document of the office as a workbook: one sheet for each table, words as text only."""

import io
from datetime import UTC, datetime, time

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from results.formats.sheets import LINE_POINTS, MAX_CELL, TEXT_ONLY, Styles, row_height
from results.paper import Column, Paper, Row, Table, shown

# Characters of the sheet's typeface that stand in one centimetre of the paper form.
PER_CENTIMETRE = 5.5


def xlsx_bytes(paper: Paper) -> bytes:
    """An XLSX workbook. Nothing in it is a formula or a link, whatever a site's words look like."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, TEXT_ONLY) as workbook:
        day = datetime.combine(paper.as_of, time(), UTC)
        workbook.set_properties({"title": paper.title, "created": day})
        add_tables(workbook, paper.tables, paper.agency)
    return buffer.getvalue()


def add_tables(workbook: Workbook, tables: tuple[Table, ...], agency: str) -> None:
    """A sheet for each table: title, note, frozen and filtered head, one line a row."""
    styles = Styles(workbook)
    for table in tables:
        sheet = workbook.add_worksheet(table.short)
        sheet.write_string(0, 0, f"{agency} – {table.title}", styles.title)
        sheet.write_string(1, 0, table.note, styles.note)
        for number, column in enumerate(table.columns):
            sheet.set_column(number, number, width_of(column))
            sheet.write_string(2, number, column.heading, styles.head)
        sheet.set_row(2, 2 * LINE_POINTS)
        for line, row in enumerate(table.rows, 3):
            _write_row(sheet, line, row, table.columns, styles)
        sheet.freeze_panes(3, 2)
        sheet.autofilter(2, 0, 2 + max(len(table.rows), 1), len(table.columns) - 1)
        sheet.repeat_rows(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)


def _write_row(sheet: Worksheet, line: int, row: Row, columns: tuple[Column, ...], styles: Styles) -> None:
    words = [shown(row[column.key])[:MAX_CELL] for column in columns]
    # An address may be cut off: it is there to be copied, not to be read.
    sized = [(word, width_of(column)) for word, column in zip(words, columns, strict=True) if column.kind != "url"]
    sheet.set_row(line, row_height(sized))
    for number, (word, column) in enumerate(zip(words, columns, strict=True)):
        sheet.write_string(line, number, word, styles.mark if column.kind == "mark" else styles.text)


def width_of(column: Column) -> float:
    """The width of a column in characters."""
    return max(8.0, column.width * PER_CENTIMETRE)
