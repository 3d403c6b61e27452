"""What passages of plans and accounts tell, whatever their columns are called: how far work has come, money spent, what
stood in the way, purchases, aims with their measures.

A head alone proves nothing, for a form that nobody filled in has it, too: there must be rows or sentences with figures.
"""

import re
from collections.abc import Callable, Iterator

from audits.bundle import Bundle, Exhibit, quote_of
from audits.find_words import count_terms, find_words
from audits.telling import passages
from audits.verdict import Quote
from crawler.artifacts import Block

Passage = tuple[Block, str]
_SEVERAL = 2
_HEAD = 240  # letters of the longest head of a table
_TORN = re.compile(r"(?<=[ก-๙])\s+(?=[ก-๙])")
_TORN_FIGURE = re.compile(r"\d[\d\s,.]{3,}\d|ร้อยละ\s*\d")
_ENOUGH_WORDS = 3
_WORDS_OF_METHODS = (
    "เฉพาะเจาะจง", "คัดเลือก", "ประกาศเชิญชวน", "ประกวดราคา", "จำนวนโครงการ", "จำนวนรายการ", "วงเงินงบประมาณ",
    "ประหยัดงบประมาณ", "รวมทั้งสิ้น", "คิดเป็นร้อยละ", "แยกตามวิธี", "จำแนกตามวิธี", "ผลการจัดซื้อจัดจ้าง",
)  # fmt: skip
_WORDS_OF_SPENDING = ("เบิกจ่าย", "จ่ายจริง", "ใช้จ่ายจริง", "ก่อหนี้ผูกพัน")
_WORDS_OF_AIMS = (
    "วิสัยทัศน์", "พันธกิจ", "ยุทธศาสตร์การพัฒนา", "แนวทางการพัฒนา", "เป้าประสงค์", "ค่าเป้าหมาย", "ตัวชี้วัด", "กลยุทธ์",
)  # fmt: skip
_NEAR = 8  # passages between a trouble and what is to be done about it
_AMOUNT = r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])"
_MONEY = re.compile(rf"{_AMOUNT}|\d+(?:\.\d+)?\s*ล้าน")
_FIGURE = re.compile(rf"{_AMOUNT}|(?:(?<=\|)|^)\s*[0-]\s*(?=\||$)")  # a sum, or a cell that says there was none
_MONTH = (
    r"(?:มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา"
    r"|ม\.ค|ก\.พ|มี\.ค|เม\.ย|พ\.ค|มิ\.ย|ก\.ค|ส\.ค|ก\.ย|ต\.ค|พ\.ย|ธ\.ค)"
)
# A time for work: a month that is no part of a day, a quarter, the whole year.
_WHEN = re.compile(
    rf"(?:(?<!\d)(?<!\d\s)|(?<=\d\d\d)|(?<=\d\d\d\s)){_MONTH}|ไตรมาส(?:ที่|แรก|\s*\d)|ตลอด(?:ทั้ง)?ปี|ทั้งปี|ทุก(?:วัน|สัปดาห์|เดือน|ไตรมาส)|ภายในปี"
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
    _TO_COME + r"(?:เบิก|(?<!ราย)(?<!ใช้)จ่าย|ใช้(?:จ่าย|เงิน|งบ)?(?:จริง|ไป|แล้ว)|ใช้เงิน|เบิกจ่าย)[^\d|]{0,16}" + _AMOUNT
)
_ALLOTTED = re.compile(r"งบ|วงเงิน|ตั้งไว้|อนุมัติ|จัดสรร|แผน")
_RESULT = re.compile(r"ผล|สำเร็จ|แล้ว|คืบหน้า|ก้าวหน้า|สถานะ|จริง")
_ORDINANCE = re.compile(r"^\W*(?:ร่าง)?\W*(?:ข้อบัญญัติ|เทศบัญญัติ)")  # it has columns of what was spent in years gone by
_TITLE_LINES = 4
_TROUBLE = re.compile(
    r"ปัญหา|อุปสรรค|ยังไม่ได้รับ|ไม่(?:เพียง)?พอ|ไม่ทัน|ขาดแคลน|เสียบ่อย|ขัดข้อง|ติดขัด|ติดตรงไหน|ข้อจำกัด|ล่าช้า|จุดอ่อน|ไม่ได้(?:ทำ|ดำเนินการ|จัด)เพราะ|ทำให้ช้า|เจออะไร|พบว่า|ไม่เป็นไปตาม"
)
_REMEDY = re.compile(
    r"ข้อเสนอ|(?<!ผู้)(?<!ผู้ยื่น)เสนอ(?:ให้|แนะ|ว่า)|ขอเสนอ|เห็น(?:ควร|ว่าควร)|แนวทาง(?:แก้|การแก้|ปรับปรุง|ปีต่อไป|ปีหน้า)|(?<!สม)ควร(?:มี|ให้|ปรับ|เพิ่ม|จัด|เร่ง|ขอ|ลง|ทำ|ดำเนิน|ตั้ง|สำรวจ|กำหนด|ปรับปรุง)"
    r"|ปี(?:หน้า|ต่อไป|ถัดไป)|แก้ไขโดย|วิธีแก้|จะแก้|เพื่อปรับปรุง"
)
_METHOD = r"(?:เฉพาะเจาะจง|e\s*-?\s*(?:bidding|market)|ประกวดราคา(?:อิเล็กทรอนิกส์)?|คัดเลือก|ประกาศเชิญชวน(?:ทั่วไป)?|สอบราคา|ตกลงราคา|กรณีพิเศษ)"
_COUNT = r"\d[\d,]*\s*(?:โครงการ|รายการ|ครั้ง|สัญญา|ฉบับ|งาน|เรื่อง|ราย)?"
# A method with the number and the sum of what was bought so; in a list of purchases the seller stands behind the method.
_BY_METHOD = re.compile(
    rf"{_METHOD}(?:ทั่วไป)?\s*(?:\([^)]*\)?)?(?:[\s|:\d.,%-]|จำนวน|รวม|โครงการ|รายการ|ครั้ง|สัญญา|ฉบับ|งาน|เรื่อง|เป็นเงิน|วงเงิน|ร้อยละ|บาท){{0,24}}?"
    rf"(?:{_AMOUNT}|(?<![\d,.])\d+(?:\.\d+)?\s*ล้าน)"
)
_BY_KIND = re.compile(rf"(?:ซื้อ|จ้าง|เช่า)[^|\d]{{0,24}}[|\s]\s*{_COUNT}\W{{0,3}}(?:เป็นเงิน|วงเงิน|รวมเงิน)?\s*{_AMOUNT}")
_SHARE = re.compile(rf"ร้อยละ\s*\d[\d.]*[^|]{{0,30}}{_METHOD}|{_METHOD}[^|]{{0,30}}ร้อยละ\s*\d")
_IN_ALL = re.compile(
    rf"(?:รวม|ทั้งสิ้น|ทั้งหมด|ภาพรวม|เป็นเงิน|ประหยัด|ต่ำกว่า\S*)[^|]{{0,40}}[\s|]*(?:{_COUNT}[\s|]*)?(?:เป็นเงิน\s*)?(?:{_AMOUNT}|\d[\d.]*\s*ล้าน)"
)
_PLAN = re.compile(r"^\W*(?:ประกาศ)?\W*(?:เรื่อง)?\W*(?:การ)?(?:เผยแพร่)?\W*แผน(?!.*(?:ผล|รายงาน))")
_BY_MONTH = re.compile(
    rf"^\W*(?:\d{{1,2}}\W+)?(?:เดือน)?\s*{_MONTH}[^|\d]{{0,10}}(?:25)?\d\d[\s|]+{_COUNT}[\s|]+{_AMOUNT}"
)
_HALF_YEAR = 6  # months
_PLAIN_SUM = re.compile(r"(?<![\d/.,-])(?!25\d\d(?!\d))[1-9]\d{3,6}(?![\d/,-])")
_SUMS_OF_ONE = 3  # what was allotted, the price to compare with, the price agreed upon
_SIGNED = re.compile(r"^\W*\(|ลงชื่อ|ผู้อำนวยการ|ปลัด|นายก|หัวหน้า|เจ้าหน้าที่|เรียน")
_SELLER = re.compile(r"หจก|บจก|บมจ|บริษัท|ห้างหุ้นส่วน|ร้าน|นาย(?!ก)|นาง|น\.ส\.|กลุ่ม|สหกรณ์|อู่|วิสาหกิจ|โรงพิมพ์|การไฟฟ้า|ปั๊ม|โรง")
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


