"""`oit send` against real mail servers on loopback: parts, attachments, what is news, every way of failing."""

import io
import ssl
from datetime import date
from email import policy
from email.parser import BytesParser
from pathlib import Path

import openpyxl
import pytest
import trustme
import typer
from icalendar import Calendar
from typer.testing import CliRunner

from crawler import mail_commands, rulebook
from results import queries
from results.follow_up import Entry, Look
from results.measure_log import add_entries, keep_follow_up
from results.store import open_store
from tests.command.mail_box import mail_box, silent_server
from tests.command.stored_audit import monthly_site, stored_audit
from tests.concepts.mini_site import HOME

app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
app.command("send")(mail_commands.send)
app.command("calendar")(mail_commands.calendar)
OFFICE = """
[calendar.2569.entry]
to = 2026-06-15
[office]
name = "องค์การบริหารส่วนตำบลทุ่งแสง"
unit = "สำนักปลัด"
[units.finance]
name = "กองคลัง"
email = "finance@tungsaeng.example.go.th"
head = {post = "ผู้อำนวยการกองคลัง"}
concepts = ["procurement_monthly_summary", "procurement_annual_report"]
[units.clerk]
name = "สำนักปลัด"
email = "clerk@tungsaeng.example.go.th"
concepts = ["executives", "contact"]
[units.works]
name = "กองช่าง"
concepts = ["structure"]
"""


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with three months of summaries only, under a name that tries to be more than a name."""
    home = tmp_path_factory.mktemp("audit")
    hostile = "องค์การบริหารส่วนตำบลทุ่งแสง\r\nBcc: x@evil.example <script>alert(1)</script>"
    pages = monthly_site("02", "03")
    title = "<title>:: องค์การบริหารส่วนตำบลทุ่งแสง ::</title>"
    stored_audit(home, "one", pages | {"/": pages["/"].replace(title, f"<title>{hostile}</title>")}, "2026-04-20")
    return home


@pytest.fixture
def home(tmp_path: Path, audit: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("OIT_CONFIG", raising=False)
    monkeypatch.delenv("OIT_MAIL_PASSWORD", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "oit.db").write_bytes((audit / "oit.db").read_bytes())
    return tmp_path


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def server_context(authority: trustme.CA, name: str = "localhost") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name, "127.0.0.1" if name == "localhost" else name).configure_cert(context)
    return context


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine trusts the test's authority, as it trusts those of its system."""
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))


def settings(home: Path, port: int, security: str = "none", more: str = "", host: str = "127.0.0.1") -> None:
    mail = f'[mail]\nhost = "{host}"\nport = {port}\nsecurity = "{security}"\nsender = "งาน ITA <ita@tungsaeng.example.go.th>"\n'
    (home / "oit.toml").write_text(OFFICE + mail + more, encoding="utf-8")


def run(*arguments: object):
    return CliRunner().invoke(app, ["send", "--as-of", "2026-04-21", *map(str, arguments)])


def remembered(home: Path) -> list[str]:
    with open_store(home / "oit.db") as store:
        return [send.unit for send in queries.sends(store, HOME, 2569)]


def test_every_unit_gets_its_own_part(home: Path) -> None:
    with mail_box() as box:
        settings(home, box.port)
        result = run()
    assert result.exit_code == 0, result.output
    assert [message["To"].addresses[0].addr_spec for message in box.taken] == [
        "finance@tungsaeng.example.go.th", "clerk@tungsaeng.example.go.th",
    ]  # fmt: skip
    finance, clerk = (message.get_body(("plain",)).get_content() for message in box.taken)
    assert "O11" in finance and "O12" in finance and "O2 " not in finance
    assert "O2 " in clerk and "O11" not in clerk
    assert "เรียน ผู้อำนวยการกองคลัง" in finance and "กุมภาพันธ์ 2569" in finance and "1 มิถุนายน 2569" in finance
    assert "ไม่มีอีเมลของ “กองช่าง”: O1" in result.stdout
    assert remembered(home) == ["finance", "clerk"]


def test_html_list_and_calendar_are_attached(home: Path) -> None:
    with mail_box() as box:
        settings(home, box.port)
        run()
    message = box.taken[0]
    html = message.get_body(("html",)).get_content()
    assert "O11" in html and "<script" not in html and "O2 " not in html
    sheet, dates = message.iter_attachments()
    assert sheet.get_filename() == "OIT-2569-finance.xlsx" and dates.get_filename() == "OIT-2569-finance.ics"
    book = openpyxl.load_workbook(io.BytesIO(sheet.get_content()))
    codes = {str(cell.value) for cell in book.worksheets[0]["A"] if cell.value}
    assert {"O11", "O12"} <= codes and "O2" not in codes
    events = Calendar.from_ical(dates.get_content()).walk("VEVENT")
    assert sorted(str(event["SUMMARY"])[:3] for event in events) == ["O11", "O12", "วัน"]


