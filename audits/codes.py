"""The one reader of item codes: O1, o 01, ๐๑, 028, OIT 3, ข้อ O1, (019-022), in front of a title or in running text.

A code means nothing without its year and its title. A number without the letter O, or a zero typed for it, may be the
number of anything: it is kept, but marked weak.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from audits.other_numbers import never_codes

HIGHEST = 48  # items of the longest list there ever was
# Thai and full-width digits, full-width and look-alike letters: one character for one, so that places are kept.
_PLAIN = str.maketrans(
    "๐๑๒๓๔๕๖๗๘๙０１２３４５６７８９ОоΟοＯｏABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "01234567890123456789ooooooabcdefghijklmnopqrstuvwxyz",
)
# A zero in the other script than its number is no digit of it: "๐11", "0๑".
_MIXED = re.compile(
    r"(?<![\w./,:-])(?:๐(?=[0-9]{1,2}(?![\d/]))|0(?=[๐-๙]{1,2}(?![\d/])))|(?<=[\u0e01-\u0e4e,(-])๐(?=[0-9]{1,2}(?![\d/]))"
)
_GAP = r"[\s.\u200b-\u200d\u00ad\ufeff-]{0,3}"
_LETTER = re.compile(rf"(?<![a-z0-9&@])(?P<sign>oit|o)(?P<gap>{_GAP})(?P<number>0{{0,2}}[1-9]|0?[1-4]\d)(?![\do])")
_ZERO = re.compile(r"(?<![a-z0-9])(?<!\d[.:])(?P<sign>0)(?P<gap>)(?P<number>\d{1,2})(?!\d)")
_APART = re.compile(r"(?<![\w.,/:-])(?P<sign>0)(?P<gap>\s)(?P<number>\d{1,2})(?![\d.,/:]|\s*[\d%])")  # "๐ ๒๕"
_BARE = re.compile(r"(?<![a-z0-9])(?<!\d[.:])(?P<sign>)(?P<gap>)(?P<number>[1-9]\d?)(?![\da-z])")
_LEAD = re.compile(r"[\W_]*(?:(?:ita|oit)\W*)?(?:(?:ข้อ|ตัวชี้วัด|รายการ)(?:ที่)?\W*)?")
_STARTS = re.compile(_LEAD.pattern + r"[o\d]")
_ORDINAL = re.compile(r"[\W_]{1,6}(?:ข้อ(?:ที่)?\W*)?")
_DECORATION = re.compile(r"[\s:.)\-|–—_\u200b]*")
_INTRODUCED = re.compile(r"(?:ข้อ(?:ที่)?|อ้างอิง(?:จาก)?|oit)[\s(:]*$")
_BETWEEN = re.compile(r"\s*(?:-|–|—|~|ถึง|to)\s*(?:ข้อ(?:ที่)?\s*)?")
_DIGIT = re.compile(r"\d")
_WINDOW = 100  # letters of a label in which its code must begin
_BEFORE = 24  # letters before a number that may introduce it


@dataclass(frozen=True, slots=True)
class CodeMention:
    """One code in a text: `text` is how it is written there, from `start` to `end`. `weak`: it may be another number.

    Of a range, the first mention carries its last number as `range_end`, the last one its first as `range_start`.
    """

    number: int
    text: str
    start: int
    end: int
    weak: bool
    range_end: int | None = None
    range_start: int | None = None

    @property
    def code(self) -> str:
        return f"O{self.number}"


def plain(text: str) -> str:
    """ASCII digits, small Latin letters, one letter O; every character stays in its place."""
    return _MIXED.sub("o", text).translate(_PLAIN)


def read_codes(text: str) -> tuple[CodeMention, ...]:
    """Every code in running text, in order; bare numbers that may be codes are among them, marked weak."""
    simple = plain(text)
    if not _DIGIT.search(simple):
        return ()
    other = bytearray(len(simple))  # 1 where another kind of number stands, 2 where it begins
    for start, end in never_codes(simple):
        other[start:end] = bytes(max(old, 1) for old in other[start:end])
        other[start] = 2
    taken = bytearray(len(simple))
    found: list[CodeMention] = []
    for pattern in (_LETTER, _ZERO, _APART, _BARE):
        for match in pattern.finditer(simple):
            start, end = match.span()
            if 1 <= int(match["number"]) <= HIGHEST and not any(taken[start:end]) and not _elsewhere(match, other):
                taken[start:end] = b"1" * (end - start)
                found.append(
                    CodeMention(int(match["number"]), text[start:end], start, end, _is_weak(match, text, simple))
                )
    return _with_ranges(simple, sorted(found, key=lambda mention: mention.start))


def _elsewhere(match: re.Match[str], other: bytearray) -> bool:
    """Whether digits belong to another kind of number."""
    start, end = match.span()
    if match["sign"] not in ("o", "oit"):
        return any(other[start:end])
    # A letter O outweighs what follows, but "o 12 โครงการ" is a bullet and a count, "OIT 9.1" a section.
    loose = match["sign"] == "oit" or match["gap"].strip(".-") != ""
    if loose and 2 in other[match.start("number") : end]:
        return True
    inside = start > 0 and all(other[start - 1 : end])  # of an address
    return inside and match.string[start - 1] not in "/_-="


def _is_weak(match: re.Match[str], text: str, simple: str) -> bool:
    """A bare number is weak; so is a padded "01", or an ASCII zero apart, unless it stands where a code would."""
    if match["sign"] != "0":
        return not match["sign"]
    begin = match.start()
    if _LEAD.fullmatch(simple, 0, begin) or _INTRODUCED.search(simple[max(0, begin - _BEFORE) : begin]):
        return False
    return match[0].isascii() and text[slice(*match.span())].isascii() and (len(match[0]) == 2 or match["gap"] != "")


def _with_ranges(simple: str, found: list[CodeMention]) -> tuple[CodeMention, ...]:
    """Mark both ends of each range; a bare number that ends the range of a code is a code."""
    for place in range(len(found) - 1):
        one, two = found[place], found[place + 1]
        if two.number > one.number and one.range_start is None and _BETWEEN.fullmatch(simple, one.end, two.start):
            weak = one.weak and two.weak
            found[place] = replace(one, range_end=two.number, weak=weak)
            found[place + 1] = replace(two, range_start=one.number, weak=weak)
    return tuple(found)


@lru_cache(maxsize=65536)
def leading_code(label: str) -> CodeMention | None:
    """The code that a label, a row or a file name begins with; None when it begins otherwise."""
    head = label[:_WINDOW]
    simple = plain(head)
    if not _STARTS.match(simple):
        return None
    first, *others = read_codes(head) or (None,)
    if first is None or not _LEAD.fullmatch(simple, 0, first.start):
        return None
    if first.weak and others and not others[0].weak and _ORDINAL.fullmatch(simple, first.end, others[0].start):
        return others[0]  # "1. O1 โครงสร้าง": the row has a number of its own
    return first


def split_label(label: str) -> tuple[CodeMention | None, str]:
    """The leading code of a label and the title behind it, without what stands between them."""
    code = leading_code(label)
    if code is None:
        return None, label
    ends = (one.end for one in read_codes(label[:_WINDOW]) if one.range_start == code.number)
    end = code.end if code.range_end is None else next(ends, code.end)
    return code, _DECORATION.sub("", label[end:], count=1)


def expand(mentions: Iterable[CodeMention]) -> tuple[int, ...]:
    """Item numbers of several mentions, each once in order of mention, with all between the ends of a range."""
    numbers: dict[int, None] = {}
    for mention in mentions:
        for number in range(mention.number, (mention.range_end or mention.number) + 1):
            numbers[number] = None
    return tuple(numbers)
