"""The three general checks of an opened candidate: present, complete, current.

`present` asks whether the thing itself is there, `complete` whether it has the required parts. What cannot be
read leaves a question open; it never answers it.
"""

import re
from dataclasses import replace
from datetime import date

from audits.bundle import Bundle, Exhibit, quote_of
from audits.find_words import count_terms, find_words
from audits.match import Candidate
from audits.months import months_part
from audits.naming import STRONG
from audits.own_words import own_words
from audits.period import of_the_year
from audits.requirement import PartRule, Requirement, Ruleset
from audits.signals import SIGNALS, is_picture, login_form
from audits.site import Site, Target, is_loading
from audits.verdict import Check, Outcome, Part, Quote
from audits.wordings import bare
from crawler.artifacts import Block
from crawler.elsewhere import NEEDS_LOGIN, place_of
from crawler.thai import skeleton
from crawler.urls import canonical

_NAMED = 0.8  # a label of which the concept's wording is the greater part
_A_LABEL = 12  # letters
_HEAD_LINES = 3
_TO_BE_HELD = re.compile(r"ยังไม่(?:ได้|มีการ)?\s?(?:จัด|อบรม|ดำเนินการ)|(?:จะ|กำหนด|เตรียม|รอ)(?:การ)?จัด|มีแผนจัด")
_ORDER = re.compile(r"\W*" + skeleton("คำสั่ง"))
_FEW_PARTS = 3
_ENOUGH_WORDS = 80  # letters of its own below which a page without attachments says nothing


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
    empty = site.words(main) < _ENOUGH_WORDS and not attached
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
    if site.words(bundle.main) >= _ENOUGH_WORDS * 2:
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
        failure, why = unseen.target.failure, unseen.target.why
        params = {"url": unseen.link.url, "detail": failure.detail if failure else why}
        reason = unseen_reason(unseen.link.url, unseen.target)
        return Check(outcome=Outcome.UNKNOWN, reason=reason, params=params, quote=unseen.link.text)
    if bundle.lost:
        params = {"url": bundle.lost[0].link.url}
        return Check(outcome=Outcome.FAIL, reason="broken_link", params=params, quote=bundle.lost[0].link.text)
    return None


def unseen_reason(url: str, target: Target) -> str:
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


# -- complete ---------------------------------------------------------------------------------------------------------


def find_parts(ruleset: Ruleset, requirement: Requirement, opened: Bundle, as_of: date) -> tuple[Part, ...]:
    """Look for every part that the year asks for; one that cannot exist yet is looked for and not required.

    Standing parts (a code of ethics, say) may be of any year; the others must not come from another year's document.
    """
    dated_right = of_the_year(requirement, opened)
    wanted = dict.fromkeys(requirement.parts, True) | dict.fromkeys(requirement.optional_parts, False)
    parts: list[Part] = []
    for name, required in wanted.items():
        rule = ruleset.part_rule(requirement, name)
        bundle = opened if rule.standing else dated_right
        due = as_of >= due_from(requirement.fiscal_year, rule.due_after_months)
        if rule.every_month:
            parts.append(months_part(name, requirement, bundle, as_of))
        else:
            parts.append(find_part(rule, name, bundle, required=required and due))
    return tuple(parts)


