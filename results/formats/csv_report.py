"""Items as rows of CSV, for sheets and for other programs: every item, or the gap list that people fill in."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from results.formats.rows import FIELDS, GAP_FIELDS, Field, T, Value, day_cell, row
from results.gap_list import GapList
from results.report_model import Report
from results.wording import Lang, labels

# A cell that begins so is taken for a formula by spreadsheet programs; an apostrophe in front makes it text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def render(report: Report) -> bytes:
    """Every item of the report."""
    return as_csv(FIELDS, report.cards, report.lang)


def render_gaps(gaps: GapList) -> bytes:
    """The gap list, with the columns that `oit measures import` reads again."""
    return as_csv(GAP_FIELDS, gaps.cards, gaps.lang)


def as_csv(fields: Sequence[Field[T]], subjects: Iterable[T], lang: Lang) -> bytes:
    """UTF-8 with a byte-order mark (without it Excel shows Thai as rubbish), one header row, CRLF."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    heads = labels(lang)
    writer.writerow(heads[field.label] for field in fields)
    for subject in subjects:
        writer.writerow(inert(_cell(value, lang)) for value in row(subject, fields))
    return buffer.getvalue().encode("utf-8-sig")


def inert(value: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    return "'" + value if value.lstrip("'").startswith(FORMULA_STARTS) else value


def without_mark(cell: str) -> str:
    """The words of a cell that `inert` wrote."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_STARTS) else cell


def _cell(value: Value, lang: Lang) -> str:
    return day_cell(value, lang) if isinstance(value, date) else str(value)
