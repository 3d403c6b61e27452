"""The analysis in every format: the same in all, inert whatever a file holds, the same bytes for the same input."""

import csv
import io
import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from fractions import Fraction
from html import escape
from string import Template

import openpyxl
import pytest
import yaml
from docx import Document
from playwright.sync_api import sync_playwright

from audits.numbering import known_titles
from audits.requirement import known_years, load_ruleset
from results.analysis_builder import build_analysis
from results.analysis_comparison import comparisons, history
from results.analysis_input import Entry, Given, Place, Remark
from results.analysis_model import Analysis, Scale
from results.analysis_plan import measure_rules
from results.analysis_topics import topic_rules
from results.formats.analysis_formats import ANALYSIS_FORMATS
from results.formats.analysis_xlsx import sheet_of_rows
from results.office import Office, Unit
from results.wording import FOLDER

HOSTILE = "=HYPERLINK(\"http://evil\")</td><script>throw Error('x')</script>{{ 7*7 }} $item %s \u202e\u0000\x1b[31m ก็ำ่ 🎉 " + "ยาว" * 3000


def entry(key: str, score: str, *, year: int = 2566, row: int = 2, title: str = "") -> Entry:
    place = Place(file="ผล.xlsx", sheet="แผ่น 1", row=row, column="คะแนน")
    number = None if key == "grade" else Fraction(score)
    return Entry(year=year, key=key, text=score, score=number, title=title, place=place)


def analysis_of(entries, remarks=(), *, office: Office | None = None, lang: str = "th", year: int = 2566) -> Analysis:
    given = Given(entries=tuple(entries), remarks=tuple(remarks))
    return build_analysis(
        given, known_titles(), year=year,
        scale=Scale(lower=Fraction(85), upper=Fraction(100)), office=office or Office(), as_of=date(2026, 3, 1),
        program="oit-audit 0", lang=lang,
    )  # fmt: skip


def plain_entries() -> list[Entry]:
    return [
        entry("1", "80.00"), entry("1", "90.00", year=2565), entry("9", "93.00"), entry("9.1", "90"), entry("I1", "80.5", title="ขั้นตอน"),
        entry("O8", "0", title="Q&A"), entry("O8", "100", year=2565, title="Q&A"), entry("O10", "100"), entry("O32", "100", year=2565),
        entry("O20", "7.50", row=9), entry("ita", "91.00"), entry("grade", "ผ่านดี"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def hostile() -> Analysis:
    entries = [
        replace(each, title=HOSTILE, text=HOSTILE if each.key in ("O20", "grade") else each.text,
                place=replace(each.place, file=HOSTILE, sheet=HOSTILE, column=HOSTILE))
        for each in plain_entries()
    ]  # fmt: skip
    remark = Remark(kind="label", place=entries[0].place, values={"text": HOSTILE})
    office = Office(name=HOSTILE, units=(Unit(key="x", name=HOSTILE, concepts=("qna",)),), digits="thai")
    return analysis_of(entries, [remark], office=office)


def test_every_format_tells_the_same():
    analysis = analysis_of(plain_entries())
    told = {name: form.render(analysis) for name, form in ANALYSIS_FORMATS.items() if name != "pdf"}
    document = json.loads(told["json"])
    assert document["fiscal_year"] == 2566 and document["compared_with"] == 2565
    assert {line["key"]: line["level"] for line in document["indicators"]} == {"1": "urgent", "9": "improve"}
    assert document["indicators"][0]["change"] == -10.0 and document["sub_indicators"][0]["key"] == "9.1"
    rows = list(csv.reader(io.StringIO(told["csv"].decode("utf-8-sig"))))
    by_key = {row[1]: row for row in rows[1:]}
    assert by_key["1"][4:6] == ["80.0", "แก้ไขโดยเร่งด่วน"] and "7.50" in by_key["O20"][-1]
    sheet = openpyxl.load_workbook(io.BytesIO(told["xlsx"]))["คะแนน"]
    assert [row[0].value for row in sheet.iter_rows(min_row=3)] == [row[1] for row in rows[1:]]
    assert sheet.freeze_panes and sheet.auto_filter.ref
    words = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(told["docx"])).paragraphs)
    html = told["html"].decode()
    for sentence in (*analysis.summary, *(doubt.problem for doubt in analysis.doubts)):
        assert escape(sentence) in html and sentence in words


def test_items_are_compared_by_what_they_ask_for():
    analysis = analysis_of(plain_entries())
    lines = {line.key: line for line in analysis.items}
    assert (lines["O8"].earlier[0].key, lines["O8"].trend) == ("O8", "fell")
    assert lines["O10"].earlier == () and "ไม่มีข้อเทียบ" in lines["O10"].trend_text
    assert [line.key for line in analysis.gone] == ["O32"]
    told = dict(comparisons(analysis))
    assert [line.key for line in told["รายการที่ไม่มีข้อเทียบ"]] == ["O10", "O32"]


def test_an_item_made_of_several_of_the_year_before():
    entries = [entry("O6", "0", year=2568), *(entry(code, "100", year=2566) for code in ("O11", "O12"))]
    same = {line.key: line for line in analysis_of(entries, year=2568).items}["O6"]
    assert [one.key for one in same.earlier] == ["O11", "O12"] and same.change == -100
    entries[1] = entry("O11", "0", year=2566)
    mixed = {line.key: line for line in analysis_of(entries, year=2568).items}["O6"]
    assert mixed.change is None and "O11 0.00, O12 100.00" in mixed.trend_text


