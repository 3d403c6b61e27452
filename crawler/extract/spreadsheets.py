"""Spreadsheets (XLSX, XLSB, XLS, ODS) → one page of rows a sheet. Hidden sheets are not shown, so they are left out."""

import datetime
import io
from collections.abc import Iterator

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from crawler.artifacts import PageText
from crawler.extract import limits
from crawler.extract.document import page
from crawler.extract.percentages import percentages
from crawler.extract.rows import row

_NONE: frozenset[tuple[int, int]] = frozenset()


def read_spreadsheet(body: bytes) -> Iterator[PageText]:
    """The visible sheets: the name on the first line, then the rows from the first filled one on."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(body))
    shares = percentages(body)
    left = limits.MAX_CELLS
    for number, sheet in enumerate(workbook.sheets_metadata, 1):
        if sheet.visible != SheetVisibleEnum.Visible or left <= 0:
            continue
        lines = _rows(workbook, sheet.name, shares.get(sheet.name, _NONE), left)
        left -= sum(line.count("|") + 1 for line in lines)
        if lines:
            yield page(number, "cells", "\n".join((sheet.name, *lines)))


def _rows(workbook: CalamineWorkbook, name: str, shares: frozenset[tuple[int, int]], most: int) -> list[str]:
    sheet = workbook.get_sheet_by_name(name)
    start = sheet.start[1] if sheet.start else 0  # empty rows above the first filled one are given, columns are not
    lines: list[str] = []
    for number, values in enumerate(sheet.iter_rows()):
        line = row(
            cell_text(value, (number, column) in shares)
            for column, value in enumerate(values[: limits.MAX_COLUMNS], start)
        ).text
        if line:
            lines.append(line)
            most -= line.count("|") + 1
        if most <= 0:
            break
    return lines


def cell_text(value: object, share: bool = False) -> str:
    """One value as the sheet shows it, as far as the file tells; days in the form 2026-09-30."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number(value * 100, 12) + "%" if share else _number(value, 15)
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="minutes")
    return "" if value is None else str(value)


def _number(value: float, digits: int) -> str:
    """A number without the rest that binary fractions leave (0.30000000000000004)."""
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.{digits}g}"
