"""Office files: every letter of generated files, tables as rows, what is deleted or hidden left out."""

import base64
import datetime
import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
import xlsxwriter
from docx.oxml.ns import qn

from crawler.artifacts import Artifact, Evidence
from crawler.extract import read_artifact
from crawler.extract.office import read_office
from crawler.extract.office_formats import read
from tests.extract.office_files import docx_of, odf_of, paragraph, pptx_of, table

LIBREOFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
ANTIWORD = pytest.mark.skipif(shutil.which("antiword") is None, reason="antiword is not installed")


def lines(body: bytes, kind: str) -> list[tuple[str, str]]:
    """("cells" or "markup", line) of a file that can be read."""
    pages, detail = read(body, kind)
    assert pages, detail
    return [(page.method, line) for page in pages for line in page.text.splitlines()]


def texts(body: bytes, kind: str) -> list[str]:
    return [line for _, line in lines(body, kind)]


# -- DOCX ---


def test_docx_keeps_paragraphs_and_tables_in_the_order_of_the_body() -> None:
    body = paragraph("ก่อน") + table(("ลำดับ", "โครงการ", "งบ"), ("1", "", "500")) + paragraph("หลัง")
    assert lines(docx_of(body), "docx") == [
        ("markup", "ก่อน"), ("cells", "ลำดับ | โครงการ | งบ"), ("cells", "1 | | 500"), ("markup", "หลัง"),
    ]  # fmt: skip


def test_words_cut_over_runs_are_joined() -> None:
    assert texts(docx_of(paragraph("รองปล", "ั", "ดเทศบาล")), "docx") == ["รองปลัดเทศบาล"]


def test_inserted_text_is_kept_and_deleted_text_is_not() -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>ใหม่</w:t></w:r></w:ins><w:del><w:r><w:delText>เก่า</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>ย้าย</w:t></w:r></w:moveFrom></w:p>"
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>ลบ</w:t></w:r></w:p></w:tc><w:tc/></w:tr></w:tbl>"
    )
    assert texts(docx_of(body), "docx") == ["ใหม่"]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('ในกล่อง')}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert texts(docx_of(f"<w:p><w:r><w:t>ข้างนอก</w:t></w:r><w:r>{both}</w:r></w:p>"), "docx") == ["ข้างนอก", "ในกล่อง"]


def test_footnotes_and_headers_follow_the_body_and_a_repeated_header_is_read_once() -> None:
    body = docx_of(paragraph("เนื้อหา"), header1=paragraph("หัวกระดาษ"), header2=paragraph("หัวกระดาษ"), footnotes=paragraph("หมายเหตุ"))
    assert texts(body, "docx") == ["เนื้อหา", "หมายเหตุ", "หัวกระดาษ"]


def test_merged_word_cells_keep_the_columns() -> None:
    wide = f"<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{paragraph('รวม')}</w:tc>"
    rows = f"<w:tbl><w:tr>{wide}<w:tc>{paragraph('30')}</w:tc></w:tr></w:tbl>"
    assert lines(docx_of(rows + table(("ก", "ข", "30"))), "docx") == [("cells", "รวม | | 30"), ("cells", "ก | ข | 30")]


def test_a_frame_of_one_cell_is_text_and_a_table_in_a_cell_is_kept() -> None:
    inner = table(("ก", "ข"))
    framed = f"<w:tbl><w:tr><w:tc>{paragraph('กรอบ')}{inner}</w:tc></w:tr></w:tbl>"
    assert lines(docx_of(framed), "docx") == [("markup", "กรอบ"), ("cells", "ก | ข")]


def test_tabs_breaks_and_content_controls_of_word() -> None:
    body = "<w:sdt><w:sdtContent><w:p><w:r><w:t>ก</w:t><w:tab/><w:t>ข</w:t><w:br/><w:t>ค</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    assert texts(docx_of(body), "docx") == ["ก ข", "ค"]


