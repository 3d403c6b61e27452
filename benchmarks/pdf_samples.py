"""The documents as PDF: by word processor, by browser, and drawn directly with true, private, lossy or wrong letters."""

import base64
import html
import io
import os
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

from pythainlp import word_tokenize
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from benchmarks.documents import Line, Page, Table
from crawler.browser import find_chromium

TLWG = Path("/usr/share/fonts/truetype/tlwg")
OWN_FONTS = Path(__file__).parent.parent / "results" / "fonts"
_MARGIN, _SIZE, _LEADING = 55, 14, 23
_SLOW = 180  # seconds; the first start of a word processor writes its profile

# Low, left and low-left forms of tone marks and vowels as Windows fonts keep them in the private area.
_LOW = {"่": "\uf70a", "้": "\uf70b", "๊": "\uf70c", "๋": "\uf70d", "์": "\uf70e"}
_TALL = frozenset("ปฝฟฬ")
_LEFT = {"ิ": "\uf701", "ี": "\uf702", "ึ": "\uf703", "ื": "\uf704", "ั": "\uf710", "็": "\uf712", "่": "\uf705", "้": "\uf706"}
_ABOVE = frozenset("ัิีึื็ํ")


def office_pdf(files: dict[str, bytes], target: str = "pdf") -> dict[str, bytes]:
    """Office files converted by LibreOffice; empty when it is not installed."""
    if shutil.which("soffice") is None:
        return {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, body in files.items():
            (folder / file).write_bytes(body)
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", target,
             "--outdir", str(folder / "out"), *(str(folder / file) for file in files)],
            capture_output=True, check=True, timeout=_SLOW,
        )  # fmt: skip
        return {file: (folder / "out" / file).with_suffix(f".{target}").read_bytes() for file in files}


def browser_pdf(pages: tuple[Page, ...], font: str) -> bytes | None:
    """Printed by the system's Chromium; None when there is none."""
    browser = find_chromium()
    if browser is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        page, out = Path(folder) / "page.html", Path(folder) / "out.pdf"
        page.write_text(_markup(pages, font), encoding="utf-8")
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        subprocess.run(
            [browser, "--headless", "--disable-gpu", *root, f"--user-data-dir={folder}/profile",
             "--no-pdf-header-footer", f"--print-to-pdf={out}", page.as_uri()],
            capture_output=True, check=True, timeout=_SLOW,
        )  # fmt: skip
        return out.read_bytes()


def _markup(pages: tuple[Page, ...], font: str) -> str:
    faces = "".join(
        f"@font-face{{font-family:Sarabun;src:url(data:font/woff2;base64,{base64.b64encode(path.read_bytes()).decode()});"
        f"unicode-range:{'U+0E00-0E7F' if 'thai' in path.name else 'U+0000-00FF,U+2000-206F'}}}"
        for path in sorted(OWN_FONTS.glob("*-400-normal.woff2"))
    )
    style = (f"{faces} @page{{size:A4;margin:2cm}} body{{font:13pt/1.4 '{font}'}} section+section{{break-before:page}}"
             "table{border-collapse:collapse} td{border:1px solid;padding:2px 6px}")  # fmt: skip
    body = "".join(f"<section>{''.join(map(_element, page))}</section>" for page in pages)
    return f'<!doctype html><html lang="th"><meta charset="utf-8"><style>{style}</style>{body}'


def _element(item: Line | Table) -> str:
    if isinstance(item, Line):
        return f"<h3>{html.escape(item.text)}</h3>" if item.heading else f"<p>{html.escape(item.text)}</p>"
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in item.rows)
    return f"<table>{rows}</table>"


def drawn_pdf(pages: tuple[Page, ...], font: str, spell: Callable[[str], str] = str) -> bytes:
    """Drawn with reportlab; `spell` says which code points are put down for a line."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    name = _registered(font)
    for page in pages:
        canvas.setFont(name, _SIZE)
        height = A4[1] - _MARGIN - 20
        for x, text in _placed(page, name):
            if x == _MARGIN:
                height -= _LEADING
            canvas.drawString(x, height, spell(text))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _registered(font: str) -> str:
    pdfmetrics.registerFont(ttfonts.TTFont(font, TLWG / f"{font}.ttf"))
    return font


def _placed(page: Page, font: str) -> Iterator[tuple[float, str]]:
    """Every piece of a page with its place on the line; a piece at the margin begins a new line."""
    for item in page:
        if isinstance(item, Line):
            yield from ((_MARGIN, line) for line in _wrapped(item.text, font))
            continue
        widths = [
            max(pdfmetrics.stringWidth(cell, font, _SIZE) for cell in column) for column in zip(*item.rows, strict=True)
        ]
        gap = min(14.0, (A4[0] - 2 * _MARGIN - sum(widths)) / max(len(widths) - 1, 1))
        for row in item.rows:
            yield from ((_MARGIN + sum(widths[:i]) + gap * i, cell) for i, cell in enumerate(row))


def _wrapped(text: str, font: str) -> Iterator[str]:
    line = ""
    for word in word_tokenize(text):
        if line and pdfmetrics.stringWidth(line + word, font, _SIZE) > A4[0] - 2 * _MARGIN:
            yield line
            line = word.lstrip()
        else:
            line += word
    yield line


def windows_glyphs(text: str) -> str:
    """A line with the private code points that Windows programs put down for shifted marks."""
    out = ""
    for index, letter in enumerate(text):
        before = text[index - 1] if index else ""
        if before in _TALL and letter in _LEFT:
            letter = _LEFT[letter]
        elif letter in _LOW and before not in _ABOVE and text[index + 1 : index + 2] != "ำ":
            letter = _LOW[letter]
        out += letter
    return out


@contextmanager
def text_layer(meaning: Callable[[int], int]) -> Iterator[None]:
    """Files drawn inside show the right letters and say `meaning` of each in their text layer."""
    original = ttfonts.makeToUnicodeCMap
    with patch.object(
        ttfonts, "makeToUnicodeCMap", lambda font, subset: original(font, [meaning(code) for code in subset])
    ):
        yield


def lost_sara_am(code: int) -> int:
    """The layer of writers that split sara am and keep only its second half."""
    return ord("า") if code == ord("ำ") else code


def legacy_latin(code: int) -> int:
    """The layer of old Thai fonts with a Western table: the Windows-874 byte of each letter read as Latin-1."""
    return chr(code).encode("cp874", "replace")[0] if code > 0x7F else code


def private(code: int) -> int:
    """The layer of subset fonts without a table of letters."""
    return 0xE000 + (code & 0x3FF) if code != 0x20 else code


@cache
def _shuffled() -> tuple[int, ...]:
    letters = list(range(0x21, 0x7F))
    random.Random(7).shuffle(letters)
    return tuple(letters)


def rubbish(code: int) -> int:
    """A layer of letters that have nothing to do with what is seen."""
    return _shuffled()[code % 94] if code != 0x20 else code
