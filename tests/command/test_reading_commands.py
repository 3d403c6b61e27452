"""`oit read` and `oit cache`, as a user calls them."""

import shutil
from pathlib import Path

import pytest

from tests.command.little_server import Answer, little_server
from tests.command.run_oit import check, oit
from tests.sample.serve import SITE, sample_server

SCAN = SITE / "files" / "2569" / "20251003_143000.pdf"
PLAN = SITE / "files" / "2569" / "o6-plan69.pdf"


def read(source: object, cwd: Path, *more: object) -> dict[str, object]:
    told = oit("read", source, "--format", "json", *more, cwd=cwd)
    assert told.code == 0, told.err
    return told.report


def test_a_pdf_with_text(tmp_path: Path) -> None:
    seen = read(PLAN, tmp_path)
    assert (seen["contract"], seen["kind"], seen["readable"]) == (1, "pdf", True)
    assert seen["pages"][0]["method"] == "text_layer" and "แผน" in seen["pages"][0]["text"]
    years = [year for year in seen["years"] if year["role"] == "fiscal_year"]
    assert years and years[0]["year"] == 2569 and years[0]["confidence"] >= 0.5 and years[0]["page"] == 1


def test_a_scan_tells_years_only_with_doubt(tmp_path: Path) -> None:
    seen = read(SCAN, tmp_path)
    assert seen["readable"] and seen["pages"][0]["method"] == "ocr"
    assert all(year["confidence"] < 0.5 for year in seen["years"] if year["method"] == "ocr")


def test_a_scan_without_recognition_is_there_and_unread(tmp_path: Path) -> None:
    seen = read(SCAN, tmp_path, "--ocr", "never")
    assert not seen["readable"] and seen["detail"].startswith("scan_without_text") and seen["pages"] == []


def test_a_page_in_windows_874(tmp_path: Path) -> None:
    seen = read(SITE / "manual" / "citizen.html", tmp_path)
    assert seen["kind"] == "html" and seen["links"] > 10
    text = seen["pages"][0]["text"]
    assert "ขั้นตอน" in text and text.count(" | ") > 3


def test_text_for_people(tmp_path: Path) -> None:
    words = oit("read", PLAN, cwd=tmp_path).out.decode()
    assert "หน้า 1" in words and "ปีที่พบ" in words and "ใช้ประกอบการตัดสิน" in words
    assert "page 1" in oit("read", PLAN, "--lang", "en", cwd=tmp_path).out.decode()


@pytest.mark.parametrize(
    ("name", "body", "detail"),
    [
        ("empty.pdf", b"", "empty"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<", "damaged"),
        ("nothing.docx", b"PK\x03\x04" + b"\0" * 40, "damaged"),
        ("noise.bin", bytes(range(256)) * 8, "no_reader"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, body: bytes, detail: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(body)
    seen = read(name, tmp_path)
    assert seen["readable"] is False and detail in seen["detail"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    told = oit("read", "nowhere.pdf", cwd=tmp_path)
    assert told.code == 2 and "nowhere.pdf" in told.err and "Traceback" not in told.err


def test_an_address(tmp_path: Path) -> None:
    with little_server({"/": Answer("<title>ก</title><h1>แผนปฏิบัติการ ประจำปีงบประมาณ พ.ศ. ๒๕๖๙</h1><p><a href='/x'>รายละเอียด</a></p>")}) as served:
        seen = read(served.url, tmp_path)
    assert seen["kind"] == "html" and [year["year"] for year in seen["years"]][:1] == [2569] and seen["links"] == 1


def test_the_address_of_a_file(tmp_path: Path) -> None:
    with sample_server() as url:
        seen = read(f"{url}files/2569/o6-plan69.pdf", tmp_path)
    assert seen["kind"] == "pdf" and seen["readable"]


def test_an_address_that_answers_nothing(tmp_path: Path) -> None:
    told = oit("read", "http://127.0.0.1:9/", cwd=tmp_path)
    assert told.code == 3 and "127.0.0.1:9" in told.err and "Traceback" not in told.err


def test_robots_are_obeyed(tmp_path: Path) -> None:
    site = {"/": Answer("<h1>ก</h1>"), "/robots.txt": Answer("User-agent: *\nDisallow: /\n", type="text/plain")}
    with little_server(site) as served:
        told = oit("read", served.url, cwd=tmp_path)
    assert told.code == 3 and "robots" in told.err


def test_the_cache_is_shown_and_pruned(tmp_path: Path) -> None:
    with little_server({"/": Answer("<h1>ก</h1><a href='/f.pdf'>แผน</a>"), "/f.pdf": Answer(PLAN.read_bytes(), type="application/pdf")}) as served:
        assert check(served.url, tmp_path).code == 0
    shown = oit("cache", "--lang", "en", cwd=tmp_path).out.decode()
    assert shown.startswith("1 documents are remembered") and "pdf: 1" in shown and "0 are of no more use" in shown
    snapshot = next(path.parent for path in (tmp_path / "evidence").glob("*/manifest.jsonl"))
    shutil.rmtree(snapshot)
    assert "1 removed" in oit("cache", "--prune", "--lang", "en", cwd=tmp_path).out.decode()
    assert not list((tmp_path / "evidence" / "cache").iterdir())


def test_no_evidence_is_one_sentence(tmp_path: Path) -> None:
    told = oit("cache", cwd=tmp_path)
    assert told.code == 2 and "--evidence" in told.err
