"""Markup → blocks and links: what is content, where links stand and lead, and pages made to break a reader."""

import time
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace

import pytest

from crawler.artifacts import Artifact, Block, Evidence, Link
from crawler.extract import limits, read_artifact
from crawler.extract.html import Page, read_html

URL = "https://www.example.go.th/a/page.html"
SITE = "https://www.example.go.th"


def read(markup: str) -> Page:
    return read_html(markup.encode(), "text/html; charset=utf-8", URL)


def places(markup: str) -> dict[str, str]:
    return {block.text: block.place for block in read(markup).blocks if block.text and block.kind != "row"}


def link(markup: str) -> Link:
    (found,) = (item for item in read(markup).links if item.url)
    return found


# Menus as they are marked by the systems that offices use.
MENU_STYLES = {
    "table of the 2000s": '<table><tr><td id="left_menu" width=180><a href=/a>เมนู</a></td><td class=main><p>เนื้อหา</p></td></tr></table>',
    "bootstrap": '<div class="navbar navbar-expand"><ul class="navbar-nav"><li><a href=/a>เมนู</a></li></ul></div><div class=row><p>เนื้อหา</p></div>',
    "joomla": '<div class="moduletable_menu"><ul class="menu"><li><a href=/a>เมนู</a></li></ul></div><div class="item-page"><p>เนื้อหา</p></div>',
    "wordpress": '<aside><div class="widget widget_nav_menu"><ul><li><a href=/a>เมนู</a></li></ul></div></aside><article><p>เนื้อหา</p></article>',
    "google sites": '<div role="navigation"><a href=/a>เมนู</a></div><div role="main"><section><p>เนื้อหา</p></section></div>',
    "glued name": '<div id="topmenu"><a href=/a>เมนู</a></div><div id="container"><p>เนื้อหา</p></div>',
    "breadcrumb": '<ol class="breadcrumb"><li>เมนู</li></ol><div><p>เนื้อหา</p></div>',
    "joomla pathway": '<div class="pathway"><a href=/a>เมนู</a></div><div class="blog"><p>เนื้อหา</p></div>',
}  # fmt: skip


@pytest.mark.parametrize("markup", MENU_STYLES.values(), ids=MENU_STYLES.keys())
def test_menus_of_many_systems(markup: str) -> None:
    assert {"เมนู": "menu", "เนื้อหา": "content"}.items() <= places(markup).items()


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td width=180><a href=/a>โครงสร้าง</a></td><td><p>เนื้อหา</p></td></tr></table>",
        '<div class="menu-content"><p>โครงสร้าง</p></div>',
        "<div><div><div><a href=/a>โครงสร้าง</a></div></div></div>",
        '<ul class="nav nav-tabs"><li>โครงสร้าง</li></ul>',
    ],
)
def test_what_is_not_marked_as_a_menu_stays_content(markup: str) -> None:
    assert places(markup)["โครงสร้าง"] == "content"


def test_cookie_question_is_furniture_with_and_without_its_class() -> None:
    policy = "<main><h1>นโยบายคุ้มครองข้อมูลส่วนบุคคล</h1><p>" + "เทศบาลเก็บข้อมูลเท่าที่จำเป็น " * 40 + "</p></main>"
    marked = places(f'<div class="cookie-consent"><p>เราใช้คุกกี้</p></div>{policy}')
    assert marked["เราใช้คุกกี้"] == "footer"
    plain = places(f'<div><div><p>นโยบาย Cookie ของเรา โปรดกด "ยอมรับ"</p><button>ยอมรับ</button></div>{policy}</div>')
    assert plain['นโยบาย Cookie ของเรา โปรดกด "ยอมรับ"'] == "footer" and plain["นโยบายคุ้มครองข้อมูลส่วนบุคคล"] == "content"
    assert places("<div><h1>นโยบายคุกกี้</h1><p>เว็บไซต์นี้ใช้คุกกี้</p></div>")["นโยบายคุกกี้"] == "content"


@pytest.mark.parametrize(
    "icon",
    [
        '<i class="material-icons">call</i>', '<span class="material-symbols-outlined">description</span>',
        '<i class="material-icons">insert_drive_file</i>', '<i class="icon">messager</i>', "<mat-icon>home</mat-icon>",
        '<i class="material-icons md-18">check_circle</i>', "check_circle",
    ],
)  # fmt: skip
def test_names_of_icons_are_no_words(icon: str) -> None:
    assert [block.text for block in read(f"<p>{icon} 053-111222</p>").blocks] == ["053-111222"]


def test_words_beside_an_icon_stay() -> None:
    page = read('<p><i class="icon"></i><span class="icon-text">Facebook อบต.</span> <span>call</span></p>')
    assert page.blocks[0].text == "Facebook อบต. call"


