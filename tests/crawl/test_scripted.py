"""Which pages are worth a browser, and what a rendered page may do."""

from functools import cache
from pathlib import Path

import pytest

from crawler.browser import find_chromium
from crawler.evidence import read_body
from crawler.links import LinkReader
from crawler.scripted import needs_browser
from tests.crawl.conftest import Opener, Runner
from tests.crawl.loopback import Answer, html

_SAMPLE = Path(__file__).parents[1] / "sample" / "site"
_MENU = "".join(f'<li><a href="/m{number}">รายการเมนูที่ {number}</a></li>' for number in range(30))
_FETCH = "<script>fetch('/api').then(r => r.json()).then(show)</script>"
_JS = {"Content-Type": "text/javascript"}
needs_chromium = pytest.mark.skipif(find_chromium() is None, reason="no Chromium here")


def _needed(markup: str) -> bool:
    page = LinkReader().read_text("https://www.example.go.th/p", f"<html><body>{markup}</body></html>")
    return needs_browser(page.html, page.link_count, cache(page.visible_text))


_PRINTED = (
    "<script>pdf2htmlEX.defaultViewer = new pdf2htmlEX.Viewer();</script><div id='page-container'><div class='pf'>{}</div>"
    "</div><div class='loading-indicator'><img src='data:image/png;base64,iVBORw0KGgo='></div>"
)


@pytest.mark.parametrize(
    "markup",
    [
        _PRINTED.format("<span>รองปล</span><span>ั</span><span>ดเทศบาล</span>"),
        _PRINTED.format("<img src='data:image/png;base64,iVBORw0KGgo='>"),
        "<script src=a.js></script><img src=chart.png>",
        "<script src=a.js></script><img src=chart.png loading=lazy><p>โครงสร้าง</p>",
        "<script src=a.js></script><p>ไม่มีข้อมูล</p>",
        f"<ul>{_MENU}</ul><div class='preloader'>กำลังโหลด...</div><script src=a.js></script><p>เนื้อหา</p>",
        f"<ul>{_MENU}</ul><script>alert('กำลังโหลดข้อมูล')</script><p>เนื้อหา</p>",
        f"<ul>{_MENU}</ul><ul id='search-result'></ul>{_FETCH}<script>$('#search-result')</script><p>เนื้อหา</p>",
        f"<ul>{_MENU}</ul><div id='online'></div>{_FETCH.replace('/api', '/online')}<p>{'เนื้อหา ' * 200}</p>",
        f"<ul>{_MENU}</ul><tbody id='rows'></tbody><script src=a.js></script>",
        f"<ul>{_MENU}</ul><div id='app'><p>เนื้อหา</p></div><script src=a.js></script>",
        f"<ul>{_MENU}</ul><p>การโหลดข้อมูล loading port...</p><script src=a.js></script>",
    ],
)  # fmt: skip
def test_complete_pages_are_not_rendered(markup: str) -> None:
    assert not _needed(markup)


@pytest.mark.parametrize(
    "markup",
    [
        "<div id='root'></div><script src=a.js></script>",
        "<div id=__next></div><script id=__NEXT_DATA__ type='application/json'>{\"props\":{}}</script>",
        "<div id='app'><img src=spinner.gif></div><script src=a.js></script>",
        "<h1>อบต.</h1><div class='loading'></div><script src=a.js></script>",
        f"<ul>{_MENU}</ul><div id='stat'>กำลังโหลดข้อมูล...</div><script src=a.js></script>",
        f"<ul>{_MENU}</ul><table><tr><td>Loading...</td></tr></table><script src=a.js></script>",
        f"<ul>{_MENU}</ul><div id='app'></div><script src=a.js></script>",
        f"<ul>{_MENU}</ul><table><tbody id='rows'></tbody></table><script>$.getJSON('/api', d => $('#rows').html(d))</script>",
        f"<ul>{_MENU}</ul><h1>ประกาศ</h1><div id='news'></div>"
        "<script>fetch('/api').then(d => document.getElementById('news').innerHTML = d)</script>",
    ],
)  # fmt: skip
def test_pages_that_lack_their_content_are_rendered(markup: str) -> None:
    assert _needed(markup)


