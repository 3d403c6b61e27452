"""The few sentences that stand at the top of an analysis."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from results.analysis_grade import grading_of
from results.analysis_keys import GRADE, TOOLS, TOTAL
from results.analysis_model import Line, Scale
from results.analysis_names import BOOK, listed
from results.analysis_year import YearResult
from results.plain import plain
from results.score_text import number
from results.scoring import NOTHING
from results.wording import Lang, phrase


def scale_text(scale: Scale, lang: Lang) -> str:
    """The scale in words."""
    lower, upper = f"{float(scale.lower):g}", f"{float(scale.upper):g}"
    return phrase(BOOK, "scale_one" if scale.single else "scale_two", lang, lower=lower, upper=upper)


def summary_sentences(
    now: YearResult, before: int | None, tools: Sequence[Line], indicators: Sequence[Line], items: Sequence[Line],
    doubts: int, lang: Lang,
) -> tuple[str, ...]:  # fmt: skip
    """Total and level, extremes, what changed, the zeros, and how many figures must be checked."""
    sure = [line for line in indicators if line.sure and line.score is not None]
    return (
        _total(now, tools, lang),
        *_extremes(sure, lang),
        *_changes(tools, sure, before, lang),
        *_zeros(items, lang),
        *([phrase(BOOK, "summary_doubts", lang, count=str(doubts))] if doubts else []),
    )


def _total(now: YearResult, tools: Sequence[Line], lang: Lang) -> str:
    known = {line.key: line for line in tools if line.sure and line.score is not None}
    scores = " ".join(f"{key.upper()} {number(_score(known[key]))}" for key in TOOLS if key in known)
    told = {
        "year": str(now.ruleset.fiscal_year),
        "tools": phrase(BOOK, "summary_tools", lang, scores=scores) if scores else "",
    }
    if TOTAL not in known:
        return phrase(BOOK, "summary_no_total", lang, **told).strip()
    grade = _grade(now, lang)
    return phrase(BOOK, "summary_total", lang, total=number(_score(known[TOTAL])), grade=grade, **told).strip()


def _grade(now: YearResult, lang: Lang) -> str:
    if now.grade and not any(GRADE in doubt.keys for doubt in now.doubts):
        return phrase(BOOK, "summary_grade", lang, grade=plain(now.grade, 40))
    grading = grading_of({key: score for key in now.scores if (score := now.sure(key)) is not None}, now.ruleset)
    if now.grade or grading is None or not grading.certain:
        return ""
    code = "summary_grade" if grading.confidence == "high" else "summary_grade_computed"
    return phrase(BOOK, code, lang, grade=grading.best.name)


def _extremes(sure: Sequence[Line], lang: Lang) -> Iterator[str]:
    if len(sure) > 1:
        scores = [_score(line) for line in sure]
        high = [line for line in sure if line.score == max(scores)]
        low = [line for line in sure if line.score == min(scores)]
        if max(scores) > min(scores):
            yield phrase(BOOK, "summary_extremes", lang, high=_named(high, lang), low=_named(low, lang))


def _named(lines: Sequence[Line], lang: Lang) -> str:
    names = [phrase(BOOK, "called_indicator", lang, code=line.key, title=line.name) for line in lines]
    return f"{listed(names, lang)} ({number(_score(lines[0]))})"


def _changes(tools: Sequence[Line], sure: Sequence[Line], before: int | None, lang: Lang) -> Iterator[str]:
    if before is None:
        return
    total = next((line for line in tools if line.key == TOTAL and line.change is not None), None)
    if total and total.change is not None:
        yield phrase(BOOK, f"summary_total_{total.trend}", lang, points=number(abs(total.change)), year=str(before))
    if any(line.change is not None for line in sure):
        rose, fell = (_changed(sure, trend, lang) for trend in ("rose", "fell"))
        yield phrase(BOOK, "summary_changes", lang, year=str(before), rose=rose, fell=fell)


def _changed(lines: Sequence[Line], trend: str, lang: Lang) -> str:
    changed = sorted((line for line in lines if line.trend == trend), key=lambda line: -abs(line.change or NOTHING))
    names = [f"{line.name} ({number(abs(line.change or NOTHING))})" for line in changed]
    return listed(names, lang) if names else phrase(BOOK, "none", lang)


def _zeros(items: Sequence[Line], lang: Lang) -> Iterator[str]:
    zeros = [line for line in items if line.sure and line.score == NOTHING]
    if zeros:
        names = listed([f"{line.key} {line.name}" for line in zeros], lang)
        yield phrase(BOOK, "summary_zeros", lang, count=str(len(zeros)), items=names)


def _score(line: Line) -> Fraction:
    return line.score if line.score is not None else NOTHING
