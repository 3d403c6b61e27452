"""The general way to judge an item: open its candidates in order of trust and keep the best answer."""

from collections.abc import Callable
from dataclasses import replace

from audits.bundle import Bundle
from audits.case import Case, Judgement, judgement
from audits.evaluate import check_present, not_judged
from audits.naming import STRONG
from audits.parts import find_parts
from audits.period import NOT_ALL, check_current
from audits.verdict import Check, Outcome, Part, Status, status_of

_LISTED, _SEVERAL = 1, 2
Parts = tuple[Part, ...]
Mend = Callable[[Bundle, Parts], Parts]


def best_judgement(
    case: Case, mend: Mend | None = None, *, spread: bool = True
) -> Judgement | None:
    """The first pass, else the best of what is no pass. `mend` may look again at the parts that were found; `spread`
    tells whether several places may show the item together."""
    made: list[Judgement] = []
    for bundle in case.all_bundles():
        parts = find_parts(case.ruleset, case.requirement, bundle, case.as_of)
        parts = mend(bundle, parts) if mend else parts
        if bundle.candidate.concept == case.requirement.concept and _worth(case, bundle, parts):
            made.append(judgement(case, bundle, parts))
        if made and status_of_judgement(made[-1]) is Status.PASS:
            return made[-1]
    if not made:
        return None
    best = min(made, key=_preference)
    together = _together(case, made, mend, spread)
    return together if together is not None and _preference(together)[:-1] <= _preference(best)[:-1] else best


def corrected_judgement(case: Case, mend: Mend) -> Judgement | None:
    """The general way with a concept's own look at the parts; what only the uncorrected way would find is not it."""
    best = best_judgement(case, mend)
    plain = best_judgement(case) if best is None else None
    if plain is None or plain.present.outcome is not Outcome.PASS:
        return best or plain
    params = {"url": plain.url or ""}
    wrong = Check(outcome=Outcome.FAIL, reason="wrong_content", params=params, quote=plain.present.quote)
    return replace(plain, present=wrong, complete=not_judged(), current=not_judged())


def _worth(case: Case, bundle: Bundle, parts: Parts) -> bool:
    """Whether a candidate is worth a judgement: a weak label alone is not, unless the place shows something of the
    item or keeps something that could not be seen."""
    if bundle.candidate.score >= STRONG or any(part.found for part in parts):
        return True
    return bundle.candidate.exact and check_present(case.site, bundle, parts).outcome is Outcome.UNKNOWN


def _together(
    case: Case, made: list[Judgement], mend: Mend | None, spread: bool
) -> Judgement | None:
    """What several addresses show together: the links of one row of the index page, or, for an office that lists the
    item nowhere, its posts and files about it."""
    shown = [item for item in made if item.present.outcome is Outcome.PASS and item.current.outcome is not Outcome.FAIL]
    trust = min((item.candidate.trust for item in shown), default=_LISTED + 1)
    if trust <= _LISTED:
        urls = {item.candidate.url for item in shown if item.candidate.trust == trust}
        listed = [bundle for bundle in case.own if bundle.candidate.trust == trust]
        bundles = [item for item in listed if item.candidate.url in urls or _same_matter(case, item, mend)]
    else:
        posts = [bundle for bundle in case.all_bundles() if spread and bundle.candidate.trust > _LISTED]
        bundles = [bundle for bundle in posts if _same_matter(case, bundle, mend)]
    if len({bundle.main.url for bundle in bundles}) < _SEVERAL:
        return None
    whole = _joined(bundles)
    parts = find_parts(case.ruleset, case.requirement, whole, case.as_of)
    return judgement(case, whole, mend(whole, parts) if mend else parts)


def _joined(bundles: list[Bundle]) -> Bundle:
    """The first bundle with the exhibits of the others hanging on it, each once."""
    exhibits = {item.artifact.url: item for item in bundles[0].exhibits}
    for bundle in bundles[1:]:
        for item in bundle.exhibits:
            exhibits.setdefault(item.artifact.url, replace(item, main=False))
    lost = tuple(item for bundle in bundles for item in bundle.lost)
    itself = any(bundle.itself for bundle in bundles)
    return replace(bundles[0], exhibits=tuple(exhibits.values()), lost=lost, itself=itself)


def _same_matter(case: Case, bundle: Bundle, mend: Mend | None) -> bool:
    """Whether a post or file of this body is named as the item, shows some of it, and is of no other period."""
    if bundle.stranger is not None or (bundle.candidate.score < STRONG and not bundle.itself):
        return False
    parts = find_parts(case.ruleset, case.requirement, bundle, case.as_of)
    parts = mend(bundle, parts) if mend else parts
    period = check_current(case.requirement, bundle, case.as_of)
    if case.requirement.period == "monthly" and period.outcome is Outcome.PASS:
        return True  # the summary of a month in which nothing was bought shows no table
    of_another = period.outcome is Outcome.FAIL and period.reason not in NOT_ALL  # one quarter beside the next
    return any(part.found for part in parts) and not of_another


def _preference(item: Judgement) -> tuple[bool, int, int, int, tuple[int, float, str, str]]:
    """Among answers that are no pass: something there before nothing, the office's own word before a find elsewhere,
    what may be of the right period before what surely is not (or has no period), more parts before fewer."""
    found = sum(part.found is True for part in item.complete.parts)
    undated = item.complete.outcome is Outcome.FAIL and item.current.reason == "not_judged"
    outdated = item.current.outcome is Outcome.FAIL or undated
    return (item.present.outcome is Outcome.FAIL, item.candidate.trust, outdated, -found, item.candidate.rank)


def status_of_judgement(item: Judgement) -> Status:
    """What the three checks amount to."""
    return status_of(item.present.outcome, item.complete.outcome, item.current.outcome)
