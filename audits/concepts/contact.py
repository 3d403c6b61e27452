"""Contact: address, telephone, mail and map of the body, wherever its contact page, footer or home page shows them."""

from dataclasses import replace

from audits.bundle import Bundle, Exhibit, quote_of
from audits.case import Case, Judgement, judgement
from audits.foreign import foreign_mail
from audits.parts import find_part
from audits.signals import email_in, is_picture
from audits.two_way import two_way
from audits.verdict import Check, Outcome, Part
from crawler.artifacts import Artifact

_PAGES = 5
_ENOUGH_WORDS = 80  # letters below which a page says nothing


def judge(case: Case) -> Judgement | None:
    """Judge the contact page with the frame of the site, which on small sites holds the address."""
    bundles = [bundle for bundle in case.all_bundles() if bundle.candidate.score >= 0.5][:_PAGES]
    own = [bundle for bundle in bundles if bundle.candidate.concept == case.requirement.concept]
    if not own:
        return None
    everywhere = _together(case, own[0], bundles)
    if case.site.words(own[0].main) >= _ENOUGH_WORDS and not _says_anything(case, own):
        return _about_other_things(case, own[0])
    parts = tuple(_part(case, name, own[0], everywhere) for name in case.requirement.parts)
    shown = next((part for part in parts if part.found), None)
    if shown is None:
        return None
    source = next(item for item in (*own[0].exhibits, *everywhere.exhibits) if item.artifact.url == shown.url)
    quote = quote_of(source, None, shown.quote)
    present = Check(outcome=Outcome.PASS, reason="found", evidence=(quote,), quote=quote.text)
    return replace(judgement(case, own[0], parts, present), url=own[0].main.url)


def _says_anything(case: Case, own: list[Bundle]) -> bool:
    """Whether the pages named for the contact show anything of it, or may show it where we could not read: what the
    frame of the site repeats on every page is not theirs."""
    if any(bundle.unreadable or bundle.lost or not bundle.main.readable for bundle in own):
        return True
    if any(is_picture(block) for bundle in own for block in bundle.blocks):
        return True
    rules = [case.ruleset.part_rule(case.requirement, name) for name in case.requirement.parts]
    return any(find_part(rule, "", bundle, required=True).found is not False for rule in rules for bundle in own)


def _about_other_things(case: Case, bundle: Bundle) -> Judgement:
    """A page of another matter under the label."""
    params = {"url": bundle.main.url}
    check = Check(outcome=Outcome.FAIL, reason="wrong_content", params=params, quote=bundle.exhibits[0].heading)
    return judgement(case, bundle, (), check)


def _part(case: Case, name: str, own: Bundle, everywhere: Bundle) -> Part:
    if name == "qna.two_way":
        return _two_way(case, name, everywhere)
    rule = case.ruleset.part_rule(case.requirement, name)
    here = find_part(rule, name, own, required=True)
    found = here if here.found else find_part(rule, name, everywhere, required=True)
    if name == "email" and found.found and _only_foreign(case, found.quote):
        return replace(found, found=False)  # left over from the site that this one was copied from
    return found


def _only_foreign(case: Case, text: str) -> bool:
    """Whether the mail address of another office is the only one in a passage."""
    foreign = foreign_mail(case.site, text)
    return bool(foreign) and not email_in(text.replace(foreign, ""))


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
