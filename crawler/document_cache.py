"""The memory of documents that were read before (`evidence/cache/`): what it holds, and what may go."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crawler.evidence import EvidenceError, read_manifest
from crawler.extract.files import READER_VERSION
from results.wording import Lang, phrase

FOLDER = "cache"
_NAME = re.compile(r"(?P<sha256>[0-9a-f]{64})-(?P<version>\d+)(?P<ocr>-ocr\d*|-label)?\.json")


@dataclass(frozen=True, slots=True)
class Remembered:
    """One document in the cache. `stale`: read by an earlier reader, so never asked for again."""

    path: Path
    sha256: str
    size: int
    stale: bool
    ocr: bool


def cache_text(evidence: Path, lang: Lang) -> str:
    """How many documents are remembered, of which kinds, how large, and how many are of no more use."""
    found = list(_remembered(evidence / FOLDER))
    kinds = Counter(_kind(item.path) for item in found if not item.stale)
    useless = [item for item in found if item.stale or item.sha256 not in _in_use(evidence)] if found else []
    lines = [_said("total", lang, found), *(f"  {kind}: {count}" for kind, count in kinds.most_common())]
    return "\n".join([*lines, _said("useless", lang, useless)]) + "\n"


def prune(evidence: Path, lang: Lang) -> str:
    """Remove documents read by an earlier reader, and those of no stored snapshot. Says how many and how large."""
    used = _in_use(evidence)
    gone = [item for item in _remembered(evidence / FOLDER) if item.stale or item.sha256 not in used]
    for item in gone:
        item.path.unlink(missing_ok=True)
    return _said("pruned", lang, gone) + "\n"


def _remembered(folder: Path) -> Iterator[Remembered]:
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        name = _NAME.fullmatch(path.name)
        if name:
            stale = int(name["version"]) != READER_VERSION
            yield Remembered(path, name["sha256"], path.stat().st_size, stale, bool(name["ocr"]))


def _in_use(evidence: Path) -> frozenset[str]:
    """The contents of all stored snapshots."""
    used: set[str] = set()
    for manifest in evidence.glob("*/manifest.jsonl"):
        try:
            used.update(record.sha256 for record in read_manifest(manifest.parent).records)
        except EvidenceError:
            continue
    return frozenset(used)


def _kind(path: Path) -> str:
    try:
        return str(json.loads(path.read_text(encoding="utf-8")).get("kind", "?"))
    except (OSError, ValueError):
        return "?"


def _said(key: str, lang: Lang, items: list[Remembered]) -> str:
    size = sum(item.size for item in items) / 1_000_000
    return phrase("reading", f"cache_{key}", lang, count=str(len(items)), size=f"{size:.1f}")
