"""The order for one crawl, as handed from the command to the crawling process in a JSON file."""

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Literal

from crawler.elsewhere import PUBLIC

PROGRAM = "oit-audit/0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlJob:
    """What to crawl and within which bounds.

    `interests` are [label words, weight] pairs: links that carry them are fetched early. Pages whose label holds one
    of `image_interests` get their pictures fetched too. `declared` addresses come right after the home page.
    With `max_bytes` of evidence on disk nothing more is asked for.
    `delay` is seconds between two requests to one host, `contact` an address printed into the User-Agent.
    `outside` names the services from which linked documents are fetched, each with its address; only what is named
    here is ever asked beside the site, so an empty one keeps the crawl on the site.
    """

    url: str
    folder: str
    snapshot_id: str
    max_pages: int = 600
    max_minutes: float = 45.0
    max_bytes: int = 4_000_000_000
    delay: float = 1.0
    render: Literal["auto", "never", "always"] = "auto"
    resume: bool = False
    contact: str = ""
    interests: list[tuple[str, float]] = field(default_factory=list)
    image_interests: list[str] = field(default_factory=list)
    declared: list[str] = field(default_factory=list)
    spider: str = "generic"
    ignore_robots: bool = False
    outside: dict[str, str] = field(default_factory=lambda: dict(PUBLIC))

    @property
    def user_agent(self) -> str:
        return f"{PROGRAM} (+{self.contact})" if self.contact else PROGRAM

    def save(self, path: Path) -> None:
        """Write the job as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "CrawlJob":
        """Read a job written by `save`. Raises OSError, ValueError (no JSON) or TypeError (wrong names)."""
        stored = json.loads(path.read_text(encoding="utf-8"))
        unknown = set(stored) - {item.name for item in fields(cls)}
        if unknown:
            raise TypeError(f"unknown names in {path.name}: {', '.join(sorted(unknown))}")
        stored["interests"] = [(str(term), float(weight)) for term, weight in stored.get("interests", [])]
        return cls(**stored)
