"""`oit schedule`, `oit run-due` and `oit status` on real sites of loopback, a real database and real processes."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from crawler import due_commands, schedule_commands
from crawler.due_process import AuditProcess
from crawler.timers import TimerError, crontab_line, systemd_units
from crawler.year_calendars import calendar_of
from results.fleet_register import Body, keep_register
from results.schedule_log import attempts
from results.store import open_store
from tests.command.changing_site import closed_port
from tests.command.little_server import little_server

app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
app.add_typer(schedule_commands.schedule_app, name="schedule")
app.command("run-due")(due_commands.run_due)
app.command("status")(due_commands.status)
HOME = "<html><head><title>อบต.ทดสอบ</title></head><body><h1>องค์การบริหารส่วนตำบลทดสอบ</h1><a href='/a'>ข่าวประชาสัมพันธ์ของหน่วยงาน</a></body></html>"
QUICK = ("--no-watch", "--delay", 0, "--max-minutes", 1, "--max-pages", 5)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    calendar_of.cache_clear()
    return tmp_path


def ended(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def told(*words: object) -> str:
    done = ended(*words)
    assert done.exit_code == 0, done.output
    return done.output


def refused(*words: object) -> str:
    done = ended(*words)
    assert done.exit_code == 2, done.output
    return " ".join(done.output.replace("│", " ").split())


def status_of(*words: object) -> list[dict]:
    return json.loads(told("status", "--format", "json", *words))


def test_what_is_due_is_audited_once_and_a_dead_site_is_tried_again_later(desk: Path) -> None:
    dead = f"http://127.0.0.1:{closed_port()}/"
    with little_server({"/": HOME, "/a": "<html><body><p>ข่าวของหน่วยงาน</p></body></html>", "/robots.txt": ""}) as site:
        told("schedule", "set", "--url", site.url, "--url", dead)
        first = ended("run-due", "--as-of", "2026-03-05T08:00", *QUICK, "--format", "json")
        assert (first.exit_code, "เปิดเว็บไซต์ไม่ได้" in first.stderr) == (3, True), first.stderr
        again = ended("run-due", "--as-of", "2026-03-05T08:30", *QUICK)
        assert (again.exit_code, "รอลองใหม่ 1 หน่วยงาน" in again.stderr) == (0, True), again.stderr
    by_url = {body["url"]: body for body in status_of("--as-of", "2026-03-05T08:30")}
    alive, gone = by_url[site.url], by_url[dead]
    assert (alive["due"], alive["next"], alive["failure"]) == (None, "2026-04-01", None)
    assert alive["last_audit"]["items"] == 26
    assert (gone["due"], gone["last_audit"], gone["failure"]["reason"]) == ("2026-03-01", None, "home_failed")
    assert gone["retry_at"].startswith("2026-03-05T09:00")
    with open_store(desk / "oit.db") as store:
        assert sorted(len(each) for each in attempts(store).values()) == [2, 2]
    assert len(list((desk / "reports").glob("*.json"))) == 2
    assert "ไม่สำเร็จ 1 ครั้ง" in told("status", "--as-of", "2026-03-05T08:30")


def test_the_second_one_leaves_it_to_the_first(desk: Path) -> None:
    told("schedule", "set", "--url", "https://a.example.go.th")
    code = "import sys, time; from pathlib import Path; from crawler.only_one import only_one\nwith only_one(Path('oit.db.run-due.lock')): print('held', flush=True); time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", code], cwd=desk, stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        done = ended("run-due", "--as-of", "2026-03-05")
        assert done.exit_code == 0
        assert f"pid {holder.pid}" in done.stderr
        with open_store(desk / "oit.db") as store:
            assert attempts(store) == {}
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()


def test_choices_narrow_from_all_to_group_to_body(desk: Path) -> None:
    for name in ("a", "b", "c"):
        told("schedule", "set", "--url", f"https://{name}.example.go.th")
    told("schedule", "set", "--url", "https://b.example.go.th", "--group", "ตำบลเหนือ")
    told("schedule", "set", "--url", "https://c.example.go.th", "--off")
    told("schedule", "set", "--group", "ตำบลเหนือ", "--usual", "weekly")
    told("schedule", "set", "--usual", "daily")
    lines = told("schedule", "list", "--as-of", "2026-01-10", "--lang", "en").splitlines()
    assert [line.split(":")[1].startswith("//a") for line in lines] == [True, False, False]
    assert "a choice of its own" in lines[0]
    assert "next 1 February 2026" in lines[0]
    assert "not on a schedule" in lines[2]
    told("schedule", "set", "--url", "https://d.example.go.th", "--group", "ตำบลเหนือ")
    assert "the choice for group ตำบลเหนือ" in told("schedule", "--lang", "en").splitlines()[3]
    assert "ไม่มีหน่วยงานใดอยู่ในกลุ่ม" in refused("schedule", "set", "--group", "ไม่มี")


def test_a_province_of_the_register_is_a_group(desk: Path) -> None:
    own = {"kind": "sao", "district": "เมือง", "dla_code": ""}
    bodies = [
        Body(name=name, province=province, url=f"https://{name}.example.go.th/", **own)
        for name, province in (("a", "นนทบุรี"), ("b", "เลย"))
    ]
    with open_store(desk / "oit.db") as store:
        keep_register(store, bodies, source="ทะเบียน.xlsx", at="2026-01-01T00:00:00+00:00")
    assert "(1 หน่วยงาน)" in told("schedule", "set", "--group", "นนทบุรี", "--usual", "weekly")
    first, second = told("schedule", "--lang", "en").splitlines()
    assert "the choice for group นนทบุรี: usually once a week" in first
    assert "not on a schedule" in second


def test_a_site_that_moved_is_audited_where_it_was_named_last(desk: Path) -> None:
    told("schedule", "set", "--url", "http://a.example.go.th")
    told("schedule", "set", "--url", "https://www.a.example.go.th")
    [line] = told("schedule").splitlines()
    assert line.startswith("https://www.a.example.go.th/")


def test_the_office_knows_its_deadline_better(desk: Path) -> None:
    (desk / "oit.toml").write_text("[calendar.2570.entry]\nto = 2027-04-30\n", encoding="utf-8")
    told("schedule", "set", "--url", "https://a.example.go.th")
    words = told("schedule", "explain", "--as-of", "2027-04-20")
    assert "วันสุดท้ายของการนำเข้าข้อมูลใน ITAS: 30 เมษายน 2570" in words
    assert "23 เมษายน 2570, 24 เมษายน 2570" in words
    assert "ยังไม่มีวันสิ้นสุดของการประเมินที่ยืนยันได้" in words


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("schedule", "set", "--usual", "hourly"), "'hourly' is not known; choose daily or weekly or monthly or off"),
        (("schedule", "set", "--near-days", 5), "--near-days"),
        (("schedule", "--db", "other.db", "list"), "oit schedule list --db"),
        (("schedule", "set", "--url", "ftp://a.go.th"), "only http:// and https://"),
        (("run-due", "--as-of", "soon"), "neither a day nor a moment"),
        (("status", "--url", "https://nobody.go.th"), "nobody.go.th"),
        (("schedule", "install", "--timer", "atd"), "choose systemd or cron"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence(desk: Path, words: tuple[object, ...], sentence: str) -> None:
    open_store(desk / "oit.db").close()
    assert sentence in refused(*words)


def test_units_are_shown_or_written_and_never_overwritten(desk: Path) -> None:
    shown = told("schedule", "install", "--print", "--folder", desk / "units")
    assert "Persistent=true" in shown
    assert not (desk / "units").exists()
    told("schedule", "install", "--folder", desk / "units")
    told("schedule", "install", "--folder", desk / "units")
    (desk / "units" / "oit-run-due.timer").write_text("mine", encoding="utf-8")
    assert "--print" in refused("schedule", "install", "--folder", desk / "units")
    assert (desk / "units" / "oit-run-due.timer").read_text(encoding="utf-8") == "mine"
    assert "crontab -e" in told("schedule", "install", "--timer", "cron")


def test_units_hold_against_odd_paths(desk: Path) -> None:
    odd = desk / 'งาน 100% $HOME "ก"'
    odd.mkdir()
    program = shutil.which("true") or "/bin/true"
    for name, text in systemd_units([program, "--db", str(odd / "oit.db")], odd, {"OIT_CONFIG": str(odd)}).items():
        (desk / name).write_text(text, encoding="utf-8")
    if shutil.which("systemd-analyze"):
        done = subprocess.run(
            ["systemd-analyze", "verify", "--user", "--man=no", str(desk / "oit-run-due.service"), str(desk / "oit-run-due.timer")],
            capture_output=True, text=True, check=False, env={**os.environ, "XDG_RUNTIME_DIR": str(desk)},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
    with pytest.raises(TimerError):
        systemd_units([program], Path("/a\n[Service]"), {})
    line = crontab_line([sys.executable, "-c", "import sys; print(sys.argv[1])", str(odd)], odd, {}, desk / "log")
    command = line.removeprefix("17 * * * * ").replace("\\%", "%")
    subprocess.run(command, shell=True, check=True)
    assert (desk / "log").read_text(encoding="utf-8").strip() == str(odd)


def test_an_audit_that_takes_too_long_is_ended(desk: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        process = AuditProcess([url, "--quiet"], seconds=0.0)
        until = time.monotonic() + 30
        while (outcome := process.poll()) is None and time.monotonic() < until:
            time.sleep(0.1)
    assert outcome is not None
    assert outcome.reason == "too_slow"


def test_a_killed_program_takes_its_audits_along_and_goes_on(desk: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        told("schedule", "set", "--url", f"http://127.0.0.1:{silent.getsockname()[1]}/")
        program = subprocess.Popen(
            [sys.executable, "-m", "crawler.cli", "run-due", "--as-of", "2026-03-05", "--no-watch"],
            cwd=desk, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 30
        while not list(desk.glob("evidence/*/manifest.jsonl")) and time.monotonic() < until:
            time.sleep(0.1)
        program.send_signal(signal.SIGKILL)
        program.wait()
    [body] = status_of("--as-of", "2026-03-05")
    assert (body["unfinished"], body["due"]) == (True, "2026-03-01")
    left = [
        line for line in subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout.splitlines()
        if str(desk) in line
    ]  # fmt: skip
    deadline = time.monotonic() + 20
    while left and time.monotonic() < deadline:
        time.sleep(0.2)
        found = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout.splitlines()
        left = [line for line in found if str(desk) in line]
    assert left == []
    assert date.fromisoformat(body["next"]) > datetime(2026, 3, 5).date()
