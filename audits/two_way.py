"""A channel in which citizens ask and the office answers: a board with answers, or a chat; a form alone is one-way."""

import re

from audits.bundle import Bundle, Exhibit, quote_of
from audits.signals import chat_link
from audits.site import Site
from audits.verdict import Quote
from crawler.artifacts import Block
from crawler.thai import key

# Words (as keys) of a board in which somebody answered: who, how many, or the answer itself.
_ANSWER = re.compile(
    r"(?:ตอบ(?:โดย|กลับ|กระทู้)?|คำตอบ|ผู้ตอบ|แอดมิน|เจ้าหน้าที่ตอบ|reply|answer(?:ed)?|^a)\s*[:：]\s*\S|ตอบโดย|ตอบกลับโดย|คำตอบจากเจ้าหน้าที่|เจ้าหน้าที่\s*(?:แจ้งว่า|ตอบว่า|ชี้แจง)"
    r"|(?:จำนวน)?(?:ผู้ตอบ|คำตอบ|ตอบ|ตอบกลับ)\s*\(?\s*[1-9]\d*|[1-9]\d*\s*(?:คำตอบ|ตอบกลับ|replies)|ความคิดเห็นที่\s*1|ตอบแล้ว"
)
# "A: …" below "Q: …" is a list that the office wrote itself, unless somebody asked and somebody answered it.
_LETTER = re.compile(r"\W*(?:a|answer|คำตอบ|ตอบ)\s*[:：]")
_POSTED = re.compile(
    r"กระทู้|ผู้ถาม|ถามโดย|ตอบโดย|ผู้ตั้ง|ผู้ตอบ|เจ้าหน้าที่|แอดมิน"
    r"|\d{1,2}\s*[/.-]?\s*\S{1,10}\s*[/.-]?\s*25\d\d|\d{1,2}:\d\d"
)
_COLUMNS = re.compile(r"ผู้ตอบ|จำนวนตอบ|ตอบ(?:กลับ)?(?:\s*\||$)|อ่าน/ตอบ|ตอบ/อ่าน|reply|replies")
_NUMBER = re.compile(r"^\D{0,3}([1-9]\d{0,3})\D{0,8}$")
_CLOSED = re.compile(r"ปิด(?:รับ|การ|ให้บริการ|กระดาน|กระทู้|ระบบ)\S{0,20}|งดตั้งกระทู้|ปิดปรับปรุง|ยกเลิกการใช้งาน")
_CHAT = re.compile(r"(?:ห้อง)?สนทนา|แช[ทต]|live\s*chat|พูดคุยกับ|คุยกับ(?:เรา|เจ้าหน้าที่|แอดมิน)|chat\s*(?:box|bot)")
_CHAT_FIELD = re.compile(r"chat|message|msg|แช[ทต]|ข้อความ|พิมพ์|สนทนา|คำถาม|สวัสดี")
_ONLINE = re.compile(r"(?:แอดมิน|เจ้าหน้าที่|บอต|บอท)[^|]{0,20}(?:ออนไลน์|ตอบ|สแตนด์บาย|ประจำ)|ตอบ(?:ทันที|ภายใน|กลับภายใน)")
_FIXED = re.compile(r"คำถามที่พบบ่อย|faq")


def two_way(site: Site, bundles: tuple[Bundle, ...]) -> Quote | None:
    """Words or a link that show the channel at work; None when nothing does."""
    for bundle in bundles:
        for exhibit in bundle.exhibits:
            found = _chat(site, exhibit) or _answered(exhibit)
            if found is not None:
                return found
    return None


def _chat(site: Site, exhibit: Exhibit) -> Quote | None:
    """A chat that the page offers, by its link or by the script that opens it."""
    for link in exhibit.artifact.links:
        if chat_link(link.url):
            return quote_of(exhibit, None, f"{link.text or link.hint or 'chat'} → {link.url}")
    for block in exhibit.artifact.blocks:
        if block.kind == "frame" and chat_link(block.url):
            return quote_of(exhibit, block, block.url)
    return _live(exhibit)


def _live(exhibit: Exhibit) -> Quote | None:
    """A chat of the page's own: a field to type in, and words that call it a chat and say when somebody answers."""
    fields = [field for block in exhibit.blocks if block.kind == "form" for field in block.fields]
    if not any(_CHAT_FIELD.search(key(field)) for field in fields):
        return None
    named = next((block for block in exhibit.blocks if _CHAT.search(key(block.text))), None)
    answers = any(_ONLINE.search(key(block.text)) for block in exhibit.blocks if block.kind != "form")
    return quote_of(exhibit, named, named.text) if named and answers else None


def _answered(exhibit: Exhibit) -> Quote | None:
    texts = [block for block in exhibit.blocks if block.text]
    words = [key(block.text) for block in texts]
    whole = " ".join(words)
    if _CLOSED.search(whole) and not any(_ANSWER.search(text) for text in words):
        return None
    if _FIXED.search(whole) and "กระทู้" not in whole:
        return None
    posted = bool(_POSTED.search(whole))
    for block, text in zip(texts, words, strict=True):
        if _ANSWER.search(text) and (posted or not _LETTER.match(text)):
            return quote_of(exhibit, block, block.text)
    return _counted(exhibit, texts)


def _counted(exhibit: Exhibit, blocks: list[Block]) -> Quote | None:
    """A list of questions with a column of answers in which a number above zero stands."""
    columns: list[int] = []
    for block in blocks:
        if block.kind != "row":
            continue
        heads = [place for place, cell in enumerate(block.cells) if _COLUMNS.search(key(cell)) and len(cell) < 30]
        if heads:
            columns = heads
        elif any(place < len(block.cells) and _NUMBER.match(block.cells[place].strip()) for place in columns):
            return quote_of(exhibit, block, block.text)
    return None
