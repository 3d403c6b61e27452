"""Generated lines as a scanner, a stamp and a compressor leave them, cut as the reader cuts them, with the truth.

The truth of a cut is one label per frame of two pixels: nothing, a letter, one of twenty digits, or a blank; -1 where a
frame lies between the heart of a character and its border, which is nobody's mistake.
"""

import io
import math
import random
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from crawler.extract.numeral_model import BAND, BAND_TOP, BLANK, FIRST_DIGIT, HEIGHT, LETTER, even
from training.texts import THAI
from training.typefaces import Face, Sized

WIDTH = 128
FRAMES = WIDTH // 2
UNKNOWN = -1
MARGIN = 24  # blank pixels around a drawn line
_NAMES = {letter: FIRST_DIGIT + index for index, letter in enumerate(THAI + "0123456789")} | {" ": BLANK}
_MARKS = set("ัิีึืฺุู็่้๊๋์ํ๎ำ") - {"ำ"}


@dataclass(frozen=True)
class Wear:
    """How badly lines are damaged, from 0 (as printed) to 1 (barely legible); sizes of a consonant in pixels."""

    least: float
    most: float
    smallest: int = 9
    largest: int = 40


MODERATE, ALL = Wear(0.0, 0.5), Wear(0.0, 0.9, smallest=8)


def samples(text: str, face: Face, wear: Wear, dice: random.Random) -> list[tuple[np.ndarray, np.ndarray]]:
    """Cuts of the reader's size from one line (0 paper to 255 ink) with their labels."""
    picture, places, sized = drawn(text, face, wear, dice)
    picture, slope = damaged(picture, dice.uniform(wear.least, wear.most), dice)
    scale, stretch = BAND / sized.height * dice.uniform(0.85, 1.17), dice.triangular(0.78, 1.25, 1.0)
    size = (max(int(picture.width * scale * stretch), 1), max(int(picture.height * scale), 1))
    picture = picture.resize(size, Image.Resampling.BILINEAR if dice.random() < 0.7 else Image.Resampling.BICUBIC)
    ink = ImageChops.invert(picture)
    cuts = []
    left = dice.randint(-10, 40)
    while left < size[0] - WIDTH // 2 and len(cuts) < 3:
        sunk = slope * ((left + WIDTH / 2) / stretch - picture.width / stretch / 2)
        middle = (MARGIN + sized.height / 2) * scale + sunk + dice.uniform(-2.5, 2.5)
        top = round(middle - BAND_TOP - BAND / 2)
        pixels = even(np.asarray(ink.crop((left, top, left + WIDTH, top + HEIGHT)), np.float32))
        cuts.append(((pixels.clip(0, 1) * 255).astype(np.uint8), _labels(places, scale * stretch, left)))
        left += WIDTH + dice.randint(-20, 20)
    return cuts


def drawn(
    text: str, face: Face, wear: Wear, dice: random.Random
) -> tuple[Image.Image, list[tuple[str, float, float]], Sized]:
    """The text, black on white, and where each character begins and ends."""
    wanted = dice.choice((dice.uniform(wear.smallest, 16), dice.uniform(wear.smallest, wear.largest)))
    sized = face.at(max(round(wanted / face.at(100).height * 100), 8))
    apart = dice.choice((0, 0, 0, dice.uniform(-0.06, 0.1))) * sized.height
    bold = dice.random() < 0.12 and sized.height > 13
    outline = not bold and dice.random() < 0.03 and sized.height > 24
    places, x = [], float(MARGIN)
    for letter in text:
        width = 0.0 if letter in _MARKS else sized.width(letter) + apart
        places.append((letter, x, x + width))
        x += width
    picture = Image.new("L", (int(x) + MARGIN, int(sized.height) + 2 * MARGIN), 255)
    pen = ImageDraw.Draw(picture)
    baseline = MARGIN + sized.height
    for letter, start, _ in places:
        style = (
            {"stroke_width": 1, "fill": 255, "stroke_fill": 0} if outline else {"stroke_width": int(bold), "fill": 0}
        )
        pen.text((start, baseline), letter, font=sized.of(letter), anchor="ls", **style)
    _neighbours(pen, picture, sized, dice)
    return picture, places, sized


def _neighbours(pen: ImageDraw.ImageDraw, picture: Image.Image, sized: Sized, dice: random.Random) -> None:
    """Lines above and below, underlines, strokes of tables and pens."""
    width, height = picture.size
    thick = max(1, round(sized.height / 14))
    if dice.random() < 0.25:
        words = "ปีที่ ฎู ฏุ งบประมาณ ๒๕ กู้ ญ " * 9
        y = dice.choice(
            (MARGIN - sized.height * dice.uniform(0.75, 1.2), MARGIN + sized.height * dice.uniform(2.5, 3.0))
        )
        pen.text((dice.uniform(-60, 0), y), words, font=sized.thai, anchor="ls", fill=0)
    if dice.random() < 0.15:
        y = MARGIN + sized.height * dice.uniform(1.05, 1.4)
        pen.line((dice.uniform(0, width / 2), y, dice.uniform(width / 2, width), y), fill=0, width=thick)
    if dice.random() < 0.1:
        x = dice.uniform(0, width)
        pen.line((x, 0, x, height), fill=0, width=thick)


