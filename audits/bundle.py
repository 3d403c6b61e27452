"""What stands behind one candidate: the page or file itself and what it offers (attachments, entries of its list)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from audits.bound import own_pages
from audits.match import Candidate, Matcher
from audits.naming import SECTIONS, STRONG
from audits.requirement import Requirement
from audits.site import Site, Target, is_placeholder_text
from audits.verdict import Quote
from crawler.artifacts import Artifact, Block, Link
from crawler.elsewhere import place_of, unwrapped
from crawler.thai import ascii_digits, key, skeleton
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
_MOST_EXHIBITS = 60
_QUOTE = 180
_FILE_ENDING = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|jpe?g|png)(?:$|\?)")
_BODY_NAME = re.compile(
    r"^\W*(?:ที่ทำการ|เว็บไซต์|ยินดีต้อนรับ(?:สู่)?)?\W*(?:องค์การบริหารส่วน|เทศบาล(?:ตำบล|เมือง|นคร)|อบต\.|อบจ\.)\S*"
    r"(?:\s*(?:อำเภอ|อ\.|จังหวัด|จ\.)\s*\S+)*\W*$"
)
_MOST_LINES = 4
_SURE = 0.9  # of a recognised page; below, a word in ten is lost (benchmarks/reading.py)
_YEAR_ALONE = re.compile(r"^\W*(?:ประจำ)?(?:ปี)?\s*(?:งบประมาณ|งบฯ?|งปม\.?)?\s*(?:พ\.\s?ศ\.)?\s*(?:25)?\d\d\W*$")
_PAGE_NUMBER = re.compile(r"^\W*(?:หน้า(?:ที่)?)?\W*[\d๐-๙]{1,3}\W*$")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One artifact of a bundle. `label` is how the site names it there; `blocks` is what counts of it."""

    artifact: Artifact
    label: str
    blocks: tuple[Block, ...]
    main: bool = False

    @property
    def readable(self) -> bool:
        return self.artifact.readable

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of what counts, without those that only name the body."""
        return tuple(
            block.text for block in self.blocks if block.kind == "heading" and not _BODY_NAME.match(block.text)
        )

    @property
    def heading(self) -> str:
        """What it calls itself: the first heading, else the words that lead here, else the title."""
        return next(iter(self.headings), self.label if self.main else "") or self.artifact.title


@dataclass(frozen=True, slots=True)
class Stranger:
    """Another body whose document was found: its name, the words that say so, and the address."""

    name: str
    quote: str
    url: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A link of the bundle that could not be followed to an artifact."""

    link: Link
    target: Target


@dataclass(frozen=True, slots=True)
class Bundle:
    """A candidate opened. `lost` are its links that lead to nothing we saw; `links` those of its content."""

    candidate: Candidate
    exhibits: tuple[Exhibit, ...]
    lost: tuple[Lost, ...] = ()
    links: tuple[Link, ...] = ()
    blocks: tuple[Block, ...] = field(default=())
    stranger: Stranger | None = None  # its documents are left out, unless it is the page itself
    itself: bool = True  # whether anything but the label says that it is the item
    other: str = ""  # the title of a document that is clearly something else; it is left out likewise

    @property
    def main(self) -> Artifact:
        return self.exhibits[0].artifact

    @property
    def unreadable(self) -> tuple[Exhibit, ...]:
        """Attachments that are there and give no words; pictures are looked at by other means."""
        return tuple(exhibit for exhibit in self.exhibits if not exhibit.readable and exhibit.artifact.kind == "file")

    @property
    def recognised(self) -> bool:
        """Whether words come from recognition, or there are pages that were not recognised."""
        return any(exhibit.artifact.ocr or exhibit.artifact.waiting for exhibit in self.exhibits)

    @property
    def misread(self) -> bool:
        """Whether words may be missed: pages wait to be recognised, or the recogniser was not sure of one."""
        return any(
            exhibit.artifact.waiting
            or (exhibit.artifact.ocr and any(page.confidence < _SURE for page in exhibit.artifact.pages))
            for exhibit in self.exhibits
        )


