"""Numbers that are never item codes: telephones, dates, money, sections of laws, the lists of other schemes.

Works on text whose digits are ASCII and whose Latin letters are small (see `codes.plain`). What is left may be a code.
"""

import re
from collections.abc import Iterator

from crawler.thai import MONTHS

_MONTH = "|".join(
    re.escape(word)
    for word in sorted(
        {form for names in MONTHS for form in (*names, names[1].replace(".", ""), names[1].replace(".", ". "))},
        key=len,
        reverse=True,
    )
)
_JOIN = r"\s*(?:[-–—~,/]|และ|ถึง|หรือ)\s*"
# What is counted: "6 เดือน", but not titles that begin alike ("14 รายการการจัดซื้อจัดจ้าง", "31 เรื่องร้องเรียน").
_UNITS = (
    r"เดือน|ปี|วัน(?!ที่ปรับ)|คน(?!ละ)|ครั้ง|บาท|ราย(?!งาน|การ|รับ|จ่าย|เดือน|ละ|ชื่อ|ได้)|รายการ(?!การ|จัดซื้อ)|ข้อ(?!มูล|บัญญัติ|บังคับ|กำหนด)"
    r"|เรื่อง(?!ร้อง)|คะแนน|แห่ง|โครงการ|กิจกรรม|ชั่วโมง|ชม\.|นาที|น\.|กิโล|กม\.|เมตร|ไร่|ชุด|ฉบับ|หน้า(?!ที่)|ล้าน|พัน|ครัวเรือน|หมู่|ตำบล|ด้าน|ประเด็น|ตัวชี้วัด|อัตรา"
    r"|เปอร์เซ็น|%|[kmg]b(?![a-z])"
)
# Words before a number that make it theirs; "018" of three digits is never an ordinal.
_COUNTED = (
    r"(?<!ข้อ)(?<!ลำดับ)ที่|มาตรา|หมู่(?:บ้าน)?|ซอย|ชั้น|ปี(?:งบประมาณ)?|พ\.\s?ศ\.|พศ\.?|รอบ|ไตรมาส|เดือน|เวลา|ร้อยละ|จำนวน|อายุ|ระดับ|อันดับ|สขร\.?|อาคาร"
    r"|บทที่|หมวด|ฉบับ|ครั้ง|คะแนน|กลุ่ม|ประเภท|หน้า|เลข(?:ที่)?|รุ่น|ม\.|ซ\.|ว\.|ตัวชี้วัด|ปีที่|เล่ม|ตอน|ตาราง|ภาพ(?:ที่)?|fy|ita|version|ver\.?|no\.?|vol\.?"
)
# "Q&A 08" ends in a letter that is no prefix of the number.
_FAMILY = r"(?<![a-z0-9&])(?<!& )(?:m\.?oit|e{0,2}b|lpa|kpi|[a-np-z])(?:\s*ข้อ(?:ที่)?)?"

_NEVER = (
    r"https?://[^\s<>\"]*|www\.[^\s<>\"]*|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,99}",
    r"(?<!\d)\d{4}-\d{1,2}-\d{1,2}(?!\d)",
    r"(?<!\d)\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:25|20|19)?\d\d(?!\d)",
    rf"(?<![\da-z])\d{{1,2}}(?:\s*(?:-|–|ถึง|และ|,)\s*\d{{1,2}})?\s*(?:{_MONTH})\s*(?:พ\.?\s?ศ\.?)?\s*(?:\d\d(?:\d\d)?(?!\d))?",
    rf"(?:{_MONTH})\s*(?:พ\.?\s?ศ\.?)?\s*\d\d(?:\d\d)?(?!\d)",
    r"(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d)|(?<![\da-z])\d{1,2}\.\d\d\s*(?:-\s*\d{1,2}\.\d\d\s*)?น(?![\u0e01-\u0e4e])",
    # telephone numbers are decided by `_telephones`; here those that their words give away, and masked ones
    r"(?:โทร(?:ศัพท์|สาร)?|แฟกซ์|tel|fax|สายด่วน|มือถือ|line\s?id)[\s.:()]*(?:หมายเลข|ที่)?[\s.:()]*[\d+(][\d\s()/+,-]*(?:ต่อ\s*\d+)?",
    r"(?<![\da-z])0\d{1,2}[\s-]?[x*]+[\dx*\s-]*",
    r"\d{4,}(?:\s*[-–—/]\s*\d+)*",
    r"(?<![\da-z])[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?!\d)",
    # money, sections and shares: a code with the letter O may still have sections of its own
    r"(?<![\da-z.])\d+(?:\.\d+)+",
    r"(?<![\da-z])\d+\s?(?:%|\(\s?\d+\s?\))(?:\s*[,-]?\s*\(\s?\d+\s?\))*",
    rf"(?:มาตรา|(?<![\u0e01-\u0e4e])ม\.)\s*\d+(?:(?:{_JOIN}|\s*วรรค\S*\s*|\s*)\(?\s?\d+\s?\)?)*",
    rf"{_FAMILY}\s*[-.:]?\s*\d+(?:{_JOIN}\d+)*(?!\d)",
    rf"(?:{_COUNTED})\s*(?:พ\.?\s?ศ\.?\s*)?[:.]?\s*(?!0\d\d(?!\d))\d+(?!\d)",
    rf"(?<![\da-z])(?!0\d\d)\d+\s*(?:{_UNITS})",
    r"(?<!it)(?<!oi)[a-z][-_.]\d+",
)  # fmt: skip
_PATTERNS = tuple(re.compile(pattern) for pattern in _NEVER)
_PLACE = re.compile(r"(?<![\da-z/])[\d]{1,6}\s?/\s?\d{1,6}(?![\d])")
_ZERO_PAIR = re.compile(r"0\d\d?\s?/\s?0\d\d")
_CALL = re.compile(r"(?<![\da-z])\(?0\d{0,3}\)?(?:[\s.-]{0,2}\d{1,8})+")
_TAIL = re.compile(r"(?:\s*(?:,|-|ถึง|ต่อ|กด|#)\s*\d{1,4}(?!\d))*")
_CODE_GROUP = re.compile(r"0(?:[0-4]\d|[1-9])")
_LEAST_DIGITS, _LAST_GROUP = 8, 3


def never_codes(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of numbers in a plain text that cannot be item codes."""
    spans = [match.span() for pattern in _PATTERNS for match in pattern.finditer(text)]
    spans += [match.span() for match in _PLACE.finditer(text) if not _ZERO_PAIR.fullmatch(match[0])]
    spans += _telephones(text)
    return tuple(sorted(spans))


def _telephones(text: str) -> Iterator[tuple[int, int]]:
    """Numbers that begin with 0, written in groups, with their extensions.

    A row of groups that could all be codes ("001 002 011") is a list of codes, but not when hyphens hold it together.
    """
    for match in _CALL.finditer(text):
        groups = re.findall(r"\d+", match[0])
        chained = match[0].count("-") > 1
        if all(_CODE_GROUP.fullmatch(group) for group in groups) and not chained:
            continue
        if chained or (len("".join(groups)) >= _LEAST_DIGITS and len(groups[-1]) >= _LAST_GROUP):
            tail = _TAIL.match(text, match.end())
            yield match.start(), tail.end() if tail else match.end()
