"""What passages tell, whatever a document calls its columns: work that was done, when, by whom, what may go wrong.

Offices head the same column in ever other words ("what we did", "after", "outcome"), and a head alone proves
nothing: a form that nobody filled in has it, too. So the passages below are read. Each kind asks for several of
them, because one may stand in any text.
"""

import re
from collections.abc import Callable

from audits.bundle import Bundle, Exhibit, quote_of
from audits.figures import MONTH, VIEWS
from audits.passages import SEVERAL, Passage, first_shown, passages, several
from audits.tables import tables_of
from audits.verdict import Quote
from crawler.artifacts import Block
from crawler.thai import ascii_digits

Test = Callable[[str], bool]

_ALONE = r"(?<![\u0e01-\u0e4e])(?:%s)(?![\u0e01-\u0e4e])"


def _any(*families: str) -> re.Pattern[str]:
    return re.compile("|".join(families))


_PEOPLE = r"\d[\d,]*\s*(?:คน|ราย|ครัวเรือน|ท่าน|รูป|ชมรม|ร้าน)"
_COUNTED = (
    r"\d[\d,.]*\s*(?:คน|ราย|ครั้ง|แห่ง|หมู่|ฉบับ|โครงการ|เรื่อง|สัญญา|ชุมชน|กอง|รุ่น|ชิ้น|ป้าย|คัน|สัปดาห์|เดือน|ไตรมาส"
    r"|กระบวนงาน|สายทาง|ประเด็น|มาตรการ|วง|ข้อ|ข้อความ|งาน|จุด)"
)
# Words of work behind us. A plan speaks of the same work, but of none of it so.
_DONE = _any(
    r"(?<!กำหนด)(?<!ให้)(?<!จะ)(?:แล้วเสร็จ|เสร็จ(?:สิ้น|แล้ว|เมื่อ|\s*(?:ม|ก|ส|ต|พ|ธ|เม|มี|มิ)\.))|เรียบร้อย|สำเร็จ(?!การศึกษา)|บรรลุ(?:เป้าหมาย|ตาม|ผล)|คิดเป็นร้อยละ|(?:เกิน|ตาม|ต่ำกว่า)เป้า",
    r"(?:ดำเนินการ|ทำ|จัด|ติด|ติดตั้ง|เผยแพร่|ประกาศ|ชี้แจง|อบรม|แก้ไข|ปรับปรุง|ใช้|ลง|เปิด|คืน)(?:ไป)?แล้ว",
    r"ได้(?:ดำเนินการ|จัด|มีการ|ทำ)|ดำเนินการ(?:ครบ|ได้|เมื่อ)|ไม่ได้ดำเนินการ|ทำ(?:ได้|จริง)|จัดได้|แก้ครบ|ตอบครบ",
    r"จัด(?:ขึ้น|งาน|อบรม|ประชุม|กิจกรรม|โครงการ)?(?:เมื่อ|ครบ)|ผ่าน(?:เกณฑ์|การประเมิน|การทดสอบ|การอบรม)",
    r"เงินที่ใช้|ที่ใช้จริง|(?:เบิกจ่าย|ใช้จ่าย|ใช้เงิน|ใช้ไป|จ่ายเงิน|จ่ายจริง)\s*(?:จริง|แล้ว|ไป|รวม|ทั้งสิ้น)*\s*\d",
    r"ไม่พบ(?:การ|ข้อ|เหตุ|ความ|ผู้|เรื่อง|ประเด็น)|พบ(?:ผิด|ข้อ)\S{0,8}\s*\d|สั่งแก้|ปฏิบัติ(?:ได้|แล้ว)?\s*\d",
    r"ไม่(?:มี|เกิด)(?:เหตุการณ์|ข้อร้องเรียน|เรื่องร้องเรียน|การคัดค้าน|ผู้อุทธรณ์|การทุจริต|ผู้ร้องเรียน|ผู้ถูกลงโทษ)",
    r"(?:ลด|เพิ่ม)(?:ลง|ขึ้น)?จาก|ลดลง|เพิ่มขึ้น|เพิ่มเป็น|ครบ(?:ทุก|ถ้วน|\s*\d)|\d\s*(?:จาก|ใน)\s*\d[\d,]*\s*[ก-๙]",
    r"(?:ผู้เข้า(?:ร่วม|อบรม|รับ)|เข้าร่วม|เข้าอบรม|มาร่วม|มาเรียน|ร่วม|ผู้เข้าฟัง|มีผู้)[^|]{0,24}?\d[\d,]*\s*(?:คน|ราย)",
    r"(?:ติดตั้ง|เผยแพร่|ประกาศ|ตรวจ|จัดเก็บ|รับฟัง|ประชุม|อบรม|ลด\S{0,8}|เปิด\S{0,12}|ดำเนินการ|รวมซื้อ|วัดซ้ำ)[^|]{0,16}?"
    + _COUNTED,
)
# Work to come, or told of as wanting.
_TO_COME = _any(
    r"(?<![\u0e01-\u0e4e])จะ(?!เห็น|แจ้ง)|(?<=[\u0e01-\u0e4e])\s?จะ(?:ดำเนิน|จัด|อบรม|ติดตั้ง|ทำ|เผยแพร่|ประกาศ)|ยังไม่(?:ได้|มี|เคย|ครบ)",
    r"เพื่อให้|ให้ครบ|รอ(?:การ)?(?:รายงาน|ผล|กอง|สำนัก|สรุป)|เป้าหมาย(?!ครบ)\s*[:=]?\s*\d[^|]{0,20}$|คาดว่า|กำหนดจัด",
)
_COUNTER = _any(VIEWS, r"เปิดอ่าน|เข้าดู\s*[:：]")  # how often it was looked at
_TIME = _any(MONTH, r"ไตรมาส|ตลอดปี|ทั้งปี|ทุก(?:เดือน|ไตรมาส|ปี)|ภายใน(?:เดือน|ปี|ไตรมาส)|(?:ปี|เดือน)ละ\s*\d|รอบ\s*\d+\s*เดือน")
_UNIT = _any(
    r"สำนัก(?:งาน)?ปลัด|หน่วย(?:งาน)?ตรวจสอบภายใน|ทุก(?:กอง|สำนัก|ส่วนราชการ|หน่วยงาน|ส่วน)|นิติกร",
    r"(?<![\u0e01-\u0e4e])กอง(?:คลัง|ช่าง|การ|สาธารณสุข|สวัสดิการ|ยุทธศาสตร์|พัสดุ|วิชาการ|แผน|ป้องกัน|ทุก)",
    r"งาน(?:นิติการ|พัสดุ|การเจ้าหน้าที่|นโยบาย|วิเคราะห์|ประชาสัมพันธ์|ป้องกัน|ธุรการ|ทะเบียน|แผน|สารบรรณ|บริหารงานบุคคล|บุคคล)",
    r"(?:ผู้อำนวยการ|ผอ\.?|หัวหน้า)\s*(?:กอง|สำนัก|ฝ่าย|ส่วน|งาน)|นักวิเคราะห์|นักทรัพยากรบุคคล|นักวิชาการ|เจ้าพนักงาน|ปลัด",
)
# Lines of a letter or a signature, which name units, persons and days of their own.
_LETTER = _any(
    r"^\W*(?:ส่วนราชการ|ที่\s|เรื่อง\s|เรียน\s|ลงชื่อ|\(?ลงนาม|ผู้รายงาน|ผู้จัดทำ|โทร|จัดทำโดย|เสนอโดย|ผู้อนุมัติ|อนุมัติ|เห็นชอบ|ทราบ"
    r"|ผู้เรียบเรียง|ผู้เห็นชอบ|ประกาศ\s*ณ|สั่ง\s*ณ|วันที่|\()"
)
_WORK = _any(
    r"โครงการ|กิจกรรม|มาตรการ|อบรม|รณรงค์|ประชาคม|เผยแพร่|ตรวจ|ปรับปรุง|จัดทำ|ส่งเสริม|ติดตั้ง|ทบทวน|แต่งตั้ง|ประกาศ|ประชุม|พัฒนา"
)
_NUMBERED = _any(
    r"^\W*(?:(?:โครงการ|กิจกรรม|มาตรการ)\s*(?:ที่)?\s*)?(?:\d{1,2}(?:\.\d{1,2})*|[A-Zก-ฮ]\d{0,2})\s*[.)|:]?\s",
    r"^\W*(?:ข้อ|ลำดับ|เรื่อง|รายการ)\s*(?:ที่\s*)?(?:\d|แรก|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด)",
)
_NAMED_WORK = _any(
    r"^\W*(?:โครงการ|กิจกรรม|มาตรการ)\s*(?:ที่)?\s*(?:\d|[ก-ฮ](?![ก-๙]))",
    r"^\W*\d{1,2}\s*[.)]\s*(?:โครงการ|กิจกรรม|มาตรการ)",
)
_PLANNED_COLUMN = _any(
    r"(?:งาน|โครงการ|กิจกรรม|มาตรการ|เรื่อง)ที่จะ|จะทำ(?:อะไร)?|ชื่อ(?:งาน|โครงการ|กิจกรรม)",
    r"(?:^|\|)\s*(?:โครงการ|กิจกรรม|มาตรการ)",
)
_BOTH = _any(
    r"(?:^|[\s|✔✓✅(])(?:สิ่งที่)?(?:ควร|พึง)?(?:ทำ|ปฏิบัติ|กระทำ|do'?s?)?\W{1,5}(?:สิ่งที่)?(?:ไม่ควร|ไม่พึง|พึงละเว้น|ไม่ทำ|don[’']?t|ห้ามทำ)"
)
_SHALL = _any(r"^\W*(?:\d+[.)]\s*)?(?:ควร|พึง|do\b|ให้\b)(?!ละเว้น|ระวัง)")
_SHALL_NOT = _any(r"^\W*(?:\d+[.)]\s*)?(?:ไม่ควร|ไม่พึง|พึงละเว้น|ห้าม|อย่า|don[’']?t)")
_COST = _any(r"\d[\d,]*\s*บาท|\d[\d,]*\s*/\s*\d{1,3},\d{3}|\d{1,3},\d{3}|ไม่(?:ใช้|มี|ต้องใช้)\s*(?:งบ|เงิน|ค่าใช้จ่าย)|ไม่ใช้")
_ACT = _any(
    r"ทุจริต|สินบน|เรียก(?:รับ)?(?:เงิน|ผลประโยชน์|ค่า|สิน|ทรัพย์)|รับ(?:เงิน|ผลประโยชน์|ค่าตอบแทน|สินน้ำใจ)|เอื้อ|ฮั้ว|แบ่งซื้อ|เงินทอน",
    r"ลัดคิว|ล็อก?สเป[กค]|เกินจริง|ไม่ตรง(?:ตาม)?(?:จริง|ความจริง)|โดยไม่(?:ได้)?ปฏิบัติ|ปลอม|เท็จ|ยักยอก|พวกพ้อง|เส้นสาย",
    r"โกง|ญาติ|ใต้โต๊ะ|รั่วไหล|ไม่ครบจำนวน|ไม่ได้ไปจริง|ไม่มีจริง|ให้ผ่าน|ปล่อยผ่าน|แลก(?:กับ|ตำแหน่ง|ส่วนแบ่ง|ค่า)|ฝากคน|ใช้ส่วนตัว|เงินพิเศษ|นอกเหนือ(?:ค่าธรรมเนียม|ระเบียบ)|ต่ำกว่าจริง|นำ\S{1,20}ไปขาย",
    r"ผลประโยชน์ทับซ้อน|หักหัวคิว|ไม่โปร่งใส|เลือกปฏิบัติ|ละเว้น|ข้าม(?:การ|ขั้น)",
)
_GRADE = _any(
    _ALONE % r"(?:ความ)?(?:เสี่ยง)?(?:ระดับ)?(?:สูงมาก|สูง|ปานกลาง|ต่ำ|น้อย)|(?:สี)?(?:แดง|ส้ม|เหลือง|เขียว)",
    r"(?:ระดับ|เสี่ยง)\s*(?:สูง|ปานกลาง|ต่ำ|\d)|\b(?:extreme|high|medium|moderate|low)\b|(?:โอกาส|ผลกระทบ|คะแนน)\S{0,8}\s*[:=]?\s*\d",
)
_STAFFING = _any(
    r"บรรจุ|แต่งตั้ง|โอน(?:ย้าย|มา|ไป|ออก)?|เกษียณ|เลื่อน(?:ระดับ|ขั้น|เงินเดือน|ตำแหน่ง)|ต่อสัญญา|สรรหา|อัตรา(?:กำลัง|ว่าง)|ตำแหน่งว่าง",
    r"ประเมินผล(?:งาน|การปฏิบัติ)|ลงโทษ|ทางวินัย|ทะเบียนประวัติ|ตรวจสุขภาพ|ขวัญกำลังใจ|เกียรติบัตร|ดีเด่น|ยกย่อง|สวัสดิการ|แรงจูงใจ",
)
_TRAINING = _any(
    r"อบรม|หลักสูตร|สัมมนา|ดูงาน|ปฐมนิเทศ|สอนงาน|เรียน(?:รู้|ออนไลน์)|พัฒนา(?:บุคลากร|คน|พนักงาน|ความรู้|ทักษะ)|\be-?learning\b|\bojt\b"
)
_FIGURES = _any(_COUNTED, r"\d+(?:\.\d+)?\s*%|ร้อยละ\s*\d|\|\s*\d[\d,.]*\s*(?:\||$)|\d{1,3},\d{3}|\d+\s*อัตรา")
_ACTED_ON = _any(
    r"(?:ได้)?นำ(?:ไป|มา|ผล|ข้อ|ความ|มติ|เสียง|เข้า)|เอาไป(?:ทำ|ใช้)|(?:แก้ไข|ปรับ(?:ปรุง)?|ดำเนินการ|เปลี่ยน)\S{0,12}ตาม(?:ความเห็น|มติ|ข้อ|ที่)",
    r"(?:ใช้|ตอบ)(?:เสียง|ความเห็น|ข้อเสนอ|ผลนี้)|บรรจุ(?:ใน|ไว้|เข้า|โครงการ)|ตั้งงบประมาณ|ตราเป็นข้อบัญญัติ|ทำตาม(?:ที่|ข้อ|มติ|แล้ว)|ผลักดันต่อ|ปรับแก้|ใส่(?:ใน|ไว้ใน)?แผน|หลัง(?:การ)?รับฟัง",
)


