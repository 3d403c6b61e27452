"""What changed between two years, by concept."""

import pytest

from audits.requirement import Ruleset, known_years, load_ruleset
from audits.rules_diff import Change, compare, places

PAIRS = [(old, new) for old in known_years() for new in known_years() if old < new]


def change(old: int, new: int, concept: str) -> Change:
    return next(item for item in compare(load_ruleset(old), load_ruleset(new)) if item.concept == concept)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_every_concept_of_both_years_once(old: int, new: int) -> None:
    before, after = load_ruleset(old), load_ruleset(new)
    names = [item.concept for item in compare(before, after)]
    assert len(names) == len(set(names))
    assert set(names) == set(before.concepts) | set(after.concepts)


@pytest.mark.parametrize("year", known_years())
def test_a_year_against_itself(year: int) -> None:
    assert all(item.unchanged for item in compare(load_ruleset(year), load_ruleset(year)))


@pytest.mark.parametrize(
    ("old", "new", "concept", "kind"),
    [
        (2568, 2569, "executives", "same"),
        (2568, 2569, "procurement_annual_report", "moved"),
        (2568, 2569, "service_statistics", "merged"),
        (2568, 2569, "procurement_plan", "gone"),
        (2568, 2569, "procurement_monthly_summary", "new"),
        (2568, 2569, "no_gift_report", "moved_part"),
        (2565, 2566, "budget_plan", "merged"),
        (2565, 2566, "privacy_policy", "new"),
        (2565, 2566, "feedback_channel", "gone"),
        (2564, 2565, "integrity_declaration", "gone"),
        (2564, 2565, "no_gift_policy", "new"),
        (2567, 2568, "authority", "merged"),
        (2562, 2563, "measure_anti_bribery", "gone"),
        (2562, 2563, "integrity_measures", "new"),
        (2569, 2568, "service_statistics", "split"),
    ],
)
def test_known_changes(old: int, new: int, concept: str, kind: str) -> None:
    assert change(old, new, concept).kind == kind


def test_codes_on_both_sides() -> None:
    moved = change(2565, 2569, "complaint_channel")
    assert moved.before and moved.after
    assert (moved.before.code, moved.after.code) == ("O30", "O17")


def test_parts_and_periods_that_changed(rules: Ruleset) -> None:
    item = rules.requirements[1]
    other = item.model_copy(update={"parts": item.parts[1:], "period": "fiscal_year"})
    spoiled = rules.model_copy(update={"requirements": (rules.requirements[0], other, *rules.requirements[2:])})
    changed = next(found for found in compare(rules, spoiled) if found.concept == item.concept)
    assert changed.parts_removed == (item.parts[0],) and not changed.parts_added
    assert changed.period_changed and not changed.unchanged


def test_places_tell_main_from_part(rules: Ruleset) -> None:
    found = places(rules)
    assert found["structure"].main and not found["authority"].main
    assert found["authority"].parts == ("duties",)


@pytest.fixture
def rules() -> Ruleset:
    return load_ruleset(2569)
