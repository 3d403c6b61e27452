"""PDF → text by page: the text layer first (poppler, in its own process), recognition where there is none."""

import re

from crawler.artifacts import PageText
from crawler.extract import limits
from crawler.extract.document import Document, page, run_tool, unreadable
from crawler.extract.ocr import recognise

_LOST = re.compile("[\ufffd\ue000-\uf6ff\uf71b-\uf8ff\U000f0000-\U0010ffff]")


def read_pdf(body: bytes, ocr: bool) -> Document:
    """Read a PDF. With `ocr`, the first pages of a scan are recognised; without it a scan is unreadable."""
    if b"%PDF" not in body[:1024]:
        return unreadable("pdf", "not_a_pdf" if body.strip() else "empty")
    command = ["pdftotext", "-raw", "-enc", "UTF-8", "-l", str(limits.MAX_PDF_PAGES), "-", "-"]
    code, output, error = run_tool(command, body, limits.PDF_SECONDS)
    if code == 127:
        return unreadable("pdf", f"tool_missing: {error}")
    if code == 124:
        return unreadable("pdf", "timeout")
    if code != 0:
        return unreadable("pdf", "encrypted" if "password" in error.lower() else "damaged")
    pages = [page(number, "text_layer", text) for number, text in enumerate(_split(output), 1)]
    if any(map(_has_text, pages)):
        return Document(kind="pdf", pages=tuple(_with_scans(body, pages, ocr)))
    return _scan(body, pages, ocr)


def _split(output: bytes) -> list[str]:
    pages = output.decode("utf-8", "replace")[: limits.MAX_TEXT].split("\f")
    return pages[:-1] if len(pages) > 1 and not pages[-1].strip() else pages


def _has_text(page: PageText) -> bool:
    """Whether the text layer of a page says something (unmapped glyphs say nothing)."""
    letters = len(page.text)
    return letters >= limits.MIN_TEXT_PER_PAGE and len(_LOST.findall(page.text)) < letters * 0.05


def _scan(body: bytes, pages: list[PageText], ocr: bool) -> Document:
    if not ocr:
        return unreadable("pdf", f"scan_without_text ({len(pages)} pages)")
    read = [result for number in range(1, min(len(pages), limits.OCR_PAGES) + 1) if (result := _ocr(body, number))]
    if not read:
        return unreadable("pdf", f"scan_not_recognised ({len(pages)} pages)")
    return Document(kind="pdf", pages=tuple(read), detail=f"scan ({len(pages)} pages, {len(read)} recognised)")


def _with_scans(body: bytes, pages: list[PageText], ocr: bool) -> list[PageText]:
    """A file with text whose first pages are scanned (a signed cover, say): recognise those too."""
    if not ocr:
        return pages
    return [
        (_ocr(body, item.number) or item) if item.number <= limits.OCR_PAGES and not _has_text(item) else item
        for item in pages
    ]


def _ocr(body: bytes, number: int) -> PageText | None:
    command = ["pdftoppm", "-r", str(limits.OCR_DPI), "-gray", "-png", "-f", str(number), "-l", str(number),
               "-scale-to", "3400", "-"]  # fmt: skip
    code, picture, _ = run_tool(command, body, limits.PDF_SECONDS)
    return recognise(picture, number) if code == 0 and picture else None
