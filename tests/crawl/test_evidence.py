import os
from pathlib import Path

import pytest

from crawler.evidence import EvidenceError, EvidenceWriter, read_body, read_manifest


def _written(folder: Path) -> EvidenceWriter:
    writer = EvidenceWriter(folder, resume=False)
    writer.start(snapshot_id="s", url="http://a.th/", scope=["a.th"], options={"delay": 1.0}, user_agent="x")
    writer.response(url="http://a.th/", role="page", status=200, headers=[("Content-Type", "text/html"),
                    ("Content-Encoding", "gzip"), ("X-Thai", "ก"), ("Transfer-Encoding", "chunked")],
                    body="หน้าแรก".encode("cp874"), content_type="text/html", label="บ้าน")  # fmt: skip
    writer.rendered(url="http://a.th/", html="<p>หน้าแรก</p>")
    writer.failure(url="http://a.th/x", kind="timeout", detail="late", via="http://a.th/")
    writer.finding(kind="certificate_expired", url="http://a.th/", detail="old")
    return writer


def test_what_is_written_is_read(tmp_path: Path) -> None:
    writer = _written(tmp_path)
    assert read_manifest(tmp_path).finish is None
    writer.finish(exhausted=True, reason="frontier_empty", requests=2, rendered=1)
    writer.close()
    manifest = read_manifest(tmp_path)
    assert manifest.meta["options"] == {"delay": 1.0}
    assert [read_body(tmp_path, item).decode(code) for item, code in zip(manifest.records, ("cp874", "utf-8"), strict=True)] == [
        "หน้าแรก", "<p>หน้าแรก</p>"]  # fmt: skip
    assert (manifest.records[0].label, manifest.records[0].size) == ("บ้าน", 7)
    assert [(item.kind, item.detail) for item in manifest.failures] == [("timeout", "late")]
    assert manifest.findings[0].kind == "certificate_expired"
    assert manifest.finish is not None
    assert manifest.finish["exhausted"] is True


def test_two_writers_never_share_a_folder(tmp_path: Path) -> None:
    writer = _written(tmp_path)
    with pytest.raises(EvidenceError, match="being written by another crawl"):
        EvidenceWriter(tmp_path, resume=True)
    writer.close()
    EvidenceWriter(tmp_path, resume=True).close()
    with pytest.raises(EvidenceError, match="already holds a snapshot"):
        EvidenceWriter(tmp_path, resume=False)


def test_damage_is_named(tmp_path: Path) -> None:
    _written(tmp_path).close()
    manifest = read_manifest(tmp_path)
    record = manifest.records[0]
    warc = tmp_path / "pages.warc.gz"
    whole = warc.read_bytes()
    for damaged in (whole[: record.offset + 20], whole[: record.offset] + b"\0" * record.length):
        warc.write_bytes(damaged)
        with pytest.raises(EvidenceError, match="damaged"):
            read_body(tmp_path, record)
    os.truncate(warc, record.offset)
    with pytest.raises(EvidenceError, match="shorter than its manifest"):
        EvidenceWriter(tmp_path, resume=True)
    lines = (tmp_path / "manifest.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "manifest.jsonl").write_bytes(lines[0] + b"nonsense\n" + lines[1])
    with pytest.raises(EvidenceError, match="damaged in line 2"):
        read_manifest(tmp_path)


def test_a_torn_last_line_is_left_out(tmp_path: Path) -> None:
    _written(tmp_path).close()
    path = tmp_path / "manifest.jsonl"
    path.write_bytes(path.read_bytes()[:-9])
    assert read_manifest(tmp_path).findings == ()
