"""The address that an office declared for an item, judged by itself: assessors open that one and nothing else."""

from dataclasses import replace

from audits.case import Case
from audits.verdict import Check, DeclaredCheck, DeclaredState, Outcome, Status, Verdict
from crawler.urls import canonical

_STATES: dict[Status, DeclaredState] = {
    Status.PASS: "right", Status.INCOMPLETE: "incomplete", Status.OUTDATED: "old_year", Status.MISSING: "wrong_item",
    Status.UNKNOWN: "unclear",
}  # fmt: skip


def only_declared(case: Case) -> Case:
    """The same case with the declared address as its only candidate."""
    candidates = {
        name: tuple(candidate for candidate in found if candidate.found_by == "declared")
        for name, found in case.candidates.items()
    }
    bundles = {
        name: tuple(bundle for bundle in opened if bundle.candidate.found_by == "declared")
        for name, opened in case.bundles.items()
    }
    return replace(case, candidates=candidates, bundles=bundles)


def nothing_declared(whole: Verdict) -> DeclaredCheck:
    """What to say where the office declared other items and not this one."""
    return DeclaredCheck(state="none", better=_there(whole))


def declared_check(alone: Case, address: str, own: Verdict, whole: Verdict) -> DeclaredCheck:
    """What to say of a declared address: `own` is the verdict on it alone, `whole` the verdict on the site."""
    state = _state(alone, address, own)
    nothing = own.present.outcome is not Outcome.PASS
    better = "" if state == "right" else _there(whole) if nothing or whole.status is Status.PASS else ""
    same = bool(better) and canonical(better) == canonical(address)
    seen = alone.site.target(address).artifact is not None
    return DeclaredCheck(
        state=state, url=address, reason=own.reason, better="" if same else better,
        reachable=_reachable(alone, address),
        on_site=Outcome.PASS if alone.site.in_scope(address) else Outcome.FAIL,
        right_item=Outcome.FAIL if state == "too_general" else own.present.outcome if seen else Outcome.UNKNOWN,
        right_year=_judged(own, own.current),
        all_parts=_judged(own, own.complete),
    )  # fmt: skip


def _there(whole: Verdict) -> str:
    """Where the site shows the item, if it does, complete or not."""
    return whole.url or "" if whole.present.outcome is Outcome.PASS else ""


def _reachable(alone: Case, address: str) -> Outcome:
    target = alone.site.target(address)
    if target.artifact is not None:
        return Outcome.PASS
    return Outcome.FAIL if target.dead else Outcome.UNKNOWN


def _judged(own: Verdict, check: Check) -> Outcome:
    """The answer of a check on what was seen behind an address; of another thing year and parts are not asked."""
    judged = own.present.outcome is Outcome.PASS and check.reason != "not_judged"
    return check.outcome if judged else Outcome.UNKNOWN


def _state(alone: Case, address: str, own: Verdict) -> DeclaredState:
    target = alone.site.target(address)
    if target.artifact is None:
        if target.why == "off_site":
            return "right" if own.status is Status.PASS else "off_site"
        return "dead" if target.dead else "not_seen"
    if alone.matcher.is_index(target.artifact) or alone.site.is_home(target.artifact):
        return "too_general"
    return _STATES[own.status]
