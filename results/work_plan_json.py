"""`oit plan` for other programs."""

import json
from typing import Any

from results.formats.json_report import CONTRACT
from results.outlook import expiry_json
from results.report_model import Card
from results.score_json import way_json
from results.scoring import rounded
from results.work_plan import Work, WorkPlan


def as_json(plan: WorkPlan) -> str:
    """One object; `units` name the codes of `order`."""
    oit = plan.sheet.score.oit
    told = {
        "contract": CONTRACT,
        "agency": {"name": plan.agency_name, "url": plan.agency_url},
        "fiscal_year": plan.sheet.ruleset.fiscal_year,
        "run": plan.run,
        "judged_for": plan.judged_for.isoformat(),
        "as_of": plan.day.isoformat(),
        "deadline": plan.deadline.day.isoformat() if plan.deadline.day else None,
        "days_left": plan.deadline.days,
        "oit": {"low": rounded(oit.low), "high": rounded(oit.high)},
        "order": [_work(work) for work in plan.order],
        "units": [
            {"owner": unit.owner, "ita": rounded(unit.ita), "codes": [work.card.code for work in unit.work]}
            for unit in plan.units
        ],
        "target": way_json(plan.sheet.way) if plan.sheet.way else None,
        "waiting": [_card(card) for card in plan.waiting],
        "decided": [_card(card) | _decision(card) for card in plan.decided],
        "until": plan.until.isoformat() if plan.until else None,
        "expiries": [expiry_json(expiry) for expiry in plan.expiries],
        "expiry_note": plan.expiry_note,
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _work(work: Work) -> dict[str, Any]:
    progress = work.card.measure.status if work.card.measure else None
    return _card(work.card) | {
        "ita": rounded(work.gain.ita), "oit": rounded(work.gain.oit), "effort": work.gain.effort,
        "points_per_effort": rounded(work.rate), "due": work.due.isoformat() if work.due else None,
        "overdue": work.overdue, "chosen": work.chosen, "progress": progress, "repair": work.card.repair,
    }  # fmt: skip


def _card(card: Card) -> dict[str, Any]:
    return {
        "code": card.code, "concept": card.concept, "title": card.title, "status": card.status, "reason": card.reason,
        "owner": card.owner,
    }  # fmt: skip


def _decision(card: Card) -> dict[str, Any]:
    return {"decision": card.decision.sentence if card.decision else ""}
