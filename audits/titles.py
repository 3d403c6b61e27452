"""What a title of an item names, over all fiscal years: the official titles first, then the words that offices use."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from audits.naming import STRONG, Naming
from audits.requirement import Concept, Requirement, Ruleset
from audits.wordings import bare
from crawler.thai import key, skeleton

ALIKE = 0.84  # recognised scans garble a syllable or two of a title
_NEAR_EQUAL = 0.9
_LOOSE, _APART, _LONG = 0.75, 0.12, 24  # a long title that is like one concept's alone
_SAME = 0.005
_MORE_BEHIND = 0.95  # an official title with more words behind it
_LEAST = 5  # letters of an official title that may stand in front of more words
_NO_TITLE = re.compile(r"check\s?list|แบบตรวจ|ตัวอย่าง(?:เช่น)?$|ผู้บังคับบัญชาให้คำปรึกษา")


@dataclass(frozen=True, slots=True)
class Named:
    """The concepts that a title means, and the items (year, number) whose official title it is."""

    concepts: frozenset[str]
    items: frozenset[tuple[int, int]]


NOTHING = Named(frozenset(), frozenset())


def number_of(requirement: Requirement) -> int:
    """The number in an item's code."""
    return int(requirement.code[1:])


@dataclass(frozen=True, slots=True)
class _Official:
    bones: str
    items: frozenset[tuple[int, int]]
    concepts: frozenset[str]


class Titles:
    """The titles of several years."""

    def __init__(self, rulesets: Iterable[Ruleset]) -> None:
        self.rulesets = {ruleset.fiscal_year: ruleset for ruleset in rulesets}
        self._known: dict[str, Named] = {}

    @cached_property
    def items(self) -> dict[int, dict[int, Requirement]]:
        """Per year the items by number."""
        return {
            year: {number_of(item): item for item in ruleset.requirements} for year, ruleset in self.rulesets.items()
        }

    @cached_property
    def _official(self) -> tuple[_Official, ...]:
        items: dict[str, set[tuple[int, int]]] = {}
        concepts: dict[str, set[str]] = {}
        for year, numbered in self.items.items():
            for number, item in numbered.items():
                bones = skeleton(bare(item.title.th))
                items.setdefault(bones, set()).add((year, number))
                concepts.setdefault(bones, set()).add(item.concept)
        return tuple(_Official(bones, frozenset(items[bones]), frozenset(concepts[bones])) for bones in items)

    @cached_property
    def _naming(self) -> Naming:
        """The words of every concept of any year."""
        concepts: dict[str, Concept] = {}
        for ruleset in self.rulesets.values():
            concepts |= ruleset.concepts
        newest = self.rulesets[max(self.rulesets)]
        return Naming(newest.model_copy(update={"concepts": concepts}))

    def read(self, title: str) -> Named:
        """What a title names; nothing when it is no title of an item, or its words fit several alike."""
        known = self._known.get(title)
        if known is None:
            known = self._known[title] = NOTHING if _NO_TITLE.search(key(title)) else self._read(title)
        return known

    def _read(self, title: str) -> Named:
        bones = skeleton(bare(title))
        scored = [(_likeness(bones, official.bones), official) for official in self._official] if bones else []
        best = max((score for score, _ in scored), default=0.0)
        nearest = [official for score, official in scored if score >= best - _SAME]
        concepts = frozenset(name for official in nearest for name in official.concepts)
        if best >= _NEAR_EQUAL:
            return Named(concepts, frozenset(item for official in nearest for item in official.items))
        worded = self._worded(title)
        if worded or best < _LOOSE:
            return Named(worded, frozenset())
        next_best = max((score for score, official in scored if not official.concepts & concepts), default=0.0)
        clear = best >= ALIKE or (len(bones) >= _LONG and best - next_best >= _APART)
        return Named(concepts, frozenset()) if clear else NOTHING

    def _worded(self, title: str) -> frozenset[str]:
        """The concepts whose words a title holds, without those whose words are part of another's."""
        matches = {name: match for name, match in self._naming.matches(title).items() if match.score >= STRONG}
        return frozenset(
            name
            for name, match in matches.items()
            if not any(match.term != other.term and match.term in other.term for other in matches.values())
        )


def _likeness(bones: str, official: str) -> float:
    if bones == official:
        return 1.0
    if bones.startswith(official) and len(official) >= _LEAST:
        return _MORE_BEHIND + 0.04 * len(official) / len(bones)  # the longest of several
    matcher = SequenceMatcher(None, bones, official, autojunk=False)
    return min(matcher.ratio(), _MORE_BEHIND) if matcher.quick_ratio() >= _LOOSE else 0.0
