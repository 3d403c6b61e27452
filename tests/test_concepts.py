"""Every written case of every concept: what the site shows, and what must be said of it."""

from pathlib import Path

import pytest

from audits.verdict import Verdict
from tests.concepts.mini_site import Case, load_cases, verdicts_of

CASES = load_cases(Path(__file__).parent / "concepts")
NEEDED = ("pass", "missing", "incomplete", "unknown")


def explains_itself(verdict: Verdict) -> None:
    if verdict.status == "pass":
        assert verdict.present.evidence and verdict.present.evidence[0].text
        assert verdict.url
    else:
        assert verdict.reason
    if verdict.status == "unknown" and verdict.reason != "not_due":
        assert verdict.deciding.params.get("url"), f"{verdict.code}: nothing would settle {verdict.deciding}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.concept}/{case.name}")
def test_case(case: Case) -> None:
    verdicts = verdicts_of(case)
    for each in verdicts:
        explains_itself(each)
    verdict = next(item for item in verdicts if item.code == case.code)
    expected = case.content["expect"]
    told = f"{verdict.status} ({verdict.reason}) at {verdict.url}: {verdict.deciding}"
    statuses = expected["status"] if isinstance(expected["status"], list) else [expected["status"]]
    assert verdict.status in statuses, told
    if "reason" in expected:
        assert verdict.reason == expected["reason"], told
    if "found_by" in expected:
        assert verdict.found_by == expected["found_by"], told
    if "url" in expected:
        assert verdict.url is not None and verdict.url.endswith(expected["url"]), told
    found = {part.id: part.found for part in verdict.complete.parts}
    for part, there in expected.get("parts", {}).items():
        assert found.get(part) == there, f"{part}: {found} — {told}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.concept}/{case.name}")
def test_name_agrees_with_outcome(case: Case) -> None:
    statuses = case.content["expect"]["status"]
    assert case.name.split("_")[0] in ([statuses] if isinstance(statuses, str) else statuses)


@pytest.mark.parametrize("concept", ["structure", "executives", "e_service", "complaint_channel"])
def test_deep_concepts_have_cases_of_every_kind(concept: str) -> None:
    kinds = {case.name.split("_")[0] for case in CASES if case.concept == concept}
    assert kinds >= set(NEEDED) - {"missing"}, f"{concept} has only {kinds}"
