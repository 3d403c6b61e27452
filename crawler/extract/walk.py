"""One walk over the parsed tree of a page.

Words cut by inline tags are joined without a blank; menus, footers and cookie banners are marked as such, never
dropped, because the judge needs the links in them and must not count their words. A page has thousands of elements, so
what most of them have nothing of is not asked for.
"""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.artifacts import Place
from crawler.elsewhere import unwrapped
from crawler.extract import limits, targets
from crawler.extract.collected import Collected
from crawler.extract.marks import (
    BLOCKS,
    FURNITURE,
    MARKED,
    can_be_sent,
    field_names,
    is_head,
    is_icon,
    only_words,
    place_by,
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
_FRAMES = {"iframe": "src", "frame": "src", "embed": "src", "object": "data"}


class Walk:
    """What is between the tags of one page, gathered in reading order."""

    def __init__(self, base: str, markup: str, tree: LexborHTMLParser) -> None:
        self.out = Collected(base)
        self.loose_inputs: list[str] = []
        self.icons = "icon" in markup or "symbols" in markup
        self.acting: dict[int, str] = {}  # elements that lead somewhere although they are no links
        if acting := targets.acting(markup):
            for node in tree.css(acting)[: limits.MAX_LINKS]:
                if node.tag not in ("a", "area") and (url := self.out.address(targets.acted_target(node.attributes))):
                    self.acting[node.mem_id] = url
        for node in tree.css("meta[http-equiv=refresh i]")[:3]:
            url = self.out.address(targets.refreshed(node.attributes.get("content") or ""))
            self.out.link(url, "", "", "content")
        for url in targets.widgets(markup):
            self.out.frame("", "footer", url)

    def through(self, tree: LexborHTMLParser) -> Collected:
        """All of the page."""
        if tree.body is not None:
            self.children(tree.body, "content", 0)
            self.out.flush("content")
        elif tree.root is not None:
            for frame in tree.css("frame"):  # a frameset has no body
                self.frame(frame, "frame", "content")
        if self.loose_inputs:
            self.out.form("", "content", "", tuple(self.loose_inputs))
        return self.out

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
                out.link(out.address(url), clean(words[: limits.MAX_WORDS]), "", place)
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
        if out.buffer or out.pending:
            out.flush(place)
        around = out.path
        out.opened += 1
        out.path = (*around, out.opened)
        level = _HEADINGS.get(tag, 0)
        if tag in MARKED and ((attributes := node.attributes) or tag in FURNITURE):
            place = place_by(attributes, tag, place)
            if not level and is_head(node, attributes):
                level = _HEAD_LEVEL
            if "url(" in (attributes.get("style") or ""):
                out.background(attributes["style"] or "", place)
        words = None if level or out.full else only_words(node)
        if level or tag == "li":
            self.inside(node, level, place, depth)
        elif words is not None and tag != "tr" and tag != "form":
            out.line(words, place)
        elif tag == "tr":
            self.row(node, place, depth)
        elif tag == "form":
            self.form(node, place, depth)
        else:
            self.children(node, place, depth + 1)
            if out.buffer or out.pending:
                out.flush(place)
        out.path = around

    def inside(self, node: LexborNode, level: int, place: Place, depth: int) -> None:
        """An element that says what its words are: a heading, or an item of a list."""
        out = self.out
        outer = out.heading, out.item
        out.heading, out.item = (level, out.item) if level else (out.heading, True)
        self.children(node, place, depth + 1)
        out.flush(place)
        out.heading, out.item = outer

    # -- single elements ---

    def anchor(self, node: LexborNode, place: Place, depth: int) -> None:
        out = self.out
        label = only_words(node) if depth < _MAX_DEPTH and not out.full else None
        if label is not None:
            out.words(label)
            out.anchor(node.attributes, clean(label[: limits.MAX_WORDS]), place, [])
            return
        mark = out.mark()
        self.children(node, place, depth + 1)
        words, alts = out.since(mark)
        out.anchor(node.attributes, words, place, alts)

    def actor(self, node: LexborNode, tag: str, place: Place, depth: int) -> None:
        """An element that a script makes a link: a button, a card, a table row."""
        url = self.acting.pop(node.mem_id)
        before, mark = len(self.out.links), self.out.mark()
        if tag in BLOCKS:
            self.block(node, tag, place, depth)
        else:
            self.inline(node, tag, place, depth)
        words, alts = self.out.since(mark)
        if all(link.url != url for link in self.out.links[before:]):
            hints = [value for name in ("title", "aria-label") if (value := node.attributes.get(name))]
            self.out.link(url, words, clean(" ".join([*hints, *alts])[: limits.MAX_WORDS]), place)

    def frame(self, node: LexborNode, tag: str, place: Place) -> None:
        attributes = node.attributes
        url = self.out.address(targets.framed(attributes, _FRAMES[tag]))
        hint = clean((attributes.get("title") or "")[: limits.MAX_WORDS])
        self.out.flush(place)
        if url:
            self.out.frame(hint, place, url)
            self.out.link(self.out.address(unwrapped(url) or url), "", hint, place, row=self.out.section)
        for inner in node.css("a[href]")[:20] if tag == "object" else ():  # offered where it cannot be shown
            self.out.anchor(inner.attributes, clean(inner.text(deep=True)[: limits.MAX_WORDS]), place, [])

    def row(self, node: LexborNode, place: Place, depth: int) -> None:
        """A table row: its cells are read like any text, then the row as a whole is added."""
        out = self.out
        first_link, tables = len(out.links), out.tables
        spans: list[tuple[int, int]] = []
        for cell in node.iter():
            start = len(out.blocks)
            tag = cell.tag or ""
            if tag in BLOCKS:
                self.block(cell, tag, place, depth + 1)
            out.flush(place)
            spans.append((start, len(out.blocks)))
        if out.tables > tables:
            return  # a table that lays out the page, not one that lists things
        cells = tuple([" ".join([block.text for block in out.blocks[start:end] if block.text]) for start, end in spans])
        out.row(cells, place, first_link)

    def form(self, node: LexborNode, place: Place, depth: int) -> None:
        fields = [name for control in node.css("input, textarea, select") for name in field_names(control)]
        labels = [clean(label.text(deep=True)) for label in node.css("label, legend, th")]
        labels += [clean(option.text(deep=True)) for option in node.css("option")[:_MOST_OPTIONS]]
        outer, self.loose_inputs = self.loose_inputs, []
        start = len(self.out.blocks)
        self.children(node, place, depth + 1)
        self.out.flush(place)
        self.loose_inputs = outer
        words = " ".join(block.text for block in self.out.blocks[start:] if block.kind != "row")
        action = self.out.address(node.attributes.get("action") or "")
        names = (*fields, *(f"label:{label}" for label in labels if label))
        if not can_be_sent(node):
            names = (*names, "unsendable:")
        self.out.form(words[:600], place, action, names)
