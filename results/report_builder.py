"""Snapshot + rules + verdicts → the one report model that every format is written from."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby

from audits.requirement import Ruleset
from audits.verdict import Status, Verdict
from crawler.artifacts import Failure, Snapshot
from results.decisions import Decision, in_force
from results.measures import Measure
from results.office import Office
from results.periods import day_text
from results.plain import TITLE_LIMIT, host_of, plain, plain_url
from results.report_cards import SURE, build_cards, gaps_of
from results.report_measures import decided_score, follow_sentences, measure_view
from results.report_model import (
    Card,
    Count,
    Deadline,
    FailureGroup,
    FailureView,
    Finding,
    Method,
    Report,
    Seen,
)  # fmt: skip
from results.scoring import rounded, score
from results.wording import Lang, detail_text, in_language, label, label_or, labels

SERIOUS = ("certificate_expired", "certificate_invalid", "certificate_self_signed", "certificate_wrong_host",
           "blocked", "robots", "injected")


def build_report(
    snapshot: Snapshot,
    ruleset: Ruleset,
    verdicts: Sequence[Verdict],
    *,
    as_of: date,
    lang: Lang = "th",
    run_id: str = "",
    program: str = "oit-audit",
    office: Office | None = None,
    measures: Sequence[Measure] = (),
    decisions: Sequence[Decision] = (),
    evidence: bool = True,
) -> Report:
    """Build the model. `verdicts` holds exactly one verdict per requirement, in code order.

    `run_id` is the store's number of this run (empty when nothing was stored), `program` name and version, `office`
    the body's own particulars, `measures` and `decisions` what the store holds of this body and year. Without
    `evidence` the snapshot holds only what the store remembers of it, which the report says.
    """
    points = score(verdicts, ruleset)
    office = office or Office()
    views = tuple(measure_view(measure, lang) for measure in measures)
    decided = in_force(decisions, as_of)
    cards = build_cards(verdicts, ruleset, points, lang, office=office, measures=views, decisions=decided)
    agency = snapshot.agency
    return Report(
        lang=lang,
        agency_name=plain(agency.name, TITLE_LIMIT) or host_of(agency.url),
        agency_kind=agency.kind,
        agency_kind_label=label_or(f"kind_{agency.kind}", lang, agency.kind),
        agency_url=plain_url(agency.url),
        fiscal_year=ruleset.fiscal_year,
        as_of=as_of,
        run_id=run_id,
        program=program,
        score=points,
        counts=_counts(verdicts, lang),
        deadline=deadline_of(ruleset, as_of, lang),
        home_ok=snapshot.home_ok,
        findings=(*_evidence_gone(evidence, lang), *_findings(snapshot, lang)),
        cards=cards,
        gaps=(gaps := gaps_of(cards)),
        gap_points=rounded(sum((points.worth[card.code].ita for card in gaps), Fraction(0))),
        failures=_failure_groups(snapshot.failures, lang),
        seen=_seen(snapshot, evidence),
        method=_method(snapshot, ruleset, cards, lang),
        office=office,
        text=labels(lang),
        measures=views,
        follow=follow_sentences(measures, snapshot.started_at, lang),
        decided=decided_score(verdicts, decided, ruleset, lang),
    )


def _counts(verdicts: Sequence[Verdict], lang: Lang) -> tuple[Count, ...]:
    by_status = Counter(verdict.status for verdict in verdicts)
    return tuple(
        Count(status=status, label=label(f"status_{status}", lang), count=by_status[status]) for status in Status
    )


def deadline_of(ruleset: Ruleset, as_of: date, lang: Lang) -> Deadline:
    """The last day of data entry, how long it is away, and how sure the day is."""
    calendar = ruleset.calendar
    note = plain(in_language(calendar.note, lang))
    entry = calendar.entry
    if entry is None or entry.end is None:
        sentence = label("deadline_unknown", lang, year=str(ruleset.fiscal_year))
        return Deadline(days=None, day=None, sentence=sentence, note=note)
    last = entry.end
    days = (last - as_of).days
    key = "deadline_left" if days > 0 else "deadline_past" if days < 0 else "deadline_today"
    if entry.confidence != "high":
        note = " ".join(part for part in (label("deadline_check", lang), note) if part)
    return Deadline(days=days, day=last, sentence=label(key, lang, date=day_text(last, lang)), note=note)


def _evidence_gone(evidence: bool, lang: Lang) -> tuple[Finding, ...]:
    return () if evidence else (_finding("evidence_gone", label("evidence_gone", lang), "", ""),)


def _findings(snapshot: Snapshot, lang: Lang) -> tuple[Finding, ...]:
    own: list[Finding] = []
    if not snapshot.home_ok:
        problem = detail_text(plain(snapshot.home_problem), lang)
        own.append(_finding("home_failed", label("home_failed", lang), problem, snapshot.agency.url))
    elif not snapshot.exhausted:
        stopped = detail_text(plain(snapshot.stopped_because), lang)
        own.append(_finding("not_exhausted", label("not_exhausted", lang), stopped, ""))
    told = [
        _finding(item.kind, label_or(f"finding_{item.kind}", lang, plain(item.kind)), item.detail, item.url)
        for item in snapshot.findings
    ]
    return (*own, *told)


def _finding(kind: str, sentence: str, detail: str, url: str) -> Finding:
    return Finding(
        kind=kind, sentence=sentence, detail=plain(detail), url=plain_url(url),
        serious=kind in (*SERIOUS, "home_failed", "not_exhausted"),
    )  # fmt: skip


def _failure_groups(failures: Sequence[Failure], lang: Lang) -> tuple[FailureGroup, ...]:
    """Failures by kind, the most frequent kind first."""
    ordered = sorted(failures, key=lambda failure: (failure.kind, failure.url))
    groups = [
        FailureGroup(
            kind=kind,
            label=label_or(f"failure_{kind}", lang, kind),
            failures=tuple(
                FailureView(
                    url=plain_url(item.url),
                    kind=item.kind,
                    detail=plain(item.detail),
                    explained=detail_text(plain(item.detail), lang),
                )
                for item in group
            ),
        )
        for kind, group in groupby(ordered, key=lambda failure: failure.kind)
    ]
    return tuple(sorted(groups, key=lambda group: (-len(group.failures), group.kind)))


def _seen(snapshot: Snapshot, evidence: bool) -> Seen:
    kinds = Counter(artifact.kind for artifact in snapshot.artifacts)
    return Seen(
        snapshot_id=snapshot.snapshot_id,
        started_at=snapshot.started_at,
        finished_at=snapshot.finished_at,
        exhausted=snapshot.exhausted,
        stopped_because=snapshot.stopped_because,
        requests=snapshot.requests,
        pages=kinds["page"],
        files=kinds["file"] + kinds["image"],
        rendered=sum(artifact.rendered for artifact in snapshot.artifacts),
        ocr_pages=_ocr_pages(snapshot),
        evidence=evidence,
    )


def _ocr_pages(snapshot: Snapshot) -> int:
    return sum(page.method == "ocr" for artifact in snapshot.artifacts for page in artifact.pages)


def _method(snapshot: Snapshot, ruleset: Ruleset, cards: Sequence[Card], lang: Lang) -> Method:
    full = tuple(card.code for card in cards if card.depth == "full")
    general = tuple(card.code for card in cards if card.depth != "full")
    sentences = [label("method_machine", lang), label("method_unknown", lang), label("method_score", lang)]
    if full:
        sentences.append(label("method_full", lang, codes=" ".join(full)))
    if general:
        sentences.append(label("method_general", lang, codes=" ".join(general)))
    doubtful = [card.code for card in cards if card.look_by_hand and card.status is not Status.UNKNOWN]
    sentences.append(label("method_confidence", lang, line=f"{SURE:.2f}", codes=" ".join(doubtful) or "–"))
    if pages := _ocr_pages(snapshot):
        sentences.append(label("method_ocr", lang, count=str(pages)))
    return Method(
        rules_sha256=ruleset.sha256,
        sources=tuple(source.title for source in ruleset.sources),
        full=full,
        general=general,
        sentences=tuple(sentences),
    )
