"""One stored response → Artifact."""

import re
from pathlib import Path

from crawler.artifacts import Artifact, Block, Evidence, PageText
from crawler.extract.files import read_file
from crawler.extract.html import read_html
from crawler.extract.kinds import kind_of
from crawler.names import file_name

_PRIVATE_GLYPH = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def read_artifact(
    body: bytes,
    content_type: str,
    evidence: Evidence,
    *,
    redirected_from: tuple[str, ...] = (),
    rendered: bool = False,
    ocr: bool = True,
    cache: Path | None = None,
) -> Artifact:
    """Read one body; `content_type` is the header as sent. Never raises on what a site sends."""
    media_type = content_type.split(";")[0].strip().lower()
    kind = "html" if rendered else kind_of(body, media_type, evidence.url)
    if kind in ("html", "xml", "json"):
        return _page(body, content_type, media_type, evidence, redirected_from, rendered)
    document = read_file(body, kind, evidence.sha256, ocr=ocr, cache=cache)
    return Artifact(
        url=evidence.url,
        kind="image" if kind == "image" else "file",
        media_type=media_type or kind,
        title=_file_title(document.pages, evidence.url),
        blocks=tuple(
            Block(kind="row" if item.method == "cells" else "text", text=line, page=item.number)
            for item in document.pages
            for line in item.text.splitlines()
        ),
        links=(),
        evidence=evidence,
        readable=document.readable,
        detail=document.detail,
        ocr=bool(document.pages) and all(item.method == "ocr" for item in document.pages),
        pages=document.pages,
        redirected_from=redirected_from,
    )


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
    lost = _lost_glyphs(read.blocks)
    return Artifact(
        url=evidence.url,
        kind="page",
        media_type=media_type,
        readable=not lost,
        detail="private_use_glyphs" if lost else "",
        title=read.title or heading,
        blocks=tuple(read.blocks),
        links=tuple(read.links),
        evidence=evidence,
        rendered=rendered,
        redirected_from=redirected_from,
    )


def _lost_glyphs(blocks: list[Block]) -> bool:
    """Whether most letters of a page are private glyphs of an embedded font: a reader sees words, we see none."""
    text = "".join(block.text for block in blocks if block.place == "content")
    private = len(_PRIVATE_GLYPH.findall(text))
    return private > 20 and private * 3 > len(text)


def _file_title(pages: tuple[PageText, ...], url: str) -> str:
    """The first lines of a file say what it is; its name says so when there are no words."""
    lines = [line for line in (pages[0].text.splitlines() if pages else []) if len(line) > 3 and not line.isdigit()]
    return " ".join(lines[:4])[:300] or file_name(url)
