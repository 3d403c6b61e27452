"""Measures through audits and people's hands: nothing is closed, reopened or overwritten silently."""

import random
import sqlite3
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from results import queries
from results.measures import LOOKS, Measure, MeasureEvent, Progress, Retest, folded
from results.migrations import APPLICATION_ID, STEPS
from results.office import Office
from results.report_measures import follow_sentences, measure_view
from results.store import open_store
from tests.results.measures import LAST_DAY, URL, YEAR, audit, events, known, looks, rules, says


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "oit.db") as opened:
        yield opened


def kinds(measure):
    return [event.kind for event in measure.history if event.kind in LOOKS]


def test_every_gap_becomes_a_measure_with_owner_and_due_day(store):
    follow = audit(store, looks(O3="missing", O5="outdated", O7="incomplete"), "2026-02-02")
    measures = known(store)
    assert follow.codes == {"opened": ("O3", "O5", "O7")}
    assert [measure.owner for measure in measures.values()] == ["กองคลัง", "สำนักปลัด", "สำนักปลัด"]
    assert {measure.due for measure in measures.values()} == {date(2026, 4, 16)}
    assert {(measure.status, measure.retest) for measure in measures.values()} == {
        (Progress.TODO, Retest.NOT_RETESTED)
    }  # fmt: skip
    assert measures["O3"].opened_on == date(2026, 2, 2)


def test_measures_stand_in_the_order_of_their_codes_whenever_they_were_opened(store):
    audit(store, looks(O10="missing", O3="missing"), "2026-02-02")
    audit(store, looks(O10="missing", O3="missing", O9="missing", O2="missing"), "2026-02-10")
    assert list(known(store)) == ["O2", "O3", "O9", "O10"]


def test_what_could_not_be_looked_at_asks_to_check(store):
    audit(store, looks(O5="unknown", O7="missing"), "2026-02-02")
    measures = known(store)
    assert measures["O5"].to_check and not measures["O7"].to_check
    assert "ยังตรวจข้อนี้ไม่ได้" in measure_view(measures["O5"], "th").sentence
    assert "ไม่ได้" not in measure_view(measures["O7"], "th").history[0].text


def test_the_same_audit_twice_adds_nothing(store):
    verdicts = looks(O3="missing", O5="unknown", O9="broken")
    audit(store, verdicts, "2026-02-02")
    before = events(store)
    assert audit(store, verdicts, "2026-02-02").codes == {}
    assert events(store) == before


def test_an_audit_that_sees_the_same_again_says_so_once(store):
    verdicts = looks(O3="missing", O5="unknown")
    for day in ("2026-02-02", "2026-02-10", "2026-02-20"):
        audit(store, verdicts, day)
    assert kinds(known(store)["O3"]) == ["opened", "not_fixed"]
    assert kinds(known(store)["O5"]) == ["opened"]


def test_a_repair_that_is_seen_is_proposed_and_closed_by_people_only(store):
    audit(store, looks(O3="missing"), "2026-02-02")
    assert audit(store, looks(), "2026-02-10").codes == {"verified": ("O3",)}
    measure = known(store)["O3"]
    assert (measure.status, measure.retest, measure.verified_on) == (Progress.TODO, Retest.FIXED, date(2026, 2, 10))
    assert measure.proposed and not measure.closed
    assert measure.verified_url.endswith("/ita/2569/o3")
    assert "เสนอให้ปิด" in measure_view(measure, "th").sentence
    says(store, "O3", "2026-02-11", status="done")
    assert known(store)["O3"].closed and not known(store)["O3"].proposed


def test_what_broke_again_is_reopened(store):
    audit(store, looks(O3="missing"), "2026-02-02")
    says(store, "O3", "2026-02-05", status="done", note="แขวนไฟล์แล้ว")
    audit(store, looks(), "2026-02-10")
    assert known(store)["O3"].closed
    assert audit(store, looks(O3="outdated"), "2026-03-10").codes == {"reopened": ("O3",)}
    measure = known(store)["O3"]
    assert (measure.status, measure.retest) == (Progress.TODO, Retest.NOT_FIXED)
    assert (measure.opened_on, measure.verified_on) == (date(2026, 3, 10), None)
    assert measure.note == "แขวนไฟล์แล้ว"
    assert kinds(measure) == ["opened", "verified", "reopened"]


