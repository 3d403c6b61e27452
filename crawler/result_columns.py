"""Which column of a table of official results means what, and which year it is of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from audits.codes import plain
from crawler.official_scores import CODE_NAMES, SCORE_NAMES
from crawler.score_labels import figure_in, name_of
from crawler.thai import key


def _keys(*names: str) -> frozenset[str]:
    return frozenset(map(key, names))


_YEAR_NAMES = _keys("ปี", "ปีงบประมาณ", "ปีที่ประเมิน", "ปี พ.ศ.", "พ.ศ.", "year", "fiscal_year", "fiscal year")
_TITLE_NAMES = _keys(
    "ชื่อ", "ชื่อข้อ", "ชื่อรายการ", "รายการ", "คำถาม", "ข้อคำถาม", "ประเด็น", "ประเด็นการประเมิน", "รายละเอียด",
    "รายละเอียดตัวชี้วัด", "ชื่อตัวชี้วัด", "ตัวชี้วัด", "หัวข้อการประเมิน", "title", "question", "name", "indicator",
)  # fmt: skip
_CODES = {key(name): rank for rank, name in enumerate(("ตัวชี้วัดที่", "รหัสตัวชี้วัด", *CODE_NAMES))}
_SCORES = frozenset(map(key, SCORE_NAMES))
_SCORE_OF_YEAR = re.compile(
    r"(?:(?:ผล)?(?:คะแนน|การประเมิน)|score|points)?\s*(?:ita)?\s*(?:ประจำ)?(?:ปี(?:งบประมาณ)?|fy|year)?\s*"
    r"(?:พ\.?\s?ศ\.?)?\s*(?P<year>[12]\d{3})"
)
_YEAR = re.compile(
    r"(?:(?:ผล)?(?:คะแนน|การประเมิน)|score|points)?\s*(?:ita)?\s*(?:ประจำ)?(?:ปี(?:งบประมาณ)?|fy|year)?\s*(?:พ\.?\s?ศ\.?)?\s*(?P<year>[12]\d{3})"
)
_YEAR = re.compile(r"(?<!\d)([12]\d{3})(?!\d)")
_YEAR_IN_WORDS = re.compile(r"(?:ปี(?:งบประมาณ)?|พ\.?\s?ศ\.?|fy|year)\s*(?:พ\.?\s?ศ\.?)?\s*(?P<year>[12]\d{3})(?!\d)")
_FEWEST_KEYS = 3  # heads that are codes themselves, for a table with one row per year
_BUDDHIST_ERA = 543


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The head of a table. Long tables have `code` and `scores` (column → year as typed, "" without one), wide ones
    `keys` (column → what it holds). -1: there is no such column."""

    head: Sequence[str]
    code: int = -1
    title: int = -1
    year: int = -1
    scores: dict[int, str] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)

    @property
    def unused(self) -> tuple[str, ...]:
        """Heads of columns that nothing is read from."""
        used = {self.code, self.title, self.year, *self.scores, *self.keys}
        return tuple(name.strip() for place, name in enumerate(self.head) if name.strip() and place not in used)


def columns_of(row: Sequence[str]) -> Columns | None:
    """The columns that a head names; None when the row is no head: one that holds scores is not."""
    if any(figure_in(cell) is not None and not _YEAR.fullmatch(plain(cell).strip()) for cell in row):
        return _wide(row)
    heads = [key(cell).strip() for cell in row]
    year = next((place for place, head in enumerate(heads) if head in _YEAR_NAMES), -1)
    ranked = sorted((_CODES[head], place) for place, head in enumerate(heads) if head in _CODES)
    scores = _scores(heads, row, year)
    if ranked and scores:
        code = ranked[0][1]
        titles = [place for place, head in enumerate(heads) if head in _TITLE_NAMES and place != code]
        return Columns(head=row, code=code, title=titles[0] if titles else -1, year=year, scores=scores)
    return _wide(row)


def _wide(row: Sequence[str]) -> Columns | None:
    """The head of a table with one row per year: cells that are codes themselves, and no number that is none."""
    keys = {place: name for place, cell in enumerate(row) if (name := _key_of_head(cell))}
    if any(figure_in(cell) is not None for place, cell in enumerate(row) if place not in keys):
        return None
    year = next((place for place, cell in enumerate(row) if key(cell).strip() in _YEAR_NAMES), -1)
    if len(keys) < _FEWEST_KEYS or len(set(keys.values())) < len(keys):
        return None
    return Columns(head=row, year=year, keys=keys)


def year_in(text: str) -> str:
    """The only year that a heading names ("ปีงบประมาณ พ.ศ. ๒๕๖๖"); empty when it names none or several."""
    found = {match["year"] for match in _YEAR_IN_WORDS.finditer(plain(text))}
    return found.pop() if len(found) == 1 else ""


def bare_year_in(text: str) -> str:
    """The only number in a name that may be a year, as in the name of a file or sheet; else empty."""
    found = set(_YEAR.findall(plain(text)))
    return found.pop() if len(found) == 1 else ""


def meant_year(typed: str, known: Sequence[int]) -> tuple[int | None, bool]:
    """The fiscal year meant, and whether it had to be guessed: it is one of the common era, or has one wrong digit."""
    found = _YEAR.search(plain(typed))
    if found is None:
        return None, False
    year = int(found[1])
    if year in known:
        return year, False
    if year + _BUDDHIST_ERA in known:
        return year + _BUDDHIST_ERA, True
    near = [other for other in known if sum(a != b for a, b in zip(str(other), found[1], strict=True)) == 1]
    return (near[0], True) if len(near) == 1 else (None, False)


def _scores(heads: Sequence[str], row: Sequence[str], year: int) -> dict[int, str]:
    """Every column of scores with its year. Columns that name a year win over one that names none."""
    dated = {
        place: match["year"]
        for place, cell in enumerate(row)
        if place != year and (match := _SCORE_OF_YEAR.fullmatch(plain(cell).strip()))
    }
    plain_ones = {place: "" for place, head in enumerate(heads) if head in _SCORES}
    if dated or len(plain_ones) < 2:
        return dated or plain_ones
    best = min(plain_ones, key=lambda place: [key(name) for name in SCORE_NAMES].index(heads[place]))
    return {best: ""}


def _key_of_head(cell: str) -> str | None:
    simple = plain(cell).strip()
    return None if _YEAR.fullmatch(simple) else name_of(cell)
