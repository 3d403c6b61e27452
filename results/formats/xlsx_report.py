"""The report as a workbook: the gap list that web staff fill in, all measures, every item, every year and day
that the evidence names, the declared addresses, and what is typed into ITAS."""

from results.formats.gap_workbook import add_sheets, title_of, workbook_for
from results.formats.paper_xlsx import add_tables
from results.formats.rows import DATE_FIELDS, DECLARED_FIELDS, FIELDS
from results.formats.sheet_table import Styles, write_table
from results.gap_list import gap_list
from results.itas_sheet import itas_sheet
from results.report_model import Report


def render(report: Report) -> bytes:
    """An XLSX workbook."""
    gaps = gap_list(report)
    with workbook_for(report.text["report_title"], report.as_of) as (workbook, buffer):
        styles = Styles(workbook, report.lang)
        add_sheets(workbook, gaps, styles)
        sheet = workbook.add_worksheet(report.text["sheet_items"])
        write_table(sheet, title_of(gaps), FIELDS, report.cards, styles, report.lang)
        dates = [(card, found) for card in report.cards for found in card.current.dates]
        if dates:
            sheet = workbook.add_worksheet(report.text["sheet_dates"])
            write_table(sheet, title_of(gaps), DATE_FIELDS, dates, styles, report.lang)
        if any(card.declared for card in report.cards):
            sheet = workbook.add_worksheet(report.text["sheet_declared"])
            write_table(sheet, title_of(gaps), DECLARED_FIELDS, report.cards, styles, report.lang)
        add_tables(workbook, itas_sheet(report), styles)
    return buffer.getvalue()