def _in_several(test: Test, beside: Test | None = None) -> Callable[[Bundle], Quote | None]:
    """Several different passages of one exhibit that hold, and as many that hold `beside`; the first is quoted.

    With `beside`, which proves that the words are no mere head, a row may also hold by the words above its columns.
    """

    def signal(bundle: Bundle) -> Quote | None:
        for exhibit in bundle.exhibits:
            told = list(passages(exhibit))
            heads = _heads(exhibit) if beside else {}
            held = several((block, text) for block, text in told if test(heads.get(block.path[:-1], "") + text))
            proved = beside is None or several(item for item in told if beside(item[1])) is not None
            if held is not None and proved:
                return quote_of(exhibit, held, held.text)
        return None

    return signal


def _heads(exhibit: Exhibit) -> dict[tuple[int, ...], str]:
    """The words above the columns of each table of a page, by the table's place."""
    tables = tables_of(exhibit.blocks)
    return {place: f"{ascii_digits(head.text).lower()} | " for place, (head, *_) in tables.items()}


def _is_done(text: str) -> bool:
    return bool(_DONE.search(text)) and not _COUNTER.search(text) and not _TO_COME.search(text)


def _is_planned(text: str) -> bool:
    """One of several pieces of work to come: called so by number, or numbered or in a row with its money or time."""
    if _is_done(text):
        return False
    if _NAMED_WORK.search(text):
        return True
    apart = bool(_NUMBERED.match(text)) or "|" in text
    return apart and bool(_WORK.search(text)) and bool(_COST.search(text) or _TIME.search(text))


