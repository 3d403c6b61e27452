"""Which repairs reach a target: the smallest sets, cheapest first, and how many there are.

All items of a sub-indicator are worth the same, so sets are counted by classes of equal worth and never written out;
the first ones in order of effort and code are found by a walk that a table of the best still possible gain keeps
from ever entering a dead end.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, lcm

SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An item that could be repaired: `oit` points it brings, `effort` 1 to 3 by our own estimate."""

    code: str
    oit: Fraction
    ita: Fraction
    effort: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairSets:
    """The smallest sets: `size` repairs each, `count` of them in all, the first ones in `first`.

    `size` is 0 when nothing need be repaired, and None when not even all repairs suffice (`missing` points of OIT).
    """

    size: int | None
    count: int
    first: tuple[tuple[Candidate, ...], ...]
    missing: Fraction = Fraction(0)


def smallest_sets(candidates: Sequence[Candidate], need: Fraction, shown: int = SHOWN) -> RepairSets:
    """The sets of fewest repairs that bring at least `need` points of OIT. `candidates` stand in code order."""
    if need <= 0:
        return RepairSets(size=0, count=1, first=())
    gains = sorted((candidate.oit for candidate in candidates), reverse=True)
    size, gained = 0, Fraction(0)
    while gained < need and size < len(gains):
        gained += gains[size]
        size += 1
    if gained < need:
        return RepairSets(size=None, count=0, first=(), missing=need - gained)
    scale = lcm(need.denominator, *(gain.denominator for gain in gains))
    whole = [int(candidate.oit * scale) for candidate in candidates]
    return RepairSets(
        size=size,
        count=_count(whole, size, int(need * scale)),
        first=tuple(_cheapest(candidates, whole, size, int(need * scale), shown)),
    )


def _count(gains: Iterable[int], size: int, need: int) -> int:
    """How many sets of `size` items gain at least `need`."""
    worths: dict[int, int] = {}
    for gain in sorted(gains, reverse=True):
        worths[gain] = worths.get(gain, 0) + 1
    classes = tuple(worths.items())
    return _count_from(classes, size, need)


def _count_from(classes: tuple[tuple[int, int], ...], size: int, need: int) -> int:
    if sum(many for _, many in classes) < size or _most(classes, size) < need:
        return 0
    if not classes:
        return 1
    (gain, many), rest = classes[0], classes[1:]
    return sum(
        comb(many, taken) * _count_from(rest, size - taken, need - taken * gain) for taken in range(min(many, size) + 1)
    )


def _most(classes: tuple[tuple[int, int], ...], size: int) -> int:
    """What `size` items gain at most; the classes stand best first."""
    total = 0
    for gain, many in classes:
        taken = min(many, size)
        total += gain * taken
        size -= taken
    return total


def _cheapest(
    candidates: Sequence[Candidate], gains: Sequence[int], size: int, need: int, shown: int
) -> list[tuple[Candidate, ...]]:
    """The first sets by the sum of effort, then by the order of codes."""
    walk = _Walk(candidates, gains, size)
    found: list[tuple[Candidate, ...]] = []
    for effort in range(walk.dearest + 1):
        for chosen in walk.sets(0, size, effort, need):
            found.append(tuple(candidates[index] for index in chosen))
            if len(found) == shown:
                return found
    return found


class _Walk:
    """Sets of a size and a sum of effort in code order. `_best[i][k][e]`: most gain of exactly k items from i on whose
    efforts sum to exactly e; None where there is no such choice."""

    def __init__(self, candidates: Sequence[Candidate], gains: Sequence[int], size: int) -> None:
        self._efforts = [candidate.effort for candidate in candidates]
        self._gains = gains
        self.dearest = sum(sorted(self._efforts, reverse=True)[:size])
        empty: list[list[int | None]] = [[None] * (self.dearest + 1) for _ in range(size + 1)]
        empty[0][0] = 0
        self._best = [empty]
        for effort, gain in zip(reversed(self._efforts), reversed(gains), strict=True):
            self._best.append(_with_item(self._best[-1], effort, gain))
        self._best.reverse()

    def sets(self, index: int, size: int, effort: int, need: int) -> Iterator[tuple[int, ...]]:
        """Every choice from `index` on, lexicographically."""
        if effort < 0 or size < 0:
            return
        best = self._best[index][size][effort]
        if best is None or best < need:
            return
        if index == len(self._gains):
            yield ()
            return
        for rest in self.sets(index + 1, size - 1, effort - self._efforts[index], need - self._gains[index]):
            yield (index, *rest)
        yield from self.sets(index + 1, size, effort, need)


def _with_item(best: list[list[int | None]], effort: int, gain: int) -> list[list[int | None]]:
    table = [row.copy() for row in best]
    for size in range(1, len(table)):
        before, row = best[size - 1], table[size]
        for total in range(effort, len(row)):
            without = before[total - effort]
            if without is not None and (row[total] is None or without + gain > row[total]):  # type: ignore[operator]
                row[total] = without + gain
    return table
