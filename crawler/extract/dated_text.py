"""Puts the years of the numeral reader into the text of a recognised page."""

import re
from dataclasses import replace

from PIL import Image

from crawler.artifacts import Numeral, PageText
from crawler.extract import limits
from crawler.extract.crops import cut_out
from crawler.extract.document import page
from crawler.extract.numeral_places import Place, places
from crawler.extract.numerals import RELIABLE, Number, Seen, read_numbers
from crawler.extract.pieces import Line, Piece, joined
from crawler.thai import MONTHS

_DIGITS = re.compile("[0-9๐-๙]+")
_THAI_NUMBER, _AS_THAI = re.compile("[๐-๙]+"), str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_ASIDE = 0.3  # times the height of a letter: so far beside a number the middle of its first digit may be told
_MARK = "\ue000"  # stands for a year while the text is put together; of private use, so that no recogniser writes it
# What stands before a year says whose it is. The recogniser strews blanks into words; into these none belongs.
_CUES = [
    (re.compile(r"(?<=\S) ?".join(map(re.escape, word))), word)
    for word in ("ประจำปี", "ปีงบประมาณ", "พ.ศ.", *(month[0] for month in MONTHS))
]
_BEFORE, _BEHIND = 40, 20  # letters around a year that are kept with it


def dated(read: PageText, lines: tuple[Line, ...], picture: Image.Image) -> PageText:
    """The page with every reliable year in its text, and all years that were seen, each with its place."""
    found = places(list(lines))
    seen, numbers = read_numbers(picture, found)
    lines = with_numbers(lines, numbers)
    believed = [item for item in seen if item.confidence >= RELIABLE]
    written = [
        _with_marks(line, [item for item in believed if item.place.line == number]) for number, line in enumerate(lines)
    ]
    marked = page(read.number, read.method, "\n".join(map(joined, written)), read.confidence).text
    parts = "\n".join(_mended(line) for line in marked.split("\n")).split(_MARK)
    if len(parts) != len(believed) + 1:
        return read
    text, starts = parts[0], []
    for item, part in zip(_in_order(believed), parts[1:], strict=True):
        starts.append(len(text))
        text += f"{item.year}{part}"
    numerals = [
        _numeral(item, text, start, read.number, picture.size)
        for item, start in zip(_in_order(believed), starts, strict=True)
    ]
    for item in [*(item for item in seen if item.confidence < RELIABLE), *_unread(found, seen)]:
        numeral = _numeral(item, joined(lines[item.place.line]), -1, read.number, picture.size)
        numerals.append(replace(numeral, crop=cut_out(picture, numeral.box)))
    return replace(read, text=text, numerals=tuple(numerals))


def with_numbers(lines: tuple[Line, ...], numbers: list[Number]) -> tuple[Line, ...]:
    """The lines with Thai digits as the numeral reader sees them, where the recogniser saw nothing but such digits."""
    written = list(lines)
    for number in numbers:
        line, middle = written[number.place.line], number.place.height * _ASIDE
        held = [piece for piece in line if number.left < piece.left + piece.width / 2 + middle
                and piece.left + piece.width / 2 - middle < number.right]  # fmt: skip
        if held and _THAI_NUMBER.fullmatch("".join(piece.text for piece in held)):
            whole = replace(held[0], text=number.digits.translate(_AS_THAI), width=held[-1].right - held[0].left)
            written[number.place.line] = tuple(
                [whole if piece is held[0] else piece for piece in line if piece is held[0] or piece not in held]
            )
    return tuple(written)


def _unread(found: list[Place], seen: list[Seen]) -> list[Seen]:
    """The first places of a page where a year must stand and none was seen."""
    answered = [item.place for item in seen]
    unread = [place for place in found if place.cued and place not in answered]
    return [Seen(0, place, place.left, place.right, 0.0) for place in unread[: limits.MOST_UNREAD_YEARS]]


def _mended(line: str) -> str:
    if _MARK in line:
        for pattern, word in _CUES:
            line = pattern.sub(word, line)
    return line


def _in_order(seen: list[Seen]) -> list[Seen]:
    return sorted(seen, key=lambda item: (item.place.line, item.left))


def _numeral(item: Seen, text: str, start: int, number: int, size: tuple[int, int]) -> Numeral:
    width, height = size
    place = item.place
    top, bottom = place.middle - place.height, place.middle + place.height
    box = (item.left / width, top / height, item.right / width, bottom / height)
    line = text[max(0, start - _BEFORE) : start + 4 + _BEHIND] if start >= 0 else text[: _BEFORE + _BEHIND]
    return Numeral(
        year=item.year, text=line.replace("\n", " ").strip(), page=number, confidence=round(item.confidence, 4),
        box=tuple(round(min(max(side, 0.0), 1.0), 4) for side in box), start=start,  # type: ignore[arg-type]
    )  # fmt: skip


def _with_marks(line: Line, seen: list[Seen]) -> Line:
    """The line with a mark in the place of each year instead of what the recogniser took it for."""
    pieces = list(line)
    for item in seen:
        kept = [cut for piece in pieces for cut in _outside(piece, item)]
        year = Piece(
            _MARK, item.left, item.place.middle - item.place.height / 2, item.right - item.left, item.place.height
        )
        index = next((index for index, piece in enumerate(kept) if piece.left + piece.width / 2 > item.left), len(kept))
        pieces = [*kept[:index], year, *kept[index:]]
    return tuple(pieces)


def _outside(piece: Piece, item: Seen) -> list[Piece]:
    """What of a piece is not the year's: all, nothing, or its letters without digits where it reaches beyond."""
    shared = min(piece.right, item.right) - max(piece.left, item.left)
    share = shared / max(piece.width, 1.0)
    if share <= 0.25 or piece.text == _MARK:
        return [piece]
    if share >= 0.75:
        return []
    rest = _DIGITS.sub("", piece.text)
    return [replace(piece, text=rest)] if rest else []
