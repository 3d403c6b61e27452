"""Pages that lie askew are turned straight, and only they; lines that are marks of others are left out."""

import numpy as np
import pytest
from PIL import Image

from crawler.extract.ocr import read_words
from crawler.extract.pieces import Line, Piece, joined
from crawler.extract.skew import skew_of, turned
from crawler.extract.specks import without_specks
from tests.extract.pdf_files import KEYWORDS, sheet
from tests.extract.test_paper import pgm


@pytest.mark.parametrize("degrees", [-4.0, -1.5, 2.0])
def test_skewed_page_is_turned_back(degrees: float) -> None:
    skewed = turned(pgm(sheet(100)), degrees)
    assert skew_of(skewed) == pytest.approx(-degrees, abs=0.15)
    assert skew_of(turned(skewed, skew_of(skewed))) == 0.0


@pytest.mark.parametrize("degrees", [0.0, 0.7, 90.0])
def test_other_pages_stay_as_they_are(degrees: float) -> None:
    assert skew_of(turned(pgm(sheet(100)), degrees)) == 0.0


def test_pictures_without_lines_stay_as_they_are() -> None:
    dots = np.random.default_rng(5).integers(0, 255, (900, 700), dtype=np.uint8)
    for picture in (
        Image.fromarray(dots),
        Image.new("L", (700, 900), 255),
        Image.new("L", (700, 900)),
        Image.new("L", (1, 1)),
    ):
        assert skew_of(pgm(picture)) == 0.0


def test_words_of_a_skewed_page_are_read() -> None:
    read = read_words(turned(pgm(sheet(150)), 3.0), 1)
    assert read.page is not None
    text = "".join(read.page.text.split())
    assert [word for word in KEYWORDS if word in text] == list(KEYWORDS)


def line(text: str, top: float, sure: float, step: float = 12) -> Line:
    return tuple(Piece(letter, 100 + step * number, top, 10, 16, sure) for number, letter in enumerate(text))


def test_marks_taken_for_letters_are_left_out_and_numbers_of_a_table_stay() -> None:
    words, figures = line("ประกาศองค์การบริหาร", 200, 94), line("๔๗๙๘", 250, 50, 60)
    page = [line("ซ๑%0", 185, 45, 60), words, line("จ", 190, 30), figures, line("รวมทั้งสิ้นตามรายการ", 300, 93)]
    assert list(map(joined, without_specks(page))) == [joined(page[index]) for index in (1, 3, 4)]
    assert without_specks([figures]) == [figures] and without_specks([]) == []