def open_bundle(matcher: Matcher, requirement: Requirement, candidate: Candidate) -> Bundle | None:
    """Open a candidate; None when it leads to no artifact, or only to the home page or the index page itself."""
    main = candidate.target.artifact
    if main is None or candidate.target.why != "ok":
        return None
    if (matcher.is_index(main) or matcher.site.is_home(main)) and not candidate.section:
        return None
    blocks = _section(_own_blocks(matcher, requirement, main), candidate.section)
    exhibits = [Exhibit(main, candidate.label, blocks, main=True)]
    links = _links(matcher.site, main, candidate.section)
    lost: list[Lost] = []
    if main.kind == "page":
        offers = list(_offers(matcher, requirement, main, links))
        for offer in _meant(matcher, requirement, offers, common=matcher.is_common(main)):
            if offer.target.artifact is None:
                lost.append(Lost(offer.link, offer.target))
            elif len(exhibits) < _MOST_EXHIBITS:
                exhibits.append(_exhibit(matcher, requirement, offer.target.artifact, offer))
    return Bundle(candidate, tuple(exhibits), tuple(lost), links, blocks)


@dataclass(frozen=True, slots=True)
class _Offer:
    """A link that a page offers; `entry` is the entry of its list whose page carries the link, where that is so."""

    link: Link
    target: Target
    entry: Link | None = None


def _meant(matcher: Matcher, requirement: Requirement, offers: list[_Offer], *, common: bool) -> list[_Offer]:
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


def _is_service(requirement: Requirement, offer: _Offer) -> bool:
    """Whether a form stands there: what is requested with it names the service, not the item."""
    page = offer.target.artifact
    return (
        requirement.concept in _SERVICES and page is not None and any(block.kind == "form" for block in page.blocks)
    )


def _of_another(matcher: Matcher, requirement: Requirement, offer: _Offer) -> bool:
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


def _is_post(offer: _Offer) -> bool:
    """A page of its own in a list, or what hangs on one."""
    page = offer.target.artifact
    return offer.entry is not None or (page is not None and page.kind == "page")


def _names_it(matcher: Matcher, requirement: Requirement, offer: _Offer) -> bool:
    """Whether an offer or the entry that it hangs on is named as the item; where their words name nothing at all (a
    month, say), the heading that they stand under tells."""
    links = (offer.link, offer.entry) if offer.entry else (offer.link,)
    words = tuple(text for link in links for text in (link.text, link.hint, link.row) if text)
    if not matcher.naming.tells(words):
        words = (offer.link.section,)
    return any(matcher.naming.name(requirement, concept, words)[1].score >= STRONG for concept in requirement.family)


def _exhibit(matcher: Matcher, requirement: Requirement, artifact: Artifact, offer: _Offer) -> Exhibit:
    link = offer.link
    words = [text for text in (link.text or link.hint, link.row if link.row != link.text else "") if text]
    if offer.entry:  # "download" tells nothing; the post that it hangs on does
        words.append(offer.entry.text or offer.entry.hint)
    return Exhibit(artifact, " · ".join(dict.fromkeys(words))[:300], _own_blocks(matcher, requirement, artifact))


def _own_blocks(matcher: Matcher, requirement: Requirement, artifact: Artifact) -> tuple[Block, ...]:
    if artifact.kind == "page":
        return matcher.site.content(artifact)
    return own_pages(matcher.naming, requirement, artifact)


def _links(site: Site, main: Artifact, section: str) -> tuple[Link, ...]:
    links = site.content_links(main)
    return tuple(link for link in links if link.section == section) if section else links


def _offers(
    matcher: Matcher, requirement: Requirement, main: Artifact, links: tuple[Link, ...]
) -> Iterator[_Offer]:
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
        yield _Offer(link, target)
        page = target.artifact
        if page is not None and page.kind == "page":
            for inner in matcher.site.content_links(page):
                found = matcher.site.target(inner.url)
                held = _is_attachment(inner, found) or (_is_year(link) and _is_entry(matcher, found))
                if canonical(inner.url) not in seen and held:
                    seen.add(canonical(inner.url))
                    yield _Offer(inner, found, link)


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


def _section(blocks: tuple[Block, ...], heading: str) -> tuple[Block, ...]:
    """The blocks from a heading to the next of the same or a higher level; all of them without a heading."""
    if not heading:
        return blocks
    start = next((i for i, block in enumerate(blocks) if block.kind == "heading" and block.text == heading), None)
    if start is None:
        return blocks
    level = blocks[start].level
    for end in range(start + 1, len(blocks)):
        if blocks[end].kind == "heading" and blocks[end].level <= level:
            return blocks[start:end]
    return blocks[start:]


# -- finding words ------------------------------------------------------------------------------------------------


