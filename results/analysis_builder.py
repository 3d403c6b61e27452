"""Official results as given + rules → the one analysis that every format is written from."""

from datetime import date

from audits.titles import Titles
from results.analysis_input import Given
from results.analysis_keys import GRADE, INDICATORS, TOOLS, TOTAL
from results.analysis_lines import Lines
from results.analysis_model import Analysis, Scale, YearFigures
from results.analysis_plan import Planner
from results.analysis_remarks import method_sentences, remark_sentences, source_lines, year_doubts
from results.analysis_summary import scale_text, summary_sentences
from results.analysis_topics import topics_of
from results.analysis_year import YearResult, result_of_year
from results.office import Office
from results.plain import TITLE_LIMIT, plain
from results.wording import Lang, phrase, phrases


def build_analysis(
    given: Given,
    titles: Titles,
    *,
    year: int,
    scale: Scale,
    office: Office,
    as_of: date,
    program: str,
    lang: Lang = "th",
) -> Analysis:
    """Analyse the result of `year`, one of the given years, beside the given year before it.

    `titles` hold the rules of all known years, those of the given years among them.
    """
    known = titles.rulesets
    results: dict[int, YearResult] = {}
    for each in given.years:
        entries = [entry for entry in given.entries if entry.year == each]
        results[each] = result_of_year(entries, known[each], titles, lang)
    now = results[year]
    before = next((results[each] for each in sorted(results, reverse=True) if each < year), None)
    lines = Lines(now=now, before=before, scale=scale, lang=lang)
    tools, indicators, asked, items = lines.tools(), lines.indicators(), lines.questions(), lines.items()
    told = (doubt for result in reversed(results.values()) for doubt in result.doubts)
    doubts = (*year_doubts(given, lang), *told)
    earlier = before.ruleset.fiscal_year if before else None
    planner = Planner(ruleset=now.ruleset, after=known.get(year + 1), scale=scale, office=office, as_of=as_of,
                      before=earlier, lang=lang)  # fmt: skip
    return Analysis(
        lang=lang, office=office, year=year,
        body=plain(office.name, TITLE_LIMIT) or phrase("analysis", "no_body", lang), before=earlier,
        as_of=as_of, program=program,
        files=tuple(dict.fromkeys(plain(entry.place.file) for entry in given.entries)), scale=scale,
        scale_text=scale_text(scale, lang),
        summary=summary_sentences(now, earlier, tools, indicators, items, len(doubts), lang),
        years=tuple(_year_figures(result) for result in results.values()), tools=tools, indicators=indicators,
        sub_indicators=lines.sub_indicators(),
        questions=asked, items=items, gone=lines.gone(), topics=topics_of(indicators, asked, items, now.ruleset, lang),
        plan=planner.plan(indicators, asked, items),
        doubts=doubts,
        remarks=remark_sentences(given.remarks, lang), method=method_sentences(now.ruleset, scale, asked, before, lang),
        sources=source_lines([result.ruleset for result in results.values()]), text=phrases("analysis", lang),
    )  # fmt: skip


def _year_figures(result: YearResult) -> YearFigures:
    grade = "" if any(GRADE in doubt.keys for doubt in result.doubts) else plain(result.grade, 40)
    scores = {key: result.sure(key) for key in (*INDICATORS, *TOOLS, TOTAL) if key in result.scores}
    return YearFigures(year=result.ruleset.fiscal_year, scores=scores, grade=grade)
