"""A mini-site written in one YAML file → Snapshot, read by the same reader as a real crawl.

Keys of a case: `pages` (path → HTML, or a mapping with body/body_base64, type, status), `failures` (path → kind or
[kind, detail]), `exhausted` (default true), `as_of` (default 2026-04-20), `year` (default 2569), `declared`,
`probe` (HTML of the site's answer to a random address), `code` (default: the item whose concept is the folder's
name), `expect` (status and, if given, reason, found_by, url, parts as id → true|false|null).
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from audits.requirement import Ruleset, load_ruleset
from audits.run import audit
from audits.verdict import Verdict
from crawler.agency import agency_of
from crawler.artifacts import Artifact, Evidence, Failure, Snapshot
from crawler.extract import read_artifact
from crawler.snapshot import without_soft_404

HOST = "www.tungsaeng.example.go.th"
HOME = f"https://{HOST}/"


@dataclass(frozen=True)
class Case:
    """One written case."""

    concept: str
    name: str
    content: Mapping[str, Any]

    @property
    def ruleset(self) -> Ruleset:
        return load_ruleset(int(self.content.get("year", 2569)))

    @property
    def code(self) -> str:
        own = next((item.code for item in self.ruleset.requirements if item.concept == self.concept), None)
        return str(self.content.get("code") or own)


def load_cases(folder: Path) -> list[Case]:
    """All cases below a folder: <concept>/<outcome>_<what makes it so>.yaml."""
    return [
        Case(path.parent.name, path.stem, yaml.safe_load(path.read_text(encoding="utf-8")))
        for path in sorted(folder.glob("*/*.yaml"))
    ]


def verdicts_of(case: Case) -> tuple[Verdict, ...]:
    """Judge the whole mini-site."""
    day = date.fromisoformat(str(case.content.get("as_of", "2026-04-20")))
    return audit(snapshot_of(case.content), case.ruleset, day, _declared(case.content))


def _declared(content: Mapping[str, Any]) -> dict[str, str]:
    return {code: address(path) for code, path in content.get("declared", {}).items()}


def snapshot_of(content: Mapping[str, Any]) -> Snapshot:
    """The snapshot that a crawl of the mini-site would have left."""
    pages = dict(content.get("pages", {}))
    artifacts = [item for path, page in pages.items() if (item := _artifact(path, page)) is not None]
    failures = [_failure(path, what) for path, what in content.get("failures", {}).items()]
    failures += [
        Failure(url=address(path), kind="http_error", detail=f"HTTP {page['status']}")
        for path, page in pages.items()
        if isinstance(page, dict) and page.get("status", 200) != 200
    ]
    probe = _artifact("/no-such-page-7f3a", content["probe"]) if "probe" in content else None
    real, lost = without_soft_404(artifacts, probe, HOST.removeprefix("www.") + "/")
    home = next((item for item in real if item.url == HOME), None)
    return Snapshot(
        agency=agency_of(HOME, home, real), snapshot_id="case", started_at="2026-04-20T00:00:00+00:00",
        finished_at="2026-04-20T00:10:00+00:00", exhausted=bool(content.get("exhausted", True)),
        artifacts=tuple(sorted(real, key=lambda item: item.url)), failures=(*failures, *lost),
        home_ok=home is not None, home_problem="" if home else "empty", scope=(HOST.removeprefix("www."), "." + HOST.removeprefix("www.")),
    )  # fmt: skip


def address(path: str) -> str:
    return path if path.startswith("http") else f"https://{HOST}{path}"


def _failure(path: str, what: str | list[str]) -> Failure:
    kind, detail = (what, "") if isinstance(what, str) else (what[0], what[1])
    return Failure(url=address(path), kind=kind, detail=detail)  # type: ignore[arg-type]


def _artifact(path: str, page: str | Mapping[str, Any]) -> Artifact | None:
    if isinstance(page, str):
        page = {"body": page}
    if page.get("status", 200) != 200:
        return None
    body = base64.b64decode(page["body_base64"]) if "body_base64" in page else str(page["body"]).encode()
    url = address(path)
    digest = hashlib.sha256(body).hexdigest()
    evidence = Evidence(url=url, fetched_at="2026-04-20T00:01:00+00:00", sha256=digest, warc_file="", warc_offset=0)
    came_from = tuple(address(item) for item in page.get("redirected_from", ()))
    return read_artifact(
        body, page.get("type", "text/html; charset=utf-8"), evidence, redirected_from=came_from,
        ocr=bool(page.get("ocr", False)),
    )  # fmt: skip
