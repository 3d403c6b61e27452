"""Which year is this list? The fiscal year whose numbering some rows (code, title) follow.

Titles decide: an official title of a year at its code tells most, the words that offices use for a concept tell nearly
as much, codes without titles next to nothing. Years that fit equally well are all named, never one of them guessed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from audits.numbering_rows import ListRow
from audits.requirement import RULES_FOLDER, known_years, load_ruleset
from audits.titles import Named, Titles

_OFFICIAL, _WORDED = 1.0, 0.8  # points of a row with the year's own title, and in other words
_EQUAL = 0.1  # points: a smaller difference tells no two years apart
_CLEAR = 1.0  # points by which the next year must be behind for full confidence
_FEWEST, _FEWEST_WEAK = 3, 6  # rows that fit, needed to name a year; more where codes are bare numbers
_MOSTLY = 0.6  # share of the telling rows that must fit
_HALF = 0.5  # share of all rows whose titles must name something
_UNSURE = 0.35  # below this confidence no year is named
_SPAN, _SPAN_SHARED = 0.6, 0.3  # confidence from nothing but a whole range of codes


@dataclass(frozen=True, slots=True)
class YearFit:
    """How rows fit one year: with its `official` titles, `worded` otherwise, or `against` it."""

    year: int
    official: int
    worded: int
    against: int

    @property
    def points(self) -> float:
        return self.official * _OFFICIAL + self.worded * _WORDED

    @property
    def balance(self) -> float:
        """What speaks for the year less what speaks against it."""
        return self.points - self.against

    @property
    def fitting(self) -> int:
        return self.official + self.worded

    @property
    def share(self) -> float:
        """The part of the telling rows that fit."""
        return self.fitting / max(1, self.fitting + self.against)


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A row whose title belongs to another year's numbering.

    `years` are those in which this code has this title, `codes` the code of the thing named in each year that asks it.
    """

    row: ListRow
    concepts: tuple[str, ...]
    years: tuple[int, ...]
    codes: tuple[tuple[int, str], ...]

    def code_in(self, year: int) -> str | None:
        """The code that the thing named has in a year; None when the year does not ask for it."""
        return dict(self.codes).get(year)


@dataclass(frozen=True, slots=True)
class Numbering:
    """The years whose numbering some rows follow, all that fit equally well; none when they follow no known year.

    `misplaced` is told against the claimed year, or without one against `years`. `named` of `rows` rows have a title
    that names something asked in some year; `evidence` is the fit of every year, best first.
    """

    years: tuple[int, ...]
    confidence: float
    misplaced: tuple[Misplaced, ...] = ()
    evidence: tuple[YearFit, ...] = ()
    named: int = 0
    rows: int = 0


@cache
def known_titles(folder: Path = RULES_FOLDER) -> Titles:
    """The titles of every year that has a rules file."""
    return Titles(load_ruleset(year, folder) for year in known_years(folder))


def identify(rows: Iterable[ListRow], titles: Titles, claimed: int | None = None) -> Numbering:
    """The year whose numbering the rows follow, and the rows that follow another one than `claimed`."""
    told = _telling(rows)
    if told and not any(row.title for row in told):
        return _by_codes(told, titles)
    named = {row: titles.read(row.title) for row in told}
    fits = sorted((_fit(year, named, titles) for year in titles.items), key=lambda fit: (-fit.balance, fit.year))
    years, confidence = _best(fits, named)
    measure = (claimed,) if claimed in titles.items else years
    misplaced = tuple(
        _misplaced(row, meaning, titles)
        for row, meaning in named.items()
        if measure and meaning.concepts and not any(_place(row, meaning, year, titles) for year in measure)
    )
    count = sum(1 for meaning in named.values() if meaning.concepts)
    return Numbering(years, confidence, misplaced, tuple(fits), count, len(told))


def years_of_span(first: int, last: int, titles: Titles) -> Numbering:
    """The years whose list runs exactly from the first to the last code ("O1–O26")."""
    years = tuple(year for year, items in titles.items.items() if (first, last) == (min(items), max(items)))
    return Numbering(years, (_SPAN if len(years) == 1 else _SPAN_SHARED) if years else 0.0)


def _telling(rows: Iterable[ListRow]) -> tuple[ListRow, ...]:
    """Each row once; bare numbers count only in a list that has no real codes."""
    unique = tuple(dict.fromkeys(rows))
    strong = tuple(row for row in unique if not row.weak)
    return strong or unique


def _by_codes(rows: tuple[ListRow, ...], titles: Titles) -> Numbering:
    """What codes without titles tell: a whole list by its last code, otherwise the years that have the highest code."""
    numbers = {row.number for row in rows if not row.weak}
    if len(numbers) < _FEWEST:
        return Numbering((), 0.0, rows=len(rows))
    if len(numbers) == max(numbers) and (whole := years_of_span(1, max(numbers), titles)).years:
        return replace(whole, rows=len(rows))
    years = tuple(year for year, items in titles.items.items() if max(items) >= max(numbers))
    return Numbering(years if len(years) < len(titles.items) else (), _SPAN_SHARED, rows=len(rows))


def _place(row: ListRow, meaning: Named, year: int, titles: Titles) -> str:
    """How a row fits a year: by its "official" title, by its "words", or ("") not."""
    if (year, row.number) in meaning.items:
        return "official"
    item = titles.items[year].get(row.number)
    return "words" if item is not None and not meaning.concepts.isdisjoint(item.family) else ""


def _fit(year: int, named: dict[ListRow, Named], titles: Titles) -> YearFit:
    counts = {"official": 0, "words": 0, "": 0}
    highest = max(titles.items[year])
    for row, meaning in named.items():
        if meaning.concepts:
            counts[_place(row, meaning, year, titles)] += 1
        elif row.number > highest and not row.weak:
            counts[""] += 1  # whatever its title says, the year has no such code
    return YearFit(year, counts["official"], counts["words"], counts[""])


def _best(fits: list[YearFit], named: dict[ListRow, Named]) -> tuple[tuple[int, ...], float]:
    best = fits[0]
    fewest = _FEWEST_WEAK if any(row.weak for row in named) else _FEWEST
    if best.fitting < fewest or best.share < _MOSTLY:
        return (), 0.0
    equal = [fit for fit in fits if fit.balance >= best.balance - _EQUAL]
    others = [fit.balance for fit in fits if fit not in equal]
    margin = best.balance - max(others) if others else _CLEAR
    named_share = sum(1 for meaning in named.values() if meaning.concepts) / len(named)
    confidence = best.share * best.fitting / (best.fitting + 1)
    confidence *= 0.7 + 0.3 * min(1.0, margin / _CLEAR)
    confidence *= min(1.0, named_share / _HALF)
    if confidence < _UNSURE:
        return (), round(confidence, 2)
    return tuple(sorted(fit.year for fit in equal)), round(confidence, 2)


def _misplaced(row: ListRow, meaning: Named, titles: Titles) -> Misplaced:
    years = tuple(year for year in titles.items if _place(row, meaning, year, titles))
    codes = {
        year: item.code
        for year, items in titles.items.items()
        for item in reversed(items.values())
        if not meaning.concepts.isdisjoint(item.family)
    }
    return Misplaced(row, tuple(sorted(meaning.concepts)), years, tuple(codes.items()))
