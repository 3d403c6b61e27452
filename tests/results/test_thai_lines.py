"""Thai on the terminal: broken at blanks or between words, nothing lost, nothing wider than its place."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from results.thai_lines import ThaiLines

TITLE = "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน (E-Service) “ฉบับจริง”"


def shown(text: str, width: int) -> list[str]:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    console.print(ThaiLines(text), markup=False)
    return console.file.getvalue().splitlines()  # type: ignore[attr-defined]


def test_lines_end_between_words_and_marks_stay_with_them() -> None:
    lines = shown(TITLE, 28)
    assert all(cell_len(line) <= 28 for line in lines)
    assert lines[0] == "รายงานผลการดำเนินการเพื่อส่งเสริม" and lines[-1].endswith("“ฉบับจริง”")
    assert not any(line.startswith((")", "”", "ำ", "ๆ")) or line.endswith(("(", "“")) for line in lines)


def test_a_column_is_as_wide_as_its_words() -> None:
    table = Table("ก", "ข")
    table.add_row(ThaiLines("ไม่ครบองค์ประกอบ"), ThaiLines("[/x] [bold]" + "ก" * 10_000))
    console = Console(file=io.StringIO(), width=60)
    console.print(table, markup=False)
    told = console.file.getvalue()  # type: ignore[attr-defined]
    assert "[/x]" in told and "[bold]กก" in told
    assert told.count("ก") == 10_000 + 2  # one in the heading, one in the first word
    assert all(cell_len(line) <= 60 for line in told.splitlines())


def test_a_line_ends_at_a_blank_where_it_can() -> None:
    assert shown("รายงานผล การดำเนินงาน", 14) == ["รายงานผล", "การดำเนินงาน"]


@given(st.text(alphabet="กขคงำ์ิ่ เแa1().,“”\n😀", max_size=80), st.integers(4, 40))
@settings(max_examples=60, deadline=None)
def test_nothing_is_lost(text: str, width: int) -> None:
    assert "".join("".join(shown(text, width)).split()) == "".join(text.split())
