"""The place of a page where a year stands that could not be read for sure, cut out for people: small, grey, and always
the same bytes, so that a report from stored evidence stays the same."""

import base64
import io

from PIL import Image

from crawler.extract import limits

Box = tuple[float, float, float, float]
_BEFORE, _BEHIND, _AROUND = 16.0, 3.0, 0.6  # times the height of a letter: the words before a year say whose it is
_DEPTHS = (4, 2, 1)  # bits of a pixel


def cut_out(page: Image.Image, box: Box) -> str:
    """The place (fractions of the page; twice as high as its letters) as PNG in base64, in as many shades of grey as
    there is room for."""
    cut = page.convert("L").crop(_area(page.size, box))
    cut.thumbnail(limits.CROP_SIZE, Image.Resampling.BILINEAR)
    bodies = (_png(cut, bits) for bits in _DEPTHS)
    return base64.b64encode(next((body for body in bodies if len(body) <= limits.CROP_BYTES), b"")).decode()


def _area(size: tuple[int, int], box: Box) -> tuple[int, int, int, int]:
    width, height = size
    left, top, right, bottom = box[0] * width, box[1] * height, box[2] * width, box[3] * height
    letter = (bottom - top) / 2
    return (
        max(0, round(left - _BEFORE * letter)), max(0, round(top - _AROUND * letter)),
        min(width, round(right + _BEHIND * letter)), min(height, round(bottom + _AROUND * letter)),
    )  # fmt: skip


def _png(cut: Image.Image, bits: int) -> bytes:
    shades, out = 1 << bits, io.BytesIO()
    numbered = cut.point([value * shades // 256 for value in range(256)])
    numbered.putpalette([shade * 255 // (shades - 1) for shade in range(shades) for _ in "rgb"])
    numbered.save(out, "PNG", bits=bits)
    return out.getvalue()
