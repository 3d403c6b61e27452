"""An audit that a worker handed back, from its own small database into the fleet's store."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from audits.verdict import Verdict
from crawler.artifacts import Artifact, Evidence, Snapshot
from results import queries
from results.store import Row, Run, Store, open_store


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedBack:
    """The one run of a worker's database."""

    run: Run
    snapshot: Snapshot
    verdicts: tuple[Verdict, ...]


def handed_back(path: Path) -> HandedBack | None:
    """What a worker's database holds; None when the audit did not come so far. Raises StoreError."""
    with open_store(path) as store:
        found = queries.runs(store)
        if not found:
            return None
        run = found[-1]
        snapshot = replace(queries.remembered_snapshot(store, run.id), artifacts=tuple(_places(store)))
        return HandedBack(run=run, snapshot=snapshot, verdicts=store.run(run.id))


def _places(store: Store) -> Iterable[Artifact]:
    """Where the bytes behind the quotations lie, as the only thing that is known of their pages here."""
    return map(_place, store.rows("SELECT url, sha256, warc_file, warc_offset FROM evidence WHERE warc_file <> ''"))


def _place(row: Row) -> Artifact:
    evidence = Evidence(
        url=row["url"], fetched_at="", sha256=row["sha256"], warc_file=row["warc_file"], warc_offset=row["warc_offset"]
    )
    return Artifact(url=row["url"], kind="page", media_type="", title="", blocks=(), links=(), evidence=evidence)