def test_headers_stay_one_line_each_whatever_the_site_says(home: Path) -> None:
    with mail_box() as box:
        settings(home, box.port)
        run()
    message = box.taken[0]
    assert not message.defects and "Bcc" not in message and message.get_all("Subject") == [message["Subject"]]
    assert str(message["Subject"]).startswith("[OIT 2569] กองคลัง: รายการที่ต้องดำเนินการ 2 ข้อ")
    assert message["From"].addresses[0].display_name == "งาน ITA"
    assert str(message["Message-ID"]).endswith("@tungsaeng.example.go.th>")
    assert max(map(len, box.raw[0].split(b"\r\n"))) <= 998 and all(byte < 128 for byte in box.raw[0])


def test_the_same_is_not_told_twice_and_a_change_is(home: Path) -> None:
    with mail_box() as box:
        settings(home, box.port)
        follow_up(home)
        assert run().exit_code == run().exit_code == 0
        assert len(box.taken) == 2
        assert "ไม่มีอะไรเปลี่ยน" in run("--as-of", "2026-06-10").stdout  # days left are no news
        run("--always")
        assert len(box.taken) == 4
        people_move_the_due_day(home, "O12")
        told = run()
        assert len(box.taken) == 5 and "กองคลัง" in told.stdout
        assert "5 พฤษภาคม 2569" in box.taken[-1].get_body(("plain",)).get_content()
        text = (home / "oit.toml").read_text(encoding="utf-8").replace("clerk@", "office@")
        (home / "oit.toml").write_text(text, encoding="utf-8")
        run()
        assert box.taken[-1]["To"].addresses[0].addr_spec.startswith("office@")


def test_that_nothing_is_left_is_told_once(home: Path, audit: Path) -> None:
    only = OFFICE.replace('"procurement_monthly_summary", "procurement_annual_report"', '"procurement_monthly_summary"')
    with mail_box() as box:
        settings(home, box.port)
        (home / "oit.toml").write_text((home / "oit.toml").read_text(encoding="utf-8").replace(OFFICE, only), "utf-8")
        run()
        stored_audit(home, "two", monthly_site(), "2026-04-21")
        told = run()
        assert "กองคลัง" in told.stdout and "สำนักปลัด <clerk@" in told.stdout
        assert str(box.taken[-1]["Subject"]).startswith("[OIT 2569] กองคลัง: ไม่มีรายการที่ต้องดำเนินการแล้ว")
        assert "จึงเรียนมาเพื่อโปรดทราบ" in box.taken[-1].get_body(("plain",)).get_content()
        taken = len(box.taken)
        assert "ไม่มีรายการที่ต้องดำเนินการ" in run().stdout and "ไม่มีรายการ" in run("--always").stdout
    assert taken == 3 and "finance" not in [message["To"].addresses[0].username for message in box.taken[taken:]]


def follow_up(home: Path) -> None:
    """What every audit does after it was stored: a measure for each gap."""
    with open_store(home / "oit.db") as store:
        stored = queries.runs(store)[0]
        look = Look(run=1, day=stored.as_of, seen_at=stored.started_at, at="2026-04-20T00:00:00+00:00")
        keep_follow_up(store, HOME, store.run(1), ruleset=rulebook.load(2569), office=rulebook.office(HOME), look=look)


def people_move_the_due_day(home: Path, code: str) -> None:
    with open_store(home / "oit.db") as store:
        measure = next(each for each in queries.measures(store, HOME, 2569) if each.code == code)
        with store.writing():
            moved = (Entry(kind="due", value="2026-05-05"),)
            add_entries(store, measure.id, moved, at="2026-04-21T00:00:00+00:00", day=date(2026, 4, 21), who="สมศรี")


def test_a_refused_recipient_does_not_stop_the_others_and_is_tried_again(home: Path) -> None:
    with mail_box(refused=("finance@tungsaeng.example.go.th",)) as box:
        settings(home, box.port)
        result = run()
        assert result.exit_code == 3
        assert "ส่งถึงกองคลัง" in result.stderr and "550" in result.stderr
        assert remembered(home) == ["clerk"]
        box.refused = ()
        assert run().exit_code == 0
    assert [message["To"].addresses[0].username for message in box.taken] == ["clerk", "finance"]


def test_a_server_that_dies_keeps_what_was_sent(home: Path) -> None:
    with mail_box(dies_after=1) as box:
        settings(home, box.port)
        result = run()
        assert result.exit_code == 3 and "ตัดการเชื่อมต่อ" in result.stderr and "สำนักปลัด" in result.stderr
        assert remembered(home) == ["finance"]
        box.dies_after = 9
        assert run().exit_code == 0
    assert remembered(home) == ["finance", "clerk"]


