"""What stands behind one candidate: the page or file itself and what it offers (attachments, entries of its list)."""

import re
from dataclasses import dataclass, field

from audits.bound import own_pages
from audits.match import Candidate, Matcher
from audits.offers import Offer, meant, offers_of
from audits.requirement import Requirement
from audits.site import Site, Target
from audits.verdict import Quote
from crawler.artifacts import Artifact, Block, Link

_MOST_EXHIBITS = 60
QUOTE = 180  # letters of a quotation at the most
_BODY_NAME = re.compile(
    r"^\W*(?:ที่ทำการ|เว็บไซต์|ยินดีต้อนรับ(?:สู่)?)?\W*(?:องค์การบริหารส่วน|เทศบาล(?:ตำบล|เมือง|นคร)|อบต\.|อบจ\.)\S*"
    r"(?:\s*(?:อำเภอ|อ\.|จังหวัด|จ\.)\s*\S+)*\W*$"
)
_SURE = 0.9  # of a recognised page; below, a word in ten is lost (benchmarks/reading.py)


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


def quote_of(exhibit: Exhibit, block: Block | None, text: str) -> Quote:
    """A quotation from an exhibit."""
    artifact = exhibit.artifact
    words = text if len(text) <= QUOTE else text[:QUOTE].rsplit(" ", 1)[0] + "…"
    return Quote(
        url=artifact.url, text=words, kind=artifact.kind, sha256=artifact.evidence.sha256,
        page=block.page if block else 0,
    )  # fmt: skip


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
        offers = list(offers_of(matcher, requirement, main, links))
        for offer in meant(matcher, requirement, offers, common=matcher.is_common(main)):
            if offer.target.artifact is None:
                lost.append(Lost(offer.link, offer.target))
            elif len(exhibits) < _MOST_EXHIBITS:
                exhibits.append(_exhibit(matcher, requirement, offer.target.artifact, offer))
    return Bundle(candidate, tuple(exhibits), tuple(lost), links, blocks)


def _exhibit(matcher: Matcher, requirement: Requirement, artifact: Artifact, offer: Offer) -> Exhibit:
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
