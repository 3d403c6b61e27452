"""What tells how an online service is used, and how often it was, whatever guide and figures are headed with."""

import re

from audits.bundle import Exhibit, quote_of
from audits.passages import Passage, filled_in, several
from audits.tallies import numbers_in
from audits.verdict import Quote
from crawler.thai import key

# What a person does at a screen. A form names its fields, too: a sentence tells more than a label.
_ACT = re.compile(
    r"กด|คลิก|เลือก|กรอก|พิมพ์|เติม(?:ช่อง|ข้อมูล)|แนบ|สแกน|เข้าสู่ระบบ|เข้า(?:ที่)?(?:หน้า|เว็บ|เมนู)|เปิด(?:หน้า|เว็บ|แอป)|ตั้งรหัส|รับรหัส|ใส่(?:เลข|รหัส|ชื่อ)"
    r"|ระบบจะ|หน้าจอ|จดไว้|ถ่ายภาพ|ดาวน์โหลดใบ|ปุ่ม|ช่อง(?!ทาง)|รอ(?:ข้อความ|รับ|เจ้าหน้าที่)|ลงทะเบียน|สมัครสมาชิก|ส่ง(?:คำ|แบบ|เรื่อง|ข้อมูล)|โทรกลับ|ติดต่อกลับ"
)
_SENTENCE = 14  # letters
_PASSAGES, _ACTS = 3, 3
_ONLINE = re.compile(r"e-?service|ออนไลน์|online|อิเล็กทรอนิกส์|ผ่าน(?:หน้านี้|ระบบ|เว็บ|แอป|ไลน์|line)|จากระบบ")
_USED = re.compile(
    r"(?:ใช้(?:บริการ|งาน|ระบบ)?|ขอ(?:รับบริการ)?|ยื่น|ส่ง|จอง|แจ้ง|ชำระ|สมัคร|บริการ)[^|]{0,24}?(?:กี่|แล้ว|ไป|รวม|ทั้งหมด|ราย|คน|ครั้ง|เรื่อง|รายการ|ผ่าน|ออนไลน์)"
    r"|(?:จำนวน|ตัวเลข|ยอด|สถิติ|ผล|รายงาน|มีคน|มีผู้|นับ)[^|]{0,20}?(?:ใช้|ขอ|ยื่น|ส่ง|จอง|แจ้ง|ชำระ|สมัคร|บริการ)"
)
_PERIOD = re.compile(
    r"ไตรมาส|เดือน|(?:ม\.?ค|ก\.?พ|มี\.?ค|เม\.?ย|พ\.?ค|มิ\.?ย|ก\.?ค|ส\.?ค|ก\.?ย|ต\.?ค|พ\.?ย|ธ\.?ค)\.?|คม\b|ยน\b|พันธ์|25\d\d"
)
# Of the whole website, which is no use of a service.
VISITS = re.compile(r"ผู้?เข้าชม|visitor|เยี่ยมชม|เข้าชมเว็บ|ยอดวิว|(?:บริการ|ใช้งาน?)เว็บไซต์")
_OTHER = re.compile(r"ร้องเรียน|ทุจริต|ความพึงพอใจ|แบบสอบถาม")
_ROWS = 2


def guide_in(exhibit: Exhibit) -> Quote | None:
    """Sentences that lead through the screens of a service."""
    acts: set[str] = set()
    held: list[Passage] = []
    for block, text in filled_in(exhibit):
        found = set(_ACT.findall(text)) if block.kind != "form" and len(text) >= _SENTENCE else set()
        if found:
            acts |= found
            held.append((block, text))
    first = several(held, _PASSAGES) if len(acts) >= _ACTS else None
    return quote_of(exhibit, first, first.text) if first is not None else None


def figures_in(exhibit: Exhibit) -> Quote | None:
    """Rows of numbers by month or quarter, not all of them zero, in a text that tells of use online."""
    texts = [exhibit.label, exhibit.heading, *(block.text for block in exhibit.blocks if not block.links)]
    words = key(" ".join(texts))
    if VISITS.search(words) or _OTHER.search(words) or not _ONLINE.search(words) or not _USED.search(words):
        return None
    rows = [block for block, _ in filled_in(exhibit) if block.kind == "row" or "|" in block.text]
    filled = [block for block in rows if numbers_in(block)]
    dated = any(_PERIOD.search(key(block.text)) for block in rows)
    if len(filled) < _ROWS or not dated or not any(any(numbers_in(block)) for block in filled):
        return None
    return quote_of(exhibit, filled[0], filled[0].text)
