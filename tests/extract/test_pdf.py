"""PDF files: text layers good and broken, pages and their numbers, files that cannot be read, hostile files."""


import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from crawler.extract import limits
from crawler.extract.document import run_tool
from crawler.extract.glyphs import broken, mended, misses_sara_am, sara_am_from, with_lost_words
from crawler.extract.pdf import read_pdf
from crawler.thai import normalise
from tests.extract.pdf_files import NOTICE, bomb_pdf, text_pdf

ENGLISH = "Annual report of the municipality. Total revenue 45,678,000 baht. See https://www.example.go.th/report.pdf"


def test_text_layer_is_read_letter_by_letter() -> None:
    document = read_pdf(text_pdf(NOTICE), ocr=False)
    assert document.readable and document.detail == ""
    assert document.pages[0].text == "\n".join(map(normalise, NOTICE.splitlines()))


def test_pages_keep_their_numbers_when_blank_ones_are_left_out() -> None:
    document = read_pdf(text_pdf(NOTICE, "", NOTICE), ocr=False)
    assert [page.number for page in document.pages] == [1, 3]
    assert document.detail == ""


def test_short_title_page_is_text_and_no_scan() -> None:
    document = read_pdf(text_pdf("แผน ๒๕๖๙", NOTICE), ocr=False)
    assert [(page.number, page.method) for page in document.pages] == [(1, "text_layer"), (2, "text_layer")]
    assert "๒๕๖๙" in document.pages[0].text


@pytest.mark.parametrize(
    ("layer", "meant"),
    [
        ("ตĺาบลหนองน�้าใส", "ตำบลหนองน้ำใส"),
        ("จ ำนวน ด ำเนินงาน", "จำนวน ดำเนินงาน"),
        ("จ านวน ค าน า", "จำนวน คำนำ"),
        ("เจา้ หนา้ ที่ส่วนทอ้ งถิ่น", "เจ้าหน้าที่ส่วนท้องถิ่น"),
        ("ท\uf702\uf70a น\uf70b\uf711า", "ที่ น้ำ"),
        ("Êӹѡ¡ÒÃ", "สำนักการ"),
        ("".join(chr(0xF000 + byte) for byte in "เทศบาล".encode("cp874")), "เทศบาล"),
        ("\uf0a8\uf0a8\uf0a8\uf0a8 ใช่", None),
        ("จานวน สานักงาน อาเภอ", "จำนวน สำนักงาน อำเภอ"),
        ("จำนวน สานักงาน", "จำนวน สานักงาน"),  # a layer that has sara am lost none
        ("ราคาสั่งซื้อ บังคับบัญชาระดับต้น เอกสารองค์การ ข้อเสนอแนะนายก จัดทางเดิน", None),
        (ENGLISH, None),
    ],
)
def test_repairs_of_a_text_layer(layer: str, meant: str | None) -> None:
    text = normalise(mended(layer))
    assert (with_lost_words(text) if misses_sara_am(text) else text) == (meant or layer)


def test_sara_am_is_taken_from_another_reading_and_nothing_else_is() -> None:
    poppler = "สาธารณสุขอาเภอหนองใหญ่\nวันที่ ๑๕ ทาความตกลง บัญชาระดับต้น ทานาปรัง"
    pdfium = normalise("สาธารณสุขอ าเภอหนองใหญ่ วันที่ ๑ ๕ ท าความตกลง บัญชาระดับต้น ท านาปรัง")
    assert sara_am_from(pdfium, poppler) == "สาธารณสุขอำเภอหนองใหญ่\nวันที่ ๑๕ ทำความตกลง บัญชาระดับต้น ทำนาปรัง"


