"""`oit analyse` as it is typed: files of every layout, options, and one clear sentence for bad input."""

import csv
import io
import json
from pathlib import Path

import pytest
import typer
import xlsxwriter
from typer.testing import CliRunner

from crawler import analysis_commands

from .run_oit import oit

app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
app.command("analyse")(analysis_commands.analyse)
app.callback()(lambda: None)
INDICATORS = ("การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ")


@pytest.fixture(autouse=True)
def here(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # an oit.toml of the developer must not change the rules


def run(*arguments):
    return CliRunner().invoke(app, ["analyse", *map(str, arguments)])


def told(*arguments):
    result = run(*arguments, "--format", "json", "--output", "-", "--as-of", "2026-03-01")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refused(*arguments):
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    sentence = " ".join(result.stderr.split())
    assert "Traceback" not in sentence and "$" not in sentence
    return sentence


def file(text: str, name: str = "ผล.csv", encoding: str = "utf-8") -> Path:
    Path(name).write_bytes(text.encode(encoding))
    return Path(name)


def workbook(name: str, sheets: dict[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(name) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return Path(name)


def scores(document) -> dict[str, float]:
    groups = ("tools", "indicators", "sub_indicators", "questions", "items")
    return {line["key"]: line["score"] for group in groups for line in document[group]}


def years(document) -> dict[int, dict[str, float]]:
    return {each["fiscal_year"]: each["scores"] for each in document["years"]}


# --- layouts


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ","), ("cp874", ";"), ("cp874", "\t"), ("utf-16", "\t")])
def test_one_row_per_figure(encoding, delimiter):
    text = "ผลประจำปีงบประมาณ พ.ศ. ๒๕๖๖,,\nข้อ,คำถาม,คะแนนที่ได้\nตัวชี้วัดที่ ๑,การปฏิบัติหน้าที่,๘๓.๒๖\ni๑,,70.94%\n๐๒ ข้อมูลผู้บริหาร,,0\nO3,,ไม่คิดคะแนน\n"
    document = told(file(text.replace(",", delimiter), encoding=encoding))
    assert document["fiscal_year"] == 2566 and document["compared_with"] is None
    assert scores(document) == {"1": 83.26, "I1": 70.94, "O2": 0.0, "O3": None}
    assert [line["excused"] for line in document["items"]] == [False, True]


def test_a_column_for_each_year():
    text = "ตัวชี้วัด,คะแนนปี 2565,คะแนน พ.ศ. ๒๕๖๖\n" + "".join(f"{name},80,9{place}\n" for place, name in enumerate(INDICATORS))
    document = told(file(text))
    assert years(document) == {2565: {"1": 80, "2": 80, "3": 80}, 2566: {"1": 90, "2": 91, "3": 92}}
    assert {line["trend"] for line in document["indicators"]} == {"rose"}
    assert told(file(text), "--year", 2565)["compared_with"] is None


def test_a_row_for_each_year():
    text = "ปีงบประมาณ,ตัวชี้วัดที่ 1,2,ตัวชี้วัดที่ 9,ITA,ระดับ\n2565,80,9,74.48,85.15,A\n2566,82,8,93,91.61,ผ่านดี\n"
    document = told(file(text))
    assert years(document)[2565] == {"1": 80.0, "2": 9.0, "9": 74.48, "ita": 85.15}
    assert document["years"][1]["grade"] == "ผ่านดี" and document["items"] == []


def test_several_files_and_sheets():
    book = workbook("ผล.xlsx", {"2565": [["ตัวชี้วัด", "คะแนน"], ["การใช้อำนาจ", 80.5]], "ปี 2566": [["code", "score"], ["3", 85]]})
    more = file("code,score\n4,99\n", name="ita_2566.csv")
    document = told(book, more)
    assert years(document) == {2565: {"3": 80.5}, 2566: {"3": 85.0, "4": 99.0}}
    assert document["files"] == ["ผล.xlsx", "ita_2566.csv"]


def test_percent_cells_of_a_workbook():
    book = workbook("2566.xlsx", {"a": [["ตัวชี้วัด", "คะแนน"], ["การใช้อำนาจ", 0.905], ["การใช้งบประมาณ", 1]]})
    document = told(book)
    assert scores(document) == {"2": 100.0, "3": 90.5}
    assert any("ร้อยละ" in remark for remark in document["remarks"])


def test_the_year_of_the_common_era_and_a_wrong_digit():
    document = told(file("year,code,score\n2023,1,80\n2466,2,81\n2566,3,82\n"))
    assert years(document) == {2566: {"1": 80, "2": 81, "3": 82}}
    assert [(doubt["kind"], doubt["places"][0]["row"]) for doubt in document["doubts"]] == [("year", 2), ("year", 3)]


# --- nothing is dropped silently


