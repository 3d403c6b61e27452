"""The documents of the office: what stands in them, and that no format says another thing than the others."""

import csv
import io
import json
import re
import subprocess
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from selectolax.lexbor import LexborHTMLParser

from audits.assessment import Calendar, Window
from audits.verdict import DeclaredCheck
from crawler.scope import Scope
from crawler.thai import ascii_digits
from results.decisions import Decision, Ruling, last_day
from results.digits import thai_digits
from results.formats import csv_report
from results.formats.docx_report import render_paper
from results.formats.papers import PAPER_FORMATS, PAPERS, formats_of
from results.implementation import implementation
from results.itas_sheet import EXPLANATION_LIMIT, itas_sheet, verified_url
from results.measures import Measure, MeasureEvent, Progress, folded
from results.memo import memo
from results.office import Office, Person
from results.posts import clerk_post, head_post
from results.report_builder import build_report
from tests.results import factories as make
from tests.results.test_hostile import assert_inert, nasty  # noqa: F401
from tests.results.test_report import DAY

LAST = date(2026, 4, 30)
OFFICE = Office(
    name="องค์การบริหารส่วนตำบลบ้านตัวอย่าง", unit="สำนักปลัด", letter_number="กท 70001/", digits="thai",
    writer=Person(post="นักวิเคราะห์นโยบายและแผน", name="นายสมมุติ ตัวอย่าง"),
)  # fmt: skip


def measure(number, *events, **fields):
    """A measure of item `number` after (kind, value) events."""
    bare = Measure(id=number, agency_url=make.SITE, fiscal_year=2569, concept=f"concept_{number}", code=f"O{number}",
                   title=make.TITLES[number - 1], owner="กองช่าง", due=date(2026, 4, 16), **fields)  # fmt: skip
    told = [
        MeasureEvent(number=place, at=f"2026-02-0{place}", day=DAY, who="", kind=kind, value=value, url=url)
        for place, (kind, value, url) in enumerate(events, 1)
    ]
    return folded(bare, told)


FIXED = f"{make.SITE}/ita/2569/o4"
MEASURES = (
    measure(1, ("opened", "incomplete", "")),
    measure(3, ("opened", "outdated", ""), ("status", "doing", ""), ("not_fixed", "outdated", "")),
    measure(4, ("opened", "missing", ""), ("verified", "pass", FIXED)),
    measure(5, ("opened", "unknown", ""), ("verified", "pass", ""), ("status", "done", ""), ("evidence", FIXED, "")),
)


def full(verdicts=None, office=OFFICE, measures=MEASURES, as_of=DAY, lang="th", decisions=()):
    calendar = Calendar(entry=Window(**{"to": LAST}, confidence="high", sources=("made-up",)), note=make.text(""))
    return build_report(make.snapshot(), make.ruleset(calendar), verdicts or make.verdicts(), as_of=as_of, lang=lang,
                        office=office, measures=measures, decisions=decisions, program="oit 0")  # fmt: skip


@pytest.fixture(scope="module")
def report():
    return full()


# --- digits ---


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("วันที่ 2 กุมภาพันธ์ 2569 ได้ 52.50–63.75", "วันที่ ๒ กุมภาพันธ์ ๒๕๖๙ ได้ ๕๒.๕๐–๖๓.๗๕"),
        ("ข้อ O12 ตัวชี้วัดที่ 9.1", "ข้อ O12 ตัวชี้วัดที่ ๙.๑"),
        ("ดู https://a.go.th/2569/ไฟล์/10.pdf หน้า 3", "ดู https://a.go.th/2569/ไฟล์/10.pdf หน้า ๓"),
        ("ita2@a1.go.th แฟ้ม plan69.pdf (HTTP 404)", "ita2@a1.go.th แฟ้ม plan69.pdf (HTTP 404)"),
        ("โทร. 0 2000 0000", "โทร. ๐ ๒๐๐๐ ๐๐๐๐"),
    ],
)
def test_thai_digits_for_numbers_only(words, expected):
    assert thai_digits(words) == expected


@given(st.text())
def test_thai_digits_change_nothing_but_digits(words):
    told = thai_digits(words)
    assert ascii_digits(told) == ascii_digits(words)
    assert thai_digits(told) == told


# --- memorandum ---


