"""A web page → blocks in reading order, links with their surroundings, title.

One walk over the parsed tree. Words cut by inline tags are joined without a blank; menus, footers and cookie banners
are marked as such, never dropped, because the judge needs the links in them and must not count their words.
"""

from dataclasses import dataclass, field
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.artifacts import Block, Link, Place
from crawler.elsewhere import unwrapped
from crawler.extract import limits, targets
from crawler.extract.bounded import bounded
from crawler.extract.collected import Collected
from crawler.extract.decode import decode
from crawler.extract.marks import (
    BLOCKS,
    MARKED,
    can_be_sent,
    field_names,
    is_head,
    is_icon,
    place_by,
    with_banners_aside,
    without_false_menus,
)
from crawler.extract.words import clean

_DROPPED = frozenset("script style noscript template svg head option -comment audio video".split())
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "summary": 5, "legend": 6, "caption": 6}
_HEAD_LEVEL = 4
_BOLD = frozenset(("b", "strong", "big"))
_LARGE = frozenset(("4", "5", "6", "7", "+1", "+2", "+3", "+4"))
_ICONS = frozenset(("i", "span", "em", "mat-icon", "md-icon"))
_MAX_DEPTH = 150  # three calls a level: well inside what the interpreter allows
_MOST_OPTIONS = 40
_MAX_ROW = 1500
_FRAMES = {"iframe": "src", "frame": "src", "embed": "src", "object": "data"}


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
    walker = _Walker(_base(url, base), markup, tree)
    if tree.body is not None:
        walker.children(tree.body, "content", 0)
        walker.out.flush("content")
    elif tree.root is not None:
        for frame in tree.css("frame"):  # a frameset has no body
            walker.frame(frame, "frame", "content")
    title = tree.css_first("title")
    return walker.page(clean(title.text(deep=True)[: limits.MAX_WORDS]) if title is not None else "")


def _base(url: str, node: LexborNode | None) -> str:
    try:
        return urljoin(url, (node.attributes.get("href") or "") if node is not None else "")
    except ValueError:
        return url


