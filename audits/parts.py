"""The parts that the year asks for, looked for in an opened candidate, and the *complete* check made of them.

What cannot be read leaves a part open; words that only promise a part never show it.
"""

import re
from dataclasses import replace
from datetime import date

from audits.bundle import Bundle, Exhibit
from audits.due import due_from
from audits.find_words import count_terms, find_words
from audits.months import months_part
from audits.own_words import own_words
from audits.passages import A_LABEL, is_link_label
from audits.period import of_the_year
from audits.requirement import PartRule, Requirement, Ruleset
from audits.signals import SIGNALS
from audits.verdict import Check, Outcome, Part, Quote
from audits.wordings import bare
from crawler.artifacts import Block
from crawler.thai import skeleton
from crawler.urls import canonical

_HEAD_LINES = 3
_TO_BE_HELD = re.compile(r"ยังไม่(?:ได้|มีการ)?\s?(?:จัด|อบรม|ดำเนินการ)|(?:จะ|กำหนด|เตรียม|รอ)(?:การ)?จัด|มีแผนจัด")
_ORDER = re.compile(r"\W*" + skeleton("คำสั่ง"))
ENOUGH_WORDS = 80  # letters of its own below which a page without attachments says nothing


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
    labels = [bare(item.link.text) for item in bundle.lost if len(item.link.text) >= A_LABEL]
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
    return is_link_label(block) and not any(canonical(link.url) in held for link in block.links if link.url)


def _only_repeats(text: str, labels: list[str]) -> bool:
    """Whether a passage is little more than one of the labels."""
    own = bare(text)
    return any(label and label in own and len(own) - len(label) < A_LABEL for label in labels)


def _without_title(exhibit: Exhibit) -> Exhibit:
    """A page that says little besides its title shows no part by the title's words."""
    if exhibit.artifact.kind != "page":
        return exhibit
    titles = {bare(exhibit.label), bare(exhibit.heading), bare(exhibit.artifact.title)}
    own = tuple(block for block in exhibit.blocks if bare(block.text) not in titles)
    said = sum(len(block.text) for block in own if block.kind in ("text", "item") and not block.links)
    return replace(exhibit, blocks=own) if said < ENOUGH_WORDS * 2 else exhibit


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
