"""A menu of pictures with names that say nothing: fetched, recognised, and used as words of little trust."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from audits.requirement import load_ruleset
from audits.verdict import Status, Verdict
from crawler.artifacts import Artifact, Evidence, Link, Snapshot
from crawler.extract import limits
from crawler.extract.labels import label_of
from crawler.extract.picture_links import picture_links
from crawler.judging import judge
from crawler.names import is_no_name
from crawler.picture_menus import with_labels
from crawler.snapshot import SnapshotReader
from crawler.thai import skeleton
from tests.crawl.conftest import Opener, Runner
from tests.crawl.loopback import Answer, html
from tests.extract.pdf_files import FONT, thai_font

SURVEY = "ผลสำรวจความพึงพอใจ"
MENU = {"/p/1": "ประวัติความเป็นมา", "/p/2": SURVEY, "/p/3": "สถานที่ท่องเที่ยว"}


def button(words: str, colour: str = "#14508c") -> bytes:
    thai_font()
    picture, out = Image.new("RGB", (240, 54), colour), io.BytesIO()
    ImageDraw.Draw(picture).text((14, 27), words, font=ImageFont.truetype(str(FONT), 24), fill="white", anchor="lm")
    picture.save(out, "PNG")
    return out.getvalue()


# -- what is a wordless link, and what its picture says ---


@pytest.mark.parametrize(
    "words", ["", " ", "image", "IMG_2041.JPG", "menu-3", "3fa9c1e7b2.png", "รูปภาพ", "เมนู 4", "banner12"]
)
def test_words_that_name_nothing(words: str) -> None:
    assert is_no_name(words)


@pytest.mark.parametrize("words", ["ITA", "โครงสร้าง", "ภาพกิจกรรม", "e-service", "menu ita", "logo"])
def test_words_that_name_something(words: str) -> None:
    assert not is_no_name(words)


@pytest.mark.parametrize("word", ["12345678 ", "รูปภาพ", "abcdef12 ", "img", ".png"])
def test_hostile_names_cost_no_time(word: str) -> None:
    assert not is_no_name(word * 20_000 + "x")


def test_links_of_pictures_without_words() -> None:
    body = """<base href="/site/"><a href="a"><img src="x.png"></a><a href="b"><img src="y.png" alt="ติดต่อ"></a>
    <a href="c"><img src="z.png">ข่าว</a><a href="d" title="แผน"><img src="v.png"></a><a href="e"><img src="data:x" data-src="w.png"></a>
    <a href="f"><img alt="menu1" src="u.png"></a><a href="#"><img src="t.png"></a>"""
    found = picture_links(body.encode(), "text/html; charset=utf-8", "http://a.go.th/")
    assert {target[-1]: picture for target, picture in found.items()} == {
        "a": "http://a.go.th/site/x.png", "e": "http://a.go.th/site/w.png", "f": "http://a.go.th/site/u.png"
    }  # fmt: skip


def test_label_is_read_once_and_without_digits(tmp_path: Path) -> None:
    body = button("แผนดำเนินงาน ๒๕๖๙")
    label = label_of(body, tmp_path)
    assert skeleton("แผนดำเนินงาน") in skeleton(label) and not any(letter.isdigit() for letter in label)
    (stored,) = tmp_path.iterdir()
    stored.write_text('{"kind": "label", "text": "จากความจำ"}', encoding="utf-8")
    assert label_of(body, tmp_path) == "จากความจำ"


def test_pictures_that_hold_no_label_give_none(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.effect_noise((240, 54), 60).save(out, "PNG")
    assert label_of(out.getvalue(), tmp_path) == "" == label_of(b"no picture", tmp_path)
    small = io.BytesIO()
    Image.new("L", (20, 20)).save(small, "PNG")
    assert label_of(small.getvalue(), None) == ""


# -- how labels are put on links ---


def _artifact(path: str, kind: str, sha256: str, *links: Link) -> Artifact:
    url = f"http://a.go.th{path}"
    evidence = Evidence(url=url, fetched_at="", sha256=sha256, warc_file="", warc_offset=0)
    return Artifact(url=url, kind=kind, media_type="", title="", blocks=(), links=links, evidence=evidence)  # type: ignore[arg-type]


def _pages(count: int) -> tuple[dict[str, Artifact], dict[str, dict[str, str]]]:
    """A page with `count` picture links; every two pictures are the same under two addresses."""
    targets = {f"http://a.go.th/p{number}": f"http://a.go.th/i{number}.png" for number in range(count)}
    page = _artifact("/", "page", "page", *(Link(url=target, text="") for target in targets))
    pictures = {
        f"a.go.th/i{number}.png": _artifact(f"/i{number}.png", "image", f"sha{number // 2}") for number in range(count)
    }
    return {"a.go.th/": page, **pictures}, {"a.go.th/": targets}


def test_same_pictures_are_read_once_and_no_more_than_a_menu_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LABEL_PICTURES", 3)
    pages, found = _pages(10)
    asked: list[str] = []

    def words(picture: Artifact) -> str:
        asked.append(picture.evidence.sha256)
        return f"คำ{picture.evidence.sha256}"

    links = with_labels(pages, found, words)["a.go.th/"].links
    assert asked == ["sha0", "sha1", "sha2"]
    assert [link.hint for link in links] == ["คำsha0"] * 2 + ["คำsha1"] * 2 + ["คำsha2"] * 2 + [""] * 4
    assert [link.recognised for link in links] == [True] * 6 + [False] * 4


def test_thai_file_names_need_no_recognition_and_words_are_kept() -> None:
    def words(_: Artifact) -> str:
        raise AssertionError("nothing is to be recognised")

    link, named = Link(url="http://a.go.th/p", text=""), Link(url="http://a.go.th/p", text="ข่าว")
    found = {"a.go.th/": {link.url: "http://a.go.th/%E0%B9%81%E0%B8%9C%E0%B8%99%E0%B8%87%E0%B8%B2%E0%B8%99_2.png"}}
    page = with_labels({"a.go.th/": _artifact("/", "page", "x", link, named)}, found, words)["a.go.th/"]
    assert page.links == (replace(link, hint="แผนงาน 2", recognised=True), named)


# -- from the address to the verdict ---


@pytest.fixture
def snapshot(serve: Opener, run: Runner) -> Iterator[Path]:
    menu = "".join(f'<a href="{path}"><img src="/i/{hash_name(path)}"></a>' for path in MENU)
    text = "<p>ความพึงพอใจโดยรวม ค่าเฉลี่ย 4.72 คิดเป็นร้อยละ 94.40 ปีงบประมาณ พ.ศ. 2565 จำนวนผู้ตอบ 380 คน</p>"
    frame = "<title>องค์การบริหารส่วนตำบลเขาแก้ว</title>"
    pictures = {
        f"/i/{hash_name(path)}": Answer(button(words), headers={"Content-Type": "image/png"})
        for path, words in MENU.items()
    }
    pages = {
        path: html(menu + (text if path == "/p/2" else "<p>ตำบลของเรามีน้ำตกและวัดเก่าแก่</p>"), frame) for path in MENU
    }
    site = serve({"/": html(menu, frame), **pages, **pictures})
    yield run(site.url, image_interests=["ผู้บริหาร"]).folder


def hash_name(path: str) -> str:
    return f"{sum(path.encode()) * 7919:08x}c0ffee.png"


def _judged(folder: Path, *, ocr: bool) -> tuple[Snapshot, Verdict]:
    ruleset = load_ruleset(2566)
    snapshot, verdicts = judge(SnapshotReader(folder, ocr=ocr), ruleset, date(2023, 4, 20), {})
    return snapshot, next(item for item in verdicts if item.concept == "satisfaction_survey")


def test_menu_of_pictures_leads_to_what_it_says(snapshot: Path) -> None:
    seen, verdict = _judged(snapshot, ocr=True)
    assert verdict.status is Status.PASS and (verdict.url or "").endswith("/p/2")
    link = next(link for item in seen.artifacts for link in item.links if link.url.endswith("/p/2"))
    assert link.recognised and skeleton(SURVEY) in skeleton(link.hint) and verdict.confidence < 0.9
    assert (seen, verdict) == _judged(snapshot, ocr=True)
    assert _judged(snapshot, ocr=False)[1].status is not Status.PASS
