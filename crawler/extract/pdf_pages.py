"""What stands on the pages of a PDF, and pictures of them: asked of PDFium in a process of its own."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from crawler.extract import limits
from crawler.extract.document import run_tool

_CHILD = [sys.executable, "-P", str(Path(__file__).with_name("pdfium_child.py"))]


@dataclass(frozen=True, slots=True)
class Look:
    """What is on one page: letters of its text layer, objects of any kind, the share that pictures cover."""

    letters: int
    objects: int
    pictures: float

    @property
    def is_blank(self) -> bool:
        return self.objects == 0

    @property
    def is_picture(self) -> bool:
        """A picture of a page, or one whose letters are drawn as shapes."""
        return self.pictures >= 0.5 or (self.letters == 0 and self.objects > 0)


def look(body: bytes) -> tuple[int, list[Look]]:
    """How many pages a PDF has, and what is on the first ones; 0 and nothing when it cannot be opened."""
    code, output, _ = run_tool([*_CHILD, "look", str(limits.MAX_PDF_PAGES)], body, limits.LOOK_SECONDS)
    if code != 0:
        return 0, []
    found = json.loads(output)
    return found["pages"], [Look(*values) for values in found["looks"]]


def texts(body: bytes, last: int) -> list[str]:
    """The text layers of the first pages as PDFium reads them; none when it cannot."""
    code, output, _ = run_tool([*_CHILD, "text", str(last)], body, limits.LOOK_SECONDS)
    return output[: 4 * limits.MAX_TEXT].decode("utf-8", "replace").split("\f")[:-1] if code == 0 else []


def draw(body: bytes, number: int) -> tuple[bytes, str]:
    """One page as a grey picture (PGM) fit for recognition; nothing, and perhaps why, when it cannot be drawn."""
    sizes = (limits.OCR_DPI, limits.OCR_LEAST_SIDE, limits.OCR_MOST_SIDE, number)
    code, picture, _ = run_tool([*_CHILD, "draw", *map(str, sizes)], body, limits.DRAW_SECONDS, limits.DRAW_MEMORY)
    return (picture, "") if code == 0 else (b"", "timeout" if code == 124 else "")
