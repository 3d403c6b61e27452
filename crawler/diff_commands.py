"""The command `diff`: what changed between two runs, why, and what will change by itself before the deadline."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from audits.requirement import Requirement, Ruleset
from audits.verdict import Verdict
from crawler import options
from crawler.evidence import EvidenceError
from crawler.messages import Lang
from crawler.outlooks import outlook_of
from crawler.stored_runs import Evidence, body_runs, declared_of, evidence_of, run_numbered, stored_run
from crawler.version import PROGRAM
from results import run_diff_data, run_diff_page, run_diff_text
from results.bodies import body_of
from results.run_diff import Explain, RunDiff, compare_runs, matched
from results.run_diff_causes import Cause, CauseKind, Step, Unseen, exact_causes, inferred_causes
from results.store import Run, Store
from results.stored_run import StoredRun
from results.wording import phrase

_BOOK = "diff"
_FORMATS: Mapping[str, Callable[[RunDiff], str]] = {
    "table": run_diff_text.as_text,
    "json": run_diff_data.as_json,
    "html": run_diff_page.as_html,
    "csv": run_diff_data.as_csv,
}

FormatOption = Annotated[str, typer.Option("--format", help="table, json, html or csv")]


def diff(
    run1: Annotated[int | None, typer.Argument(help="number of the earlier run; default: the last but one")] = None,
    run2: Annotated[int | None, typer.Argument(help="number of the later run; default: the last one")] = None,
    db: options.KnownDbOption = Path("oit.db"),
    url: options.BodyOption = None,
    year: options.BodyYearOption = None,
    evidence: options.EvidenceOption = None,
    until: options.UntilOption = None,
    format: FormatOption = "table",
    output: Annotated[str, typer.Option("--output", help="file to write; - is standard output")] = "-",
    lang: options.LangOption = "th",
) -> None:
    """Compare two runs of one body: what fails anew, what was fixed, what is open, and the cause of each change."""
    language = options.language(lang)
    write = _FORMATS[options.one_of("--format", format, tuple(_FORMATS))]
    last = options.day_of(until, "--until") if until else None
    with options.known_store(db) as store:
        earlier, later = _pair(store, run1, run2, url, year, language)
        old = stored_run(store, earlier, "RUN1", language)
        new = stored_run(store, later, "RUN2", language)
        try:
            found = _compared(store, old, new, evidence, last, language)
        except EvidenceError as error:
            raise options.wrong("--evidence", str(error)) from error
    options.write_text(output, write(found))


def _pair(
    store: Store, run1: int | None, run2: int | None, url: str | None, year: int | None, lang: Lang
) -> tuple[Run, Run]:
    """The two runs that are meant."""
    if run1 is None:
        known = body_runs(store, url, year, lang)
        if len(known) < 2:
            raise options.wrong("RUN1", phrase(_BOOK, "one_run", lang, year=str(known[-1].fiscal_year)))
        return known[-2], known[-1]
    if run2 is None:
        raise options.wrong("RUN2", phrase(_BOOK, "one_of_two", lang))
    old, new = run_numbered(store, run1, "RUN1", lang), run_numbered(store, run2, "RUN2", lang)
    if body_of(old.agency_url) != body_of(new.agency_url):
        told = {"old": str(run1), "new": str(run2), "one": old.agency_url, "two": new.agency_url}
        raise options.wrong("RUN2", phrase(_BOOK, "other_body", lang, **told))
    return old, new


def _compared(
    store: Store, old: StoredRun, new: StoredRun, home: Path | None, until: date | None, lang: Lang
) -> RunDiff:
    before, after = (evidence_of(one.run, store, home) for one in (old, new))
    explain = _by_judging(old, new, before, after) if before else _by_inference(old, new)
    return compare_runs(
        old, new, explain, outlook_of(new, after, until, lang), exact=before is not None,
        notes=_notes(old, new, lang, exact=before is not None), lang=lang,
    )  # fmt: skip


def _by_inference(old: StoredRun, new: StoredRun) -> Explain:
    def explain(before: Verdict, after: Verdict, item: Requirement) -> tuple[Cause, ...]:
        return inferred_causes(before, after, old.run, new.run, monthly=item.period == "monthly")

    return explain


def _by_judging(old: StoredRun, new: StoredRun, before: Path, after: Path | None) -> Explain:
    """Judge the old evidence by the new rules, then for the new day, then with the new declared addresses; what is
    left to the new verdict is the site, or how far it could be seen."""
    evidence, rules = Evidence(before), new.ruleset
    given, day = declared_of(old.verdicts), old.run.as_of
    snapshot, verdicts = evidence.judged(rules, day, _renumbered(given, old, rules))
    steps = [_step(_ruling(old.run, new.run), verdicts)]
    if new.run.as_of != day:
        steps.append(_step(("time",), evidence.judged(rules, new.run.as_of, _renumbered(given, old, rules))[1]))
    wanted = declared_of(new.verdicts)
    if wanted != _renumbered(given, old, rules):
        steps.append(_step(("declared",), evidence.judged(rules, new.run.as_of, wanted)[1]))
    failures = list(snapshot.failures)
    looked_again = (old.run.snapshot_id, old.run.finished_at) != (new.run.snapshot_id, new.run.finished_at)
    if after and looked_again:
        seen, verdicts = Evidence(after).judged(rules, new.run.as_of, wanted)
        failures += seen.failures
        steps.append(_step(("site",), verdicts))
    # Without the newer evidence the last step is taken by the stored verdict itself.
    changed_since = _ruling(new.run, None, rules) if after or not looked_again else ("site",)
    steps.append(_step(changed_since, new.verdicts))
    unseen = Unseen.of(failures)

    def explain(one: Verdict, other: Verdict, item: Requirement) -> tuple[Cause, ...]:
        return exact_causes(item.code, one, other, steps, unseen)

    return explain


def _step(kinds: tuple[CauseKind, ...], verdicts: tuple[Verdict, ...]) -> Step:
    return Step(kinds=kinds, verdicts={verdict.code: verdict for verdict in verdicts})


def _ruling(one: Run, other: Run | None, rules: Ruleset | None = None) -> tuple[CauseKind, ...]:
    """What of rules and program differs between two runs, or between a run and the present; the program where neither
    says so, because it may change without a new number."""
    sha256 = other.rules_sha256 if other else rules.sha256 if rules else ""
    program = other.code_version if other else PROGRAM
    kinds: list[CauseKind] = ["rules"] if one.rules_sha256 != sha256 else []
    if one.code_version != program or not kinds:
        kinds.append("program")
    return tuple(kinds)


def _renumbered(declared: Mapping[str, str], old: StoredRun, rules: Ruleset) -> dict[str, str]:
    """Declared addresses under the codes of the rules that are now asked."""
    by_code = matched(old, rules)
    return {code: declared[verdict.code] for code, verdict in by_code.items() if verdict.code in declared}


def _notes(old: StoredRun, new: StoredRun, lang: Lang, *, exact: bool) -> list[str]:
    run = str(new.run.id)
    notes = [phrase(_BOOK, "note_exact" if exact else "note_inferred", lang, run=str(old.run.id))]
    if old.run.fiscal_year != new.run.fiscal_year:
        notes.append(phrase(_BOOK, "note_years", lang))
    if (old.run.snapshot_id, old.run.finished_at) == (new.run.snapshot_id, new.run.finished_at):
        notes.append(phrase(_BOOK, "note_same_snapshot", lang))
    if exact and new.run.rules_sha256 != new.ruleset.sha256:
        notes.append(phrase(_BOOK, "note_rules_now", lang, run=run))
    if exact and new.run.code_version != PROGRAM:
        notes.append(phrase(_BOOK, "note_program_now", lang, run=run))
    return notes
