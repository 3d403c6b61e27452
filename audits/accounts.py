"""What passages of plans and accounts tell of work, whatever their columns are called: its names and time, how far it
has come, money spent, what stood in the way.

A head alone proves nothing, for a form that nobody filled in has it, too: there must be rows or sentences with figures.
"""

import re
from collections.abc import Callable, Iterator

from audits.bundle import Bundle
from audits.figures import AMOUNT, MONEY, MONTH
from audits.passages import (
    LONGEST_HEAD,
    SEVERAL,
    TITLE_LINES,
    Find,
    Passage,
    first_shown,
    mended,
    several,
    shown_or_torn,
)
from audits.verdict import Quote
from crawler.artifacts import Block

_WORDS_OF_SPENDING = ("เบิกจ่าย", "จ่ายจริง", "ใช้จ่ายจริง", "ก่อหนี้ผูกพัน")
_NEAR = 8  # passages between a trouble and what is to be done about it
_FIGURE = re.compile(rf"{AMOUNT}|(?:(?<=\|)|^)\s*[0-]\s*(?=\||$)")  # a sum, or a cell that says there was none
# A time for work: a month that is no part of a day, a quarter, the whole year.
_WHEN = re.compile(
    rf"(?:(?<!\d)(?<!\d\s)|(?<=\d\d\d)|(?<=\d\d\d\s)){MONTH}|ไตรมาส(?:ที่|แรก|\s*\d)|ตลอด(?:ทั้ง)?ปี|ทั้งปี|ทุก(?:วัน|สัปดาห์|เดือน|ไตรมาส)|ภายในปี"
)
_WORK = re.compile(
    r"โครงการ|กิจกรรม|งาน|ก่อสร้าง|ปรับปรุง|ซ่อม|อบรม|ส่งเสริม|จัด|รณรงค์|ขุดลอก|ติดตั้ง|พัฒนา|ดำเนินการ|ทำระหว่าง|เวลา|กำหนด"
)
_NO_WORK = re.compile(
    r"^\W*(?:ประกาศ|ลงวันที่|วันที่|ณ\s*วันที่|ส่วนราชการ|ที่\s|เรื่อง|เรียน|ลงชื่อ|\(|จัดทำ|เผยแพร่|ปรับปรุง(?:เมื่อ|ล่าสุด)|ข้อมูล)"
)
# What is left of a project's row when its name was broken over the lines before.
_SUM_AND_UNIT = re.compile(r"^\d{1,3}(?:,\d{3})+\s+(?:กอง|สำนัก|ฝ่าย|หน่วย|ศูนย์)[\u0e01-\u0e4e]{3}")
_NAMED_PROJECT = re.compile(
    r"^\W*(?:(?:ข้อ|ลำดับ|ที่)\s*)?(?:\d[\d.]*\W{0,3})?โครงการ(?:\s*[ก-ฮ]\.\s*)?(?!ที่|ตาม|ทั้ง|ใน|ของ|กิจ)[ก-๙]{4}"
)
_NUMBERED = re.compile(r"^\W*\d{1,3}\s*[.)|]?\s+[^\W\d]\D{5,}")
_HEADING_OF_BUDGET = re.compile(
    r"งบ(?:กลาง|บุคลากร|ดำเนิน|ลงทุน|เงินอุดหนุน)|เงินเดือน|ค่าตอบแทน|รายได้|รายรับ|ภาษี|หมวด|แผนงาน|ด้าน"
)
# How far work has come. A plan names the same ends, but as ends to come.
_STAGE = re.compile(
    r"(?<!กำหนด)(?<!จะ)(?<!ให้)(?<!ที่)(?<!คาดว่า)(?<!คาดว่าจะ)แล้วเสร็จ(?!\s*(?:ภายใน|ตาม))|(?<!แล้ว)(?<!จะ)(?<!ให้)(?<!ที่)เสร็จ(?!\s*(?:ภายใน|ตาม))"
    r"|อยู่(?:ใน)?ระหว่าง|กำลัง(?!คน|พล|การ|ใจ|กาย)\S|ยังไม่(?:ได้|เริ่ม|ถึง|ดำเนิน|จ่าย|เบิก|แล้ว|ทำ|มี)|(?:รอ|ยกเลิก)(?:การ)?(?:ดำเนิน|จัด|พ่น|เบิก|อนุมัติ|โครงการ)|เลื่อนไป"
    r"|(?:ทำ|ลงนาม)(?:ใน)?สัญญา(?:แล้ว)?|ส่งมอบ|ตรวจรับ(?:เมื่อ|แล้ว|งาน)|(?:ดำเนินการ|จ่าย|จัด|ซื้อ|เบิก|ทำ|ติดตั้ง|อบรม)(?:ได้|ไป)?(?:แล้ว|ครบ|ต่อเนื่อง)"
    r"|จัด(?:ขึ้น)?เมื่อ|งวดที่\s*\d+\s*จาก|(?:\||^)\s*\d{1,3}(?:\.\d+)?\s*%|(?:ได้|คืบหน้า|ก้าวหน้า|เนื้องาน|ผลงาน)\s*(?:ร้อยละ\s*\d|\d+(?:\.\d+)?\s*%)"
)
_TO_COME = r"(?<!แผนการ)(?<!แผน)(?<!จะ)(?<!การขอ)(?<!ประมาณการ)"
_SPENT = re.compile(
    _TO_COME
    + r"(?:เบิก(?:จ่าย)?|(?<!ราย)(?<!ใช้)จ่าย(?:เงิน)?(?:จริง|แล้ว|ไป)|(?:รายจ่าย|ใช้จ่าย|ใช้เงิน|ใช้งบ\S{0,7}?|ใช้)\s*(?:จริง|ไป|แล้ว)"
    r"|(?:เงิน|งบ\S{0,7}?)ที่(?:ใช้|จ่าย|เบิก)|รวมใช้เงิน|คงเหลือ|ผลการ(?:ใช้จ่าย|เบิกจ่าย)|ก่อหนี้)"
)
_SPENT_SUM = re.compile(
    _TO_COME + r"(?:เบิก|(?<!ราย)(?<!ใช้)จ่าย|ใช้(?:จ่าย|เงิน|งบ)?(?:จริง|ไป|แล้ว)|ใช้เงิน|เบิกจ่าย)[^\d|]{0,16}" + AMOUNT
)
_ALLOTTED = re.compile(r"งบ|วงเงิน|ตั้งไว้|อนุมัติ|จัดสรร|แผน")
_RESULT = re.compile(r"ผล|สำเร็จ|แล้ว|คืบหน้า|ก้าวหน้า|สถานะ|จริง")
_ORDINANCE = re.compile(r"^\W*(?:ร่าง)?\W*(?:ข้อบัญญัติ|เทศบัญญัติ)")  # it has columns of what was spent in years gone by
_TROUBLE = re.compile(
    r"ปัญหา|อุปสรรค|ยังไม่ได้รับ|ไม่(?:เพียง)?พอ|ไม่ทัน|ขาดแคลน|เสียบ่อย|ขัดข้อง|ติดขัด|ติดตรงไหน|ข้อจำกัด|ล่าช้า|จุดอ่อน|ไม่ได้(?:ทำ|ดำเนินการ|จัด)เพราะ|ทำให้ช้า|เจออะไร|พบว่า|ไม่เป็นไปตาม"
)
_REMEDY = re.compile(
    r"ข้อเสนอ|(?<!ผู้)(?<!ผู้ยื่น)เสนอ(?:ให้|แนะ|ว่า)|ขอเสนอ|เห็น(?:ควร|ว่าควร)|แนวทาง(?:แก้|การแก้|ปรับปรุง|ปีต่อไป|ปีหน้า)|(?<!สม)ควร(?:มี|ให้|ปรับ|เพิ่ม|จัด|เร่ง|ขอ|ลง|ทำ|ดำเนิน|ตั้ง|สำรวจ|กำหนด|ปรับปรุง)"
    r"|ปี(?:หน้า|ต่อไป|ถัดไป)|แก้ไขโดย|วิธีแก้|จะแก้|เพื่อปรับปรุง"
)


