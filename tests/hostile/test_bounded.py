"""Whatever a site does, its audit ends within its budget, takes bounded memory and disk, and judges the rest rightly."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from crawler.artifacts import NOT_RENDERED
from tests.hostile import bodies
from tests.hostile.promises import PROMISES
from tests.hostile.server import CASES, hostile_site
from tests.hostile.watched import Watched, watched
from tests.sample.serve import SITE

EXPECTED: dict[str, Any] = yaml.safe_load((SITE.parent / "expected.yaml").read_text(encoding="utf-8"))["items"]
SCRIPTED = ("refresh", "spinning", "eating", "dialogs", "popups", "downloads", "multiplying", "wandering", "bombing",
            "painting")  # fmt: skip
PLAIN = tuple(name for name in CASES if name not in SCRIPTED)
MEGA = 1_000_000
# What each case must be recorded as: (start of the address below /h/, kinds).
KINDS = (
    ("loop", {"http_error"}), ("pingpong", {"http_error"}), ("chain/", {"http_error"}), ("gzipped", {"too_large", "timeout"}),
    ("brotlied", {"too_large", "timeout"}), ("long", {"too_large"}), ("never", {"timeout", "too_large"}), ("drip", {"timeout"}),
    ("silent", {"timeout"}), ("no_http", {"http_error", "timeout"}), ("bad_location", {"http_error"}), ("not_gzip", {"http_error"}),
    ("status_999", {"http_error"}), ("files/bomb.zip", {"unreadable"}), ("files/nested.zip", {"unreadable"}),
    ("files/bomb.pdf", {"unreadable", "too_large"}), ("files/pages.pdf", {"unreadable"}),
    ("files/laughs.docx", {"unreadable"}), ("files/torn.pdf", {"unreadable"}), ("files/torn.xlsx", {"unreadable"}),
)  # fmt: skip


def audit(folder: Path, names: tuple[str, ...], render: str) -> Watched:
    for body in (bodies.gzip_bomb, bodies.brotli_bomb, bodies.zip_bomb, bodies.pdf_bomb, bodies.huge_picture):
        body()  # made before the clock of the answers runs
    with hostile_site(*names) as house:
        done = watched(
            "check", house.url, "--year", 2569, "--as-of", "2026-04-20", "--delay", 0, "--max-minutes", 3, "--render", render,
            "--format", "json", "--output", "-", "--quiet", cwd=folder, seconds=300,
        )  # fmt: skip
        assert {path.split("/")[2].partition("?")[0] for path in house.asked} >= set(names)
    return done


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def plain(folder: Path) -> Iterator[Watched]:
    yield audit(folder, PLAIN, "never")


@pytest.fixture(scope="module")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    yield audit(tmp_path_factory.mktemp("scripted"), SCRIPTED, "auto")


def test_every_case_has_its_promise() -> None:
    assert set(PROMISES) == set(CASES) - {"none"}


def on_disk(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_the_audit_ends_with_every_failure_named(plain: Watched) -> None:
    assert plain.code == 0, plain.err
    failures = {item["url"].split("/h/", 1)[1]: item["kind"] for item in plain.report["snapshot"]["failures"] if "/h/" in item["url"]}
    for start, kinds in KINDS:
        told = {kind for address, kind in failures.items() if address.startswith(start)}
        assert told and told <= kinds, (start, told)


def test_what_the_office_publishes_is_judged_as_if_nothing_had_happened(plain: Watched) -> None:
    """`missing` may become `unknown`, because such a site cannot be searched to its end; nothing else may change."""
    for verdict in plain.report["verdicts"]:
        expected = EXPECTED[verdict["code"]]
        rightly = expected.get("without_browser", expected["status"])
        allowed = set(rightly) if isinstance(rightly, list) else {rightly}
        assert verdict["status"] in allowed | ({"unknown"} if "missing" in allowed else set()), verdict["code"]


def test_memory_and_disk_stay_within_bounds(plain: Watched, folder: Path) -> None:
    assert plain.peak < 500 * MEGA, f"{plain.peak / MEGA:.0f} MB"
    assert on_disk(folder) < 60 * MEGA


def test_nothing_is_written_where_the_site_wants_it(plain: Watched, folder: Path) -> None:
    assert not Path("/tmp/oit-slipped.txt").exists() and not Path("/tmp/oit-slipped").exists()
    assert {path.name for path in folder.iterdir()} <= {"evidence", "oit.db", "oit.db-wal", "oit.db-shm"}


def test_pages_that_misbehave_in_the_browser_cost_themselves_only(scripted: Watched) -> None:
    assert scripted.code == 0, scripted.err
    seen = scripted.report["snapshot"]
    assert seen["rendered"] >= 3
    lost = {item["url"].split("/h/", 1)[1]: item["kind"] for item in seen["failures"] if item["detail"] == NOT_RENDERED}
    assert lost.get("spinning") == "timeout", lost  # what could not be shown was not looked at, and is told as that
    assert not seen["exhausted"]
    for verdict in scripted.report["verdicts"]:
        expected = EXPECTED[verdict["code"]]["status"]
        allowed = set(expected) if isinstance(expected, list) else {expected}
        assert verdict["status"] in allowed | ({"unknown"} if "missing" in allowed else set()), verdict["code"]


def test_memory_with_a_browser_stays_below_a_gigabyte(scripted: Watched) -> None:
    assert scripted.peak < 1000 * MEGA, f"{scripted.peak / MEGA:.0f} MB"