def test_a_generated_docx_loses_no_letter() -> None:
    document = docx.Document()
    said = [f"ข้อ {number} การดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. ๒๕๖๙" for number in range(200)]
    for number, words in enumerate(said):
        if number % 10:
            document.add_paragraph(words)
        else:
            document.add_table(1, 2).rows[0].cells[1].text = words
    out = io.BytesIO()
    document.save(out)
    assert [line.removeprefix("| ") for line in texts(out.getvalue(), "docx")] == said


def test_deleted_rows_of_a_real_docx_are_dropped() -> None:
    document = docx.Document()
    made = document.add_table(2, 2)
    for row_number, row in enumerate(made.rows):
        for cell in row.cells:
            cell.text = f"แถว {row_number}"
    properties = made.rows[0]._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:del"), {}))
    out = io.BytesIO()
    document.save(out)
    assert texts(out.getvalue(), "docx") == ["แถว 1 | แถว 1"]


def test_xml_that_word_saved_is_read_like_a_docx() -> None:
    body = (
        '<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">'
        f"<w:body>{paragraph('แบบเก่า')}{table(('ก', 'ข'))}</w:body></w:wordDocument>"
    ).encode()
    assert lines(body, "word_xml") == [("markup", "แบบเก่า"), ("cells", "ก | ข")]


# -- spreadsheets ---


def _book() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        share, day = book.add_format({"num_format": "0.00%"}), book.add_format({"num_format": "d mmm yyyy"})
        sheet = book.add_worksheet("สขร.1")
        sheet.merge_range(1, 1, 1, 4, "สรุปผลการจัดซื้อจัดจ้าง")
        sheet.write_row(3, 1, ["ลำดับ", "", 2569.0, 12500.5])
        sheet.write(4, 1, 0.855, share)
        sheet.write_datetime(4, 2, datetime.datetime(2025, 10, 1), day)
        sheet.write_formula(4, 3, "=1+1", None, 2)
        sheet.write(4, 4, 0.1 + 0.2)
        sheet.write_datetime(5, 1, datetime.datetime(2025, 10, 1, 8, 30), day)
        hidden = book.add_worksheet("ซ่อน")
        hidden.hide()
        hidden.write(0, 0, "ปีก่อน")
        book.add_worksheet("ว่าง")
    return out.getvalue()


def test_xlsx_keeps_rows_columns_days_shares_and_results() -> None:
    assert texts(_book(), "xlsx") == [
        "สขร.1", "สรุปผลการจัดซื้อจัดจ้าง", "ลำดับ | | 2569 | 12500.5", "85.5% | 2025-10-01 | 2 | 0.3", "2025-10-01 08:30",
    ]  # fmt: skip


@LIBREOFFICE
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_other_spreadsheets_give_the_same_rows(kind: str, tmp_path: Path) -> None:
    found = texts(_converted(_book(), "xlsx", kind, tmp_path), kind)
    assert found[:3] == ["สขร.1", "สรุปผลการจัดซื้อจัดจ้าง", "ลำดับ | | 2569 | 12500.5"]
    assert "2025-10-01" in found[3]


def test_empty_workbook_is_empty() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("ชีต1")
    assert read(out.getvalue(), "xlsx") == ((), "empty")


