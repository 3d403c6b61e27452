"""Persons on a page: name, position, photograph, contact, from cards, tables or plain sequences of lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from audits.bundle import Exhibit
from audits.signals import email_in, is_portrait, phone_in
from audits.site import Site
from crawler.artifacts import Block
from crawler.thai import key

Role = Literal["head", "deputy_head", "political_staff", "clerk", "deputy_clerk", "division", "council", "other"]
CORE: tuple[Role, ...] = ("head", "deputy_head", "clerk", "deputy_clerk")

_RANK = (
    r"ว่าที่\s?(?:ร้อย(?:ตรี|โท|เอก)|ร\.?\s?[ตทอ]\.?)|พัน(?:ตรี|โท|เอก)|ร้อย(?:ตรี|โท|เอก)|(?:จ่าสิบ|สิบ|จ่า|พันจ่า)(?:ตรี|โท|เอก|ตำรวจ\S{2,3})"
    r"|(?:ดาบ|ร้อยตำรวจ\S{2,3}|พันตำรวจ\S{2,3})|[รพจสด]\.\s?[ตทอสจ]\.\s?(?:[ตทอ]\.)?|ดร\.|นายแพทย์|นพ\.|พญ\."
)
_PERSON = re.compile(
    rf"(?:(?:{_RANK})\s*)?(?:นาย(?!ก(?:\s|องค์|เทศ|อบ|อ\.|ฯ|สภา|ส่วน|สมาคม|เมือง|รัฐ|$))|นางสาว|นาง(?!สาว|\s*$)|น\.\s?ส\.|{_RANK})\s*"
    r"([\u0e01-\u0e4e]{2,25})\s+([\u0e01-\u0e4e]{2,30}(?:\s+ณ\s+[\u0e01-\u0e4e]+)?)"
)
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "political_staff",
        re.compile(r"เลขานุการนายก|ที่ปรึกษานายก|ที่ปรึกษา(?:ของ)?นายก|เลขานุการ(?:ประจำ)?นายก|ผู้ช่วยเลขานุการนายก"),
    ),
    ("council", re.compile(r"(?:ประธาน|รองประธาน|สมาชิก|เลขานุการ)สภา")),
    ("deputy_head", re.compile(r"รองนายก")),
    ("head", re.compile(r"นายก(?:องค์การบริหารส่วน|เทศมนตรี|อบต|อบจ|ฯ|เมือง|$)|นายกเทศบาล")),
    ("deputy_clerk", re.compile(r"รองปลัด")),
    ("division", re.compile(r"หัวหน้าสำนัก|(?:ผู้อำนวยการ|ผอ\.?)(?:กอง|สำนัก|ส่วน)|หัวหน้า(?:ส่วน|กอง|ฝ่าย)|หัวหน้าหน่วยตรวจสอบ")),
    ("clerk", re.compile(r"(?<!สำนัก)(?<!สำนักงาน)ปลัด(?:องค์การ|เทศบาล|อบต|อบจ|อ\.|ฯ|$)")),
)
_FORMER = re.compile(r"อดีต|25\d\d\s*(?:-|–|ถึง)\s*(?:พ\.ศ\.)?\s*25\d\d")
_EXTENSION = re.compile(r"ต่อ\s*\d{2,4}(?!\d)")  # of the office's own exchange
_BEHIND = 40  # letters after a name in which its post stands
_VACANT = re.compile(r"^\W*(?:\(?-?\s*ว่าง\s*-?\)?|ตำแหน่งว่าง|อยู่ระหว่างสรรหา|\(?ว่าง\)?)\W*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person as a page shows them; empty strings for what is not shown. A vacant post has no name."""

    name: str
    position: str
    role: Role
    photo: str
    contact: str
    vacant: bool
    exhibit: Exhibit


def people_of(exhibit: Exhibit) -> tuple[Person, ...]:
    """All persons (and vacant posts) of one exhibit, in reading order: as its text names them, else as the words of its
    pictures do."""
    named = _people_in_text(exhibit)
    return named if any(person.role in CORE for person in named) else (*named, *_people_in_pictures(exhibit))


