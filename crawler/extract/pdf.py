"""PDF → text by page: the text layer first (poppler, in its own process), recognition where there is none."""

import re
import time
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from crawler.artifacts import PageText
from crawler.extract import limits
from crawler.extract.document import Document, page, run_tool, unreadable
from crawler.extract.glyphs import broken, mended, misses_sara_am, sara_am_from, with_lost_words
from crawler.extract.ocr import Recognised, recognise
from crawler.extract.pdf_pages import Look, draw, look, texts

_MARKUP = re.compile(rb"(?i)<(?:!doctype|!--|(?:html|head|body|script|meta|title|div|p|br|b|font|table|h[1-6])\b)")
_NO_PAGES = 99  # pdftotext: the range of pages is empty


def read_pdf(
    body: bytes, ocr: bool, depth: int = limits.OCR_PAGES, known: Mapping[int, PageText] = MappingProxyType({})
) -> Document:
    """Read a PDF. With `ocr`, pages of a scan are recognised; without it a scan is unreadable.

    `depth` is how many of them at most; up to OCR_PAGES it is the first reading, which ends with the title. `known`
    are pages that a shallower reading of the same file has recognised, by number.
    """
    if b"%PDF" not in body[:1024]:
        return unreadable("pdf", _what_else(body))
    command = ["pdftotext", "-raw", "-enc", "UTF-8", "-l", str(limits.MAX_PDF_PAGES), "-", "-"]
    code, output, error = run_tool(command, body, limits.PDF_SECONDS)
    if code == 127:
        return unreadable("pdf", f"tool_missing: {error}")
    if not output and code != 0:
        return unreadable("pdf", _why(code, error))
    layers = _layers(body, output)
    if code == 0 and len(layers) < limits.MAX_PDF_PAGES and len(output) < limits.MAX_TEXT and _all_usable(layers):
        return Document(kind="pdf", pages=tuple(layers))
    return _Reading(body, layers, code, depth if ocr else 0, known).document()


def _what_else(body: bytes) -> str:
    """What bytes are that call themselves PDF and are none: an error page of the server, mostly."""
    start = body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if not start:
        return "empty"
    return "not_a_pdf_html" if start.startswith(b"<") and _MARKUP.search(start) else "not_a_pdf"


def _why(code: int, error: str) -> str:
    if code == 124:
        return "timeout"
    if "password" in error.lower():
        return "encrypted"
    if "memory" in error.lower():
        return "too_large (needs more memory than one file may have)"
    return "empty (0 pages)" if code == _NO_PAGES else "damaged"


def _split(output: bytes) -> list[str]:
    pages = output[: 4 * limits.MAX_TEXT].decode("utf-8", "replace")[: limits.MAX_TEXT].split("\f")
    return pages[:-1] if len(pages) > 1 and not pages[-1].strip() else pages


def _layers(body: bytes, output: bytes) -> list[PageText]:
    """The pages of a text layer, mended, with every sara am that can be had again.

    Common word processors write its dot as a blank; poppler drops that blank and PDFium keeps it ("อ าเภอ").
    """
    pages = [page(number, "text_layer", mended(text)) for number, text in enumerate(_split(output), 1)]
    missing = [read.number for read in pages if misses_sara_am(read.text)]
    others = texts(body, missing[-1]) if missing else []
    for number in missing:
        text = pages[number - 1].text
        if number <= len(others):
            text = sara_am_from(page(number, "text_layer", mended(others[number - 1])).text, text)
        pages[number - 1] = PageText(number=number, method="text_layer", confidence=1.0, text=with_lost_words(text))
    return pages


def _all_usable(layers: list[PageText]) -> bool:
    """Whether nothing calls for a look at the pages: every one has words, the first ones more than a stamp's."""
    return all(
        len(layer.text) >= (limits.STAMPED_PAGE if layer.number <= limits.OCR_PAGES else limits.MIN_TEXT_PER_PAGE)
        and not broken(layer.text)
        for layer in layers
    )


