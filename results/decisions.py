"""What people decided about an item: kept with who, when and why, for one body, item and fiscal year.

A decision stands beside the machine's verdict and never replaces it. It ends with the fiscal year, on the day that it
names, or when it is withdrawn; the next one about the same item takes its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Ruling(StrEnum):
    """Accepted by the assessor; not a duty of this body; the verdict of the program is wrong."""

    ACCEPTED = "accepted"
    NOT_APPLICABLE = "not_applicable"
    WRONG_VERDICT = "wrong_verdict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A decision taken back."""

    at: str
    day: date
    who: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision. `url` is the address that it is about, empty for the whole item; `until` is its last day."""

    id: int
    agency_url: str
    fiscal_year: int
    concept: str
    code: str
    at: str
    day: date
    who: str
    ruling: Ruling
    why: str
    url: str
    until: date
    withdrawn: Withdrawal | None = None

    def holds(self, day: date) -> bool:
        """Whether it counts on a day. What was decided later than the day that is judged for counts too."""
        return self.withdrawn is None and day <= self.until


def last_day(fiscal_year: int) -> date:
    """30 September, the end of a fiscal year (B.E.): no decision lasts longer."""
    return date(fiscal_year - 543, 9, 30)


def in_force(decisions: Iterable[Decision], day: date) -> dict[str, Decision]:
    """By concept the newest decision that counts on a day."""
    ordered = sorted(decisions, key=lambda decision: (decision.at, decision.id))
    return {decision.concept: decision for decision in ordered if decision.holds(day)}
