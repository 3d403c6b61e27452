"""Words of sites and files as a terminal may have them: nothing in them moves its cursor, changes its colours or turns
words round.
"""

import re
import sys
from typing import Any, TextIO

# Control characters, marks that reorder words, what is no character at all, and halves of characters.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffc\ufffe\uffff\ud800-\udfff]"
)


def inert(text: str) -> str:
    """The text with a blank for everything that is not shown; lines and tabs stay."""
    return FORBIDDEN.sub(" ", text.replace("\r\n", "\n").replace("\r", " "))


class InertStream:
    """A text stream to which everything goes inert. What rich makes itself (colours, a line that is written anew) goes
    by; the words in it are ours or were made inert before."""

    def __init__(self, stream: TextIO) -> None:
        self.rich_proxied_file = stream  # the name by which rich finds the stream behind

    def write(self, text: str) -> int:
        self.rich_proxied_file.write(inert(text))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        self.write("".join(lines))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.rich_proxied_file, name)


def guard_terminal() -> None:
    """From here on, whatever this process prints is inert."""
    sys.stdout, sys.stderr = InertStream(sys.stdout), InertStream(sys.stderr)  # type: ignore[assignment]
