"""What the recogniser saw and where: its table of pieces, and lines of text made of them."""

import re
from dataclasses import dataclass

_NEVER_FIRST = re.compile("[ะ-ฺ็-๎]")  # vowels and marks that begin no word: a gap before one is no blank
_NOISE = 20.0  # per cent: pieces below it are specks


@dataclass(frozen=True, slots=True)
class Piece:
    """A syllable or letter with its place in pixels, and how sure the recogniser is of it (0 to 100)."""

    text: str
    left: float
    top: float
    width: float
    height: float
    sure: float = 100.0

    @property
    def right(self) -> float:
        return self.left + self.width


Line = tuple[Piece, ...]


def read_table(table: str) -> tuple[list[Line], list[float]]:
    """The lines of a page, and how sure the recogniser is of each piece (0 to 100)."""
    lines: dict[tuple[str, ...], list[Piece]] = {}
    confidences: list[float] = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or not cells[11].strip() or float(cells[10]) < _NOISE:
            continue
        sure = float(cells[10])
        piece = Piece(cells[11], int(cells[6]), int(cells[7]), int(cells[8]), int(cells[9]), sure)
        lines.setdefault(tuple(cells[1:5]), []).append(piece)
        confidences.append(sure)
    return [tuple(line) for line in lines.values()], confidences


def joined(line: Line) -> str:
    """The text of a line. The recogniser cuts Thai into syllables: only a gap as wide as a blank is one."""
    text, end = "", 0.0
    for piece in line:
        apart = bool(text) and piece.left - end > 0.25 * piece.height and not _NEVER_FIRST.match(piece.text)
        text += (" " if apart else "") + piece.text
        end = piece.right
    return text
