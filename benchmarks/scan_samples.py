"""Scans and photographs of known pages: rendered, then worn by noise, skew, a stamp, weak contrast and compression."""

import io
import random
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFont

from benchmarks.pdf_samples import TLWG

_PAPER = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Wear:
    """How a page came through the scanner. `noise` is the widest deviation of a dot, `contrast` 1 for black on white."""

    dpi: int
    skew: float = 0.0
    noise: int = 0
    contrast: float = 1.0
    stamp: bool = False
    quality: int = 85


CLEAN = {f"scan clean {dpi} dpi": Wear(dpi=dpi) for dpi in (300, 200, 150, 100)}
MODERATE = {
    f"scan moderate {dpi} dpi": Wear(dpi=dpi, skew=skew, noise=24, contrast=0.85, stamp=True, quality=60)
    for dpi, skew in ((300, 0.4), (200, -0.7), (150, 0.5))
}
HARD = {
    "scan skewed 2 degrees": Wear(dpi=200, skew=2.0, noise=40, quality=60),
    "scan pale, JPEG 40": Wear(dpi=150, skew=-1.0, noise=50, contrast=0.4, stamp=True, quality=40),
    "scan worn 100 dpi": Wear(dpi=100, skew=0.8, noise=50, contrast=0.8, stamp=True, quality=40),
}


def scanned(pdf: bytes, wear: Wear, seed: int, pages: int) -> list[Image.Image]:
    """The first `pages` of a PDF as pictures, worn."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            worn(document[number].render(scale=wear.dpi / 72).to_pil().convert("RGB"), wear, seed * 100 + number)
            for number in range(min(pages, len(document)))
        ]
    finally:
        document.close()


def worn(picture: Image.Image, wear: Wear, seed: int) -> Image.Image:
    """One page after the scanner; the same seed gives the same dots."""
    dice = random.Random(seed)
    if wear.stamp:
        _stamp(picture, wear.dpi, dice)
    if wear.skew:
        picture = picture.rotate(wear.skew, Image.Resampling.BICUBIC, fillcolor="white")
    ink = round(_PAPER * (1 - wear.contrast))
    picture = picture.point([ink + level * (_PAPER - ink) // 255 for level in range(256)] * 3)
    return _noisy(picture, wear.noise, dice) if wear.noise else picture


def _noisy(picture: Image.Image, noise: int, dice: random.Random) -> Image.Image:
    dots = Image.frombytes("L", picture.size, dice.randbytes(picture.width * picture.height))
    dots = dots.point([level * 2 * noise // 255 for level in range(256)]).convert("RGB")
    return ImageChops.add(picture, dots, 1, -noise)


def _stamp(picture: Image.Image, dpi: int, dice: random.Random) -> None:
    """A round blue stamp that lies over words, half transparent."""
    size = dpi * 3 // 2
    layer = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw, ink = ImageDraw.Draw(layer), (40, 50, 160, 120)
    draw.ellipse((4, 4, size - 4, size - 4), outline=ink, width=max(dpi // 40, 2))
    draw.ellipse((size // 6, size // 6, size * 5 // 6, size * 5 // 6), outline=ink, width=max(dpi // 60, 2))
    draw.text(
        (size // 4, size // 2), "สำเนาถูกต้อง", fill=ink, font=ImageFont.truetype(TLWG / "Garuda-Bold.ttf", dpi // 8)
    )
    layer = layer.rotate(dice.uniform(-20, 20), Image.Resampling.BICUBIC)
    place = (dice.randrange(dpi, picture.width - size - dpi // 2), dice.randrange(dpi * 2, picture.height // 2))
    picture.paste(layer, place, layer)


def as_pdf(pictures: list[Image.Image], wear: Wear) -> bytes:
    """A PDF that holds only the pictures."""
    out = io.BytesIO()
    pictures[0].save(out, "PDF", resolution=wear.dpi, save_all=True, append_images=pictures[1:], quality=wear.quality)
    return out.getvalue()


def as_picture(picture: Image.Image, form: str, wear: Wear) -> bytes:
    """A picture file as a site would show it."""
    out = io.BytesIO()
    picture.save(out, form, quality=wear.quality, dpi=(wear.dpi, wear.dpi))
    return out.getvalue()
