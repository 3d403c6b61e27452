"""Web pages kept as files: a table of an old system named .xls, a page that Word saved as .doc, an archive (MHTML)."""

import email
from collections.abc import Iterator

from crawler.artifacts import Block, PageText
from crawler.extract.decode import decode
from crawler.extract.html import read_markup
from crawler.extract.rows import Line, pages_of, row


def read_saved_html(body: bytes) -> Iterator[PageText]:
    """The words of one page; its links lead into folders that were not saved with it."""
    return pages_of(1, _lines(decode(body)))


def read_mhtml(body: bytes) -> Iterator[PageText]:
    """The first page inside a web archive; its pictures and styles have no words."""
    for part in email.message_from_bytes(body).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield from pages_of(1, _lines(decode(content, str(part.get("Content-Type", "")))))
                return


def _lines(markup: str) -> Iterator[Line]:
    blocks = read_markup(markup, "").blocks
    rows = {block.path for block in blocks if _is_row(block)}
    for block in blocks:
        if _is_row(block):
            yield row(block.cells)
        elif block.kind != "row" and block.text and not _is_below(rows, block.path):
            yield Line(block.text)


def _is_below(rows: set[tuple[int, ...]], path: tuple[int, ...]) -> bool:
    """Whether a passage is a part of a row, which repeats it."""
    return any(path[:depth] in rows for depth in range(1, 1 + len(path)))


def _is_row(block: Block) -> bool:
    return block.kind == "row" and len(block.cells) > 1
