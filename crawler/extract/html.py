"""A web page → blocks in reading order, links with their surroundings, title.

One walk over the parsed tree. Words cut by inline tags are joined without a blank; menus, footers and cookie banners
are marked as such, never dropped, because the judge needs the links in them and must not count their words.
"""

import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.artifacts import Block, BlockKind, Link, Place
from crawler.extract.bounded import bounded
from crawler.extract.decode import decode
from crawler.extract.marks import (
    BLOCKS,
    MARKED,
    can_be_sent,
    field_names,
    is_head,
    place_of,
    scripted_target,
    without_false_menus,
)
from crawler.extract.words import clean

_DROPPED = frozenset("script style noscript template svg head option select -comment audio video".split())
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "summary": 5, "legend": 6, "caption": 6}
_HEAD_LEVEL = 4
_BOLD = frozenset(("b", "strong", "big"))
_LARGE = frozenset(("4", "5", "6", "7", "+1", "+2", "+3", "+4"))
_BOLD_LEVEL = 6  # a line that stands out as a whole is a heading of the lowest level: many old sites have no other
_LONGEST_BOLD = 120
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
_MAX_DEPTH = 150  # three calls a level: well inside what the interpreter allows
_MOST_OPTIONS = 40
_MAX_ROW = 1500
_FRAMES = {"iframe": "src", "frame": "src", "embed": "src", "object": "data"}


@dataclass
class _Draft:
    """A link under construction: the row around it is known only when the row ends."""

    url: str
    text: str
    hint: str
    section: str
    place: Place
    row: str = ""

    def freeze(self) -> Link:
        return Link(url=self.url, text=self.text, hint=self.hint, section=self.section, row=self.row, place=self.place)


@dataclass
class Page:
    """What the reader makes of one HTML document."""

    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def read_html(body: bytes, content_type: str, url: str) -> Page:
    """Decode and read one page; `url` is the address that relative links start from."""
    return read_markup(decode(body, content_type), url)


def read_markup(markup: str, url: str) -> Page:
    """Read a page that is text already (a rendered one, for instance)."""
    tree = LexborHTMLParser(bounded(markup))
    base = tree.css_first("base[href]")
    walker = _Walker(urljoin(url, (base.attributes.get("href") or "")) if base is not None else url)
    title = tree.css_first("title")
    if tree.body is not None:
        walker.element(tree.body, "content", 0)
        walker.flush("content")
    elif tree.root is not None:
        for frame in tree.css("frame"):  # a frameset has no body
            walker.frame(frame, "frame", "content")
    return walker.page(clean(title.text(deep=True)) if title is not None else "")


