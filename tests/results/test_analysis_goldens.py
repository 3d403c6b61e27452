"""The analyses of real offices, rebuilt from their figures alone: the lists must be theirs, their errors must be told."""

from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from audits.numbering import known_titles
from audits.requirement import known_years
from crawler.result_files import read_results
from results.analysis_builder import build_analysis
from results.analysis_model import Analysis, Scale
from results.office import Office

FOLDER = Path(__file__).parent / "official"


@cache
def analysed(*names: str, lower: int = 85, upper: int = 100, lang: str = "th") -> Analysis:
    given = read_results([FOLDER / name for name in names], known_years(), None, lang)
    return build_analysis(
        given, known_titles(), year=max(given.years),
        scale=Scale(lower=Fraction(lower), upper=Fraction(upper)), office=Office(), as_of=date(2026, 3, 1), program="oit",
        lang=lang,
    )  # fmt: skip


def keys(lines) -> list[str]:
    return [line.key for line in lines]


def doubt(analysis: Analysis, kind: str, *wanted: str):
    found = [each for each in analysis.doubts if each.kind == kind and set(wanted) <= set(each.keys)]
    assert len(found) == 1, [(each.kind, each.keys) for each in analysis.doubts]
    return found[0]


def shown(analysis: Analysis) -> dict[str, float]:
    return {line.key: round(float(line.score), 2) for line in analysis.lines if line.score is not None}


# --- a result of 2565 with nine zeros, listed under the titles of 2566


def test_nine_zeros_and_the_weak_indicators():
    analysis = analysed("zeros_2565.csv")
    assert keys(analysis.at_level("keep")) == ["6", "7", "8"]
    assert keys(analysis.at_level("urgent")) == ["5", "4", "9", "3", "2", "1"]
    assert keys(analysis.weak(analysis.questions)) == ["I30", "I28", "I29", "I25"]
    assert keys(analysis.weak(analysis.items)) == ["O1", "O2", "O11", "O13", "O17", "O18", "O20", "O24", "O28"]
    assert "85.15" in analysis.summary[0] and "ระดับ A" in analysis.summary[0]


def test_a_missing_digit_is_told_and_the_figure_that_fits_is_used():
    analysis = analysed("zeros_2565.csv")
    found = doubt(analysis, "several", "10")
    assert "87.50 และ 7.50" in found.problem and "ตกตัวเลขจาก 87.50" in found.explanation
    assert [place.row for place in found.places] == [12, 30] and found.confidence == "high"
    assert shown(analysis)["10"] == 87.5


def test_two_figures_that_nothing_decides_between_are_not_judged():
    analysis = analysed("zeros_2565.csv")
    assert "70.44 และ 70.94" in doubt(analysis, "several", "I1").problem
    line = next(line for line in analysis.questions if line.key == "I1")
    assert (line.score, line.level, line.sure) == (None, "unknown", False)


def test_the_score_proves_that_the_codes_are_right_and_the_titles_of_another_year():
    analysis = analysed("zeros_2565.csv")
    found = doubt(analysis, "titles", "O11", "O13", "O17", "O18", "O20", "O28")
    assert "2566" in found.problem and "เลขข้อจึงถูก" in found.explanation and found.confidence == "high"
    assert found.details[1].startswith("O13 ของปี 2565 คือ คู่มือ") and found.details[1].endswith("คือ O12")
    names = {line.key: line.name for line in analysis.items}
    assert names["O17"] == "E-Service" and names["O18"].startswith("แผนการใช้จ่ายงบประมาณ")


def test_zeros_that_the_list_leaves_out():
    assert "10.1 อย่างน้อย 2 ข้อ" in doubt(analysed("zeros_2565.csv"), "hidden_zeros", "10").problem


def test_what_to_publish_stands_in_the_plan_under_the_code_of_the_next_year():
    plan = {step.key: step for step in analysed("zeros_2565.csv").plan}
    assert {"1", "5", "9", "10", "O1", "O17"} <= plan.keys()
    assert "O18 ของปีงบประมาณ พ.ศ. 2566" in plan["O17"].steps[-1]
    assert "0.50 คะแนน" in plan["O17"].finding  # one of eight items of 9.2
    assert plan["6"].measure.startswith("รักษามาตรฐาน") and plan["5"].level == "urgent"


# --- a result of 2562 with one threshold of 90


def test_strengths_above_and_weaknesses_below_ninety():
    analysis = analysed("below_90_2562.csv", lower=90, upper=90)
    assert keys(analysis.at_level("keep")) == ["1", "10"]
    assert keys(analysis.at_level("urgent")) == ["8", "6", "7", "4", "2", "3", "5"]
    assert {line.level_label for line in analysis.indicators} == {"จุดแข็ง", "จุดที่ต้องพัฒนา"}


def test_the_figure_of_a_sub_indicator_in_the_indicator_s_place():
    analysis = analysed("below_90_2562.csv", lower=90, upper=90)
    found = doubt(analysis, "several", "10")
    assert "ใช้ค่า 93.75" in found.explanation and "ตัวชี้วัดย่อยที่ 10.2" in found.explanation
    assert shown(analysis)["10"] == 93.75


