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
    """Join the recogniser's words line by line; words below 20 % confidence are noise."""
    lines: dict[tuple[str, ...], list[str]] = {}
    confidences: list[float] = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or not cells[11].strip():
            continue
        confidence = float(cells[10])
        if confidence >= 20:
            lines.setdefault(tuple(cells[1:5]), []).append(cells[11])
            confidences.append(confidence)
    return [" ".join(words) for words in lines.values()], confidences
