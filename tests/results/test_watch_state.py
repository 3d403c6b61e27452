"""What a look means, what is news, and what is remembered between looks."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.store import open_store
from results.watch_log import keep_baselines, keep_notice, keep_round, key_of, memory, told_states, uptime
from results.watch_state import (
    Change,
    Sight,
    certificate_state,
    changes,
    compared,
    file_fingerprint,
    fingerprint_of,
)
from results.watch_text import BodyNews, notice_of

AT = datetime.fromisoformat("2026-04-01T09:00+07:00")
HOME = Sight(url="https://a.go.th/", role="home", state="ok")
PAGE = Sight(url="https://a.go.th/o7", role="declared", state="ok")
WATCHED = [key_of(HOME), key_of(PAGE)]
texts = st.lists(st.text(min_size=1, max_size=30), max_size=12)


def state(sight: Sight, name: str) -> Sight:
    return Sight(url=sight.url, role=sight.role, state=name)


@given(texts, st.integers(0, 10**9), st.integers(0, 10**9))
def test_counters_do_not_count(passages: list[str], one: int, two: int) -> None:
    counted = [fingerprint_of("หน้า", (), [*passages, f"ผู้เข้าชม {number} คน"]) for number in (one, two)]
    assert compared(*counted) == "ok"


@given(texts)
def test_more_content_is_never_another_page(passages: list[str]) -> None:
    before = fingerprint_of("แผน", (), passages)
    after = fingerprint_of("ข่าว", ("ใหม่",), [*passages, "ข่าวใหม่ของหน่วยงาน"])
    assert compared(before, after) in ("ok", "changed")


def page(title: str, head: str, *passages: str) -> str:
    return fingerprint_of(title, (head,) if head else (), (head, *passages))


def test_other_content_in_its_place_is_told_apart_from_a_change() -> None:
    plan = page("อบต.ก", "แผนปฏิบัติการ", "แผนยุทธศาสตร์", "โครงการ ก", "โครงการ ข", "งบประมาณ")
    assert compared(plan, page("อบต.ก", "แผนงานใหม่", "แผนยุทธศาสตร์", "โครงการ ค")) == "changed"
    assert compared(plan, page("อบต.ก", "สล็อตออนไลน์", "แทงบอล", "ฝากถอน")) == "replaced"
    headless = page("แผน", "", "ก", "ข", "ค")
    assert compared(headless, page("แผน", "", "ง", "จ", "ฉ")) == "changed"
    assert compared(headless, page("สล็อต", "", "ง", "จ", "ฉ")) == "replaced"


def test_a_list_with_nothing_but_news_is_the_same_list() -> None:
    home = page("อบต.ก", "ยินดีต้อนรับ", "ข่าวจัดซื้อจัดจ้าง", "ติดต่อเรา")
    march = page("อบต.ก", "ข่าวจัดซื้อจัดจ้าง", "ติดต่อเรา", *(f"ซื้อ{thing}" for thing in "กขคงจฉชซ"))
    april = page("อบต.ก", "ข่าวจัดซื้อจัดจ้าง", "ติดต่อเรา", *(f"จ้าง{thing}" for thing in "กขคงจฉชซ"))
    assert compared(march, april, home) == "changed"
    hacked = page("สล็อต", "สล็อตออนไลน์", "ติดต่อเรา", "แทงบอล")
    assert compared(march, hacked, home) == "replaced"  # the menu that is left does not make it the same page


def test_files_are_compared_by_size() -> None:
    assert compared(file_fingerprint(10, "ab"), file_fingerprint(10)) == "ok"
    assert compared(file_fingerprint(10, "ab"), file_fingerprint(12)) == "changed"


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (-1, "certificate_expired"),
        (0, "expires_7"),
        (7, "expires_7"),
        (8, "expires_14"),
        (14, "expires_14"),
        (30, "expires_30"),
        (31, "ok"),
    ],
)
def test_the_end_of_a_certificate_comes_closer_in_steps(left: int, told: str) -> None:
    today = date(2026, 4, 1)
    assert certificate_state(today + timedelta(days=left), today) == told


def news(told: dict[str, str], *sights: Sight) -> list[tuple[str, str]]:
    since = {key_of(sight): AT for sight in sights}
    return [(change.before, change.state) for change in changes(told, sights, since, {})]


def test_only_news_are_told() -> None:
    key = key_of(PAGE)
    assert news({}, HOME, PAGE) == []
    assert news({}, state(PAGE, "http_error")) == [("ok", "http_error")]
    assert news({key: "http_error"}, state(PAGE, "unreachable")) == []
    assert news({key: "http_error"}, state(PAGE, "soft_404")) == [("http_error", "soft_404")]
    assert news({key: "soft_404"}, state(PAGE, "changed")) == [("soft_404", "changed")]
    assert news({key: "soft_404"}, state(PAGE, "blocked"), state(HOME, "blind")) == []


def test_what_is_remembered_is_what_changed(tmp_path: Path) -> None:
    bad = state(PAGE, "soft_404")
    with open_store(tmp_path / "oit.db") as store:
        for hour, sights in enumerate(
            [
                (HOME, PAGE),
                (HOME, PAGE),
                (HOME, bad),
                (state(HOME, "unreachable"),),
                (state(HOME, "blind"),),
                (HOME, bad),
            ]
        ):
            keep_round(store, "a.go.th", HOME.url, sights, WATCHED, at=AT + timedelta(hours=hour))
        assert len(store.rows("SELECT * FROM watch_sights")) == 6
        known = memory(store, "a.go.th")
        assert known.sights == {key_of(HOME): HOME, key_of(PAGE): bad}
        assert known.since[key_of(PAGE)] == AT + timedelta(hours=2)
        [day] = uptime(store, "a.go.th", AT.date(), 30)
        assert (day.up, day.down) == (4, 1)
        keep_round(store, "a.go.th", HOME.url, (HOME,), [key_of(HOME)], at=AT + timedelta(hours=7))
        assert set(memory(store, "a.go.th").sights) == {key_of(HOME)}


def test_what_was_not_taken_over_is_not_told(tmp_path: Path) -> None:
    change = Change(url=PAGE.url, role="declared", state="soft_404", detail="", before="ok", since=AT, codes=("O7",))
    with open_store(tmp_path / "oit.db") as store:
        keep_notice(store, "webhook", {"a.go.th": [change]}, "HTTP 500", at=AT)
        assert told_states(store, "webhook") == {}
        keep_notice(store, "webhook", {"a.go.th": [change]}, "", at=AT)
        assert told_states(store, "webhook") == {"a.go.th": {key_of(PAGE): "soft_404"}}
        assert told_states(store, "email") == {}


def test_a_baseline_is_that_of_the_newest_audit(tmp_path: Path) -> None:
    with open_store(tmp_path / "oit.db") as store:
        keep_baselines(store, "a.go.th", 1, {PAGE.url: "one"}, at=AT)
        keep_baselines(store, "a.go.th", 2, {PAGE.url: "two"}, at=AT)
        known = memory(store, "a.go.th")
    assert (known.baselines, known.run, known.sights) == ({PAGE.url: "two"}, 2, {})


def test_the_words_of_a_site_stay_on_their_line() -> None:
    change = Change(
        url="https://a.go.th/o7\r\nBcc: x",
        role="declared",
        state="replaced",
        detail="a\nb",
        before="ok",
        since=AT,
        codes=("O7",),
    )
    well = Change(url="https://a.go.th/o9", role="evidence", state="ok", detail="", before="soft_404", since=AT)
    told = notice_of([BodyNews(name="อบต.\r\nก", url="https://a.go.th/", changes=(well, change))], AT, "th")
    assert "\n" not in told.subject
    lines = told.text.splitlines()
    assert lines[3].startswith("- ที่อยู่ที่แจ้งใน ITAS (O7) https://a.go.th/o7 Bcc: x: เปิดได้ แต่เนื้อหากลายเป็นเรื่องอื่น – a b")
    assert lines[4].startswith("- กลับเป็นปกติแล้ว")