@pytest.mark.parametrize(
    ("name", "head", "clerk"),
    [
        ("องค์การบริหารส่วนตำบลบ้านดี", "นายกองค์การบริหารส่วนตำบลบ้านดี", "ปลัดองค์การบริหารส่วนตำบลบ้านดี"),
        ("เทศบาลเมืองบ้านดี", "นายกเทศมนตรีเมืองบ้านดี", "ปลัดเทศบาลเมืองบ้านดี"),
        ("เทศบาลนครบ้านดี", "นายกเทศมนตรีนครบ้านดี", "ปลัดเทศบาลนครบ้านดี"),
        ("องค์การบริหารส่วนจังหวัดบ้านดี", "นายกองค์การบริหารส่วนจังหวัดบ้านดี", "ปลัดองค์การบริหารส่วนจังหวัดบ้านดี"),
        ("การประปา", "หัวหน้าหน่วยงาน การประปา", "ปลัด/รองหัวหน้าหน่วยงาน การประปา"),
    ],
)
def test_posts_follow_the_kind_of_body(name, head, clerk):
    assert (head_post(name, "th"), clerk_post(name, "th")) == (head, clerk)


def test_the_memorandum_has_every_section_and_the_facts_of_the_audit(report):
    letter = memo(report).letter
    assert letter.unit == "สำนักปลัด องค์การบริหารส่วนตำบลบ้านตัวอย่าง"
    assert letter.to == "นายกองค์การบริหารส่วนตำบลบ้านตัวอย่าง"
    assert "26 ข้อ" in letter.background[0]
    assert "ข้อ O1 ถึงข้อ O26" in letter.legal_basis[1] and "ควรตรวจสอบกับคู่มือ" in letter.legal_basis[1]
    facts = " ".join(letter.facts).replace("\u00a0", " ")
    assert "ครบถ้วน 13 ข้อ ไม่ครบองค์ประกอบ 3 ข้อ" in facts and "52.50–63.75" in facts
    assert "30 เมษายน 2569" in facts and "87 วัน" in facts
    assert [line.count("ข้อ") > 0 for line in letter.proposals] == [True, True, False]


@pytest.mark.parametrize("unit", ["สำนักปลัดองค์การบริหารส่วนตำบลบ้านตัวอย่าง", "สำนักปลัด องค์การบริหารส่วน ตำบลบ้านตัวอย่าง"])
def test_the_name_of_the_body_is_not_said_twice(unit):
    assert memo(full(office=replace(OFFICE, unit=unit, address="อำเภอเมือง"))).letter.unit == f"{unit} อำเภอเมือง"


def test_what_is_overdue_is_not_asked_for_by_a_day_gone_by():
    rows = {row["code"]: row["follow_up"] for row in memo(full(as_of=date(2026, 4, 20))).tables[0].rows}
    assert "พ้นกำหนด (วันที่ 16 เมษายน 2569) แล้ว" in rows["O1"] and "แล้วเสร็จภายใน" not in rows["O1"]


def test_what_broke_again_is_said_so():
    again = measure(6, ("opened", "missing", ""), ("verified", "pass", FIXED), ("reopened", "missing", ""))
    (row,) = implementation(full(measures=(again,))).tables[0].rows
    assert "เคยตรวจพบว่าแก้ไขแล้ว แต่พบข้อบกพร่องอีกครั้ง" in row["check"]


def test_a_clean_site_is_kept_as_it_is():
    paper = memo(full(tuple(make.verdict(number) for number in range(1, 27)), measures=()))
    assert paper.letter.proposals == ("เห็นควรคงการเผยแพร่ข้อมูลไว้ และปรับปรุงให้ครบถ้วนเป็นปัจจุบันอยู่เสมอ",)
    assert paper.tables[0].note == "ไม่พบข้อบกพร่องที่ต้องแก้ไข"
    assert len(Document(io.BytesIO(render_paper(paper))).tables) == 1  # the head of the form alone


def test_after_the_last_day_no_days_are_left():
    assert any("พ้นวันสุดท้าย" in fact for fact in memo(full(as_of=date(2026, 6, 1))).letter.facts)


def test_what_the_office_did_not_say_is_a_dotted_line():
    told = words("docx", memo(full(office=Office())))
    assert "(........................................)" in told
    assert "ที่ \t วันที่" in told


def test_the_gap_table_names_who_until_when_and_what_for(report):
    row = next(row for row in memo(report).tables[0].rows if row["code"] == "O1")
    assert row["owner"] == "กองช่าง"
    assert "16 เมษายน 2569" in row["follow_up"]
    assert row["fault"].startswith("ไม่ครบองค์ประกอบ: ")
    assert row["note"] == "1.00 คะแนน ITA"


# --- what is typed into ITAS ---


