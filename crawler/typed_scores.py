"""Scores and targets as somebody typed them on the command line."""

from fractions import Fraction

from audits.requirement import Ruleset
from crawler import options
from crawler.messages import Lang
from crawler.score_labels import figure_in
from results.grading import find_grade
from results.plain import plain
from results.published import Figures
from results.score_targets import Goal, grade_goal
from results.wording import phrase

_BOOK = "scoring"


def typed_figure(text: str, option: str, lang: Lang) -> Fraction:
    """A score of 0 to 100 as somebody typed it. Anything else is a usage error that names the option."""
    figure = figure_in(text)
    if figure is None or not 0 <= figure <= 100:
        raise options.wrong(option, phrase(_BOOK, "bad_figure", lang, text=plain(text, 40)))
    return figure


def typed_goal(text: str | None, figures: Figures, ruleset: Ruleset, lang: Lang) -> Goal | None:
    """What a target means: a grade, an ITA total, or an OIT score where IIT or EIT is not known."""
    if text is None:
        return None
    both = all(figures.instrument(name) is not None for name in ("iit", "eit"))
    grade = find_grade(text, ruleset.grade_scale)
    if grade:
        if not both:
            raise options.wrong("--target", phrase(_BOOK, "target_needs_both", lang))
        return grade_goal(grade)
    points = figure_in(text)
    if points is None or not 0 <= points <= 100:
        grades = ", ".join(each.name for each in ruleset.grade_scale.grades)
        told = {"text": plain(text, 40), "year": str(ruleset.fiscal_year), "grades": grades}
        raise options.wrong("--target", phrase(_BOOK, "bad_target", lang, **told))
    return Goal(wanted=plain(text), kind="ita" if both else "oit", points=points)
