"""A web page → blocks in reading order, links with their surroundings, title."""

from dataclasses import dataclass, field
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.artifacts import Block, Link
from crawler.extract import limits
from crawler.extract.bounded import bounded
from crawler.extract.decode import decode
from crawler.extract.marks import with_banners_aside, without_false_menus
from crawler.extract.walk import Walk
from crawler.extract.words import clean


@dataclass
class Page:
    """What the reader makes of one HTML document."""

    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def read_html(body: bytes, content_type: str, url: str) -> Page:
    """Decode and read one page; `url` is the address that relative links start from."""
    return read_markup(decode(body[: 3 * limits.MAX_MARKUP], content_type), url)


def read_markup(markup: str, url: str) -> Page:
    """Read a page that is text already (a rendered one, for instance)."""
    markup = bounded(markup[: limits.MAX_MARKUP])
    tree = LexborHTMLParser(markup)
    base = tree.css_first("base[href]") if "<base" in markup or "<BASE" in markup else None
    blocks, links = Walk(_base(url, base), markup, tree).through(tree).finished()
    blocks = without_false_menus(blocks)
    if "ookie" in markup or "คุก" in markup:
        blocks = with_banners_aside(blocks)
    title = tree.css_first("title")
    words = clean(title.text(deep=True)[: limits.MAX_WORDS]) if title is not None else ""
    return Page(words, blocks, links)


def _base(url: str, node: LexborNode | None) -> str:
    try:
        return urljoin(url, (node.attributes.get("href") or "") if node is not None else "")
    except ValueError:
        return url