def test_a_year_with_a_wrong_digit():
    found = doubt(analysed("below_90_2562.csv", lower=90, upper=90), "year")
    assert "๒๔๖๒" in found.problem and "2562" in found.explanation
    assert ([place.row for place in found.places], found.confidence) == ([13], "high")


def test_means_and_total_hold_although_indicator_9_is_not_printed():
    analysis = analysed("below_90_2562.csv", lower=90, upper=90)
    assert {each.kind for each in analysis.doubts} == {"year", "several"}
    assert shown(analysis)["ita"] == 76.05


def test_what_an_indicator_tells_of_its_zeros_where_items_are_not_given():
    plan = {step.key: step for step in analysed("below_90_2562.csv", lower=90, upper=90).plan}
    assert "10.1 จำนวน 1 ข้อ" in plan["10"].finding


# --- two years, seven topics, scale 85/100


@pytest.fixture(scope="module")
def both() -> Analysis:
    return analysed("two_years_2565_2566.csv", "items_2566.csv")


def test_the_three_levels(both):
    assert keys(both.at_level("urgent")) == ["8"]
    assert keys(both.at_level("keep")) == ["10"]
    assert sorted(keys(both.at_level("improve"))) == ["1", "2", "3", "4", "5", "6", "7", "9"]


def test_what_rose_and_fell(both):
    trends = {line.key: (line.trend, round(float(line.change), 2)) for line in both.indicators}
    assert {key for key, (trend, _) in trends.items() if trend == "rose"} == {"1", "6", "9", "10"}
    assert trends["7"] == ("fell", -5.44) and trends["10"] == ("rose", 87.5)
    total = next(line for line in both.tools if line.key == "ita")
    assert (total.trend, round(float(total.change), 2)) == ("rose", 21.37)


def test_instruments_are_computed_where_they_are_not_given(both):
    assert {key: shown(both)[key] for key in ("iit", "eit", "oit")} == {"iit": 90.0, "eit": 86.69, "oit": 96.5}


def test_the_other_figures_decide_between_two_of_one_thing(both):
    for key, right in (("4", 85.85), ("7", 85.78), ("I19", 77.96)):
        assert f"ใช้ค่า {right:.2f}" in doubt(both, "several", key).explanation
        assert shown(both)[key] == right
    assert "ควรตรวจกับผลใน ITAS" in doubt(both, "several", "E10").explanation
    assert len(both.doubts) == 4


def test_the_seven_topics_hold_what_the_office_put_under_them(both):
    questions = [keys(topic.questions) for topic in both.topics]
    assert questions[3] == ["I19", "I20", "I21", "I22", "I23", "I24"] and "E14" in questions[1] and "I27" in questions[5]
    items = [set(keys(topic.items)) for topic in both.topics]
    assert {"O11", "O12", "O13", "O14"} <= items[0] and {"O15", "O16", "O17", "O18", "O30"} <= items[1]
    assert {"O1", "O2", "O3", "O5", "O6", "O7", "O8", "O9", "O10"} == items[2] and items[3] == {"O34", "O35"}
    assert items[4] == {"O11", "O12", "O13", "O19", "O20", "O21", "O22"}
    assert items[5] == {"O23", "O24", "O25", "O26", "O39", "O40", "O41"}
    assert items[6] == {f"O{number}" for number in (*range(27, 30), *range(31, 39), 42, 43)}
    assert "I19" in both.topics[3].summary


def test_an_item_that_the_next_year_does_not_ask_for(both):
    step = next(step for step in both.plan if step.key == "O25")
    assert "ไม่กำหนดเป็นข้อประเมิน" in step.measure and "ITAS" not in step.steps[-1] and step.level == "improve"
    assert "O6 ของปีงบประมาณ พ.ศ. 2567" in next(step for step in both.plan if step.key == "O8").steps[-1]


def test_nothing_of_the_files_is_dropped_silently(both):
    assert both.remarks == ("two_years_2565_2566.csv แถว 1: คอลัมน์ “เครื่องมือการประเมิน” ไม่ได้ใช้",)


# --- few figures of 2568, and nothing but a total


def test_a_figure_that_items_cannot_give_is_told_softly_where_the_division_is_not_sure():
    analysis = analysed("few_2568.csv")
    found = doubt(analysis, "unattainable", "10")
    assert found.confidence == "medium" and "ยังไม่ยืนยัน" in found.explanation and "87.50 และ 100.00" in found.explanation
    assert next(line for line in analysis.indicators if line.key == "10").level == "unknown"
    assert keys(analysis.weak(analysis.questions)) == ["I10", "I6", "I3"]
    assert keys(analysis.weak(analysis.items)) == ["O2", "O25"]


def test_a_total_and_a_level_are_enough():
    analysis = analysed("total_2565.csv")
    assert not analysis.doubts and "77.04" in analysis.summary[0] and "ระดับ B" in analysis.summary[0]
    assert analysis.indicators == () and analysis.plan == ()


def test_english(both):
    english = analysed("zeros_2565.csv", lang="en")
    assert keys(english.at_level("urgent")) == keys(analysed("zeros_2565.csv").at_level("urgent"))
    assert "digit missing" in doubt(english, "several", "10").explanation and "points" in english.summary[0]
