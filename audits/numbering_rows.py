"""Rows (code, title) out of tables, lists and running text, for telling whose numbering they follow."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from audits.codes import CodeMention, read_codes, split_label

_TAGS = re.compile(r"<[^<>]{1,60}>|\*{2,}|^\s*#+\s*")
_CELLS = re.compile(r"\t| \| |^\s*\||\|\s*$")
# Where a title ends: its score, what is wrong with it, or the criteria that many lists print behind it.
_TITLE_END = re.compile(
    r"\s*[-–:(]?\s*(?:ได้(?:รับ)?คะแนน|ผลคะแนน|คะแนน(?:ที่)?\s*[:=]?\s*[\d๐-๙]|[\d๐-๙]{1,3}(?:\.[\d๐-๙]+)?\s*(?:คะแนน|%)|[\d๐-๙]{1,3}\.[\d๐-๙]{2}\s*$"
    r"|\sโดย|โดย(?:ทำ|มี|อย่าง|แสดง|แยก)|\*|ไม่(?:แสดง|มี|ได้|พบ|ครบ)|องค์ประกอบ|หน่วยงาน(?:ต้อง|ควร)|จึงเห็นควร|ควร(?:จัด|มี|พัฒนา|ปรับ)|https?://|\s(?=แสดง(?:ข้อมูล|แผน|ผล)))"
)
_CITED = re.compile(
    r"(?:อ้างอิง\s*(?:จาก)?|สอดคล้องกับ|เป็นไปตาม|ตาม|ใน|ดู)\s*(?:ตัวชี้วัด\S*\s*[\d๐-๙.]*\s*)?(?:ข้อ(?:ที่)?)?[\s(:]*$"
)
_ITEM = re.compile(r"ข้อ(?:ที่)?\s*$")
_REQUIRED = re.compile(r"^(?:หน่วยงาน)?\s*(?:ต้อง|ควร|ให้)?\s*(?:แสดง|จัดทำ|เผยแพร่)\s*|(?<=ข้อมูล)ของ")
# Where a phrase begins that ends in a citation.
_PHRASE = re.compile(
    r"จัดทำ(?:ข้อมูล)?(?:รายละเอียด)?|มีการ|ควร(?:มี|จัด)?|พร้อมทั้ง|เผยแพร่|ผ่าน|โดย|\sและ\s?|และ(?=ช่องทาง)|\sหรือ|หรือ(?=คู่มือ)|[;)*]|ตลอดจน|ไว้ใน"
)
_WITHIN = re.compile(r"ตาม(?=แผน|นโยบาย|มาตรการ)")  # "ผลตามแผน... ในข้อ O10" cites the plan, not the result
_WORD = re.compile(r"[^\W\d_]")
_LONGEST = 200  # letters of a title, or of the words in front of a citation
_FIRST_CELLS = 3


@dataclass(frozen=True, slots=True)
class ListRow:
    """A code and the title that stands beside it; `weak` when the code is a bare number."""

    code: str
    title: str
    weak: bool = False

    @property
    def number(self) -> int:
        return int(self.code[1:])


def rows_of(lines: Iterable[str]) -> tuple[ListRow, ...]:
    """The rows of tables (cells apart by tab or " | "), list items and lines that begin with a code."""
    return tuple(row for line in lines for row in _rows_of_line(line))


def _rows_of_line(line: str) -> Iterator[ListRow]:
    cells = [_TAGS.sub(" ", cell).strip() for cell in _CELLS.split(line)]
    cells = [cell for cell in cells if cell]
    numbers: set[int] = set()
    for place, cell in enumerate(cells):
        code, title = split_label(cell)
        # One line may list several items; the same code once more begins another remark on it.
        if code is None or code.range_end or code.number in numbers or (code.weak and place >= _FIRST_CELLS):
            continue
        title = title or (cells[place + 1] if place + 1 < len(cells) else "")
        numbers.add(code.number)
        yield ListRow(code.code, title_of(title), code.weak)


def title_of(text: str) -> str:
    """The words of a row up to where its title ends."""
    end = _TITLE_END.search(text)
    return text[: end.start()].strip(" -–:") if end else text.strip()


def cited_rows(text: str) -> tuple[ListRow, ...]:
    """Codes that running text cites, with the words they are said of: before "(อ้างอิงจาก O9)", behind "ข้อ O9".

    The words before a range of codes begin with the first of them.
    """
    text = _TAGS.sub(" ", text)
    mentions = [mention for mention in read_codes(text) if not mention.weak]
    found: list[ListRow] = []
    begin = 0
    for mention, after in zip_longest(mentions, mentions[1:]):
        stop = min(after.start if after else len(text), mention.end + _LONGEST)
        words = _words_cited(text, mention, begin, stop) if mention.range_start is None else ""
        if _WORD.search(words):
            found.append(ListRow(mention.code, words))
        begin = mention.end
    return tuple(found)


def _words_cited(text: str, mention: CodeMention, begin: int, stop: int) -> str:
    lead = text[max(begin, mention.start - _LONGEST) : mention.start]
    cited = _CITED.search(lead)
    if cited:
        pattern = _WITHIN if cited[0].startswith(("ใน", "ตาม")) else _PHRASE
        phrases = [phrase.strip(" -–,.(") for phrase in pattern.split(lead[: cited.start()])]
        return next((phrase for phrase in reversed(phrases) if phrase), "")
    if _ITEM.search(lead) and mention.range_end is None:
        return title_of(_REQUIRED.sub("", text[mention.end : stop].strip(" -–:"), count=2))
    return ""


def spans_of(text: str) -> tuple[tuple[int, int], ...]:
    """First and last numbers of the ranges of codes in a text ("O1–O26")."""
    return tuple(
        (mention.number, mention.range_end)
        for mention in read_codes(_TAGS.sub(" ", text))
        if mention.range_end is not None and not mention.weak
    )
