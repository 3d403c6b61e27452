"""Word files of the old format (DOC), by antiword: it writes DocBook, in which tables are tables."""

from collections.abc import Iterator

from lxml import etree

from crawler.artifacts import PageText
from crawler.extract.package import local
from crawler.extract.rows import Line, pages_of, row

ANTIWORD = ("antiword", "-x", "db", "-")
_GONE = frozenset(("bookinfo", "colspec"))  # who wrote the file and when it was saved
_TEXTS = frozenset(("para", "title", "subtitle", "simpara"))


def read_docbook(body: bytes) -> Iterator[PageText]:
    """The text that antiword found; the old format does not say where pages end."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(body, parser)
    return pages_of(1, _blocks(root) if root is not None else ())


def _blocks(node: etree._Element) -> Iterator[Line]:
    for child in node:
        name = local(child)
        if name == "row":
            yield row(" ".join(child.itertext()) for child in child if local(child) == "entry")
        elif name in _TEXTS:
            yield from _paragraph(child)
        elif name not in _GONE:
            yield from _blocks(child)


def _paragraph(node: etree._Element) -> Iterator[Line]:
    """The lines of a paragraph; a table stands inside the paragraph after which it was made."""
    words = [node.text or ""]
    for child in node:
        if local(child) in ("informaltable", "table", "itemizedlist", "orderedlist", "footnote"):
            yield from (Line(line) for line in "".join(words).splitlines())
            yield from _blocks(child)
            words = []
        else:
            words.append("".join(child.itertext()))
        words.append(child.tail or "")
    yield from (Line(line) for line in "".join(words).splitlines())
