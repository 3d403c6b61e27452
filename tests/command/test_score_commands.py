"""`oit score` and `oit decode` as they are typed: output, exit codes, and one clear sentence for bad input."""

import json
import time
from pathlib import Path
from string import Template

import pytest
import typer
import yaml
from typer.testing import CliRunner

from audits.requirement import known_years, load_ruleset
from crawler import score_commands
from results.wording import FOLDER

app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
app.command("score")(score_commands.score)
app.command("decode")(score_commands.decode)
ZEROS_2565 = "O1,O2,O11,O13,O17,O18,O20,O24,O28,O34,O35"


@pytest.fixture(autouse=True)
def no_settings(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # an oit.toml of the developer must not change the rules


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def told(*arguments, code=0):
    result = run(*arguments, "--format", "json")
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def refused(*arguments):
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert not result.stdout
    return " ".join(result.stderr.split())


def csv(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "ผล.csv"
    path.write_bytes(text.encode(encoding))
    return path


# --- score


def test_the_whole_computation_as_json():
    sheet = told("score", "--year", 2565, "--zero", ZEROS_2565, "--iit", "75.834", "--eit", 100)
    assert (sheet["contract"], sheet["fiscal_year"], len(sheet["items"])) == (1, 2565, 43)
    assert sheet["indicators"] == {"9": {"low": 74.48, "high": 74.48}, "10": {"low": 87.5, "high": 87.5}}
    assert sheet["sub_indicators"]["9.2"]["zero"] == ["O11", "O13", "O17"]
    assert (sheet["oit"]["low"], sheet["iit"], sheet["eit"], sheet["ita"]["low"]) == (80.99, 75.83, 100.0, 85.15)
    assert sheet["grade"]["name"] == "A"
    assert [repair["ita"] for repair in sheet["repairs"]] == sorted((r["ita"] for r in sheet["repairs"]), reverse=True)
    assert sheet["target"] is None


def test_the_whole_computation_as_text():
    text = run("score", "--year", 2565, "--zero", ZEROS_2565, "--iit", "75.834", "--eit", 100, "--target", "95").stdout
    for words in (
        "74.48",
        "87.50",
        "80.99",
        "85.15",
        "ระดับผลการประเมิน: A",
        "ไม่สามารถบรรลุเป้าหมาย",
        "IIT ต้องได้อย่างน้อย 83.32",
    ):
        assert words in text
    assert "$" not in text and "\x1b" not in text


def test_english_text():
    text = run("score", "--year", 2569, "--zero", "O1", "--unknown", "O2", "--target", 100, "--lang", "en").stdout
    assert "Grade: cannot be told without IIT and EIT" in text
    assert "Target: OIT score 100 (without both IIT and EIT" in text
    assert "O1 O2" in text and "$" not in text


def test_smallest_sets_first_ten_and_the_number_of_all():
    target = told("score", "--year", 2565, "--zero", ZEROS_2565, "--iit", 90, "--eit", 100, "--target", 95)["target"]
    assert (target["kind"], target["outcome"]) == ("ita", "repairs")
    assert len(target["sets"]) == min(target["count"], 10)
    efforts = [(each["effort"], [int(code[1:]) for code in each["codes"]]) for each in target["sets"]]
    assert efforts == sorted(efforts)


def test_a_grade_as_target():
    arguments = ("--year", 2568, "--zero", "O1,O2,O8,O12,O13,O20,O21", "--iit", 96, "--eit", 96)
    target = told("score", *arguments, "--target", "ผ่านดีเยี่ยม")["target"]
    assert (target["kind"], target["oit_needed"], target["outcome"]) == ("grade", 95.0, "repairs")


@pytest.mark.parametrize("spelling", ["o1 o2", "๐1;๐๒", "O01, O 2", "O1,O2,O1", "1,2"])
def test_codes_in_any_spelling(spelling):
    assert told("score", "--year", 2565, "--zero", spelling)["sub_indicators"]["9.1"]["zero"] == ["O1", "O2"]


def test_excused_and_unknown():
    sheet = told("score", "--year", 2565, "--zero", "O1", "--excused", "O2", "--unknown", "O3")
    assert {key: sheet["sub_indicators"]["9.1"][key] for key in ("low", "high", "items")} == {
        "low": 75.0, "high": 87.5, "items": 8
    }  # fmt: skip
    items = {item["code"]: item for item in sheet["items"]}
    assert items["O2"]["score"] is None and items["O2"]["standing"] == "excused"
    assert items["O3"]["score"] == {"low": 0.0, "high": 100.0}


def test_output_to_a_file(tmp_path):
    run("score", "--year", 2565, "--format", "json", "--output", tmp_path / "score.json")
    assert json.loads((tmp_path / "score.json").read_text(encoding="utf-8"))["oit"]["low"] == 100.0


@pytest.mark.parametrize("year", known_years())
def test_every_year_with_everything_at_zero(year):
    rules = load_ruleset(year)
    codes = ",".join(item.code for item in rules.requirements)
    start = time.process_time()
    sheet = told("score", "--year", year, "--zero", codes, "--iit", 100, "--eit", 100, "--target", 80)
    assert time.process_time() - start < 20
    assert (sheet["oit"]["low"], sheet["ita"]["low"], sheet["target"]["outcome"]) == (0.0, 60.0, "repairs")
    assert len(sheet["repairs"]) == len(rules.requirements)


# --- files of official results

RESULT = """ข้อ,คะแนน
ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่,83.26
2,75.86
3,74.98
4,74.21
5,70.86
ตัวชี้วัดที่ 6,100
7,100
8,100
9 การเปิดเผยข้อมูล,74.48
ตัวชี้วัดที่ 10,87.50
ITA,85.15
"""
ITEMS = "".join(
    f"{item.code},{0 if item.code in ZEROS_2565.split(',') else 100}\n" for item in load_ruleset(2565).requirements
)


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("cp874", "\t"), ("cp874", ",")]
)
def test_official_results(tmp_path, encoding, delimiter):
    path = csv(tmp_path, (RESULT + ITEMS).replace(",", delimiter).replace("\n", "\r\n"), encoding)
    sheet = told("score", "--year", 2565, "--scores", path)
    assert (sheet["indicators"]["9"]["low"], sheet["ita"]["low"], sheet["grade"]["name"]) == (74.48, 85.15, "A")
    assert {each["key"]: each["agrees"] for each in sheet["comparisons"]} == {"9": True, "10": True, "ita": True}
    assert sheet["unlisted"] == []


