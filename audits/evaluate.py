"""The check whether the thing itself is there (*present*), of a candidate opened or of one that leads nowhere.

What cannot be read leaves a question open; it never answers it.
"""

from audits.bundle import Bundle, Exhibit, Lost, quote_of
from audits.match import Candidate
from audits.naming import STRONG
from audits.parts import ENOUGH_WORDS
from audits.signals import is_picture, login_form
from audits.site import Site, Target, is_loading
from audits.verdict import Check, Outcome, Part, Quote
from audits.wordings import bare
from crawler.elsewhere import NEEDS_LOGIN, place_of

_NAMED = 0.8  # a label of which the concept's wording is the greater part
_FEW_PARTS = 3


def not_judged() -> Check:
    """The answer to *complete* and *current* when there is nothing to judge."""
    return Check(outcome=Outcome.NOT_APPLICABLE, reason="not_judged")


def check_present(site: Site, bundle: Bundle, parts: tuple[Part, ...]) -> Check:
    """Whether an opened candidate is the thing, judged by substance and not by its label alone."""
    main = bundle.main
    if not main.readable and len(bundle.exhibits) == 1:
        return _unknown("unreadable", bundle, main.detail)
    placeholder = site.is_placeholder(main) if main.kind == "page" else ""
    if is_loading(placeholder):
        return _unknown("not_rendered", bundle, "")
    if placeholder and len(bundle.exhibits) == 1:
        return Check(outcome=Outcome.FAIL, reason="placeholder", params={"url": main.url}, quote=placeholder)
    attached = [exhibit for exhibit in bundle.exhibits[1:] if exhibit.artifact.kind != "page" or exhibit.blocks]
    if login_form(bundle.exhibits[0]) is not None and not attached:
        return _unknown("login_wall", bundle, "")
    proof = _proof(site, bundle, parts)
    if proof is not None and not _something_else(bundle, parts) and not _only_mentions(bundle, parts):
        return Check(outcome=Outcome.PASS, reason="found", evidence=(proof,), quote=proof.text)
    if bundle.unreadable or any(exhibit.artifact.kind == "image" for exhibit in attached):
        hidden = (*bundle.unreadable, *attached)[0]
        return _unknown("unreadable", bundle, hidden.artifact.detail, hidden)
    lost = _lost(bundle)
    if lost is not None:
        return lost
    if bundle.other:
        params = {"url": main.url, "title": bundle.other}
        return Check(outcome=Outcome.FAIL, reason="wrong_content", params=params, quote=bundle.other)
    empty = site.words(main) < ENOUGH_WORDS and not attached
    if empty and bundle.recognised:
        return _unknown("unreadable", bundle, main.detail)
    if empty and any(is_picture(block) for block in bundle.blocks):
        return _unknown("image_only", bundle, "")
    return Check(
        outcome=Outcome.FAIL, reason="empty_page" if empty else "wrong_content", params={"url": main.url},
        quote=bundle.candidate.label,
    )  # fmt: skip


def _something_else(bundle: Bundle, parts: tuple[Part, ...]) -> bool:
    """Whether surely nothing of what the item asks for is there: then the label leads to something else.

    Where several parts are asked for, one that only repeats a title shows nothing, nor does a lone heading.
    """
    required = [part for part in parts if part.required]
    shown = [part for part in required if part.found is not False]
    attached = [item for item in bundle.exhibits if item.artifact.kind != "page"] or bundle.lost
    if len(required) > 2:
        titles = {bare(bundle.candidate.label), bare(bundle.exhibits[0].heading)}
        shown = [part for part in shown if part.found is None or bare(part.quote) not in titles]
        headings = {bare(text) for text in bundle.exhibits[0].headings}
        if len(shown) == 1 and shown[0].found and bare(shown[0].quote) in headings:
            shown = []
        if len(shown) == 1 and len(required) > _FEW_PARTS and not attached:
            shown = []  # a definition of the thing, say
        few = not bundle.itself and len(shown) * 2 < len(required)
        if few and not any(_stands_out(bundle, part) for part in shown):
            shown = []  # some words in common, no more
    if not required:  # nothing is due yet: the thing is there when anything of it is
        return bool(parts) and not any(part.found is not False for part in parts)
    return not shown


def _stands_out(bundle: Bundle, part: Part) -> bool:
    """Whether a part stands where a document shows its parts: a heading or a table, or in what cannot be told apart."""
    if not part.found:
        return True
    words = part.quote.removesuffix("…")
    blocks = (block for exhibit in bundle.exhibits if exhibit.artifact.url == part.url for block in exhibit.blocks)
    return any(
        (block.kind == "heading" and block.text == part.quote) or (len(block.cells) > 1 and words in block.text)
        for block in blocks
    )


