"""HTML printed to PDF by the system's Chromium, which keeps Thai text searchable."""

import os
import shutil

from results.formats import ReportError, html_report
from results.report_model import Report

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def render(report: Report) -> bytes:
    """The report as PDF, A4. Raises ReportError when there is no Chromium or it does not start."""
    return printed(html_report.render(report).decode())


def printed(html: str) -> bytes:
    """A page of ours as PDF, in the paper size that its style sheet gives. Raises ReportError as `render` does."""
    from playwright.sync_api import Error, sync_playwright  # takes longer than to write most reports that are not PDF

    program = next((path for name in NAMES if (path := shutil.which(name))), None)
    if program is None:
        raise ReportError("the PDF report needs Chromium: install the package 'chromium', or choose --format html")
    # Chromium refuses its sandbox to root; the page printed here holds no script and may load nothing.
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=arguments)
            try:
                page = browser.new_context(offline=True, java_script_enabled=False).new_page()
                page.set_content(html, wait_until="load")
                return page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
            finally:
                browser.close()
    except Error as error:
        raise ReportError(f"Chromium ({program}) could not print the PDF report: {error.message}") from error
