"""Blocks and links under construction: a page has thousands of them, and they are made quickly.

A frozen dataclass sets its fields one by one through `object.__setattr__`, which for a whole page costs more than
parsing it. A draft has the same fields in the same order, is filled in the ordinary way and is declared to be the
frozen thing when the page is finished, which Python allows where the slots are the same.
"""

from dataclasses import field, fields, make_dataclass
from typing import Any, cast

from crawler.artifacts import Block, Link


def _draft_of(frozen: type) -> Any:
    return make_dataclass(
        f"{frozen.__name__}Draft",
        [(known.name, known.type, field(default=known.default)) for known in fields(frozen)],
        namespace={"__doc__": f"A {frozen.__name__} under construction."},
        slots=True,
        eq=False,
    )


BlockDraft = _draft_of(Block)
LinkDraft = _draft_of(Link)  # `row` is "" until the line or table row around it has ended


def as_blocks(drafts: list[Any]) -> list[Block]:
    """The drafts themselves, from now on frozen."""
    for draft in drafts:
        draft.__class__ = Block
    return cast(list[Block], drafts)


def as_links(drafts: list[Any]) -> list[Link]:
    """The drafts themselves, from now on frozen, also where they stand in blocks."""
    for draft in drafts:
        draft.__class__ = Link
    return cast(list[Link], drafts)
