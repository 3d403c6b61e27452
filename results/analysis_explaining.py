"""Why a relation does not hold: which figure is probably wrong, and what it was probably meant to be."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from audits.requirement import Ruleset
from results.analysis_culprits import Culprit, culprit_of
from results.analysis_names import BOOK, called, figures_text
from results.analysis_relations import Relation, Values, failing, sums
from results.analysis_slips import slip
from results.decoding import Indicator, attainable, near, sizes_of, years_attaining
from results.score_text import number
from results.scoring import FULL
from results.wording import Lang, in_language, phrase

_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What probably happened. `meant` is the one figure that fits everything else; `wrong`: the figure itself is, or
    the `part` of it that is named."""

    text: str
    meant: Fraction | None
    wrong: bool
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explainer:
    """The figures of one year, and the rules of all years, against which a figure is explained."""

    values: Values
    ruleset: Ruleset
    rulesets: Sequence[Ruleset]
    excused: Collection[str]
    lang: Lang

    def explain(self, relation: Relation) -> Explanation:
        """The probable reason that a relation does not hold."""
        if relation.kind in ("unattainable", "share"):
            return self._impossible(relation)
        if relation.expected is None:
            return Explanation(text=self._say("why_zeros"), meant=None, wrong=False)
        return self._unequal(relation, relation.expected)

    def _impossible(self, relation: Relation) -> Explanation:
        key, typed = relation.key, self.values[relation.key]
        possible = self._possible(relation)
        fits = self._fits(key, possible)
        # What items can give lies close together: without a slip, a neighbour that fits proves nothing.
        if len(fits) == 1 and (kind := slip(typed, fits[0])):
            return self._meant(f"why_fits_{kind}", typed, fits[0])
        near_by = [figure for figure in fits or possible if slip(typed, figure) not in ("", "digit")]
        if 0 < len(near_by) <= _SHOWN:
            text = self._say("why_maybe", figures=figures_text(near_by, self.lang))
        else:
            text = self._say("why_near", figures=figures_text(self._nearest(relation), self.lang))
        return Explanation(text=" ".join([text, *self._years(relation)]), meant=None, wrong=True)

    def _fits(self, key: str, possible: Sequence[Fraction]) -> list[Fraction]:
        """The possible figures with which every mean and total holds; none when no such relation tells them apart."""
        if not any(key in (each.key, *each.parts) for each in sums(self.values, self.ruleset)):
            return []
        return [figure for figure in possible if self._holds(key, figure)]

    def _possible(self, relation: Relation) -> Sequence[Fraction]:
        if relation.kind == "share":
            size = len(relation.parts)
            return [FULL * passed / size for passed in range(size + 1)]
        return attainable(self._sizes(relation))

    def _sizes(self, relation: Relation) -> Mapping[str, int]:
        return sizes_of(self.ruleset, _oit_indicator(relation), self.excused)

    def _nearest(self, relation: Relation) -> list[Fraction]:
        if relation.kind == "share":
            return [relation.expected] if relation.expected is not None else []
        others = near(self._sizes(relation), self.values[relation.key])
        return [figure for figure in (others.below, others.above) if figure is not None]

    def _years(self, relation: Relation) -> list[str]:
        """In which other years the figure would be possible, and how sure the division of this year is."""
        told: list[str] = []
        if relation.kind == "unattainable":
            years = years_attaining({_oit_indicator(relation): self.values[relation.key]}, self.rulesets)
            told += [self._say("why_years", years=", ".join(map(str, years)))] if years else []
        if self.ruleset.split.confidence != "high":
            note = self.ruleset.split.note
            told.append(self._say("why_split", note=in_language(note, self.lang) if note else "").strip())
        return told

    def _weights(self, relation: Relation) -> list[str]:
        """How sure the weights are that a total was computed with."""
        return [self._say("why_weights")] if relation.kind == "total" and relation.confidence != "high" else []

    def _unequal(self, relation: Relation, expected: Fraction) -> Explanation:
        """The whole or one of its parts? What the other relations say when the whole is put right decides."""
        key, typed = relation.key, self.values[relation.key]
        before = {each.name for each in failing(self.values, self.ruleset, self.excused)}
        after = {each.name for each in failing({**self.values, key: expected}, self.ruleset, self.excused)}
        against = sorted(after - before)
        kind = slip(typed, expected)
        if kind and not against:
            return self._meant(f"why_fits_{kind}", typed, expected)
        culprit = culprit_of(relation, self.values, self.ruleset, self.excused) if relation.kind != "items" else None
        if culprit:
            return self._part(culprit)
        if against:
            names = called(against[0][1], self.ruleset, self.lang)
            return Explanation(text=self._say("why_parts", other=names, figure=number(typed)), meant=None, wrong=False)
        if len(before - after) > 1:
            return self._meant("why_fits_fits", typed, expected)
        copied = self._copied(relation)
        if copied:
            text = self._say("why_copied", other=copied, meant=number(expected))
            return Explanation(text=text, meant=expected, wrong=True)
        text = self._say("why_either", meant=number(expected))
        return Explanation(text=" ".join([text, *self._weights(relation)]), meant=None, wrong=False)

    def _part(self, culprit: Culprit) -> Explanation:
        name = called(culprit.key, self.ruleset, self.lang)
        told = {"typed": number(self.values[culprit.key]), "meant": number(culprit.meant)}
        text = " ".join([self._say("why_part_wrong", name=name), self._say(f"why_slip_{culprit.slip}", **told)])
        return Explanation(text=text, meant=culprit.meant, wrong=True, part=culprit.key)

    def _copied(self, relation: Relation) -> str:
        """The part whose figure stands in place of the whole's."""
        same = [part for part in relation.parts if self.values.get(part) == self.values[relation.key]]
        return called(same[0], self.ruleset, self.lang) if len(same) == 1 else ""

    def _holds(self, key: str, figure: Fraction) -> bool:
        """Whether all means and totals that involve the figure hold with it."""
        tried = sums({**self.values, key: figure}, self.ruleset)
        return all(each.holds for each in tried if key in (each.key, *each.parts))

    def _meant(self, sentence: str, typed: Fraction, meant: Fraction) -> Explanation:
        text = self._say(sentence, typed=number(typed), meant=number(meant))
        return Explanation(text=text, meant=meant, wrong=True)

    def _say(self, code: str, **values: str) -> str:
        return phrase(BOOK, code, self.lang, **values)


def _oit_indicator(relation: Relation) -> Indicator:
    return "9" if relation.key == "9" else "10"