@pytest.mark.parametrize(
    ("markup", "target", "text"),
    [
        ("<button onclick=\"location.href='/f.pdf'\">แผน</button>", "/f.pdf", "แผน"),
        ("<div class=card onclick=\"window.location='/f.pdf'\"><h4>แผน</h4></div>", "/f.pdf", "แผน"),
        ("<table><tr data-href='/f.pdf'><td>แผน</td></tr></table>", "/f.pdf", "แผน"),
        ("<TABLE><TR DATA-HREF='/f.pdf'><TD>แผน</TD></TR></TABLE>", "/f.pdf", "แผน"),
        ("<span onclick=\"window.open('/f.pdf','_blank')\">แผน</span>", "/f.pdf", "แผน"),
        ("<a href=\"javascript:openWin('f.pdf')\">แผน</a>", "/a/f.pdf", "แผน"),
        ("<a href='#' onclick=\"MM_openBrWindow('f.pdf','','width=600'); return false\">แผน</a>", "/a/f.pdf", "แผน"),
        ("<a href='javascript:void(0)' data-href='/f.pdf'>แผน</a>", "/f.pdf", "แผน"),
        ("<select onchange='location=this.value'><option value=''>เลือก</option><option value='/f.pdf'>แผน</option></select>",
         "/f.pdf", "แผน"),
        ("<map name=m><area href='/f.pdf' alt='แผน'></map>", "/f.pdf", ""),
        ("<a href=/f.pdf><img src=b.gif alt='แผน'></a>", "/f.pdf", ""),
        ("<a href=/f.pdf title='แผน'><img src=b.gif></a>", "/f.pdf", ""),
        ("<a href=/f.pdf aria-label='แผน'></a>", "/f.pdf", ""),
        ("<embed src='/f.pdf'>", "/f.pdf", ""),
        ("<object data='/f.pdf'></object>", "/f.pdf", ""),
        ("<iframe src='https://docs.google.com/gview?url=https://www.example.go.th/f.pdf&embedded=true'></iframe>", "/f.pdf", ""),
        ("<iframe src='/js/pdfjs/web/viewer.html?file=/f.pdf'></iframe>", "/f.pdf", ""),
        ("<a href='https://docs.google.com/viewer?url=https%3A%2F%2Fwww.example.go.th%2Ff.pdf'>แผน</a>", "/f.pdf", "แผน"),
    ],
)  # fmt: skip
def test_links_of_every_kind(markup: str, target: str, text: str) -> None:
    found = link(markup)
    assert (found.url, found.text) == (SITE + target, text)
    assert text or "แผน" not in markup or found.hint == "แผน"


def test_offer_inside_an_object_and_a_page_that_moves_on() -> None:
    assert link("<object><p>เปิดไม่ได้ <a href=/f.pdf>ดาวน์โหลด</a></p></object>").url == SITE + "/f.pdf"
    assert link('<head><meta http-equiv="Refresh" content="0; URL=\'/home.php\'"></head><body>รอ</body>').url == SITE + "/home.php"
    frames = read('<frameset cols="20,80"><frame src="menu.htm"><frame src="main.htm"></frameset>')
    assert [item.url for item in frames.links] == [SITE + "/a/menu.htm", SITE + "/a/main.htm"]


@pytest.mark.parametrize(
    "markup",
    [
        "<button onclick=\"gtag('event','click','https://x.go.th/')\">ก</button>",
        "<button onclick=\"location.href='view.php?id='+n\">ก</button>",
        "<button onclick=\"document.getElementById('a').style.display='none'\">ก</button>",
        "<select name=province><option value='1'>เชียงใหม่</option><option value='/ไม่ใช่'>ก</option></select>",
        "<div data-url='12'>ก</div>",
    ],
)
def test_scripts_without_a_plain_address_are_no_links(markup: str) -> None:
    assert [item.url for item in read(markup).links if item.url] == []


def test_link_in_a_clickable_row_is_not_told_twice() -> None:
    page = read("<table><tr onclick=\"location='/f.pdf'\"><td>แผน</td><td><a href='/f.pdf'>ดู</a></td></tr></table>")
    assert [(item.url, item.row) for item in page.links] == [(SITE + "/f.pdf", "แผน | ดู")]


def test_link_keeps_row_and_place() -> None:
    page = read("<h2>ปี 2569</h2><ul><li>แผนพัฒนา <a href=/f.pdf>ดาวน์โหลด</a></li></ul><footer><a href=/m>แผนที่</a></footer>")
    assert [(item.row, item.section, item.place) for item in page.links] == [
        ("แผนพัฒนา ดาวน์โหลด", "ปี 2569", "content"), ("แผนที่", "ปี 2569", "footer"),
    ]  # fmt: skip


def test_address_is_what_counts_not_the_shortened_text() -> None:
    assert link("<a href='/dnm_file/project/f.pdf'>https://www.…/dnm_fil...</a>").url == SITE + "/dnm_file/project/f.pdf"


