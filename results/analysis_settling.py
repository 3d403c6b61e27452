"""Several figures for one thing: the one that fits all the others is taken, when there is exactly one such choice."""

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod

from audits.requirement import Ruleset
from results.analysis_relations import Values, relations

_MOST_CHOICES = 64
_MOST_FIGURES = 8


def settled(
    sure: Values, choices: Mapping[str, tuple[Fraction, ...]], ruleset: Ruleset, excused: Collection[str]
) -> dict[str, Fraction]:
    """The figures that the relations decide, out of `choices`; what they leave open is not among them, nor is a thing
    that has too many figures for any of them to be believed."""
    choices = {key: values for key, values in choices.items() if len(values) <= _MOST_FIGURES}
    if prod(len(values) for values in choices.values()) <= _MOST_CHOICES:
        return _together(sure, choices, ruleset, excused)
    return {
        key: value
        for key, values in choices.items()
        for value in _together(sure, {key: values}, ruleset, excused).values()
    }


def _together(
    sure: Values, choices: Mapping[str, tuple[Fraction, ...]], ruleset: Ruleset, excused: Collection[str]
) -> dict[str, Fraction]:
    """Try every combination; a figure is settled when all the best ones agree on it."""
    rated = [(_merit({**sure, **tried}, ruleset, excused), tried) for tried in _combinations(choices)]
    most = max(merit for merit, _ in rated)
    best = [tried for merit, tried in rated if merit == most]
    return {key: best[0][key] for key in choices if len({tried[key] for tried in best}) == 1}


def _combinations(choices: Mapping[str, tuple[Fraction, ...]]) -> Iterator[dict[str, Fraction]]:
    for values in product(*choices.values()):
        yield dict(zip(choices, values, strict=True))


def _merit(values: Values, ruleset: Ruleset, excused: Collection[str]) -> int:
    """Relations that hold less those that do not; what is hardly sure does not decide."""
    return sum(
        1 if relation.holds else -1 for relation in relations(values, ruleset, excused) if relation.confidence != "low"
    )
