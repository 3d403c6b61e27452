"""Evidence that an office keeps at other services: what is said when it was not seen, and that it counts when it was."""

from typing import Any

import pytest

from audits.verdict import Status, Verdict
from tests.concepts.mini_site import Case, verdicts_of

DRIVE = "https://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQrStUvWxYz/view"
TITLE = "รายงานผลการดำเนินงานประจำปีงบประมาณ พ.ศ. 2568"
OTHERS = ("ประวัติ", "ข่าวประชาสัมพันธ์", "สถานที่ท่องเที่ยว")


def _page(title: str, body: str) -> str:
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"


def _verdict(body: str, pages: dict[str, Any] | None = None, failures: dict[str, Any] | None = None) -> Verdict:
    """Judge the annual report of a site whose page for it holds `body`."""
    menu = "".join(f'<a href="/p{number}">{words}</a>' for number, words in enumerate(OTHERS))
    site: dict[str, Any] = {
        "/": _page("อบต.บ้านดี", f'<nav><a href="/report">รายงานผลการดำเนินงานประจำปี</a>{menu}</nav><p>ยินดีต้อนรับ</p>'),
        "/report": _page("รายงานผลการดำเนินงานประจำปี", body),
        **{f"/p{number}": _page(words, f"<p>เรื่อง{words}ของเรา</p>") for number, words in enumerate(OTHERS)},
        **(pages or {}),
    }
    case = Case("annual_report", "elsewhere", {"pages": site, "failures": failures or {}})
    return next(verdict for verdict in verdicts_of(case) if verdict.code == case.code)


@pytest.mark.parametrize(
    ("link", "failure", "reason"),
    [
        (DRIVE, None, "off_site_file"),
        (DRIVE, ["blocked", "needs_login"], "login_wall"),
        (DRIVE, ["blocked", "interstitial"], "off_site_file"),
        (DRIVE, ["robots", "robots.txt forbids this address"], "off_site_file"),
        (DRIVE, ["timeout", "no complete answer in time"], "fetch_failed"),
        ("https://1drv.ms/b/s!AbcDef", None, "off_site_file"),
        ("https://drive.google.com/drive/folders/1AbCdEfGhIjKlMnOpQrStUvWxYz", None, "off_site_folder"),
        ("https://online.anyflip.com/abcd/efgh/", None, "off_site_flipbook"),
        ("https://sites.google.com/view/bandee/report", None, "off_site_pages"),
        ("https://youtu.be/abcdefg", None, "off_site_video"),
        ("https://lpa.dla.go.th/report/1", None, "off_site_system"),
        ("https://docs.google.com/forms/d/e/1FAIpQLabcdefg/viewform", None, "off_site_form"),
        ("https://www.example.com/report", None, "off_site"),
    ],
)
def test_a_link_elsewhere_is_unknown_in_the_words_of_its_kind(
    link: str, failure: list[str] | None, reason: str
) -> None:
    body = f'<table><tr><td>{TITLE}</td><td><a href="{link}">ดาวน์โหลด</a></td></tr></table>'
    verdict = _verdict(body, failures={link: failure} if failure else None)
    assert (verdict.status, verdict.reason) == (Status.UNKNOWN, reason), verdict.deciding


def test_a_deleted_file_elsewhere_is_a_dead_link() -> None:
    verdict = _verdict(f'<p><a href="{DRIVE}">{TITLE}</a></p>', failures={DRIVE: ["http_error", "HTTP 404"]})
    assert verdict.reason == "broken_link"


@pytest.mark.parametrize("attachment", [f'<iframe src="{DRIVE}"></iframe>', f'<a href="{DRIVE}">ไฟล์แนบ</a>'])
def test_a_page_with_nothing_but_an_unseen_document_is_not_empty(attachment: str) -> None:
    verdict = _verdict(f"<p>{attachment}</p>", failures={DRIVE: ["blocked", "needs_login"]})
    assert (verdict.status, verdict.reason) == (Status.UNKNOWN, "login_wall"), verdict.deciding


def test_a_document_read_elsewhere_counts() -> None:
    text = "\n".join(
        [
            TITLE,
            "องค์การบริหารส่วนตำบลบ้านดี",
            *(
                f"ผลการดำเนินงานโครงการที่ {n} ตามแผนดำเนินงาน งบประมาณ 2568 เบิกจ่าย {n}0,000 บาท ปัญหาอุปสรรค ข้อเสนอแนะ"
                for n in range(1, 9)
            ),
        ]
    )
    document = {"body": text, "type": "text/plain; charset=utf-8"}
    verdict = _verdict(f'<p><a href="{DRIVE}">{TITLE}</a></p>', pages={DRIVE: document})
    assert verdict.present.reason == "found", verdict.deciding
    assert verdict.present.evidence[0].url == DRIVE
