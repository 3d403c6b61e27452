"""Procedure for corruption complaints: a manual that never speaks of corruption is one for lamps and roads."""

from dataclasses import replace

from audits.bundle import Bundle
from audits.case import Case, Judgement
from audits.corruption import names_corruption, own_texts
from audits.general import corrected_judgement
from audits.verdict import Part


def judge(case: Case) -> Judgement | None:
    """The general way, with every document looked at for what complaints it is about."""
    return corrected_judgement(case, lambda bundle, parts: tuple(_of_corruption(bundle, part) for part in parts))


def _of_corruption(bundle: Bundle, part: Part) -> Part:
    """The part, found only in a document that is about corruption; the words of recognised pages may be lost."""
    shown = [exhibit for exhibit in bundle.exhibits if exhibit.artifact.url == part.url]
    if not part.found or not shown or any(exhibit.artifact.ocr for exhibit in shown):
        return part
    if any(names_corruption([*own_texts(exhibit), exhibit.artifact.title]) for exhibit in shown):
        return part
    return replace(part, found=None if bundle.unreadable else False, quote="", url="", page=0)
