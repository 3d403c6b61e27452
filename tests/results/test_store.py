"""The store gives back what it was given, and refuses files that it must not touch."""

import sqlite3
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.verdict import Check, DeclaredCheck, DoubtfulYear, Outcome, Part, Quote, Status, Verdict
from crawler.artifacts import Agency
from results import queries
from results.migrations import STEPS
from results.store import StoreError, open_store
from tests.results.factories import ruleset, snapshot, verdict, verdicts

words = st.text(max_size=30)
quotes = st.builds(
    Quote, url=words, text=words, kind=st.sampled_from(["page", "file", "image", "link"]), sha256=words,
    page=st.integers(0, 999),
)  # fmt: skip
parts = st.builds(
    Part, id=words, found=st.sampled_from([True, False, None]), quote=words, url=words, page=st.integers(0, 99),
    required=st.booleans(),
)  # fmt: skip
share = st.floats(0, 1)
doubts = st.builds(
    DoubtfulYear, url=words, page=st.integers(0, 99), year=st.integers(0, 2999), confidence=share, text=words,
    box=st.tuples(share, share, share, share), crop=st.just(""),
)  # fmt: skip
declared = st.builds(
    DeclaredCheck, state=st.sampled_from(["right", "dead", "off_site"]), url=words, reason=words, better=words
)
checks = st.builds(
    Check, outcome=st.sampled_from(list(Outcome)), reason=words, params=st.dictionaries(words, words, max_size=3),
    evidence=st.lists(quotes, max_size=3).map(tuple), parts=st.lists(parts, max_size=3).map(tuple), required=words,
    found=st.lists(words, max_size=3).map(tuple), quote=words,
    doubts=st.lists(doubts, max_size=2).map(tuple),
)  # fmt: skip


@st.composite
def any_verdict(draw):
    # not_applicable for *present* has no place in the rule of statuses
    present = draw(checks.filter(lambda check: check.outcome is not Outcome.NOT_APPLICABLE))
    return Verdict(
        code=draw(words), concept=draw(words), title=draw(words), sub_indicator=draw(words), present=present,
        complete=draw(checks), current=draw(checks), url=draw(st.none() | words), declared_url=draw(st.none() | words),
        found_by=draw(st.sampled_from([None, "declared", "index_page", "menu", "crawl"])),
        confidence=draw(st.floats(0, 1)), depth=draw(st.sampled_from(["full", "general"])),
        rule_confidence=draw(words), searched=tuple(draw(st.lists(words, max_size=3))),
        notes=tuple(draw(st.lists(words, max_size=2))), declared=draw(st.none() | declared),
    )  # fmt: skip


def save(store, found=None, seen=None, *, as_of=date(2026, 2, 2), version="0.1.0"):
    return store.save_run(
        seen or snapshot(), verdicts() if found is None else found, folder=Path("evidence/x"), ruleset=ruleset(),
        as_of=as_of, code_version=version,
    )  # fmt: skip


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "oit.db") as opened:
        yield opened


def test_a_run_comes_back_as_it_was_saved(store):
    assert store.run(save(store)) == verdicts()


@settings(max_examples=40, deadline=None)
@given(found=st.lists(any_verdict(), max_size=3, unique_by=lambda item: item.code))
def test_any_verdicts_come_back_as_they_were_saved(tmp_path_factory, found):
    with open_store(tmp_path_factory.mktemp("store") / "oit.db") as store:
        assert store.run(save(store, found)) == tuple(found)


def test_pictures_stay_with_the_evidence(store):
    seen = DoubtfulYear(url="https://a.go.th/x.pdf", page=2, year=2569, confidence=0.7, text="๒๕๖๙",
                        box=(0.1, 0.2, 0.3, 0.4), crop="aGVsbG8=")  # fmt: skip
    doubtful = verdict(1, "unknown")
    doubtful = replace(doubtful, current=replace(doubtful.current, doubts=(seen,)))
    assert store.run(save(store, [doubtful]))[0].current.doubts == (replace(seen, crop=""),)


def test_the_file_is_the_same_when_everything_is_saved_again(tmp_path):
    dumps = []
    for name in ("one.db", "two.db"):
        with open_store(tmp_path / name) as store:
            save(store)
            save(store, [verdict(1, "missing")], as_of=date(2026, 3, 1))
        with sqlite3.connect(tmp_path / name) as connection:
            dumps.append(list(connection.iterdump()))
    assert dumps[0] == dumps[1]


