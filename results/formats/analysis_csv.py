"""Every figure of the analysis as one row of CSV, with its level, its change and what is doubtful about it."""

import csv
import io

from results.analysis_model import Analysis, Line
from results.formats.analysis_rows import heads, score_fields
from results.formats.csv_report import inert


def render(analysis: Analysis) -> bytes:
    """UTF-8 with a byte-order mark (without it Excel shows Thai as rubbish), one header row, CRLF."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    fields, named = score_fields(analysis), heads(analysis)
    writer.writerow((named["col_year"], *(named[field.label] for field in fields), named["col_problem"]))
    for line in (*analysis.lines, *analysis.gone):
        cells = (str(field.value(line)) for field in fields)
        writer.writerow(map(inert, (str(analysis.year), *cells, _doubts(analysis, line))))
    return buffer.getvalue().encode("utf-8-sig")


def _doubts(analysis: Analysis, line: Line) -> str:
    told = [doubt.problem for doubt in analysis.doubts if doubt.year == analysis.year and line.key in doubt.keys]
    return " / ".join(told)
