"""The commands that tell the rules: `items`, `explain` and `rules` (diff, calendar, identify, copy, document)."""

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from audits.requirement import RULES_FOLDER
from crawler import options, rulebook
from crawler.item_codes import item_of
from crawler.numbering_report import numbering_text
from results.calendar_text import calendar_text
from results.catalogue import CATALOGUES
from results.explanation import explain as explained
from results.rules_changes import changes_table
from results.rules_document import rules_document

rules_app = typer.Typer(no_args_is_help=True, help="Tells and compares the rules of fiscal years.")


def items(
    year: options.YearOption = None,
    format: Annotated[str, typer.Option("--format", help="table, json, csv or md")] = "table",
    output: Annotated[str, typer.Option("--output", help="file to write; - is standard output")] = "-",
    lang: options.LangOption = "th",
) -> None:
    """List the OIT items of a fiscal year."""
    language = options.language(lang)
    ruleset = rulebook.rules_of_year(year)
    form = options.one_of("--format", format, tuple(CATALOGUES))
    options.write_text(output, CATALOGUES[form](ruleset, language))


def explain(
    code: Annotated[str, typer.Argument(help="item code, in any spelling: O10, o10, ๐๑๐")],
    year: options.YearOption = None,
    as_of: options.AsOfOption = None,
    lang: options.LangOption = "th",
) -> None:
    """Explain one item: what is asked, of which time, by whom, and where it stood in other years."""
    language = options.language(lang)
    day = options.day_of(as_of)
    ruleset = rulebook.rules_of_year(year, day)
    item = item_of(code, ruleset, language)
    sys.stdout.write(explained(item, ruleset, rulebook.all_rules(), day, language))


@rules_app.command("diff")
def diff(
    old: Annotated[int, typer.Argument(help="fiscal year (B.E.)")],
    new: Annotated[int, typer.Argument(help="fiscal year (B.E.)")],
    lang: options.LangOption = "th",
) -> None:
    """Show by concept what moved, merged, split, came, went or changed between two years."""
    language = options.language(lang)
    before, after = (rulebook.rules_of_year(year, option=name) for year, name in ((old, "OLD"), (new, "NEW")))
    sys.stdout.write(changes_table(before, after, language))


@rules_app.command("calendar")
def calendar(
    year: options.YearOption = None, as_of: options.AsOfOption = None, lang: options.LangOption = "th"
) -> None:
    """Show the known dates of a year's assessment; an office sets its own in oit.toml."""
    day = options.day_of(as_of)
    sys.stdout.write(calendar_text(rulebook.rules_of_year(year, day), day, options.language(lang)))


@rules_app.command("identify")
def identify(
    file: Annotated[Path, typer.Argument(help="index page or report: html, pdf, docx, xlsx, csv or txt")],
    claimed: Annotated[
        int | None, typer.Option("--year", help="fiscal year (B.E.) that the list is said to follow")
    ] = None,
    lang: options.LangOption = "th",
) -> None:
    """Tell which year's numbering a list of items follows, and which rows belong to another year."""
    language = options.language(lang)
    if claimed is not None:
        rulebook.rules_of_year(claimed)
    sys.stdout.write(numbering_text(file, claimed, language))


@rules_app.command("copy")
def copy(folder: Annotated[Path, typer.Argument(help="folder to make; it must not exist yet")]) -> None:
    """Copy the rules for changes of your own, like a new year; name the folder as `rules` in oit.toml."""
    try:
        folder.mkdir(parents=True)
        for name in ("years", "concepts", "scales"):
            shutil.copytree(RULES_FOLDER / name, folder / name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    except OSError as error:
        raise options.wrong("FOLDER", f"{folder} cannot be made ({error.strerror}); name a new folder") from error


@rules_app.command("document")
def document(
    output: Annotated[str, typer.Option("--output", help="file to write; - is standard output")] = "-",
) -> None:
    """Write docs/rules.md: every year's items with source and confidence, and the table of concepts by year."""
    options.write_text(output, rules_document(rulebook.all_rules()))
