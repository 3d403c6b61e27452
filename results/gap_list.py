"""The list that web staff work from: what to repair by whom until when, and the measures of the year behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from audits.requirement import Ruleset
from audits.verdict import Status, Verdict
from results.decisions import Decision, in_force
from results.measures import Measure
from results.office import Office
from results.plain import TITLE_LIMIT, host_of, plain, plain_url
from results.report_cards import build_cards, gaps_of
from results.report_measures import measure_view
from results.report_model import Card, MeasureView, Report
from results.scoring import score
from results.store import Run
from results.wording import Lang, labels


@dataclass(frozen=True, slots=True, kw_only=True)
class GapList:
    """`cards` are the items to work on: gaps, most points first, then repairs that only wait for people to close them.
    `units` are the office's own units, to choose from."""

    lang: Lang
    agency_name: str
    agency_url: str
    fiscal_year: int
    as_of: date
    cards: tuple[Card, ...]
    measures: tuple[MeasureView, ...]
    units: tuple[str, ...]
    text: Mapping[str, str]


def gap_list(report: Report) -> GapList:
    """The list of a report."""
    return GapList(
        lang=report.lang, agency_name=report.agency_name, agency_url=report.agency_url, fiscal_year=report.fiscal_year,
        as_of=report.as_of, cards=(*report.gaps, *_to_close(report.cards)), measures=report.measures,
        units=_units(report.office), text=report.text,
    )  # fmt: skip


def gap_list_of(
    run: Run, verdicts: Sequence[Verdict], ruleset: Ruleset, *, office: Office, measures: Sequence[Measure],
    decisions: Sequence[Decision], lang: Lang,
) -> GapList:  # fmt: skip
    """The list of a stored run, with the measures as they stand now."""
    views = tuple(measure_view(measure, lang) for measure in measures)
    decided = in_force(decisions, run.as_of)
    cards = build_cards(
        verdicts, ruleset, score(verdicts, ruleset), lang, office=office, measures=views, decisions=decided
    )  # fmt: skip
    return GapList(
        lang=lang, agency_name=plain(run.agency_name, TITLE_LIMIT) or host_of(run.agency_url),
        agency_url=plain_url(run.agency_url), fiscal_year=run.fiscal_year, as_of=run.as_of,
        cards=(*gaps_of(cards), *_to_close(cards)), measures=views, units=_units(office), text=labels(lang),
    )  # fmt: skip


def _to_close(cards: Sequence[Card]) -> tuple[Card, ...]:
    return tuple(
        card for card in cards if card.status is Status.PASS and card.measure and card.measure.measure.proposed
    )


def _units(office: Office) -> tuple[str, ...]:
    return tuple(plain(unit.name) for unit in office.units)
