"""What passages tell of counting: rows with numbers in them, or so many of a thing. Empty cells count nothing."""

import re

from audits.bundle import Bundle, quote_of
from audits.figures import VIEWS
from audits.passages import SEVERAL, filled_in
from audits.verdict import Quote
from crawler.artifacts import Block
from crawler.thai import ascii_digits, key

_NUMBER = re.compile(r"^\W*(?!25\d\d\b)\d{1,3}(?:,\d{3})*\W*(?:เรื่อง|ราย|ครั้ง|คน|รายการ|คำขอ|คำร้อง|ฉบับ)?\W*$")
_MATTERS = re.compile(
    r"(?<![\d./])\d{1,3}\s*เรื่อง(?!ที่|\s*ดังนี้)"
    r"|จำนวน(?:เรื่อง)?\S{0,30}\s*[:=]?\s*\d{1,3}(?!\d)\s*(?:เรื่อง|ราย|ครั้ง)"
)
_RUN = re.compile(r"(?:25\d\d|[ก-๙.)])\s+\d{1,3}(?:\s+\d{1,3})+\s*$")  # a row whose cells only blanks keep apart
_READ = re.compile(VIEWS + r"|(?:จำนวน)?(?:ครั้ง|ผู้)?(?:ที่)?(?:เปิด)?อ่าน|เข้าดู|download")


def numbers_in(block: Block) -> list[int]:
    """The numbers in the cells of a row; the first cell tells the place of the row or what is counted."""
    cells = block.cells or tuple(cell.strip() for cell in block.text.split("|"))
    found = (ascii_digits(cell) for cell in cells[1:])
    return [int(re.sub(r"\D", "", cell)) for cell in found if _NUMBER.match(cell)]


def counted(bundle: Bundle) -> Quote | None:
    """So many matters, or several rows of numbers."""
    for exhibit in bundle.exhibits:
        rows: list[Block] = []
        read = any(_READ.match(key(cell)) for block in exhibit.blocks for cell in block.cells)  # a column of views
        for block, text in filled_in(exhibit):
            if _READ.search(text) or block.links:
                continue  # how often a document was looked at
            if _MATTERS.search(text):
                return quote_of(exhibit, block, block.text)
            if (numbers_in(block) or _RUN.search(text)) and not read:
                rows.append(block)
        if len(rows) >= SEVERAL:
            return quote_of(exhibit, rows[0], rows[0].text)
    return None
