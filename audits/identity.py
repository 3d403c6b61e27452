"""What a document is by its own words: the item asked for, another item, or a document of quite another kind.

A label promises; the title of what stands behind it tells. Only a clear title counts: a file or page that says nothing
of itself is judged by its parts.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from audits.bundle import Bundle, Exhibit
from audits.naming import SECTIONS, STRONG, Naming
from audits.requirement import Requirement
from audits.signals import is_form
from audits.wordings import bare
from crawler.artifacts import Block
from crawler.names import file_name
from crawler.thai import key

_TITLE_LINES = 12  # a cover has the name of the body, the garuda's "ประกาศ", the subject and the year
_FIRST_LINES = 5
_LONGEST = 160
_OWN, _OTHER, _CLEAR = 0.35, 0.75, 0.9  # how well a line names the item, or another one
_DOTS = re.compile(r"[.…_]{5,}")
_FILLED = re.compile(r"\s*[\d๐-๙]{1,2}\s*[.)]\s*[\u0e01-\u0e4e]{10}")  # what is asked for is named before the dots
_SIGNATURE = re.compile(r"\s*(?:\(|ลงชื่อ|ตำแหน่ง|วันที่|ที่\s|เลขที่|โทร)")
_BLANK_LINES, _BLANK_SHARE = 2, 0.35
_TELLING = 8  # letters of a name that does not stand in a text by chance
_DEFINES = re.compile(r"หมายถึง|หมายความ(?:ว่า|รวมถึง)")
# Documents that no wording of an item makes one of its own, by the words (as keys) that they begin with.
_FIRM = re.compile(
    r"^\W*(?:พระราชบัญญัติ|พระราชกฤษฎีกา|พระราชกำหนด|กฎกระทรวง|ระเบียบกระทรวง|ระเบียบสำนักนายก|รัฐธรรมนูญแห่ง|ประมวลกฎหมาย)"
    r"|^\W*(?:แบบ(?:คำร้อง|คำขอ|ฟอร์ม|ยื่น|ขอ(?!ง))|คำร้อง(?:ทั่วไป|ขอ)|ใบคำร้อง|ใบสมัคร|หนังสือมอบอำนาจ)"
    r"|คู่มือ(?:การ)?(?:ใช้งาน|ใช้|ติดตั้ง)\s*(?:ระบบ|โปรแกรม|เว็บ|แอป|ซอฟต์แวร์|สารบรรณ)"
)
# Documents that are another thing unless their title names the item, too.
_SOFT = re.compile(
    r"^\W*(?:แบบสอบถาม|แบบสำรวจ|แบบประเมินความพึงพอใจ)|^\W*(?:บันทึก)?รายงานการประชุม|^\W*ระเบียบวาระ|รับสมัคร(?:บุคคล|สอบ|งาน|พนักงาน|เพื่อ)"
    r"|^\W*(?:รายงานการประเมินผล(?:การ)?ควบคุมภายใน|แบบ\s*ปค\.?\s*\d|หนังสือรับรองการประเมินผลการควบคุมภายใน)"
    r"|ประกาศ(?:ผู้ชนะ|เชิญชวน|ประกวดราคา|สอบราคา|ราคากลาง)|^\W*ขอเชิญ|^\W*เชิญ(?:ชวน)?(?:เข้า)?ร่วม|^\W*(?:ข้อบัญญัติ|เทศบัญญัติ)"
)
_ADDRESSEE = re.compile(r"^\W*เรียน\s")  # "to the heads of all divisions" is no title
_BODY = re.compile(
    r"^\W*(?:ประกาศ|คำสั่ง|บันทึกข้อความ)?\s*(?:องค์การบริหารส่วน|เทศบาล|อบต|อบจ|อำเภอ|จังหวัด|ที่\s|โทร|ราชกิจจานุเบกษา|เล่ม|หน้า|ส่วนราชการ|$)|^\W*[\d๐-๙/.\s-]*$"
)


def without_others(naming: Naming, requirement: Requirement, bundle: Bundle) -> Bundle:
    """The bundle without documents that are clearly something else, with the title of the first of them.

    The page that leads to documents stays, whatever it is headed with.
    """
    leads_on = any(not exhibit.main for exhibit in bundle.exhibits)
    told = {
        exhibit.artifact.url: title
        for exhibit in bundle.exhibits
        if not (exhibit.main and leads_on) and (title := other_thing(naming, requirement, exhibit))
    }
    itself = any(_tells_itself(naming, requirement, exhibit) for exhibit in bundle.exhibits)
    told = told or _off_subject(naming, requirement, bundle)
    if not told:
        return replace(bundle, itself=itself)
    kept = tuple(
        replace(exhibit, blocks=()) if exhibit.artifact.url in told else exhibit  # nothing of it shows the item
        for exhibit in bundle.exhibits
        if exhibit.main or exhibit.artifact.url not in told
    )
    return replace(bundle, exhibits=kept, itself=itself, other=next(iter(told.values())))


def _off_subject(naming: Naming, requirement: Requirement, bundle: Bundle) -> dict[str, str]:
    """The documents of a bundle with their titles when neither they nor the page that leads to them use any word of the
    item's subject: then the label is all that there is of it. Nothing where words may be hidden from us."""
    concepts = [naming.ruleset.concepts[name] for name in requirement.family]
    subject = tuple(tuple(map(key, words.split(" + "))) for concept in concepts for words in concept.subject)
    files = [exhibit for exhibit in bundle.exhibits if exhibit.artifact.kind == "file"]
    seen = all(exhibit.readable for exhibit in bundle.exhibits) and not bundle.recognised and not bundle.lost
    if not subject or not files or not seen or any(_tells_itself(naming, requirement, item) for item in files):
        return {}
    told = "\n".join(key(block.text) for exhibit in bundle.exhibits for block in _own_passages(exhibit))
    if any(all(word in told for word in words) for words in subject):
        return {}
    return {exhibit.artifact.url: next(_titles(exhibit), exhibit.label)[:_LONGEST] for exhibit in files}