@pytest.mark.parametrize(
    ("layer", "is_broken"),
    [
        (NOTICE, False),
        (ENGLISH, False),
        ("INVOICE No. INV-2024/001 Qty 12 pcs Price 1,200.00 THB VAT 7% TOTAL 12,840.00", False),
        ("tl':i:m1Ab'V1A l'lu1'W1.n ~nm:tl1A'VlYl 1J':i:~1'U n:ru", True),
        ("Maysiaunwna ieliinsvamadanatulusawerseuses lumashifuswvaimaenuniass muuleuwveddinsunmenssaunstaaiuuarvs", True),
        ("\uf0b7 หนึ่ง\n\uf0b7 สอง\n\uf0b7 สาม", False),
        (NOTICE.replace("า", "\ue0b2"), True),
        (NOTICE.replace("า", "\ufffd"), True),
        (NOTICE.replace("ก", "ิ"), True),
    ],
)  # fmt: skip
def test_broken_text_layers_are_known(layer: str, is_broken: bool) -> None:
    assert broken("\n".join(map(normalise, layer.splitlines()))) == is_broken


def test_only_the_first_pages_of_a_very_long_file_are_read_and_the_detail_says_so() -> None:
    body = text_pdf(*(f"{NOTICE}\nหน้า {number}" for number in range(1, 301)))
    document = read_pdf(body, ocr=False)
    assert document.detail == f"first_pages_only ({limits.MAX_PDF_PAGES} of 300 pages)"
    assert [page.number for page in document.pages] == list(range(1, limits.MAX_PDF_PAGES + 1))
    assert "หน้า 120" in document.pages[-1].text


NO_PAGES = (
    b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[%s]/Count %d>>endobj\ntrailer<</Root 1 0 R>>"
)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (NO_PAGES % (b"", 0), "empty (0 pages)"),
        (NO_PAGES % (b"2 0 R 2 0 R", 99_999_999), "empty (0 pages)"),
        (b"%PDF-1.7\nnothing", "damaged"),
        (b"<!doctype html><p>404", "not_a_pdf_html"),
        (b"\xef\xbb\xbf\r\n<br />\n<b>Warning</b>: fopen() failed", "not_a_pdf_html"),
        (b"File not found", "not_a_pdf"),
    ],
)
def test_files_without_words_say_why(body: bytes, detail: str) -> None:
    document = read_pdf(body, ocr=True)
    assert not document.readable and document.detail == detail


def test_blank_pages_are_empty_and_not_a_scan() -> None:
    assert read_pdf(text_pdf("", ""), ocr=True).detail == "empty (2 pages)"


def test_locked_file_is_encrypted_and_one_that_only_forbids_copying_is_read() -> None:
    assert read_pdf(text_pdf(NOTICE, encrypt="secret"), ocr=False).detail == "encrypted"
    forbids = StandardEncryption("", ownerPassword="owner", canCopy=0)
    assert read_pdf(text_pdf(NOTICE, encrypt=forbids), ocr=False).readable


def test_missing_program_is_told_from_a_bad_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(run_tool.__globals__["_ENVIRONMENT"], "PATH", "/nonexistent")
    assert read_pdf(text_pdf(NOTICE), ocr=False).detail.startswith("tool_missing: pdftotext")


@pytest.mark.parametrize("percent", range(10, 100, 10))
def test_file_cut_off_anywhere_is_read_or_refused(percent: int) -> None:
    body = text_pdf(*[NOTICE] * 5)
    document = read_pdf(body[: len(body) * percent // 100], ocr=True)
    assert document.readable or document.detail == "damaged"


def test_content_bombs_end_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PDF_SECONDS", 1)
    document = read_pdf(bomb_pdf(b" " * 10_000_000, 30), ocr=False)
    assert not document.readable and document.detail.startswith(("timeout", "empty"))


def test_programs_are_held_to_their_limits() -> None:
    assert run_tool(["sleep", "60"], b"", 0.2)[0] == 124
    assert run_tool(["no-such-program"], b"", 5)[0] == 127
    code, output, _ = run_tool(["head", "-c", str(2 * limits.TOOL_OUTPUT), "/dev/zero"], b"", 20)
    assert code != 0 and len(output) <= limits.TOOL_OUTPUT
    assert run_tool(["dd", "if=/dev/zero", "of=/dev/null", "count=1", f"bs={2 * limits.TOOL_MEMORY}"], b"", 20)[0] != 0