def test_results_without_items(tmp_path):
    sheet = told("score", "--year", 2565, "--scores", csv(tmp_path, RESULT), "--target", 90)
    assert (sheet["ita"]["low"], sheet["published_indicators"], sheet["repairs"]) == (85.15, ["9", "10"], [])
    assert sheet["target"]["outcome"] == "items_unknown"
    text = run("score", "--year", 2565, "--scores", csv(tmp_path, RESULT), "--target", 90).stdout
    assert "oit decode" in text and "--zero" in text


def test_items_that_the_file_leaves_out_are_unknown(tmp_path):
    sheet = told(
        "score", "--year", 2565, "--scores", csv(tmp_path, "code,score\nO1,100\nO2 ข้อมูลผู้บริหาร,0\nO3,ไม่คิดคะแนน\n")
    )
    assert sheet["unlisted"][:1] == ["O4"] and len(sheet["unlisted"]) == 40
    assert [item["standing"] for item in sheet["items"][:4]] == ["full", "zero", "excused", "unknown"]


def test_figures_that_do_not_fit_are_told(tmp_path):
    wrong = (RESULT + ITEMS).replace("74.48", "74.84").replace("87.50", "95")
    text = run("score", "--year", 2565, "--scores", csv(tmp_path, wrong)).stdout
    assert "ไม่ตรงกัน" in text
    sheet = told("score", "--year", 2565, "--scores", csv(tmp_path, wrong))
    differing = {each["key"]: each["patterns"] for each in sheet["comparisons"] if not each["agrees"]}
    assert differing.keys() == {"9", "10"}
    assert differing["10"] == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\nO1,0\n", ("แถว 1", "ข้อ", "คะแนน", "a, b")), ("ข้อ,คะแนน\nO1,120\n", ("แถว 2", "“คะแนน”", "120")),
        ("ข้อ,คะแนน\nO1,-5\n", ("แถว 2", "“คะแนน”", "-5")), ("ข้อ,คะแนน\nO1,ผ่าน\n", ("แถว 2", "“คะแนน”", "ผ่าน")),
        ("ข้อ,คะแนน\nO1,50\n", ("แถว 2", "O1", "0 หรือ 100", "50")), ("ข้อ,คะแนน\n\nO44,0\n", ("แถว 3", "“ข้อ”", "O44", "2562")),
        ("ข้อ,คะแนน\nO1,0\no01,0\n", ("แถว 3", "แถว 2")), ("ข้อ,คะแนน\nO1,\n", ("แถว 2", "O1")),
        ("ข้อ,คะแนน\n,5\n", ("แถว 2",)), ("ข้อ,คะแนน\nรวม,5\n", ("แถว 2", "รวม")), ("ข้อ,คะแนน\n9.6,5\n", ("แถว 2", "9.6")), ("ข้อ,คะแนน\n12,100\n", ("แถว 2", "O12")),
        ("ข้อ,คะแนน\n1,80\n2,80\n", ("IIT", "3, 4, 5")), ("", ("ไม่มีข้อมูล",)), ("ข้อ,คะแนน\n", ("ไม่มีข้อมูล",)),
        ("ข้อ,คะแนน,คะแนน\nO1,0,0\n", ("แถว 1", "คะแนน")), ("PK\x03\x04", ("CSV",)),
    ],
)  # fmt: skip
def test_bad_files_are_refused_with_row_and_column(tmp_path, text, words):
    sentence = refused("score", "--year", 2565, "--scores", csv(tmp_path, text))
    assert "--scores" in sentence and "ผล.csv" in sentence
    assert all(word in sentence for word in words), sentence
    assert "$" not in sentence and "Traceback" not in sentence