def _only_mentions(bundle: Bundle, parts: tuple[Part, ...]) -> bool:
    """A page that nobody names as the thing and that surely lacks most of it only speaks of it (a news item, say)."""
    candidate = bundle.candidate
    required = [part for part in parts if part.required]
    nameless = candidate.score < STRONG and not bundle.itself and len(required) <= _FEW_PARTS
    whole = len(required) > 1 and all(part.found for part in required)
    if nameless and not whole and not any(_stands_out(bundle, part) for part in required if part.found):
        return True  # a weak label over what never calls itself the thing: tables and headings alone count there
    if candidate.found_by in ("declared", "index_page") or candidate.score >= _NAMED:
        return False
    return bool(required) and sum(part.found is False for part in required) * 2 >= len(required)


def _proof(site: Site, bundle: Bundle, parts: tuple[Part, ...]) -> Quote | None:
    """Words that show the thing itself: a part of it, or its own title over enough content."""
    by_url = {exhibit.artifact.url: exhibit for exhibit in bundle.exhibits}
    for part in parts:  # a part may stand elsewhere (duties on a page of their own) and proves nothing here
        if part.found and part.url in by_url:
            exhibit = by_url[part.url]
            return quote_of(exhibit, None, part.quote) if not part.page else _paged(exhibit, part)
    if bundle.candidate.score < STRONG:
        return None
    for exhibit in bundle.exhibits:
        if exhibit.artifact.kind == "file" and exhibit.readable:
            return quote_of(exhibit, exhibit.blocks[0] if exhibit.blocks else None, exhibit.artifact.title)
    if site.words(bundle.main) >= ENOUGH_WORDS * 2:
        first = next(
            (block for block in bundle.blocks if block.kind in ("text", "item") and len(block.text) > 20), None
        )
        return quote_of(bundle.exhibits[0], first, first.text) if first else None
    return None


def _paged(exhibit: Exhibit, part: Part) -> Quote:
    return Quote(
        url=exhibit.artifact.url, text=part.quote, kind=exhibit.artifact.kind,
        sha256=exhibit.artifact.evidence.sha256, page=part.page,
    )  # fmt: skip


def _lost(bundle: Bundle) -> Check | None:
    """When what the page offers cannot be had: dead for certain, or not seen by us."""
    unseen = next((lost for lost in bundle.lost if not lost.target.dead), None)
    if unseen is not None:
        return not_seen(unseen)
    if bundle.lost:
        params = {"url": bundle.lost[0].link.url}
        return Check(outcome=Outcome.FAIL, reason="broken_link", params=params, quote=bundle.lost[0].link.text)
    return None


def not_seen(lost: Lost) -> Check:
    """The answer of what a page offers and we could not look at."""
    failure, why = lost.target.failure, lost.target.why
    params = {"url": lost.link.url, "detail": failure.detail if failure else why}
    reason = _unseen_reason(lost.link.url, lost.target)
    return Check(outcome=Outcome.UNKNOWN, reason=reason, params=params, quote=lost.link.text)


def _unseen_reason(url: str, target: Target) -> str:
    """Why nothing can be said of what stands at an address, in the words of its kind when it is kept elsewhere."""
    place = place_of(url)
    if target.why == "blocked" and target.failure is not None and target.failure.detail == NEEDS_LOGIN:
        return "login_wall"
    if place is not None and (target.why == "off_site" or (place.service and target.why in ("blocked", "robots"))):
        return place.reason
    return {"off_site": "off_site", "blocked": "blocked"}.get(target.why, "fetch_failed")


def _unknown(reason: str, bundle: Bundle, detail: str, exhibit: Exhibit | None = None) -> Check:
    shown = exhibit or bundle.exhibits[0]
    quote = quote_of(shown, None, shown.label or shown.artifact.title or bundle.candidate.label)
    return Check(
        outcome=Outcome.UNKNOWN, reason=reason, params={"url": shown.artifact.url, "detail": detail},
        evidence=(quote,), quote=bundle.candidate.label,
    )  # fmt: skip


def dead_end(candidate: Candidate) -> Check:
    """The *present* check of a candidate that leads to no artifact."""
    why = candidate.target.why
    detail = candidate.target.failure.detail if candidate.target.failure else ""
    params = {"url": candidate.url or candidate.via, "detail": detail or why}
    if why == "nowhere":
        return Check(outcome=Outcome.FAIL, reason="link_to_nowhere", params=params, quote=candidate.label)
    if candidate.target.dead:
        reason = "soft_404" if why in ("soft_404", "home") else "broken_link"
        return Check(outcome=Outcome.FAIL, reason=reason, params=params, quote=candidate.label)
    reason = _unseen_reason(params["url"], candidate.target)
    return Check(outcome=Outcome.UNKNOWN, reason=reason, params=params, quote=candidate.label)
