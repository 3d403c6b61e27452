"""Pictures → words, by Tesseract with its Thai model. Digits read this way are not to be relied on.

The freely available Thai model has no ๔ ๖ ๗ ๘ ๙ at all, so a year from recognition proves nothing.
"""

import io
import re
from dataclasses import dataclass

from PIL import Image

from crawler.artifacts import PageText
from crawler.extract import limits
from crawler.extract.document import page, run_tool

_NEVER_FIRST = re.compile("[ะ-ฺ็-๎]")  # vowels and marks that begin no word: a gap before one is no blank
_ROTATE = re.compile(r"^Rotate: (90|180|270)\b", re.MULTILINE)
_TURNS = {"90": Image.Transpose.ROTATE_270, "180": Image.Transpose.ROTATE_180, "270": Image.Transpose.ROTATE_90}


@dataclass(frozen=True, slots=True)
class Recognised:
    """What recognition gave: a page of words, or none and perhaps why (a missing program, no time)."""

    page: PageText | None = None
    problem: str = ""


def recognise(picture: bytes, number: int = 1) -> Recognised:
    """The words of one grey picture (PGM, drawn by a program of ours), also of one that lies on its side."""
    read = _read(picture, number)
    if read.problem or (read.page and read.page.confidence >= limits.SURE_ENOUGH):
        return read
    turned = _upright(picture)
    return _better(read, _read(turned, number)) if turned else read


def _read(picture: bytes, number: int) -> Recognised:
    command = ["tesseract", "stdin", "stdout", "-l", "tha", "--psm", "4", "tsv"]
    code, output, error = run_tool(command, picture, limits.OCR_SECONDS_PER_PAGE)
    if code == 127 or "loading language" in error or "languages" in error:
        return Recognised(problem=f"tool_missing: {error[:100]}")
    if code == 124:
        return Recognised(problem="timeout")
    lines, confidences = _lines(output.decode("utf-8", "replace"))
    text = "\n".join(lines)
    if len(text) < limits.MIN_TEXT_PER_PAGE or not confidences:
        return Recognised()
    confidence = sum(confidences) / len(confidences) / 100
    return Recognised(page(number, "ocr", text, round(confidence, 3)) if confidence >= limits.MIN_CONFIDENCE else None)


def _upright(picture: bytes) -> bytes:
    """The picture turned so that its writing stands upright; nothing when it does already or nobody can tell."""
    _, output, _ = run_tool(["tesseract", "stdin", "stdout", "--psm", "0"], picture, limits.OCR_SECONDS_PER_PAGE)
    found = _ROTATE.search(output.decode("utf-8", "replace"))
    if not found:
        return b""
    turned, out = Image.open(io.BytesIO(picture), formats=("PPM",)).transpose(_TURNS[found[1]]), io.BytesIO()
    turned.save(out, "PPM")
    return out.getvalue()


def _better(one: Recognised, other: Recognised) -> Recognised:
    if one.page is None or other.page is None:
        return one if one.page else other
    return max(one, other, key=lambda read: read.page.confidence if read.page else 0.0)


def _lines(table: str) -> tuple[list[str], list[float]]:
    """Join what was recognised line by line; pieces below 20 % confidence are noise.

    The recogniser cuts Thai into single syllables or letters: only a gap as wide as a blank is one.
    """
    lines: dict[tuple[str, ...], str] = {}
    ends: dict[tuple[str, ...], int] = {}
    confidences: list[float] = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or not cells[11].strip() or float(cells[10]) < 20:
            continue
        line, left, width, height = tuple(cells[1:5]), int(cells[6]), int(cells[8]), int(cells[9])
        gap = left - ends.get(line, left)
        blank = " " if gap > 0.25 * height and not _NEVER_FIRST.match(cells[11]) else ""
        lines[line] = lines.get(line, "") + blank + cells[11]
        ends[line] = left + width
        confidences.append(float(cells[10]))
    return list(lines.values()), confidences