def test_a_file_that_is_not_there(tmp_path):
    assert "--scores" in refused("score", "--year", 2565, "--scores", tmp_path / "no.csv")


# --- what is typed wrongly


def test_a_code_of_another_year_is_told_where_it_went():
    sentence = refused("score", "--year", 2569, "--zero", "O30", "--lang", "en")
    assert "O30 is no item of 2569 (O1–O26)" in sentence
    assert "in 2562–2565 O30 was" in sentence and "which is O17 in 2569" in sentence
    assert "ซึ่งในปี 2569 คือ O17" in refused("score", "--year", 2569, "--zero", "O30")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--zero", "x"), ("--zero", "“x”", "O43")), (("--zero", "O1-O3"), ("--zero",)), (("--zero", "O99"), ("O99",)),
        (("--zero", " , "), ("--zero", "O1,O2")), (("--zero", "O1", "--unknown", "O1"), ("O1", "--zero", "--unknown")),
        (("--iit", "101"), ("--iit", "101")), (("--eit", "x"), ("--eit", "x")), (("--target", "AAA"), ("--target", "AA, A, B")),
        (("--target", "A"), ("--target", "--iit", "--eit")), (("--target", "nan"), ("--target",)),
        (("--format", "xml"), ("--format",)), (("--lang", "fr"), ("--lang",)),
        (("--excused", ",".join(f"O{n}" for n in range(1, 44))), ("--excused",)),
    ],
)  # fmt: skip
def test_bad_options_are_named(arguments, words):
    sentence = refused("score", "--year", 2565, *arguments)
    assert all(word in sentence for word in words), sentence


def test_an_unknown_year_is_refused():
    assert "--year" in refused("score", "--year", 2550)
    assert "--year" in refused("decode", "--year", 2600, "--indicator9", 50)


# --- decode


