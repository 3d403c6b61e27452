"""`oit measures` and `oit decide` on real audits of a small site that is repaired between them."""

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from audits.requirement import load_ruleset
from crawler.artifacts import Agency
from crawler.cli import app
from results import queries
from results.store import open_store
from tests.command.little_server import little_server
from tests.command.run_oit import Told, oit
from tests.command.stored_audit import CONCEPTS
from tests.results import factories as make

CASE = CONCEPTS / "social_network" / "pass_facebook_page_of_the_body.yaml"
SETTINGS = """
[office]
writer = {name = "นางสาวธุรการ ตัวอย่าง"}
[calendar.2566.entry]
to = 2023-05-31
[units.clerk]
name = "สำนักปลัด"
concepts = ["social_network"]
[units.finance]
name = "กองคลัง"
"""


def audit(url: str, cwd: Path) -> Told:
    return oit(
        "check", url, "--year", 2566, "--as-of", "2023-04-20", "--delay", 0, "--render", "never", "--format", "json",
        "--output", "-", cwd=cwd,
    )  # fmt: skip


@pytest.fixture(scope="module")
def audits(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, Told, Told]:
    """Two audits: before the office put the link to its Facebook page on the site, and after."""
    folder = tmp_path_factory.mktemp("measures")
    (folder / "oit.toml").write_text(SETTINGS, encoding="utf-8")
    whole = dict(yaml.safe_load(CASE.read_text(encoding="utf-8"))["pages"])
    lines = whole["/"].splitlines()
    pages = whole | {"/": "\n".join(line for line in lines if "facebook" not in line and "line.me" not in line)}
    with little_server(pages) as site:
        first = audit(site.url, folder)
        run(folder, "set", "social_network", "--status", "เสร็จแล้ว", "--evidence", f"{site.url}#social")
        run(folder, "decide", "social_network", "accepted", "--why", "ผู้ตรวจยืนยัน", "--who", "ปลัด")
        pages["/"] = whole["/"]
        second = audit(site.url, folder)
    return folder, site.url, first, second


