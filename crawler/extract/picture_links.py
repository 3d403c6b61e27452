"""Links that are nothing but a picture: where they lead, and where the picture is."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract.bounded import bounded
from crawler.extract.decode import decode
from crawler.names import is_no_name
from crawler.urls import join

SOURCES = ("src", "data-src", "data-lazy-src", "data-original")
_MOST = 500  # looked at on one page; the longest menus of pictures have a hundred


def picture_links(body: bytes, content_type: str, url: str) -> dict[str, str]:
    """Address that a link leads to → address of its picture, for links that no word or attribute names."""
    tree = LexborHTMLParser(bounded(decode(body, content_type)))
    base = tree.css_first("base[href]")
    start = (join(url, base.attributes.get("href") or "") if base else None) or url
    found: dict[str, str] = {}
    for node in tree.css("a[href]:has(img)")[:_MOST]:
        target = join(start, node.attributes.get("href") or "")
        source = picture_of(node, start) if is_no_name(words_of(node)) else ""
        if target and source:
            found.setdefault(target, source)
    return found


def words_of(link: LexborNode) -> str:
    """What a link says of itself: its text, its own attributes, those of its pictures."""
    told = [link.text(strip=True), *(link.attributes.get(name) or "" for name in ("title", "aria-label"))]
    for picture in link.css("img"):
        told += [picture.attributes.get("alt") or "", picture.attributes.get("title") or ""]
    return " ".join(words for words in told if words)


def picture_of(link: LexborNode, base: str) -> str:
    """The address of the first picture in a link; "" where it has none of its own (an inline one, say)."""
    picture = link.css_first("img")
    sources = (picture.attributes.get(name) or "" for name in SOURCES) if picture else ()
    return next((target for source in sources if (target := join(base, source))), "")
