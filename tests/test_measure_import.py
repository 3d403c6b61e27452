"""A gap list that staff filled in is read again: what they changed, whatever the file went through, and nothing else."""

import csv
import io
import subprocess
from datetime import date
from pathlib import Path

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from crawler.measure_desk import Desk
from crawler.measure_import import read_filled
from crawler.measure_values import day_in, progress_in
from results import queries
from results.formats import csv_report, gap_workbook
from results.gap_list import gap_list_of
from results.measure_key import NOTE_LIMIT
from results.measure_log import add_entries
from results.plain import plain
from results.store import open_store
from tests.results.measures import OFFICE, URL, YEAR, audit, known, looks, rules, says

GAPS = looks(O3="missing", O5="outdated", O7="incomplete", O9="unknown")


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "oit.db") as opened:
        audit(opened, GAPS, "2026-02-02")
        yield opened


def desk(store):
    measures = {measure.concept: measure for measure in queries.measures(store, URL, YEAR)}
    return Desk(store=store, run=queries.runs(store)[0], ruleset=rules(), office=OFFICE, measures=measures, lang="th")


def listed(store, lang="th"):
    return gap_list_of(
        queries.runs(store)[0], GAPS, rules(), office=OFFICE, measures=queries.measures(store, URL, YEAR), decisions=(),
        lang=lang,
    )  # fmt: skip


def taken(store, path, day="2026-03-01"):
    """Read a list and write what it changes; what it said."""
    filled = read_filled(path, desk(store))
    with store.writing():
        for measure, entries in filled.entries.items():
            add_entries(store, measure, entries, at=f"{day}T00:00:00+00:00", day=date.fromisoformat(day), who="ธุรการ")
    return filled