class _Reading:
    """One PDF some of whose pages want a second look: blank, scanned, drawn, rubbish, or too many."""

    def __init__(
        self, body: bytes, layers: list[PageText], code: int, depth: int, known: Mapping[int, PageText]
    ) -> None:
        self.body, self.layers, self.code, self.depth, self.known = body, layers, code, depth, known
        self.total, self.looks = look(body)
        self.total = max(self.total, len(layers))
        self.rubbish = {layer.number for layer in layers if broken(layer.text)}
        self.scans = {layer.number for layer in layers if self._is_scan(layer)}
        self.problem = ""
        self.tried = 0

    def document(self) -> Document:
        """The pages with words, in their order and under their numbers."""
        unread = self.rubbish | self.scans
        layers = [layer for layer in self.layers if layer.text and layer.number not in self.rubbish]
        is_scan = all(layer.number in self.scans for layer in layers)
        recognised = list(self._recognised(self._wanted(sorted(unread), is_scan)))
        # What little text stands on a picture (a title, a stamp, a signature's line) stays a page of its own before
        # the recognised one of the same number: its digits can be relied on.
        pages = sorted([*layers, *recognised], key=lambda read: read.number)
        waiting = len(unread) - self.tried if self.depth else 0
        if is_scan and not recognised:
            return Document(kind="pdf", readable=False, detail=self._why_unreadable(), waiting=waiting)
        detail = self._detail(is_scan, len(recognised), len(unread) - len(recognised))
        return Document(kind="pdf", pages=tuple(pages), detail=detail, waiting=waiting)

    def _wanted(self, unread: list[int], is_scan: bool) -> list[int]:
        """The pages to recognise: at the first reading only title pages, unless the whole file is a scan."""
        first = self.depth <= limits.OCR_PAGES and not is_scan
        return [number for number in unread if not first or number <= limits.OCR_PAGES][: self.depth]

    def _look(self, number: int) -> Look | None:
        return self.looks[number - 1] if number <= len(self.looks) else None

    def _is_scan(self, layer: PageText) -> bool:
        """Whether a page's text layer is not its content: there is none, or only a stamp's on a picture of a page."""
        letters, seen = len(layer.text), self._look(layer.number)
        if seen is None:  # PDFium could not tell
            return letters < limits.MIN_TEXT_PER_PAGE
        return not seen.is_blank and letters < limits.STAMPED_PAGE and seen.is_picture

    def _recognised(self, numbers: list[int]) -> Iterator[PageText]:
        until, letters = time.monotonic() + limits.FILE_SECONDS, 0
        for number in numbers:
            if self.depth <= limits.OCR_PAGES and letters >= limits.OCR_TITLE_LETTERS:
                return
            if time.monotonic() > until:
                self.problem = "timeout"
                return
            read = self.known.get(number) or self._read(number)
            if self.problem.startswith("tool_missing"):
                return
            self.tried += 1
            if read is not None:
                letters += len(read.text)
                yield read

    def _read(self, number: int) -> PageText | None:
        picture, problem = draw(self.body, number)
        read = recognise(picture, number) if picture else Recognised(problem=problem)
        self.problem = read.problem or self.problem
        return read.page

    def _why_unreadable(self) -> str:
        count = f"({self.total} pages)"
        if self.problem:
            return self.problem
        if self.code == 124:
            return "timeout"
        if self.rubbish:
            return f"broken_text_layer {count}"
        if not self.scans:
            return f"empty {count}" if self.code == 0 else "damaged"
        return f"{'scan_not_recognised' if self.depth else 'scan_without_text'} {count}"

    def _detail(self, is_scan: bool, recognised: int, left: int) -> str:
        if self.problem:  # of this machine or hour: not to be remembered as the file's own
            return self.problem
        if is_scan:
            kind = "broken_text_layer" if self.rubbish else "scan"
            return f"{kind} ({self.total} pages, {recognised} recognised)"
        if self.code:
            return f"{'timeout' if self.code == 124 else 'cut_off'} ({len(self.layers)} of {self.total} pages)"
        if self.total > len(self.layers):
            return f"first_pages_only ({len(self.layers)} of {self.total} pages)"
        return f"partly_read ({left} of {self.total} pages without words)" if left else ""
