"""Documents that an office keeps at other services: what an address is, and a real crawl that fetches its content."""

import io

import pytest
from openpyxl import Workbook
from reportlab.pdfgen.canvas import Canvas

from audits.site import Site as Judged
from crawler import elsewhere
from crawler.artifacts import Artifact, Snapshot
from crawler.elsewhere import MOST_FETCHED, PUBLIC, fetched_at, hands_over, instead_of_content, place_of, unwrapped
from crawler.snapshot import read_snapshot
from tests.crawl.conftest import Opener, Runner
from tests.crawl.loopback import Answer, Crawl, Site, html, redirect

ID = "1AbCdEfGhIjKlMnOpQrStUvWxYz_-012"
PLAN = ("แผนพัฒนา", 1.0)
DRIVE_LINK = f"https://drive.google.com/file/d/{ID}/view?usp=sharing"
DRIVE_PATH = f"/uc?export=download&id={ID}"


@pytest.mark.parametrize(
    ("url", "kind", "plain"),
    [
        (DRIVE_LINK, "file", f"https://drive.google.com{DRIVE_PATH}"),
        (f"https://drive.google.com/file/d/{ID}/preview", "file", f"https://drive.google.com{DRIVE_PATH}"),
        (f"https://drive.google.com/open?id={ID}", "file", f"https://drive.google.com{DRIVE_PATH}"),
        (f"http://drive.google.com/uc?export=view&id={ID}", "file", f"https://drive.google.com{DRIVE_PATH}"),
        (f"https://drive.google.com/file/d/{ID}/view?resourcekey=0-ab", "file",
         f"https://drive.google.com{DRIVE_PATH}&resourcekey=0-ab"),
        (f"https://docs.google.com/document/d/{ID}/edit#heading=h.1", "file",
         f"https://docs.google.com/document/d/{ID}/export?format=docx"),
        (f"https://docs.google.com/a/b.go.th/spreadsheets/d/{ID}/edit?gid=0", "file",
         f"https://docs.google.com/spreadsheets/d/{ID}/export?format=xlsx"),
        (f"https://docs.google.com/presentation/d/{ID}", "file", f"https://docs.google.com/presentation/d/{ID}/export/pptx"),
        (f"https://docs.google.com/spreadsheets/d/e/2PACX-{ID}/pubhtml", "file",
         f"https://docs.google.com/spreadsheets/d/e/2PACX-{ID}/pub?output=xlsx"),
        ("https://www.dropbox.com/s/abc123/plan.pdf?dl=0", "file", "https://www.dropbox.com/s/abc123/plan.pdf?dl=1"),
        ("https://www.dropbox.com/scl/fi/abc/plan.pdf?rlkey=k&dl=0", "file",
         "https://www.dropbox.com/scl/fi/abc/plan.pdf?rlkey=k&dl=1"),
        (f"https://docs.google.com/document/d/e/2PACX-{ID}/pub", "cloud", ""),
        (f"https://drive.google.com/drive/folders/{ID}", "folder", ""),
        (f"https://drive.google.com/drive/u/1/folders/{ID}?x=1", "folder", ""),
        ("https://www.dropbox.com/sh/abc/def", "folder", ""),
        ("https://docs.google.com/forms/d/e/1FAIpQL/viewform", "form", ""), ("https://forms.gle/abc", "form", ""),
        ("https://sites.google.com/view/bandee/o1", "pages", ""),
        ("https://online.anyflip.com/abc/def/", "flipbook", ""), ("https://online.fliphtml5.com/a/b/", "flipbook", ""),
        ("https://issuu.com/a/docs/b", "flipbook", ""), ("https://www.slideshare.net/a/b", "flipbook", ""),
        ("https://1drv.ms/b/s!Abc", "cloud", ""), ("https://bandee-my.sharepoint.com/:b:/g/x", "cloud", ""),
        ("https://mega.nz/file/x", "cloud", ""), ("https://www.mediafire.com/file/x", "cloud", ""),
        ("https://www.4shared.com/x", "cloud", ""),
        ("https://www.facebook.com/bandee", "social", ""), ("https://x.com/bandee", "social", ""),
        ("https://line.me/R/ti/p/@bandee", "chat", ""), ("https://lin.ee/abc", "chat", ""),
        ("https://youtu.be/abc", "video", ""), ("https://www.youtube.com/watch?v=abc", "video", ""),
        ("https://www.google.com/maps/place/x", "map", ""), ("https://maps.app.goo.gl/x", "map", ""),
        ("https://process3.gprocurement.go.th/egp2procmainWeb/x", "system", ""),
        ("https://lpa.dla.go.th/x", "system", ""), ("https://itas.nacc.go.th/go/eit/abc", "system", ""),
    ],
)  # fmt: skip
def test_an_address_elsewhere_is_known_by_its_kind(url: str, kind: str, plain: str) -> None:
    place = place_of(url)
    assert place is not None
    assert (place.kind, place.plain) == (kind, plain)


