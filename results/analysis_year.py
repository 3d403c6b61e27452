"""The figures of one year, believed as far as they fit each other; what does not fit is told as a doubt."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from audits.requirement import Ruleset
from audits.titles import Titles
from results.analysis_doubts import Doubts
from results.analysis_input import Entry
from results.analysis_keys import GRADE, TOOLS, TOTAL, indicator_of, is_item
from results.analysis_model import Doubt
from results.analysis_numbering import TitledItem
from results.analysis_settling import settled
from results.scoring import FULL, NOTHING
from results.wording import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class YearResult:
    """One year: every given figure (None while several are given and none is proved), those in doubt, the doubts."""

    ruleset: Ruleset
    scores: Mapping[str, Fraction | None]
    titles: Mapping[str, str]
    excused: frozenset[str]
    unsure: frozenset[str]
    grade: str
    doubts: tuple[Doubt, ...]

    def sure(self, key: str) -> Fraction | None:
        """A figure that nothing speaks against."""
        return None if key in self.unsure else self.scores.get(key)


def result_of_year(entries: Sequence[Entry], ruleset: Ruleset, titles: Titles, lang: Lang) -> YearResult:
    """Believe or doubt every figure of a year."""
    grouped = _grouped(entries)
    excused = frozenset(key for key, found in grouped.items() if all(entry.excused for entry in found))
    doubts = Doubts(
        grouped=grouped, ruleset=ruleset, rulesets=tuple(titles.rulesets.values()), excused=excused, lang=lang
    )
    possible = {key: _possible(key, found) for key, found in grouped.items() if _belongs(key, ruleset)}
    sure = {key: values[0] for key, values in possible.items() if len(values) == 1}
    choices = {key: values for key, values in possible.items() if len(values) > 1}
    values = {**sure, **settled(sure, choices, ruleset, excused)}
    doubts.about_typing(possible, values)
    doubts.about_relations(values)
    items = [TitledItem(code=key, title=found[0].title) for key, found in grouped.items() if is_item(key)]
    doubts.about_numbering(items, values, titles)
    doubts.about_hidden_zeros(values)
    grade = next((entry.text for entry in grouped.get(GRADE, ())), "")
    doubts.about_grade(grade, values)
    return YearResult(
        ruleset=ruleset,
        scores={key: values.get(key) for key in grouped if key != GRADE and key not in excused},
        titles={key: found[0].title for key, found in grouped.items()},
        excused=excused,
        unsure=frozenset({*doubts.unsure, *(key for key in grouped if key not in values and key not in excused)}),
        grade=grade,
        doubts=tuple(doubts.told),
    )


def _grouped(entries: Sequence[Entry]) -> dict[str, tuple[Entry, ...]]:
    grouped: dict[str, list[Entry]] = {}
    for entry in entries:
        grouped.setdefault(entry.key, []).append(entry)
    return {key: tuple(found) for key, found in grouped.items()}


def _belongs(key: str, ruleset: Ruleset) -> bool:
    """Whether the year has such a thing as this figure."""
    return key in (TOTAL, *TOOLS) or indicator_of(key, ruleset) is not None


def _possible(key: str, entries: Sequence[Entry]) -> tuple[Fraction, ...]:
    """The different scores that were given and can be scores of such a thing at all."""
    return tuple(dict.fromkeys(score for score in _scores(entries) if can_be(key, score)))


def _scores(entries: Sequence[Entry]) -> Iterator[Fraction]:
    return (entry.score for entry in entries if entry.score is not None)


def can_be(key: str, score: Fraction) -> bool:
    """Whether a figure can be the score of a thing: within 0 to 100, of an item of OIT one of the two."""
    return score in (NOTHING, FULL) if is_item(key) else NOTHING <= score <= FULL
