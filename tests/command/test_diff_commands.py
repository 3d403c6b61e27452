"""`oit diff` on real evidence and a real database: groups, causes by judging again, what expires, refusals."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
import typer
import yaml
from typer.testing import CliRunner

from audits.requirement import RULES_FOLDER, load_ruleset
from crawler import diff_commands
from tests.command.stored_audit import monthly_site, rejudged, stored_audit

app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
app.command("diff")(diff_commands.diff)
PAGES = monthly_site()
EARLY = monthly_site("02", "03")  # before the summaries of February and March were published


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("OIT_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "oit.toml").write_text("[calendar.2569.entry]\nto = 2026-06-15\n", encoding="utf-8")
    return tmp_path


def run(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def told(*arguments: object) -> dict:
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def item(found: dict, code: str = "O11") -> dict:
    return next(item for item in found["items"] if item["code"] == code)


def refused(*arguments: object) -> str:
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert not result.stdout
    return " ".join(result.stderr.replace("│", " ").split())


def test_time_alone_makes_a_pass_fail(home: Path) -> None:
    stored_audit(home, "one", EARLY, "2026-03-20")
    stored_audit(home, "two", EARLY, "2026-04-20")
    found = told()
    assert found["causes"] == "exact"
    changed = item(found)
    assert (changed["group"], changed["cause"]) == ("newly_failing", "time")
    assert changed["causes"] == [{"kind": "time", "before": "pass", "after": "incomplete"}]
    assert "กุมภาพันธ์ 2569" in changed["new"]["sentence"] and changed["new"]["quote"]
    assert found["items"][0] is not None and found["items"][0]["code"] == "O11"  # newly failing stands first


def test_the_site_fixes_and_breaks(home: Path) -> None:
    stored_audit(home, "one", EARLY, "2026-04-20")
    stored_audit(home, "two", PAGES, "2026-04-21")
    assert (item(told())["group"], item(told())["cause"]) == ("fixed", "site")
    stored_audit(home, "three", monthly_site("10"), "2026-04-22")
    broken = item(told())
    assert (broken["group"], broken["cause"], broken["old"]["status"]) == ("newly_failing", "site", "pass")


def test_several_causes_are_all_listed_and_the_first_is_named(home: Path) -> None:
    """In April February falls due; then the site loses the whole list."""
    stored_audit(home, "one", EARLY, "2026-03-20")
    stored_audit(home, "two", {"/": PAGES["/"], "/skr.php": {"status": 404, "body": "no such page"}}, "2026-04-20")
    causes = item(told())["causes"]
    assert [cause["kind"] for cause in causes] == ["time", "site"]
    assert causes[0]["after"] == causes[1]["before"] == "incomplete"
    assert "สาเหตุอื่นที่มีผลด้วย: เว็บไซต์เปลี่ยน" in run().stdout


def test_an_unfinished_or_failing_look_is_reach(home: Path) -> None:
    stored_audit(home, "one", PAGES, "2026-04-20")
    stored_audit(
        home, "two", {"/": PAGES["/"]}, "2026-04-20", failures={"/skr.php": ("timeout", "30 s")}, exhausted=False
    )
    lost = item(told())
    assert (lost["group"], lost["cause"]) == ("became_unknown", "reach")
    stored_audit(home, "three", PAGES, "2026-04-20")
    again = item(told())
    assert (again["group"], again["cause"]) == ("known_again", "reach")


def own_rules(home: Path) -> Path:
    """The office's own copy of the rules, in which the monthly summaries carry a name that nobody uses."""
    for name in ("years", "concepts", "scales"):
        shutil.copytree(
            RULES_FOLDER / name, home / "rules" / name, ignore=shutil.ignore_patterns("*.py", "__pycache__")
        )
    path = home / "rules" / "concepts" / "procurement_monthly_summary.yaml"
    concept = yaml.safe_load(path.read_text(encoding="utf-8")) | {
        "terms": ["บัญชีกระดาษ"],
        "weak_terms": [],
        "url_hints": [],
    }
    path.write_text(yaml.safe_dump(concept, allow_unicode=True), encoding="utf-8")
    (home / "oit.toml").write_text('rules = "rules"\n', encoding="utf-8")
    return home / "rules"


def test_changed_rules_are_told_from_a_changed_site(home: Path) -> None:
    stored_audit(home, "one", PAGES, "2026-04-20")
    changed = load_ruleset(2569, own_rules(home))
    rejudged(home, "one", "2026-04-20", ruleset=changed)
    found = told()
    assert (item(found)["old"]["status"], item(found)["cause"]) == ("pass", "rules")
    assert any("หลักฐานชุดเดียวกัน" in note for note in found["notes"])
    assert found["until"] is None and "--until" in found["expiry_note"]


def test_addresses_declared_since_are_a_cause(home: Path) -> None:
    stored_audit(home, "one", PAGES, "2026-04-20")
    rejudged(home, "one", "2026-04-20", declared={"O11": "https://www.tungsaeng.example.go.th/never-looked-at.php"})
    found = item(told())
    assert (found["old"]["status"], found["cause"]) == ("pass", "declared")
    assert [cause["kind"] for cause in found["causes"]] == ["declared"]


def test_a_new_version_of_the_program_is_a_cause(home: Path) -> None:
    run_id = stored_audit(home, "one", EARLY, "2026-04-20", program="oit-audit 0.0.1")
    shutil.rmtree(home / "evidence" / "one")
    stored_audit(home, "two", PAGES, "2026-04-20")
    causes = [cause["kind"] for cause in item(told(run_id, run_id + 1))["causes"]]
    assert causes == ["site", "program"]