def test_rows_that_cannot_be_read_are_named_with_their_numbers():
    path = file("ข้อ,คะแนน,ผู้กรอก\nO1,100,ก\nxyz,12,\nO2,,\nI1,ดีมาก,\nส่วนที่ 2,,\nE1,80,\nIIT,ไม่คิดคะแนน,\n")
    result = run(path, "--year", 2566, "--format", "csv", "--output", "a.csv")
    assert result.exit_code == 0
    for words in ("แถว 3: “xyz”", "แถว 4", "แถว 5", "“ดีมาก”", "แถว 6: ไม่มีคะแนน", "แถว 8", "คอลัมน์ “ผู้กรอก”"):
        assert words in result.stderr, result.stderr
    rows = list(csv.reader(io.StringIO(Path("a.csv").read_text(encoding="utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == ["E1", "O1"]


def test_bare_numbers_of_items_are_not_taken_for_indicators():
    document = told(file("ข้อ,คะแนน\n1,100\n2,0\n11,100\nI1,80\n"), "--year", 2566)
    assert scores(document) == {"I1": 80.0} and len([r for r in document["remarks"] if "เลขล้วน" in r]) == 3


# --- options


def test_thresholds_come_from_the_command_then_from_the_office():
    path = file("ตัวชี้วัด,คะแนนปี 2566\nการใช้อำนาจ,89\nการใช้งบประมาณ,90\n")
    levels = lambda *more: [line["level"] for line in told(path, *more)["indicators"]]  # noqa: E731
    assert levels() == ["improve", "improve"] and levels("--lower", 90) == ["improve", "urgent"]
    assert levels("--lower", 90, "--upper", 90) == ["keep", "urgent"]
    Path("oit.toml").write_text('[office]\nname = "อบต. ทดสอบ"\nlower = 70\nupper = 89.5\n', encoding="utf-8")
    assert levels() == ["keep", "improve"] and told(path)["body"] == "อบต. ทดสอบ"


def test_the_end_of_data_entry_sets_the_due_day():
    path = file("ข้อ,คะแนนปี 2568\nO2,0\n")
    assert "ก่อนสิ้นสุดการนำเข้าข้อมูล" in told(path)["plan"][0]["timing"]
    Path("oit.toml").write_text("[calendar.2569.entry]\nto = 2026-04-30\n", encoding="utf-8")
    assert told(path)["plan"][0]["timing"].startswith("ภายใน 16 เมษายน 2569")


def test_the_example_fits_and_is_read_again():
    assert run("--example", "ตัวอย่าง.xlsx", "--year", 2568).exit_code == 0
    document = told("ตัวอย่าง.xlsx")
    assert document["fiscal_year"] == 2568 and document["doubts"] == [] and document["remarks"] == []
    assert len(document["items"]) == 28 and len(document["questions"]) == 24 and len(document["indicators"]) == 10
    assert run("--example", "a.csv", "--year", 2566, "--lang", "en").exit_code == 0
    assert told("a.csv", "--lang", "en")["doubts"] == []


def test_the_whole_command(tmp_path):
    path = file("ข้อ,คะแนนปี 2566\nO2,0\n")
    done = oit("analyse", path, "--format", "html,xlsx", "--output", "out/", cwd=tmp_path)
    assert done.code == 0 and "วิเคราะห์ผลปี 2566" in done.err
    assert sorted(each.name for each in Path("out").iterdir()) == [f"analysis-2566.{end}" for end in ("html", "xlsx")]


# --- what is refused


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ("ไม่พบตาราง", "--example")), ("a,b\n1,2\n", ("ไม่พบตาราง",)), ("ข้อ,คะแนน\nO1,100\n", ("แถว 2", "--year")),
        ("ข้อ,คะแนน,ปี\nO1,100,2561\n", ("แถว 2", "2561", "2562–2569")), ("ข้อ,คะแนนปี 2566\nO1,x\n", ("แถว 2", "“x”")),
        ("PK\x03\x04", ("XLSX",)), ("ข้อ,คะแนนปี 2566\n", ("ไม่พบตาราง",)),
    ],
)  # fmt: skip
def test_files_without_a_usable_score(text, words):
    sentence = refused(file(text))
    assert "FILE" in sentence and "ผล.csv" in sentence and all(word in sentence for word in words), sentence


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--year", 2567), ("--year", "2567", "2566")), (("--lower", 90, "--upper", 80), ("--lower", "90", "80")),
        (("--lower", 101), ("--lower", "101")), (("--format", "xml"), ("--format", "xml")), (("--lang", "fr"), ("--lang",)),
        (("--example", "a.doc"), ("--example", ".xlsx")), (("--as-of", "x"), ("--as-of",)),
    ],
)  # fmt: skip
def test_bad_options_are_named(arguments, words):
    sentence = refused(file("ข้อ,คะแนนปี 2566\nO1,100\n"), *arguments)
    assert all(word in sentence for word in words), sentence


def test_no_file_and_a_file_that_is_not_there():
    assert "--example" in refused() and "no.csv" in refused("no.csv")
