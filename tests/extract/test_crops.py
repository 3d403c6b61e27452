"""Years that were not read for sure: their places are kept as small pictures and shown to people."""

import base64
import io
import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from audits.verdict import DoubtfulYear
from crawler.artifacts import PageText
from crawler.extract import limits
from crawler.extract.crops import cut_out
from crawler.extract.dated_text import dated
from crawler.extract.pictures import read_picture
from crawler.extract.pieces import Piece
from results.formats import FORMATS
from results.formats.rows import FIELDS
from results.report_builder import build_report
from results.report_model import Report
from tests.extract.pdf_files import FONT, bytes_of, thai_font
from tests.results import factories

BOX = (0.4, 0.1, 0.5, 0.125)


def noise(seed: int = 1) -> Image.Image:
    return Image.fromarray(np.random.default_rng(seed).integers(0, 255, (1754, 1240), dtype=np.uint8))


def picture(crop: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(crop)), formats=("PNG",))


def test_a_cut_is_small_and_always_the_same() -> None:
    assert cut_out(noise(), BOX) == cut_out(noise(), BOX) != cut_out(noise(2), BOX)
    assert 0 < len(base64.b64decode(cut_out(noise(), BOX))) <= limits.CROP_BYTES
    assert picture(cut_out(Image.new("L", (1240, 1754), 200), (0.0, 0.0, 0.1, 0.01))).format == "PNG"
    huge = picture(cut_out(Image.new("L", (1240, 1754), 200), (0.1, 0.1, 0.4, 0.5)))
    assert huge.height == limits.CROP_SIZE[1]


def test_struck_out_year_is_kept_as_a_picture_of_its_place() -> None:
    thai_font()
    page = Image.new("L", (1240, 1754), 255)
    font, draw = ImageFont.truetype(str(FONT), 34), ImageDraw.Draw(page)
    lines = ["รายงานผลการสำรวจความพึงพอใจ", "ประจำปีงบประมาณ พ.ศ. ๒๕๖๕", "องค์การบริหารส่วนตำบลเขาแก้ว"]
    for row, line in enumerate(lines):
        draw.text((110, 120 + 64 * row), line, font=font, fill=20)
    left = 105 + font.getlength("ประจำปีงบประมาณ พ.ศ. ")
    for down in (212, 224):
        draw.line((left, down, left + 110, down - 6), fill=40, width=3)
    (read,) = read_picture(bytes_of(page, "PNG"), ocr=True).pages
    (doubt,) = read.numerals
    assert not doubt.reliable and str(doubt.year) not in read.trusted
    assert abs(doubt.box[0] * 1240 - left) < 120 and abs(doubt.box[1] * 1754 - 190) < 30
    darkest, brightest = picture(doubt.crop).convert("L").getextrema()
    assert darkest < 60 < 200 < brightest


def test_only_words_that_a_year_must_follow_make_a_place_of_an_unread_one() -> None:
    def numerals(words: str) -> list[tuple[int, float]]:
        line = tuple(Piece(letter, 10 + 10 * index, 100, 9, 14) for index, letter in enumerate(words))
        page = PageText(number=1, method="ocr", confidence=0.9, text=words)
        return [(item.year, item.confidence) for item in dated(page, (line,), Image.new("L", (400, 200), 255)).numerals]

    assert numerals("ประจำปีงบประมาณ๒๕๒๕") == [(0, 0.0)]
    assert numerals("จำนวนเงินงบประมาณ๒๕๒๕บาท") == numerals("ประจำปีของเทศบาล") == []


# -- in the reports ---


def _report(*doubts: DoubtfulYear) -> Report:
    verdict = factories.verdict(7, "unknown")
    check = factories.unknown("year_uncertain", required="FY2569", params={"year": "2569"}, doubts=doubts)
    verdicts = [factories.verdict(number) for number in range(1, 27)]
    verdicts[6] = replace(verdict, present=factories.passed(), current=check)
    return build_report(
        factories.snapshot(), factories.ruleset(), verdicts, as_of=date(2026, 4, 1), lang="th", run_id="1", program="x"
    )  # fmt: skip


def _doubt(year: int, confidence: float, text: str = "พ.ศ. ๒๕๒๕") -> DoubtfulYear:
    url = f"{factories.SITE}/scan.pdf"
    return DoubtfulYear(url=url, page=2, year=year, confidence=confidence, text=text, box=BOX, crop="iVBORw0KGgo=")


@pytest.mark.parametrize(
    ("year", "confidence", "said"),
    [(2569, 0.95, "“2569” และค่อนข้างแน่ใจ"), (2569, 0.6, "“2569” แต่ไม่แน่ใจ"), (0, 0.0, "เครื่องอ่านไม่ออก")],
)
def test_reports_show_the_place_and_say_what_was_considered(year: int, confidence: float, said: str) -> None:
    report = _report(_doubt(year, confidence, '"><script>'))
    html = FORMATS["html"][1](report).decode()
    assert 'src="data:image/png;base64,iVBORw0KGgo="' in html and said in html and "<script" not in html
    assert "หน้า 2 (ห่างจากขอบซ้าย 40% ขอบบน 10%)" in html
    (told,) = json.loads(FORMATS["json"][1](report))["verdicts"][6]["current"]["doubts"]
    assert (told["page"], told["box"], told["year"], told["crop"]) == (2, list(BOX), year or None, True)
    (column,) = [field for field in FIELDS if field.label == "col_doubts"]
    assert said in str(column.value(report.cards[6])) and "หน้า 2" in str(column.value(report.cards[6]))


def test_reports_without_doubts_have_no_picture() -> None:
    assert b'figure class="crop"' not in FORMATS["html"][1](_report())
