"""A real crawl of a real loopback site, seen from its evidence."""

import gzip
import random
from itertools import pairwise
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from crawler.evidence import read_body
from tests.crawl.conftest import Opener, Runner
from tests.crawl.loopback import Answer, Site, html, redirect

_PDF = Answer(b"%PDF-1.4 one", headers={"Content-Type": "application/pdf"})


def _links(*targets: str) -> Answer:
    return html("<h1>อบต.บ้านดี</h1>" + "".join(f'<a href="{target}">{target}</a> ' for target in targets))


def test_every_page_and_file_of_a_site_is_seen_once(serve: Opener, run: Runner) -> None:
    site = serve({
        "/": _links("/a", "b.php?id=1", "/c.pdf", "/a#top", "./a?utm_source=x", "/dead", "/style.css", "/login", "tel:1",
                    "javascript:void(0)", "#"),
        "/a": _links("/", "/frame"),
        "/frame": html('<iframe src="/inner"></iframe><map><area href="/area"></map>'
                       '<button onclick="window.open(\'/opened\')">x</button>'),
        "/inner": "inner", "/area": "area", "/opened": "opened",
        "/b.php?id=1": "<p>b</p>",
        "/c.pdf": _PDF,
    })  # fmt: skip
    done = run(site.url)
    assert done.status == 0, done.errors
    assert done.paths() == {"/", "/a", "/b.php?id=1", "/c.pdf", "/frame", "/inner", "/area", "/opened"}
    assert done.failure(site.url + "/dead") == ("http_error", "HTTP 404")
    assert done.finish["exhausted"] is True
    assert done.finish["reason"] == "frontier_empty"
    assert max(site.count(path) for path in site.paths()) == 1
    assert not {"/style.css", "/login"} & set(site.paths())
    assert done.output[-1]["files"] == 1
    assert done.output[-1]["failed"] == 1


def test_evidence_is_readable_by_any_warc_tool_and_by_us(serve: Opener, run: Runner) -> None:
    thai = "<html><meta charset=windows-874><body>แผน “ดี” <a href=/x.pdf>x</a></body></html>".encode("cp874")
    site = serve({"/": Answer(thai, headers={"Content-Type": "text/html"}), "/x.pdf": _PDF})
    done = run(site.url + "/")
    with (done.folder / "pages.warc.gz").open("rb") as warc:
        found = [(item.rec_type, item.rec_headers.get_header("WARC-Target-URI"), item.content_stream().read())
                 for item in ArchiveIterator(warc, check_digests="raise")]  # fmt: skip
    assert found[0][0] == "warcinfo"
    assert ("response", site.url + "/", thai) in found
    assert read_body(done.folder, done.pages()[site.url + "/x.pdf"]) == _PDF.body
    assert done.pages()[site.url + "/x.pdf"].via == site.url + "/"


def test_compressed_answers_are_stored_unpacked(serve: Opener, run: Runner) -> None:
    page = b"<html><body>" + b"word " * 300 + b"</body></html>"
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    site = serve({"/": Answer(gzip.compress(page), headers=headers)})
    done = run(site.url)
    assert read_body(done.folder, done.pages()[site.url + "/"]) == page


def test_a_random_address_is_probed_even_when_everything_answers_200(serve: Opener, run: Runner) -> None:
    site = serve({"/": _links("/a"), "/a": "a"})
    site.answer = lambda path: html("always the same")  # type: ignore[method-assign]
    done = run(site.url)
    probe = [item for item in done.manifest.records if item.role == "probe"]
    assert [item.status for item in probe] == [200]
    assert "always the same" in read_body(done.folder, probe[0]).decode()


