"""Which evidence is kept in full."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from results.periods import BANGKOK
from results.retention import KnownSnapshot, Retention, kept

TODAY = date(2026, 9, 30)
ages = st.lists(st.integers(0, 800), max_size=60, unique=True)


def snapshots(days: list[int], body: str = "a.go.th", needed: tuple[int, ...] = ()) -> list[KnownSnapshot]:
    noon = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=BANGKOK)
    return [
        KnownSnapshot(
            name=f"{body}-{age}",
            snapshot_id="x",
            body=body,
            started_at=noon - timedelta(days=age),
            needed=age in needed,
        )
        for age in days
    ]


def test_a_year_of_daily_audits_becomes_few() -> None:
    reasons = kept(snapshots(list(range(365)), needed=(0,)), Retention(), TODAY)
    told = list(reasons.values())
    assert told.count("last") == 1
    assert told.count("recent") == 6
    assert told.count("weekly") in (25, 26)
    assert told.count("monthly") in (6, 7)
    assert reasons["a.go.th-10"] == "weekly"  # Sunday 20 September, the newest of its week
    assert "a.go.th-11" not in reasons


@given(ages, st.integers(1, 30), st.integers(1, 60))
def test_every_week_and_month_that_had_an_audit_keeps_one(days: list[int], most: int, weeks: int) -> None:
    reasons = kept(snapshots(days), Retention(days=most, weeks=weeks), TODAY)
    held = [int(name.rsplit("-", 1)[1]) for name in reasons]
    assert {age for age in days if age < most} <= set(held)

    def place(age: int) -> tuple[int, ...]:
        day = TODAY - timedelta(days=age)
        return tuple(day.isocalendar()[:2]) if age <= weeks * 7 else (day.year, day.month, 0)

    assert {place(age) for age in days} == {place(age) for age in held}


@given(ages, ages, st.sets(st.integers(0, 800), max_size=5))
def test_bodies_do_not_share_and_needed_ones_stay(one: list[int], two: list[int], needed: set[int]) -> None:
    mine = snapshots(one, "a.go.th", tuple(needed))
    others = snapshots(two, "b.go.th")
    alone = kept(mine, Retention(), TODAY)
    together = kept([*mine, *others], Retention(), TODAY)
    assert {name: why for name, why in together.items() if name.startswith("a")} == alone
    assert all(alone[snapshot.name] == "last" for snapshot in mine if snapshot.needed)


@given(ages, st.integers(1, 40))
def test_pruning_again_later_never_misses_what_went(days: list[int], later: int) -> None:
    """What is kept today and looked at again later gives the same as if nothing had gone in between, but for weeks that
    have become parts of months."""
    first = [each for each in snapshots(days) if each.name in kept(snapshots(days), Retention(), TODAY)]
    again = kept(first, Retention(), TODAY + timedelta(days=later))
    months = {each.started_at.strftime("%Y-%m") for each in snapshots(days)}
    assert {each.started_at.strftime("%Y-%m") for each in first if each.name in again} <= months
    assert bool(again) == bool(days)
