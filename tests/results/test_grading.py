"""Grades of both scales; a level with floors is never derived from the total alone."""

from fractions import Fraction

import pytest

from audits.requirement import load_ruleset
from results.grading import Tools, find_grade, grade_of
from results.scoring import Interval, exactly

LETTERS, LEVELS = range(2562, 2566), range(2566, 2570)


def tool(figure):
    if figure is None:
        return None
    low, high = figure if isinstance(figure, tuple) else (figure, figure)
    return Interval(low=Fraction(str(low)), high=Fraction(str(high)))


def graded(year, iit, eit, oit):
    rules = load_ruleset(year)
    return grade_of(Tools(oit=tool(oit), iit=tool(iit), eit=tool(eit)), rules.grade_scale, rules.weights)


def certain(year, *figures):
    grading = graded(year, *figures)
    assert grading.certain
    return grading.best.name


@pytest.mark.parametrize("year", LETTERS)
@pytest.mark.parametrize(
    ("total", "grade"),
    [
        (100, "AA"), (96.08, "AA"), (95, "AA"), (94.99, "A"), (94.73, "A"), (88.37, "A"), (85.15, "A"), (85, "A"),
        (84.99, "B"), (77.04, "B"), (76.05, "B"), (75, "B"), (74.99, "C"), (70.24, "C"), (65, "C"), (64.99, "D"),
        (55, "D"), (54.99, "E"), (50, "E"), (49.99, "F"), (0, "F"),
    ],
)  # fmt: skip
def test_letters(year, total, grade):
    assert certain(year, total, total, total) == grade


@pytest.mark.parametrize("year", LEVELS)
@pytest.mark.parametrize(
    ("iit", "eit", "oit", "grade"),
    [
        (95, 95, 95, "ผ่านดีเยี่ยม"), (94.99, 100, 100, "ผ่านดี"), (90.00, 86.69, 96.50, "ผ่านดี"), (85, 85, 85, "ผ่านดี"),
        (84.99, 100, 100, "ผ่าน"), (100, 100, 84, "ผ่าน"), (84, 84, 84, "ต้องปรับปรุง"), (70, 70, 70, "ต้องปรับปรุง"),
        (69.99, 69.99, 69.99, "ต้องปรับปรุงโดยด่วน"), (0, 0, 0, "ต้องปรับปรุงโดยด่วน"),
    ],
)  # fmt: skip
def test_levels_ask_for_a_floor_of_each_instrument(year, iit, eit, oit, grade):
    assert certain(year, iit, eit, oit) == grade


def test_a_total_over_95_may_be_only_a_pass():
    # 95.81 was announced as ผ่านดี: the total alone does not decide
    assert certain(2566, 90, "96.0333", 100) == "ผ่านดี"


@pytest.mark.parametrize("year", LEVELS)
def test_without_iit_and_eit_only_the_best_grade_is_known(year):
    grading = graded(year, None, None, 90)
    assert not grading.certain
    assert (grading.best.name, grading.worst.name) == ("ผ่านดี", "ต้องปรับปรุงโดยด่วน")
    assert graded(year, None, 96, 84).best.name == "ผ่าน"


def test_unknown_items_make_a_range():
    grading = graded(2565, 80, 80, (80, 100))
    assert (grading.worst.name, grading.best.name) == ("B", "A")


def test_a_grade_is_decided_on_the_published_two_decimals():
    assert certain(2565, "94.995", "94.995", "94.995") == "AA"
    assert certain(2565, "94.9949", "94.9949", "94.9949") == "A"


def test_the_confidence_is_that_of_the_limits_that_decided():
    assert graded(2565, 90, 90, 90).confidence == "high"
    assert graded(2565, 80, 80, 80).confidence == "medium"
    assert graded(2565, 60, 60, 60).confidence == "low"
    assert graded(2569, 99, 99, 99).confidence == "low"
    assert graded(2565, 90, 90, (0, 100)).confidence == "low"


def test_grades_are_found_by_name():
    scale = load_ruleset(2565).grade_scale
    assert find_grade(" aa ", scale).total == 95
    assert find_grade("ผ่านดี", scale) is None
    assert find_grade("ผ่านดี", load_ruleset(2568).grade_scale).each_tool == 85


def test_an_interval_of_one_figure_is_certain():
    assert exactly(Fraction(5)).certain
