"""Official results as they were given: every figure with the place it was read from, before anything is believed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

GUESSED = "year_guessed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands: file, sheet (empty in CSV), row as a spreadsheet numbers it, head of the column."""

    file: str
    sheet: str = ""
    row: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One figure of one year. `text` is how it was typed, `title` what stood beside it.

    `key`: item ("O12"), question ("I30", "E4"), indicator ("1" to "10"), sub-indicator ("9.1"), instrument ("iit",
    "eit", "oit"), total ("ita"), level ("grade", whose `score` is None as that of an excused item).
    """

    year: int
    key: str
    text: str
    score: Fraction | None
    title: str
    place: Place
    excused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something about a file that a person must know: a row that was not read, a column not used, a year assumed
    (`GUESSED`, with "text" as typed and the "year" that was taken)."""

    kind: str
    place: Place
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """All that was read of one or several files."""

    entries: tuple[Entry, ...]
    remarks: tuple[Remark, ...]

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({entry.year for entry in self.entries}))
