"""Backwards: from a published figure of indicator 9 or 10 to the zeros per sub-indicator that give it.

A figure that no pattern gives shows a wrong year, a typing error or a wrong division into sub-indicators.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product
from math import ceil, floor, lcm
from operator import mul
from typing import Literal

from audits.requirement import Ruleset
from results.scoring import FULL, counted_items, rounded, sub_indicators_by_indicator

Indicator = Literal["9", "10"]
# Published figures have two decimals.
TOLERANCE = Fraction(1, 200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Zeros per sub-indicator, in the order of the sizes, and the figure that they give exactly."""

    zeros: tuple[int, ...]
    figure: Fraction

    @property
    def total(self) -> int:
        return sum(self.zeros)


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Figures that are attainable where the given one is not: with two neighbouring digits exchanged, and the next
    below and above."""

    swapped: tuple[Fraction, ...]
    below: Fraction | None
    above: Fraction | None


def sizes_of(ruleset: Ruleset, indicator: Indicator, excused: Collection[str] = ()) -> dict[str, int]:
    """How many items count in each sub-indicator of an indicator."""
    items = counted_items(ruleset, excused)
    groups = sub_indicators_by_indicator(items, ruleset)
    return {name: len(items[name]) for name in groups.get(indicator, ())}


def patterns(sizes: Mapping[str, int], figure: Fraction, tolerance: Fraction = TOLERANCE) -> tuple[Pattern, ...]:
    """Every pattern of zeros whose mean is within `tolerance` of `figure`, fewest zeros first."""
    found = (Pattern(zeros=zeros, figure=_mean(sizes, zeros)) for zeros in _solve(sizes, figure, tolerance))
    return tuple(sorted(found, key=lambda pattern: (pattern.total, pattern.zeros)))


def spans(found: Sequence[Pattern]) -> tuple[tuple[int, int], ...]:
    """The least and the most zeros of each sub-indicator over all patterns."""
    columns = zip(*(pattern.zeros for pattern in found), strict=True)
    return tuple((min(column), max(column)) for column in columns)


def years_attaining(figures: Mapping[Indicator, Fraction], rulesets: Iterable[Ruleset]) -> tuple[int, ...]:
    """The fiscal years in which every one of the figures is given by some pattern."""
    return tuple(ruleset.fiscal_year for ruleset in rulesets if _attains(ruleset, figures))


def attainable(sizes: Mapping[str, int]) -> Sequence[Fraction]:
    """Every figure that these sizes can give, lowest first."""
    return _attainable(tuple(sizes.values()))


def near(sizes: Mapping[str, int], figure: Fraction) -> Near:
    """What else the figure could have been meant to be."""
    values = attainable(sizes)
    place = bisect_left(values, figure)
    return Near(
        swapped=tuple(other for other in _swapped(figure) if patterns(sizes, other)),
        below=values[place - 1] if place else None,
        above=values[place] if place < len(values) else None,
    )


def _attains(ruleset: Ruleset, figures: Mapping[Indicator, Fraction]) -> bool:
    return all(
        any(True for _ in _solve(sizes_of(ruleset, indicator), figure, TOLERANCE))
        for indicator, figure in figures.items()
    )


def _solve(sizes: Mapping[str, int], figure: Fraction, tolerance: Fraction) -> Iterator[tuple[int, ...]]:
    """Try every count of all sub-indicators but the last, whose count then follows. Whole numbers: a sub-indicator of
    zeros alone loses `whole` units."""
    if not sizes:
        return
    whole = lcm(*sizes.values())
    *costs, cost = (whole // size for size in sizes.values())
    *first, last = sizes.values()
    unit = Fraction(whole * len(sizes)) / FULL
    least, most = ceil((FULL - figure - tolerance) * unit), floor((FULL - figure + tolerance) * unit)
    for zeros in product(*(range(size + 1) for size in first)):
        lost = sum(map(mul, zeros, costs))
        lowest, highest = max(-((lost - least) // cost), 0), min((most - lost) // cost, last)
        for zero in range(lowest, highest + 1):
            yield (*zeros, zero)


def _mean(sizes: Mapping[str, int], zeros: Iterable[int]) -> Fraction:
    lost = sum((Fraction(zero, size) for zero, size in zip(zeros, sizes.values(), strict=True)), Fraction(0))
    return FULL - FULL * lost / len(sizes)


@cache
def _attainable(sizes: tuple[int, ...]) -> list[Fraction]:
    """Every figure that these sizes can give, lowest first."""
    whole = lcm(*sizes)
    losses = {0}
    for size in sizes:
        losses = {lost + zeros * (whole // size) for lost in losses for zeros in range(size + 1)}
    return sorted(FULL - FULL * lost / (whole * len(sizes)) for lost in losses)


def _swapped(figure: Fraction) -> list[Fraction]:
    """The figure with two neighbouring digits exchanged, as fingers do."""
    digits = f"{rounded(figure):.2f}".replace(".", "")
    found: list[Fraction] = []
    for place in range(len(digits) - 1):
        swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        other = Fraction(int(swapped), 100)
        if other != figure and other <= FULL and other not in found:
            found.append(other)
    return found
