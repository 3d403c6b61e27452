"""What the walk over a page has gathered so far: the running text, finished blocks, links under construction."""

import hashlib
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from crawler.artifacts import Block, BlockKind, Link, Place
from crawler.elsewhere import unwrapped
from crawler.extract import limits, targets
from crawler.extract.words import clean

_BOLD_LEVEL = 6  # a line that stands out as a whole is a heading of the lowest level: many old sites have no other
_LONGEST_BOLD = 120
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*?url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
_LONGEST_LABEL = 300
_HINTS = ("title", "aria-label", "alt")
Mark = tuple[int, int]
Attributes = Mapping[str, str | None]


class Draft:
    """A link under construction: the row around it is known only when the row ends."""

    __slots__ = ("_link", "hint", "place", "row", "section", "text", "url")

    def __init__(self, url: str, text: str, hint: str, section: str, place: Place, row: str = "") -> None:
        self.url, self.text, self.hint, self.section, self.place, self.row = url, text, hint, section, place, row
        self._link: Link | None = None

    def freeze(self) -> Link:
        link = self._link
        if link is None or link.row != self.row:
            link = self._link = Link(
                url=self.url, text=self.text, hint=self.hint, section=self.section, row=self.row, place=self.place
            )
        return link


class Collected:
    """The growing result of one walk."""

    def __init__(self, base: str) -> None:
        self.base = base
        parts = urlsplit(base)
        self._root = f"{parts.scheme}://{parts.netloc}"
        self.blocks: list[Block] = []
        self.drafts: list[Draft] = []
        self.section = ""
        self.heading = 0
        self.item = False
        self.bold = 0  # open elements that make their words stand out
        self.full = False
        self._buffer: list[str] = []
        self._pending: list[Draft] = []  # links inside the text that is being collected
        self._plain = False  # whether the text being collected has words that do not stand out
        self._path: list[int] = []
        self._opened = 0
        self._room = limits.MAX_TEXT

    def links(self) -> list[Link]:
        return [draft.freeze() for draft in self.drafts]

    def open(self) -> None:
        self._opened += 1
        self._path.append(self._opened)

    def close(self) -> None:
        self._path.pop()

    def words(self, words: str) -> None:
        if words.isspace():
            if self._buffer:
                self._buffer.append(" ")
            return  # a line does not begin with blanks
        self._buffer.append(words)
        if not self.bold:
            self._plain = True

    def flush(self, place: Place) -> None:
        """End the line: what was collected becomes a block."""
        if not self._buffer and not self._pending:
            return
        buffer, links = self._buffer, self._pending
        text = clean((buffer[0] if len(buffer) == 1 else "".join(buffer))[: self._room])
        self._buffer, self._pending = [], []
        plain, self._plain = self._plain, False
        if not text:
            return
        self._room -= len(text)
        level = self.heading or (_BOLD_LEVEL if not plain and not links and len(text) <= _LONGEST_BOLD else 0)
        kind: BlockKind = "heading" if level else ("item" if self.item else "text")
        for draft in links:
            draft.row = draft.row or text
        self.add(kind, text, place, level=level, links=tuple([draft.freeze() for draft in links]) if links else ())
        if level and place == "content":
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
        """Add a finished block, as long as there is room for one."""
        self.blocks.append(
            Block(
                kind=kind, text=text, place=place, level=level, url=url, path=tuple(self._path),
                cells=cells, fields=fields, links=links,
            )
        )  # fmt: skip
        if self._room <= 0 or len(self.blocks) >= limits.MAX_BLOCKS:
            self.full = True

    # -- links ---

    def mark(self) -> Mark:
        """Where an element begins, to ask later what it held."""
        return len(self._buffer), len(self.blocks)

    def since(self, mark: Mark) -> tuple[str, list[str]]:
        """The words and the descriptions of pictures since a mark."""
        start, first = mark
        inner = self.blocks[first:]
        text = clean("".join(self._buffer[start if not inner else 0 :])[: limits.MAX_WORDS])
        if not text and inner:
            text = " ".join(block.text for block in inner if block.kind not in ("image", "row"))[:_LONGEST_LABEL]
        return text, [block.text for block in inner if block.kind == "image" and block.text]

    def anchor(self, attributes: Attributes, words: str, place: Place, alts: list[str]) -> None:
        """A hyperlink whose element is finished."""
        hints = [value[: limits.MAX_WORDS] for name in _HINTS if (value := attributes.get(name))]
        href = attributes.get("href") or ""
        url = self.address(href)
        if not url:
            url = self.address(targets.scripted_target(href) if href.startswith("javascript:") else "")
            url = url or self.address(targets.acted_target(attributes))
        elif "?" in url:
            url = unwrapped(url) or url
        self.link(url, words, clean(" ".join([*hints, *alts])) if hints or alts else "", place)

    def link(self, url: str, words: str, hint: str, place: Place, row: str = "") -> None:
        """Any link, with or without an address."""
        if len(self.drafts) >= limits.MAX_LINKS:
            self.full = True
            return
        draft = Draft(self.address(url), words, hint, self.section, place, row)
        self.drafts.append(draft)
        self._pending.append(draft)

    def address(self, href: str) -> str:
        """An absolute address without fragment, or "" for one that leads nowhere."""
        href = href.strip()
        if not href or href[0] == "#":
            return ""
        if href[0] == "/" and href[1:2] != "/" and "/." not in href and len(href) <= limits.MAX_ADDRESS:
            return self._root + href.split("#", 1)[0]  # most links of most sites: nothing to resolve
        return targets.resolved(self.base, href)

    # -- pictures ---

    def image(self, attributes: Attributes, place: Place) -> None:
        source = attributes.get("src") or ""
        if not source or source.startswith("data:"):
            source = attributes.get("data-src") or attributes.get("data-original") or source
        if source.startswith("data:"):
            # an inline picture has no address; its digest tells one from another
            source = f"data:{hashlib.sha256(source.encode('utf-8', 'replace')).hexdigest()[:16]}"
        else:
            source = targets.resolved(self.base, source)
        self.flush(place)
        words = attributes.get("alt") or attributes.get("title") or ""
        self.add("image", clean(words[: limits.MAX_WORDS]), place, url=source)

    def background(self, style: str, place: Place) -> None:
        found = _BACKGROUND.search(style[: 2 * limits.MAX_ADDRESS])
        if found and not found[1].startswith("data:"):
            self.add("image", "", place, url=targets.resolved(self.base, found[1]))
