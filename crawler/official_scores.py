"""Official results typed or exported as CSV or XLSX: one row per item, indicator or instrument, with its score.

Recognised under usual Thai and English column names, in UTF-8 or Windows-874, with comma, semicolon or tab. Questions
of IIT and EIT may stand among the rows: the sum does not need them.
"""

import re
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from audits.codes import plain
from audits.requirement import Ruleset
from crawler.item_codes import CodeError, find_item
from crawler.messages import Lang
from crawler.score_labels import GRADE, figure_in, is_bare_number, is_excused, item_code, name_of
from crawler.score_sheets import SheetsError, read_sheets
from crawler.thai import key
from results.plain import plain as safe
from results.published import EIT_INDICATORS, IIT_INDICATORS
from results.scoring import Standing
from results.wording import phrase

# Best first: a table may have a column of codes and one of indicators.
CODE_NAMES = ("code", "รหัส", "รหัสข้อ", "ข้อ", "ข้อที่", "item", "oit", "ตัวชี้วัด", "indicator", "รายการ", "หัวข้อ")
SCORE_NAMES = ("คะแนน", "score", "คะแนนที่ได้", "คะแนนที่ได้รับ", "ผลคะแนน", "points", "ค่าคะแนน", "คะแนนประเมิน", "ผล")
_NOT_COUNTED = re.compile(rf"[IE]\d+|{GRADE}")


class ScoresError(Exception):
    """A file of results that cannot be used; names file, row and column. Raised by `read_scores`."""


@dataclass(slots=True)
class OfficialScores:
    """What the file says: a standing by item code, and figures by "1" to "10", "9.1", "iit", "eit", "oit", "ita"."""

    standings: dict[str, Standing] = field(default_factory=dict)
    figures: dict[str, Fraction] = field(default_factory=dict)


def read_scores(path: Path, ruleset: Ruleset, lang: Lang) -> OfficialScores:
    """Read and check a file of results. Raises ScoresError."""
    return _Reader(path, ruleset, lang).read()


class _Reader:
    """One file being read: keeps what every refusal must name."""

    def __init__(self, path: Path, ruleset: Ruleset, lang: Lang) -> None:
        self._path, self._ruleset, self._lang = path, ruleset, lang
        self._scores = OfficialScores()
        self._first_row: dict[str, int] = {}

    def read(self) -> OfficialScores:
        rows = self._rows()
        if not rows:
            raise self._wrong("file_empty")
        (head_row, head), *body = rows
        code_column = self._column(head_row, head, CODE_NAMES)
        score_column = self._column(head_row, head, SCORE_NAMES)
        if not body:
            raise self._wrong("file_empty")
        for number, row in body:
            label = row[code_column].strip() if code_column < len(row) else ""
            score = row[score_column].strip() if score_column < len(row) else ""
            self._take(number, label, score, head[code_column].strip(), head[score_column].strip())
        self._check_whole("IIT", IIT_INDICATORS)
        self._check_whole("EIT", EIT_INDICATORS)
        return self._scores

    def _rows(self) -> list[tuple[int, list[str]]]:
        """The rows of the first table that has any."""
        try:
            sheets = read_sheets(self._path)
        except SheetsError as error:
            raise self._wrong(error.problem, why=error.why) from error
        return list(sheets[0].rows) if sheets else []

    def _column(self, number: int, head: list[str], names: tuple[str, ...]) -> int:
        found = [key(cell).strip() for cell in head]
        for name in map(key, names):
            if found.count(name) > 1:
                raise self._wrong("file_two_columns", row=str(number), column=name, found=_told(head))
            if name in found:
                return found.index(name)
        raise self._wrong("file_columns", row=str(number), found=_told(head))

    def _take(self, row: int, label: str, score: str, code_column: str, score_column: str) -> None:
        if not label and not score:
            return
        if not label:
            raise self._wrong_row(row, code_column, "row_no_code")
        name = self._name(row, label, code_column)
        if _NOT_COUNTED.fullmatch(name):
            return
        if name in self._first_row:
            raise self._wrong_row(row, code_column, "row_twice", text=label[:40], first=str(self._first_row[name]))
        self._first_row[name] = row
        is_item = name.startswith("O")
        if is_item and is_excused(score):
            self._scores.standings[name] = Standing.EXCUSED
            return
        figure = self._figure(row, label, score, score_column)
        if not is_item:
            self._scores.figures[name] = figure
        elif figure in (0, 100):
            self._scores.standings[name] = Standing.FULL if figure else Standing.ZERO
        else:
            raise self._wrong_row(row, score_column, "row_item_score", code=name, score=score)

    def _name(self, row: int, label: str, column: str) -> str:
        """Item code, indicator or instrument that a label means."""
        if item_code(label):
            return self._item(row, label, column)
        name = name_of(label, self._ruleset.sub_indicators)
        if name:
            return name
        if is_bare_number(label):
            raise self._wrong_row(row, column, "row_bare_number", text=plain(label).strip())
        raise self._wrong_row(row, column, "row_unknown", text=label[:40])

    def _item(self, row: int, label: str, column: str) -> str:
        try:
            return find_item(item_code(label) or label, self._ruleset, self._lang).code
        except CodeError as error:
            raise self._row_error(row, column, str(error)) from error

    def _figure(self, row: int, label: str, score: str, column: str) -> Fraction:
        if not score:
            raise self._wrong_row(row, column, "row_no_score", text=label[:40])
        figure = figure_in(score)
        if figure is None:
            raise self._wrong_row(row, column, "row_not_number", score=score[:40])
        if not 0 <= figure <= 100:
            raise self._wrong_row(row, column, "row_out_of_range", score=score[:40])
        return figure

    def _check_whole(self, tool: str, indicators: tuple[str, ...]) -> None:
        missing = [name for name in indicators if name not in self._scores.figures]
        if missing and len(missing) < len(indicators) and tool.lower() not in self._scores.figures:
            raise self._wrong("file_partial", tool=tool, missing=", ".join(missing))

    def _wrong_row(self, row: int, column: str, problem: str, /, **values: str) -> ScoresError:
        return self._row_error(row, column, phrase("scoring", problem, self._lang, **values))

    def _row_error(self, row: int, column: str, sentence: str) -> ScoresError:
        return self._wrong("file_row", row=str(row), column=f"“{column}”", problem=sentence)

    def _wrong(self, problem: str, /, **values: str) -> ScoresError:
        return ScoresError(safe(phrase("scoring", problem, self._lang, file=str(self._path), **values), 1000))


def _told(head: list[str]) -> str:
    return ", ".join(cell.strip() for cell in head)[:120]
