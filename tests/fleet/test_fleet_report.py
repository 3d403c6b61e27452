"""What a supervisor reads, opened with the programs that supervisors have."""

import csv
import io
import json
import re
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect, sync_playwright

from audits.requirement import load_ruleset
from audits.verdict import Status
from benchmarks.fleet_report import fill
from results.fleet_figures import Marks
from results.fleet_groups import groups
from results.fleet_ledger import fleet_runs
from results.fleet_report import FleetReport, fleet_report
from results.formats import fleet_csv, fleet_data, fleet_html, fleet_xlsx
from results.scoring import rounded, score_of, standing_of
from results.store import Store, open_store

HOSTILE = "=cmd()</td><script>document.title='hacked'</script>{{ 7*7 }}"
BODIES = 60
WIDTH = """cell => { const range = document.createRange(); range.selectNodeContents(cell);
  return range.getBoundingClientRect().width }"""


def made(store: Store, number: int = -1) -> FleetReport:
    run = fleet_runs(store)[number]
    return fleet_report(store, run, load_ruleset(2569), lang="th", program="oit-audit", list_sha256="f" * 64)


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    with open_store(folder / "oit.db") as store:
        fill(store, BODIES, name=HOSTILE)
    return folder / "oit.db"


def test_figures_agree_with_the_verdicts(fleet: Path) -> None:
    with open_store(fleet) as store:
        report = made(store)
        rows = store.rows(
            "SELECT code, status, count(*) AS n FROM verdicts WHERE run > ? GROUP BY code, status", [BODIES]
        )
    counted = Counter({(row["code"], row["status"]): row["n"] for row in rows})
    for item in report.items:
        tally = item.tally
        assert tally.passed == counted[item.code, "pass"] and tally.unknown == counted[item.code, "unknown"]
        assert tally.missing == counted[item.code, "missing"] and tally.all == BODIES
    shares = [item.tally.share for item in report.worst]
    assert shares == sorted(shares)
    assert (
        sum(report.histogram) + len(report.unseen) == BODIES == sum(len(each.part.lines) for each in report.provinces)
    )


def test_scores_are_those_of_a_single_report(fleet: Path) -> None:
    with open_store(fleet) as store:
        line = made(store).lines[0]
        assert line.site.run is not None
        rules = load_ruleset(2569)
        statuses = {
            row["code"]: row["status"] for row in store.rows("SELECT * FROM verdicts WHERE run = ?", [line.site.run])
        }
    whole = score_of({code: standing_of(Status(status)) for code, status in statuses.items()}, rules)
    assert (line.low, line.high) == (rounded(whole.oit.low), rounded(whole.oit.high))


def test_what_could_not_be_looked_at_is_not_missing(fleet: Path) -> None:
    with open_store(fleet) as store:
        marks = Marks(load_ruleset(2569))
        sites = [line.site for line in made(store).lines][:1]
        (line,) = marks.lines(store, 2, [replace(sites[0], run=None)])
    assert (line.low, line.high, line.looked_at) == (0.0, 100.0, False)


def test_progress_counts_what_moved(fleet: Path) -> None:
    with open_store(fleet) as store:
        report, before = made(store), made(store, 0)
    assert before.progress is None and report.progress is not None
    assert (report.progress.bodies, report.progress.only_now, report.progress.only_before) == (BODIES, 0, 0)
    old = {line.site.body: line.marks for line in before.lines}
    mended = sum(old[line.site.body][0] in "iom" and line.marks[0] == "p" for line in report.lines)
    assert report.progress.items[0].mended == mended > 0


def test_the_workbook_opens_and_holds_words_as_words(fleet: Path) -> None:
    with open_store(fleet) as store:
        report = made(store)
    body = fleet_xlsx.render(report)
    assert body == fleet_xlsx.render(report), "the same run gives the same bytes"
    book = openpyxl.load_workbook(io.BytesIO(body))
    sheet = book["รายหน่วยงาน"]
    assert sheet.max_row == BODIES + 1 and sheet.max_column == 10 + len(report.items)
    assert [sheet.cell(2, 1).value, sheet.cell(2, 1).data_type] == [HOSTILE, "s"]
    assert all(cell.data_type != "f" for each in book for row in each.iter_rows() for cell in row)
    assert book["รายข้อ"].cell(2, 1).value == report.worst[0].code


def test_the_table_for_programs(fleet: Path) -> None:
    with open_store(fleet) as store:
        report = made(store)
    rows = list(csv.reader(io.StringIO(fleet_csv.render(report).decode("utf-8-sig"))))
    assert len(rows) == BODIES + 1 and rows[1][0] == "'" + HOSTILE
    assert set(rows[1][10:]) <= {"pass", "incomplete", "outdated", "missing", "unknown"}


def test_the_page_in_a_browser(fleet: Path, tmp_path: Path) -> None:
    with open_store(fleet) as store:
        report = made(store)
    page = tmp_path / "fleet.html"
    page.write_bytes(fleet_html.render(report))
    assert fleet_html.render(report) == page.read_bytes()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page()
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(page.as_uri())
        assert "hacked" not in tab.title() and "2569" in tab.title()
        assert asked == [page.as_uri()] or all(url.startswith(("file:", "data:")) for url in asked)
        assert tab.locator("td.m").count() == BODIES
        first = tab.locator("td.m").first
        first.scroll_into_view_if_needed()  # what is far away is not laid out, so that the page opens at once
        expect(first).to_have_text(re.compile(rf"^\S{{{len(report.items)}}}$"), use_inner_text=True, timeout=30_000)
        assert tab.locator("script").count() == 0
        assert "{{ 7*7 }}" in tab.content() and "49" not in (tab.locator("td.who").first.inner_text())
        heads = tab.locator("th.codes").first
        assert len(heads.inner_text().splitlines()[0]) == len(report.items)
        assert abs(first.evaluate(WIDTH) - heads.evaluate(WIDTH)) < 2, "signs stand below their codes"
        browser.close()


def test_open_data_is_what_its_description_says(fleet: Path, tmp_path: Path) -> None:
    with open_store(fleet) as store:
        report = made(store)
        fleet_data.write(report, store, tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert package["version"] == date(2026, 4, 20).isoformat()
    for resource in package["resources"]:
        body = (tmp_path / resource["path"]).read_bytes()
        assert len(body) == resource["bytes"]
        rows = list(csv.DictReader(io.StringIO(body.decode())))
        assert list(rows[0]) == [field["name"] for field in resource["schema"]["fields"]]
        keys = [tuple(row[name] for name in resource["schema"]["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys)
        for field in resource["schema"]["fields"]:
            if "constraints" in field:
                assert {row[field["name"]] for row in rows} <= set(field["constraints"]["enum"])
    assert len(rows) == BODIES


def test_one_repair_for_many(fleet: Path) -> None:
    with open_store(fleet) as store:
        report = made(store)
    lines = [line for line in report.lines if line.looked_at][:6]
    alike = [
        replace(line, marks="m" + line.marks[1:], site=replace(line.site, servers="203.0.113.1")) for line in lines
    ]
    found = groups(alike)
    server = next(group for group in found if group.kind == "server")
    assert (server.part.name, len(server.part.lines)) == ("203.0.113.1", 6)
    assert any((gap.place, gap.gaps) == (0, 6) for gap in server.shared)
