"""Several documents bound in one file: which of its pages belong to an item."""

import re
from collections.abc import Iterable
from itertools import pairwise

from audits.naming import Naming
from audits.requirement import Requirement
from audits.wordings import bare
from crawler.artifacts import Artifact, Block

_HEAD_LINES = 4  # a document bound into a file begins with its title at the head of a page
_LETTER_LINES = 8  # office, telephone, number and day of a letter stand above its subject
_NAMED = 0.7
_DEFINES = re.compile(r"""^\s*["'“”]|หมายถึง|หมายความว่า""")
_NUMBERED = re.compile(r"^\s*\(?[\d๐-๙]+[.)]")  # a passage of a text, no title broken over two lines
# A page that begins so goes on with the same document, whatever its chapter is about.
_CHAPTER = re.compile(
    r"^\W*(?:(?:ส่วน|บท|ตอน|หมวด)(?:ที่)?\s*[\d๐-๙]{1,2}(?![\d๐-๙])|บทนำ|คำนำ|สารบัญ|บทสรุป|หลักการและเหตุผล)"
)
_LETTER = re.compile(r"^\W*(?:บันทึกข้อความ|ประกาศ(?:องค์การ|เทศบาล))\W*\S*$")
_BEFORE = 14  # letters: "เรื่อง", "ประกาศใช้", "(ร่าง)"


def own_pages(naming: Naming, requirement: Requirement, artifact: Artifact) -> tuple[Block, ...]:
    """The blocks of a file from the page that is headed with the item to the page headed with another one.

    All blocks where no page is headed with the item, or where nothing of another kind stands beside it.
    """
    owners = _owners(naming, artifact)
    family = set(requirement.family)
    mine = [page for page, names in owners.items() if names & family]
    others = [page for page, names in owners.items() if not names & family]
    if not mine or not (others or _begins_anew(artifact, mine[0])):
        return artifact.blocks
    first = mine[0]
    last = min((page for page in others if page > first), default=10**6)
    return tuple(block for block in artifact.blocks if first <= block.page < last)


def page_heads(blocks: Iterable[Block], most: int) -> dict[int, list[str]]:
    """The first lines of each page of a file, by its number."""
    heads: dict[int, list[str]] = {}
    for block in blocks:
        lines = heads.setdefault(block.page, [])
        if len(lines) < most:
            lines.append(block.text)
    return heads


def _begins_anew(artifact: Artifact, page: int) -> bool:
    """Whether a later page is the first of a letter or announcement of its own: what stands before is something else,
    though the year asks for nothing of its name."""
    if artifact.blocks[0].page == page or _LETTER.match(artifact.blocks[0].text):
        return False
    return any(_LETTER.match(block.text) for block in artifact.blocks if block.page == page)


def _owners(naming: Naming, artifact: Artifact) -> dict[int, set[str]]:
    """Pages whose head names something, with the concepts named."""
    owners: dict[int, set[str]] = {}
    for page, head in page_heads(artifact.blocks, _LETTER_LINES).items():
        if _CHAPTER.match(head[0]):
            continue
        lines = head if _LETTER.match(head[0]) else head[:_HEAD_LINES]
        told = [line for line in lines if not _DEFINES.search(line)]
        broken = [one + two for one, two in pairwise(told) if not _NUMBERED.match(one) and not _NUMBERED.match(two)]
        whole = [] if _NUMBERED.match(lines[0]) else [" ".join(lines)[:160]]
        titles = (*whole, *told, *broken)
        scores: dict[str, float] = {}
        for title in titles:
            for name, match in naming.matches(title).items():
                if _begins(title, match.term):
                    scores[name] = max(match.score, scores.get(name, 0.0))
        named = {name for name, score in scores.items() if score >= _NAMED}
        if named:
            owners[page] = named
    return owners


def _begins(title: str, term: str) -> bool:
    """Whether a title names something at its beginning; a sentence of the text may name anything further on."""
    return bare(title).find(term) <= _BEFORE
