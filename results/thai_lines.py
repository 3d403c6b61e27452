"""Thai text for the terminal: lines end at blanks, or else between words, which Thai writes without blanks."""

import re
from collections.abc import Iterator

from pythainlp.tokenize import word_tokenize
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

_LONGEST = 2000  # letters; longer runs are broken wherever a line is full
_RUN = re.compile(r"\S+\s*|\s+")  # what stands between blanks, with the blanks behind it
_OPENING, _CLOSING = "([{“‘\"'", ")]}”’\"'.,:;!?ๆฯ…"


class ThaiLines:
    """A text as rich shows it in a table or by itself. A word wider than its place is cut."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        words = (word for run in _RUN.findall(self._text) for word in _words(run))
        widest = max((cell_len(word.rstrip()) for word in words), default=0)
        whole = max(map(cell_len, self._text.split("\n")))
        return Measurement(min(widest, options.max_width), min(whole, options.max_width))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = (filled for line in self._text.split("\n") for filled in _filled(line, options.max_width))
        yield Text("\n".join(lines), overflow="fold")


def _filled(line: str, width: int) -> Iterator[str]:
    held = ""
    for run in _RUN.findall(line):
        parts = [run] if cell_len(run.rstrip()) <= width else _words(run)
        for part in parts:
            if held.strip() and cell_len(held + part.rstrip()) > width:
                yield held.rstrip()
                held = ""
            held += part
    yield held.rstrip()


def _words(run: str) -> Iterator[str]:
    """The words of a run, each with the blanks and marks that stay with it."""
    if len(run) > _LONGEST:
        yield run
        return
    held = ""
    for word in word_tokenize(run, engine="newmm"):
        stays = word.isspace() or word[0] in _CLOSING
        if held and not stays and not held.endswith(tuple(_OPENING)):
            yield held
            held = ""
        held += word
    yield held
