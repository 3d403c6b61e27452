"""What changed between two runs of one body: the model that every format of `oit diff` is written from.

Items are those of the later run. When the years differ they are matched by concept, because codes mean nothing
without their year.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from audits.requirement import Requirement, Ruleset
from audits.verdict import Status, Verdict
from results.outlook import ExpiryView, Outlook, expiry_view, sentence_of
from results.plain import TITLE_LIMIT, host_of, plain, plain_url
from results.run_diff_causes import Cause, CauseKind
from results.scoring import Interval, score
from results.stored_run import StoredRun
from results.wording import Lang, in_language, label, phrase

BOOK = "diff"
Group = Literal[
    "newly_failing", "fixed", "still_open", "became_unknown", "known_again", "still_unknown", "new_item", "gone_item"
]
GROUPS: tuple[Group, ...] = (
    "newly_failing", "fixed", "still_open", "became_unknown", "known_again", "still_unknown", "new_item", "gone_item",
)  # fmt: skip
# From a verdict of the earlier and of the later run, and the later item, to what changed it.
Explain = Callable[[Verdict, Verdict, Requirement], tuple[Cause, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One item in one run, in words."""

    code: str
    status: Status
    status_label: str
    reason: str
    sentence: str
    url: str
    quote: str
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseView:
    """A cause in words; `before` and `after` are the statuses around it."""

    kind: CauseKind
    label: str
    before: Status
    after: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChange:
    """One item: `causes` in the order in which they came; the first one is the cause, the others came on top.

    `covered_by` is the code of the item of the later year that took this one in, for items that are gone.
    """

    code: str
    concept: str
    title: str
    group: Group
    old: Side | None
    new: Side | None
    causes: tuple[CauseView, ...]
    covered_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """One of the two runs: what it looked at, when, by which rules, and the OIT score that follows."""

    id: int
    fiscal_year: int
    as_of: date
    snapshot_id: str
    looked_at: str
    rules_sha256: str
    code_version: str
    oit: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDiff:
    """The whole comparison. `exact`: causes come from judging again, not from inference. `passing` are the codes that
    passed both times; `notes` are sentences that a reader needs first."""

    lang: Lang
    agency_name: str
    agency_url: str
    old: RunView
    new: RunView
    exact: bool
    notes: tuple[str, ...]
    items: tuple[ItemChange, ...]
    passing: tuple[str, ...]
    until: date | None
    expiries: tuple[ExpiryView, ...]
    expiry_note: str

    def group(self, name: Group) -> tuple[ItemChange, ...]:
        return tuple(item for item in self.items if item.group == name)


def compare_runs(
    old: StoredRun, new: StoredRun, explain: Explain, outlook: Outlook, *, exact: bool, notes: Sequence[str], lang: Lang
) -> RunDiff:
    """Build the model. `explain` is asked for the causes of every item that both runs have and one did not pass."""
    earlier = matched(old, new.ruleset)
    changes: list[ItemChange] = []
    passing: list[str] = []
    for item, verdict in zip(new.ruleset.requirements, new.verdicts, strict=True):
        before = earlier.get(item.code)
        if before is not None and before.status is verdict.status is Status.PASS:
            passing.append(item.code)
            continue
        causes = explain(before, verdict, item) if before is not None else ()
        changes.append(_change(item, before, verdict, causes, old.ruleset, new.ruleset, lang))
    kept = {verdict.code for verdict in earlier.values()}
    changes += [_gone(verdict, old, new, lang) for verdict in old.verdicts if verdict.code not in kept]
    order = {name: index for index, name in enumerate(GROUPS)}
    return RunDiff(
        lang=lang,
        agency_name=plain(new.run.agency_name, TITLE_LIMIT) or host_of(new.run.agency_url),
        agency_url=plain_url(new.run.agency_url),
        old=_run_view(old),
        new=_run_view(new),
        exact=exact,
        notes=tuple(notes),
        items=tuple(sorted(changes, key=lambda change: order[change.group])),
        passing=tuple(passing),
        until=outlook.until,
        expiries=tuple(expiry_view(expiry, new.ruleset, lang) for expiry in outlook.expiries),
        expiry_note=outlook.note,
    )


def matched(old: StoredRun, ruleset: Ruleset) -> Mapping[str, Verdict]:
    """The earlier verdicts by the code under which `ruleset` asks for the same concept."""
    by_concept = {
        name: verdict
        for item, verdict in zip(old.ruleset.requirements, old.verdicts, strict=True)
        for name in reversed(item.family)
    }
    found = {item.code: by_concept.get(item.concept) for item in ruleset.requirements}
    return {code: verdict for code, verdict in found.items() if verdict is not None}


def group_of(old: Status, new: Status) -> Group:
    """How a pair of statuses is told; two passes have no group."""
    if new is Status.UNKNOWN:
        return "still_unknown" if old is Status.UNKNOWN else "became_unknown"
    if old is Status.UNKNOWN:
        return "known_again"
    if new is Status.PASS:
        return "fixed"
    return "newly_failing" if old is Status.PASS else "still_open"


def _change(
    item: Requirement, before: Verdict | None, after: Verdict, causes: tuple[Cause, ...], earlier: Ruleset,
    later: Ruleset, lang: Lang,
) -> ItemChange:  # fmt: skip
    return ItemChange(
        code=item.code,
        concept=item.concept,
        title=plain(in_language(item.title, lang), TITLE_LIMIT),
        group=group_of(before.status, after.status) if before else "new_item",
        old=_side(before, earlier, lang) if before else None,
        new=_side(after, later, lang),
        causes=tuple(
            CauseView(kind=cause.kind, label=phrase(BOOK, f"cause_{cause.kind}", lang), before=cause.before,
                      after=cause.after)
            for cause in causes
        ),
    )  # fmt: skip


def _gone(verdict: Verdict, old: StoredRun, new: StoredRun, lang: Lang) -> ItemChange:
    side = _side(verdict, old.ruleset, lang)
    covered_by = next((item.code for item in new.ruleset.requirements if verdict.concept in item.family), "")
    return ItemChange(
        code=verdict.code, concept=verdict.concept, title=_title(verdict.code, old.ruleset, lang), group="gone_item",
        old=side, new=None, causes=(), covered_by=covered_by,
    )  # fmt: skip


def _side(verdict: Verdict, ruleset: Ruleset, lang: Lang) -> Side:
    check = verdict.deciding
    words = "" if check is verdict.complete else check.quote
    evidence = check.evidence or (() if words else verdict.present.evidence)
    return Side(
        code=verdict.code,
        status=verdict.status,
        status_label=label(f"status_{verdict.status}", lang),
        reason=verdict.reason,
        sentence=sentence_of(verdict, ruleset, lang),
        url=plain_url(verdict.url or check.params.get("url") or ""),
        quote=plain(evidence[0].text if evidence else words),
        page=evidence[0].page if evidence else 0,
    )


def _title(code: str, ruleset: Ruleset, lang: Lang) -> str:
    item = next(item for item in ruleset.requirements if item.code == code)
    return plain(in_language(item.title, lang), TITLE_LIMIT)


def _run_view(stored: StoredRun) -> RunView:
    run = stored.run
    return RunView(
        id=run.id, fiscal_year=run.fiscal_year, as_of=run.as_of, snapshot_id=run.snapshot_id,
        looked_at=run.started_at, rules_sha256=run.rules_sha256, code_version=run.code_version,
        oit=score(stored.verdicts, stored.ruleset).oit,
    )  # fmt: skip
