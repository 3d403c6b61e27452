"""Reports of a whole year that by their own titles tell of a part of it: its first half, a quarter."""

import re

from audits.bundle import Bundle, Exhibit
from crawler.thai import key

_PART = re.compile(r"(?:รอบ|ช่วง|ระยะ)?\s*(?:6|หก)\s*เดือน|ครึ่งปี|ไตรมาส\s*(?:ที่)?\s*(?:[123]|แรก|หนึ่ง|สอง|สาม)")
# What makes it the whole: its last day, its last quarter, or the other half beside the first.
_WHOLE = re.compile(
    r"(?:12|สิบสอง)\s*เดือน|(?:ทั้ง|ตลอด|สิ้น)\s*ปี|30\s*(?:กันยายน|ก\.\s*ย)|ไตรมาส\s*(?:ที่)?\s*(?:4|สี่|สุดท้าย)|[-–]\s*4|ครบปี|รายไตรมาส"
    r"|(?:6|หก)\s*เดือน\s*(?:หลัง|ที่สอง|ที่\s*2)|ครึ่งปีหลัง"
)
_TITLE_LINES = 6
_LONGEST = 160


def part_of_year(bundle: Bundle) -> Exhibit | None:
    """The first document when every one says in its title that it tells of a part of the year and none of the rest."""
    files = [exhibit for exhibit in bundle.exhibits if exhibit.artifact.kind == "file"]
    told = files or [exhibit for exhibit in bundle.exhibits if exhibit.main]
    if any(not exhibit.readable or exhibit.artifact.ocr for exhibit in told) or bundle.lost:
        return None
    titles = [_title(exhibit) for exhibit in told]
    if not all(_PART.search(title) for title in titles) or any(_WHOLE.search(title) for title in titles):
        return None
    return next(iter(told), None)


def _title(exhibit: Exhibit) -> str:
    """What a document calls itself: the words at its head, of a page its headings."""
    if exhibit.artifact.kind == "page":
        return key(" \n ".join(exhibit.headings))
    lines = (block.text for block in exhibit.blocks[:_TITLE_LINES] if len(block.text) <= _LONGEST)
    return key(" \n ".join(lines))
