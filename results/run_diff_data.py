"""`oit diff` for other programs and sheets: JSON and CSV."""

import csv
import io
import json
from typing import Any

from results.formats.csv_report import inert
from results.formats.json_report import CONTRACT
from results.outlook import ExpiryView, expiry_json, expiry_text
from results.run_diff import BOOK, ItemChange, RunDiff, RunView, Side
from results.run_diff_text import cause_text
from results.scoring import rounded
from results.wording import phrase

COLUMNS = (
    "code", "title", "group", "old_status", "new_status", "cause", "causes", "old_reason", "new_reason", "old_url",
    "new_url", "old_quote", "new_quote", "day",
)  # fmt: skip


def as_json(diff: RunDiff) -> str:
    """One object: the runs, the items by group, and what will expire."""
    told = {
        "contract": CONTRACT,
        "agency": {"name": diff.agency_name, "url": diff.agency_url},
        "old": _run(diff.old),
        "new": _run(diff.new),
        "causes": "exact" if diff.exact else "inferred",
        "notes": list(diff.notes),
        "items": [_item(item) for item in diff.items],
        "passing": list(diff.passing),
        "until": diff.until.isoformat() if diff.until else None,
        "expiries": [expiry_json(expiry) for expiry in diff.expiries],
        "expiry_note": diff.expiry_note,
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def as_csv(diff: RunDiff) -> str:
    """One row per item that changed or is open, then one per item that will expire; begins with a BOM for Excel."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(phrase(BOOK, f"column_{name}", diff.lang) for name in COLUMNS)
    for item in diff.items:
        writer.writerow(inert(cell) for cell in _item_row(item, diff))
    for expiry in diff.expiries:
        writer.writerow(inert(cell) for cell in _expiry_row(expiry, diff))
    return "\ufeff" + buffer.getvalue()


def _run(run: RunView) -> dict[str, Any]:
    return {
        "run": run.id, "fiscal_year": run.fiscal_year, "as_of": run.as_of.isoformat(), "snapshot": run.snapshot_id,
        "started_at": run.looked_at, "rules_sha256": run.rules_sha256, "program": run.code_version,
        "oit": {"low": rounded(run.oit.low), "high": rounded(run.oit.high)},
    }  # fmt: skip


def _item(item: ItemChange) -> dict[str, Any]:
    return {
        "code": item.code, "concept": item.concept, "title": item.title, "group": item.group,
        "cause": item.causes[0].kind if item.causes else None,
        "causes": [{"kind": cause.kind, "before": cause.before, "after": cause.after} for cause in item.causes],
        "old": _side(item.old), "new": _side(item.new), "covered_by": item.covered_by or None,
    }  # fmt: skip


def _side(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "code": side.code, "status": side.status, "reason": side.reason, "sentence": side.sentence,
        "url": side.url or None, "quote": side.quote, "page": side.page,
    }  # fmt: skip


def _item_row(item: ItemChange, diff: RunDiff) -> list[str]:
    sides = (item.old, item.new)
    causes = ", ".join(cause.label for cause in item.causes)
    return [
        item.code, item.title, phrase(BOOK, f"group_{item.group}", diff.lang),
        *(side.status_label if side else "" for side in sides), cause_text(item, diff), causes,
        *(side.sentence if side else "" for side in sides), *(side.url if side else "" for side in sides),
        *(side.quote if side else "" for side in sides), "",
    ]  # fmt: skip


def _expiry_row(expiry: ExpiryView, diff: RunDiff) -> list[str]:
    row = dict.fromkeys(COLUMNS, "") | {
        "code": expiry.code, "title": expiry.title, "group": expiry_text(expiry, diff.lang),
        "new_reason": expiry.sentence, "day": expiry.day.isoformat(),
    }  # fmt: skip
    return list(row.values())
