"""What a report says, before any format: one frozen model that HTML, JSON, sheets and documents all read.

Every text in it is ready to be shown, in the model's language, free of control characters and cut to a sane length;
escaping for the target format is the format's own duty.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from audits.verdict import Outcome, Status
from results.decisions import Decision, Ruling
from results.measures import Measure, Progress, Retest
from results.office import Office
from results.scoring import Interval, Score
from results.wording import Lang

Level = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteView:
    """Words of the site and where they stand; `page` is 0 for a web page."""

    text: str
    url: str
    kind: str
    kind_label: str
    sha256: str
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """One element; `found` is None when it could not be told."""

    id: str
    title: str
    found: bool | None
    required: bool
    quote: str
    url: str
    page: int
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtView:
    """A year in a scan that was not read for sure: what was considered (`year` 0: nothing), and where a person should
    look. `box` is left, top, right, bottom in fractions of the page, `crop` a picture of the place (PNG in base64)."""

    sentence: str
    place: str
    url: str
    page: int
    year: int
    confidence: float
    text: str
    box: tuple[float, float, float, float]
    crop: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DateView:
    """A year or day that the evidence names, with the words, where they stand and how far they are trusted; the four
    raw values are those of `audits.verdict.FoundDate`."""

    source: str
    source_label: str
    trust: str
    trust_label: str
    kind: str
    kind_label: str
    year: int
    text: str
    url: str
    times: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """One of the three questions with its answer in words. `required`/`found` are the raw period codes."""

    name: str
    question: str
    outcome: Outcome
    outcome_label: str
    reason: str
    sentence: str
    quotes: tuple[QuoteView, ...]
    parts: tuple[PartView, ...]
    required: str
    found: tuple[str, ...]
    quote: str
    doubts: tuple[DoubtView, ...] = ()
    dates: tuple[DateView, ...] = ()


DECLARED_ANSWERS = ("reachable", "on_site", "right_item", "right_year", "all_parts")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredView:
    """What is behind the address declared in ITAS, and the better one where there is one. `answers` tell one by one
    whether it can be reached, is on the site, is the right item, of the right year and complete; empty when nothing is
    declared."""

    state: str
    sentence: str
    url: str
    better: str
    answers: Mapping[str, Outcome]
    answer_labels: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One event of a measure in words; `who` names the program, too, `sentence` is all of it."""

    day: date
    who: str
    text: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureView:
    """One measure in words: who repairs what until when, how far they are, what the retest said. `measure` is the
    measure itself, for what other modules compute from it; `key` names it in a list that comes back filled in."""

    measure: Measure
    key: str
    code: str
    concept: str
    title: str
    owner: str
    due: date | None
    status: Progress
    status_label: str
    retest: Retest
    retest_label: str
    verdict_label: str
    note: str
    evidence_url: str
    verified_on: date | None
    verified_url: str
    sentence: str
    history: tuple[HistoryLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """What people decided about an item, beside the verdict; `counts` is False when it is about another address."""

    decision: Decision
    ruling: Ruling
    ruling_label: str
    why: str
    who: str
    day: date
    until: date
    url: str
    counts: bool
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedScore:
    """The OIT score as it would be if people's decisions were followed; the report's score stays the program's."""

    oit: Interval
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Everything about one item. `advice` is `repair` plus who does it and where; points are rounded; `measure` and
    `decision` are what people said of it, None when nothing was stored."""

    code: str
    concept: str
    title: str
    sub_indicator: str
    sub_indicator_title: str
    indicator: str
    status: Status
    status_label: str
    reason: str
    sentence: str
    url: str | None
    page: int
    declared_url: str | None
    found_by: str | None
    found_by_label: str
    wording: str | None
    confidence: float
    confidence_label: str
    look_by_hand: bool
    depth: str
    depth_label: str
    rule_confidence: str
    rule_confidence_label: str
    ita_points: float
    oit_points: float
    present: CheckView
    complete: CheckView
    current: CheckView
    quotes: tuple[QuoteView, ...]
    required_period: str
    found_period: str
    searched: tuple[str, ...]
    rule_note: str
    repair: str
    advice: str
    owner: str
    where: str
    why: str
    notes: tuple[str, ...]
    declared: DeclaredView | None
    measure: MeasureView | None = None
    decision: DecisionView | None = None

    @property
    def checks(self) -> tuple[CheckView, CheckView, CheckView]:
        return (self.present, self.complete, self.current)

    @property
    def parts(self) -> tuple[PartView, ...]:
        return self.complete.parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many items have one status."""

    status: Status
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Days left until the last day of data entry; `days` is None when the year's calendar is not established."""

    days: int | None
    day: date | None
    sentence: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A fact about the site as a whole, or about this audit, that belongs at the top."""

    kind: str
    sentence: str
    detail: str
    url: str
    serious: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureView:
    """One address that could not be seen; `detail` as recorded, `explained` for people."""

    url: str
    kind: str
    detail: str
    explained: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureGroup:
    """All failures of one kind."""

    kind: str
    label: str
    failures: tuple[FailureView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the crawl saw, in numbers. Without `evidence` the stored pages are gone: what was counted from them is not
    known, and neither is what could not be seen."""

    snapshot_id: str
    started_at: str
    finished_at: str
    exhausted: bool
    stopped_because: str
    requests: int
    pages: int
    files: int
    rendered: int
    ocr_pages: int
    evidence: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How the verdicts came about and how far they can be relied on. `sentences` are ready to print."""

    rules_sha256: str
    sources: tuple[str, ...]
    full: tuple[str, ...]
    general: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One audit of one site, ready to be written in any format. `gaps` are the cards that did not pass,
    sorted by the ITA points they are worth (most first), then in code order; `gap_points` is their sum. `office` holds
    the body's own particulars, empty when it gave none. `measures` are all of the body and year, closed ones too;
    `follow` tells in sentences what this audit did to them; `decided` is the score with people's decisions."""

    lang: Lang
    agency_name: str
    agency_kind: str
    agency_kind_label: str
    agency_url: str
    fiscal_year: int
    as_of: date
    run_id: str
    program: str
    score: Score
    counts: tuple[Count, ...]
    deadline: Deadline
    home_ok: bool
    findings: tuple[Finding, ...]
    cards: tuple[Card, ...]
    gaps: tuple[Card, ...]
    gap_points: float
    failures: tuple[FailureGroup, ...]
    seen: Seen
    method: Method
    office: Office
    text: Mapping[str, str]
    measures: tuple[MeasureView, ...] = ()
    follow: tuple[str, ...] = ()
    decided: DecidedScore | None = None