def test_not_being_looked_at_neither_closes_nor_reopens(store):
    audit(store, looks(O3="missing", O4="missing"), "2026-02-02")
    audit(store, looks(O4="missing"), "2026-02-10")
    follow = audit(store, looks(O3="unknown", O4="unknown"), "2026-02-20")
    assert follow.codes == {"not_retested": ("O3", "O4")}
    measures = known(store)
    assert measures["O3"].retest is measures["O4"].retest is Retest.NOT_RETESTED
    assert measures["O3"].verified_on == date(2026, 2, 10)
    assert audit(store, looks(O3="missing", O4="missing"), "2026-03-01").codes == {
        "reopened": ("O3",), "not_fixed": ("O4",)
    }  # fmt: skip


def test_a_site_that_was_not_reached_opens_nothing(store):
    nothing = looks(**{f"O{number}": "unknown" for number in range(1, 27)})
    assert audit(store, nothing, "2026-02-02", reached=False).codes == {}
    audit(store, looks(O3="missing"), "2026-02-03")
    assert audit(store, nothing, "2026-02-04", reached=False).codes == {"not_retested": ("O3",)}


def test_done_is_doubted_only_by_a_later_look(store):
    audit(store, looks(O3="missing"), "2026-02-02")
    audit(store, looks(O3="missing"), "2026-02-10")
    says(store, "O3", "2026-02-11", status="done")
    assert known(store)["O3"].retest is Retest.NOT_RETESTED
    assert "รอตรวจซ้ำ" in measure_view(known(store)["O3"], "th").sentence
    assert audit(store, looks(O3="missing"), "2026-02-10", at="2026-02-12T00:00:00+00:00").codes == {}
    audit(store, looks(O3="missing"), "2026-02-20")
    measure = known(store)["O3"]
    assert (measure.status, measure.retest, measure.closed) == (Progress.DONE, Retest.NOT_FIXED, False)
    assert "แต่ตรวจซ้ำแล้วยังไม่ผ่าน" in measure_view(measure, "th").sentence


@pytest.mark.parametrize("day", ["2026-02-02", "2026-03-01"])
def test_an_old_look_changes_nothing_newer(store, day):
    audit(store, looks(O3="missing"), "2026-02-02", at="2026-02-02T03:00:00+00:00")
    audit(store, looks(), "2026-02-10")
    before = events(store)
    late = audit(store, looks(O3="missing", O8="missing"), "2026-02-02", day=day, at="2026-02-11T00:00:00+00:00")
    assert late.superseded and late.codes == {}
    assert events(store) == before
    told = [follow_sentences(known(store).values(), f"{seen}T09:00:00+07:00", "en") for seen in ("2026-02-01", "2026-02-10")]
    assert told == [
        ("A newer look at the site is known: the measures stay as they are",), ("Verified, closing proposed 1: O3",)
    ]  # fmt: skip


def test_the_newest_look_judged_for_an_earlier_day_changes_nothing(store):
    audit(store, looks(), "2026-02-10", day="2026-03-01")
    assert audit(store, looks(O3="outdated"), "2026-02-10", day="2026-02-10").superseded
    assert known(store) == {}


def test_better_rules_may_judge_the_newest_look_again(store):
    audit(store, looks(O3="missing"), "2026-02-02")
    assert audit(store, looks(), "2026-02-02", at="2026-02-03T00:00:00+00:00").codes == {"verified": ("O3",)}


def test_bodies_and_years_are_kept_apart_however_an_address_is_typed(store):
    audit(store, looks(O3="missing"), "2026-02-02")
    audit(store, looks(O4="missing"), "2026-02-03", url="http://tambon-example.go.th/")
    audit(store, looks(O9="missing"), "2026-02-04", url="https://other.example.go.th/")
    assert set(known(store)) == {"O3", "O4"}
    assert known(store)["O3"].retest is Retest.FIXED
    assert set(known(store, "https://other.example.go.th/")) == {"O9"}
    assert known(store, year=2568) == {}


def test_settings_change_what_people_did_not_set(store):
    audit(store, looks(O3="missing", O4="missing"), "2026-02-02", office=Office(), ruleset=rules(None))
    assert known(store)["O3"].due is None
    says(store, "O4", "2026-02-03", assigned="กองช่าง", due="2026-03-15")
    audit(store, looks(O3="missing", O4="missing"), "2026-02-10")
    measures = known(store)
    assert (measures["O3"].owner, measures["O3"].due) == ("กองคลัง", date(2026, 4, 16))
    assert (measures["O4"].owner, measures["O4"].due) == ("กองช่าง", date(2026, 3, 15))


