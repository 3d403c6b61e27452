"""Backwards from a figure: complete (compared with trying everything), quick, and honest when nothing fits."""

import time
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.requirement import known_years, load_ruleset
from results.decoding import TOLERANCE, near, patterns, sizes_of, spans, years_attaining
from results.scoring import Standing, counted_items, score_of

YEARS = known_years()
OLD = {"9.1": 9, "9.2": 8, "9.3": 7, "9.4": 4, "9.5": 5}
SMALL = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.integers(1, 6), min_size=1, max_size=4)


def every(sizes):
    """All patterns with their figures, by trying all counts."""
    for zeros in product(*(range(size + 1) for size in sizes.values())):
        means = [100 * Fraction(size - zero, size) for zero, size in zip(zeros, sizes.values(), strict=True)]
        yield zeros, sum(means) / len(means)


def brute(sizes, figure, tolerance=TOLERANCE):
    return {zeros for zeros, exact in every(sizes) if abs(exact - figure) <= tolerance}


def found(sizes, figure, tolerance=TOLERANCE):
    return {pattern.zeros for pattern in patterns(sizes, Fraction(figure), tolerance)}


@given(SMALL, st.integers(0, 10_000))
@settings(max_examples=300, deadline=None)
def test_complete_for_any_sizes_and_figure(sizes, hundredths):
    figure = Fraction(hundredths, 100)
    assert found(sizes, figure) == brute(sizes, figure)


@given(SMALL, st.data())
@settings(max_examples=200, deadline=None)
def test_every_published_figure_leads_back_to_its_zeros(sizes, data):
    zeros = tuple(data.draw(st.integers(0, size)) for size in sizes.values())
    exact = sum(100 * Fraction(size - zero, size) for zero, size in zip(zeros, sizes.values(), strict=True)) / len(
        sizes
    )
    assert zeros in found(sizes, Fraction(round(exact * 100), 100))


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("indicator", ["9", "10"])
def test_complete_for_every_year(year, indicator):
    sizes = sizes_of(load_ruleset(year), indicator)
    all_patterns = list(every(sizes))
    for figure in ("0", "12.50", "68.71", "74.48", "87.50", "92.50", "93.00", "95.00", "97.78", "100"):
        wanted = {zeros for zeros, exact in all_patterns if abs(exact - Fraction(figure)) <= TOLERANCE}
        assert found(sizes, figure) == wanted


@pytest.mark.parametrize("year", YEARS)
def test_quick_for_every_year(year):
    rules = load_ruleset(year)
    start = time.process_time()
    for figure in ("74.48", "50", "33.33"):
        patterns(sizes_of(rules, "9"), Fraction(figure))
        near(sizes_of(rules, "9"), Fraction(figure))
    assert time.process_time() - start < 10


@pytest.mark.parametrize("year", YEARS)
def test_a_pattern_gives_its_figure_in_the_computation(year):
    rules = load_ruleset(year)
    items = counted_items(rules)
    sizes = sizes_of(rules, "9")
    for pattern in patterns(sizes, Fraction(90), Fraction(1, 2))[:5]:
        zero = [code for name, count in zip(sizes, pattern.zeros, strict=True) for code in items[name][:count]]
        standings = {item.code: Standing.ZERO if item.code in zero else Standing.FULL for item in rules.requirements}
        assert score_of(standings, rules).indicators["9"].low == pattern.figure


# --- published figures


def test_the_zeros_behind_a_result_of_2565():
    assert found(OLD, "74.48") == {(2, 1, 3, 2, 0), (3, 0, 1, 0, 4), (2, 3, 3, 1, 0), (2, 5, 3, 0, 0)}
    assert found({"10.1": 8, "10.2": 2}, "87.50") == {(2, 0)}
    assert found({"10.1": 8, "10.2": 2}, "12.50") == {(6, 2)}
    assert len(found(OLD, "68.71")) == 5
    assert len(found(OLD, "55.85", Fraction(1, 100))) == 11


@pytest.mark.parametrize(
    ("figure", "zeros"),
    [
        ("100", {(0, 0, 0, 0, 0)}), ("97.78", {(1, 0, 0, 0, 0)}), ("97.50", {(0, 1, 0, 0, 0)}),
        ("97.14", {(0, 0, 1, 0, 0)}), ("96.00", {(0, 0, 0, 0, 1)}), ("94.64", {(0, 1, 1, 0, 0)}),
        ("93.78", {(1, 0, 0, 0, 1)}), ("93.50", {(0, 1, 0, 0, 1)}), ("92.50", {(0, 1, 0, 1, 0), (0, 3, 0, 0, 0)}),
    ],
)  # fmt: skip
def test_the_figures_of_a_province_in_2564(figure, zeros):
    assert found(OLD, figure) == zeros


def test_figures_tell_the_years_they_can_be_of():
    rulesets = [load_ruleset(year) for year in YEARS]
    old = (2562, 2563, 2564, 2565)
    assert years_attaining({"9": Fraction("74.48")}, rulesets) == old
    assert 2566 in years_attaining({"9": Fraction("93.00")}, rulesets)
    assert not set(old) & set(years_attaining({"9": Fraction("93.00")}, rulesets))
    assert years_attaining({"10": Fraction(95)}, rulesets) == ()
    assert years_attaining({"9": Fraction("74.48"), "10": Fraction(95)}, rulesets) == ()


# --- nothing fits


def test_what_a_figure_may_have_been_meant_to_be():
    others = near(OLD, Fraction("93.00"))
    assert others.below < 93 < others.above
    assert others.above - others.below < 1
    assert Fraction("97.78") in near(OLD, Fraction("79.78")).swapped


def test_the_ends_have_one_neighbour():
    assert near({"10.1": 4, "10.2": 4}, Fraction("99.99")).above == 100
    assert near({"10.1": 4, "10.2": 4}, Fraction("0.01")).below == 0


def test_excused_items_change_the_sizes():
    rules = load_ruleset(2565)
    assert sizes_of(rules, "9", ["O1", "O2"])["9.1"] == 7
    assert sizes_of(rules, "10", counted_items(rules)["10.2"]) == {"10.1": 8}


def test_the_span_over_all_patterns():
    assert spans(patterns(OLD, Fraction("92.50"))) == ((0, 0), (1, 3), (0, 0), (0, 1), (0, 0))
    assert spans(()) == ()
