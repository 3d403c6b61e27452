"""Files of official results of one or several years → every figure with its place; what could not be read is told.

One row per item (a column of codes, one of scores or one per year) or one row per year (columns named by codes). The
year stands in a column, in the head, above the table, in the name of the sheet or file, or is told by the command.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from crawler.result_columns import Columns, bare_year_in, columns_of, meant_year, year_in
from crawler.score_labels import GRADE, figure_in, is_bare_number, is_excused, item_code, name_of, title_in
from crawler.score_sheets import Sheet, SheetsError, read_sheets
from results.analysis_input import GUESSED, Entry, Given, Place, Remark
from results.analysis_remarks import remark_text
from results.plain import plain as safe
from results.wording import Lang, phrase

_BOOK = "analysis"
_SHOWN = 80


class ResultsError(Exception):
    """A file of which nothing can be used; names the file and what to do. Raised by `read_results`."""


def read_results(paths: Sequence[Path], known: Sequence[int], year: int | None, lang: Lang) -> Given:
    """Every figure of every file. `known` are the years that have rules; `year` is meant where a file names none.

    Raises ResultsError.
    """
    entries: list[Entry] = []
    remarks: list[Remark] = []
    for path in paths:
        read = [found for sheet in _sheets(path, lang) for found in _Table(path, sheet, known, year).read()]
        mine = [found for found in read if isinstance(found, Entry)]
        others = [found for found in read if isinstance(found, Remark)]
        if not mine:
            raise _nothing(path, others, lang)
        entries += mine
        remarks += others
    return Given(entries=tuple(entries), remarks=tuple(remarks))


def _sheets(path: Path, lang: Lang) -> tuple[Sheet, ...]:
    try:
        return read_sheets(path)
    except SheetsError as error:
        raise ResultsError(safe(phrase("scoring", error.problem, lang, file=str(path), why=error.why), 1000)) from error


def _nothing(path: Path, remarks: Sequence[Remark], lang: Lang) -> ResultsError:
    """Why a file gave no figure: the first thing that went wrong in it."""
    first = next((remark for remark in remarks if remark.kind != "above"), None)
    if first is None:
        return ResultsError(safe(phrase(_BOOK, "file_no_table", lang, file=str(path)), 1000))
    why = remark_text(first, lang)
    return ResultsError(
        safe(phrase(_BOOK, "file_nothing", lang, file=str(path), row=str(first.place.row), why=why), 1000)
    )


class _Table:
    """One sheet being read."""

    def __init__(self, path: Path, sheet: Sheet, known: Sequence[int], year: int | None) -> None:
        self._file, self._sheet, self._known = path.name, sheet, known
        self._bare = self._percent = False
        self._outside = bare_year_in(sheet.name) or bare_year_in(path.stem) or (str(year) if year else "")

    def read(self) -> Iterator[Entry | Remark]:
        columns: Columns | None = None
        above = ""
        for number, row in self._sheet.rows:
            place = Place(file=self._file, sheet=self._sheet.name, row=number)
            head = columns_of(row)
            if head:
                if columns is None or columns.head != head.head:  # a head repeated on every sheet of paper is one head
                    self._look_ahead(head, number)
                columns = head
                if self._percent:
                    yield Remark(kind="percent", place=place)
                yield from (Remark(kind="unused", place=place, values={"column": name}) for name in head.unused)
            elif columns:
                yield from self._row(columns, row, place, above)
            if columns is None or not any(figure_in(cell) is not None for cell in row):
                above = next((found for cell in row if (found := year_in(cell))), above)
            if columns is None:
                yield Remark(kind="above", place=place, values={"text": _short(row)})

    def _look_ahead(self, columns: Columns, head_row: int) -> None:
        """What the rows below a head have in common: numbers of items without their O, shares of 1 for percents."""
        below = [row for number, row in self._sheet.rows if number > head_row]
        self._bare = any(is_bare_number(_cell(row, columns.code)) for row in below)
        texts = [_cell(row, column) for row in below for column in (*columns.scores, *columns.keys)]
        figures = [figure for text in texts if (figure := figure_in(text)) is not None and "%" not in text]
        self._percent = any(0 < figure < 1 for figure in figures) and all(0 <= figure <= 1 for figure in figures)

    def _row(self, columns: Columns, row: Sequence[str], place: Place, above: str) -> Iterator[Entry | Remark]:
        if columns.keys:
            year_cell = _cell(row, columns.year)
            for column, key in columns.keys.items():
                if _cell(row, column):
                    yield from self._figure(
                        key, "", _cell(row, column), year_cell or above, _at(place, columns, column)
                    )
            return
        label, title = _cell(row, columns.code), _cell(row, columns.title)
        key = self._key(label, title)
        if key is None:
            yield self._unread(label, row, columns, place)
            return
        for column, head_year in columns.scores.items():
            year = _cell(row, columns.year) or head_year or above
            at = _at(place, columns, column)
            if _cell(row, column) or len(columns.scores) == 1:
                yield from self._figure(key, title or title_in(label), _cell(row, column), year, at)

    def _key(self, label: str, title: str) -> str | None:
        if self._bare and figure_in(label) is not None:
            return None  # among bare numbers of items, 1 to 10 are items, too, and no indicators
        return name_of(label) or (name_of(title) if not label else None)

    def _unread(self, label: str, row: Sequence[str], columns: Columns, place: Place) -> Remark:
        scored = any(_cell(row, column) for column in columns.scores)
        kind = "bare" if self._bare and figure_in(label) is not None else "label" if scored else "heading"
        return Remark(kind=kind, place=place, values={"text": (label or _short(row))[:_SHOWN]})

    def _figure(self, key: str, title: str, text: str, typed_year: str, place: Place) -> Iterator[Entry | Remark]:
        if not text:
            yield Remark(kind="empty", place=place, values={"text": f"{key} {title}".strip()[:_SHOWN]})
            return
        year, guessed = meant_year(typed_year or self._outside, self._known)
        if year is None:
            kind = "no_rules" if typed_year or self._outside else "no_year"
            known = f"{self._known[0]}–{self._known[-1]}"
            yield Remark(kind=kind, place=place, values={"year": typed_year or self._outside, "known": known})
            return
        if guessed:
            yield Remark(kind=GUESSED, place=place, values={"text": typed_year[:_SHOWN], "year": str(year)})
        score, excused = figure_in(text), is_excused(text) and item_code(key) is not None
        if score is not None and self._percent:
            score *= 100
        if score is None and not excused and key != GRADE:
            yield Remark(
                kind="no_number",
                place=place,
                values={"text": text[:_SHOWN], "label": f"{key} {title}".strip()[:_SHOWN]},
            )
            return
        yield Entry(year=year, key=key, text=text, score=None if key == GRADE else score, title=title, place=place,
                    excused=excused)  # fmt: skip


def _cell(row: Sequence[str], column: int) -> str:
    return row[column].strip() if 0 <= column < len(row) else ""


def _at(place: Place, columns: Columns, column: int) -> Place:
    return replace(place, column=columns.head[column].strip())


def _short(row: Sequence[str]) -> str:
    return " | ".join(cell.strip() for cell in row if cell.strip())[:_SHOWN]
