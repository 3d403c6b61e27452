"""Declaration of integrity: signed by the executive in office; one of a predecessor binds nobody."""

from dataclasses import replace

from audits.bundle import Bundle
from audits.case import Case, Judgement
from audits.general import best_judgement
from audits.people import head_in, heads_of
from audits.verdict import Part


def judge(case: Case) -> Judgement | None:
    """The general way, with the name in the declaration held against the head whom the site presents."""
    heads = heads_of(case.site)
    return best_judgement(case, lambda bundle, parts: tuple(_signed(part, bundle, heads) for part in parts))


def _signed(part: Part, bundle: Bundle, heads: dict[str, str]) -> Part:
    """Only a name that was read here, and that no other page gives to the head, speaks against the declaration."""
    if part.id != "by_executive" or not part.found:
        return part
    own = {exhibit.artifact.url for exhibit in bundle.exhibits}
    elsewhere = {name for url, name in heads.items() if url not in own}
    for exhibit in bundle.exhibits if elsewhere else ():
        name = "" if exhibit.artifact.ocr else head_in(" ".join(block.text for block in exhibit.blocks))
        if name and name not in elsewhere:
            return replace(part, found=False, quote=name, url=exhibit.artifact.url)
    return part
