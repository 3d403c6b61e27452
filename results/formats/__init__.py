"""The report in every format: name → file suffix and a pure function from the model to the file's bytes."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from results.formats import csv_report, docx_report, html_report, json_report, pdf_report, xlsx_report
from results.formats.pdf_report import ReportError
from results.report_model import Report

__all__ = ["FORMATS", "Format", "ReportError"]


class Format(NamedTuple):
    """One way to write a report."""

    suffix: str
    render: Callable[[Report], bytes]


FORMATS: Mapping[str, Format] = {
    "json": Format(".json", json_report.render),
    "html": Format(".html", html_report.render),
    "xlsx": Format(".xlsx", xlsx_report.render),
    "docx": Format(".docx", docx_report.render),
    "csv": Format(".csv", csv_report.render),
    "pdf": Format(".pdf", pdf_report.render),
}
