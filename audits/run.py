"""audit(snapshot, ruleset, as_of) → one verdict per item of the year, never fewer. A pure function."""

import importlib
import importlib.util
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from audits.bundle import Lost
from audits.case import Case, Judgement, dead, judgement, of_another_year, open_case
from audits.declared import declared_check, nothing_declared, only_declared
from audits.due import due_day
from audits.evaluate import dead_end, not_judged, not_seen
from audits.found_dates import with_dates
from audits.general import best_judgement, status_of_judgement
from audits.index_page import read_in_full
from audits.match import Candidate, Matcher
from audits.naming import STRONG
from audits.parts import find_parts
from audits.period import required_year
from audits.requirement import Requirement, Ruleset
from audits.settling import NOT_SEEN, not_looked_at
from audits.signals import holds_no_document, national_channel
from audits.site import Site
from audits.verdict import Check, DeclaredCheck, Outcome, Status, Verdict, Wording
from audits.wordings import bare
from crawler.artifacts import Snapshot

_FOUND_BY_US = 2  # the trust of what menus and the crawl show, after the office's declared list and its index page
Judge = Callable[[Case], Judgement | None]


def audit(
    snapshot: Snapshot, ruleset: Ruleset, as_of: date, declared: Mapping[str, str] | None = None
) -> tuple[Verdict, ...]:
    """Judge every item. `declared` maps codes to the addresses that the office entered in ITAS."""
    declared = declared or {}
    if not snapshot.home_ok:
        return tuple(_unreachable(snapshot, item, declared.get(item.code)) for item in ruleset.requirements)
    matcher = Matcher(Site(snapshot), ruleset)
    verdicts = tuple(_judge(matcher, item, declared.get(item.code), as_of) for item in ruleset.requirements)
    if not declared:
        return verdicts
    return tuple(
        replace(verdict, declared=_declared(matcher, item, declared.get(item.code), as_of, verdict))
        for item, verdict in zip(ruleset.requirements, verdicts, strict=True)
    )


def _declared(
    matcher: Matcher, requirement: Requirement, address: str | None, as_of: date, verdict: Verdict
) -> DeclaredCheck:
    """Judge the declared address by itself, as an assessor does who opens that and nothing else."""
    if not address:
        return nothing_declared(verdict)
    alone = only_declared(open_case(matcher, requirement, address, as_of))
    return declared_check(alone, address, _verdict_of(alone, address), verdict)


def _judge(matcher: Matcher, requirement: Requirement, declared: str | None, as_of: date) -> Verdict:
    return _verdict_of(open_case(matcher, requirement, declared, as_of), declared)


def _verdict_of(case: Case, declared: str | None) -> Verdict:
    requirement = case.requirement
    own_judge = judge_of(requirement.concept)
    special = own_judge(case) if own_judge else None
    best = special or best_judgement(case, spread=own_judge is None)
    if best is None or best.present.outcome is Outcome.FAIL:
        best = _absent(case, best)
    elif status_of_judgement(best) in (Status.INCOMPLETE, Status.OUTDATED):
        best = _with_doubt(case, best)
    elif status_of_judgement(best) is Status.PASS:
        best = _unless_meant_elsewhere(case, best)
    due = due_day(requirement, case.ruleset)
    if due is not None and case.as_of < due:
        return _not_yet(_verdict(case, best, declared, deep=own_judge is not None), due, requirement)
    return _verdict(case, best, declared, deep=own_judge is not None)


def _not_yet(verdict: Verdict, due: date, requirement: Requirement) -> Verdict:
    """Before an item is due nothing is missing, and the document of the time before is the newest there can be: that
    one will do, an older one is as outdated as ever."""
    params = {"day": due.isoformat()}
    if verdict.present.outcome is Outcome.FAIL:
        waiting = Check(outcome=Outcome.UNKNOWN, reason="not_due", params=params, quote=verdict.present.quote)
        return replace(verdict, present=waiting, complete=not_judged(), current=not_judged())
    before = f"FY{required_year(requirement) - 1}"
    if verdict.current.outcome is Outcome.FAIL and max(verdict.current.found, default="") >= before:
        later = replace(verdict.current, outcome=Outcome.NOT_APPLICABLE, reason="not_due", params=params)
        return replace(verdict, current=later)
    return verdict


@cache
def judge_of(concept: str) -> Judge | None:
    """The concept's own judge, where the general rules do not suffice: the file name is the registration."""
    name = f"audits.concepts.{concept}"
    if importlib.util.find_spec(name) is None:
        return None
    judge: Judge = importlib.import_module(name).judge
    return judge