def run(folder: Path, *arguments: object) -> Result:
    """A command on the database of the audits; `measures` may be left out."""
    words = [str(word) for word in arguments]
    if words[0] not in ("measures", "decide", "decisions", "reaudit", "rebuild"):
        words.insert(0, "measures")
    if "--db" not in words:
        words += ["--db", str(folder / "oit.db")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OIT_CONFIG", str(folder / "oit.toml"))
        return CliRunner().invoke(app, words)


def listed(folder: Path, *more: object) -> list[dict]:
    result = run(folder, "list", "--format", "json", *more)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def social(folder: Path, *more: object) -> dict:
    return next(item for item in listed(folder, *more) if item["concept"] == "social_network")


def test_two_audits_open_and_verify(audits: tuple[Path, str, Told, Told]) -> None:
    folder, url, first, second = audits
    assert first.code == second.code == 0, first.err + second.err
    code = social(folder)["code"]
    opened = next(line for line in first.err.splitlines() if line.startswith("ตั้งมาตรการใหม่"))
    assert code in opened
    assert f"ตรวจซ้ำแล้วผ่าน เสนอให้ปิด 1 ข้อ: {code}" in second.err
    assert f"ตามผลการพิจารณาของเจ้าหน้าที่ 1 ข้อ ({code})" in second.err
    measure = social(folder)
    assert (measure["owner"], measure["due"], measure["status"]) == ("สำนักปลัด", "2023-05-17", "done")
    assert (measure["retest"], measure["verified_on"], measure["closed"]) == ("fixed", "2023-04-20", True)
    assert [line["who"] for line in measure["history"]][3:5] == ["นางสาวธุรการ ตัวอย่าง"] * 2
    told = second.report
    assert any(code in line for line in told["follow_up"])
    assert next(item for item in told["measures"] if item["code"] == code)["history"] == measure["history"]
    verdict = next(item for item in told["verdicts"] if item["code"] == code)
    assert (verdict["status"], verdict["decision"]["who"]) == ("pass", "ปลัด")
    assert url.rstrip("/") in measure["verified_url"]


def test_judging_the_old_evidence_again_changes_no_measure(audits: tuple[Path, str, Told, Told]) -> None:
    folder, *_ = audits
    before = listed(folder)
    oldest = min((folder / "evidence").glob("*/manifest.jsonl")).parent
    told = run(folder, "reaudit", oldest, "--format", "json", "--output", folder / "again.json")
    assert told.exit_code == 0 and "มีผลการตรวจที่ใหม่กว่าแล้ว" in told.stderr
    assert listed(folder) == before


def test_a_rebuilt_database_gets_back_what_people_wrote(audits: tuple[Path, str, Told, Told]) -> None:
    folder, *_ = audits
    kept = folder / "words.json"
    assert run(folder, "export", "--output", kept).exit_code == 0
    told = run(folder, "rebuild", "--db", folder / "new.db", "--evidence", folder / "evidence")
    assert told.exit_code == 0 and "oit measures import" in told.stderr
    assert listed(folder, "--db", folder / "new.db") == []
    assert "เหตุการณ์ของมาตรการ" in run(folder, "import", kept, "--db", folder / "new.db").stdout
    assert listed(folder, "--db", folder / "new.db") == listed(folder)
    decisions = run(folder, "decisions", "list", "--db", folder / "new.db").stdout
    assert decisions == run(folder, "decisions", "list").stdout and "ผู้ตรวจยืนยัน" in decisions
    again = run(folder, "import", kept, "--db", folder / "new.db").stdout
    assert "เหตุการณ์ของมาตรการ 0 รายการ ผลการพิจารณา 0 รายการ" in again


def test_the_list_goes_out_comes_back_and_is_told(audits: tuple[Path, str, Told, Told]) -> None:
    folder, *_ = audits
    path = folder / "list.xlsx"
    assert run(folder, "export", "--output", path).exit_code == 0
    book = load_workbook(path)
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[2]}
    sheet.cell(3, heads["หมายเหตุ"]).value = "รอข้อมูลจากกองคลัง"
    sheet.cell(4, heads["สถานะการดำเนินงาน"]).value = "ไม่แน่ใจ"
    book.save(path)
    result = run(folder, "import", path, "--who", "ธุรการ")
    assert result.exit_code == 1
    assert "ไม่ได้นำเข้าแถวที่ 4" in result.stderr and "นำเข้า 1 มาตรการ" in result.stdout
    code = sheet.cell(3, 1).value
    assert next(item for item in listed(folder) if item["code"] == code)["note"] == "รอข้อมูลจากกองคลัง"
    assert "รอข้อมูล" in run(folder, "list", "--status", "todo").stdout  # its cell has several lines


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_list_of_some_measures_is_written_and_read_again(audits: tuple[Path, str, Told, Told], form: str) -> None:
    folder, *_ = audits
    path = folder / f"some.{form}"
    assert run(folder, "list", "--owner", "สำนักปลัด", "--format", form, "--output", path).exit_code == 0
    assert "นำเข้า 0 มาตรการ" in run(folder, "import", path).stdout


