"""The vocabulary of evidence: what was seen on a site, and what could not be seen.

Every type is frozen and carries no behaviour beyond derived properties. Judges read these types and nothing
else, so a verdict can be repeated from stored evidence. Standard library only.
"""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

FailureKind = Literal[
    "dns", "tls", "timeout", "blocked", "http_error", "robots", "too_large", "unreadable", "off_site", "soft_404"
]
NOT_RENDERED = "not rendered"  # detail of a failure: the page came, but not what its scripts would have shown
Place = Literal["content", "menu", "footer"]
BlockKind = Literal["heading", "text", "item", "row", "image", "form", "frame"]
Method = Literal["markup", "text_layer", "ocr", "cells", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """The body whose site is looked at. `kind` follows the outward contract (sao, pao, ...)."""

    name: str
    kind: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where the bytes behind an artifact are kept: `warc_offset` is the byte offset of the gzip member."""

    url: str
    fetched_at: str
    sha256: str
    warc_file: str
    warc_offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One hyperlink as a reader of the page meets it.

    `text` is the visible label, `hint` what only attributes say (alt, title, aria-label), `section` the nearest
    heading above it and `row` the whole table row or list item around it. `url` is absolute, without fragment;
    it is empty for a link that leads nowhere (`#`, `javascript:`). `recognised`: the hint was read from the link's
    picture and may be wrong.
    """

    url: str
    text: str
    hint: str = ""
    section: str = ""
    row: str = ""
    place: Place = "content"
    recognised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of a page or file in reading order.

    `level` is the heading level (1-6, else 0); `page` the page number inside a file (from 1, 0 for web pages);
    `path` names the enclosing elements from the outside in, so that two blocks of one card share a long prefix;
    `fields` are the labels and names of a form's inputs; `url` the image source, frame source or form action.
    Rows keep their cells, joined by " | " in `text` and one by one in `cells`.
    """

    kind: BlockKind
    text: str
    place: Place = "content"
    level: int = 0
    page: int = 0
    url: str = ""
    path: tuple[int, ...] = ()
    cells: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A year read on a recognised page by the numeral reader.

    `year` is of the Buddhist era, `text` the words around it, `box` its place as fractions of the page (left, top,
    right, bottom; of the upright page). `start` is where it stands in the page's text, in ASCII digits; -1 when the
    reader is not sure enough and the text was left as the recogniser gave it. Then `crop` shows the place (PNG in
    base64), and `year` is 0 where a year must stand and no digits of one could be told.
    """

    year: int
    text: str
    page: int
    confidence: float
    box: tuple[float, float, float, float]
    start: int = -1
    crop: str = ""

    @property
    def reliable(self) -> bool:
        return self.start >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """How one page of a file (or the one page of a web address) was read. `confidence` is between 0 and 1."""

    number: int
    method: Method
    confidence: float
    text: str
    numerals: tuple[Numeral, ...] = ()

    @property
    def trusted(self) -> str:
        """The text with `#` for every digit that may be another one: all of recognised text but its reliable years."""
        if self.method != "ocr":
            return self.text
        letters = ["#" if letter.isdigit() else letter for letter in self.text]
        for numeral in self.numerals:
            if numeral.reliable:
                letters[numeral.start : numeral.start + 4] = str(numeral.year)
        return "".join(letters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A day (ISO) that a program put on a thing, in its own properties or in the header of the answer.

    It tells when something was made or put up, never what it is about.
    """

    source: Literal["metadata", "header"]
    day: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """One thing that was fetched: a page, a file or a picture.

    `readable` is false when the thing is there and its words are not to be had (a scan without recognisable
    text, a damaged or locked file); `detail` then says why. `ocr` is true when the words come from recognition,
    whose digits are not to be relied on; `waiting` counts the pages that could be recognised and were not yet.
    `redirected_from` lists the addresses that led here.
    """

    url: str
    kind: Literal["page", "file", "image"]
    media_type: str
    title: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    evidence: Evidence
    readable: bool = True
    detail: str = ""
    ocr: bool = False
    rendered: bool = False
    pages: tuple[PageText, ...] = ()
    waiting: int = 0
    redirected_from: tuple[str, ...] = ()
    stamps: tuple[Stamp, ...] = ()

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    @property
    def numerals(self) -> tuple[Numeral, ...]:
        """The years that the numeral reader saw, page by page."""
        return tuple(numeral for page in self.pages for numeral in page.numerals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One address that was wanted and not seen, with the way in which it failed."""

    url: str
    kind: FailureKind
    detail: str
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFinding:
    """A fact about the site as a whole that somebody should know (an expired certificate, say)."""

    kind: str
    url: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All that one crawl saw. `exhausted`: the frontier was finished, nothing was left out for lack of budget.

    `home_ok` is false when the home page itself could not be had; then nothing can be said of any item.
    `scope` lists the hosts that count as this site (a leading dot means: and its sub-domains).
    """

    agency: Agency
    snapshot_id: str
    started_at: str
    finished_at: str
    exhausted: bool
    artifacts: tuple[Artifact, ...]
    failures: tuple[Failure, ...]
    findings: tuple[SiteFinding, ...] = ()
    home_ok: bool = True
    home_problem: str = ""
    stopped_because: str = ""
    requests: int = 0
    scope: tuple[str, ...] = ()
    options: dict[str, str] = field(default_factory=dict)