def planned_work(bundle: Bundle) -> Quote | None:
    """Several pieces of work with their money or time, each told by its own words or by those above its column."""
    return _planned_rows(bundle) or _in_several(_is_planned)(bundle)


def _planned_rows(bundle: Bundle) -> Quote | None:
    for exhibit in bundle.exhibits:
        heads = _heads(exhibit)
        rows = [
            block
            for block, text in passages(exhibit)
            if _PLANNED_COLUMN.search(heads.get(block.path[:-1], "")) and _is_priced(text)
        ]
        if len(rows) >= SEVERAL:
            return quote_of(exhibit, rows[0], rows[0].text)
    return None


def _is_priced(text: str) -> bool:
    return bool(_NUMBERED.match(text) and _COST.search(text)) and not _is_done(text)


def dos_donts(bundle: Bundle) -> Quote | None:
    """What one should do beside what one should not: in one head, or line by line."""
    return first_shown(bundle, _dos_donts_in)


def _dos_donts_in(told: list[Passage]) -> Block | None:
    both = next((block for block, text in told if _BOTH.search(text)), None)
    shall = [block for block, text in told if _SHALL.match(text)]
    shall_not = [block for block, text in told if _SHALL_NOT.match(text)]
    return both or (shall[0] if min(len(shall), len(shall_not)) >= SEVERAL else None)


