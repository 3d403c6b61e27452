"""What passages tell of work done step by step: its steps, their time, where one goes, what to bring and to pay.

A manual heads these in ever other words ("what happens then", "bring along"), and a head alone proves nothing. So the
passages below it are read, those that were filled in.
"""

import re

from audits.bundle import Bundle
from audits.passages import SEVERAL, Find, Passage, filled_in, first_shown, several
from audits.verdict import Quote
from crawler.artifacts import Block

_WORDS = "หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ(?:ห้า)?|ยี่สิบ|สามสิบ|สี่สิบห้า|หกสิบ|เก้าสิบ"
_AMOUNT = re.compile(
    rf"(?:(?<![\d.,:/])(?!24\s*(?:ชม|ชั่วโมง))\d{{1,3}}(?:\s*(?:-|–|ถึง)\s*\d{{1,3}})?|ครึ่ง|(?:{_WORDS}))\s*"
    r"(?:นาที|ชั่วโมง|ชม\.?|วินาที|สัปดาห์|วัน(?!ที่|จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|เสาร์|อาทิตย์|\s*\d*\s*คืน))"
    r"|ไม่เกินวันที่\s*\d{1,2}(?!\s*(?:\d|เดือน|ของ|มก|ก\.|กุ|มี|เม|พ\.|พฤ|มิ|ส\.|สิ|ต\.|ตุ|ธ))"
    r"|ภายในวัน(?:นั้น|เดียว|ที่\S{0,3}รับ)|(?:ใน)?วันเดียว(?:กัน|เสร็จ)?|ทันทีที่|รอรับได้เลย"
)
# Days that no work takes: of leave, of a training, of a limitation.
_NO_TIME = re.compile(
    r"ลา(?:ป่วย|กิจ|พักผ่อน|คลอด|บวช|อุปสมบท)[^|→]{0,30}\d\s*วัน|(?:อบรม|สัมมนา|ดูงาน|จัดงาน|เข้าค่าย)[^|→]{0,12}\d\s*วัน|ย้อนหลัง|อายุความ|รับประกัน|ปรับวันละ"
)
ARROW = r"→|➔|➜|➡|⇒|⟶|-->|=>|>>"
_ARROWS = re.compile(ARROW + r"|\s>\s|▼|▶|↓|\s[-–]\s|(?<=[\u0e00-\u0e7f)])–(?=[\u0e00-\u0e7f(])")
_ACT = re.compile(
    r"รับ|ตรวจ|เสนอ|ลง(?:ทะเบียน|เลข|นาม|คิว|พื้นที่|สมุด|ลายมือ|บัญชี)|แจ้ง|ส่ง|ยื่น|กรอก|บันทึก|พิจารณา|ออก|เปิด|โอน|เก็บ|คัด|จัด|ประเมิน|ประกาศ|อนุมัติ"
    r"|อนุญาต|สำรวจ|รวบรวม|สอบ|สืบ|สรุป|ตั้ง(?:กรรมการ|คณะ|คกก)|แต่งตั้ง|เตรียม|เขียน|ทำ|สั่ง|มอบ|ติดตาม|เดินทาง|ระงับ|เรียก|นัด|ชำระ|จ่าย|กด|เลือก|เซ็น|กลั่นกรอง"
    r"|วินิจฉัย|รายงาน|ตอบ|ค้น|ซ่อม|ติด|ดู|อ่าน|เจรจา|เบิก|ถ่าย|แนบ|พิมพ์|คืน|สแกน|ลงโทษ|ยุติ|เก็บ|เข้า"
)
_ORDER = re.compile(
    r"^\W*(?:(?:ขั้น(?:ตอน)?|ลำดับ|ข้อ|step)\s*(?:ที่)?\s*)?(?:\(?\d{1,2}(?:\.\d{1,2})*\s*[.)\]|:]|\d{1,2}\s+\||[ก-ฮ]\s*[.)])"
    rf"|^\s*\d{{1,2}}\s+(?={_ACT.pattern})"  # a row whose cells only blanks keep apart
    rf"|^\W*ขั้น(?:ตอน)?(?:แรก|สุดท้าย|ต่อไป|(?:ที่)?\s*(?:\d|{_WORDS}))|^\s*(?:▼|→|↓|➡|➜)|^\W*(?:step|ขั้น(?:ตอน)?ที่)\s*\d"
)
_NUMBERS = re.compile(r"(?:^|\s)\(?\d{1,2}(?:\.\d{1,2})?[.)]\s|ขั้น(?:ตอน)?ที่\s*\d{1,2}")
_HEAD = re.compile(r"^[\W\d]*(?:ขั้นตอน|วิธี|ลำดับ|ทำอย่างไร)[^\s:]{0,40}\s*[:：]?\s")
_NO_STEP = re.compile(
    r"^[\W\d]*(?:\|\s*)?(?:พระราช|พ\.ร\.บ|ระเบียบ|กฎ|ประกาศ(?:กระทรวง|คณะ|ก\.)|หนังสือ|ประมวล|รัฐธรรมนูญ|คำสั่ง|ข้อบัญญัติ|เทศบัญญัติ|เพื่อ|สำเนา|บัตร|แบบ(?:ฟอร์ม|คำ|พิมพ์)|คู่มือ)"
    r"|ด้วยตนเอง|ด้วยตัวเอง|ไปรษณีย์|ตู้\s*ปณ|ทางโทรศัพท์|เว็บไซต์|อีเมล|e-?mail"
)
_NAMED = re.compile(r"^[\W\d]*(?:\|\s*)?(?:การ|งาน|ความ|เรื่อง)")  # names of services and duties, unless with their time
# What a citizen comes for; a list of these with the time that each takes in all shows no steps.
_SERVICE = re.compile(
    r"^[\W\d]*(?:\|\s*)?(?:การ)?(?:ขอ(?!ง)|แจ้ง(?:ซ่อม|ก่อสร้าง|ขุด|ถม|เกิด|ตาย|ย้าย)|จดทะเบียน|ต่ออายุ|ต่อใบ|รับชำระ|ชำระ|รับ(?:ขึ้น|ลง)ทะเบียน|(?:ขึ้น|ลง)ทะเบียน(?!รับ))"
)
_PLACE = re.compile(
    r"(?:สำนัก|กอง(?!ทุน)|งาน|ฝ่าย|ศูนย์|ห้อง|โต๊ะ|เคาน์เตอร์|จุด(?:บริการ|ยื่น|รับ)|ที่ทำการ|ประชาสัมพันธ์)[^|]{0,40}?"
    r"(?:ชั้น\s*\d|ห้อง\s*\d|ช่อง\s*\d|วันราชการ|เวลาราชการ|จันทร์|\d{1,2}[.:]\d\d\s*น|โทร|เฟซบุ๊ก|ไลน์|line|ไปรษณีย์|เว็บ|อีเมล|ออนไลน์)"
    r"|(?:ยื่น|มา|ติดต่อ|เขียน|แจ้ง|ขอ|สอบถาม|บริการ|ไป|รับ)[^|\s]{0,24}?(?:ที่|ณ)\s*(?:โต๊ะ|เคาน์เตอร์)?\s*(?:สำนัก|กอง(?!ทุน)|งาน|ฝ่าย|ศูนย์|ห้อง|ที่ทำการ|อบต|เทศบาล)"
    r"|เคาน์เตอร์\S|จุดบริการ\s*[:：]|(?:กอง(?!ทุน)|สำนัก|งาน)[^|]{1,30}?(?:/|หรือ)\s*(?:ไปรษณีย์|โทร|เฟซบุ๊ก|ไลน์|line|เว็บ|ออนไลน์|อีเมล)"
    r"|\|\s*(?:ศูนย์|สำนักปลัด|กอง[\u0e01-\u0e4e]{2,12}|สำนัก\S{2,12})[^|]{0,30}(?:\||$)"
)
_PAPERS = re.compile(
    r"บัตร(?:ประจำตัว)?\s*(?:ประชาชน|ปชช|คนพิการ|ประจำตัว)|บัตร\s*ปชช|ทะเบียนบ้าน|สมุด(?:บัญชี|เงินฝาก|ธนาคาร)|โฉนด|แบบแปลน|แผนผัง|แผนที่(?:บ้าน|ตั้ง|ร้าน|สังเขป)"
    r"|มอบอำนาจ|หนังสือ(?:ยินยอม|รับรอง|แจ้ง)|ใบรับรองแพทย์|สัญญาเช่า|ภาพถ่าย|รูปถ่าย|คำขอ|แบบคำร้อง|ใบอนุญาต(?:เดิม)?|ใบเสร็จ|สูติบัตร|มรณบัตร|ทะเบียน(?:พาณิชย์|สมรส)"
)
_CHARGE = re.compile(
    r"\d\s*บาท\s*(?:/|ต่อ)\s*(?:ปี|ฉบับ|ครั้ง|เดือน|แผ่น|หน้า|ครัวเรือน|หลัง|ชุด|ราย|ตารางเมตร|วัน|คัน)|(?:ฉบับ|หน้า|แผ่น|ครั้ง|ปี|เดือน|ครัวเรือน)ละ\s*[\d,]+\s*บาท"
    r"|(?:ค่า(?!ใช้จ่าย|ตอบแทน|จ้าง|น้ำมัน)|อัตรา)[\u0e01-\u0e4e]{2,20}\s*[:：|]?\s*[^|\d]{0,20}[\d,]+\s*บาท|ไม่(?:เสีย|เก็บ|คิด|ต้องจ่าย|มีค่า|ต้องเสีย)(?!หาย|เวลา|รักษา|ข้อมูล|ชื่อ)|ให้บริการฟรี|(?:ฟรี|ไม่มีค่า\S{4,12})(?:\s|$|\|)"
)
_WAYS: tuple[re.Pattern[str], ...] = (
    re.compile(r"ด้วยตน(?:เอง)?|ด้วยตัวเอง|ด้วยวาจา|walk-?in|มาพบ|เดินมา|มาแจ้ง|มายื่น|มาที่|มาด้วยตัว|ให้ถ้อยคำ"),
    re.compile(r"ไปรษณีย์|จดหมาย(?!อิเล็ก|ข่าว)|ทำ(?:เป็น)?หนังสือ|หนังสือ(?:ถึง|ร้องเรียน)|ส่งซอง|ตู้\s*ปณ|หน้าซอง|มุมซอง"),
    re.compile(r"ตู้(?:รับ|แดง|ร้อง|ความ)|กล่องรับ|ตู้[\u0e01-\u0e4e]{0,12}หน้า"),
    re.compile(r"โทร|สายด่วน|สายตรง"),
    re.compile(r"อีเมล|e-?mail|จดหมายอิเล็ก|ไปรษณีย์อิเล็ก|[\w.]+@[\w.]+"),
    re.compile(r"เว็บ|ออนไลน์|แบบอิเล็กทรอนิกส์|แบบฟอร์ม|google form|ระบบ(?:รับ|แจ้ง|ร้อง)|line|ไลน์|เฟซบุ๊ก|facebook|qr"),
)
_IN_PERSON = 3  # the first of these: telephone, mail and pages are told of any office
_STAGES: tuple[re.Pattern[str], ...] = (
    re.compile(r"(?:ออก|ให้|ลง)\s*(?:ทะเบียน|เลข|สมุด)|ลงรับ|รับเรื่อง(?!\s*ร้องเรียน\s*$)|เลขรับ|ตอบรับ|รับคำร้อง|รับแจ้ง(?!เรื่อง)"),
    re.compile(r"มีมูล|กลั่นกรอง|คัดกรอง|ตรวจสอบ(?:ข้อเท็จจริง|เบื้องต้น|ข้อมูล)|อ่านสำนวน|คัดแยก|วิเคราะห์เรื่อง"),
    re.compile(r"เสนอ\S{0,6}\s*(?:นายก|ปลัด|ผู้บริหาร|ผู้บังคับบัญชา|หัวหน้า)|สั่งการ"),
    re.compile(r"(?:ตั้ง|แต่งตั้ง)\s*(?:คณะ)?\s*(?:กรรมการ|คกก|ผู้สอบ)|กรรมการ(?:สอบ|สืบ)"),
    re.compile(r"สืบสวน|สอบสวน|สอบพยาน|(?<!ตรวจ)สอบข้อเท็จจริง|รวบรวม(?:พยาน|เอกสาร|หลักฐาน)|สอบให้จบ|แสวงหาข้อเท็จจริง"),
    re.compile(r"วินิจฉัย|ลงโทษ|ยุติ|ชี้ผล|ชี้มูล|ทางวินัย|มีคำสั่ง|สรุปความเห็น|เขียนความเห็น|สรุปผล|เสนอผล"),
    re.compile(r"(?:แจ้ง|ตอบ|บอก|รายงาน|มีหนังสือถึง|แจ้งผลแก่)\s*(?:ผล)?[^|]{0,12}?(?:ผู้ร้อง|ผู้แจ้ง|คนแจ้ง|คนร้อง)|แจ้งผล|ตอบกลับผู้"),
)  # fmt: skip
_MOST = 400  # letters of a passage
_STEPS = 3