def test_what_is_not_ready_stands_first_with_its_reason(report):
    hold, entry = itas_sheet(report).tables
    assert [row["code"] for row in hold.rows] == [card.code for card in report.cards if card.status != "pass"]
    assert all(row["reason"] and row["status"] != "ครบถ้วน" for row in hold.rows)
    assert [row["code"] for row in entry.rows] == [f"O{number}" for number in range(1, 27)]


def test_the_csv_holds_both_blocks_each_under_its_title(report):
    sheet = itas_sheet(report)
    rows = list(csv.reader(io.StringIO(PAPER_FORMATS["csv"].render(sheet).decode("utf-8-sig"))))
    hold, entry = sheet.tables
    assert rows[0] == [hold.title] and rows[2][0] == hold.rows[0]["code"]
    second = rows.index([entry.title])
    assert rows[second - 1] == []
    assert [row[0] for row in rows[second + 2 :]] == [f"O{number}" for number in range(1, 27)]


def test_yes_and_no_follow_from_what_was_seen(report):
    answers = {row["code"]: (row["answer"], row["ready"], bool(row["url"])) for row in itas_sheet(report).tables[1].rows}
    assert answers["O2"] == ("มี", "พร้อมกรอก", True)
    assert answers["O1"] == ("มี", "ยังไม่ควรกรอก", True)
    assert answers["O7"] == ("ไม่มี", "ยังไม่ควรกรอก", False)


def test_what_people_decided_stands_beside_the_status():
    decision = Decision(id=1, agency_url=make.SITE, fiscal_year=2569, concept="concept_2", code="O2", at="x", day=DAY, who="ปลัด",
                        ruling=Ruling.WRONG_VERDICT, why="เอกสารของปีก่อน", url="", until=last_day(2569))  # fmt: skip
    statuses = {row["code"]: row["status"] for row in itas_sheet(full(decisions=(decision,))).tables[1].rows}
    assert statuses["O2"] == "ครบถ้วน (เจ้าหน้าที่พิจารณา: ผลตรวจของระบบไม่ถูกต้อง)" and statuses["O3"] == "ไม่เป็นปัจจุบัน"


def test_an_address_on_another_site_is_flagged_and_one_of_the_main_site_goes_before_it():
    drive = "https://drive.google.com/file/d/abc/view"
    away = make.verdict(2, url=drive)
    quoted = replace(away, present=make.passed(evidence=(make.quote("แผน", url=drive),)), current=make.passed("standing"))
    rest = tuple(make.verdict(number) for number in range(3, 27))
    entry = itas_sheet(full((make.verdict(1), quoted, *rest))).tables[1].rows[1]
    assert (entry["url"], entry["place"][:16]) == (drive, "นอกเว็บไซต์หลัก ")
    entry = itas_sheet(full((make.verdict(1), away, *rest))).tables[1].rows[1]
    assert (entry["url"], entry["place"]) == (f"{make.SITE}/ita/2569", "เว็บไซต์หลัก")


def test_the_declared_address_is_shown_against_the_verified_one():
    mine, dead = f"{make.SITE}/ita/2569/o2", f"{make.SITE}/old"
    right = make.verdict(2, declared_url=mine, declared=DeclaredCheck(state="right", url=mine))
    wrong = make.verdict(3, declared_url=dead, declared=DeclaredCheck(state="dead", url=dead))
    rest = tuple(make.verdict(number) for number in range(4, 27))
    sheet = itas_sheet(full((make.verdict(1), right, wrong, *rest))).tables[1]
    assert [column.key for column in sheet.columns][-2:] == ["declared_url", "declared"]
    told = [row["declared"] for row in sheet.rows[:3]]
    assert told[:2] == ["ยังไม่มี URL ที่กรอกไว้", "ตรงกัน"]
    old = make.verdict(3, "outdated", declared_url=dead, declared=DeclaredCheck(state="old_year", url=dead))
    kept = itas_sheet(full((make.verdict(1), right, old, *rest))).tables[1].rows[2]["declared"]
    assert kept == "ตรงข้อ แต่เป็นข้อมูลของช่วงเวลาอื่น"  # the verified address shows the same old thing
    assert told[2].startswith("เปิดไม่ได้") and told[2].endswith("ควรแก้เป็นที่อยู่ที่ตรวจแล้ว")


