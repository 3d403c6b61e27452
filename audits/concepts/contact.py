"""Contact: address, telephone, mail and map of the body, wherever its contact page, footer or home page shows them."""

from dataclasses import replace

from audits.bundle import Bundle, Exhibit, quote_of
from audits.case import Case, Judgement, judgement
from audits.evaluate import find_part
from audits.foreign import foreign_mail
from audits.two_way import two_way
from audits.verdict import Check, Outcome, Part
from crawler.artifacts import Artifact

_PAGES = 5


def judge(case: Case) -> Judgement | None:
    """Judge the contact page with the frame of the site, which on small sites holds the address."""
    bundles = [bundle for bundle in case.all_bundles() if bundle.candidate.score >= 0.5][:_PAGES]
    own = [bundle for bundle in bundles if bundle.candidate.concept == case.requirement.concept]
    if not own:
        return None
    everywhere = _together(case, own[0], bundles)
    parts = tuple(_part(case, name, own[0], everywhere) for name in case.requirement.parts)
    shown = next((part for part in parts if part.found), None)
    if shown is None:
        return None
    source = next(item for item in (*own[0].exhibits, *everywhere.exhibits) if item.artifact.url == shown.url)
    quote = quote_of(source, None, shown.quote)
    present = Check(outcome=Outcome.PASS, reason="found", evidence=(quote,), quote=quote.text)
    return replace(judgement(case, own[0], parts, present), url=own[0].main.url)


def _part(case: Case, name: str, own: Bundle, everywhere: Bundle) -> Part:
    if name == "qna.two_way":
        return _two_way(case, name, everywhere)
    rule = case.ruleset.part_rule(case.requirement, name)
    here = find_part(rule, name, own, required=True)
    found = here if here.found else find_part(rule, name, everywhere, required=True)
    if name == "email" and found.found and foreign_mail(case.site, found.quote):
        return replace(found, found=False)  # left over from the site that this one was copied from
    return found


def _two_way(case: Case, name: str, everywhere: Bundle) -> Part:
    """The enquiry channel: answered questions or a chat, on the pages named for it and in the site's frame."""
    boards = case.bundles.get(name.partition(".")[0], ())
    quote = two_way(case.site, (*boards, everywhere))
    if quote is None:
        return Part(id=name, found=None if any(bundle.unreadable for bundle in boards) else False)
    return Part(id=name, found=True, quote=quote.text, url=quote.url, page=quote.page)


def _together(case: Case, main: Bundle, bundles: list[Bundle]) -> Bundle:
    """One bundle of all pages that tell how to reach the office: named ones, a page with a map, the site's frame."""
    exhibits = [exhibit for bundle in bundles for exhibit in bundle.exhibits]
    exhibits += [Exhibit(page, page.title, page.blocks) for page in (main.main, *_home(case), *_with_map(case))]
    return replace(main, exhibits=tuple(exhibits))


def _home(case: Case) -> tuple[Artifact, ...]:
    return (case.site.home,) if case.site.home is not None else ()


def _with_map(case: Case) -> tuple[Artifact, ...]:
    """A page that shows a map among its own content (general information of the office, say)."""
    return tuple(
        page
        for page in case.site.pages
        if any(block.kind == "frame" and "map" in block.url for block in case.site.content(page))
    )[:2]
