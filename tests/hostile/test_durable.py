"""Killed at any moment, on a full disk or two at once: nothing stored is lost, and the same command goes on."""

import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.evidence import EvidenceWriter, read_manifest
from tests.crawl.conftest import Opener
from tests.crawl.loopback import Answer, Route, html, redirect
from tests.hostile.watched import tree

KILLS = 30
PAGES = 400
TOPICS = ("แผนพัฒนาท้องถิ่น พ.ศ. 2566-2570", "ข้อมูลการติดต่อ โทร 053-111222 เลขที่ 9 หมู่ 1", "คู่มือประชาชน", "ข่าวประชาสัมพันธ์", "รายงานการประชุม")


def large_site() -> dict[str, Route]:
    """400 pages, among them files, redirects and dead links."""
    routes: dict[str, Route] = {"/": html("<h1>องค์การบริหารส่วนตำบลตัวอย่าง</h1>" + "".join(f"<a href='/p{n}'>เรื่อง {n}</a>" for n in range(8)))}
    for number in range(PAGES):
        links = [f"/p{min(PAGES - 1, number * 3 + step)}" for step in (1, 2, 3)]
        if number % 10 == 0:
            links += [f"/f{number}.pdf", f"/dead{number}", f"/move{number}"]
            routes[f"/f{number}.pdf"] = Answer(b"%PDF-1.4 torn", headers={"Content-Type": "application/pdf"})
            routes[f"/move{number}"] = redirect(f"/p{number}")
        name = "".join("กขคงจฉชซดต"[int(digit)] for digit in str(number))  # no two pages say the same
        words = f"<h1>{TOPICS[number % len(TOPICS)]} บ้าน{name} เรื่องที่ {number}</h1><p>{'เนื้อหา ' * 30}</p>"
        routes[f"/p{number}"] = html(words + "".join(f"<a href='{link}'>อ่าน {link}</a>" for link in links))
    return routes


def command(url: str, *more: object) -> list[str]:
    return [sys.executable, "-m", "crawler.cli", "check", url, "--year", "2569", "--as-of", "2026-04-20", "--max-minutes", "5",
            "--render", "never", "--format", "json", "--output", "report.json", "--quiet", *map(str, more)]  # fmt: skip


def start(folder: Path, url: str, *more: object, limits: Callable[[], None] | None = None) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command(url, *more), cwd=folder, text=True, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
        start_new_session=True, preexec_fn=limits,
    )  # fmt: skip


def kill_all(process: "subprocess.Popen[str]") -> None:
    """SIGKILL for the command and everything that it started, all at once."""
    for number in tree(process.pid):
        try:
            os.kill(number, signal.SIGKILL)
        except ProcessLookupError:
            continue
    process.communicate()


def judged(folder: Path) -> tuple[set[str], list[tuple[str, str, str]]]:
    """The pages that were seen (host aside) and the verdicts."""
    report: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    manifest = read_manifest(next((folder / "evidence").glob("*/manifest.jsonl")).parent)
    pages = {record.url.split("/", 3)[3] for record in manifest.records if record.role == "page" and record.status == 200}
    return pages, [(item["code"], item["status"], item["reason"]) for item in report["verdicts"]]


def test_thirty_kills_change_nothing(serve: Opener, tmp_path: Path) -> None:
    site = serve(large_site())
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    whole.mkdir()
    killed.mkdir()
    assert start(whole, site.url, "--delay", 0).wait(300) == 0
    chance = random.Random(20)
    kills = 0
    for number in range(KILLS):
        process = start(killed, site.url, "--delay", 0.02, *(["--resume"] if number else []))
        folder = killed / "evidence"
        until = time.monotonic() + 20
        while process.poll() is None and time.monotonic() < until and not list(folder.glob("*/manifest.jsonl")):
            time.sleep(0.05)
        time.sleep(chance.uniform(0.0, 2.0))
        kills += process.poll() is None
        kill_all(process)
        for database in killed.glob("oit.db"):
            with sqlite3.connect(database) as opened:
                assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert kills >= KILLS // 2, "the audit was over before it could be killed"
    last = start(killed, site.url, "--delay", 0, "--resume")
    assert last.wait(300) == 0, last.stderr.read() if last.stderr else ""
    (pages, verdicts), (whole_pages, whole_verdicts) = judged(killed), judged(whole)
    assert pages ^ whole_pages == set()
    assert verdicts == whole_verdicts
    warc = next((killed / "evidence").glob("*/pages.warc.gz"))
    with warc.open("rb") as stream:
        assert sum(1 for _ in ArchiveIterator(stream)) > PAGES


@pytest.mark.parametrize("size", [20_000, 150_000, 600_000])
def test_a_disk_that_takes_no_more_is_one_sentence(serve: Opener, tmp_path: Path, size: int) -> None:
    """A limit to the size of files stands in for the full disk: the system refuses to write just the same."""
    site = serve({path: route for path, route in large_site().items() if path in ("/", *(f"/p{n}" for n in range(60)))})

    def limits() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    process = start(tmp_path, site.url, "--delay", 0, limits=limits)
    _, errors = process.communicate(timeout=240)
    assert process.returncode in (0, 1, 2, 3) and "Traceback" not in errors, errors
    if process.returncode:
        assert len([line for line in errors.splitlines() if line.strip()]) <= 3, errors
    again = start(tmp_path, site.url, "--delay", 0)
    _, errors = again.communicate(timeout=240)
    assert again.returncode == 0, errors


def test_a_place_that_cannot_be_written_is_one_sentence(serve: Opener, tmp_path: Path) -> None:
    site = serve({"/": "hello"})
    for option in (["--evidence", "/proc/oit"], ["--db", "/proc/oit.db"], ["--output", "/proc/oit.json"]):
        process = start(tmp_path, site.url, "--delay", 0, *option)
        _, errors = process.communicate(timeout=240)
        assert process.returncode == 2, (option, errors)
        assert "Traceback" not in errors and option[0] in errors, errors
    # Now there is a database, and the first file of the evidence is larger than what the disk still takes.
    process = start(tmp_path, site.url, limits=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)))
    _, errors = process.communicate(timeout=240)
    assert process.returncode == 2 and "nothing more can be written" in errors, errors
    assert "Traceback" not in errors and len(errors.splitlines()) == 1, errors


def test_an_audit_under_way_is_not_gone_on_with_by_another(tmp_path: Path) -> None:
    url = "http://127.0.0.1:1/"
    writer = EvidenceWriter(tmp_path / "evidence" / "one", resume=False)
    writer.start(snapshot_id="one", url=url, scope=["127.0.0.1"], options={}, user_agent="")
    process = start(tmp_path, url, "--resume")
    _, errors = process.communicate(timeout=240)
    assert process.returncode == 2 and "--resume" in errors and "another audit" in errors, errors
    writer.close()


def test_two_audits_into_one_database_at_once(serve: Opener, tmp_path: Path) -> None:
    sites = [serve({"/": f"<h1>อบต.ที่ {number}</h1>"}) for number in range(2)]
    running = [start(tmp_path, site.url, "--delay", 0, "--output", f"{number}.json") for number, site in enumerate(sites)]
    ended = [process.communicate(timeout=240)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0], ended
    with sqlite3.connect(tmp_path / "oit.db") as opened:
        assert opened.execute("SELECT count(*) FROM runs").fetchone() == (2,)
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