def test_explanations_keep_within_the_limit_by_leaving_out_elements(report):
    card = next(card for card in report.cards if card.status == "pass")
    parts = tuple(replace(card.complete.parts[0], title="องค์ประกอบที่มีชื่อยาวมาก" * 3) for _ in range(30))
    long = replace(card, page=12, complete=replace(card.complete, parts=parts))
    told = itas_sheet(replace(report, cards=(long,))).tables[1].rows[0]["explanation"]
    assert 300 < len(told) <= EXPLANATION_LIMIT
    assert told.endswith("(ดูหน้า 12 ของเอกสาร)") and "…" not in told
    alone = itas_sheet(replace(report, cards=(replace(long, title="ก" * 900),))).tables[1].rows[0]["explanation"]
    assert len(alone) <= EXPLANATION_LIMIT


def test_a_site_without_a_sound_address_has_no_main_site(report):
    assert verified_url(report.cards[1], None).startswith("https://")
    assert verified_url(report.cards[1], Scope.of(make.SITE)) == report.cards[1].url


# --- measures ---


def test_the_mark_is_the_units_own_word_and_the_retest_stands_beside_it(report):
    rows = {row["code"]: row for row in implementation(report).tables[0].rows}
    marks = {code: "".join(str(row[str(state)]) for state in Progress) for code, row in rows.items()}
    assert marks == {"O1": "/--", "O3": "-/-", "O4": "/--", "O5": "--/"}
    assert rows["O1"]["check"] == "ยังไม่มีผลการตรวจซ้ำ"
    assert rows["O3"]["check"] == "ตรวจซ้ำแล้วยังไม่พบว่าแก้ไขครบถ้วน"
    assert rows["O4"]["check"] == f"ตรวจพบว่าแก้ไขแล้ว เมื่อวันที่ 2 กุมภาพันธ์ 2569 เสนอให้ปิดมาตรการ {FIXED}"
    assert rows["O5"]["check"].startswith("ตรวจพบว่าแก้ไขแล้ว เมื่อวันที่") and FIXED in rows["O5"]["check"]


def test_the_letter_counts_the_measures_and_asks_for_what_is_open(report):
    letter = implementation(report).letter
    told = " ".join((*letter.background, *letter.facts, *letter.proposals))
    assert "4 มาตรการ" in told and "เสร็จเรียบร้อยแล้ว 1 มาตรการ" in told and "แก้ไขแล้ว 2 มาตรการ" in told
    assert letter.proposals[0].endswith("จำนวน 1 มาตรการ") and letter.proposals[1].endswith("จำนวน 2 มาตรการ")
    late = implementation(full(as_of=date(2026, 5, 1)))
    assert "พ้นกำหนด" in " ".join(late.letter.facts) and "พ้นกำหนดแล้ว" in late.tables[0].rows[0]["check"]


def test_without_measures_the_letter_says_so():
    letter = implementation(full(measures=())).letter
    assert letter.background == ("ยังไม่มีมาตรการที่กำหนดไว้สำหรับปีงบประมาณ พ.ศ. 2569",)
    assert (letter.facts, letter.proposals, letter.closing) == ((), (), "จึงเรียนมาเพื่อโปรดทราบ")


# --- all formats say the same ---


def words(form, paper):
    """All words of a document in one format, without blanks, in ASCII digits."""
    body = PAPER_FORMATS[form].render(paper)
    if form == "docx":
        document = Document(io.BytesIO(body))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    if form == "xlsx":
        sheets = load_workbook(io.BytesIO(body)).worksheets
        return "\n".join(str(value) for sheet in sheets for row in sheet.values for value in row if value is not None)
    if form == "html":
        return LexborHTMLParser(body.decode()).body.text(separator="\n")
    if form == "pdf":
        told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=body, capture_output=True, check=True)
        return told.stdout.decode()
    text = body.decode("utf-8-sig")
    return "\n".join(cell for row in csv.reader(io.StringIO(text)) for cell in row) if form == "csv" else text


def bare(text):
    return ascii_digits(re.sub(r"\s", "", text)).replace("\\n", "")


WRITTEN = [(name, form) for name in PAPERS for form in formats_of(name) if form != "pdf"]


@pytest.mark.parametrize(("name", "form"), WRITTEN)
def test_no_format_says_another_thing(report, name, form):
    paper = PAPERS[name](report)
    told, table = bare(words(form, paper)), paper.tables[-1]
    keys = [column.key for column in table.columns if column.kind != "url"]
    assert table.rows
    for row in table.rows:
        for key in keys:
            value = json.dumps(str(row[key]), ensure_ascii=False)[1:-1] if form == "json" else str(row[key])
            assert bare(value) in told, (name, form, row["code"], key)


