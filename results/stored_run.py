"""A run as it is told from: the stored verdicts with the rules of their year."""

from dataclasses import dataclass

from audits.requirement import Ruleset
from audits.verdict import Verdict
from results.store import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRun:
    """A run with the rules of its year and its verdicts in code order."""

    run: Run
    ruleset: Ruleset
    verdicts: tuple[Verdict, ...]
