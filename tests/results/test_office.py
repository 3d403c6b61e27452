"""When a repair should be done."""

from datetime import date

import pytest

from results.office import Office, due_day

LAST = date(2026, 4, 30)


@pytest.mark.parametrize(
    ("as_of", "due"),
    [
        (date(2026, 3, 1), date(2026, 4, 16)),
        (date(2026, 4, 20), date(2026, 4, 21)),
        (date(2026, 4, 30), LAST),
        (date(2026, 6, 1), LAST),
    ],
)
def test_two_weeks_before_the_end_but_never_in_the_past(as_of: date, due: date) -> None:
    assert due_day(LAST, Office(), as_of) == due


def test_without_a_deadline_no_day() -> None:
    assert due_day(None, Office(), LAST) is None
