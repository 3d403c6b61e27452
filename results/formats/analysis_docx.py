"""The analysis as a Word report in official style: results, figures to check, levels, topics, and the plan across."""

from collections.abc import Iterator, Sequence

from results.analysis_comparison import MOST_COMPARED, comparison_leads, comparisons, history
from results.analysis_model import Analysis, Line, Topic
from results.analysis_names import places_text
from results.formats.analysis_rows import earlier_score, heads, numbered, score_cell, subject_text
from results.formats.thai_docx import ThaiDocument
from results.periods import day_text
from results.wording import phrase

_PLAN = (("col_indicator", 3.0), ("col_subject", 4.6), ("col_finding", 5.0), ("col_measure", 3.6), ("col_steps", 5.5),
         ("col_timing", 2.6), ("col_owner", 2.4))  # fmt: skip

_WIDTH = 16.0


def render(analysis: Analysis) -> bytes:
    """A DOCX document."""
    text = analysis.text
    document = ThaiDocument(text["title"], analysis.program, analysis.as_of, analysis.office.digits)
    document.title(text["title"], f"{text['fiscal_year']} {analysis.year}", analysis.body)
    numbers = iter(range(1, 10))
    for write in (_overview, _doubts, _levels, _comparison, _topics, _plan, _method):
        write(analysis, document, numbers)
    return document.as_bytes()


def _head(document: ThaiDocument, numbers: Iterator[int], words: str) -> None:
    document.heading(f"{next(numbers)}. {words}")


def _overview(analysis: Analysis, document: ThaiDocument, numbers: Iterator[int]) -> None:
    text = analysis.text
    _head(document, numbers, text["sec_overview"])
    for sentence in analysis.summary:
        document.said(sentence)
    if analysis.indicators or analysis.tools:
        document.heading(text["sec_indicators"], 2)
        _scores(document, analysis, (*analysis.indicators, *analysis.tools))
        document.said(f"{text['note']}: {analysis.scale_text}")
    if len(analysis.years) > MOST_COMPARED:
        document.heading(text["sec_history"], 2)
        names, rows = history(analysis)
        width = _WIDTH / (len(names) + 2)
        document.table(names, [3 * width, *[width] * (len(names) - 1)], rows)


def _doubts(analysis: Analysis, document: ThaiDocument, numbers: Iterator[int]) -> None:
    _head(document, numbers, analysis.text["sec_doubts"])
    if not analysis.doubts:
        document.said(analysis.text["doubts_none"])
    for doubt in analysis.doubts:
        document.entry(f"{doubt.problem} {doubt.explanation}")
        for detail in doubt.details:
            document.entry(detail, under=True)
        places = places_text(doubt.places, analysis.lang)
        trust = f"{analysis.text['col_trust']}: {doubt.confidence_label}"
        document.entry(f"{trust} ({places})" if places else trust, under=True)


def _levels(analysis: Analysis, document: ThaiDocument, numbers: Iterator[int]) -> None:
    text, single = analysis.text, analysis.scale.single
    _head(document, numbers, text["sec_lists"])
    groups: list[tuple[str, Sequence[Line]]] = [
        (text["sec_strong"], analysis.at_level("keep")),
        (text["sec_weak" if single else "sec_urgent"], analysis.at_level("urgent")),
    ]
    if not single:
        groups.append((text["sec_improve"], analysis.at_level("improve")))
    if analysis.questions:
        groups.append((text["sec_weak_questions"], analysis.weak(analysis.questions)))
    if analysis.items:
        groups.append((text["sec_zero_items"], analysis.weak(analysis.items)))
    for title, lines in groups:
        document.heading(title, 2)
        for line in lines:
            document.entry(f"{_name(line, analysis)} {_score(line)} {text['points']}")
        if not lines:
            document.entry(text["none"])


def _comparison(analysis: Analysis, document: ThaiDocument, numbers: Iterator[int]) -> None:
    told = [(title, lines) for title, lines in comparisons(analysis) if lines]
    if analysis.before is None:
        return
    _head(document, numbers, phrase("analysis", "sec_compare", analysis.lang, year=str(analysis.before)))
    for sentence in comparison_leads(analysis):
        document.said(sentence)
    for title, lines in told:
        document.heading(title, 2)
        _scores(document, analysis, lines)
    if not told:
        document.said(analysis.text["compare_none"])


def _topics(analysis: Analysis, document: ThaiDocument, numbers: Iterator[int]) -> None:
    _head(document, numbers, analysis.text["sec_topics"])
    for topic in analysis.topics:
        _topic(analysis, document, topic)


def _topic(analysis: Analysis, document: ThaiDocument, topic: Topic) -> None:
    document.heading(phrase("analysis", "topic", analysis.lang, number=str(topic.number), title=topic.title), 2)
    document.said(topic.summary)
    lines = topic.lines or topic.indicators
    if lines:
        _scores(document, analysis, lines, compared=False)


def _plan(analysis: Analysis, document: ThaiDocument, numbers: Iterator[int]) -> None:
    document.across()
    _head(document, numbers, phrase("analysis", "sec_plan", analysis.lang, year=str(analysis.year + 1)))
    document.said(analysis.text["plan_lead"])
    rows = [
        (f"{step.indicator}\n({step.level_label})", subject_text(step), step.finding, step.measure,
         numbered(step.steps), step.timing, step.owner)
        for step in analysis.plan
    ]  # fmt: skip
    document.table([analysis.text[key] for key, _ in _PLAN], [width for _, width in _PLAN], rows, whole=False)


def _method(analysis: Analysis, document: ThaiDocument, numbers: Iterator[int]) -> None:
    document.upright()
    _head(document, numbers, analysis.text["sec_method"])
    for sentence in (*analysis.method, *analysis.sources):
        document.entry(sentence)
    if analysis.remarks:
        document.heading(analysis.text["sec_remarks"], 2)
        for remark in analysis.remarks:
            document.entry(remark)
    document.said(f"{analysis.text['as_of']} {day_text(analysis.as_of, analysis.lang)} · {analysis.program}")


def _scores(document: ThaiDocument, analysis: Analysis, lines: Sequence[Line], *, compared: bool = True) -> None:
    """Lines as a table; beside the year before when there is one."""
    named, before = heads(analysis), analysis.before is not None and compared
    columns = [("col_key", 1.6), ("col_name", 9.0), ("col_score", 2.1), ("col_level", 3.3)]
    if before:
        columns = [("col_key", 1.2), ("col_name", 4.5), ("col_earlier_score", 2.0), ("col_score", 1.9),
                   ("col_change", 3.2), ("col_level", 3.2)]  # fmt: skip
    rows = [[_cell(line, key) for key, _ in columns] for line in lines]
    document.table([named[key] for key, _ in columns], [width for _, width in columns], rows)


def _cell(line: Line, column: str) -> str:
    earlier = earlier_score(line)
    return {
        "col_key": line.key.upper(), "col_name": line.name, "col_score": _score(line), "col_level": line.level_label,
        "col_change": line.trend_text, "col_earlier_score": f"{earlier:.2f}" if isinstance(earlier, float) else "–",
    }[column]  # fmt: skip


def _score(line: Line) -> str:
    score = score_cell(line.score)
    return f"{score:.2f}" if isinstance(score, float) else "–"


def _name(line: Line, analysis: Analysis) -> str:
    kind = "called_indicator" if line.key.isdigit() else "called_item"
    return phrase("analysis", kind, analysis.lang, code=line.key, title=line.name).strip()
