"""Every reason has words in both languages, and words of a website never act as a template."""

import re
from datetime import date
from pathlib import Path

import pytest

import audits
from audits.verdict import Status
from results import wording
from results.periods import day_text, period_text, time_text
from results.plain import is_web, plain, readable_url

LANGS = ("th", "en")
USED = sorted({
    code
    for path in Path(audits.__file__).parent.rglob("*.py")
    for code in re.findall(r'reason="([a-z0-9_]+)"', path.read_text(encoding="utf-8"))
})  # fmt: skip
EXPECTED = (
    "found", "not_found", "not_finished", "broken_link", "link_to_nowhere", "empty_page", "placeholder",
    "unreadable", "fetch_failed", "off_site", "blocked", "wrong_content", "wrong_body", "soft_404", "login_wall",
    "site_unreachable", "all_parts", "part_missing", "parts_unclear", "not_judged", "right_year", "wrong_year",
    "no_year", "year_uncertain", "not_due", "months_missing", "span_covers", "span_ended", "standing",
    "form_download_only", "national_system_only", "general_complaint_only", "not_separate", "no_statistics",
    "one_side_only", "image_only",
)  # fmt: skip


@pytest.mark.parametrize("code", sorted({*USED, *EXPECTED}))
def test_every_reason_has_words(code):
    assert code in wording.known_reasons()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", sorted(wording.known_reasons()))
def test_no_reason_needs_a_value_that_may_be_missing(code, lang):
    text = wording.sentence(code, {"item": "X"}, lang)
    advice = wording.repair(code, Status.MISSING, {"item": "X"}, lang)
    assert text and "$" not in text and "$" not in advice


@pytest.mark.parametrize("lang", LANGS)
def test_an_unknown_reason_gets_a_general_sentence(lang):
    assert "made_up" in wording.sentence("made_up", {}, lang)
    assert wording.repair("made_up", Status.UNKNOWN, {"item": "X"}, lang)


def test_the_richest_sentence_that_can_be_filled_is_chosen():
    assert "ปี 2567" in wording.sentence("wrong_year", {"found": "ปี 2567", "required": "ปี 2569"}, "th")
    assert "ปี 2567" not in wording.sentence("wrong_year", {"found": "ปี 2567"}, "th")


def test_words_of_a_site_are_no_template():
    told = wording.sentence("broken_link", {"label": "$item {0} %s ${detail}", "detail": "HTTP 404"}, "th")
    assert "$item {0} %s ${detail}" in told


@pytest.mark.parametrize("status", Status)
def test_every_status_has_general_advice(status):
    assert "$" not in wording.repair("no_such_reason", status, {"item": "X"}, "th")


def test_every_label_has_both_languages():
    assert wording.labels("th").keys() == wording.labels("en").keys()
    assert all(wording.labels("th").values())
    assert all(wording.labels("en").values())


@pytest.mark.parametrize(
    ("detail", "told"),
    [
        ("scan_without_text (3 pages)", "เอกสารสแกนเป็นภาพ ไม่มีตัวอักษรให้อ่าน (3 หน้า)"),
        ("dns: NXDOMAIN", "หาชื่อเว็บไซต์ไม่พบ (NXDOMAIN)"), ("HTTP 404 Not Found", "HTTP 404 Not Found"), ("", ""),
    ],
)  # fmt: skip
def test_technical_details_are_told_in_thai(detail, told):
    assert wording.detail_text(detail, "th") == told


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ("FY2569", "ปีงบประมาณ พ.ศ. 2569"), ("2566-2570", "พ.ศ. 2566–2570"),
        ("10/2568, 12/2568", "ตุลาคม 2568, ธันวาคม 2568"),
        ("2568-11, 2568-12, 2569-01", "พฤศจิกายน 2568 ถึง มกราคม 2569"), ("2026-02-02", "2 กุมภาพันธ์ 2569"),
        ("something else", "something else"),
    ],
)  # fmt: skip
def test_periods_are_written_out(period, told):
    assert period_text(period, "th") == told


def test_dates_follow_the_language():
    assert day_text(date(2026, 2, 2), "th") == "2 กุมภาพันธ์ 2569"
    assert day_text(date(2026, 2, 2), "en") == "2 February 2026"
    assert time_text("2026-02-02T02:00:00+00:00", "th") == "2 กุมภาพันธ์ 2569 09:00 น."
    assert time_text("soon", "th") == "soon"


def test_what_xml_forbids_and_what_reorders_is_taken_out():
    assert plain("ก\x00ข\u202eค\ufffe\n  ง\ud800") == "ก ข ค ง"
    assert len(plain("ก" * 10_000)) == 400
    assert plain("กำ่" * 300, 50)[-2] not in "\u0e48"


def test_addresses_are_readable_and_only_web_addresses_are_links():
    assert readable_url("https://a.go.th/%E0%B8%82%E0%B9%88") == "https://a.go.th/ข่"
    assert len(readable_url("https://a.go.th/" + "x" * 3000)) <= 110
    assert is_web("https://a.go.th/") and not is_web("javascript:alert(1)") and not is_web(None) and not is_web("http://[")
