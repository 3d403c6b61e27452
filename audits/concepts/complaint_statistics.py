"""Complaint statistics: the figures must be of complaints about corruption, not of lamps, water and roads.

A row for corruption in a table of all complaints is enough, and so is the statement that there was no complaint at all.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from audits.bundle import Bundle, Exhibit
from audits.case import Case, Judgement, judgement
from audits.corruption import names_corruption, own_texts
from audits.general import best_judgement, corrected_judgement
from audits.parts import find_parts
from audits.verdict import Check, Outcome, Part
from crawler.thai import key

_NONE = re.compile(r"(?:ไม่มี|ไม่พบ|ไม่ปรากฏ|ไม่ได้รับ)\S{0,24}(?:เรื่อง|ร้องเรียน|การแจ้ง)")
# What people complain of every day: figures of these alone are statistics of another kind.
_EVERYDAY = re.compile(
    r"ไฟฟ้า|ไฟทาง|ไฟกิ่ง|ถนน|ประปา|น้ำท่วม|น้ำเสีย|ขยะ|รำคาญ|กลิ่น|เสียงดัง|ต้นไม้|สุนัข|ทางระบายน้ำ|ท่อระบายน้ำ|ร้องทุกข์"
)


def judge(case: Case) -> Judgement | None:
    """The general way, with every figure looked at for what it counts."""
    own = replace(case, bundles={name: tuple(map(_named, bundles)) for name, bundles in case.bundles.items()})
    best = best_judgement(own, _mended)
    return best or next(_of_other_things(case), None) or corrected_judgement(case, _mended)


def _mended(bundle: Bundle, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return tuple(_of_corruption(bundle, part) for part in parts)


def _named(bundle: Bundle) -> Bundle:
    """What counts complaints about corruption calls itself the item, in whatever words."""
    told = any(names_corruption(own_texts(exhibit)) for exhibit in bundle.exhibits)
    return replace(bundle, itself=True) if told else bundle


def _of_other_things(case: Case) -> Iterator[Judgement]:
    """Places that show figures, none of them of corruption."""
    for bundle in case.own:
        parts = find_parts(case.ruleset, case.requirement, bundle, case.as_of)
        shown = next((part for part in parts if part.found), None)
        if shown is not None and not any(_of_corruption(bundle, part).found for part in parts):
            params = {"url": shown.url, "title": shown.quote}
            check = Check(outcome=Outcome.FAIL, reason="wrong_content", params=params, quote=shown.quote)
            yield judgement(case, bundle, parts, check)


def _of_corruption(bundle: Bundle, part: Part) -> Part:
    """The part, found only where it is about corruption."""
    if not part.found or part.id.rpartition(".")[2] not in ("figures", "status"):
        return part
    shown = [exhibit for exhibit in bundle.exhibits if exhibit.artifact.url == part.url]
    if _NONE.search(key(part.quote)) or any(_about_corruption(exhibit, bundle) for exhibit in shown):
        return part
    hidden = any(exhibit.artifact.ocr for exhibit in shown) or bool(bundle.unreadable)
    return replace(part, found=None if hidden else False, quote="", url="", page=0)


def _about_corruption(exhibit: Exhibit, bundle: Bundle) -> bool:
    """Whether a document speaks of corruption itself, or is called so and counts nothing of everyday life."""
    texts = own_texts(exhibit)
    if names_corruption(texts):
        return True
    called = names_corruption((bundle.candidate.label, exhibit.label, exhibit.artifact.title))
    return called and not any(_EVERYDAY.search(key(text)) for text in texts)
