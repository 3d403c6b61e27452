"""On which line of a TOML file a key stands: the parser tells lines only where the syntax is wrong.

The text must have been parsed already; what follows then is only to walk over it: table headers, dotted keys, inline
tables, arrays, arrays of tables, strings of all four kinds.
"""

import bisect
import tomllib
from collections.abc import Mapping

Path = tuple[str, ...]
_STRINGS = ('"""', "'''", '"', "'")
_ESCAPED = ('"""', '"')


def key_lines(text: str) -> dict[Path, int]:
    """The line (from 1) of every table, key and array element; places in arrays are numbers from 0, as text."""
    return _Walk(text).lines()


def line_of(lines: Mapping[Path, int], place: tuple[object, ...]) -> int:
    """The line of a place, or of the nearest thing around it that is written down; 1 where nothing is."""
    steps = tuple(str(step) for step in place)
    return next((lines[steps[:end]] for end in range(len(steps), 0, -1) if steps[:end] in lines), 1)


class _Walk:
    """One way through a text. `_at` is the place in it, `_table` the table whose keys are read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._starts = [0, *(place + 1 for place, letter in enumerate(text) if letter == "\n")]
        self._found: dict[Path, int] = {}
        self._arrays: dict[Path, int] = {}
        self._table: Path = ()

    def lines(self) -> dict[Path, int]:
        while self._skip():
            if self._text[self._at] == "[":
                self._header()
            else:
                self._pair(self._table)
        return self._found

    def _skip(self, blanks: str = " \t\r\n", comments: bool = True) -> bool:
        """Go on to the next thing that means something; False at the end."""
        while self._at < len(self._text):
            letter = self._text[self._at]
            if comments and letter == "#":
                self._at = self._end_of_line()
            elif letter in blanks:
                self._at += 1
            else:
                return True
        return False

    def _end_of_line(self) -> int:
        end = self._text.find("\n", self._at)
        return len(self._text) if end < 0 else end

    def _note(self, path: Path) -> None:
        self._found.setdefault(path, bisect.bisect_right(self._starts, self._at))

    def _header(self) -> None:
        many = self._text.startswith("[[", self._at)
        self._at += 2 if many else 1
        names = self._key()
        self._table = self._within(names[:-1]) + names[-1:] if many else self._within(names)
        if many:
            count = self._arrays.get(self._table, 0)
            self._arrays[self._table] = count + 1
            self._table = (*self._table, str(count))
        for depth in range(1, len(self._table) + 1):
            self._note(self._table[:depth])
        self._at = self._end_of_line()

    def _within(self, names: Path) -> Path:
        """The path of a header: a name of an array of tables means its newest table."""
        path: Path = ()
        for name in names:
            path = (*path, name)
            if path in self._arrays:
                path = (*path, str(self._arrays[path] - 1))
        return path

    def _pair(self, table: Path) -> None:
        start = self._at
        path = (*table, *self._key())
        end, self._at = self._at, start
        for depth in range(len(table) + 1, len(path) + 1):
            self._note(path[:depth])
        self._at = end + 1  # over the equals sign
        self._value(path)

    def _key(self) -> Path:
        """A dotted key; stops at the equals sign or bracket behind it."""
        names: list[str] = []
        while True:
            self._skip(" \t", comments=False)
            names.append(self._name())
            self._skip(" \t", comments=False)
            if self._text[self._at : self._at + 1] != ".":
                return tuple(names)
            self._at += 1

    def _name(self) -> str:
        start = self._at
        if self._text[start] in "\"'":
            self._string()
            return next(iter(tomllib.loads(f"{self._text[start : self._at]} = 0")))  # the parser knows the escapes
        while self._at < len(self._text) and (self._text[self._at].isalnum() or self._text[self._at] in "-_"):
            self._at += 1
        return self._text[start : self._at]

    def _value(self, path: Path) -> None:
        self._skip()
        letter = self._text[self._at]
        if letter in "\"'":
            self._string()
        elif letter == "[":
            self._list(path)
        elif letter == "{":
            self._inline(path)
        else:
            while self._at < len(self._text) and self._text[self._at] not in ",]}#\n":
                self._at += 1

    def _string(self) -> None:
        quote = next(kind for kind in _STRINGS if self._text.startswith(kind, self._at))
        self._at += len(quote)
        while not self._text.startswith(quote, self._at):
            self._at += 2 if self._text[self._at] == "\\" and quote in _ESCAPED else 1
        self._at += len(quote)
        while len(quote) == 3 and self._text.startswith(quote[0], self._at):  # up to two quotes may end the words
            self._at += 1

    def _list(self, path: Path) -> None:
        self._at += 1
        place = 0
        while self._skip(" \t\r\n,") and self._text[self._at] != "]":
            item = (*path, str(place))
            self._note(item)
            self._value(item)
            place += 1
        self._at += 1

    def _inline(self, path: Path) -> None:
        self._at += 1
        while self._skip(" \t\r\n,") and self._text[self._at] != "}":
            self._pair(path)
        self._at += 1
