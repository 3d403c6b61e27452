"""How a year's assessment runs: its calendar, the weights of its instruments, the levels of its results."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from audits.strict_yaml import Strict

Confidence = Literal["high", "medium", "low"]


class Text(Strict):
    """One wording in the two languages of the reports."""

    th: str
    en: str


class Window(Strict):
    """A span of days of the assessment calendar, both ends included; an end that is not established is left out."""

    start: date | None = Field(default=None, alias="from")
    end: date | None = Field(default=None, alias="to")
    confidence: Confidence
    sources: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start is None and self.end is None:
            raise ValueError("a window needs a first or a last day; leave it out when neither is established")
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"the window ends ({self.end}) before it begins ({self.start})")
        return self


class Calendar(Strict):
    """When a year's assessment happens; what is not established is left out, never guessed.

    `entry` is when offices type their addresses into ITAS, `assessment` when these are opened and scored,
    `clarification` when offices may answer, `confirmation` when scores are settled, `result` the announcement.
    """

    registration: Window | None = None
    entry: Window | None = None
    assessment: Window | None = None
    clarification: Window | None = None
    confirmation: Window | None = None
    result: Window | None = None
    note: Text


class Weights(Strict):
    """The shares of the three instruments in the ITA total, in percent."""

    iit: int = Field(ge=0, le=100)
    eit: int = Field(ge=0, le=100)
    oit: int = Field(ge=0, le=100)
    confidence: Confidence
    sources: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.iit + self.eit + self.oit != 100:
            raise ValueError("the three weights must add up to 100")
        return self


class Grade(Strict):
    """One result level: reached with `total` points, where `each_tool` is the least that IIT, EIT and OIT must have."""

    name: str
    total: float = Field(ge=0, le=100)
    each_tool: float = Field(default=0, ge=0, le=100)
    confidence: Confidence
    source: str


class GradeScale(Strict):
    """The result levels of some years, best first; the last one is reached by every total."""

    name: str = ""
    title: Text
    grades: tuple[Grade, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _best_first(self) -> Self:
        totals = [grade.total for grade in self.grades]
        if totals != sorted(totals, reverse=True) or totals[-1] != 0:
            raise ValueError("grades go from the best down to one that begins at 0")
        return self


class Split(Strict):
    """How far the division of the items into sub-indicators can be trusted."""

    confidence: Confidence
    sources: tuple[str, ...] = Field(min_length=1)
    note: Text | None = None
