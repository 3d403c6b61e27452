"""A document of the office as one HTML file for screen and paper, and the same printed to PDF."""

from collections.abc import Callable

from results.digits import thai_digits
from results.formats.html_report import page
from results.formats.pdf_report import printed
from results.paper import SECTIONS, Letter, Paper, shown
from results.wording import phrase, phrases


def html_bytes(paper: Paper) -> bytes:
    """UTF-8 HTML: no script, no request."""
    return _html(paper).encode()


def pdf_bytes(paper: Paper) -> bytes:
    """PDF by the system's Chromium. Raises ReportError when there is none."""
    return printed(_html(paper))


def _html(paper: Paper) -> str:
    digits: Callable[[str], str] = thai_digits if paper.digits == "thai" else str
    return page(
        "paper.html", paper=paper, letter=paper.letter, words=phrases("documents", paper.lang), d=digits, shown=shown,
        sections=_sections(paper.letter, paper) if paper.letter else [],
    )  # fmt: skip


def _sections(letter: Letter, paper: Paper) -> list[tuple[str, list[str]]]:
    """Numbered headings with numbered sentences; what is empty is left out."""
    told: list[tuple[str, list[str]]] = []
    for name in SECTIONS:
        lines: tuple[str, ...] = getattr(letter, name)
        number = len(told) + 1
        if len(lines) > 1:
            lines = tuple(f"{number}.{place} {line}" for place, line in enumerate(lines, 1))
        if lines:
            told.append((f"{number}. {phrase('documents', f'form_{name}', paper.lang)}", list(lines)))
    return told
