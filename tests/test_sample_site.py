"""The sample site is what its expectations say: pages, links, encodings, files."""

import subprocess
from collections.abc import Iterator
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen

import openpyxl
import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from tests.sample.serve import SITE, sample_server

EXPECTED = yaml.safe_load((SITE.parent / "expected.yaml").read_text(encoding="utf-8"))
SPECIAL = EXPECTED["special_pages"]
SOFT_404 = "ไม่พบหน้าที่ต้องการ"
STATUSES = {"pass", "incomplete", "outdated", "missing", "unknown"}


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with sample_server() as url:
        yield url


def fetch(url: str) -> tuple[int, str, bytes]:
    try:
        with urlopen(quote(url, safe=":/?=&%"), timeout=10) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()
    except OSError as error:
        return getattr(error, "code", 0), "", b""


def crawl(base: str) -> dict[str, tuple[int, str, bytes]]:
    """Every internal address reachable from the home page, with its answer."""
    seen: dict[str, tuple[int, str, bytes]] = {}
    waiting = [base]
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen[url] = fetch(url)
        if seen[url][1].startswith("text/html"):
            nodes = LexborHTMLParser(seen[url][2]).css("[href], [src]")
            links = [node.attributes.get("href") or node.attributes.get("src") or "" for node in nodes]
            waiting += [link for text in links if (link := urldefrag(urljoin(url, text))[0]).startswith(base)]
    return seen


@pytest.fixture(scope="module")
def answers(base: str) -> dict[str, tuple[int, str, bytes]]:
    return {unquote(urlsplit(url).path): answer for url, answer in crawl(base).items()}


def pdfs() -> list[str]:
    return sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.pdf"))


def pdf_text(path: str) -> str:
    return subprocess.run(["pdftotext", str(SITE / path), "-"], capture_output=True, text=True, check=True).stdout


def test_expectations_cover_every_item():
    assert list(EXPECTED["items"]) == [f"O{number}" for number in range(1, 27)]
    for item in EXPECTED["items"].values():
        status = item["status"] if isinstance(item["status"], list) else [item["status"]]
        assert set(status) <= STATUSES
        assert item["why"]


def test_pages_named_in_expectations_exist():
    for item in EXPECTED["items"].values():
        assert item["page"] is None or (SITE / item["page"].lstrip("/")).is_file()


def test_enough_pages(answers):
    pages = [path for path, (_, kind, body) in answers.items() if kind.startswith("text/html")]
    assert 45 <= len(pages) <= 65


def test_only_the_deliberate_links_are_dead(answers):
    gone = {path for path, (status, _, _) in answers.items() if status != 200}
    soft = {path for path, (_, kind, body) in answers.items() if kind.startswith("text/html") and SOFT_404.encode() in body}
    assert gone == {link["url"] for link in EXPECTED["dead_links"] if link["answer"] == 404}
    assert soft == {link["url"] for link in EXPECTED["dead_links"] if link["answer"] == "soft_404"}


def test_every_file_of_the_site_is_linked(answers):
    unlinked = {f"/{path.relative_to(SITE).as_posix()}" for path in SITE.rglob("*") if path.is_file()} - set(answers)
    # robots.txt is never linked; the data file is fetched by script, the background by the style sheet.
    assert unlinked == {"/robots.txt", "/data/complaints-2568.json", "/images/bg.png", "/images/doc.png"}


def test_old_thai_page_says_its_encoding_only_in_markup(answers):
    _, kind, body = answers[SPECIAL["windows_874"]]
    assert kind == "text/html"
    assert b'charset="windows-874"' in body
    assert b"\x93" in body
    assert "ค่าธรรมเนียม" in body.decode("cp874")
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_other_pages_are_utf8(answers):
    for path, (_, kind, body) in answers.items():
        if kind.startswith("text/html") and path != SPECIAL["windows_874"]:
            assert kind == "text/html; charset=utf-8"
            body.decode("utf-8")


def test_script_built_page_is_empty_without_its_script(base, answers):
    text = answers[SPECIAL["built_by_script"]][2].decode()
    assert "กำลังโหลดข้อมูล..." in text
    assert "ไม่พบการกระทำผิด" not in text
    assert "ไม่พบการกระทำผิด" in fetch(base + "data/complaints-2568.json")[2].decode()


def test_scan_has_no_text_layer():
    assert pdf_text(SPECIAL["scanned"].lstrip("/")).strip() == ""


@pytest.mark.parametrize("path", [path for path in pdfs() if f"/{path}" != SPECIAL["scanned"]])
def test_text_files_keep_sara_am(path):
    assert "ำ" in pdf_text(path)


def test_six_monthly_sheets():
    names = sorted(path.name for path in SITE.rglob("skr1-*.xlsx"))
    assert len(names) == 6
    sheet = openpyxl.load_workbook(SITE / "files/2569" / names[0]).active
    assert sheet["A1"].value == "สรุปผลการดำเนินการจัดซื้อจัดจ้างในรอบเดือนมกราคม 2569"
    assert sheet["B6"].value


def test_site_map_names_the_serving_address(base):
    assert f"Sitemap: {base}sitemap.xml" in fetch(base + "robots.txt")[2].decode()
    assert fetch(base + "sitemap.xml")[2].decode().count(f"<loc>{base}") >= 40


def test_unknown_address_is_a_soft_404(base):
    status, _, body = fetch(base + "no/such/page-7f3a")
    assert status == 200
    assert SOFT_404 in body.decode()


def test_nothing_outside_the_site_is_served(base):
    assert SOFT_404 in fetch(base + "..%2f..%2fexpected.yaml")[2].decode()


def test_site_is_small():
    assert sum(path.stat().st_size for path in SITE.rglob("*") if path.is_file()) < 3_000_000
