"""Text layers of PDF files as they really are: letters lost or put apart by the program that wrote the file.

`mended` repairs what can be repaired without a guess; `broken` says whether what is left is not the text of the page.
Lines are still to be normalised: what every text needs (private-use variants of marks, order of marks, sara am in two
parts, "จ านวน") is done there.
"""

import re

from crawler.extract import limits
from crawler.thai import has_thai, repair_mojibake

_CONSONANT, _TONE, _LEADING = "[ก-ฮ]", "[\u0e48-\u0e4b]", "[เ-ไ]"
_FOREIGN = "[^\u0e00-\u0e7f\\s!-~\uf700-\uf71a]"  # neither Thai nor ASCII nor a known variant of a mark
_REPAIRS = (
    # "ตĺาบล": the dot of sara am came out as a letter of another table
    (re.compile(f"({_CONSONANT}){_FOREIGN}({_TONE}?)า"), "\\1\\2ำ"),
    (re.compile(f"({_CONSONANT}{_TONE}?)[ \u00a0]+ำ"), "\\1ำ"),  # sara am put apart
    # "เจา้ หนา้ ที่", "ทอ้ งที่": the mark came after the next letter, with a blank for its width. No syllable ends
    # with a tone over sara aa, nor with one over a bare o ang.
    (re.compile(f"า({_TONE}) ?(?={_CONSONANT})"), "\\1า"),
    (re.compile(f"(?<!{_LEADING})({_CONSONANT})อ({_TONE}) (?={_CONSONANT})"), "\\1\\2อ"),
)
# Frequent words that, without the dot of sara am, are neither a word nor the seam of two words ("บังคับบัญชาระดับ"
# holds a lost "ชำระ", so that one needs its next word). Each stands here whole and is looked for without the dot.
_WORDS = (
    "จำนวน ดำเนิน สำนัก สำคัญ อำเภอ ตำบล กำหนด อำนาจ อำนวย ประจำปี ประจำเดือน คำนวณ จำหน่าย จำเป็น จำกัด จำแนก สำเร็จ "
    "สำเนา สำรวจ สำหรับ บำรุง บำบัด บำเหน็จ บำนาญ ชำรุด ชำระเงิน ชำระภาษี ชำระหนี้ ชำระค่า ลำดับที่ ตำรวจ ตำแหน่ง ดำรง "
    "กำกับดูแล กระทำการ กระทำความ กระทำผิด จัดทำแผน จัดทำคู่มือ ทำงาน ทำลาย ขั้นต่ำ ประจำวัน ประจำทุก ประจำตัว "
    "ประจำไตรมาส กำนัล ผู้นำชุมชน คำแนะนำ"
).split()
_LOST = {word.replace("ำ", "า"): word for word in _WORDS} | {
    "ราคาสั่ง": "ราคาสั่ง", "ราคาร้อง": "ราคาร้อง",  # these stay what they are
    "คาสั่ง": "คำสั่ง", "คาร้อง": "คำร้อง",
}  # fmt: skip
_LOST_WORD = re.compile("|".join(_LOST))

# Symbol fonts stand at U+F020-F0FF: single ones are bullets and boxes, whole words are Thai in its old one-byte table.
_SYMBOLS = re.compile("[\uf020-\uf07e\uf0a1-\uf0fb]{4,}")
_UNMAPPED = re.compile("[\ufffd\ue000-\uf01f\uf100-\uf6ff\uf71b-\uf8ff\U000f0000-\U0010ffff]")
# What no Thai writes: a mark or a vowel without its letter, a leading vowel without a letter after it.
_IMPOSSIBLE = re.compile(
    "(?:^|[^\u0e00-\u0e7f.(\"'])[ะ\u0e31-\u0e3a\u0e47-\u0e4e]|[เ-ไ](?![ก-ฮ\ufffd])"
    "|[ะาำ][\u0e31\u0e34-\u0e3a\u0e47]|[\u0e31\u0e34-\u0e39][\u0e48-\u0e4b]?[\u0e31าำ\u0e34-\u0e39]",
    re.MULTILINE,
)
_THAI = re.compile("[\u0e01-\u0e4e]")
_LATIN = re.compile("[A-Za-z]")
_WORD = re.compile(r"[A-Z]?[a-z]+(?:['’-][A-Za-z]+)*|[A-Z]+(?:[-/.][A-Z0-9]+)*|[A-Za-z]?\d+(?:[.,:/-]\d+)*")
_ADDRESS = re.compile(r"^(?:https?://|www\.)|@|\.(?:com|go|org|th|net|pdf|php)\b", re.IGNORECASE)
_EDGES = "\"'“”‘’()[]{}<>.,;:!?*•-–—|/&%฿#"
_LONGEST = 14  # letters: hardly an English word is longer, half of what a recogniser of English makes of Thai is
_VOWEL = re.compile("[aeiouyAEIOUY]")


