"""Pictures → words, by Tesseract with its Thai model, and their years by the numeral reader.

The freely available Thai model has no ๔ ๖ ๗ ๘ ๙ at all: of all digits in its text only the years that the numeral
reader is sure of are to be relied on (`PageText.trusted`).
"""

import io
import re
from dataclasses import dataclass

from PIL import Image

from crawler.artifacts import PageText
from crawler.extract import limits
from crawler.extract.dated_text import dated
from crawler.extract.document import page, run_tool
from crawler.extract.paper import whitened
from crawler.extract.pieces import Line, joined, read_table
from crawler.extract.skew import skew_of, turned
from crawler.extract.specks import without_specks

_ROTATE = re.compile(r"^Rotate: (90|180|270)\b", re.MULTILINE)
_TURNS = {"90": Image.Transpose.ROTATE_270, "180": Image.Transpose.ROTATE_180, "270": Image.Transpose.ROTATE_90}


@dataclass(frozen=True, slots=True)
class Recognised:
    """What recognition gave: a page of words, or none and perhaps why (a missing program, no time)."""

    page: PageText | None = None
    problem: str = ""
    lines: tuple[Line, ...] = ()
    picture: bytes = b""  # what the lines' places are in


def recognise(picture: bytes, number: int = 1) -> Recognised:
    """The words of one grey picture (PGM, drawn by a program of ours), also of one that lies on its side."""
    read = read_words(picture, number)
    if not read.problem and not (read.page and read.page.confidence >= limits.SURE_ENOUGH):
        upright = _upright(picture)
        read = _better(read, read_words(upright, number)) if upright else read
    if not read.page:
        return Recognised(problem=read.problem)
    return Recognised(dated(read.page, read.lines, Image.open(io.BytesIO(read.picture), formats=("PPM",))))


def read_words(picture: bytes, number: int) -> Recognised:
    """The words as the recogniser has them, with their places; its digits are not mended yet."""
    white = whitened(picture)
    if angle := skew_of(white):
        white, picture = turned(white, angle), turned(picture, angle)
    lines, confidence, problem = recognised_lines(white, "4")
    if problem:
        return Recognised(problem=problem)
    lines = without_specks(lines)
    text = "\n".join(map(joined, lines))
    if len(text) < limits.MIN_TEXT_PER_PAGE or confidence < limits.MIN_CONFIDENCE:
        return Recognised()
    return Recognised(page(number, "ocr", text, round(confidence, 3)), lines=tuple(lines), picture=picture)


def recognised_lines(picture: bytes, layout: str) -> tuple[list[Line], float, str]:
    """The lines of a grey picture, the mean confidence (0 to 1), and what went wrong, if anything did.

    `layout` is the recogniser's page segmentation mode: 4 a page, 6 one block.
    """
    command = ["tesseract", "stdin", "stdout", "-l", "tha", "--psm", layout, "tsv"]
    code, output, error = run_tool(command, picture, limits.OCR_SECONDS_PER_PAGE)
    if code == 127 or "loading language" in error or "languages" in error:
        return [], 0.0, f"tool_missing: {error[:100]}"
    if code == 124:
        return [], 0.0, "timeout"
    lines, confidences = read_table(output.decode("utf-8", "replace"))
    return lines, sum(confidences) / len(confidences) / 100 if confidences else 0.0, ""


def _upright(picture: bytes) -> bytes:
    """The picture turned so that its writing stands upright; nothing when it does already or nobody can tell."""
    _, output, _ = run_tool(["tesseract", "stdin", "stdout", "--psm", "0"], picture, limits.OCR_SECONDS_PER_PAGE)
    found = _ROTATE.search(output.decode("utf-8", "replace"))
    if not found:
        return b""
    upright, out = Image.open(io.BytesIO(picture), formats=("PPM",)).transpose(_TURNS[found[1]]), io.BytesIO()
    upright.save(out, "PPM")
    return out.getvalue()


def _better(one: Recognised, other: Recognised) -> Recognised:
    if one.page is None or other.page is None:
        return one if one.page else other
    return max(one, other, key=lambda read: read.page.confidence if read.page else 0.0)
