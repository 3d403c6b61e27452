"""A snapshot folder: pages.warc.gz holds the bytes, manifest.jsonl says what happened. Knows nothing of HTML.

Every WARC record is one gzip member and is flushed before its manifest line is, so whatever the manifest names is
there. A killed writer leaves at most one torn line and one torn member, which the next writer cuts off.
"""

import fcntl
import hashlib
import io
import json
import os
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.artifacts import Failure, FailureKind, SiteFinding
from crawler.manifest_lines import VERSION, read_event

WARC_NAME = "pages.warc.gz"
MANIFEST_NAME = "manifest.jsonl"
Role = Literal["page", "probe", "robots", "sitemap", "rendered"]
_UNPACKED = frozenset(("content-encoding", "transfer-encoding", "content-length"))
_COMPRESSION = 3  # level 9 costs more time per page than the whole fetch and saves a few per cent


class EvidenceError(Exception):
    """A folder that is no snapshot, is damaged, or is being written by someone else; the text is one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One stored response: where its bytes are and how they came. `location` is the absolute target of a redirect,
    `label` the words of the link that was followed.
    """

    url: str
    role: Role
    status: int
    content_type: str
    sha256: str
    size: int
    at: str
    offset: int
    length: int
    via: str = ""
    redirected_from: tuple[str, ...] = ()
    location: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """All events of a snapshot. `meta` is the start event, `finish` the last one, None while it is not finished."""

    meta: dict[str, Any]
    records: tuple[Record, ...]
    failures: tuple[Failure, ...]
    findings: tuple[SiteFinding, ...]
    finish: dict[str, Any] | None


