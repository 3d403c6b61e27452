"""The command `prune`: old evidence goes by rule, the proofs of passes stay."""

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from crawler import options
from crawler.messages import Lang
from crawler.only_one import BusyError, only_one
from crawler.pruning import PROOFS, LeftAloneError, Plan, discard_leftovers, planned, removed, strangers
from results.periods import BANGKOK, day_text
from results.plain import plain
from results.retention import KnownSnapshot, Retention, kept, known_snapshots, proofs
from results.store import Store
from results.wording import phrase

_BOOK = "retention"
_MB = 1_000_000


def prune(
    db: options.KnownDbOption = Path("oit.db"),
    evidence: Annotated[
        Path | None, typer.Option("--evidence", help="folder of snapshots; default: evidence/ beside --db")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="tell what would go, and remove nothing")] = False,
    keep_days: Annotated[int, typer.Option("--keep-days", min=1, help="days of which all evidence is kept")] = 7,
    keep_weeks: Annotated[
        int, typer.Option("--keep-weeks", min=1, help="weeks of which the newest of each week is kept")
    ] = 26,
    as_of: Annotated[str | None, typer.Option("--as-of", help="day that ages are counted from; default: today")] = None,
    lang: options.LangOption = "th",
) -> None:
    """Remove the evidence of old audits; that of the last ones, and every proof of a pass, is kept."""
    language, today = options.language(lang), options.day_of(as_of)
    home, rule = evidence or db.parent / "evidence", Retention(days=keep_days, weeks=keep_weeks)
    if not home.is_dir():
        raise options.wrong("--evidence", phrase(_BOOK, "no_folder", language, path=str(home)))
    if (home / PROOFS).is_symlink():
        raise options.wrong("--evidence", phrase(_BOOK, "linked_proofs", language, path=str(home / PROOFS)))
    with options.known_store(db) as store:
        known = known_snapshots(store)
        reasons = kept(known, rule, today)
        old = [snapshot for snapshot in known if snapshot.name not in reasons]
        if dry_run:
            _prune(store, home, old, language, dry_run=True)
        else:
            _locked(store, home, old, language)
    counts = Counter(reason for name, reason in reasons.items() if (home / name).is_dir())
    for reason, count in counts.items():
        told = {"count": str(count), "days": str(keep_days), "weeks": str(keep_weeks)}
        print(phrase(_BOOK, f"kept_{reason}", language, **told))
    if unknown := strangers(home, {snapshot.name for snapshot in known}):
        print(phrase(_BOOK, "strangers", language, count=str(unknown)))


def _locked(store: Store, home: Path, old: list[KnownSnapshot], lang: Lang) -> None:
    try:
        with only_one(home / ".prune.lock"):
            discard_leftovers(home)
            _prune(store, home, old, lang, dry_run=False)
    except BusyError as error:
        raise options.wrong("--evidence", phrase(_BOOK, "busy", lang, holder=plain(str(error)))) from error
    except OSError as error:
        raise options.wrong("--evidence", f"{home} cannot be written ({error.strerror})") from error


def _prune(store: Store, home: Path, old: list[KnownSnapshot], lang: Lang, *, dry_run: bool) -> None:
    needed = proofs(store)
    freed, count = 0, 0
    for snapshot in old:
        try:
            plan = planned(home, snapshot, needed.get(snapshot.name, ()))
            if not dry_run:
                removed(home, plan)
        except LeftAloneError as error:
            if error.why != "gone":
                why = phrase(_BOOK, f"why_{error.why}", lang, url=plain(str(error)), why=plain(str(error)))
                print(phrase(_BOOK, "left", lang, name=snapshot.name, why=why), file=sys.stderr)
            continue
        _say(plan, lang, dry_run=dry_run)
        freed, count = freed + plan.size - plan.added, count + 1
    would = "would_" if dry_run else ""
    if not count:
        print(phrase(_BOOK, "nothing", lang))
        return
    print(phrase(_BOOK, f"{would}total", lang, mb=f"{freed / _MB:.1f}", count=str(count)))
    print(phrase(_BOOK, "after", lang, folder=str(home / PROOFS)))


def _say(plan: Plan, lang: Lang, *, dry_run: bool) -> None:
    day = plan.snapshot.started_at.astimezone(BANGKOK).date()
    told = {
        "name": plan.snapshot.name, "mb": f"{plan.size / _MB:.1f}", "proofs": str(len(plan.proofs)),
        "proof_mb": f"{plan.added / _MB:.1f}", "day": day_text(day, lang),
    }  # fmt: skip
    print(phrase(_BOOK, "would_go" if dry_run else "goes", lang, **told))
