"""What a page offers for an item: its attachments, the entries of its list and their files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from audits.match import Matcher
from audits.naming import SECTIONS, STRONG
from audits.requirement import Requirement
from audits.site import Site, Target
from crawler.artifacts import Artifact, Link
from crawler.elsewhere import place_of, unwrapped
from crawler.thai import ascii_digits
from crawler.urls import canonical

_LONG_LIST = 8  # entries
_SEVERAL_POSTS = 3
_TITLE_LINES = 5
_SERVICES = ("e_service", "complaint_channel", "feedback_channel")
# Headings over links that a page adds for the reader's convenience.
_BESIDE = re.compile(
    r"(?:เอกสาร|เรื่อง|ข่าว|บทความ|รายการ|โพสต์|ประกาศ)(?:อื่น|ล่าสุด|ที่เกี่ยวข้อง|ใกล้เคียง|แนะนำ|ยอดนิยม)|ที่เกี่ยวข้อง$|อื่น\s?ๆ\s*ใน(?:หมวด|กลุ่ม)|related|recent|read\s?more|อ่านเพิ่มเติม$",
    re.IGNORECASE,
)
_FILE_ENDING = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|jpe?g|png)(?:$|\?)")
_YEAR_ALONE = re.compile(r"^\W*(?:ประจำ)?(?:ปี)?\s*(?:งบประมาณ|งบฯ?|งปม\.?)?\s*(?:พ\.\s?ศ\.)?\s*(?:25)?\d\d\W*$")


@dataclass(frozen=True, slots=True)
class Offer:
    """A link that a page offers; `entry` is the entry of its list whose page carries the link, where that is so."""

    link: Link
    target: Target
    entry: Link | None = None


def offers_of(
    matcher: Matcher, requirement: Requirement, main: Artifact, links: tuple[Link, ...]
) -> Iterator[Offer]:
    """Attachments of a page, entries of its list, and the attachments of those entries."""
    seen = {canonical(main.url)}
    alone = sum(_gives_file(matcher.site.target(link.url)) for link in links) == 1
    for link in links:
        target = matcher.site.target(link.url)
        if not link.url.startswith("http") or canonical(link.url) in seen or target.why in ("nowhere", "home"):
            continue
        seen.add(canonical(link.url))
        if not _belongs(matcher, requirement, link, target, alone=alone) or _is_parent(matcher.site, main, target):
            continue
        yield Offer(link, target)
        page = target.artifact
        if page is not None and page.kind == "page":
            for inner in matcher.site.content_links(page):
                found = matcher.site.target(inner.url)
                held = _is_attachment(inner, found) or (_is_year(link) and _is_entry(matcher, found))
                if canonical(inner.url) not in seen and held:
                    seen.add(canonical(inner.url))
                    yield Offer(inner, found, link)


def _is_year(link: Link) -> bool:
    """Whether a link is called by a year alone: what stands behind it is the list of that year."""
    return bool(_YEAR_ALONE.match(ascii_digits(link.text)))


def _is_entry(matcher: Matcher, target: Target) -> bool:
    """Whether a page of a year's list is an entry of it, rather than a way back."""
    page = target.artifact
    return page is not None and target.why == "ok" and not matcher.site.is_home(page) and not matcher.is_index(page)


def _is_parent(site: Site, main: Artifact, target: Target) -> bool:
    """Whether a page is the category that a document's own page stands in: it lists that page among many."""
    page = target.artifact
    if page is None or page.kind != "page":
        return False
    own = site.content_links(main)
    theirs = site.content_links(page)
    files = any(_gives_file(site.target(link.url)) for link in own)
    back = any(canonical(link.url) == canonical(main.url) for link in theirs)
    return files and back and len(theirs) > len(own)


def _gives_file(target: Target) -> bool:
    """Whether a link leads to a file, or to one that its server fails to give."""
    return target.why == "http_error" if target.artifact is None else target.artifact.kind != "page"


def _is_attachment(link: Link, target: Target) -> bool:
    """A file of an entry, whether it was had or not; further pages of it are the site's."""
    if target.artifact is None:
        return bool(link.url) and _looks_like_file(link.url)
    return target.artifact.kind != "page"


