"""Repair and comparison of Thai words as municipal sites really write them.

`normalise` gives text fit to show and quote; `key` a form to compare (spaces between Thai letters are meaningless
there, and frequent misspellings are folded); `skeleton` is `key` without marks above and below, for recognised
scans and for addresses whose slugs dropped their vowels.
"""

import re
from functools import lru_cache

from pythainlp.util import normalize as reorder

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_THAI = "\u0e00-\u0e7f"
_CONSONANT = "\u0e01-\u0e2e"
_TONE = "\u0e48-\u0e4b"

# Code points that a reader does not see: zero-width characters, soft hyphens, bidi controls, byte order mark.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
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
    (re.compile("\ufffd+\u0e33"), "\u0e33"),  # a lost glyph before sara am
    (re.compile("([" + _CONSONANT + "][" + _TONE + "]?)\ufffd+\u0e32"), "\\1\u0e33"),
    # sara aa never begins a syllable: a blank before it is the place of a lost dot of sara am
    (re.compile("([" + _CONSONANT + "][" + _TONE + "]?) \u0e32"), "\\1\u0e33"),
    (re.compile("\u0e33\u0e32"), "\u0e33"),  # sara am typed with its aa once more
    (re.compile(" ([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])"), "\\1"),  # blank before a combining mark
)
_NEEDS_REPAIR = re.compile("[\u0e4d\ufffd\uf700-\uf71a]|\u0e33\u0e32| [\u0e31\u0e32\u0e34-\u0e3a\u0e47-\u0e4e]|\u0e40\u0e40"
                           "|[" + _TONE + "][\u0e31\u0e34-\u0e39]|([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\\1")  # fmt: skip
_MOST_ROUNDS = 6
_ICON_WORDS = re.compile(
    r"\b(?:insert_drive_file|check_circle|arrow_drop_down|arrow_right|chevron_right|keyboard_arrow_\w+|picture_as_pdf"
    r"|file_download|account_circle|location_on|expand_more|expand_less)\b"
)
_SPACES = re.compile(r"[ \t\r\n\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_SPACE_BY_THAI = re.compile(f"(?<=[{_THAI}]) | (?=[{_THAI}])")
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_DASHES = re.compile("[\u2010-\u2015\u2212\uff0d]")
_QUOTES = re.compile("[\u2018\u2019\u201c\u201d\"'`\u00b4]")
_MISSPELLINGS = (
    ("กฏ", "กฎ"), ("ปฎิ", "ปฏิ"), ("แผ่นปฏิบัติ", "แผนปฏิบัติ"), ("เจตนารมย์", "เจตนารมณ์"), ("พึ่งพอใจ", "พึงพอใจ"),
    ("ประเมิณ", "ประเมิน"), ("อีเมลล์", "อีเมล"), ("อีเมล์", "อีเมล"), ("เว็ปไซต์", "เว็บไซต์"), ("เว็ปไซด์", "เว็บไซต์"),
    ("วิศัยทัศน์", "วิสัยทัศน์"), ("นโบาย", "นโยบาย"), ("ปะพฤติ", "ประพฤติ"), ("รัองเรียน", "ร้องเรียน"),
    ("โปร่งใส่", "โปร่งใส"), ("จัดจัาง", "จัดจ้าง"), ("มาตราฐาน", "มาตรฐาน"), ("สรปุผล", "สรุปผล"),
    ("ขอขวัญ", "ของขวัญ"), ("เจ้าหนัาที่", "เจ้าหน้าที่"), ("จดหมายอิเล็กทรอนิกส์", "อีเมล"), ("พ.ศ .", "พ.ศ."),
)  # fmt: skip
_MOJIBAKE_UTF8 = re.compile("\u00e0[\u00b8\u00b9].")
_SUSPECT = re.compile("[\u00a1-\u00fb]{2}")
_MOJIBAKE_TIS = re.compile("[\u00a1-\u00fb]{3,}")


def normalise(text: str) -> str:
    """Text as a Thai reader means it: one form of every syllable, single blanks, nothing invisible."""
    if not text:
        return ""
    text = _SPACES.sub(" ", text)
    if text.isascii():
        text = _CONTROL.sub("", text)
    else:
        text = _CONTROL.sub("", _INVISIBLE.sub("", text))
        for _ in range(_MOST_ROUNDS):  # one repair may lay bare another; stable text ends the rounds
            if not _NEEDS_REPAIR.search(text):
                break
            before, text = text, _repaired(text)
            if text == before:
                break
    if "_" in text:
        text = _ICON_WORDS.sub("", text)
    return _SPACES.sub(" ", text).strip()


def _repaired(text: str) -> str:
    text = text.translate(_PRIVATE_USE)
    for pattern, replacement in _REPAIRS:
        text = pattern.sub(replacement, text)
    return reorder(text)


def repair_mojibake(text: str) -> str:
    """Undo a decoding with the wrong table (UTF-8 or TIS-620 bytes shown as Latin-1); other text stays as it is."""
    if not _SUSPECT.search(text):
        return text
    for pattern, encoding in ((_MOJIBAKE_UTF8, "utf-8"), (_MOJIBAKE_TIS, "cp874")):
        if pattern.search(text) and not has_thai(text):
            repaired = _decode_again(text, encoding)
            if repaired and has_thai(repaired):
                return repaired
    return text


def _decode_again(text: str, encoding: str) -> str:
    for table in ("latin-1", "cp1252"):
        try:
            return text.encode(table).decode(encoding)
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return ""


def has_thai(text: str) -> bool:
    """Whether any Thai letter occurs."""
    return any("\u0e01" <= letter <= "\u0e5b" for letter in text)


def ascii_digits(text: str) -> str:
    """Thai digits as 0-9; one digit stays one digit, so positions are kept."""
    return text.translate(_DIGITS)


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """The form in which words are compared: ASCII digits, lower case, no blanks beside Thai letters."""
    text = ascii_digits(normalise(text)).lower()
    text = _QUOTES.sub("", _DASHES.sub("-", text))
    text = _SPACE_BY_THAI.sub("", text)
    for wrong, right in _MISSPELLINGS:
        if wrong in text:
            text = text.replace(wrong, right)
    return text


@lru_cache(maxsize=65536)
def skeleton(text: str) -> str:
    """`key` without the marks above and below, which recognition and some address slugs lose."""
    return _MARKS.sub("", key(text))
