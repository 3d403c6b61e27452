"""Months that a document divides itself by: a line with nothing but a month, and below it what was bought in it.

A list of months proves nothing, so a month counts with a row of a purchase or the word that nothing was bought.
"""

import re
from collections.abc import Iterable, Iterator

from audits.bundle import Exhibit
from audits.figures import AMOUNT
from audits.passages import SEVERAL, passages
from crawler.thai import Month, ascii_digits, key, months_in
from crawler.thai.dates import MONTH_WORD

_YEAR = r"(?:[พค]\.?\s?ศ\.?\s*)?(25\d\d|\d\d)(?!\d)"
_ALONE = re.compile(
    rf"^\W*(?:[\d.]+\W{{1,3}})?(?:(?:บัญชี|ตาราง|รายการ|ข้อมูล|ผลการ|สรุป|แบบ)\S{{0,24}}?\s*)?(?:ใน|ประจำ|รอบ)?\s*(?:เดือน)?\s*(?:{MONTH_WORD})\s*{_YEAR}\W*$"
)
_IN_ROW = re.compile(rf"^\W*(?:\d{{1,2}}\s*\|\s*)?(?:เดือน\s*)?(?:{MONTH_WORD})\s*{_YEAR}\s*(?=\|)")
_LISTED = re.compile(rf"({MONTH_WORD})(?=\s*(?:,|/|และ|กับ)\s*(?:ประจำ)?(?:เดือน)?\s*({MONTH_WORD})\s*{_YEAR})")
_NONE_BOUGHT = re.compile(r"ไม่มี(?:การ|รายการ|ผลการ)?(?:จัดซื้อ|จัดจ้าง|จัดหา|ซื้อ)|ไม่ได้(?:มีการ)?(?:จัดซื้อ|จัดจ้าง)|ไม่มีรายการ")
_SUMS = re.compile(AMOUNT + r"|\d+\.\d{2}(?!\d)")
_MOST_MONTHS = 12


def none_bought(text: str) -> bool:
    """Whether a passage says that nothing was bought."""
    return bool(_NONE_BOUGHT.search(key(text)))


def with_each_year(text: str) -> str:
    """A text in ASCII digits with a year behind each month of a list: "October and November 2568" tells it once."""
    told = ascii_digits(text)
    for _ in range(_MOST_MONTHS):
        found = _LISTED.sub(_with_year, told)
        if found == told:
            break
        told = found
    return told


def _with_year(match: re.Match[str]) -> str:
    """A month with the year of the next one in the list, or with the year before that where it is later in a year."""
    later = _month(f"{match[2]} {match[3]}")
    if later is None:
        return match[0]
    own = _month(f"{match[1]} {later.year}") or later
    return f"{match[1]} {later.year - (own.month > later.month)}"


def _month(text: str) -> Month | None:
    return next(iter(months_in(text)), None)


def months_of_sections(exhibit: Exhibit) -> frozenset[Month]:
    """The months under whose own line, or in whose own rows, purchases stand."""
    shown: set[Month] = set()
    for month, texts in _sections(_texts(exhibit)):
        if any(none_bought(text) or len(_SUMS.findall(text)) >= SEVERAL for text in texts):
            shown.add(month)
    return frozenset(shown)


def _texts(exhibit: Exhibit) -> Iterator[str]:
    """Passages and headings of an exhibit in their order."""
    told = {id(block): text for block, text in passages(exhibit)}
    for block in exhibit.blocks:
        text = told.get(id(block), ascii_digits(block.text) if block.kind == "heading" else "")
        if text:
            yield text


def _sections(texts: Iterable[str]) -> Iterator[tuple[Month, list[str]]]:
    """Each month with the passages that follow its line, or with the row that it begins."""
    current: tuple[Month, list[str]] | None = None
    for text in texts:
        row = _IN_ROW.match(text)
        if row is not None:
            yield from ((month, [text[row.end() :]]) for month in months_in(row[0]))
        elif _ALONE.match(text):
            if current is not None:
                yield current
            month = _month(text)
            current = (month, []) if month is not None else None
        elif current is not None:
            current[1].append(text)
    if current is not None:
        yield current
