"""A list of bodies (CSV or XLSX) → the bodies that can be audited, and the rows that cannot, each with its number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.agency import kind_of_name
from crawler.fleet_columns import Columns, columns_of
from crawler.messages import Lang
from crawler.options import wrong
from crawler.score_sheets import Sheet, SheetsError, read_sheets
from crawler.seed import SeedError, seed_url
from crawler.thai import normalise
from results.fleet_register import KINDS, Body
from results.plain import plain, plain_url
from results.wording import phrase

BOOK = "fleet"
_LARGEST = 30_000_000
_CELL = 200
_KIND_WORDS = (
    (re.compile(r"^(?:อบจ\.?|องค์การบริหารส่วนจังหวัด|pao|provincial)", re.I), "pao"),
    (re.compile(r"^(?:อบต\.?|องค์การบริหารส่วนตำบล|sao|tao|subdistrict)", re.I), "sao"),
    (re.compile(r"^(?:ทน\.?|เทศบาลนคร|city)", re.I), "city_municipality"),
    (re.compile(r"^(?:ทม\.?|เทศบาลเมือง|town)", re.I), "town_municipality"),
    (re.compile(r"^(?:ทต\.?|เทศบาลตำบล|tambon)", re.I), "tambon_municipality"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that was left out, and why."""

    row: int
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a file gave."""

    bodies: tuple[Body, ...]
    problems: tuple[BadRow, ...]


def read_register(path: Path, lang: Lang) -> Imported:
    """The bodies of a file. One that cannot be read, or lacks a column, is a usage error."""
    try:
        sheets = read_sheets(path, _LARGEST)
    except SheetsError as error:
        book = BOOK if error.problem == "file_too_large" else "scoring"
        raise wrong("FILE", phrase(book, error.problem, lang, file=str(path), why=error.why)) from error
    found = [(sheet, columns) for sheet in sheets if (columns := columns_of(sheet))]
    if not found:
        raise wrong("FILE", phrase(BOOK, "no_columns", lang, file=str(path)))
    sheet, columns = max(found, key=lambda pair: len(pair[1].places))
    if columns.lacking:
        lacking = ", ".join(phrase(BOOK, f"column_{name}", lang) for name in columns.lacking)
        head = plain(", ".join(columns.head))
        raise wrong("FILE", phrase(BOOK, "column_missing", lang, file=str(path), lacking=lacking, head=head))
    return _Reader(columns, lang).read(sheet)


class _Reader:
    """One list being read: what was seen before decides what a later row repeats."""

    def __init__(self, columns: Columns, lang: Lang) -> None:
        self._columns, self._lang = columns, lang
        self._bodies: list[Body] = []
        self._problems: list[BadRow] = []
        self._seen: dict[tuple[str, ...], tuple[int, str]] = {}

    def read(self, sheet: Sheet) -> Imported:
        for number, cells in sheet.rows:
            if number > self._columns.head_row:
                self._take(number, cells)
        return Imported(bodies=tuple(self._bodies), problems=tuple(self._problems))

    def _take(self, number: int, cells: Sequence[str]) -> None:
        body = self._body(cells)
        problem = self._problem(number, body)
        if problem:
            self._problems.append(BadRow(row=number, problem=problem))
            return
        for mark in _marks(body):
            self._seen[mark] = (number, body.name)
        self._bodies.append(body)

    def _body(self, cells: Sequence[str]) -> Body:
        told = {field: _cell(cells, place) for field, place in self._columns.places.items()}
        name = told["name"]
        return Body(
            name=name, kind=_kind(told.get("kind", ""), name), province=_place(told.get("province", ""), "จังหวัด", "จ."),
            district=_place(told.get("district", ""), "อำเภอ", "อ."), dla_code=told.get("dla_code", ""),
            url=plain_url(told["url"]),
        )  # fmt: skip

    def _problem(self, number: int, body: Body) -> str:
        """Why a row cannot be taken; "" when it can."""
        if not body.name:
            return self._say("row_no_name")
        if not body.url:
            return self._say("row_no_url", name=body.name)
        try:
            # A scheme that is not typed is found out when the site is audited; here nobody is asked.
            seed_url(body.url if "://" in body.url else f"http://{body.url}")
        except SeedError as error:
            return self._say("row_bad_url", name=body.name, why=str(error))
        for kind, mark in zip(("row_same_url", "row_same_code", "row_same_name"), _marks(body), strict=False):
            if mark in self._seen:
                first, other = self._seen[mark]
                return self._say(kind, name=body.name, first=str(first), other=other)
        return ""

    def _say(self, problem: str, **values: str) -> str:
        return phrase(BOOK, problem, self._lang, **values)


def _marks(body: Body) -> list[tuple[str, ...]]:
    """By what a body is known again: its site, its code, its name and place."""
    code = ("code", body.dla_code) if body.dla_code else ("no code", body.key)
    place = ("name", body.name, body.province, body.district)
    return [("url", body.key), code, place if body.province else ("no place", body.key)]


def _kind(text: str, name: str) -> str:
    if text.lower() in KINDS:
        return text.lower()
    named = next((kind for pattern, kind in _KIND_WORDS if pattern.match(text)), None)
    return named or kind_of_name(name)


def _place(text: str, *prefixes: str) -> str:
    """A province or district without the word for it, so that both ways of writing are one place."""
    for prefix in prefixes:
        if text.startswith(prefix) and len(text) > len(prefix):
            return text[len(prefix) :].strip()
    return text


def _cell(cells: Sequence[str], place: int) -> str:
    return plain(normalise(cells[place]), _CELL) if place < len(cells) else ""
