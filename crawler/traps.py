"""Recognises addresses without end: calendars, growing paths, facets and sessions, by what their pages bring.

The shape of an address (numbers and values left out) says which pages one script makes. A shape whose pages show
nothing new for a long while, neither words nor ways to other shapes, is left alone; so a site with a calendar to the
year 9999 can still be searched to its end. Real lists go on bringing titles and are never given up.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

_NUMBER = re.compile(r"\d+|[๐-๙]+|%[0-9A-Fa-f]{2}|(?<![a-z])[0-9a-f]{8,}(?![a-z])")
# Words of a calendar come round again by themselves; what changes in them is no news.
_FLEETING = re.compile(
    r"[\d๐-๙]+|มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม"
)
_WATCHED_FROM = 8  # pages of one shape before their words are looked at
_BARREN = 25  # pages in a row without anything new
_BARREN_SCRIPT = 60  # the same of all shapes of one path: facets come in every combination of names
_DEAD = 40  # addresses of one shape that were not there, and none that was
_IDLE_PATHS = 3  # different pages that stayed the same whatever a parameter said
_MAX_WORDS = 20_000  # remembered of one shape; a shape with more is no trap that this can tell


def shape_of(url: str) -> str:
    """The script behind an address: the different steps of its path, numbers aside, and the names in the query."""
    parts = urlsplit(url)
    steps = sorted({_NUMBER.sub("0", step) for step in parts.path.split("/")})
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return f"{parts.netloc}{'/'.join(steps)}?{'&'.join(_NUMBER.sub('0', name) for name in names)}"


def _script_of(shape: str) -> str:
    return shape.partition("?")[0]


@dataclass(slots=True)
class _Shape:
    pages: int = 0
    barren: int = 0
    dead: int = 0
    words: set[str] = field(default_factory=set)


class Traps:
    """What the pages of one crawl brought, by the shape of their addresses."""

    def __init__(self) -> None:
        self._shapes: dict[str, _Shape] = {}
        self._closed: set[str] = set()
        self._texts: dict[str, dict[frozenset[tuple[str, str]], int]] = {}
        self._idle: dict[str, set[str]] = {}
        self._telling: set[str] = set()
        self._ways: set[int] = set()

    def closed(self, url: str) -> bool:
        """Whether the shape of an address, or the whole script behind it, was given up."""
        if not self._closed:
            return False
        name = shape_of(url)
        return name in self._closed or _script_of(name) in self._closed

    def plain(self, url: str) -> str:
        """The address without parameters that turned out to change nothing (sessions under any name)."""
        address, _, query = url.partition("?")
        if not query or not self._idle:
            return url
        kept = [part for part in query.split("&") if not self._is_idle(part.partition("=")[0])]
        return f"{address}?{'&'.join(kept)}" if kept else address

    def met(self, url: str, ways: Sequence[str], text: Callable[[], str]) -> bool:
        """Take note of a page that leads to the addresses `ways`. Whether its kind is now given up.

        What is new is told from the pages alone, never from the frontier: after an interruption, the stored pages are
        met again while all that they lead to is known already.
        """
        if "?" in url:
            self._compare(url, hash(text()))
        name = shape_of(url)
        shapes = {shape_of(way) for way in ways if self._is_first(way)} - self._closed - {name}
        given_up = self._is_barren(name, _BARREN, bool(shapes), text)
        if "?" in url:
            script = _script_of(name)
            leads_on = any(_script_of(shape) != script for shape in shapes)
            given_up |= self._is_barren(script, _BARREN_SCRIPT, leads_on, text)
        return given_up

    def _is_first(self, way: str) -> bool:
        """Whether no page led to this address before."""
        before = len(self._ways)
        self._ways.add(hash(way))
        return len(self._ways) > before

    def _is_barren(self, name: str, limit: int, leads_on: bool, text: Callable[[], str]) -> bool:
        """Take note of one more page under a name; whether the name is given up with it."""
        shape = self._shapes.setdefault(name, _Shape())
        shape.pages += 1
        if shape.pages < _WATCHED_FROM or name in self._closed:
            return False
        shape.barren = 0 if self._fresh(shape, text()) or leads_on else shape.barren + 1
        if shape.barren < limit:
            return False
        self._closed.add(name)
        shape.words.clear()
        return True

    def missed(self, url: str) -> bool:
        """Take note of an address that is not there: a list of many dead links has an end, too."""
        name = shape_of(url)
        shape = self._shapes.setdefault(name, _Shape())
        shape.dead += 1
        if shape.pages or shape.dead < _DEAD or name in self._closed:
            return False
        self._closed.add(name)
        return True

    def _fresh(self, shape: _Shape, text: str) -> bool:
        """Whether a page says something that no page of its shape said before."""
        words = {word for word in _FLEETING.sub(" ", text).split() if len(word) > 2}
        new = words - shape.words
        if len(shape.words) < _MAX_WORDS:
            shape.words |= new
        return bool(new)

    def _compare(self, url: str, text: int) -> None:
        """Learn from pages that differ in one parameter whether it matters."""
        parts = urlsplit(url)
        given = frozenset(parse_qsl(parts.query, keep_blank_values=True))
        known = self._texts.setdefault(parts.netloc + parts.path, {})
        if len(known) > _BARREN:
            return
        for other, its_text in known.items():
            names = {name for name, _ in given ^ other}
            if len(names) != 1:
                continue
            name = names.pop()
            if its_text == text:
                self._idle.setdefault(name, set()).add(parts.path)
            else:
                self._telling.add(name)
        known[given] = text

    def _is_idle(self, name: str) -> bool:
        return name not in self._telling and len(self._idle.get(name, ())) >= _IDLE_PATHS
