"""A file of results as rows of cells: CSV in the encodings that offices use, or the sheets of a workbook."""

import csv
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from crawler.extract.decode import decode

_LARGEST = 1_000_000
_LARGEST_UNPACKED = 40_000_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DECIMALS = 6  # a formula leaves 85.14999999999999 where a person sees 85.15


class SheetsError(Exception):
    """A file that gives no rows; `problem` names its sentence, `why` is the system's word. Raised by `read_sheets`."""

    def __init__(self, problem: str, why: str = "") -> None:
        super().__init__(problem)
        self.problem, self.why = problem, why


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: the rows with something in them, each with the number that a spreadsheet shows; CSV has no name."""

    name: str
    rows: tuple[tuple[int, list[str]], ...]


def read_sheets(path: Path, largest: int = _LARGEST) -> tuple[Sheet, ...]:
    """Every table of a file of at most `largest` bytes that has rows. Raises SheetsError."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise SheetsError("file_unreadable", error.strerror or "") from error
    if len(body) > largest:
        raise SheetsError("file_too_large")
    sheets = _workbook(body) if body.startswith((_ZIP, _OLE)) else (_csv(body),)
    return tuple(sheet for sheet in sheets if sheet.rows)


def _csv(body: bytes) -> Sheet:
    if body.startswith(b"PK") or (b"\0" in body and not body.startswith(_WIDE_MARKS)):
        raise SheetsError("file_not_csv")
    text = decode(body).lstrip("\ufeff")
    lines = [line for line in text.splitlines() if line.strip()]
    # Headings may stand above the table, and commas in a title: what most lines hold is the delimiter.
    delimiter = max(",;\t", key=lambda sign: sum(sign in line for line in lines))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise SheetsError("file_not_csv") from error
    return Sheet("", _numbered(rows))


def _workbook(body: bytes) -> tuple[Sheet, ...]:
    try:
        if body.startswith(_ZIP):
            with zipfile.ZipFile(io.BytesIO(body)) as package:
                if sum(member.file_size for member in package.infolist()) > _LARGEST_UNPACKED:
                    raise SheetsError("file_too_large")
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        return tuple(
            Sheet(name, _numbered([list(map(_cell, row)) for row in rows]))
            for name in book.sheet_names
            if (rows := book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        )
    except (CalamineError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise SheetsError("file_not_csv") from error


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{round(value, _DECIMALS):f}".rstrip("0").rstrip(".")
    return str(value)


def _numbered(rows: list[list[str]]) -> tuple[tuple[int, list[str]], ...]:
    return tuple((number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row))
