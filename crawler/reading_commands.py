"""The commands about reading alone: `read` one file or address, `cache` of what was read before."""

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from crawler import options, rulebook
from crawler.document_cache import cache_text, prune
from crawler.reading import ReadingError, as_json, as_text, read_address, read_local
from crawler.seed import SeedError

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_NOT_FETCHED = 3


def read(
    source: Annotated[str, typer.Argument(help="file, or web address with http:// or https://")],
    format: Annotated[str, typer.Option("--format", help="text or json")] = "text",
    output: Annotated[str, typer.Option("--output", help="file to write; - is standard output")] = "-",
    ocr: Annotated[str, typer.Option("--ocr", help="text recognition of scans: auto or never")] = "auto",
    render: Annotated[str, typer.Option("--render", help="browser rendering: auto, never or always")] = "auto",
    lang: options.LangOption = "th",
) -> None:
    """Show what the program reads in one file or page: text by page and method, and the years it would rely on."""
    language = options.language(lang)
    form = options.one_of("--format", format, ("text", "json"))
    recognise = options.one_of("--ocr", ocr, ("auto", "never")) == "auto"
    browser = options.one_of("--render", render, ("auto", "never", "always"))
    try:
        if _ADDRESS.match(source):
            reading = read_address(source, ocr=recognise, render=browser, contact=rulebook.settings().contact)
        else:
            reading = read_local(Path(source), ocr=recognise)
    except SeedError as error:
        raise options.wrong("SOURCE", str(error)) from error
    except ReadingError as error:
        if not _ADDRESS.match(source):
            raise options.wrong("SOURCE", str(error)) from error
        print(str(error), file=sys.stderr)
        raise typer.Exit(_NOT_FETCHED) from error
    options.write_text(output, as_json(reading) if form == "json" else as_text(reading, language))


def cache(
    db: Annotated[Path, typer.Option("--db", help="SQLite store beside which the evidence lies")] = Path("oit.db"),
    evidence: Annotated[
        Path | None, typer.Option("--evidence", help="folder of snapshots; default: evidence/ beside --db")
    ] = None,
    prune_it: Annotated[bool, typer.Option("--prune", help="remove what no snapshot or reader uses any more")] = False,
    lang: options.LangOption = "th",
) -> None:
    """Show what is remembered of documents that were read before, and remove what is no longer of use."""
    language = options.language(lang)
    home = evidence or db.parent / "evidence"
    if not home.is_dir():
        raise options.wrong("--evidence", f"{home} is no folder; name the one that holds the snapshots")
    sys.stdout.write(prune(home, language) if prune_it else cache_text(home, language))
