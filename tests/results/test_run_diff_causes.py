"""Causes of a change, on every path that verdicts can take; the day from which something fails."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from audits.requirement import load_ruleset
from audits.verdict import Status
from crawler.artifacts import Failure
from results.expiries import expiries, expiries_by_rules
from results.run_diff import GROUPS, group_of
from results.run_diff_causes import Step, Unseen, exact_causes, inferred_causes
from results.store import Run
from tests.results.factories import CHECKS, SITE, verdict

KINDS = st.sampled_from(sorted(CHECKS))
ORDER = (("rules", "program"), ("time",), ("declared",), ("site",))
RUN = Run(
    id=1, agency_name="", agency_kind="sao", agency_url=SITE, snapshot_id="a", folder="", started_at="", finished_at="",
    fiscal_year=2569, as_of=date(2026, 3, 1), rules_sha256="r", code_version="p",
)  # fmt: skip


def steps(kinds: list[str]) -> list[Step]:
    return [Step(kinds=cause, verdicts={"O1": verdict(1, kind)}) for cause, kind in zip(ORDER, kinds, strict=True)]  # type: ignore[arg-type]


@given(KINDS, st.lists(KINDS, min_size=4, max_size=4))
def test_a_changed_status_has_causes_that_lead_from_one_end_to_the_other(first: str, path: list[str]) -> None:
    old, new = verdict(1, first), verdict(1, path[-1])
    causes = exact_causes("O1", old, new, steps(path), Unseen())
    if old.status is new.status:
        return
    assert causes and causes[0].before is old.status and causes[-1].after is new.status
    status = old.status
    for cause in causes:
        if cause.kind == "program":  # told beside the rules: they cannot be told apart
            continue
        assert cause.before is status and cause.after is not status
        status = cause.after


@given(KINDS, st.lists(KINDS, min_size=3, max_size=3))
def test_what_is_the_same_in_the_end_has_no_cause(first: str, path: list[str]) -> None:
    same = verdict(1, first)
    assert not exact_causes("O1", same, same, steps([*path, first]), Unseen())


def test_that_more_pages_were_searched_in_vain_is_no_change() -> None:
    missing = verdict(1, "missing")
    fewer, more = (
        replace(missing, present=replace(missing.present, params={"pages": pages})) for pages in ("59", "64")
    )
    assert not exact_causes("O1", fewer, more, [Step(kinds=("site",), verdicts={"O1": more})], Unseen())
    assert not inferred_causes(fewer, more, RUN, replace(RUN, snapshot_id="b"), monthly=False)


def test_a_lost_page_is_the_site_when_it_is_gone_and_reach_when_it_could_not_be_had() -> None:
    old, new = verdict(1), verdict(1, "missing")
    last = [Step(kinds=("site",), verdicts={"O1": new})]
    gone, slow = (Failure(url=old.url or "", kind="http_error", detail=told) for told in ("HTTP 404", "HTTP 503"))
    assert [cause.kind for cause in exact_causes("O1", old, new, last, Unseen.of([gone]))] == ["site"]
    assert [cause.kind for cause in exact_causes("O1", old, new, last, Unseen.of([slow]))] == ["reach"]


def test_what_can_be_inferred_from_stored_facts() -> None:
    again = replace(RUN, id=2, snapshot_id="b", as_of=date(2026, 4, 1))
    passed, failed = verdict(1), verdict(1, "missing")

    def kinds(later: Run, *, monthly: bool = False) -> list[str]:
        return [cause.kind for cause in inferred_causes(passed, failed, RUN, later, monthly=monthly)]

    assert kinds(again) == ["site"]
    assert kinds(again, monthly=True) == ["time", "site"]
    assert kinds(replace(again, rules_sha256="x")) == ["site", "rules"]
    assert kinds(replace(RUN, id=2, rules_sha256="x")) == ["rules"]
    assert kinds(replace(RUN, id=2, as_of=date(2026, 4, 1))) == ["time"]
    assert kinds(replace(RUN, id=2)) == ["program"]
    unread = verdict(1, "unknown")
    assert [cause.kind for cause in inferred_causes(passed, unread, RUN, again, monthly=False)] == ["reach"]
    assert not inferred_causes(passed, passed, RUN, again, monthly=True)


def test_every_pair_of_statuses_but_two_passes_has_a_group() -> None:
    pairs = {(old, new) for old in Status for new in Status} - {(Status.PASS, Status.PASS)}
    assert {group_of(old, new) for old, new in pairs} == set(GROUPS) - {"new_item", "gone_item"}
    assert (
        group_of(Status.PASS, Status.OUTDATED) == "newly_failing"
        and group_of(Status.UNKNOWN, Status.PASS) == "known_again"
    )


@given(st.integers(1, 120), st.integers(0, 140))
def test_the_first_failing_day_is_found(days: int, fails_after: int) -> None:
    start = date(2026, 2, 1)
    judged: list[date] = []

    def judge(day: date) -> tuple:
        judged.append(day)
        return (verdict(1, "pass" if (day - start).days < fails_after else "outdated"), verdict(2, "missing"))

    now = (verdict(1), verdict(2, "missing"))
    found = expiries(now, judge, start, start + timedelta(days=days))
    if not 0 < fails_after <= days:
        expected = [(start + timedelta(days=1))] if fails_after == 0 else []
    else:
        expected = [start + timedelta(days=fails_after)]
    assert [expiry.day for expiry in found] == expected
    assert len(judged) == len(set(judged)) <= 9


def test_by_the_rules_alone_monthly_items_expire_with_the_next_month_and_reports_fall_due() -> None:
    rules = load_ruleset(2569)
    months = next(item for item in rules.requirements if item.period == "monthly")
    passed = replace(verdict(1), code=months.code, concept=months.concept)
    found = expiries_by_rules((passed,), rules, date(2026, 3, 20), date(2026, 6, 30))
    assert [(each.code, each.day, each.verdict) for each in found] == [(months.code, date(2026, 4, 1), None)]
    assert not expiries_by_rules((passed,), rules, date(2026, 5, 2), date(2026, 6, 30))  # six months are all
    assert not expiries_by_rules((replace(passed, **{"present": verdict(1, "missing").present}),), rules,
                                 date(2026, 3, 20), date(2026, 6, 30))  # fmt: skip
