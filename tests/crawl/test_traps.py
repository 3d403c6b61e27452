"""Addresses without end are recognised by what their pages bring; real lists are never given up."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.traps import Traps, shape_of
from tests.crawl.conftest import Opener, Runner
from tests.crawl.loopback import Answer, Site, html

_ROOT = "http://www.a.go.th"
_MONTHS = ("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน")


def _gone_after(traps: Traps, urls: list[str], texts: list[str], *ways: str) -> int | None:
    for number, (url, text) in enumerate(zip(urls, texts, strict=True)):
        if traps.met(url, [f"{way}{number}" for way in ways], lambda text=text: text):  # type: ignore[misc]
            return number
    return None


def test_one_script_one_shape() -> None:
    assert shape_of(f"{_ROOT}/cal/2026/11?day=3") == shape_of(f"{_ROOT}/cal/1999/1?day=30")
    assert shape_of(f"{_ROOT}/a/b/a/b/a/") == shape_of(f"{_ROOT}/a/b/")
    assert shape_of(f"{_ROOT}/list?sort=name&show=new") == shape_of(f"{_ROOT}/list?show=old&sort=day")
    assert shape_of(f"{_ROOT}/news/view/1") != shape_of(f"{_ROOT}/plan/view/1")


def test_a_calendar_is_given_up_and_a_list_is_not() -> None:
    days = [f"{_ROOT}/cal?m={number}" for number in range(80)]
    calendar = [f"เมนู ปฏิทินกิจกรรม {_MONTHS[number % 6]} {2500 + number} ไม่มีกิจกรรม" for number in range(80)]
    traps = Traps()
    assert _gone_after(traps, days, calendar) is not None
    assert traps.closed(f"{_ROOT}/cal?m=9999") and not traps.closed(f"{_ROOT}/news?id=9999")
    posts = [f"{_ROOT}/news/{number}" for number in range(200)]
    titles = [f"เมนู ประกาศเรื่อง{'กขคงจฉชซ'[number % 8] * (number // 8 + 1)} อ่านต่อ" for number in range(200)]
    assert _gone_after(Traps(), posts, titles) is None


def test_pages_that_lead_on_to_something_else_are_worth_it() -> None:
    urls = [f"{_ROOT}/monthly/{number}" for number in range(100)]
    assert _gone_after(Traps(), urls, ["สรุปผลการจัดซื้อ"] * 100, f"{_ROOT}/files/") is None


def test_a_path_that_grows_in_two_ways_comes_to_an_end(serve: Opener, run: Runner) -> None:
    class Growing(dict):  # type: ignore[type-arg]
        def get(self, path: str, default: object = None) -> object:
            more = f"<a href='{path.rstrip('/')}/more/'>a</a><a href='{path.rstrip('/')}/again/more/'>b</a>"
            return html(more) if path.startswith("/g") else super().get(path, default)

    site: Site = serve({"/": '<a href="/g">ไป</a>'})
    site.routes = Growing(site.routes)
    done = run(site.url, max_pages=400)
    assert len(done.paths()) < 120 and done.finish["exhausted"] is True


def test_a_list_met_again_after_an_interruption_is_no_trap(serve: Opener, run: Runner) -> None:
    """Pages in like words that lead to a file each: when they are met again, all their files are known already."""
    routes = {"/": "".join(f'<a href="/m/{n}">สรุปผล</a>' for n in range(90))}
    for number in range(90):
        routes[f"/m/{number}"] = f'<p>สรุปผลการดำเนินการ</p><a href="/files/{number}.pdf">แฟ้ม</a>'
        routes[f"/files/{number}.pdf"] = f"แฟ้มที่ {'ก' * number}"
    site = serve(routes)  # type: ignore[arg-type]
    first = run(site.url, max_pages=60)
    assert first.finish["reason"] == "max_pages"
    again = run(site.url, max_pages=400, resume=True)
    assert len([path for path in again.paths() if path.startswith("/m/")]) == 90
    assert not again.manifest.findings


def test_facets_in_all_combinations_come_to_an_end() -> None:
    names = "abcdef"
    urls = [f"{_ROOT}/shop?" + "&".join(f"{name}=x" for bit, name in enumerate(names) if number >> bit & 1) for number in range(1, 64)]
    more = [f"{url}&{name}=y" for name in names for url in urls]
    assert _gone_after(Traps(), more, ["ร้านค้า สินค้า"] * len(more), f"{_ROOT}/shop?new=") is not None
    assert _gone_after(Traps(), more, ["ร้านค้า สินค้า"] * len(more), f"{_ROOT}/other?new=") is None


def test_a_parameter_that_changes_nothing_is_left_out_and_one_that_matters_is_not() -> None:
    traps = Traps()
    for path in ("/", "/plan", "/news", "/contact"):
        for session in ("k1", "k2"):
            url = f"{_ROOT}{path}?zz={session}&id=7"
            traps.met(url, [], lambda path=path: f"หน้า {path}")  # type: ignore[misc]
            traps.met(f"{_ROOT}{path}?zz={session}&id=8", [], lambda path=path: f"อีกหน้า {path}")  # type: ignore[misc]
    assert traps.plain(f"{_ROOT}/news?zz=k9&id=7") == f"{_ROOT}/news?id=7"
    assert traps.plain(f"{_ROOT}/news?id=9") == f"{_ROOT}/news?id=9"


@given(st.lists(st.text(alphabet="กขคงจabc ", min_size=3, max_size=40).filter(str.strip), max_size=60, unique=True))
def test_new_words_keep_a_shape_open(texts: list[str]) -> None:
    traps = Traps()
    for number, text in enumerate(texts):
        assert not traps.met(f"{_ROOT}/n/{number}", [], lambda text=text, number=number: f"ใหม่{'ก' * number} {text}")  # type: ignore[misc]


def test_a_site_with_an_endless_calendar_is_searched_to_its_end(serve: Opener, run: Runner) -> None:
    def day(number: int) -> Answer:
        return html(f"<p>ปฏิทิน {_MONTHS[number % 6]}</p><a href='/cal?m={number + 1}'>ถัดไป</a>")

    class Endless(dict):  # type: ignore[type-arg]
        def get(self, path: str, default: object = None) -> object:
            return day(int(path.split("=")[1])) if path.startswith("/cal?m=") else super().get(path, default)

    site: Site = serve({"/": '<a href="/cal?m=0">ปฏิทิน</a><a href="/last">หน้าอื่น</a>', "/last": "ท้ายสุด"})
    site.routes = Endless(site.routes)
    done = run(site.url, max_pages=200)
    assert "/last" in done.paths() and len(done.paths()) < 60
    assert done.finish["exhausted"] is True
    assert [finding.kind for finding in done.manifest.findings] == ["trap"]


def test_many_dead_links_of_one_shape_come_to_an_end() -> None:
    traps = Traps()
    assert [number for number in range(100) if traps.missed(f"{_ROOT}/file/{number}")] == [39]
    assert traps.closed(f"{_ROOT}/file/7777")
    lives = Traps()
    lives.met(f"{_ROOT}/file/1", [], lambda: "words")
    assert not any(lives.missed(f"{_ROOT}/file/{number}") for number in range(100))
