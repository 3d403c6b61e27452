"""What dates an item: the documents that are of the period, and the days of what happened.

A code of ethics or a page of dos and don'ts may be of any year and dates nothing. Training or a meeting of citizens is
of the year in which it was held, whatever year its document names (next year's budget, say).
"""

from dataclasses import replace

from audits.bundle import Bundle
from audits.period import days_of, required_year
from audits.requirement import Requirement, Ruleset
from audits.verdict import Check, Outcome, Part
from crawler.thai import find_years

_YEARLY = ("fiscal_year", "previous_fiscal_year")
_MEMORY = 3  # years; older days in a document are its history
_SEVERAL = 2


def dating(ruleset: Ruleset, requirement: Requirement, bundle: Bundle, parts: tuple[Part, ...]) -> Bundle:
    """The bundle without the documents that show nothing but parts which may be of any year."""
    standing = {part.url for part in parts if part.found and ruleset.part_rule(requirement, part.id).standing}
    others = {part.url for part in parts if part.found and not ruleset.part_rule(requirement, part.id).standing}
    silent = standing - others - {bundle.main.url}
    if not others or not silent:
        return bundle
    kept = tuple(exhibit for exhibit in bundle.exhibits if exhibit.artifact.url not in silent)
    return replace(bundle, exhibits=kept)


def as_it_happened(
    ruleset: Ruleset, requirement: Requirement, bundle: Bundle, parts: tuple[Part, ...], check: Check
) -> Check:
    """The check of the period, corrected by the days of the events that the parts tell of."""
    events = [part for part in parts if part.found and ruleset.part_rule(requirement, part.id).event]
    if not events or requirement.period not in _YEARLY:
        return check
    wanted = required_year(requirement)
    if check.outcome is Outcome.PASS:
        return _before(bundle, events, wanted, check)
    held = next((part for part in events if _years_in(part.quote) == {wanted}), None)
    if held is None:
        return check
    return Check(
        outcome=Outcome.PASS, reason="right_year", required=check.required, found=(f"FY{wanted}",), quote=held.quote,
        params={"year": str(wanted)},
    )  # fmt: skip


def _before(bundle: Bundle, events: list[Part], wanted: int, check: Check) -> Check:
    """Not of the year when all days that the documents of an event tell of lie before the year began."""
    urls = {part.url for part in events}
    shown = [item for item in bundle.exhibits if item.artifact.url in urls and item.artifact.kind == "file"]
    days = [day for exhibit in shown for day in days_of(exhibit) if day.fiscal_year >= wanted - _MEMORY]
    if len({day.text for day in days}) < _SEVERAL or any(day.fiscal_year >= wanted for day in days):
        return check
    years = sorted({day.fiscal_year for day in days})
    return Check(
        outcome=Outcome.FAIL, reason="wrong_year", required=check.required, found=tuple(f"FY{year}" for year in years),
        quote=days[0].text, params={"year": str(wanted), "found": ", ".join(map(str, years))},
    )  # fmt: skip


def _years_in(text: str) -> set[int]:
    return {mention.fiscal_year for mention in find_years(text) if mention.role in ("date", "fiscal_year", "other")}
