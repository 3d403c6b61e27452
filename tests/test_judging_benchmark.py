"""The arithmetic of the judging benchmark, and that two stored sites keep being judged without the two worst errors."""

from pathlib import Path

import pytest

from audits.verdict import Check, Outcome, Verdict
from benchmarks.judging import SITES, Judged, by_concept, confusion, figures, judge_site, path_of, reliability


def judged(present: str, allowed: tuple[str, ...], confidence: float = 0.9, url: str = "", pages: tuple[str, ...] = ()) -> Judged:
    good, other = Check(outcome=Outcome.PASS, reason="found"), Check(outcome=Outcome(present), reason="x")
    verdict = Verdict(code="O1", concept="news", title="", sub_indicator="9.1", present=other, complete=good, current=good,
                      url=url or None, confidence=confidence)  # fmt: skip
    return Judged("site", True, verdict, allowed, pages, "", frozenset())


def test_kinds_of_mistakes() -> None:
    assert judged("pass", ("missing",)).false_pass and not judged("pass", ("missing", "pass")).false_pass
    assert judged("fail", ("pass",)).false_alarm and not judged("fail", ("incomplete",)).false_alarm
    assert judged("unknown", ("pass",)).idle_unknown and not judged("unknown", ("unknown",)).idle_unknown


def test_rates() -> None:
    told = figures([judged("pass", ("pass",)), judged("pass", ("missing",)), judged("fail", ("pass",)), judged("unknown", ("pass",))])
    assert (told["accuracy"], told["false_pass"], told["false_alarm"], told["unknown"]) == (0.25, 0.25, 0.25, 0.25)


def test_confusion_counts_an_allowed_status_as_the_label() -> None:
    table = confusion([judged("fail", ("incomplete", "missing")), judged("pass", ("incomplete", "missing"))])
    assert table == {("missing", "missing"): 1, ("incomplete", "pass"): 1}


def test_precision_and_recall_of_a_concept() -> None:
    """Two passes said of which one is right, three to be found; one defect said and two to be found."""
    items = [judged("pass", ("pass",)), judged("pass", ("missing",)), judged("fail", ("pass",)), judged("unknown", ("pass",)),
             judged("fail", ("missing",)), judged("unknown", ("unknown",))]  # fmt: skip
    told = by_concept(items)["news"]
    assert (told.items, told.right, told.false_passes, told.false_alarms, told.unknown) == (6, 3, 1, 1, 2)
    assert (told.pass_precision, told.pass_recall) == (1 / 2, 1 / 3)
    assert (told.defect_precision, told.defect_recall) == (1 / 2, 1 / 2)
    nothing = by_concept([judged("unknown", ("unknown",))])["news"]
    assert nothing.pass_precision is None and nothing.defect_recall is None


def test_reliability_leaves_unknown_out() -> None:
    table = reliability([judged("pass", ("pass",), 0.95), judged("pass", ("missing",), 0.95), judged("unknown", ("pass",), 0.95)])
    assert table == [(0.9, 1.0, 2, 0.5)]


def test_addresses_are_compared_decoded() -> None:
    assert path_of("http://x/%E0%B8%81/?a=1") == path_of("/ก/?a=1")
    assert judged("pass", ("pass",), url="http://x/a/", pages=("/a",)).address_right is True
    assert judged("pass", ("pass",), url="http://x/b", pages=("/a",)).address_right is False


@pytest.mark.parametrize("name", ["municipality-bootstrap", "sao-vendor-lists"])
def test_stored_sites(name: str, tmp_path: Path) -> None:
    items = judge_site(SITES / name, tmp_path)
    assert [item.verdict.code for item in items if item.false_pass or item.false_alarm] == []
    assert figures(items)["accuracy"] >= 0.9
