"""Verdict → card: the judgement of one item in words, with its evidence, its worth and what to do."""

from collections.abc import Mapping, Sequence
from typing import Literal

from audits.requirement import Requirement, Ruleset
from audits.verdict import Check, DeclaredCheck, DoubtfulYear, FoundDate, Outcome, Part, Quote, Status, Verdict
from results.decisions import Decision
from results.office import Office
from results.periods import period_text
from results.plain import TITLE_LIMIT, curled, plain, plain_url
from results.report_measures import decision_view
from results.report_model import (
    DECLARED_ANSWERS,
    Card,
    CheckView,
    DateView,
    DecisionView,
    DeclaredView,
    DoubtView,
    Level,
    MeasureView,
    PartView,
    QuoteView,
)  # fmt: skip
from results.scoring import Score, rounded
from results.sentences import Item, action, advice, required_period, told
from results.wording import Lang, in_language, label, label_or

SHOWN_QUOTES = 3
SURE = 0.8  # confidence below which a person should look at the evidence of a verdict (measured: docs/accuracy.md)
TRUSTS = ("high", "medium", "low", "none")
NEARLY_SURE = 0.9  # confidence from which the reading of a doubtful year is told as likely
# Reasons whose quoted words are the label of a link.
LINK_REASONS = ("broken_link", "link_to_nowhere", "fetch_failed", "blocked", "soft_404", "login_wall")


def build_cards(
    verdicts: Sequence[Verdict], ruleset: Ruleset, points: Score, lang: Lang, *, office: Office,
    measures: Sequence[MeasureView], decisions: Mapping[str, Decision],
) -> tuple[Card, ...]:  # fmt: skip
    """One card per verdict, with the measure and the decision about its item."""
    requirements = {requirement.code: requirement for requirement in ruleset.requirements}
    by_concept = {view.concept: view for view in measures}
    cards: list[Card] = []
    for item in verdicts:
        unit, decision = office.owner_of(item.concept), decisions.get(item.concept)
        told = decision_view(decision, item, lang) if decision else None
        rule, owner, measure = requirements[item.code], plain(unit.name) if unit else "", by_concept.get(item.concept)
        cards.append(build_card(item, rule, ruleset, points, lang, unit=owner, measure=measure, decision=told))
    return tuple(cards)


def gaps_of(cards: Sequence[Card]) -> tuple[Card, ...]:
    """The cards that did not pass, those worth most points first, then in code order."""
    order = {card.code: index for index, card in enumerate(cards)}
    open_cards = [card for card in cards if card.status is not Status.PASS]
    return tuple(sorted(open_cards, key=lambda card: (-card.ita_points, order[card.code])))


def build_card(
    verdict: Verdict, requirement: Requirement, ruleset: Ruleset, points: Score, lang: Lang, *, unit: str = "",
    measure: MeasureView | None = None, decision: DecisionView | None = None,
) -> Card:  # fmt: skip
    """One card. `requirement` is the item's rule in `ruleset`; `points` the score of the whole run; `unit` the office's
    own owner of the item, which the measure's owner goes before."""
    item = Item(verdict=verdict, requirement=requirement, ruleset=ruleset, lang=lang)
    concept = ruleset.concept_of(requirement)
    sub = ruleset.sub_indicators[verdict.sub_indicator]
    owner = (measure.owner if measure else unit) or plain(in_language(concept.owner, lang))
    where = curled(plain(in_language(concept.where, lang)))
    quotes = _quotes(verdict, lang)
    worth = points.worth[verdict.code]
    url = plain_url(verdict.url) if verdict.url else None
    return Card(
        code=verdict.code,
        concept=verdict.concept,
        title=plain(verdict.title if lang == "th" else requirement.title.en, TITLE_LIMIT),
        sub_indicator=verdict.sub_indicator,
        sub_indicator_title=plain(in_language(sub.title, lang)),
        indicator=sub.indicator,
        status=verdict.status,
        status_label=label(f"status_{verdict.status}", lang),
        reason=verdict.reason,
        sentence=told(item, verdict.deciding),
        url=url,
        page=next((quote.page for quote in quotes if quote.url == url and quote.page), 0),
        declared_url=plain_url(verdict.declared_url) if verdict.declared_url else None,
        found_by=verdict.found_by,
        found_by_label=_found_by(verdict, lang),
        wording=verdict.wording,
        confidence=verdict.confidence,
        confidence_label=label(
            f"confidence_{_level(verdict.confidence)}", lang, value=f"{verdict.confidence:.2f}"
        ),
        look_by_hand=verdict.status is Status.UNKNOWN or verdict.confidence < SURE,
        depth=verdict.depth,
        depth_label=label(f"depth_{verdict.depth}", lang),
        rule_confidence=verdict.rule_confidence,
        rule_confidence_label=label(f"rule_confidence_{verdict.rule_confidence}", lang),
        ita_points=rounded(worth.ita),
        oit_points=rounded(worth.oit),
        present=_check_view(item, "present", verdict.present),
        complete=_check_view(item, "complete", verdict.complete),
        current=_check_view(item, "current", verdict.current),
        quotes=quotes,
        required_period=required_period(item, verdict.current),
        found_period=plain(period_text(", ".join(verdict.current.found), lang)),
        searched=tuple(plain_url(address) for address in verdict.searched),
        rule_note=plain(in_language(requirement.note, lang)) if requirement.note else "",
        repair=action(item),
        advice=advice(item, owner, where),
        owner=owner,
        where=where,
        why=plain(in_language(concept.why, lang)),
        notes=tuple(label_or(f"note_{note}", lang, plain(note)) for note in verdict.notes),
        declared=_declared_view(verdict.declared, lang) if verdict.declared else None,
        measure=measure,
        decision=decision,
    )


