"""A level of the result against the scores that give it."""

from dataclasses import dataclass

from audits.assessment import Confidence
from audits.requirement import Ruleset
from results.analysis_keys import TOTAL
from results.analysis_names import BOOK
from results.analysis_relations import Values, tool_value, total_of
from results.grading import ANYTHING, Grading, Tools, find_grade, grade_of
from results.plain import plain
from results.score_text import number
from results.scoring import Interval, exactly, rounded
from results.wording import Lang, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeDoubt:
    """What is wrong with a level, and why."""

    problem: str
    why: str
    confidence: Confidence


def grading_of(values: Values, ruleset: Ruleset) -> Grading | None:
    """The level that the scores give, as far as they tell; None when nothing is known."""
    tools = {name: tool_value(name, values) for name in ("oit", "iit", "eit")}
    if all(value is None for value in tools.values()):
        return None
    known: dict[str, Interval | None] = {
        name: None if value is None else exactly(value) for name, value in tools.items()
    }
    return grade_of(Tools(oit=known["oit"] or ANYTHING, iit=known["iit"], eit=known["eit"]), ruleset.grade_scale,
                    ruleset.weights)  # fmt: skip


def grade_doubt(text: str, values: Values, ruleset: Ruleset, lang: Lang) -> GradeDoubt | None:
    """What is wrong with a level as it was typed; None when the scores may give it."""
    scale, year = ruleset.grade_scale, str(ruleset.fiscal_year)
    typed = find_grade(text, scale)
    told = {"text": plain(text, 40), "year": year}
    if typed is None:
        names = ", ".join(grade.name for grade in scale.grades)
        problem = phrase(BOOK, "doubt_no_grade", lang, **told)
        return GradeDoubt(
            problem=problem, why=phrase(BOOK, "why_no_grade", lang, names=names, **told), confidence="medium"
        )
    place = scale.grades.index(typed)
    total = total_of(values, ruleset) if TOTAL not in values else values[TOTAL]
    if total is not None and rounded(total) < typed.total:
        problem = phrase(BOOK, "doubt_grade_total", lang, total=number(total), least=f"{typed.total:g}", **told)
        return GradeDoubt(problem=problem, why=phrase(BOOK, "why_grade", lang), confidence=typed.confidence)
    found = grading_of(values, ruleset)
    if found is None or scale.grades.index(found.best) <= place <= scale.grades.index(found.worst):
        return None
    computed = found.best.name if found.certain else f"{found.worst.name}–{found.best.name}"
    problem = phrase(BOOK, "doubt_grade", lang, computed=computed, **told)
    return GradeDoubt(problem=problem, why=phrase(BOOK, "why_grade", lang), confidence=found.confidence)
