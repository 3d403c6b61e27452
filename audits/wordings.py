"""How labels are compared with a concept's terms, and which of two concepts a label means."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pythainlp.tokenize import word_tokenize

from audits.codes import split_label
from audits.requirement import Concept
from crawler.thai import key, skeleton

_NUMBER = re.compile(r"^[\s\W]*\d{1,2}(?:\.\d{1,2})*[\s:.)\-|]+|^[\s\W]*\d{1,2}(?=[\u0e01-\u0e2e\u0e40-\u0e44])")
# "ประจำปี", "ทั้งปี" and "ตลอดปี" stay: they tell an annual report from a monthly one.
_YEAR = re.compile(r"\(?(ประจำปี|(?<=ทั้ง)ปี|(?<=ตลอด)ปี|)(?:ปี)?(?:งบประมาณ)?(?:พ\.?ศ\.?)?\s*25\d\d(?:\s*-\s*25\d\d)?\)?")
_EDGES = re.compile(r"^[^\w\u0e00-\u0e7f]+|[^\w\u0e00-\u0e7f]+$")
_LONGEST_LABEL = 220
_SMALL = frozenset(
    (
        "การ ของ และ หรือ ที่ ใน เพื่อ ประจำ ปี ไปสู่ สู่ ไป ตาม โดย ให้ กับ แห่ง จาก ต่อ ด้าน ความ งบประมาณ พ.ศ. "
        "หน่วยงาน ภายใน ( ) - / : ."
    ).split()
)
_PREFIX = re.compile(r"^(?:การ|ความ)(?=\S{2})")  # the dictionary keeps some verbal nouns whole and cuts others
_LETTERS = 14  # a shorter label is compared word for word only
_ENOUGH_WORDS = 4
_TELLING, _OWN = 0.8, 0.6
_SIMILAR = 0.62


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """How well a label names a concept: `score` 0..1, the `term` met, and whether it is the exact wording."""

    score: float
    term: str
    exact: bool


NO_MATCH = LabelMatch(0.0, "", False)


@lru_cache(maxsize=65536)
def bare(label: str) -> str:
    """The comparison key of a label without item code, numbering, year and decoration."""
    text = _NUMBER.sub("", key(split_label(label)[1]), count=1)
    return _EDGES.sub("", _YEAR.sub(r"\1", text))


@lru_cache(maxsize=4096)
def _terms(concept: Concept) -> tuple[tuple[str, str, float], ...]:
    """Key, skeleton and weight of each term, longest first so that the most telling one is met first."""
    strong = [(key(term), skeleton(term), 1.0) for term in concept.terms]
    weak = [(key(term), skeleton(term), 0.55) for term in concept.weak_terms]
    return tuple(sorted(strong + weak, key=lambda item: (-item[2], -len(item[0]))))


@lru_cache(maxsize=4096)
def _excluded(concept: Concept) -> tuple[str, ...]:
    return tuple(key(term) for term in concept.not_terms)


def match_label(concept: Concept, label: str) -> LabelMatch:
    """Compare one label with the terms of one concept."""
    if not label or len(label) > _LONGEST_LABEL:
        return NO_MATCH
    text = bare(label)
    if not text or any(word in text for word in _excluded(concept)):
        return NO_MATCH
    best = NO_MATCH
    for term, bones, weight in _terms(concept):
        score = _score(text, term, bones, weight)
        if score > best.score:
            best = LabelMatch(score, term, score >= 0.99 * weight)
    return best


def match_words(concept: Concept, label: str) -> LabelMatch:
    """Compare a label that holds no term word for word: offices put in, leave out and turn round small words.

    Nearly all telling words of a long term must be there, and little else.
    """
    text = bare(label)
    if any(word in text for word in _excluded(concept)):
        return NO_MATCH
    words = _words(text)
    for term, needed in _wordings(concept):
        shared = len(words & needed)
        if shared >= _TELLING * len(needed) and shared >= _OWN * len(words):
            return LabelMatch(_SIMILAR, term, False)
    return NO_MATCH


@lru_cache(maxsize=4096)
def _wordings(concept: Concept) -> tuple[tuple[str, frozenset[str]], ...]:
    """The longer terms of a concept as sets of telling words."""
    found = ((key(term), _words(key(term))) for term in concept.terms)
    return tuple((term, words) for term, words in found if len(words) >= _ENOUGH_WORDS)


@lru_cache(maxsize=65536)
def _words(text: str) -> frozenset[str]:
    """The words of a label that tell something, by a dictionary of Thai."""
    if len(text) < _LETTERS:
        return frozenset()
    words = (_PREFIX.sub("", _EDGES.sub("", word)) for word in word_tokenize(text, engine="newmm"))
    return frozenset(word for word in words if len(word) > 1) - _SMALL


def _score(text: str, term: str, bones: str, weight: float) -> float:
    if term == text:
        return weight
    if term in text:
        return weight * (0.62 + 0.33 * len(term) / len(text))
    plain = skeleton(text)
    if len(bones) >= 8 and bones in plain:
        return weight * 0.9 * (0.62 + 0.33 * len(bones) / max(1, len(plain)))
    return 0.0


def rivals(match: LabelMatch, others: Iterable[LabelMatch]) -> bool:
    """Whether another concept's wording fits a label better: a longer term that contains ours, or more of it."""
    return any(
        len(theirs.term) > len(match.term) and (match.term in theirs.term or theirs.score > match.score)
        for theirs in others
    )