def test_the_patterns_of_a_published_figure():
    decoded = told("decode", "--year", 2565, "--indicator9", "74.48", "--indicator10", "87.50")
    assert decoded["attainable"] and decoded["years"] == [2562, 2563, 2564, 2565]
    nine, ten = decoded["indicators"]["9"], decoded["indicators"]["10"]
    assert {"9.1": 2, "9.2": 3, "9.3": 3, "9.4": 1, "9.5": 0} in [pattern["zeros"] for pattern in nine["patterns"]]
    assert nine["count"] == 4
    assert [pattern["zeros"] for pattern in ten["patterns"]] == [{"10.1": 2, "10.2": 0}]
    assert nine["near"] is None


def test_a_figure_that_no_pattern_gives():
    result = run("decode", "--year", 2566, "--indicator9", "74.48")
    assert result.exit_code == 1
    for words in ("ปีผิด", "พิมพ์ตัวเลขผิด", "แบ่งข้อตามตัวชี้วัดย่อยผิด", "2562, 2563, 2564, 2565"):
        assert words in " ".join(result.stdout.split())
    decoded = told("decode", "--year", 2566, "--indicator9", "74.48", code=1)
    assert not decoded["attainable"] and decoded["indicators"]["9"]["patterns"] == []
    assert decoded["indicators"]["9"]["near"]["below"] < 74.48 < decoded["indicators"]["9"]["near"]["above"]


def test_one_figure_of_two_is_not_enough():
    result = run("decode", "--year", 2568, "--indicator9", 100, "--indicator10", 95, "--lang", "en")
    assert result.exit_code == 1
    assert "no item is zero" in result.stdout and "attainable in no year" in result.stdout


def test_many_patterns_are_shortened_in_the_table_only():
    nine = told("decode", "--year", 2566, "--indicator9", 50)["indicators"]["9"]
    assert nine["count"] == len(nine["patterns"]) == 221
    assert nine["ranges"]["9.1"] == {"low": 0, "high": 10}
    text = run("decode", "--year", 2566, "--indicator9", 50, "--lang", "en").stdout
    assert "Patterns: 221" in text and "The first 20" in text and "Zeros over all patterns" in text
    assert text.count("│") < 25 * 8


def test_a_figure_that_other_years_give_too():
    text = run("decode", "--year", 2565, "--indicator9", "74.48", "--lang", "en").stdout
    assert "Also attainable in other years: 2562, 2563, 2564." in text


def test_a_year_whose_split_is_not_sure_says_so():
    assert "check it against" not in run("decode", "--year", 2565, "--indicator9", 100, "--lang", "en").stdout
    for command in (("decode", "--indicator9", 100), ("score",)):
        text = " ".join(run(*command, "--year", 2567, "--lang", "en").stdout.split())
        assert "sub-indicators is not confirmed; check it against" in text


@pytest.mark.parametrize("figure", ["100.01", "-1", "x", "", "nan", "1e2", "74,48"])
def test_figures_out_of_range_are_refused(figure):
    assert "--indicator9" in refused("decode", "--year", 2565, f"--indicator9={figure}")


def test_decode_needs_a_figure():
    assert "--indicator10" in refused("decode", "--year", 2565)


def test_thai_digits_are_digits():
    assert told("decode", "--year", 2565, "--indicator9", "๗๔.๔๘")["attainable"]


def test_excused_items_leave_the_sizes():
    decoded = told("decode", "--year", 2565, "--indicator9", "97.5", "--excused", "O1")
    assert decoded["indicators"]["9"]["sizes"]["9.1"] == 8
    assert decoded["indicators"]["9"]["count"] == 2
    assert "--excused" in refused(
        "decode", "--year", 2565, "--indicator10", 50, "--excused", ",".join(f"O{n}" for n in range(34, 44))
    )


def test_the_words_name_the_same_values_in_both_languages():
    texts = yaml.safe_load((FOLDER / "scoring.yaml").read_text(encoding="utf-8"))
    for name, text in texts.items():
        assert text.keys() == {"th", "en"}, name
        values = {lang: set(Template(words).get_identifiers()) for lang, words in text.items()}
        assert values["th"] == values["en"], name
