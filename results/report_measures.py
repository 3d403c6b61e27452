"""Measures and decisions told in words, for the report and for the lists of the command line."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from audits.requirement import Ruleset
from audits.verdict import Status, Verdict
from results.decisions import Decision, Ruling
from results.follow_up import FollowUp, seen_moment
from results.measure_key import NOTE_LIMIT, key_of
from results.measures import LOOKS, EventKind, Measure, MeasureEvent, Progress, Retest
from results.periods import day_text
from results.plain import TITLE_LIMIT, plain, plain_url
from results.report_model import DecidedScore, DecisionView, HistoryLine, MeasureView
from results.scoring import Interval, NothingToScoreError, Standing, rounded, score_of, standing_of
from results.wording import Lang, label, label_or, phrase

BOOK = "measures"
TOLD: tuple[EventKind, ...] = ("reopened", "opened", "not_fixed", "verified", "not_retested")


def measure_view(measure: Measure, lang: Lang) -> MeasureView:
    """One measure, ready to be shown."""
    return MeasureView(
        measure=measure,
        key=key_of(measure),
        code=measure.code,
        concept=measure.concept,
        title=plain(measure.title, TITLE_LIMIT),
        owner=plain(measure.owner),
        due=measure.due,
        status=measure.status,
        status_label=progress_label(measure.status, lang),
        retest=measure.retest,
        retest_label=phrase(BOOK, f"retest_{measure.retest}", lang),
        verdict_label=label_or(f"status_{measure.verdict}", lang, plain(measure.verdict)),
        note=plain(measure.note, NOTE_LIMIT),
        evidence_url=plain_url(measure.evidence_url),
        verified_on=measure.verified_on,
        verified_url=plain_url(measure.verified_url),
        sentence=_state(measure, lang),
        history=tuple(_line(event, lang) for event in measure.history),
    )


def progress_label(status: Progress, lang: Lang) -> str:
    """How far people are, in the words of the official form."""
    return label(f"progress_{status}", lang)


def decision_view(decision: Decision, verdict: Verdict | None, lang: Lang) -> DecisionView:
    """One decision beside the verdict that it is about."""
    words = {
        "ruling": phrase(BOOK, f"ruling_{decision.ruling}", lang), "why": plain(decision.why, NOTE_LIMIT),
        "who": plain(decision.who), "day": day_text(decision.day, lang), "until": day_text(decision.until, lang),
    }  # fmt: skip
    told = [phrase(BOOK, "decision", lang, **words)]
    if decision.url:
        told.append(phrase(BOOK, "decision_about", lang, url=plain_url(decision.url)))
    fits = verdict is None or about(decision, verdict)
    if not fits:
        told.append(phrase(BOOK, "decision_elsewhere", lang))
    return DecisionView(
        decision=decision, ruling=decision.ruling, ruling_label=words["ruling"], why=words["why"], who=words["who"],
        day=decision.day, until=decision.until, url=plain_url(decision.url), counts=fits, sentence=" ".join(told),
    )  # fmt: skip


def about(decision: Decision, verdict: Verdict) -> bool:
    """Whether a decision that names an address speaks of what this verdict rests on."""
    places = [url for url in (verdict.url, verdict.declared_url) if url]
    return not decision.url or not places or decision.url in places


def decided_score(
    verdicts: Sequence[Verdict], decisions: Mapping[str, Decision], ruleset: Ruleset, lang: Lang
) -> DecidedScore | None:
    """The score as it would be with people's decisions counted; None when there are none, or nothing would be left."""
    decided = decided_standings(verdicts, decisions)
    standings = {item.code: standing_of(item.status) for item in verdicts} | decided
    try:
        oit = score_of(standings, ruleset).oit if decided else None
    except NothingToScoreError:
        return None
    if oit is None:
        return None
    codes = ", ".join(decided)
    told = phrase(BOOK, "decided_score", lang, count=str(len(decided)), codes=codes, score=_interval(oit, lang))
    return DecidedScore(oit=oit, sentence=told)


def decided_standings(verdicts: Sequence[Verdict], decisions: Mapping[str, Decision]) -> dict[str, Standing]:
    """By code what the items count for about which people decided; the others are left out."""
    counted = [item for item in verdicts if item.concept in decisions and about(decisions[item.concept], item)]
    return {item.code: _standing(item.status, decisions[item.concept].ruling) for item in counted}


