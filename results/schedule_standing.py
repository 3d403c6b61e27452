"""Where a scheduled body stands at a moment: due or not, failed and to be tried again when. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from results.periods import BANGKOK
from results.schedule import CalendarOf, Policy, latest_due, next_due

AttemptState = Literal["started", "done", "failed"]
INTERRUPTED = "interrupted"  # ended by us: nothing is known against the site, so it is tried again without waiting
_WAITS = (timedelta(hours=1), timedelta(hours=4), timedelta(hours=12), timedelta(hours=24))
_MOST_PATIENCE = 4  # limits grow with every failure up to so many times


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One event of an audit that was due: begun, done, or failed for a reason."""

    at: datetime
    due: date
    state: AttemptState
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`due` is the day that calls for an audit, None when nothing does; `retry_at` holds one that failed back until
    then; `patience` is how many times the usual limits the next try gets; `unfinished`: it goes on with what is there.
    """

    due: date | None
    next_day: date | None
    failure: Attempt | None = None
    failures: int = 0
    retry_at: datetime | None = None
    patience: int = 1
    unfinished: bool = False

    def is_ready(self, moment: datetime) -> bool:
        return self.due is not None and (self.retry_at is None or moment >= self.retry_at)


def standing(
    policy: Policy, calendar_of: CalendarOf, last_audit: date | None, attempts: Sequence[Attempt], moment: datetime
) -> Standing:
    """Where a body stands. One audit makes good however many due days went by; a body never audited is due at once."""
    today = moment.astimezone(BANGKOK).date()
    wanted = latest_due(calendar_of, policy, today)
    seen = max((day for day in (last_audit, _done_day(attempts)) if day), default=None)
    due = wanted if wanted and (seen is None or seen < wanted) else None
    following = next_due(calendar_of, policy, today)
    failed = _failed_since(attempts, seen if due is None else None)
    if not failed:
        return Standing(due=due, next_day=following, unfinished=_is_torn(attempts))
    counted = [attempt for attempt in failed if attempt.reason != INTERRUPTED]
    waiting = counted and failed[-1].reason != INTERRUPTED
    retry = failed[-1].at + _WAITS[min(len(counted), len(_WAITS)) - 1] if waiting else None
    return Standing(
        due=due, next_day=following, failure=failed[-1], failures=len(counted), retry_at=retry if due else None,
        patience=min(1 + len(counted), _MOST_PATIENCE), unfinished=_is_torn(attempts) or not waiting,
    )  # fmt: skip


def _done_day(attempts: Sequence[Attempt]) -> date | None:
    days = [attempt.at.astimezone(BANGKOK).date() for attempt in attempts if attempt.state == "done"]
    return max(days, default=None)


def _failed_since(attempts: Sequence[Attempt], audited: date | None) -> list[Attempt]:
    """The failures after the last success; none that an audit by hand has made good."""
    failed: list[Attempt] = []
    for attempt in attempts:
        if attempt.state == "done":
            failed = []
        elif attempt.state == "failed":
            failed.append(attempt)
    if failed and audited and failed[-1].at.astimezone(BANGKOK).date() < audited:
        return []
    return failed


def _is_torn(attempts: Sequence[Attempt]) -> bool:
    """Whether the last attempt was begun and nobody told how it ended: the program was killed."""
    return bool(attempts) and attempts[-1].state == "started"