def test_many_years_stand_side_by_side():
    analysis = analysis_of([entry("3", f"{year - 2480}", year=year) for year in (2563, 2564, 2566)])
    assert (analysis.year, analysis.before) == (2566, 2564)
    assert history(analysis) == (("ตัวชี้วัด", "2563", "2564", "2566"), (("การใช้อำนาจ", "83.00", "84.00", "86.00"),))
    sheet = openpyxl.load_workbook(io.BytesIO(ANALYSIS_FORMATS["xlsx"].render(analysis)))["ทุกปี"]
    assert [cell.value for cell in sheet[3]] == ["การใช้อำนาจ", "83.00", "84.00", "86.00"]
    assert "<td class=\"num\">84.00</td>" in ANALYSIS_FORMATS["html"].render(analysis).decode()
    tables = Document(io.BytesIO(ANALYSIS_FORMATS["docx"].render(analysis))).tables
    assert any(table.cell(0, 3).text == "2566" and table.cell(1, 3).text == "86.00" for table in tables if len(table.columns) == 4)


def test_questions_of_another_set_are_not_compared():
    entries = [entry("I4", "70", year=2568), entry("I4", "90", year=2566)]
    (line,) = analysis_of(entries, year=2568).questions
    assert line.indicator == "2" and "ไม่มีข้อเทียบ" in line.trend_text and line.change is None


def test_the_office_s_own_unit_owns_the_repair():
    office = Office(name="อบต. ทดสอบ", units=(Unit(key="pr", name="งานสื่อสาร", concepts=("qna",)),))
    step = next(step for step in analysis_of(plain_entries(), office=office).plan if step.key == "O8")
    assert step.owner == "งานสื่อสาร"


def test_every_concept_and_question_has_a_topic():
    rules = topic_rules().topics
    concepts = {name for year in known_years() for name in load_ruleset(year).concepts}
    assert {name for rule in rules for name in rule.concepts} == concepts
    for letter, long, short in (("I", 30, 15), ("E", 15, 9)):
        for kind, count in (("long", long), ("short", short)):
            listed = {key for rule in rules for key in getattr(rule, kind) if key[0] == letter}
            assert listed == {f"{letter}{number}" for number in range(1, count + 1)}
    assert {name for rule in rules for name in rule.indicators} == set(measure_rules()) == {str(number) for number in range(1, 11)}


@pytest.mark.parametrize("name", ["html", "xlsx", "docx", "csv", "json"])
def test_the_same_analysis_is_the_same_file(name):
    render = ANALYSIS_FORMATS[name].render
    assert render(analysis_of(plain_entries())) == render(analysis_of(plain_entries()))


@pytest.mark.parametrize("lang", ["th", "en"])
def test_no_sentence_has_a_hole(lang):
    analysis = analysis_of(plain_entries(), lang=lang)
    assert "$" not in ANALYSIS_FORMATS["json"].render(analysis).decode().replace("$item", "")
    html = ANALYSIS_FORMATS["html"].render(analysis).decode()
    assert "None" not in html and "{{" not in html and "$" not in html


def test_the_words_name_the_same_values_in_both_languages():
    for name, text in yaml.safe_load((FOLDER / "analysis.yaml").read_text(encoding="utf-8")).items():
        assert text.keys() == {"th", "en"}, name
        values = {lang: set(Template(words).get_identifiers()) for lang, words in text.items()}
        assert values["th"] == values["en"], name


def test_hostile_words_are_text_in_sheets(hostile):
    book = openpyxl.load_workbook(io.BytesIO(ANALYSIS_FORMATS["xlsx"].render(hostile)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    rows = csv.reader(io.StringIO(ANALYSIS_FORMATS["csv"].render(hostile).decode("utf-8-sig")))
    assert not any(cell.startswith(("=", "+", "@", "\t")) for row in rows for cell in row)


def test_hostile_words_are_text_in_documents(hostile, tmp_path):
    body = ANALYSIS_FORMATS["docx"].render(hostile)
    words = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(body)).paragraphs)
    assert "<script>" in words and "\u202e" not in words and "\x1b" not in words
    (tmp_path / "a.docx").write_bytes(body)
    office = shutil.which("soffice")
    assert office, "LibreOffice is needed for this test"
    command = [office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "txt:Text (encoded):UTF8",
               "--outdir", str(tmp_path), str(tmp_path / "a.docx")]  # fmt: skip
    subprocess.run(command, capture_output=True, timeout=240, check=True)
    assert "{๗*๗}" in (tmp_path / "a.txt").read_text().replace("{ ", "{").replace(" }", "}") or "7*7" in (tmp_path / "a.txt").read_text()


def test_hostile_words_run_nothing_in_a_browser(hostile):
    html = ANALYSIS_FORMATS["html"].render(hostile).decode()
    assert "<script" not in html
    program = shutil.which("chromium")
    assert program, "Chromium is needed for this test"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1000, "height": 800})
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text))
        page.on("request", lambda request: problems.append(request.url) if request.url.startswith("http") else None)
        page.set_content(html, wait_until="load")
        assert page.locator("td.site").first.is_visible() and problems == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        browser.close()


def test_the_pdf_can_be_searched(tmp_path):
    path = tmp_path / "analysis.pdf"
    path.write_bytes(ANALYSIS_FORMATS["pdf"].render(analysis_of(plain_entries())))
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout.decode()
    assert "การปฏิบัติหน้าที่" in text and "แก้ไขโดยเร่งด่วน" in text and "80.00" in text


def test_an_example_as_a_workbook():
    body = sheet_of_rows((("ปี", "ข้อ", "รายการ", "คะแนน"), ("2566", "O1", "=1+1", "100.00")), "th")
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    assert [cell.value for cell in sheet[2]] == [2566, "O1", "=1+1", 100] and sheet["C2"].data_type == "s"