def _each(
    bundle: Bundle,
    find: Callable[[list[Passage]], Block | None],
    words: tuple[str, ...] = (),
    least: int = _ENOUGH_WORDS,
) -> Quote | None:
    """The first exhibit of which the passages together hold, with the passage that shows it. Of recognised pages, whose
    rows are torn, `least` of `words` beside figures will do."""
    for exhibit in bundle.exhibits:
        told = list(_told(exhibit))
        block = find(told)
        if block is not None:
            return quote_of(exhibit, block, block.text)
        figures = sum(bool(_TORN_FIGURE.search(text)) for _, text in told) if exhibit.artifact.ocr else 0
        if figures >= _SEVERAL * 2 and count_terms((exhibit,), words) >= least:
            return find_words((exhibit,), words)
    return None


def _told(exhibit: Exhibit) -> Iterator[Passage]:
    """The passages; recognition puts blanks into Thai words."""
    for block, text in passages(exhibit):
        yield block, _TORN.sub("", text) if exhibit.artifact.ocr else text


def _several(told: Iterator[Passage]) -> Block | None:
    """The first of several different passages."""
    held: dict[str, Block] = {}
    for block, text in told:
        held.setdefault(text, block)
    return next(iter(held.values())) if len(held) >= _SEVERAL else None


