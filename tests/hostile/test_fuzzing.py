"""Readers of strangers' bytes: no failure but their own refusal, the same answer twice, and time that grows with size.

The search is the same in every run; `python -m tests.hostile.fuzz` looks further, and what it finds is tried here.
"""

import json
import random
import sys
import time
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audits.codes import leading_code
from crawler.thai import find_years, key, skeleton
from crawler.urls import canonical
from tests.hostile import fuzz
from tests.hostile.fuzz import mutated
from tests.hostile.fuzzing import TARGETS, outcome
from tests.hostile.seeds import FOUND, PIECES, SEEDS

KEPT = [(path.parent.name, path) for path in sorted(FOUND.glob("*/*"))]
searched = partial(settings, deadline=None, derandomize=True, database=None,
                   suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip
_SMALL, _LARGE = 4_000, 40_000  # bytes
_LINEAR = 40  # times as long for ten times as much: half way, on a logarithmic scale, to quadratic and beyond
_SHORT = 0.01  # seconds under which times say nothing


def thai_words() -> st.SearchStrategy[bytes]:
    """Thai letters and marks in any order, also floods of one, in the tables that sites use."""
    letters = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B), max_size=12)
    floods = st.builds(lambda mark, times: mark * times, st.sampled_from("ะัำิุเ็่้์ํา๐ๆ\u200b\ufffd"), st.integers(1, 300))
    told = st.one_of(letters, floods, st.sampled_from(("ปีงบประมาณ", "พ.ศ. 2569", "ข้อ O1", "O2-O4", "31 ธ.ค. 68")))
    tables = st.sampled_from(("utf-8", "cp874", "utf-16-le", "utf-16"))
    return st.builds(lambda text, table: text.encode(table, "replace"), told, tables)


def markup() -> st.SearchStrategy[bytes]:
    """Tags in tags that are not closed, with attributes of any length and kind."""
    names = st.sampled_from(
        "a b p div li ul table tr td th form input select option h1 iframe object base body nav".split()
    )
    attributes = st.sampled_from(
        ("href", "class", "style", "onclick", "data-href", "src", "value", "http-equiv", "content", "x")
    )
    values = st.one_of(st.sampled_from(("menu", "url(a)", "location='/a'", "//[", "javascript:", "refresh", "\ud800")),
                       st.builds(lambda piece, times: piece * times, st.text(max_size=3), st.integers(1, 150)))  # fmt: skip
    tag = st.builds(lambda name, one, value: f'<{name} {one}="{value}">', names, attributes, values)
    return st.builds(lambda tags, times: ("".join(tags) * times).encode("utf-8", "surrogatepass"),
                     st.lists(tag, min_size=1, max_size=5), st.sampled_from((1, 1, 1, 20)))  # fmt: skip


def torn() -> st.SearchStrategy[bytes]:
    """Anything of all that, one behind the other."""
    part = st.one_of(st.sampled_from(PIECES), thai_words(), markup(), st.binary(max_size=8))
    return st.lists(part, max_size=8).map(b"".join)