def _own_passages(exhibit: Exhibit) -> Iterator[Block]:
    """What an exhibit says itself: all of a file, of a page what is neither heading nor link nor the label again."""
    if exhibit.artifact.kind == "file":
        yield from exhibit.blocks
        return
    titles = {bare(exhibit.label), bare(exhibit.artifact.title), *(bare(text) for text in exhibit.headings)}
    own = (block for block in exhibit.blocks if block.kind in ("text", "item") and not block.links)
    yield from (block for block in own if bare(block.text) not in titles)


def other_thing(naming: Naming, requirement: Requirement, exhibit: Exhibit) -> str:
    """The title by which an exhibit is clearly not the item, or ""."""
    if not exhibit.readable or exhibit.artifact.kind == "image":
        return ""
    if exhibit.artifact.ocr:  # recognised titles are garbled: only the words that lead to it tell
        own = _names_own(naming, requirement, exhibit.label)
        wrong = not exhibit.main and not own and _names_other(naming, requirement, exhibit.label)
        return exhibit.label if wrong else ""
    lines = list(_titles(exhibit))
    first = next((line for line in lines if not _BODY.match(key(line))), "")
    sent = any(is_form(block) for block in exhibit.blocks)  # a form that is sent here is a service, no paper to print
    if _FIRM.search(key(first)) and not sent and not _wanted(naming, requirement, first):
        return first[:_LONGEST]
    if requirement.period not in ("current", "undated") and _is_blank(exhibit):
        return first[:_LONGEST]
    if any(_names_own(naming, requirement, line, STRONG) for line in _all_names(exhibit, lines)):
        return ""
    clear = next((line for line in lines[:_FIRST_LINES] if _names_other(naming, requirement, line, _CLEAR)), "")
    if clear or any(_names_own(naming, requirement, line) for line in _all_names(exhibit, lines[:_FIRST_LINES])):
        return clear
    if _SOFT.search(key(first)):
        return first[:_LONGEST]
    if _is_ruled_out(naming, requirement, first) and _names_other(naming, requirement, first, _OWN):
        return first  # "report on the plan" is no plan
    return next((line for line in lines[:_FIRST_LINES] if _names_other(naming, requirement, line)), "")


