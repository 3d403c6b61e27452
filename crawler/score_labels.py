"""What a row of official results is about (item, question, indicator, instrument, total), however it is typed."""

import re
from collections.abc import Collection
from fractions import Fraction

from audits.codes import leading_code, plain, read_codes, split_label
from crawler.thai import key

GRADE = "grade"
_TOOLS = {
    "iit": ("iit", "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน", "แบบวัดการรับรู้ของผู้มีส่วนได้เสียภายใน", "แบบวัดiit"),
    "eit": ("eit", "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก", "แบบวัดการรับรู้ของผู้มีส่วนได้เสียภายนอก", "แบบวัดeit"),
    "oit": ("oit", "แบบวัดการเปิดเผยข้อมูลสาธารณะ", "แบบวัดoit"),
    "ita": ("ita", "total", "คะแนนรวม", "คะแนนรวมita", "ผลคะแนนรวม", "คะแนนภาพรวม", "ผลคะแนนภาพรวม", "คะแนนในภาพรวม",
            "ภาพรวม", "ผลการประเมินในภาพรวม"),
    GRADE: ("grade", "ระดับ", "ระดับผลการประเมิน", "ระดับคะแนน", "เกรด"),
}  # fmt: skip
_BY_WORDS = {key(word): name for name, words in _TOOLS.items() for word in words}
_INDICATORS = {
    "1": ("การปฏิบัติหน้าที่",),
    "2": ("การใช้งบประมาณ",),
    "3": ("การใช้อำนาจ",),
    "4": ("การใช้ทรัพย์สินของราชการ", "การใช้ทรัพย์สินของทางราชการ"),
    "5": ("การแก้ไขปัญหาการทุจริต",),
    "6": ("คุณภาพการดำเนินงาน",),
    "7": ("ประสิทธิภาพการสื่อสาร",),
    "8": ("การปรับปรุงการทำงาน", "การปรับปรุงระบบการทำงาน"),
    "9": ("การเปิดเผยข้อมูล",),
    "10": ("การป้องกันการทุจริต",),
}
_BY_NAME = {key(word): name for name, words in _INDICATORS.items() for word in words}
_BEFORE_NAME = re.compile(r"^ตัวชี้วัด(?:ที่)?")
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_JOINTS = re.compile(r"[\s().:：-]")
_QUESTION = re.compile(r"(?:ข้อ(?:ที่)?\s*)?(?P<tool>[ie])[\s.-]{0,2}0{0,2}(?P<number>[1-9]\d?)(?!\d)")
_SUB_INDICATOR = re.compile(
    r"(?:ตัวชี้วัดย่อย(?:ที่)?|ตัวชี้วัด(?:ที่)?|sub-?indicator)?\s*(?P<name>(?:9|10)\.\d)(?![\d.])(?:[\s:.-]+\D.*)?"
)
_INDICATOR = re.compile(r"(?:(?P<word>ตัวชี้วัด(?:ที่)?|indicator)\s*)?\(?(?P<name>[1-9]|10)(?![\d.]*\d)(?:[\s:.)-]+\D.*)?")
_FIGURE = re.compile(r"-?\d{1,12}(?:\.\d{1,12})?")
_EXCUSED = frozenset(map(key, ("ไม่คิดคะแนน", "ยกเว้น", "excused", "n/a", "na")))


def name_of(label: str, sub_indicators: Collection[str] = ()) -> str | None:
    """O12, I30, E4, 1 to 10, 9.1, iit, eit, oit, ita or grade; None when it is nothing known.

    Sub-indicators are those of the year; without any, every one that is spelled like one counts.
    """
    simple = plain(label).strip()
    code = item_code(label)
    if code:
        return code
    question = _QUESTION.match(simple)
    if question:
        return f"{question['tool'].upper()}{question['number']}"
    tool = _BY_WORDS.get(_JOINTS.sub("", key(_IN_BRACKETS.sub("", simple) or simple)))
    if tool:
        return tool
    for pattern in (_SUB_INDICATOR, _INDICATOR):
        match = pattern.fullmatch(simple)
        if match and ("." not in match["name"] or not sub_indicators or match["name"] in sub_indicators):
            return match["name"]
    return _BY_NAME.get(key(_BEFORE_NAME.sub("", simple)).strip())


def title_in(label: str) -> str:
    """What stands behind the code of a label: the title of an item, the words of a question."""
    question = _QUESTION.match(plain(label).strip())
    if question:
        return label.strip()[question.end() :].strip(" .:)-–|")
    return split_label(label)[1] if item_code(label) else label


def item_code(label: str) -> str | None:
    """The item code that a label begins with, alone or before a title; a bare number means an indicator instead."""
    mention = leading_code(label)
    if mention is None or mention.range_end is not None:
        return None
    if mention.weak and not (mention.text.startswith("0") or label.strip().startswith("ข้อ")):
        return None
    title = label[mention.end :]
    glued = re.match(r"\w", title) is not None
    return None if glued or any(not other.weak for other in read_codes(title)) else mention.code


def figure_in(text: str) -> Fraction | None:
    """A number as people type it: Thai digits, a percent sign; None when it is none. Its range is not looked at."""
    simple = plain(text).strip().removesuffix("คะแนน").strip().removesuffix("%").strip()
    return Fraction(simple) if _FIGURE.fullmatch(simple) else None


def is_bare_number(label: str) -> bool:
    """A number that is neither an indicator nor, without its O, an item."""
    return re.fullmatch(r"[1-9]\d", plain(label).strip()) is not None and name_of(label) is None


def is_excused(text: str) -> bool:
    """Whether a score says that the item is not counted."""
    return key(text).strip() in _EXCUSED
