"""Who signed: a declaration binds the executive in office; one of a predecessor binds nobody."""

from collections.abc import Callable
from dataclasses import replace
from difflib import SequenceMatcher

from audits.bundle import Bundle
from audits.case import Case
from audits.people import head_in, heads_of
from audits.verdict import Part

_SAME = 0.85  # of the letters of a name: a slip of the pen is not another person


def signed_by_head(case: Case, name: str) -> Callable[[Bundle, tuple[Part, ...]], tuple[Part, ...]]:
    """Takes back the part `name` where its document bears another name than that of the head whom the site presents."""
    heads = heads_of(case.site)
    return lambda bundle, parts: tuple(_signed(part, bundle, heads) if part.id == name else part for part in parts)


def _signed(part: Part, bundle: Bundle, heads: dict[str, str]) -> Part:
    """Only a name that was read here, and that no other page gives to the head, speaks against the declaration."""
    own = {exhibit.artifact.url for exhibit in bundle.exhibits}
    elsewhere = {name for url, name in heads.items() if url not in own}
    if not part.found or not elsewhere:
        return part
    for exhibit in bundle.exhibits:
        name = "" if exhibit.artifact.ocr else head_in(" ".join(block.text for block in exhibit.blocks))
        if name and not any(_same(name, other) for other in elsewhere):
            return replace(part, found=False, quote=name, url=exhibit.artifact.url)
        if name:
            return part
    return part


def _same(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _SAME