def test_xml_spreadsheet_of_old_systems() -> None:
    body = (
        '<?xml version="1.0"?><ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><ss:Worksheet ss:Name="แผน">'
        '<ss:Table><ss:Row><ss:Cell><ss:Data ss:Type="String">ลำดับ</ss:Data></ss:Cell><ss:Cell ss:Index="3">'
        '<ss:Data ss:Type="DateTime">2025-10-01T00:00:00.000</ss:Data></ss:Cell></ss:Row></ss:Table></ss:Worksheet></ss:Workbook>'
    ).encode()
    assert lines(body, "excel_xml") == [("cells", "แผน"), ("cells", "ลำดับ | | 2025-10-01")]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("ลำดับ,โครงการ,งบ\n1,ถนน,500\n".encode("cp874"), "csv"),
        ("ลำดับ;โครงการ;งบ\n1;ถนน;500\n".encode(), "csv"),
        ("\ufeffลำดับ\tโครงการ\tงบ\r\n1\tถนน\t500\r\n".encode("utf-16-le"), "csv"),
        ("ลำดับ\tโครงการ\tงบ\r\n1\tถนน\t500\r\n".encode("utf-16-le"), "tsv"),
        ("ลำดับ\tโครงการ\tงบ\n1\tถนน\t500\n".encode(), "txt"),
        ('"ลำดับ","โครง\nการ",งบ\n1,ถนน,500\n'.encode(), "csv"),
    ],
)
def test_tables_as_text_are_rows(body: bytes, kind: str) -> None:
    page = read_office(body, kind).pages[0]
    assert page.method == "cells"
    assert page.text.replace("โครง การ", "โครงการ").splitlines() == ["ลำดับ | โครงการ | งบ", "1 | ถนน | 500"]


def test_plain_text_is_no_table() -> None:
    page = read_office("ประกาศ, เรื่อง แผน\nวันที่ 1, 2 และ 3\n".encode("cp874"), "txt").pages[0]
    assert (page.method, page.text) == ("markup", "ประกาศ, เรื่อง แผน\nวันที่ 1, 2 และ 3")


def test_an_open_quotation_mark_does_not_swallow_a_csv() -> None:
    text = read_office(('ก,"ข\n' + "1,2\n" * 60_000).encode(), "csv").pages[0].text
    assert text.startswith("ก | ข") and "1 | 2" in text


# -- slides and OpenDocument ---


def test_slides_come_in_the_order_of_the_presentation() -> None:
    def shape(words: str) -> str:
        return f"<p:sp><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:sp>"

    row = "<a:tbl><a:tr><a:tc><a:p><a:r><a:t>ก</a:t></a:r></a:p></a:tc><a:tc><a:p><a:r><a:t>ข</a:t></a:r></a:p></a:tc></a:tr></a:tbl>"
    pages, _ = read(pptx_of(shape("สอง"), shape("หนึ่ง") + row, order=(2, 1)), "pptx")
    assert [(page.number, page.method, page.text) for page in pages] == [
        (1, "markup", "หนึ่ง"), (1, "cells", "ก | ข"), (2, "markup", "สอง"),
    ]  # fmt: skip


def test_odt_keeps_tables_blanks_and_notes_and_drops_what_was_deleted() -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    body = (
        "<office:text><text:tracked-changes><text:p>ลบแล้ว</text:p></text:tracked-changes><text:h>หัวข้อ</text:h>"
        "<text:p>รอง<text:span>ปลั</text:span>ด<text:s/>เทศ<text:line-break/>บรรทัด<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>เชิงอรรถ</text:p></text:note-body></text:note></text:p><table:table><table:table-row>"
        f"{cell.format('ก')}<table:table-cell table:number-columns-repeated='2'/>{cell.format('ข')}</table:table-row></table:table></office:text>"
    )
    assert lines(odf_of("text", body), "odt") == [
        ("markup", "หัวข้อ"), ("markup", "รองปลัด เทศ"), ("markup", "บรรทัด"), ("markup", "เชิงอรรถ"), ("cells", "ก | | | ข"),
    ]  # fmt: skip


def test_encrypted_opendocument_says_so() -> None:
    manifest = "<m:manifest xmlns:m='m'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    body = odf_of("text", "x", **{"META-INF/manifest": manifest})
    assert read(body, "odt") == ((), "encrypted")


# -- formats of outside programs ---


def _converted(body: bytes, source: str, target: str, folder: Path) -> bytes:
    file = folder / f"in.{source}"
    file.write_bytes(body)
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", target, "--outdir", str(folder / "out")]
    subprocess.run([*command, str(file)], check=True, capture_output=True, timeout=240)
    made = folder / "out" / f"in.{target}"
    if not made.is_file():
        pytest.skip(f"this LibreOffice cannot write {target}")
    return made.read_bytes()


