"""The arithmetic, against figures that were published or can be worked out by hand."""

from fractions import Fraction

import pytest

from audits.verdict import Status
from results.scoring import rounded, score
from tests.results.factories import ruleset, verdict

KIND = {Status.PASS: "pass", Status.MISSING: "missing", Status.UNKNOWN: "unknown"}


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
