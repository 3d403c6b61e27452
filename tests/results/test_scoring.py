"""The arithmetic, against figures that were published or can be worked out by hand."""

from fractions import Fraction

import pytest

from audits.requirement import load_ruleset
from audits.verdict import Status
from results.published import Figures
from results.score_sheet import build_sheet
from results.scoring import (
    NothingToScoreError,
    Standing,
    at_least,
    counted_items,
    rounded,
    score,
    score_of,
    standing_of,
)
from tests.results.factories import ruleset, verdict


def scored(*, zero=(), unknown=()):
    kinds = {**dict.fromkeys(zero, "missing"), **dict.fromkeys(unknown, "unknown")}
    return score([verdict(number, kinds.get(number, "pass")) for number in range(1, 27)], ruleset())


def test_everything_passed_is_one_hundred():
    points = scored()
    assert (points.oit.low, points.oit.high, points.oit.certain) == (100, 100, True)


def test_one_zero_in_each_sub_indicator():
    # O1 of four, O5 of six, O11 of two, O13 of three, O16 of four, O20 of three, O23 of four
    points = scored(zero=(1, 5, 11, 13, 16, 20, 23))
    assert rounded(points.indicators["9"].low) == 70.0  # (75 + 83.33 + 50 + 66.67 + 75) / 5
    assert rounded(points.indicators["10"].low) == 70.83  # (66.67 + 75) / 2
    assert rounded(points.oit.low) == 70.42


def test_an_unknown_item_is_an_interval():
    points = scored(zero=(1,), unknown=(2, 21))
    sub = points.sub_indicators["9.1"]
    assert (sub.low, sub.high) == (50, 75)
    assert (rounded(points.indicators["10"].low), rounded(points.indicators["10"].high)) == (83.33, 100.0)
    assert points.oit.low < points.oit.high
    assert points.sub_indicators["9.2"].certain


@pytest.mark.parametrize(
    ("number", "ita", "oit"),
    [
        (1, 1.0, 2.5), (5, 0.67, 1.67), (11, 2.0, 5.0), (13, 1.33, 3.33), (16, 1.0, 2.5), (20, 3.33, 8.33),
        (23, 2.5, 6.25),
    ],
)  # fmt: skip
def test_what_one_item_is_worth(number, ita, oit):
    worth = scored().worth[f"O{number}"]
    assert (rounded(worth.ita), rounded(worth.oit)) == (ita, oit)


@pytest.mark.parametrize("number", range(1, 27))
def test_repairing_one_item_gains_exactly_its_worth(number):
    before, after = scored(zero=(3, number)), scored(zero={3} - {number})
    if number == 3:
        before = scored(zero=(3,))
    assert after.oit.low - before.oit.low == before.worth[f"O{number}"].oit


def test_all_items_together_are_the_forty_points_of_oit():
    assert sum(worth.ita for worth in scored().worth.values()) == 40


def test_halves_are_rounded_up():
    assert [rounded(Fraction(value)) for value in ("74.484", "9.375", "1/3")] == [74.48, 9.38, 0.33]


# --- every year, against published figures

SUBS = ("9.1", "9.2", "9.3", "9.4", "9.5", "10.1", "10.2")
COSTS = {  # ITA points of one zero by sub-indicator
    2562: (0.44, 0.50, 0.57, 1.00, 0.80, 1.25, 1.43), 2563: (0.44, 0.50, 0.57, 1.00, 0.80, 1.25, 5.00),
    2564: (0.44, 0.50, 0.57, 1.00, 0.80, 1.25, 5.00), 2565: (0.44, 0.50, 0.57, 1.00, 0.80, 1.25, 5.00),
    2566: (0.40, 0.50, 1.00, 1.00, 1.00, 1.25, 2.00), 2567: (0.67, 0.57, 1.00, 1.00, 1.00, 1.67, 2.50),
    2568: (1.00, 0.57, 2.00, 1.33, 1.00, 2.50, 2.50), 2569: (1.00, 0.67, 2.00, 1.33, 1.00, 3.33, 2.50),
}  # fmt: skip


def standings(year, zero=(), unknown=(), excused=()):
    named = {
        **dict.fromkeys(zero, Standing.ZERO), **dict.fromkeys(unknown, Standing.UNKNOWN),
        **dict.fromkeys(excused, Standing.EXCUSED),
    }  # fmt: skip
    return {item.code: named.get(item.code, Standing.FULL) for item in load_ruleset(year).requirements}


