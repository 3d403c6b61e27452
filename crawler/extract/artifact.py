"""One stored response → Artifact."""

from pathlib import Path

from crawler.artifacts import Artifact, Block, Evidence, PageText
from crawler.extract import limits
from crawler.extract.files import read_file
from crawler.extract.html import read_html
from crawler.extract.kinds import kind_of
from crawler.extract.lost import lost_words
from crawler.names import file_name


def read_artifact(
    body: bytes,
    content_type: str,
    evidence: Evidence,
    *,
    redirected_from: tuple[str, ...] = (),
    rendered: bool = False,
    ocr: bool = True,
    cache: Path | None = None,
    depth: int = limits.OCR_PAGES,
) -> Artifact:
    """Read one body; `content_type` is the header as sent. Never raises on what a site sends.

    `depth` is how many pages of a scan are recognised at most.
    """
    media_type = content_type.split(";")[0].strip().lower()
    kind = "html" if rendered else kind_of(body, media_type, evidence.url)
    if kind in ("html", "xml", "json"):
        return _page(body, content_type, media_type, evidence, redirected_from, rendered)
    document = read_file(body, kind, evidence.sha256, ocr=ocr, cache=cache, depth=depth)
    return Artifact(
        url=evidence.url,
        kind="image" if kind == "image" else "file",
        media_type=media_type or kind,
        title=_file_title(document.pages, evidence.url),
        blocks=tuple(_line(item, line) for item in document.pages for line in item.text.splitlines()),
        links=(),
        evidence=evidence,
        readable=document.readable,
        detail=document.detail,
        ocr={item.method for item in document.pages} - {"none"} == {"ocr"},
        pages=document.pages,
        waiting=document.waiting,
        redirected_from=redirected_from,
    )


def _line(item: PageText, line: str) -> Block:
    """One line of a file; a row keeps its cells, the empty ones too, so that columns can be counted."""
    if item.method == "cells":
        return Block(kind="row", text=line, page=item.number, cells=tuple(cell.strip() for cell in line.split("|")))
    return Block(kind="text", text=line, page=item.number)


def _page(
    body: bytes,
    content_type: str,
    media_type: str,
    evidence: Evidence,
    redirected_from: tuple[str, ...],
    rendered: bool,
) -> Artifact:
    read = read_html(body, "text/html; charset=utf-8" if rendered else content_type, evidence.url)
    heading = next((block.text for block in read.blocks if block.level == 1 and block.place == "content"), "")
    lost = lost_words(read.blocks)
    return Artifact(
        url=evidence.url,
        kind="page",
        media_type=media_type,
        readable=not lost,
        detail=lost,
        title=read.title or heading,
        blocks=tuple(read.blocks),
        links=tuple(read.links),
        evidence=evidence,
        rendered=rendered,
        redirected_from=redirected_from,
    )


def _file_title(pages: tuple[PageText, ...], url: str) -> str:
    """The first lines of a file say what it is; its name says so when there are no words."""
    lines = [line for line in (pages[0].text.splitlines() if pages else []) if len(line) > 3 and not line.isdigit()]
    return " ".join(lines[:4])[:300] or file_name(url)