def test_at_most_one_page_in_fifty_of_an_ordinary_site_is_rendered() -> None:
    pages = [path for path in _SAMPLE.rglob("*.html") if b"<html" in path.read_bytes()[:500].lower()]
    rendered = []
    for path in pages:
        page = LinkReader().read("https://www.example.go.th/p", path.read_bytes(), "text/html")
        if needs_browser(page.html, page.link_count, cache(page.visible_text)):
            rendered.append(path.relative_to(_SAMPLE).as_posix())
    assert rendered == ["complaint/statistics.html"]  # its table comes by script
    assert len(rendered) * 50 <= len(pages)


@pytest.mark.parametrize("piece", ["<script ", "<script>", "<div id=a", "<a ", "<ul id=x></ul>", "<a>กำลัง ", "<div id=app "])
def test_markup_without_an_end_costs_little(piece: str) -> None:
    needs_browser((piece * 200_000)[:2_000_000] + _FETCH, 100, lambda: "x" * 1000)


@needs_chromium
def test_only_what_shows_without_a_click_is_seen(serve: Opener, run: Runner) -> None:
    page = html("<div id=root></div><button id=more>ดู</button><script src=/a.js></script>")
    script = """
      const show = (path) => fetch(path).then(r => r.json()).then(d => {
        for (const name of d) document.getElementById('root').innerHTML += '<p>' + name + '</p>'; });
      show('/first.json'); document.getElementById('more').onclick = () => show('/second.json');"""
    site = serve({
        "/": page, "/a.js": Answer(script, headers=_JS),
        "/first.json": Answer('["รายการแรก"]', headers={"Content-Type": "application/json"}),
        "/second.json": Answer('["รายการหลังกด"]', headers={"Content-Type": "application/json"}),
    })  # fmt: skip
    done = run(site.url)
    (rendered,) = [item for item in done.manifest.records if item.role == "rendered"]
    body = read_body(done.folder, rendered).decode()
    assert "รายการแรก" in body and "รายการหลังกด" not in body
    assert site.count("/second.json") == 0


@needs_chromium
def test_a_rendered_page_downloads_installs_and_smuggles_nothing(serve: Opener, run: Runner) -> None:
    other = serve({"/": "secret"})
    script = f"""
      const away = '{other.url}';
      navigator.serviceWorker && navigator.serviceWorker.register('/sw.js').catch(() => 0);
      const link = document.createElement('a'); link.href = '/big.zip'; link.download = 'x.zip';
      document.body.append(link); link.click();
      const inner = '<img src="' + away + '/i"><script>fetch("' + away + '/f")<' + '/script><meta http-equiv=refresh '
        + 'content="0;url=' + away + '/m"><form action="' + away + '/p" method=post></form><script>document.forms[0].submit()<'
        + '/script>';
      for (const address of ['data:text/html,' + encodeURIComponent(inner),
                             URL.createObjectURL(new Blob([inner], {{type: 'text/html'}}))]) {{
        const frame = document.createElement('iframe'); frame.src = address; document.body.append(frame); }}
      const style = document.createElement('style'); style.textContent = '@import "' + away + '/c.css"; body '
        + '{{ background: url(' + away + '/bg) }}'; document.head.append(style);
      for (const kind of ['prefetch', 'preload', 'prerender']) {{
        const hint = document.createElement('link'); hint.rel = kind; hint.href = away + '/' + kind; hint.as = 'script';
        document.head.append(hint); }}
      new Worker(URL.createObjectURL(new Blob(['fetch("' + away + '/w")'])));
      document.getElementById('root').textContent = 'เสร็จแล้ว';
    """
    site = serve({
        "/": html('<div id="root"></div><script src="/a.js"></script>'), "/a.js": Answer(script, headers=_JS),
        "/sw.js": Answer("self.onfetch = 0", headers=_JS), "/big.zip": Answer("x"),
    })  # fmt: skip
    done = run(site.url)
    (rendered,) = [item for item in done.manifest.records if item.role == "rendered"]
    assert "เสร็จแล้ว" in read_body(done.folder, rendered).decode()
    assert other.hits == []
    assert site.count("/sw.js") == 0
