"""Several documents bound in one file: which of its pages belong to an item."""

from audits.naming import Naming
from audits.requirement import Requirement
from crawler.artifacts import Artifact, Block

_HEAD_LINES = 4  # a document bound into a file begins with its title at the head of a page
_NAMED = 0.7


def own_pages(naming: Naming, requirement: Requirement, artifact: Artifact) -> tuple[Block, ...]:
    """The blocks of a file from the page that is headed with the item to the page headed with another one.

    All blocks where no page is headed with the item, or none with another.
    """
    owners = _owners(naming, artifact)
    family = set(requirement.family)
    mine = [page for page, names in owners.items() if names & family]
    others = [page for page, names in owners.items() if not names & family]
    if not mine or not others:
        return artifact.blocks
    first = mine[0]
    last = min((page for page in others if page > first), default=10**6)
    return tuple(block for block in artifact.blocks if first <= block.page < last)


def _owners(naming: Naming, artifact: Artifact) -> dict[int, set[str]]:
    """Pages whose head names something, with the concepts named best."""
    heads: dict[int, list[str]] = {}
    for block in artifact.blocks:
        lines = heads.setdefault(block.page, [])
        if len(lines) < _HEAD_LINES:
            lines.append(block.text)
    owners: dict[int, set[str]] = {}
    for page, lines in heads.items():
        named = naming.matches(" ".join(lines)[:160]) or {}
        for line in lines:
            named = named | naming.matches(line)
        best = max((match.score for match in named.values()), default=0.0)
        if best >= _NAMED:
            owners[page] = {name for name, match in named.items() if match.score == best}
    return owners
