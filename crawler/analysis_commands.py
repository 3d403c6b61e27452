"""`oit analyse`: official results of one or several years → strengths, weaknesses, comparison, topics, plan, doubts."""

import csv
import io
import sys
from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from audits.titles import Titles
from crawler import options, rulebook
from crawler.messages import Lang, say
from crawler.reporting import write_files
from crawler.result_files import ResultsError, read_results
from crawler.version import PROGRAM
from results.analysis_builder import build_analysis
from results.analysis_example import example_rows
from results.analysis_input import Given
from results.analysis_model import Analysis, Scale
from results.formats.analysis_formats import ANALYSIS_FORMATS
from results.formats.analysis_xlsx import sheet_of_rows
from results.office import Office
from results.wording import phrase

_BOOK = "analysis"
FilesArgument = Annotated[
    list[Path] | None, typer.Argument(help="official results as CSV or XLSX, one or several years")
]


def analyse(
    files: FilesArgument = None,
    year: Annotated[
        int | None, typer.Option("--year", help="fiscal year (B.E.) to analyse, and that of a file that names none")
    ] = None,
    as_of: options.AsOfOption = None,
    lower: Annotated[float | None, typer.Option("--lower", help="scores below are urgent (85)")] = None,
    upper: Annotated[
        float | None,
        typer.Option("--upper", help="scores from here on are kept (100); both 90: one limit"),
    ] = None,
    format: Annotated[str, typer.Option("--format", help="html,xlsx,docx,csv,json,pdf: comma separated")] = "html",
    output: Annotated[
        str, typer.Option("--output", help="folder for documents; with one format a file name; - is standard output")
    ] = "reports/",
    example: Annotated[
        Path | None, typer.Option("--example", help="write an example of such a file (.csv or .xlsx) and end")
    ] = None,
    lang: options.LangOption = "th",
    quiet: Annotated[bool, typer.Option("--quiet", help="say nothing but errors")] = False,
) -> None:
    """Analyse official ITA results: levels, two years compared, seven topics, a plan, and figures that cannot be."""
    language = options.language(lang)
    if example is not None:
        _write_example(example, year, language, quiet)
        return
    if not files:
        raise options.wrong("FILE", phrase(_BOOK, "no_files", language))
    formats = options.formats_of(format, output)
    office = rulebook.office(rulebook.settings().office.website)
    scale = _scale(lower, upper, office, language)
    given = _given(files, year, language)
    analysis = build_analysis(
        given, Titles(rulebook.all_rules()), year=_year(given, year, language), scale=scale, office=office,
        as_of=options.day_of(as_of), program=PROGRAM, lang=language,
    )  # fmt: skip
    makers = [(ANALYSIS_FORMATS[name].suffix, partial(ANALYSIS_FORMATS[name].render, analysis)) for name in formats]
    written = write_files(makers, output, f"analysis-{analysis.year}")
    if not quiet:
        _tell(analysis, written, language)


def _given(files: Sequence[Path], year: int | None, lang: Lang) -> Given:
    try:
        return read_results(files, rulebook.known(), year, lang)
    except ResultsError as error:
        raise options.wrong("FILE", str(error)) from error


def _year(given: Given, year: int | None, lang: Lang) -> int:
    """The year to analyse: the newest one of the files, if none is named."""
    if year is not None and year not in given.years:
        years = ", ".join(map(str, given.years))
        raise options.wrong("--year", phrase(_BOOK, "year_not_given", lang, year=str(year), years=years))
    return year or given.years[-1]


def _scale(lower: float | None, upper: float | None, office: Office, lang: Lang) -> Scale:
    """The thresholds of the command; what it leaves out is as the office set it."""
    low = office.lower if lower is None else lower
    high = max(office.upper, low) if upper is None else upper
    if not 0 <= low <= high <= 100:
        told = {"lower": f"{low:g}", "upper": f"{high:g}"}
        raise options.wrong("--lower", phrase(_BOOK, "bad_threshold", lang, **told))
    return Scale(lower=Fraction(str(low)), upper=Fraction(str(high)))


def _tell(analysis: Analysis, written: Sequence[Path], lang: Lang) -> None:
    """What was not read of the files, what was written, and how much there is to do."""
    for remark in analysis.remarks:
        print(remark, file=sys.stderr)
    for path in written:
        print(say("written", lang, path=path), file=sys.stderr)
    weak = str(len(analysis.weak(analysis.indicators)))
    told = {"year": str(analysis.year), "weak": weak, "doubts": str(len(analysis.doubts))}
    print(phrase(_BOOK, "done", lang, **told), file=sys.stderr)


def _write_example(path: Path, year: int | None, lang: Lang, quiet: bool) -> None:
    """An example for the year, by the file's suffix."""
    rows = example_rows(rulebook.rules_of_year(year), lang)
    makers = {".csv": _as_csv, ".xlsx": partial(sheet_of_rows, lang=lang)}
    make = makers.get(path.suffix.lower())
    if make is None:
        raise options.wrong("--example", phrase(_BOOK, "bad_example", lang))
    write_files([(path.suffix, partial(make, rows))], str(path), path.stem)
    if not quiet:
        print(phrase(_BOOK, "example_written", lang, path=str(path)), file=sys.stderr)


def _as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")
