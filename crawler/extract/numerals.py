"""Reads the Buddhist-era years of a recognised page once more, because the recogniser does not know ๔ ๖ ๗ ๘ ๙.

A year is answered only when four digits were seen as such at two of three sizes; each digit is what all looks together
make of it, and nothing is completed from what years look like. The confidence is calibrated on generated scans in
typefaces that the network never saw.
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
    BLANK,
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
_LEAST_SHARE = 1e-5  # no look is surer than that
_WIDEST = 480  # pixels of one place after scaling
_BORDER = 2  # frames: what begins or ends in them may go on outside
_RATHER = 0.5  # share of a character's frames that name the digit
RELIABLE = 0.95  # confidence from which a year is believed


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

    digit: int  # -1 for a letter or a blank
    thai: bool
    shares: Pixels  # of what its frames are called: a letter, then 0 to 9
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class _Group:
    """Four digits, as one look has them."""

    shares: Pixels  # one row for each
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
    for run in _runs(row):
        cut_off = run[0].first < _BORDER or run[-1].last > length - _BORDER
        if not cut_off and min(float(character.shares.max()) for character in run) >= _RATHER:
            digits = "".join(str(character.digit) for character in run)
            yield Number(digits, place, place.left + run[0].first * step, place.left + run[-1].last * step)


def _years_of(ink: Image.Image, place: Place, row: list[_Character], length: int) -> Iterator[Seen]:
    """The years of a place of which the first look is given."""
    if sum(character.digit >= 0 for character in row) < 3:
        return  # most places hold no year
    views: list[list[_Group]] = []
    for size in _SIZES:
        if views:
            row, length = _look(ink, place, size)
        step = (place.right - place.left) / length
        views.append([_on_page(group, place.left, step) for group in fours(row, length)])
    everywhere = sorted((group for view in views for group in view), key=lambda group: group.first)
    while everywhere:
        one = everywhere[0]
        same = [group for group in everywhere if group.first < one.last]
        everywhere = everywhere[len(same) :]
        year, score = together([group.shares for group in same])
        if year and len(same) > 1:
            yield Seen(year, place, one.first, one.last, calibrated(score))


def together(looks: list[Pixels]) -> tuple[int, float]:
    """The year that looks at the same four digits show in common (0: none), and the odds that all four are right."""
    shares = np.exp(np.mean([np.log(np.maximum(look, _LEAST_SHARE)) for look in looks], axis=0))
    shares /= shares.sum(axis=1, keepdims=True)
    digits = shares.argmax(axis=1) - 1
    year = int("".join(map(str, digits))) if digits.min() >= 0 else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return 0, 0.0
    right = min(float(shares.max(axis=1).prod()), 1 - _LEAST_SHARE)
    return year, math.log(right / (1 - right))


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
    kinds = np.where(frames[:, NOTHING] >= 0.5, 0, np.where(frames[:, BLANK] >= 0.5, 2, 1))
    changes = np.flatnonzero(np.diff(kinds, prepend=0, append=0))
    return [
        _character(frames[first:last], float(first), float(last))
        for first, last in itertools.pairwise(changes)
        if kinds[first]
    ]


def _character(frames: Pixels, first: float, last: float) -> _Character:
    thai, arabic = frames[:, FIRST_DIGIT : FIRST_DIGIT + 10], frames[:, FIRST_DIGIT + 10 : FIRST_DIGIT + 20]
    # a digit by its value: ๐ and 0 may look the same and mean the same
    named = np.concatenate([frames[:, [LETTER, BLANK]].sum(axis=1, keepdims=True), thai + arabic], axis=1)
    shares = named.sum(axis=0) / named.sum()
    best = int(shares.argmax())
    return _Character(best - 1, bool(thai.sum() > arabic.sum()), shares.astype(np.float32), first, last)


def fours(row: list[_Character], length: int) -> list[_Group]:
    """Groups of exactly four digits of one script, with free space or letters around."""
    groups = (_four(run, length) for run in _runs(row))
    return [group for group in groups if group]


def _runs(row: list[_Character]) -> list[list[_Character]]:
    """The digits that stand side by side."""
    return [list(run) for digits, run in itertools.groupby(row, lambda character: character.digit >= 0) if digits]


def _four(run: list[_Character], length: int) -> _Group | None:
    if len(run) != 4 or run[0].first < _BORDER or run[-1].last > length - _BORDER:
        return None
    if len({character.thai for character in run if character.digit}) > 1:
        return None
    half = (run[-1].last - run[0].first) / 16  # a name covers the heart of a character only
    return _Group(np.stack([one.shares for one in run]), run[0].first - half, run[-1].last + half)
