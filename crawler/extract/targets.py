"""Addresses that stand plainly in the markup outside of an ordinary link: handlers, jump menus, viewers, widgets."""

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborNode

from crawler.extract.limits import MAX_ADDRESS, MAX_OPTIONS

_FILES = r"(?:pdf|docx?|xlsx?|pptx?|od[ts]|csv|zip|rar|7z|jpe?g|png|gif|html?|php\d?|aspx?|jsp)"
# A whole address given to the window; one that is glued together from pieces ("id=" + n) is none.
_LED_TO = re.compile(
    r"(?:location(?:\.href)?\s*=|location\.(?:replace|assign)\(|open\()\s*(?:['\"]|&quot;)([^'\"&\s][^'\"\s]{0,1000})['\"](?!\s*\+)"
)
# ... or to a function of the site's own, openWin('x.pdf'), when it has the look of an address.
_NAMED = re.compile(
    rf"['\"](https?://[^'\"\s]{{1,1000}}|[^'\"\s:]{{1,1000}}\.{_FILES}(?:\?[^'\"\s]{{0,500}})?)['\"](?!\s*\+)",
    re.IGNORECASE,
)
_MEASURED = re.compile(r"\b(?:ga|gtag|fbq|_gaq\.push|dataLayer\.push)\s*\(")  # visits told to a counter lead nowhere
_OPTION = re.compile(rf"(?:https?://|//).+|[^\s:]+\.{_FILES}(?:\?\S*)?|/\S*", re.IGNORECASE)
_JUMP = re.compile(r"location|open\(|jump|href|goto|url", re.IGNORECASE)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
# Chats that a script puts on the page; the address names the account, so it stands for the widget.
_CHAT_HOSTS = (
    "embed.tawk.to", "client.crisp.chat", "static.zdassets.com", "code.jivosite.com", "www.smartsuppchat.com",
)  # fmt: skip
_CHATS = re.compile(rf"(?:https?:)?//((?:{'|'.join(map(re.escape, _CHAT_HOSTS))})/[\w./-]{{1,200}})")
_MESSENGER = re.compile(r"fb-customerchat[^<>]{0,300}?page_id\s*=\s*[\"']?(\d{5,20})")
# Where scripts of themes and plug-ins find the address: clickable rows, tabs, download managers, flipbooks, embeds.
_NAMES = (
    "data-href", "data-url", "data-link", "data-downloadurl", "data-file", "data-pdf", "data-source", "source",
    "data-embed-open-url",
)  # fmt: skip
ACTING = ",".join(f"[{name}]" for name in ("onclick", *_NAMES))
# Frames that are loaded when the reader comes near keep their address aside until then.
LATER = ("data-src", "data-lazy-src", "data-litespeed-src")


def framed(attributes: Mapping[str, str | None], name: str) -> str:
    """The address of a frame: of its own attribute, or of one that a script moves there."""
    own = (attributes.get(name) or "").strip()
    if own and not own.startswith("about:"):
        return own
    return next((value.strip() for later in LATER if (value := attributes.get(later))), "")


def scripted_target(handler: str | None) -> str:
    """The address in a script of an attribute, "" when there is none."""
    if not handler or len(handler) > 10 * MAX_ADDRESS or _MEASURED.search(handler):
        return ""
    found = _LED_TO.search(handler) or _NAMED.search(handler)
    return found[1] if found else ""


def acted_target(attributes: Mapping[str, str | None]) -> str:
    """Where a click on an element leads that is no link by its kind."""
    if target := scripted_target(attributes.get("onclick")):
        return target
    return next((value for name in _NAMES if (value := attributes.get(name)) and _OPTION.fullmatch(value)), "")


def acting(markup: str) -> str:
    """`ACTING` as far as a page has such attributes: asked for all of them, it costs half as much as the parser."""
    lowered = markup.encode("ascii", "ignore").lower()
    names = ("onclick", *_NAMES) if b"data-" in lowered else ("onclick", "source")
    return ",".join(f"[{name}]" for name in names if name.encode() in lowered)


def jumps(node: LexborNode) -> list[tuple[str, str]]:
    """The (address, words) of a list from which a reader jumps to other pages."""
    options = node.css("option[value]")[:MAX_OPTIONS]
    acting = any(_JUMP.search(node.attributes.get(name) or "") for name in ("onchange", "name", "id", "class"))
    found = [(option.attributes.get("value") or "", option.text(deep=True)) for option in options]
    return [(value, words) for value, words in found
            if _OPTION.fullmatch(value.strip()) and (acting or value.startswith(("http://", "https://")))]  # fmt: skip


def refreshed(content: str) -> str:
    """Where a page says that it moves on to."""
    found = _REFRESH.search(content)
    return found[1].strip() if found else ""


def widgets(markup: str) -> list[str]:
    """Addresses of the chats that scripts of a page open."""
    found: list[str] = []
    if any(host in markup for host in _CHAT_HOSTS):  # the pattern begins with nothing that could be found quickly
        found = [f"https://{address}" for address in _CHATS.findall(markup)]
    if "fb-customerchat" in markup:
        found += [f"https://m.me/{account}" for account in _MESSENGER.findall(markup)]
    return list(dict.fromkeys(found))[:5]
