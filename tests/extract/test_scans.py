"""Scans and pictures: what is recognised, how much of it, and what is said of pictures that give no words."""

import struct
import zlib

import pytest
from PIL import Image

from crawler.extract import limits
from crawler.extract.pdf import read_pdf
from crawler.extract.pictures import read_picture
from crawler.thai import skeleton
from tests.extract.pdf_files import KEYWORDS, NOTICE, bytes_of, scanned_pdf, sheet

RUBBISH = "tl':i:m1Ab'V1A l'lu1'W1.n ~nm:tl1A'VlYl 1J':i:~1'U n:ru\n" * 6


def recall(text: str) -> float:
    """The share of keywords found, marks above and below left out."""
    found = skeleton(text.replace("\n", ""))
    return sum(skeleton(word) in found for word in KEYWORDS) / len(KEYWORDS)


def test_noisy_scan_is_recognised_with_its_confidence() -> None:
    document = read_pdf(scanned_pdf((sheet(noise=True), "")), ocr=True)
    (page,) = document.pages
    assert document.detail == "scan (1 pages, 1 recognised)"
    assert (page.number, page.method) == (1, "ocr") and 0.8 < page.confidence <= 1
    assert recall(page.text) == 1.0


def test_scan_without_recognition_says_how_many_pages_it_has() -> None:
    picture = sheet(50)
    assert read_pdf(scanned_pdf((picture, ""), (picture, "")), ocr=False).detail == "scan_without_text (2 pages)"


def test_blank_cover_costs_no_recognition_and_numbers_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "OCR_TITLE_LETTERS", 200)
    document = read_pdf(scanned_pdf((None, ""), (sheet(), ""), (sheet(), "")), ocr=True)
    assert [page.number for page in document.pages] == [2]
    assert document.detail == "scan (3 pages, 1 recognised)"


def test_words_of_a_stamp_do_not_hide_the_scan_under_it() -> None:
    document = read_pdf(scanned_pdf((sheet(), "เลขรับ 1234 วันที่ 5 ม.ค. 2569 เวลา 10.30 น.")), ocr=True)
    stamp, page = document.pages
    assert (stamp.number, stamp.method, page.number, page.method) == (1, "text_layer", 1, "ocr")
    assert "เลขรับ 1234" in stamp.text and recall(page.text) == 1.0


def test_rubbish_layer_is_replaced_by_what_the_picture_says() -> None:
    body = scanned_pdf((sheet(), RUBBISH))
    assert read_pdf(body, ocr=False).detail == "broken_text_layer (1 pages)"
    document = read_pdf(body, ocr=True)
    assert document.detail == "broken_text_layer (1 pages, 1 recognised)"
    assert "~nm" not in document.pages[0].text


def test_text_file_with_a_scanned_page_says_what_is_left_unread() -> None:
    body = scanned_pdf((None, NOTICE), (sheet(50), ""))
    document = read_pdf(body, ocr=False)
    assert [page.number for page in document.pages] == [1]
    assert document.detail == "partly_read (1 of 2 pages without words)"


def test_scan_of_nothing_is_not_recognised() -> None:
    grey = scanned_pdf((Image.new("L", (600, 800), 90), ""))
    assert read_pdf(grey, ocr=True).detail == "scan_not_recognised (1 pages)"


@pytest.mark.parametrize("degrees", [90, 180])
def test_page_that_lies_on_its_side_or_head_is_turned(degrees: int) -> None:
    document = read_picture(bytes_of(sheet().rotate(degrees, expand=True), "PNG"), ocr=True)
    assert document.readable, document.detail
    assert recall(document.pages[0].text) >= 0.8


@pytest.mark.parametrize("mode", ["CMYK", "P", "RGBA", "I;16", "GIF"])
def test_pictures_of_every_kind_are_read(mode: str) -> None:
    grey = sheet(100)
    if mode == "GIF":
        body = bytes_of(grey, "GIF", save_all=True, append_images=[grey.rotate(5)] * 3)
    elif mode == "I;16":
        body = bytes_of(grey.convert("I").point(lambda value: value * 200).convert("I;16"), "PNG")
    elif mode == "RGBA":  # black letters on nothing
        drawing = Image.new("RGBA", grey.size, (0, 0, 0, 0))
        drawing.putalpha(grey.point(lambda value: 255 - value))
        body = bytes_of(drawing, "PNG")
    else:
        body = bytes_of(grey.convert(mode), "JPEG" if mode == "CMYK" else "PNG")
    document = read_picture(body, ocr=True)
    assert document.readable, document.detail
    assert recall(document.pages[0].text) >= 0.8


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_picture_without_its_end_is_read_as_far_as_it_goes(kind: str) -> None:
    whole = bytes_of(sheet(100), kind)
    document = read_picture(whole[: len(whole) * 9 // 10], ocr=True)
    assert document.detail == "cut_off" and document.pages
    assert read_picture(whole[:40], ocr=True).detail == "damaged"


def test_a_picture_that_does_not_fit_into_the_memory_allowed_is_too_large() -> None:
    """A blank one of 49 million pixels in colours takes 200 kB on the wire and 200 MB unpacked."""
    document = read_picture(bytes_of(Image.new("RGBA", (7000, 7000)), "PNG"), ocr=True)
    assert not document.readable and document.detail.startswith("too_large"), document.detail


def png_claiming(width: int, height: int) -> bytes:
    """A small picture whose head claims another size."""
    head = bytes_of(Image.new("L", (600, 600)), "PNG")
    size = struct.pack(">II", width, height)
    return head[:16] + size + head[24:29] + struct.pack(">I", zlib.crc32(head[12:16] + size + head[24:29])) + head[33:]


@pytest.mark.parametrize("side", [9_450, 30_000])
def test_huge_pictures_are_refused_by_their_head(side: int) -> None:
    assert read_picture(png_claiming(side, side), ocr=True).detail == "too_large (more than 80 million pixels)"


def test_picture_that_claims_more_than_it_holds_ends_in_its_limits() -> None:
    document = read_picture(png_claiming(8_000, 9_000), ocr=True)
    assert not document.readable and document.detail == "damaged"


def test_small_pictures_and_pictures_without_words_say_so() -> None:
    assert read_picture(bytes_of(Image.new("L", (100, 100)), "PNG"), ocr=True).detail == "picture_without_text"
    assert read_picture(bytes_of(Image.new("L", (800, 600), 255), "PNG"), ocr=True).detail == "picture_not_recognised"
    assert read_picture(bytes_of(sheet(100), "PNG"), ocr=False).detail == "picture_without_text"
