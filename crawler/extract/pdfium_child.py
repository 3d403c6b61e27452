"""A short-lived program of its own: looks at the pages of one PDF (from standard input) and draws some of them.

    pdfium_child.py look LAST               {"pages": 12, "looks": [[letters, objects, share of pictures], ...]}
    pdfium_child.py text LAST               the text layers of the first pages, a form feed after each
    pdfium_child.py draw DPI LEAST MOST N   page N as a grey picture (PGM); its longer side is LEAST to MOST pixels

Started by path and importing nothing of this package, so that it is there in 60 ms. PDFium is a large C++ program that
reads foreign bytes: here it can crash, hang or fill its memory without harm to the crawl.
"""

import json
import sys

import pypdfium2
from pypdfium2 import raw

_MOST_OBJECTS = 400  # of one page; enough to tell a picture of a page from a drawing
_PASSWORD = 3


def look(document: pypdfium2.PdfDocument, last: int) -> None:
    """Tell how many pages there are, and of the first ones what is on them."""
    looks = [_look(document, number) for number in range(min(len(document), last))]
    sys.stdout.write(json.dumps({"pages": len(document), "looks": looks}))


def _look(document: pypdfium2.PdfDocument, number: int) -> tuple[int, int, float]:
    try:
        page = document[number]
        letters = page.get_textpage().count_chars()
        width, height = page.get_size()
        area, objects, pictures = max(width * height, 1.0), 0, 0.0
        for item in page.get_objects(max_depth=3):
            objects += 1
            if item.type == raw.FPDF_PAGEOBJ_IMAGE:
                left, bottom, right, top = item.get_bounds()
                pictures += max(0.0, min(right, width) - max(left, 0)) * max(0.0, min(top, height) - max(bottom, 0))
            if objects >= _MOST_OBJECTS:
                break
    except pypdfium2.PdfiumError:
        return 0, 0, 0.0
    return letters, objects, min(1.0, pictures / area)


def text(document: pypdfium2.PdfDocument, last: int) -> None:
    """Write the text layers as PDFium reads them: it keeps the blanks that poppler takes for spacing."""
    for number in range(min(len(document), last)):
        try:
            words = document[number].get_textpage().get_text_range(errors="replace")
        except pypdfium2.PdfiumError:
            words = ""
        sys.stdout.buffer.write(words.replace("\f", " ").encode("utf-8", "replace") + b"\f")


def draw(document: pypdfium2.PdfDocument, dpi: int, least: int, most: int, number: int) -> None:
    """Write one page as PGM: no compression, because the recogniser unpacks it at once."""
    page = document[number - 1]
    longest = max(*page.get_size(), 1.0)
    bitmap = page.render(scale=min(max(longest * dpi / 72, least), most) / longest, grayscale=True)
    rows = memoryview(bitmap.buffer)
    out = sys.stdout.buffer
    out.write(b"P5 %d %d 255\n" % (bitmap.width, bitmap.height))
    for row in range(bitmap.height):
        out.write(rows[row * bitmap.stride : row * bitmap.stride + bitmap.width])


def main(arguments: list[str]) -> int:
    """Exit code 0, 3 for a locked file, 4 for one that PDFium cannot open."""
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        numbers = [int(argument) for argument in arguments[1:]]
        {"look": look, "text": text, "draw": draw}[arguments[0]](document, *numbers)
    except pypdfium2.PdfiumError as error:
        return _PASSWORD if getattr(error, "err_code", 0) == raw.FPDF_ERR_PASSWORD else 4
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
