"""The main job on the bundled sample site: report, exit codes, evidence that can be judged again."""

import json
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme
import yaml

from tests.command.little_server import Answer, little_server
from tests.command.run_oit import Told, check, oit
from tests.sample.serve import sample_server

EXPECTED = yaml.safe_load((Path(__file__).parents[1] / "sample" / "expected.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("audit")


@pytest.fixture(scope="module")
def audited(folder: Path) -> Iterator[Told]:
    with sample_server() as url:
        yield check(url, folder)


@pytest.fixture(scope="module")
def snapshot(folder: Path, audited: Told) -> Path:
    return next(path.parent for path in (folder / "evidence").glob("*/manifest.jsonl"))


def test_exit_code_is_zero_whatever_the_verdicts(audited: Told) -> None:
    assert audited.code == 0, audited.err


def test_every_item_has_one_verdict_in_code_order(audited: Told) -> None:
    assert [item["code"] for item in audited.report["verdicts"]] == [f"O{n}" for n in range(1, 27)]


@pytest.mark.parametrize("code", [f"O{n}" for n in range(1, 27)])
def test_sample_site_is_judged_as_its_author_meant(audited: Told, code: str) -> None:
    verdict = next(item for item in audited.report["verdicts"] if item["code"] == code)
    expected = EXPECTED[code]["status"] if "items" not in EXPECTED else EXPECTED["items"][code]["status"]
    assert verdict["status"] in ([expected] if isinstance(expected, str) else expected), json.dumps(
        verdict, ensure_ascii=False, indent=1
    )


def test_every_verdict_explains_itself(audited: Told) -> None:
    for verdict in audited.report["verdicts"]:
        assert verdict["reason"] and verdict["advice"]
        if verdict["status"] == "pass":
            assert verdict["url"] and verdict["present"]["evidence"][0]["quote"]


def test_score_interval_holds_what_the_statuses_say(audited: Told) -> None:
    score, verdicts = audited.report["score"], audited.report["verdicts"]
    assert score["oit"]["low"] <= score["oit"]["high"]
    if not any(item["status"] == "unknown" for item in verdicts):
        assert score["oit"]["low"] == score["oit"]["high"]


def test_reaudit_gives_the_same_verdicts_without_network(
    audited: Told, snapshot: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = oit("reaudit", snapshot, "--format", "json", "--output", "-", "--quiet", cwd=folder)
    assert again.code == 0, again.err
    assert again.report["verdicts"] == audited.report["verdicts"]
    assert again.report["score"] == audited.report["score"]


def test_database_can_be_rebuilt_from_evidence(audited: Told, folder: Path) -> None:
    told = oit("rebuild", "--db", "again.db", "--evidence", "evidence", cwd=folder)
    assert told.code == 0, told.err
    assert (folder / "again.db").stat().st_size > 0
    refused = oit("rebuild", "--db", "again.db", "--evidence", "evidence", cwd=folder)
    assert refused.code == 2 and "again.db" in refused.sentence


def test_all_formats_are_written(audited: Told, snapshot: Path, folder: Path) -> None:
    told = oit("reaudit", snapshot, "--format", "json,html,xlsx,docx,csv,pdf", "--output", "out", "--quiet", cwd=folder)
    assert told.code == 0, told.err
    assert sorted(path.suffix for path in (folder / "out").iterdir()) == [".csv", ".docx", ".html", ".json", ".pdf", ".xlsx"]


def test_robots_txt_is_passed_over_only_by_the_owner_of_a_site(tmp_path: Path) -> None:
    told = oit("check", "http://127.0.0.1:1/", "--ignore-robots", cwd=tmp_path)
    assert told.code == 2 and "--i-own-this-site" in told.sentence
    assert not (tmp_path / "evidence").exists()


def test_fail_on_a_status_that_exists(snapshot: Path, folder: Path) -> None:
    arguments = ("reaudit", snapshot, "--format", "json", "--output", "-", "--quiet", "--fail-on")
    assert oit(*arguments, "missing,outdated", cwd=folder).code == 1


# -- a home page that cannot be had: exit 3, a report, everything unknown ---


def home_cases() -> dict[str, Answer]:
    challenge = "<html><head><title>Just a moment...</title></head><body>Checking your browser before accessing</body></html>"
    return {
        "challenge": Answer(challenge, 403, headers={"Server": "cloudflare"}),
        "pdf": Answer(b"%PDF-1.4\n%%EOF", type="application/pdf"),
        "empty": Answer("<html><body></body></html>"),
        "error": Answer("<html><body>down</body></html>", 500),
    }


@pytest.mark.parametrize("name", home_cases())
def test_home_page_that_cannot_be_had(name: str, tmp_path: Path) -> None:
    with little_server({"/": home_cases()[name]}) as site:
        told = check(site.url, tmp_path, "--render", "never")
    assert told.code == 3, told.err
    assert {item["status"] for item in told.report["verdicts"]} == {"unknown"}
    assert told.report["score"]["oit"] == {"low": 0.0, "high": 100.0}
    assert "Traceback" not in told.err


def test_robots_that_forbid_are_obeyed(tmp_path: Path) -> None:
    robots = Answer("User-agent: *\nDisallow: /\n", type="text/plain")
    with little_server({"/robots.txt": robots, "/": "<html><body><a href=/x>ข้อมูล</a></body></html>"}) as site:
        told = check(site.url, tmp_path)
    assert told.code == 3, told.err
    assert "/" not in site.asked
    assert any(item["kind"] == "robots" for item in told.report["snapshot"]["failures"])


def test_nothing_listens_there(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = check(f"http://127.0.0.1:{port}/", tmp_path)
    assert told.code == 3, told.err
    assert {item["status"] for item in told.report["verdicts"]} == {"unknown"}


def test_host_that_does_not_resolve(tmp_path: Path) -> None:
    told = check("http://no-such-office.invalid/", tmp_path)
    assert told.code == 3, told.err
    assert any(item["kind"] == "dns" for item in told.report["snapshot"]["failures"])
    assert "no-such-office.invalid" in told.sentence


def test_scheme_is_found_out_and_told(tmp_path: Path) -> None:
    page = "<html><head><title>อบต.ทดสอบ</title></head><body><h1>องค์การบริหารส่วนตำบลทดสอบ</h1><a href=/a>ข่าว</a></body></html>"
    with little_server({"/": page}) as site:
        told = oit("check", site.url.removeprefix("http://"), "--delay", 0, "--year", 2569, cwd=tmp_path)
    assert told.code == 0, told.err
    assert f"ใช้ {site.url}" in told.err


# -- wrong usage: exit 2, one sentence, nothing lost ---


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "not a url"], "not a web address"),
        (["check", "ftp://example.go.th/"], "ftp"),
        (["check", "http://127.0.0.1:1/", "--year", "2599"], "2569"),
        (["check", "http://127.0.0.1:1/", "--as-of", "yesterday"], "--as-of"),
        (["check", "http://127.0.0.1:1/", "--format", "odt"], "--format"),
        (["check", "http://127.0.0.1:1/", "--format", "json,html", "--output", "-"], "--output"),
        (["check", "http://127.0.0.1:1/", "--fail-on", "bad"], "--fail-on"),
        (["check", "http://127.0.0.1:1/", "--db", "/no/such/folder/oit.db"], "/no/such/folder"),
        (["check", "http://127.0.0.1:1/", "--declared", "nowhere.csv"], "nowhere.csv"),
        (["check", "http://127.0.0.1:1/", "--render", "sometimes"], "--render"),
        (["reaudit", "nowhere"], "nowhere"),
    ],
)
def test_wrong_usage_is_one_sentence(arguments: list[str], words: str, tmp_path: Path) -> None:
    told = oit(*arguments, cwd=tmp_path)
    assert told.code == 2
    assert words in told.err
    assert "Traceback" not in told.err


