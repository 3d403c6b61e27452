"""A fleet report as a workbook that is written row by row, so that its size does not become the program's."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from results.fleet_figures import Line, Part, Tally
from results.fleet_groups import Group
from results.fleet_report import FleetReport, Item
from results.fleet_words import reason_of, shared_gaps
from results.formats.sheet_table import FONT, MAX_CELL
from results.plain import plain
from results.wording import phrase

Cell = str | float | tuple[str, Format]
# Words are written as strings only, so that nothing from a register or a site becomes a formula or a link.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_COLOURS = {"p": "#DFF1E6", "i": "#FBECCB", "o": "#FBDDC8", "m": "#F8D3D6", "u": "#E6E9EE"}
_WORDS = {"p": "col_passed", "i": "col_incomplete", "o": "col_outdated", "m": "col_missing", "u": "col_unknown"}
_CODE_WIDTH, _ROW_POINTS, _A3, _A4 = 11, 22, 8, 9
_TALLY = ("passed", "incomplete", "outdated", "missing", "unknown")
_WIDE = {"col_name": 34, "col_title": 70, "col_url": 40, "col_reason": 50, "col_shared": 60, "col_group": 40}


def render(report: FleetReport) -> bytes:
    """An XLSX workbook; it carries the day judged for, not the clock."""
    with tempfile.TemporaryDirectory(prefix="oit-fleet-") as room:
        path = Path(room) / "report.xlsx"
        with xlsxwriter.Workbook(str(path), {**_OPTIONS, "tmpdir": room}) as workbook:
            made = datetime.combine(report.as_of, time(), UTC)
            workbook.set_properties({"title": report.text["title"], "created": made})
            _Book(workbook, report).write()
        return path.read_bytes()


class _Book:
    """The sheets of one report."""

    def __init__(self, workbook: Workbook, report: FleetReport) -> None:
        self._workbook, self._report, self._text = workbook, report, report.text
        base = {"font_name": FONT, "font_size": 14}
        self._plain = workbook.add_format(base)
        self._number = workbook.add_format(base | {"num_format": "0.0"})
        self._head = workbook.add_format(
            base | {"bold": True, "font_color": "#FFFFFF", "bg_color": "#17365D", "text_wrap": True, "valign": "top"}
        )
        self._marks = {mark: workbook.add_format(base | {"bg_color": colour}) for mark, colour in _COLOURS.items()}

    def write(self) -> None:
        report = self._report
        items = ["col_code", "col_title", "col_share", "col_told", *(f"col_{name}" for name in _TALLY)]
        if report.progress:
            items += ["col_mended", "col_broken", "col_unseen"]
        self._sheet("sheet_items", items, map(self._item, report.worst))
        place = ["col_bodies", "col_blind", "col_low", "col_high"]
        provinces = [place.part for place in report.provinces]
        self._sheet("sheet_provinces", ["col_province", *place], (_place([part.name], part) for part in provinces),
                    self._codes, provinces)  # fmt: skip
        districts = [(p.part.name, part) for p in report.provinces for part in p.districts]
        self._sheet("sheet_districts", ["col_province", "col_district", *place],
                    (_place([name, part.name], part) for name, part in districts), self._codes,
                    (part for _, part in districts))  # fmt: skip
        about = ["col_name", "col_kind", "col_province", "col_district", "col_dla_code", "col_url", "col_state",
                 "col_reason", "col_low", "col_high"]  # fmt: skip
        self._sheet("sheet_bodies", about, map(self._body, report.lines), self._codes)
        self._sheet("sheet_unseen", about[:8], (self._about(line) for line in report.unseen))
        self._sheet("sheet_groups", ["col_group", "col_bodies", "col_shared"], map(self._group, report.groups))

    @property
    def _codes(self) -> list[str]:
        return [item.code for item in self._report.items]

    def _sheet(
        self, name: str, labels: Sequence[str], rows: Iterable[Sequence[Cell]], codes: Sequence[str] = (),
        parts: Iterable[Part] = (),
    ) -> None:  # fmt: skip
        """A sheet with a frozen, filtered head; after each row of a part come its shares of passes by item."""
        sheet = self._workbook.add_worksheet(self._text[name])
        for column, label in enumerate(labels):
            sheet.set_column(column, column, _WIDE.get(label, 14))
        heads = [*(self._text[label] for label in labels), *codes]
        if codes:
            sheet.set_column(len(labels), len(heads) - 1, _CODE_WIDTH)
        sheet.set_default_row(_ROW_POINTS)  # marks above and below Thai letters need it
        sheet.set_row(0, 2 * _ROW_POINTS)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, self._head)
        shares = iter(parts)
        last = 0
        for last, row in enumerate(rows, 1):
            part = next(shares, None)
            self._row(sheet, last, [*row, *(_shares(part.tallies) if part else ())])
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(last, 1), len(heads) - 1)
        sheet.set_landscape()
        sheet.set_paper(_A3 if codes else _A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _row(self, sheet: Worksheet, line: int, cells: Sequence[Cell]) -> None:
        for column, cell in enumerate(cells):
            if isinstance(cell, tuple):
                sheet.write_string(line, column, cell[0], cell[1])
            elif isinstance(cell, str):
                sheet.write_string(line, column, plain(cell, MAX_CELL), self._plain)
            else:
                sheet.write_number(line, column, cell, self._number if isinstance(cell, float) else self._plain)

    def _item(self, item: Item) -> list[Cell]:
        tally, moved = item.tally, item.progress
        row: list[Cell] = [item.code, item.title, 100 * (tally.share or 0.0), tally.told]
        row += [getattr(tally, name) for name in _TALLY]
        return [*row, moved.mended, moved.broken, moved.unseen] if moved else row

    def _about(self, line: Line) -> list[Cell]:
        site = line.site
        return [site.name, site.kind, site.province, site.district, site.dla_code, site.url,
                self._text[f"state_{site.state}"], reason_of(line.site, self._report.lang)]  # fmt: skip

    def _body(self, line: Line) -> list[Cell]:
        words = [(self._text[_WORDS[mark]], self._marks[mark]) for mark in line.marks]
        return [*self._about(line), line.low, line.high, *words]

    def _group(self, group: Group) -> list[Cell]:
        name = phrase("fleet", f"group_{group.kind}", self._report.lang, name=group.part.name)
        return [name, len(group.part.lines), shared_gaps(self._report.items, group)]


def _place(names: list[Cell], part: Part) -> list[Cell]:
    return [*names, len(part.lines), part.blind, part.low, part.high]


def _shares(tallies: Iterable[Tally]) -> list[Cell]:
    """Percent of passes by item; "?" where nothing could be told."""
    return ["?" if tally.share is None else 100 * tally.share for tally in tallies]
