"""From the standing of every item to the score the assessment would give, as an interval.

An item is worth 100 or 0. A sub-indicator is the mean of its items, an indicator the mean of its sub-indicators,
OIT the mean of the two indicators; the year's weights say how many of the 100 points of ITA each instrument makes up.
What could not be told counts once as 0 (`low`) and once as 100 (`high`); an item that the body is excused from leaves
the mean. Arithmetic is exact; rounding happens only in `rounded`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil

from audits.assessment import Weights
from audits.requirement import Ruleset
from audits.verdict import Status, Verdict

FULL = Fraction(100)
NOTHING = Fraction(0)


class NothingToScoreError(Exception):
    """Every item is excused, so there is no mean. Raised by `score_of`."""


class Standing(StrEnum):
    """What is known of an item's score."""

    FULL = "full"
    ZERO = "zero"
    UNKNOWN = "unknown"
    EXCUSED = "excused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A score between 0 and 100: `low` counts only what passed, `high` also what could not be told."""

    low: Fraction
    high: Fraction

    @property
    def certain(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What one item moves between zero and full: points of the ITA total, and of OIT."""

    ita: Fraction
    oit: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The whole sum; keys are indicator ("9"), sub-indicator ("9.1") and item code, in the order of the rules.

    Excused items have no worth, and sub-indicators of nothing else no interval. Indicators in `taken` were published
    without their items: their interval is the published figure and their items' worth moves nothing here.
    """

    oit: Interval
    indicators: Mapping[str, Interval]
    sub_indicators: Mapping[str, Interval]
    worth: Mapping[str, Worth]
    taken: frozenset[str] = field(default=frozenset())


def score(verdicts: Iterable[Verdict], ruleset: Ruleset) -> Score:
    """Score a full set of verdicts, one per requirement of `ruleset`. A code without a verdict raises KeyError."""
    return score_of({verdict.code: standing_of(verdict.status) for verdict in verdicts}, ruleset)


def score_of(
    standings: Mapping[str, Standing], ruleset: Ruleset, published: Mapping[str, Fraction] | None = None
) -> Score:
    """Score a standing per requirement. An indicator of which no item is known is as `published` says, if it does."""
    items = counted_items(ruleset, {code for code, standing in standings.items() if standing is Standing.EXCUSED})
    if not items:
        raise NothingToScoreError
    subs = {name: _mean([_item_interval(standings[code]) for code in codes]) for name, codes in items.items()}
    groups = sub_indicators_by_indicator(items, ruleset)
    indicators = {name: _mean([subs[sub] for sub in group]) for name, group in groups.items()}
    taken = {
        name: Interval(low=figure, high=figure)
        for name, figure in (published or {}).items()
        if all(standings[code] is Standing.UNKNOWN for sub in groups.get(name, ()) for code in items[sub])
        and name in groups
    }
    indicators.update(taken)
    return Score(
        oit=_mean(list(indicators.values())),
        indicators=indicators,
        sub_indicators=subs,
        worth=_worth(items, groups, ruleset.weights),
        taken=frozenset(taken),
    )


def ita_total(oit: Interval, iit: Interval, eit: Interval, weights: Weights) -> Interval:
    """The ITA total of the three instruments."""
    return Interval(
        low=(weights.iit * iit.low + weights.eit * eit.low + weights.oit * oit.low) / 100,
        high=(weights.iit * iit.high + weights.eit * eit.high + weights.oit * oit.high) / 100,
    )


def standing_of(status: Status) -> Standing:
    """What a verdict's status means for the score: only a pass is worth 100."""
    return {Status.PASS: Standing.FULL, Status.UNKNOWN: Standing.UNKNOWN}.get(status, Standing.ZERO)


def rounded(value: Fraction) -> float:
    """Two decimals, halves upwards, as the published tables do."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return float(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def at_least(value: Fraction) -> float:
    """Two decimals, always upwards: a score that is told as needed must suffice."""
    return ceil(value * 100) / 100


def exactly(value: Fraction) -> Interval:
    """A score that is known."""
    return Interval(low=value, high=value)


def counted_items(ruleset: Ruleset, excused: Collection[str] = ()) -> dict[str, list[str]]:
    """The codes by sub-indicator that enter the mean; sub-indicators without any are left out."""
    items: dict[str, list[str]] = {name: [] for name in ruleset.sub_indicators}
    for requirement in ruleset.requirements:
        if requirement.code not in excused:
            items[requirement.sub_indicator].append(requirement.code)
    return {name: codes for name, codes in items.items() if codes}


def sub_indicators_by_indicator(subs: Iterable[str], ruleset: Ruleset) -> dict[str, list[str]]:
    """The given sub-indicators by the indicator that they belong to."""
    groups: dict[str, list[str]] = {}
    for name in subs:
        groups.setdefault(ruleset.sub_indicators[name].indicator, []).append(name)
    return groups


def _worth(items: Mapping[str, list[str]], groups: Mapping[str, list[str]], weights: Weights) -> dict[str, Worth]:
    worth: dict[str, Worth] = {}
    for group in groups.values():
        for name in group:
            oit = FULL / len(groups) / len(group) / len(items[name])
            worth.update({code: Worth(ita=oit * weights.oit / 100, oit=oit) for code in items[name]})
    return worth


def _item_interval(standing: Standing) -> Interval:
    low = FULL if standing is Standing.FULL else NOTHING
    return Interval(low=low, high=FULL if standing is Standing.UNKNOWN else low)


def _mean(intervals: list[Interval]) -> Interval:
    count = len(intervals)
    return Interval(
        low=sum((interval.low for interval in intervals), NOTHING) / count,
        high=sum((interval.high for interval in intervals), NOTHING) / count,
    )
