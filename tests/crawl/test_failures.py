"""Ways of not seeing: each is told once, with its kind."""

import socket
import ssl
import subprocess
import time
from pathlib import Path

import pytest
import trustme

from crawler.backoff import _retry_after
from tests.crawl.conftest import Opener, Runner
from tests.crawl.loopback import Answer, Site, html, redirect


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_server_that_asks_for_patience_gets_it(serve: Opener, run: Runner) -> None:
    """As long as it says, which is longer than we should wait by ourselves, and for everything on that host."""

    def busy(site: Site) -> Answer:
        return html("fine") if site.count("/a") > 1 else Answer("busy", status=429, headers={"Retry-After": "3"})

    site = serve({"/": html('<a href="/a">a</a>'), "/a": busy, "/b": "b"})
    done = run(site.url, interests=[("a", 1.0)], declared=[site.url + "/b"], delay=0.2)
    assert done.manifest.failures == ()
    assert {"/a", "/b"} <= done.paths()
    refused, again = (moment for moment, path in site.hits if path == "/a")
    assert again - refused > 2.9
    assert not [path for moment, path in site.hits if refused + 0.5 < moment < refused + 2.5]


@pytest.mark.parametrize(("value", "seconds"), [(b"7", 7), (b"Wed, 21 Oct 2015 07:28:00 GMT", 0), (b"soon", None), (b"-3", None)])
def test_patience_in_both_spellings(value: bytes, seconds: float | None) -> None:
    assert _retry_after(value) == seconds


def test_errors_and_broken_connections_are_tried_three_times(serve: Opener, run: Runner) -> None:
    broken = {"/error": Answer("x", status=500), "/cut": Answer(None)}
    site = serve({"/": html('<a href="/error">a</a><a href="/cut">b</a>'), **broken})
    done = run(site.url)
    assert done.failure(site.url + "/error") == ("http_error", "HTTP 500")
    assert done.failure(site.url + "/cut")[0] == "timeout"
    assert site.count("/error") == 3
    assert 3 <= site.count("/cut") <= 6  # the HTTP library opens a fresh connection once by itself


def test_a_wrong_length_is_accepted_at_last(serve: Opener, run: Runner) -> None:
    short = Answer("<html><body>short</body></html>", headers={"Content-Length": "90", "Connection": "close",
                                                               "Content-Type": "text/html"})  # fmt: skip
    site = serve({"/": html('<a href="/a">a</a>')})

    def cut(site: Site) -> Answer:
        return short

    site.routes["/a"] = cut
    done = run(site.url)
    assert "/a" in done.paths() or done.failure(site.url + "/a")[0] == "timeout"


def test_too_large_pages_and_unread_kinds(serve: Opener, run: Runner) -> None:
    site = serve({
        "/": html('<a href="/big">a</a><a href="/film?id=1">b</a>'),
        "/big": Answer(b"x" * (11 << 20), headers={"Content-Type": "text/html"}),
        "/film?id=1": Answer(b"x" * (11 << 20), headers={"Content-Type": "video/mp4"}),
    })  # fmt: skip
    done = run(site.url)
    assert done.failure(site.url + "/big")[0] == "too_large"
    assert done.pages()[site.url + "/film?id=1"].size == 0
    assert site.count("/big") == 1


def test_blocked_pages_are_never_content(serve: Opener, run: Runner) -> None:
    site = serve({
        "/": html('<a href="/refused">a</a><a href="/challenge">b</a>'),
        "/refused": Answer("no", status=403),
        "/challenge": html("<p>Checking your browser</p>", "<title>Just a moment...</title>"),
    })  # fmt: skip
    done = run(site.url)
    assert done.failure(site.url + "/refused") == ("blocked", "HTTP 403")
    assert done.failure(site.url + "/challenge")[0] == "blocked"


@pytest.mark.parametrize(
    ("home", "problem"),
    [
        (Answer("no", status=403), "blocked: HTTP 403"),
        (Answer("no", status=404), "http_error: HTTP 404"),
        (html("Checking your browser before accessing"), "blocked: challenge page"),
        (Answer(b"%PDF-1.4", headers={"Content-Type": "application/pdf"}), "not_a_page: application/pdf"),
        (html(""), "empty: no text and no links"),
        (redirect("https://example.com/"), "off_site: redirects to https://example.com/"),
    ],
)  # fmt: skip
def test_home_pages_that_cannot_be_had(serve: Opener, run: Runner, home: Answer, problem: str) -> None:
    done = run(serve({"/": home}).url)
    assert done.status == 0
    assert done.finish["reason"] == "home_failed"
    assert done.finish["home_problem"].startswith(problem)
    assert done.finish["exhausted"] is False


def test_home_forbidden_by_robots(serve: Opener, run: Runner) -> None:
    site = serve({"/robots.txt": Answer("User-agent: *\nDisallow: /"), "/": "hello"})
    done = run(site.url)
    assert done.finish["home_problem"].startswith("robots")
    assert site.paths() == ["/robots.txt"]


