import gzip

import pytest
from twisted.internet.error import DNSLookupError

from crawler.links import LinkReader, PlainPage
from crawler.resolver import _checked
from crawler.sitemap import read_sitemap, sitemaps_in_robots

_AT = "http://a.go.th/dir/page.php?x=1"


def _read(
    body: str | bytes, content_type: str = "text/html; charset=utf-8", reader: LinkReader | None = None
) -> PlainPage:
    return (reader or LinkReader()).read(_AT, body.encode() if isinstance(body, str) else body, content_type)


def _urls(body: str | bytes, content_type: str = "text/html; charset=utf-8") -> list[str]:
    return [link.url for link in _read(body, content_type).links]


def test_every_way_of_leading_on() -> None:
    assert _urls("""<a href='a.html'>a</a><area href='/b'><iframe src='c'></iframe><frame src='f'><embed src='d.pdf'>
      <object data='e.pdf'></object><meta http-equiv=Refresh content='0; URL="main.php"'>
      <button onclick="window.open('g.pdf','_blank')">g</button><script>location.href = "h.php";</script>
      <script>location.href = "part.php?id=" + n;</script><a href="?p=2">2</a>""") == [
        "http://a.go.th/dir/a.html", "http://a.go.th/b", "http://a.go.th/dir/c", "http://a.go.th/dir/d.pdf",
        "http://a.go.th/dir/e.pdf", "http://a.go.th/dir/main.php", "http://a.go.th/dir/page.php?p=2",
        "http://a.go.th/dir/g.pdf", "http://a.go.th/dir/h.php",
    ]  # fmt: skip


def test_nowhere_and_base() -> None:
    assert _urls("<a href='#'>a</a><a href='javascript:x()'>b</a><a href=''>c</a><a href='mailto:x@y.z'>d</a>") == []
    assert _urls("<base href='http://a.go.th/other/'><a href=x>x</a>") == ["http://a.go.th/other/x"]


def test_documents_behind_viewers() -> None:
    assert _urls("<iframe src='https://docs.google.com/viewer?embedded=true&url=http%3A%2F%2Fa.go.th%2Fx.pdf'></iframe>"
                 "<iframe src='/pdfjs/web/viewer.html?file=/y.pdf'></iframe>") == [
        "http://a.go.th/x.pdf", "http://a.go.th/y.pdf"]  # fmt: skip


def test_thai_pages_of_every_declaration() -> None:
    page = "<title>แผน</title><p>“ดี”</p><a href='?q=แผน'>แผนพัฒนา</a>"
    for body, declared in ((page.encode("cp874"), "text/html"), (page.encode("cp874"), "text/html; charset=tis-620"),
                           (page.encode("cp874"), "text/html; charset=windows-874"), (page.encode(), "text/html")):  # fmt: skip
        read = _read(body, declared)
        assert (read.title, read.links[0].label) == ("แผน", "แผนพัฒนา")
    assert _urls(page.encode("cp874"), "text/html") == ["http://a.go.th/dir/page.php?q=%E1%BC%B9"]
    assert _urls(page.encode(), "text/html") == ["http://a.go.th/dir/page.php?q=%E0%B9%81%E0%B8%9C%E0%B8%99"]


def test_labels_hints_and_rows() -> None:
    links = _read("""<table><tr><td>แผนดำเนินงาน 2569</td><td><a href=1>ดาวน์โหลด</a></td></tr></table>
      <a href=2 title=คำใบ้>ชื่อ</a><a href=3><img alt="คณะผู้บริหาร" src=x></a>""").links
    assert links[0].context.startswith("แผนดำเนินงาน 2569")
    assert [link.label for link in links[1:]] == ["ชื่อ คำใบ้", "คณะผู้บริหาร"]


def test_a_repeated_menu_is_skipped_and_a_new_wording_is_not() -> None:
    reader = LinkReader()
    menu = "<a href='/m'>เมนู</a>"
    assert len(_read(menu, reader=reader).links) == 1
    again = _read(menu + "<a href='/m'>ITA</a>", reader=reader)
    assert [link.label for link in again.links] == ["ITA"]
    assert again.link_count == 2


def test_absurd_pages_are_bounded() -> None:
    page = _read("<div>" * 100_000 + "<a href=x>x</a>")
    assert page.cut
    many = _read("".join(f"<a href=/{number}>x</a>" for number in range(6000)))
    assert many.cut
    assert len(many.links) == 5000
    assert not _read("<div>" * 50 + "</div>" * 50 + "<li><p>" * 9000).cut


def test_sitemaps() -> None:
    plain = b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><urlset><url><loc> http://a.th/x?a=1&amp;b=2 </loc></url><url><loc>&e;</loc></url></urlset>"
    assert read_sitemap(plain) == (False, ["http://a.th/x?a=1&b=2", "&e;"])
    assert read_sitemap(gzip.compress(plain)) == read_sitemap(plain)
    assert read_sitemap(b"<sitemapindex><sitemap><loc><![CDATA[http://a.th/1.xml]]></loc></sitemap></sitemapindex>") == (
        True, ["http://a.th/1.xml"])  # fmt: skip
    assert read_sitemap(b"\x1f\x8bnonsense") == (False, [])
    assert sitemaps_in_robots(b"User-agent: *\n Sitemap : /a.xml\nsitemap: http://b/") == ["/a.xml", "http://b/"]


def test_names_that_lead_into_private_networks_do_not_resolve() -> None:
    assert _checked("8.8.8.8", "a.go.th") == "8.8.8.8"
    with pytest.raises(DNSLookupError):
        _checked("10.0.0.5", "intranet.a.go.th")
