"""Which concept a label names, each label of a site compared once with every concept of the year."""

import re
from collections.abc import Iterable
from functools import cached_property

from audits.requirement import Requirement, Ruleset
from audits.site import is_rubric, slug
from audits.wordings import NO_MATCH, LabelMatch, match_label, match_words, rivals
from crawler.thai import key, skeleton

STRONG = 0.6
# Names of sections that templates print over every article: they say nothing of the article.
SECTIONS = frozenset(("news", "qna", "social_network", "contact", "laws", "procurement_notices"))
_HALF_SAID = 0.7  # of another item less than that is a word in passing, where this one is named, however faintly
_LONG_RUBRIC = 60  # a short label may well begin like a criterion ("แสดงผลการดำเนินงาน"); a long one repeats it
_OPENING = 5
_SHORTEST, _LONGEST = 16, 140  # letters of a label that may name an item in other words
_NO_NAMES: set[str] = set()
_TELLING_TERM = 10  # letters: a shorter term may stand in an address by chance


class Naming:
    """Labels and addresses against the concepts of one ruleset."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self._known: dict[str, dict[str, LabelMatch]] = {}

    def matches(self, label: str) -> dict[str, LabelMatch]:
        """Every concept that a label names; a passage of the official criteria names none."""
        known = self._known.get(label)
        if known is None:
            known = {}
            if not (len(label) > _LONG_RUBRIC and is_rubric(label)):
                found = ((name, match_label(self.ruleset.concepts[name], label)) for name in self._possible(label))
                known = {name: match for name, match in found if match.score > 0}
                known = known or self._alike(label)
            self._known[label] = known
        return known

    def _alike(self, label: str) -> dict[str, LabelMatch]:
        """Concepts that a label names in other words, for labels that name none word for word."""
        if not _SHORTEST <= len(label) <= _LONGEST:
            return {}
        found = ((name, match_words(concept, label)) for name, concept in self.ruleset.concepts.items())
        return {name: match for name, match in found if match.score > 0}

    @cached_property
    def _openings(self) -> dict[str, set[str]]:
        """The concepts with a term that begins with certain letters (marks left out)."""
        found: dict[str, set[str]] = {}
        for name, concept in self.ruleset.concepts.items():
            for term in (*concept.terms, *concept.weak_terms):
                found.setdefault(skeleton(term)[:_OPENING], set()).add(name)
        return found

    def _possible(self, label: str) -> list[str]:
        """Concepts that have a term which may stand in a label, in the order of the ruleset."""
        bones = skeleton(label)
        names: set[str] = set()
        for start in range(len(bones)):
            for length in range(2, _OPENING + 1):  # terms shorter than the opening are their own
                names |= self._openings.get(bones[start : start + length], _NO_NAMES)
        return [name for name in self.ruleset.concepts if name in names]

    def tells(self, labels: Iterable[str]) -> bool:
        """Whether any of several labels names anything."""
        return any(self.matches(label) for label in labels)

    def name(self, requirement: Requirement, concept: str, labels: Iterable[str]) -> tuple[str, LabelMatch]:
        """The first label that names something, and how well it names this concept.

        The nearest words win: a row that names another item does not name this one, whatever its section says.
        """
        family = {concept, requirement.concept, *requirement.also_covers}
        for label in labels:
            named = self.matches(label)
            others = [match for name, match in named.items() if name not in family]
            match = named.get(concept)
            if match is not None:
                return (label, match) if not rivals(match, others) else ("", NO_MATCH)
            if any(other.score >= STRONG for other in others):
                return "", NO_MATCH
        return "", NO_MATCH

    def names_other(self, requirement: Requirement, label: str) -> bool:
        """Whether a label clearly names an item other than this requirement's."""
        family = {requirement.concept, *requirement.also_covers}
        named = self.matches(label)
        own = max((match.score for name, match in named.items() if name in family), default=0.0)
        least = max(own, _HALF_SAID if own else STRONG)
        return any(match.score > least for name, match in named.items() if name not in family)

    @cached_property
    def _hints(self) -> tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...]:
        """Per concept: a pattern of its address words, and skeletons of its longer terms."""
        return tuple(
            (
                name,
                re.compile("|".join(rf"(?<![a-z]){re.escape(hint)}(?![a-z])" for hint in concept.url_hints) or "(?!)"),
                tuple(skeleton(term) for term in concept.terms if len(key(term)) >= _TELLING_TERM),
            )
            for name, concept in self.ruleset.concepts.items()
        )

    def hinted(self, url: str) -> frozenset[str]:
        """Concepts that the last part of an address hints at (its words, or a slug that lost its vowels)."""
        name = slug(url).rstrip("/").rsplit("/", 1)[-1]
        if not name or name.isdigit():
            return frozenset()
        bones = skeleton(name) if not name.isascii() else ""
        return frozenset(
            concept
            for concept, pattern, terms in self._hints
            if pattern.search(name) or (bones and any(term in bones for term in terms))
        )