@pytest.mark.parametrize(("name", "path"), KEPT, ids=[f"{name}/{path.name}" for name, path in KEPT])
def test_what_once_broke_a_reader(name, path):
    outcome(TARGETS[name], path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_readers_read_the_seeds(name):
    """Each target reaches its reader: it takes at least one of its seeds, and says why it takes no other."""
    read = [outcome(TARGETS[name], seed) for seed in SEEDS[name]]
    assert any(found and not isinstance(found, str) for found in read) or name in ("scores_csv", "scores_xlsx"), read


@pytest.mark.parametrize("name", TARGETS)
@searched(max_examples=12)
@given(data=torn())
def test_anything_is_read_or_refused_the_same_way_twice(name, data):
    assert repr(outcome(TARGETS[name], data)) == repr(outcome(TARGETS[name], data))


@pytest.mark.parametrize("name", TARGETS)
def test_mutated_seeds(name):
    source = random.Random(name)
    for _ in range(60):
        outcome(TARGETS[name], mutated(source, SEEDS[name]))


@searched(max_examples=200)
@given(
    kind=st.sampled_from(("start", "response", "failure", "finding", "finish", "resume", "other")),
    changes=st.dictionaries(
        st.sampled_from(
            "event version url role status content_type sha256 size at offset length redirected_from location label kind "
            "detail scope options snapshot_id started_at warc_end requests".split()
        ),
        st.one_of(
            st.none(), st.booleans(), st.text(max_size=5), st.floats(), st.lists(st.integers(), max_size=2),
            st.integers(), st.sampled_from((-1, 1 << 70, "\ud800", {}, "https://", "http:///x", [None])),
        ),
        min_size=1, max_size=3,
    ),
)  # fmt: skip
def test_events_with_wrong_values(kind, changes):
    """A manifest whose line of one kind has lost or changed some of its fields."""
    manifest, _, warc = SEEDS["evidence"][0].partition(b"\n\n")
    events = [json.loads(line) for line in manifest.splitlines()]
    events = [event | changes if event["event"] == kind else event for event in events]
    outcome(TARGETS["evidence"], "\n".join(map(json.dumps, events)).encode() + b"\n\n" + warc)


PUMPED = {
    "decode": ("ก".encode("cp874"), b"\xe0\xb8", "ก".encode() + b"\xa1", b"\x91"),
    "html": (b"<div>", b"<table><tr><td>", b"<a href=x>", b" a=b", "ก่้".encode(), b"<select><option>", b"<li class=menu>ok"),
    "codes": (b"o ", b"0 1 ", b"O1, ", b"0-", b"a.", "ข้อที่".encode(), "โทร ".encode(), b"1,", b"a@"),
    "dates": (b"2569 ", "ม.ค. 69 ".encode(), b"2569-", "พระราชบัญญัติ".encode(), "มกราคม ".encode(), b"1/10/"),
    "words": ("ํา".encode(), "่ ".encode(), "\ufffd".encode(), "ф".encode(), b"\xd9\xa3", "• ".encode(), b"::", "เธ".encode(), "à¸".encode()),
    "addresses": (b"/..", b"a&", b"%41", b";jsessionid=", b"\\"),
    "stamps": (b"%PDF-/CreationDate (D:20251006) ", b"%PDF-xmp:CreateDate    ", b"PK\x03\x04", b"<meta name=date content=", b"<meta "),
    "sitemap": (b"<loc> ", b"<loc>", b" "),
    "robots": (b"\n", b"\n ", b"sitemap ", b"Disallow: /*a*\n", b"*a"),
    "evidence": (b"[", b'{"event":"finish"}\n', b"\n"),
    "settings": (b"[", b"a=[", b"[[a]]\n", b'a."b".'),
    "gaps_csv": (b"O1,", "ข้อ,สถานะ\n".encode(), b'"'),
    "results": ("ข้อ,คะแนน\n".encode(), b"O1,100\n", b'a"'),
}  # fmt: skip


@pytest.mark.parametrize(("name", "piece"), [(name, piece) for name, pieces in PUMPED.items() for piece in pieces])
def test_ten_times_as_much_takes_no_hundred_times_as_long(name, piece):
    small, large = (piece * (size // len(piece)) for size in (_SMALL, _LARGE))
    took = max(_seconds(name, small), _SHORT)
    assert min(_seconds(name, large) for _ in range(2)) < _LINEAR * took


def _seconds(name, data):
    """Processor time of reading, nothing remembered; other programs on the machine do not count."""
    for remembered in (find_years, key, skeleton, leading_code, canonical):
        remembered.cache_clear()
    start = time.process_time()
    outcome(TARGETS[name], data)
    return time.process_time() - start


def test_the_search_finds_and_keeps_a_small_case(monkeypatch, tmp_path, capsys):
    def picky(data):
        if b"ab" in data:
            raise IndexError("ab")

    monkeypatch.setitem(TARGETS, "picky", picky)
    monkeypatch.setitem(SEEDS, "picky", [b"0123456789 a-b 0123456789", b"baab" * 9])
    monkeypatch.setattr(
        sys, "argv", ["fuzz", "picky", "--seconds", "20", "--seed", "1", "--plain", "--keep", str(tmp_path)]
    )
    assert fuzz.main() == 1
    assert [path.read_bytes() for path in tmp_path.glob("picky/*")] == [b"ab"]
    assert "IndexError" in capsys.readouterr().err