def quote_of(exhibit: Exhibit, block: Block | None, text: str) -> Quote:
    """A quotation from an exhibit."""
    artifact = exhibit.artifact
    words = text if len(text) <= _QUOTE else text[:_QUOTE].rsplit(" ", 1)[0] + "…"
    return Quote(
        url=artifact.url, text=words, kind=artifact.kind, sha256=artifact.evidence.sha256,
        page=block.page if block else 0,
    )  # fmt: skip


def find_words(exhibits: tuple[Exhibit, ...], terms: tuple[str, ...]) -> Quote | None:
    """The first passage that holds one of `terms` (`a + b`: both on one page), as a quotation."""
    return _first_found(map(_Shown, exhibits), terms)


def _first_found(shown: Iterable["_Shown"], terms: tuple[str, ...]) -> Quote | None:
    return next((quote for item in shown for term in terms if (quote := _find(item, term)) is not None), None)


def count_terms(exhibits: tuple[Exhibit, ...], terms: tuple[str, ...]) -> int:
    """How many different terms occur."""
    shown = [_Shown(exhibit) for exhibit in exhibits]
    return sum(_first_found(shown, (term,)) is not None for term in terms)


class _Shown:
    """The words of one exhibit, made ready once for all terms that are looked for in it."""

    def __init__(self, exhibit: Exhibit) -> None:
        self.exhibit = exhibit

    @cached_property
    def passages(self) -> list[tuple[Block, str]]:
        """Every passage that is no placeholder, with its key; the rows of a web page repeat their cells."""
        page = self.exhibit.artifact.kind == "page"
        blocks = [block for block in self.exhibit.blocks if block.kind != "row" or not page]
        return [(block, key(block.text)) for block in blocks if not is_placeholder_text(block.text)]

    @cached_property
    def pages(self) -> list[tuple[list[Block], str]]:
        """The passages of each page, with the key of all of them together."""
        by_number: dict[int, list[Block]] = {block.page: [] for block in self.exhibit.blocks}
        for block, _ in self.passages:
            by_number[block.page].append(block)
        runs = [*by_number.values(), *_seams(list(by_number.values()))]
        return [(blocks, key(" ".join(block.text for block in blocks))) for blocks in runs]


def _seams(pages: list[list[Block]]) -> list[list[Block]]:
    """Where one page ends and the next begins, page numbers aside: a word may be broken there."""
    told = [[block for block in blocks if not _PAGE_NUMBER.match(block.text)] for blocks in pages]
    return [[before[-1], after[0]] for before, after in pairwise(told) if before and after]


def _find(shown: _Shown, term: str) -> Quote | None:
    exhibit, parts = shown.exhibit, term.split(" + ")
    if exhibit.artifact.ocr:
        return _find_recognised(exhibit, [skeleton(part) for part in parts])
    needles = [key(part) for part in parts]
    if len(needles) == 1:
        for block, text in shown.passages:
            if needles[0] in text:
                return quote_of(exhibit, block, around(block.text, needles[0]))
    return _find_across(shown, needles)


def _find_across(shown: _Shown, needles: list[str]) -> Quote | None:
    """Words broken over lines, or several words that only have to stand on the same page."""
    for blocks, text in shown.pages:
        if all(needle in text for needle in needles):
            first = _window(blocks, needles[0])
            return quote_of(shown.exhibit, first[0], " ".join(block.text for block in first))
    return None


def _window(blocks: list[Block], needle: str) -> list[Block]:
    """The shortest run of lines that holds the words."""
    for length in range(1, _MOST_LINES + 1):
        for start in range(len(blocks) - length + 1):
            run = blocks[start : start + length]
            if needle in key(" ".join(block.text for block in run)):
                return run
    return blocks[:1]


def _find_recognised(exhibit: Exhibit, needles: list[str]) -> Quote | None:
    for item in exhibit.artifact.pages:
        text = skeleton(item.text)
        if all(needle in text for needle in needles):
            block = next((block for block in exhibit.blocks if block.page == item.number), None)
            line = next((line for line in item.text.splitlines() if needles[0] in skeleton(line)), item.text[:120])
            return quote_of(exhibit, block, line)
    return None


def around(text: str, needle: str) -> str:
    """The words around a needle (given as key) in a long passage; the passage itself when it is short."""
    if len(text) <= _QUOTE:
        return text
    for start in range(0, len(text), 60):
        window = text[start : start + _QUOTE]
        if needle in key(window):
            return ("…" if start else "") + window
    return text[:_QUOTE]
