"""A document of the office as a workbook: one sheet for each table, words as text only."""

from xlsxwriter.workbook import Workbook

from results.formats.gap_workbook import workbook_for
from results.formats.rows import Field
from results.formats.sheet_table import Styles, write_table
from results.paper import Column, Paper, Row, Table, shown

# Characters of the sheet's typeface that stand in one centimetre of the paper form.
PER_CENTIMETRE = 5.5
NARROWEST = 8


def xlsx_bytes(paper: Paper) -> bytes:
    """An XLSX workbook. Nothing in it is a formula, whatever a site's words look like; only addresses are links."""
    with workbook_for(paper.title, paper.as_of) as (workbook, buffer):
        add_tables(workbook, paper, Styles(workbook, paper.lang))
    return buffer.getvalue()


def add_tables(workbook: Workbook, paper: Paper, styles: Styles) -> None:
    """A sheet for each table."""
    for table in paper.tables:
        sheet = workbook.add_worksheet(table.short)
        title = f"{paper.agency} – {table.title} ({table.note})"
        heads = {_label(column): column.heading for column in table.columns}
        write_table(sheet, title, _fields(table), table.rows, styles, paper.lang, heads)
        sheet.fit_to_pages(1, 0)


def _fields(table: Table) -> list[Field[Row]]:
    return [_field(column) for column in table.columns]


def _field(column: Column) -> Field[Row]:
    width = max(NARROWEST, round(column.width * PER_CENTIMETRE))
    return Field(_label(column), width, lambda row: shown(row[column.key]))


def _label(column: Column) -> str:
    return f"col_{column.key}"
