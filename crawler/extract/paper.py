"""Paper made white before recognition, and pale ink black: shadows, yellowed sheets and grey copies cost letters."""

import io

import numpy as np
from PIL import Image, ImageFilter

_SHRUNK = 8  # the light changes slowly: it is looked at in a picture of a sixty-fourth of the pixels
_REACH = 9  # of its pixels: wider than the strokes of a heading, so that paper shows between them
_SOFT = 4
_INK = 0.5  # per cent of the pixels: the darkest ones are ink
_PALE = (80, 200)  # ink between these is pale; darker ink loses by being darkened, and a lighter page has none
_WHITE = 240  # from here all is paper, its noise included


def whitened(picture: bytes) -> bytes:
    """A grey page (PGM) divided by its own light, so that its paper becomes white; the ink of a pale one darkened."""
    page = Image.open(io.BytesIO(picture), formats=("PPM",))
    paper = page.reduce(_SHRUNK).filter(ImageFilter.MaxFilter(_REACH)).filter(ImageFilter.GaussianBlur(_SOFT))
    light = np.maximum(np.asarray(paper.resize(page.size, Image.Resampling.BILINEAR), np.float32), 1.0)
    even = np.asarray(page, np.float32) * (255.0 / light)
    ink = float(np.percentile(even[::4, ::4], _INK))
    if _PALE[0] < ink < _PALE[1]:
        even = (even - ink) * (255.0 / (_WHITE - ink))
    out = io.BytesIO()
    Image.fromarray(even.clip(0, 255).astype(np.uint8)).save(out, "PPM")
    return out.getvalue()