def timed(bundle: Bundle) -> Quote | None:
    """How long it takes: amounts of time in several passages, or in several steps of one."""
    return first_shown(bundle, _timed_in, filled_in)


def _timed_in(told: list[Passage]) -> Block | None:
    held = [(block, text) for block, text in told if _AMOUNT.search(text) and not _NO_TIME.search(text)]
    in_one = any(len(_AMOUNT.findall(text)) >= SEVERAL for _, text in held)
    return held[0][0] if in_one else several(held)


def stepwise(bundle: Bundle) -> Quote | None:
    """Steps one after the other: ordered passages that say what is done, or what arrows join in one passage."""
    return first_shown(bundle, _steps_in, filled_in)


def _steps_in(told: list[Passage]) -> Block | None:
    joined = next((block for block, text in told if _joined_steps(text)), None)
    return joined or several(((block, text) for block, text in told if _is_step(block, text)), _STEPS)


def _is_step(block: Block, text: str) -> bool:
    """An act in its place among others: numbered, an item of a list, or with the time that it takes."""
    if len(text) > _MOST or _NO_STEP.search(text) or _SERVICE.match(text) or not _ACT.search(text[:60]):
        return False
    if _AMOUNT.search(text):
        return True
    return (bool(_ORDER.match(text)) or block.kind == "item") and not _NAMED.match(text)


