"""What changed between two years' rules, as a table for people: `oit rules diff`."""

from rich.table import Table

from audits.requirement import Ruleset
from audits.rules_diff import Change, Place, compare
from results.catalogue import printed
from results.thai_lines import ThaiLines
from results.wording import Lang, in_language, phrase


def changes_table(old: Ruleset, new: Ruleset, lang: Lang) -> str:
    """A table with one row per concept that changed in any way, and how many did not."""
    changes = compare(old, new)
    told = [change for change in changes if not change.unchanged]
    table = Table(
        phrase("rules", "column_concept", lang), str(old.fiscal_year), str(new.fiscal_year),
        phrase("rules", "column_change", lang), phrase("rules", "column_details", lang),
    )  # fmt: skip
    for change in told:
        table.add_row(*map(ThaiLines, _row(change, old, new, lang)))
    heading = phrase(
        "rules", "diff_heading", lang, old=str(old.fiscal_year), new=str(new.fiscal_year),
        old_count=str(len(old.requirements)), new_count=str(len(new.requirements)),
    )  # fmt: skip
    rest = phrase("rules", "diff_unchanged_count", lang, count=str(len(changes) - len(told)))
    return printed(heading, table, rest)


def _row(change: Change, old: Ruleset, new: Ruleset, lang: Lang) -> tuple[str, ...]:
    rules = new if change.after else old
    kind = "changed" if change.kind == "same" else change.kind
    return (
        in_language(rules.concepts[change.concept].title, lang),
        _place(change.before, old, lang),
        _place(change.after, new, lang),
        phrase("rules", f"diff_{kind}", lang),
        "\n".join(_details(change, old, new, lang)),
    )


def _place(place: Place | None, ruleset: Ruleset, lang: Lang) -> str:
    if place is None:
        return "-"
    if place.main:
        return place.code
    title = next(item.title for item in ruleset.requirements if item.code == place.code)
    return phrase("rules", "diff_part_of", lang, code=place.code, title=in_language(title, lang))


def _details(change: Change, old: Ruleset, new: Ruleset, lang: Lang) -> list[str]:
    lines: list[str] = []
    for key, parts, rules in (("added", change.parts_added, new), ("removed", change.parts_removed, old)):
        if parts:
            titles = (in_language(rules.concepts[change.concept].parts[part].title, lang) for part in parts)
            lines.append(phrase("rules", f"diff_{key}", lang, parts=", ".join(titles)))
    if change.period_changed and change.before and change.after:
        before, after = (phrase("rules", f"short_{place.period}", lang) for place in (change.before, change.after))
        lines.append(phrase("rules", "diff_period", lang, before=before, after=after))
    return lines