def projects(bundle: Bundle) -> Quote | None:
    """Several projects by their names, each in a row or a line of its own."""
    return _each(bundle, lambda told: _several((block, text) for block, text in told if _is_project(text)))


def _is_project(text: str) -> bool:
    priced = bool(_NUMBERED.match(text) and _MONEY.search(text)) and not _HEADING_OF_BUDGET.search(text)
    return priced or bool(_NAMED_PROJECT.match(text) or _SUM_AND_UNIT.match(text))


def timed_work(bundle: Bundle) -> Quote | None:
    """Work with its time: in a row, with its money, or named as work."""
    return _each(bundle, lambda told: _several((block, text) for block, text in told if _is_timed(text)))


def _is_timed(text: str) -> bool:
    of_work = "|" in text or bool(_MONEY.search(text)) or bool(_WORK.search(text))
    return of_work and bool(_WHEN.search(text)) and not _NO_WORK.search(text)


def progress(bundle: Bundle) -> Quote | None:
    """How far several pieces of work have come: done, under way, not begun."""
    return _each(bundle, lambda told: _several((block, text) for block, text in told if _STAGE.search(text)))


def spent(bundle: Bundle) -> Quote | None:
    """Money spent on several things: in sentences, or in a table whose head has a column of it."""
    return _each(bundle, _spent_in, _WORDS_OF_SPENDING, least=1)


def _spent_in(told: list[Passage]) -> Block | None:
    if any(_ORDINANCE.match(text) and not _MONEY.search(text) for _, text in told[:_TITLE_LINES]):
        return None
    sums = [(block, text) for block, text in told if _SPENT_SUM.search(text)]
    whole = next((block for block, text in sums if len(_MONEY.findall(text)) >= _SEVERAL or "ร้อยละ" in text), None)
    said = whole or _several(iter(sums))
    return said or next((found for found in _tables(told, _SPENT, _is_spent_row) if found is not None), None)


def _is_spent_row(head: str, row: str) -> bool:
    """Whether a row gives more than what was allotted; a table of results alone gives one sum."""
    needed = 1 if _RESULT.search(head) and not _ALLOTTED.search(_SPENT.sub("", head)) else 2
    return bool(_MONEY.search(row) or needed == 1) and len(_FIGURE.findall(row)) >= needed


def _tables(told: list[Passage], head: re.Pattern[str], is_row: Callable[[str, str], bool]) -> Iterator[Block | None]:
    """For each head of a table with certain words the first of several rows below it that hold."""
    for at, (_, text) in enumerate(told):
        if len(text) <= _HEAD and head.search(text) and not _MONEY.search(text):
            yield _several((block, row) for block, row in told[at + 1 :] if is_row(text, row))