def due_from(fiscal_year: int, months: int) -> date:
    """The first day after so many months of a fiscal year (B.E.), which begins on 1 October of the year before."""
    start = fiscal_year - 543 - 1
    return date(start + (9 + months) // 12, (9 + months) % 12 + 1, 1)


def find_part(rule: PartRule, name: str, bundle: Bundle, *, required: bool) -> Part:
    """Look for one part by its words and signals; unclear when something of the bundle could not be read."""
    if rule.event:  # an order gives the duty to hold something
        bundle = _told_of(_without_orders(bundle))
    for signal in rule.signals:
        quote = SIGNALS[signal](bundle)
        if quote is not None:
            return _found(name, quote, required)
    terms = rule.terms
    own = (replace(exhibit, blocks=own_words(exhibit, terms)) for exhibit in bundle.exhibits) if terms else ()
    exhibits = tuple(_without_title(_without_promises(_without_lost(exhibit, bundle), bundle)) for exhibit in own)
    quote = find_words(exhibits, terms)
    if quote is not None and (rule.at_least == 1 or count_terms(exhibits, terms) >= rule.at_least):
        return _found(name, quote, required)
    return Part(id=name, found=None if _hides_something(bundle) else False, required=required)


def _told_of(bundle: Bundle) -> Bundle:
    """The bundle without passages on what is still to be held."""
    kept = (
        replace(item, blocks=tuple(block for block in item.blocks if not _TO_BE_HELD.search(block.text)))
        for item in bundle.exhibits
    )
    return replace(bundle, exhibits=tuple(kept))


def _without_orders(bundle: Bundle) -> Bundle:
    first, *others = bundle.exhibits
    first = replace(first, blocks=()) if not first.main and _is_order(first) else first
    return replace(bundle, exhibits=(first, *(item for item in others if not _is_order(item))))


def _is_order(exhibit: Exhibit) -> bool:
    """Whether a document is an order, which appoints and charges and tells of nothing that was done."""
    head = [block.text for block in exhibit.blocks[:_HEAD_LINES]] if exhibit.artifact.kind == "file" else []
    return any(_ORDER.match(skeleton(text)) for text in (*exhibit.label.split(" · "), *head))


def _without_lost(exhibit: Exhibit, bundle: Bundle) -> Exhibit:
    """Without the labels of links to what we could not see or read: they promise the part, they do not show it."""
    lost = {item.link.url for item in bundle.lost} | {item.artifact.url for item in bundle.unreadable}
    if not lost or exhibit.artifact.kind != "page":
        return exhibit
    labels = [bare(item.link.text) for item in bundle.lost if len(item.link.text) >= _A_LABEL]
    kept = tuple(
        block
        for block in exhibit.blocks
        if not any(link.url in lost for link in block.links) and not _only_repeats(block.text, labels)
    )
    return replace(exhibit, blocks=kept)


def _without_promises(exhibit: Exhibit, bundle: Bundle) -> Exhibit:
    """Without the bare labels of links to what the bundle does not hold: other entries of a category, say."""
    if exhibit.artifact.kind != "page":
        return exhibit
    held = {canonical(item.artifact.url) for item in bundle.exhibits}
    kept = tuple(block for block in exhibit.blocks if not _is_promise(block, held))
    return replace(exhibit, blocks=kept)


def _is_promise(block: Block, held: set[str]) -> bool:
    if not block.links or len(block.text) - sum(len(link.text) for link in block.links) >= _A_LABEL:
        return False
    return not any(canonical(link.url) in held for link in block.links if link.url)


def _only_repeats(text: str, labels: list[str]) -> bool:
    """Whether a passage is little more than one of the labels."""
    own = bare(text)
    return any(label and label in own and len(own) - len(label) < _A_LABEL for label in labels)


def _without_title(exhibit: Exhibit) -> Exhibit:
    """A page that says little besides its title shows no part by the title's words."""
    if exhibit.artifact.kind != "page":
        return exhibit
    titles = {bare(exhibit.label), bare(exhibit.heading), bare(exhibit.artifact.title)}
    own = tuple(block for block in exhibit.blocks if bare(block.text) not in titles)
    said = sum(len(block.text) for block in own if block.kind in ("text", "item") and not block.links)
    return replace(exhibit, blocks=own) if said < _ENOUGH_WORDS * 2 else exhibit


def _found(name: str, quote: Quote, required: bool) -> Part:
    return Part(id=name, found=True, quote=quote.text, url=quote.url, page=quote.page, required=required)


def _hides_something(bundle: Bundle) -> bool:
    """Whether the missing words may stand where we could not read."""
    if bundle.unreadable or bundle.misread or not bundle.main.readable:
        return True
    return any(not lost.target.dead for lost in bundle.lost)


def check_complete(parts: tuple[Part, ...]) -> Check:
    """All required parts there, some surely not, or some not to be told."""
    required = [part for part in parts if part.required]
    missing = [part.id for part in required if part.found is False]
    unclear = [part.id for part in required if part.found is None]
    quote = next((part.quote for part in required if part.found), "")
    if missing:
        return Check(outcome=Outcome.FAIL, reason="part_missing", params={"parts": ",".join(missing)}, parts=parts,
                     quote=quote)  # fmt: skip
    if unclear:
        return Check(outcome=Outcome.UNKNOWN, reason="parts_unclear", params={"parts": ",".join(unclear)}, parts=parts,
                     quote=quote)  # fmt: skip
    return Check(outcome=Outcome.PASS, reason="all_parts", parts=parts, quote=quote)


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
    reason = unseen_reason(params["url"], candidate.target)
    return Check(outcome=Outcome.UNKNOWN, reason=reason, params=params, quote=candidate.label)