@pytest.mark.parametrize(
    "url",
    ["https://www.bandee.go.th/a.pdf", "https://fox.com/", "https://drive.google.com.evil.example/file/d/" + ID, "", "mailto:a@b.c",
     "https://www.google.com/search?q=a", "http://[broken", "javascript:void(0)"],
)  # fmt: skip
def test_other_addresses_are_of_no_kind(url: str) -> None:
    assert place_of(url) is None
    assert fetched_at(url, PUBLIC) is None


def test_a_viewer_only_wraps_an_address() -> None:
    own = "https://www.bandee.go.th/a%20b.pdf"
    for url in (f"https://docs.google.com/viewer?url={own}&embedded=true", f"https://docs.google.com/gview?url={own}",
                f"https://view.officeapps.live.com/op/view.aspx?src={own}"):  # fmt: skip
        assert unwrapped(url) == own
        assert place_of(url) is None
    assert unwrapped("https://docs.google.com/viewer?url=file:///etc/passwd") is None


def test_redirects_are_followed_to_the_services_own_hosts_only() -> None:
    for url in ("https://drive.usercontent.google.com/download?id=1", "https://doc-0s-docs.googleusercontent.com/x",
                "https://uc1.dl.dropboxusercontent.com/x", "https://docs.google.com/x"):  # fmt: skip
        assert hands_over(url, PUBLIC), url
    for url in ("http://doc-0s-docs.googleusercontent.com/x", "https://googleusercontent.com.evil.example/x",
                "https://evilgoogleusercontent.com/x", "https://127.0.0.1/x", "https://accounts.google.com/signin",
                "https://docs.googleusercontent.com:8080/x", "http://169.254.169.254/latest", "https://www.google.com/x"):  # fmt: skip
        assert not hands_over(url, PUBLIC), url


def test_a_page_in_place_of_a_document_is_a_door_or_a_question() -> None:
    assert instead_of_content(b"<title>Google Drive - Virus scan warning</title>") == "interstitial"
    assert instead_of_content("<h1>คุณต้องมีสิทธิ์เข้าถึง</h1><button>ขอสิทธิ์การเข้าถึง</button>".encode()) == "needs_login"
    assert instead_of_content(b'<a href="https://accounts.google.com/ServiceLogin?x">Sign in</a>') == "needs_login"


def _pdf(text: str) -> Answer:
    buffer = io.BytesIO()
    page = Canvas(buffer)
    for line in range(12):
        page.drawString(70, 750 - 20 * line, f"{text} line {line}")
    page.save()
    return Answer(buffer.getvalue(), headers={"Content-Type": "application/octet-stream"})


def _xlsx(text: str) -> Answer:
    book, buffer = Workbook(), io.BytesIO()
    book.active.append([text, 2569])
    book.save(buffer)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Answer(buffer.getvalue(), headers={"Content-Type": kind})


def _outside(service: Site) -> dict[str, str]:
    return dict.fromkeys(PUBLIC, service.url)


def _snapshot(done: Crawl) -> Snapshot:
    assert done.status == 0, done.errors
    return read_snapshot(done.folder, ocr=False)


