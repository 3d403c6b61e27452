"""Tables of a page, and those without data: a head and rows of dashes promise figures and give none."""

import re
from collections.abc import Iterable

from crawler.artifacts import Block

_NOTHING = re.compile(r"[\s\-–—_.…]*")
_FEW_COLUMNS = 3
_TOLD = re.compile(r"ไม่มี|ไม่พบ|0|๐")  # "none" is an answer, a dash is not


def tables_of(blocks: tuple[Block, ...], columns: int = 1) -> dict[tuple[int, ...], list[Block]]:
    """The rows of more than so many columns of each table of a page, by the table's place."""
    tables: dict[tuple[int, ...], list[Block]] = {}
    for block in blocks:
        if block.kind == "row" and len(block.cells) > columns and block.path:
            tables.setdefault(block.path[:-1], []).append(block)
    return tables


def in_empty_tables(blocks: tuple[Block, ...]) -> frozenset[int]:
    """The places of all blocks that stand in a table whose rows hold nothing but dashes behind their labels."""
    empty = [path for path, rows in tables_of(blocks).items() if _is_empty(rows)]
    return frozenset(
        number
        for number, block in enumerate(blocks)
        if any(block.path[: len(path)] == path for path in empty)
    )


def empty_columns(blocks: tuple[Block, ...]) -> frozenset[str]:
    """The heads of columns in which no row of their table has anything; months that are still to come, say."""
    found: set[str] = set()
    for head, *body in tables_of(blocks, _FEW_COLUMNS).values():
        for place, name in enumerate(head.cells):
            cells = [row.cells[place] for row in body if place < len(row.cells)]
            if name and cells and all(_NOTHING.fullmatch(cell) for cell in cells):
                found.add(name)
    return frozenset(found)


def _is_empty(rows: list[Block]) -> bool:
    """Whether every row below the head is empty, and there is at least one."""
    body = rows[1:]
    return bool(body) and all(_says_nothing(row.cells) for row in body)


def _says_nothing(cells: Iterable[str]) -> bool:
    label, *others = cells
    return all(_NOTHING.fullmatch(cell) for cell in others) and not _TOLD.search(label)