def troubles(bundle: Bundle) -> Quote | None:
    """What stood in the way, and near it what is to be done about it."""
    return _each(bundle, _troubles_in)


def _troubles_in(told: list[Passage]) -> Block | None:
    for at, (block, text) in enumerate(told):
        near = told[at : at + _NEAR]
        said = sum(len(words) for _, words in near)
        if _TROUBLE.search(text) and any(_REMEDY.search(words) for _, words in near) and said > _HEAD // 3:
            return block
    return None


def by_method(bundle: Bundle) -> Quote | None:
    """Purchases summed up by method, by kind or by the months of more than half a year, with number and money."""
    return _each(bundle, _by_method_in, _WORDS_OF_METHODS)


def _by_method_in(told: list[Passage]) -> Block | None:
    if any(_PLAN.match(text) for _, text in told[:_TITLE_LINES]):
        return None
    months = {match[0]: block for block, text in told if (match := _BY_MONTH.match(text))}
    if len(months) > _HALF_YEAR:
        return next(iter(months.values()))
    found = [(block, match[0]) for block, text in told for match in _BY_METHOD.finditer(text)]
    kinds = [(block, text) for block, text in told if _BY_KIND.search(text)]
    sums = [(block, text) for block, text in told if _IN_ALL.search(text) and not _is_bought(text)]
    shares = [(block, text) for block, text in told if _SHARE.search(text)]
    return _several(iter((*found, *kinds, *sums))) if found else _several(iter((*shares, *sums))) if shares else None


def purchases(bundle: Bundle) -> Quote | None:
    """Single purchases: a method, sums and those from whom. The cells of a row are often lines of their own, and each
    month may stand in a file of its own."""
    told = [(exhibit, block, text) for exhibit in bundle.exhibits for block, text in _told(exhibit)]
    whole = _TORN.sub("", "\n".join(text for _, _, text in told))
    sums = len(_MONEY.findall(whole)) + len(_PLAIN_SUM.findall(whole))
    sold = [item for item in told if _SELLER.search(item[2]) and not _SIGNED.search(item[2])]
    if not sold or sums < _SUMS_OF_ONE or not re.search(_METHOD, whole):
        return None
    exhibit, block, _ = next((item for item in told if _is_bought(item[2])), sold[0])
    return quote_of(exhibit, block, block.text)


def _is_bought(text: str) -> bool:
    several = len(_MONEY.findall(text)) >= _SEVERAL
    return several and bool(re.search(_METHOD, text)) and bool(_SELLER.search(text))


def aims(bundle: Bundle) -> Quote | None:
    """Aims or ways with their measures: several of both, or a table that has columns of both."""
    return _each(bundle, _aims_in, _WORDS_OF_AIMS)


def _aims_in(told: list[Passage]) -> Block | None:
    measured = _several((block, text) for block, text in told if _MEASURE.search(text))
    aimed = _several((block, text) for block, text in told if _AIM.search(text) or _WAY.search(text))
    if measured is not None and aimed is not None:
        return measured
    listed = _several((block, text) for block, text in told if _STRATEGY.search(text)) is not None
    for at, (block, text) in enumerate(told):
        head = " ".join(words for _, words in told[max(0, at - _LINES_OF_HEAD) : at + 1] if len(words) <= _HEAD)
        rows = sum(_is_target(words) for _, words in told[at + 1 : at + _ROWS])
        both = _MEASURE.search(text) and _AIM.search(head) and _WAY.search(head)
        if both and (listed or not _PROJECT.search(text)) and rows >= _SEVERAL:
            return block
    return None


def _is_target(text: str) -> bool:
    return bool(_TARGET.search(text)) or text.count("|") >= _COLUMNS


def several_years(bundle: Bundle) -> Quote | None:
    """A plan for more than one year: its first and last day or year, or how long it holds."""
    return _each(bundle, lambda told: next((block for block, text in told if _is_long(text)), None))


def _is_long(text: str) -> bool:
    spans = (*_LONG.findall(text), *_LONG_SHORT.findall(text))
    return bool(_YEARS.search(text)) or any(int(last) - int(first) >= _SEVERAL for first, last in spans)
