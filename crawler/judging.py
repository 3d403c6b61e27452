"""Reading and judging in turns: first the title pages of every scan, then more of those that an open item rests on.

The one way from a snapshot folder to verdicts. Which pages are read follows from evidence, rules and day alone, never
from the cache or the clock, so a live audit, a re-audit and a rebuild read the same pages and say the same.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from audits.requirement import Ruleset
from audits.run import audit
from audits.unread import half_read
from audits.verdict import Verdict
from crawler.artifacts import Artifact, Snapshot
from crawler.extract import limits
from crawler.snapshot import SnapshotReader


def judge(
    reader: SnapshotReader, ruleset: Ruleset, as_of: date, declared: Mapping[str, str]
) -> tuple[Snapshot, tuple[Verdict, ...]]:
    """What the folder shows, and the verdicts on it. Raises EvidenceError for a folder that is none."""
    snapshot = reader.snapshot()
    verdicts = audit(snapshot, ruleset, as_of, declared)
    if snapshot.stopped_because == "interrupted":  # the operator waits, and the same command goes on anyway
        return snapshot, verdicts
    left = limits.OCR_SITE_PAGES
    for depth in limits.OCR_DEPTHS:
        chosen, left = _within(half_read(snapshot, ruleset, as_of, declared, verdicts), depth, left)
        if not chosen:
            break
        reader.deepen(chosen, depth)
        snapshot = reader.snapshot()
        verdicts = audit(snapshot, ruleset, as_of, declared)
    return snapshot, verdicts


def _within(wanted: Sequence[Artifact], depth: int, left: int) -> tuple[frozenset[str], int]:
    """The documents (by sha256) that the pages left for this site suffice for, and what is left then."""
    chosen: set[str] = set()
    for artifact in wanted:
        pages = min(artifact.waiting, depth)
        if pages <= left:
            chosen.add(artifact.evidence.sha256)
            left -= pages
    return frozenset(chosen), left