class _Walker:
    def __init__(self, base: str) -> None:
        self.base = base
        parts = urlsplit(base)
        self.root = f"{parts.scheme}://{parts.netloc}"
        self.blocks: list[Block] = []
        self.drafts: list[_Draft] = []
        self.buffer: list[str] = []
        self.pending: list[_Draft] = []  # links inside the text that is being collected
        self.path: list[int] = []
        self.section = ""
        self.heading = 0
        self.item = False
        self.bold = 0  # open elements that make their words stand out
        self.plain = False  # whether the text being collected has words outside of them
        self.counter = 0
        self.loose_inputs: list[str] = []

    def page(self, title: str) -> Page:
        if self.loose_inputs:
            self.add("form", "", "content", fields=tuple(self.loose_inputs))
        blocks = without_false_menus(self.blocks)
        return Page(title, blocks, [draft.freeze() for draft in self.drafts])

    # -- the walk ---

    def element(self, node: LexborNode, place: Place, depth: int) -> None:
        tag = node.tag
        if depth > _MAX_DEPTH:
            self.buffer.append(node.text(deep=True))
            return
        if tag in MARKED:
            place = place_of(node, tag, place)
        if tag not in BLOCKS:
            stands_out = tag in _BOLD or (tag == "font" and (node.attributes.get("size") or "") in _LARGE)
            self.bold += stands_out
            self.children(node, place, depth)
            self.bold -= stands_out
            return
        self.flush(place)
        self.counter += 1
        self.path.append(self.counter)
        style = node.attributes.get("style") if tag in ("div", "td", "section", "figure") else None
        if style and "url(" in style:
            self.background(style, place)
        if tag == "tr":
            self.row(node, place, depth)
        elif tag == "form":
            self.form(node, place, depth)
        else:
            self.inside(node, tag, place, depth)
        self.path.pop()

    def inside(self, node: LexborNode, tag: str, place: Place, depth: int) -> None:
        outer_heading, outer_item = self.heading, self.item
        level = _HEADINGS.get(tag, outer_heading) or (_HEAD_LEVEL if is_head(node, tag) else 0)
        self.heading, self.item = level, outer_item or tag == "li"
        self.children(node, place, depth)
        self.flush(place)
        self.heading, self.item = outer_heading, outer_item

    def children(self, node: LexborNode, place: Place, depth: int) -> None:
        for child in node.iter(include_text=True):
            tag = child.tag
            if tag == "-text":
                words = child.text_content or ""
                self.buffer.append(words)
                self.plain = self.plain or (not self.bold and not words.isspace())
            elif tag == "a" or tag == "area":
                self.anchor(child, place, depth)
            elif tag == "br":
                self.flush(place)
            elif tag == "img":
                self.image(child, place)
            elif tag in _FRAMES:
                self.frame(child, tag, place)
            elif tag == "input" or tag == "textarea":
                self.loose_inputs.extend(field_names(child))
            elif tag not in _DROPPED:
                self.element(child, place, depth + 1)

    def flush(self, place: Place) -> None:
        text = clean("".join(self.buffer)) if self.buffer else ""
        self.buffer.clear()
        links, self.pending = self.pending, []
        level = self.heading or (_BOLD_LEVEL if not self.plain and not links and len(text) <= _LONGEST_BOLD else 0)
        self.plain = False
        if not text:
            return
        kind: BlockKind = "heading" if level else ("item" if self.item else "text")
        for draft in links:
            draft.row = draft.row or text
        self.add(kind, text, place, level=level, links=tuple(draft.freeze() for draft in links))
        if kind == "heading" and place == "content":
            self.section = text

    def add(
        self,
        kind: BlockKind,
        text: str,
        place: Place,
        *,
        level: int = 0,
        url: str = "",
        cells: tuple[str, ...] = (),
        fields: tuple[str, ...] = (),
        links: tuple[Link, ...] = (),
    ) -> None:
        path = tuple(self.path)
        self.blocks.append(
            Block(
                kind=kind,
                text=text,
                place=place,
                level=level,
                url=url,
                path=path,
                cells=cells,
                fields=fields,
                links=links,
            )
        )

    # -- single elements ---

    def anchor(self, node: LexborNode, place: Place, depth: int) -> None:
        attributes = node.attributes
        start = len(self.buffer)
        blocks_before = len(self.blocks)
        self.children(node, place, depth + 1)
        text = clean("".join(self.buffer[start:]))
        if not text and len(self.blocks) > blocks_before:
            text = " ".join(block.text for block in self.blocks[blocks_before:] if block.kind != "image")[:300]
        hints = [attributes.get(name) or "" for name in ("title", "aria-label", "alt")]
        hints += [image.attributes.get("alt") or image.attributes.get("title") or "" for image in node.css("img")]
        url = self.address(attributes.get("href") or "") or self.address(scripted_target(attributes.get("onclick")))
        draft = _Draft(url, text, clean(" ".join(hint for hint in hints if hint)), self.section, place)
        self.drafts.append(draft)
        self.pending.append(draft)

    def image(self, node: LexborNode, place: Place) -> None:
        attributes = node.attributes
        source = attributes.get("src") or ""
        if not source or source.startswith("data:"):
            source = attributes.get("data-src") or attributes.get("data-original") or source
        if source.startswith("data:"):
            # an inline picture has no address; its digest tells one from another
            source = f"data:{hashlib.sha256(source.encode()).hexdigest()[:16]}"
        else:
            source = urljoin(self.base, source.strip()) if source else ""
        self.flush(place)
        self.add("image", clean(attributes.get("alt") or attributes.get("title") or ""), place, url=source)

    def background(self, style: str, place: Place) -> None:
        match = _BACKGROUND.search(style)
        if match and not match[1].startswith("data:"):
            self.add("image", "", place, url=urljoin(self.base, match[1]))

    def frame(self, node: LexborNode, tag: str, place: Place) -> None:
        attributes = node.attributes
        url = self.address(attributes.get(_FRAMES[tag]) or attributes.get("data-src") or "")
        hint = clean(attributes.get("title") or "")
        self.flush(place)
        if url:
            self.add("frame", hint, place, url=url)
            self.drafts.append(_Draft(url, "", hint, self.section, place, row=self.section))

    def row(self, node: LexborNode, place: Place, depth: int) -> None:
        """A table row: its cells are read like any text, then the row as a whole is added."""
        first_block, first_draft = len(self.blocks), len(self.drafts)
        spans: list[tuple[int, int]] = []
        for cell in node.iter():
            start = len(self.blocks)
            self.element(cell, place, depth + 1)
            self.flush(place)
            spans.append((start, len(self.blocks)))
        inner = self.blocks[first_block:]
        if any(block.kind in ("row", "form") for block in inner):
            return  # a table that lays out the page, not one that lists things
        cells = tuple(" ".join(block.text for block in self.blocks[start:end] if block.text) for start, end in spans)
        text = " | ".join(cell for cell in cells if cell)
        if not text or len(text) > _MAX_ROW:
            return
        for draft in self.drafts[first_draft:]:
            draft.row = text
        self.add("row", text, place, cells=cells, links=tuple(draft.freeze() for draft in self.drafts[first_draft:]))

    def form(self, node: LexborNode, place: Place, depth: int) -> None:
        fields = [name for control in node.css("input, textarea, select") for name in field_names(control)]
        labels = [clean(label.text(deep=True)) for label in node.css("label, legend, th")]
        labels += [clean(option.text(deep=True)) for option in node.css("option")[:_MOST_OPTIONS]]
        outer, self.loose_inputs = self.loose_inputs, []
        start = len(self.blocks)
        self.inside(node, "form", place, depth)
        self.loose_inputs = outer
        words = " ".join(block.text for block in self.blocks[start:] if block.kind != "row")
        action = self.address(node.attributes.get("action") or "")
        names = (*fields, *(f"label:{label}" for label in labels if label))
        if not can_be_sent(node):
            names = (*names, "unsendable:")
        self.add("form", words[:600], place, url=action, fields=tuple(names))

    def address(self, href: str) -> str:
        """An absolute address without fragment, or "" for one that leads nowhere."""
        href = href.strip()
        if not href or href[0] == "#":
            return ""
        if href[0] == "/" and href[1:2] != "/" and "/." not in href:
            return self.root + href.split("#", 1)[0]  # most links of most sites: nothing to resolve
        return _resolved(self.base, href)


@lru_cache(maxsize=8192)
def _resolved(base: str, href: str) -> str:
    try:
        url = urldefrag(urljoin(base, href))[0]
        scheme = urlsplit(url).scheme
    except ValueError:
        return ""
    return url if scheme in ("http", "https", "mailto", "tel") else ""