def test_documents_agree_with_the_audit_report(report):
    """Status, owner, points and due day of an item are the same words in every document."""
    rows = list(csv.DictReader(io.StringIO(csv_report.render(report).decode("utf-8-sig"))))
    hold, entry = itas_sheet(report).tables
    gaps = {row["code"]: row for row in memo(report).tables[0].rows}
    held = {row["code"]: row for row in hold.rows}
    assert set(held) == set(gaps)
    for item, line in zip(rows, entry.rows, strict=True):
        code = item["ข้อ"]
        assert item["สถานะ"] == line["status"]
        if code in gaps:
            assert gaps[code]["status"] == held[code]["status"] == item["สถานะ"]
            assert gaps[code]["owner"] == held[code]["owner"] == item["ผู้รับผิดชอบ"]
            assert float(gaps[code]["points"]) == float(held[code]["points"]) == float(item["คะแนน ITA"])
            assert gaps[code]["due"] == held[code]["due"]


def test_printed_words_can_be_searched(report):
    told = words("pdf", memo(report))
    assert "บันทึกข้อความ" in told and "องค์การบริหารส่วนตำบลบ้านตัวอย่าง" in told
    assert "๒ กุมภาพันธ์ ๒๕๖๙" in told
    # Every ำ of the letter is there: none was lost or taken apart.
    letter = " ".join(bare(str(value)) for value in words("docx", memo(report)).split("\n"))
    assert bare(told).count("ำ") >= letter.count("ำ") > 20
    assert "ตาบล" not in told and "ํา" not in told


@pytest.mark.parametrize(("name", "form"), WRITTEN)
def test_equal_reports_are_equal_files(name, form):
    assert PAPER_FORMATS[form].render(PAPERS[name](full())) == PAPER_FORMATS[form].render(PAPERS[name](full()))


@pytest.mark.parametrize("name", PAPERS)
def test_english_documents_hold_no_thai_words_of_ours(name):
    paper = PAPERS[name](full(lang="en", office=replace(OFFICE, name="", unit="")))
    assert paper.digits == "arabic"
    heads = [column.heading for table in paper.tables for column in table.columns]
    assert not any("ก" <= letter <= "๛" for letter in "".join((*heads, paper.title, *(table.note for table in paper.tables))))


@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_value_is_put_into_its_sentence(lang):
    clean = tuple(make.verdict(number) for number in range(1, 27))
    for verdicts, measures, day in ((None, MEASURES, DAY), (clean, (), DAY), (None, MEASURES, date(2026, 5, 2))):
        told = full(verdicts, lang=lang, measures=measures, as_of=day)
        assert not any(re.search(r"\$[a-z]", words("json", build(told))) for build in PAPERS.values())


# --- words of a hostile site ---


def test_hostile_words_stay_words_in_letters_and_sheets(nasty, tmp_path):  # noqa: F811
    wild = measure(1, ("opened", "missing", ""), ("note", "=cmd|' /C calc'!A0 {{ 7*7 }} <w:p/>", ""))
    told = full(measures=(wild,), lang="th")
    report = replace(nasty, measures=told.measures, office=replace(OFFICE, name="{{ agency }} {%p if %} <w:br/> \x07"))
    for name in PAPERS:
        paper = PAPERS[name](report)
        book = load_workbook(io.BytesIO(PAPER_FORMATS["xlsx"].render(paper)))
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        rows = csv.reader(io.StringIO(words("csv", paper)))
        assert not any(cell.startswith(("=", "+", "-1", "@")) for row in rows for cell in row)
        assert "<script>alert" not in PAPER_FORMATS["html"].render(paper).decode()
    body = render_paper(memo(report))
    assert "{{ 7*7 }} {% for x in y %}" in "".join(str(row["title"]) for row in memo(report).tables[0].rows)
    text = bare("\n".join(paragraph.text for paragraph in Document(io.BytesIO(body)).paragraphs))
    assert "{{agency}}{%pif%}<w:br/>" in text
    path = tmp_path / "memo.docx"
    path.write_bytes(body)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    to_text = ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", tmp_path, path]
    subprocess.run(["soffice", profile, "--headless", *to_text], check=True, capture_output=True, timeout=240)
    assert "{{ ๗*๗ }}" in (tmp_path / "memo.txt").read_text(encoding="utf-8-sig")


def test_pages_of_hostile_words_are_inert_in_a_real_browser(nasty, tmp_path):  # noqa: F811
    for build in (memo, itas_sheet):
        assert_inert(PAPER_FORMATS["html"].render(build(nasty)), tmp_path / "page.html")