def test_without_the_old_evidence_causes_are_inferred_and_said_to_be(home: Path) -> None:
    stored_audit(home, "one", EARLY, "2026-03-20")
    stored_audit(home, "two", EARLY, "2026-04-20")
    shutil.move(home / "evidence" / "one", home / "moved" / "one")
    found = told()
    assert found["causes"] == "inferred"
    assert [cause["kind"] for cause in item(found)["causes"]] == ["time", "site"]
    assert "อนุมาน" in run().stdout
    shutil.move(home / "evidence" / "two", home / "moved" / "two")
    assert told("--evidence", home / "moved")["causes"] == "exact"


def test_evidence_that_grew_since_is_not_judged_again(home: Path) -> None:
    stored_audit(home, "one", PAGES, "2026-04-20")
    stored_audit(home, "two", PAGES, "2026-04-20")
    manifest = home / "evidence" / "one" / "manifest.jsonl"
    lines = manifest.read_text(encoding="utf-8").splitlines()
    finish = json.loads(lines[-1]) | {"at": "2030-01-01T00:00:00+00:00"}
    manifest.write_text("\n".join([*lines[:-1], json.dumps(finish)]) + "\n", encoding="utf-8")
    assert told()["causes"] == "inferred"


def test_what_expires_before_the_deadline_and_from_which_day(home: Path) -> None:
    stored_audit(home, "one", EARLY, "2026-03-20")
    stored_audit(home, "two", EARLY, "2026-03-21")
    found = told()
    assert found["until"] == "2026-06-15"
    monthly = next(expiry for expiry in found["expiries"] if expiry["code"] == "O11")
    assert (monthly["day"], monthly["status"], monthly["kind"]) == ("2026-04-01", "incomplete", "expires")
    assert "กุมภาพันธ์ 2569" in monthly["sentence"]
    assert not told("--until", "2026-03-31")["expiries"]
    shutil.rmtree(home / "evidence")
    ruled = next(expiry for expiry in told()["expiries"] if expiry["code"] == "O11")
    assert (ruled["day"], ruled["status"]) == ("2026-04-01", None)
    assert "พ้นวันสิ้นสุด" in told("--until", "2026-01-01")["expiry_note"]


def test_years_are_compared_by_concept(home: Path) -> None:
    stored_audit(home, "one", PAGES, "2026-04-20", ruleset=load_ruleset(2568))
    stored_audit(home, "two", PAGES, "2026-04-20")
    found = told(1, 2)
    assert any("คนละปีงบประมาณ" in note for note in found["notes"])
    by_concept = {change["concept"]: change for change in found["items"]}
    policy = by_concept["no_gift_policy"]
    assert (policy["old"]["code"], policy["code"]) == ("O21", "O20")
    assert by_concept["procurement_monthly_summary"]["group"] == "new_item" or "O11" in found["passing"]
    gone = {change["old"]["code"]: change["covered_by"] for change in found["items"] if change["group"] == "gone_item"}
    assert gone["O11"] == "O10"  # the statistics of services are a part of another item now


def test_formats_carry_the_same_and_hostile_words_stay_inert(home: Path) -> None:
    hostile = PAGES | {
        "/skr.php": PAGES["/skr.php"].replace(
            "สขร.1 ประจำเดือนตุลาคม", "=1+1<script>alert(1)</script> สขร.1 ประจำเดือนตุลาคม"
        )
    }
    stored_audit(home, "one", EARLY, "2026-03-20")
    stored_audit(home, "two", {"/": PAGES["/"].replace("สรุปผลการจัดซื้อจัดจ้างรายเดือน (สขร.1)", "=HYPERLINK(1) สขร.1")} | {
        path: page for path, page in hostile.items() if path != "/"}, "2026-04-20")  # fmt: skip
    page = run("--format", "html").stdout
    assert "<script" not in page and "O11" in page and "Content-Security-Policy" in page
    rows = list(csv.reader(io.StringIO(run("--format", "csv").stdout.removeprefix("\ufeff"))))
    assert {len(row) for row in rows} == {14}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert run("--lang", "en").stdout.startswith("What changed between two audits")


def test_same_evidence_gives_the_same_bytes(home: Path) -> None:
    stored_audit(home, "one", EARLY, "2026-03-20")
    stored_audit(home, "two", PAGES, "2026-04-20")
    for form in ("table", "json", "html", "csv"):
        assert run("--format", form).stdout == run("--format", form).stdout != ""


def test_refusals_are_one_sentence(home: Path) -> None:
    assert "does not exist" in refused("--db", "none.db")
    stored_audit(home, "one", {"/": PAGES["/"]}, "2026-04-20")
    assert "เพียงครั้งเดียว" in refused()
    stored_audit(home, "two", {"/": PAGES["/"]}, "2026-04-20", site="https://www.other.example.go.th/")
    assert "หลายหน่วยงาน" in refused()
    assert "คนละหน่วยงาน" in refused(1, 2)
    assert "ไม่มีผลการตรวจครั้งที่ 9" in refused(1, 9)
    assert "สองครั้ง" in refused(1)
    assert "ปีงบประมาณ พ.ศ. 2560" in refused("--url", "www.other.example.go.th", "--year", 2560)
    assert "nowhere.example" in refused("--url", "nowhere.example")
    assert "--until" in refused("--until", "soon")
