"""The tables of an analysis as columns: what sheets, CSV and documents share."""

from fractions import Fraction

from results.analysis_model import Analysis, Doubt, Line, Step, Topic
from results.analysis_names import places_text
from results.formats.rows import Field
from results.scoring import rounded
from results.wording import phrase

TopicLine = tuple[Topic, Line]


def score_cell(score: Fraction | None) -> float | str:
    """A score as a number of two decimals; empty when there is none."""
    return "" if score is None else rounded(score)


def earlier_codes(line: Line) -> str:
    """The codes that the thing had the year before, when they may differ."""
    return ", ".join(one.key for one in line.earlier)


def earlier_score(line: Line) -> float | str:
    """The one score of the year before; empty when there is none, or several."""
    scores = {one.score for one in line.earlier}
    return score_cell(scores.pop()) if len(scores) == 1 else ""


def score_fields(analysis: Analysis) -> tuple[Field[Line], ...]:
    """One line per figure; the year before only when there is one."""
    before: tuple[Field[Line], ...] = (
        Field("col_earlier", 12, earlier_codes),
        Field("col_earlier_score", 12, earlier_score),
        Field("col_change", 30, lambda line: line.trend_text),
    )
    return (
        Field("col_key", 8, lambda line: line.key.upper()),
        Field("col_name", 56, lambda line: line.name),
        Field("col_indicator", 10, lambda line: line.indicator),
        Field("col_score", 10, lambda line: score_cell(line.score)),
        Field("col_level", 22, lambda line: line.level_label),
        *(before if analysis.before else ()),
    )


def topic_fields() -> tuple[Field[TopicLine], ...]:
    """One line per figure and topic."""
    return (
        Field("col_number", 6, lambda pair: str(pair[0].number)),
        Field("col_topic", 40, lambda pair: pair[0].title),
        Field("col_key", 8, lambda pair: pair[1].key),
        Field("col_name", 56, lambda pair: pair[1].name),
        Field("col_score", 10, lambda pair: score_cell(pair[1].score)),
        Field("col_level", 22, lambda pair: pair[1].level_label),
    )


def topic_lines(analysis: Analysis) -> tuple[TopicLine, ...]:
    """Every topic with the figures that it is judged by."""
    return tuple((topic, line) for topic in analysis.topics for line in (topic.lines or topic.indicators))


def plan_fields() -> tuple[Field[Step], ...]:
    """The plan in the order in which offices write it."""
    return (
        Field("col_indicator", 24, lambda step: step.indicator),
        Field("col_subject", 40, lambda step: subject_text(step)),
        Field("col_finding", 44, lambda step: step.finding),
        Field("col_measure", 36, lambda step: step.measure),
        Field("col_steps", 52, lambda step: numbered(step.steps)),
        Field("col_timing", 26, lambda step: step.timing),
        Field("col_owner", 24, lambda step: step.owner),
        Field("col_level", 20, lambda step: step.level_label),
    )


def doubt_fields(analysis: Analysis) -> tuple[Field[Doubt], ...]:
    """What is wrong, why probably, where, and how sure that is."""
    return (
        Field("col_year", 10, lambda doubt: str(doubt.year)),
        Field("col_key", 12, lambda doubt: ", ".join(doubt.keys)),
        Field("col_problem", 56, lambda doubt: doubt.problem),
        Field("col_why", 64, explained),
        Field("col_place", 36, lambda doubt: places_text(doubt.places, analysis.lang)),
        Field("col_trust", 12, lambda doubt: doubt.confidence_label),
    )


def explained(doubt: Doubt) -> str:
    """The explanation with its further lines."""
    return "\n".join((doubt.explanation, *doubt.details))


def numbered(steps: tuple[str, ...]) -> str:
    """Steps one below the other, numbered when there are several."""
    return "\n".join(f"{place}. {step}" for place, step in enumerate(steps, 1)) if len(steps) > 1 else "".join(steps)


def subject_text(step: Step) -> str:
    """What a step is about, one point below the other; a dash where only the indicator is known."""
    return "\n".join(step.subject) or "–"


def heads(analysis: Analysis) -> dict[str, str]:
    """The headings by label, with the years filled in."""
    before = str(analysis.before or "")
    dated = ("col_earlier", "col_earlier_score")
    return {**analysis.text, **{label: phrase("analysis", label, analysis.lang, year=before) for label in dated}}
