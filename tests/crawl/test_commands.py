"""The crawl as other programs start it."""

import subprocess
import sys
from pathlib import Path

from crawler.evidence import read_manifest
from tests.crawl.conftest import Opener
from tests.crawl.loopback import ROOT, html, job_file

_SCRAPY = [sys.executable, "-m", "scrapy"]


def test_scrapy_knows_the_spiders_and_runs_them(serve: Opener, tmp_path: Path) -> None:
    listed = subprocess.run([*_SCRAPY, "list"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "generic" in listed.stdout.split()
    site = serve({"/": html("<a href=/a>a</a>"), "/a": "a"})
    folder = tmp_path / "evidence"
    command = [
        *_SCRAPY,
        "crawl",
        "generic",
        "-a",
        f"url={site.url}/",
        "-a",
        f"evidence={folder}",
        "-s",
        "DOWNLOAD_DELAY=0",
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert {item.url for item in read_manifest(folder).records if item.role == "page"} == {
        site.url + "/",
        site.url + "/a",
    }


def test_jobs_that_cannot_be_run_are_refused_in_one_sentence(tmp_path: Path) -> None:
    def refused(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "crawler.crawl_process", *arguments], cwd=ROOT, capture_output=True, text=True
        )
        return done.returncode, done.stderr

    assert refused()[0] == 2
    (tmp_path / "job.json").write_text('{"nonsense": 1}')
    assert refused(str(tmp_path / "job.json"))[0] == 2
    status, words = refused(str(job_file(tmp_path / "evidence", "mailto:nobody")))
    assert status == 2
    assert words.count("\n") == 1