def people_counted(bundle: Bundle) -> Quote | None:
    """So many of one kind of people and so many of another, in one passage or in several."""
    return first_shown(bundle, _people_in) or _in_lines(bundle)


def _people_in(told: list[Passage]) -> Block | None:
    counted = (item for item in told if len(re.findall(_PEOPLE, item[1])) >= SEVERAL)
    return next((block for block, text in counted if not _LETTER.search(text)), None)


def _holds(*patterns: re.Pattern[str]) -> Test:
    """Whether all patterns are met in a passage that is no line of a letter or a signature."""
    return lambda text: all(pattern.search(text) for pattern in patterns) and not _LETTER.search(text)


done = _in_several(_is_done)
scheduled = _in_several(_holds(_TIME))
in_charge = _in_several(_holds(_UNIT))
named_work = _in_several(lambda text: bool(_NAMED_WORK.search(text)))
risky_acts = _in_several(lambda text: bool(_ACT.search(text)))
graded = _in_several(lambda text: bool(_GRADE.search(text)))
staffing_done = _in_several(_holds(_STAFFING, _FIGURES), beside=_is_done)
training_done = _in_several(_holds(_TRAINING, _FIGURES), beside=_is_done)
_in_lines = _in_several(_holds(_any(_PEOPLE)))
acted_on = _in_several(_holds(_ACTED_ON))
