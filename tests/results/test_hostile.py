"""Words of a website stay words in every format: no script, no formula, no request, no broken document."""

import csv
import io
import shutil
import subprocess
from dataclasses import replace

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import sync_playwright

from crawler.artifacts import Agency, Failure, SiteFinding
from results.formats import csv_report, docx_report, html_report, json_report, pdf_report, xlsx_report
from results.formats.pdf_report import ReportError
from results.plain import is_web
from tests.results import factories as make
from tests.results.test_report import report

NASTY = (
    "<script>alert(1)</script>", "</style><img src=x onerror=alert(2)>", "=cmd|' /C calc'!A0", "+1+1", "-1+1",
    "@SUM(A1)",
    "{{ 7*7 }} {% for x in y %}", "\u202egnp.exe\u202c\u2066", "nul\x00 bell\x07 esc\x1b[31m \ufffe\uffff \ud800",
    "😀" * 40,
    "ก" * 10_000, '"><svg onload=alert(3)>', "javascript:alert(4)", "$item ${missing} %s {0}", "\u05d0\u05d1\u05d2",
)  # fmt: skip


def hostile(number):
    words = NASTY[number % len(NASTY)]
    bad = make.quote(words, url="javascript:alert(5)")
    clean = make.verdict(number, make.USUAL[number % len(make.USUAL)])
    return replace(
        clean, title=words, url="http://[broken" if number % 2 else 'https://a.go.th/"onclick="alert(6)', notes=(words,),
        searched=("javascript:alert(7)", f"https://a.go.th/{words}"),
        present=replace(clean.present, evidence=(bad,), params={"label": words, "detail": words, "url": "http://["}),
        complete=replace(clean.complete, parts=tuple(replace(part, quote=words) for part in clean.complete.parts)),
        current=replace(clean.current, quote=words, found=(words,)),
    )  # fmt: skip


@pytest.fixture(scope="module")
def nasty():
    return report(
        tuple(hostile(number) for number in range(1, 27)),
        agency=Agency(name=NASTY[0] + NASTY[8], kind=NASTY[1], url="javascript:alert(8)"),
        failures=tuple(Failure(url=words, kind="http_error", detail=words) for words in NASTY),
        findings=tuple(SiteFinding(kind=words, url=words, detail=words) for words in NASTY),
        stopped_because=NASTY[0],
    )  # fmt: skip


def test_html_is_inert_in_a_real_browser(nasty, tmp_path):
    assert_inert(html_report.render(nasty), tmp_path / "report.html")


def assert_inert(body, path):
    """A page that says nothing to the console, asks for nothing, runs nothing and fits a telephone."""
    path.write_bytes(body)
    noise, asked = [], []
    with sync_playwright() as playwright:
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=[*pdf_report.QUIET, "--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 800})
        page.on("dialog", lambda dialog: (noise.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda message: noise.append(message.text))
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        page.mouse.move(200, 400)
        width, scripts, links = page.evaluate(
            "[document.documentElement.scrollWidth, document.querySelectorAll('script, img, iframe, object').length,"
            " [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))]"
        )
        browser.close()
    assert noise == []
    assert all(url.startswith(("file:", "data:font")) for url in asked)
    assert scripts == 0
    assert width <= 390
    assert all(link.startswith(("http://", "https://", "#O")) for link in links)


def test_html_asks_for_nothing_from_outside(nasty):
    body = html_report.render(nasty).decode()
    assert "default-src 'none'" in body
    assert "src=\"http" not in body and "url(http" not in body and "@import" not in body
    assert not any(bad in body for bad in ("\u202e", "\x00", "\x1b"))


def test_sheets_hold_words_only(nasty):
    book = load_workbook(io.BytesIO(xlsx_report.render(nasty)))
    assert len(book.sheetnames) == 4
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "C3"
        assert sheet.auto_filter.ref
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert all(is_web(cell.value) and is_web(cell.hyperlink.target) for cell in cells if cell.hyperlink)
        words = [cell.value for cell in cells if isinstance(cell.value, str)]
        assert any(value.startswith("=cmd") for value in words)
    assert len(book.worksheets[1]["A"]) == 28
    assert book.worksheets[0].data_validations.dataValidation[0].type == "list"


def test_csv_cells_never_start_a_formula(nasty):
    rows = list(csv.reader(io.StringIO(csv_report.render(nasty).decode("utf-8-sig"))))
    assert len(rows) == 27
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)


def test_the_document_opens_and_is_thai(nasty):
    document = Document(io.BytesIO(docx_report.render(nasty)))
    head, table = document.tables
    assert len(table.rows) == len(nasty.gaps) + 1
    run = head.cell(0, 1).paragraphs[0].runs[0]
    xml = run._r.xml
    assert run.text == "บันทึกข้อความ"
    assert 'w:cs="TH Sarabun New"' in xml and "w:szCs" in xml and "w:bCs" in xml and 'w:bidi="th-TH"' in xml


def test_json_is_one_document(nasty):
    assert json_report.document(nasty)["verdicts"][0]["notes"]


def test_pdf_text_can_be_searched(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf_report.render(report()))
    told = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout.decode()
    assert "องค์การบริหารส่วนตำบลบ้านตัวอย่าง" in told
    assert "ตาบล" not in told


def test_pdf_of_hostile_words_is_printed(nasty):
    assert pdf_report.render(nasty).startswith(b"%PDF")


def test_pdf_without_a_browser_says_what_is_missing(monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(ReportError, match="needs Chromium: install the package"):
        pdf_report.render(report())