# -- nothing there, or nothing that could be seen ---


def _absent(case: Case, best: Judgement | None) -> Judgement | None:
    """Decide between *missing* and *unknown*: only a finished search proves an absence."""
    candidates = [item for found in case.candidates.values() for item in found if item.score >= STRONG]
    ends = [dead(item) for item in candidates if item.target.artifact is None and not _elsewhere(item)]
    unseen = [item for item in ends if item.present.outcome is Outcome.UNKNOWN]
    if unseen:
        return unseen[0]
    if best is not None:
        return best if _searched_all(case) or _certain(best) else _open(case, best)
    if ends:
        return ends[0] if _searched_all(case) else _open(case, ends[0])
    return next(_listed_unseen(case), None) or next(_faintly_named_unseen(case), None)


def _listed_unseen(case: Case) -> Iterator[Judgement]:
    """Places that the office's own list names in words of its own for this item, and that could not be looked at."""
    for candidate in (item for found in case.candidates.values() for item in found):
        unseen = candidate.target.artifact is None and not candidate.target.dead and not _elsewhere(candidate)
        if unseen and candidate.trust < _FOUND_BY_US:
            yield dead(candidate)


def _faintly_named_unseen(case: Case) -> Iterator[Judgement]:
    """Places that are named as the item, however faintly, and that could not be looked at.

    Where nothing else was found, they may be it.
    """
    for candidate in (item for found in case.candidates.values() for item in found):
        if candidate.target.why in NOT_SEEN and not candidate.target.dead:
            yield dead(candidate)


def _with_doubt(case: Case, best: Judgement) -> Judgement:
    """A defect is certain only when every place that is named as well as this one was looked at."""
    unseen = [
        candidate
        for candidate in case.candidates[best.candidate.concept]
        if candidate.target.artifact is None
        and not candidate.target.dead
        and candidate.score >= STRONG
        and not _elsewhere(candidate)
        and (candidate.trust, -candidate.score) <= (best.candidate.trust, -best.candidate.score)
    ]
    if unseen:
        reason = dead_end(unseen[0])
        return replace(best, complete=_doubted(best.complete, reason), current=_doubted(best.current, reason))
    newer = next((item for item in best.bundle.lost if _may_be_newer(case, item)), None) if best.bundle else None
    return replace(best, current=_doubted(best.current, not_seen(newer))) if newer is not None else best


def _may_be_newer(case: Case, item: Lost) -> bool:
    """Whether a document beside the judged ones could not be looked at, whose words name no other year."""
    label = " ".join((item.link.text, item.link.hint, item.link.row))
    kept = not item.target.dead and not holds_no_document(item.link.url)
    return kept and not of_another_year(case.requirement, label)


def _unless_meant_elsewhere(case: Case, best: Judgement) -> Judgement:
    """A find of ours is no pass while the office's own list leads to something that could not be seen: assessors open
    that, and it may be something else."""
    if best.candidate.trust < _FOUND_BY_US or (best.candidate.exact and best.candidate.trust == _FOUND_BY_US):
        return best
    meant = [
        candidate
        for candidate in case.candidates[case.requirement.concept]
        if candidate.trust < _FOUND_BY_US and candidate.score >= STRONG
    ]
    unseen = [item for item in meant if item.target.artifact is None and not item.target.dead]
    if unseen and len(unseen) == len(meant):
        return dead(unseen[0])
    listed = [item for item in case.own if item.candidate.trust < _FOUND_BY_US and item.candidate.score >= STRONG]
    parts = ((bundle, find_parts(case.ruleset, case.requirement, bundle, case.as_of)) for bundle in listed)
    judged = (judgement(case, bundle, found) for bundle, found in parts)
    return next((item for item in judged if status_of_judgement(item) is Status.UNKNOWN), best)


def _elsewhere(candidate: Candidate) -> bool:
    """Whether a candidate is a place on another site that shows no document of this office (a map, a chat, an account,
    the channel of a national authority)."""
    url = candidate.url
    return candidate.target.why == "off_site" and (holds_no_document(url) or national_channel(url))


def _doubted(check: Check, reason: Check) -> Check:
    if check.outcome is not Outcome.FAIL:
        return check
    return replace(check, outcome=Outcome.UNKNOWN, reason=reason.reason, params=reason.params)


def _certain(item: Judgement) -> bool:
    """A defect seen on the very page that the office itself names stays one, however much is left unread."""
    return item.candidate.found_by in ("declared", "index_page")


