"""A gap list that staff filled in, read again: which cells they changed, and which rows cannot be used.

What differs from the state that the list showed is a change; what only differs because somebody else wrote meanwhile
is none. So a list that comes back late undoes nothing, and the same list twice changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from audits.requirement import Requirement
from crawler.item_codes import CodeError, code_in, find_item
from crawler.measure_desk import Desk
from crawler.measure_values import day_in, progress_in
from crawler.options import wrong
from crawler.score_sheets import Sheet, SheetsError, read_sheets
from crawler.thai import key as folded_word
from results.bodies import body_of
from results.follow_up import Entry
from results.formats.csv_report import without_mark
from results.measure_key import NOTE_LIMIT, MeasureKey, as_shown, read_key, state_of
from results.measures import EventKind, Measure
from results.plain import is_web, plain, plain_url
from results.report_measures import BOOK
from results.wording import phrase

_HEAD_ROWS = 10
_CODE = ("ข้อ", "รหัสข้อ", "รหัส", "ข้อที่", "item", "code", "oit")
_KEY = ("รหัสอ้างอิง (ไม่ต้องแก้ไข)", "รหัสอ้างอิง", "reference (do not change)", "reference", "key")
# Best first: a table may have the status of the verdict and that of the work.
_OWN: Mapping[EventKind, tuple[str, ...]] = {
    "assigned": ("ผู้รับผิดชอบ", "หน่วยงานที่รับผิดชอบ", "หน่วยงานผู้รับผิดชอบ", "owner", "unit", "responsible"),
    "due": ("กำหนดแล้วเสร็จ", "กำหนดเสร็จ", "วันที่แล้วเสร็จ", "แล้วเสร็จภายใน", "กำหนดวันแล้วเสร็จ", "due", "due date", "deadline"),
    "status": ("สถานะการดำเนินงาน", "สถานะการดำเนินการ", "ผลการดำเนินงาน", "ความก้าวหน้า", "progress", "สถานะ", "status"),
    "note": ("หมายเหตุ", "บันทึก", "remarks", "remark", "note", "notes"),
    "evidence": ("ลิงก์ที่แก้ไขแล้ว", "ลิงค์ที่แก้ไขแล้ว", "หลักฐานการแก้ไข", "repaired at (link)", "repaired at"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """A row that was left out, and why."""

    row: int
    code: str
    problem: str


@dataclass(slots=True)
class Filled:
    """What a list changes: entries by measure, the rows that change nothing, and those that were left out."""

    entries: dict[int, tuple[Entry, ...]] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    same: int = 0
    problems: list[RowProblem] = field(default_factory=list)


class _RowError(Exception):
    """A row that cannot be used. Raised and caught in this module."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the cells of a table stand."""

    head_row: int
    code: int | None
    key: int | None
    own: Mapping[EventKind, int]


def read_filled(path: Path, desk: Desk) -> Filled:
    """Compare a list with the measures of a desk. A file of another body, or with unknown items, is a usage error."""
    try:
        sheets = read_sheets(path)
    except SheetsError as error:
        raise wrong("FILE", phrase("scoring", error.problem, desk.lang, file=str(path), why=error.why)) from error
    for sheet in sheets:
        columns = _columns(sheet)
        if columns:
            return _Reader(path, desk, columns).read(sheet)
    raise wrong("FILE", phrase(BOOK, "file_columns", desk.lang, file=str(path)))


def _columns(sheet: Sheet) -> _Columns | None:
    for number, cells in sheet.rows[:_HEAD_ROWS]:
        names = [_name(cell) for cell in cells]
        code, key = _find(names, _CODE), _find(names, _KEY)
        own = {kind: place for kind, known in _OWN.items() if (place := _find(names, known)) is not None}
        if own and (code is not None or key is not None):
            return _Columns(number, code, key, own)
    return None


def _name(text: str) -> str:
    return folded_word(text).strip()


def _find(names: Sequence[str], known: Sequence[str]) -> int | None:
    return next((names.index(name) for name in map(_name, known) if name in names), None)