def _report() -> bytes:
    document = docx.Document()
    document.add_paragraph("รายงานผลการดำเนินงาน กำหนดน้ำใจ ๒๕๖๙ " + "ข้อความยาว " * 60)
    made = document.add_table(2, 3)
    for row_number, row in enumerate(made.rows):
        for number, cell in enumerate(row.cells):
            cell.text = "" if (row_number, number) == (1, 1) else f"แถว{row_number} ช่อง{number} ข้อความที่ยาวกว่าช่องของตาราง"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@LIBREOFFICE
@ANTIWORD
@pytest.mark.parametrize("kind", ["doc", "rtf"])
def test_old_word_files_keep_their_tables(kind: str, tmp_path: Path) -> None:
    document = read_office(_converted(_report(), "docx", kind, tmp_path), kind)
    assert document.readable, document.detail
    found = [(page.method, line) for page in document.pages for line in page.text.splitlines()]
    assert found == lines(_report(), "docx")


@LIBREOFFICE
def test_old_slides_are_read_by_libreoffice(tmp_path: Path) -> None:
    slide = "<office:presentation><draw:page><draw:frame><draw:text-box><text:p>แผนผังองค์กร</text:p></draw:text-box></draw:frame></draw:page></office:presentation>"
    document = read_office(_converted(odf_of("presentation", slide), "odp", "ppt", tmp_path), "ppt")
    assert "แผนผังองค์กร" in " ".join(page.text for page in document.pages), document.detail


@pytest.mark.parametrize("kind", ["doc", "ppt"])
def test_rubbish_of_old_formats_is_damaged(kind: str) -> None:
    document = read_office(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, kind)
    assert not document.readable and document.detail.startswith(("damaged", "tool_missing", "empty")), document.detail


def test_a_locked_office_file_says_so() -> None:
    body = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    assert read_office(body, "docx").detail == "encrypted"


# -- pages kept as files ---


def test_html_named_xls_is_a_table_and_a_file() -> None:
    body = "<table><tr><td>ลำดับ</td><td></td><td>งบ</td></tr><tr><td>1</td><td>ถนน</td><td>500</td></tr></table>".encode("cp874")
    artifact = artifact_of(body, "application/vnd.ms-excel", "https://x.go.th/export.php")
    assert artifact.kind == "file"
    assert [(block.kind, block.text, block.cells) for block in artifact.blocks] == [
        ("row", "ลำดับ | | งบ", ("ลำดับ", "", "งบ")), ("row", "1 | ถนน | 500", ("1", "ถนน", "500")),
    ]  # fmt: skip


def test_web_archive_named_doc_is_read() -> None:
    body = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n"
    )
    body += base64.encodebytes("<html><body><p>คู่มือประชาชน</p></body></html>".encode()) + b"\r\n--x--\r\n"
    artifact = artifact_of(body, "application/msword", "https://x.go.th/a.doc")
    assert [block.text for block in artifact.blocks] == ["คู่มือประชาชน"]


def artifact_of(body: bytes, content_type: str, url: str) -> Artifact:
    evidence = Evidence(url=url, fetched_at="", sha256="0" * 64, warc_file="", warc_offset=0)
    return read_artifact(body, content_type, evidence, ocr=False)


def test_rows_of_a_word_file_are_rows_of_the_artifact() -> None:
    body = docx_of(paragraph("รายงาน | ย่อ") + table(("ก", "ข")))
    artifact = artifact_of(body, "application/octet-stream", "https://x.go.th/a.docx")
    assert [(block.kind, block.text, block.page) for block in artifact.blocks] == [("text", "รายงาน | ย่อ", 1), ("row", "ก | ข", 1)]
    assert artifact.title == "รายงาน | ย่อ"
