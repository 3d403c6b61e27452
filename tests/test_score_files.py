"""Files of official results: what a row is about, however it is typed, and what gives no rows at all."""

import io
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.requirement import load_ruleset
from crawler.official_scores import read_scores
from crawler.result_columns import columns_of, meant_year
from crawler.score_labels import figure_in, is_bare_number, name_of, title_in
from crawler.score_sheets import SheetsError, read_sheets
from results.scoring import Standing

YEARS = range(2562, 2570)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("O1", "O1"), ("๐๑ โครงสร้าง", "O1"), ("O01", "O1"), ("028", "O28"), ("๐ ๒๕ แผนป้องกันการทุจริต", "O25"), ("ข้อ 7", "O7"),
        ("i๓๐", "I30"), ("I1 เจ้าหน้าที่ของหน่วยงาน", "I1"), ("ข้อ E4", "E4"), ("E-Service", None), ("e-service 1", None),
        ("ตัวชี้วัดที่ ๑๐ การป้องกันการทุจริต", "10"), ("(๓) การใช้อำนาจ", "3"), ("การใช้ทรัพย์สินของทางราชการ", "4"), ("ประสิทธิภาพการสื่อสาร", "7"),
        ("ตัวชี้วัดการปรับปรุงระบบการทำงาน", "8"), ("9.1", "9.1"), ("ตัวชี้วัดย่อยที่ 10.2 การส่งเสริม", "10.2"), ("IIT", "iit"),
        ("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก (EIT)", "eit"), ("แบบวัด OIT", "oit"), ("คะแนนรวม ITA", "ita"), ("ผลคะแนนรวม", "ita"),
        ("ระดับผลการประเมิน", "grade"), ("รวม", None), ("12", None), ("O1-O5", None), ("", None), ("อันดับ", None),
    ],
)  # fmt: skip
def test_what_a_row_is_about(label, name):
    assert name_of(label) == name


def test_sub_indicators_are_those_of_the_year_where_it_is_known():
    assert name_of("9.6") == "9.6" and name_of("9.6", ("9.1", "9.2")) is None


def test_what_stands_behind_a_code():
    assert title_in("O11 แผนดำเนินงาน") == "แผนดำเนินงาน" and title_in("๐๒: ข้อมูลผู้บริหาร") == "ข้อมูลผู้บริหาร"
    assert title_in("I1 เจ้าหน้าที่") == "เจ้าหน้าที่" and title_in("I1") == "" and title_in("การใช้อำนาจ") == "การใช้อำนาจ"
    assert is_bare_number("12") and not is_bare_number("9") and not is_bare_number("O12")


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_left(text):
    name_of(text)
    title_in(text)
    columns_of([text, "คะแนน", text])
    assert figure_in(text) is None or isinstance(figure_in(text), Fraction)


@given(st.integers(0, 10_000))
@settings(max_examples=50, deadline=None)
def test_thai_digits_are_figures(points):
    typed = f"{points / 100:.2f}".translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert figure_in(f" {typed} % ") == figure_in(f"{typed} คะแนน") == Fraction(points, 100)


@pytest.mark.parametrize(
    ("typed", "year", "guessed"),
    [("2566", 2566, False), ("พ.ศ. ๒๕๖๖", 2566, False), ("2023", 2566, True), ("๒๔๖๒", 2562, True), ("2561", None, False),
     ("2570", None, False), ("ปีนี้", None, False), ("1999", None, False)],
)  # fmt: skip
def test_which_year_is_meant(typed, year, guessed):
    assert meant_year(typed, YEARS) == (year, guessed)


def test_a_row_of_scores_is_no_head():
    assert columns_of(["2562", "OIT", "74.80"]) is None and columns_of(["2566", "9", "8", "10"]) is None
    head = columns_of(["ตัวชี้วัดที่", "เครื่องมือ", "ตัวชี้วัด", "คะแนนปี 2565", "คะแนนปี ๒๕๖๖"])
    assert head and (head.code, head.title, head.scores, head.unused) == (0, 2, {3: "2565", 4: "2566"}, ("เครื่องมือ",))


def test_a_workbook_is_read_as_a_csv_is(tmp_path):
    path = tmp_path / "ผล.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([["ข้อ", "คะแนน"], ["O1", 0], ["ตัวชี้วัดที่ 9", 74.48], ["I1", 80], ["ระดับ", "A"]]):
            sheet.write_row(place + 1, 0, row)  # the first row is empty
    scores = read_scores(path, load_ruleset(2565), "th")
    assert scores.standings == {"O1": Standing.ZERO} and scores.figures == {"9": Fraction("74.48")}
    assert [number for number, _ in read_sheets(path)[0].rows] == [2, 3, 4, 5, 6]


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("body", "problem"),
    [(bomb(), "file_too_large"), (b"a," * 600_000, "file_too_large"), (b"PK\x03\x04", "file_not_csv"), (b"\xd0\xcf\x11\xe0\0", "file_not_csv"),
     (b"\x89PNG\r\n\0\0\0", "file_not_csv"), (b'"' + b"x" * 200_000, "file_not_csv")],
    ids=["bomb", "large", "zip", "ole", "picture", "field"],
)  # fmt: skip
def test_files_that_give_no_rows(tmp_path, body, problem):
    path: Path = tmp_path / "ผล.csv"
    path.write_bytes(body)
    with pytest.raises(SheetsError) as raised:
        read_sheets(path)
    assert raised.value.problem == problem
