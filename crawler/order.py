"""What an audit was asked to do, kept beside its evidence so that a re-audit answers the same question."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

NAME = "order.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Fiscal year (B.E.), the day judged for (ISO), reading of scans, and the declared addresses by code."""

    year: int
    as_of: str
    ocr: bool = True
    declared: Mapping[str, str] = field(default_factory=dict)

    @property
    def day(self) -> date:
        return date.fromisoformat(self.as_of)

    def save(self, folder: Path) -> None:
        """Write the order into a snapshot folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / NAME).write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Order | None":
        """The order of a snapshot folder; None when it has none (a crawl made by hand)."""
        try:
            stored = json.loads((folder / NAME).read_text(encoding="utf-8"))
            return cls(
                year=int(stored["year"]),
                as_of=date.fromisoformat(stored["as_of"]).isoformat(),
                ocr=bool(stored["ocr"]),
                declared={str(code): str(url) for code, url in stored["declared"].items()},
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            return None