def mended(text: str) -> str:
    """The text layer of one page with its letters in their places."""
    if not text.isascii():
        text = "\n".join(repair_mojibake(line) for line in text.split("\n"))
        text = _SYMBOLS.sub(_one_byte_thai, text)
        for pattern, replacement in _REPAIRS:
            text = pattern.sub(replacement, text)
    return text


def _one_byte_thai(found: re.Match[str]) -> str:
    run = found[0]
    if len(set(run)) < 3:  # a row of boxes
        return run
    return bytes(ord(letter) - 0xF000 for letter in run).decode("cp874", "replace")


def with_lost_words(text: str) -> str:
    """A page on which sara am was lost: the words that cannot do without it get it back."""
    return _LOST_WORD.sub(lambda found: _LOST[found[0]], text)


def misses_sara_am(text: str) -> bool:
    """Whether a page is long enough to have sara am, one letter in eighty, and has none."""
    return "ำ" not in text and (len(_THAI.findall(text)) > limits.LONG_WITHOUT_AM or bool(_LOST_WORD.search(text)))


def sara_am_from(other: str, text: str) -> str:
    """A page without sara am gets it where another reading of the same page has it between the same letters.

    Only sara am is taken over: lines and marks of the other reading are often torn apart.
    """
    known = "".join(other.split())
    plain = known.replace("ำ", "า")
    places = [place for place, letter in enumerate(text) if not letter.isspace()]
    packed, letters = "".join(text[place] for place in places), list(text)
    for around in {plain[max(0, found.start() - 3) : found.start() + 4] for found in re.finditer("ำ", known)}:
        if len(around) == 7 and all(known[each.start() + 3] == "ำ" for each in re.finditer(re.escape(around), plain)):
            for each in re.finditer(re.escape(around), packed):
                letters[places[each.start() + 3]] = "ำ"
    return "".join(letters)


def broken(text: str) -> bool:
    """Whether a normalised text layer is rubbish: unmapped glyphs, impossible Thai, or Latin that is no language."""
    if len(_UNMAPPED.findall(text)) > limits.MAX_UNMAPPED * len(text):
        return True
    thai = len(_THAI.findall(text))
    if thai >= len(_LATIN.findall(text)):
        return len(_IMPOSSIBLE.findall(text)) > limits.MAX_IMPOSSIBLE * thai
    return not has_thai(text) and _is_rubbish(text)


def _is_rubbish(text: str) -> bool:
    """Whether most letters stand in pieces that are no words (what a recogniser of another script makes of Thai)."""
    pieces = [piece.strip(_EDGES) for piece in text.split() if not _ADDRESS.search(piece)]
    letters = sum(len(_LATIN.findall(piece)) for piece in pieces)
    if letters < limits.MIN_TEXT_PER_PAGE:
        return False
    words = sum(len(_LATIN.findall(piece)) for piece in pieces if _is_word(piece))
    return words < letters * 0.6


def _is_word(piece: str) -> bool:
    if len(piece) > _LONGEST:
        return False
    return bool(_WORD.fullmatch(piece)) and (piece.isupper() or len(piece) < 3 or bool(_VOWEL.search(piece)))
