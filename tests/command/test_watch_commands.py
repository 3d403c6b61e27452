"""`oit watch` on sites of loopback that go down, come back, lose and change pages; a real mail server and webhook."""

import contextlib
import datetime as dt
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
import typer
from typer.testing import CliRunner, Result

from crawler import due_commands, schedule_commands, watch_commands
from crawler.config_model import WatchSettings
from crawler.watch_client import NoAnswerError, WatchClient
from crawler.watch_rounds import WatchDesk, watch_round
from crawler.year_calendars import calendar_of
from results.schedule_log import ScheduledBody
from results.store import open_store
from results.watch_log import key_of, memory
from tests.command.changing_site import ChangingSite, closed_port
from tests.command.mail_box import mail_box
from tests.command.stored_audit import monthly_site, stored_audit

app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
app.add_typer(schedule_commands.schedule_app, name="schedule")
app.command("watch")(watch_commands.watch)
app.command("status")(due_commands.status)
app.command("run-due")(due_commands.run_due)
SKR = "/skr.php"
OTHER = "<html><head><title>เว็บพนัน</title></head><body><p>สล็อตออนไลน์แตกง่าย</p><p>สมัครวันนี้รับโบนัส</p><p>ฝากถอนอัตโนมัติ</p></body></html>"
NOT_FOUND = (
    "<html><head><title>ไม่พบ</title></head><body><h1>ไม่พบข้อมูลที่ท่านต้องการ</h1><p>กรุณาตรวจสอบที่อยู่อีกครั้ง</p></body></html>"
)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChangingSite]:
    """A site with a declared address that was audited on 1 April and is on a schedule."""
    monkeypatch.chdir(tmp_path)
    calendar_of.cache_clear()
    pages = dict(monthly_site())
    with ChangingSite(pages=pages) as served:
        code = "O13"
        stored_audit(tmp_path, "first", pages, "2026-04-20", site=served.url, declared={code: f"{served.url}skr.php"})
        assert told("schedule", "set")
        yield served


