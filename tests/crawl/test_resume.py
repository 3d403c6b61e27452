"""A crawl that was killed goes on where it was and ends with the same pages."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.evidence import EvidenceError, follow, read_body, read_manifest
from tests.crawl.conftest import Opener, Runner
from tests.crawl.loopback import Answer, Route, ended, html, job_file, redirect, start


def _many_pages(number: int) -> dict[str, Route]:
    """A site of `number` pages that link at random, with redirects, dead links and files among them."""
    chance = random.Random(7)
    routes: dict[str, Route] = {"/": html("".join(f'<a href="/p{item}">{item}</a>' for item in range(5)))}
    for item in range(number):
        targets = [
            f"/p{min(number - 1, item * 2 + 1)}",
            f"/p{min(number - 1, item * 2 + 2)}",
            f"/p{chance.randrange(number)}",
        ]
        if item % 9 == 0:
            targets += [f"/f{item}.pdf", f"/dead{item}", f"/move{item}"]
            routes[f"/f{item}.pdf"] = Answer(b"%PDF-1.4 " + bytes(chance.randrange(2000)),
                                             headers={"Content-Type": "application/pdf"})  # fmt: skip
            routes[f"/move{item}"] = redirect(f"/moved{item}")
            routes[f"/moved{item}"] = html("moved")
        routes[f"/p{item}"] = html(f"<p>page {item}</p>" + "".join(f'<a href="{target}">x</a>' for target in targets))
    return routes


def test_kills_at_any_moment_lose_nothing(serve: Opener, run: Runner, tmp_path: Path) -> None:
    site = serve(_many_pages(80))
    whole = run(site.url, "whole", delay=0.0)
    folder = tmp_path / "killed"
    chance = random.Random(3)
    process = start(job_file(folder, site.url, delay=0.02))
    for _ in range(3):
        _wait_for(folder, process)
        time.sleep(chance.uniform(0.05, 0.4))
        process.kill()
        process.communicate()
        with (folder / "manifest.jsonl").open("ab") as manifest:
            manifest.write(b'{"event": "resp')
        with (folder / "pages.warc.gz").open("ab") as warc:
            warc.write(b"\x1f\x8b\x08torn")
        process = start(job_file(folder, site.url, delay=0.02, resume=True))
    again = ended(process, folder)
    assert again.status == 0, again.errors
    assert again.paths() == whole.paths()
    assert {item.url for item in again.manifest.failures} == {item.url for item in whole.manifest.failures}
    assert again.finish["exhausted"] is True
    for record in again.manifest.records:
        read_body(folder, record)
    with (folder / "pages.warc.gz").open("rb") as warc:
        assert sum(1 for _ in ArchiveIterator(warc)) == len(again.manifest.records) + 1
    urls = [item.url for item in again.manifest.records if item.role == "page"]
    assert len(urls) == len(set(urls))


def _wait_for(folder: Path, process: subprocess.Popen[str]) -> None:
    for _ in range(6000):
        if (folder / "manifest.jsonl").exists() and b"p1" in (folder / "manifest.jsonl").read_bytes():
            return
        assert process.poll() is None
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_crawl_ends_its_evidence_and_can_go_on(
    serve: Opener, run: Runner, tmp_path: Path, number: signal.Signals
) -> None:
    site = serve(_many_pages(30))
    folder = tmp_path / "snapshot"
    process = start(job_file(folder, site.url, delay=0.1))
    _wait_for(folder, process)
    process.send_signal(number)
    done = ended(process, folder)
    assert done.status == 130
    assert done.finish["reason"] == "interrupted"
    assert done.finish["exhausted"] is False
    resumed = run(site.url, resume=True)
    assert resumed.finish["reason"] == "frontier_empty"
    assert resumed.paths() == run(site.url, "whole").paths()


def test_failures_of_a_passing_kind_are_tried_again(serve: Opener, run: Runner) -> None:
    site = serve(
        {"/": html('<a href="/a">a</a><a href="/b">b</a>'), "/a": Answer("x", status=500), "/b": Answer("", 404)}
    )
    assert run(site.url).failure(site.url + "/a")[1] == "HTTP 500"
    site.routes["/a"] = site.routes["/b"] = "there now"
    again = run(site.url, resume=True)
    assert again.paths() == {"/", "/a"}
    assert site.count("/") == site.count("/b") == 1


def test_a_snapshot_is_not_overwritten_and_nothing_else_is_taken_for_one(
    serve: Opener, run: Runner, tmp_path: Path
) -> None:
    site = serve({"/": "hello"})
    run(site.url)
    second = run(site.url)
    assert second.status == 1
    assert "already holds a snapshot" in second.errors
    with pytest.raises(EvidenceError, match="not a snapshot folder"):
        read_manifest(tmp_path)
    assert "not a snapshot folder" in run(site.url, "other", resume=True).errors


def test_records_can_be_followed_while_they_are_written(serve: Opener, tmp_path: Path) -> None:
    site = serve(_many_pages(20))
    folder = tmp_path / "snapshot"
    process = start(job_file(folder, site.url, delay=0.02))
    seen, early = [], 0
    for record in follow(folder, lambda: process.poll() is None):
        seen.append(record)
        early += process.poll() is None
        assert read_body(folder, record) is not None
    done = ended(process, folder)
    assert tuple(seen) == done.manifest.records
    assert early > 5


def test_the_crawl_ends_with_the_process_that_started_it(serve: Opener, tmp_path: Path) -> None:
    site = serve(_many_pages(60))
    folder = tmp_path / "snapshot"
    job = job_file(folder, site.url, delay=0.2)
    code = f"import subprocess,sys,time\np=subprocess.Popen([sys.executable,'-m','crawler.crawl_process',{str(job)!r}])\n" \
           "print(p.pid,flush=True)\ntime.sleep(60)"  # fmt: skip
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True,
                              cwd=Path(__file__).parents[2])  # fmt: skip
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    _wait_for(folder, parent)
    parent.kill()
    parent.wait()
    for _ in range(60):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            break
        time.sleep(0.1)
        if Path(f"/proc/{child}/stat").exists() and " Z " in Path(f"/proc/{child}/stat").read_text():
            break
    else:
        pytest.fail("the crawl outlived its parent")
    parent.stdout.close()
