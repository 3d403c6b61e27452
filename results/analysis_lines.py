"""Every figure of a result as a line: its level, and what it was the year before. Items are compared by what they ask
for, because their codes move every year; questions by number, as long as the years ask the same set."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from results.analysis_keys import INDICATORS, TOOLS, TOTAL, in_order, indicator_of, is_item, is_question, questions
from results.analysis_model import Earlier, Level, Line, Scale, Trend
from results.analysis_names import BOOK, title_of
from results.analysis_relations import tool_value, total_of
from results.analysis_year import YearResult
from results.score_text import number
from results.wording import Lang, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Writes the lines of `now`, beside those of `before` when there is one."""

    now: YearResult
    before: YearResult | None
    scale: Scale
    lang: Lang

    def tools(self) -> tuple[Line, ...]:
        """Total and instruments; one that was not given is computed when its indicators are there."""
        return tuple(line for key in (TOTAL, *TOOLS) if (line := self._tool(key)).score is not None)

    def indicators(self) -> tuple[Line, ...]:
        return self._lines(key for key in INDICATORS if key in self.now.scores)

    def sub_indicators(self) -> tuple[Line, ...]:
        return self._lines(self._known(lambda key: "." in key))

    def questions(self) -> tuple[Line, ...]:
        return self._lines(self._known(is_question))

    def items(self) -> tuple[Line, ...]:
        return self._lines([*self._known(is_item), *sorted(self.now.excused, key=in_order)])

    def gone(self) -> tuple[Line, ...]:
        """Items of the year before of which nothing is asked any more."""
        if self.before is None:
            return ()
        asked = {name for item in self.now.ruleset.requirements for name in item.family}
        gone = [item.code for item in self.before.ruleset.requirements if asked.isdisjoint(item.family)]
        text = self._say("trend_gone", year=str(self.now.ruleset.fiscal_year))
        old = Lines(now=self.before, before=None, scale=self.scale, lang=self.lang)
        return tuple(old._line(code, trend_text=text) for code in gone if code in self.before.scores)

    def _known(self, kind: Callable[[str], bool]) -> list[str]:
        return sorted((key for key in self.now.scores if kind(key)), key=in_order)

    def _lines(self, keys: Iterable[str]) -> tuple[Line, ...]:
        return tuple(self._line(key) for key in sorted(keys, key=in_order))

    def _tool(self, key: str) -> Line:
        own = self.now.scores.get(key)
        computed = _computed(key, self.now)
        name = title_of(key, self.now.ruleset, self.lang)
        if own is None and computed is not None:
            name = self._say("computed", name=name)
        return self._line(key, name=name, score=computed if own is None else own)

    def _line(self, key: str, *, name: str = "", score: Fraction | None = None, trend_text: str = "") -> Line:
        now = self.now
        score = now.scores.get(key) if score is None else score
        sure = key not in now.unsure
        level: Level = self.scale.level(score) if sure and score is not None else "unknown"
        earlier, missing = self._earlier(key)
        change, trend = _change(score if sure else None, earlier)
        return Line(
            key=key, name=name or title_of(key, now.ruleset, self.lang, now.titles.get(key, "")),
            indicator=indicator_of(key, now.ruleset) or "", score=score, sure=sure, excused=key in now.excused,
            level=level, level_label=level_label("excused" if key in now.excused else level, self.scale, self.lang),
            earlier=earlier, change=change, trend=trend,
            trend_text=trend_text or self._trend(trend, change, earlier, missing),
        )  # fmt: skip

    def _earlier(self, key: str) -> tuple[tuple[Earlier, ...], str]:
        """What the figure is compared with, and, when there is nothing, the reason."""
        if self.before is None:
            return (), "trend_no_year"
        if key in (TOTAL, *TOOLS):
            return (Earlier(key=key, score=_sure_tool(key, self.before)),), "trend_no_score"
        if is_item(key):
            return self._earlier_items(key, self.before), "trend_new"
        if "." in key:
            return (), "trend_subs"
        same = questions().of(self.now.ruleset.fiscal_year) == questions().of(self.before.ruleset.fiscal_year)
        if is_question(key) and not same:
            return (), "trend_questions"
        return (Earlier(key=key, score=self.before.sure(key)),), "trend_no_score"

    def _earlier_items(self, key: str, before: YearResult) -> tuple[Earlier, ...]:
        family = {name for item in self.now.ruleset.requirements if item.code == key for name in item.family}
        return tuple(
            Earlier(key=item.code, score=before.sure(item.code))
            for item in before.ruleset.requirements
            if not family.isdisjoint(item.family)
        )

    def _trend(self, trend: Trend, change: Fraction | None, earlier: Sequence[Earlier], missing: str) -> str:
        year = str(self.before.ruleset.fiscal_year) if self.before else ""
        if trend == "none":
            return self._say("trend_no_score" if earlier else missing, year=year)
        told = ", ".join(f"{one.key} {number(one.score)}" for one in earlier if one.score is not None)
        return self._say(f"trend_{trend}", points=number(abs(change or Fraction(0))), year=year, earlier=told)

    def _say(self, code: str, /, **values: str) -> str:
        return phrase(BOOK, code, self.lang, **values)


def level_label(level: Level | str, scale: Scale, lang: Lang) -> str:
    """A level in words; with one threshold there are strengths and points to improve."""
    single = {"urgent": "weak", "keep": "strong"} if scale.single else {}
    return phrase(BOOK, f"level_{single.get(level, level)}", lang)


def _computed(key: str, result: YearResult) -> Fraction | None:
    known = {name: score for name in result.scores if (score := result.sure(name)) is not None}
    return total_of(known, result.ruleset) if key == TOTAL else tool_value(key, known)


def _sure_tool(key: str, result: YearResult) -> Fraction | None:
    own = result.sure(key)
    return _computed(key, result) if own is None else own


def _change(score: Fraction | None, earlier: Sequence[Earlier]) -> tuple[Fraction | None, Trend]:
    """The difference to the year before. Items that were several are one only when they had the same score."""
    known = {one.score for one in earlier}
    if score is None or not known or None in known:
        return None, "none"
    if len(known) > 1:
        return None, "mixed"
    change = score - (earlier[0].score or Fraction(0))
    return change, "rose" if change > 0 else "fell" if change < 0 else "same"