def _people_in_pictures(exhibit: Exhibit) -> tuple[Person, ...]:
    """Persons whose name and post stand in the words of their portraits, one each, because the picture shows both."""
    found = []
    for block in exhibit.blocks:
        name = _PERSON.search(block.text) if block.kind == "image" and is_portrait(block) else None
        position = _PERSON.sub("", block.text).strip(" -–|:,()") if name else ""
        if name and role_of(position) != "other":
            contact = phone_in(block.text) or email_in(block.text)
            found.append(
                Person(name=name[0].strip(), position=position, role=role_of(position), photo=block.url,
                       contact=contact, vacant=False, exhibit=exhibit)
            )  # fmt: skip
    return tuple(found)


def _people_in_text(exhibit: Exhibit) -> tuple[Person, ...]:
    blocks = [block for block in exhibit.blocks if block.kind != "row"]
    starts = [index for index, block in enumerate(blocks) if _names_one(block)]
    cards = [_card(blocks, starts, index) for index in starts]
    photos = [_photo_in(card) for card in cards]
    # Where no card of this build holds a picture, pictures stand outside the elements of the names.
    in_cards = {len(blocks[start].path) for start, photo in zip(starts, photos, strict=True) if photo}
    photos = [
        photo or ("" if len(blocks[start].path) in in_cards else _photo_beside(blocks, starts, number))
        for number, (start, photo) in enumerate(zip(starts, photos, strict=True))
    ]
    runs = [_run(blocks, starts, number) for number in range(len(starts))]
    people = (
        _person(exhibit, blocks[start], card, run, photo)
        for start, card, run, photo in zip(starts, cards, runs, photos, strict=True)
    )
    return tuple(people)


def head_in(text: str) -> str:
    """The name before the post of the head in running text ("นาย ก ข นายกเทศมนตรี..."), without its title, or ""."""
    return next((name for name, post in _posts_in(text) if post.startswith("นายก") and role_of(post) == "head"), "")


def clerk_in(text: str) -> str:
    """The name before the post of the permanent head of the offices in a text that speaks of no head at all, or ""."""
    if "นายก" in text:  # acting for the head, or in a report of what the head did
        return ""
    return next((name for name, post in _posts_in(text) if post.startswith("ปลัด")), "")


def _posts_in(text: str) -> Iterator[tuple[str, str]]:
    """The names of a running text, each with the words behind it."""
    for match in _PERSON.finditer(text):
        behind = key(text[match.end() : match.end() + _BEHIND]).lstrip(" ()").removeprefix("ตำแหน่ง").lstrip(" :")
        yield f"{match[1]} {match[2]}", behind


def heads_of(site: Site) -> dict[str, str]:
    """The names that the pages of a site give to its head, without their titles, by the address of the page."""
    texts = {page.url: " ".join(block.text for block in page.blocks) for page in site.pages}
    return {url: name for url, text in texts.items() if (name := head_in(text))}


def _names_one(block: Block) -> bool:
    if not block.text or block.kind in ("form", "frame") or len(block.text) > 260:
        return False
    text = block.text if block.kind != "image" else ""
    return bool(_PERSON.search(text) or (_VACANT.match(text) and len(text) < 40))


def _person(exhibit: Exhibit, block: Block, card: list[Block], run: list[Block], photo: str) -> Person:
    position = _position(card)
    if not position:  # nothing but the name is enclosed: the lines below it are the person's
        card = [*card, *run]
        position = _position(card)
    found = _PERSON.search(block.text)
    return Person(
        name=found[0].strip() if found else "",
        position=position,
        role=role_of(position),
        photo=photo,
        contact=_contact(card),
        vacant=found is None,
        exhibit=exhibit,
    )


def _photo_in(card: list[Block]) -> str:
    return next((block.url for block in card if block.kind == "image" and is_portrait(block)), "")


