"""The marks of a whole fleet, read in one pass, and everything that is counted from them.

A body's marks are one letter per item in the order of the rules: what a supervisor sees of 7,850 bodies is 200,000
letters, so they are kept as strings and counted once.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from audits.requirement import Ruleset
from audits.verdict import Status
from results.fleet_ledger import Site
from results.scoring import Standing, rounded, score_of
from results.store import Store

PASS, UNKNOWN = "p", "u"
LETTERS: Mapping[str, Status] = {status.value[0]: status for status in Status}
GAPS = "iom"  # looked at and not in order


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One body of a run: where it stands, its marks, and its score as an interval (hundredths of a point)."""

    site: Site
    marks: str
    low: float
    high: float

    @property
    def looked_at(self) -> bool:
        """Whether anything at all could be told of this body."""
        return self.marks.count(UNKNOWN) < len(self.marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many bodies have which mark."""

    passed: int = 0
    incomplete: int = 0
    outdated: int = 0
    missing: int = 0
    unknown: int = 0

    @property
    def told(self) -> int:
        """Of how many bodies something could be told."""
        return self.passed + self.gaps

    @property
    def gaps(self) -> int:
        return self.incomplete + self.outdated + self.missing

    @property
    def all(self) -> int:
        return self.told + self.unknown

    @property
    def share(self) -> float | None:
        """Passes among the bodies of which something could be told; None when there is none."""
        return self.passed / self.told if self.told else None


class Marks:
    """Turns stored verdicts into marks and scores under one year's rules."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.codes: tuple[str, ...] = tuple(item.code for item in ruleset.requirements)
        worth = score_of(dict.fromkeys(self.codes, Standing.ZERO), ruleset).worth
        self._whole = lcm(*(each.oit.denominator for each in worth.values()))
        self._worth = tuple(int(worth[code].oit * self._whole) if code in worth else 0 for code in self.codes)
        self._rounded: dict[int, float] = {}

    def lines(self, store: Store, run: int, sites: Iterable[Site]) -> tuple[Line, ...]:
        """Every body of a fleet run; one without an audit has every item unknown."""
        told = self._told(store, run)
        return tuple(self._line(site, told.get(site.run or 0, UNKNOWN * len(self.codes))) for site in sites)

    def _told(self, store: Store, run: int) -> dict[int, str]:
        rows = store.rows(
            "SELECT run, group_concat(code || ':' || substr(status, 1, 1)) AS told FROM verdicts WHERE run IN"
            " (SELECT max(run) FROM fleet_events WHERE fleet_run = ? GROUP BY site) GROUP BY run",
            [run],
        )
        return {row["run"]: self._string(row["told"]) for row in rows}

    def _string(self, told: str) -> str:
        by_code = dict(pair.split(":") for pair in told.split(","))
        return "".join(by_code.get(code, UNKNOWN) for code in self.codes)

    def _line(self, site: Site, marks: str) -> Line:
        low = sum(worth for worth, mark in zip(self._worth, marks, strict=True) if mark == PASS)
        high = low + sum(worth for worth, mark in zip(self._worth, marks, strict=True) if mark == UNKNOWN)
        return Line(site=site, marks=marks, low=self._points(low), high=self._points(high))

    def _points(self, total: int) -> float:
        if total not in self._rounded:
            self._rounded[total] = rounded(Fraction(total, self._whole))
        return self._rounded[total]


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some bodies together: a province, a district, a group that shares something, or all."""

    name: str
    lines: Sequence[Line]

    @cached_property
    def tallies(self) -> tuple[Tally, ...]:
        """By item, in the order of the rules."""
        columns = zip(*(line.marks for line in self.lines), strict=True)
        return tuple(tally(Counter(column)) for column in columns)

    @cached_property
    def low(self) -> float:
        return _mean([line.low for line in self.lines])

    @cached_property
    def high(self) -> float:
        return _mean([line.high for line in self.lines])

    @cached_property
    def blind(self) -> int:
        """How many bodies nothing could be told of."""
        return sum(not line.looked_at for line in self.lines)


def tally(counts: Mapping[str, int]) -> Tally:
    """The numbers of marks under their names."""
    return Tally(
        passed=counts.get("p", 0), incomplete=counts.get("i", 0), outdated=counts.get("o", 0),
        missing=counts.get("m", 0), unknown=counts.get("u", 0),
    )  # fmt: skip


def parts_by(lines: Iterable[Line], field: str) -> tuple[Part, ...]:
    """The bodies by a field of the register, in the order of its words."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(getattr(line.site, field), []).append(line)
    return tuple(Part(name=name, lines=found[name]) for name in sorted(found))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
