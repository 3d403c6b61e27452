"""One item in front of the judge: where it may be found, opened, and what a judgement of it looks like."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from audits.bundle import Bundle, open_bundle
from audits.dating import period_of
from audits.doubts import with_doubts
from audits.evaluate import check_present, dead_end, not_judged
from audits.foreign import without_strangers
from audits.identity import without_others
from audits.match import Candidate, Matcher
from audits.parts import check_complete
from audits.period import NOT_ALL, required_years
from audits.requirement import Requirement, Ruleset
from audits.settling import with_place
from audits.site import Site
from audits.verdict import Check, Outcome, Part
from crawler.thai import find_years

_MOST_OPENED = 14
_MOST_POSTS = 30  # a post per month, and perhaps a file beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The three checks of one candidate, and the address that is the best evidence of it; `bundle`: what was judged."""

    candidate: Candidate
    present: Check
    complete: Check
    current: Check
    url: str | None
    confidence: float = 0.0
    bundle: Bundle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything about one requirement. `candidates` and `bundles` are per concept, most trusted first."""

    matcher: Matcher
    requirement: Requirement
    as_of: date
    candidates: dict[str, tuple[Candidate, ...]]
    bundles: dict[str, tuple[Bundle, ...]]

    @property
    def site(self) -> Site:
        return self.matcher.site

    @property
    def ruleset(self) -> Ruleset:
        return self.matcher.ruleset

    @property
    def own(self) -> tuple[Bundle, ...]:
        """Opened candidates of the item's main concept."""
        return self.bundles[self.requirement.concept]

    def all_bundles(self) -> tuple[Bundle, ...]:
        """Opened candidates of all concepts that the item covers, the main one first."""
        return tuple(bundle for bundles in self.bundles.values() for bundle in bundles)


def open_case(matcher: Matcher, requirement: Requirement, declared: str | None, as_of: date) -> Case:
    """Find and open the candidates of a requirement."""
    names = (requirement.concept, *requirement.also_covers)
    candidates = _joined({name: matcher.candidates(requirement, name, declared) for name in names})
    bundles = {name: _opened(matcher, requirement, found) for name, found in candidates.items()}
    return Case(matcher=matcher, requirement=requirement, as_of=as_of, candidates=candidates, bundles=bundles)


def _joined(candidates: dict[str, tuple[Candidate, ...]]) -> dict[str, tuple[Candidate, ...]]:
    """Where several sections of one page belong to the item, the page as a whole is the place to look at."""
    sections: dict[str, set[str]] = {}
    for found in candidates.values():
        for candidate in found:
            if candidate.section:
                sections.setdefault(candidate.url, set()).add(candidate.section)
    return {
        name: tuple(
            replace(candidate, section="") if len(sections.get(candidate.url, ())) > 1 else candidate
            for candidate in found
        )
        for name, found in candidates.items()
    }


def _opened(matcher: Matcher, requirement: Requirement, candidates: Iterable[Candidate]) -> tuple[Bundle, ...]:
    opened: list[Bundle] = []
    most = _MOST_POSTS if requirement.period == "monthly" else _MOST_OPENED
    for candidate in sorted(candidates, key=lambda item: (item.trust, of_another_year(requirement, item.label))):
        bundle = open_bundle(matcher, requirement, candidate)
        if bundle is not None:
            own = without_strangers(matcher.site, bundle)
            opened.append(without_others(matcher.naming, requirement, own))
        if len(opened) >= most:
            break
    return tuple(opened)


def of_another_year(requirement: Requirement, label: str) -> bool:
    """Whether the words that lead to a candidate name only years that the item does not ask for: opened last, so that
    the posts of many years do not crowd out those of the right one."""
    if requirement.period in ("multi_year_plan", "current", "undated"):
        return False
    years = {mention.fiscal_year for mention in find_years(label)}
    return bool(years) and not years & {*required_years(requirement), requirement.fiscal_year}


def whole_page(case: Case, bundle: Bundle) -> Bundle:
    """The same candidate without the bounds of its section (persons of both sides stand under several headings)."""
    if not bundle.candidate.section:
        return bundle
    return open_bundle(case.matcher, case.requirement, replace(bundle.candidate, section="")) or bundle


def judgement(case: Case, bundle: Bundle, parts: tuple[Part, ...], present: Check | None = None) -> Judgement:
    """Complete a judgement from the parts that were found in a bundle."""
    parts = _asked(case.requirement, parts)
    there = _own_body(bundle, present or check_present(case.site, bundle, parts))
    if there.outcome is not Outcome.PASS:
        complete = current = not_judged()
    else:
        parts, current = period_of(case.ruleset, case.requirement, bundle, parts, case.as_of)
        complete, current = check_complete(parts), with_doubts(current, bundle)
        if current.reason in NOT_ALL:  # there and of the right year, but not all of it
            complete = replace(current, parts=complete.parts, required="", found=())
            current = replace(current, outcome=Outcome.PASS, reason="right_year")
        if complete.outcome is Outcome.FAIL and _only_standing(case, parts):
            current = not_judged()  # a code of ethics may be of any year: what is of the year is lacking
        if complete.outcome is Outcome.FAIL and current.reason == "no_year":
            current = not_judged()  # what is there is certainly not enough, whatever its year
    url = there.evidence[0].url if there.evidence else bundle.main.url
    return Judgement(
        candidate=bundle.candidate, present=with_place(there, bundle), complete=with_place(complete, bundle),
        current=with_place(current, bundle), url=url, bundle=bundle,
    )  # fmt: skip


def _only_standing(case: Case, parts: tuple[Part, ...]) -> bool:
    """Whether all that was found of an item are parts that may be of any year."""
    found = [part for part in parts if part.required and part.found]
    return bool(found) and all(case.ruleset.part_rule(case.requirement, part.id).standing for part in found)


def _own_body(bundle: Bundle, there: Check) -> Check:
    """What another body published is not this body's, however complete it is."""
    stranger = bundle.stranger
    if stranger is None or there.outcome is Outcome.UNKNOWN:
        return there
    shown = there.evidence[0].url if there.evidence else bundle.main.url
    if there.outcome is Outcome.PASS and not (stranger.url == bundle.main.url == shown):
        return there
    params = {"url": stranger.url, "body": stranger.name}
    return Check(outcome=Outcome.FAIL, reason="wrong_body", params=params, quote=stranger.quote)


def _asked(requirement: Requirement, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts that the year asks for: a judge of its own looks for all that any year asks."""
    named = (*requirement.parts, *requirement.optional_parts)
    return tuple(
        replace(part, required=part.required and part.id in requirement.parts) for part in parts if part.id in named
    )


def dead(candidate: Candidate) -> Judgement:
    """The judgement of a candidate that could not be opened."""
    return Judgement(
        candidate=candidate, present=dead_end(candidate), complete=not_judged(), current=not_judged(),
        url=candidate.url or None,
    )  # fmt: skip
