"""What stands at a watched address: read by the program's own reader, so that menus and counters do not count."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from crawler.artifacts import Artifact, Evidence
from crawler.blocking import disguise
from crawler.evidence import EvidenceError, read_body, read_manifest
from crawler.extract import read_artifact
from crawler.extract.decode import decode
from crawler.snapshot import without_soft_404
from crawler.urls import canonical
from crawler.watch_client import Answer
from results.watch_state import file_fingerprint, fingerprint_of

_SAYING = ("heading", "text", "item", "row")


def page_of(url: str, content_type: str, body: bytes) -> Artifact:
    """A page as it is read in an audit."""
    digest = hashlib.sha256(body).hexdigest()
    evidence = Evidence(url=url, fetched_at="", sha256=digest, warc_file="", warc_offset=0)
    return read_artifact(body, content_type or "text/html", evidence, ocr=False)


def words_of(page: Artifact) -> str:
    """The fingerprint of what a page says by itself; where all of it is marked as menu, of everything."""
    own = [block for block in page.blocks if block.kind in _SAYING and block.place == "content" and block.text]
    told = own or [block for block in page.blocks if block.text]
    heads = (block.text for block in told if block.kind == "heading")
    return fingerprint_of(page.title, heads, (block.text for block in told))


def disguised(page: Artifact, answer: Answer) -> str:
    """What a page is instead of the site's own (parked, suspended, challenge); "" for a real one."""
    return disguise(
        page.title, decode(answer.body), len(page.links), lambda: " ".join(block.text for block in page.blocks)
    )


def is_soft_404(page: Artifact, probe: Artifact, home: str) -> bool:
    """Whether a page is what the site answers to an address that does not exist."""
    _, lost = without_soft_404([page], probe, canonical(home))
    return bool(lost)


def judged_contents(folder: Path, urls: frozenset[str]) -> Mapping[str, str]:
    """What addresses held when they were judged, from the evidence of the audit; nothing where it is gone."""
    try:
        records = read_manifest(folder).records
    except EvidenceError:
        return {}
    wanted = {canonical(url): url for url in urls}
    found: dict[str, str] = {}
    for record in records:
        url = next(
            (wanted[name] for name in map(canonical, (record.url, *record.redirected_from)) if name in wanted), ""
        )
        if not url or record.status != 200 or record.role not in ("page", "rendered"):
            continue
        if (
            record.role == "rendered"
        ):  # a look without a browser sees another page: the first look will be compared with
            found[url] = ""
        elif "html" not in record.content_type:
            found[url] = file_fingerprint(record.size, record.sha256)
        else:
            try:
                found[url] = words_of(page_of(record.url, record.content_type, read_body(folder, record)))
            except EvidenceError:
                continue
    return {url: fingerprint for url, fingerprint in found.items() if fingerprint}
