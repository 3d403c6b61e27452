"""Doubts about the figures of one year: each a sentence with its place, its probable reason and how sure it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from audits.assessment import Confidence
from audits.numbering import Misplaced
from audits.requirement import Ruleset
from audits.titles import Titles
from results.analysis_explaining import Explainer
from results.analysis_grade import grade_doubt
from results.analysis_input import Entry, Place
from results.analysis_keys import GRADE, TOOLS, TOTAL, indicator_of, is_item
from results.analysis_model import Doubt
from results.analysis_names import BOOK, called, confidence_text, listed
from results.analysis_numbering import Mixup, TitledItem, find_mixup, strangers
from results.analysis_relations import Relation, Values, failing, relations, standings_of
from results.analysis_slips import slip
from results.decoding import patterns, sizes_of, spans
from results.plain import plain
from results.published import OIT_INDICATORS, fitting
from results.score_text import number
from results.scoring import FULL, NOTHING, Standing, counted_items, sub_indicators_by_indicator
from results.wording import Lang, in_language, phrase

_MOST_SHOWN = 8


@dataclass(slots=True, kw_only=True)
class Doubts:
    """Collects what is doubtful about one year; `unsure` are the figures that must not be judged by."""

    grouped: Mapping[str, tuple[Entry, ...]]
    ruleset: Ruleset
    rulesets: Sequence[Ruleset]
    excused: frozenset[str]
    lang: Lang
    told: list[Doubt] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)

    def about_typing(self, possible: Mapping[str, tuple[Fraction, ...]], values: Values) -> None:
        """Scores that cannot be, and several scores for one thing."""
        for key, entries in self.grouped.items():
            for entry in entries:
                if entry.score is not None and not NOTHING <= entry.score <= FULL:
                    self._range(key, entry, possible.get(key, ()))
                elif entry.score is not None and is_item(key) and entry.score not in (NOTHING, FULL):
                    self._item(key, entry)
            if len(possible.get(key, ())) > 1:
                self._several(key, entries, values)
            elif any(entry.excused for entry in entries) and any(entry.score is not None for entry in entries):
                self._scored_and_excused(key, entries)

    def about_relations(self, values: Values) -> None:
        """Means, totals and attainable figures. What one mistake explains is told once."""
        known = dict(values)
        for kind in ("unattainable", "share", None):
            for relation in failing(known, self.ruleset, self.excused):
                if relation.kind == kind or kind is None:
                    self._relation(relation, known)

    def about_numbering(self, items: Sequence[TitledItem], values: Values, titles: Titles) -> None:
        """Codes that the year does not have, and titles of another year."""
        for key, found in strangers(items, self.ruleset, titles).items():
            self._stranger(key, found)
        for key in self.grouped:
            if not is_item(key) and key not in (TOTAL, GRADE, *TOOLS) and indicator_of(key, self.ruleset) is None:
                self._add(
                    "not_in_year", [key], self._say("doubt_no_such", code=key), self._say("why_no_such"), "medium"
                )
        mixup = find_mixup(items, values, self.ruleset, titles)
        if mixup:
            self._mixup(mixup)

    def about_hidden_zeros(self, values: Values) -> None:
        """Zeros that an indicator tells of and the list of items leaves out."""
        if not any(is_item(key) for key in self.grouped):
            return
        standings = standings_of(values, self.ruleset, self.excused)
        for indicator in OIT_INDICATORS:
            if indicator in values and indicator not in self.unsure:
                found = patterns(sizes_of(self.ruleset, indicator, self.excused), values[indicator])
                fits = fitting(found, self.ruleset, standings, indicator)
                self._hidden(indicator, spans(fits) if fits else (), standings, values[indicator])

    def about_grade(self, grade: str, values: Values) -> None:
        """A level that the scores do not give. A figure in doubt speaks against no level."""
        sure = {key: value for key, value in values.items() if key not in self.unsure}
        found = grade_doubt(grade, sure, self.ruleset, self.lang) if grade else None
        if found:
            self._add("grade", [GRADE], found.problem, found.why, found.confidence)

    def _range(self, key: str, entry: Entry, others: Sequence[Fraction]) -> None:
        score = entry.score or NOTHING
        meant = next((each for each in (*others, score / 10, score / 100) if slip(score, each) and each <= FULL), None)
        why = self._say("why_point", meant=number(meant)) if meant is not None and score > 0 else self._say("why_range")
        problem = self._say("doubt_range", name=called(key, self.ruleset, self.lang), text=plain(entry.text, 40))
        self._add("range", [key], problem, why, "high", entries=[entry])

    def _item(self, key: str, entry: Entry) -> None:
        same = [other for other, found in self.grouped.items() if not is_item(other) and found[0].score == entry.score]
        name = called(same[0], self.ruleset, self.lang) if same else ""
        why = self._say("why_item_of", other=name) if same else self._say("why_item")
        problem = self._say("doubt_item", name=called(key, self.ruleset, self.lang), text=plain(entry.text, 40))
        self._add("item_score", [key], problem, why, "high", entries=[entry])

    def _scored_and_excused(self, key: str, entries: Sequence[Entry]) -> None:
        given = dict.fromkeys(plain(entry.text, 40) for entry in entries)
        problem = self._say(
            "doubt_several", name=called(key, self.ruleset, self.lang), figures=listed(given, self.lang)
        )
        self.unsure.add(key)
        self._add("several", [key], problem, self._say("why_open"), "high")

    def _several(self, key: str, entries: Sequence[Entry], values: Values) -> None:
        chosen = values.get(key)
        texts = list(dict.fromkeys(number(entry.score) for entry in entries if entry.score is not None))
        if len(texts) > _MOST_SHOWN:
            texts[_MOST_SHOWN:] = ["…"]
        problem = self._say("doubt_several", name=called(key, self.ruleset, self.lang),
                            figures=listed(texts, self.lang))  # fmt: skip
        if chosen is None:
            self.unsure.add(key)
            self._add("several", [key], problem, self._say("why_open"), "high")
            return
        why = [self._say("why_settled", meant=number(chosen))]
        others = dict.fromkeys(entry.score for entry in entries if entry.score not in (None, chosen))
        for score in list(others)[:_MOST_SHOWN]:
            why += self._wrong(key, score or NOTHING, chosen)
        self._add("several", [key], problem, " ".join(dict.fromkeys(why)), self._trust(key, values))

    def _trust(self, key: str, values: Values) -> Confidence:
        """How sure the rules are that decided between several figures."""
        deciding = [
            relation.confidence
            for relation in relations(values, self.ruleset, self.excused)
            if relation.confidence != "low" and key in (relation.key, *relation.parts)
        ]
        return "medium" if "medium" in deciding else "high"

    def _wrong(self, key: str, typed: Fraction, chosen: Fraction) -> list[str]:
        """How a second figure may have come about: as a slip, or as the figure of a part."""
        kind = slip(typed, chosen)
        if kind:
            return [self._say(f"why_slip_{kind}", typed=number(typed), meant=number(chosen))]
        parts = [
            other
            for other, found in self.grouped.items()
            if other != key and indicator_of(other, self.ruleset) == key and found[0].score == typed
        ]
        return (
            [self._say("why_part", typed=number(typed), other=called(parts[0], self.ruleset, self.lang))]
            if parts
            else []
        )

    def _relation(self, relation: Relation, known: dict[str, Fraction]) -> None:
        explainer = Explainer(values=known, ruleset=self.ruleset, rulesets=self.rulesets, excused=self.excused,
                              lang=self.lang)  # fmt: skip
        if relation.name not in {each.name for each in failing(known, self.ruleset, self.excused)}:
            return  # put right by an explanation that came before
        found = explainer.explain(relation)
        key = found.part or relation.key
        keys = list(dict.fromkeys((relation.key, key)))
        told = {"name": called(relation.key, self.ruleset, self.lang), "figure": number(known[relation.key])}
        if relation.expected is not None:
            told["expected"] = number(relation.expected)
        problem = "items_open" if relation.kind == "items" and relation.expected is None else relation.kind
        self._add(relation.kind, keys, self._say(f"doubt_{problem}", **told), found.text, relation.confidence)
        if found.wrong and relation.confidence != "low":
            self.unsure.add(key)
        if found.meant is not None:
            known[key] = found.meant
        elif relation.kind in ("unattainable", "share"):
            del known[key]

    def _stranger(self, key: str, found: Misplaced) -> None:
        year = self.ruleset.fiscal_year
        last = self.ruleset.requirements[-1].code
        problem = self._say("doubt_no_item", code=key, year=str(year), last=last)
        code = found.code_in(year)
        years = ", ".join(map(str, found.years))
        kind = "why_elsewhere" if code else "why_dropped" if found.years else "why_no_year"
        self._add("no_such_item", [key], problem, self._say(kind, years=years, code=code or ""), "high")
        self.unsure.add(key)

    def _mixup(self, mixup: Mixup) -> None:
        codes = [found.row.code for found in mixup.items]
        other = ", ".join(map(str, mixup.other)) or self._say("unknown_year")
        year = str(self.ruleset.fiscal_year)
        problem = self._say(
            "doubt_titles", codes=listed(codes, self.lang), count=str(len(codes)), other=other, year=year
        )
        why = self._say(f"why_titles_{mixup.proof or 'open'}", year=year, other=other)
        self._add("titles", codes, problem, why, mixup.confidence, details=[self._row(found) for found in mixup.items])
        if mixup.proof != "codes":
            self.unsure.update(codes)

    def _row(self, found: Misplaced) -> str:
        year = self.ruleset.fiscal_year
        item = next(item for item in self.ruleset.requirements if item.code == found.row.code)
        told = {"code": found.row.code, "year": str(year), "right": in_language(item.title, self.lang),
                "title": plain(found.row.title, 90), "now": found.code_in(year) or ""}  # fmt: skip
        return self._say("title_row" if told["now"] else "title_row_gone", **told)

    def _hidden(
        self, indicator: str, zeros: Sequence[tuple[int, int]], standings: Mapping[str, Standing], figure: Fraction
    ) -> None:
        items = counted_items(self.ruleset, self.excused)
        subs = sub_indicators_by_indicator(items, self.ruleset).get(indicator, [])
        missing = []
        for sub, (least, _) in zip(subs, zeros, strict=bool(zeros)):
            listed_zeros = sum(standings[code] is Standing.ZERO for code in items[sub])
            if least > listed_zeros:
                missing.append(self._say("hidden_sub", sub=sub, count=str(least - listed_zeros)))
        if missing:
            name = called(indicator, self.ruleset, self.lang)
            problem = self._say("doubt_hidden", name=name, figure=number(figure), zeros=listed(missing, self.lang))
            self._add("hidden_zeros", [indicator], problem, self._say("why_hidden"), self.ruleset.split.confidence)

    def _add(
        self, kind: str, keys: Sequence[str], problem: str, why: str, confidence: Confidence,
        entries: Sequence[Entry] | None = None, details: Sequence[str] = (),
    ) -> None:  # fmt: skip
        found = entries if entries is not None else [entry for key in keys for entry in self.grouped.get(key, ())]
        places: tuple[Place, ...] = tuple(dict.fromkeys(entry.place for entry in found))
        self.told.append(
            Doubt(
                kind=kind, year=self.ruleset.fiscal_year, keys=tuple(keys), places=places, problem=problem,
                explanation=why,
                details=tuple(details), confidence=confidence, confidence_label=confidence_text(confidence, self.lang),
            )
        )  # fmt: skip

    def _say(self, code: str, /, **values: str) -> str:
        return phrase(BOOK, code, self.lang, **values)
