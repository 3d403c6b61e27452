"""Small sites as the platforms of Thai offices build them: the generic spider must lose nothing on them, and the report
must name the platform. Written from what public sites of each platform show; every office in them is invented."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from audits.site import Site
from audits.site_findings import platform_of
from crawler.snapshot import read_snapshot
from tests.crawl.conftest import Opener, Runner
from tests.crawl.loopback import Answer, Crawl, html

FOLDER = Path(__file__).parent / "generic"
PLATFORMS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
_PDF = Answer(b"%PDF-1.4 small", headers={"Content-Type": "application/pdf"})


def _told(name: str) -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return told


def _crawled(name: str, serve: Opener, run: Runner) -> tuple[dict[str, Any], Crawl]:
    told = _told(name)
    site = serve(dict.fromkeys(told["files"], _PDF))
    site.routes |= {path: html(body.replace("SITE", site.url)) for path, body in told["pages"].items()}
    done = run(site.url)
    assert done.status == 0, done.errors
    return told, done


@pytest.mark.parametrize("name", PLATFORMS)
def test_nothing_is_lost_and_the_platform_is_named(name: str, serve: Opener, run: Runner) -> None:
    told, done = _crawled(name, serve, run)
    assert set(told["pages"]) | set(told["files"]) <= done.paths()
    assert done.finish["exhausted"] is told.get("exhausted", True)
    failed = {item.url for item in done.manifest.failures}
    assert not failed, failed
    assert platform_of(Site(read_snapshot(done.folder, ocr=False))) == told["platform"]
