"""A code that somebody typed → the item of the year, in any spelling; a code of another year is told where it went."""

from itertools import groupby

from audits.codes import leading_code
from audits.requirement import Requirement, Ruleset
from crawler import rulebook
from crawler.messages import Lang
from crawler.options import wrong
from results.wording import in_language, phrase

_BOOK = "scoring"


class CodeError(Exception):
    """A code that is no item of the year; the message says what it was in other years. Raised by `find_item`."""


def item_of(text: str, ruleset: Ruleset, lang: Lang = "th", option: str = "CODE") -> Requirement:
    """The item that a code means. Anything else is a usage error that names the option."""
    try:
        return find_item(text, ruleset, lang)
    except CodeError as error:
        raise wrong(option, str(error)) from error


def items_of(text: str, ruleset: Ruleset, lang: Lang, option: str) -> tuple[Requirement, ...]:
    """The items of a list like "O1,O2"; spaces may stand for commas."""
    words = [word for part in text.replace(";", ",").split(",") if part.strip() for word in _words(part.strip())]
    if not words:
        raise wrong(option, phrase(_BOOK, "no_codes", lang))
    return tuple(dict.fromkeys(item_of(word, ruleset, lang, option) for word in words))


def find_item(text: str, ruleset: Ruleset, lang: Lang) -> Requirement:
    """The item that a code means in the year. Raises CodeError."""
    code = code_in(text)
    year = {
        "year": str(ruleset.fiscal_year),
        "first": ruleset.requirements[0].code,
        "last": ruleset.requirements[-1].code,
    }
    if code is None:
        raise CodeError(phrase(_BOOK, "bad_spelling", lang, text=text.strip()[:40], **year))
    found = next((item for item in ruleset.requirements if item.code == code), None)
    if found is None:
        known = phrase(_BOOK, "no_such_item", lang, code=code, **year)
        raise CodeError("; ".join([known, *_elsewhere(code, ruleset, lang)]))
    return found


def code_in(text: str) -> str | None:
    """The one code that a text consists of, in any spelling; bare numbers count, because a code is expected."""
    text = text.strip()
    mention = leading_code(text)
    if mention is None or mention.range_end is not None or text[mention.end :].strip(" .:)-"):
        return None
    return mention.code


def _words(part: str) -> list[str]:
    return [part] if code_in(part) else part.split()


def _elsewhere(code: str, ruleset: Ruleset, lang: Lang) -> list[str]:
    """What the code was in other years, newest first, and under which code this year asks for the same thing."""
    was = [
        (other.fiscal_year, item)
        for other in reversed(rulebook.all_rules())
        for item in other.requirements
        if item.code == code and other.fiscal_year != ruleset.fiscal_year
    ]
    sentences: list[str] = []
    for _, group in groupby(was, key=lambda pair: pair[1].concept):
        years, items = zip(*group, strict=True)
        now = _now(items[0], ruleset)
        told = {"title": in_language(items[0].title, lang), "year": str(ruleset.fiscal_year), "years": year_list(years)}
        sentences.append(phrase(_BOOK, "was_elsewhere" if now else "was_dropped", lang, code=code, now=now, **told))
    return sentences


def _now(item: Requirement, ruleset: Ruleset) -> str:
    """The codes that ask this year for what the item of another year asked for."""
    wanted = [other.code for other in ruleset.requirements if set(other.family) & set(item.family)]
    return ", ".join(wanted)


def year_list(years: tuple[int, ...]) -> str:
    """Years in their order, neighbours joined: 2562–2565, 2567."""
    ordered = sorted(years)
    runs: list[list[int]] = []
    for year in ordered:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
