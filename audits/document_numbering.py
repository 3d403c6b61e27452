"""The numberings that one document follows: its tables may keep one year's codes and its plan cite another's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from audits.numbering import Numbering, identify, years_of_span
from audits.numbering_rows import ListRow, cited_rows, rows_of, spans_of
from audits.titles import Titles

Kind = Literal["list", "citations", "span"]


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """Neighbouring blocks that follow one numbering: `blocks` are their places in the document.

    A "list" pairs codes with titles, "citations" stand in running text, a "span" names only the first and last code.
    """

    kind: Kind
    blocks: tuple[int, ...]
    rows: tuple[ListRow, ...]
    numbering: Numbering


def blocks_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The lines of a plain text, apart where a line is empty."""
    blocks: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return tuple(tuple(block) for block in blocks if block)


def identify_document(
    blocks: Iterable[Sequence[str]], titles: Titles, claimed: int | None = None
) -> tuple[DocumentPart, ...]:
    """Every numbering that a document follows, in the order in which they begin; tables and running text apart."""
    parts: list[DocumentPart] = []
    read = list(enumerate(blocks))
    listed = [(place, _strong(rows_of(block))) for place, block in read]
    cited = [(place, tuple(row for line in block for row in cited_rows(line))) for place, block in read]
    parts += _parts("list", listed, titles, claimed)
    parts += _parts("citations", cited, titles, claimed)
    for place, block in read:
        for first, last in dict.fromkeys(span for line in block for span in spans_of(line)):
            numbering = years_of_span(first, last, titles)
            if numbering.years:
                parts.append(DocumentPart("span", (place,), (), numbering))
    return tuple(sorted(parts, key=lambda part: part.blocks))


def _strong(rows: tuple[ListRow, ...]) -> tuple[ListRow, ...]:
    """The rows of a block; the numbered headings of a report are no list of items beside real codes."""
    return tuple(row for row in rows if not row.weak) or rows


def _parts(
    kind: Kind, read: Iterable[tuple[int, tuple[ListRow, ...]]], titles: Titles, claimed: int | None
) -> list[DocumentPart]:
    """Blocks grouped by the numbering that they follow; groups that follow none are left out."""
    groups: list[list[tuple[int, tuple[ListRow, ...]]]] = []
    for place, rows in read:
        if not rows:
            continue
        home = next((group for group in reversed(groups) if _belongs(rows, _rows(group), titles)), None)
        if home is None:
            groups.append(home := [])
        home.append((place, rows))
    parts = [
        DocumentPart(kind, tuple(place for place, _ in group), _rows(group), identify(_rows(group), titles, claimed))
        for group in groups
    ]
    return [part for part in parts if part.numbering.years]


def _rows(group: Iterable[tuple[int, tuple[ListRow, ...]]]) -> tuple[ListRow, ...]:
    return tuple(row for _, rows in group for row in rows)


def _belongs(rows: tuple[ListRow, ...], group: tuple[ListRow, ...], titles: Titles) -> bool:
    """Whether rows follow the numbering of a group as well as any other: together they fit no worse than apart."""
    if any(row.weak for row in rows) != any(row.weak for row in group):
        return False
    alone = identify(rows, titles).evidence[0]
    before = identify(group, titles).evidence[0]
    together = identify((*group, *rows), titles).evidence[0]
    return together.against <= alone.against + before.against
