"""Paper made white before recognition: shadows, yellowed sheets and grey copies cost the recogniser letters."""

import io

import numpy as np
from PIL import Image, ImageFilter

_SHRUNK = 8  # the light changes slowly: it is looked at in a picture of a sixty-fourth of the pixels
_REACH = 9  # of its pixels: wider than the strokes of a heading, so that paper shows between them
_SOFT = 4


def whitened(picture: bytes) -> bytes:
    """A grey page (PGM) divided by its own light, so that what is paper becomes white."""
    page = Image.open(io.BytesIO(picture), formats=("PPM",))
    paper = page.reduce(_SHRUNK).filter(ImageFilter.MaxFilter(_REACH)).filter(ImageFilter.GaussianBlur(_SOFT))
    light = np.maximum(np.asarray(paper.resize(page.size, Image.Resampling.BILINEAR), np.float32), 1.0)
    even = np.asarray(page, np.float32) * (255.0 / light)
    out = io.BytesIO()
    Image.fromarray(even.clip(0, 255).astype(np.uint8)).save(out, "PPM")
    return out.getvalue()
