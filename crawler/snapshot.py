"""A stored snapshot folder → Snapshot: the one door through which a judgement sees a site.

A live audit and a re-audit read the same folder by the same code, so they cannot disagree.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from crawler import elsewhere
from crawler.agency import agency_of
from crawler.artifacts import NOT_RENDERED, Artifact, Evidence, Failure, Snapshot
from crawler.evidence import Manifest, Record, read_body, read_manifest, read_response
from crawler.extract import limits, read_artifact
from crawler.extract.labels import label_of
from crawler.extract.picture_links import picture_links
from crawler.extract.stamps import stamps_of
from crawler.names import is_no_name
from crawler.picture_menus import with_labels
from crawler.urls import canonical

_MOST_HOPS = 10
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|zip|rar|jpe?g|png)(?:$|\?)", re.IGNORECASE)
_SIMILAR = 0.85  # share of common passages from which a page counts as the site's "not found" page


class SnapshotReader:
    """Reads records as they arrive and keeps the artifacts, so that reading and crawling can overlap."""

    def __init__(self, folder: Path, *, ocr: bool, cache: Path | None = None) -> None:
        self.folder = folder
        self._ocr = ocr
        self._cache = cache
        self._artifacts: dict[tuple[str, str], Artifact] = {}
        self._depths: dict[str, int] = {}
        self._pictured: dict[tuple[str, str], dict[str, str]] = {}
        self._words: dict[str, str] = {}

    def deepen(self, contents: Collection[str], depth: int) -> None:
        """From now on, recognise up to `depth` pages of the scans among these contents (given by sha256)."""
        self._depths |= dict.fromkeys(contents, depth)
        for name, artifact in list(self._artifacts.items()):
            if artifact.evidence.sha256 in contents:
                del self._artifacts[name]

    def read(self, record: Record) -> Artifact | None:
        """The artifact of one record; None for redirects, errors and records that are not content."""
        if record.role not in ("page", "probe", "rendered") or record.status != 200 or record.size == 0:
            return None
        name = (record.role, record.url)
        known = self._artifacts.get(name)
        if known is not None and known.evidence.sha256 == record.sha256:
            return known
        evidence = Evidence(
            url=record.url, fetched_at=record.at, sha256=record.sha256, warc_file="pages.warc.gz",
            warc_offset=record.offset,
        )  # fmt: skip
        body, changed = read_response(self.folder, record)
        artifact = read_artifact(
            body, record.content_type, evidence,
            redirected_from=record.redirected_from, rendered=record.role == "rendered", ocr=self._ocr,
            cache=self._cache, depth=self._depths.get(record.sha256, limits.OCR_PAGES),
        )  # fmt: skip
        artifact = replace(artifact, stamps=stamps_of(body, changed))
        self._artifacts[name] = artifact
        if self._ocr and artifact.kind == "page" and any(is_no_name(link.text + link.hint) for link in artifact.links):
            self._pictured[name] = picture_links(body, record.content_type, record.url)
        return artifact

    def snapshot(self) -> Snapshot:
        """Everything the folder holds now, as a Snapshot. Raises EvidenceError for a folder that is none."""
        manifest = read_manifest(self.folder)
        probe: Artifact | None = None
        pages: dict[str, Artifact] = {}
        kept: dict[str, Record] = {}
        for record in manifest.records:
            artifact = self.read(record)
            if artifact is None or (artifact.kind == "page" and elsewhere.linked_as(record.redirected_from)):
                continue  # a page of a service elsewhere is its door, never the document behind it
            if record.role == "probe":
                probe = artifact
            elif record.role == "rendered" or not _is_rendered(pages.get(canonical(record.url))):
                pages[canonical(record.url)] = artifact
                kept[canonical(record.url)] = record
        pictured = {name: self._pictured.get((record.role, record.url), {}) for name, record in kept.items()}
        pages = with_labels(pages, pictured, lambda picture: self._label(kept[canonical(picture.url)]))
        return _assemble(manifest, _with_redirects(manifest, pages), probe)

    def _label(self, record: Record) -> str:
        """What stands on a stored picture; read once."""
        if record.sha256 not in self._words:
            self._words[record.sha256] = label_of(read_body(self.folder, record), self._cache)
        return self._words[record.sha256]


def read_snapshot(folder: Path, *, ocr: bool, cache: Path | None = None) -> Snapshot:
    """The first reading of a finished (or interrupted) snapshot folder. Raises EvidenceError."""
    return SnapshotReader(folder, ocr=ocr, cache=cache).snapshot()


def _with_redirects(manifest: Manifest, pages: dict[str, Artifact]) -> list[Artifact]:
    """The artifacts with every address that leads to them, also where the target had been fetched before."""
    leads = {canonical(item.url): canonical(item.location) for item in manifest.records if item.location}
    sources: dict[str, list[str]] = {}
    for record in manifest.records:
        target = leads.get(canonical(record.url)) if record.location else None
        for _ in range(_MOST_HOPS):
            if target is None or target in pages:
                break
            target = leads.get(target)
        if target in pages:
            sources.setdefault(target, []).append(record.url)
    return [
        replace(item, redirected_from=tuple(dict.fromkeys((*item.redirected_from, *sources.get(name, ())))))
        for name, item in pages.items()
    ]


def _as_linked(artifact: Artifact) -> Artifact:
    """A document from elsewhere goes by the address that people are given; its evidence names where it was fetched."""
    own = elsewhere.linked_as(artifact.redirected_from)
    if not own:
        return artifact
    ways = (*artifact.redirected_from, artifact.url)
    return replace(artifact, url=own, redirected_from=tuple(url for url in ways if url != own))


def _other_names(manifest: Manifest, artifacts: Iterable[Artifact]) -> dict[str, set[str]]:
    """The different links that lead to one document elsewhere, by its one name."""
    leads = {(link.url, link.url) for item in artifacts for link in item.links}
    leads.update((record.url, record.location) for record in manifest.records if record.location)
    names: dict[str, set[str]] = {}
    for url, target in leads:
        if name := elsewhere.name_of(target):
            names.setdefault(name, set()).add(url)
    return names


def _named(artifact: Artifact, names: dict[str, set[str]]) -> Artifact:
    more = sorted(names.get(elsewhere.name_of(artifact.url), set()) - {artifact.url, *artifact.redirected_from})
    return replace(artifact, redirected_from=(*artifact.redirected_from, *more)) if more else artifact


def _all_named(failures: Iterable[Failure], names: dict[str, set[str]]) -> Iterable[Failure]:
    for failure in failures:
        yield failure
        for url in sorted(names.get(elsewhere.name_of(failure.url), set()) - {failure.url}):
            yield replace(failure, url=url)


def _is_rendered(artifact: Artifact | None) -> bool:
    return artifact is not None and artifact.rendered


def _assemble(manifest: Manifest, artifacts: list[Artifact], probe: Artifact | None) -> Snapshot:
    seed = str(manifest.meta["url"])
    home_address = _home_address(manifest, seed)
    real, lost = without_soft_404(list(map(_as_linked, artifacts)), probe, home_address)
    names = _other_names(manifest, real)
    real = [_named(item, names) for item in real]
    failures = list(_all_named([*manifest.failures, *lost], names))
    finish = manifest.finish or {}
    home_problem = str(finish.get("home_problem", "") or "")
    home = next((item for item in real if canonical(item.url) == home_address), None)
    return Snapshot(
        agency=agency_of(seed, home, real),
        snapshot_id=str(manifest.meta["snapshot_id"]),
        started_at=str(manifest.meta["started_at"]),
        finished_at=str(finish.get("at", "") or manifest.meta["started_at"]),
        exhausted=bool(finish.get("exhausted", False)),
        artifacts=tuple(sorted(real, key=lambda item: item.url)),
        failures=(*_last_word(failures, real), *_unread(real)),
        findings=manifest.findings,
        home_ok=not home_problem and home is not None,
        home_problem=home_problem or ("" if home is not None else "home page was not fetched"),
        stopped_because=str(finish.get("reason", "") or "interrupted"),
        requests=int(finish.get("requests", 0) or len(manifest.records)),
        scope=tuple(manifest.meta.get("scope", ())),
        options={name: str(value) for name, value in dict(manifest.meta.get("options", {})).items()},
    )


def _home_address(manifest: Manifest, seed: str) -> str:
    """Where the home page was in the end, after redirects."""
    for record in manifest.records:
        names = map(canonical, (record.url, *record.redirected_from))
        if record.role == "page" and record.status == 200 and canonical(seed) in names:
            return canonical(record.url)
    return canonical(seed)


def without_soft_404(
    artifacts: list[Artifact], probe: Artifact | None, home: str
) -> tuple[list[Artifact], list[Failure]]:
    """Take out the pages that are the site's answer to an address that does not exist.

    When the site answers a random address with its home page, only exact copies of that page are taken out.
    """
    if probe is None or probe.kind != "page":
        return artifacts, []
    told, shown = _passages(probe), _matter(probe)
    real: list[Artifact] = []
    lost: list[Failure] = []
    for artifact in artifacts:
        like = artifact.kind == "page" and _alike(told, _passages(artifact)) and not _matter(artifact) - shown
        if canonical(artifact.url) != home and like:
            at = artifact.evidence.fetched_at
            lost.append(Failure(url=artifact.url, kind="soft_404", detail="same page as a random address", at=at))
        else:
            real.append(artifact)
    return real, lost


def _passages(artifact: Artifact) -> frozenset[str]:
    """What stands on a page, without digits (clocks and counters change) and without what depends on the address."""
    return frozenset(
        "".join(letter for letter in block.text if not letter.isdigit())[:200]
        for block in artifact.blocks
        if block.kind in ("heading", "text", "item") and block.text
    )


def _matter(page: Artifact) -> frozenset[str]:
    """What a page of few words may show instead: pictures and frames in its content, and files that it links."""
    shown = (block.url for block in page.blocks if block.kind in ("image", "frame") and block.place == "content")
    linked = (link.url for link in page.links if link.place == "content" and _FILE.search(link.url))
    return frozenset(url for url in (*shown, *linked) if url)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    if not one or not other:
        return one == other
    return len(one & other) / len(one | other) >= _SIMILAR and not _own_words(other - one)


def _own_words(rest: Iterable[str]) -> bool:
    """Words of its own make a page a page, however much menu it shares with the answer to a random address."""
    return sum(len(passage) for passage in rest) > 60


def _unread(artifacts: list[Artifact]) -> Iterable[Failure]:
    """Documents that are there and gave no words; a picture is not expected to."""
    return (
        Failure(url=item.url, kind="unreadable", detail=item.detail, at=item.evidence.fetched_at)
        for item in sorted(artifacts, key=lambda item: item.url)
        if item.kind == "file" and not item.readable
    )


def _last_word(failures: list[Failure], artifacts: list[Artifact]) -> list[Failure]:
    """One failure per address, the latest; none for an address that was seen after all, in the browser if need be."""
    seen = {canonical(item.url): item.rendered for item in artifacts}
    by_address = {canonical(item.url): item for item in failures}
    lasting = (
        item
        for name, item in by_address.items()
        if name not in seen or (item.detail == NOT_RENDERED and not seen[name])
    )
    return sorted(lasting, key=lambda item: item.url)
