"""Whether a page's content comes by script, so that the page as sent is not what a reader sees."""

import re
from collections.abc import Callable
from typing import Literal

_ROOT = re.compile(
    r"<(?:app-root|router-view)\b|<[a-z]+[^>]+(?:id=[\"']?(?:root|app|__next|__nuxt|___gatsby|q-app|svelte)[\"'\s>]"
    r"|ng-app|data-reactroot|v-cloak|data-v-app)", re.IGNORECASE,
)  # fmt: skip
_PLACEHOLDER = re.compile(
    r"กำลังโหลด|กรุณารอสักครู่|โปรดรอสักครู่|\bloading\b|please wait|enable javascript|เปิด(?:ใช้งาน)?\s*javascript"
    r"|javascript (?:is )?(?:required|disabled)|redirecting", re.IGNORECASE,
)  # fmt: skip
_THAI_PLACEHOLDER = "กำลังโหลด"
_LITTLE_TEXT, _FEW_LINKS = 250, 5
_MAX_RENDERED = 60  # pages in mode auto; beyond that the budget of time is better spent on fetching


def needs_browser(html: str, link_count: int, visible_text: Callable[[], str]) -> bool:
    """Whether a page as sent shows that its content comes by script.

    Either nearly nothing stands in it beside scripts and a place to put content, or it says in Thai that its content
    is being loaded (lists that a script fills inside a page with a full menu). `visible_text` is asked only when it
    can matter, because it costs as much as the parse.
    """
    if "<script" not in html and "<SCRIPT" not in html:
        return False
    if link_count < _FEW_LINKS and len(visible_text()) < _LITTLE_TEXT:
        words = visible_text()
        return not words or bool(_ROOT.search(html) or _PLACEHOLDER.search(f"{words} {html[:20000]}"))
    return _THAI_PLACEHOLDER in html and _THAI_PLACEHOLDER in visible_text()


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
