"""Whole years in generated lines, read by the shipped code: for the calibration and for what is claimed."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageChops

from crawler.extract.numeral_model import probabilities
from crawler.extract.numeral_places import Place
from crawler.extract.numerals import FIRST_YEAR, LAST_YEAR, characters, cut_of, read_years
from crawler.thai import ascii_digits
from training.lines import MARGIN, Wear, damaged, drawn
from training.texts import line
from training.typefaces import Face

_GROUP = re.compile(r"(?<![0-9๐-๙])[0-9๐-๙]{3,}(?![0-9๐-๙])")
_AROUND = 1.2


@dataclass(frozen=True)
class Trial:
    """A number that stood in a line: the year that it is (0: none), and what was answered (0: nothing)."""

    family: str
    truth: int
    answer: int
    confidence: float


def trials(faces: list[Face], wear: Wear, count: int, seed: int) -> Iterator[Trial]:
    """`count` lines in faces taken by turns, and every number of three digits or more in them."""
    for family, picture, numbers in _lines(faces, wear, count, seed):
        seen = read_years(picture, [place for _, place, _, _ in numbers])
        for digits, place, _, _ in numbers:
            answers = [item for item in seen if item.place is place]
            answer = max(answers, key=lambda item: item.confidence, default=None)
            truth = int(digits) if FIRST_YEAR <= int(digits) <= LAST_YEAR else 0
            yield Trial(family, truth, answer.year if answer else 0, answer.confidence if answer else 0.0)


def digits_read(faces: list[Face], wear: Wear, count: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """Family, digits of a number, and what one look at it named: single digits, without any threshold."""
    for family, picture, numbers in _lines(faces, wear, count, seed):
        ink = ImageChops.invert(picture)
        for digits, place, left, right in numbers:
            frames = probabilities(cut_of(ink, place, 1.0))
            step = (place.right - place.left) / len(frames)
            named = [
                item for item in characters(frames) if left < place.left + (item.first + item.last) / 2 * step < right
            ]
            yield family, digits, "".join(str(item.digit) if item.digit >= 0 else "x" for item in named)


def _lines(
    faces: list[Face], wear: Wear, count: int, seed: int
) -> Iterator[tuple[str, Image.Image, list[tuple[str, Place, float, float]]]]:
    """Damaged lines with their numbers, placed as roughly as a recogniser does."""
    dice = random.Random(seed)
    for number in range(count):
        face, text = faces[number % len(faces)], line(dice)
        picture, letters, sized = drawn(text, face, wear, dice)
        picture, slope = damaged(picture, dice.uniform(wear.least, wear.most), dice)
        found = []
        for group in _GROUP.finditer(text):
            left, right = letters[group.start()][1], letters[group.end() - 1][2]
            height = sized.height * dice.uniform(0.9, 1.12)
            sunk = slope * ((left + right - picture.width) / 2)
            middle = MARGIN + sized.height / 2 + sunk + dice.uniform(-0.08, 0.08) * height
            around = _AROUND * height * dice.uniform(0.85, 1.2)
            found.append((ascii_digits(group[0]), Place(0, left - around, right + around, middle, height), left, right))
        yield face.family, picture, found
