"""The command `report`: any document of a stored run, written again from store and evidence, without a network."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from audits.site_findings import site_findings
from audits.verdict import Verdict
from crawler import options, rulebook
from crawler.artifacts import Snapshot
from crawler.evidence import EvidenceError
from crawler.messages import Lang, say
from crawler.options import wrong
from crawler.reporting import OutputError, write_files
from crawler.stored_runs import Evidence, body_runs, declared_of, evidence_of, run_numbered, stored_run
from results import queries
from results.formats import FORMATS, csv_report, gap_workbook
from results.formats.docx_report import own_templates
from results.formats.papers import PAPER_FORMATS, PAPERS, formats_of
from results.gap_list import gap_list
from results.paper import PaperName
from results.report_builder import build_report
from results.report_model import Report
from results.run_diff import StoredRun
from results.store import Run, Store
from results.wording import phrase

Maker = tuple[str, Callable[[], bytes]]
_BOOK = "documents"
DOCUMENTS = ("audit", "gaps", *PAPERS)
_GAPS: Mapping[str, tuple[str, Callable[[Report], bytes]]] = {
    "xlsx": (".xlsx", lambda report: gap_workbook.render(gap_list(report))),
    "csv": (".csv", lambda report: csv_report.render_gaps(gap_list(report))),
}
# What a document is written in when no format is named.
_USUAL: Mapping[str, str] = {"audit": "html", "gaps": "xlsx", "memo": "docx", "itas": "xlsx", "implementation": "docx"}

DocumentOption = Annotated[str, typer.Option("--document", help="audit, gaps, memo, itas or implementation")]
FormatOption = Annotated[str | None, typer.Option("--format", help="html,xlsx,docx,pdf,csv,json: comma separated")]
OutputOption = Annotated[
    str, typer.Option("--output", help="folder for documents; with one format a file name; - is standard output")
]
TemplateOption = Annotated[Path | None, typer.Option("--template", help="Word template of your own, for --format docx")]


def report(
    run: Annotated[int | None, typer.Argument(help="number of a stored run; default: the last one")] = None,
    document: DocumentOption = "audit",
    format: FormatOption = None,
    output: OutputOption = "reports/",
    db: Annotated[Path, typer.Option("--db", help="SQLite store")] = Path("oit.db"),
    evidence: Annotated[
        Path | None, typer.Option("--evidence", help="folder of snapshots, when they were moved since")
    ] = None,
    url: Annotated[str | None, typer.Option("--url", help="site of the body; default: the only one in --db")] = None,
    year: Annotated[
        int | None, typer.Option("--year", help="assessment fiscal year (B.E.); default: that of the last run")
    ] = None,
    template: TemplateOption = None,
    copy_template: Annotated[
        Path | None, typer.Option("--copy-template", help="copy the Word templates into this folder, to edit them")
    ] = None,
    lang: options.LangOption = "th",
    quiet: Annotated[bool, typer.Option("--quiet", help="say nothing but errors")] = False,
) -> None:
    """Write a document of a stored run again: audit report, gap list, memorandum, ITAS sheet, report on measures."""
    language = options.language(lang)
    if copy_template is not None:
        _copy_templates(copy_template, language)
        return
    options.one_of("--document", document, DOCUMENTS)
    formats = _formats(document, format, output)
    if template and "docx" not in formats:
        raise wrong("--template", phrase(_BOOK, "template_unused", language))
    with options.known_store(db) as store:
        chosen = _chosen(store, run, url, year, language)
        told = _report(store, chosen, evidence, template, language, quiet)
    stem = f"{chosen.snapshot_id}-{chosen.fiscal_year}" + ("" if document == "audit" else f"-{document}")
    for path in write_files(_makers(document, formats, told), output, stem):
        _tell(say("written", language, path=path), quiet)


def _formats(document: str, text: str | None, output: str) -> tuple[str, ...]:
    names = options.formats_of(text or _USUAL[document], output)
    possible = _possible(document)
    if unknown := [name for name in names if name not in possible]:
        raise wrong("--format", f"{document} is not written as {', '.join(unknown)}; choose {', '.join(possible)}")
    return names


def _possible(document: str) -> tuple[str, ...]:
    if document == "audit":
        return tuple(FORMATS)
    return tuple(_GAPS) if document == "gaps" else formats_of(_paper(document))


def _paper(document: str) -> PaperName:
    return next(name for name in PAPERS if name == document)


def _chosen(store: Store, run: int | None, url: str | None, year: int | None, lang: Lang) -> Run:
    if run is not None:
        return run_numbered(store, run, "RUN", lang)
    return body_runs(store, url, year, lang)[-1]


def _report(
    store: Store, run: Run, home: Path | None, template: Path | None, lang: Lang, quiet: bool
) -> Report:
    """The report model of a run: verdicts as stored, what was seen from the evidence while there is any."""
    stored = stored_run(store, run, "RUN", lang)
    if stored.ruleset.sha256 != run.rules_sha256:
        _tell(phrase(_BOOK, "rules_changed", lang, run=str(run.id), year=str(run.fiscal_year)), quiet)
    seen, verdicts = _seen(store, stored, home)
    if seen is None:
        _tell(phrase(_BOOK, "evidence_gone", lang, folder=run.folder), quiet)
    url, year = run.agency_url, run.fiscal_year
    office = rulebook.office(url)
    if template:
        office = replace(office, memo_template=str(template), implementation_template=str(template))
    return build_report(
        seen or queries.remembered_snapshot(store, run.id), stored.ruleset, verdicts, as_of=run.as_of, lang=lang,
        run_id=str(run.id), program=run.code_version, office=office, evidence=seen is not None,
        measures=queries.measures(store, url, year), decisions=queries.decisions(store, url, year),
    )  # fmt: skip


def _seen(store: Store, stored: StoredRun, home: Path | None) -> tuple[Snapshot | None, Sequence[Verdict]]:
    """What the evidence shows, None when it is gone; and the stored verdicts, with the pictures that stay with it."""
    folder = evidence_of(stored.run, store, home)
    if folder is None:
        return None, stored.verdicts
    try:
        snapshot, judged = Evidence(folder).judged(stored.ruleset, stored.run.as_of, declared_of(stored.verdicts))
    except EvidenceError:
        return None, stored.verdicts
    found = (*snapshot.findings, *site_findings(snapshot, stored.ruleset))
    return replace(snapshot, findings=found), [_pictured(*pair) for pair in zip(stored.verdicts, judged, strict=True)]


def _pictured(stored: Verdict, judged: Verdict) -> Verdict:
    """The stored verdict with the pictures of the years that are in doubt, where these are still the same."""
    doubts = judged.current.doubts
    if tuple(replace(doubt, crop="") for doubt in doubts) != stored.current.doubts:
        return stored
    return replace(stored, current=replace(stored.current, doubts=doubts))


def _makers(document: str, formats: Sequence[str], told: Report) -> list[Maker]:
    if document == "audit":
        return [(FORMATS[name].suffix, partial(FORMATS[name].render, told)) for name in formats]
    if document == "gaps":
        return [(_GAPS[name][0], partial(_GAPS[name][1], told)) for name in formats]
    paper = PAPERS[_paper(document)](told)
    return [(PAPER_FORMATS[name].suffix, partial(PAPER_FORMATS[name].render, paper)) for name in formats]


def _copy_templates(folder: Path, lang: Lang) -> None:
    """Put the templates that come with the program into a folder; a file that is there already is left alone."""
    for template in own_templates(lang):
        path = folder / template.name
        if path.exists():
            raise wrong("--copy-template", phrase(_BOOK, "template_exists", lang, path=str(path)))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(template.body)
        except OSError as error:
            raise OutputError(f"--copy-template: {path} cannot be written ({error.strerror})") from error
        _tell(phrase(_BOOK, "template_copied", lang, path=str(path)), False)


def _tell(line: str, quiet: bool) -> None:
    if not quiet:
        print(line, file=sys.stderr)