def test_corrupt_database_is_never_overwritten(tmp_path: Path) -> None:
    damaged = b"SQLite format 3\x00" + b"\xff" * 5000
    (tmp_path / "oit.db").write_bytes(damaged)
    told = oit("check", "http://127.0.0.1:1/", cwd=tmp_path)
    assert told.code == 2 and "oit.db" in told.err and "Traceback" not in told.err
    assert (tmp_path / "oit.db").read_bytes() == damaged


def test_declared_addresses_are_judged_first(tmp_path: Path) -> None:
    pages = {
        "/": "<html><head><title>อบต.ทุ่งแสง</title></head><body><h1>องค์การบริหารส่วนตำบลทุ่งแสง</h1><a href=/a>ข่าวประชาสัมพันธ์</a></body></html>",
        "/a": "<html><body><h1>ข่าว</h1></body></html>",
    }
    with little_server(pages) as site:
        (tmp_path / "declared.csv").write_text(f"code,url\nO2,{site.url}gone.html\n", encoding="utf-8")
        told = check(site.url, tmp_path, "--declared", "declared.csv")
    verdict = told.report["verdicts"][1]
    assert verdict["declared_url"] == f"{site.url}gone.html"
    assert verdict["status"] == "missing" and verdict["reason"] == "broken_link"
    assert "/gone.html" in site.asked


