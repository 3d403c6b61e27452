"""From verdicts to the store and to report files: the last step of `check` and `reaudit`."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from audits.requirement import Ruleset
from audits.site_findings import site_findings
from audits.verdict import Status, Verdict
from crawler.artifacts import Snapshot
from crawler.messages import Lang, say
from crawler.order import Order
from crawler.version import PROGRAM
from results import queries
from results.follow_up import Look
from results.formats import FORMATS
from results.measure_log import keep_follow_up, moment
from results.office import Office
from results.report_builder import build_report
from results.report_measures import told_follow_up
from results.report_model import Report
from results.scoring import rounded
from results.store import Store


class OutputError(Exception):
    """A report that cannot be written where it should go; the message names option and place."""


def keep_and_tell(
    store: Store, snapshot: Snapshot, verdicts: Sequence[Verdict], *, folder: Path, ruleset: Ruleset, order: Order,
    office: Office, lang: Lang, formats: Sequence[str], output: str, quiet: bool,
) -> Report:  # fmt: skip
    """Store the run, follow up the measures, write every report, say how it stands.

    Raises StoreError, OutputError, ReportError.
    """
    run = store.save_run(snapshot, verdicts, folder=folder, ruleset=ruleset, as_of=order.day, code_version=PROGRAM)
    look = Look(run=run, day=order.day, seen_at=snapshot.started_at, at=moment(), reached=snapshot.home_ok)
    url, year = snapshot.agency.url, ruleset.fiscal_year
    follow = keep_follow_up(store, url, verdicts, ruleset=ruleset, office=office, look=look)
    told = replace(snapshot, findings=(*snapshot.findings, *site_findings(snapshot, ruleset)))
    report = build_report(
        told, ruleset, verdicts, as_of=order.day, lang=lang, run_id=str(run), program=PROGRAM, office=office,
        measures=queries.measures(store, url, year), decisions=queries.decisions(store, url, year),
    )  # fmt: skip
    for path in write_reports(report, formats, output):
        _tell(say("written", lang, path=path), quiet)
    _tell(summary(report, lang), quiet)
    decided = (report.decided.sentence,) if report.decided else ()
    for line in (*decided, *told_follow_up(follow, lang)):
        _tell(line, quiet)
    return report


def write_reports(report: Report, formats: Sequence[str], output: str) -> list[Path]:
    """Write the report in every format to a folder, or in the only one to a file or to standard output."""
    files = [(FORMATS[name].suffix, partial(FORMATS[name].render, report)) for name in formats]
    return write_files(files, output, f"{report.seen.snapshot_id}-{report.fiscal_year}")


def write_files(files: Sequence[tuple[str, Callable[[], bytes]]], output: str, name: str) -> list[Path]:
    """Write files, given by suffix and maker, to a folder, or the only one to a file or to standard output."""
    if output == "-":
        sys.stdout.buffer.write(files[0][1]())
        sys.stdout.buffer.flush()
        return []
    place = Path(output)
    single = len(files) == 1 and not output.endswith("/") and not place.is_dir()
    written: list[Path] = []
    for suffix, make in files:
        path = place if single else place / f"{name}{suffix}"
        body = make()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
        except OSError as error:
            raise OutputError(f"--output: {path} cannot be written ({error.strerror}); choose another place") from error
        written.append(path)
    return written


def summary(report: Report, lang: Lang) -> str:
    """How many items have which status, and the score interval."""
    numbers = {count.status: count.count for count in report.counts}
    oit = report.score.oit
    return say(
        "summary", lang, passed=numbers[Status.PASS], incomplete=numbers[Status.INCOMPLETE],
        outdated=numbers[Status.OUTDATED], missing=numbers[Status.MISSING], unknown=numbers[Status.UNKNOWN],
        low=f"{rounded(oit.low):.2f}", high=f"{rounded(oit.high):.2f}",
    )  # fmt: skip


def _tell(line: str, quiet: bool) -> None:
    if not quiet:
        print(line, file=sys.stderr)