def test_measures_are_handed_out_by_unit_or_name(audits: tuple[Path, str, Told, Told]) -> None:
    folder, *_ = audits
    code = next(item["code"] for item in listed(folder, "--status", "todo"))
    assert "ผู้รับผิดชอบ กองคลัง" in run(folder, "assign", code, "finance").stdout
    assert "ไม่มีอะไรเปลี่ยนแปลง" in run(folder, "assign", code.lower(), "กองคลัง").stdout
    assert code in {item["code"] for item in listed(folder, "--owner", "กองคลัง")}
    assert all("กองคลัง" in item["owner"] for item in listed(folder, "--owner", "กองคลัง"))
    assert run(folder, "set", code, "--due", "30 เม.ย. 2566", "--note", "เร่งด่วน").exit_code == 0
    measure = next(item for item in listed(folder) if item["code"] == code)
    assert (measure["due"], measure["note"]) == ("2023-04-30", "เร่งด่วน")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("list", "--url", "http://unknown.go.th"), "--url"),
        (("list", "--year", 2560), "--year"),
        (("list", "--status", "finished"), "--status"),
        (("list", "--format", "pdf"), "--format"),
        (("list", "--db", "no.db"), "no.db does not exist"),
        (("assign", "O99", "กองคลัง"), "CODE"),
        (("assign", "social_network", "transport"), "clerk (สำนักปลัด), finance (กองคลัง)"),
        (("set", "social_network"), "--status"),
        (("set", "social_network", "--status", "ผ่าน"), "ไม่ใช่สถานะ"),
        (("set", "social_network", "--due", "เร็ว ๆ นี้"), "30/4/2569"),
        (("set", "social_network", "--evidence", "javascript:alert(1)"), "ไม่ใช่ที่อยู่เว็บ"),
        (("set", "social_network", "--status", "done", "--who", " "), "--who"),
        (("import", "no.xlsx"), "FILE"),
        (("export", "--output", "/nowhere/x.xlsx"), "--output"),
        (("decide", "social_network", "fine", "--why", "x", "--who", "y"), "wrong_verdict"),
        (("decide", "social_network", "accepted", "--why", " ", "--who", "y"), "--why"),
        (("decide", "social_network", "accepted", "--why", "x", "--who", "y", "--until", "1/10/2566"), "30 กันยายน 2566"),
        (("decide", "social_network", "accepted", "--why", "x", "--who", "y", "--until", "1/1/2566"), "--until"),
        (("decide", "social_network", "accepted", "--why", "x", "--who", "y", "--address", "x"), "--address"),
        (("decisions", "withdraw", "O1", "--why", "x", "--who", "y"), "ไม่มีผลการพิจารณา"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_clear_sentence(
    audits: tuple[Path, str, Told, Told], arguments: tuple[object, ...], words: str
) -> None:
    result = run(audits[0], *arguments)
    assert result.exit_code == 2
    assert words in result.stderr, result.stderr
    assert "Traceback" not in result.stderr


def test_a_decision_is_taken_down_and_taken_back(audits: tuple[Path, str, Told, Told]) -> None:
    folder, *_ = audits
    code = listed(folder)[0]["code"]
    made = run(folder, "decide", code.lower(), "not_applicable", "--why", "ไม่มีภารกิจนี้", "--who", "ปลัด", "--until", "31/8/2566")
    assert made.exit_code == 0 and "31 สิงหาคม 2566" in made.stdout
    assert f"{code}: ไม่อยู่ในหน้าที่ของหน่วยงาน" in run(folder, "list").stdout.replace("\n", "")
    assert next(item for item in listed(folder) if item["code"] == code)["decision"]["why"] == "ไม่มีภารกิจนี้"
    assert run(folder, "decisions", "withdraw", code, "--why", "เข้าใจผิด", "--who", "ปลัด").exit_code == 0
    rows = json.loads(run(folder, "decisions", "list", "--format", "json").stdout)
    assert [row["withdrawn"]["why"] for row in rows if row["code"] == code] == ["เข้าใจผิด"]
    told = run(folder, "decisions", "list").stdout
    assert "ไม่มีภารกิจนี้" in told and "ถอนโดย ปลัด" in told
    assert f"{code}: ไม่อยู่" not in run(folder, "list").stdout


def test_several_bodies_in_one_database_are_told_apart(audits: tuple[Path, str, Told, Told], tmp_path: Path) -> None:
    folder, url, *_ = audits
    both, mine, other = tmp_path / "both.db", tmp_path / "mine.csv", "https://other.example.go.th/"
    assert run(folder, "export", "--format", "csv", "--output", mine).exit_code == 0
    with open_store(folder / "oit.db") as known, open_store(both) as store:
        run_id = [one.id for one in queries.runs(known)][-1]
        for address in (url, other):
            seen = make.snapshot(agency=Agency(name="เทศบาลตำบลตัวอย่าง", kind="tambon_municipality", url=address))
            store.save_run(seen, known.run(run_id), folder=folder, ruleset=load_ruleset(2566), as_of=date(2023, 4, 20),
                           code_version="0")  # fmt: skip
    refused = run(folder, "list", "--db", both)
    assert refused.exit_code == 2 and url in refused.stderr and other in refused.stderr
    assert run(folder, "list", "--db", both, "--url", url).exit_code == 0
    wrong = run(folder, "import", mine, "--db", both, "--url", other)
    assert wrong.exit_code == 2 and "ไม่ใช่ของ other.example.go.th" in wrong.stderr
