"""What people decided stands beside the verdict, never instead of it, and ends with the fiscal year."""

from dataclasses import replace
from datetime import date

import pytest

from audits.verdict import Status
from results import queries
from results.decisions import Decision, Ruling, in_force, last_day
from results.formats import csv_report, html_report, json_report
from results.measure_log import add_decision, withdraw
from results.report_builder import build_report
from results.scoring import rounded
from results.store import open_store
from tests.results import factories as make
from tests.results.measures import URL, audit, looks, rules

DAY = date(2026, 3, 1)


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "oit.db") as opened:
        yield opened


def decision(number, ruling=Ruling.ACCEPTED, **more):
    fields = {
        "id": 0, "agency_url": URL, "fiscal_year": 2569, "concept": f"concept_{number}", "code": f"O{number}",
        "at": "2026-02-03T01:00:00+00:00", "day": date(2026, 2, 3), "who": "ปลัด", "ruling": ruling,
        "why": "มีหนังสือยืนยัน", "url": "", "until": last_day(2569), **more,
    }  # fmt: skip
    return Decision(**fields)


def keep(store, *decisions):
    with store.writing():
        return [add_decision(store, item) for item in decisions]


def report(verdicts, decisions, as_of=DAY, lang="th"):
    return build_report(make.snapshot(), rules(), verdicts, as_of=as_of, lang=lang, decisions=decisions)


def test_a_decision_comes_back_as_it_was_kept(store):
    (number,) = keep(store, decision(3, Ruling.NOT_APPLICABLE, url="https://a.go.th/x"))
    expected = decision(3, Ruling.NOT_APPLICABLE, url="https://a.go.th/x", id=number)
    assert queries.decisions(store, URL, 2569) == (expected,)
    assert queries.decisions(store, URL, 2570) == ()


def test_it_survives_audits_and_ends_with_the_fiscal_year(store):
    keep(store, decision(3))
    for day in ("2026-02-02", "2026-02-10"):
        audit(store, looks(O3="missing"), day)
    known = queries.decisions(store, URL, 2569)
    assert set(in_force(known, date(2026, 9, 30))) == {"concept_3"}
    assert in_force(known, date(2026, 10, 1)) == {}
    assert in_force((decision(3, until=date(2026, 3, 31)),), date(2026, 4, 1)) == {}


def test_the_newest_counts_and_one_taken_back_leaves_the_one_before(store):
    _, second = keep(
        store, decision(3), decision(3, Ruling.WRONG_VERDICT, at="2026-02-04T01:00:00+00:00", day=date(2026, 2, 4))
    )
    assert in_force(queries.decisions(store, URL, 2569), DAY)["concept_3"].ruling is Ruling.WRONG_VERDICT
    with store.writing():
        withdraw(store, second, at="2026-02-05T01:00:00+00:00", day=date(2026, 2, 5), who="ปลัด", why="เข้าใจผิด")
    known = queries.decisions(store, URL, 2569)
    assert in_force(known, DAY)["concept_3"].ruling is Ruling.ACCEPTED
    assert [item.withdrawn.why if item.withdrawn else "" for item in known] == ["", "เข้าใจผิด"]


def test_it_is_told_beside_the_verdict_in_every_format():
    shown = report(looks(O3="missing"), (decision(3),))
    card = shown.cards[2]
    assert card.status is Status.MISSING
    sentence = card.decision.sentence
    assert "ผู้ตรวจประเมินยอมรับแล้ว" in sentence and "ปลัด" in sentence and "30 กันยายน 2569" in sentence
    page = html_report.render(shown).decode()
    assert sentence in page and shown.decided.sentence in page
    assert sentence in csv_report.render(shown).decode("utf-8-sig")
    told = json_report.document(shown)
    assert (told["verdicts"][2]["status"], told["verdicts"][2]["decision"]["ruling"]) == ("missing", "accepted")
    assert told["score"]["oit"]["low"] < told["score_with_decisions"]["oit"]["low"] == 100.0


@pytest.mark.parametrize(
    ("kinds", "ruling", "low"),
    [
        ({"O3": "missing"}, Ruling.ACCEPTED, 100.0),
        ({"O3": "missing"}, Ruling.WRONG_VERDICT, 100.0),
        ({"O3": "unknown"}, Ruling.WRONG_VERDICT, 100.0),
        ({"O3": "missing", "O4": "missing"}, Ruling.NOT_APPLICABLE, 96.67),  # 2 of 3 left in 9.1, one of five
        ({}, Ruling.WRONG_VERDICT, 97.5),
    ],
)
def test_the_score_stays_the_machines_with_the_other_one_beside(kinds, ruling, low):
    verdicts = looks(**kinds)
    plain, decided = report(verdicts, ()), report(verdicts, (decision(3, ruling),))
    assert decided.score == plain.score and plain.decided is None
    assert rounded(decided.decided.oit.low) == low
    assert f"{low:.2f}" in decided.decided.sentence


def test_a_decision_about_another_address_is_shown_and_not_counted():
    verdicts = looks(O4="outdated")
    shown = report(verdicts, (decision(4, url="https://a.go.th/other"),))
    assert not shown.cards[3].decision.counts and shown.decided is None
    assert "โปรดทบทวน" in shown.cards[3].decision.sentence
    found = verdicts[3].url
    assert report(verdicts, (decision(4, url=found),)).cards[3].decision.counts
    lost = tuple(replace(item, url=None) if item.code == "O4" else item for item in verdicts)
    assert report(lost, (decision(4, url=found),)).cards[3].decision.counts


def test_when_nothing_would_be_left_to_count_no_score_is_told():
    decisions = tuple(decision(number, Ruling.NOT_APPLICABLE) for number in range(1, 27))
    assert report(looks(), decisions).decided is None


def test_an_ended_decision_is_told_no_more():
    shown = report(looks(O3="missing"), (decision(3),), as_of=date(2026, 10, 1))
    assert shown.cards[2].decision is None and shown.decided is None
