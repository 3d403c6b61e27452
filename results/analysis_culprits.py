"""A mean or a total that does not hold because of one of its parts: the part that one slip explains."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

from audits.requirement import Ruleset
from results.analysis_relations import ROUNDED_TWICE, Relation, Values, failing, relations
from results.analysis_slips import slip
from results.decoding import Indicator, attainable, sizes_of
from results.scoring import FULL, NOTHING, rounded

_ITEMS: dict[str, Indicator] = {"9": "9", "10": "10"}
_CENT = Fraction(1, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Culprit:
    """The part that is wrong, what it was probably meant to be, and by which slip."""

    key: str
    meant: Fraction
    slip: str


def culprit_of(
    relation: Relation, values: Values, ruleset: Ruleset, excused: Collection[str]
) -> Culprit | None:  # fmt: skip
    """The only part that a slip explains, so that with it put right more holds than before; None without one."""
    before = {each.name for each in failing(values, ruleset, excused)}
    found: list[Culprit] = []
    for part in relation.parts:
        for meant in _candidates(relation, part, values, ruleset, excused):
            kind = slip(values[part], meant)
            if kind:
                after = {each.name for each in failing({**values, part: meant}, ruleset, excused)}
                if after < before and relation.name not in after:
                    found.append(Culprit(key=part, meant=meant, slip=kind))
    return found[0] if len(found) == 1 else None


def _candidates(
    relation: Relation, part: str, values: Values, ruleset: Ruleset, excused: Collection[str]
) -> Iterator[Fraction]:  # fmt: skip
    """The values of a part with which the relation holds: what items can give, else every hundredth."""
    lowest, highest = (_expected(relation, {**values, part: score}, ruleset, excused) for score in (NOTHING, FULL))
    if lowest is None or highest is None or highest <= lowest:
        return
    slope = (highest - lowest) / FULL
    middle, reach = (values[relation.key] - lowest) / slope, ROUNDED_TWICE / slope
    if part in _ITEMS:
        yield from (
            each for each in attainable(sizes_of(ruleset, _ITEMS[part], excused)) if abs(each - middle) <= reach
        )
        return
    start = Fraction(str(rounded(middle - reach)))
    for step in range(round(2 * reach / _CENT) + 1):
        if NOTHING <= (score := start + step * _CENT) <= FULL:
            yield score


def _expected(relation: Relation, values: Values, ruleset: Ruleset, excused: Collection[str]) -> Fraction | None:
    """What the parts give for the whole of the same relation."""
    same = (each for each in relations(values, ruleset, excused) if each.name == relation.name)
    return next((each.expected for each in same), None)
