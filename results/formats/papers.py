"""Which documents of the office are written in which formats: document → format → file suffix and how."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from results.formats.docx_report import render_paper
from results.formats.paper_data import csv_bytes, json_bytes
from results.formats.paper_html import html_bytes, pdf_bytes
from results.formats.paper_xlsx import xlsx_bytes
from results.implementation import implementation
from results.itas_sheet import itas_sheet
from results.memo import memo
from results.paper import Paper, PaperName
from results.report_model import Report


class PaperFormat(NamedTuple):
    """One way to write a document."""

    suffix: str
    render: Callable[[Paper], bytes]


PAPERS: Mapping[PaperName, Callable[[Report], Paper]] = {
    "memo": memo, "itas": itas_sheet, "implementation": implementation,
}  # fmt: skip
PAPER_FORMATS: Mapping[str, PaperFormat] = {
    "html": PaperFormat(".html", html_bytes),
    "xlsx": PaperFormat(".xlsx", xlsx_bytes),
    "docx": PaperFormat(".docx", render_paper),
    "pdf": PaperFormat(".pdf", pdf_bytes),
    "csv": PaperFormat(".csv", csv_bytes),
    "json": PaperFormat(".json", json_bytes),
}
# Only letters are Word documents: the others are tables to work in.
LETTERS: tuple[PaperName, ...] = ("memo", "implementation")


def formats_of(name: PaperName) -> tuple[str, ...]:
    """The formats that a document is written in."""
    return tuple(form for form in PAPER_FORMATS if form != "docx" or name in LETTERS)
