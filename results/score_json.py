"""`oit score --format json`: the score sheet for other programs."""

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from results.formats.json_report import CONTRACT
from results.repairs import Candidate
from results.score_sheet import ItemLine, ScoreSheet
from results.score_targets import Way
from results.scoring import Interval, Standing, at_least, rounded
from results.wording import Lang, in_language


def as_json(sheet: ScoreSheet, lang: Lang) -> str:
    """The sheet as JSON. Scores are rounded to two decimals; an interval is {"low", "high"}.

    - `items`: code, concept, title, sub_indicator, standing (full, zero, unknown, excused), score (interval, null when
      excused), points {ita, oit} that the item is worth (null when excused)
    - `sub_indicators`, `indicators`, `oit`: intervals; an excused sub-indicator is left out. A sub-indicator also has
      items (counted), zero, unknown, excused (codes); `published_indicators` were taken from a file without items
    - `iit`, `eit`: a number, or null when not given; `weights`: percent; `weighted`: points of ITA by instrument
    - `ita`: interval, null without IIT or EIT
    - `grade`: name (null unless certain), worst, best, confidence of the limits; null instruments count as 0 to 100
    - `repairs`: code, title, standing, ita, oit, effort (1 to 3, the program's own estimate), most valuable first
    - `comparisons`: key, published, computed, agrees, patterns (how many give the figure; null but for 9 and 10)
    - `target`: wanted, kind (ita, oit, grade), outcome (reached, repairs, unreachable, items_unknown), oit_needed (null
      when over 100), size, count (of all smallest sets), sets (the first ones: codes, effort, ita, oit), best (what all
      repairs give: oit, ita, grade), needed (IIT and EIT that would do: iit_alone, eit_alone, together; null when over
      100 or not needed)
    - `unlisted`: items that the file of results left out; `confidence` of split and weights
    """
    return json.dumps(document(sheet, lang), ensure_ascii=False, indent=2) + "\n"


def document(sheet: ScoreSheet, lang: Lang) -> dict[str, Any]:
    """The JSON document as plain dictionaries and lists."""
    ruleset, grading = sheet.ruleset, sheet.grading
    titles = {item.code: in_language(item.title, lang) for item in ruleset.requirements}
    standings = {item.requirement.code: item.standing for line in sheet.lines for item in line.items}
    items = {item.requirement.code: item for line in sheet.lines for item in line.items}
    return {
        "contract": CONTRACT,
        "fiscal_year": ruleset.fiscal_year,
        "items": [_item(items[item.code], titles) for item in ruleset.requirements],
        "sub_indicators": {
            line.name: {
                **_interval(line.interval), "items": line.counted, "zero": line.codes(Standing.ZERO),
                "unknown": line.codes(Standing.UNKNOWN), "excused": line.codes(Standing.EXCUSED),
            }
            for line in sheet.lines
            if line.interval is not None
        },
        "indicators": {name: _interval(interval) for name, interval in sheet.score.indicators.items()},
        "published_indicators": sorted(sheet.score.taken, key=int),
        "oit": _interval(sheet.score.oit),
        "iit": _number(sheet.tools.iit),
        "eit": _number(sheet.tools.eit),
        "weights": {name: getattr(ruleset.weights, name) for name in ("iit", "eit", "oit")},
        "weighted": _weighted(sheet),
        "ita": _interval(sheet.ita) if sheet.ita else None,
        "grade": {
            "name": grading.best.name if grading.certain else None, "worst": grading.worst.name,
            "best": grading.best.name, "confidence": grading.confidence,
        },
        "repairs": [{**_repair(each, titles), "standing": standings[each.code].value} for each in sheet.repairs],
        "comparisons": [
            {
                "key": each.key, "published": rounded(each.published), "computed": _interval(each.computed),
                "agrees": each.agrees, "patterns": each.patterns,
            }
            for each in sheet.comparisons
        ],
        "target": way_json(sheet.way) if sheet.way else None,
        "unlisted": list(sheet.unlisted),
        "confidence": {"split": ruleset.split.confidence, "weights": ruleset.weights.confidence},
    }  # fmt: skip


def _item(line: ItemLine, titles: Mapping[str, str]) -> dict[str, Any]:
    item, worth = line.requirement, line.worth
    low = 100.0 if line.standing is Standing.FULL else 0.0
    return {
        "code": item.code,
        "concept": item.concept,
        "title": titles[item.code],
        "sub_indicator": item.sub_indicator,
        "standing": line.standing.value,
        "score": {"low": low, "high": 100.0 if line.standing is Standing.UNKNOWN else low} if worth else None,
        "points": {"ita": rounded(worth.ita), "oit": rounded(worth.oit)} if worth else None,
    }


def _weighted(sheet: ScoreSheet) -> dict[str, Any]:
    weights = sheet.ruleset.weights
    tools = sheet.tools
    parts = {"iit": (tools.iit, weights.iit), "eit": (tools.eit, weights.eit), "oit": (tools.oit, weights.oit)}
    return {
        name: _interval(Interval(low=tool.low * weight / 100, high=tool.high * weight / 100)) if tool else None
        for name, (tool, weight) in parts.items()
    }


def _repair(candidate: Candidate, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "code": candidate.code, "title": titles[candidate.code], "ita": rounded(candidate.ita),
        "oit": rounded(candidate.oit), "effort": candidate.effort,
    }  # fmt: skip


def way_json(way: Way) -> dict[str, Any]:
    """What it takes to reach a target."""
    sets = way.sets
    return {
        "wanted": way.goal.wanted,
        "kind": way.goal.kind,
        "outcome": way.outcome,
        "oit_needed": _score_or_none(max(way.oit, Fraction(0))),
        "size": sets.size if way.outcome in ("reached", "repairs") else None,
        "count": sets.count if way.outcome == "repairs" else 0,
        "sets": [_set(chosen) for chosen in sets.first] if way.outcome == "repairs" else [],
        "best": {
            "oit": rounded(way.best_oit),
            "ita": None if way.best_ita is None else rounded(way.best_ita),
            "grade": way.best_grade.best.name if way.best_grade else None,
        },
        "needed": {
            "iit_alone": _score_or_none(way.needed.iit_alone),
            "eit_alone": _score_or_none(way.needed.eit_alone),
            "together": _score_or_none(way.needed.together),
        }
        if way.needed
        else None,
    }


def _set(chosen: tuple[Candidate, ...]) -> dict[str, Any]:
    return {
        "codes": [candidate.code for candidate in chosen],
        "effort": sum(candidate.effort for candidate in chosen),
        "ita": rounded(sum((candidate.ita for candidate in chosen), Fraction(0))),
        "oit": rounded(sum((candidate.oit for candidate in chosen), Fraction(0))),
    }


def _score_or_none(value: Fraction) -> float | None:
    return at_least(value) if value <= 100 else None


def _interval(interval: Interval | None) -> dict[str, float]:
    return {"low": rounded(interval.low), "high": rounded(interval.high)} if interval else {}


def _number(interval: Interval | None) -> float | None:
    return rounded(interval.low) if interval else None
