"""The report in every format: name → file suffix and a pure function from the model to the file's bytes."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import NamedTuple

from results.report_model import Report


class ReportError(Exception):
    """A report that cannot be written on this machine; the message says what is missing."""


class Format(NamedTuple):
    """One way to write a report."""

    suffix: str
    render: Callable[[Report], bytes]


def _format(name: str) -> Format:
    """A format whose module is imported when it is written: together they take longer than many a command."""

    def render(report: Report) -> bytes:
        written: bytes = import_module(f"results.formats.{name}_report").render(report)
        return written

    return Format(f".{name}", render)


FORMATS: Mapping[str, Format] = {name: _format(name) for name in ("json", "html", "xlsx", "docx", "csv", "pdf")}
