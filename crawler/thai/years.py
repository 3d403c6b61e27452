"""Buddhist-era years in a text and the part that each plays there.

A year after the name of an Act is the law's, not the document's; a year in a date tells when something happened;
only a year said of a plan, a report or a fiscal year says what the document is about.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from crawler.thai.dates import MONTH_WORD, YEAR_WORD, full_year, month_number
from crawler.thai.words import ascii_digits, normalise

Role = Literal["fiscal_year", "law", "date", "span_start", "span_end", "other"]


class YearMention(NamedTuple):
    """`year` as written (B.E.), its `role`, the words around it, and for a date the fiscal year it lies in."""

    year: int
    role: Role
    text: str
    start: int
    fiscal_year: int


_NUMBER = re.compile(r"\d\d")
_MONTH = re.compile(MONTH_WORD)
_DASH = r"\s*(?:-|–|—|ถึง|~|/)\s*(?:ปี\s*)?"
_SPAN = re.compile(rf"(?<![\d-])(25[3-9]\d){_DASH}{YEAR_WORD}(25[3-9]\d|[3-9]\d)(?!\d)")
# Two digits each, behind a word for years only: "ปี 66-70".
_SHORT_SPAN = re.compile(
    r"(?:ปี(?:\s*งบประมาณ|\s*งบฯ?)?|งปม\.?|พ\.ศ\.)\s*([5-8]\d)\s*(?:-|–|—|ถึง|~)\s*(?:ปี\s*)?([5-8]\d)(?!\d|\s*(?:ปี|เดือน|คน|บาท|%|/))"
)
_DATE = re.compile(rf"(?<!\d)(?:(\d{{1,2}})\s*(?:เดือน\s*)?)?({MONTH_WORD})\s*{YEAR_WORD}(25\d\d|20[0-4]\d|\d\d)(?!\d)")
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](25\d\d|20[0-4]\d)(?!\d)")
_FISCAL = re.compile(
    r"(?:ปีงบประมาณ|ประจำปี(?:งบประมาณ)?|ปีงบฯ?|งบประมาณ|งปม\.?|ของปี|รอบปี|ในปี|ปี|fy|ita|oit)\s*(?:รายจ่าย\s*)?"
    r"(?:พ\.?\s?ศ\.?)?[\s:(]*(25[3-9]\d(?!\d|[ -]*(?:บาท|%|\.\d))|[4-9]\d(?!\d|[ -]*(?:ปี|เดือน|คน|บาท|รายการ|โครงการ|ราย|%|ข้อ|\.\d)))",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\d,.])(?<!\d-)(?<!\d/)(25[3-9]\d)(?![\d,]|\.\d)")
_LAW_BEFORE = re.compile(
    r"(?:พระราชบัญญัติ|พ\.?ร\.?บ\.?|พ\.\s?ร\.\s?ป\.|พระราชกฤษฎีกา|พ\.?ร\.?ก\.?ฤ?|รัฐธรรมนูญ|ระเบียบ|กฎกระทรวง|กฎ\s*ก\.|ฉบับที่|ราชกิจจา|ข้อบังคับ"
    r"|ประมวลกฎหมาย|แก้ไขเพิ่มเติม|หลักเกณฑ์และวิธีการ\S*ตาม|มติคณะรัฐมนตรี|ว่าด้วย|ประกาศคณะกรรมการ|ประกาศ\s*ก\.|หลักเกณฑ์และเงื่อนไข|เงื่อนไขเกี่ยวกับ|ประมวลจริยธรรม|มาตรฐานทางจริยธรรม)"
)
# Another year, another thing; a new line only where it begins something, because names of laws run over lines.
_LAW_END = re.compile(r"\d{4}|;|\n\s*(?:[\d(•*-]|เรื่อง|ประจำ|ปี|พ\.\s?ศ|ที่|วันที่|ประกาศ|แผน|รายงาน|$)|เรื่อง")
_COUNTER = re.compile(
    r"(?:ผู้เข้าชม|วันนี้|เมื่อวาน|ทั้งหมด|สถิติผู้|visit|copyright|©|สงวนลิขสิทธิ์|ก่อตั้ง|จัดตั้ง|ลำดับที่|เลขที่)\S*\s*:?\s*$", re.I
)


@lru_cache(maxsize=1024)  # the head and body of a document are asked for by several checks
def find_years(text: str) -> tuple[YearMention, ...]:
    """All years of a text in reading order, each number once with its strongest role.

    Two-digit years are believed only in dates, in spans and behind words such as ปีงบประมาณ.
    """
    text = ascii_digits(normalise(text))
    taken = bytearray(len(text))  # 1 where a year was read already
    mentions: list[YearMention] = []
    for collect in _searches(text):
        for mention, start, end in collect(text):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                mentions.append(mention)
    return tuple(sorted(mentions, key=lambda mention: mention.start))


_Found = list[tuple[YearMention, int, int]]


def _searches(text: str) -> Iterator[Callable[[str], _Found]]:
    """The searches that may find something, in the order in which they are believed: most texts name no year."""
    if not _NUMBER.search(text):
        return
    thai_years = "25" in text
    if _MONTH.search(text):
        yield _dates
    if thai_years or "20" in text:
        yield _numeric_dates
    if thai_years:
        yield _spans
    yield _short_spans
    yield _fiscal
    if thai_years:
        yield _bare


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - 40) : end + 20].strip()


def _spans(text: str) -> _Found:
    return _spans_by(_SPAN, 20, text)


def _short_spans(text: str) -> _Found:
    return _spans_by(_SHORT_SPAN, 10, text)


def _spans_by(pattern: re.Pattern[str], longest: int, text: str) -> _Found:
    found: _Found = []
    for match in pattern.finditer(text):
        first, last = full_year(match[1]), full_year(match[2])
        if first is None or last is None or not 0 < last - first <= longest:
            continue
        words = _around(text, match.start(), match.end())
        found.append((YearMention(first, "span_start", words, match.start(1), first), match.start(1), match.end(1)))
        found.append((YearMention(last, "span_end", words, match.start(2), last), match.start(2), match.end(2)))
    return found


def _dates(text: str) -> _Found:
    found: _Found = []
    for match in _DATE.finditer(text):
        year = full_year(match[3])
        if year is None or (match[1] is None and len(match[3]) == 2 and int(match[3]) < 50):
            continue
        fiscal = year + 1 if month_number(match[2]) >= 10 else year
        words = _around(text, match.start(), match.end())
        found.append((YearMention(year, "date", words, match.start(3), fiscal), match.start(), match.end()))
    return found


def _numeric_dates(text: str) -> _Found:
    found: _Found = []
    for match in _NUMERIC.finditer(text):
        day, month, year = int(match[1]), int(match[2]), full_year(match[3])
        if year is None or not (1 <= day <= 31 and 1 <= month <= 12):
            continue
        fiscal = year + 1 if month >= 10 else year
        words = _around(text, match.start(), match.end())
        found.append((YearMention(year, "date", words, match.start(3), fiscal), match.start(), match.end()))
    return found


def _fiscal(text: str) -> _Found:
    found: _Found = []
    for match in _FISCAL.finditer(text):
        year = full_year(match[1])
        if year is None or (len(match[1]) == 2 and not 55 <= int(match[1]) <= 80):
            continue
        if match[0].startswith("งบประมาณ") and _is_law(text[max(0, match.start() - 90) : match.start()]):
            continue  # "ระเบียบ ... ว่าด้วยวิธีการงบประมาณ พ.ศ. 2563" is the name of a rule
        words = _around(text, match.start(), match.end())
        found.append((YearMention(year, "fiscal_year", words, match.start(1), year), match.start(1), match.end(1)))
    return found


def _bare(text: str) -> _Found:
    found: _Found = []
    for match in _BARE.finditer(text):
        before = text[max(0, match.start() - 90) : match.start()]
        if _COUNTER.search(before):
            continue
        year = int(match[1])
        role: Role = "law" if _is_law(before) else "other"
        words = _around(text, match.start(), match.end())
        found.append((YearMention(year, role, words, match.start(), year), match.start(), match.end()))
    return found


def _is_law(before: str) -> bool:
    """Whether the words before a year name a law and nothing ends that name in between."""
    named = list(_LAW_BEFORE.finditer(before))
    return bool(named) and not _LAW_END.search(before[named[-1].end() :])