def test_robots_txt_is_passed_over_only_by_order_and_told(serve: Opener, run: Runner) -> None:
    site = serve({"/robots.txt": Answer("User-agent: *\nDisallow: /a"), "/": html('<a href="/a">a</a>'), "/a": "a"})
    kept, ignored = run(site.url, "kept"), run(site.url, "ignored", ignore_robots=True)
    assert kept.failure(site.url + "/a")[0] == "robots" and "/a" not in kept.paths()
    assert "/a" in ignored.paths()
    assert [item.kind for item in ignored.manifest.findings] == ["robots_ignored"]


def test_home_that_nobody_serves(run: Runner) -> None:
    refused = run(f"http://127.0.0.1:{_free_port()}/")
    assert refused.finish["home_problem"] == "timeout: connection refused"
    unknown = run("http://no-such-name.invalid/", "unknown")
    assert unknown.finish["home_problem"].startswith("dns")
    assert [item.kind for item in unknown.manifest.failures] == ["dns"]


def test_robots_txt_with_a_server_error_forbids(serve: Opener, run: Runner) -> None:
    site = serve({"/robots.txt": Answer("x", status=500), "/": "hello"})
    done = run(site.url)
    assert done.finish["home_problem"].startswith("http_error: robots.txt answers HTTP 500")
    assert "/" not in site.paths()


def test_robots_txt_that_breaks_off_forbids(serve: Opener, run: Runner) -> None:
    site = serve({"/robots.txt": Answer(None), "/": "hello"})
    done = run(site.url)
    assert done.finish["home_problem"].startswith("timeout: robots.txt: connection closed by the server")
    assert "/" not in site.paths()


def test_robots_txt_is_followed_to_where_it_was_moved(serve: Opener, run: Runner) -> None:
    rules = Answer("User-agent: *\nDisallow: /secret")
    site = serve({"/robots.txt": redirect("/r1"), "/r1": redirect("/r2"), "/r2": rules,
                  "/": '<a href="/secret">s</a><a href="/open">o</a>', "/open": "open", "/secret": "no"})  # fmt: skip
    done = run(site.url)
    assert "/open" in done.paths() and not site.count("/secret")
    assert done.failure(f"{site.url}/secret")[0] == "robots"


def test_robots_txt_that_circles_or_leads_out_counts_as_none(serve: Opener, run: Runner) -> None:
    circle = serve({"/robots.txt": redirect("/robots.txt"), "/": "hello"})
    assert run(circle.url, "circle").finish["home_problem"] == ""
    assert circle.count("/robots.txt") <= 6
    canary = serve({"/robots.txt": Answer("User-agent: *\nDisallow: /")})
    assert run(serve({"/robots.txt": redirect(f"{canary.url}/robots.txt"), "/": "hello"}).url, "out").paths() == {"/"}
    assert canary.hits == []


def test_of_an_endless_robots_txt_the_beginning_counts(serve: Opener, run: Runner) -> None:
    site = serve({"/robots.txt": Answer(b"User-agent: *\nDisallow: /secret\n" + b"# \xe0\xb8\x81\n" * 3_000_000),
                  "/": '<a href="/secret">s</a>', "/secret": "no"})  # fmt: skip
    done = run(site.url)
    assert done.failure(f"{site.url}/secret")[0] == "robots"
    assert max(record.size for record in done.manifest.records) < 2_000_000


def test_a_certificate_that_no_browser_trusts_is_a_finding_and_the_crawl_goes_on(serve: Opener, run: Runner) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    done = run(serve({"/": html("<a href=/a>a</a>"), "/a": "a"}, context).url)
    assert done.paths() == {"/", "/a"}
    assert [item.kind for item in done.manifest.findings] == ["certificate_invalid"]


def test_an_expired_self_signed_certificate(serve: Opener, run: Runner, tmp_path: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    done = run(serve({"/": "hello"}, context).url)
    assert done.paths() == {"/"}
    assert [item.kind for item in done.manifest.findings] == ["certificate_self_signed"]


def test_a_slow_home_page_does_not_hang_the_stop(serve: Opener, run: Runner) -> None:
    site = serve({"/": Answer("x", status=503, headers={"Retry-After": "100"})})
    begun = time.monotonic()
    done = run(site.url, max_minutes=0.1)
    assert done.finish["home_problem"] == "http_error: HTTP 503"
    assert time.monotonic() - begun < 90


@pytest.mark.parametrize(("answers", "each"), [(1, 3000), (40, 5)])
def test_thousands_of_cookies_do_not_shut_the_site(serve: Opener, run: Runner, answers: int, each: int) -> None:
    """A server refuses a request whose head is too long; a few pages must not fill it."""
    site = serve({"/": "".join(f'<a href="/c{n}">{n}</a>' for n in range(answers)) + '<a href="/last">x</a>', "/last": "last"})
    for number in range(answers):
        lines = "\r\n".join(f"Set-Cookie: c{number}x{n}={'z' * 100}; Path=/" for n in range(each))
        site.routes[f"/c{number}"] = Answer(f"<p>page {'x' * number}</p>", headers={"Content-Type": f"text/html\r\n{lines}"})
    done = run(site.url)
    assert len(done.paths()) == answers + 2 and not done.manifest.failures


def test_a_cookie_of_a_session_comes_back(serve: Opener, run: Runner) -> None:
    site = serve({"/": Answer('<a href="/in">in</a>', headers={"Content-Type": "text/html", "Set-Cookie": "k=v"}), "/in": "in"})
    run(site.url)
    assert site.cookies["/in"] == "k=v"
