"""Where a page leads: one parse, the links that are new, and the few facts that decide how it is treated."""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.artifacts import Place
from crawler.elsewhere import place_of, unwrapped
from crawler.extract.bounded import bounded
from crawler.extract.decode import decode
from crawler.extract.marks import MARKED
from crawler.extract.marks import place_of as place_by_marks
from crawler.extract.picture_links import SOURCES, picture_of
from crawler.extract.targets import ACTING, acted_target, framed, jumps, scripted_target
from crawler.names import is_no_name
from crawler.priority import is_vague
from crawler.urls import join

_SELECTOR = "a[href],area[href],iframe,frame[src],embed[src],object[data],meta[http-equiv]"
_ATTRIBUTE = {"a": "href", "area": "href", "iframe": "src", "frame": "src", "embed": "src", "object": "data"}
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
# A whole address in a script; one that is glued together from pieces ("id=" + n) is none.
_SCRIPTED = re.compile(
    r"(?:location(?:\.href)?\s*=|location\.(?:replace|assign)\(|window\.open\()\s*(['\"])([^'\"\s<>]{1,500})\1(?!\s*\+)"
)
# Further pages of a list that only answer to a posted form; nothing is ever posted.
_POSTED_PAGES = re.compile(r"__doPostBack\([^)]{1,300}Page\$")
_ROWS = frozenset(("tr", "li", "p", "dd", "figure", "article"))
_MAX_LINKS = 5000
_MAX_MENUS = 20
_MAX_CONTEXT = 300
_MAX_DEPTH = 150
_MAX_KNOWN = 400_000  # raw link texts remembered to skip repeated menus quickly; about 60 MB at the most


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link with its words: `label` is text and hint, `context` the row around a label that says nothing.

    A link to a known place elsewhere always has its row, and its `place` tells whether it belongs to a menu.
    `picture` is the address of the picture that stands for the words of a link without any.
    """

    url: str
    label: str
    context: str = ""
    place: Place = "content"
    picture: str = ""


@dataclass(slots=True)
class PlainPage:
    """One parsed page. `links` holds only those not met before in this wording; `link_count` counts all.

    `cut`: the page has more links than are read of one page, or leads on by ways that are not gone.
    """

    url: str
    html: str
    tree: LexborHTMLParser
    title: str = ""
    link_count: int = 0
    cut: bool = False
    links: list[FoundLink] = field(default_factory=list)

    def visible_text(self) -> str:
        """The words a reader sees without scripts running. Changes the tree: nothing else may be asked after it."""
        self.tree.strip_tags(["script", "style", "noscript", "template", "head", "svg", "select"])
        return " ".join(self.tree.body.text(separator=" ").split()) if self.tree.body else ""

    def headings(self) -> list[str]:
        return [node.text(strip=True)[:_MAX_CONTEXT] for node in self.tree.css("h1,h2,h3")[:10]]

    def images(self, limit: int) -> list[str]:
        """Absolute addresses of the content images, icons and buttons by their stated size left out."""
        found: dict[str, None] = {}
        for node in self.tree.css("img"):
            attributes = node.attributes
            if _is_small(attributes.get("width")) or _is_small(attributes.get("height")):
                continue
            for name in SOURCES:
                target = join(self.url, attributes.get(name) or "")
                if target:
                    found[target] = None
            if len(found) >= limit:
                break
        return list(found)[:limit]


class LinkReader:
    """Reads pages of one site and skips quickly what stood on an earlier page in the same words."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def read(self, url: str, body: bytes, content_type: str) -> PlainPage:
        """Parse the body of a page fetched from `url`."""
        return self.read_text(url, decode(body, content_type), body)

    def read_text(self, url: str, html: str, body: bytes = b"") -> PlainPage:
        """Parse decoded HTML; `body` tells in which encoding the addresses of its links are sent."""
        within = bounded(html)
        tree = LexborHTMLParser(within)
        page = PlainPage(url=url, html=html, tree=tree, cut=len(within) < len(html))
        if title := tree.css_first("title"):
            page.title = title.text(strip=True)[:500]
        base = url
        if "<base" in html or "<BASE" in html:
            node = tree.css_first("base[href]")
            base = (join(url, node.attributes.get("href") or "") if node else None) or url
        self._collect(page, base, body)
        return page

    def _collect(self, page: PlainPage, base: str, body: bytes) -> None:
        known = self._known
        if len(known) > _MAX_KNOWN:
            known.clear()
        folder, root = base.split("?", 1)[0].rsplit("/", 1)[0], base.split("/", 3)[2]
        nodes = page.tree.css(_SELECTOR)
        page.cut = page.cut or len(nodes) > _MAX_LINKS
        for node in nodes[:_MAX_LINKS]:
            href = _href(node)
            if not href or href[0] == "#":
                continue
            page.link_count += 1
            text = node.text(strip=True)
            raw = f"{root if href[0] == '/' else folder if href[:4] != 'http' else ''} {href} {text}"
            if href[0] != "?":
                if raw in known:
                    continue
                known.add(raw)
            found = self._take(page, base, node, href, text, body)
            if found is not None and found.place != "content":
                known.discard(raw)  # what a menu links to elsewhere may be the content of a later page
        self._act(page, base, body)
        if "__doPostBack" in page.html and _POSTED_PAGES.search(page.html):
            page.cut = True
        if "location" in page.html or "window.open" in page.html:
            met = {link.url for link in page.links}
            for _, href in _SCRIPTED.findall(page.html)[:200]:
                if (target := _target(base, href, body)) and target not in met:
                    page.links.append(FoundLink(target, ""))

    def _act(self, page: PlainPage, base: str, body: bytes) -> None:
        """Elements that lead on without being links: by a handler, by an address kept for a script, by a jump menu."""
        if "data-" in page.html or "onclick" in page.html or "source=" in page.html:
            for node in page.tree.css(ACTING)[:_MAX_LINKS]:
                self._lead(page, _target(base, acted_target(node.attributes), body), node.text(strip=True))
        if "<select" in page.html or "<SELECT" in page.html:
            for menu in page.tree.css("select")[:_MAX_MENUS]:
                for address, words in jumps(menu):
                    self._lead(page, _target(base, address, body), words.strip())

    def _lead(self, page: PlainPage, target: str | None, words: str) -> None:
        if target is not None and (raw := f"{target} {words}") not in self._known:
            self._known.add(raw)
            page.links.append(FoundLink(target, words[:_MAX_CONTEXT]))

    def _take(
        self, page: PlainPage, base: str, node: LexborNode, href: str, text: str, body: bytes
    ) -> FoundLink | None:
        target = _target(base, href, body)
        if target is None:
            return None
        attributes = node.attributes
        hint = attributes.get("title") or attributes.get("aria-label") or attributes.get("alt") or ""
        if not text and not hint:
            picture = node.css_first("img[alt]")
            hint = (picture.attributes.get("alt") or "") if picture else ""
        label = f"{text} {hint}".strip()[:_MAX_CONTEXT]
        if place_of(target) is not None:
            found = FoundLink(target, label, _row_text(node), _place(node))
        else:
            picture = picture_of(node, base) if is_no_name(label) else ""
            found = FoundLink(target, label, _row_text(node) if is_vague(text) else "", picture=picture)
        page.links.append(found)
        return found


