"""What people type about measures: days in Thai, Buddhist or ISO form, and how far they are, in their own words."""

import re
from datetime import date, timedelta
from difflib import get_close_matches

from crawler.thai import ascii_digits, key
from crawler.thai.dates import MONTH_WORD, YEAR_WORD, full_year, month_number
from results.measures import Progress

_EXCEL_FIRST = date(1899, 12, 30)  # day 0 of a spreadsheet
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?\Z")
_SLASHED = re.compile(rf"(\d{{1,2}})\s*[/.-]\s*(\d{{1,2}})\s*[/.-]\s*{YEAR_WORD}(\d{{2}}|\d{{4}})\Z")
_NAMED = re.compile(rf"(?:วันที่\s*)?(\d{{1,2}})[\s-]*(?:เดือน\s*)?({MONTH_WORD})[\s-]*{YEAR_WORD}(\d{{2}}|\d{{4}})\Z")
_SERIAL = re.compile(r"[34]\d{4}|5\d{4}")
_NEAR = 0.84

_WORDS: dict[Progress, tuple[str, ...]] = {
    Progress.TODO: (
        "todo", "not started", "ยังไม่ดำเนินการ", "ยังไม่ได้ดำเนินการ", "ยังไม่ทำ", "ยังไม่ได้ทำ", "ยังไม่เริ่ม",
        "ยังไม่เริ่มดำเนินการ", "รอดำเนินการ",
    ),
    Progress.DOING: (
        "doing", "in progress", "อยู่ระหว่างดำเนินการ", "อยู่ในระหว่างดำเนินการ", "ระหว่างดำเนินการ", "กำลังดำเนินการ",
        "กำลังทำ", "ดำเนินการอยู่", "ยังไม่แล้วเสร็จ", "ยังไม่เสร็จ", "ดำเนินการยังไม่แล้วเสร็จ",
    ),
    Progress.DONE: (
        "done", "finished", "ดำเนินการเสร็จเรียบร้อยแล้ว", "ดำเนินการเสร็จเรียบร้อย", "ดำเนินการเสร็จแล้ว",
        "ดำเนินการแล้วเสร็จ", "ดำเนินการเรียบร้อยแล้ว", "ดำเนินการแล้ว", "เสร็จเรียบร้อยแล้ว", "เสร็จเรียบร้อย", "เสร็จสิ้น",
        "แล้วเสร็จ", "เสร็จแล้ว", "เสร็จ", "เรียบร้อยแล้ว", "เรียบร้อย",
    ),
}  # fmt: skip


def progress_in(text: str) -> Progress | None:
    """How far people are: the words of the form, what is usually written for them, and near spellings."""
    said = _squeezed(text)
    known = {_squeezed(word): progress for progress, words in _WORDS.items() for word in words}
    if said in known:
        return known[said]
    # "not" turns the meaning round with few letters, so a near spelling must have it where the known word has it.
    alike = [word for word in known if _denies(word) == _denies(said)]
    near = get_close_matches(said, alike, n=1, cutoff=_NEAR)
    return known[near[0]] if near else None


def day_in(text: str) -> date | None:
    """The day that a text names; None when it names none. Years are Buddhist or of the common era."""
    said = " ".join(ascii_digits(text).split())
    if _SERIAL.fullmatch(said):
        return _EXCEL_FIRST + timedelta(days=int(said))
    if match := _ISO.match(said):
        return _day(match[3], match[2], match[1])
    if match := _NAMED.match(said):
        return _day(match[1], str(month_number(match[2])), match[3])
    if match := _SLASHED.match(said):
        # Excel may have turned the day round: 4/30/2569 can only be 30 April.
        return _day(match[1], match[2], match[3]) or _day(match[2], match[1], match[3])
    return None


def _day(day: str, month: str, year: str) -> date | None:
    buddhist = full_year(year)
    try:
        return date(buddhist - 543, int(month), int(day)) if buddhist else None
    except ValueError:
        return None


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\-–_./\\]+", "", key(text))


def _denies(word: str) -> bool:
    return "ไม่" in word or "not" in word