def _is_blank(exhibit: Exhibit) -> bool:
    """Whether a file is a form that nobody filled in: dots stand where its answers should, not only for a signature."""
    lines = [block.text for block in exhibit.blocks if block.text]
    dotted = [line for line in lines if _DOTS.search(line) and not (_SIGNATURE.match(line) or _FILLED.match(line))]
    return len(dotted) >= _BLANK_LINES and len(dotted) >= len(lines) * _BLANK_SHARE


def _tells_itself(naming: Naming, requirement: Requirement, exhibit: Exhibit) -> bool:
    """Whether a document names the item in its title or file name, or a page in its own text: the heading of a page
    repeats the label that led to it, whatever stands below."""
    if not exhibit.readable or exhibit.artifact.ocr:
        return True  # it cannot be told
    if exhibit.artifact.kind == "file":
        return any(_names_own(naming, requirement, line) for line in _all_names(exhibit, list(_titles(exhibit))))
    titles = {bare(exhibit.label), bare(exhibit.artifact.title), *(bare(text) for text in exhibit.headings)}
    texts = (block.text for block in exhibit.blocks if block.kind in ("text", "item", "row") and not block.links)
    own = (text for text in texts if bare(text) not in titles and not _DEFINES.search(text))
    return any(_speaks_of(naming, requirement, text) for text in own)


def _speaks_of(naming: Naming, requirement: Requirement, text: str) -> bool:
    """Whether a passage of any length holds one of the item's longer names."""
    words = key(text)
    return any(
        len(name) >= _TELLING and name in words
        for concept in requirement.family
        for name in map(key, naming.ruleset.concepts[concept].terms)
    )


def _titles(exhibit: Exhibit) -> Iterator[str]:
    """The lines that give a document its title; of a page its headings."""
    if exhibit.artifact.kind == "page":
        yield from (text for text in exhibit.headings if len(text) <= _LONGEST)
        return
    shown = (block.text.strip() for block in exhibit.blocks[:_TITLE_LINES])
    yield from (text for text in shown if text and len(text) <= _LONGEST and not _ADDRESSEE.match(text))


def _all_names(exhibit: Exhibit, lines: list[str]) -> Iterator[str]:
    """Titles, also where one is broken over two lines, and the names that the file goes by."""
    yield from lines
    if exhibit.artifact.kind == "page":
        yield exhibit.label
    else:
        yield from (one + two for one, two in pairwise(lines))
        yield file_name(exhibit.artifact.url)
    yield exhibit.artifact.title


def _names_own(naming: Naming, requirement: Requirement, line: str, least: float = _OWN) -> bool:
    named = naming.matches(line)
    return any(name in named and named[name].score >= least for name in requirement.family)


def _names_other(naming: Naming, requirement: Requirement, line: str, least: float = _OTHER) -> bool:
    return any(
        match.score >= least and name not in SECTIONS and name not in requirement.family
        for name, match in naming.matches(line).items()
    )


def _is_ruled_out(naming: Naming, requirement: Requirement, line: str) -> bool:
    """Whether a title holds words that no title of the item has."""
    words = key(line)
    excluded = any(key(term) in words for term in naming.ruleset.concepts[requirement.concept].not_terms)
    return excluded and not _BODY.match(words)


def _wanted(naming: Naming, requirement: Requirement, line: str) -> bool:
    """Whether the item is about such documents: laws, or forms to request with."""
    words = _FIRM.search(key(line))
    return words is not None and any(
        key(words[0]).strip() in key(term)
        for name in requirement.family
        for term in (*naming.ruleset.concepts[name].terms, *naming.ruleset.concepts[name].weak_terms)
    )
