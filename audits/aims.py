"""What passages tell of a plan's aims: each with how it is measured, and the years that the plan is for."""

import re

from audits.bundle import Bundle
from audits.passages import LONGEST_HEAD, SEVERAL, Passage, first_shown, mended, several, shown_or_torn
from audits.verdict import Quote
from crawler.artifacts import Block

_WORDS_OF_AIMS = (
    "วิสัยทัศน์", "พันธกิจ", "ยุทธศาสตร์การพัฒนา", "แนวทางการพัฒนา", "เป้าประสงค์", "ค่าเป้าหมาย", "ตัวชี้วัด", "กลยุทธ์",
)  # fmt: skip
_AIM = re.compile(
    r"เป้[าำ](?:ประสงค์|หมาย)|จุด(?:มุ่ง)?หมาย|มุ่ง(?:ให้|เน้น|หมาย|หวัง|สู่)|อยาก(?:เห็น|ให้|ได้)|วัตถุประสงค์|ภายใน(?:ปี|พ\.ศ)|ผลลัพธ์|วิสัยทัศน์|ปรารถนา"
)
_MEASURE = re.compile(
    r"ตัว(?:ชี้)?วัด|วัด(?:จาก|ผล|ด้วย|โดย|ความ)|เครื่อง(?:ชี้)?วัด|เกณฑ์วัด|(?:ดู|พิจารณา)(?:ความสำเร็จ|ผล)จาก|ค่าเป้าหมาย|\bkpi"
)
_WAY = re.compile(r"ยุทธศาสตร์|กลยุทธ์|แนวทาง|แนว(?:การ)?พัฒนา|เสา(?:ที่|หลัก)|จะทำ|วิธี(?:ดำเนินการ|ทำ)|พันธกิจ|ประเด็น")
_STRATEGY = re.compile(r"(?:ยุทธศาสตร์|กลยุทธ์)(?:การพัฒนา)?\s*(?:ที่)?\s*\d")
_TARGET = re.compile(
    r"ร้อยละ|จำนวน|ปีละ|ไม่(?:น้อยกว่า|ต่ำกว่า|เกิน)|เพิ่มขึ้น|ลดลง|ระดับ|อัตรา|\d\s*(?:แห่ง|สาย|กลุ่ม|คน|ครั้ง|หมู่|ครัวเรือน|ราย)"
)
_LINES_OF_HEAD = 3
_ROWS = 40
_COLUMNS = 3
_PROJECT = re.compile(r"โครงการ|งบประมาณ")
_LONG = re.compile(r"(25\d\d)\s*(?:-|–|—|ถึง|จนถึง)\s*[^|\d]{0,10}(?:\d{1,2}\s*[ก-๙.]{3,12}\s*(?:พ\.ศ\.\s*)?)?(25\d\d)")
_LONG_SHORT = re.compile(r"(?:ปี|พ\.ศ\.|แผน\S{0,20}|ยุทธศาสตร์)\s*([67]\d)\s*(?:-|–|—|ถึง)\s*([67]\d)(?!\d)")
_YEARS = re.compile(r"(?:ระยะ(?:เวลา)?|แผน\S{0,24}?|ภายใน|ยุทธศาสตร์\S{0,24}?)\s*(?:[2-9]|สอง|สาม|สี่|ห้า)\s*ปี")


def aims(bundle: Bundle) -> Quote | None:
    """Aims or ways with their measures: several of both, or a table that has columns of both."""
    return shown_or_torn(bundle, _aims_in, _WORDS_OF_AIMS)


def _aims_in(told: list[Passage]) -> Block | None:
    measured = several((block, text) for block, text in told if _MEASURE.search(text))
    aimed = several((block, text) for block, text in told if _AIM.search(text) or _WAY.search(text))
    if measured is not None and aimed is not None:
        return measured
    listed = several((block, text) for block, text in told if _STRATEGY.search(text)) is not None
    for at, (block, text) in enumerate(told):
        head = " ".join(words for _, words in told[max(0, at - _LINES_OF_HEAD) : at + 1] if len(words) <= LONGEST_HEAD)
        rows = sum(_is_target(words) for _, words in told[at + 1 : at + _ROWS])
        both = _MEASURE.search(text) and _AIM.search(head) and _WAY.search(head)
        if both and (listed or not _PROJECT.search(text)) and rows >= SEVERAL:
            return block
    return None


def _is_target(text: str) -> bool:
    return bool(_TARGET.search(text)) or text.count("|") >= _COLUMNS


def several_years(bundle: Bundle) -> Quote | None:
    """A plan for more than one year: its first and last day or year, or how long it holds."""
    return first_shown(bundle, lambda told: next((block for block, text in told if _is_long(text)), None), mended)


def _is_long(text: str) -> bool:
    spans = (*_LONG.findall(text), *_LONG_SHORT.findall(text))
    return bool(_YEARS.search(text)) or any(int(last) - int(first) >= SEVERAL for first, last in spans)
