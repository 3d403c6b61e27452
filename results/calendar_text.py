"""The assessment calendar of a year in words."""

from datetime import date

from audits.assessment import Calendar, Window
from audits.requirement import Ruleset
from results.periods import day_text
from results.wording import Lang, in_language, phrase

WINDOWS = tuple(name for name in Calendar.model_fields if name != "note")


def calendar_text(ruleset: Ruleset, as_of: date, lang: Lang) -> str:
    """One line per window with its confidence and sources; what is not established is said to be unknown."""
    lines = [phrase("rules", "calendar_heading", lang, year=str(ruleset.fiscal_year))]
    titles = {source.id: source.title for source in ruleset.sources}
    for name in WINDOWS:
        window = getattr(ruleset.calendar, name)
        words = phrase("rules", f"calendar_{name}", lang)
        if window is None:
            lines.append(f"  - {words}: {phrase('rules', 'calendar_unknown', lang)}")
            continue
        trust = phrase("rules", "confidence", lang) + " " + phrase("rules", window.confidence, lang)
        sources = ", ".join(titles[source] for source in window.sources)
        lines.append(f"  - {words}: {window_text(window, lang)} ({trust}; {sources})")
    lines += _left(ruleset, as_of, lang)
    lines.append(in_language(ruleset.calendar.note, lang))
    return "\n".join(lines) + "\n"


def window_text(window: Window, lang: Lang) -> str:
    """From … to …, or the end that is known; one day where both are the same."""
    start = day_text(window.start, lang) if window.start else ""
    end = day_text(window.end, lang) if window.end else ""
    if start == end:
        return start
    kind = "span" if start and end else "until" if end else "since"
    return phrase("rules", f"calendar_{kind}", lang, **{"from": start, "to": end})


def _left(ruleset: Ruleset, as_of: date, lang: Lang) -> list[str]:
    entry = ruleset.calendar.entry
    if entry is None or entry.end is None:
        return []
    days = (entry.end - as_of).days
    return [phrase("rules", "calendar_left" if days >= 0 else "calendar_past", lang, days=str(abs(days)))]