class _Reader:
    """One list being compared with the measures of a desk."""

    def __init__(self, path: Path, desk: Desk, columns: _Columns) -> None:
        self._path, self._desk, self._columns = path, desk, columns
        self._first_row: dict[str, int] = {}
        self._filled = Filled()

    def read(self, sheet: Sheet) -> Filled:
        for number, cells in sheet.rows:
            if number > self._columns.head_row:
                self._take(number, cells)
        return self._filled

    def _take(self, number: int, cells: Sequence[str]) -> None:
        code = _cell(cells, self._columns.code)
        key = read_key(_cell(cells, self._columns.key))
        own = {kind: _cell(cells, place) for kind, place in self._columns.own.items()}
        if not code and key is None and not any(own.values()):
            return
        try:
            item = self._item(number, code, key)
            measure = self._desk.measures.get(item.concept)
            if measure is None:
                year = str(self._desk.ruleset.fiscal_year)
                raise _RowError(self._say("no_measure", code=item.code, year=year))
            shown = as_shown(measure, key.stamp) if key else measure
            entries = self._entries(own, shown, measure, keyed=shown is not measure)
        except _RowError as error:
            self._filled.problems.append(RowProblem(row=number, code=plain(code, 40), problem=str(error)))
            return
        if entries:
            self._filled.entries[measure.id] = entries
            self._filled.codes.append(item.code)
        else:
            self._filled.same += 1

    def _item(self, number: int, code: str, key: MeasureKey | None) -> Requirement:
        """The item of a row: that of its key, which its code must not contradict, else that of its code."""
        named = self._by_key(number, key) if key else None
        if named is None and code_in(code) is None:
            raise _RowError(self._say("row_no_code"))
        if code_in(code) is not None:
            try:
                typed = find_item(code, self._desk.ruleset, self._desk.lang)
            except CodeError as error:
                raise self._refused("file_codes", row=str(number), problem=str(error)) from error
            if named is not None and typed.code != named.code:
                raise _RowError(self._say("row_mixed", expected=named.code))
            named = typed
        assert named is not None
        first = self._first_row.setdefault(named.concept, number)
        if first != number:
            raise _RowError(self._say("row_twice", first=str(first)))
        return named

    def _by_key(self, number: int, key: MeasureKey) -> Requirement | None:
        """The item of a key; None when the rules have no such concept any more."""
        desk = self._desk
        mine = body_of(desk.run.agency_url)
        if (key.body, key.fiscal_year) != (mine, desk.run.fiscal_year):
            raise self._refused(
                "file_other", row=str(number), body=plain(key.body, 120), year=str(key.fiscal_year), mine=mine,
                my_year=str(desk.run.fiscal_year),
            )  # fmt: skip
        return next((item for item in desk.ruleset.requirements if item.concept == key.concept), None)

    def _entries(
        self, own: Mapping[EventKind, str], shown: Measure, now: Measure, *, keyed: bool
    ) -> tuple[Entry, ...]:  # fmt: skip
        """What the row sets, without what the list showed already and what is so by now."""
        entries = [Entry(kind=kind, value=self._value(kind, cell, shown, keyed=keyed)) for kind, cell in own.items()]
        return tuple(
            entry for entry in entries if entry.value not in (state_of(shown, entry.kind), state_of(now, entry.kind))
        )  # fmt: skip

    def _value(self, kind: EventKind, cell: str, shown: Measure, *, keyed: bool) -> str:
        """What a cell says, in the form that is stored. An empty cell says something only in a list of ours (`keyed`),
        where it was emptied; in a list that somebody else made it was never filled in."""
        before = state_of(shown, kind)
        if plain(cell, NOTE_LIMIT) == before:  # words that only look as if `inert` had marked them
            return before
        text = without_mark(cell)
        if not text.strip():
            return "" if keyed and kind in ("due", "evidence", "note") else before
        return _PARSERS[kind](self, text)

    def _note(self, text: str) -> str:
        return plain(text, NOTE_LIMIT)

    def _owner(self, text: str) -> str:
        unit = self._desk.office.unit_named(text)
        return unit.name if unit else plain(text)

    def _due(self, text: str) -> str:
        day = day_in(text)
        if day is None:
            raise _RowError(self._say("bad_day", text=plain(text, 60)))
        return day.isoformat()

    def _status(self, text: str) -> str:
        progress = progress_in(text)
        if progress is None:
            raise _RowError(self._say("bad_status", text=plain(text, 60)))
        return progress.value

    def _evidence(self, text: str) -> str:
        url = plain_url(text)
        if not is_web(url):
            raise _RowError(self._say("bad_url", text=plain(text, 80)))
        return url

    def _say(self, problem: str, /, **values: str) -> str:
        return phrase(BOOK, problem, self._desk.lang, **values)

    def _refused(self, problem: str, /, **values: str) -> Exception:
        return wrong("FILE", self._say(problem, file=str(self._path), **values))


_PARSERS: Mapping[EventKind, Callable[[_Reader, str], str]] = {
    "assigned": _Reader._owner, "due": _Reader._due, "status": _Reader._status, "note": _Reader._note,
    "evidence": _Reader._evidence,
}  # fmt: skip


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""
