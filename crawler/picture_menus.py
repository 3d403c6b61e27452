"""Menus of pictures: a link without words gets those that stand on its picture, marked as recognised."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from crawler.artifacts import Artifact, Block, Link
from crawler.extract import limits
from crawler.names import file_name, is_no_name
from crawler.thai import has_thai
from crawler.urls import canonical

Pages = dict[str, Artifact]
PictureLinks = Mapping[str, str]  # address of a link → address of its picture


def with_labels(pages: Pages, found: Mapping[str, PictureLinks], words: Callable[[Artifact], str]) -> Pages:
    """The pages (by canonical address) with words for their wordless links, where they can be had.

    `found` holds the picture links of each page, `words` reads a stored picture. Pictures on many pages come first:
    those are menus.
    """
    counts = Counter(canonical(picture) for name in pages for picture in set(found.get(name, {}).values()))
    labels = dict(_labels(counts, pages, words))
    if not labels:
        return pages
    return {name: _labelled(page, found[name], labels) if name in found else page for name, page in pages.items()}


def _labels(counts: Counter[str], pages: Pages, words: Callable[[Artifact], str]) -> Iterator[tuple[str, str]]:
    """Address of a picture → what it says: by a Thai file name, else by recognition, so many different pictures."""
    read: dict[str, str] = {}
    for address in sorted(counts, key=lambda item: (-counts[item], item)):
        name, picture = file_name(address), pages.get(address)
        if has_thai(name) and not is_no_name(name):
            yield address, name
        elif picture is not None and picture.kind == "image":
            content = picture.evidence.sha256
            if content not in read and len(read) < limits.LABEL_PICTURES:
                read[content] = words(picture)
            if label := read.get(content, ""):
                yield address, label


def _labelled(page: Artifact, found: PictureLinks, labels: Mapping[str, str]) -> Artifact:
    told = {canonical(target): labels.get(canonical(picture), "") for target, picture in found.items()}

    def named(link: Link) -> Link:
        label = told.get(canonical(link.url), "") if is_no_name(f"{link.text} {link.hint}") else ""
        return replace(link, hint=label, recognised=True) if label else link

    def block(item: Block) -> Block:
        return replace(item, links=tuple(map(named, item.links))) if item.links else item

    return replace(page, links=tuple(map(named, page.links)), blocks=tuple(map(block, page.blocks)))
