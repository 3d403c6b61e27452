"""Text files and tables as text (TXT, CSV, TSV) in the encodings that offices save them in."""

import codecs
import csv
import io
from collections.abc import Iterator

from crawler.artifacts import PageText
from crawler.extract import limits
from crawler.extract.decode import decode
from crawler.extract.rows import Line, pages_of, row

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 20


def read_text(body: bytes) -> Iterator[PageText]:
    """A plain text: its lines are lines; one whose every line is cut by the same tabs is a table all the same."""
    text = _text(body)
    if _delimiter(text, "\t"):
        return pages_of(1, _rows(text, "\t"))
    return pages_of(1, (Line(line) for line in text.splitlines()))


def read_table(body: bytes) -> Iterator[PageText]:
    """A CSV or TSV: rows, or lines when no delimiter is used."""
    text = _text(body)
    found = _delimiter(text, _DELIMITERS)
    return pages_of(1, _rows(text, found) if found else (Line(line, row=True) for line in text.splitlines()))


def _text(body: bytes) -> str:
    body = body[: limits.MAX_TEXT * 3]  # a Thai letter has up to three bytes
    if b"\0" in body[:2000] and not body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # UTF-16 without its mark: the upper half of a letter is 00 (ASCII) or 0E (Thai)
        first, second = (sum(half in (0, 0x0E) for half in body[start:2000:2]) for start in (0, 1))
        return body.decode("utf-16-le" if second > first else "utf-16-be", "replace").replace("\0", "")
    return decode(body)


def _delimiter(text: str, choices: str) -> str:
    """The sign that cuts the most of the first lines in the same number of cells; the first line may be a title."""
    lines = [line for line in text.splitlines() if line.strip()][:_SAMPLE_LINES]
    best, most = "", 0
    for sign in choices:
        counts = [len(cells) for cells in _records(lines, sign)]
        usual = max(set(counts), key=lambda cells: (counts.count(cells), cells), default=1)
        score = counts.count(usual) if usual > 1 else sum(cells > 1 for cells in counts)
        if score > most and (sign != "|" or usual > 1):
            best, most = sign, score
    return best if most * 2 > len(lines) or (most and choices == _DELIMITERS) else ""


def _rows(text: str, sign: str) -> Iterator[Line]:
    return (row(cells) for cells in _records(io.StringIO(text, newline=""), sign))


def _records(lines: list[str] | io.StringIO, sign: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=sign, skipinitialspace=True)
    except csv.Error:  # an open quotation mark that swallows the rest, a cell longer than any text
        lines = lines if isinstance(lines, list) else lines.getvalue().splitlines()
        yield from (line.replace('"', "").split(sign) for line in lines)
