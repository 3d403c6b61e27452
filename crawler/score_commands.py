"""The commands of the arithmetic: `score` computes a result and the way to a better one, `decode` goes back from a
published figure to the zeros behind it."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from audits.requirement import Ruleset
from crawler import options, rulebook
from crawler.item_codes import items_of
from crawler.messages import Lang
from crawler.official_scores import OfficialScores, ScoresError, read_scores
from crawler.typed_scores import typed_figure, typed_goal
from results import decode_report, score_json, score_text
from results.decoding import Indicator, sizes_of
from results.published import EIT_INDICATORS, IIT_INDICATORS, Figures
from results.score_sheet import build_sheet
from results.scoring import NothingToScoreError, Standing
from results.wording import phrase

NOT_ATTAINABLE = 1
_BOOK = "scoring"

FormOption = Annotated[str, typer.Option("--format", help="table or json")]
FileOption = Annotated[str, typer.Option("--output", help="file to write; - is standard output")]
ExcusedOption = Annotated[str | None, typer.Option("--excused", help="items that are not scored, like O5,O6")]


def score(
    year: options.YearOption = None,
    zero: Annotated[str | None, typer.Option("--zero", help="items that got 0, like O1,O2,O11")] = None,
    unknown: Annotated[str | None, typer.Option("--unknown", help="items whose score is not known")] = None,
    excused: ExcusedOption = None,
    scores: Annotated[
        Path | None, typer.Option("--scores", help="CSV of official results: a column of items and indicators, a score")
    ] = None,
    iit: Annotated[str | None, typer.Option("--iit", help="score of IIT, like 75.83")] = None,
    eit: Annotated[str | None, typer.Option("--eit", help="score of EIT")] = None,
    target: Annotated[
        str | None, typer.Option("--target", help="ITA total (OIT score without --iit and --eit) or grade to reach")
    ] = None,
    format: FormOption = "table",
    output: FileOption = "-",
    lang: options.LangOption = "th",
) -> None:
    """Compute OIT and ITA from the items that got 0, what each repair is worth, and the smallest way to a target.

    Items that are not named count as 100; with --scores, as unknown. Named items and figures go before the file's."""
    language = options.language(lang)
    ruleset = rulebook.rules_of_year(year)
    form = options.one_of("--format", format, ("table", "json"))
    official = _official(scores, ruleset, language)
    named = _standings(ruleset, language, {"--zero": zero, "--unknown": unknown, "--excused": excused})
    otherwise = Standing.UNKNOWN if scores else Standing.FULL
    known = {**official.standings, **named}
    standings = {item.code: known.get(item.code, otherwise) for item in ruleset.requirements}
    figures = _figures(official, {"iit": iit, "eit": eit}, language)
    goal = typed_goal(target, figures, ruleset, language)
    unlisted = tuple(code for code in standings if code not in known) if scores else ()
    try:
        sheet = build_sheet(ruleset, standings, figures, goal=goal, unlisted=unlisted)
    except NothingToScoreError as error:
        raise options.wrong("--excused", phrase(_BOOK, "all_excused", language)) from error
    write = score_json.as_json if form == "json" else score_text.as_text
    options.write_text(output, write(sheet, language))


def decode(
    year: options.YearOption = None,
    indicator9: Annotated[
        str | None, typer.Option("--indicator9", help="published figure of indicator 9, like 74.48")
    ] = None,
    indicator10: Annotated[str | None, typer.Option("--indicator10", help="published figure of indicator 10")] = None,
    excused: ExcusedOption = None,
    format: FormOption = "table",
    output: FileOption = "-",
    lang: options.LangOption = "th",
) -> None:
    """Find every pattern of zeros that gives a published figure of indicator 9 or 10; exit 1 when there is none."""
    language = options.language(lang)
    ruleset = rulebook.rules_of_year(year)
    form = options.one_of("--format", format, ("table", "json"))
    given: dict[Indicator, str | None] = {"9": indicator9, "10": indicator10}
    figures: dict[Indicator, Fraction] = {
        name: typed_figure(text, f"--indicator{name}", language) for name, text in given.items() if text is not None
    }
    if not figures:
        raise options.wrong("--indicator9", phrase(_BOOK, "no_indicator", language))
    left_out = [item.code for item in items_of(excused, ruleset, language, "--excused")] if excused is not None else []
    for name in figures:
        if not sizes_of(ruleset, name, left_out):
            raise options.wrong("--excused", phrase(_BOOK, "no_items_left", language, indicator=name))
    decoding = decode_report.decode_figures(figures, ruleset, left_out, rulebook.all_rules())
    told = decode_report.as_json(decoding) if form == "json" else decode_report.as_text(decoding, language)
    options.write_text(output, told)
    if not decoding.attainable:
        raise typer.Exit(NOT_ATTAINABLE)


def _official(path: Path | None, ruleset: Ruleset, lang: Lang) -> OfficialScores:
    if path is None:
        return OfficialScores()
    try:
        return read_scores(path, ruleset, lang)
    except ScoresError as error:
        raise options.wrong("--scores", str(error)) from error


def _standings(ruleset: Ruleset, lang: Lang, lists: Mapping[str, str | None]) -> dict[str, Standing]:
    """The items named by options; one that is named in two of them is refused."""
    meaning = {"--zero": Standing.ZERO, "--unknown": Standing.UNKNOWN, "--excused": Standing.EXCUSED}
    owner: dict[str, str] = {}
    for option, text in lists.items():
        for item in items_of(text, ruleset, lang, option) if text else ():
            if item.code in owner:
                raise options.wrong(
                    option, phrase(_BOOK, "twice_given", lang, code=item.code, one=owner[item.code], two=option)
                )
            owner[item.code] = option
    return {code: meaning[option] for code, option in owner.items()}


def _figures(official: OfficialScores, typed: Mapping[str, str | None], lang: Lang) -> Figures:
    """The figures of the file, with the typed ones in place of what it says of that instrument."""
    values = dict(official.figures)
    for (name, text), parts in zip(typed.items(), (IIT_INDICATORS, EIT_INDICATORS), strict=True):
        if text is not None:
            for part in parts:
                values.pop(part, None)
            values[name] = typed_figure(text, f"--{name}", lang)
    return Figures(values=values)
