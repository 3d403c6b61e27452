"""What must hold between the figures of one result: means, weighted total, and what zeros and hundreds can give.

Every relation that can be tried with the figures at hand is tried; those that do not hold are what the analysis tells
instead of printing the figures as facts.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from audits.assessment import Confidence
from audits.requirement import Ruleset
from results.analysis_keys import PARTS, TOOLS, TOTAL, is_item, questions, questions_of
from results.decoding import TOLERANCE
from results.published import Figures, compare
from results.scoring import FULL, NOTHING, Standing, counted_items, score_of, sub_indicators_by_indicator

Values = Mapping[str, Fraction]
Kind = Literal["share", "items", "unattainable", "subs", "questions", "tool", "total"]
# A figure computed from rounded ones may be off by their rounding besides its own.
ROUNDED_TWICE = 2 * TOLERANCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One relation: the figure `key` against `parts`. `expected` is what the parts give, where that is one value."""

    kind: Kind
    key: str
    parts: tuple[str, ...]
    holds: bool
    expected: Fraction | None
    confidence: Confidence

    @property
    def name(self) -> tuple[str, str]:
        return self.kind, self.key


def relations(values: Values, ruleset: Ruleset, excused: Collection[str] = ()) -> tuple[Relation, ...]:
    """Every relation that the given figures can be tried with."""
    return (*_shares(values, ruleset, excused), *_items(values, ruleset, excused), *sums(values, ruleset))


def sums(values: Values, ruleset: Ruleset) -> tuple[Relation, ...]:
    """The means and the total: those relations that need no items, and so cost nothing to try."""
    return (*_means(values, ruleset), *_whole(values, ruleset))


def failing(values: Values, ruleset: Ruleset, excused: Collection[str] = ()) -> tuple[Relation, ...]:
    """The relations that do not hold."""
    return tuple(relation for relation in relations(values, ruleset, excused) if not relation.holds)


def tool_value(tool: str, values: Values) -> Fraction | None:
    """An instrument: the mean of its indicators when all are there, else its own figure."""
    parts = [values[part] for part in PARTS[tool] if part in values]
    return mean(parts) if len(parts) == len(PARTS[tool]) else values.get(tool)


def total_of(values: Values, ruleset: Ruleset) -> Fraction | None:
    """The ITA total that the instruments give; None unless all are known."""
    known = [(tool_value(tool, values), getattr(ruleset.weights, tool)) for tool in TOOLS]
    if any(value is None for value, _ in known):
        return None
    return sum((value * weight for value, weight in known if value is not None), NOTHING) / 100


def mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, NOTHING) / len(values)


def standings_of(values: Values, ruleset: Ruleset, excused: Collection[str]) -> dict[str, Standing]:
    """What the figures say of every item of the year."""
    known = {NOTHING: Standing.ZERO, FULL: Standing.FULL}
    return {
        item.code: Standing.EXCUSED
        if item.code in excused
        else known.get(values.get(item.code, FULL / 2), Standing.UNKNOWN)
        for item in ruleset.requirements
    }


def _shares(values: Values, ruleset: Ruleset, excused: Collection[str]) -> Iterator[Relation]:
    """A sub-indicator of n items can only be so many n-ths."""
    for name, codes in counted_items(ruleset, excused).items():
        if name in values:
            passed = values[name] * len(codes) / FULL
            nearest = FULL * round(passed) / len(codes)
            yield Relation(
                kind="share", key=name, parts=tuple(codes), holds=abs(nearest - values[name]) <= TOLERANCE,
                expected=nearest, confidence=ruleset.split.confidence,
            )  # fmt: skip


def _items(values: Values, ruleset: Ruleset, excused: Collection[str]) -> Iterator[Relation]:
    """Indicators 9 and 10 and their sub-indicators against the items that are known."""
    items = counted_items(ruleset, excused)
    if not items:
        return
    standings = standings_of(values, ruleset, excused)
    figures = Figures(values={name: figure for name, figure in values.items() if not is_item(name)})
    groups = sub_indicators_by_indicator(items, ruleset)
    for found in compare(ruleset, standings, figures, score_of(standings, ruleset), None):
        if found.key in items or found.key in groups:
            subs = groups.get(found.key, [found.key])
            yield Relation(
                kind="unattainable" if found.patterns == 0 else "items", key=found.key,
                parts=tuple(code for sub in subs for code in items[sub] if code in values), holds=found.agrees,
                expected=found.computed.low if found.computed.certain else None, confidence=ruleset.split.confidence,
            )  # fmt: skip


def _means(values: Values, ruleset: Ruleset) -> Iterator[Relation]:
    """Indicators against their sub-indicators and questions."""
    for indicator, subs in sub_indicators_by_indicator(ruleset.sub_indicators, ruleset).items():
        yield from _mean("subs", indicator, subs, values, ruleset.split.confidence)
    year = ruleset.fiscal_year
    trust: Confidence = "high" if year in questions().mean_of_iit.years else "medium"
    for indicator in PARTS["iit"]:  # those of EIT are not the mean of their questions
        yield from _mean("questions", indicator, questions_of(indicator, year), values, trust)


def _whole(values: Values, ruleset: Ruleset) -> Iterator[Relation]:
    """Instruments against their indicators, the total against the instruments."""
    trust = ruleset.weights.confidence
    for tool in TOOLS:
        yield from _mean("tool", tool, PARTS[tool], values, "high" if trust == "high" else "medium")
    expected = total_of(values, ruleset)
    if expected is not None and TOTAL in values:
        parts = tuple(name for tool in TOOLS for name in (*PARTS[tool], tool) if name in values)
        yield Relation(kind="total", key=TOTAL, parts=parts, holds=abs(expected - values[TOTAL]) <= ROUNDED_TWICE,
                       expected=expected, confidence=trust)  # fmt: skip


def _mean(kind: Kind, whole: str, parts: Iterable[str], values: Values, trust: Confidence) -> Iterator[Relation]:
    names = tuple(parts)
    if whole in values and names and all(name in values for name in names):
        expected = mean([values[name] for name in names])
        yield Relation(kind=kind, key=whole, parts=names, holds=abs(expected - values[whole]) <= ROUNDED_TWICE,
                       expected=expected, confidence=trust)  # fmt: skip
