"""Figures that cannot be: every rule of the score, on results that fit but for one figure."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.numbering import known_titles
from audits.requirement import known_years, load_ruleset
from results.analysis_example import example_rows
from results.analysis_input import Entry, Place
from results.analysis_keys import in_order
from results.analysis_relations import failing
from results.analysis_settling import settled
from results.analysis_slips import slip
from results.analysis_year import YearResult, result_of_year
from results.scoring import Standing, rounded, score_of

NAMES = {"ITA": "ita", "IIT": "iit", "EIT": "eit", "OIT": "oit"}


def entry(key: str, score: float | str, *, year: int = 2566, row: int = 2, title: str = "", text: str = "") -> Entry:
    place = Place(file="ผล.csv", row=row, column="คะแนน")
    return Entry(year=year, key=key, text=text or str(score), score=Fraction(str(score)), title=title, place=place)


def whole(year: int = 2566) -> dict[str, Entry]:
    """A result of which all figures fit."""
    _, *rows = example_rows(load_ruleset(year), "th")
    found = {}
    for row, (_, code, title, score) in enumerate(rows, 2):
        key = NAMES.get(code, code.removeprefix("ตัวชี้วัดที่ "))
        found[key] = entry(key, score, year=year, row=row, title=title)
    return found


def result(entries, year: int = 2566, lang: str = "th") -> YearResult:
    return result_of_year(list(entries), load_ruleset(year), known_titles(), lang)


def changed(key: str, score: float | str, year: int = 2566) -> YearResult:
    entries = whole(year)
    old = entries[key]
    return result([*entries.values(), ] if old is None else [*(e for k, e in entries.items() if k != key), replace(old, score=Fraction(str(score)), text=str(score))], year)  # fmt: skip


def told(found: YearResult) -> list[tuple[str, tuple[str, ...]]]:
    return [(doubt.kind, doubt.keys) for doubt in found.doubts]


@pytest.mark.parametrize("year", known_years())
def test_the_example_of_every_year_fits(year):
    found = result(whole(year).values(), year)
    assert found.doubts == () and not found.unsure


def test_a_total_that_the_weights_do_not_give():
    found = changed("ita", "89.70")
    (doubt,) = found.doubts
    right = rounded(whole()["ita"].score)
    assert doubt.kind == "total" and f"{right:.2f}" in doubt.problem and doubt.places[0].row == 2


def test_an_indicator_that_its_questions_do_not_give_while_the_total_agrees():
    entries = whole()
    moved = replace(entries["I7"], score=Fraction(1), text="1")
    (doubt,) = result([*(e for k, e in entries.items() if k != "I7"), moved]).doubts
    assert (doubt.kind, doubt.keys) == ("questions", ("2",))
    assert "น่าจะเป็นคะแนนรายการย่อยที่ผิดหรือขาด" in doubt.explanation


def test_an_indicator_that_does_not_fit_anything_is_wrong_itself():
    right = whole()["3"].score
    found = changed("3", "78.25")
    assert told(found) == [("questions", ("3",))]
    assert f"{rounded(right):.2f}" in found.doubts[0].explanation and "3" in found.unsure


def test_one_slip_in_an_indicator_of_items_is_told_once_with_what_was_meant():
    right = rounded(whole()["9"].score)  # 96.00: two zeros of ten in 9.1
    found = changed("9", "69.00")
    assert right == 96.0 and told(found)[0][0] in ("items", "subs") and len(found.doubts) == 1
    assert "96.00" in found.doubts[0].explanation


def without_items() -> dict[str, Entry]:
    return {key: each for key, each in whole().items() if not key.startswith(("O", "9.", "10."))}


def test_a_figure_of_10_that_items_cannot_give():
    found = result({**without_items(), "10": entry("10", "1.07")}.values())
    assert told(found)[0] == ("unattainable", ("10",)) and "10" in found.unsure


def test_one_part_that_makes_mean_and_total_wrong_is_told_once():
    found = result({**without_items(), "10": entry("10", "10.00", row=9)}.values())
    (doubt,) = found.doubts
    assert (doubt.kind, doubt.keys) == ("tool", ("oit", "10")) and doubt.places[-1].row == 9
    assert "น่าจะผิดที่ตัวชี้วัดที่ 10" in doubt.explanation and "100.00" in doubt.explanation
    assert found.sure("10") is None and found.sure("oit") == whole()["oit"].score


def test_a_figure_of_another_year_is_taken_for_that_and_not_for_its_neighbour():
    tools = [entry(str(place), score) for place, score in enumerate(("83.26", "75.86", "74.98", "74.21", "70.86", 100, 100, 100), 1)]
    found = result([*tools, entry("9", "74.48"), entry("10", "87.50"), entry("ita", "85.15"), entry("O1", 0)])
    (doubt,) = [doubt for doubt in found.doubts if "9" in doubt.keys]
    assert doubt.kind == "unattainable" and "2562, 2563, 2564, 2565" in doubt.explanation and "74.50" in doubt.explanation
    assert found.sure("9") is None


def test_a_sub_indicator_that_its_items_cannot_give():
    found = result([entry("9.3", "80")])
    assert told(found) == [("share", ("9.3",))] and "75.00" in found.doubts[0].explanation


@pytest.mark.parametrize(("key", "score", "words"), [("O3", "7.50", "100 หรือ 0"), ("4", "858.5", "85.85"), ("I2", "-5", "ช่วง 0 ถึง 100")])
def test_scores_that_no_such_thing_can_have(key, score, words):
    found = result([entry(key, score, row=7)])
    (doubt,) = found.doubts
    assert doubt.kind in ("item_score", "range") and words in doubt.problem + doubt.explanation
    assert doubt.places[0].row == 7 and found.sure(key) is None and found.scores[key] is None


def test_the_score_of_an_indicator_in_an_item_s_place():
    (doubt,) = result([entry("O3", "87.50"), entry("10", "87.50")], 2566).doubts[:1]
    assert "ตัวชี้วัดที่ 10" in doubt.explanation


def test_an_item_with_a_score_that_is_not_counted_elsewhere():
    excused = replace(entry("O5", 0, row=8), score=None, text="ไม่คิดคะแนน", excused=True)
    found = result([entry("O5", 0), excused])
    assert told(found) == [("several", ("O5",))] and "ไม่คิดคะแนน" in found.doubts[0].problem
    assert found.sure("O5") is None and result([excused]).excused == {"O5"}


def test_a_code_that_the_year_does_not_have_is_told_where_it_went():
    found = result([entry("O30", 0, year=2569, title="ช่องทางแจ้งเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ")], 2569)
    (doubt,) = found.doubts
    assert doubt.kind == "no_such_item" and "O26" in doubt.problem
    assert "2562, 2563, 2564, 2565" in doubt.explanation and "O17" in doubt.explanation
    assert found.sure("O30") is None


def test_questions_and_sub_indicators_that_the_year_does_not_have():
    assert told(result([entry("I31", 90), entry("9.7", 50)])) == [("not_in_year", ("I31",)), ("not_in_year", ("9.7",))]


def test_last_year_s_codes_under_this_year():
    """A list of 2568 handed in as 2569: from O12 on every code stands for something else."""
    old = [entry(item.code, 100, year=2569, title=item.title.th) for item in load_ruleset(2568).requirements]
    found = result(old, 2569)
    doubt = next(doubt for doubt in found.doubts if doubt.kind == "titles")
    assert "2568" in doubt.problem and "O12" in doubt.keys and "O2" not in doubt.keys
    assert found.sure("O13") is None and found.sure("O2") == 100
    assert [doubt.keys for doubt in found.doubts if doubt.kind == "no_such_item"] == [("O27",), ("O28",)]


@pytest.mark.parametrize(
    ("year", "grade", "total", "words"),
    [(2566, "A", "91.61", "ผ่านดีเยี่ยม"), (2565, "A", "77.04", "อย่างน้อย 85"), (2566, "ผ่านดีเยี่ยม", "91.61", "อย่างน้อย 95")],
)  # fmt: skip
def test_a_level_that_the_scores_do_not_give(year, grade, total, words):
    level = replace(entry("grade", 0, year=year, row=9), score=None, text=grade)
    (doubt,) = result([entry("ita", total, year=year), level], year).doubts
    assert doubt.kind == "grade" and words in doubt.problem + doubt.explanation and doubt.places[0].row == 9


def test_a_level_that_may_be_right_is_not_doubted():
    for total, grade in (("91.61", "ผ่านดี"), ("91.61", "ผ่าน"), ("96.10", "ผ่านดีเยี่ยม")):
        level = replace(entry("grade", 0), score=None, text=grade)
        assert result([entry("ita", total), level]).doubts == ()


def test_a_figure_in_doubt_speaks_against_no_level():
    scores = {**dict(zip("12345", ("83.26", "75.86", "74.98", "74.21", "70.86"), strict=True)), **dict.fromkeys("678", 100),
              "9": "74.48", "10": "7.50", "ita": "85.15"}  # fmt: skip
    level = replace(entry("grade", 0, year=2565), score=None, text="A")
    found = result([*(entry(key, score, year=2565) for key, score in scores.items()), level], 2565)
    assert told(found) == [("unattainable", ("10",))]


@pytest.mark.parametrize(
    ("typed", "meant", "kind"),
    [("7.50", "87.50", "dropped"), ("74.84", "74.48", "swapped"), ("70.44", "70.94", "digit"), ("9.5", "95", "point"),
     ("100.00", "93.75", ""), ("887.5", "87.50", "added")],
)  # fmt: skip
def test_slips(typed, meant, kind):
    assert slip(Fraction(typed), Fraction(meant)) == kind


@given(zeros=st.sets(st.sampled_from([item.code for item in load_ruleset(2565).requirements])),
       tools=st.lists(st.integers(0, 10000), min_size=8, max_size=8))  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_a_result_computed_by_the_rules_fits(zeros, tools):
    ruleset = load_ruleset(2565)
    score = score_of(
        {item.code: Standing.ZERO if item.code in zeros else Standing.FULL for item in ruleset.requirements}, ruleset
    )
    values = {str(place): Fraction(points, 100) for place, points in enumerate(tools, 1)}
    values |= {name: interval.low for name, interval in (*score.indicators.items(), *score.sub_indicators.items())}
    values |= {item.code: Fraction(0 if item.code in zeros else 100) for item in ruleset.requirements}
    shown = {key: Fraction(str(rounded(value))) for key, value in values.items()}
    assert failing(shown, ruleset) == ()


@given(wrong=st.integers(0, 10000).map(lambda points: Fraction(points, 100)))
@settings(max_examples=25, deadline=None)
def test_the_figure_that_fits_wins_over_any_other(wrong):
    values = {key: each.score for key, each in whole().items()}
    right = values.pop("10")
    if abs(right - wrong) > Fraction(1, 10):
        assert settled(values, {"10": (wrong, right)}, load_ruleset(2566), ()) == {"10": right}


def test_the_order_in_which_figures_are_told():
    keys = ["O10", "E2", "I10", "10.1", "O9", "2", "ita", "I9", "9.1", "10", "eit"]
    assert sorted(keys, key=in_order) == ["ita", "eit", "2", "9.1", "10", "10.1", "I9", "I10", "E2", "O9", "O10"]
