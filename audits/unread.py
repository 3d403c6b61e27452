"""Which documents are worth reading further: those that an item without a pass may rest on, and that are half read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from audits.bundle import Exhibit
from audits.case import open_case
from audits.match import Matcher
from audits.naming import STRONG
from audits.period import required_years
from audits.requirement import Requirement, Ruleset
from audits.site import Site
from audits.told_years import dated
from audits.verdict import Status, Verdict
from crawler.artifacts import Artifact, Snapshot

_DATED = frozenset(("fiscal_year", "previous_fiscal_year", "first_six_months"))


def half_read(
    snapshot: Snapshot, ruleset: Ruleset, as_of: date, declared: Mapping[str, str], verdicts: Sequence[Verdict]
) -> tuple[Artifact, ...]:
    """Documents with pages that were not recognised yet, behind candidates of items that are no pass.

    The best candidates of every item come before the second best of any, so that a limit on pages cuts fairly.
    """
    if not snapshot.home_ok or not any(artifact.waiting for artifact in snapshot.artifacts):
        return ()
    matcher = Matcher(Site(snapshot), ruleset)
    passed = {verdict.code for verdict in verdicts if verdict.status is Status.PASS}
    open_items = [item for item in ruleset.requirements if item.code not in passed]
    queues = [list(_of_item(matcher, item, declared.get(item.code), as_of)) for item in open_items]
    longest = max(map(len, queues), default=0)
    ranked = [queue[place] for place in range(longest) for queue in queues if place < len(queue)]
    return tuple({artifact.evidence.sha256: artifact for artifact in ranked}.values())


def _of_item(matcher: Matcher, requirement: Requirement, declared: str | None, as_of: date) -> Iterator[Artifact]:
    """The half-read documents of one item, the most trusted candidate's first."""
    case = open_case(matcher, requirement, declared, as_of)
    for bundle in sorted(case.all_bundles(), key=lambda bundle: bundle.candidate.rank):
        if bundle.candidate.score >= STRONG and bundle.stranger is None:
            for exhibit in bundle.exhibits:
                if exhibit.artifact.waiting and not _of_another_year(requirement, exhibit):
                    yield exhibit.artifact


def _of_another_year(requirement: Requirement, exhibit: Exhibit) -> bool:
    """Whether what was read of a document says already that it is not the one that is asked for."""
    facts = dated(exhibit)
    named = facts.own or facts.label
    return requirement.period in _DATED and bool(named) and not named & required_years(requirement)
