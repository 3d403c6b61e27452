"""Passages of a document gone through one by one: each once, without labels and without what was never filled in.

One passage may stand in any text, so that most of what passages are asked for must stand in several different ones.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from audits.bundle import Bundle, Exhibit, quote_of
from audits.find_words import count_terms, find_words
from audits.site import is_placeholder_text
from audits.verdict import Quote
from crawler.artifacts import Block
from crawler.thai import ascii_digits, key

Passage = tuple[Block, str]  # a block and its words in ASCII digits and lower case
Find = Callable[[list[Passage]], Block | None]

SEVERAL = 2
LONGEST_HEAD = 240  # letters of the head of a table
TITLE_LINES = 4
A_LABEL = 12  # letters
_FILE_ROW = re.compile(r"\b[kmg]b\b|ดาวน์โหลด")
_BLANK = re.compile(r"\.{4,}|…{2,}|_{4,}|อยู่ระหว่าง(?:การ)?(?:จัดทำ|รวบรวม|ปรับปรุง)|เผยแพร่ในโอกาส")
_TORN = re.compile(r"(?<=[ก-๙])\s+(?=[ก-๙])")
_TORN_FIGURE = re.compile(r"\d[\d\s,.]{3,}\d|ร้อยละ\s*\d")
_ENOUGH_WORDS = 3
_ENOUGH_FIGURES = 4


def passages(exhibit: Exhibit) -> Iterator[Passage]:
    """Each passage once: rows as they stand, and what stands in none of them."""
    rows = {block.path for block in exhibit.blocks if block.kind == "row" and block.path}
    for block in exhibit.blocks:
        inside = block.kind != "row" and any(block.path[:end] in rows for end in range(1, len(block.path)))
        if block.text and not inside and not is_placeholder_text(block.text) and not _is_label(exhibit, block):
            words = key(block.text) if exhibit.artifact.ocr else block.text  # recognised words have blanks inside
            yield block, ascii_digits(words).lower()


def filled_in(exhibit: Exhibit) -> Iterator[Passage]:
    """The passages that were filled in."""
    return ((block, text) for block, text in passages(exhibit) if not _BLANK.search(text))


def mended(exhibit: Exhibit) -> Iterator[Passage]:
    """The passages; recognition puts blanks into Thai words, which are taken out."""
    return ((block, without_tears(text) if exhibit.artifact.ocr else text) for block, text in passages(exhibit))


def without_tears(text: str) -> str:
    """A text without the blanks between Thai letters."""
    return _TORN.sub("", text)


def _is_label(exhibit: Exhibit, block: Block) -> bool:
    """Whether a passage of a page is a heading, the row of a file, or the words of its links: they promise."""
    if exhibit.artifact.kind != "page":
        return False
    if block.kind == "heading" or _FILE_ROW.search(block.text.lower()):
        return True
    return is_link_label(block)


def is_link_label(block: Block) -> bool:
    """Whether a block has hardly a word besides those of its links."""
    return bool(block.links) and len(block.text) - sum(len(link.text) for link in block.links) < A_LABEL


def several(told: Iterable[Passage], least: int = SEVERAL) -> Block | None:
    """The first of several passages of different words."""
    held: dict[str, Block] = {}
    for block, text in told:
        held.setdefault(text, block)
    return next(iter(held.values())) if len(held) >= least else None


def first_shown(
    bundle: Bundle, find: Find, read: Callable[[Exhibit], Iterable[Passage]] = passages
) -> Quote | None:
    """The first exhibit of which the passages together hold, with the passage that shows it."""
    for exhibit in bundle.exhibits:
        block = find(list(read(exhibit)))
        if block is not None:
            return quote_of(exhibit, block, block.text)
    return None


def shown_or_torn(
    bundle: Bundle, find: Find, words: tuple[str, ...], least: int = _ENOUGH_WORDS
) -> Quote | None:
    """The same of mended passages; of recognised pages, whose rows are torn, `least` of `words` and figures will do."""
    for exhibit in bundle.exhibits:
        told = list(mended(exhibit))
        block = find(told)
        if block is not None:
            return quote_of(exhibit, block, block.text)
        figures = sum(bool(_TORN_FIGURE.search(text)) for _, text in told) if exhibit.artifact.ocr else 0
        if figures >= _ENOUGH_FIGURES and count_terms((exhibit,), words) >= least:
            return find_words((exhibit,), words)
    return None