def some(year, **counts):
    """Zeros by count per sub-indicator: s91=2 takes the first two items of 9.1."""
    items = counted_items(load_ruleset(year))
    names = {f"s{name.replace('.', '')}": name for name in SUBS}
    return [code for name, count in counts.items() for code in items[names[name]][:count]]


def points(year, **kinds):
    return score_of(standings(year, **kinds), load_ruleset(year))


def low(interval):
    return rounded(interval.low)


def sheet(year, zero=(), **figures):
    """A score sheet; figures by name, indicators as i1 to i10."""
    values = {
        name.removeprefix("i") if name[1:].isdigit() else name: Fraction(str(each)) for name, each in figures.items()
    }
    kinds = standings(year, unknown=standings(year)) if zero is None else standings(year, zero=zero)
    return build_sheet(load_ruleset(year), kinds, Figures(values=values))


@pytest.mark.parametrize(("year", "costs"), COSTS.items())
def test_what_one_zero_costs_in_every_year(year, costs):
    items, worth = counted_items(load_ruleset(year)), points(year).worth
    assert tuple(rounded(worth[items[name][0]].ita) for name in SUBS) == costs
    for name in SUBS:
        factor = Fraction(4 if name.startswith("9") else 10)
        assert all(worth[code].ita == factor / len(items[name]) for code in items[name])


def test_a_result_of_2565_item_by_item():
    zero = ("O1", "O2", "O11", "O13", "O17", "O18", "O20", "O24", "O28", *some(2565, s101=2))
    result = sheet(2565, zero, i1=83.26, i2=75.86, i3=74.98, i4=74.21, i5=70.86, i6=100, i7=100, i8=100)
    subs = [low(result.score.sub_indicators[name]) for name in SUBS]
    assert subs == [77.78, 62.5, 57.14, 75.0, 100.0, 75.0, 100.0]
    assert (low(result.score.indicators["9"]), low(result.score.indicators["10"])) == (74.48, 87.5)
    assert result.tools.iit.low == Fraction("75.834")
    assert (low(result.tools.eit), low(result.tools.oit), low(result.ita)) == (100.0, 80.99, 85.15)
    assert result.grading.best.name == result.grading.worst.name == "A"


def test_the_same_codes_read_with_the_numbering_of_2566_give_another_score():
    zero = ("O1", "O2", "O11", "O13", "O17", "O18", "O20", "O24", "O28")
    assert low(points(2566, zero=zero).indicators["9"]) == 71.0


def test_a_result_of_2562():
    result = sheet(2562, some(2562, s101=1))
    assert low(result.score.sub_indicators["10.1"]) == 87.5
    assert low(result.score.indicators["10"]) == 93.75
    # the items of indicator 9 were not printed: its figure stands in for them
    told = sheet(2562, None, i1=94.15, i2=85.43, i3=87.52, i4=82.58, i5=87.64, i6=67.05, i7=70.46, i8=61.37,
                 i9=55.85, i10=93.75)  # fmt: skip
    assert (low(told.tools.iit), low(told.tools.eit), low(told.tools.oit)) == (87.46, 66.29, 74.8)
    assert (low(told.ita), told.grading.best.name) == (76.05, "B")


def test_a_result_of_2566():
    result = sheet(2566, ("O8", "O25"), i1=94.81, i2=90.48, i3=91.37, i4=85.85, i5=87.49, i6=89.79, i7=85.78, i8=84.50)
    assert (low(result.score.indicators["9"]), low(result.score.indicators["10"])) == (93.0, 100.0)
    assert (low(result.tools.iit), low(result.tools.eit), low(result.tools.oit)) == (90.0, 86.69, 96.5)
    assert (low(result.ita), result.grading.best.name) == (91.61, "ผ่านดี")


def test_a_result_of_2565_published_by_indicator():
    result = sheet(2565, None, iit=92.378, eit=87.633, i9=68.71, i10=12.50)
    assert result.score.taken == {"9", "10"}
    assert result.tools.oit.low == Fraction("40.605")
    assert abs(result.ita.low - Fraction("70.24")) <= Fraction("0.0055")  # printed from inputs that were rounded
    assert result.grading.best.name == "C"
    assert not result.repairs


