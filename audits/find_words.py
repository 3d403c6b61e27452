"""Finding words in the documents of a bundle: in a passage, broken over lines and pages, or as recognised."""

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

from audits.bundle import QUOTE, Exhibit, quote_of
from audits.site import is_placeholder_text
from audits.verdict import Quote
from crawler.artifacts import Block
from crawler.thai import key, skeleton

_MOST_LINES = 4
_PAGE_NUMBER = re.compile(r"^\W*(?:หน้า(?:ที่)?)?\W*[\d๐-๙]{1,3}\W*$")


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
                return quote_of(exhibit, block, _around(block.text, needles[0]))
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


def _around(text: str, needle: str) -> str:
    """The words around a needle (given as key) in a long passage; the passage itself when it is short."""
    if len(text) <= QUOTE:
        return text
    for start in range(0, len(text), 60):
        window = text[start : start + QUOTE]
        if needle in key(window):
            return ("…" if start else "") + window
    return text[:QUOTE]