class _Walker:
    def __init__(self, base: str, markup: str, tree: LexborHTMLParser) -> None:
        self.out = Collected(base)
        self.loose_inputs: list[str] = []
        self.icons = "icon" in markup or "symbols" in markup
        self.cookies = "ookie" in markup or "คุก" in markup
        self.acting: dict[int, str] = {}  # elements that lead somewhere although they are no links
        if "onclick" in markup.lower() or "data-" in markup:
            for node in tree.css(targets.ACTING)[: limits.MAX_LINKS]:
                if node.tag not in ("a", "area") and (url := self.out.address(targets.acted_target(node.attributes))):
                    self.acting[node.mem_id] = url
        if "http-equiv" in markup.lower():
            for node in tree.css("meta[http-equiv=refresh i]")[:3]:
                self.out.link(targets.refreshed(node.attributes.get("content") or ""), "", "", "content")
        for url in targets.widgets(markup):
            self.out.add("frame", "", "footer", url=url)

    def page(self, title: str) -> Page:
        if self.loose_inputs:
            self.out.add("form", "", "content", fields=tuple(self.loose_inputs))
        blocks = without_false_menus(self.out.blocks)
        if self.cookies:
            blocks = with_banners_aside(blocks)
        return Page(title, blocks, self.out.links())

    # -- the walk ---

    def children(self, node: LexborNode, place: Place, depth: int) -> None:
        out = self.out
        if depth > _MAX_DEPTH or out.full:
            self.flat(node, place)
            return
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                out.words(child.text_content or "")
            elif tag in BLOCKS:
                if self.acting and child.mem_id in self.acting:
                    self.actor(child, tag, place, depth)
                else:
                    self.block(child, tag, place, depth)
            elif tag == "a" or tag == "area":
                self.anchor(child, place, depth)
            elif tag == "br":
                out.flush(place)
            elif tag in _DROPPED:
                continue
            elif tag == "img":
                out.image(child.attributes, place)
            else:
                self.inline(child, tag, place, depth)

    def flat(self, node: LexborNode, place: Place) -> None:
        """The words and links of what is nested deeper than a page made for people."""
        for child in node.traverse(include_text=True):
            tag = child.tag
            if tag == "-text" and (child.parent is None or child.parent.tag not in _DROPPED):
                self.out.words(child.text_content or "")
            elif tag == "a":
                self.out.anchor(child.attributes, clean(child.text(deep=True)[: limits.MAX_WORDS]), place, [])
            elif tag in BLOCKS or tag == "br":
                self.out.flush(place)
            if self.out.full:
                return

    def inline(self, node: LexborNode, tag: str, place: Place, depth: int) -> None:
        out = self.out
        if tag in _FRAMES:
            self.frame(node, tag, place)
        elif tag == "input" or tag == "textarea":
            self.loose_inputs.extend(field_names(node))
        elif tag == "select":
            for url, words in targets.jumps(node):
                out.link(url, clean(words[: limits.MAX_WORDS]), "", place)
        elif tag in _ICONS and self.icons and is_icon(node):
            return
        elif self.acting and node.mem_id in self.acting:
            self.actor(node, tag, place, depth)
        else:
            stands_out = tag in _BOLD or (tag == "font" and (node.attributes.get("size") or "") in _LARGE)
            out.bold += stands_out
            self.children(node, place, depth + 1)
            out.bold -= stands_out

    def block(self, node: LexborNode, tag: str, place: Place, depth: int) -> None:
        out = self.out
        out.flush(place)
        out.open()
        level = _HEADINGS.get(tag, 0)
        if tag in MARKED:
            attributes = node.attributes
            place = place_by(attributes, tag, place)
            if not level and is_head(node, attributes):
                level = _HEAD_LEVEL
            if "url(" in (attributes.get("style") or ""):
                out.background(attributes["style"] or "", place)
        if tag == "tr":
            self.row(node, place, depth)
        elif tag == "form":
            self.form(node, place, depth)
        else:
            self.inside(node, tag, level, place, depth)
        out.close()

    def inside(self, node: LexborNode, tag: str, level: int, place: Place, depth: int) -> None:
        out = self.out
        outer = out.heading, out.item
        out.heading, out.item = level or out.heading, out.item or tag == "li"
        self.children(node, place, depth + 1)
        out.flush(place)
        out.heading, out.item = outer

    # -- single elements ---

    def anchor(self, node: LexborNode, place: Place, depth: int) -> None:
        out = self.out
        mark = out.mark()
        self.children(node, place, depth + 1)
        words, alts = out.since(mark)
        out.anchor(node.attributes, words, place, alts)

    def actor(self, node: LexborNode, tag: str, place: Place, depth: int) -> None:
        """An element that a script makes a link: a button, a card, a table row."""
        url = self.acting.pop(node.mem_id)
        before, mark = len(self.out.drafts), self.out.mark()
        if tag in BLOCKS:
            self.block(node, tag, place, depth)
        else:
            self.inline(node, tag, place, depth)
        words, alts = self.out.since(mark)
        if all(draft.url != url for draft in self.out.drafts[before:]):
            hints = [value for name in ("title", "aria-label") if (value := node.attributes.get(name))]
            self.out.link(url, words, clean(" ".join([*hints, *alts])[: limits.MAX_WORDS]), place)

    def frame(self, node: LexborNode, tag: str, place: Place) -> None:
        attributes = node.attributes
        url = self.out.address(attributes.get(_FRAMES[tag]) or attributes.get("data-src") or "")
        hint = clean((attributes.get("title") or "")[: limits.MAX_WORDS])
        self.out.flush(place)
        if url:
            self.out.add("frame", hint, place, url=url)
            self.out.link(unwrapped(url) or url, "", hint, place, row=self.out.section)
        for inner in node.css("a[href]")[:20] if tag == "object" else ():  # offered where it cannot be shown
            self.out.anchor(inner.attributes, clean(inner.text(deep=True)[: limits.MAX_WORDS]), place, [])

    def row(self, node: LexborNode, place: Place, depth: int) -> None:
        """A table row: its cells are read like any text, then the row as a whole is added."""
        out = self.out
        first_block, first_draft = len(out.blocks), len(out.drafts)
        spans: list[tuple[int, int]] = []
        for cell in node.iter():
            start = len(out.blocks)
            if cell.tag in BLOCKS:
                self.block(cell, cell.tag or "", place, depth + 1)
            out.flush(place)
            spans.append((start, len(out.blocks)))
        if any(block.kind in ("row", "form") for block in out.blocks[first_block:]):
            return  # a table that lays out the page, not one that lists things
        cells = tuple(" ".join(block.text for block in out.blocks[start:end] if block.text) for start, end in spans)
        text = " | ".join(cell for cell in cells if cell)
        if not text or len(text) > _MAX_ROW:
            return
        drafts = out.drafts[first_draft:]
        for draft in drafts:
            draft.row = text
        out.add("row", text, place, cells=cells, links=tuple(draft.freeze() for draft in drafts))

    def form(self, node: LexborNode, place: Place, depth: int) -> None:
        fields = [name for control in node.css("input, textarea, select") for name in field_names(control)]
        labels = [clean(label.text(deep=True)) for label in node.css("label, legend, th")]
        labels += [clean(option.text(deep=True)) for option in node.css("option")[:_MOST_OPTIONS]]
        outer, self.loose_inputs = self.loose_inputs, []
        start = len(self.out.blocks)
        self.inside(node, "form", 0, place, depth)
        self.loose_inputs = outer
        words = " ".join(block.text for block in self.out.blocks[start:] if block.kind != "row")
        action = self.out.address(node.attributes.get("action") or "")
        names = (*fields, *(f"label:{label}" for label in labels if label))
        if not can_be_sent(node):
            names = (*names, "unsendable:")
        self.out.add("form", words[:600], place, url=action, fields=names)
