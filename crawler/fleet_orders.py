"""What coordinator and workers say to each other, and how workers can be had. Light: no engine is imported here."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOrder:
    """What to audit: `options` as typed to `oit check`; hard limits in seconds and MB; `again` after a killed try."""

    url: str
    evidence: str
    options: tuple[str, ...]
    seconds: float
    memory_mb: float
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteResult:
    """What came of it. `stopped` is "" or the limit that ended it, `database` the compressed store of the audit."""

    code: int
    stopped: str
    told: str
    database: bytes
    platform: str
    program: str
    worker: str
    host: str
    evidence: str
    seconds: float
    cpu_seconds: float
    peak_mb: float


class EngineError(Exception):
    """Workers that cannot be had or were lost; `problem` names its sentence. Raised by `start`, Engine."""

    def __init__(self, problem: str, **values: str) -> None:
        super().__init__(problem)
        self.problem, self.values = problem, values


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificates:
    """Files for TLS: the authority that both sides trust, our certificate and its key."""

    authority: Path
    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """An order that came back: with a result, or without one because its worker died or could not do it."""

    number: int
    result: SiteResult | None = None
    lost: bool = False
    problem: str = ""


class Workers(Protocol):
    """Whoever carries out orders."""

    def capacity(self) -> int:
        """How many sites can be audited at once. Raises EngineError when nobody is there any more."""

    def submit(self, number: int, order: SiteOrder) -> None:
        """Have one site audited; `number` comes back with what came of it."""

    def next(self, seconds: float) -> Ended | None:
        """What ended next; None when nothing did so far. Raises EngineError when nobody is there any more."""
