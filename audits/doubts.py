"""Years in scans that were not read for sure: where a person should look when the period of an item is open."""

from dataclasses import replace

from audits.bundle import Bundle
from audits.verdict import Check, DoubtfulYear, Outcome
from crawler.artifacts import Artifact

_MOST = 3  # places shown of one item: the title has one or two, and a person decides by these


def with_doubts(check: Check, bundle: Bundle) -> Check:
    """The *current* check with the places of doubtful years, where it is open; the best reading of each page first."""
    if check.outcome is not Outcome.UNKNOWN:
        return check
    shown = {block.page for exhibit in bundle.exhibits for block in exhibit.blocks}
    found = [doubt for exhibit in bundle.exhibits for doubt in _doubts(exhibit.artifact) if doubt.page in shown]
    return replace(check, doubts=tuple(found[:_MOST]))


def _doubts(artifact: Artifact) -> list[DoubtfulYear]:
    found = [
        DoubtfulYear(
            url=artifact.url, page=item.page, year=item.year, confidence=item.confidence, text=item.text, box=item.box,
            crop=item.crop,
        )
        for item in artifact.numerals
        if not item.reliable
    ]  # fmt: skip
    return sorted(found, key=lambda item: (item.page, item.year == 0, item.box[1], item.box[0]))
