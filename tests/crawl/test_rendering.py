"""Pages that a script builds, seen through the system's Chromium."""

import tempfile
from pathlib import Path

import pytest

from crawler.browser import find_chromium
from crawler.evidence import read_body
from crawler.scripted import needs_browser
from tests.crawl.conftest import Opener, Runner
from tests.crawl.loopback import Answer, html

_APP = html('<div id="root"></div><script src="/app.js"></script>')
_SCRIPT = Answer(
    """fetch('/data.json').then(r => r.json()).then(d => {
      document.getElementById('root').innerHTML = '<h1>' + d.title + '</h1><a href="/inner">inner</a>'; });""",
    headers={"Content-Type": "text/javascript"},
)
_DATA = Answer('{"title": "เทศบาลตำบลบ้านดี"}', headers={"Content-Type": "application/json; charset=utf-8"})
needs_chromium = pytest.mark.skipif(find_chromium() is None, reason="no Chromium here")


def _needed(page: str, links: int, text: str) -> bool:
    return needs_browser(page, links, lambda: text)


def test_when_a_browser_is_needed() -> None:
    script = "<script src=x></script>"
    assert _needed(f'<div id="root"></div>{script}', 0, "")
    assert _needed(f"<noscript>You need to enable JavaScript</noscript>{script}", 0, "")
    assert _needed(f"<p>กำลังโหลดข้อมูล...</p>{script}", 40, "เมนู " * 200 + "กำลังโหลดข้อมูล...")
    assert not _needed("<p>short</p>", 0, "short")
    assert not _needed(f"<p>ordinary</p>{script}", 1, "ordinary")
    assert not _needed(f'<div id="app">full</div>{script}', 40, "เมนู " * 200)


@needs_chromium
def test_a_page_built_by_script_is_rendered_stored_and_followed(serve: Opener, run: Runner) -> None:
    other = serve({"/x.js": Answer("window.y = 1", headers={"Content-Type": "text/javascript"})})
    app = html(f'<div id="root"></div><script src="{other.url}/x.js"></script><script src="/app.js"></script>'
               '<img src="/big.png"><script>alert("hello")</script>')  # fmt: skip
    site = serve({"/": app, "/app.js": _SCRIPT, "/data.json": _DATA, "/inner": "<p>inner page</p>"})
    done = run(site.url)
    assert done.status == 0, done.errors
    assert done.paths() == {"/", "/inner"}
    rendered = [item for item in done.manifest.records if item.role == "rendered"]
    assert [item.url for item in rendered] == [site.url + "/"]
    assert "เทศบาลตำบลบ้านดี" in read_body(done.folder, rendered[0]).decode()
    assert done.finish["rendered"] == 1
    assert site.count("/") == 1
    assert site.count("/big.png") == 0
    assert other.hits == []


@needs_chromium
def test_a_script_that_leads_on_is_followed_within_the_site_only(serve: Opener, run: Runner) -> None:
    other = serve({"/": "other"})
    site = serve({
        "/": html('<a href="/go">g</a> <a href="/away">a</a>'),
        "/go": html('<div id="app"></div><script>window["loc"+"ation"]["hr"+"ef"] = "/tar" + "get"</script>'),
        "/away": html(f'<div id="app"></div><script>window["loc"+"ation"]["hr"+"ef"] = "{other.url}" + "/"</script>'),
        "/target": "<p>arrived</p>",
    })  # fmt: skip
    done = run(site.url)
    assert "/target" in done.paths()
    assert other.hits == []


@needs_chromium
def test_a_rendered_page_reaches_nothing_beside_its_site(serve: Opener, run: Runner) -> None:
    other = serve({"/": "secret"})
    script = f"""
      const away = '{other.url}';
      for (const path of ['/xhr', '/hop']) fetch(path === '/hop' ? path : away + path).catch(() => 0);
      for (const [tag, name] of [['script', 'src'], ['iframe', 'src'], ['img', 'src']]) {{
        for (const address of [away + '/' + tag, '/hop']) {{
          const node = document.createElement(tag); node[name] = address; document.body.append(node); }} }}
      window.open(away + '/popup'); window.open('/hop');
      new WebSocket(away.replace('http', 'ws') + '/socket');
      navigator.sendBeacon(away + '/beacon', 'x');
      fetch('/data.json').then(r => r.json()).then(d => {{ document.getElementById('root').textContent = d.title; }});
    """
    site = serve({
        "/": html('<div id="root"></div><script src="/app.js"></script>'), "/data.json": _DATA,
        "/app.js": Answer(script, headers={"Content-Type": "text/javascript"}),
        "/hop": Answer(status=302, headers={"Location": other.url + "/hopped"}),
    })  # fmt: skip
    done = run(site.url)
    rendered = [item for item in done.manifest.records if item.role == "rendered"]
    assert "เทศบาลตำบลบ้านดี" in read_body(done.folder, rendered[0]).decode()
    assert other.hits == []


@needs_chromium
def test_a_home_page_without_anything_is_empty_even_after_rendering(serve: Opener, run: Runner) -> None:
    done = run(serve({"/": html('<div id="root"></div><script>1</script>')}).url)
    assert done.finish["home_problem"] == "empty: no text and no links"


def test_rendering_can_be_switched_off(serve: Opener, run: Runner) -> None:
    site = serve({"/": html('<a href="/app">a</a>'), "/app": _APP, "/app.js": _SCRIPT, "/data.json": _DATA})
    done = run(site.url, render="never")
    assert done.paths() == {"/", "/app"}
    assert done.finish["rendered"] == 0


def test_without_a_browser_the_crawl_goes_on_and_says_so(
    serve: Opener, run: Runner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OIT_CHROMIUM", str(tmp_path / "nothing"))
    site = serve({"/": html('<a href="/app">a</a><a href="/b">b</a>'), "/app": _APP, "/b": _APP})
    done = run(site.url)
    assert done.paths() == {"/", "/app", "/b"}
    assert [item.kind for item in done.manifest.findings] == ["renderer_missing"]
    assert done.finish["exhausted"] is False


@needs_chromium
def test_always_renders_each_page_and_leaves_nothing_behind(
    serve: Opener, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = serve({"/": html('<a href="/b">b</a>'), "/b": "<p>b</p>"})
    with tempfile.TemporaryDirectory(prefix="t") as scratch:
        monkeypatch.setenv("TMPDIR", scratch)
        done = run(site.url, render="always")
        assert done.finish["rendered"] == 2
        assert list(Path(scratch).iterdir()) == []
