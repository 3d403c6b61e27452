"""Lines that are none: marks cut off from the line below them, and dots of the paper, taken for letters."""

import statistics

from crawler.extract.pieces import Line, Piece

_UNSURE = 65.0  # per cent, the mean of a line; lines of words have over 90, and nine in ten of such lines are none
_SPARSE = 0.3  # share of the line's width that its pieces fill; words fill 0.8
_SHORT = 2  # letters: too few to be sparse
_LEVEL = 1.8  # times the height of a letter: the next line stands 2.5 and more away
_BESIDE = 3.0  # times the height of a letter: so near something of the true line stands
_SHARE = 0.5  # of the pieces
Spot = tuple[float, float]


def without_specks(lines: list[Line]) -> list[Line]:
    """The lines of a page but those of a few unsure letters, far apart, on the level of another line."""
    doubts = [_is_doubtful(line) for line in lines]
    if not any(doubts):
        return lines
    height = statistics.median(piece.height for line in lines for piece in line)
    sound = [_spot(piece) for line, doubt in zip(lines, doubts, strict=True) if not doubt for piece in line]
    return [
        line
        for line, doubt in zip(lines, doubts, strict=True)
        if not (doubt and _stands_on(list(map(_spot, line)), sound, height))
    ]


def _is_doubtful(line: Line) -> bool:
    if statistics.fmean(piece.sure for piece in line) >= _UNSURE:
        return False
    filled = sum(piece.width for piece in line) / max(line[-1].right - line[0].left, 1.0)
    return filled < _SPARSE or sum(len(piece.text) for piece in line) <= _SHORT


def _spot(piece: Piece) -> Spot:
    return piece.left + piece.width / 2, piece.top + piece.height / 2


def _stands_on(spots: list[Spot], sound: list[Spot], height: float) -> bool:
    """Whether most pieces of a line are beside letters of others, as only their own marks are."""
    across, level = _BESIDE * height, _LEVEL * height
    top, bottom = min(y for _, y in spots) - level, max(y for _, y in spots) + level
    others = [spot for spot in sound if top < spot[1] < bottom]
    near = sum(any(abs(x - right) < across and abs(y - down) < level for right, down in others) for x, y in spots)
    return near >= _SHARE * len(spots)
