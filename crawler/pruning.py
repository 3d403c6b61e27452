"""Removes old evidence without losing what passes rest on: the quoted records are copied as they are, byte for byte,
each into a small WARC file of its own under proofs/, then the folder goes.

Nothing outside the evidence folder is touched and no link is followed. Whenever it is broken off, either the folder is
whole or its proofs are safe; the next start goes on.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from crawler.evidence import MANIFEST_NAME, WARC_NAME, EvidenceError, Record, read_body, read_manifest
from results.retention import KnownSnapshot, Proof

PROOFS = "proofs"
_GOING = ".pruned-"  # a folder that is being removed: what it proves is kept already
LeftWhy = Literal["gone", "link", "busy", "other", "damaged", "denied"]


class LeftAloneError(Exception):
    """A folder that is not to be removed; `why` says why, the text names what. Raised by this module's functions."""

    def __init__(self, why: LeftWhy, detail: str = "") -> None:
        super().__init__(detail)
        self.why: LeftWhy = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One folder that may go: its size, and the proofs that are kept of it with the bytes that they add."""

    snapshot: KnownSnapshot
    folder: Path
    size: int
    proofs: tuple[tuple[Proof, Record], ...]
    added: int


def planned(home: Path, snapshot: KnownSnapshot, proofs: Sequence[Proof]) -> Plan:
    """What removing a snapshot means. Raises LeftAloneError."""
    folder = _sound_folder(home, snapshot)
    with _taken(folder):
        found = _records(folder, proofs)
    added = sum(record.length for proof, record in found if not _proof_file(home, proof).exists())
    return Plan(snapshot=snapshot, folder=folder, size=_size(folder), proofs=tuple(found), added=added)


def removed(home: Path, plan: Plan) -> None:
    """Keep the proofs, then let the folder go. Raises LeftAloneError, with everything as it was or its proofs safe."""
    try:
        with _taken(plan.folder):
            _keep_proofs(home, plan)
            gone = home / f"{_GOING}{plan.folder.name}"
            plan.folder.rename(gone)
        _discard(gone)
    except OSError as error:
        raise LeftAloneError("denied", error.strerror or type(error).__name__) from error


def discard_leftovers(home: Path) -> None:
    """Remove what an earlier start was removing when it was broken off."""
    for path in home.iterdir():
        if path.name.startswith(_GOING) and path.is_dir() and not path.is_symlink():
            _discard(path)


def strangers(home: Path, known: set[str]) -> int:
    """How many snapshot folders the database does not know."""
    return sum(
        (path / MANIFEST_NAME).is_file() for path in home.iterdir()
        if path.name not in known and not path.name.startswith(_GOING)
    )  # fmt: skip


def _sound_folder(home: Path, snapshot: KnownSnapshot) -> Path:
    """The folder of a snapshot, when it is one and lies in the evidence folder itself."""
    folder = home / snapshot.name
    if snapshot.name in ("", ".", "..") or not os.path.lexists(folder):
        raise LeftAloneError("gone")
    if folder.is_symlink() or (folder / MANIFEST_NAME).is_symlink() or (folder / WARC_NAME).is_symlink():
        raise LeftAloneError("link")
    try:
        stored = str(read_manifest(folder).meta["snapshot_id"])
    except EvidenceError:
        raise LeftAloneError("other") from None
    if stored != snapshot.snapshot_id:
        raise LeftAloneError("other")
    return folder


@contextmanager
def _taken(folder: Path) -> Iterator[None]:
    """Hold the lock that a crawl holds while it writes."""
    try:
        manifest = (folder / MANIFEST_NAME).open("rb")
    except OSError as error:
        raise LeftAloneError("denied", error.strerror or "") from error
    with manifest:
        try:
            fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LeftAloneError("busy") from None
        yield


def _records(folder: Path, proofs: Sequence[Proof]) -> list[tuple[Proof, Record]]:
    """The stored record of each proof, read and found whole; a folder that lacks one is left alone."""
    records = read_manifest(folder).records[::-1]
    by_name = {(record.url, record.sha256): record for record in records}
    by_content = {record.sha256: record for record in records}  # a document elsewhere goes by the address of its link
    found: list[tuple[Proof, Record]] = []
    for proof in proofs:
        record = by_name.get((proof.url, proof.sha256)) or by_content.get(proof.sha256)
        if record is None or not _is_whole(folder, record):
            raise LeftAloneError("damaged", proof.url)
        found.append((proof, record))
    return found


def _is_whole(folder: Path, record: Record) -> bool:
    try:
        return hashlib.sha256(read_body(folder, record)).hexdigest() == record.sha256
    except EvidenceError:
        return False


def _keep_proofs(home: Path, plan: Plan) -> None:
    place = home / PROOFS
    place.mkdir(exist_ok=True)
    with (plan.folder / WARC_NAME).open("rb") as warc:
        for proof, record in plan.proofs:
            path = _proof_file(home, proof)
            if not path.exists():
                warc.seek(record.offset)
                _write(path, warc.read(record.length))
    told = {
        "snapshot": plan.snapshot.name, "body": plan.snapshot.body, "started_at": plan.snapshot.started_at.isoformat(),
        "proofs": [
            {"items": list(proof.items), "url": proof.url, "sha256": proof.sha256, "at": record.at,
             "file": _proof_file(home, proof).name}
            for proof, record in plan.proofs
        ],
    }  # fmt: skip
    _write(
        place / f"{plan.snapshot.name}.json", json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    )


def _proof_file(home: Path, proof: Proof) -> Path:
    """One file for one content at one address, whichever audits it proves: nothing a site says is part of a name."""
    place = hashlib.sha256(proof.url.encode("utf-8", "replace")).hexdigest()[:16]
    return home / PROOFS / f"{proof.sha256}-{place}.warc.gz"


def _write(path: Path, body: bytes) -> None:
    """All or nothing, also when the power goes."""
    half = path.with_name(f".{path.name}.half")
    half.unlink(missing_ok=True)
    with half.open("xb") as file:  # never through a link that somebody laid there
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def _discard(folder: Path) -> None:
    (folder / MANIFEST_NAME).unlink(missing_ok=True)  # from now on it is no snapshot for anybody
    shutil.rmtree(folder)


def _size(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
