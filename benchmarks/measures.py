"""How much of a known text was read: distance in letters, lines found anywhere, words found, years found."""

import re
from collections import Counter

from crawler.thai import ascii_digits, find_years, skeleton

_BLANKS = re.compile(r"[\s|]+")  # a bar between cells is the reader's, not the document's


def squeezed(text: str) -> str:
    """Text without blanks: where lines break and how wide a gap is, is no mistake of reading. Nor is the script of a
    digit: years that the numeral reader is sure of are written as 2569 wherever ๒๕๖๙ stands."""
    return ascii_digits(_BLANKS.sub("", text))


def distance(truth: str, read: str) -> int:
    """Levenshtein distance of two texts."""
    return _columns(truth, read, anywhere=False)[-1]


def nearest(piece: str, text: str) -> int:
    """The smallest distance of `piece` from any passage of `text`."""
    if piece in text:
        return 0
    return min(_columns(piece, text, anywhere=True))


def _columns(pattern: str, text: str, *, anywhere: bool) -> list[int]:
    """The last row of the edit matrix, by the bit-parallel method of Myers and Hyyrö (a column is one integer)."""
    if not pattern:
        return [0 if anywhere else length for length in range(len(text) + 1)]
    places: dict[str, int] = {}
    for index, letter in enumerate(pattern):
        places[letter] = places.get(letter, 0) | 1 << index
    full = (1 << len(pattern)) - 1
    last, up, down, scores = full + 1 >> 1, full, 0, [len(pattern)]
    for letter in text:
        match = places.get(letter, 0) | down
        diagonal = ((match & up) + up ^ up | match) & full
        right_up, right_down = down | full & ~(diagonal | up), up & diagonal
        scores.append(scores[-1] + bool(right_up & last) - bool(right_down & last))
        right_up = right_up << 1 | (not anywhere)
        up = (right_down << 1 | ~(diagonal | right_up)) & full
        down = right_up & diagonal & full
    return scores


def accuracy(truth: str, read: str) -> float:
    """1 for the same letters in the same order, 0 for nothing in common."""
    truth, read = squeezed(truth), squeezed(read)
    return 1 - distance(truth, read) / max(len(truth), len(read), 1)


def line_recall(truth: str, read: str) -> float:
    """The share of letters found when every line of the truth may stand anywhere in what was read."""
    read = squeezed(read)
    lines = [line for line in map(squeezed, truth.splitlines()) if line]
    return 1 - sum(nearest(line, read) for line in lines) / max(sum(map(len, lines)), 1)


def word_recall(words: tuple[str, ...], truth: str, read: str, *, bare: bool = False) -> tuple[int, int]:
    """How many of the places where one of `words` stands in the truth were read, and how many there are.

    `bare` compares without the marks above and below, as the judges do with recognised text.
    """
    form = skeleton if bare else squeezed
    truth, read = form(squeezed(truth)), form(squeezed(read))
    there = Counter({word: truth.count(form(squeezed(word))) for word in words})
    seen = sum(min(count, read.count(form(squeezed(word)))) for word, count in there.items())
    return seen, there.total()


def year_recall(truth: str, read: str) -> tuple[int, int]:
    """How many of the years that the text names were found, and how many there are."""
    years = {mention.year for mention in find_years(truth)}
    return len(years & {mention.year for mention in find_years(read)}), len(years)
