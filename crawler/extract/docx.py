"""Word files (DOCX, and Word's XML of 2003) → lines and rows in the order of the body.

Footnotes, headers, footers and the words of diagrams follow the body.
"""

import re
from collections.abc import Iterator

from crawler.artifacts import PageText
from crawler.extract.ooxml import blocks
from crawler.extract.package import Package, local, parsed
from crawler.extract.rows import Line, pages_of

_BESIDE = re.compile(r"word/(?:(?:foot|end)notes|header\d*|footer\d*|diagrams/data\d*)\.xml")
_ORDER = ("footnotes", "endnotes", "header", "footer", "diagrams")


def read_docx(body: bytes) -> Iterator[PageText]:
    """The pages of one DOCX: the file does not say where its paper pages end, so all have the number 1."""
    return pages_of(1, _document(Package(body)))


def read_word_xml(body: bytes) -> Iterator[PageText]:
    """One XML file that Word saved as such: the same elements without a package around them."""
    root = parsed(body)
    return pages_of(1, (line for part in root.iter() if local(part) == "body" for line in blocks(part)))


def _document(package: Package) -> Iterator[Line]:
    root = package.part(package.main("word/document.xml"))
    yield from blocks(root)
    beside = [name for name in package.names if _BESIDE.fullmatch(name)]
    said: set[str] = set()  # the same header stands in the file once for every section
    for name in sorted(beside, key=lambda name: (next(i for i, word in enumerate(_ORDER) if word in name), name)):
        lines = list(blocks(package.part(name)))
        whole = "\n".join(line.text for line in lines)
        if whole not in said:
            said.add(whole)
            yield from lines
