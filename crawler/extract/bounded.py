"""Markup cut before it costs more time than a page is worth."""

import re

# Elements at whose every start the parser walks up all that is open: its time grows with the square of the depth.
_NESTING = re.compile(
    r"<(/?)(?:div|ul|ol|dl|section|article|center|blockquote|main|nav|aside|header|footer|figure|fieldset|form|pre"
    r"|details|dir|menu|address|hgroup|summary|h[1-6])[\s>/]", re.IGNORECASE,
)  # fmt: skip
_MANY_TAGS, _MAX_DEPTH = 5000, 1500


def bounded(html: str) -> str:
    """The page up to the place where its nesting is no longer that of a page made for people."""
    if html.count("<") < _MANY_TAGS:
        return html
    depth = 0
    for tag in _NESTING.finditer(html):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > _MAX_DEPTH:
            return html[: tag.start()]
    return html