def _several_that(test: Callable[[str], object]) -> Find:
    return lambda told: several(item for item in told if test(item[1]))


def projects(bundle: Bundle) -> Quote | None:
    """Several projects by their names, each in a row or a line of its own."""
    return first_shown(bundle, _several_that(_is_project), mended)


def _is_project(text: str) -> bool:
    priced = bool(_NUMBERED.match(text) and MONEY.search(text)) and not _HEADING_OF_BUDGET.search(text)
    return priced or bool(_NAMED_PROJECT.match(text) or _SUM_AND_UNIT.match(text))


def timed_work(bundle: Bundle) -> Quote | None:
    """Work with its time: in a row, with its money, or named as work."""
    return first_shown(bundle, _several_that(_is_timed), mended)


def _is_timed(text: str) -> bool:
    of_work = "|" in text or bool(MONEY.search(text)) or bool(_WORK.search(text))
    return of_work and bool(_WHEN.search(text)) and not _NO_WORK.search(text)


def progress(bundle: Bundle) -> Quote | None:
    """How far several pieces of work have come: done, under way, not begun."""
    return first_shown(bundle, _several_that(_STAGE.search), mended)


def spent(bundle: Bundle) -> Quote | None:
    """Money spent on several things: in sentences, or in a table whose head has a column of it."""
    return shown_or_torn(bundle, _spent_in, _WORDS_OF_SPENDING, least=1)


def _spent_in(told: list[Passage]) -> Block | None:
    if any(_ORDINANCE.match(text) and not MONEY.search(text) for _, text in told[:TITLE_LINES]):
        return None
    sums = [(block, text) for block, text in told if _SPENT_SUM.search(text)]
    whole = next((block for block, text in sums if len(MONEY.findall(text)) >= SEVERAL or "ร้อยละ" in text), None)
    said = whole or several(sums)
    return said or next((found for found in _tables(told, _SPENT, _is_spent_row) if found is not None), None)


def _is_spent_row(head: str, row: str) -> bool:
    """Whether a row gives more than what was allotted; a table of results alone gives one sum."""
    needed = 1 if _RESULT.search(head) and not _ALLOTTED.search(_SPENT.sub("", head)) else 2
    return bool(MONEY.search(row) or needed == 1) and len(_FIGURE.findall(row)) >= needed


def _tables(told: list[Passage], head: re.Pattern[str], is_row: Callable[[str, str], bool]) -> Iterator[Block | None]:
    """For each head of a table with certain words the first of several rows below it that hold."""
    for at, (_, text) in enumerate(told):
        if len(text) <= LONGEST_HEAD and head.search(text) and not MONEY.search(text):
            yield several((block, row) for block, row in told[at + 1 :] if is_row(text, row))


def troubles(bundle: Bundle) -> Quote | None:
    """What stood in the way, and near it what is to be done about it."""
    return first_shown(bundle, _troubles_in, mended)


def _troubles_in(told: list[Passage]) -> Block | None:
    for at, (block, text) in enumerate(told):
        near = told[at : at + _NEAR]
        said = sum(len(words) for _, words in near)
        if _TROUBLE.search(text) and any(_REMEDY.search(words) for _, words in near) and said > LONGEST_HEAD // 3:
            return block
    return None