def _found(snapshot: Snapshot, url: str) -> Artifact:
    target = Judged(snapshot).target(url)
    assert target.artifact is not None, target
    return target.artifact


def test_a_linked_document_is_fetched_at_its_plain_address(serve: Opener, run: Runner) -> None:
    service = serve({DRIVE_PATH: redirect("/handed/over"), "/handed/over": _pdf("development plan"),
                     f"/spreadsheets/d/{ID}/export?format=xlsx": _xlsx("budget")})  # fmt: skip
    sheet = f"https://docs.google.com/spreadsheets/d/{ID}/edit#gid=0"
    site = serve({
        "/": html(f'<ul><li>แผนพัฒนาท้องถิ่น 2569 <a href="{DRIVE_LINK}">ดาวน์โหลด</a></li>'
                  f'<li><a href="{sheet}">แผนพัฒนา (ตาราง)</a></li></ul><a href="/again">a</a>'),
        "/again": html(f'<a href="https://drive.google.com/open?id={ID}">แผนพัฒนา</a>'),
    })  # fmt: skip
    done = run(site.url, interests=[PLAN], outside=_outside(service))
    snapshot = _snapshot(done)
    document = _found(snapshot, DRIVE_LINK)
    assert "development plan" in document.blocks[0].text
    assert document.url == DRIVE_LINK
    assert document.evidence.url == service.url + "/handed/over"
    assert service.url + DRIVE_PATH in document.redirected_from
    assert _found(snapshot, f"https://drive.google.com/open?id={ID}") == document
    assert any("budget" in block.text for block in _found(snapshot, sheet).blocks)
    assert service.count("/robots.txt") == 1
    assert service.count(DRIVE_PATH) == 1
    assert done.pages()[service.url + "/handed/over"].via == site.url + "/"
    assert done.finish["exhausted"] is True


def test_menus_and_links_that_promise_nothing_are_left_alone(serve: Opener, run: Runner) -> None:
    service = serve()
    site = serve({"/": html(
        f'<nav><a href="{DRIVE_LINK}">แผนพัฒนา</a></nav><div class="footer"><a href="{DRIVE_LINK}&x=1">แผนพัฒนา</a></div>'
        f'<p><a href="https://docs.google.com/document/d/{ID}/edit">ภาพกิจกรรม</a></p>'
        f'<p><a href="https://drive.google.com/drive/folders/{ID}">แผนพัฒนา</a></p>'
        '<p><a href="https://anyflip.com/a/b">แผนพัฒนา</a></p>'
    )})  # fmt: skip
    snapshot = _snapshot(run(site.url, interests=[PLAN], outside=_outside(service)))
    assert service.hits == []
    assert Judged(snapshot).target(DRIVE_LINK).why == "off_site"


def test_a_link_of_a_menu_and_an_embedded_document_are_fetched_where_they_are_content(
    serve: Opener, run: Runner
) -> None:
    shown = f"https://drive.google.com/file/d/{ID}9/preview"
    service = serve({DRIVE_PATH: _pdf("plan"), f"{DRIVE_PATH}9": _pdf("shown")})
    link = f'<a href="{DRIVE_LINK}">แผนพัฒนา</a>'
    site = serve({
        "/": html(f'<nav>{link}</nav><a href="/index">ita</a><a href="/plan">แผนพัฒนาท้องถิ่น</a>'),
        "/index": html(f"<table><tr><td>{link}</td></tr></table>"),
        "/plan": html(f'<iframe src="{shown}"></iframe>'),
    })  # fmt: skip
    snapshot = _snapshot(run(site.url, interests=[PLAN], outside=_outside(service)))
    assert "plan" in _found(snapshot, DRIVE_LINK).blocks[0].text
    assert "shown" in _found(snapshot, shown).blocks[0].text