def test_links_out_of_the_site_are_never_requested(serve: Opener, run: Runner) -> None:
    other = serve({"/": "secret"})
    hosts = [other.url, other.url.replace("127.0.0.1", "localhost"), other.url.replace("127.0.0.1", "2130706433"),
             other.url.replace("127.0.0.1", "[::ffff:127.0.0.1]"), f"//127.0.0.1:{other.port}"]  # fmt: skip
    site = serve({
        "/": html("".join(f'<a href="{host}/">o</a><iframe src="{host}/f"></iframe>' for host in hosts)
                  + f'<a href="/hop">h</a><meta http-equiv="refresh" content="9;url={other.url}/r">'),
        "/hop": redirect(other.url + "/hop"),
        "/robots.txt": Answer(f"Sitemap: {other.url}/sitemap.xml\n"),
        "/sitemap.xml": Answer(f"<urlset><url><loc>{other.url}/m</loc></url></urlset>"),
    })  # fmt: skip
    done = run(site.url, declared=[other.url + "/declared"])
    assert other.hits == []
    assert done.failure(site.url + "/hop")[0] == "off_site"
    assert done.failure(other.url + "/declared")[0] == "off_site"
    assert done.finish["exhausted"] is True


def test_redirects_are_recorded_hop_by_hop(serve: Opener, run: Runner) -> None:
    site = serve({
        "/": redirect("/home", 301), "/home": _links("/one", "/loop1", "/nowhere", "/members", "/end"),
        "/one": redirect("two"), "/two": redirect("/end"), "/end": "end",
        "/loop1": redirect("/loop2"), "/loop2": redirect("/loop1"),
        "/nowhere": redirect("mailto:x@y.z"), "/members": redirect("/wp-login.php?x=1"),
    })  # fmt: skip
    done = run(site.url)
    assert done.pages()[site.url + "/home"].redirected_from == (site.url + "/",)
    hops = {item.url: item.location for item in done.manifest.records if item.status in (301, 302)}
    assert hops[site.url + "/one"] == site.url + "/two"
    assert site.count("/end") == 1
    assert site.count("/loop1") <= 2
    assert done.failure(site.url + "/members")[0] == "blocked"
    assert done.failure(site.url + "/nowhere")[0] == "http_error"
    assert site.count("/wp-login.php?x=1") == 0
    assert done.finish["exhausted"] is True


def test_a_redirect_to_itself_that_sets_a_cookie_is_followed(serve: Opener, run: Runner) -> None:
    def first_time(site: Site) -> Answer:
        return redirect("/") if site.count("/") == 1 else html("welcome " * 20)

    done = run(serve({"/": first_time}).url)
    assert done.paths() == {"/"}
    assert done.finish["home_problem"] == ""


def test_endless_redirects_end(serve: Opener, run: Runner) -> None:
    site = serve({"/": _links("/r0"), **{f"/r{number}": redirect(f"/r{number + 1}") for number in range(30)}})
    done = run(site.url)
    assert [item.detail for item in done.manifest.failures] == ["redirect loop"]
    assert len([path for path in site.paths() if path.startswith("/r")]) <= 13


def test_robots_txt_is_obeyed(serve: Opener, run: Runner) -> None:
    site = serve({
        "/robots.txt": Answer("User-agent: *\nDisallow: /secret\n\nUser-agent: oit-audit\nDisallow: /ours\n"),
        "/": _links("/secret", "/ours", "/open"), "/open": "open", "/secret": "for us by the standard allowed",
    })  # fmt: skip
    done = run(site.url, contact="https://example.org/bot")
    assert done.failure(site.url + "/ours")[0] == "robots"
    assert "/ours" not in site.paths()
    assert {"/open", "/secret"} <= done.paths()
    assert done.manifest.records[0].role == "robots"
    assert site.agents == {"oit-audit/0.1 (+https://example.org/bot)"}


def test_sitemaps_are_read_one_level_deep_and_in_scope(serve: Opener, run: Runner) -> None:
    site = serve({})
    site.routes |= {
        "/": _links("/a"), "/a": "a", "/b": "b", "/c": "c",
        "/robots.txt": Answer(f"Sitemap: {site.url}/map/index.xml"),
        "/map/index.xml": Answer(f"<sitemapindex><sitemap><loc>{site.url}/map/1.xml</loc></sitemap></sitemapindex>"),
        "/map/1.xml": Answer(f"<urlset><url><loc>{site.url}/b</loc></url><url><loc>http://example.com/x</loc></url>"
                             f"<url><loc>{site.url}/c?utm_source=m&amp;z=1</loc></url></urlset>"),
        "/c?z=1": "c",
    }  # fmt: skip
    done = run(site.url)
    assert done.paths() == {"/", "/a", "/b", "/c?z=1"}
    assert done.manifest.failures == ()
    assert done.output[-1]["pages"] == 4


