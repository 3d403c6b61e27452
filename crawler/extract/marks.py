"""What the marks of an element say: whether it is menu or footer, a heading by class, a form that can be sent."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from selectolax.lexbor import LexborNode

from crawler.artifacts import Block, Place
from crawler.extract.words import clean

# Elements that open a line of their own; everything else runs on in the text around it.
BLOCKS = frozenset(
    (
        "p div li td th tr table tbody thead section article ul ol dl dt dd form fieldset figure figcaption "
        "blockquote center pre body header footer nav main aside hr address h1 h2 h3 h4 h5 h6 details summary "
        "label button legend"
    ).split()
)
FURNITURE = frozenset(("nav", "header", "footer"))  # by their tag alone
MARKED = frozenset("div ul section aside td table nav header footer ol p center".split())
_MENU_WORDS = frozenset(
    (
        "nav navbar menu mainmenu submenu topmenu sidemenu leftmenu rightmenu menuleft menuright menutop menumain "
        "dropdownmenu mobilemenu sidebar sidenav topbar breadcrumb breadcrumbs breadcumb crumbs pathway offcanvas "
        "megamenu navigation menubar topnav mainnav subnav navmenu"
    ).split()
)
_NO_MENU_WORDS = frozenset(["content", "item", "page", "tab", "tabs", "pills", "list"])
_FOOTER_WORDS = frozenset(
    (
        "footer copyright cookie cookies consent counter visitor visitors foot cookiebanner cookieconsent cookiebar "
        "cookielaw cookiealert cookienotice gdpr colophon"
    ).split()
)
_HEAD_WORDS = frozenset(("head", "heading", "headline", "title", "topic", "subject", "header"))
_TOKENS = re.compile(r"[a-z]+")
_ICON_WORDS = frozenset(("icon", "icons", "symbols", "matico"))
_ICON_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
_COOKIES = re.compile(r"คุก\s?กี้|cookie", re.IGNORECASE)
_AGREED = re.compile(r"(?:ยอมรับ|ยอดรับ|ตกลง|รับทราบ|เข้าใจแล้ว|accept|agree|allow|got it|ok\b)[^.]{0,30}", re.IGNORECASE)
_LONGEST_BANNER = 900
_MOST_BANNERS = 10
_BOX_DEPTH = 4  # elements between the question and the box that holds question and button
_LONGEST_NAME = 500
Attributes = Mapping[str, str | None]


def only_words(node: LexborNode) -> str | None:
    """The words of an element that holds nothing but them, which is quicker to ask than to walk."""
    first = node.first_child
    if first is None or first.next is not None or first.tag != "-text":
        return None
    return first.text_content or ""


def is_icon(node: LexborNode) -> bool:
    """An element whose word is the name of a picture in an icon font: call, insert_drive_file."""
    marks = node.attributes.get("class") or ("icon" if "icon" in (node.tag or "") else "")
    if not _ICON_WORDS & set(_TOKENS.findall(marks.lower())):
        return False
    return _ICON_NAME.fullmatch(node.text(deep=True).strip()) is not None


def can_be_sent(form: LexborNode) -> bool:
    """Whether anything sends the form: a button that submits and is not switched off, or a script on the form or on
    one of its buttons. A form without it is a picture of a form."""
    attributes = form.attributes
    if any(name.startswith("on") or name.startswith(("wire:", "v-on:", "@", "ng-", "data-")) for name in attributes):
        return True
    for control in form.css("button, input"):
        kind = (control.attributes.get("type") or ("submit" if control.tag == "button" else "text")).lower()
        if "disabled" in control.attributes or kind not in ("submit", "image", "button"):
            continue
        if kind != "button" or any(
            name.startswith(("on", "@", "v-on:", "wire:", "ng-")) for name in control.attributes
        ):
            return True
    return False


def field_names(node: LexborNode) -> list[str]:
    """How a reader would name one input: "kind:words"; hidden fields and buttons are none."""
    attributes = node.attributes
    kind = (attributes.get("type") or node.tag or "").lower()
    if kind in ("hidden", "submit", "button", "reset", "image"):
        return []
    words = attributes.get("placeholder") or attributes.get("aria-label") or attributes.get("title")
    return [f"{kind}:{clean(words or attributes.get('name') or attributes.get('id') or '')}"]


def is_head(node: LexborNode, attributes: Attributes) -> bool:
    """A line that its class calls a head or title; an element that holds others is a frame, not a line."""
    name = attributes.get("class")
    return bool(name) and _called_head(name) and all(child.tag not in BLOCKS for child in node.iter())


@lru_cache(maxsize=4096)
def _called_head(name: str) -> bool:
    return bool(_HEAD_WORDS & set(_TOKENS.findall(name[:_LONGEST_NAME].lower())))


def place_of(node: LexborNode, tag: str, place: Place) -> Place:
    """Where an element stands, by its tag, role, class and id."""
    return place_by(node.attributes, tag, place)


def place_by(attributes: Attributes, tag: str, place: Place) -> Place:
    """The same when the attributes are at hand, which cost as much to get as the rest."""
    if tag == "nav":
        return "menu"
    if tag == "footer":
        return "footer"
    if place != "content":
        return place
    if tag == "header":
        return "menu"
    role, name, own = attributes.get("role"), attributes.get("class"), attributes.get("id")
    if role in ("navigation", "menubar", "menu"):
        return "menu"
    if role == "contentinfo":
        return "footer"
    return _called_place(f"{name or ''} {own or ''}"[:_LONGEST_NAME]) if name or own else "content"


@lru_cache(maxsize=4096)  # a site has a few hundred classes, a page thousands of elements
def _called_place(name: str) -> Place:
    words = set(_TOKENS.findall(name.lower()))
    if words & _MENU_WORDS and not words & _NO_MENU_WORDS:
        return "menu"
    return "footer" if words & _FOOTER_WORDS else "content"


def with_banners_aside(blocks: list[Block]) -> list[Block]:
    """A question about cookies is furniture however its element is called: a short box with a button to agree."""
    asked = [block.path for block in blocks if block.place == "content" and _COOKIES.search(block.text)]
    for path in asked[:_MOST_BANNERS]:
        for depth in range(len(path), max(0, len(path) - _BOX_DEPTH), -1):
            inner = [index for index, other in enumerate(blocks) if other.path[:depth] == path[:depth]]
            if any(_AGREED.fullmatch(blocks[index].text) for index in inner):
                _aside(blocks, inner)
                break
    return blocks


def _aside(blocks: list[Block], indices: list[int]) -> None:
    if sum(len(blocks[index].text) for index in indices) <= _LONGEST_BANNER:
        for index in indices:
            blocks[index] = replace(blocks[index], place="footer")


def without_false_menus(blocks: list[Block]) -> list[Block]:
    """When the markup calls nearly the whole page a menu, its word is not worth anything."""
    words = [block for block in blocks if block.text and block.kind != "row"]
    if not words or any(block.place == "content" for block in words):
        return blocks
    return [replace(block, place="content") if block.place == "menu" else block for block in blocks]
