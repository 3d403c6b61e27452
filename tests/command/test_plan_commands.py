"""`oit plan` on a stored run: order, units, due days, the target, decisions of people, what expires."""

import json
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from audits.requirement import load_ruleset
from crawler import plan_commands
from results import queries
from results.decisions import Decision, Ruling
from results.follow_up import Entry, Look
from results.measure_log import add_decision, add_entries, keep_follow_up
from results.office import Office
from results.store import open_store
from tests.command.stored_audit import monthly_site, stored_audit
from tests.concepts.mini_site import HOME

app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
app.command("plan")(plan_commands.plan)
SETTINGS = """
[calendar.2569.entry]
to = 2026-06-15
[office]
lead_days = 10
[units.finance]
name = "กองคลัง"
concepts = ["procurement_annual_report"]
"""


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One audit: the monthly summaries lack February and March, nothing else is on the site."""
    home = tmp_path_factory.mktemp("audit")
    stored_audit(home, "one", monthly_site("02", "03"), "2026-03-20")
    return home


@pytest.fixture
def home(tmp_path: Path, evidence: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("OIT_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "oit.db").write_bytes((evidence / "oit.db").read_bytes())
    (tmp_path / "oit.toml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def run(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def told(*arguments: object) -> dict:
    result = run("--as-of", "2026-04-01", "--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_most_points_per_effort_stand_first(home: Path) -> None:
    plan = told()
    rates = [work["points_per_effort"] for work in plan["order"]]
    assert rates == sorted(rates, reverse=True) and len(rates) == 25
    efforts = {item.code: load_ruleset(2569).concept_of(item).effort for item in load_ruleset(2569).requirements}
    assert all(work["effort"] == efforts[work["code"]] for work in plan["order"])


def test_days_left_units_and_due_days(home: Path) -> None:
    plan = told()
    assert (plan["days_left"], plan["deadline"]) == (75, "2026-06-15")
    assert {work["due"] for work in plan["order"]} == {"2026-06-05"}
    finance = next(unit for unit in plan["units"] if unit["owner"] == "กองคลัง")
    assert finance["codes"] == ["O12"]
    assert sorted(code for unit in plan["units"] for code in unit["codes"]) == sorted(
        work["code"] for work in plan["order"]
    )
    gains = [unit["ita"] for unit in plan["units"]]
    assert gains == sorted(gains, reverse=True)


def test_the_smallest_set_that_reaches_a_target(home: Path) -> None:
    plan = told("--target", "40")
    target = plan["target"]
    assert target["outcome"] == "repairs" and len(target["sets"][0]["codes"]) == target["size"]
    chosen = {work["code"] for work in plan["order"] if work["chosen"]}
    assert chosen == set(target["sets"][0]["codes"])
    assert told("--target", "ผ่านดี", "--iit", "90", "--eit", "88.5")["target"]["kind"] == "grade"
    assert not any(work["chosen"] for work in told()["order"])


def test_what_expires_is_told_with_its_day(home: Path, evidence: Path) -> None:
    exact = told("--evidence", evidence / "evidence")["expiries"]
    assert [(item["code"], item["day"], item["status"]) for item in exact] == [("O11", "2026-04-01", "incomplete")]
    (home / "oit.toml").write_text("", encoding="utf-8")
    assert told()["deadline"] is None and told()["days_left"] is None


def test_people_decide_what_counts_and_what_waits(home: Path) -> None:
    rules = load_ruleset(2569)
    by_code = {item.code: item for item in rules.requirements}
    with open_store(home / "oit.db") as store:
        verdicts, day = store.run(1), date(2026, 3, 20)
        look = Look(run=1, day=day, seen_at=queries.runs(store)[0].started_at, at="2026-03-20T00:00:00+00:00")
        keep_follow_up(store, HOME, verdicts, ruleset=rules, office=Office(), look=look)
        kept = {measure.code: measure for measure in queries.measures(store, HOME, 2569)}
        with store.writing():
            done = (Entry(kind="status", value="done"), Entry(kind="due", value="2026-03-25"))
            add_entries(store, kept["O1"].id, done, at="2026-03-21T00:00:00+00:00", day=day, who="สมศรี")
            add_entries(store, kept["O2"].id, done[1:], at="2026-03-21T00:00:00+00:00", day=day, who="สมศรี")
            for code, ruling in (("O3", Ruling.NOT_APPLICABLE), ("O4", Ruling.ACCEPTED)):
                add_decision(store, Decision(
                    id=0, agency_url=HOME, fiscal_year=2569, concept=by_code[code].concept, code=code, day=day,
                    at="2026-03-21T00:00:00+00:00", who="สมศรี", ruling=ruling, why="ตามมติ", url="",
                    until=date(2026, 9, 30),
                ))  # fmt: skip
    plan = told()
    left = {work["code"]: work for work in plan["order"]}
    assert {"O1", "O3", "O4"}.isdisjoint(left)
    assert [card["code"] for card in plan["waiting"]] == ["O1"]
    assert {card["code"] for card in plan["decided"]} == {"O3", "O4"} and "ตามมติ" in plan["decided"][0]["decision"]
    assert (left["O2"]["due"], left["O2"]["overdue"]) == ("2026-03-25", True)
    text = run("--as-of", "2026-04-01").stdout
    assert "เกินกำหนด" in text and "รอการตรวจครั้งต่อไปยืนยัน" in text and "ตามมติ" in text


def test_the_plan_in_both_languages(home: Path) -> None:
    thai, english = (run("--as-of", "2026-04-01", "--target", "40", "--lang", lang).stdout for lang in ("th", "en"))
    assert "แผนการแก้ไขปรับปรุงข้อมูล OIT" in thai and "75 วัน" in thai and "✓" in thai
    assert english.startswith("Plan of OIT repairs") and "งานของแต่ละหน่วย" not in english


def test_refusals(home: Path) -> None:
    for arguments, words in (
        (("--target", "Z"), "--target"),
        (("--iit", "101"), "--iit"),
        (("--as-of", "1 April"), "--as-of"),
        (("--db", "none.db"), "--db"),
        (("--year", "2560"), "--year"),
    ):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "") and words in result.stderr
