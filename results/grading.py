"""The grade of a result. Since the results of 2566 a level asks for a least score of IIT, EIT and OIT each, so a total
alone gives no grade: an instrument that is not known counts as anything from 0 to 100, and the grade is a range.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from audits.assessment import Confidence, Grade, GradeScale, Weights
from results.scoring import FULL, NOTHING, Interval, ita_total, rounded

ANYTHING = Interval(low=NOTHING, high=FULL)
# Published totals have two decimals with halves upwards: 94.995 is announced, and graded, as 95.00.
HALF_UP = Fraction(1, 200)
_TRUST: tuple[Confidence, ...] = ("low", "medium", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What is known of the three instruments; None: not given."""

    oit: Interval
    iit: Interval | None
    eit: Interval | None

    @property
    def known(self) -> bool:
        return self.iit is not None and self.eit is not None

    def total(self, weights: Weights) -> Interval:
        """The ITA total; an instrument that is not given makes it wide."""
        return ita_total(self.oit, self.iit or ANYTHING, self.eit or ANYTHING, weights)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """The grade at worst and at best. `confidence` is that of the limits that decided."""

    worst: Grade
    best: Grade
    confidence: Confidence

    @property
    def certain(self) -> bool:
        return self.worst.name == self.best.name


def grade_of(tools: Tools, scale: GradeScale, weights: Weights) -> Grading:
    """The grade, as far as the instruments tell."""
    total = tools.total(weights)
    each = (tools.oit, tools.iit or ANYTHING, tools.eit or ANYTHING)
    worst = _reached(scale, total.low, [tool.low for tool in each])
    best = _reached(scale, total.high, [tool.high for tool in each])
    return Grading(worst=worst, best=best, confidence=_confidence(scale, best, worst))


def find_grade(name: str, scale: GradeScale) -> Grade | None:
    """The grade of that name, whatever its case."""
    wanted = " ".join(name.split()).casefold()
    return next((grade for grade in scale.grades if grade.name.casefold() == wanted), None)


def _reached(scale: GradeScale, total: Fraction, tools: Sequence[Fraction]) -> Grade:
    least = min(rounded(tool) for tool in tools)
    return next(grade for grade in scale.grades if rounded(total) >= grade.total and least >= grade.each_tool)


def _confidence(scale: GradeScale, best: Grade, worst: Grade) -> Confidence:
    """A grade is as sure as its own limit and the limit of the next better one, which was not reached."""
    first, last = scale.grades.index(best), scale.grades.index(worst)
    deciding = scale.grades[max(first - 1, 0) : last + 1]
    return min((grade.confidence for grade in deciding), key=_TRUST.index)
