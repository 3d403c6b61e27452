"""Published figures: what they say of IIT and EIT, and whether they are what the items give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from audits.requirement import Ruleset
from results.decoding import TOLERANCE, Indicator, Pattern, patterns, sizes_of
from results.scoring import Interval, Score, Standing, counted_items, exactly

IIT_INDICATORS = ("1", "2", "3", "4", "5")
EIT_INDICATORS = ("6", "7", "8")
OIT_INDICATORS: tuple[Indicator, ...] = ("9", "10")
# A figure computed from rounded figures may be off by their rounding besides its own.
_TWICE_ROUNDED = 2 * TOLERANCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Published or typed figures: by indicator ("1" to "10"), sub-indicator ("9.1") and "iit", "eit", "oit", "ita"."""

    values: Mapping[str, Fraction]

    def instrument(self, name: str) -> Fraction | None:
        """IIT or EIT: the mean of its indicators when all of them are there, else its own figure."""
        mean = self.mean_of(name)
        return self.values.get(name) if mean is None else mean

    def mean_of(self, name: str) -> Fraction | None:
        """IIT or EIT computed from its indicators; None unless all of them are there."""
        parts = IIT_INDICATORS if name == "iit" else EIT_INDICATORS
        known = [self.values[part] for part in parts if part in self.values]
        return sum(known, Fraction(0)) / len(parts) if len(known) == len(parts) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A published figure beside the computed one. `patterns` says how many patterns of zeros give it (9 and 10 only);
    `taken`: no item is known, so the figure itself was computed with."""

    key: str
    published: Fraction
    computed: Interval
    agrees: bool
    patterns: int | None
    taken: bool


def compare(
    ruleset: Ruleset, standings: Mapping[str, Standing], figures: Figures, score: Score, ita: Interval | None
) -> tuple[Comparison, ...]:
    """Every published figure that the computation gives, too."""
    told: list[Comparison] = []
    for key, (interval, tolerance) in _computed(figures, score, ita).items():
        if key not in figures.values:
            continue
        figure = figures.values[key]
        found = _patterns(ruleset, standings, key, figure)
        agrees = interval.low - tolerance <= figure <= interval.high + tolerance
        if found is not None:
            agrees = agrees and bool(fitting(found, ruleset, standings, key))
        told.append(
            Comparison(
                key=key, published=figure, computed=interval, agrees=agrees,
                patterns=None if found is None else len(found), taken=key in score.taken,
            )
        )  # fmt: skip
    return tuple(told)


def fitting(
    found: Sequence[Pattern], ruleset: Ruleset, standings: Mapping[str, Standing], indicator: str
) -> tuple[Pattern, ...]:
    """Those of the patterns of an indicator that are possible with what is known of its items."""
    return tuple(pattern for pattern in found if _fits(pattern, ruleset, standings, indicator))


def _computed(figures: Figures, score: Score, ita: Interval | None) -> dict[str, tuple[Interval, Fraction]]:
    """The computed figures by name, and how far a published one may be off."""
    computed: dict[str, tuple[Interval, Fraction]] = {
        **{name: (interval, TOLERANCE) for name, interval in score.sub_indicators.items()},
        **{name: (interval, TOLERANCE) for name, interval in score.indicators.items()},
        "oit": (score.oit, _TWICE_ROUNDED if score.taken else TOLERANCE),
    }
    for name in ("iit", "eit"):
        mean = figures.mean_of(name)
        if mean is not None:
            computed[name] = (exactly(mean), _TWICE_ROUNDED)
    if ita is not None:
        computed["ita"] = (ita, _TWICE_ROUNDED)
    return computed


def _patterns(
    ruleset: Ruleset, standings: Mapping[str, Standing], key: str, figure: Fraction
) -> tuple[Pattern, ...] | None:
    for indicator in OIT_INDICATORS:
        if key == indicator:
            return patterns(sizes_of(ruleset, indicator, _excused(standings)), figure)
    return None


def _fits(pattern: Pattern, ruleset: Ruleset, standings: Mapping[str, Standing], key: str) -> bool:
    """Whether a pattern is possible with what is known of the items."""
    items = counted_items(ruleset, _excused(standings))
    groups = [codes for name, codes in items.items() if ruleset.sub_indicators[name].indicator == key]
    for zeros, codes in zip(pattern.zeros, groups, strict=True):
        known = sum(standings[code] is Standing.ZERO for code in codes)
        unknown = sum(standings[code] is Standing.UNKNOWN for code in codes)
        if not known <= zeros <= known + unknown:
            return False
    return True


def _excused(standings: Mapping[str, Standing]) -> set[str]:
    return {code for code, standing in standings.items() if standing is Standing.EXCUSED}