def test_pictures_are_fetched_only_for_pages_that_need_them(serve: Opener, run: Runner) -> None:
    picture = Answer(b"\x89PNG\r\n", headers={"Content-Type": "image/png"})
    images = "".join(f'<img src="/i{number}.png">' for number in range(60)) + '<img src="/icon.png" width=16>'
    site = serve({
        "/": html('<a href="/who">คณะผู้บริหาร</a> <a href="/news">ข่าว</a>'), "/who": html(images),
        "/news": html('<img src="/n.png">'), "/icon.png": picture, "/n.png": picture,
        **{f"/i{number}.png": picture for number in range(60)},
    })  # fmt: skip
    done = run(site.url, image_interests=["ผู้บริหาร"])
    fetched = {path for path in done.paths() if path.endswith(".png")}
    assert len(fetched) == 40
    assert not {"/n.png", "/icon.png"} & fetched


def test_what_is_looked_for_comes_first(serve: Opener, run: Runner) -> None:
    names = [f"/n{number}" for number in range(30)]
    site = serve({
        "/": html("".join(f'<a href="{name}">ข่าว {name}</a>' for name in names)
                  + '<a href="/x">แผนดำเนินงานประจำปี</a><a href="/ita">ITA 2569</a>'),
        "/x": "x", "/ita": html('<a href="/deep.pdf">O5</a>'), "/deep.pdf": _PDF, **dict.fromkeys(names, "news"),
    })  # fmt: skip
    done = run(site.url, interests=[("แผนดำเนินงาน", 1)], declared=[site.url + "/n29"], max_pages=6)
    assert {"/", "/n29", "/ita", "/x", "/deep.pdf"} < done.paths()
    assert done.finish["reason"] == "max_pages"
    assert done.finish["exhausted"] is False
    assert len(done.pages()) == 6


def test_one_request_a_second_is_kept(serve: Opener, run: Runner) -> None:
    site = serve({"/": _links("/a", "/b", "/c"), "/a": "a", "/b": "b", "/c": "c"})
    run(site.url, delay=0.3)
    moments = sorted(moment for moment, _ in site.hits)
    assert len(moments) == 7
    assert min(later - earlier for earlier, later in pairwise(moments)) > 0.25


def test_a_budget_of_minutes_ends_the_crawl(serve: Opener, run: Runner) -> None:
    def endless(site: Site) -> Answer:
        number = len(site.hits)
        return _links(f"/more?n={number}", f"/more?n={number + 1000}")

    site = serve({"/robots.txt": Answer("")})
    site.answer = lambda path: endless(site)  # type: ignore[method-assign]
    done = run(site.url, max_minutes=0.03, delay=0.05)
    assert done.finish["reason"] == "max_minutes"
    assert done.finish["exhausted"] is False


def test_a_stop_file_ends_the_crawl_soon(serve: Opener, run: Runner, tmp_path: Path) -> None:
    (tmp_path / "snapshot").mkdir()
    (tmp_path / "snapshot" / "stop").touch()
    site = serve({"/": _links(*(f"/{number}" for number in range(100)))})
    done = run(site.url, delay=0.2)
    assert done.finish["reason"] == "stopped"
    assert done.finish["exhausted"] is False
    assert done.status == 0


def test_so_much_evidence_on_disk_and_no_more(serve: Opener, run: Runner) -> None:
    body = random.Random(1).randbytes(60_000)
    files = {f"/{n}.pdf": Answer(b"%PDF-1.4" + body, headers={"Content-Type": "application/pdf"}) for n in range(20)}
    done = run(serve({"/": _links(*files), **files}).url, max_bytes=200_000)
    assert (done.finish["reason"], done.finish["exhausted"]) == ("max_bytes", False)
    assert (done.folder / "pages.warc.gz").stat().st_size < 200_000 + 8 * len(body)  # eight were on their way
