"""What sites and people write about measures stays words: in sheets, in CSV, on the terminal and on the page."""

import csv
import io
import subprocess
from datetime import date

import pytest
from openpyxl import load_workbook

from results import queries
from results.decisions import Decision, Ruling, last_day
from results.follow_up import Entry
from results.formats import csv_report, gap_workbook, html_report, xlsx_report
from results.formats.rows import MEASURE_FIELDS
from results.gap_list import gap_list
from results.measure_list import as_table
from results.measure_log import add_decision, add_entries
from results.plain import is_web
from results.report_builder import build_report
from results.store import open_store
from tests.results import factories as make
from tests.results.measures import OFFICE, URL, YEAR, audit, known, rules
from tests.results.test_hostile import NASTY, assert_inert, hostile

MARKUP = "[bold]x[/] [/wrong] [link=javascript:alert(1)]y"
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module")
def nasty(tmp_path_factory):
    """A report of hostile titles, with hostile words of people on every measure."""
    verdicts = tuple(hostile(number) for number in range(1, 27))
    with open_store(tmp_path_factory.mktemp("hostile") / "oit.db") as store:
        audit(store, verdicts, "2026-02-02")
        with store.writing():
            for number, measure in enumerate(known(store).values()):
                words = (MARKUP, *NASTY)[number % (len(NASTY) + 1)]
                entries = [Entry(kind=kind, value=words) for kind in ("note", "assigned", "evidence")]
                add_entries(store, measure.id, entries, at="2026-02-03T00:00:00+00:00", day=date(2026, 2, 3), who=words)
                add_decision(store, Decision(
                    id=0, agency_url=URL, fiscal_year=YEAR, concept=measure.concept, code=measure.code, at="x",
                    day=date(2026, 2, 3), who=words, ruling=Ruling.ACCEPTED, why=words, url=words, until=last_day(YEAR),
                ))  # fmt: skip
        return build_report(
            make.snapshot(), rules(), verdicts, as_of=date(2026, 2, 4), office=OFFICE,
            measures=queries.measures(store, URL, YEAR), decisions=queries.decisions(store, URL, YEAR),
        )  # fmt: skip


def test_sheets_hold_words_and_days_only(nasty):
    for body in (gap_workbook.render(gap_list(nasty)), xlsx_report.render(nasty)):
        book = load_workbook(io.BytesIO(body))
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
        assert all(is_web(cell.value) and is_web(cell.hyperlink.target) for cell in cells if cell.hyperlink)
        words = [cell.value for cell in cells if isinstance(cell.value, str)]
        assert any(value.startswith("=cmd") for value in words)
        assert max(map(len, words)) <= 32_000
        assert not any(bad in value for value in words for bad in ("\x00", "\x1b", "\u202e"))


def test_libreoffice_opens_the_sheets_and_computes_nothing(nasty, tmp_path):
    (tmp_path / "gaps.xlsx").write_bytes(gap_workbook.render(gap_list(nasty)))
    office = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    text = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1'
    subprocess.run([*office, "--convert-to", text, "--outdir", tmp_path, tmp_path / "gaps.xlsx"], check=True, capture_output=True)
    written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("gaps-*.csv")}
    assert len(written) == 2
    gaps = next(body for name, body in written.items() if nasty.text["sheet_gaps"] in name)
    rows = list(csv.reader(io.StringIO(gaps)))
    assert len(rows) == len(nasty.gaps) + 2
    assert any(cell.startswith("=cmd|' /C calc'!A0") for row in rows for cell in row)
    assert any(cell == "+1+1" for row in rows for cell in row)
    assert not any(cell.startswith(("#", "Err:")) for row in rows for cell in row)


def test_csv_of_lists_never_starts_a_formula(nasty):
    for body in (csv_report.render_gaps(gap_list(nasty)), csv_report.as_csv(MEASURE_FIELDS, nasty.measures, "th")):
        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
        assert {len(row) for row in rows} == {len(rows[0])}
        assert not any(cell.startswith(FORMULAS) for row in rows for cell in row)


def test_the_page_is_inert_in_a_real_browser(nasty, tmp_path):
    body = html_report.render(nasty)
    assert "&lt;script&gt;alert(1)" in body.decode() and "\u202e" not in body.decode()
    assert_inert(body, tmp_path / "report.html")


def test_the_terminal_gets_words(nasty):
    told = as_table(nasty.measures, [card.decision for card in nasty.gaps], date(2026, 2, 4), "th")
    assert "[bold]x[/]" in told.replace("\n", "")
    assert not any(bad in told for bad in ("\x1b", "\x00", "\x07", "\u202e"))