def _joined_steps(text: str) -> bool:
    """Several acts in one passage: numbered, or with arrows (or dashes, in the cell of a table) between them."""
    if any(_is_chain(cell) for cell in text.split("|")) or _is_headed(text):
        return True
    acts = [step for step in _NUMBERS.split(text)[1:] if step.strip() and not _NAMED.match(step)]
    return sum(bool(_ACT.search(step[:30])) for step in acts if not _NO_STEP.search(step)) >= _STEPS


def _is_headed(text: str) -> bool:
    """Words for steps or a way, and behind them what is done first, next and last, with blanks between them."""
    head = _HEAD.match(text)
    rest = text[head.end() :] if head else ""
    return sum(bool(_ACT.match(word)) for word in re.split(r"\s+|,", rest)) >= _STEPS and not _NO_STEP.search(rest)


def _is_chain(text: str) -> bool:
    steps = [step for step in _ARROWS.split(text) if step.strip()]
    return sum(bool(_ACT.search(step[:40])) for step in steps) >= _STEPS and not _NO_STEP.search(text)


def _one(pattern: re.Pattern[str], least: int = 1) -> Find:
    """A passage in which the pattern holds, of so many different words."""

    def find(told: list[Passage]) -> Block | None:
        counted = ((block, {match[0] for match in pattern.finditer(text)}) for block, text in told)
        return next((block for block, words in counted if len(words) >= least), None)

    return find


