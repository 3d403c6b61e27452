"""The report model and the JSON contract."""

import io
import json
from datetime import date

import pytest
from openpyxl import load_workbook

from audits.assessment import Calendar
from audits.verdict import Status
from results.formats import FORMATS, csv_report, gap_workbook, json_report
from results.gap_list import gap_list
from results.plain import curled
from results.report_builder import build_report
from tests.results import factories as make

DAY = date(2026, 2, 2)


def report(verdicts=None, *, lang="th", rules=None, **snapshot):
    found = verdicts or make.verdicts()
    return build_report(
        make.snapshot(**snapshot), rules or make.ruleset(), found, as_of=DAY, lang=lang, run_id="7", program="oit 0"
    )  # fmt: skip


def only(kind, **more):
    """A report whose first item is of this kind and all others pass."""
    return report((make.verdict(1, kind, **more), *(make.verdict(number) for number in range(2, 27))))


def test_gaps_are_sorted_by_what_they_are_worth():
    gaps = report().gaps
    assert [gap.ita_points for gap in gaps] == sorted((gap.ita_points for gap in gaps), reverse=True)
    assert gaps[0].code == "O21"
    same = [gap.code for gap in gaps if gap.ita_points == 1.0]
    assert same == sorted(same, key=lambda code: int(code[1:]))
    assert all(gap.status is not Status.PASS for gap in gaps)


def test_the_evidence_of_a_gap_is_opened_by_a_click():
    told = report()
    sheet = load_workbook(io.BytesIO(gap_workbook.render(gap_list(told)))).worksheets[0]
    column = [cell.value for cell in sheet[2]].index(told.text["col_url"])
    cells = [sheet.cell(row, column + 1) for row in range(3, 3 + len(told.gaps))]
    links = {cell.value: cell.hyperlink.target for cell in cells if cell.hyperlink}
    assert links and links == {gap.url: gap.url for gap in told.gaps if gap.url}


def test_the_counts_cover_every_status():
    counts = {entry.status: entry.count for entry in report().counts}
    assert set(counts) == set(Status)
    assert sum(counts.values()) == 26


def test_advice_names_repair_owner_and_place():
    card = only("incomplete").cards[0]
    assert "เพิ่มหมายเลขโทรศัพท์ของแต่ละคน" in card.advice
    assert "สำนักปลัด" in card.advice
    assert "เมนู ITA/OIT" in card.advice


def test_places_are_told_with_printed_quotation_marks():
    assert curled('เมนู "บุคลากร" หรือ "ข้อมูลพื้นฐาน" ขนาด 5"') == 'เมนู “บุคลากร” หรือ “ข้อมูลพื้นฐาน” ขนาด 5"'


def test_a_pass_is_kept_as_it_is():
    assert report().cards[1].advice.startswith("คงไว้")


def test_a_rule_of_low_confidence_is_softened():
    assert "ควรตรวจกับคู่มือ" in only("missing", rule_confidence="low").cards[0].advice
    assert "ควรตรวจกับคู่มือ" not in only("missing", rule_confidence="high").cards[0].advice


def test_an_outdated_item_that_is_also_incomplete_says_both():
    card = only("outdated").cards[0]
    assert "ปีงบประมาณ พ.ศ. 2569" in card.repair
    assert "นอกจากนี้ เพิ่มแผนผัง" in card.repair


def test_a_broken_link_quotes_the_link():
    card = only("broken").cards[0]
    assert card.quotes[0].kind == "link"
    assert card.title in card.sentence


@pytest.mark.parametrize(
    ("last", "days", "words"),
    [
        ("2026-02-05", 3, "เหลือเวลา"), ("2026-02-02", 0, "วันสุดท้าย"), ("2026-01-31", -2, "พ้นวันสุดท้าย"),
        (None, None, "ยังไม่ยืนยัน"),
    ],
)  # fmt: skip
def test_days_to_the_deadline(last, days, words):
    entry = {"to": last, "confidence": "high", "sources": ("made-up",)}
    calendar = Calendar.model_validate({"entry": entry if last else None, "note": {"th": "หมายเหตุ", "en": "Note"}})
    deadline = report(rules=make.ruleset(calendar)).deadline
    assert deadline.days == days
    assert words in deadline.sentence


