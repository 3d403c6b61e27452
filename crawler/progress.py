"""The progress display on standard error: one live line on a terminal, a plain line now and then elsewhere."""

import sys
import time

from rich.console import Console
from rich.status import Status
from rich.text import Text

from crawler.messages import Lang, say

_PLAIN_EVERY = 10.0  # seconds between lines in a log file


class Progress:
    """Shows what is being done; `quiet` shows nothing. Never writes to standard output."""

    def __init__(self, lang: Lang, items: int, max_pages: int, *, quiet: bool) -> None:
        self.lang = lang
        self.items = items
        self.max_pages = max_pages
        self.settled = 0
        self._quiet = quiet
        self._console = Console(stderr=True, soft_wrap=True, highlight=False)
        self._live: Status | None = None
        self._last = 0.0
        self._numbers: dict[str, object] = {"pages": 0, "files": 0, "failed": 0, "queued": 0, "url": ""}

    def __enter__(self) -> "Progress":
        if not self._quiet and self._console.is_terminal:
            self._live = self._console.status("")
            self._live.start()
        return self

    def __exit__(self, *exception: object) -> None:
        if self._live is not None:
            self._live.stop()

    def say(self, code: str, **values: object) -> None:
        """One sentence that stays."""
        if not self._quiet:
            self._console.print(Text(say(code, self.lang, **values)))

    def update(self, numbers: dict[str, object]) -> None:
        """New counts from the crawl (keys pages, files, failed, queued, url, elapsed)."""
        self._numbers.update(numbers)
        self._show(self._line())

    def reading(self, url: str) -> None:
        """A document that takes a while is being read."""
        self._show(say("reading", self.lang, url=url[:90]))

    def _show(self, line: str) -> None:
        if self._quiet:
            return
        if self._live is not None:
            self._live.update(Text(line[: max(40, self._console.width - 4)]))
        elif time.monotonic() - self._last >= _PLAIN_EVERY:
            self._last = time.monotonic()
            print(line, file=sys.stderr, flush=True)

    def _line(self) -> str:
        numbers = {name: self._numbers.get(name, "") for name in ("pages", "files", "failed", "queued")}
        url = str(self._numbers.get("url", ""))[:80]
        return say("progress", self.lang, **numbers, settled=self.settled, items=self.items, left=self._left(), url=url)

    def _left(self) -> str:
        """Time for what is queued at the pace so far, no further than the page budget."""
        done = _number(self._numbers.get("pages")) + _number(self._numbers.get("files"))
        elapsed = float(str(self._numbers.get("elapsed", 0) or 0))
        queued = min(_number(self._numbers.get("queued")), max(0, self.max_pages - done))
        seconds = round(queued * elapsed / done) if done else 0
        if seconds < 90:
            return say("seconds", self.lang, n=seconds)
        return say("minutes", self.lang, n=round(seconds / 60))


def _number(value: object) -> int:
    return int(str(value or 0))
