"""What an open verdict names so that a person can settle it."""

from dataclasses import replace
from datetime import date

from audits.run import audit
from audits.verdict import Status
from tests.concepts.mini_site import Case, snapshot_of, verdicts_of
from tests.test_concepts import CASES


def _page(title: str, body: str) -> str:
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"


def test_an_unreadable_document_is_named_with_its_page() -> None:
    case = next(case for case in CASES if (case.concept, case.name) == ("annual_report", "pass_report_of_previous_year"))
    snapshot = snapshot_of(case.content)
    blind = tuple(
        replace(item, readable=False, detail="scan_not_recognised (2 pages)", blocks=(), pages=())
        if item.kind == "file"
        else item
        for item in snapshot.artifacts
    )
    verdicts = audit(replace(snapshot, artifacts=blind), case.ruleset, date(2026, 4, 20))
    open_check = next(item for item in verdicts if item.code == case.code).deciding
    assert (open_check.params["file"], open_check.params["page"]) == ("report68.txt", "1"), open_check


def test_an_unfinished_search_names_what_was_not_opened() -> None:
    pages = {
        "/": _page("อบต.บ้านดี", '<nav><a href="/a">ประวัติ</a><a href="/b">ข่าวสาร</a></nav><p>ยินดีต้อนรับ</p>'),
        "/a": _page("ประวัติ", '<p>เรื่องของเรา</p><a href="/z">แผนพัฒนาท้องถิ่น</a><a href="/y">ตลาดนัด</a>'),
        "/b": _page("ข่าวสาร", "<p>ข่าว</p>"),
    }
    case = Case("strategic_plan", "unfinished", {"pages": pages, "exhausted": False})
    verdicts = {item.concept: item for item in verdicts_of(case)}
    assert verdicts["corruption_risk_assessment"].status is Status.UNKNOWN
    assert verdicts["corruption_risk_assessment"].deciding.params["url"].endswith("/y")
    assert verdicts["strategic_plan"].deciding.params["url"].endswith("/z")
