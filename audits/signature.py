"""Who signed: a declaration binds the executive in office; one of a predecessor binds nobody."""

from dataclasses import replace
from difflib import SequenceMatcher

from audits.bundle import Bundle
from audits.case import Case
from audits.general import Mend
from audits.naming import STRONG
from audits.people import clerk_in, head_in, heads_of
from audits.verdict import Part
from crawler.artifacts import Artifact
from crawler.urls import canonical

_TITLES = 3
_TOLD = 2  # names of the present head, as pages spell them
_SAME = 0.85  # of the letters of a name: a slip of the pen is not another person


def signed_by_head(case: Case, name: str) -> Mend:
    """Takes back the part `name` where its document bears another name than that of the head whom the site presents."""
    heads = _presented(case)
    return lambda bundle, parts: tuple(_signed(part, bundle, heads) if part.id == name else part for part in parts)


def _presented(case: Case) -> dict[str, str]:
    """The names that the home page and the pages of the executives give to the head, else those of any page: news of
    years ago name former heads."""
    heads = heads_of(case.site)
    presenting = {
        url: name
        for url, name in heads.items()
        if (page := case.site.by_address[canonical(url)]) and (case.site.is_home(page) or _of_executives(case, page))
    }
    return presenting or heads


def _of_executives(case: Case, page: Artifact) -> bool:
    titles = (page.title, *(block.text for block in case.site.content(page) if block.kind == "heading"))
    matches = (case.matcher.naming.matches(title).get("executives") for title in titles[:_TITLES])
    return any(match is not None and match.score >= STRONG for match in matches)


def _signed(part: Part, bundle: Bundle, heads: dict[str, str]) -> Part:
    """Only a name that was read here, and that no other page gives to the head, speaks against the declaration."""
    own = {exhibit.artifact.url for exhibit in bundle.exhibits}
    elsewhere = {name for url, name in heads.items() if url not in own}
    if not part.found or not elsewhere:
        return part
    for exhibit in bundle.exhibits:
        name = "" if exhibit.artifact.ocr else head_in(" ".join(block.text for block in exhibit.blocks))
        if name and not any(_same(name, other) for other in elsewhere):
            told = f"{name} ≠ {', '.join(sorted(elsewhere)[:_TOLD])}"
            return replace(part, found=False, quote=told, url=exhibit.artifact.url)
        if name:
            return part
    return _signed_below(part, bundle)


def _signed_below(part: Part, bundle: Bundle) -> Part:
    """What only the permanent head of the offices declares binds no executive."""
    declared = next((item for item in bundle.exhibits if item.artifact.url == part.url and not item.artifact.ocr), None)
    clerk = clerk_in(" ".join(block.text for block in declared.blocks)) if declared else ""
    return replace(part, found=False, quote=clerk, url=part.url) if clerk else part


def _same(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _SAME
