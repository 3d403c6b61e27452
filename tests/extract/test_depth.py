"""Pages by need: the title pages of every scan first, more only of a document that an open item rests on."""

import json
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from audits.requirement import load_ruleset
from audits.verdict import Status, Verdict
from crawler.artifacts import Snapshot
from crawler.evidence import EvidenceWriter
from crawler.extract import limits
from crawler.extract.files import read_file
from crawler.extract.pdf import read_pdf
from crawler.judging import judge
from crawler.snapshot import SnapshotReader
from tests.extract.pdf_files import FONT, NOTICE, scanned_pdf, text_pdf, thai_font

SITE = "http://www.khaokaew.go.th/"
COVER = "รายงานผลการสำรวจความพึงพอใจ\nของผู้รับบริการ องค์การบริหารส่วนตำบลเขาแก้ว\nบทสรุปสำหรับผู้บริหาร"
PROSE = "\n".join([COVER, *["ความสำคัญของการให้บริการสาธารณะแก่ประชาชนในพื้นที่ตำบลเขาแก้ว"] * 10])
TRAVELS = "\n".join(["บันทึกการเดินทางไปศึกษาดูงาน", *["วันแรกออกเดินทางจากสำนักงานด้วยรถตู้ไปยังจังหวัดเชียงรายและพักค้างคืนหนึ่งคืน"] * 10])
RESULTS = "ความพึงพอใจโดยรวม ค่าเฉลี่ย คิดเป็นร้อยละ อยู่ในระดับมากที่สุด\nจำนวนผู้ตอบแบบสอบถามทั้งสิ้น"
PAGE = "บทที่หนึ่ง ความเป็นมาของการให้บริการ\nและขั้นตอนของงานที่ให้บริการ"


def scan(*pages: str) -> bytes:
    """A PDF of pictures, one for each text."""
    thai_font()
    return scanned_pdf(*((_drawn(text), "") for text in pages))


def _drawn(text: str) -> Image.Image:
    picture = Image.new("L", (1240, 1754), 255)
    font = ImageFont.truetype(str(FONT), 34)
    for row, line in enumerate(text.splitlines()):
        ImageDraw.Draw(picture).text((110, 120 + 64 * row), line, font=font, fill=20)
    return picture


@pytest.fixture(scope="module")
def report() -> bytes:
    """A report whose first page is full and whose figures stand on its fifth."""
    return scan(PROSE, PAGE, PAGE, PAGE, RESULTS)


def test_first_reading_ends_with_a_full_title_page(report: bytes) -> None:
    document = read_pdf(report, ocr=True)
    assert [page.number for page in document.pages] == [1]
    assert (document.waiting, document.detail) == (4, "scan (5 pages, 1 recognised)")


def test_a_cover_is_read_on_from() -> None:
    document = read_pdf(scan(COVER, PROSE, PAGE, PAGE), ocr=True)
    assert [page.number for page in document.pages] == [1, 2] and document.waiting == 2


def test_scanned_pages_of_a_text_file_wait(report: bytes) -> None:
    body = scanned_pdf((None, NOTICE), (None, NOTICE), (None, NOTICE), (_drawn(RESULTS), ""))
    first = read_pdf(body, ocr=True)
    assert first.waiting == 1 and all(page.method == "text_layer" for page in first.pages)
    deeper = read_pdf(body, ocr=True, depth=limits.OCR_DEPTHS[0])
    assert deeper.waiting == 0 and deeper.pages[-1].method == "ocr"
    assert read_pdf(text_pdf(NOTICE, "", NOTICE), ocr=True).waiting == 0
    assert read_pdf(report, ocr=False).waiting == 0


def test_depths_are_remembered_apart_and_say_what_a_fresh_reading_says(report: bytes, tmp_path: Path) -> None:
    def read(body: bytes, depth: int, cache: Path | None = tmp_path) -> object:
        return read_file(body, "pdf", "a" * 64, ocr=True, cache=cache, depth=depth)

    deep, backwards = limits.OCR_DEPTHS[0], tmp_path / "backwards"
    first, deeper = read(report, limits.OCR_PAGES), read(report, deep)
    assert len(list(tmp_path.iterdir())) == 2
    assert read(b"", limits.OCR_PAGES) == first != deeper == read(b"", deep)
    assert read(report, deep, backwards) == deeper and read(report, limits.OCR_PAGES, backwards) == first


# -- what is read further, and what comes of it ---


def _folder(place: Path, pages: dict[str, bytes]) -> Path:
    writer = EvidenceWriter(place, resume=False)
    writer.start(snapshot_id="s", url=SITE, scope=["www.khaokaew.go.th"], options={}, user_agent="x")
    for path, body in pages.items():
        kind = "application/pdf" if path.endswith(".pdf") else "text/html; charset=utf-8"
        writer.response(url=SITE + path, role="page", status=200, headers=[], body=body, content_type=kind)
    writer.finish(exhausted=True, reason="frontier_empty", requests=len(pages), rendered=0)
    writer.close()
    return place


def _site(survey: bytes, other: bytes) -> dict[str, bytes]:
    home = """<html><head><title>องค์การบริหารส่วนตำบลเขาแก้ว</title></head><body><h1>องค์การบริหารส่วนตำบลเขาแก้ว</h1>
    <ul><li><a href="/survey.pdf">รายงานผลการสำรวจความพึงพอใจการให้บริการ ประจำปีงบประมาณ พ.ศ. 2565</a></li>
    <li><a href="/travel.pdf">บันทึกการเดินทางไปศึกษาดูงาน</a></li></ul></body></html>"""
    return {"": home.encode(), "survey.pdf": survey, "travel.pdf": other}


def _judged(folder: Path, cache: Path | None) -> tuple[Snapshot, Verdict]:
    ruleset = load_ruleset(2566)
    code = next(item.code for item in ruleset.requirements if item.concept == "satisfaction_survey")
    snapshot, verdicts = judge(SnapshotReader(folder, ocr=True, cache=cache), ruleset, date(2023, 4, 20), {})
    return snapshot, next(verdict for verdict in verdicts if verdict.code == code)


def _read_pages(snapshot: Snapshot, name: str) -> int:
    return next(len(item.pages) for item in snapshot.artifacts if item.url.endswith(name))


@pytest.fixture
def folder(tmp_path: Path, report: bytes) -> Path:
    return _folder(tmp_path / "snapshot", _site(report, scan(TRAVELS, PAGE)))


def test_only_what_an_open_item_rests_on_is_read_further(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    snapshot, verdict = _judged(folder, cache)
    assert verdict.status is Status.PASS and verdict.complete.parts[0].page == 5
    assert (_read_pages(snapshot, "survey.pdf"), _read_pages(snapshot, "travel.pdf")) == (5, 1)
    files = {path.name: json.loads(path.read_text("utf-8")) for path in cache.iterdir()}
    assert sorted(len(item["pages"]) for item in files.values()) == [1, 1, 5]
    assert (snapshot, verdict) == _judged(folder, cache)


def test_a_page_that_was_not_read_is_no_defect(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "OCR_SITE_PAGES", 3)  # fewer than the report needs
    snapshot, verdict = _judged(folder, tmp_path / "cache")
    assert _read_pages(snapshot, "survey.pdf") == 1
    assert (verdict.status, verdict.reason) == (Status.UNKNOWN, "parts_unclear")
