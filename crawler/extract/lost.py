"""Pages whose words a reader sees and we do not: letters without a meaning, or a Thai scan recognised as Latin."""

import re
import string

from crawler.artifacts import Block
from crawler.thai import has_thai

_PRIVATE_GLYPH = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_LATIN_WORD = re.compile(
    r"[(\"']?[A-Za-z][a-z]+(?:[-_/][A-Za-z0-9]+)*[.,:;!?)\"']*|[A-Z]{2,6}|[\d.,:/%()-]+|\W+|(?:https?:|www\.|\S+@)\S+"
)
_LATIN = string.ascii_letters.encode()
_LEAST_LATIN = 150  # letters; a shorter piece may be codes or names of files
_MOST_WORDS = 0.45  # share of its pieces that look like words or numbers; English prose has over 0.9, rubbish 0.1-0.3
_MOST_THAI = 0.05
_LOOKED_AT = 20_000


def lost_words(blocks: list[Block]) -> str:
    """The detail of a page whose words are lost, "" when they are not."""
    texts = [block.text for block in blocks if block.place == "content" and block.kind != "row"]
    text = " ".join(texts)[:_LOOKED_AT]
    private = 0 if text.isprintable() else len(_PRIVATE_GLYPH.findall(text))  # they are not, and little else is not
    if private > 20 and private * 3 > len(text):
        return "private_use_glyphs"
    return "latin_rubbish" if _is_rubbish(text) else ""


def _is_rubbish(text: str) -> bool:
    """Whether the text is what recognition for Latin letters makes of a Thai page: tl':i:m1Ab'V1A."""
    in_ascii = text.encode("ascii", "ignore")
    if len(in_ascii) - len(in_ascii.translate(None, _LATIN)) < _LEAST_LATIN:
        return False
    pieces = [piece for piece in text.split() if len(piece) > 1]
    thai = sum(map(has_thai, pieces))
    words = sum(_LATIN_WORD.fullmatch(piece) is not None for piece in pieces)
    return thai <= len(pieces) * _MOST_THAI and words < len(pieces) * _MOST_WORDS
