"""Every item as one row of CSV, for sheets and for other programs."""

import csv
import io

from results.formats.rows import FIELDS, row
from results.report_model import Report

# A cell that begins so is taken for a formula by spreadsheet programs; an apostrophe in front makes it text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def render(report: Report) -> bytes:
    """UTF-8 with a byte-order mark (without it Excel shows Thai as rubbish), one header row, CRLF."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(report.text[field.label] for field in FIELDS)
    for card in report.cards:
        writer.writerow(_inert(str(value)) for value in row(card))
    return buffer.getvalue().encode("utf-8-sig")


def _inert(value: str) -> str:
    return "'" + value if value.startswith(FORMULA_STARTS) else value
