"""Passages that speak of things in general: definitions and quotations of laws. They name much and show nothing."""

import re

from audits.bundle import Exhibit
from crawler.artifacts import Block
from crawler.thai import key

_DEFINES = re.compile(r"หมายถึง|หมายความ(?:ว่า|รวมถึง)")
_CITES = re.compile(
    r"(?:ตาม|แห่ง|ใน|โดย|อาศัยอำนาจ\S{0,8})\s*(?:มาตรา\s*\d|พระราชบัญญัติ|พ\.ร\.บ\.|ระเบียบ\S{0,12}(?:กระทรวง|สำนักนายก|คณะกรรมการ)|กฎกระทรวง)|^\W*มาตรา\s*\d"
)
# What is this office's own, though a law is named beside it: a number of something.
_FIGURE = re.compile(r"\d\s*(?:วัน|นาที|ชั่วโมง|เดือน|บาท|คน|ราย|ครั้ง|เรื่อง|โครงการ|%)|ร้อยละ\s*\d|ไม่มี(?:ค่า|เรื่อง)")
_LAWS = re.compile(r"มาตรา|พระราชบัญญัติ|พ\.ร\.บ|ระเบียบ|กฎหมาย|กฎกระทรวง|ข้อบัญญัติ|ประมวล|หลักเกณฑ์")
_ANEW = re.compile(r"\W*(?:\d{1,2}(?:\.\d+)*[.)\s]|ข้อ\s*\d|ส่วนที่|บทที่|ลำดับ|ที่\s|รายการ|ชื่อ|ขั้นตอน)|[^:]{2,40}:")
_FULL_LINE = 55  # letters of a line that runs on into the next
_MOST_LINES = 3


def own_words(exhibit: Exhibit, terms: tuple[str, ...]) -> tuple[Block, ...]:
    """The blocks of an exhibit that may show a part, looked for by `terms`; all of them when the part is about laws."""
    if any(_LAWS.search(key(term)) for term in terms):
        return exhibit.blocks
    lines = exhibit.artifact.kind == "file"
    own: list[Block] = []
    running = 0  # lines of a file that the sentence of a quotation still may fill
    for block in exhibit.blocks:
        text = key(block.text)
        if _is_general(block, text):
            running = _MOST_LINES if lines and len(text) >= _FULL_LINE else 0
            continue
        if running and block.kind == "text" and not _starts_anew(text):
            running = running - 1 if len(text) >= _FULL_LINE else 0
            continue
        running = 0
        own.append(block)
    return tuple(own)


def _is_general(block: Block, text: str) -> bool:
    if block.kind not in ("text", "item") or block.links:
        return False
    return bool(_DEFINES.search(text)) or (bool(_CITES.search(text)) and not _FIGURE.search(text))


def _starts_anew(text: str) -> bool:
    """Whether a line begins something of its own: a numbered passage, a table, words before a colon, a figure."""
    return bool(_ANEW.match(text) or "|" in text or _FIGURE.search(text))
