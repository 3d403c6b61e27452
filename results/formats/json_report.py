"""The report as JSON: the outward contract that other programs rely on (version 1; fields are only ever added)."""

import json
from collections.abc import Mapping
from typing import Any

from results.measure_json import decision_json, measure_json
from results.report_model import Card, CheckView, DateView, DeclaredView, DoubtView, PartView, QuoteView, Report
from results.scoring import Interval, rounded

CONTRACT = 1
# Counted from the stored pages: null when these are gone.
COUNTED = ("pages", "files", "rendered", "ocr_pages")


def render(report: Report) -> bytes:
    """UTF-8 JSON, indented, ending with a newline."""
    return (json.dumps(document(report), ensure_ascii=False, indent=2) + "\n").encode()


def document(report: Report) -> dict[str, Any]:
    """The JSON document as plain dictionaries and lists."""
    return {
        "contract": CONTRACT,
        "agency": {"name": report.agency_name, "kind": report.agency_kind, "url": report.agency_url},
        "fiscal_year": report.fiscal_year,
        "as_of": report.as_of.isoformat(),
        "lang": report.lang,
        "program": report.program,
        "run_id": report.run_id or None,
        "rules_sha256": report.method.rules_sha256,
        "snapshot": _snapshot(report),
        "findings": [
            {"kind": item.kind, "sentence": item.sentence, "detail": item.detail, "url": item.url or None}
            for item in report.findings
        ],
        "deadline": {
            "day": report.deadline.day.isoformat() if report.deadline.day else None,
            "days_left": report.deadline.days,
            "sentence": report.deadline.sentence,
        },
        "verdicts": [_verdict(card) for card in report.cards],
        "score": {
            "oit": _interval(report.score.oit),
            "indicators": _intervals(report.score.indicators),
            "sub_indicators": _intervals(report.score.sub_indicators),
        },
        "score_with_decisions": {"oit": _interval(report.decided.oit)} if report.decided else None,
        "measures": [measure_json(view) for view in report.measures],
        "follow_up": list(report.follow),
    }


def _snapshot(report: Report) -> dict[str, Any]:
    seen = report.seen
    return {
        "id": seen.snapshot_id,
        "started_at": seen.started_at,
        "finished_at": seen.finished_at,
        "exhausted": seen.exhausted,
        "stopped_because": seen.stopped_because,
        "home_ok": report.home_ok,
        "requests": seen.requests,
        "evidence": seen.evidence,
        **{name: getattr(seen, name) if seen.evidence else None for name in COUNTED},
        "failures": [
            {"url": failure.url, "kind": failure.kind, "detail": failure.detail}
            for group in report.failures
            for failure in group.failures
        ],
    }


def _verdict(card: Card) -> dict[str, Any]:
    complete, current = card.complete, card.current
    return {
        "code": card.code,
        "concept": card.concept,
        "title": card.title,
        "sub_indicator": card.sub_indicator,
        "status": card.status.value,
        "reason": card.reason,
        "sentence": card.sentence,
        "url": card.url,
        "declared_url": card.declared_url,
        "declared": _declared(card.declared) if card.declared else None,
        "found_by": card.found_by,
        "wording": card.wording,
        "confidence": round(card.confidence, 3),
        "look_by_hand": card.look_by_hand,
        "rule_confidence": card.rule_confidence,
        "depth": card.depth,
        "points": {"ita": card.ita_points, "oit": card.oit_points},
        "present": {**_check(card.present), "evidence": [_quote(quote) for quote in card.present.quotes]},
        "complete": {
            **_check(complete),
            "evidence": [_quote(quote) for quote in complete.quotes],
            "parts": [_part(part) for part in complete.parts],
        },
        "current": {
            **_check(current),
            "evidence": [_quote(quote) for quote in current.quotes],
            "required": current.required,
            "found": list(current.found),
            "quote": current.quote,
            "doubts": [_doubt(doubt) for doubt in current.doubts],
            "dates": [_date(found) for found in current.dates],
        },
        "searched": list(card.searched),
        "notes": list(card.notes),
        "owner": card.owner,
        "where": card.where,
        "advice": card.advice,
        "decision": decision_json(card.decision) if card.decision else None,
    }


def _check(check: CheckView) -> dict[str, Any]:
    return {"outcome": check.outcome.value, "reason": check.reason, "sentence": check.sentence}


def _quote(quote: QuoteView) -> dict[str, Any]:
    return {
        "url": quote.url, "quote": quote.text, "kind": quote.kind, "sha256": quote.sha256, "page": quote.page or None
    }  # fmt: skip


def _part(part: PartView) -> dict[str, Any]:
    return {
        "id": part.id, "title": part.title, "found": part.found, "required": part.required, "quote": part.quote,
        "url": part.url, "page": part.page or None,
    }  # fmt: skip


def _doubt(doubt: DoubtView) -> dict[str, Any]:
    return {
        "url": doubt.url, "page": doubt.page, "box": list(doubt.box), "year": doubt.year or None,
        "confidence": doubt.confidence, "quote": doubt.text, "crop": bool(doubt.crop), "sentence": doubt.sentence,
    }  # fmt: skip


def _date(found: DateView) -> dict[str, Any]:
    return {
        "source": found.source, "trust": found.trust, "kind": found.kind, "fiscal_year": found.year,
        "quote": found.text, "url": found.url, "times": found.times, "chosen": found.chosen,
    }  # fmt: skip


def _declared(view: DeclaredView) -> dict[str, Any]:
    return {
        "state": view.state, "sentence": view.sentence, "url": view.url, "better": view.better,
        **{name: answer.value for name, answer in view.answers.items()},
    }  # fmt: skip


def _interval(interval: Interval) -> dict[str, float]:
    return {"low": rounded(interval.low), "high": rounded(interval.high)}


def _intervals(intervals: Mapping[str, Interval]) -> dict[str, dict[str, float]]:
    return {name: _interval(interval) for name, interval in intervals.items()}
