"""What the marks of an element say: whether it is menu or footer, a heading by class, a form that can be sent."""

import re
from dataclasses import replace

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
MARKED = frozenset("div ul section aside td table nav header footer ol p center".split())
_MENU_WORDS = frozenset(
    (
        "nav navbar menu mainmenu submenu topmenu sidemenu leftmenu sidebar sidenav topbar breadcrumb breadcrumbs "
        "offcanvas megamenu navigation menubar topnav"
    ).split()
)
_NO_MENU_WORDS = frozenset(["content", "item", "page", "tab", "tabs", "pills", "list"])
_FOOTER_WORDS = frozenset("footer copyright cookie cookies consent counter visitor visitors foot".split())
_HEAD_WORDS = frozenset(("head", "heading", "headline", "title", "topic", "subject", "header"))
_TOKENS = re.compile(r"[a-z]+")
_SCRIPTED_TARGET = re.compile(r"(?:location(?:\.href)?\s*=|(?:window\.)?open\()\s*['\"]([^'\"]+)['\"]")


def scripted_target(handler: str | None) -> str:
    match = _SCRIPTED_TARGET.search(handler or "")
    return match[1] if match else ""


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


def is_head(node: LexborNode, tag: str) -> bool:
    """A line that its class calls a head or title; an element that holds others is a frame, not a line."""
    if tag not in MARKED:
        return False
    name = node.attributes.get("class")
    if not name or not _HEAD_WORDS & set(_TOKENS.findall(name.lower())):
        return False
    return all(child.tag not in BLOCKS for child in node.iter())


def place_of(node: LexborNode, tag: str, place: Place) -> Place:
    if tag == "nav":
        return "menu"
    if tag == "footer":
        return "footer"
    if place != "content":
        return place
    if tag == "header":
        return "menu"
    attributes = node.attributes
    if attributes.get("role") in ("navigation", "menubar", "menu"):
        return "menu"
    words = set(_TOKENS.findall(f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()))
    if words & _MENU_WORDS and not words & _NO_MENU_WORDS:
        return "menu"
    return "footer" if words & _FOOTER_WORDS else "content"


def without_false_menus(blocks: list[Block]) -> list[Block]:
    """When the markup calls nearly the whole page a menu, its word is not worth anything."""
    content = sum(len(block.text) for block in blocks if block.place == "content" and block.kind != "row")
    total = sum(len(block.text) for block in blocks if block.kind != "row")
    headings = any(block.kind == "heading" and block.place == "content" for block in blocks)
    if total == 0 or content or headings:
        return blocks
    return [replace(block, place="content") if block.place == "menu" else block for block in blocks]
