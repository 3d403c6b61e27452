"""When an audit is due: the paces of a year, catching up, waiting after failures."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from audits.assessment import Calendar, Text, Window
from results.schedule import PACES, Policy, due_days, due_days_of_years, latest_due, next_due, phases
from results.schedule_log import ScheduledBody
from results.schedule_standing import Attempt, standing
from results.schedule_text import explained

NOTE = Text(th="", en="")
DAY = timedelta(days=1)
days = st.dates(date(2025, 10, 1), date(2026, 9, 30))
paces = st.sampled_from(PACES)


def window(start: date | None, end: date | None) -> Window:
    return Window.model_validate({"from": start, "to": end, "confidence": "high", "sources": ("s",)})


def calendar(entry: date | None = None, scoring: tuple[date, date] | None = None) -> Calendar:
    return Calendar(note=NOTE, entry=entry and window(None, entry), assessment=scoring and window(*scoring))


KNOWN = calendar(date(2026, 4, 30), (date(2026, 5, 1), date(2026, 5, 31)))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    entry = draw(st.none() | days)
    scoring = draw(st.none() | st.tuples(days, days).map(sorted).map(tuple))
    return calendar(entry, scoring)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    last_days = draw(st.integers(0, 30))
    return Policy(
        usual=draw(paces), near=draw(paces), last=draw(paces), assessment=draw(paces), last_days=last_days,
        near_days=draw(st.integers(last_days + 1, 120)),
    )  # fmt: skip


def test_the_default_year_is_monthly_then_weekly_then_daily_until_scoring_ends() -> None:
    found = due_days(KNOWN, Policy(), date(2025, 10, 1), date(2026, 9, 30))
    monthly = [day for day in found if day < date(2026, 3, 1)]
    assert monthly == [date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    weekly = [day for day in found if date(2026, 3, 1) <= day < date(2026, 4, 23)]
    assert weekly == [date(2026, 3, 1) + timedelta(weeks=week) for week in range(8)]
    daily = [day for day in found if date(2026, 4, 23) <= day <= date(2026, 5, 31)]
    assert len(daily) == 8 + 31
    assert [day for day in found if day > date(2026, 5, 31)] == [date(2026, month, 1) for month in (6, 7, 8, 9)]


def test_without_an_established_deadline_the_usual_pace_is_kept_and_told() -> None:
    assert [phase.name for phase in phases(calendar(), Policy())] == ["usual"]
    assert due_days(calendar(), Policy(), date(2026, 1, 2), date(2026, 4, 1)) == (
        date(2026, 2, 1),
        date(2026, 3, 1),
        date(2026, 4, 1),
    )
    body = ScheduledBody(
        body="a.go.th", url="https://a.go.th/", name="", groups=(), policy=Policy(), by=("body", "a.go.th")
    )
    told = explained(body, Policy(), lambda year: calendar(), date(2026, 1, 2), "th")
    assert "ยังไม่มีวันสุดท้ายของการนำเข้าข้อมูลที่ยืนยันได้" in told
    assert "1 กุมภาพันธ์ 2569" in told


def test_the_words_name_every_phase_with_its_days() -> None:
    body = ScheduledBody(
        body="a.go.th", url="https://a.go.th/", name="อบต.ก", groups=("ก",), policy=Policy(), by=("group", "ก")
    )
    told = explained(body, Policy(), lambda year: KNOWN, date(2026, 4, 21), "en")
    assert "before the deadline (1 March 2026 to 22 April 2026): once a week" in told
    assert "scoring and answers (1 May 2026 to 31 May 2026): every day" in told
    assert "Coming days: 23 April 2026, 24 April 2026" in told
    assert "the choice for group ก" in told


@given(calendars(), policies(), days, days, days)
def test_days_are_in_order_within_the_span_and_do_not_depend_on_where_it_is_cut(
    year: Calendar, policy: Policy, one: date, two: date, three: date
) -> None:
    first, middle, last = sorted((one, two, three))
    whole = due_days(year, policy, first, last)
    assert list(whole) == sorted(set(whole))
    assert all(first <= day <= last for day in whole)
    assert whole == due_days(year, policy, first, middle) + due_days(year, policy, middle + DAY, last)


@given(calendars(), policies(), days)
def test_phases_cover_every_day_once(year: Calendar, policy: Policy, day: date) -> None:
    holding = [
        phase for phase in phases(year, policy)
        if (phase.first is None or phase.first <= day) and (phase.last is None or day <= phase.last)
    ]  # fmt: skip
    assert len(holding) == 1


@given(calendars(), days)
def test_the_last_days_before_a_known_deadline_are_daily(year: Calendar, day: date) -> None:
    found = due_days(year, Policy(), day, day)
    end = year.entry.end if year.entry else None
    if (end and end - 7 * DAY <= day <= end) or (day.day == 1 and end is None and year.assessment is None):
        assert found == (day,)


@given(calendars(), policies(), days)
def test_next_and_latest_are_neighbours(year: Calendar, policy: Policy, today: date) -> None:
    def of_year(_: int) -> Calendar:
        return year

    coming, gone = next_due(of_year, policy, today), latest_due(of_year, policy, today)
    assert coming is None or coming > today
    assert gone is None or gone <= today
    if coming and gone:
        assert list(due_days_of_years(of_year, policy, gone, coming)) == [gone, coming]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


def attempt(when: str, state: str, reason: str = "") -> Attempt:
    return Attempt(at=at(when), due=date(2026, 3, 1), state=state, reason=reason)  # type: ignore[arg-type]


def stands(last: date | None, told: list[Attempt], when: str):
    return standing(Policy(), lambda _: calendar(), last, told, at(when))


def test_many_missed_days_are_one_audit() -> None:
    after_a_quarter = stands(date(2025, 12, 1), [], "2026-03-20T10:00")
    assert after_a_quarter.due == date(2026, 3, 1)
    done = stands(date(2025, 12, 1), [attempt("2026-03-20T10:30", "done")], "2026-03-20T11:00")
    assert (done.due, done.next_day) == (None, date(2026, 4, 1))


def test_an_audit_by_hand_counts_too() -> None:
    assert stands(date(2026, 3, 1), [], "2026-03-20T10:00").due is None
    assert stands(None, [], "2026-03-20T10:00").due == date(2026, 3, 1)


def test_failures_wait_longer_each_time_and_get_longer_limits() -> None:
    told: list[Attempt] = []
    moment, waits, patience = at("2026-03-01T08:00"), [], []
    for _ in range(6):
        told += [Attempt(at=moment, due=date(2026, 3, 1), state="started"),
                 Attempt(at=moment, due=date(2026, 3, 1), state="failed", reason="home_failed", detail="dns")]  # fmt: skip
        found = standing(Policy(), lambda _: calendar(), None, told, moment)
        assert found.retry_at is not None
        assert not found.is_ready(moment)
        assert found.is_ready(found.retry_at)
        waits.append((found.retry_at - moment) / timedelta(hours=1))
        patience.append(found.patience)
        moment = found.retry_at
    assert waits == [1, 4, 12, 24, 24, 24]
    assert patience == [2, 3, 4, 4, 4, 4]
    told.append(Attempt(at=moment, due=date(2026, 3, 1), state="done"))
    assert standing(Policy(), lambda _: calendar(), None, told, moment).failure is None


def test_what_was_broken_off_goes_on_without_waiting() -> None:
    torn = stands(None, [attempt("2026-03-01T08:00", "started")], "2026-03-01T08:05")
    assert torn.unfinished
    assert torn.is_ready(at("2026-03-01T08:05"))
    stopped = stands(None, [attempt("2026-03-01T08:00", "failed", "interrupted")], "2026-03-01T08:01")
    assert (stopped.unfinished, stopped.patience, stopped.retry_at) == (True, 1, None)


def test_the_day_is_that_of_thailand() -> None:
    late = datetime(2026, 2, 28, 18, 0, tzinfo=UTC)  # 1 March, 01:00 in Bangkok
    assert standing(Policy(), lambda _: calendar(), date(2026, 2, 1), [], late).due == date(2026, 3, 1)