def test_saving_twice_makes_two_runs_and_keeps_both(store):
    first, second = save(store), save(store, [verdict(1)])
    assert first != second
    assert [run.id for run in queries.runs(store)] == [first, second]
    assert store.run(first) == verdicts()


def test_latest_is_the_newest_look_at_each_site(store):
    new = snapshot(snapshot_id="new", started_at="2026-03-01T09:00:00+07:00")
    other = snapshot(agency=Agency(name="อื่น", kind="sao", url="https://other.example.go.th/"))
    newest, _, elsewhere = save(store, seen=new), save(store), save(store, seen=other)
    assert {run.id for run in queries.latest(store)} == {newest, elsewhere}
    again = save(store, seen=new)
    assert {run.id for run in queries.latest(store)} == {again, elsewhere}


def test_a_run_knows_where_its_evidence_lies(store):
    run = queries.runs(store)[0] if save(store) else None
    assert (run.folder, run.snapshot_id, run.as_of) == ("evidence/x", snapshot().snapshot_id, date(2026, 2, 2))
    assert (run.fiscal_year, run.rules_sha256, run.code_version) == (2569, ruleset().sha256, "0.1.0")
    rows = store.rows("SELECT warc_file, warc_offset FROM evidence WHERE url LIKE '%/ita/2569'")
    assert rows == [{"warc_file": "pages.warc.gz", "warc_offset": 1234}]


def test_statuses_are_counted(store):
    counts = queries.status_counts(store, save(store))
    assert sum(counts.values()) == 26
    assert set(counts) == set(Status)


def test_a_run_that_fails_halfway_leaves_nothing(store):
    with pytest.raises(StoreError):
        save(store, [verdict(1), verdict(1)])
    assert queries.runs(store) == ()


def test_an_unknown_run_is_named(store):
    with pytest.raises(StoreError, match="no run 7"):
        store.run(7)


def test_an_existing_database_is_opened_again(tmp_path):
    with open_store(tmp_path / "oit.db") as store:
        run = save(store)
    with open_store(tmp_path / "oit.db") as store:
        assert store.run(run) == verdicts()


def test_an_empty_file_becomes_a_database(tmp_path):
    (tmp_path / "oit.db").touch()
    open_store(tmp_path / "oit.db").close()


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(StoreError, match="does not exist; create it"):
        open_store(tmp_path / "nowhere" / "oit.db")


def test_a_folder_is_no_database(tmp_path):
    with pytest.raises(StoreError, match="is a folder"):
        open_store(tmp_path)


def test_an_unwritable_place_is_named():
    with pytest.raises(StoreError, match=r"/proc/oit.db cannot be opened or written"):
        open_store(Path("/proc/oit.db"))


def test_a_newer_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "oit.db"
    open_store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer version"):
        open_store(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", ["table page", "header"])
def test_a_damaged_database_is_refused_and_left_alone(tmp_path, damage):
    path = tmp_path / "oit.db"
    with open_store(path) as store:
        for _ in range(5):
            save(store)
    content = bytearray(path.read_bytes())
    start = 100 if damage == "header" else 4096 * 3
    content[start : start + 4000] = b"\xa5" * 4000
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"oit\.db is damaged.*keep a copy"):
        open_store(path)
    assert path.read_bytes() == content


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("notes about the website\n" * 50)
    with pytest.raises(StoreError, match="is not a database"):
        open_store(path)
    assert path.read_text().startswith("notes")


def test_another_programs_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE runs (x)")
    with pytest.raises(StoreError, match="another program"):
        open_store(path)


def test_a_run_waits_for_another_that_is_being_stored(tmp_path):
    path = tmp_path / "oit.db"
    with open_store(path) as store:
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO agencies (url, name, kind) VALUES ('https://other.example', '', '')")
        done = threading.Timer(0.5, other.execute, ["COMMIT"])
        done.start()
        try:
            assert save(store) == 1
        finally:
            done.join()
            other.close()


def test_a_database_in_use_is_said_so(tmp_path, monkeypatch):
    monkeypatch.setattr("results.store.BUSY_SECONDS", 0.1)
    path = tmp_path / "oit.db"
    with open_store(path) as store:
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        try:
            with pytest.raises(StoreError, match="in use by another program"):
                save(store)
        finally:
            holder.close()
