"""An audit without a crawl: pages written in a test become an evidence folder and a run in a real database."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from audits.requirement import Ruleset, load_ruleset
from crawler.evidence import EvidenceWriter
from crawler.judging import judge
from crawler.order import Order
from crawler.scope import Scope
from crawler.snapshot import SnapshotReader
from crawler.version import PROGRAM
from results.store import open_store
from tests.concepts.mini_site import HOME, address

CONCEPTS = Path(__file__).parents[1] / "concepts"
Pages = Mapping[str, "str | Mapping[str, Any]"]


def pages_of(concept: str, case: str) -> dict[str, Any]:
    """The pages of a written case of a concept."""
    return dict(yaml.safe_load((CONCEPTS / concept / f"{case}.yaml").read_text(encoding="utf-8"))["pages"])


def monthly_site(*lacking: str) -> dict[str, Any]:
    """A site with a summary of purchases for every month, all as web pages; `lacking` months ("02") are not there yet."""
    pages = pages_of("procurement_monthly_summary", "pass_six_monthly_files")
    gone = tuple(f"skr_{month}" for month in lacking)
    kept = {path: page for path, page in pages.items() if not any(name in path for name in gone)}
    listed = [line for line in pages["/skr.php"].splitlines() if not any(name in line for name in gone)]
    files = {path: _as_page(page["body"]) for path, page in kept.items() if isinstance(page, dict)}
    return kept | files | {"/skr.php": "\n".join(listed)}


def _as_page(text: str) -> str:
    """A text with rows of cells as a web page with a table: read at once, without a reader for files."""
    lines = text.strip().splitlines()
    head = "".join(f"<p>{line}</p>" for line in lines if " | " not in line)
    rows = [line.split(" | ") for line in lines if " | " in line]
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><head><title>{lines[0]}</title></head><body>{head}<table>{cells}</table></body></html>"


def stored_audit(
    home: Path,
    name: str,
    pages: Pages,
    as_of: str,
    *,
    failures: Mapping[str, tuple[str, str]] | None = None,
    exhausted: bool = True,
    declared: Mapping[str, str] | None = None,
    ruleset: Ruleset | None = None,
    program: str = PROGRAM,
    site: str = HOME,
) -> int:
    """Write evidence/NAME and a run into oit.db, both below `home`; the number of the run."""
    folder = home / "evidence" / name
    order = Order(year=(ruleset or load_ruleset(2569)).fiscal_year, as_of=as_of, declared=dict(declared or {}))
    order.save(folder)
    _write(folder, name, pages, failures or {}, exhausted, site)
    return rejudged(home, name, as_of, declared=declared, ruleset=ruleset, program=program)


def rejudged(
    home: Path,
    name: str,
    as_of: str,
    *,
    declared: Mapping[str, str] | None = None,
    ruleset: Ruleset | None = None,
    program: str = PROGRAM,
) -> int:
    """A run that judges the evidence NAME (again); its number."""
    folder, rules, day = home / "evidence" / name, ruleset or load_ruleset(2569), date.fromisoformat(as_of)
    reader = SnapshotReader(folder, ocr=True, cache=folder.parent / "cache")
    snapshot, verdicts = judge(reader, rules, day, declared or {})
    with open_store(home / "oit.db") as store:
        return store.save_run(snapshot, verdicts, folder=folder, ruleset=rules, as_of=day, code_version=program)


def _write(
    folder: Path, name: str, pages: Pages, failures: Mapping[str, tuple[str, str]], exhausted: bool, site: str
) -> None:
    writer = EvidenceWriter(folder, resume=False)
    writer.start(snapshot_id=name, url=site, scope=Scope.of(site).hosts, options={}, user_agent="test")
    for path, page in pages.items():
        told = {"body": page} if isinstance(page, str) else dict(page)
        if told.get("status", 200) != 200:
            writer.failure(url=_at(path, site), kind="http_error", detail=f"HTTP {told['status']}")
        writer.response(
            url=_at(path, site), role="page", status=int(told.get("status", 200)), headers=[],
            body=str(told["body"]).encode(), content_type=told.get("type", "text/html; charset=utf-8"),
        )  # fmt: skip
    for path, (kind, detail) in failures.items():
        writer.failure(url=_at(path, site), kind=kind, detail=detail)  # type: ignore[arg-type]
    reason = "exhausted" if exhausted else "max_pages"
    writer.finish(exhausted=exhausted, reason=reason, requests=len(pages), rendered=0)
    writer.close()


def _at(path: str, site: str) -> str:
    return address(path) if site == HOME else site.rstrip("/") + path
