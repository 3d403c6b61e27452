"""`oit diff` for the terminal: what failed anew stands first, every item with both sides and the cause."""

from results.outlook import outlook_lines
from results.periods import day_text, time_text
from results.plain import readable_url
from results.run_diff import BOOK, GROUPS, ItemChange, RunDiff, RunView, Side
from results.scoring import Interval, rounded
from results.wording import Lang, label, phrase


def as_text(diff: RunDiff) -> str:
    """Plain lines: terminals break Thai words anywhere, so nothing stands in columns."""
    lang = diff.lang
    lines = [phrase(BOOK, "title", lang), f"{diff.agency_name} {diff.agency_url}"]
    lines += [run_line(run, lang) for run in (diff.old, diff.new)]
    lines += [f"* {note}" for note in diff.notes]
    for name in GROUPS:
        items = diff.group(name)
        if items:
            count = phrase(BOOK, "count", lang, count=str(len(items)))
            lines += ["", f"== {phrase(BOOK, f'group_{name}', lang)} – {count} =="]
            for item in items:
                lines += _item(item, diff)
    if not diff.items:
        lines += ["", phrase(BOOK, "nothing", lang)]
    lines += ["", phrase(BOOK, "passing", lang, count=str(len(diff.passing))) + codes_after(diff.passing)]
    return "\n".join([*lines, "", *outlook_lines(diff.until, diff.expiries, diff.expiry_note, diff.lang)]) + "\n"


def run_line(run: RunView, lang: Lang) -> str:
    """One run in one sentence."""
    return phrase(
        BOOK, "run_line", lang, id=str(run.id), year=str(run.fiscal_year), day=day_text(run.as_of, lang),
        looked=time_text(run.looked_at, lang), oit=interval_text(run.oit, lang),
    )  # fmt: skip


def interval_text(interval: Interval, lang: Lang) -> str:
    """A score, or the two ends between which it lies."""
    low, high = (f"{rounded(end):.2f}" for end in (interval.low, interval.high))
    return low if interval.certain else f"{low} {phrase(BOOK, 'to', lang)} {high}"


def status_text(item: ItemChange, lang: Lang) -> str:
    """The status before and after; one where nothing changed or only one run has the item."""
    old, new = (side.status_label if side else "" for side in (item.old, item.new))
    return phrase(BOOK, "arrow", lang, old=old, new=new) if old and new and old != new else new or old


def cause_text(item: ItemChange, diff: RunDiff) -> str:
    """The cause in words; empty where nothing changed, or only one of the years asks for the item."""
    if not item.causes:
        return ""
    first = item.causes[0].label
    return first if diff.exact else phrase(BOOK, "cause_inferred", diff.lang, cause=first)


def more_causes(item: ItemChange, diff: RunDiff) -> str:
    """The further causes with what each of them did; empty without any."""
    told = [
        phrase(BOOK, "cause_line", diff.lang, cause=cause.label, before=label(f"status_{cause.before}", diff.lang),
               after=label(f"status_{cause.after}", diff.lang))
        if diff.exact
        else cause.label
        for cause in item.causes[1:]
    ]  # fmt: skip
    return phrase(BOOK, "causes_more", diff.lang, causes=", ".join(told)) if told else ""


def codes_after(codes: tuple[str, ...]) -> str:
    """Codes after a colon; nothing without codes."""
    return f": {', '.join(codes)}" if codes else ""


def _item(item: ItemChange, diff: RunDiff) -> list[str]:
    lang = diff.lang
    lines = ["", f"{item.code} {item.title}: {status_text(item, lang)}"]
    if item.old and item.new and item.old.code != item.code:
        lines[-1] += f" ({item.old.code} → {item.code})"
    if item.covered_by:
        lines.append(f"   {phrase(BOOK, 'covered_by', lang, code=item.covered_by)}")
    told = cause_text(item, diff)
    if told:
        lines.append(f"   {phrase(BOOK, 'cause', lang)}: {told}")
    more = more_causes(item, diff)
    if more:
        lines.append(f"   {more}")
    same = item.old and item.new and (item.old.sentence, item.old.url) == (item.new.sentence, item.new.url)
    if item.old and not same and (item.causes or not item.new):
        lines += _side("before", item.old, lang)
    if item.new:
        lines += _side("after", item.new, lang)
    return lines


def _side(when: str, side: Side, lang: Lang) -> list[str]:
    lines = [f"   {phrase(BOOK, when, lang)}: {side.sentence}"]
    if side.quote:
        page = " " + phrase(BOOK, "page", lang, page=str(side.page)) if side.page else ""
        lines.append(f"      “{side.quote}”{page}")
    if side.url:
        lines.append(f"      {readable_url(side.url)}")
    return lines
