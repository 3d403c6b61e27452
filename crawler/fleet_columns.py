"""Which column of a register of bodies means what, under the names that offices give it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crawler.score_sheets import Sheet
from crawler.thai import key

_HEAD_ROWS = 10  # titles may stand above the table
REQUIRED = ("name", "url")
# Best first: a list may hold several columns that could be meant.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "name": (
        "ชื่อหน่วยงาน", "ชื่อ อปท.", "ชื่อองค์กรปกครองส่วนท้องถิ่น", "องค์กรปกครองส่วนท้องถิ่น", "ชื่อเต็ม", "หน่วยงาน",
        "อปท.", "ชื่อ", "body", "name", "agency", "organization", "organisation", "office",
    ),
    "kind": ("ประเภทหน่วยงาน", "ประเภท อปท.", "ประเภทองค์กร", "ประเภท", "รูปแบบ", "kind", "type", "agency type"),
    "province": ("จังหวัด", "ชื่อจังหวัด", "province", "changwat"),
    "district": ("อำเภอ", "ชื่ออำเภอ", "อำเภอ/เขต", "อำเภอ/กิ่งอำเภอ", "เขต", "district", "amphoe", "amphur"),
    "dla_code": (
        "รหัส อปท.", "รหัส สถ.", "รหัส DLA", "รหัสหน่วยงาน", "รหัสองค์กร", "รหัส", "dla_code", "dla code", "dla",
        "agency code", "code",
    ),
    "url": (
        "เว็บไซต์หลัก", "เว็บไซต์", "เว็บไซด์", "เว็ปไซต์", "เว็บ", "ที่อยู่เว็บไซต์", "เว็บไซต์หน่วยงาน", "url เว็บไซต์", "url", "ลิงก์",
        "ลิงค์", "website", "web site", "web", "site", "homepage", "link", "address",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where the cells stand, below which row, and the names of required columns that are not there."""

    head_row: int
    places: Mapping[str, int]
    head: Sequence[str]

    @property
    def lacking(self) -> tuple[str, ...]:
        return tuple(name for name in REQUIRED if name not in self.places)


def columns_of(sheet: Sheet) -> Columns | None:
    """The row that names most columns of a sheet; None when no row names any."""
    found = [_columns(number, cells) for number, cells in sheet.rows[:_HEAD_ROWS]]
    best = max(found, key=lambda columns: len(columns.places), default=None)
    return best if best is not None and best.places else None


def _columns(number: int, cells: Sequence[str]) -> Columns:
    names = [_folded(cell) for cell in cells]
    places: dict[str, int] = {}
    for field, known in _NAMES.items():
        place = next((names.index(name) for name in map(_folded, known) if name in names), None)
        if place is not None:
            places[field] = place
    return Columns(head_row=number, places=places, head=[cell.strip() for cell in cells if cell.strip()])


def _folded(text: str) -> str:
    return key(text.replace("_", " ").replace(".", "")).strip()
