"""The shapes of a judgement: outcome, check, verdict.

`status` follows from the three checks by the rule in `status_of`; it is never set by hand.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class Outcome(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Status(StrEnum):
    PASS = "pass"
    INCOMPLETE = "incomplete"
    OUTDATED = "outdated"
    MISSING = "missing"
    UNKNOWN = "unknown"


FoundBy = Literal["declared", "index_page", "menu", "crawl"]
Wording = Literal["official", "accepted", "weak"]
DeclaredState = Literal[
    "none", "right", "incomplete", "old_year", "wrong_item", "too_general", "dead", "off_site", "not_seen", "unclear"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The words that decided something, and where they stand. `page` is 0 for a web page."""

    url: str
    text: str
    kind: Literal["page", "file", "image", "link"]
    sha256: str
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulYear:
    """A year in a scan that was not read for sure, and its place for a person to look at.

    `year` is the reading that was considered, 0 for none; `box` the place in fractions of the page (left, top, right,
    bottom), `crop` a picture of it (PNG in base64).
    """

    url: str
    page: int
    year: int
    confidence: float
    text: str
    box: tuple[float, float, float, float]
    crop: str


DateSource = Literal["title", "listing_row", "file_name", "content", "upload", "metadata", "header"]
DateKind = Literal["year", "span", "day", "law"]
DateTrust = Literal["high", "medium", "low", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A year or day that the evidence names. `year` is the fiscal year (B.E.) that it means, `text` the words.

    `source`: the thing's own title or head, the row or link that leads there, its file name, further down in its text,
    the day of upload in its name, its properties, or the header of the answer. `trust` none: kept, never relied on.
    `times`: how often the place names it. `chosen`: the check quotes it.
    """

    source: DateSource
    trust: DateTrust
    kind: DateKind
    year: int
    text: str
    url: str
    times: int = 1
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One required element. `found` is None when it could not be told."""

    id: str
    found: bool | None
    quote: str = ""
    url: str = ""
    page: int = 0
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One of the three questions. `reason` is a stable code (see audits.reasons), `params` fill its sentence.

    `parts` is used by *complete*; `required`, `found` (periods such as FY2569), `doubts` and `dates` by *current*.
    """

    outcome: Outcome
    reason: str
    params: dict[str, str] = field(default_factory=dict)
    evidence: tuple[Quote, ...] = ()
    parts: tuple[Part, ...] = ()
    required: str = ""
    found: tuple[str, ...] = ()
    quote: str = ""
    doubts: tuple[DoubtfulYear, ...] = ()
    dates: tuple[FoundDate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredCheck:
    """What is behind the address that the office declared for an item, judged by itself.

    `state` none: nothing is declared. `too_general`: the home page or the whole list of items. `better` is an address
    of the site that shows the item where the declared one does not. The five answers stand one by one, because an
    address may be old *and* incomplete, or right and on another site.
    """

    state: DeclaredState
    url: str = ""
    reason: str = ""
    better: str = ""
    reachable: Outcome = Outcome.UNKNOWN
    on_site: Outcome = Outcome.UNKNOWN
    right_item: Outcome = Outcome.UNKNOWN
    right_year: Outcome = Outcome.UNKNOWN
    all_parts: Outcome = Outcome.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The judgement of one item: `confidence` in 0..1, `searched` the addresses that were looked through.

    `wording` tells how the words that led there name the item: by its official title, as offices usually call it, or
    by words that only may mean it.
    """

    code: str
    concept: str
    title: str
    sub_indicator: str
    present: Check
    complete: Check
    current: Check
    url: str | None = None
    declared_url: str | None = None
    found_by: FoundBy | None = None
    wording: Wording | None = None
    confidence: float = 0.0
    depth: Literal["full", "general"] = "general"
    rule_confidence: str = "medium"
    searched: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    declared: DeclaredCheck | None = None

    @property
    def status(self) -> Status:
        return status_of(self.present.outcome, self.complete.outcome, self.current.outcome)

    @property
    def deciding(self) -> Check:
        """The check that the status rests on."""
        by_status = {Status.MISSING: self.present, Status.OUTDATED: self.current, Status.INCOMPLETE: self.complete}
        if self.status in by_status:
            return by_status[self.status]
        if self.status is Status.PASS:
            return self.present
        return next(check for check in (self.present, self.current, self.complete) if check.outcome is Outcome.UNKNOWN)

    @property
    def reason(self) -> str:
        return self.deciding.reason


def status_of(present: Outcome, complete: Outcome, current: Outcome) -> Status:
    """Derive the status of an item, most certain defect first.

    A failed *current* is a defect whatever *complete* says; a failed *complete* counts only when *current* is not
    in doubt, because the order of words (outdated before incomplete) is part of the outward contract.
    """
    if present is Outcome.FAIL:
        return Status.MISSING
    if present is Outcome.UNKNOWN:
        return Status.UNKNOWN
    if current is Outcome.FAIL:
        return Status.OUTDATED
    if current is Outcome.UNKNOWN:
        return Status.UNKNOWN
    if complete is Outcome.FAIL:
        return Status.INCOMPLETE
    if complete is Outcome.UNKNOWN:
        return Status.UNKNOWN
    return Status.PASS
