"""Documents of another body: pages copied from a neighbour's site, files that carry another office's name or mail."""

import re
from collections import Counter
from dataclasses import replace
from difflib import SequenceMatcher

from audits.bundle import Bundle, Exhibit, Stranger
from audits.site import Site
from crawler.agency import names_in
from crawler.thai import skeleton

_KIND = re.compile(r"องค์การบริหารส่วน(?:ตำบล|จังหวัด)|เทศบาล(?:ตำบล|เมือง|นคร)|อบต\.|อบจ\.|ทต\.")
_SARABAN = re.compile(r"saraban[_.-]?0?(\d{7,8})@", re.IGNORECASE)
_BODY = re.compile(
    r"^(?:องค์การบริหารส่วนตำบล|องค์การบริหารส่วนจังหวัด|เทศบาลนคร|เทศบาลเมือง|เทศบาลตำบล)"
)
_OTHER_KIND = re.compile(r"(?<![\u0e01-\u0e4e])(?:โรงเรียน|วิทยาลัย|โรงพยาบาล(?!ส่งเสริม))[\u0e01-\u0e4e]{4,40}")
_FIRST_LINES = 8
_LETTERHEAD = 3  # lines; a school names the office that it belongs to further down
_HEAD_LINES = 25  # whose document it is stands at its beginning or at its end
# How a text says whose it is: who announces, whose head signs, whose office it is.
_IDENTITY = re.compile(r"(?:ประกาศ|คำสั่ง|นายก|ปลัด|ที่ทำการ|สำนักงาน|เว็บไซต์|บันทึกข้อความ|ส่วนราชการ|แห่ง|ของ|^)\W*$")
_RECOGNISED = re.compile(skeleton("(?:องค์การบริหารส่วนตำบล|เทศบาลตำบล|เทศบาลเมือง)") + "([\u0e01-\u0e2e]{4,18})")
_BEGINNING = 4  # letters: what follows a name differs from line to line
_MISREAD = 0.5
_SHORTEST = 3  # letters of a place's name that can be told from a common word
_TWICE = 2
_NO_NAME = re.compile(r"^(?:คนที่|คน$|ที่$|หรือ|และ)")  # "deputy head of the organisation, number 1"


def _is_name(place: str) -> bool:
    return len(place) >= _SHORTEST and not _NO_NAME.match(place)


def stranger_of(site: Site, exhibit: Exhibit) -> Stranger | None:
    """The other body whose document this surely is: it is named at the head or again and again, ours nowhere.

    None where our own name stands too, where words were recognised from a picture, and for sites whose body is not
    known by name.
    """
    own = _place(site.snapshot.agency.name)
    artifact = exhibit.artifact
    if not own or not artifact.readable:
        return None
    if artifact.ocr:
        return _stranger_recognised(own, exhibit)
    blocks = exhibit.blocks
    lines = [block.text for block in blocks if block.text and block.kind != "row"]
    listed = {cell.strip() for block in blocks if len(block.cells) > 1 for cell in block.cells}  # a project at a school
    school = _school([line for line in lines[:_FIRST_LINES] if line.strip() not in listed], artifact.title)
    if school and not any(own in line for line in lines[:_LETTERHEAD]):
        return Stranger(name=school, quote=school, url=artifact.url)
    if any(own in line for line in lines):
        return None
    mail = foreign_mail(site, " ".join(lines))
    if mail:
        return Stranger(name=mail, quote=mail, url=artifact.url)
    named = [(name, line) for line in lines for name in names_in(line) if _is_name(_place(name))]
    counts = Counter(_place(name) for name, _ in named)
    ends = (*lines[:_HEAD_LINES], *lines[-_HEAD_LINES:])
    for name, line in named:
        place = _place(name)
        if counts[place] >= _TWICE and line in ends and _claims(line, place):
            return Stranger(name=name, quote=line[:180], url=artifact.url)
    return None


def _stranger_recognised(own: str, exhibit: Exhibit) -> Stranger | None:
    """Of recognised words: another body's name twice, and nothing that could be ours misread."""
    text = skeleton(" ".join(block.text for block in exhibit.blocks))
    names = [match[1] for match in _RECOGNISED.finditer(text)]
    ours = skeleton(own)
    if ours in text or any(_alike(name, ours) for name in names):
        return None
    name, count = Counter(name[:_BEGINNING] for name in names).most_common(1)[0] if names else ("", 0)
    if count < _TWICE:
        return None
    shown = next((block.text for block in exhibit.blocks if name in skeleton(block.text)), name)
    return Stranger(name=shown[:80], quote=shown[:180], url=exhibit.artifact.url)


def _alike(name: str, ours: str) -> bool:
    return SequenceMatcher(None, name[: len(ours)], ours, autojunk=False).ratio() >= _MISREAD


def _school(head: list[str], title: str) -> str:
    """A school or hospital that a page or document is headed with: it has an OIT list of its own scheme."""
    return next((match[0] for line in (title, *head) if (match := _OTHER_KIND.search(line))), "")


def _claims(line: str, place: str) -> bool:
    """Whether a line speaks in the name of the body rather than of it."""
    kinds = list(_KIND.finditer(line[: max(0, line.find(place))]))
    return bool(kinds) and bool(_IDENTITY.search(line[: kinds[-1].start()]))


def without_strangers(site: Site, bundle: Bundle) -> Bundle:
    """The bundle without other bodies' documents, with the first of them; the page itself always stays."""
    found = [(exhibit, stranger_of(site, exhibit)) for exhibit in bundle.exhibits]
    first = next((stranger for _, stranger in found if stranger is not None), None)
    if first is None:
        return bundle
    kept = tuple(exhibit for exhibit, stranger in found if stranger is None or exhibit.main)
    return replace(bundle, exhibits=kept, stranger=first)


def foreign_mail(site: Site, text: str) -> str:
    """A central mail address of another body in a text, or "": every local government has one with its own code."""
    own = Counter(match[1] for page in site.pages for block in page.blocks for match in _SARABAN.finditer(block.text))
    if not own:
        return ""
    usual = own.most_common(1)[0][0]
    return next((match[0] for match in _SARABAN.finditer(text) if match[1] != usual), "")


def _place(name: str) -> str:
    """The name of the place alone: the kind of body changes when an office is raised to a municipality."""
    return _BODY.sub("", name) if _BODY.match(name) else ""