def _belongs(matcher: Matcher, requirement: Requirement, link: Link, target: Target, *, alone: bool) -> bool:
    """Whether a link of a page offers something for this item, rather than the next page of the site.

    `alone`: it is the page's only document, so that its name weighs less than the page's while nobody can read it.
    """
    artifact = target.artifact
    label = link.text or link.hint
    if any(matcher.naming.names_other(requirement, words) for words in (label, link.row)):
        hidden = alone and artifact is not None and artifact.kind == "file" and not artifact.readable
        return hidden or _calls_itself(matcher, requirement, artifact)  # "3-year plan" may be any; its title tells
    if _BESIDE.search(link.section):
        return False
    if artifact is None:
        return _looks_like_file(link.url) or (target.why == "http_error")
    if matcher.site.is_home(artifact) or matcher.is_index(artifact) or matcher.is_of_another(requirement, artifact):
        return False  # pages of the items before and behind this one, say
    return artifact.kind != "page" or bool(label)


def _looks_like_file(url: str) -> bool:
    """A document by its ending, or by a place that keeps documents; forms, chats and maps elsewhere hide none."""
    url = unwrapped(url) or url
    if _FILE_ENDING.search(url.lower()):
        return True
    place = place_of(url)
    return place is not None and place.keeps_documents


def meant(matcher: Matcher, requirement: Requirement, offers: list[Offer], *, common: bool) -> list[Offer]:
    """Of a long list the entries that are named as the item, where any is: a category holds many items' documents. Of a
    page that the office's index gives for several items also the documents that call themselves the item."""
    named = [offer for offer in offers if _names_it(matcher, requirement, offer) or _is_service(requirement, offer)]
    if common and named:
        return [one for one in offers if one in named or _calls_itself(matcher, requirement, one.target.artifact)]
    if len(offers) >= _LONG_LIST:
        return named or offers
    posts = [offer for offer in offers if _is_post(offer)]
    if len(posts) >= _SEVERAL_POSTS and any(offer in named for offer in posts):
        strays = [offer for offer in posts if offer not in named and _of_another(matcher, requirement, offer)]
        return [offer for offer in offers if offer not in strays]
    return offers


def _is_service(requirement: Requirement, offer: Offer) -> bool:
    """Whether a form stands there: what is requested with it names the service, not the item."""
    page = offer.target.artifact
    return (
        requirement.concept in _SERVICES and page is not None and any(block.kind == "form" for block in page.blocks)
    )


def _of_another(matcher: Matcher, requirement: Requirement, offer: Offer) -> bool:
    """Whether the words of a post say another item, however faintly, and not this one."""
    link = offer.entry or offer.link
    names = matcher.naming.matches(link.text or link.hint).keys() - SECTIONS
    return bool(names) and not names & set(requirement.family)


def _calls_itself(matcher: Matcher, requirement: Requirement, document: Artifact | None) -> bool:
    """Whether a document is named as the item by the first of its lines that names anything, whatever its link says."""
    if document is None or document.kind != "file":
        return False
    for block in document.blocks[:_TITLE_LINES]:
        names = {name for name, match in matcher.naming.matches(block.text).items() if match.score >= STRONG}
        if names:
            return bool(names & set(requirement.family))
    return False


def _is_post(offer: Offer) -> bool:
    """A page of its own in a list, or what hangs on one."""
    page = offer.target.artifact
    return offer.entry is not None or (page is not None and page.kind == "page")


def _names_it(matcher: Matcher, requirement: Requirement, offer: Offer) -> bool:
    """Whether an offer or the entry that it hangs on is named as the item; where their words name nothing at all (a
    month, say), the heading that they stand under tells."""
    links = (offer.link, offer.entry) if offer.entry else (offer.link,)
    words = tuple(text for link in links for text in (link.text, link.hint, link.row) if text)
    if not matcher.naming.tells(words):
        words = (offer.link.section,)
    return any(matcher.naming.name(requirement, concept, words)[1].score >= STRONG for concept in requirement.family)
