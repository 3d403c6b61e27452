"""News: entries with a day each, of this body's own work. A feed of other offices' letters and news is none of its own."""

import re
from dataclasses import replace

from audits.bundle import Bundle, Exhibit
from audits.case import Case, Judgement
from audits.general import corrected_judgement
from audits.verdict import Part
from crawler.thai import find_years, key

_LONGEST = 300
# A letter by its number, or an authority above that writes to all offices.
_CIRCULAR = re.compile(
    r"(?<![\u0e01-\u0e4e])ว\.?\s*\d{1,5}(?!\d)|(?:มท|นร|กค|ศธ|สธ)\s*\d{4}(?:\.\d+)?\s*/"
    r"|^\W*(?:\S{0,14}\s){0,4}(?:สถ\.|กรมส่งเสริม|กระทรวง)"
)
# An office by its name; what follows "the office" as its verb is none.
_BODY = re.compile(
    r"(?:องค์การบริหารส่วน(?:ตำบล|จังหวัด)|เทศบาล(?:ตำบล|เมือง|นคร)|อบต\.|อบจ\.|ทต\.|ทม\.)\s?"
    r"(?!จัด|เปิด|รับ|ขอ|แจ้ง|ร่วม|ประ|มอบ|ออก|ลง|ดำเนิน|ตรวจ|พร้อม|ได้|ให้|ของ|นำ|เชิญ|ทำ|ส่ง|โดย|เรา|และ|สมัย|ครั้ง|ปี|เข้า|ซ่อม|พ่น|ฉีด|เยี่ยม|เตรียม"
    r"|เร่ง|อบรม|สำรวจ|แจก|จ่าย|ชี้|แถลง|รณรงค์|เก็บ|ต้อน|ปรับ|ปลูก|ติด|พา|พบ|ช่วย|สนับ|ยก|งด|เลื่อน|หมู่|ที่|เรื่อง|ไม่|จะ|เป็น|มี|ใน|กับ|ทุก|วัน|ตำบล|อบต)"
    r"[\u0e01-\u0e4e]{3,}"
)
_PLACE = re.compile(r"^(?:องค์การบริหารส่วน(?:ตำบล|จังหวัด)|เทศบาล(?:ตำบล|เมือง|นคร))")


def judge(case: Case) -> Judgement | None:
    """The general way, without lists most of whose entries are other offices'."""
    own = _PLACE.sub("", case.site.snapshot.agency.name)
    return corrected_judgement(case, lambda bundle, parts: tuple(_of_own(own, bundle, part) for part in parts))


def _of_own(own: str, bundle: Bundle, part: Part) -> Part:
    shown = [exhibit for exhibit in bundle.exhibits if exhibit.artifact.url == part.url]
    if not part.found or not any(_is_feed(own, exhibit) for exhibit in shown):
        return part
    others = [exhibit for exhibit in bundle.exhibits if exhibit not in shown and _dated(exhibit)]
    if any(not _is_feed(own, exhibit) for exhibit in others):
        return part
    return replace(part, found=None if bundle.unreadable else False, quote="", url="", page=0)


def _is_feed(own: str, exhibit: Exhibit) -> bool:
    """Whether most entries with a day are letters from above or name another office and not this one."""
    entries = _dated(exhibit)
    foreign = [text for text in entries if _is_foreign(own, text)]
    return len(foreign) * 2 > len(entries)


def _dated(exhibit: Exhibit) -> list[str]:
    texts = dict.fromkeys(block.text for block in exhibit.blocks if block.text and len(block.text) < _LONGEST)
    return [text for text in texts if any(mention.role == "date" for mention in find_years(text))]


def _is_foreign(own: str, text: str) -> bool:
    words = key(text)
    if own and key(own) in words:
        return False
    return bool(_CIRCULAR.search(words) or (own and _BODY.search(words)))
