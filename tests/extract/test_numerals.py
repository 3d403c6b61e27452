"""Years of scans: read where the recogniser cannot, left alone where nobody could, never made up."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from crawler.artifacts import Numeral, PageText
from crawler.extract.dated_text import dated
from crawler.extract.files import read_file
from crawler.extract.numeral_model import BLANK, CLASSES, FIRST_DIGIT, HEIGHT, LETTER, probabilities
from crawler.extract.numeral_places import Place, places
from crawler.extract.numerals import RELIABLE, characters, fours, read_years, together
from crawler.extract.pictures import read_picture
from crawler.extract.pieces import Piece
from crawler.reading import read_local
from crawler.thai import find_years
from tests.extract.pdf_files import FONT, bytes_of, scanned_pdf

NOTICE = """ประกาศองค์การบริหารส่วนตำบลหนองน้ำใส
เรื่อง แผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. ๒๕๖๘
ตามแผนพัฒนาท้องถิ่น (พ.ศ. ๒๕๖๖ - ๒๕๗๐) และระเบียบที่เกี่ยวข้อง
องค์การบริหารส่วนตำบลหนองน้ำใสจึงประกาศให้ทราบโดยทั่วกัน
ประกาศ ณ วันที่ ๑๗ ตุลาคม พ.ศ. ๒๕๖๗
รายงานผลการดำเนินงาน ปีงบประมาณ 2569"""
OTHER_NUMBERS = """หนังสือที่ ชม ๕๔๓๐๑/๒๑๗๙ จำนวน ๑๒๓๔ ฉบับ
งบประมาณทั้งสิ้น ๒,๕๖๘,๐๐๐ บาท จากงบประมาณ ๙๒๕๖๘ บาท
สถิติผู้เข้าชมเว็บไซต์ จำนวน ๑๒๕๖๘ คน และ ๓๔๗๙ ครั้ง
โทรศัพท์ ๐๕๓๘๗๖๕๔๓ ประจำปี ๑๔๖๘ ปี ๒๙๖๘
โครงการที่ได้รับอนุมัติประจำปี จำนวน ๔๘๙๗ โครงการ"""


def scan(text: str, dpi: int = 150, *, blur: float = 0.5, noise: int = 12, ink: int = 20) -> Image.Image:
    """A page with these lines as a scanner sees it."""
    if not FONT.is_file():
        pytest.skip("no Thai font on this machine")
    scale = dpi / 72
    page = Image.new("L", (round(595 * scale), round(842 * scale)), 245)
    font = ImageFont.truetype(str(FONT), round(16 * scale))
    for row, line in enumerate(text.splitlines()):
        ImageDraw.Draw(page).text((60 * scale, (60 + 30 * row) * scale), line, font=font, fill=ink)
    pixels = np.asarray(
        page.rotate(0.4, Image.Resampling.BICUBIC, fillcolor=245).filter(ImageFilter.GaussianBlur(blur))
    )
    dots = np.random.default_rng(7).normal(0, noise, pixels.shape)
    return Image.fromarray((pixels + dots).clip(0, 255).astype(np.uint8))


def read(picture: Image.Image) -> PageText:
    (page,) = read_picture(bytes_of(picture, "PNG"), ocr=True).pages
    return page


@pytest.fixture(scope="module")
def notice() -> PageText:
    return read(scan(NOTICE))


def test_years_stand_in_the_text_of_a_scan(notice: PageText) -> None:
    assert [item.year for item in notice.numerals if item.reliable] == [2568, 2566, 2570, 2567, 2569]
    assert [notice.text[item.start : item.start + 4] for item in notice.numerals if item.reliable] == [
        "2568", "2566", "2570", "2567", "2569"
    ]  # fmt: skip
    assert all(item.confidence >= RELIABLE and str(item.year) in item.text for item in notice.numerals if item.reliable)


def test_only_years_that_were_read_are_trusted_and_keep_their_roles(notice: PageText) -> None:
    roles = {(item.year, item.role) for item in find_years(notice.trusted)}
    assert {(2568, "fiscal_year"), (2567, "date"), (2569, "fiscal_year")} <= roles
    assert {item.year for item in find_years(notice.trusted)} == {2566, 2567, 2568, 2569, 2570}
    assert "๑" not in notice.trusted and len(notice.trusted) == len(notice.text)


def test_a_place_is_told_as_shares_of_the_page(notice: PageText) -> None:
    left, top, right, bottom = notice.numerals[0].box
    assert 0.5 < left < right < 0.95 and 0.09 < top < bottom < 0.16


def test_numbers_that_are_no_years_are_none() -> None:
    assert [item for item in read(scan(OTHER_NUMBERS)).numerals if item.reliable] == []


@pytest.mark.parametrize(("dpi", "blur", "noise"), [(60, 1.2, 30), (72, 1.6, 10)])
def test_nothing_wrong_is_said_of_what_nobody_can_read(dpi: int, blur: float, noise: int) -> None:
    document = read_picture(bytes_of(scan(NOTICE, dpi, blur=blur, noise=noise), "PNG"), ocr=True)
    said = {item.year for page in document.pages for item in page.numerals if item.reliable}
    assert said <= {2566, 2567, 2568, 2569, 2570}


def frames(*names: int, wide: int = 4, apart: int = 2) -> np.ndarray:
    """What the network says of characters in a row: 0-9 Thai digits, 10-19 Arabic ones, -1 a letter, 20 a blank."""
    rows = [0] * 6
    for name in names:
        rows += [FIRST_DIGIT + name if name >= 0 else LETTER] * wide + [0] * apart
    return np.eye(CLASSES, dtype=np.float32)[rows + [0] * 6] * 0.98 + 0.02 / CLASSES


def years(rows: np.ndarray) -> list[int]:
    found = (together([group.shares])[0] for group in fours(characters(rows), len(rows)))
    return [year for year in found if year]


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ((2, 5, 6, 8), [2568]),
        ((-1, 12, 15, 16, 17, -1), [2567]),
        ((2, 5, 6, 8, 1), []),  # five digits
        ((1, 2, 5, 6, 8), []),
        ((2, 5, 16, 8), []),  # two scripts
        ((2, 5, 7, 10), [2570]),  # but a round zero is one in both
        ((2, 5, -1, 6, 8), []),
        ((2, 4, 6, 8), []),  # no year of the time in which offices have sites
        ((2, 5, 6, 6, -1, 2, 5, 7, 0), [2566, 2570]),
        ((2, 5, 6, 6, 20, 1), [2566]),
        ((2, 5, 20, 6, 6), []),
    ],
)
def test_a_year_is_four_digits_of_one_script(names: tuple[int, ...], found: list[int]) -> None:
    assert BLANK == FIRST_DIGIT + 20
    assert years(frames(*names)) == found


def test_a_number_cut_off_at_the_border_is_not_read() -> None:
    assert years(frames(2, 5, 6, 8)[6:]) == []


def test_looks_that_differ_are_believed_less() -> None:
    one, other = (fours(characters(frames(*names)), 36)[0].shares for names in ((2, 5, 6, 8), (2, 5, 6, 9)))
    year, alike = together([one, one, one])
    most, differing = together([one, one, other])
    assert year == most == 2568 and differing < alike / 2
    assert together([one, other])[1] < 0.1


def test_places_of_any_shape_are_survived() -> None:
    page = Image.new("L", (300, 200), 255)
    odd = [
        Place(0, -50, 10, -20, 12),
        Place(0, 290, 900, 199, 200),
        Place(0, 10, 10.4, 50, 5),
        Place(0, 0, 300, 100, 6),
    ]
    assert read_years(page, odd) == []
    assert probabilities(np.zeros((HEIGHT, 2), np.float32)).shape == (1, CLASSES)


def test_numbers_of_a_scan_have_the_digits_that_the_recogniser_does_not_know() -> None:
    text = read(scan(OTHER_NUMBERS)).text
    assert [number for number in ("๕๔๓๐๑", "๒๑๗๙", "๙๒๕๖๘", "๓๔๗๙", "๔๘๙๗") if number in text] == [
        "๕๔๓๐๑", "๒๑๗๙", "๙๒๕๖๘", "๓๔๗๙", "๔๘๙๗"
    ]  # fmt: skip


def test_the_network_starts_no_threads() -> None:
    code = ("from crawler.extract.numeral_model import probabilities; import numpy, os;"
            "probabilities(numpy.zeros((32, 480), numpy.float32)); print(len(os.listdir('/proc/self/task')))")  # fmt: skip
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1"]


def test_places_stand_behind_cues_and_at_runs_of_digits() -> None:
    def line(text: str) -> tuple[Piece, ...]:
        return tuple(Piece(letter, 10 + 10 * index, 100, 9, 14) for index, letter in enumerate(text) if letter != " ")

    (digits,) = places([line("จำนวน ๒๕๒๕ บาท")])
    assert digits.left < 70 and digits.right > 99 and digits.height == 14 and digits.middle == 107
    assert len(places([line("ประจำปี ฌขฐ")])) == 0  # goes on in words
    assert len(places([line("ประจำปี ๒ข")])) == 1
    assert places([line("แผนงาน ๑")]) == [] and places([()]) == []


def test_text_without_years_stays_as_it_was() -> None:
    page = PageText(number=1, method="ocr", confidence=0.9, text="แผนงาน ๒๕๒๕ บาท")
    line = tuple(Piece(letter, 10 + 10 * index, 100, 9, 14) for index, letter in enumerate("แผนงาน๒๕๒๕บาท"))
    assert dated(page, (line,), Image.new("L", (300, 200), 255)).numerals == ()


def test_years_are_remembered_with_the_file(tmp_path: Path) -> None:
    body = scanned_pdf((scan("ประจำปีงบประมาณ พ.ศ. ๒๕๖๘ ของเทศบาลตำบล\nเรื่อง รายงานผลการดำเนินงานของเทศบาล"), ""))
    first = read_file(body, "pdf", "a" * 64, ocr=True, cache=tmp_path)
    (stored,) = tmp_path.iterdir()
    assert json.loads(stored.read_text("utf-8"))["pages"][0]["numerals"][0]["year"] == 2568
    again = read_file(b"", "pdf", "a" * 64, ocr=True, cache=tmp_path)
    assert again == first and isinstance(again.pages[0].numerals[0], Numeral)


def test_reading_lists_years_of_the_numeral_reader(tmp_path: Path) -> None:
    place = tmp_path / "scan.png"
    picture = io.BytesIO()
    scan(NOTICE).save(picture, "PNG")
    place.write_bytes(picture.getvalue())
    told = [year for year in read_local(place, ocr=True).years if year["method"] == "numeral_reader"]
    assert {2566, 2567, 2568, 2569, 2570} == {year["year"] for year in told if year["confidence"] >= 0.9}