def ended(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def told(*words: object, code: int = 0) -> str:
    done = ended(*words)
    assert done.exit_code == code, done.output
    return done.output


def watched(hour: int, *more: object, code: int = 0) -> str:
    return told(
        "watch", "--once", "--as-of", f"2026-04-21T{hour:02}:00", "--delay", 0, "--again-after", 0, *more, code=code
    )


def settings(home: Path, text: str) -> None:
    (home / "oit.toml").write_text(text, encoding="utf-8")


def test_an_outage_is_told_once_and_so_is_its_end(site: ChangingSite, tmp_path: Path) -> None:
    with ChangingSite() as hook, mail_box() as box:
        settings(
            tmp_path,
            f"""
            [mail]
            host = "127.0.0.1"
            port = {box.port}
            security = "none"
            sender = "ita@office.example.go.th"
            [watch]
            email = ["web@office.example.go.th", "clerk@office.example.go.th"]
            webhook = "{hook.url}hook"
        """,
        )
        assert "มีปัญหา 0 แห่ง" in watched(8)
        assert (hook.posted, box.taken) == ([], [])
        site.down()
        watched(9)
        watched(10)
        assert [change["state"] for post in hook.posted for change in post["bodies"][0]["changes"]] == ["unreachable"]
        site.up()
        watched(11)
        watched(12)
    assert len(hook.posted) == 2
    assert hook.posted[1]["bodies"][0]["changes"][0]["recovered"]
    subjects = [str(message["Subject"]) for message in box.taken]
    assert [("ต้องดูแล" in subject, "กลับเป็นปกติ" in subject) for subject in subjects] == [(True, False), (False, True)]
    assert "clerk@office.example.go.th" in str(box.taken[0]["To"])
    assert "หน้าแรก" in box.taken[0].get_content()
    [body] = json.loads(told("status", "--format", "json", "--as-of", "2026-04-21T12:00"))
    assert body["watch"]["uptime"] == [{"day": "2026-04-21", "up": 3, "down": 2}]
    assert "เปิดได้ 60.0% ของการดู 5 ครั้ง" in told("status", "--as-of", "2026-04-21T12:00")


def test_a_notice_that_failed_is_told_next_time(site: ChangingSite, tmp_path: Path) -> None:
    with ChangingSite(post_status=500) as hook:
        settings(tmp_path, f'[watch]\nwebhook = "{hook.url}"\n')
        del site.pages[SKR]
        assert "HTTP 500" in watched(8)
        assert "แจ้ง webhook ครั้งล่าสุดไม่สำเร็จ" in told("status", "--as-of", "2026-04-21T08:30")
        hook.post_status = 200
        assert "webhook" in watched(9)
        watched(10)
        assert "ครั้งล่าสุดไม่สำเร็จ" not in told("status", "--as-of", "2026-04-21T10:30")
    assert len(hook.posted) == 2
    first, second = (post["bodies"][0]["changes"][0] for post in hook.posted)
    assert first == second
    assert (second["state"], second["codes"], second["role"]) == ("http_error", ["O13"], "declared")
    assert second["since"] == "2026-04-21T08:00:00+07:00"


def states(home: Path, site: ChangingSite) -> dict[str, str]:
    with open_store(home / "oit.db") as store:
        [row] = store.rows("SELECT DISTINCT body FROM watch_rounds")
        return {sight.url.removeprefix(site.url): sight.state for sight in memory(store, row["body"]).sights.values()}


def test_what_an_address_means_now(site: ChangingSite, tmp_path: Path) -> None:
    watched(8)
    assert states(tmp_path, site)["skr.php"] == "ok"
    page = site.pages[SKR]
    site.pages[SKR] = page.replace("เดือนนี้ 4120", "เดือนนี้ 4999")
    watched(9)
    assert states(tmp_path, site)["skr.php"] == "ok"
    site.pages[SKR] = page.replace("</table>", "<tr><td>สขร.1 ประจำเดือนเมษายน 2569</td></tr></table>", 1)
    watched(10)
    assert states(tmp_path, site)["skr.php"] == "changed"
    site.pages[SKR] = OTHER
    watched(11)
    assert states(tmp_path, site)["skr.php"] == "replaced"
    site.pages[SKR] = ("to", "/")
    watched(12)
    assert states(tmp_path, site)["skr.php"] == "redirect_home"
    site.missing = site.pages[SKR] = NOT_FOUND
    watched(13)
    assert states(tmp_path, site)["skr.php"] == "soft_404"
    site.pages[SKR] = page
    watched(14)
    assert states(tmp_path, site)["skr.php"] == "ok"


def test_looking_is_cheap_and_polite(site: ChangingSite, tmp_path: Path) -> None:
    watched(8, "--contact", "web@office.example.go.th")
    site.asked.clear()
    watched(9, "--contact", "web@office.example.go.th")
    assert ("GET", SKR, 304) in site.asked
    assert len([path for _, path, _ in site.asked if path == SKR]) == 1
    assert all(agent.startswith("oit-audit/") for agent in site.agents)
    assert any("web@office.example.go.th" in agent for agent in site.agents)
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /skr.php\n"
    site.asked.clear()
    watched(10)
    assert SKR not in [path for _, path, _ in site.asked]
    assert states(tmp_path, site)["skr.php"] == "robots"


def test_run_due_looks_once_in_an_hour(site: ChangingSite, tmp_path: Path) -> None:
    settings(tmp_path, "[watch]\nagain_after = 0\n")
    for minute in (0, 20, 58):
        told("run-due", "--as-of", f"2026-04-21T09:{minute:02}", "--delay", 0)
    with open_store(tmp_path / "oit.db") as store:
        assert [row["at"][11:16] for row in store.rows("SELECT at FROM watch_rounds")] == ["09:00", "09:58"]
        assert store.rows("SELECT * FROM due_events") == []


def test_no_network_is_no_outage(site: ChangingSite, tmp_path: Path) -> None:
    with ChangingSite() as hook:
        reference = f"127.0.0.1:{closed_port()}"
        settings(tmp_path, f'[watch]\nwebhook = "{hook.url}"\nreference = ["{reference}"]\n')
        for name in ("a", "b"):
            told("schedule", "set", "--url", f"https://{name}.oit.invalid/")
        told("schedule", "set", "--url", site.url, "--off")
        assert reference in watched(8, code=3)
        assert "น่าจะใช้ไม่ได้" in told("run-due", "--as-of", "2026-04-21T09:00", code=3)
        assert hook.posted == []
        with ChangingSite() as other:
            settings(tmp_path, f'[watch]\nwebhook = "{hook.url}"\nreference = ["127.0.0.1:{other.port}"]\n')
            watched(10)
        assert [len(post["bodies"]) for post in hook.posted] == [2]
        assert "หาชื่อเว็บไซต์ไม่พบ" in hook.posted[0]["bodies"][0]["changes"][0]["told"]
    [first] = [
        body
        for body in json.loads(told("status", "--format", "json", "--as-of", "2026-04-22"))
        if body["url"] == "https://a.oit.invalid/"
    ]
    assert (first["failure"], first["watch"]["uptime"]) == (None, [{"day": "2026-04-21", "up": 0, "down": 1}])


def test_a_certificate_that_ends_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    ends = dt.datetime.now(dt.UTC) + dt.timedelta(days=400)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", not_after=ends).configure_cert(context)
    with ChangingSite(
        pages={"/": "<html><body><p>อบต.ทดสอบ</p><a href='/x'>ข่าว</a></body></html>"}, tls=context
    ) as site:
        body = ScheduledBody(body="x", url=site.url, name="", groups=())
        seen: list[str] = []
        with open_store(tmp_path / "oit.db") as store:
            for left in (40, 29, 13, 6, -2):
                desk = WatchDesk(
                    store=store, evidence=None, settings=WatchSettings(again_after=0), contact="", delay=0,
                    moment=ends - dt.timedelta(days=left), pause=lambda seconds: None,
                )  # fmt: skip
                [looked] = watch_round(desk, [body])
                home, certificate = looked.seen.sights
                assert (home.state, certificate.role) == ("ok", "certificate")
                seen.append(certificate.state)
        assert seen == ["ok", "expires_30", "expires_14", "expires_7", "certificate_expired"]
        monkeypatch.delenv("SSL_CERT_FILE")
        with open_store(tmp_path / "oit.db") as store:
            desk = WatchDesk(store=store, evidence=None, settings=WatchSettings(again_after=0), contact="", delay=0,
                             moment=dt.datetime.now(dt.UTC), pause=lambda seconds: None)  # fmt: skip
            [looked] = watch_round(desk, [body])
            assert looked.seen.sights[1].state in ("certificate_invalid", "certificate_self_signed")
            assert key_of(looked.seen.sights[1]) == f"certificate {site.url}"


def test_a_moment_of_trouble_is_not_told(site: ChangingSite, tmp_path: Path) -> None:
    page = site.pages.pop(SKR)
    with open_store(tmp_path / "oit.db") as store:
        desk = WatchDesk(
            store=store, evidence=None, settings=WatchSettings(), contact="", delay=0,
            moment=dt.datetime(2026, 4, 21, tzinfo=dt.UTC), pause=lambda seconds: site.pages.update({SKR: page}),
        )  # fmt: skip
        [looked] = watch_round(desk, [ScheduledBody(body=f"127.0.0.1:{site.port}", url=site.url, name="", groups=())])
    assert not any(sight.is_bad for sight in looked.seen.sights)


def test_one_request_a_second_and_nothing_of_private_networks(site: ChangingSite) -> None:
    other = ChangingSite(pages={"/": "secret"}).up()
    site.pages["/away"] = ("to", other.url)
    client = WatchClient("oit-audit/1", 0.2, 5, frozenset({("127.0.0.1", site.port)}))
    begun = dt.datetime.now()
    client.look(site.url)  # with robots.txt
    client.look(f"{site.url}skr.php")
    assert (dt.datetime.now() - begun).total_seconds() >= 0.4
    with pytest.raises(NoAnswerError) as refused:
        client.look(f"{site.url}away")
    assert refused.value.kind == "off_site"
    assert other.asked == []
    other.down()


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nX-", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>"])
def test_a_server_that_drips_does_not_hold_the_watch(head: bytes) -> None:
    def drip(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.recv(4096)
            connection.sendall(head)
            while True:
                connection.sendall(b"a")
                time.sleep(0.05)

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=drip, args=[server.accept()[0]], daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, daemon=True).start()
        port = server.getsockname()[1]
        client = WatchClient("oit-audit/1", 0, 0.3, frozenset({("127.0.0.1", port)}))
        begun = time.monotonic()
        with pytest.raises(NoAnswerError):
            client.look(f"http://127.0.0.1:{port}/")
        assert time.monotonic() - begun < 60
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("watch", "--once"), "oit schedule set"),
        (("watch", "--once", "--url", "ftp://a.go.th"), "only http:// and https://"),
        (("watch", "--once", "--as-of", "21/4/2569"), "neither a day nor a moment"),
    ],
)
def test_what_cannot_be_watched_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = ended(*words)
    assert done.exit_code == 2
    assert sentence in " ".join(done.output.replace("│", " ").split())