def _open(case: Case, item: Judgement) -> Judgement:
    """Nothing usable so far: what was looked at, and where a longer search should go on."""
    params = item.present.params | {"url": not_looked_at(case.matcher, case.requirement) or item.url or ""}
    check = Check(
        outcome=Outcome.UNKNOWN, reason="not_finished", params=params, quote=item.present.quote,
        evidence=item.present.evidence,
    )  # fmt: skip
    return Judgement(candidate=item.candidate, present=check, complete=not_judged(), current=not_judged(), url=item.url)


def _searched_all(case: Case) -> bool:
    """Whether the search was finished: the whole frontier, or the body's own index page of that year."""
    if case.site.snapshot.exhausted:
        return True
    exact = [index for index in case.matcher.year_indexes if index.year == case.ruleset.fiscal_year]
    return any(read_in_full(case.site, index, case.ruleset) for index in exact)


def _nothing(case: Case) -> Check:
    if _searched_all(case):
        return Check(outcome=Outcome.FAIL, reason="not_found", params={"pages": str(len(case.site.pages))})
    return Check(
        outcome=Outcome.UNKNOWN, reason="not_finished",
        params={
            "pages": str(len(case.site.pages)), "why": case.site.snapshot.stopped_because,
            "url": not_looked_at(case.matcher, case.requirement) or case.site.snapshot.agency.url,
        },
    )  # fmt: skip


# -- putting it together ---


def _verdict(case: Case, best: Judgement | None, declared: str | None, *, deep: bool) -> Verdict:
    requirement = case.requirement
    searched = tuple(
        dict.fromkeys(
            [index.artifact.url for index in case.matcher.year_indexes]
            + [item.url or item.via for found in case.candidates.values() for item in found]
        )
    )[:12]
    return Verdict(
        code=requirement.code, concept=requirement.concept, title=requirement.title.th,
        sub_indicator=requirement.sub_indicator,
        present=best.present if best else _nothing(case),
        complete=best.complete if best else not_judged(),
        current=with_dates(best.current, requirement, best.bundle) if best else not_judged(),
        url=best.url if best else None, declared_url=declared,
        found_by=best.candidate.found_by if best else None,
        wording=_wording(requirement, best.candidate) if best else None,
        confidence=_confidence(requirement, best, deep), depth="full" if deep else "general",
        rule_confidence=requirement.confidence, searched=searched,
        notes=_notes(case, best, declared),
    )  # fmt: skip


def _wording(requirement: Requirement, candidate: Candidate) -> Wording:
    if candidate.score < STRONG:
        return "weak"
    return "official" if bare(requirement.title.th) in bare(candidate.label) else "accepted"


def _confidence(requirement: Requirement, best: Judgement | None, deep: bool) -> float:
    """How sure the verdict is, 0..1: how well the place is named, and how the item was judged."""
    if best is None:
        return 0.6
    base, wording = 0.6 + 0.3 * best.candidate.score, _wording(requirement, best.candidate)
    if wording == "official":
        base = 0.95
    elif wording == "accepted" and best.candidate.exact:
        base = 0.92
    outcomes = (best.present.outcome, best.complete.outcome, best.current.outcome)
    if Outcome.UNKNOWN in outcomes:
        base = min(base, 0.5)
    return round(base if deep else base * 0.9, 2)


def _notes(case: Case, best: Judgement | None, declared: str | None) -> tuple[str, ...]:
    """Facts beside the verdict: evidence kept elsewhere, or that the office's own lists do not lead to."""
    if best is None or best.present.outcome is not Outcome.PASS:
        return ()
    elsewhere = any(not case.site.in_scope(quote.url) for quote in best.present.evidence if quote.kind != "link")
    notes = ("hosted_elsewhere",) if elsewhere else ()
    if best.candidate.found_by == "declared":
        return notes
    if declared:
        return (*notes, "declared_not_used")
    on_index = best.candidate.found_by == "index_page" or not case.matcher.year_indexes
    return notes if on_index else (*notes, "not_on_index_page")


def _unreachable(snapshot: Snapshot, requirement: Requirement, declared: str | None) -> Verdict:
    check = Check(
        outcome=Outcome.UNKNOWN, reason="site_unreachable",
        params={"url": snapshot.agency.url, "detail": snapshot.home_problem},
    )  # fmt: skip
    return Verdict(
        code=requirement.code, concept=requirement.concept, title=requirement.title.th,
        sub_indicator=requirement.sub_indicator, present=check, complete=not_judged(), current=not_judged(),
        declared_url=declared, rule_confidence=requirement.confidence, searched=(snapshot.agency.url,),
        depth="full" if judge_of(requirement.concept) else "general",
    )  # fmt: skip
