"""The seven topics of the analysis, and what of a result belongs to each."""

from collections.abc import Sequence
from functools import cache

from audits.assessment import Confidence, Text
from audits.requirement import Ruleset
from audits.strict_yaml import Strict, read_strict
from results.analysis_keys import questions
from results.analysis_model import Line, Topic
from results.analysis_names import BOOK, called
from results.score_text import number
from results.scoring import NOTHING
from results.wording import FOLDER, Lang, in_language, phrase


class TopicRule(Strict):
    """One topic: indicators, questions of the two sets, concepts."""

    id: str
    title: Text
    indicators: tuple[str, ...]
    long: tuple[str, ...]
    short: tuple[str, ...]
    concepts: tuple[str, ...]


class TopicRules(Strict):
    """All topics, with where the division comes from."""

    source: str
    confidence: Confidence
    note: Text
    topics: tuple[TopicRule, ...]


@cache
def topic_rules() -> TopicRules:
    """The division as the program knows it."""
    return read_strict(FOLDER / "analysis_topics.yaml", TopicRules)


def topics_of(
    indicators: Sequence[Line], asked: Sequence[Line], items: Sequence[Line], ruleset: Ruleset, lang: Lang
) -> tuple[Topic, ...]:
    """The lines of a result under the seven topics; a line may stand under several."""
    families = {item.code: frozenset(item.family) for item in ruleset.requirements}
    long = questions().of(ruleset.fiscal_year).name == "long"
    told: list[Topic] = []
    for place, rule in enumerate(topic_rules().topics, 1):
        wanted = rule.long if long else rule.short
        under = tuple(line for line in indicators if line.key in rule.indicators)
        mine = tuple(line for line in asked if line.key in wanted)
        own = tuple(line for line in items if not families.get(line.key, frozenset()).isdisjoint(rule.concepts))
        told.append(
            Topic(number=place, title=in_language(rule.title, lang), indicators=under, questions=mine, items=own,
                  summary=_summary((*mine, *own) or under, ruleset, lang))
        )  # fmt: skip
    return tuple(told)


def _summary(lines: Sequence[Line], ruleset: Ruleset, lang: Lang) -> str:
    """How a topic stands, in one sentence."""
    judged = [line for line in lines if line.level != "unknown" and line.score is not None]
    if not judged:
        return phrase(BOOK, "topic_nothing", lang)
    weak = [line for line in judged if line.level != "keep"]
    if not weak:
        return phrase(BOOK, "topic_keep", lang, count=str(len(judged)))
    lowest = min(weak, key=lambda line: line.score or 0)
    return phrase(BOOK, "topic_weak", lang, count=str(len(judged)), weak=str(len(weak)),
                  name=called(lowest.key, ruleset, lang), score=number(lowest.score or NOTHING))  # fmt: skip
