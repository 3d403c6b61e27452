"""The place of a page where a year stands that could not be read for sure, cut out for people: small, grey, and always
the same bytes, so that a report from stored evidence stays the same."""

import base64
import io

from PIL import Image

from crawler.extract import limits

Box = tuple[float, float, float, float]
_BEFORE, _BEHIND, _AROUND = 10.0, 3.0, 0.6  # times the height of a letter: the words before a year say whose it is
_SHADES = (16, 8, 4, 2)


def cut_out(page: Image.Image, box: Box) -> str:
    """The place (fractions of the page; twice as high as its letters) as PNG in base64; "" when even black and white
    is too large."""
    cut = page.convert("L").crop(_area(page.size, box))
    if cut.height > limits.CROP_HEIGHT:
        size = (max(1, cut.width * limits.CROP_HEIGHT // cut.height), limits.CROP_HEIGHT)
        cut = cut.resize(size, Image.Resampling.BILINEAR)
    for shades in _SHADES:
        body = _png(cut, shades)
        if len(body) <= limits.CROP_BYTES:
            return base64.b64encode(body).decode()
    return ""


def _area(size: tuple[int, int], box: Box) -> tuple[int, int, int, int]:
    width, height = size
    left, top, right, bottom = box[0] * width, box[1] * height, box[2] * width, box[3] * height
    letter = (bottom - top) / 2
    return (
        max(0, round(left - _BEFORE * letter)), max(0, round(top - _AROUND * letter)),
        min(width, round(right + _BEHIND * letter)), min(height, round(bottom + _AROUND * letter)),
    )  # fmt: skip


def _png(cut: Image.Image, shades: int) -> bytes:
    step, out = 256 // shades, io.BytesIO()
    cut.point(lambda value: min(255, value // step * 255 // (shades - 1))).save(out, "PNG", optimize=True)
    return out.getvalue()
