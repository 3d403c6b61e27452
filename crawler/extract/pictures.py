"""Pictures (announcements photographed, charts drawn, certificates) → words by recognition, where they can hold any."""

import io
import sys
import warnings
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from crawler.extract import limits
from crawler.extract.document import Document, run_tool, unreadable
from crawler.extract.ocr import recognise

CHILD = str(Path(__file__).with_name("picture_child.py"))
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")
# Pillow warns of pictures above 89 million pixels; here that is an answer (too large), not a line on the terminal.
warnings.simplefilter("error", Image.DecompressionBombWarning)


def read_picture(body: bytes, ocr: bool) -> Document:
    """Read one picture. Only its head is looked at here; its pixels are unpacked in a process of their own."""
    pixels = pixels_of(body)
    if not pixels:
        return unreadable("image", "damaged")
    if pixels > limits.MAX_OCR_PIXELS:
        return unreadable("image", f"too_large (more than {limits.MAX_OCR_PIXELS // 1_000_000} million pixels)")
    if not ocr or pixels < limits.MIN_OCR_PIXELS:
        return unreadable("image", "picture_without_text")
    command = [sys.executable, "-P", CHILD, str(limits.OCR_LEAST_SIDE), str(limits.OCR_MOST_SIDE)]
    code, grey, _ = run_tool(command, body, limits.DRAW_SECONDS, limits.PICTURE_MEMORY)
    if code == 6:
        return unreadable("image", f"too_large ({pixels // 1_000_000} million pixels)")
    if code not in (0, 5) or not grey:
        return unreadable("image", "timeout" if code == 124 else "damaged")
    read = recognise(grey)
    if read.page:
        return Document(kind="image", pages=(read.page,), detail="cut_off" if code == 5 else "")
    return unreadable("image", read.problem or ("damaged" if code == 5 else "picture_not_recognised"))


def pixels_of(body: bytes) -> int:
    """How many pixels the head of a picture claims; 0 when it is none."""
    try:
        with Image.open(io.BytesIO(body), formats=_FORMATS) as picture:
            return picture.width * picture.height
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return limits.MAX_OCR_PIXELS + 1
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return 0
