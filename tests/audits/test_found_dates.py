"""What is kept of every date in the evidence of an item: where it stood, how far it is trusted, which one was chosen."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from audits.requirement import load_ruleset
from audits.run import audit
from audits.verdict import FoundDate, Verdict
from crawler.artifacts import Snapshot, Stamp
from crawler.extract.stamps import stamps_of
from tests.concepts.mini_site import snapshot_of

_TITLE = "รายงานผลการดำเนินงาน ประจำปีงบประมาณ พ.ศ. 2568"
_REPORT = f"""{_TITLE}
1. ผลการดำเนินโครงการ ก่อสร้างถนนคอนกรีตหมู่ 3 แล้วเสร็จเมื่อวันที่ 12 มีนาคม 2568
2. ผลการใช้จ่ายงบประมาณ 1,250,000 บาท เบิกจ่ายแล้ว 1,200,000 บาท
3. ปัญหา อุปสรรค และข้อเสนอแนะ งบประมาณล่าช้า
ตามพระราชบัญญัติสภาตำบลและองค์การบริหารส่วนตำบล พ.ศ. 2537
ลงวันที่ 5 พฤศจิกายน 2568"""
_FILE = "/files/20251106_report2568.txt"
_SITE = {
    "pages": {
        "/": '<nav><a href="/report">รายงานผลการดำเนินงานประจำปี</a></nav><main><h1>อบต.ทุ่งแสง</h1><p>ตำบลทุ่งแสง มี 9 หมู่บ้าน</p></main>',
        "/report": f'<main><h1>รายงานผลการดำเนินงานประจำปี</h1><ul><li><a href="{_FILE}">รายงานประจำปีงบประมาณ 2568 (เผยแพร่ 6 พ.ย. 2568)</a></li></ul></main>',
        _FILE: {"body": _REPORT, "type": "text/plain; charset=utf-8"},
    }
}  # fmt: skip
_STAMPS = (
    Stamp(source="metadata", day="2024-02-01", text="CreationDate 2024-02-01"),
    Stamp(source="header", day="2026-04-01", text="Last-Modified …"),
)


def stamped(snapshot: Snapshot, stamps: tuple[Stamp, ...]) -> Snapshot:
    changed = (replace(item, stamps=stamps) if item.url.endswith(_FILE) else item for item in snapshot.artifacts)
    return replace(snapshot, artifacts=tuple(changed))


def judged(stamps: tuple[Stamp, ...] = _STAMPS) -> Verdict:
    verdicts = audit(stamped(snapshot_of(_SITE), stamps), load_ruleset(2569), date(2026, 4, 20))
    return next(item for item in verdicts if item.concept == "annual_report")


def of_the_file(verdict: Verdict, source: str) -> dict[tuple[str, int], FoundDate]:
    found = (item for item in verdict.current.dates if item.url.endswith(_FILE) and item.source == source)
    return {(item.kind, item.year): item for item in found}


def test_every_date_is_kept_with_its_place_and_trust() -> None:
    verdict = judged()
    trusts = {
        (source, *name): item.trust
        for source in ("title", "listing_row", "file_name", "upload", "metadata", "header")
        for name, item in of_the_file(verdict, source).items()
    }
    assert trusts == {
        ("title", "year", 2568): "high", ("title", "day", 2568): "low", ("title", "day", 2569): "low",
        ("title", "law", 2537): "none",
        ("listing_row", "year", 2568): "medium", ("listing_row", "day", 2569): "low",
        ("file_name", "year", 2568): "medium", ("upload", "day", 2569): "none",
        ("metadata", "day", 2567): "none", ("header", "day", 2569): "none",
    }  # fmt: skip


def test_the_choice_is_marked_once_and_is_what_the_check_quotes() -> None:
    verdict = judged()
    (chosen,) = [item for item in verdict.current.dates if item.chosen]
    assert (chosen.kind, chosen.year, chosen.source) == ("year", 2568, "title")
    assert chosen.text == verdict.current.quote


def test_what_programs_stamped_decides_nothing() -> None:
    with_stamps, without = judged(), judged(())
    assert (with_stamps.status, with_stamps.current.quote) == (without.status, without.current.quote)
    assert len(with_stamps.current.dates) == len(without.current.dates) + len(_STAMPS)


def office_file(name: str, text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<w/>")
        archive.writestr(name, text)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("body", "days"),
    [
        (b"%PDF-1.4\n1 0 obj<</CreationDate (D:20251006101112+07'00') /ModDate(D:25681007101112)>>", ["2025-10-06", "2025-10-07"]),
        (b"%PDF-1.7\n<x:xmpmeta><xmp:ModifyDate>2025-11-02T09:00:00</xmp:ModifyDate>", ["2025-11-02"]),
        (office_file("docProps/core.xml", '<a><dcterms:created xsi:type="dcterms:W3CDTF">2024-05-06T01:02:03Z</dcterms:created></a>'), ["2024-05-06"]),
        (office_file("meta.xml", "<a><dc:date>2024-05-07T01:02:03</dc:date></a>"), ["2024-05-07"]),
        (b'<html><head><meta property="article:published_time" content="2025-10-04T01:00"><meta name="x" content="2025-10-09">', ["2025-10-04"]),
        (b"%PDF-1.4 /CreationDate (D:99999999) /ModDate (D:20251332)", []),
        (office_file("docProps/core.xml", "<a>")[:80], []),
    ],
)  # fmt: skip
def test_stamps_are_read_from_the_bytes(body: bytes, days: list[str]) -> None:
    assert [item.day for item in stamps_of(body, "")] == days


def test_the_answers_own_day_is_read_and_nonsense_is_none() -> None:
    assert [item.day for item in stamps_of(b"", "Mon, 06 Oct 2025 01:02:03 GMT")] == ["2025-10-06"]
    assert stamps_of(b"", "yesterday") == stamps_of(b"", "") == ()
