"""What the walk over a page has gathered so far: the running text, finished blocks, links under construction."""

import hashlib
import re
from collections.abc import Mapping

from crawler.artifacts import Block, BlockKind, Link, Place
from crawler.elsewhere import unwrapped
from crawler.extract import limits, targets
from crawler.extract.addresses import Addresses
from crawler.extract.drafts import BlockDraft, LinkDraft, as_blocks, as_links
from crawler.extract.words import clean

_BOLD_LEVEL = 6  # a line that stands out as a whole is a heading of the lowest level: many old sites have no other
_LONGEST_BOLD = 120
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*?url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
_LONGEST_LABEL = 300
_MAX_ROW = 1500
_HINT_ORDER = ("title", "aria-label", "alt")
_HINTS = frozenset(_HINT_ORDER)
Mark = tuple[int, int]
Attributes = Mapping[str, str | None]


class Collected:
    """The growing result of one walk."""

    def __init__(self, base: str) -> None:
        self.address = Addresses(base).of
        self.blocks: list[BlockDraft] = []
        self.links: list[LinkDraft] = []
        self.section = ""
        self.heading = 0
        self.item = False
        self.bold = 0  # open elements that make their words stand out
        self.full = False
        self.tables = 0  # rows and forms so far
        self.path: tuple[int, ...] = ()  # of the open elements
        self.opened = 0
        self.buffer: list[str] = []  # the text of the line so far
        self.pending: list[LinkDraft] = []  # links inside of it
        self.plain = False  # whether it has words that do not stand out
        self._room = limits.MAX_TEXT
        self._narrower: list[LinkDraft] = []  # links as they stand in a cell, before the whole row was known

    def finished(self) -> tuple[list[Block], list[Link]]:
        """All blocks and links, frozen."""
        as_links(self._narrower)
        return as_blocks(self.blocks), as_links(self.links)

    def words(self, words: str) -> None:
        """Text goes on; a line does not begin with blanks."""
        if not words.isspace():
            self.buffer.append(words)
            if not self.bold:
                self.plain = True
        elif self.buffer:
            self.buffer.append(" ")

    def flush(self, place: Place) -> None:
        """End the line: what was collected becomes a block."""
        buffer, pending = self.buffer, self.pending
        if not buffer and not pending:
            return
        text = clean((buffer[0] if len(buffer) == 1 else "".join(buffer))[: self._room])
        if text:
            level = self.heading or (0 if self.plain or pending or len(text) > _LONGEST_BOLD else _BOLD_LEVEL)
            kind: BlockKind = "heading" if level else ("item" if self.item else "text")
            for link in pending:
                link.row = link.row or text
            self._room -= len(text)
            self.add(BlockDraft(kind, text, place, level, 0, "", self.path, (), (), tuple(pending)))
            if level and place == "content":
                self.section = text
        self.plain = False
        buffer.clear()
        pending.clear()

    def line(self, words: str, place: Place) -> None:
        """A line that is one text: what most elements hold."""
        if not words.isspace():
            self.buffer.append(words)
            self.plain = not self.bold
            self.flush(place)

    def add(self, block: BlockDraft) -> None:
        """Add a finished block, as long as there is room for one."""
        self.blocks.append(block)
        if self._room <= 0 or len(self.blocks) >= limits.MAX_BLOCKS:
            self.full = True

    def row(self, cells: tuple[str, ...], place: Place, first_link: int) -> None:
        """A table row as a whole, around all links from the first one of it."""
        text = " | ".join([cell for cell in cells if cell])
        if not text or len(text) > _MAX_ROW:
            return
        inner = self.links[first_link:]
        outer = [LinkDraft(link.url, link.text, link.hint, link.section, text, link.place) for link in inner]
        self._narrower += inner
        self.links[first_link:] = outer
        self.add(BlockDraft("row", text, place, 0, 0, "", self.path, cells, links=tuple(outer)))
        self.tables += 1

    def form(self, words: str, place: Place, url: str, fields: tuple[str, ...]) -> None:
        """A form, or inputs outside of any."""
        self.add(BlockDraft("form", words, place, 0, 0, url, self.path, fields=fields))
        self.tables += 1

    def frame(self, words: str, place: Place, url: str) -> None:
        """What another page or a script shows inside of this one."""
        self.add(BlockDraft("frame", words, place, 0, 0, url, self.path))

    # -- links ---

    def mark(self) -> Mark:
        """Where an element begins, to ask later what it held."""
        return len(self.buffer), len(self.blocks)

    def since(self, mark: Mark) -> tuple[str, list[str]]:
        """The words and the descriptions of pictures since a mark."""
        start, first = mark
        if len(self.blocks) == first:
            return clean("".join(self.buffer[start:])[: limits.MAX_WORDS]), []
        inner = self.blocks[first:]
        text = clean("".join(self.buffer)[: limits.MAX_WORDS])
        if not text:
            text = " ".join(block.text for block in inner if block.kind not in ("image", "row"))[:_LONGEST_LABEL]
        return text, [block.text for block in inner if block.kind == "image" and block.text]

    def anchor(self, attributes: Attributes, words: str, place: Place, alts: list[str]) -> None:
        """A hyperlink whose element is finished."""
        hints = alts
        if not _HINTS.isdisjoint(attributes):
            hints = [*(value[: limits.MAX_WORDS] for name in _HINT_ORDER if (value := attributes.get(name))), *alts]
        href = attributes.get("href") or ""
        url = self.address(href)
        if not url:
            url = self.address(targets.scripted_target(href) if href.startswith("javascript:") else "")
            url = url or self.address(targets.acted_target(attributes))
        elif "?" in url:
            wrapped = unwrapped(url)
            url = self.address(wrapped) if wrapped else url
        self.link(url, words, clean(" ".join(hints)) if hints else "", place)

    def link(self, url: str, words: str, hint: str, place: Place, row: str = "") -> None:
        """Any link; `url` is absolute, or "" where it leads nowhere."""
        if len(self.links) >= limits.MAX_LINKS:
            self.full = True
            return
        draft = LinkDraft(url, words, hint, self.section, row, place)
        self.links.append(draft)
        self.pending.append(draft)

    # -- pictures ---

    def image(self, attributes: Attributes, place: Place) -> None:
        source = attributes.get("src") or ""
        if not source or source.startswith("data:"):
            source = attributes.get("data-src") or attributes.get("data-original") or source
        if source.startswith("data:"):
            # an inline picture has no address; its digest tells one from another
            source = f"data:{hashlib.sha256(source.encode('utf-8', 'replace')).hexdigest()[:16]}"
        else:
            source = self.address(source)
        self.flush(place)
        words = attributes.get("alt") or attributes.get("title") or ""
        self._picture(clean(words[: limits.MAX_WORDS]), place, source)

    def background(self, style: str, place: Place) -> None:
        found = _BACKGROUND.search(style[: 2 * limits.MAX_ADDRESS])
        if found and not found[1].startswith("data:"):
            self._picture("", place, self.address(found[1]))

    def _picture(self, words: str, place: Place, url: str) -> None:
        self.add(BlockDraft("image", words, place, 0, 0, url, self.path))