@pytest.mark.parametrize(
    ("counts", "nine", "ten", "share"),
    [
        ({}, 100, 100, 40.0), ({}, 100, 100, 40.0), ({}, 100, 100, 40.0),
        ({"s91": 1, "s101": 1}, 97.78, 93.75, 38.31), ({"s92": 1}, 97.5, 100, 39.5),
        ({"s92": 1, "s101": 2}, 97.5, 87.5, 37.0), ({"s93": 1}, 97.14, 100, 39.43), ({"s95": 1}, 96.0, 100, 39.2),
        ({"s92": 1, "s93": 1}, 94.64, 100, 38.93), ({"s91": 1, "s95": 1}, 93.78, 100, 38.76),
        ({"s92": 1, "s95": 1}, 93.5, 100, 38.7), ({"s92": 1, "s94": 1, "s101": 1}, 92.5, 93.75, 37.25),
        ({"s92": 3, "s101": 1}, 92.5, 93.75, 37.25),
    ],
)  # fmt: skip
def test_the_thirteen_bodies_of_a_province_in_2564(counts, nine, ten, share):
    result = points(2564, zero=some(2564, **counts))
    assert (low(result.indicators["9"]), low(result.indicators["10"])) == (nine, ten)
    assert rounded(result.oit.low * load_ruleset(2564).weights.oit / 100) == share
    # the same share from the figures that the table prints
    assert rounded((Fraction(str(nine)) + Fraction(str(ten))) / 2 * Fraction(40, 100)) == share


# --- excused, unknown, published without items


def test_an_excused_item_leaves_the_mean():
    result = points(2565, zero=("O1",), excused=("O2",))
    assert low(result.sub_indicators["9.1"]) == 87.5
    assert "O2" not in result.worth
    assert rounded(result.worth["O1"].ita) == 0.5


def test_an_excused_sub_indicator_leaves_its_indicator():
    excused = counted_items(load_ruleset(2565))["10.2"]
    result = points(2565, zero=some(2565, s101=1), excused=excused)
    assert "10.2" not in result.sub_indicators
    assert low(result.indicators["10"]) == 87.5
    assert sum(worth.ita for worth in result.worth.values()) == 40


def test_everything_excused_is_no_score():
    with pytest.raises(NothingToScoreError):
        points(2565, excused=standings(2565))


def test_a_published_figure_stands_in_only_where_no_item_is_known():
    rules = load_ruleset(2565)
    nothing = standings(2565, unknown=standings(2565))
    some_known = {**nothing, "O1": Standing.ZERO}
    figure = {"9": Fraction(80)}
    assert score_of(nothing, rules, figure).indicators["9"].low == 80
    told = score_of(some_known, rules, figure)
    assert not told.taken and told.indicators["9"].low == 0


@pytest.mark.parametrize("year", COSTS)
def test_verdicts_and_standings_are_one_computation(year):
    rules = load_ruleset(year)
    assert [standing_of(status) for status in Status] == [
        Standing.FULL, Standing.ZERO, Standing.ZERO, Standing.ZERO, Standing.UNKNOWN
    ]  # fmt: skip
    assert points(year, unknown=[item.code for item in rules.requirements]).oit.high == 100


def test_published_figures_are_compared():
    result = sheet(2565, ("O1", "O2"), i9=95.56, i10=95, iit=80, eit=80, ita=99)
    told = {each.key: (each.agrees, each.patterns) for each in result.comparisons}
    assert told["9"][0] and told["9"][1] >= 1
    assert told["10"] == (False, 0)  # 95 is no figure that items of 0 and 100 can give
    assert told["ita"] == (False, None)
    assert "iit" not in told  # nothing to compare it with


def test_a_published_figure_must_be_possible_with_the_unknown_items():
    rules = load_ruleset(2565)
    kinds = standings(2565, zero=("O1",), unknown=("O2", "O11"))
    figures = {"97.78": True, "95.56": True, "95.28": True, "97.50": False, "96.00": False}
    for figure, possible in figures.items():
        told = build_sheet(rules, kinds, Figures(values={"9": Fraction(figure)})).comparisons[0]
        assert told.agrees is possible, figure


def test_needed_scores_are_rounded_up():
    assert [at_least(Fraction(value)) for value in ("93.1112", "93.11", "95")] == [93.12, 93.11, 95.0]
