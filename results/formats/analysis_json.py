"""The analysis as JSON, for other programs."""

import json
from fractions import Fraction
from typing import Any

from results.analysis_model import Analysis, Doubt, Line, Step
from results.formats.json_report import CONTRACT
from results.scoring import rounded


def render(analysis: Analysis) -> bytes:
    """UTF-8 JSON, indented, ending with a newline."""
    return (json.dumps(document(analysis), ensure_ascii=False, indent=2) + "\n").encode()


def document(analysis: Analysis) -> dict[str, Any]:
    """The JSON document as plain dictionaries and lists. Scores have two decimals and are null when not known.

    - `years`: per given year its indicators, instruments and total (null: doubtful) and the grade
    - `tools`, `indicators`, `sub_indicators`, `questions`, `items`: key, name, indicator, score, sure, excused, level
      (urgent, improve, keep, unknown), earlier (key and score of the same thing the year before), change, trend (rose,
      fell, same, mixed, none) with `trend_text`; `gone`: items of the year before that nothing is asked of any more
    - `topics`: number, title, summary, and the keys of its indicators, questions and items
    - `plan`: key, indicator, subject, finding, measure, steps, timing, owner, level
    - `doubts`: kind, year, keys, places (file, sheet, row, column), problem, explanation, details, confidence
    - `remarks`: what was not read, or not used, of the files
    """
    scale = analysis.scale
    return {
        "contract": CONTRACT,
        "body": analysis.office.name or None,
        "fiscal_year": analysis.year,
        "compared_with": analysis.before,
        "as_of": analysis.as_of.isoformat(),
        "lang": analysis.lang,
        "program": analysis.program,
        "files": list(analysis.files),
        "scale": {"lower": float(scale.lower), "upper": float(scale.upper)},
        "summary": list(analysis.summary),
        "years": [
            {"fiscal_year": each.year, "grade": each.grade or None,
             "scores": {key: _score(score) for key, score in each.scores.items()}}
            for each in analysis.years
        ],
        **{name: [_line(line) for line in getattr(analysis, name)]
           for name in ("tools", "indicators", "sub_indicators", "questions", "items", "gone")},
        "topics": [
            {"number": topic.number, "title": topic.title, "summary": topic.summary,
             **{name: [line.key for line in getattr(topic, name)] for name in ("indicators", "questions", "items")}}
            for topic in analysis.topics
        ],
        "plan": [_step(step) for step in analysis.plan],
        "doubts": [_doubt(doubt) for doubt in analysis.doubts],
        "remarks": list(analysis.remarks),
        "method": list(analysis.method),
        "sources": list(analysis.sources),
    }  # fmt: skip


def _line(line: Line) -> dict[str, Any]:
    return {
        "key": line.key, "name": line.name, "indicator": line.indicator or None, "score": _score(line.score),
        "sure": line.sure, "excused": line.excused, "level": line.level, "level_label": line.level_label,
        "earlier": [{"key": one.key, "score": _score(one.score)} for one in line.earlier],
        "change": _score(line.change), "trend": line.trend, "trend_text": line.trend_text,
    }  # fmt: skip


def _step(step: Step) -> dict[str, Any]:
    return {
        "key": step.key, "indicator": step.indicator, "subject": list(step.subject), "finding": step.finding,
        "measure": step.measure, "steps": list(step.steps), "timing": step.timing, "owner": step.owner,
        "level": step.level, "level_label": step.level_label,
    }  # fmt: skip


def _doubt(doubt: Doubt) -> dict[str, Any]:
    return {
        "kind": doubt.kind, "year": doubt.year, "keys": list(doubt.keys),
        "places": [
            {"file": place.file, "sheet": place.sheet or None, "row": place.row, "column": place.column or None}
            for place in doubt.places
        ],
        "problem": doubt.problem, "explanation": doubt.explanation, "details": list(doubt.details),
        "confidence": doubt.confidence,
    }  # fmt: skip


def _score(score: Fraction | None) -> float | None:
    return None if score is None else rounded(score)
