"""`oit score` for people: the whole computation as tables, what each repair is worth, and the way to a target."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from rich.table import Table

from audits.requirement import Ruleset
from results.catalogue import printed
from results.published import Comparison
from results.repairs import Candidate
from results.score_sheet import ScoreSheet
from results.score_targets import Way
from results.scoring import Interval, Standing, at_least, rounded
from results.thai_lines import ThaiLines
from results.wording import Lang, in_language, phrase

_BOOK = "scoring"
_TOOL_NAMES = ("iit", "eit", "oit")


def as_text(sheet: ScoreSheet, lang: Lang) -> str:
    """The sheet as text for a terminal or a file."""
    return printed(*_parts(sheet, lang))


def number(value: Fraction) -> str:
    """A score with two decimals."""
    return f"{rounded(value):.2f}"


def split_remark(ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    """What to check where the division into sub-indicators is not sure."""
    split = ruleset.split
    if split.confidence != "high":
        note = f" ({in_language(split.note, lang)})" if split.note else ""
        yield phrase(_BOOK, "check_split", lang) + note


def _parts(sheet: ScoreSheet, lang: Lang) -> Iterator[Table | str]:
    yield phrase(_BOOK, "title", lang, year=str(sheet.ruleset.fiscal_year))
    yield _sub_indicators(sheet, lang)
    yield _instruments(sheet, lang)
    yield from _remarks(sheet, lang)
    if sheet.comparisons:
        yield ""
        yield phrase(_BOOK, "comparison_title", lang)
        yield _comparisons(sheet.comparisons, lang)
    yield ""
    if sheet.repairs:
        yield phrase(_BOOK, "repairs_title", lang)
        yield _repairs(sheet, lang)
        if any(line.codes(Standing.UNKNOWN) for line in sheet.lines):
            yield phrase(_BOOK, "unknown_note", lang)
        yield phrase(_BOOK, "repairs_note", lang)
    elif not sheet.score.taken:
        yield phrase(_BOOK, "repairs_none", lang)
    if sheet.way:
        yield ""
        yield from way_told(sheet, sheet.way, lang)


def _table(lang: Lang, *columns: str) -> Table:
    """A table whose columns are named by key; a key with "+" holds numbers."""
    table = Table()
    for column in columns:
        name = column.removesuffix("+")
        right = name != column
        table.add_column(
            phrase(_BOOK, f"col_{name}", lang), justify="right" if right else "left", no_wrap=right, overflow="fold"
        )
    return table


def _sub_indicators(sheet: ScoreSheet, lang: Lang) -> Table:
    standings = {"zeros": Standing.ZERO, "unknown": Standing.UNKNOWN, "excused": Standing.EXCUSED}
    shown = {
        column: standing
        for column, standing in standings.items()
        if column == "zeros" or any(line.codes(standing) for line in sheet.lines)
    }
    table = _table(lang, "sub", "items+", *shown, "mean+")
    for indicator, interval in sheet.score.indicators.items():
        for line in sheet.lines:
            rule = sheet.ruleset.sub_indicators[line.name]
            if rule.indicator == indicator:
                codes = [" ".join(line.codes(standing)) or phrase(_BOOK, "none", lang) for standing in shown.values()]
                title = f"{line.name} {in_language(rule.title, lang)}"
                table.add_row(ThaiLines(title), str(line.counted), *codes, _interval(line.interval, lang))
        name = phrase(_BOOK, "indicator", lang, name=indicator)
        table.add_row(ThaiLines(name), "", *([""] * len(shown)), _interval(interval, lang))
        table.add_section()
    return table


def _instruments(sheet: ScoreSheet, lang: Lang) -> Table:
    table = _table(lang, "tool", "score+", "weight+", "share+")
    for name in _TOOL_NAMES:
        tool: Interval | None = getattr(sheet.tools, name)
        weight: int = getattr(sheet.ruleset.weights, name)
        share = Interval(low=tool.low * weight / 100, high=tool.high * weight / 100) if tool else None
        score = _interval(tool, lang) if tool else phrase(_BOOK, "not_given", lang)
        table.add_row(name.upper(), score, f"{weight}%", _interval(share, lang))
    table.add_section()
    table.add_row(phrase(_BOOK, "total_ita", lang), _interval(sheet.ita, lang), "100%", "")
    return table


def _remarks(sheet: ScoreSheet, lang: Lang) -> Iterator[str]:
    ruleset, grading = sheet.ruleset, sheet.grading
    missing = [name.upper() for name in ("iit", "eit") if getattr(sheet.tools, name) is None]
    if grading.certain:
        yield phrase(_BOOK, "grade", lang, grade=grading.best.name)
    elif missing:
        both = f" {_and(lang)} ".join(missing)
        yield phrase(_BOOK, "grade_at_best", lang, missing=both, best=grading.best.name)
    else:
        yield phrase(_BOOK, "grade_range", lang, worst=grading.worst.name, best=grading.best.name)
    if grading.confidence != "high":
        yield phrase(_BOOK, "check_grade", lang)
    yield from split_remark(ruleset, lang)
    if ruleset.weights.confidence != "high":
        yield phrase(_BOOK, "check_weights", lang)
    if sheet.score.taken:
        yield phrase(_BOOK, "taken", lang, names=", ".join(sorted(sheet.score.taken, key=int)))
    elif sheet.unlisted:
        yield phrase(_BOOK, "unlisted", lang, codes=" ".join(sheet.unlisted))


def _and(lang: Lang) -> str:
    return phrase(_BOOK, "and", lang)


def _comparisons(comparisons: Iterable[Comparison], lang: Lang) -> Table:
    table = _table(lang, "score", "published+", "computed+", "result")
    for each in comparisons:
        key = "sub_indicator" if "." in each.key else "indicator"
        name = phrase(_BOOK, key, lang, name=each.key) if each.key[0].isdigit() else each.key.upper()
        table.add_row(name, number(each.published), _interval(each.computed, lang), _agreement(each, lang))
    return table


def _agreement(each: Comparison, lang: Lang) -> str:
    if each.agrees:
        return phrase(_BOOK, "possible" if each.taken else "agrees", lang, count=str(each.patterns))
    if each.patterns is None:
        return phrase(_BOOK, "differs", lang)
    return phrase(_BOOK, "differs_possible" if each.patterns else "differs_impossible", lang, count=str(each.patterns))


def _repairs(sheet: ScoreSheet, lang: Lang) -> Table:
    items = {item.requirement.code: item for line in sheet.lines for item in line.items}
    table = _table(lang, "code", "title", "ita+", "oit+", "effort+")
    for repair in sheet.repairs:
        line = items[repair.code]
        code = f"{repair.code}*" if line.standing is Standing.UNKNOWN else repair.code
        title = in_language(line.requirement.title, lang)
        table.add_row(code, ThaiLines(title), number(repair.ita), number(repair.oit), str(repair.effort))
    return table


def way_told(sheet: ScoreSheet, way: Way, lang: Lang) -> Iterator[Table | str]:
    """What it takes to reach a target."""
    yield phrase(_BOOK, f"target_{way.goal.kind}", lang, wanted=way.goal.wanted)
    if way.outcome == "reached":
        yield phrase(_BOOK, "target_reached", lang)
    elif way.outcome == "repairs":
        sets = way.sets
        oit = f"{at_least(way.oit):.2f}"
        yield phrase(_BOOK, "target_sets", lang, size=str(sets.size), oit=oit, count=f"{sets.count:,}")
        if way.already_if_unknown_pass:
            yield phrase(_BOOK, "target_unknown", lang)
        if sets.count > len(sets.first):
            yield phrase(_BOOK, "target_shown", lang, shown=str(len(sets.first)))
        yield _sets(sheet, way, lang)
    elif way.outcome == "items_unknown":
        yield phrase(_BOOK, "target_items_unknown", lang, oit=f"{at_least(way.oit):.2f}")
    else:
        yield from _unreachable(sheet, way, lang)


def _sets(sheet: ScoreSheet, way: Way, lang: Lang) -> Table:
    last = "reached_oit+" if sheet.ita is None else "reached_ita+"
    table = _table(lang, "set+", "repairs", "effort+", last)
    for place, chosen in enumerate(way.sets.first, 1):
        effort = sum(candidate.effort for candidate in chosen)
        codes = " ".join(candidate.code for candidate in chosen)
        table.add_row(str(place), codes, str(effort), number(_reached(sheet, chosen)))
    return table


def _reached(sheet: ScoreSheet, chosen: tuple[Candidate, ...]) -> Fraction:
    """The ITA total, or OIT without one, after a set of repairs."""
    if sheet.ita is None:
        return sheet.score.oit.low + sum((candidate.oit for candidate in chosen), Fraction(0))
    return sheet.ita.low + sum((candidate.ita for candidate in chosen), Fraction(0))


def _unreachable(sheet: ScoreSheet, way: Way, lang: Lang) -> Iterator[str]:
    oit = number(way.best_oit)
    if way.best_ita is None or way.best_grade is None:
        yield phrase(_BOOK, "target_unreachable_oit", lang, oit=oit)
        return
    grade = way.best_grade.best.name
    yield phrase(_BOOK, "target_unreachable", lang, oit=oit, ita=number(way.best_ita), grade=grade)
    if way.needed is None or sheet.tools.iit is None or sheet.tools.eit is None:
        return
    alone = {
        "IIT": (way.needed.iit_alone, sheet.tools.iit, "EIT"),
        "EIT": (way.needed.eit_alone, sheet.tools.eit, "IIT"),
    }
    told = False
    for tool, (score, now, other) in alone.items():
        if score <= 100:
            told = True
            needed = f"{at_least(score):.2f}"
            yield phrase(_BOOK, "needed_alone", lang, tool=tool, score=needed, now=number(now.low), other=other)
    key = "needed_together" if told else "needed_only_together"
    yield phrase(_BOOK, key, lang, score=f"{at_least(way.needed.together):.2f}")


def _interval(interval: Interval | None, lang: Lang) -> str:
    if interval is None:
        return phrase(_BOOK, "none", lang)
    if interval.certain:
        return number(interval.low)
    return f"{number(interval.low)} {phrase(_BOOK, 'to', lang)} {number(interval.high)}"
