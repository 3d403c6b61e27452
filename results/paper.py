"""A document of the office before any format: a letter, tables, or both. Every format is written from this alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from results.office import Digits, Person
from results.wording import Lang

PaperName = Literal["memo", "itas", "implementation"]
Kind = Literal["text", "code", "url", "mark"]
Cell = str | float
# The sections of a letter in their order; an empty one is left out.
SECTIONS = ("background", "legal_basis", "facts", "proposals")
Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table: `key` of its cells, heading, width in centimetres on paper. A `code` is never broken, a
    `mark` column is ticked."""

    key: str
    heading: str
    width: float
    kind: Kind = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a title. `note` stands above the table; `key` names it in templates and data, `short` is its name as a
    sheet (at most 31 characters), `fields` are the names in each row, those without a column among them."""

    key: str
    short: str
    title: str
    note: str
    columns: tuple[Column, ...]
    fields: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A block for somebody's opinion and signature."""

    heading: str
    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """An official memorandum (บันทึกข้อความ). Empty particulars are dotted lines on paper."""

    unit: str
    number: str
    day: str
    subject: str
    to: str
    background: tuple[str, ...]
    legal_basis: tuple[str, ...]
    facts: tuple[str, ...]
    proposals: tuple[str, ...]
    closing: str
    writer: Person
    clerk: Opinion
    head: Opinion


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document of one audit. `values` are single facts that a template of the office may name; `template` is the
    path of the office's own Word template, empty for the program's."""

    name: PaperName
    lang: Lang
    title: str
    agency: str
    website: str
    fiscal_year: int
    as_of: date
    program: str
    digits: Digits
    letter: Letter | None
    tables: tuple[Table, ...]
    values: Mapping[str, str]
    template: str = ""


def shown(value: Cell) -> str:
    """A cell as it is read: numbers are points, with two decimals."""
    return f"{value:.2f}" if isinstance(value, float) else value
