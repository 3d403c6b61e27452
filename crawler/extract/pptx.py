"""PowerPoint files (PPTX) → one page a slide, in the order of the presentation. Notes and hidden slides are not shown
to anybody, so they are left out."""

from collections.abc import Iterator

from crawler.artifacts import PageText
from crawler.extract.ooxml import blocks
from crawler.extract.package import Package, attribute, local
from crawler.extract.rows import Line, pages_of


def read_pptx(body: bytes) -> Iterator[PageText]:
    """The slides of one presentation."""
    package = Package(body)
    main = package.main("ppt/presentation.xml")
    targets = package.targets(main)
    ids = (item for item in package.part(main).iter() if local(item) == "sldId")
    names = (targets.get(_relation(dict(item.attrib)), ("", ""))[1] for item in ids)
    for number, name in enumerate((name for name in names if name in package.names), 1):
        yield from pages_of(number, _slide(package, name))


def _relation(attributes: dict[str, str]) -> str:
    """The `r:id`; a slide has a plain `id` besides, which says nothing here."""
    return next((value for key, value in attributes.items() if key.endswith("}id")), "")


def _slide(package: Package, name: str) -> Iterator[Line]:
    root = package.part(name)
    if attribute(root, "show") == "0":
        return
    yield from blocks(root)
    for kind, target in package.targets(name).values():
        if kind == "diagramData" and target in package.names:
            yield from blocks(package.part(target))
