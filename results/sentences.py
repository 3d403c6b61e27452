"""The sentences about one item: what was seen, and what to do. Values are gathered here, words come from `wording`."""

from dataclasses import dataclass

from audits.requirement import PartRule, Requirement, Ruleset
from audits.verdict import Check, Outcome, Part, Status, Verdict
from results.periods import period_text
from results.plain import host_of, plain
from results.wording import Lang, detail_text, general_advice, in_language, label, repair, sentence

SHOWN_FIXES = 3
LACKING_LIMIT = 120
Params = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A verdict with the rule behind it, told in one language."""

    verdict: Verdict
    requirement: Requirement
    ruleset: Ruleset
    lang: Lang

    def rule_of(self, part: str) -> PartRule | None:
        """The rule of a part; None for a part that only a judge of this concept knows."""
        try:
            return self.ruleset.part_rule(self.requirement, part)
        except KeyError:
            return None

    def title_of(self, part: str) -> str:
        rule = self.rule_of(part)
        return plain(in_language(rule.title, self.lang)) if rule else part

    def fix_of(self, part: str) -> str:
        rule = self.rule_of(part)
        return plain(in_language(rule.fix, self.lang)) if rule else ""


def told(item: Item, check: Check) -> str:
    """What a check found, in one sentence."""
    return sentence(check.reason, _params(item, check), item.lang)


def required_period(item: Item, check: Check) -> str:
    """The period asked for, in words; empty when the check does not apply to this item."""
    return "" if check.outcome is Outcome.NOT_APPLICABLE else plain(period_text(check.required, item.lang))


def action(item: Item) -> str:
    """What to do about the item, without saying who and where."""
    verdict = item.verdict
    text = repair(verdict.reason, verdict.status, _params(item, verdict.deciding), item.lang)
    missing = _params(item, verdict.complete)
    if verdict.complete.outcome is Outcome.FAIL and verdict.deciding is not verdict.complete and "fixes" in missing:
        text = _joined([text, general_advice("also_fix", missing, item.lang)], item.lang)
    if verdict.rule_confidence == "low" and verdict.status is not Status.PASS:
        text = _joined([text, general_advice("soften_low", {}, item.lang)], item.lang)
    return text


def advice(item: Item, owner: str, where: str) -> str:
    """What to do, by whom and where: the whole advice in one or two sentences."""
    if item.verdict.status is Status.PASS:
        return action(item)
    return _joined([action(item), general_advice("who_where", {"owner": owner, "where": where}, item.lang)], item.lang)


def _joined(sentences: list[str], lang: Lang) -> str:
    if lang == "th":
        return " ".join(sentences)
    return ". ".join(text.rstrip(".") for text in sentences) + "."


def _params(item: Item, check: Check) -> Params:
    """Values for the sentences: what the judge handed over, and what follows from the verdict, which goes first."""
    parts = [part for part in check.parts if part.required]
    links = [quote.text for quote in check.evidence if quote.kind == "link"]
    title = item.verdict.title if item.lang == "th" else item.requirement.title.en
    known = {
        "item": title,
        "missing": _listed([_lacking(item, part) for part in parts if part.found is False], item.lang),
        "unclear": _listed([item.title_of(part.id) for part in parts if part.found is None], item.lang),
        "parts": _listed([item.title_of(part) for part in item.requirement.parts], item.lang),
        "fixes": _fixes(item, parts),
        "required": required_period(item, check),
        "found": period_text(", ".join(check.found), item.lang),
        "quote": check.quote or next((quote.text for quote in check.evidence), ""),
        "label": links[0] if links else check.quote,
        "host": host_of(check.params.get("url", "")),
    }
    given = {name: _given(name, value, item.lang) for name, value in check.params.items()}
    values = given | {name: text for name, text in known.items() if text}
    return {name: plain(value) for name, value in values.items() if value}


def _given(name: str, value: str, lang: Lang) -> str:
    if name in ("url", "file"):
        return value  # an address is shown as it is, whatever looks like a year in it
    return detail_text(value, lang) if name == "detail" else period_text(value, lang)


def _listed(words: list[str], lang: Lang) -> str:
    """Words as a list in a sentence: a, b และ c."""
    if len(words) < 2:
        return "".join(words)
    last = " และ " if lang == "th" else " and "
    return ", ".join(words[:-1]) + last + words[-1]


def _fixes(item: Item, parts: list[Part]) -> str:
    missing = [item.fix_of(part.id).rstrip(".") for part in parts if part.found is False]
    fixes = [fix for fix in dict.fromkeys(missing) if fix]
    rest = len(fixes) - SHOWN_FIXES
    more = " " + label("and_more", item.lang, count=str(rest)) if rest > 0 else ""
    return "; ".join(fixes[:SHOWN_FIXES]) + more


def _lacking(item: Item, part: Part) -> str:
    """A missing element by name, with the places (persons, months) that lack it where the judge could name them."""
    title = item.title_of(part.id)
    return f"{title} ({plain(part.quote, LACKING_LIMIT)})" if part.quote else title
