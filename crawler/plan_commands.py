"""The command `plan`: what to repair first, by whom, until when, and what is enough for a target."""

from pathlib import Path
from typing import Annotated

import typer

from crawler import options, rulebook
from crawler.evidence import EvidenceError
from crawler.outlooks import outlook_of
from crawler.stored_runs import body_runs, evidence_of, stored_run
from crawler.typed_scores import typed_figure, typed_goal
from results import queries, work_plan_json, work_plan_text
from results.published import Figures
from results.scoring import NothingToScoreError
from results.wording import phrase
from results.work_plan import make_plan


def plan(
    target: Annotated[
        str | None, typer.Option("--target", help="ITA total (OIT score without --iit and --eit) or grade to reach")
    ] = None,
    iit: Annotated[str | None, typer.Option("--iit", help="score of IIT, like 75.83")] = None,
    eit: Annotated[str | None, typer.Option("--eit", help="score of EIT")] = None,
    db: options.KnownDbOption = Path("oit.db"),
    url: options.BodyOption = None,
    year: options.BodyYearOption = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="day the plan is made for, like 2026-04-01; default: today")
    ] = None,
    until: options.UntilOption = None,
    evidence: options.EvidenceOption = None,
    format: Annotated[str, typer.Option("--format", help="table or json")] = "table",
    output: Annotated[str, typer.Option("--output", help="file to write; - is standard output")] = "-",
    lang: options.LangOption = "th",
) -> None:
    """Plan the repairs after the last run: days left, order, work of each unit, the smallest way to a target."""
    language = options.language(lang)
    form = options.one_of("--format", format, ("table", "json"))
    day = options.day_of(as_of)
    last = options.day_of(until, "--until") if until else None
    typed = {"iit": iit, "eit": eit}
    figures = Figures(
        values={name: typed_figure(text, f"--{name}", language) for name, text in typed.items() if text is not None}
    )
    with options.known_store(db) as store:
        run = body_runs(store, url, year, language)[-1]
        stored = stored_run(store, run, "--db", language)
        goal = typed_goal(target, figures, stored.ruleset, language)
        body = (run.agency_url, run.fiscal_year)
        try:
            ahead = outlook_of(stored, evidence_of(run, store, evidence), last, language)
            made = make_plan(
                stored, day, figures, goal, ahead, office=rulebook.office(run.agency_url),
                measures=queries.measures(store, *body), decisions=queries.decisions(store, *body), lang=language,
            )  # fmt: skip
        except EvidenceError as error:
            raise options.wrong("--evidence", str(error)) from error
        except NothingToScoreError as error:
            raise options.wrong("--db", phrase("plan", "all_excused", language)) from error
    write = work_plan_json.as_json if form == "json" else work_plan_text.as_text
    options.write_text(output, write(made))
