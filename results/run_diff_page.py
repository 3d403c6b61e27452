"""`oit diff` as one HTML file that needs nothing else, in the look of the report."""

from results.formats.html_report import page
from results.outlook import expiry_text, outlook_heading
from results.run_diff import BOOK, GROUPS, ItemChange, RunDiff
from results.run_diff_text import cause_text, more_causes, run_line, status_text
from results.wording import labels, phrase


def as_html(diff: RunDiff) -> str:
    """The comparison as HTML text."""
    lang = diff.lang
    groups = [
        {"name": name, "title": phrase(BOOK, f"group_{name}", lang), "rows": rows,
         "count": phrase(BOOK, "count", lang, count=str(len(rows)))}
        for name in GROUPS
        if (rows := [_row(item, diff) for item in diff.group(name)])
    ]  # fmt: skip
    expiries = [
        {"code": item.code, "title": item.title, "status": item.status or "unknown", "when": expiry_text(item, lang),
         "sentence": item.sentence}
        for item in diff.expiries
    ]  # fmt: skip
    words = {key: phrase(BOOK, key, lang) for key in ("title", "cause", "nothing", "ahead")}
    return page(
        "run_diff.html", diff=diff, t=labels(lang), words=words, groups=groups, expiries=expiries,
        runs=[run_line(run, lang) for run in (diff.old, diff.new)],
        expiry_heading=outlook_heading(diff.until, diff.expiries, lang),
        passing=phrase(BOOK, "passing", lang, count=str(len(diff.passing))),
    )  # fmt: skip


def _row(item: ItemChange, diff: RunDiff) -> dict[str, object]:
    before = None if item.new and not item.causes else item.old
    sides = ((phrase(BOOK, "before", diff.lang), before), (phrase(BOOK, "after", diff.lang), item.new))
    shown = item.new or item.old
    covered = phrase(BOOK, "covered_by", diff.lang, code=item.covered_by) if item.covered_by else ""
    return {
        "code": item.code, "title": item.title, "change": status_text(item, diff.lang), "covered": covered,
        "status": shown.status if shown else "unknown", "cause": cause_text(item, diff),
        "more": more_causes(item, diff), "sides": [(title, side) for title, side in sides if side],
    }  # fmt: skip
