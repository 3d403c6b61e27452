"""Whether a page's content comes by script, so that the page as sent is not what a reader sees."""

import re
from collections.abc import Callable
from typing import Literal

# Nothing here may look further than its own element for an end: markup is foreign, and may have none.
_INSIDE = r"[^<>]{0,400}?"
_ROOTS = r"(?:root|app|__next|__nuxt|___gatsby|q-app|svelte)"
_ROOT = re.compile(
    rf"<(?:app-root|router-view)\b|<[a-z]{{1,30}}\b{_INSIDE}(?:\bid=[\"']?{_ROOTS}[\"'\s>]|ng-app|data-reactroot|v-cloak"
    r"|data-v-app)", re.IGNORECASE,
)  # fmt: skip
_EMPTY_ROOT = re.compile(
    rf"<(div|main|section)\b{_INSIDE}\bid=[\"']?{_ROOTS}[\"']?(?:\s{_INSIDE})?>\s{{0,200}}</\1>"
    r"|<app-root>\s{0,200}</app-root>",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"กำลังโหลด|กรุณารอสักครู่|โปรดรอสักครู่|\bloading\b|please wait|enable javascript|เปิด(?:ใช้งาน)?\s*javascript"
    r"|javascript (?:is )?(?:required|disabled)|redirecting", re.IGNORECASE,
)  # fmt: skip
# The same said by marks alone. Not any "loading": pictures have an attribute of that name.
_WAITING = re.compile(
    r"(?:class|id)=[\"'][^\"'>]*\b(?:loading|loader|spinner|skeleton)\b|enable javascript|เปิด(?:ใช้งาน)?\s*javascript"
    r"|javascript (?:is )?(?:required|disabled)", re.IGNORECASE,
)  # fmt: skip
_SHOWN = re.compile(r"<(?:img|embed|object|iframe|frame|area)\b", re.IGNORECASE)
_PRINTED = "pdf2htmlEX"  # its pages are complete; the indicator on them is for a viewer that never shows it
_BEHIND_THE_SCENES = re.compile(r"<(/?)(script|style|noscript|template|select)\b[^>]*>?", re.IGNORECASE)
_ANCHOR = re.compile(r"<(/?)(a)\b[^>]*>?", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>?")
# An element whose own words say that it waits, with its marks; in a list or table the English ones count, too.
_WAITS = re.compile(
    rf"<(?P<tag>[a-z][a-z0-9]{{0,20}})\b(?P<marks>{_INSIDE})>[^<>]{{0,60}}?"
    r"(?:(?P<thai>กำลังโหลด|กำลังดาวน์โหลดข้อมูล)|\bloading\b\s?(?:data\s?)?[.…]|please wait)", re.IGNORECASE,
)  # fmt: skip
_LISTED = frozenset(("td", "th", "li", "dd"))
_CURTAIN = re.compile(r"pre-?load|page-?load|overlay|splash|modal|curtain|loader-?wrap|spinner|toast", re.IGNORECASE)
_FETCHING = re.compile(r"\bfetch\(|XMLHttpRequest|\$\.(?:ajax|get|getJSON|post)\(|\baxios\b|\.DataTable\(")
_EMPTY_LIST = re.compile(
    rf"<(tbody|ul|ol|table|div|section)\b{_INSIDE}\bid=[\"']?([\w-]{{1,60}})[\"']?(?:\s{_INSIDE})?>\s{{0,200}}</\1>",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[\"'#]([\w-]{1,60})")
# Places that fill when somebody acts, and ornaments: nothing that a reader misses at first sight.
_ON_DEMAND = re.compile(r"search|suggest|result|complete|modal|popup|toast|alert|chat|captcha|visit|count|clock|weather"
                        r"|fb-|slide|carousel|cookie|map|login", re.IGNORECASE)  # fmt: skip
_LITTLE_TEXT, _FEW_LINKS, _LITTLE_OWN = 250, 5, 500
_MOST_READ = 2_000_000  # characters looked through for signs; a page with more of them has its content
_MAX_RENDERED = 60  # pages in mode auto; beyond that the budget of time is better spent on fetching


def needs_browser(html: str, link_count: int, visible_text: Callable[[], str]) -> bool:
    """Whether a page as sent shows that its content comes by script.

    Either nearly nothing stands in it beside scripts and a place to put content, or a part of it does: an element says
    that its content is being loaded, the root of a framework is empty, or a script on the page asks for data and names
    an empty list. `visible_text` is asked only when it can matter, because it costs as much as the parse.
    """
    if ("<script" not in html and "<SCRIPT" not in html) or _PRINTED in html or len(html) > _MOST_READ:
        return False
    if link_count < _FEW_LINKS and len(visible_text()) < _LITTLE_TEXT:
        return _is_bare(html, visible_text())
    if _is_waiting(html) or (_may_have_root(html) and _EMPTY_ROOT.search(html)):
        return True
    return _FETCHING.search(html) is not None and _leaves_a_list_empty(html)


def _is_bare(html: str, words: str) -> bool:
    if _ROOT.search(html) or _PLACEHOLDER.search(words) or _WAITING.search(html[:20000]):
        return True
    return not words and not _SHOWN.search(html)  # a page of one picture has its content


def _may_have_root(html: str) -> bool:
    names = ("app", "root", "__n", "___g", "q-app", "svelte")
    return any(f"{before}{name}" in html for name in names for before in "\"'=<")


def _is_waiting(html: str) -> bool:
    """Whether an element in the page's place says that it is being filled; a curtain before the whole page does not."""
    if "กำลัง" not in html and "oading" not in html and "lease wait" not in html:
        return False
    shown, _ = _apart(html, _BEHIND_THE_SCENES)
    return any(
        (found["thai"] or found["tag"].lower() in _LISTED) and not _CURTAIN.search(found["marks"])
        for found in _WAITS.finditer(shown)
    )


def _leaves_a_list_empty(html: str) -> bool:
    """Whether a script that asks for data names an element that stands empty where content belongs."""
    shown, hidden = _apart(html, _BEHIND_THE_SCENES)
    named = {name for script in hidden if _FETCHING.search(script) for name in _NAMED.findall(script)}
    empty = {tag.lower() for tag, name in _EMPTY_LIST.findall(shown) if name in named and not _ON_DEMAND.search(name)}
    if empty - {"div", "section"}:
        return True
    # Any box may be an ornament; it is the content when the page has hardly a word beside its menus.
    return bool(empty) and len(" ".join(_TAG.sub(" ", _apart(shown, _ANCHOR)[0]).split())) < _LITTLE_OWN


def _apart(html: str, tags: re.Pattern[str]) -> tuple[str, list[str]]:
    """What stands outside of some elements, and what inside of each; one pass, whether they are closed or not."""
    outside: list[str] = []
    inside: list[str] = []
    end, opened = 0, ""
    for tag in tags.finditer(html):
        name = tag[2].lower()
        if opened and not (tag[1] and name == opened):
            continue
        (inside if opened else outside).append(html[end : tag.start()])
        end, opened = tag.end(), "" if tag[1] else name
    (inside if opened else outside).append(html[end:])
    return " ".join(outside), inside


class RenderingRule:
    """The mode of a crawl (auto, never, always) applied to its pages, and what is left of the browser's budget."""

    def __init__(self, mode: Literal["auto", "never", "always"]) -> None:
        self._mode = mode
        self._rendered = 0
        self.passed_over = False  # a page that needed the browser was not rendered, so its links are not known

    def wants(self, html: str, link_count: int, visible_text: Callable[[], str]) -> bool:
        """Whether this page is to be rendered; it then counts as rendered."""
        if self._mode == "auto":
            needed = needs_browser(html, link_count, visible_text)
            chosen = needed and self._rendered < _MAX_RENDERED
            self.passed_over |= needed and not chosen
        else:
            chosen = self._mode == "always"
        self._rendered += chosen
        return chosen

    def give_up(self) -> bool:
        """Render nothing more, for want of a browser; whether that is new."""
        new = self._mode != "never"
        self._mode = "never"
        return new
