"""The general way to judge an item: open its candidates in order of trust and keep the best answer."""

from collections.abc import Callable
from dataclasses import replace

from audits.bundle import Bundle
from audits.case import Case, Judgement, judgement
from audits.evaluate import find_parts
from audits.naming import STRONG
from audits.verdict import Outcome, Part, Status, status_of

_LISTED, _SEVERAL = 1, 2
Parts = tuple[Part, ...]


def best_judgement(case: Case, mend: Callable[[Bundle, Parts], Parts] | None = None) -> Judgement | None:
    """The first pass, else the best of what is no pass. `mend` may look again at the parts that were found."""
    made: list[Judgement] = []
    for bundle in case.all_bundles():
        parts = find_parts(case.ruleset, case.requirement, bundle, case.as_of)
        parts = mend(bundle, parts) if mend else parts
        weak = bundle.candidate.score < STRONG and not any(part.found for part in parts)
        if bundle.candidate.concept == case.requirement.concept and not weak:
            made.append(judgement(case, bundle, parts))
        if made and status_of_judgement(made[-1]) is Status.PASS:
            return made[-1]
    if not made:
        return None
    best = min(made, key=_preference)
    together = _together(case, made, mend)
    return together if together is not None and _preference(together) < _preference(best) else best


def _together(case: Case, made: list[Judgement], mend: Callable[[Bundle, Parts], Parts] | None) -> Judgement | None:
    """What several addresses of one list show together: a row of the index page may hold one link per part."""
    shown = [item for item in made if item.present.outcome is Outcome.PASS and item.current.outcome is not Outcome.FAIL]
    if not shown:
        return None
    trust = min(item.candidate.trust for item in shown)
    urls = {item.candidate.url for item in shown if item.candidate.trust == trust}
    bundles = [bundle for bundle in case.own if bundle.candidate.trust == trust and bundle.candidate.url in urls]
    if trust > _LISTED or len({bundle.main.url for bundle in bundles}) < _SEVERAL:
        return None
    whole = replace(
        bundles[0],
        exhibits=tuple({item.artifact.url: item for bundle in bundles for item in bundle.exhibits}.values()),
        lost=tuple(item for bundle in bundles for item in bundle.lost),
    )
    parts = find_parts(case.ruleset, case.requirement, whole, case.as_of)
    return judgement(case, whole, mend(whole, parts) if mend else parts)


def _preference(item: Judgement) -> tuple[bool, int, int, int, tuple[int, float, str, str]]:
    """Among answers that are no pass: something there before nothing, the office's own word before a find elsewhere,
    what may be of the right period before what surely is not, more parts before fewer."""
    found = sum(part.found is True for part in item.complete.parts)
    outdated = item.current.outcome is Outcome.FAIL
    return (item.present.outcome is Outcome.FAIL, item.candidate.trust, outdated, -found, item.candidate.rank)


def status_of_judgement(item: Judgement) -> Status:
    """What the three checks amount to."""
    return status_of(item.present.outcome, item.complete.outcome, item.current.outcome)
