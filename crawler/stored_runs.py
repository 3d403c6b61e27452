"""Stored runs: which ones are meant, and the same evidence judged again under other circumstances."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from audits.requirement import Ruleset
from audits.run import audit
from audits.verdict import Verdict
from crawler import rulebook
from crawler.artifacts import Snapshot
from crawler.evidence import EvidenceError, read_manifest
from crawler.judging import judge
from crawler.options import wrong
from crawler.order import Order
from crawler.snapshot import SnapshotReader
from results.bodies import body_of
from results.expiries import Judge
from results.queries import runs
from results.store import Run, Store
from results.stored_run import StoredRun
from results.wording import Lang, phrase

_BOOK = "diff"


def body_runs(store: Store, url: str | None, year: int | None, lang: Lang) -> tuple[Run, ...]:
    """The runs of one body and year as `latest` orders them, the newest last. Without `url` the store must know one
    body only; without `year` that of the newest run. Anything else is a usage error."""
    known = runs(store)
    if not known:
        raise wrong("--db", phrase(_BOOK, "no_runs", lang, path=str(store.path)))
    if url is not None:
        known = tuple(run for run in known if body_of(run.agency_url) == body_of(url))
        if not known:
            raise wrong("--url", phrase(_BOOK, "unknown_body", lang, url=url[:200]))
    bodies = sorted({run.agency_url for run in known})
    if len({body_of(body) for body in bodies}) > 1:
        raise wrong("--url", phrase(_BOOK, "many_bodies", lang, urls=", ".join(bodies[:10])))
    ordered = sorted(known, key=lambda run: (run.started_at, run.id))
    wanted = year if year is not None else ordered[-1].fiscal_year
    chosen = tuple(run for run in ordered if run.fiscal_year == wanted)
    if not chosen:
        years = ", ".join(str(known_year) for known_year in sorted({run.fiscal_year for run in known}))
        raise wrong("--year", phrase(_BOOK, "no_such_year", lang, year=str(wanted), years=years))
    return chosen


def run_numbered(store: Store, number: int, option: str, lang: Lang) -> Run:
    """The run with a number."""
    found = next((run for run in runs(store) if run.id == number), None)
    if found is None:
        numbers = [run.id for run in runs(store)]
        raise wrong(option, phrase(_BOOK, "no_such_run", lang, run=str(number), last=str(max(numbers, default=0))))
    return found


def stored_run(store: Store, run: Run, option: str, lang: Lang) -> StoredRun:
    """A run with its verdicts and the present rules of its year."""
    ruleset = rulebook.load(run.fiscal_year)
    verdicts = store.run(run.id)
    if [verdict.code for verdict in verdicts] != [item.code for item in ruleset.requirements]:
        raise wrong(option, phrase(_BOOK, "other_items", lang, run=str(run.id), year=str(run.fiscal_year)))
    return StoredRun(run=run, ruleset=ruleset, verdicts=verdicts)


def declared_of(verdicts: Sequence[Verdict]) -> dict[str, str]:
    """The addresses declared in ITAS that a run was told of, by code."""
    return {verdict.code: verdict.declared_url for verdict in verdicts if verdict.declared_url}


def evidence_of(run: Run, store: Store, home: Path | None) -> Path | None:
    """The folder with the evidence of a run; None when it is gone, or has grown since the run."""
    name = Path(run.folder).name
    places = [home / name] if home else [Path(run.folder), store.path.parent / run.folder,
                                         store.path.parent / "evidence" / name]  # fmt: skip
    for place in places:
        try:
            manifest = read_manifest(place)
        except EvidenceError:
            continue
        if ((manifest.finish or {}).get("at") or manifest.meta["started_at"]) == run.finished_at:
            return place
    return None


class Evidence:
    """One snapshot folder that can be asked what it says by which rules, on which day."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        order = Order.load(folder)
        self._ocr = order.ocr if order else True

    def judged(
        self, ruleset: Ruleset, as_of: date, declared: Mapping[str, str]
    ) -> tuple[Snapshot, tuple[Verdict, ...]]:
        """The verdicts exactly as a re-audit gives them, with what was read for them. Raises EvidenceError."""
        # A reader of its own each time: which scans are read how far depends on what is asked.
        reader = SnapshotReader(self._folder, ocr=self._ocr, cache=self._folder.parent / "cache")
        return judge(reader, ruleset, as_of, declared)

    def by_day(self, ruleset: Ruleset, as_of: date, declared: Mapping[str, str]) -> Judge:
        """A judge for later days, on what is read for `as_of`. Raises EvidenceError."""
        snapshot, _ = self.judged(ruleset, as_of, declared)
        return lambda day: audit(snapshot, ruleset, day, declared)