# -- what was not seen is not missing ---


def test_small_budget_leaves_items_open_instead_of_missing(tmp_path: Path) -> None:
    with sample_server() as url:
        told = check(url, tmp_path, "--max-pages", 6)
    assert told.code == 0, told.err
    assert told.report["snapshot"]["exhausted"] is False
    assert not [item["code"] for item in told.report["verdicts"] if item["status"] == "missing"]
    assert any(item["reason"] == "not_finished" for item in told.report["verdicts"])


def test_scan_without_recognition_is_unknown(audited: Told, snapshot: Path, folder: Path) -> None:
    told = oit("reaudit", snapshot, "--ocr", "never", "--format", "json", "--output", "-", "--quiet", cwd=folder)
    verdict = next(item for item in told.report["verdicts"] if item["code"] == "O20")
    assert verdict["status"] == "unknown"


def test_page_without_a_browser_is_not_called_missing(tmp_path: Path) -> None:
    with sample_server() as url:
        told = check(url, tmp_path, "--render", "never")
    verdict = next(item for item in told.report["verdicts"] if item["code"] == "O18")
    assert verdict["status"] == EXPECTED["items"]["O18"]["without_browser"]


def test_interrupted_audit_goes_on_and_ends_with_the_same_verdicts(audited: Told, tmp_path: Path) -> None:
    options = ["--year", "2569", "--as-of", "2026-04-20", "--format", "json", "--output", "-", "--quiet"]
    with sample_server() as url:
        command = [sys.executable, "-m", "crawler.cli", "check", url, "--delay", "0.3", *options]
        running = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        _wait_for_pages(tmp_path / "evidence", 12)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=240)
        assert running.returncode == 130, err.decode()
        assert "--resume" in err.decode()
        told = check(url, tmp_path, "--resume")
    assert told.code == 0, told.err
    assert len(list((tmp_path / "evidence").glob("*/manifest.jsonl"))) == 1
    assert told.report["snapshot"]["pages"] == audited.report["snapshot"]["pages"]
    statuses = [item["status"] for item in told.report["verdicts"]]
    assert statuses == [item["status"] for item in audited.report["verdicts"]]


def _wait_for_pages(evidence: Path, number: int) -> None:
    """Until a crawl has stored so many answers."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if any(path.read_bytes().count(b'"response"') >= number for path in evidence.glob("*/manifest.jsonl")):
            return
        time.sleep(0.1)
    raise AssertionError("the crawl stored too little")


def test_bad_certificate_is_a_finding_and_no_failure(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    page = "<html><head><meta charset=utf-8><title>อบต.ทุ่งแสง</title></head><body><h1>องค์การบริหารส่วนตำบลทุ่งแสง</h1><a href=/a>ข่าว</a></body></html>"
    (tmp_path / "www" / "index.html").write_text(page, encoding="utf-8")
    with _https_server(tmp_path / "www") as url:
        told = check(url, tmp_path)
    assert told.code == 0, told.err
    assert any(item["kind"].startswith("certificate_") for item in told.report["findings"])


@contextmanager
def _https_server(folder: Path) -> Iterator[str]:
    """A server whose certificate no browser trusts."""

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"https://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def test_declared_address_of_the_right_page_is_where_it_was_found(tmp_path: Path) -> None:
    with sample_server() as url:
        (tmp_path / "itas.csv").write_text(
            f"ข้อ,ลิงก์\nO17,{url}complaint/corruption.html\nO5,{url}about/homestay.html\n", encoding="utf-8"
        )
        told = check(url, tmp_path, "--declared", "itas.csv")
    verdicts = {item["code"]: item for item in told.report["verdicts"]}
    assert (verdicts["O17"]["status"], verdicts["O17"]["found_by"]) == ("pass", "declared")
    assert verdicts["O5"]["declared_url"].endswith("/about/homestay.html")
    assert verdicts["O5"]["found_by"] != "declared"


def test_one_format_takes_a_file_name(snapshot: Path, folder: Path) -> None:
    told = oit("reaudit", snapshot, "--format", "json", "--output", "here/report", "--quiet", cwd=folder)
    assert told.code == 0, told.err
    assert json.loads((folder / "here" / "report").read_text(encoding="utf-8"))["contract"] == 1