def follow_sentences(measures: Iterable[Measure], seen_at: str, lang: Lang) -> tuple[str, ...]:
    """What the look at the site of this moment did to the measures; one that came too late to do anything says so."""
    codes: dict[EventKind, tuple[str, ...]] = {}
    newest = this = seen_moment(seen_at)
    for measure in measures:
        looks = [event for event in measure.history if event.kind in LOOKS]
        newest = max([newest, *(seen_moment(event.seen_at) for event in looks)])
        for kind in {event.kind for event in looks if event.seen_at == seen_at}:
            codes[kind] = (*codes.get(kind, ()), measure.code)
    return told_follow_up(FollowUp(codes=codes, superseded=not codes and newest > this), lang)


def told_follow_up(follow: FollowUp, lang: Lang) -> tuple[str, ...]:
    """What an audit did to the measures, for the command line."""
    return (phrase(BOOK, "follow_superseded", lang),) if follow.superseded else told_codes(follow.codes, lang)


def told_codes(codes: Mapping[EventKind, Sequence[str]], lang: Lang) -> tuple[str, ...]:
    """Which items an audit opened, reopened, saw repaired or not: one sentence each, the worst first."""
    return tuple(
        phrase(BOOK, f"follow_{kind}", lang, count=str(len(codes[kind])), codes=", ".join(codes[kind]))
        for kind in TOLD
        if codes.get(kind)
    )


def _standing(status: Status, ruling: Ruling) -> Standing:
    """What an item counts for when the decision is followed: a wrong pass is a zero, any other wrong verdict a pass."""
    if ruling is Ruling.NOT_APPLICABLE:
        return Standing.EXCUSED
    return Standing.ZERO if ruling is Ruling.WRONG_VERDICT and status is Status.PASS else Standing.FULL


def _interval(value: Interval, lang: Lang) -> str:
    low = f"{rounded(value.low):.2f}"
    return low if value.certain else f"{low} {label('score_to', lang)} {rounded(value.high):.2f}"


def _state(measure: Measure, lang: Lang) -> str:
    """Where a measure stands, in one sentence."""
    look = measure.last(*LOOKS)
    key = _state_key(measure, look)
    day = measure.verified_on if key in ("state_fixed", "state_proposed") else look.day if look else None
    return phrase(BOOK, key, lang, day=day_text(day, lang) if day else "", url=plain_url(measure.verified_url))


def _state_key(measure: Measure, look: MeasureEvent | None) -> str:
    kind = look.kind if look else None
    if measure.retest is Retest.FIXED:
        return "state_proposed" if measure.proposed else "state_fixed"
    if kind == "not_retested":
        return "state_unseen"
    if measure.status is Progress.DONE:
        return "state_contradicted" if measure.retest is Retest.NOT_FIXED else "state_done"
    if kind == "opened":
        return "state_check" if measure.to_check else "state_new"
    return "state_reopened" if kind == "reopened" else "state_not_fixed"


def _line(event: MeasureEvent, lang: Lang) -> HistoryLine:
    who, text = plain(event.who) or phrase(BOOK, "by_program", lang), _event(event, lang)
    told = phrase(BOOK, "event", lang, day=day_text(event.day, lang), who=who, text=text)
    return HistoryLine(day=event.day, who=who, text=text, sentence=told)


def _event(event: MeasureEvent, lang: Lang) -> str:
    key = "opened_check" if event.kind == "opened" and event.value == Status.UNKNOWN else event.kind
    return phrase(BOOK, f"event_{key}", lang, value=_value(event, lang), url=plain_url(event.url))


def _value(event: MeasureEvent, lang: Lang) -> str:
    if event.kind in LOOKS:
        return label_or(f"status_{event.value}", lang, plain(event.value))
    if event.kind == "status":
        return progress_label(Progress(event.value), lang)
    if not event.value:
        return phrase(BOOK, "emptied", lang)
    return day_text(date.fromisoformat(event.value), lang) if event.kind == "due" else plain(event.value, NOTE_LIMIT)