def test_starttls_with_login(home: Path, authority: trustme.CA, trusted: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIT_MAIL_PASSWORD", "right")
    with mail_box(starttls=server_context(authority), login=True) as box:
        settings(home, box.port, "starttls", 'user = "ita"\n', host="localhost")
        result = run()
    assert result.exit_code == 0, result.output
    assert len(box.taken) == 2 and set(box.logins) == {(b"ita", b"right")}


def test_a_wrong_or_missing_password(
    home: Path, authority: trustme.CA, trusted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_box(starttls=server_context(authority), login=True) as box:
        settings(home, box.port, "starttls", 'user = "ita"\n', host="localhost")
        missing = run()
        assert missing.exit_code == 2 and "OIT_MAIL_PASSWORD" in missing.stderr
        monkeypatch.setenv("OIT_MAIL_PASSWORD", "wrong")
        wrong = run()
    assert wrong.exit_code == 3 and "ไม่รับชื่อผู้ใช้หรือรหัสผ่าน" in wrong.stderr and "wrong" not in wrong.stderr
    assert not box.taken and not remembered(home)


def test_tls_from_the_first_byte(home: Path, authority: trustme.CA, trusted: None) -> None:
    with mail_box(tls=server_context(authority)) as box:
        settings(home, box.port, "tls", host="localhost")
        assert run().exit_code == 0 and len(box.taken) == 2


def test_a_certificate_that_nobody_vouches_for_is_refused(home: Path, authority: trustme.CA) -> None:
    with mail_box(starttls=server_context(authority)) as box:
        settings(home, box.port, "starttls", host="localhost")
        result = run()
    assert result.exit_code == 3 and "ต่อแบบปลอดภัยไม่ได้" in result.stderr
    assert not box.taken and not remembered(home)


def test_a_server_without_starttls_gets_nothing(home: Path) -> None:
    with mail_box() as box:
        settings(home, box.port, "starttls")
        result = run()
    assert result.exit_code == 3 and "ต่อแบบปลอดภัยไม่ได้" in result.stderr and not box.taken


def test_a_silent_server_and_none_at_all(home: Path) -> None:
    with silent_server() as port:
        settings(home, port, more="timeout = 1\n")
        slow = run()
    assert slow.exit_code == 3 and "ไม่ตอบภายใน 1 วินาที" in slow.stderr
    gone = run()
    assert gone.exit_code == 3 and "ติดต่อเครื่องแม่ข่ายอีเมล" in gone.stderr
    assert not remembered(home)


def test_a_server_that_falls_silent_over_a_letter(home: Path) -> None:
    with mail_box(thinks=3) as box:
        settings(home, box.port, more="timeout = 1\n")
        result = run()
    assert result.exit_code == 3 and "ไม่ตอบภายใน 1 วินาที" in result.stderr
    assert not remembered(home)


def test_a_dry_run_sends_and_remembers_nothing(home: Path) -> None:
    with mail_box() as box:
        settings(home, box.port)
        result = run("--dry-run", "--output", home / "letters")
    assert result.exit_code == 0 and "จะส่งถึงกองคลัง <finance@" in result.stdout and "O11" in result.stdout
    assert not box.taken and not remembered(home)
    letter = (home / "letters" / "OIT-2569-1.eml").read_bytes()
    assert "O11" in BytesParser(policy=policy.default).parsebytes(letter).get_body(("plain",)).get_content()


def test_what_cannot_be_sent_is_said(home: Path) -> None:
    (home / "oit.toml").write_text(OFFICE, encoding="utf-8")
    assert run().exit_code == 2 and "[mail]" in run().stderr
    (home / "oit.toml").write_text(OFFICE.replace("[office]", '[office]\nwebsite = "https://other.example.go.th"') +
                                   '[mail]\nhost = "a"\nsender = "a@b.go.th"\n', encoding="utf-8")  # fmt: skip
    assert run().exit_code == 2 and "ยังไม่มีหน่วยที่มีอีเมล" in run().stderr
    settings(home, 1, more='user = "ita"\n')
    assert "would travel unprotected" in run().stderr


def test_the_calendar_file_is_the_same_for_the_same_list(home: Path) -> None:
    settings(home, 1)
    command = ("calendar", "--as-of", "2026-04-21", "--output")
    for name in ("one.ics", "two.ics"):
        assert CliRunner().invoke(app, [*command, str(home / name)]).exit_code == 0
    first = (home / "one.ics").read_bytes()
    assert first == (home / "two.ics").read_bytes() and b"\r\n" in first
    assert max(map(len, first.split(b"\r\n"))) <= 75
    events = Calendar.from_ical(first).walk("VEVENT")
    uids = [str(event["UID"]) for event in events]
    assert len(set(uids)) == len(uids) == 27
    assert {event["DTSTAMP"].dt.isoformat() for event in events} == {"2026-04-20T00:00:00+00:00"}
    assert {event["DTSTART"].dt for event in events} == {date(2026, 6, 1), date(2026, 6, 15)}
    own = CliRunner().invoke(app, [*command, "-", "--unit", "finance"]).stdout
    assert len(Calendar.from_ical(own).walk("VEVENT")) == 3
    assert {str(event["UID"]) for event in Calendar.from_ical(own).walk("VEVENT")} <= set(uids)
    refused = CliRunner().invoke(app, [*command, "-", "--unit", "nobody"])
    assert refused.exit_code == 2 and "finance" in refused.stderr
