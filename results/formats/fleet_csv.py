"""A fleet report as CSV: one row per body with its score and the status of every item."""

import csv
import io

from results.fleet_figures import LETTERS
from results.fleet_report import FleetReport
from results.fleet_words import reason_of
from results.formats.csv_report import inert

ABOUT = ("name", "kind", "province", "district", "dla_code", "url", "state")


def render(report: FleetReport) -> bytes:
    """UTF-8 with a byte-order mark, CRLF; statuses are those of the outward contract."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    heads = [report.text[f"col_{name}"] for name in (*ABOUT, "reason", "low", "high")]
    writer.writerow([*heads, *(item.code for item in report.items)])
    for line in report.lines:
        told = [inert(str(getattr(line.site, name))) for name in ABOUT]
        scores = [f"{line.low:.2f}", f"{line.high:.2f}"]
        writer.writerow(
            [*told, inert(reason_of(line.site, report.lang)), *scores, *(LETTERS[mark].value for mark in line.marks)]
        )
    return buffer.getvalue().encode("utf-8-sig")
