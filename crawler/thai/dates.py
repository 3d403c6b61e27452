"""Thai month names, months named in a text, and the fiscal year (1 October to 30 September)."""

import re
from datetime import date
from typing import NamedTuple

from crawler.thai.words import ascii_digits

MONTHS = (
    ("มกราคม", "ม.ค."), ("กุมภาพันธ์", "ก.พ."), ("มีนาคม", "มี.ค."), ("เมษายน", "เม.ย."), ("พฤษภาคม", "พ.ค."),
    ("มิถุนายน", "มิ.ย."), ("กรกฎาคม", "ก.ค."), ("สิงหาคม", "ส.ค."), ("กันยายน", "ก.ย."), ("ตุลาคม", "ต.ค."),
    ("พฤศจิกายน", "พ.ย."), ("ธันวาคม", "ธ.ค."),
)  # fmt: skip
_NUMBER_OF = {name: index for index, names in enumerate(MONTHS, 1) for name in (*names, names[1].replace(".", ""))}
_NUMBER_OF["กรกฏาคม"] = 7
MONTH_WORD = "|".join(re.escape(name) for name in sorted(_NUMBER_OF, key=len, reverse=True))
YEAR_WORD = r"(?:[พค]\.?\s?ศ\.?\s*)?"
_MONTH_YEAR = re.compile(rf"({MONTH_WORD})\s*{YEAR_WORD}(25\d\d|20\d\d|\d\d)?(?!\d)")
_RANGE_BETWEEN = re.compile(r"^\s*(?:-|–|—|ถึง|ถึงเดือน|~)\s*(?:วันที่\s*)?(?:\d{1,2}\s*)?(?:เดือน\s*)?$")


class Month(NamedTuple):
    """A month with its Buddhist-era calendar year."""

    year: int
    month: int

    @property
    def fiscal_year(self) -> int:
        return self.year + 1 if self.month >= 10 else self.year


def month_number(name: str) -> int:
    """1-12 for a full or abbreviated Thai month name. Raises KeyError."""
    return _NUMBER_OF[name]


def full_year(text: str) -> int | None:
    """A year as written (2568, 68, 2025) in the Buddhist era, or None when it is none."""
    number = int(text)
    if 2400 <= number <= 2700:
        return number
    if 1950 <= number <= 2100:
        return number + 543
    return 2500 + number if 40 <= number <= 99 else None


def fiscal_year_of(day: date) -> int:
    """The fiscal year (B.E.) in which a day lies."""
    return day.year + 543 + (1 if day.month >= 10 else 0)


def fiscal_year_months(fiscal_year: int) -> tuple[Month, ...]:
    """The twelve months of a fiscal year, October first."""
    return tuple(
        Month(fiscal_year - 1, month) if month >= 10 else Month(fiscal_year, month)
        for month in (10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9)
    )


def months_in(text: str) -> frozenset[Month]:
    """Months that a text names together with a year; "ตุลาคม - ธันวาคม 2568" names three."""
    text = ascii_digits(text)
    found: set[Month] = set()
    open_month: tuple[int, int] | None = None  # number and end position of a month still without year
    for match in _MONTH_YEAR.finditer(text):
        number, year_text = month_number(match[1]), match[2]
        year = full_year(year_text) if year_text else None
        joined = open_month and _RANGE_BETWEEN.match(text[open_month[1] : match.start()])
        if year is None:
            open_month = (number, match.end())
            continue
        found.add(Month(year, number))
        if joined and open_month:
            found.update(_between(open_month[0], Month(year, number)))
        open_month = None
    found.update(_dated_ranges(text))
    return frozenset(found)


_DATED_RANGE = re.compile(
    rf"({MONTH_WORD})\s*{YEAR_WORD}(25\d\d|\d\d)\s*(?:-|–|—|ถึง|~)\s*(?:วันที่\s*)?(?:\d{{1,2}}\s*)?(?:เดือน\s*)?"
    rf"({MONTH_WORD})\s*{YEAR_WORD}(25\d\d|\d\d)"
)


def _dated_ranges(text: str) -> set[Month]:
    found: set[Month] = set()
    for match in _DATED_RANGE.finditer(text):
        first, last = full_year(match[2]), full_year(match[4])
        if first and last:
            found.update(_from_to(Month(first, month_number(match[1])), Month(last, month_number(match[3]))))
    return found


def _between(first: int, last: Month) -> set[Month]:
    year = last.year if first <= last.month else last.year - 1
    return _from_to(Month(year, first), last)


def _from_to(first: Month, last: Month) -> set[Month]:
    months: set[Month] = set()
    current = first
    while current <= last and len(months) < 24:
        months.add(current)
        current = Month(current.year + 1, 1) if current.month == 12 else Month(current.year, current.month + 1)
    return months
