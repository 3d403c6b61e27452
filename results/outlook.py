"""What will need work before the deadline, in words; `oit diff` and `oit plan` tell the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from audits.requirement import Ruleset
from audits.verdict import Status, Verdict
from results.expiries import Expiry, ExpiryKind
from results.periods import day_text
from results.plain import TITLE_LIMIT, plain
from results.sentences import Item, told
from results.wording import Lang, in_language, label, phrase

BOOK = "diff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What will need work until `until` (None: the last day of data entry is not known); `note` says how it is told."""

    until: date | None
    expiries: tuple[Expiry, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiryView:
    """An item that will need work on `day`. `status` and `sentence` are those of that day; None and a sentence from the
    rules where the evidence could not be asked."""

    code: str
    concept: str
    title: str
    kind: ExpiryKind
    day: date
    status: Status | None
    sentence: str


def expiry_view(expiry: Expiry, ruleset: Ruleset, lang: Lang) -> ExpiryView:
    """One expiry in words."""
    item = next(item for item in ruleset.requirements if item.code == expiry.code)
    if expiry.verdict is not None:
        words = sentence_of(expiry.verdict, ruleset, lang)
    else:
        words = phrase(BOOK, "expiry_month" if item.period == "monthly" else "expiry_due", lang)
    return ExpiryView(
        code=expiry.code, concept=item.concept, title=plain(in_language(item.title, lang), TITLE_LIMIT),
        kind=expiry.kind, day=expiry.day, status=expiry.verdict.status if expiry.verdict else None, sentence=words,
    )  # fmt: skip


def sentence_of(verdict: Verdict, ruleset: Ruleset, lang: Lang) -> str:
    """What decided a verdict, in one sentence."""
    requirement = next(item for item in ruleset.requirements if item.code == verdict.code)
    return told(Item(verdict=verdict, requirement=requirement, ruleset=ruleset, lang=lang), verdict.deciding)


def expiry_text(expiry: ExpiryView, lang: Lang) -> str:
    """From which day on an item needs work, and what it will be then."""
    day = day_text(expiry.day, lang)
    if expiry.status is None:
        return phrase(BOOK, "expires_rules", lang, day=day)
    return phrase(BOOK, expiry.kind, lang, day=day, status=label(f"status_{expiry.status}", lang))


def outlook_heading(until: date | None, found: Sequence[ExpiryView], lang: Lang) -> str:
    """The heading of what expires; empty where there is no day to look ahead to, or nothing to tell."""
    return phrase(BOOK, "expiries_title", lang, day=day_text(until, lang)) if until and found else ""


def outlook_lines(until: date | None, found: Sequence[ExpiryView], note: str, lang: Lang) -> list[str]:
    """All of it as lines of text."""
    heading = outlook_heading(until, found, lang)
    if not heading:
        return [note]
    lines = [f"== {heading} ==", f"* {note}"]
    for expiry in found:
        lines += ["", f"{expiry.code} {expiry.title}: {expiry_text(expiry, lang)}", f"   {expiry.sentence}"]
    return lines


def expiry_json(expiry: ExpiryView) -> dict[str, str | None]:
    """One expiry for other programs."""
    return {
        "code": expiry.code, "concept": expiry.concept, "title": expiry.title, "kind": expiry.kind,
        "day": expiry.day.isoformat(), "status": expiry.status, "sentence": expiry.sentence,
    }  # fmt: skip
