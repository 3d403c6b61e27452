"""One item explained: what is asked, of which time, by whom, how offices word it, and where it stood in other years."""

from collections.abc import Iterator, Sequence
from datetime import date

from audits.requirement import Requirement, Ruleset
from audits.rules_diff import places
from results.asked_period import asked_period
from results.wording import Lang, in_language, phrase

_WORDINGS, _LOOK_ALIKES = 14, 16


def explain(item: Requirement, ruleset: Ruleset, others: Sequence[Ruleset], as_of: date, lang: Lang) -> str:
    """The explanation as plain text with one heading per question. `others` are the rules of all known years."""
    return "\n".join(_lines(item, ruleset, others, as_of, lang)) + "\n"


def _lines(
    item: Requirement, ruleset: Ruleset, others: Sequence[Ruleset], as_of: date, lang: Lang
) -> Iterator[str]:
    def say(key: str, **values: str) -> str:
        return phrase("rules", key, lang, **values)

    concept = ruleset.concept_of(item)
    sub = ruleset.sub_indicators[item.sub_indicator]
    yield say("item_heading", code=item.code, title=in_language(item.title, lang), year=str(ruleset.fiscal_year))
    yield f"{item.sub_indicator} {in_language(sub.title, lang)} · {item.concept}"
    yield from _section(say("asked"), [part_title(ruleset, item, part, lang) for part in item.parts])
    yield from _section(say("optional"), [part_title(ruleset, item, part, lang) for part in item.optional_parts])
    yield from _section(say("period"), [asked_period(item, as_of, lang)])
    yield from _section(say("note"), [in_language(item.note, lang)] if item.note else [])
    yield from _section(say("why"), [in_language(concept.why, lang)])
    yield from _section(say("owner"), _different(ruleset, item, "owner", lang))
    yield from _section(say("where"), _different(ruleset, item, "where", lang))
    yield from _section(say("terms"), [_some(concept.terms, _WORDINGS, lang)])
    yield from _section(say("look_alikes"), [_some(concept.not_terms, _LOOK_ALIKES, lang)] if concept.not_terms else [])
    yield from _section(say("other_years"), _other_years(item, others, lang))
    yield from _section(say("sources"), sources_of(item, ruleset))
    yield from _section(say("confidence"), _confidence(item, lang))


def _section(heading: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield heading
        yield from (f"  - {line}" for line in lines)


def part_title(ruleset: Ruleset, item: Requirement, part: str, lang: Lang) -> str:
    """What a part is called, with its concept where that is not the item's own."""
    title = in_language(ruleset.part_rule(item, part).title, lang)
    concept = part.rpartition(".")[0]
    if not concept:
        return title
    return phrase("rules", "part_of", lang, part=title, concept=in_language(ruleset.concepts[concept].title, lang))


def _different(ruleset: Ruleset, item: Requirement, field: str, lang: Lang) -> list[str]:
    """The owner (or place) of every concept of the item, each said once."""
    found = (in_language(getattr(ruleset.concepts[name], field), lang) for name in item.family)
    return list(dict.fromkeys(found))


def _some(words: Sequence[str], count: int, lang: Lang) -> str:
    shown = " · ".join(words[:count])
    left = len(words) - count
    return f"{shown} · {phrase('rules', 'and_more', lang, count=str(left))}" if left > 0 else shown


def _other_years(item: Requirement, others: Sequence[Ruleset], lang: Lang) -> list[str]:
    lines: list[str] = []
    for ruleset in others:
        if ruleset.fiscal_year == item.fiscal_year:
            continue
        place = places(ruleset).get(item.concept)
        kind = "none" if place is None else "main" if place.main else "part"
        code = place.code if place else ""
        lines.append(phrase("rules", f"other_year_{kind}", lang, year=str(ruleset.fiscal_year), code=code))
    return lines


def sources_of(item: Requirement, ruleset: Ruleset) -> list[str]:
    """The titles of an item's sources."""
    titles = {source.id: source.title for source in ruleset.sources}
    return [titles[name] for name in item.sources]


def _confidence(item: Requirement, lang: Lang) -> list[str]:
    words = phrase(
        "rules", "confidence_both", lang, confidence=phrase("rules", item.confidence, lang),
        title_confidence=phrase("rules", item.title_confidence, lang),
    )  # fmt: skip
    low = "low" in (item.confidence, item.title_confidence)
    return [words, phrase("rules", "check_manual", lang)] if low else [words]
