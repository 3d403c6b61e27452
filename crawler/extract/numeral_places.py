"""Where numbers stand on a recognised page: the places that the numeral reader looks at."""

import re
import statistics
from dataclasses import dataclass

from crawler.extract.pieces import Line, Piece

_DIGIT = re.compile("[0-9๐-๙]")
# What a year follows. The recogniser's digits may have become letters there; the place is looked at in any case.
_CUE = re.compile(
    r"พ\.?ศ\.?|ปีงบประมาณ|ประจ[ํำ]า?ปี|งบประมาณ|ปีการศึกษา|มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม"
    r"|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม|[มกพสธตเ]\.?[คพยมิ]+\.?[ยคพ]\.|ปี"
)
_YEAR_CUE = re.compile(r"(?:พ\.?ศ\.?|ปีงบประมาณ|ประจ[ํำ]า?ปี)$")  # nothing but a year follows these
_WORD = re.compile("[ก-ฮเ-ไ][ก-ฮะ-ฺเ-๎]")  # goes on in letters: no year stands there
_MOST_PLACES = 40  # on one page; a page of a plan has a dozen, a dense table more
_REACH = 5.0  # times the height of a letter: so far right of a cue a year ends
_SMALLEST, _LARGEST = 5, 200  # pixels of a letter: smaller ones cannot be told apart, larger ones are drawings
_LEAST_WIDTH = 1.2  # times the height of a letter: narrower runs hold no four digits
_APART = 1.1  # times the height of a letter: digits wider apart are two numbers
_AROUND = 1.2  # times the height of a letter: looked at on both sides, to see that a number ends there


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a line in pixels: how high its letters are, and the middle of that height. `cued`: behind words that
    nothing but a year follows."""

    line: int
    left: float
    right: float
    middle: float
    height: float
    cued: bool = False


def places(lines: list[Line]) -> list[Place]:
    """The places of a page that may hold a year, from the top."""
    found = [place for number, line in enumerate(lines) for place in _of_line(number, line)]
    return found[:_MOST_PLACES]


def _of_line(number: int, line: Line) -> list[Place]:
    height = _letter_height(line)
    if not _SMALLEST <= height <= _LARGEST:
        return []
    spans: list[tuple[float, float, bool]] = []
    found = [(left, right, False) for left, right in _digits(line, height)]
    for left, right, cued in sorted([*found, *_behind_cues(line, height)]):
        if spans and left <= spans[-1][1] + height:
            spans[-1] = (spans[-1][0], max(spans[-1][1], right), spans[-1][2] or cued)
        else:
            spans.append((left, right, cued))
    around = _AROUND * height
    return [
        Place(number, left - around, right + around, _middle(line, left, right, height), height, cued)
        for left, right, cued in spans
    ]


def _letter_height(line: Line) -> float:
    """Of consonants: the most common height, because letters with marks and whole-line boxes are fewer."""
    heights = [piece.height for piece in line if piece.width > 2]
    if not heights:
        return 0.0
    return max(heights, key=lambda one: (sum(0.85 * one <= other <= 1.15 * one for other in heights), -one))


def _digits(line: Line, height: float) -> list[tuple[float, float]]:
    runs: list[list[float]] = []
    for piece in line:
        if not _DIGIT.search(piece.text) or piece.width > 12 * height:
            continue
        if runs and piece.left - runs[-1][1] <= _APART * height:
            runs[-1][1] = max(runs[-1][1], piece.right)
        else:
            runs.append([piece.left, piece.right])
    return [(left, right) for left, right in runs if right - left >= _LEAST_WIDTH * height]


def _behind_cues(line: Line, height: float) -> list[tuple[float, float, bool]]:
    """Stretches behind the words that a year follows, and whether nothing else follows them."""
    text, owners = "", []
    for piece in line:
        text += piece.text
        owners += [piece] * len(piece.text)
    found = []
    for cue in _CUE.finditer(text):
        if cue.end() < len(owners) and not _WORD.match(text, cue.end()):
            start = (
                owners[cue.end()].left if owners[cue.end()] is not owners[cue.end() - 1] else _inside(owners, cue.end())
            )
            if start - owners[cue.end() - 1].right <= 3 * height:
                end = min(start + _REACH * height, max(start, line[-1].right) + height)
                found.append((start, end, bool(_YEAR_CUE.search(text, 0, cue.end()))))
    return found


def _inside(owners: list[Piece], index: int) -> float:
    """Where a letter inside a piece begins, as if all were of one width."""
    piece = owners[index]
    return piece.left + piece.width * (index - owners.index(piece)) / len(piece.text)


def _middle(line: Line, left: float, right: float, height: float) -> float:
    plain = [piece for piece in line if 0.75 * height <= piece.height <= 1.3 * height] or list(line)
    near = [piece for piece in plain if piece.right > left - 4 * height and piece.left < right + 4 * height] or plain
    return statistics.median(piece.top + piece.height / 2 for piece in near)
