"""Pictures → words, by Tesseract with its Thai model. Digits read this way are not to be relied on.

The freely available Thai model has no ๔ ๖ ๗ ๘ ๙ at all, so a year from recognition proves nothing.
"""

from crawler.artifacts import PageText
from crawler.extract import limits
from crawler.extract.document import page, run_tool


def recognise(picture: bytes, number: int = 1) -> PageText | None:
    """The words of one picture (PNG or JPEG bytes), or None when nothing was recognised."""
    command = ["tesseract", "stdin", "stdout", "-l", "tha", "--psm", "4", "tsv"]
    code, output, _ = run_tool(command, picture, limits.OCR_SECONDS_PER_PAGE)
    if code != 0:
        return None
    lines, confidences = _lines(output.decode("utf-8", "replace"))
    text = "\n".join(lines)
    if len(text) < limits.MIN_TEXT_PER_PAGE or not confidences:
        return None
    confidence = sum(confidences) / len(confidences) / 100
    return page(number, "ocr", text, round(confidence, 3)) if confidence >= 0.35 else None


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
        lines[line] = lines.get(line, "") + (" " if gap > 0.25 * height else "") + cells[11]
        ends[line] = left + width
        confidences.append(float(cells[10]))
    return list(lines.values()), confidences
