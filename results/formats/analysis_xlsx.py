"""The analysis as a workbook: scores, topics, plan, and the figures to check, each on a sheet of its own."""

from collections.abc import Sequence
from datetime import date

from xlsxwriter.workbook import Workbook

from results.analysis_comparison import MOST_COMPARED, history
from results.analysis_model import Analysis
from results.formats.analysis_rows import doubt_fields, heads, plan_fields, score_fields, topic_fields, topic_lines
from results.formats.gap_workbook import workbook_for
from results.formats.rows import Field, T
from results.formats.sheet_table import Styles, write_table
from results.wording import Lang, phrase


def render(analysis: Analysis) -> bytes:
    """An XLSX workbook. Words of the files are written as text only."""
    text = analysis.text
    with workbook_for(text["title"], analysis.as_of) as (workbook, buffer):
        styles = Styles(workbook, analysis.lang)
        lines = (*analysis.lines, *analysis.gone)
        _sheet(workbook, analysis, "sheet_scores", score_fields(analysis), lines, styles)
        _sheet(workbook, analysis, "sheet_plan", plan_fields(), analysis.plan, styles)
        _sheet(workbook, analysis, "sheet_topics", topic_fields(), topic_lines(analysis), styles)
        _sheet(workbook, analysis, "sheet_doubts", doubt_fields(analysis), analysis.doubts, styles)
        if len(analysis.years) > MOST_COMPARED:
            _history_sheet(workbook, analysis, styles)
    return buffer.getvalue()


def _history_sheet(workbook: Workbook, analysis: Analysis, styles: Styles) -> None:
    """All given years side by side."""
    names, rows = history(analysis)
    fields = [_history_field(name, column) for column, name in enumerate(names)]
    sheet = workbook.add_worksheet(analysis.text["sheet_history"])
    write_table(
        sheet, analysis.text["sec_history"], fields, rows, styles, analysis.lang, {name: name for name in names}
    )
    sheet.fit_to_pages(1, 0)


def _history_field(name: str, column: int) -> Field[tuple[str, ...]]:
    return Field(name, 14 if column else 40, lambda row: row[column])


def _sheet(
    workbook: Workbook, analysis: Analysis, name: str, fields: Sequence[Field[T]], subjects: Sequence[T], styles: Styles
) -> None:  # fmt: skip
    sheet = workbook.add_worksheet(analysis.text[name])
    title = f"{analysis.body} – {analysis.text['fiscal_year']} {analysis.year}"
    write_table(sheet, title, fields, subjects, styles, analysis.lang, heads(analysis))
    sheet.fit_to_pages(1, 0)


def sheet_of_rows(rows: Sequence[Sequence[str]], lang: Lang) -> bytes:
    """A workbook of one sheet: a head and rows as they are, scores and years as numbers."""
    with workbook_for(rows[0][1], date(2000, 1, 1)) as (workbook, buffer):
        styles = Styles(workbook, lang)
        sheet = workbook.add_worksheet(phrase("analysis", "sheet_scores", lang))
        sheet.set_column(0, 1, 14)
        sheet.set_column(2, 2, 70)
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if place and column in (0, len(row) - 1):
                    sheet.write_number(place, column, float(cell), styles.number if column else styles.text)
                else:
                    sheet.write_string(place, column, cell, styles.text if place else styles.head)
        sheet.freeze_panes(1, 2)
    return buffer.getvalue()
