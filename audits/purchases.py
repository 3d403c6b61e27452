"""What passages tell of purchases: each with its method, sums and seller, or summed up by method, kind or month."""

import re

from audits.bundle import Bundle, quote_of
from audits.figures import AMOUNT, MONEY, MONTH
from audits.passages import SEVERAL, TITLE_LINES, Passage, mended, several, shown_or_torn, without_tears
from audits.verdict import Quote
from crawler.artifacts import Block

_WORDS_OF_METHODS = (
    "เฉพาะเจาะจง", "คัดเลือก", "ประกาศเชิญชวน", "ประกวดราคา", "จำนวนโครงการ", "จำนวนรายการ", "วงเงินงบประมาณ",
    "ประหยัดงบประมาณ", "รวมทั้งสิ้น", "คิดเป็นร้อยละ", "แยกตามวิธี", "จำแนกตามวิธี", "ผลการจัดซื้อจัดจ้าง",
)  # fmt: skip
_METHOD = r"(?:เฉพาะเจาะจง|e\s*-?\s*(?:bidding|market)|ประกวดราคา(?:อิเล็กทรอนิกส์)?|คัดเลือก|ประกาศเชิญชวน(?:ทั่วไป)?|สอบราคา|ตกลงราคา|กรณีพิเศษ)"
_COUNT = r"\d[\d,]*\s*(?:โครงการ|รายการ|ครั้ง|สัญญา|ฉบับ|งาน|เรื่อง|ราย)?"
# A method with the number and the sum of what was bought so; in a list of purchases the seller stands behind the method.
_BY_METHOD = re.compile(
    rf"{_METHOD}(?:ทั่วไป)?\s*(?:\([^)]*\)?)?(?:[\s|:\d.,%-]|จำนวน|รวม|โครงการ|รายการ|ครั้ง|สัญญา|ฉบับ|งาน|เรื่อง|เป็นเงิน|วงเงิน|ร้อยละ|บาท){{0,24}}?"
    rf"(?:{AMOUNT}|(?<![\d,.])\d+(?:\.\d+)?\s*ล้าน)"
)
_BY_KIND = re.compile(rf"(?:ซื้อ|จ้าง|เช่า)[^|\d]{{0,24}}[|\s]\s*{_COUNT}\W{{0,3}}(?:เป็นเงิน|วงเงิน|รวมเงิน)?\s*{AMOUNT}")
_SHARE = re.compile(rf"ร้อยละ\s*\d[\d.]*[^|]{{0,30}}{_METHOD}|{_METHOD}[^|]{{0,30}}ร้อยละ\s*\d")
_IN_ALL = re.compile(
    rf"(?:รวม|ทั้งสิ้น|ทั้งหมด|ภาพรวม|เป็นเงิน|ประหยัด|ต่ำกว่า\S*)[^|]{{0,40}}[\s|]*(?:{_COUNT}[\s|]*)?(?:เป็นเงิน\s*)?(?:{AMOUNT}|\d[\d.]*\s*ล้าน)"
)
_PLAN = re.compile(r"^\W*(?:ประกาศ)?\W*(?:เรื่อง)?\W*(?:การ)?(?:เผยแพร่)?\W*แผน(?!.*(?:ผล|รายงาน))")
_BY_MONTH = re.compile(
    rf"^\W*(?:\d{{1,2}}\W+)?(?:เดือน)?\s*{MONTH}[^|\d]{{0,10}}(?:25)?\d\d[\s|]+{_COUNT}[\s|]+{AMOUNT}"
)
_HALF_YEAR = 6  # months
_PLAIN_SUM = re.compile(r"(?<![\d/.,-])(?!25\d\d(?!\d))[1-9]\d{3,6}(?![\d/,-])")
_SUMS_OF_ONE = 3  # what was allotted, the price to compare with, the price agreed upon
_SIGNED = re.compile(r"^\W*\(|ลงชื่อ|ผู้อำนวยการ|ปลัด|นายก|หัวหน้า|เจ้าหน้าที่|เรียน")
_SELLER = re.compile(r"หจก|บจก|บมจ|บริษัท|ห้างหุ้นส่วน|ร้าน|นาย(?!ก)|นาง|น\.ส\.|กลุ่ม|สหกรณ์|อู่|วิสาหกิจ|โรงพิมพ์|การไฟฟ้า|ปั๊ม|โรง")


def by_method(bundle: Bundle) -> Quote | None:
    """Purchases summed up by method, by kind or by the months of more than half a year, with number and money."""
    return shown_or_torn(bundle, _by_method_in, _WORDS_OF_METHODS)


def _by_method_in(told: list[Passage]) -> Block | None:
    if any(_PLAN.match(text) for _, text in told[:TITLE_LINES]):
        return None
    months = {match[0]: block for block, text in told if (match := _BY_MONTH.match(text))}
    if len(months) > _HALF_YEAR:
        return next(iter(months.values()))
    found = [(block, match[0]) for block, text in told for match in _BY_METHOD.finditer(text)]
    kinds = [(block, text) for block, text in told if _BY_KIND.search(text)]
    sums = [(block, text) for block, text in told if _IN_ALL.search(text) and not _is_bought(text)]
    shares = [(block, text) for block, text in told if _SHARE.search(text)]
    return several((*found, *kinds, *sums)) if found else several((*shares, *sums)) if shares else None


def purchases(bundle: Bundle) -> Quote | None:
    """Single purchases: a method, sums and those from whom. The cells of a row are often lines of their own, and each
    month may stand in a file of its own."""
    told = [(exhibit, block, text) for exhibit in bundle.exhibits for block, text in mended(exhibit)]
    whole = without_tears("\n".join(text for _, _, text in told))
    sums = len(MONEY.findall(whole)) + len(_PLAIN_SUM.findall(whole))
    sold = [item for item in told if _SELLER.search(item[2]) and not _SIGNED.search(item[2])]
    if not sold or sums < _SUMS_OF_ONE or not re.search(_METHOD, whole):
        return None
    exhibit, block, _ = next((item for item in told if _is_bought(item[2])), sold[0])
    return quote_of(exhibit, block, block.text)


def _is_bought(text: str) -> bool:
    sums = len(MONEY.findall(text)) >= SEVERAL
    return sums and bool(re.search(_METHOD, text)) and bool(_SELLER.search(text))