def test_what_cannot_be_had_is_told_of_the_link_itself(serve: Opener, run: Runner) -> None:
    answers: list[tuple[Answer, str, str]] = [
        (redirect("https://accounts.google.com/ServiceLogin?continue=x"), "blocked", "needs_login"),
        (html("<h1>You need access</h1><button>Request access</button>"), "blocked", "needs_login"),
        (html("<title>Virus scan warning</title><form>Download anyway</form>"), "blocked", "interstitial"),
        (Answer(status=401), "blocked", "needs_login"),
        (Answer(status=403), "blocked", "HTTP 403"),
        (Answer(status=404), "http_error", "HTTP 404"),
        (redirect("https://evil.example/x"), "off_site", "redirects to https://evil.example/x"),
        (redirect(f"{DRIVE_PATH}7"), "http_error", "redirect loop"),
    ]
    service = serve({f"{DRIVE_PATH}{number}": answer for number, (answer, _, _) in enumerate(answers)})
    links = [f"https://drive.google.com/file/d/{ID}{number}/view" for number in range(len(answers))]
    others = [
        f"https://drive.google.com/{'open' if number % 2 else 'uc'}?id={ID}{number}" for number in range(len(answers))
    ]
    site = serve({"/": html("".join(f'<p><a href="{link}">แผนพัฒนา</a></p>' for link in [*links, *others]))})
    done = run(site.url, interests=[PLAN], outside=_outside(service))
    assert [done.failure(link) for link in links] == [(kind, detail) for _, kind, detail in answers]
    judged = Judged(_snapshot(done))
    for url, (_, kind, _) in zip([*links, *others], [*answers, *answers], strict=True):
        target = judged.target(url)
        assert (target.artifact, target.why) == (None, kind), url


def test_what_may_be_a_folder_is_not_called_dead(serve: Opener, run: Runner) -> None:
    link = f"https://drive.google.com/open?id={ID}"
    site = serve({"/": html(f'<a href="{link}">แผนพัฒนา</a>')})
    done = run(site.url, interests=[PLAN], outside=_outside(serve()))
    assert done.failure(link) == ("http_error", "no_document (HTTP 404)")


def test_robots_txt_of_the_service_is_kept(serve: Opener, run: Runner) -> None:
    service = serve({"/robots.txt": Answer("User-agent: *\nDisallow: /uc\n"), DRIVE_PATH: _pdf("plan")})
    site = serve({"/": html(f'<a href="{DRIVE_LINK}">แผนพัฒนา</a>')})
    done = run(site.url, interests=[PLAN], outside=_outside(service))
    assert done.failure(DRIVE_LINK)[0] == "robots"
    assert service.count(DRIVE_PATH) == 0


def test_no_redirect_leads_through_this_door_into_the_own_network(serve: Opener, run: Runner) -> None:
    inner = serve({"/": "secret"})
    named = inner.url.replace("127.0.0.1", "localhost")
    service = serve({f"/uc?export=download&id={ID}{number}": redirect(target) for number, target in enumerate(
        [inner.url, named, "file:///etc/passwd", f"//127.0.0.1:{inner.port}/", "https://169.254.169.254/"])})  # fmt: skip
    site = serve({"/": html("".join(
        f'<p><a href="https://drive.google.com/file/d/{ID}{number}/view">แผนพัฒนา</a></p>' for number in range(5)))})  # fmt: skip
    done = run(site.url, interests=[PLAN], outside=_outside(service))
    assert inner.hits == []
    assert len(done.manifest.failures) == 5
    assert {item.kind for item in done.manifest.failures} == {"off_site", "http_error"}


def test_a_job_that_names_no_service_stays_on_the_site(serve: Opener, run: Runner) -> None:
    site = serve({"/": html(f'<a href="{DRIVE_LINK}">แผนพัฒนา</a>')})
    done = run(site.url, interests=[PLAN], outside={}, declared=[DRIVE_LINK])
    assert done.failure(DRIVE_LINK)[0] == "off_site"
    assert len(done.pages()) == 1


def test_a_declared_address_elsewhere_is_fetched(serve: Opener, run: Runner) -> None:
    service = serve({DRIVE_PATH: _pdf("plan")})
    done = run(serve({"/": "home"}).url, outside=_outside(service), declared=[DRIVE_LINK])
    _found(_snapshot(done), DRIVE_LINK)