def _target(base: str, href: str, body: bytes) -> str | None:
    """The address that a link leads to, through the window of a viewer to the document itself."""
    encoding = "utf-8" if href.isascii() or _is_utf8(body) else "cp874"
    target = join(base, href, encoding)
    return (unwrapped(target) or target) if target else None


def _href(node: LexborNode) -> str:
    tag = node.tag or ""
    attributes = node.attributes
    if tag == "meta":
        if (attributes.get("http-equiv") or "").lower() != "refresh":
            return ""
        found = _REFRESH.search(attributes.get("content") or "")
        return found[1].strip() if found else ""
    href = framed(attributes, _ATTRIBUTE[tag])
    return scripted_target(href) if href[:11].lower() == "javascript:" else href


def _row_text(node: LexborNode) -> str:
    """The words of the table row, list item or paragraph around a link."""
    around = node.parent
    for _ in range(5):
        if around is None or around.tag in ("body", "table", "ul", "ol"):
            return ""
        if around.tag in _ROWS:
            return around.text(separator=" ", strip=True)[:_MAX_CONTEXT]
        around = around.parent
    return ""


def _place(node: LexborNode) -> Place:
    """Whether the marks of what surrounds a link make it part of a menu or footer."""
    above: list[LexborNode] = []
    around = node.parent
    while around is not None and around.tag != "body" and len(above) < _MAX_DEPTH:
        above.append(around)
        around = around.parent
    place: Place = "content"
    for item in reversed(above):
        if item.tag in MARKED:
            place = place_by_marks(item, item.tag, place)
    return place


def _is_small(size: str | None) -> bool:
    return size is not None and size.isdigit() and int(size) < 60


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
