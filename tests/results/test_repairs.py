"""Smallest sets of repairs: the same as by trying every set, the cheapest first, and quick with all items at zero."""

import time
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.requirement import known_years, load_ruleset
from results.grading import find_grade
from results.published import Figures
from results.repairs import Candidate, smallest_sets
from results.score_sheet import build_sheet
from results.score_targets import Goal, grade_goal
from results.scoring import Standing, counted_items, rounded

WORTHS = (Fraction(10, 9), Fraction(5, 4), Fraction(10, 7), Fraction(5, 2), Fraction(25, 4))
ITEMS = st.lists(st.tuples(st.sampled_from(WORTHS), st.integers(1, 3)), min_size=0, max_size=9)


def candidates(items):
    return [
        Candidate(code=f"O{place}", oit=oit, ita=oit * 2 / 5, effort=effort)
        for place, (oit, effort) in enumerate(items, 1)
    ]


def brute(items, need):
    """All sets of the smallest size that reaches `need`, by effort and then by place."""
    for size in range(len(items) + 1):
        reaching = [
            chosen for chosen in combinations(range(len(items)), size) if sum(items[i].oit for i in chosen) >= need
        ]
        if reaching:
            return sorted(reaching, key=lambda chosen: (sum(items[i].effort for i in chosen), chosen))
    return None


@given(ITEMS, st.integers(1, 400))
@settings(max_examples=300, deadline=None)
def test_the_same_as_by_trying_every_set(items, tenths):
    known, need = candidates(items), Fraction(tenths, 10)
    wanted, told = brute(known, need), smallest_sets(known, need)
    if wanted is None:
        assert told.size is None
        assert told.missing == need - sum(item.oit for item in known)
        return
    assert (told.size, told.count) == (len(wanted[0]), len(wanted))
    assert [tuple(item.code for item in chosen) for chosen in told.first] == [
        tuple(known[place].code for place in chosen) for chosen in wanted[:10]
    ]


def sheet(year, zero, target=None, grade="", unknown=(), **figures):
    rules = load_ruleset(year)
    kinds = {**dict.fromkeys(zero, Standing.ZERO), **dict.fromkeys(unknown, Standing.UNKNOWN)}
    standings = {item.code: kinds.get(item.code, Standing.FULL) for item in rules.requirements}
    values = {name: Fraction(str(figure)) for name, figure in figures.items()}
    kind = "ita" if len(values) == 2 else "oit"
    goal = Goal(wanted=str(target), kind=kind, points=Fraction(str(target))) if target is not None else None
    if grade:
        goal = grade_goal(find_grade(grade, rules.grade_scale))
    return build_sheet(rules, standings, Figures(values=values), goal=goal)


def codes(way):
    return [[item.code for item in chosen] for chosen in way.sets.first]


@pytest.mark.parametrize("year", known_years())
def test_quick_and_true_with_every_item_at_zero(year):
    everything = [item.code for item in load_ruleset(year).requirements]
    for target in (1, 20, 50, 80, 95, 99, 100):
        start = time.process_time()
        result = sheet(year, everything, target)
        assert time.process_time() - start < 10
        way = result.way
        assert way.outcome == "repairs" and way.sets.count >= len(way.sets.first) >= 1
        for chosen in way.sets.first:
            gained = sum((item.oit for item in chosen), Fraction(0))
            assert len(chosen) == way.sets.size
            assert rounded(gained) >= target


def test_the_most_valuable_repairs_are_few():
    # 2565: one of the two items of 10.2 is worth 12.5 points of OIT
    ten = counted_items(load_ruleset(2565))["10.2"]
    result = sheet(2565, ["O1", "O2", *ten], 85)
    assert result.way.sets.size == 1
    assert codes(result.way) == [[ten[0]], [ten[1]]]
    assert [repair.code for repair in result.repairs[:2]] == ten


def test_an_ita_target_uses_iit_and_eit():
    result = sheet(2565, ["O1", "O2", "O11", "O13"], 95, iit=90, eit=95)
    assert rounded(result.ita.low) == 93.61
    assert result.way.goal.kind == "ita" and result.way.outcome == "repairs"
    best = result.way.sets.first[0]
    assert rounded(result.ita.low + sum(item.ita for item in best)) >= 95
    weaker = result.ita.low + sum(sorted((repair.ita for repair in result.repairs), reverse=True)[: len(best) - 1])
    assert rounded(weaker) < 95


def test_a_target_that_is_reached_needs_nothing():
    assert sheet(2565, [], 100).way.outcome == "reached"
    assert sheet(2565, ["O1"], 95).way.outcome == "reached"


def test_out_of_reach_says_how_far_and_what_is_needed():
    way = sheet(2565, ["O1"], 95, iit=75.83, eit=80).way
    assert way.outcome == "unreachable"
    assert (way.best_oit, rounded(way.best_ita), way.best_grade.best.name) == (100, 86.75, "A")
    assert way.needed.iit_alone > 100  # not by IIT alone
    assert rounded(way.needed.together) == 91.66
    alone = sheet(2565, ["O1"], 95, iit=75.83, eit=100).way.needed.iit_alone
    assert abs((alone * 30 + 100 * 30 + 100 * 40) / 100 - 95) <= Fraction("0.005")


def test_a_floor_that_iit_misses_is_no_matter_of_repairs():
    way = sheet(2568, ["O1"], grade="ผ่านดี", iit=80, eit=100).way
    assert way.outcome == "unreachable"
    assert way.best_grade.best.name == "ผ่าน"
    assert rounded(way.needed.iit_alone) == 85.0
    assert way.needed.eit_alone > 100


def test_a_floor_of_oit_is_met_by_repairs():
    zero = [item.code for item in load_ruleset(2568).requirements][:8]
    total_only = sheet(2568, zero, grade="ผ่าน", iit=99, eit=99).way
    with_floor = sheet(2568, zero, grade="ผ่านดีเยี่ยม", iit=99, eit=99).way
    assert total_only.outcome == "reached"
    assert with_floor.outcome == "repairs"
    assert rounded(with_floor.oit) == 95.0


def test_unknown_items_are_repairs_to_make_sure_of():
    way = sheet(2569, ["O1"], 100, unknown=["O2"]).way
    assert codes(way) == [["O1", "O2"]]
    assert not way.already_if_unknown_pass
    assert sheet(2569, [], 100, unknown=["O2"]).way.already_if_unknown_pass
