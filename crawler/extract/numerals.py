"""Reads the Buddhist-era years of a recognised page once more, because the recogniser does not know ๔ ๖ ๗ ๘ ๙.

A year is answered only when its four digits were seen as such at two of three sizes, and no other year at the third;
nothing is completed from what years look like. The confidence is calibrated on generated scans in typefaces that the
network never saw.
"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageChops

from crawler.extract.numeral_model import (
    BAND,
    BAND_TOP,
    FIRST_DIGIT,
    HEIGHT,
    LETTER,
    NOTHING,
    Pixels,
    even,
    probabilities,
    weights,
)
from crawler.extract.numeral_places import Place

FIRST_YEAR, LAST_YEAR = 2540, 2590
_SIZES = (1.0, 1.1, 0.92)  # of the size the network was trained for
_MOST_SCORE = 7.0
_WIDEST = 480  # pixels of one place after scaling
_BLANK = 1.7  # times the usual gap between digits: a wider one parts two numbers
_BORDER = 2  # frames: what begins or ends in them may go on outside
_RATHER = 0.5  # share of a character's frames that name the digit
RELIABLE = 0.98  # confidence from which a year is believed


@dataclass(frozen=True, slots=True)
class Seen:
    """A year, its left and right in pixels of the page, and the share of such readings that are right."""

    year: int
    place: Place
    left: float
    right: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Number:
    """Digits as one look has them, between left and right in pixels of the page: not sure, but seldom worse than what a
    recogniser says that does not know half of them."""

    digits: str
    place: Place
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class _Character:
    """A run of frames that the network gives one name to."""

    digit: int  # -1 for a letter
    thai: bool
    score: float
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class _Group:
    year: int
    score: float
    first: float
    last: float


def read_years(picture: Image.Image, places: list[Place]) -> list[Seen]:
    """The years at these places of a grey page, in their order; none where four digits were not seen."""
    return read_numbers(picture, places)[0]


def read_numbers(picture: Image.Image, places: list[Place]) -> tuple[list[Seen], list[Number]]:
    """The same, and all numbers there as the first look has them."""
    ink = ImageChops.invert(picture)
    looks = [(place, *_look(ink, place, _SIZES[0])) for place in places]
    numbers = [number for place, row, length in looks for number in _numbers(place, row, length)]
    return [seen for place, row, length in looks for seen in _years_of(ink, place, row, length)], numbers


def _numbers(place: Place, row: list[_Character], length: int) -> Iterator[Number]:
    step = (place.right - place.left) / length
    for part in itertools.chain.from_iterable(map(_parts, _runs(row))):
        cut_off = part[0].first < _BORDER or part[-1].last > length - _BORDER
        if not cut_off and min(character.score for character in part) >= _RATHER:
            digits = "".join(str(character.digit) for character in part)
            yield Number(digits, place, place.left + part[0].first * step, place.left + part[-1].last * step)


def _years_of(ink: Image.Image, place: Place, row: list[_Character], length: int) -> Iterator[Seen]:
    """The years of a place of which the first look is given."""
    if sum(character.digit >= 0 for character in row) < 3:
        return  # most places hold no year
    views: list[list[_Group]] = []
    for size in _SIZES:
        if views:
            row, length = _look(ink, place, size)
        step = (place.right - place.left) / length
        views.append([_on_page(group, place.left, step) for group in years(row, length)])
        if len(views) == 2 and [group.year for group in views[0]] == [group.year for group in views[1]]:
            break  # the same twice: a third look would cost and tell nothing
    everywhere = sorted((group for view in views for group in view), key=lambda group: group.first)
    while everywhere:
        one = everywhere[0]
        same = [group for group in everywhere if group.first < one.last]
        everywhere = [group for group in everywhere if group not in same]
        if len(same) > 1 and len({group.year for group in same}) == 1:
            score = sum(group.score for group in same) / len(views)  # a look that saw no year there counts against it
            yield Seen(one.year, place, one.first, one.last, calibrated(score))


def calibrated(score: float) -> float:
    """The share of readings of this score that were right in calibration."""
    layers = weights()
    if "calibration.scores" not in layers:
        return score
    return float(np.interp(score, layers["calibration.scores"], layers["calibration.shares"]))


def _look(ink: Image.Image, place: Place, size: float) -> tuple[list[_Character], int]:
    """What stands at a place when its letters are scaled to `size`, and how many frames there are."""
    frames = probabilities(cut_of(ink, place, size))
    return characters(frames), len(frames)


def _on_page(group: _Group, left: float, step: float) -> _Group:
    return replace(group, first=left + group.first * step, last=left + group.last * step)


def cut_of(ink: Image.Image, place: Place, size: float) -> Pixels:
    """One place as the network wants it: letters of BAND pixels, BAND_TOP pixels above them."""
    scale = BAND / place.height * size
    width = min(max(round((place.right - place.left) * scale / 2) * 2, 2), _WIDEST)
    top = place.middle - (BAND_TOP + BAND / 2) / scale
    box = (round(place.left), round(top), round(place.right), round(top + HEIGHT / scale))
    cut = ink.crop(box).resize((width, HEIGHT), Image.Resampling.BILINEAR)
    return even(np.asarray(cut, np.float32))


def characters(frames: Pixels) -> list[_Character]:
    """What stands in a cut from left to right: frames without a gap are one character, named by most of them."""
    full = np.flatnonzero(np.diff(np.concatenate([[False], frames[:, NOTHING] < 0.5, [False]])))
    return [
        _character(frames[first:last], float(first), float(last))
        for first, last in zip(full[::2], full[1::2], strict=True)
    ]


def _character(frames: Pixels, first: float, last: float) -> _Character:
    thai, arabic = frames[:, FIRST_DIGIT : FIRST_DIGIT + 10], frames[:, FIRST_DIGIT + 10 :]
    # a digit by its value: ๐ and 0 may look the same and mean the same
    named = np.concatenate([frames[:, LETTER, None], thai + arabic], axis=1)
    shares = named.sum(axis=0) / named.sum()
    best = int(shares.argmax())
    return _Character(best - 1, bool(thai.sum() > arabic.sum()), float(shares[best]), first, last)


def years(row: list[_Character], length: int) -> list[_Group]:
    """Groups of exactly four digits of one script that are a year as they stand, with free space or letters around."""
    groups = (_year(part, length) for run in _runs(row) for part in _parts(run))
    return [group for group in groups if group]


def _runs(row: list[_Character]) -> list[list[_Character]]:
    """The digits that stand side by side."""
    return [list(run) for digits, run in itertools.groupby(row, lambda character: character.digit >= 0) if digits]


def _parts(run: list[_Character]) -> list[list[_Character]]:
    """Digits in a row, cut where a gap is wide for them: a blank between two numbers."""
    gaps = [after.first - before.last for before, after in itertools.pairwise(run)]
    if not gaps:
        return [run]
    widest = _BLANK * sorted(gaps)[(len(gaps) - 1) // 2] + 1
    cuts = [0, *(index + 1 for index, gap in enumerate(gaps) if gap > widest), len(run)]
    return [run[start:end] for start, end in itertools.pairwise(cuts)]


def _year(run: list[_Character], length: int) -> _Group | None:
    if len(run) != 4 or run[0].first < _BORDER or run[-1].last > length - _BORDER:
        return None
    if len({character.thai for character in run if character.digit}) != 1:
        return None
    year = int("".join(str(character.digit) for character in run))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    least = min(character.score for character in run)
    score = min(max(math.log(max(least, 1e-6) / max(1 - least, 1e-6)), 0.0), _MOST_SCORE)
    half = (run[-1].last - run[0].first) / 16  # a name covers the heart of a character only
    return _Group(year, score, run[0].first - half, run[-1].last + half)