def _card(blocks: list[Block], starts: list[int], index: int) -> list[Block]:
    """The widest enclosing element that holds this person and nobody else."""
    path = blocks[index].path
    others = [blocks[start].path for start in starts if start != index]
    for depth in range(1, len(path) + 1):
        prefix = path[:depth]
        if not any(other[:depth] == prefix for other in others):
            return [block for block in blocks if block.path[:depth] == prefix]
    return [blocks[index]]


def _run(blocks: list[Block], starts: list[int], number: int) -> list[Block]:
    """Where nothing encloses a person: the lines from this name up to the next, or to the next heading."""
    start = starts[number]
    end = starts[number + 1] if number + 1 < len(starts) else min(len(blocks), start + 9)
    own = blocks[start + 1 : end]
    stop = next((i for i, block in enumerate(own) if _opens_section(block)), len(own))
    return [block for block in own[:stop] if block.kind != "image"]


def _opens_section(block: Block) -> bool:
    told = role_of(block.text) != "other" or phone_in(block.text) or email_in(block.text)
    return block.kind == "heading" and not told


def _photo_beside(blocks: list[Block], starts: list[int], number: int) -> str:
    """The picture before the name or after it, by the habit of the page."""
    pictures = [i for i, block in enumerate(blocks) if block.kind == "image" and is_portrait(block)]
    if not pictures:
        return ""
    row = _same_row(blocks, starts, number)
    if row is not None:
        above = _pictures_above(starts, pictures, row)
        if len(above) == len(row):  # pictures in one row, names in the row below
            return blocks[above[row.index(number)]].url
    if pictures[0] < starts[0]:
        low, high = (starts[number - 1] if number else 0), starts[number]
    else:
        low, high = starts[number], (starts[number + 1] if number + 1 < len(starts) else len(blocks))
    beside = [i for i in pictures if low <= i < high]
    return blocks[beside[-1]].url if beside else ""


def _pictures_above(starts: list[int], pictures: list[int], row: list[int]) -> list[int]:
    low = starts[row[0] - 1] if row[0] else -1
    return [i for i in pictures if low < i < starts[row[0]]]


def _same_row(blocks: list[Block], starts: list[int], number: int) -> list[int] | None:
    """The names (by number) whose enclosing elements stand side by side with this one's."""
    path = blocks[starts[number]].path
    for depth in (len(path) - 1, len(path) - 2):
        if depth < 1:
            return None
        mates = [i for i, start in enumerate(starts) if blocks[start].path[:depth] == path[:depth]]
        if len(mates) > 1:
            return mates
    return None


def _position(card: Sequence[Block]) -> str:
    """The words that name a post, without the person's name."""
    texts = [_PERSON.sub("", block.text).strip(" -–|:,()") for block in card if block.kind != "image"]
    named = (text for text in texts if text and len(text) < 160 and role_of(text) != "other")
    labelled = (text for text in texts if text.startswith("ตำแหน่ง") and len(text) > 8)
    return next(named, "") or next(labelled, "")


def role_of(position: str) -> Role:
    """Which post a position is; acting heads count as heads."""
    text = key(position).replace("ตำแหน่ง", "").strip(" :")
    if not text:
        return "other"
    if "ปฏิบัติหน้าที่นายก" in text:
        return "head"
    return next((role for role, pattern in _ROLES if pattern.search(text)), "other")


def is_former(person: Person) -> bool:
    """Whether a person held the post in earlier years ("นายก อบต. (พ.ศ. 2552 - 2556)")."""
    return bool(_FORMER.search(key(person.position)))


def _contact(card: Sequence[Block]) -> str:
    """The first telephone number or mail address, in words or behind a link."""
    told = (phone_in(block.text) or email_in(block.text) for block in card if block.kind != "image")
    found = next((text for text in told if text), "")
    links = (link.url for block in card for link in block.links)
    links_to = next((url for url in links if url.startswith(("tel:", "mailto:"))), "")
    inside = next((match[0] for block in card if (match := _EXTENSION.search(block.text))), "")
    return found or links_to or inside
