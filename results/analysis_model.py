"""What an analysis of official results says, before any format: every table and document is written from this.

Every text in it is ready to be shown, in the model's language, on one line and free of control characters; escaping for
the target format is the format's own duty. Scores are exact; formats show two decimals.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from audits.assessment import Confidence
from results.analysis_input import Place
from results.office import Office
from results.scoring import NOTHING
from results.wording import Lang

Level = Literal["urgent", "improve", "keep", "unknown"]
Trend = Literal["rose", "fell", "same", "mixed", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Below `lower` urgent, from `upper` on kept as it is. With one threshold the two are equal."""

    lower: Fraction
    upper: Fraction

    @property
    def single(self) -> bool:
        return self.lower == self.upper

    def level(self, score: Fraction) -> Level:
        return "urgent" if score < self.lower else "keep" if score >= self.upper else "improve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A figure, or a code, that cannot be as it is given: what is wrong, where, and what probably happened.

    `details` are further lines of the explanation, one for each code.
    """

    kind: str
    year: int
    keys: tuple[str, ...]
    places: tuple[Place, ...]
    problem: str
    explanation: str
    details: tuple[str, ...]
    confidence: Confidence
    confidence_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A figure of the year before that is about the same thing, under the code that it had then."""

    key: str
    score: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure. `sure` is False when it is told among the doubts, and then it has no level.

    `earlier` holds what it is compared with; `change` is None unless that is one figure or several equal ones.
    `trend_text` says why there is nothing to compare with.
    """

    key: str
    name: str
    indicator: str
    score: Fraction | None
    sure: bool
    excused: bool
    level: Level
    level_label: str
    earlier: tuple[Earlier, ...]
    change: Fraction | None
    trend: Trend
    trend_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One of the seven topics: what belongs to it among the given figures, and how it stands."""

    number: int
    title: str
    indicators: tuple[Line, ...]
    questions: tuple[Line, ...]
    items: tuple[Line, ...]
    summary: str

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.questions, *self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row of the plan for the year after: what the result asks for."""

    key: str
    indicator: str
    subject: tuple[str, ...]
    finding: str
    measure: str
    steps: tuple[str, ...]
    timing: str
    owner: str
    level: Level
    level_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFigures:
    """The indicators, instruments and total of one year, for the table over the years. None: not given or in doubt."""

    year: int
    scores: Mapping[str, Fraction | None]
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """The whole analysis of one year's result; `before` is the year that it is compared with."""

    lang: Lang
    office: Office
    body: str
    year: int
    before: int | None
    as_of: date
    program: str
    files: tuple[str, ...]
    scale: Scale
    scale_text: str
    summary: tuple[str, ...]
    years: tuple[YearFigures, ...]
    tools: tuple[Line, ...]
    indicators: tuple[Line, ...]
    sub_indicators: tuple[Line, ...]
    questions: tuple[Line, ...]
    items: tuple[Line, ...]
    gone: tuple[Line, ...]
    topics: tuple[Topic, ...]
    plan: tuple[Step, ...]
    doubts: tuple[Doubt, ...]
    remarks: tuple[str, ...]
    method: tuple[str, ...]
    sources: tuple[str, ...]
    text: Mapping[str, str]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every figure of the year."""
        return (*self.tools, *self.indicators, *self.sub_indicators, *self.questions, *self.items)

    def at_level(self, level: Level) -> tuple[Line, ...]:
        """Indicators of a level, the lowest first; the highest first among those that are kept."""
        found = [line for line in self.indicators if line.level == level and line.score is not None]
        return tuple(sorted(found, key=lambda line: line.score or NOTHING, reverse=level == "keep"))

    def weak(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        """Those that are not kept as they are, the lowest first."""
        found = [line for line in lines if line.level in ("urgent", "improve")]
        return tuple(sorted(found, key=lambda line: line.score or NOTHING))
