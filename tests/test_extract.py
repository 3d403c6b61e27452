"""Bytes → artifact: encodings, structure of pages, documents of every kind, files that cannot be read."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen import canvas

from crawler.artifacts import Artifact, Evidence
from crawler.extract import read_artifact
from crawler.extract.decode import decode

URL = "https://www.example.go.th/a/page.html"
SITE = Path(__file__).parent / "sample" / "site"


def read(body: bytes, content_type: str = "text/html; charset=utf-8", url: str = URL, ocr: bool = False) -> Artifact:
    evidence = Evidence(url=url, fetched_at="", sha256="0" * 64, warc_file="", warc_offset=0)
    return read_artifact(body, content_type, evidence, ocr=ocr)


def page(markup: str) -> Artifact:
    return read(markup.encode())


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("ข้อมูลผู้บริหาร".encode("cp874"), "text/html; charset=tis-620"),
        ("ข้อมูลผู้บริหาร".encode("cp874"), "text/html"),
        ("ข้อมูลผู้บริหาร".encode("cp874"), "text/html; charset=utf-8"),
        ("ข้อมูลผู้บริหาร".encode("cp874"), "text/html; charset=iso-8859-1"),
        ("ข้อมูลผู้บริหาร".encode(), "text/html; charset=tis-620"),
        (b"\xef\xbb\xbf" + "ข้อมูลผู้บริหาร".encode(), "text/html"),
        ("ข้อมูลผู้บริหาร ".encode() + b"\x93x\x94", "text/html; charset=utf-8"),
    ],
)
def test_bytes_decide_the_encoding(body: bytes, content_type: str) -> None:
    assert "ข้อมูลผู้บริหาร" in decode(body, content_type)


def test_curly_quote_does_not_cut_a_windows_874_page() -> None:
    text = decode("ก่อน ".encode("cp874") + b"\x93" + "หลัง".encode("cp874"), "text/html; charset=tis-620")
    assert "ก่อน" in text and "หลัง" in text


def test_words_cut_by_tags_are_joined() -> None:
    read_page = page("<p><span>รองปล</span><span>ั</span><span>ดเทศบาล</span></p>")
    assert read_page.blocks[0].text == "รองปลัดเทศบาล"


def test_menu_and_footer_are_told_from_content() -> None:
    artifact = page("<nav><a href=/x>โครงสร้าง</a></nav><h1>ข่าว</h1><p>เนื้อหา</p><footer>ที่อยู่</footer>")
    assert [(block.text, block.place) for block in artifact.blocks] == [
        ("โครงสร้าง", "menu"), ("ข่าว", "content"), ("เนื้อหา", "content"), ("ที่อยู่", "footer"),
    ]  # fmt: skip


def test_link_keeps_its_row_section_and_hint() -> None:
    artifact = page("<h2>ปี 2569</h2><table><tr><td>O2</td><td>ผู้บริหาร</td><td><a href='../e' title=ดู>คลิก</a></td></tr></table>")
    link = artifact.links[0]
    assert (link.url, link.text, link.hint) == ("https://www.example.go.th/e", "คลิก", "ดู")
    assert (link.section, link.row) == ("ปี 2569", "O2 | ผู้บริหาร | คลิก")


@pytest.mark.parametrize("href", ["#", "#top", "javascript:void(0)", "", "   "])
def test_link_to_nowhere_has_no_address(href: str) -> None:
    assert page(f"<p><a href='{href}'>ก</a></p>").links[0].url == ""


def test_link_in_a_script_handler_is_seen() -> None:
    assert page("<p><a href='#' onclick=\"window.open('/f.pdf')\">ก</a></p>").links[0].url == "https://www.example.go.th/f.pdf"


def test_bold_line_is_a_heading_and_a_bold_word_is_not() -> None:
    artifact = page("<div><b>อำนาจหน้าที่</b><br><b>ขั้นตอน</b> (1) ยื่นคำขอ</div>")
    assert [(block.text, block.kind) for block in artifact.blocks] == [
        ("อำนาจหน้าที่", "heading"), ("ขั้นตอน (1) ยื่นคำขอ", "text"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("button", "sendable"),
    [
        ("<button>ส่ง</button>", True),
        ("<input type=submit>", True),
        ("<button type=button>ส่ง</button>", False),
        ("<button type=button onclick='send()'>ส่ง</button>", True),
        ("<button disabled>ส่ง</button>", False),
    ],
)
def test_form_without_a_working_button_is_marked(button: str, sendable: bool) -> None:
    artifact = page(f"<form><input name=a><textarea name=b></textarea>{button}</form>")
    form = next(block for block in artifact.blocks if block.kind == "form")
    assert ("unsendable:" not in form.fields) == sendable


def test_private_glyphs_are_unreadable() -> None:
    artifact = page("<p>" + "\ue0a5\ue0bb\ue09a" * 30 + "</p>")
    assert not artifact.readable and artifact.detail == "private_use_glyphs"


def test_text_pdf_of_the_sample_keeps_its_pages() -> None:
    artifact = read((SITE / "files" / "eservice-guide.pdf").read_bytes(), "application/pdf", URL + ".pdf")
    assert artifact.readable and artifact.kind == "file"
    assert "E-Service" in artifact.pages[0].text
    assert {block.page for block in artifact.blocks} == {item.number for item in artifact.pages}


def test_scan_is_unreadable_without_recognition_and_read_with_it() -> None:
    body = (SITE / "files" / "2569" / "20251003_143000.pdf").read_bytes()
    assert read(body, "application/pdf").detail.startswith("scan_without_text")
    read_scan = read(body, "application/pdf", ocr=True)
    assert read_scan.readable and read_scan.ocr and read_scan.pages[0].method == "ocr"


def _docx() -> bytes:
    document = docx.Document()
    document.add_paragraph("รายงานผลการดำเนินงาน ประจำปี 2568")
    document.add_table(1, 2).rows[0].cells[0].text = "โครงการ"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _xlsx() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("สขร.1").write_row(0, 0, ["ลำดับ", "งานที่จัดซื้อ", 12500])
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "name", "words"),
    [(_docx, "r.docx", "รายงานผลการดำเนินงาน"), (_xlsx, "s.xlsx", "งานที่จัดซื้อ | 12500"),
     (lambda: "โครงการ,งบประมาณ\nถนน,100\n".encode("cp874"), "d.csv", "โครงการ | งบประมาณ")],
)  # fmt: skip
def test_office_files(make: object, name: str, words: str) -> None:
    artifact = read(make(), "application/octet-stream", f"https://x.go.th/{name}")  # type: ignore[operator]
    assert artifact.readable, artifact.detail
    assert words in artifact.pages[0].text


def _encrypted_pdf() -> bytes:
    out = io.BytesIO()
    drawing = canvas.Canvas(out, encrypt="secret")
    drawing.drawString(100, 700, "secret")
    drawing.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "url", "detail"),
    [
        (b"%PDF-1.4 broken", "https://x.go.th/a.pdf", "damaged"),
        (b"", "https://x.go.th/a.pdf", "empty"),
        (_encrypted_pdf(), "https://x.go.th/a.pdf", "encrypted"),
        (b"PK\x03\x04 nonsense", "https://x.go.th/a.docx", "damaged"),
        (b"\x89PNG nonsense", "https://x.go.th/a.png", "damaged"),
        (b"Rar!\x1a\x07", "https://x.go.th/a.rar", "archive_rar"),
    ],
)
def test_files_that_cannot_be_read_say_why(body: bytes, url: str, detail: str) -> None:
    artifact = read(body, "application/pdf" if url.endswith("pdf") else "application/octet-stream", url)
    assert not artifact.readable
    assert artifact.detail.startswith(detail), artifact.detail


def test_page_named_pdf_is_a_page() -> None:
    assert read(b"<!doctype html><html><body><p>x</p></body></html>", "application/pdf", "https://x.go.th/a.pdf").kind == "page"


def test_archive_names_its_members() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../แผน 2569.pdf", "x")
    artifact = read(out.getvalue(), "application/zip", "https://x.go.th/a.zip")
    assert not artifact.readable and "แผน 2569.pdf" in artifact.pages[0].text


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["text/html", "application/pdf", "text/csv", "application/zip", "image/png"]))
def test_no_bytes_break_the_reader(body: bytes, content_type: str) -> None:
    read(body, content_type)
