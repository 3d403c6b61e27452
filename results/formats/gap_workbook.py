"""The gap list as a workbook that web staff fill in, with every measure of the year on a sheet of its own."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

import xlsxwriter
from xlsxwriter.workbook import Workbook

from results.formats.rows import GAP_FIELDS, MEASURE_FIELDS
from results.formats.sheet_table import FIRST_ROW, Styles, column_of, write_table
from results.gap_list import GapList

PROGRESS = ("progress_todo", "progress_doing", "progress_done")
_SPARE_ROWS = 200  # lines below the list in which staff may add rows of their own
_LONGEST_CHOICE = 255  # of all words together, says Excel
# Words are written as strings only, so that nothing from a site becomes a formula; links are made on purpose alone.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def render(gaps: GapList) -> bytes:
    """An XLSX workbook: the list first, then all measures."""
    with workbook_for(gaps.text["sheet_gaps"], gaps.as_of) as (workbook, buffer):
        add_sheets(workbook, gaps, Styles(workbook, gaps.lang))
    return buffer.getvalue()


def render_measures(gaps: GapList) -> bytes:
    """An XLSX workbook of the measures alone."""
    with workbook_for(gaps.text["sheet_measures"], gaps.as_of) as (workbook, buffer):
        _measure_sheet(workbook, gaps, Styles(workbook, gaps.lang))
    return buffer.getvalue()


@contextmanager
def workbook_for(title: str, as_of: date) -> Iterator[tuple[Workbook, io.BytesIO]]:
    """A workbook to be filled. It carries the day judged for, not the clock: the same report gives the same file."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as workbook:
        workbook.set_properties({"title": title, "created": datetime.combine(as_of, time(), UTC)})
        yield workbook, buffer


def add_sheets(workbook: Workbook, gaps: GapList, styles: Styles) -> None:
    """The sheet to fill in and, once there are measures, the sheet of all of them."""
    _gap_sheet(workbook, gaps, styles)
    if gaps.measures:
        _measure_sheet(workbook, gaps, styles)


def title_of(gaps: GapList) -> str:
    """The line above every table."""
    return f"{gaps.agency_name} – {gaps.text['fiscal_year']} {gaps.fiscal_year}"


def _measure_sheet(workbook: Workbook, gaps: GapList, styles: Styles) -> None:
    sheet = workbook.add_worksheet(gaps.text["sheet_measures"])
    write_table(sheet, title_of(gaps), MEASURE_FIELDS, gaps.measures, styles, gaps.lang)
    sheet.fit_to_pages(1, 0)


def _gap_sheet(workbook: Workbook, gaps: GapList, styles: Styles) -> None:
    sheet = workbook.add_worksheet(gaps.text["sheet_gaps"])
    write_table(sheet, title_of(gaps), GAP_FIELDS, gaps.cards, styles, gaps.lang)
    last = FIRST_ROW + len(gaps.cards) + _SPARE_ROWS
    progress, owner = column_of("col_progress", GAP_FIELDS), column_of("col_owner", GAP_FIELDS)
    rule = {"validate": "list", "source": [gaps.text[name] for name in PROGRESS],
            "error_title": gaps.text["progress_wrong_title"], "error_message": gaps.text["progress_wrong"]}  # fmt: skip
    sheet.data_validation(FIRST_ROW, progress, last, progress, rule)
    if gaps.units and len(",".join(gaps.units)) <= _LONGEST_CHOICE:
        choice = {"validate": "list", "source": list(gaps.units), "show_error": False}
        sheet.data_validation(FIRST_ROW, owner, last, owner, choice)
    sheet.print_area(0, 0, FIRST_ROW + max(len(gaps.cards), 1) - 1, column_of("col_repaired", GAP_FIELDS))
    sheet.fit_to_pages(1, 0)