def test_a_due_day_that_went_by_stays_and_is_overdue(store):
    audit(store, looks(O3="missing"), "2026-02-02")
    audit(store, looks(O3="missing"), "2026-04-20")
    measure = known(store)["O3"]
    assert measure.due == date(2026, 4, 16)
    assert measure.overdue(date(2026, 4, 20)) and not measure.overdue(date(2026, 4, 16))
    audit(store, looks(), "2026-04-21")
    assert not known(store)["O3"].overdue(LAST_DAY)


def test_a_reopened_measure_is_due_in_the_time_that_is_left(store):
    audit(store, looks(O3="missing"), "2026-02-02")
    audit(store, looks(), "2026-04-18")
    audit(store, looks(O3="missing"), "2026-04-20")
    assert known(store)["O3"].due == date(2026, 4, 21)


def test_every_event_names_its_run_and_who(store):
    audit(store, looks(O3="missing"), "2026-02-02")
    says(store, "O3", "2026-02-03", who="ปลัด", note="ดูแล้ว")
    history = known(store)["O3"].history
    assert {event.run for event in history[:-1]} == {queries.runs(store)[0].id}
    assert (history[-1].who, history[-1].run) == ("ปลัด", None)
    assert measure_view(known(store)["O3"], "en").history[-1].sentence == "3 February 2026, ปลัด: Remark: ดูแล้ว"


def test_an_older_database_gets_measures_and_keeps_its_runs(tmp_path):
    with sqlite3.connect(tmp_path / "old.db") as old:
        old.executescript(STEPS[0])
        old.execute("INSERT INTO agencies VALUES (1, ?, 'อบต.', 'sao')", [URL])
        old.execute("INSERT INTO snapshots VALUES (1, 's', 1, 'x', '2026-02-02T09:00:00+07:00', '', 1, '', 1, '', 9)")
        old.execute("INSERT INTO runs VALUES (1, 1, 2569, '', '', '2026-02-02')")
        old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        old.execute("PRAGMA user_version = 1")
    with open_store(tmp_path / "old.db") as store:
        assert known(store) == {} and [run.id for run in queries.runs(store)] == [1]
        assert audit(store, looks(O3="missing"), "2026-02-01").superseded
        assert audit(store, looks(O3="missing"), "2026-03-01").codes == {"opened": ("O3",)}


def test_a_failed_write_leaves_nothing(store):
    audit(store, looks(O3="missing"), "2026-02-02")
    before = events(store)
    with pytest.raises(ZeroDivisionError), store.writing():
        store.add("measure_events", measure=1, at="a", day="2026-02-02", who="", kind="note", value="", url="", seen_at="")
        raise ZeroDivisionError
    assert events(store) == before


days = st.dates(date(2026, 1, 1), date(2026, 9, 30))
moments = st.datetimes().map(lambda moment: moment.isoformat())
facts = st.one_of(
    st.tuples(st.sampled_from(LOOKS), st.sampled_from(["pass", "missing", "outdated", "incomplete", "unknown"])),
    st.tuples(st.just("status"), st.sampled_from([state.value for state in Progress])),
    st.tuples(st.just("due"), days.map(date.isoformat) | st.just("")),
    st.tuples(st.sampled_from(["assigned", "note", "evidence"]), st.text(max_size=20)),
)


@st.composite
def histories(draw):
    told = draw(st.lists(st.tuples(facts, moments, days, st.sampled_from(["", "ปลัด"])), max_size=12))
    return [
        MeasureEvent(number=number, at=at, day=day, who=who, kind=kind, value=value)
        for number, ((kind, value), at, day, who) in enumerate(told, 1)
    ]


@settings(max_examples=80, deadline=None)
@given(history=histories(), seed=st.integers())
def test_replaying_events_in_any_order_gives_the_same_measure(history, seed):
    bare = Measure(id=1, agency_url=URL, fiscal_year=YEAR, concept="concept_3", code="O3", title="ข้อ")
    mixed = list(history)
    random.Random(seed).shuffle(mixed)
    once = folded(bare, history)
    assert folded(bare, mixed) == once
    assert not (once.closed and once.proposed)
    for lang in ("th", "en"):
        assert measure_view(once, lang).sentence


