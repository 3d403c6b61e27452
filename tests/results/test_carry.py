"""What people wrote comes to another database whole, and only once."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from results import queries
from results.carry import CarryError, carried, read_carried, take_over
from results.decisions import Ruling
from results.follow_up import Entry
from results.measure_log import add_decision, add_entries, withdraw
from results.store import open_store
from tests.results.measures import URL, audit, events, known, looks, says
from tests.results.test_decisions import decision

words = st.text(max_size=20)
entries = st.one_of(
    st.tuples(st.just("status"), st.sampled_from(["todo", "doing", "done"])),
    st.tuples(st.just("due"), st.dates(date(2026, 1, 1), date(2026, 9, 30)).map(date.isoformat)),
    st.tuples(st.sampled_from(["assigned", "note", "evidence"]), words),
)


def filled(path):
    store = open_store(path)
    audit(store, looks(O3="missing", O4="unknown"), "2026-02-02")
    return store


def bare(measures):
    """Measures without what belongs to one database: numbers of rows and runs."""
    return [
        (item.concept, item.owner, item.due, item.status, item.note, item.evidence_url, item.retest, item.opened_on,
         item.verified_on, [(e.at, e.day, e.who, e.kind, e.value, e.url, e.seen_at) for e in item.history])
        for item in measures
    ]  # fmt: skip


@settings(max_examples=10, deadline=None)
@given(told=st.lists(st.tuples(entries, words), max_size=6), why=words)
def test_a_carried_database_says_the_same(tmp_path_factory, told, why):
    folder = tmp_path_factory.mktemp("carry")
    with filled(folder / "old.db") as old, open_store(folder / "new.db") as new:
        with old.writing():
            for (kind, value), who in told:
                add_entries(old, known(old)["O3"].id, [Entry(kind=kind, value=value)], at="2026-02-03T00:00:00+00:00",
                            day=date(2026, 2, 3), who=who or "ก")  # fmt: skip
            number = add_decision(old, decision(4, why=why))
            withdraw(old, number, at="x", day=date(2026, 2, 5), who="ก", why=why)
        record = carried(old)
        again = read_carried(record.model_dump_json())
        assert again == record
        assert take_over(new, again)[1] == 1
        assert bare(queries.measures(new, URL, 2569)) == bare(queries.measures(old, URL, 2569))
        assert carried(new) == record
        assert take_over(new, again) == (0, 0)


def test_runs_are_found_again_by_look_and_day(tmp_path):
    with filled(tmp_path / "old.db") as old, filled(tmp_path / "new.db") as new:
        says(old, "O3", "2026-02-03", note="ดูแล้ว")
        before = events(new)
        assert take_over(new, carried(old)) == (1, 0)
        assert events(new) == before + 1
        assert {event.run for event in known(new)["O3"].history} == {1, None}


def test_what_people_set_stands_when_a_rebuilt_database_was_audited_first(tmp_path):
    with filled(tmp_path / "old.db") as old, open_store(tmp_path / "new.db") as new:
        says(old, "O3", "2026-02-03", assigned="กองช่าง", due="2026-03-01", status="doing")
        audit(new, looks(O3="missing"), "2026-03-05")
        take_over(new, carried(old))
        measure = known(new)["O3"]
        assert (measure.owner, measure.due, measure.status.value) == ("กองช่าง", date(2026, 3, 1), "doing")
        assert (measure.opened_on, measure.retest.value) == (date(2026, 2, 2), "not_fixed")


def test_one_body_or_year_can_be_carried_alone(tmp_path):
    with filled(tmp_path / "old.db") as old:
        audit(old, looks(O9="missing"), "2026-02-03", url="https://other.example.go.th/")
        with old.writing():
            add_decision(old, decision(4, Ruling.NOT_APPLICABLE))
        assert [item.code for item in carried(old, "other.example.go.th").measures] == ["O9"]
        assert carried(old, fiscal_year=2568).measures == ()
        assert len(carried(old, fiscal_year=2569).decisions) == 1


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"kind": "other"}, "kind"),
        ({"contract": 2}, "contract"),
        ({"measures": [{"agency_url": URL}]}, "measures.0"),
        ({"more": 1}, "more"),
        (None, "JSON"),
    ],
)
def test_another_file_is_refused_by_place(change, place):
    text = "{" if change is None else json.dumps({"measures": [], "decisions": []} | change)
    with pytest.raises(CarryError, match=place):
        read_carried(text)


@pytest.mark.parametrize(("kind", "value"), [("status", "ready"), ("due", "30/4/2569"), ("closed", "")])
def test_events_without_meaning_are_refused(kind, value):
    event = {"at": "x", "day": "2026-02-02", "who": "", "kind": kind, "value": value, "url": "", "seen_at": ""}
    measure = {"agency_url": URL, "fiscal_year": 2569, "concept": "c", "code": "O1", "title": "t", "events": [event]}
    with pytest.raises(CarryError, match=r"measures\.0\.events\.0"):
        read_carried(json.dumps({"measures": [measure], "decisions": []}))