def places(bundle: Bundle) -> Quote | None:
    """Where one goes: a unit with its floor, its hours or another way to reach it."""
    return first_shown(bundle, _one(_PLACE), filled_in)


def papers(bundle: Bundle) -> Quote | None:
    """What to bring along: two kinds of papers named together."""
    return first_shown(bundle, _one(_PAPERS, 2), filled_in)


def charged(bundle: Bundle) -> Quote | None:
    """What is to be paid, or that nothing is."""
    return first_shown(bundle, _one(_CHARGE), filled_in)


def ways_in(bundle: Bundle) -> Quote | None:
    """How a matter is brought before the office: by different ways, one of them in person or on paper."""
    return first_shown(bundle, _kinds(_WAYS, 2, _IN_PERSON), filled_in)


def handled(bundle: Bundle) -> Quote | None:
    """What becomes of a complaint: registered, examined, laid before the head, decided, answered."""
    return first_shown(bundle, _kinds(_STAGES, 3, len(_STAGES)), filled_in)


def _kinds(patterns: tuple[re.Pattern[str], ...], least: int, among: int) -> Find:
    """Passages of one exhibit with so many of the kinds, one of them among the first."""

    def find(told: list[Passage]) -> Block | None:
        firsts = (next((block for block, text in told if pattern.search(text)), None) for pattern in patterns)
        found = {kind: block for kind, block in enumerate(firsts) if block is not None}
        return found[min(found)] if len(found) >= least and min(found) < among else None

    return find