def table(path: Path, *rows, encoding="utf-8-sig") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def edited(content: bytes, path: Path, changes) -> Path:
    """The exported workbook as staff edit it: {code: {heading: value}}."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[2]}
    for row in sheet.iter_rows(min_row=3):
        for heading, value in changes.get(row[0].value, {}).items():
            sheet.cell(row[0].row, heads[heading]).value = value
    book.save(path)
    return path


@pytest.mark.parametrize(
    "text",
    ["30 เม.ย. 2569", "๓๐ เมษายน พ.ศ. ๒๕๖๙", "30/4/2569", "30/04/69", "30-เม.ย.-69", "2026-04-30", "2569-04-30", "4/30/2569",
     "2026-04-30 00:00:00", "2569-04-30T00:00:00", "46142", "วันที่ 30 เดือนเมษายน 2569", "30.4.2569", " 30 เมย 69 "],
)  # fmt: skip
def test_days_are_read_as_offices_write_them(text):
    assert day_in(text) == date(2026, 4, 30)


@pytest.mark.parametrize("text", ["", "31/2/2569", "เร็ว ๆ นี้", "2569", "30 เมษายน", "1/13/13", "99999"])
def test_what_is_no_day_is_none(text):
    assert day_in(text) is None


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("ยังไม่ดำเนินการ", "todo"), ("ยัง ไม่ ดําเนินการ", "todo"), ("Not started", "todo"), ("ไม่ดำเนินการ", "todo"),
        ("อยู่ระหว่างการดำเนินการ", "doing"), ("กำลังดำเนินการ", "doing"), ("ยังไม่แล้วเสร็จ", "doing"), ("doing", "doing"),
        ("ดำเนินการเสร็จเรียบร้อยเเล้ว", "done"), ("เสร็จแล้ว", "done"), ("ดำเนินการเสร็จสิ้นเรียบร้อยแล้ว", "done"), ("DONE", "done"),
        ("ผ่าน", None), ("-", None), ("?", None), ("ไม่ครบองค์ประกอบ", None),
    ],
)  # fmt: skip
def test_states_are_read_with_near_spellings(text, meaning):
    assert progress_in(text) == meaning


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_list_that_comes_back_untouched_changes_nothing(store, tmp_path, lang, form):
    says(store, "O3", "2026-02-03", status="doing", note="=1+1", evidence="https://a.go.th/x", due="2026-03-31")
    says(store, "O5", "2026-02-04", note="'=ไม่ใช่สูตร", assigned="-กองช่าง")
    gaps, path = listed(store, lang), tmp_path / f"list.{form}"
    path.write_bytes(gap_workbook.render(gaps) if form == "xlsx" else csv_report.render_gaps(gaps))
    filled = read_filled(path, desk(store))
    assert (filled.entries, filled.problems, filled.same) == ({}, [], 4)


def test_a_filled_in_workbook_is_taken_and_only_once(store, tmp_path):
    path = edited(gap_workbook.render(listed(store)), tmp_path / "filled.xlsx", {
        "O3": {"สถานะการดำเนินงาน": "ดำเนินการเสร็จเรียบร้อยแล้ว", "ลิงก์ที่แก้ไขแล้ว": "https://a.go.th/o3", "ผู้รับผิดชอบ": "clerk"},
        "O5": {"กำหนดแล้วเสร็จ": date(2569, 3, 31), "หมายเหตุ": "รอ\nผู้บริหาร 😀"},
        "O7": {"กำหนดแล้วเสร็จ": "๓๑ มี.ค. ๒๕๖๙"},
    })  # fmt: skip
    filled = taken(store, path)
    assert (len(filled.entries), filled.same, filled.problems) == (3, 1, [])
    measures = known(store)
    assert (measures["O3"].status, measures["O3"].evidence_url) == ("done", "https://a.go.th/o3")
    assert measures["O3"].owner == "สำนักปลัด อบต."
    assert (measures["O5"].due, measures["O5"].note) == (date(2026, 3, 31), "รอ ผู้บริหาร 😀")
    assert measures["O7"].due == date(2026, 3, 31)
    assert measures["O3"].history[-1].who == "ธุรการ"
    assert taken(store, path, "2026-03-02").entries == {}


def test_a_late_list_undoes_nothing(store, tmp_path):
    content = gap_workbook.render(listed(store))
    says(store, "O3", "2026-02-10", status="done", note="แก้แล้ว")
    path = edited(content, tmp_path / "late.xlsx", {"O3": {"ผู้รับผิดชอบ": "กองช่าง"}})
    filled = taken(store, path)
    assert [[entry.kind for entry in entries] for entries in filled.entries.values()] == [["assigned"]]
    assert (known(store)["O3"].status, known(store)["O3"].note) == ("done", "แก้แล้ว")


def test_an_emptied_cell_of_our_list_empties(store, tmp_path):
    says(store, "O3", "2026-02-03", note="เดิม", evidence="https://a.go.th/x")
    content = gap_workbook.render(listed(store))
    path = edited(content, tmp_path / "x.xlsx", {"O3": {"หมายเหตุ": None, "ลิงก์ที่แก้ไขแล้ว": None, "สถานะการดำเนินงาน": None}})
    taken(store, path)
    assert (known(store)["O3"].note, known(store)["O3"].evidence_url) == ("", "")
    assert known(store)["O3"].status == "todo"


def test_a_workbook_saved_by_libreoffice_is_the_same(store, tmp_path):
    says(store, "O3", "2026-02-03", note="=SUM(A1)", due="2026-03-31")
    (tmp_path / "list.xlsx").write_bytes(gap_workbook.render(listed(store)))
    office = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to"]
    subprocess.run([*office, "xlsx", "--outdir", tmp_path / "saved", tmp_path / "list.xlsx"], check=True, capture_output=True)
    filled = read_filled(tmp_path / "saved/list.xlsx", desk(store))
    assert (filled.entries, filled.problems, filled.same) == ({}, [], 4)


def test_columns_in_any_order_without_a_key_and_in_windows_874(store, tmp_path):
    path = table(
        tmp_path / "own.csv",
        ["ความก้าวหน้า", "เรื่อง", "ข้อ", "แล้วเสร็จภายใน", "หมายเหตุ"],
        ["เสร็จแล้ว", "ติดต่อ", "ข้อ ๓", "๓๐ เม.ย. ๒๕๖๙", ""],
        ["", "", "o05", "", "ขอเวลา"],
        ["", "", "", "", ""],
        encoding="cp874",
    )  # fmt: skip
    says(store, "O3", "2026-02-03", note="คงไว้")
    assert len(taken(store, path).entries) == 2
    measures = known(store)
    assert (measures["O3"].status, measures["O3"].due, measures["O3"].note) == ("done", date(2026, 4, 30), "คงไว้")
    assert measures["O5"].note == "ขอเวลา"


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-16", "\t"), ("utf-8", ";"), ("cp874", ",")])
def test_encodings_and_separators_of_spreadsheet_programs(store, tmp_path, encoding, delimiter):
    lines = [["ข้อ", "สถานะการดำเนินงาน", "หมายเหตุ"], ["O3", "เสร็จแล้ว", "ตรวจแล้ว"]]
    path = tmp_path / "x.csv"
    path.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    taken(store, path)
    assert (known(store)["O3"].status, known(store)["O3"].note) == ("done", "ตรวจแล้ว")


def test_bad_rows_are_told_by_number_and_the_others_taken(store, tmp_path):
    path = table(
        tmp_path / "mixed.csv",
        ["ข้อ", "สถานะการดำเนินงาน", "กำหนดแล้วเสร็จ", "ลิงก์ที่แก้ไขแล้ว"],
        ["O3", "อะไรก็ได้", "", ""], ["O5", "done", "พรุ่งนี้", ""], ["O7", "", "", "javascript:alert(1)"],
        ["รวม", "", "3", ""], ["O1", "done", "", ""], ["O9", "กำลังทำ", "", ""], ["O9", "done", "", ""],
    )  # fmt: skip
    filled = taken(store, path)
    assert [(problem.row, problem.code) for problem in filled.problems] == [
        (2, "O3"), (3, "O5"), (4, "O7"), (5, "รวม"), (6, "O1"), (8, "O9"),
    ]  # fmt: skip
    told = [problem.problem for problem in filled.problems]
    assert "“อะไรก็ได้” ไม่ใช่สถานะ" in told[0] and "“พรุ่งนี้” ไม่ใช่วันที่" in told[1] and "ไม่ใช่ที่อยู่เว็บ" in told[2]
    assert "ไม่ใช่รหัสข้อ" in told[3] and "ไม่มีมาตรการ" in told[4] and "แถวที่ 7 แล้ว" in told[5]
    assert {code: item.status for code, item in known(store).items()} == {
        "O3": "todo", "O5": "todo", "O7": "todo", "O9": "doing"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("concept_3|2569||other.go.th", "เป็นของ other.go.th ปีงบประมาณ พ.ศ. 2569"),
        ("concept_3|2568||tambon-example.go.th", "ปีงบประมาณ พ.ศ. 2568 ไม่ใช่ของ tambon-example.go.th"),
    ],
)
def test_a_list_of_another_body_or_year_is_refused_whole(store, tmp_path, key, words):
    path = table(
        tmp_path / "x.csv", ["ข้อ", "สถานะการดำเนินงาน", "รหัสอ้างอิง"], ["O5", "done", ""], ["O3", "done", key]
    )  # fmt: skip
    with pytest.raises(typer.BadParameter, match="แถวที่ 3") as refused:
        read_filled(path, desk(store))
    assert words in str(refused.value)


def test_a_list_with_items_that_the_year_does_not_have_is_refused_whole(store, tmp_path):
    path = table(tmp_path / "x.csv", ["item", "progress"], ["O3", "done"], ["O43", "done"])
    with pytest.raises(typer.BadParameter, match=r"แถวที่ 3: .*O43"):
        read_filled(path, desk(store))


def test_a_code_that_contradicts_its_reference_is_left_out(store, tmp_path):
    key = listed(store).measures[0].key
    path = table(tmp_path / "x.csv", ["ข้อ", "สถานะการดำเนินงาน", "รหัสอ้างอิง"], ["O5", "done", key])
    filled = read_filled(path, desk(store))
    assert filled.entries == {} and "ไม่ตรงกับรหัสอ้างอิงของแถว (O3)" in filled.problems[0].problem


def test_the_reference_alone_names_the_item(store, tmp_path):
    key = listed(store).measures[0].key
    path = table(tmp_path / "x.csv", ["รหัสอ้างอิง (ไม่ต้องแก้ไข)", "สถานะการดำเนินงาน"], [key, "done"])
    assert read_filled(path, desk(store)).codes == ["O3"]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "ไม่พบตาราง"), (b"a,b\n1,2\n", "ไม่พบตาราง"), ("ข้อ,รายการ\nO1,x\n".encode(), "ไม่พบตาราง"), (b"PK\x03\x04 broken", "x.csv")],
)
def test_files_without_the_columns_are_refused(store, tmp_path, content, words):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(typer.BadParameter, match=words):
        read_filled(path, desk(store))
    with pytest.raises(typer.BadParameter, match=r"no\.csv"):
        read_filled(tmp_path / "no.csv", desk(store))


def test_an_xlsx_made_by_hand_is_read(store, tmp_path):
    book = Workbook()
    book.active.append(["รายงานของหน่วยงาน"])
    sheet = book.create_sheet("งาน")
    sheet.append(["รหัสข้อ", "Due date", "Owner"])
    sheet.append([3, 46142, "กองคลัง"])
    sheet.append(["O5", date(2026, 4, 30), "finance"])
    book.save(tmp_path / "own.xlsx")
    taken(store, tmp_path / "own.xlsx")
    assert {known(store)[code].due for code in ("O3", "O5")} == {date(2026, 4, 30)}
    assert known(store)["O5"].owner == "กองคลัง"


anything = st.text(max_size=40)


@settings(max_examples=12, deadline=None)
@given(note=anything, owner=anything, due=st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_what_is_exported_is_what_is_read(tmp_path_factory, note, owner, due):
    folder = tmp_path_factory.mktemp("import")
    with open_store(folder / "oit.db") as store:
        audit(store, GAPS, "2026-02-02")
        says(store, "O3", "2026-02-03", note=plain(note, NOTE_LIMIT), assigned=plain(owner) or "x", due=due.isoformat())
        gaps = listed(store)
        for name, body in (("a.xlsx", gap_workbook.render(gaps)), ("a.csv", csv_report.render_gaps(gaps))):
            (folder / name).write_bytes(body)
            filled = read_filled(folder / name, desk(store))
            assert (filled.entries, filled.problems) == ({}, [])
