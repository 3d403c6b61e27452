"""What a reader must know about the files and the method: nothing that was read is left out silently."""

from collections.abc import Iterator, Sequence

from audits.assessment import Confidence
from audits.requirement import Ruleset
from results.analysis_input import GUESSED, Given, Place, Remark
from results.analysis_model import Doubt, Line, Scale
from results.analysis_names import BOOK, confidence_text, places_text
from results.analysis_summary import scale_text
from results.analysis_topics import topic_rules
from results.analysis_year import YearResult
from results.plain import plain
from results.wording import Lang, in_language, phrase


def remark_text(remark: Remark, lang: Lang) -> str:
    """A remark in words, without its place."""
    return phrase(BOOK, f"remark_{remark.kind}", lang, **{name: plain(text) for name, text in remark.values.items()})


def remark_sentences(remarks: Sequence[Remark], lang: Lang) -> tuple[str, ...]:
    """Each remark with its place; the same one of several rows is told once, with all the rows."""
    grouped: dict[str, list[Place]] = {}
    for remark in remarks:
        if remark.kind != GUESSED:  # those are told as doubts
            grouped.setdefault(remark_text(remark, lang), []).append(remark.place)
    return tuple(
        phrase(BOOK, "remark_at", lang, place=places_text(places, lang), text=text) for text, places in grouped.items()
    )


def method_sentences(
    ruleset: Ruleset, scale: Scale, asked: Sequence[Line], before: YearResult | None, lang: Lang
) -> tuple[str, ...]:  # fmt: skip
    """How the analysis came about and how far it can be relied on."""
    return tuple(_method(ruleset, scale, asked, before, lang))


def _method(
    ruleset: Ruleset, scale: Scale, asked: Sequence[Line], before: YearResult | None, lang: Lang
) -> Iterator[str]:  # fmt: skip
    year, weights = str(ruleset.fiscal_year), ruleset.weights
    yield phrase(BOOK, "method_scale", lang, scale=scale_text(scale, lang))
    yield phrase(BOOK, "method_checks", lang, iit=str(weights.iit), eit=str(weights.eit), oit=str(weights.oit))
    if weights.confidence != "high":
        yield phrase(BOOK, "method_weights", lang, year=year)
    if ruleset.split.confidence != "high":
        yield phrase(BOOK, "method_split", lang, year=year)
    if any(line.key.startswith("E") for line in asked):
        yield phrase(BOOK, "method_questions", lang)
    if before is not None:
        yield phrase(BOOK, "method_compare", lang)
    yield phrase(BOOK, "method_topics", lang, note=in_language(topic_rules().note, lang))
    yield phrase(BOOK, "method_plan", lang)


def source_lines(rulesets: Sequence[Ruleset]) -> tuple[str, ...]:
    """Where the rules come from that the figures were checked by."""
    titles: dict[str, None] = {}
    for ruleset in rulesets:
        named = {source.id: source.title for source in ruleset.sources}
        for source in (*ruleset.weights.sources, *ruleset.split.sources):
            titles[named[source]] = None
    titles[topic_rules().source] = None
    return tuple(titles)


def year_doubts(given: Given, lang: Lang) -> tuple[Doubt, ...]:
    """Years that had to be guessed, each once with all its places; surer when other rows name the year rightly."""
    places: dict[tuple[str, int], list[Place]] = {}
    for remark in given.remarks:
        if remark.kind == GUESSED:
            places.setdefault((remark.values["text"], int(remark.values["year"])), []).append(remark.place)
    guessed = {place for found in places.values() for place in found}
    named = {entry.year for entry in given.entries if entry.place not in guessed}
    return tuple(_year_doubt(text, year, tuple(found), year in named, lang) for (text, year), found in places.items())


def _year_doubt(text: str, year: int, places: tuple[Place, ...], named: bool, lang: Lang) -> Doubt:
    trust: Confidence = "high" if named else "medium"
    return Doubt(
        kind="year", year=year, keys=(), places=places, problem=phrase(BOOK, "doubt_year", lang, text=plain(text, 40)),
        explanation=phrase(BOOK, "why_year_rows" if named else "why_year", lang, year=str(year)), details=(),
        confidence=trust, confidence_label=confidence_text(trust, lang),
    )  # fmt: skip