def test_a_site_without_home_page_is_said_at_the_top():
    finding = report(home_ok=False, home_problem="dns: NXDOMAIN").findings[0]
    assert finding.kind == "home_failed"
    assert "หาชื่อเว็บไซต์ไม่พบ" in finding.detail


def test_an_unfinished_search_is_said_at_the_top():
    assert report(exhausted=False, stopped_because="max_pages").findings[0].kind == "not_exhausted"


def test_failures_are_grouped_by_kind():
    groups = report().failures
    assert [(group.kind, len(group.failures)) for group in groups] == [("http_error", 2), ("off_site", 1)]


def test_the_depth_is_told_honestly():
    method = report().method
    assert set(method.full) | set(method.general) == {f"O{number}" for number in range(1, 27)}
    assert not set(method.full) & set(method.general)
    assert any("O3" in sentence for sentence in method.sentences)


def test_json_follows_the_contract():
    document = json.loads(json_report.render(report()))
    assert document["contract"] == 1
    assert document["fiscal_year"] == 2569
    assert document["as_of"] == "2026-02-02"
    assert set(document["agency"]) == {"name", "kind", "url"}
    seen = document["snapshot"]
    assert (seen["pages"], seen["files"], seen["rendered"], seen["ocr_pages"], seen["requests"]) == (2, 2, 1, 2, 212)
    assert {"id", "started_at", "finished_at", "exhausted"} <= set(seen)
    assert set(seen["failures"][0]) == {"url", "kind", "detail"}
    assert set(document["score"]) == {"oit", "indicators", "sub_indicators"}
    assert set(document["score"]["indicators"]) == {"9", "10"}
    assert set(document["score"]["sub_indicators"]) == set(make.SIZES)
    assert set(document["score"]["oit"]) == {"low", "high"}


def test_json_verdicts_follow_the_contract():
    verdicts = json.loads(json_report.render(report()))["verdicts"]
    assert [item["code"] for item in verdicts] == [f"O{number}" for number in range(1, 27)]
    keys = {
        "code", "concept", "title", "status", "reason", "url", "declared_url", "found_by", "confidence", "present",
        "complete", "current", "advice", "depth", "rule_confidence", "searched", "sentence",
    }  # fmt: skip
    for item in verdicts:
        assert keys <= set(item)
        assert {"outcome", "reason", "evidence"} <= set(item["present"])
        assert {"outcome", "reason", "parts"} <= set(item["complete"])
        assert {"outcome", "reason", "required", "found", "quote"} <= set(item["current"])
    outdated = verdicts[2]
    assert (outdated["status"], outdated["current"]["found"]) == ("outdated", ["FY2567"])
    assert outdated["complete"]["parts"][1]["found"] is None
    assert set(outdated["present"]["evidence"][0]) >= {"url", "quote", "kind", "sha256"}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_format_is_written_in_both_languages(name, lang):
    assert len(FORMATS[name].render(report(lang=lang))) > 1000


@pytest.mark.parametrize("name", ["json", "html", "xlsx", "docx", "csv"])
def test_the_same_report_gives_the_same_bytes(name):
    assert FORMATS[name].render(report()) == FORMATS[name].render(report())


def test_english_reports_are_english_but_for_the_site():
    document = report(lang="en")
    thai = [text for text in document.text.values() if any("\u0e00" <= letter <= "\u0e7f" for letter in text)]
    assert thai == []


def test_csv_opens_as_thai_in_a_spreadsheet():
    body = csv_report.render(report())
    assert body.startswith(b"\xef\xbb\xbf")
    lines = body.decode("utf-8-sig").split("\r\n")
    assert len(lines) == 28
    assert lines[0].startswith("ข้อ,รายการ")
