"""Lines and table rows in reading order → pages, so that a table inside a text stays a table.

A run of rows is a page of its own with the method "cells" and the same number as the text around it: whoever reads
pages sees at once which lines are rows, and the number of a quotation stays right.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from crawler.artifacts import PageText
from crawler.extract import limits
from crawler.extract.document import page


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, or one row of a table."""

    text: str
    row: bool = False


def row(cells: Iterable[str]) -> Line:
    """One table row: empty cells between full ones stay, so that columns can be counted; those at the end go."""
    return Line(" | ".join(" ".join(cell.split()) for cell in cells).rstrip(" |"), row=True)


def flat(lines: Iterable[Line]) -> str:
    """What a table cell holds, on one line."""
    return " ".join(line.text for line in lines if line.text)


def pages_of(number: int, lines: Iterable[Line]) -> Iterator[PageText]:
    """The pages with one `number` that the lines make: text and rows by turns, none without words."""
    for is_row, run in groupby(_bounded(lines), key=lambda line: line.row):
        made = page(number, "cells" if is_row else "markup", "\n".join(line.text for line in run))
        if made.text:
            yield made


def _bounded(lines: Iterable[Line]) -> Iterator[Line]:
    left = limits.MAX_TEXT
    for line in lines:
        if line.text.strip(" |\n"):
            text = line.text[:left]
            left -= len(text) + 1
            yield from (Line(piece, line.row) for piece in _pieces(text))
        if left <= 0:
            return


def _pieces(text: str) -> Iterator[str]:
    """A line in parts of bounded length, cut at blanks where there are any."""
    while len(text) > limits.MAX_LINE:
        blank = text.rfind(" ", limits.MAX_LINE // 2, limits.MAX_LINE)
        place = blank if blank > 0 else limits.MAX_LINE
        yield text[:place]
        text = text[place:]
    yield text
