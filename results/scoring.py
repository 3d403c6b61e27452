"""From the status of every item to the score the assessment would give, as an interval.

An item is worth 100 or 0. A sub-indicator is the mean of its items, an indicator the mean of its sub-indicators,
OIT the mean of the two indicators, and OIT makes up 40 of the 100 points of ITA. What could not be told counts
once as 0 (`low`) and once as 100 (`high`). Arithmetic is exact; rounding happens only in `rounded`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from audits.requirement import Ruleset
from audits.verdict import Status, Verdict

# OIT's share of the ITA total, the same in every year whose published figures could be recomputed.
OIT_SHARE = Fraction(40, 100)
FULL = Fraction(100)


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
    """The whole sum; keys are indicator ("9"), sub-indicator ("9.1") and item code, in the order of the rules."""

    oit: Interval
    indicators: Mapping[str, Interval]
    sub_indicators: Mapping[str, Interval]
    worth: Mapping[str, Worth]


def score(verdicts: Iterable[Verdict], ruleset: Ruleset) -> Score:
    """Score a full set of verdicts, one per requirement of `ruleset`. A code without a verdict raises KeyError."""
    status = {verdict.code: verdict.status for verdict in verdicts}
    items = _items(ruleset)
    subs = {name: _mean([_item_interval(status[code]) for code in codes]) for name, codes in items.items()}
    groups = _indicators(ruleset, subs)
    indicators = {name: _mean([subs[sub] for sub in group]) for name, group in groups.items()}
    return Score(
        oit=_mean(list(indicators.values())),
        indicators=indicators,
        sub_indicators=subs,
        worth=_worth(items, groups),
    )


def rounded(value: Fraction) -> float:
    """Two decimals, halves upwards, as the published tables do."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return float(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _items(ruleset: Ruleset) -> dict[str, list[str]]:
    items: dict[str, list[str]] = {name: [] for name in ruleset.sub_indicators}
    for requirement in ruleset.requirements:
        items[requirement.sub_indicator].append(requirement.code)
    return {name: codes for name, codes in items.items() if codes}


def _indicators(ruleset: Ruleset, subs: Mapping[str, Interval]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name in subs:
        groups.setdefault(ruleset.sub_indicators[name].indicator, []).append(name)
    return groups


def _worth(items: Mapping[str, list[str]], groups: Mapping[str, list[str]]) -> dict[str, Worth]:
    worth: dict[str, Worth] = {}
    for group in groups.values():
        for name in group:
            oit = FULL / len(groups) / len(group) / len(items[name])
            worth.update({code: Worth(ita=OIT_SHARE * oit, oit=oit) for code in items[name]})
    return worth


def _item_interval(status: Status) -> Interval:
    low = FULL if status is Status.PASS else Fraction(0)
    return Interval(low=low, high=FULL if status is Status.UNKNOWN else low)


def _mean(intervals: list[Interval]) -> Interval:
    count = len(intervals)
    return Interval(
        low=sum((interval.low for interval in intervals), Fraction(0)) / count,
        high=sum((interval.high for interval in intervals), Fraction(0)) / count,
    )