def _found_by(verdict: Verdict, lang: Lang) -> str:
    """The way it was found, and how the words that led there name the item."""
    way = label(f"found_by_{verdict.found_by}", lang) if verdict.found_by else ""
    named = verdict.wording and verdict.found_by != "declared"
    return f"{way} ({label(f'wording_{verdict.wording}', lang)})" if named else way


def _declared_view(check: DeclaredCheck, lang: Lang) -> DeclaredView:
    answers = {name: Outcome(getattr(check, name)) for name in DECLARED_ANSWERS} if check.url else {}
    found = "_found" if check.state == "none" and check.better else ""
    return DeclaredView(
        state=check.state,
        sentence=label(f"declared_{check.state}{found}", lang),
        url=plain_url(check.url) if check.url else "",
        better=plain_url(check.better) if check.better else "",
        answers=answers,
        answer_labels={name: label(f"outcome_{answer}", lang) for name, answer in answers.items()},
    )


def _check_view(item: Item, name: str, check: Check) -> CheckView:
    return CheckView(
        name=name,
        question=label(f"card_{name}", item.lang),
        outcome=check.outcome,
        outcome_label=label(f"outcome_{check.outcome}", item.lang),
        reason=check.reason,
        sentence=told(item, check),
        quotes=tuple(_quote_view(quote, item.lang) for quote in check.evidence),
        parts=tuple(_part_view(item, part) for part in check.parts),
        required=plain(check.required),
        found=tuple(plain(period) for period in check.found),
        quote=plain(check.quote),
        doubts=tuple(_doubt_view(doubt, item.lang) for doubt in check.doubts),
        dates=tuple(_date_view(found, item.lang) for found in sorted(check.dates, key=_by_trust)),
    )


def _by_trust(found: FoundDate) -> tuple[bool, int]:
    return (not found.chosen, TRUSTS.index(found.trust))


def _date_view(found: FoundDate, lang: Lang) -> DateView:
    return DateView(
        source=found.source, source_label=label(f"date_source_{found.source}", lang),
        trust=found.trust, trust_label=label(f"date_trust_{found.trust}", lang),
        kind=found.kind, kind_label=label(f"date_kind_{found.kind}", lang),
        year=found.year, text=plain(found.text), url=plain_url(found.url), times=found.times, chosen=found.chosen,
    )  # fmt: skip


def _doubt_view(doubt: DoubtfulYear, lang: Lang) -> DoubtView:
    return DoubtView(
        sentence=label(f"doubt_{_how_sure(doubt)}", lang, year=str(doubt.year)),
        place=label("doubt_place", lang, page=str(doubt.page), left=_share(doubt.box[0]), top=_share(doubt.box[1])),
        url=plain_url(doubt.url), page=doubt.page, year=doubt.year, confidence=doubt.confidence,
        text=plain(doubt.text), box=doubt.box, crop=doubt.crop,
    )  # fmt: skip


def _how_sure(doubt: DoubtfulYear) -> str:
    if not doubt.year:
        return "none"
    return "nearly" if doubt.confidence >= NEARLY_SURE else "unsure"


def _share(part: float) -> str:
    return f"{part * 100:.0f}"


def _quote_view(quote: Quote, lang: Lang) -> QuoteView:
    return QuoteView(
        text=plain(quote.text), url=plain_url(quote.url), kind=quote.kind, sha256=quote.sha256, page=quote.page,
        kind_label=label(f"quote_{quote.kind}", lang),
    )  # fmt: skip


def _part_view(item: Item, part: Part) -> PartView:
    return PartView(
        id=part.id, title=item.title_of(part.id), found=part.found, required=part.required, quote=plain(part.quote),
        url=plain_url(part.url), page=part.page, fix=item.fix_of(part.id),
    )  # fmt: skip


def _quotes(verdict: Verdict, lang: Lang) -> tuple[QuoteView, ...]:
    """The words that decided it: those of the deciding check, else those that showed that the item is there."""
    check = verdict.deciding
    evidence = check.evidence or _bare_quote(verdict, check) or verdict.present.evidence
    return tuple(_quote_view(quote, lang) for quote in evidence[:SHOWN_QUOTES])


def _bare_quote(verdict: Verdict, check: Check) -> tuple[Quote, ...]:
    """Words that a check quotes without stored bytes behind them: a link that leads nowhere has none."""
    if not check.quote or check is verdict.complete:
        return ()
    is_link = check.reason in LINK_REASONS or check.reason.startswith("off_site")
    kind: Literal["link", "page"] = "link" if is_link else "page"
    return (Quote(url=check.params.get("url") or verdict.url or "", text=check.quote, kind=kind, sha256=""),)


def _level(confidence: float) -> Level:
    if confidence >= SURE:
        return "high"
    return "medium" if confidence >= 0.5 else "low"