def test_a_redirect_of_the_site_to_a_document_elsewhere_is_followed(serve: Opener, run: Runner) -> None:
    service = serve({DRIVE_PATH: _pdf("plan")})
    site = serve({"/": html('<a href="/get?id=1">แผนพัฒนา</a><a href="/get?id=2">x</a>'),
                  "/get?id=1": redirect(DRIVE_LINK), "/get?id=2": redirect(f"https://drive.google.com/open?id={ID}")})  # fmt: skip
    snapshot = _snapshot(run(site.url, interests=[PLAN], outside=_outside(service)))
    document = _found(snapshot, site.url + "/get?id=1")
    place = place_of(document.url)  # under the spelling that was met first
    assert place is not None and place.plain.endswith(DRIVE_PATH)
    assert _found(snapshot, site.url + "/get?id=2") == document


def test_a_file_shown_in_a_viewer_is_the_sites_own(serve: Opener, run: Runner) -> None:
    site = serve({"/a.pdf": _pdf("plan")})
    shown = f"https://docs.google.com/viewer?url={site.url}/a.pdf&embedded=true"
    site.routes["/"] = html(f'<iframe src="{shown}"></iframe><a href="{shown}">a</a>')
    snapshot = _snapshot(run(site.url, outside={}))
    links = _found(snapshot, site.url + "/").links
    assert [_found(snapshot, link.url).url for link in links] == [site.url + "/a.pdf"] * 2


def test_there_is_an_end_to_what_is_fetched(serve: Opener, run: Runner) -> None:
    many = MOST_FETCHED + 20
    service = serve({f"/uc?export=download&id={ID}{number}": Answer(b"%PDF-1.4") for number in range(many)})
    site = serve({"/": html("".join(
        f'<p><a href="https://drive.google.com/file/d/{ID}{number}/view">แผนพัฒนา</a></p>' for number in range(many)))})  # fmt: skip
    done = run(site.url, interests=[PLAN], outside=_outside(service))
    fetched = [path for path in service.paths() if path.startswith("/uc")]
    assert len(fetched) == MOST_FETCHED
    assert done.finish["requests"] >= MOST_FETCHED


def test_files_elsewhere_count_in_the_budget(serve: Opener, run: Runner) -> None:
    service = serve({f"/uc?export=download&id={ID}{number}": Answer(b"%PDF-1.4") for number in range(9)})
    site = serve({"/": html("".join(
        f'<p><a href="https://drive.google.com/file/d/{ID}{number}/view">แผนพัฒนา</a></p>' for number in range(9)))})  # fmt: skip
    done = run(site.url, interests=[PLAN], outside=_outside(service), max_pages=4)
    assert len([path for path in service.paths() if path.startswith("/uc")]) == 3
    assert done.finish["reason"] == "max_pages"


def test_an_interrupted_crawl_asks_again_at_the_plain_address(serve: Opener, run: Runner) -> None:
    service = serve({DRIVE_PATH: Answer(None)})
    site = serve({"/": html(f'<a href="{DRIVE_LINK}">แผนพัฒนา</a>')})
    first = run(site.url, interests=[PLAN], outside=_outside(service))
    assert first.failure(DRIVE_LINK)[0] == "timeout"
    service.routes[DRIVE_PATH] = _pdf("plan")
    again = run(site.url, interests=[PLAN], outside=_outside(service), resume=True)
    _found(_snapshot(again), DRIVE_LINK)
    asked = service.count(DRIVE_PATH)
    run(site.url, interests=[PLAN], outside=_outside(service), resume=True)
    assert service.count(DRIVE_PATH) == asked


def test_the_public_addresses_are_where_nothing_else_is_said() -> None:
    assert fetched_at(DRIVE_LINK, PUBLIC) == f"https://drive.google.com{DRIVE_PATH}"
    assert (
        elsewhere.linked_as(["https://www.bandee.go.th/x", DRIVE_LINK, f"https://drive.google.com{DRIVE_PATH}"])
        == DRIVE_LINK
    )
