"""The address that an office declared for an item, judged by itself: assessors open that one and nothing else."""

from dataclasses import replace

from audits.case import Case
from audits.verdict import DeclaredCheck, DeclaredState, Status, Verdict
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


def declared_check(alone: Case, address: str, own: Verdict, whole: Verdict) -> DeclaredCheck:
    """What to say of a declared address: `own` is the verdict on it alone, `whole` the verdict on the site."""
    state = _state(alone, address, own)
    better = whole.url or "" if whole.status is Status.PASS and state != "right" else ""
    same = bool(better) and canonical(better) == canonical(address)
    return DeclaredCheck(state=state, url=address, reason=own.reason, better="" if same else better)


def _state(alone: Case, address: str, own: Verdict) -> DeclaredState:
    target = alone.site.target(address)
    if target.artifact is None:
        if target.why == "off_site":
            return "right" if own.status is Status.PASS else "off_site"
        return "dead" if target.dead else "not_seen"
    if alone.matcher.is_index(target.artifact) or alone.site.is_home(target.artifact):
        return "too_general"
    return _STATES[own.status]
