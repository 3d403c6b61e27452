"""Repair and comparison of Thai words as municipal sites really write them.

`normalise` gives text fit to show and quote; `key` a form to compare (spaces between Thai letters are meaningless
there, and frequent misspellings are folded); `skeleton` is `key` without marks above and below, for recognised
scans and for addresses whose slugs dropped their vowels.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from pythainlp.util import normalize as reorder

_DIGITS = tuple(zip("๐๑๒๓๔๕๖๗๘๙", "0123456789", strict=True))
_THAI_DIGIT = re.compile("[๐-๙]")
_THAI_LETTER = re.compile("[\u0e01-\u0e5b]")
_THAI = "\u0e00-\u0e7f"
_CONSONANT = "\u0e01-\u0e2e"
_TONE = "\u0e48-\u0e4b"

# Code points that a reader does not see: zero-width characters, soft hyphens, bidi controls, byte order mark.
_UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
    "\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f]"  # and control characters
)
# Microsoft and Apple glyph variants of tone marks and vowels, kept in the private-use area by some PDF writers.
_PRIVATE_USE = {
    0xF700: "\u0e10", 0xF701: "\u0e34", 0xF702: "\u0e35", 0xF703: "\u0e36", 0xF704: "\u0e37", 0xF705: "\u0e48",
    0xF706: "\u0e49", 0xF707: "\u0e4a", 0xF708: "\u0e4b", 0xF709: "\u0e4c", 0xF70A: "\u0e48", 0xF70B: "\u0e49",
    0xF70C: "\u0e4a", 0xF70D: "\u0e4b", 0xF70E: "\u0e4c", 0xF70F: "\u0e0d", 0xF710: "\u0e31", 0xF711: "\u0e4d",
    0xF712: "\u0e47", 0xF713: "\u0e48", 0xF714: "\u0e49", 0xF715: "\u0e4a", 0xF716: "\u0e4b", 0xF717: "\u0e4c",
    0xF718: "\u0e38", 0xF719: "\u0e39", 0xF71A: "\u0e3a",
}  # fmt: skip
# What the library below does not mend: letters lost or put apart by PDF writers.
_REPAIRS = (
    (re.compile("(?<!\ufffd)\ufffd+\u0e33"), "\u0e33"),  # a lost glyph before sara am
    (re.compile("([" + _CONSONANT + "][" + _TONE + "]?)\ufffd+\u0e32"), "\\1\u0e33"),
    # sara aa never begins a syllable: a blank before it is the place of a lost dot of sara am
    (re.compile("([" + _CONSONANT + "][" + _TONE + "]?) \u0e32"), "\\1\u0e33"),
    (re.compile("\u0e33\u0e32"), "\u0e33"),  # sara am typed with its aa once more
    (re.compile(" ([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])"), "\\1"),  # blank before a combining mark
)
_NEEDS_REPAIR = re.compile("[\u0e4d\ufffd\uf700-\uf71a]|\u0e33\u0e32| [\u0e31\u0e32\u0e34-\u0e3a\u0e47-\u0e4e]|\u0e40\u0e40"
                           "|[" + _TONE + "][\u0e31\u0e34-\u0e39]|([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\\1")  # fmt: skip
# No syllable has so many vowels and marks on end: a flood of them, over which the library below takes forever.
_VOWELS = "\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e"
_FLOOD = re.compile(f"([{_VOWELS}]{{8}})[{_VOWELS}]+")
# Text that none of it concerns: ASCII and Thai letters, each with at most one vowel and one tone above or below.
_VOWELS_BESIDE = "\u0e31\u0e34-\u0e3a\u0e47"
_SOUND = re.compile("(?:[ -^`-~\u0e01-\u0e30\u0e32\u0e33\u0e3f-\u0e46\u0e4f-\u0e5b]++"
                    f"(?:(?<! )[{_VOWELS_BESIDE}])?+(?:(?<! )[{_TONE}\u0e4c\u0e4e])?+)*+")  # fmt: skip
_CUT_SYLLABLES = re.compile("เ[ธน](?: |\\Z|.เ[ธน])")  # what repair_mojibake may see as UTF-8
_MOST_ROUNDS = 10
_ICON_WORDS = re.compile(
    # names of the icon font that no other word is spelled like; words such as "call" are dropped by their element
    r"\b(?:insert_drive_file|check_(?:circle|box)(?:_outline)?|arrow_(?:drop_(?:down|up)|right|left|forward|back|upward"
    r"|downward)(?:_ios)?(?:_alt)?|chevron_(?:right|left)|keyboard_arrow_\w+|picture_as_pdf|(?:file|cloud)_(?:download"
    r"|upload|copy)|account_(?:circle|box|balance)|location_(?:on|city)|expand_(?:more|less)|attach_file|open_in_new"
    r"|access_time|date_range|contact_(?:phone|mail)|import_contacts|folder_open|local_phone|more_vert|fiber_new)\b"
)
_SPACE_BY_THAI = re.compile(f" (?:(?<=[{_THAI}] )|(?=[{_THAI}]))")
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_DASH, _QUOTE = "\u2010-\u2015\u2212\uff0d", "\u2018\u2019\u201c\u201d\"'`\u00b4"
_DASHES, _QUOTES, _DASH_OR_QUOTE = re.compile(f"[{_DASH}]"), re.compile(f"[{_QUOTE}]"), re.compile(f"[{_DASH}{_QUOTE}]")
# What stands before and behind a label to please the eye: bullets, arrows, emoji, double colons.
_ORNAMENT = ("[ \u00ab\u00bb\u2022\u2023\u2039\u203a\u2190-\u21ff\u2500-\u27bf\u2b00-\u2bff\ufe0f"
             "\U0001f000-\U0001faff]|::+")  # fmt: skip
_ORNAMENTS = re.compile(f"(?:{_ORNAMENT})+")
_MAY_BE_ORNAMENT = re.compile(f"{_ORNAMENT}|:")
_ERA = re.compile(r"พ\.?ศ\.? ?(?=25\d\d)")  # พ.ศ.2567, พ.ศ. 2567, พศ 2567
_MISSPELLINGS = (
    ("กฏ", "กฎ"), ("ปฎิ", "ปฏิ"), ("แผ่นปฏิบัติ", "แผนปฏิบัติ"), ("เจตนารมย์", "เจตนารมณ์"), ("พึ่งพอใจ", "พึงพอใจ"),
    ("ประเมิณ", "ประเมิน"), ("อีเมลล์", "อีเมล"), ("อีเมล์", "อีเมล"), ("เว็ปไซต์", "เว็บไซต์"), ("เว็ปไซด์", "เว็บไซต์"),
    ("วิศัยทัศน์", "วิสัยทัศน์"), ("นโบาย", "นโยบาย"), ("ปะพฤติ", "ประพฤติ"), ("รัองเรียน", "ร้องเรียน"),
    ("โปร่งใส่", "โปร่งใส"), ("จัดจัาง", "จัดจ้าง"), ("มาตราฐาน", "มาตรฐาน"), ("สรปุผล", "สรุปผล"),
    ("ขอขวัญ", "ของขวัญ"), ("เจ้าหนัาที่", "เจ้าหน้าที่"), ("จดหมายอิเล็กทรอนิกส์", "อีเมล"), ("พ.ศ .", "พ.ศ."),
)  # fmt: skip
_MOST_ENCODINGS = 3  # wrong ones on top of each other; three were never seen
_SUSPECT = re.compile("[\u00a1-\u00fb\u0400-\u07ff]{2}|à[¸¹]|â€|เ[ธน][\u0080-\u00a0]|(?:เ[ธน].){2}")
_CONTINUED = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"  # bytes 80-BF as Latin-1 and Windows-1252 show them
_UTF8_AS_LATIN = re.compile(
    f"(?:à[¸¹](?:{_CONTINUED}| (?=à[¸¹]))|â[€\u0080]{_CONTINUED}|Â[\u00a0-\u00bf])+"
    f"|(?:Ã\u00a0Â[¸¹](?:[ÂÃÅÆËâ]|{_CONTINUED})+)+"  # the same once more
)
_SHOWN_IN_874 = "(?:เ[ธน]|โ€)[\u0080-\u00a0ก-ฟ€…‘’“”•–—]"
_UTF8_AS_THAI = re.compile(f"(?:{_SHOWN_IN_874})+")
_WORD_AS_THAI = re.compile(f"(?:{_SHOWN_IN_874}){{2}}")
_UNASSIGNED = re.compile("[\u0e3b-\u0e3e\u0e5c-\u0e7f]")  # a Thai word (อเนก) that happens to be UTF-8
_TIS_AS_LATIN = re.compile(
    "(?<![\u00a1-\u00fb\u0400-\u07ff])[\u00a1-\u00fb\u0400-\u07ff]*[\u00a1-\u00fb]{3}"  # three in a row: no word of a Latin script has that
    "[^\u0100-\u03ff\u0800-\u1fff<>]*"
)
_NO_SIGNS = re.compile("[\u00c0-\u00fb]")  # half of all Thai letters stand there; fractions and signs stand below
_TWO_BYTES = re.compile("[\u0400-\u07ff]")
_TIS_BYTES = (0x85, *range(0x91, 0x98), *range(0xA1, 0xDB), *range(0xDF, 0xFC))
_TIS_LETTERS = {code: bytes((code,)).decode("cp874") for code in _TIS_BYTES}
_NOT_LETTERS = re.compile("[^ก-๛\u00a1-\u00ff]+")
_SYLLABLES = re.compile("(?:[เ-ไ]*[ก-ฮ][ัิ-ฺ็-๎]*[ะาำๅ]*|[ฯๆ๐-๙])+")


def normalise(text: str) -> str:
    """Text as a Thai reader means it: one form of every syllable, single blanks, nothing invisible."""
    text = " ".join(text.split())
    return text if is_sound(text) else _normalised(text)


def is_sound(text: str) -> bool:
    """Whether no repair of this module would change a text of single blanks. Nearly all text is so, and asking costs a
    tenth of repairing; what is not sure counts as unsound."""
    if text.isascii():
        return text.isprintable() and "_" not in text
    if not _SOUND.fullmatch(text) or " \u0e32" in text or "\u0e33\u0e32" in text or "\u0e40\u0e40" in text:
        return False
    return not _CUT_SYLLABLES.search(text)


def _normalised(text: str) -> str:
    text = _UNSEEN.sub("", text)
    for _ in range(_MOST_ROUNDS):  # one repair may lay bare another; stable text ends the rounds
        if not _NEEDS_REPAIR.search(text):
            break
        before, text = text, _repaired(text)
        if text == before:
            break
    if "_" in text:
        text = _ICON_WORDS.sub("", text)
    return " ".join(text.split())


def _repaired(text: str) -> str:
    text = text.translate(_PRIVATE_USE)
    for pattern, replacement in _REPAIRS:
        text = pattern.sub(replacement, text)
    return reorder(_FLOOD.sub("\\1", text))


def repair_mojibake(text: str) -> str:
    """Undo a decoding with the wrong table, done once or several times, in the parts of a text where it was done.

    UTF-8 shown as Latin-1 (à¸ªà¸³) or as Windows-874 (เธชเธณ), TIS-620 shown as Latin-1 (Êӹѡ); other text stays.
    """
    for _ in range(_MOST_ENCODINGS):
        if not _SUSPECT.search(text):
            return text
        before = text
        text = _UTF8_AS_LATIN.sub(_reread_latin, text)
        if _WORD_AS_THAI.search(text):
            text = _UTF8_AS_THAI.sub(_reread_thai, text)
        if text == before:
            return _TIS_AS_LATIN.sub(_reread_tis, text)
    return text


def _reread_latin(found: re.Match[str]) -> str:
    raw = found[0].replace("à¸ ", "à¸\u00a0").replace("à¹ ", "à¹\u00a0")
    try:
        return bytes(map(_latin_byte, raw)).decode("utf-8")
    except ValueError:  # UnicodeDecodeError is one, too
        return found[0]


def _latin_byte(letter: str) -> int:
    return ord(letter) if letter <= "\u00ff" else letter.encode("cp1252")[0]


def _reread_thai(found: re.Match[str]) -> str:
    letters = (bytes((ord(letter),)) if letter <= "\u00a0" else letter.encode("cp874") for letter in found[0])
    try:
        text = b"".join(letters).decode("utf-8")
    except ValueError:
        return found[0]
    return found[0] if _UNASSIGNED.search(text) else text


def _reread_tis(found: re.Match[str]) -> str:
    if not _NO_SIGNS.search(found[0]):
        return found[0]
    # two letters of the table that happen to be one character in UTF-8 are taken apart again
    raw = _TWO_BYTES.sub(lambda pair: pair[0].encode().decode("latin-1"), found[0])
    thai = raw.translate(_TIS_LETTERS)
    words = _NOT_LETTERS.split(thai)
    likely = sum(len(word) for word in words if _SYLLABLES.fullmatch(word))
    return thai if likely * 5 >= sum(map(len, words)) * 4 else found[0]


def has_thai(text: str) -> bool:
    """Whether any Thai letter occurs."""
    return _THAI_LETTER.search(text) is not None


def ascii_digits(text: str) -> str:
    """Thai digits as 0-9; one digit stays one digit, so positions are kept."""
    if _THAI_DIGIT.search(text):
        for thai, digit in _DIGITS:  # ten times as fast as a translation letter by letter
            text = text.replace(thai, digit)
    return text


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """The form in which words are compared: ASCII digits, lower case, no blanks beside Thai letters. Idempotent."""
    return _settled(_folded(text), _folded)


def _settled(text: str, fold: Callable[[str], str]) -> str:
    """Folded again where a blank, a sign or a mark went and letters met that are written otherwise side by side."""
    for _ in range(_MOST_ROUNDS):
        if not (_NEEDS_REPAIR.search(text) or _is_decorated(text) or any(wrong in text for wrong, _ in _MISSPELLINGS)):
            break
        before, text = text, fold(text)
        if text == before:
            break
    return text


def _is_decorated(text: str) -> bool:
    """Whether a text may begin or end with an ornament."""
    return bool(_MAY_BE_ORNAMENT.match(text) or _MAY_BE_ORNAMENT.match(text, max(0, len(text) - 1)))


def _undecorated(text: str) -> str:
    """A text without the ornaments at its ends. The end is looked at backwards: searched for, a long row of them within
    a text would be tried from each of its signs."""
    if first := _ORNAMENTS.match(text):
        text = text[first.end() :]
    last = _ORNAMENTS.match(text[::-1])
    return text[: len(text) - last.end()] if last else text


def _folded(text: str) -> str:
    text = ascii_digits(normalise(text)).lower()
    if _DASH_OR_QUOTE.search(text):
        text = " ".join(_QUOTES.sub("", _DASHES.sub("-", text)).split())
    if _is_decorated(text):
        text = _undecorated(text) or text
    text = _SPACE_BY_THAI.sub("", text)
    for wrong, right in _MISSPELLINGS:
        if wrong in text:
            text = text.replace(wrong, right)
    return _ERA.sub("พ.ศ.", text)


@lru_cache(maxsize=65536)
def skeleton(text: str) -> str:
    """`key` without the marks above and below, which recognition and some address slugs lose. Idempotent."""
    return _settled(_bones(text), _bones)


def _bones(text: str) -> str:
    return _MARKS.sub("", key(text))