def damaged(picture: Image.Image, harm: float, dice: random.Random) -> tuple[Image.Image, float]:
    """The picture after ink, scanner and compressor, and how steeply its line sinks; all of it grows with `harm`."""
    degrees = dice.uniform(-3, 3) * max(harm, 0.3) if dice.random() < 0.5 else 0.0
    if dice.random() < 0.1 + 0.3 * harm:
        picture = _stamped(picture, harm, dice)
    if degrees:
        picture = picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    if dice.random() < 0.12:
        lean = dice.uniform(-0.22, 0.22)
        middle = picture.height / 2
        picture = picture.transform(
            picture.size,
            Image.Transform.AFFINE,
            (1, lean, -lean * middle, 0, 1, 0),
            Image.Resampling.BILINEAR,
            fillcolor=255,
        )
    size = picture.size
    coarse = dice.uniform(1.0, 1.0 + 0.9 * harm)
    if dice.random() < 0.5:
        picture = picture.resize((max(int(size[0] / coarse), 1), max(int(size[1] / coarse), 1)), Image.Resampling.BOX)
    if dice.random() < 0.2 + 0.4 * harm:
        picture = picture.filter(ImageFilter.GaussianBlur(dice.uniform(0.2, 0.4 + 0.9 * harm)))
    picture = _noisy(picture, harm, dice)
    if dice.random() < 0.6:
        held = io.BytesIO()
        picture.save(held, "JPEG", quality=int(dice.uniform(88 - 58 * harm, 92)))
        picture = Image.open(held)
    return picture.resize(size, Image.Resampling.BILINEAR), -math.tan(math.radians(degrees))


def _stamped(picture: Image.Image, harm: float, dice: random.Random) -> Image.Image:
    layer = Image.new("L", picture.size, 255)
    pen = ImageDraw.Draw(layer)
    grey, thick = round(dice.uniform(190 - 120 * harm, 225)), dice.randint(1, 3)
    x, y, radius = dice.uniform(0, picture.width), dice.uniform(-80, 160), dice.uniform(40, 160)
    for more in (0, dice.uniform(8, 20)):
        box = (x - radius - more, y - radius - more, x + radius + more, y + radius + more)
        pen.ellipse(box, outline=grey, width=thick)
    if dice.random() < 0.4:  # a pen crosses the line
        points = [(dice.uniform(0, picture.width), dice.uniform(0, picture.height)) for _ in range(3)]
        pen.line(points, fill=grey, width=thick)
    return ImageChops.darker(picture, layer)


def _noisy(picture: Image.Image, harm: float, dice: random.Random) -> Image.Image:
    chance = np.random.default_rng(dice.getrandbits(32))
    pixels = np.asarray(picture, np.float32)
    ink, paper = dice.uniform(0, 20 + 120 * harm), dice.uniform(225, 255)
    pixels = ink + pixels * ((paper - ink) / 255)
    if dice.random() < 0.4:  # uneven light
        slope = np.linspace(0, dice.uniform(-70, 70) * harm, pixels.shape[1], dtype=np.float32)
        pixels = (
            pixels + slope + np.linspace(0, dice.uniform(-30, 30) * harm, pixels.shape[0], dtype=np.float32)[:, None]
        )
    pixels = pixels + chance.normal(0, dice.uniform(0, 4 + 32 * harm), pixels.shape)
    if dice.random() < 0.2:  # dust and holes
        spots = chance.random(pixels.shape) < 0.02 * harm
        pixels = np.where(spots, chance.choice((20.0, 250.0), pixels.shape), pixels)
    if dice.random() < 0.1:  # black and white scans, as fax machines and office scanners make them
        pixels = np.where(pixels > dice.uniform(0.45, 0.7) * 255, 255.0, 0.0)
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def _labels(places: list[tuple[str, float, float]], scale: float, left: int) -> np.ndarray:
    labels = np.zeros(FRAMES, np.int64)
    centres = np.arange(FRAMES) * 2 + 1.0
    for letter, start, end in places:
        start, end = start * scale - left, end * scale - left
        if end < 0 or start > WIDTH or end - start < 0.5:
            continue
        middle, half = (start + end) / 2, (end - start) / 2
        away = np.abs(centres - middle) / half
        if start < -0.1 * half or end > WIDTH + 0.1 * half:  # cut off: nobody can tell
            labels[away < 1] = UNKNOWN
            continue
        labels[away < 0.62] = UNKNOWN
        heart = away < 0.45
        labels[heart if heart.any() else away == away.min()] = _NAMES.get(letter, LETTER)
    return labels