class EvidenceWriter:
    """Appends to a snapshot folder. Raises EvidenceError when the folder cannot be taken, OSError when writing fails.

    With `resume` the folder must hold a snapshot, which is cut to the last record its manifest knows; `before` is then
    what it holds.
    """

    def __init__(self, folder: Path, resume: bool) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        manifest, warc = folder / MANIFEST_NAME, folder / WARC_NAME
        if resume:
            read_manifest(folder)  # is it a snapshot at all? Nothing may be created beside other people's files
        elif manifest.exists() and manifest.stat().st_size:
            raise EvidenceError(f"{folder} already holds a snapshot; resume it or choose another folder")
        self._manifest = manifest.open("ab")
        try:
            fcntl.flock(self._manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.before = _cut(folder) if resume else None  # only under the lock: another crawl may be writing
        except BlockingIOError:
            self._manifest.close()
            raise EvidenceError(f"{folder} is being written by another crawl") from None
        except EvidenceError:
            self._manifest.close()
            raise
        self._warc: BinaryIO = warc.open("ab")
        self._warc.seek(0, os.SEEK_END)
        self._plain = WARCWriter(io.BytesIO(), gzip=False)
        self._record_ids: dict[str, str] = {}
        if self.before is None:
            self._append(self._plain.create_warcinfo_record(WARC_NAME, {"software": "oit-audit", "format": "WARC/1.0"}))
        else:
            self._event({"event": "resume", "at": now()})

    def start(self, *, snapshot_id: str, url: str, scope: list[str], options: dict[str, Any], user_agent: str) -> None:
        """The first event: what is crawled, with which options."""
        self._event(
            {"event": "start", "version": VERSION, "snapshot_id": snapshot_id, "url": url, "started_at": now(),
             "scope": scope, "options": options, "user_agent": user_agent, "warc_end": self._warc.tell()}
        )  # fmt: skip

    def response(
        self, *, url: str, role: Role, status: int, headers: Sequence[tuple[str, str]], body: bytes,
        content_type: str, via: str = "", redirected_from: Iterable[str] = (), location: str = "", label: str = "",
    ) -> Record:  # fmt: skip
        """Store one response; `body` is without content and transfer encoding, `headers` as sent."""
        kept = [(name, value) for name, value in headers if name.lower() not in _UNPACKED]
        kept.append(("Content-Length", str(len(body))))
        http = StatusAndHeaders(f"{status} {_reason(status)}", kept, protocol="HTTP/1.1")
        digest = hashlib.sha256(body).hexdigest()
        named = {"WARC-Payload-Digest": f"sha256:{digest}"}
        record = self._plain.create_warc_record(
            url, "response", payload=io.BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=named
        )
        self._record_ids[url] = record.rec_headers.get_header("WARC-Record-ID")
        return self._store(
            record, digest, len(body), url=url, role=role, status=status, content_type=content_type, via=via,
            redirected_from=tuple(redirected_from), location=location, label=label,
        )  # fmt: skip

    def rendered(
        self, *, url: str, html: str, via: str = "", redirected_from: Iterable[str] = (), label: str = ""
    ) -> Record:
        """Store what a browser made of a page, as a conversion of the response stored under the same address."""
        body = html.encode("utf-8", "replace")
        digest = hashlib.sha256(body).hexdigest()
        named = {"WARC-Refers-To-Target-URI": url, "WARC-Payload-Digest": f"sha256:{digest}"}
        if original := self._record_ids.get(url):
            named["WARC-Refers-To"] = original
        record = self._plain.create_warc_record(
            url, "conversion", payload=io.BytesIO(body), length=len(body),
            warc_content_type="text/html; charset=utf-8", warc_headers_dict=named,
        )  # fmt: skip
        return self._store(
            record, digest, len(body), url=url, role="rendered", status=200, via=via, label=label,
            content_type="text/html; charset=utf-8", redirected_from=tuple(redirected_from),
        )  # fmt: skip

    def failure(self, *, url: str, kind: FailureKind, detail: str, via: str = "") -> None:
        self._event({"event": "failure", "url": url, "kind": kind, "detail": detail, "at": now(), "via": via})

    def finding(self, *, kind: str, url: str, detail: str) -> None:
        self._event({"event": "finding", "kind": kind, "url": url, "detail": detail})

    def finish(
        self, *, exhausted: bool, reason: str, requests: int, rendered: int, home_problem: str = "", left: int = 0
    ) -> None:
        """The last event; `left` counts addresses known and not fetched."""
        self._event(
            {"event": "finish", "at": now(), "exhausted": exhausted, "reason": reason, "requests": requests,
             "rendered": rendered, "home_problem": home_problem, "left": left}
        )  # fmt: skip
        os.fsync(self._warc.fileno())
        os.fsync(self._manifest.fileno())

    def close(self) -> None:
        self._warc.close()
        self._manifest.close()

    def _store(self, record: ArcWarcRecord, digest: str, size: int, **fields: Any) -> Record:
        offset, length = self._append(record)
        stored = Record(sha256=digest, size=size, at=now(), offset=offset, length=length, **fields)
        event = {"event": "response", **{name: getattr(stored, name) for name in Record.__slots__}}
        self._event(event)
        return stored

    def _append(self, record: ArcWarcRecord) -> tuple[int, int]:
        buffer = self._plain.out = io.BytesIO()
        self._plain.write_record(record)
        packer = zlib.compressobj(_COMPRESSION, zlib.DEFLATED, zlib.MAX_WBITS | 16)
        member = packer.compress(buffer.getbuffer()) + packer.flush()
        offset = self._warc.tell()
        self._warc.write(member)
        self._warc.flush()
        return offset, len(member)

    def _event(self, event: dict[str, Any]) -> None:
        self._manifest.write(json.dumps(event, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        self._manifest.flush()


def is_being_written(folder: Path) -> bool:
    """Whether a crawl writes to a snapshot folder at this moment."""
    try:
        with (folder / MANIFEST_NAME).open("ab") as manifest:
            fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def read_manifest(folder: Path) -> Manifest:
    """All events of a snapshot folder; a torn last line is left out. Raises EvidenceError."""
    meta: dict[str, Any] | None = None
    finish: dict[str, Any] | None = None
    records: list[Record] = []
    failures: list[Failure] = []
    findings: list[SiteFinding] = []
    for event in _events(folder):
        match event.get("event"):
            case "start":
                if event.get("version") != VERSION:
                    version = event.get("version")
                    raise EvidenceError(f"{folder} was written by another version of this program (format {version})")
                meta = event
            case "response":
                records.append(_record(event))
            case "failure":
                failures.append(Failure(**{name: event[name] for name in ("url", "kind", "detail", "at")}))
            case "finding":
                findings.append(SiteFinding(**{name: event[name] for name in ("kind", "url", "detail")}))
            case "resume":
                finish = None
            case "finish":
                finish = event
    if meta is None:
        raise EvidenceError(f"{folder} is not a snapshot folder: its manifest has no start")
    return Manifest(
        meta=meta, records=tuple(records), failures=tuple(failures), findings=tuple(findings), finish=finish
    )


def read_body(folder: Path, record: Record) -> bytes:
    """The body of one stored response. Raises EvidenceError when the WARC does not hold it."""
    return read_response(folder, record)[0]


def read_response(folder: Path, record: Record) -> tuple[bytes, str]:
    """The body of one stored response and its Last-Modified as sent ("" without one). Raises EvidenceError."""
    trouble = f"{folder / WARC_NAME} is damaged: no readable record of {record.url}"
    try:
        with (folder / WARC_NAME).open("rb") as warc:
            if record.offset + record.length > os.fstat(warc.fileno()).st_size:
                raise EvidenceError(trouble)
            warc.seek(record.offset)
            member = warc.read(record.length)
        found = next(iter(ArchiveIterator(io.BytesIO(member), no_record_parse=False)))
        body = bytes(found.content_stream().read(record.size + 1))  # no more: it may be packed to fill the memory
        changed = found.http_headers.get_header("last-modified", "") if found.http_headers else ""
    except Exception as error:  # over mangled headers the reader of WARC fails in ways that it does not name
        raise EvidenceError(trouble) from error
    if len(body) != record.size:
        raise EvidenceError(trouble)
    return body, changed


def follow(folder: Path, still_running: Callable[[], bool], pause: float = 0.1) -> Iterator[Record]:
    """Records as a running crawl writes them; ends when the writer has ended and everything was read."""
    path = folder / MANIFEST_NAME
    position, rest = 0, b""
    while True:
        running = still_running()
        if path.exists():
            with path.open("rb") as manifest:
                manifest.seek(position)
                chunk = manifest.read()
            position += len(chunk)
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                if b'"response"' in line:
                    event = json.loads(line)
                    if event.get("event") == "response":
                        yield _record(event)
        if not running:
            return
        time.sleep(pause)


def now() -> str:
    """The present moment as ISO 8601 in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _record(event: dict[str, Any]) -> Record:
    fields = {name: event[name] for name in Record.__slots__ if name in event}
    fields["redirected_from"] = tuple(fields.get("redirected_from", ()))
    return Record(**fields)


def _events(folder: Path) -> Iterator[dict[str, Any]]:
    try:
        content = (folder / MANIFEST_NAME).read_bytes()
    except OSError:
        raise EvidenceError(f"{folder} is not a snapshot folder: it has no readable {MANIFEST_NAME}") from None
    *lines, _torn = content.split(b"\n")
    for number, line in enumerate(lines, 1):
        try:
            yield read_event(line)
        except ValueError:
            raise EvidenceError(f"{folder / MANIFEST_NAME} is damaged in line {number}") from None


def _cut(folder: Path) -> Manifest:
    """Take off what a killed writer left unfinished: the torn manifest line and WARC bytes that no line names."""
    manifest = read_manifest(folder)
    path = folder / MANIFEST_NAME
    content = path.read_bytes()
    if not content.endswith(b"\n"):
        os.truncate(path, content.rfind(b"\n") + 1)
    end = max((item.offset + item.length for item in manifest.records), default=int(manifest.meta["warc_end"]))
    warc = folder / WARC_NAME
    if not warc.exists() or warc.stat().st_size < end:
        raise EvidenceError(f"{warc} is damaged: it is shorter than its manifest says")
    os.truncate(warc, end)
    return manifest


def _reason(status: int) -> str:
    return {200: "OK", 301: "Moved Permanently", 302: "Found", 403: "Forbidden", 404: "Not Found"}.get(status, "Status")
