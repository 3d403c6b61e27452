"""Web pages of 100 kB with 500 links, in one encoding or two."""

import random
from html import escape

from benchmarks.documents import Line, document

SIZE, LINKS, _MENU = 100_000, 500, 60
ADDRESS = "https://www.example.go.th/oit/index.php"


class _Writer:
    """A page under construction with its words and links in reading order."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.lines: list[str] = []
        self.links: list[tuple[str, str]] = []

    def link(self, words: str) -> str:
        path = f"/file/{len(self.links)}.pdf"
        self.links.append((f"https://www.example.go.th{path}", words))
        return f'<a class="nav-link" href="{path}">{escape(words)}</a>'

    def put(self, markup: str, words: str) -> None:
        self.pieces.append(markup)
        self.lines.append(words)

    def enclose(self, count: int, opening: str, closing: str) -> None:
        """Put the last `count` pieces into one element."""
        self.pieces[-count] = opening + self.pieces[-count]
        self.pieces[-1] += closing


def web_page(seed: int, encoding: str) -> tuple[bytes, str, list[tuple[str, str]]]:
    """Bytes, text and links of one page. `encoding` "mixed" is UTF-8 with every ninth piece in Windows-874."""
    dice, writer = random.Random(seed), _Writer()
    _menu(writer)
    _table(writer, dice)
    _news(writer, dice)
    known = sum(len(_bytes(piece, index, encoding)) for index, piece in enumerate(writer.pieces))
    _fill(writer, dice, SIZE - known, encoding)
    declared = "windows-874" if encoding == "cp874" else "utf-8"
    head = f'<!doctype html><html lang="th"><head><meta charset="{declared}"><title>OIT</title></head><body>'.encode()
    body = b"\n".join(_bytes(piece, index, encoding) for index, piece in enumerate(writer.pieces))
    return head + body + b"</body></html>", "\n".join(writer.lines), writer.links


def _bytes(piece: str, index: int, encoding: str) -> bytes:
    if encoding == "mixed":
        encoding = "cp874" if index % 9 == 4 else "utf-8"
    return piece.encode(encoding)


def _menu(writer: _Writer) -> None:
    names = [item.text[:24].strip() for page in document(0) for item in page if isinstance(item, Line)]
    for index in range(_MENU):
        words = f"{names[index % len(names)]} {index}"
        writer.put(f'<li class="nav-item">{writer.link(words)}</li>', words)
    writer.enclose(_MENU, '<nav><ul class="menu">', "</ul></nav>")


def _table(writer: _Writer, dice: random.Random) -> None:
    rows = (LINKS - _MENU) // 2
    for index in range(rows):
        name, size = f"รายงานผล ครั้งที่ {index} ปี {dice.randrange(2560, 2570)}", f"{dice.randrange(10, 900)} kB"
        writer.put(f"<tr><td>{index}</td><td>{writer.link(name)}</td><td>{size}</td></tr>", f"{index} {name} {size}")
    writer.enclose(rows, '<table class="table">', "</table>")


def _news(writer: _Writer, dice: random.Random) -> None:
    while len(writer.links) < LINKS:
        name = f"ประกาศ จ้างซ่อมแซมถนน หมู่ที่ {dice.randrange(1, 20)} เลขที่ {dice.randrange(1, 9999)}"
        writer.put(f'<div class="card"><p class="mb-0">{writer.link(name)}</p></div>', name)


def _fill(writer: _Writer, dice: random.Random, wanted: int, encoding: str) -> None:
    """Paragraphs until the page has its size; no two are alike."""
    texts = [item.text for page in document(1) for item in page if isinstance(item, Line) and len(item.text) > 60]
    while wanted > 0:
        words = f"{dice.choice(texts)} {dice.randrange(10**6)}"
        wanted -= len(_bytes(f"<p>{words}</p>\n", len(writer.pieces), encoding))
        writer.put(f"<p>{escape(words)}</p>", words)
