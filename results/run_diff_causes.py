"""Why a verdict changed: the same item judged again and again, with one circumstance changed at a time.

A verdict is a pure function of evidence, rules, declared addresses and day. The step at which it changes therefore
names the cause exactly. Where the old evidence is gone, the cause can only be inferred from what the store keeps.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from audits.verdict import Outcome, Status, Verdict
from crawler.artifacts import Failure
from crawler.urls import canonical
from results.store import Run

CauseKind = Literal["rules", "program", "time", "declared", "reach", "site"]

# Unknown for such a reason: the thing may be there, this look did not get at it.
REACH_REASONS = frozenset(
    ("not_finished", "fetch_failed", "blocked", "unreadable", "not_rendered", "login_wall", "site_unreachable",
     "image_only")
)  # fmt: skip
# A document that stays the same gets such a reason by the passing of days alone.
TIME_REASONS = frozenset(("months_missing", "wrong_year", "span_ended", "half_not_covered", "not_due"))
# These ways of not seeing are answers of the site itself: the thing is gone.
_GONE = ("HTTP 404", "HTTP 410")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The verdicts, by code of the later run, after one more circumstance was changed. `kinds` may be several where
    what changed cannot be told apart (rules and program)."""

    kinds: tuple[CauseKind, ...]
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One circumstance with the status before and after it."""

    kind: CauseKind
    before: Status
    after: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """The addresses (in canonical form) that one look could not see for reasons of reach."""

    addresses: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(cls, failures: Sequence[Failure]) -> "Unseen":
        """What stands among the failures, without what the site itself says is not there."""
        lost = (failure for failure in failures if failure.kind not in ("soft_404", "off_site"))
        return cls(addresses=frozenset(canonical(item.url) for item in lost if not item.detail.startswith(_GONE)))


def exact_causes(code: str, old: Verdict, new: Verdict, steps: Sequence[Step], unseen: Unseen) -> tuple[Cause, ...]:
    """The steps that changed the verdict, in order; none when it is the same in the end.

    `steps` lead from the earlier run to the later one. Their "site" is told as "reach" where either look did not get at
    the deciding place.
    """
    by_status = old.status is not new.status
    if _mark(old, by_status) == _mark(new, by_status):
        return ()
    found: list[Cause] = []
    before = old
    for step in steps:
        after = step.verdicts[code]
        if _mark(before, by_status) != _mark(after, by_status):
            kinds = (_look(before, after, unseen),) if step.kinds == ("site",) else step.kinds
            found += [Cause(kind=kind, before=before.status, after=after.status) for kind in kinds]
        before = after
    return tuple(found)


def inferred_causes(old: Verdict, new: Verdict, earlier: Run, later: Run, *, monthly: bool) -> tuple[Cause, ...]:
    """What may have changed the verdict, likeliest first, from stored facts alone; empty when it did not change.
    `monthly`: the item asks for one more document every month."""
    if _mark(old, old.status is not new.status) == _mark(new, old.status is not new.status):
        return ()
    kinds: list[CauseKind] = []
    looked_again = (earlier.snapshot_id, earlier.finished_at) != (later.snapshot_id, later.finished_at)
    if looked_again and _out_of_reach(old, new):
        kinds.append("reach")
    if earlier.as_of != later.as_of and (monthly or {old.reason, new.reason} & TIME_REASONS or not looked_again):
        kinds.append("time")
    if looked_again and "reach" not in kinds:
        kinds.append("site")
    if earlier.rules_sha256 != later.rules_sha256:
        kinds.append("rules")
    if earlier.code_version != later.code_version:
        kinds.append("program")
    if old.declared_url != new.declared_url:
        kinds.append("declared")
    if not kinds:
        kinds.append("program")
    return tuple(Cause(kind=kind, before=old.status, after=new.status) for kind in kinds)


def _mark(verdict: Verdict, by_status: bool) -> object:
    """What counts as a change: the status where the ends differ in it, else also the reason and the place; not how
    many pages were searched in vain."""
    told = {name: value for name, value in verdict.deciding.params.items() if name != "pages"}
    return verdict.status if by_status else (verdict.status, verdict.reason, verdict.url, told)


def _look(before: Verdict, after: Verdict, unseen: Unseen) -> CauseKind:
    if _out_of_reach(before, after):
        return "reach"
    places = {canonical(url) for verdict in (before, after) for url in _deciding_places(verdict)}
    return "reach" if places & unseen.addresses else "site"


def _out_of_reach(*verdicts: Verdict) -> bool:
    """Whether a verdict is unknown because something was not seen, or not read."""
    checks = [
        check
        for verdict in verdicts
        if verdict.status is Status.UNKNOWN
        for check in (verdict.present, verdict.complete, verdict.current)
        if check.outcome is Outcome.UNKNOWN
    ]
    return any(check.reason in REACH_REASONS or check.reason.startswith("off_site") for check in checks)


def _deciding_places(verdict: Verdict) -> list[str]:
    check = verdict.deciding
    places = [verdict.url, check.params.get("url"), *(quote.url for quote in check.evidence)]
    return [place for place in places if place]