def test_forms_maps_chats_and_social_links_are_seen_as_such() -> None:
    page = read(
        '<form action=/send><input name=name placeholder="ชื่อ"><textarea name=d></textarea><button>ส่ง</button></form>'
        '<iframe src="https://www.google.com/maps/embed?pb=1"></iframe><a href="https://www.facebook.com/obt">เฟซบุ๊ก</a>'
        '<div class="fb-customerchat" page_id="1234567"></div><script>s.src="https://embed.tawk.to/5f/default"</script>'
        '<div class="fb-page" data-href="https://www.facebook.com/obt2"></div>'
    )
    form = next(block for block in page.blocks if block.kind == "form")
    assert (form.url == SITE + "/send" and "text:ชื่อ" in form.fields) or "input:ชื่อ" in form.fields
    frames = {block.url for block in page.blocks if block.kind == "frame"}
    assert frames == {"https://www.google.com/maps/embed?pb=1", "https://embed.tawk.to/5f/default", "https://m.me/1234567"}
    assert {item.url for item in page.links} >= {"https://www.facebook.com/obt", "https://www.facebook.com/obt2"}


def artifact(markup: str) -> Artifact:
    evidence = Evidence(url=URL, fetched_at="", sha256="0" * 64, warc_file="", warc_offset=0)
    return read_artifact(markup.encode(), "text/html; charset=utf-8", evidence)


def test_thai_scan_recognised_as_latin_is_unreadable_and_english_is_not() -> None:
    rubbish = "tl':i:m1Ab'V1A'U1 1'U 'III1 el tl':i::\"!f1fl11W't.!fi utl':i::1J1W':i1£11ii1£Jtl':i:::1il1U 'Utl':i::1J1W " * 12
    assert (artifact(f"<p>{rubbish}</p>").readable, artifact(f"<p>{rubbish}</p>").detail) == (False, "latin_rubbish")
    english = "The municipality serves 5,230 people in 12 villages (see www.example.go.th). Tel. 053-111222, Fax: 053-111223. " * 5
    assert artifact(f"<p>{english}</p>").readable
    assert artifact("<p>" + "O1 a-1.pdf o2_b.pdf ITA2569 " * 30 + "แผนพัฒนาท้องถิ่น " * 20 + "</p>").readable


HOSTILE: dict[str, Callable[[], bytes]] = {
    "50 MB": lambda: b"<p>" + "ข้อมูล <a href=/a>ก</a> ".encode() * 1_600_000,
    "deep div": lambda: b"<div>" * 100_000 + b"x",
    "deep span": lambda: b"<span>" * 100_000 + b"x",
    "deep bold": lambda: b"<b>" * 50_000 + b"x" + b"<p>" * 5_000,
    "deep table": lambda: b"<table><tr><td>" * 30_000 + b"x",
    "many links": lambda: b"".join(b"<li><a href=/%d>x%d</a>" % (n, n) for n in range(100_000)),
    "unclosed": lambda: b"<table><tr><td><a href='/x><form><select><option>" * 3_000,
    "NUL": lambda: b"<p>\0a\0\0b</p>" * 50_000,
    "long attribute": lambda: b"<p title='" + b"x" * 10_000_000 + b"'><a href='/" + b"y" * 10_000_000 + b"'>z</a>",
    "long words": lambda: "ก".encode() * 3_000_000 + b"<img src=data:" + b"z" * 5_000_000 + b">",
    "cookies": lambda: b"<div><p>cookie</p><button>ok</button></div>" * 20_000,
    "handlers": lambda: (b"<b onclick=\"open('" + b"a" * 50_000 + b"\">x</b>") * 100,
    "not an address": lambda: b"<base href='http://[x'><a href='http://[y'>a</a><img src='//[z'>" * 100,
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_are_read_in_bounded_time(make: Callable[[], bytes]) -> None:
    body = make()
    began = time.process_time()
    page = read_html(body, "text/html", URL)
    assert time.process_time() - began < 12
    assert len(page.blocks) <= limits.MAX_BLOCKS + 1000 and len(page.links) <= limits.MAX_LINKS


def test_links_beyond_the_depth_of_pages_made_for_people_are_still_found() -> None:
    page = read("<span>" * 400 + "<div>ก่อน <a href=/f.pdf>แผน</a></div><script>var x</script>")
    assert [(item.url, item.text, item.row) for item in page.links] == [(SITE + "/f.pdf", "แผน", "ก่อน แผน")]


def test_what_was_read_is_frozen_and_equal_to_what_is_built_by_name() -> None:
    page = read("<table><tr><td>แผน</td><td><a href=/f.pdf title=ปี>2569</a></td></tr></table>")
    within = Link(url=SITE + "/f.pdf", text="2569", hint="ปี", row="แผน | 2569")
    assert page.links == [within] and hash(page.links[0]) == hash(within)
    cell, row = page.blocks[-2:]
    assert cell == Block(kind="text", text="2569", path=cell.path, links=(replace(within, row="2569"),))
    assert row == Block(kind="row", text="แผน | 2569", path=row.path, cells=("แผน", "2569"), links=(within,))
    for item in (*page.links, *page.blocks, *cell.links):
        with pytest.raises(FrozenInstanceError):
            item.text = "other"  # type: ignore[misc]
