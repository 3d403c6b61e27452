"""Measures and decisions as plain values, for the JSON report and the lists; their keys are part of the contract."""

from datetime import date
from typing import Any

from results.report_model import DecisionView, MeasureView


def measure_json(view: MeasureView) -> dict[str, Any]:
    """One measure as plain values; keys are stable."""
    return {
        "code": view.code,
        "concept": view.concept,
        "title": view.title,
        "owner": view.owner,
        "due": _iso(view.due),
        "status": view.status.value,
        "retest": view.retest.value,
        "verdict": view.measure.verdict,
        "proposed": view.measure.proposed,
        "closed": view.measure.closed,
        "opened_on": _iso(view.measure.opened_on),
        "verified_on": _iso(view.verified_on),
        "verified_url": view.verified_url or None,
        "evidence_url": view.evidence_url or None,
        "note": view.note,
        "sentence": view.sentence,
        "history": [{"day": line.day.isoformat(), "who": line.who, "text": line.text} for line in view.history],
    }


def decision_json(view: DecisionView) -> dict[str, Any]:
    """One decision as plain values; keys are stable."""
    back = view.decision.withdrawn
    return {
        "code": view.decision.code,
        "concept": view.decision.concept,
        "ruling": view.ruling.value,
        "why": view.why,
        "who": view.who,
        "day": view.day.isoformat(),
        "until": view.until.isoformat(),
        "url": view.url or None,
        "counts": view.counts,
        "withdrawn": {"day": back.day.isoformat(), "who": back.who, "why": back.why} if back else None,
        "sentence": view.sentence,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
