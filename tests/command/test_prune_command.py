"""`oit prune` on real snapshot folders: what goes, what stays, what is never touched."""

import fcntl
import gzip
import io
import json
import sqlite3
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from crawler import prune_commands
from results import queries
from results.store import open_store
from tests.command.stored_audit import monthly_site, stored_audit

app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
app.command("prune")(prune_commands.prune)
DAYS = {"old-a": "2026-01-05", "old-b": "2026-01-06", "recent": "2026-04-18", "newest": "2026-04-20"}


@pytest.fixture(scope="module")
def audits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four audits of one site; the store says when each began."""
    home = tmp_path_factory.mktemp("audits")
    for name in DAYS:
        stored_audit(home, name, monthly_site(), "2026-04-20")
    with sqlite3.connect(home / "oit.db") as database:
        for name, day in DAYS.items():
            database.execute(
                "UPDATE snapshots SET started_at = ? WHERE snapshot_id = ?", [f"{day}T03:00:00+00:00", name]
            )
    return home


@pytest.fixture
def desk(audits: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path in audits.rglob("*"):
        if path.is_file():
            target = tmp_path / path.relative_to(audits)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def prune(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["--as-of", "2026-04-21", *map(str, words)])
    assert done.exit_code == code, done.output
    return done.output


def tree(home: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*")
        if path.is_file() and not path.name.startswith("oit.db")
    }  # fmt: skip


def snapshots(home: Path) -> set[str]:
    return {path.parent.name for path in home.glob("evidence/*/manifest.jsonl")}


def test_a_dry_run_tells_what_goes_and_touches_nothing(desk: Path) -> None:
    before = tree(desk)
    told = prune("--dry-run")
    assert "จะลบ old-a (0.0 MB; ตรวจเมื่อ 5 มกราคม 2569)" in told
    assert told.count("จะลบ") == 1
    assert "--dry-run" in told
    assert tree(desk) == before


def test_old_evidence_goes_and_the_proofs_of_passes_stay(desk: Path) -> None:
    with open_store(desk / "oit.db") as store:
        run = queries.runs(store)[0]
        verdicts = store.run(run.id)
    quoted = {
        (quote.url, quote.sha256) for verdict in verdicts if verdict.status == "pass"
        for check in (verdict.present, verdict.complete, verdict.current) for quote in check.evidence if quote.sha256
    }  # fmt: skip
    assert quoted
    told = prune()
    assert snapshots(desk) == {"old-b", "recent", "newest"}
    account = json.loads((desk / "evidence/proofs/old-a.json").read_text(encoding="utf-8"))
    assert {(proof["url"], proof["sha256"]) for proof in account["proofs"]} == quoted
    assert any(item.startswith("2569 O") for item in account["proofs"][0]["items"])
    for proof in account["proofs"]:
        content = (desk / "evidence/proofs" / proof["file"]).read_bytes()
        assert gzip.decompress(content).startswith(b"WARC/1.0")
        [record] = ArchiveIterator(io.BytesIO(content))
        assert record.rec_headers.get_header("WARC-Target-URI") == proof["url"]
    assert "oit rebuild" in told
    with open_store(desk / "oit.db") as store:
        assert store.run(run.id) == verdicts
    assert "ไม่มีหลักฐานที่ถึงเวลาลบ" in prune()


def test_a_folder_that_is_being_written_or_linked_is_left_alone(desk: Path) -> None:
    with (desk / "evidence/old-a/manifest.jsonl").open("ab") as writer:
        fcntl.flock(writer, fcntl.LOCK_EX)
        assert "กำลังถูกเขียนอยู่" in prune()
    outside = desk / "outside"
    (desk / "evidence/old-a").rename(outside)
    (desk / "evidence/old-a").symlink_to(outside, target_is_directory=True)
    assert "ลิงก์" in prune()
    assert (outside / "pages.warc.gz").is_file()
    (desk / "evidence/old-a").unlink()
    outside.rename(desk / "evidence/old-a")
    kept = desk / "kept.txt"
    kept.write_text("mine", encoding="utf-8")
    (desk / "evidence/old-a/link").symlink_to(kept)
    (desk / "evidence/stranger").mkdir()
    (desk / "evidence/stranger/manifest.jsonl").write_text("{}\n", encoding="utf-8")
    assert "อีก 1 โฟลเดอร์ที่ฐานข้อมูลนี้ไม่รู้จัก" in prune()
    assert kept.read_text(encoding="utf-8") == "mine"
    assert not (desk / "evidence/old-a").exists()
    assert (desk / "evidence/stranger").exists()


def test_a_proof_that_cannot_be_read_keeps_its_folder(desk: Path) -> None:
    warc = desk / "evidence/old-a/pages.warc.gz"
    warc.write_bytes(warc.read_bytes()[:600])
    assert "อ่านหลักฐานของข้อที่ผ่านไม่ครบ" in prune()
    assert "old-a" in snapshots(desk)


def test_what_was_broken_off_goes_on(desk: Path) -> None:
    blocked = desk / "evidence/proofs/.old-a.json.half"
    (blocked / "in-the-way").mkdir(parents=True)
    assert "ลบหรือเขียนไม่ได้" in prune()  # the proofs could not be kept, so the folder stays
    assert "old-a" in snapshots(desk)
    (blocked / "in-the-way").rmdir()
    blocked.rmdir()
    blocked.write_bytes(b"{")  # what a killed writer leaves
    prune()
    assert json.loads((desk / "evidence/proofs/old-a.json").read_text(encoding="utf-8"))["snapshot"] == "old-a"
    assert not blocked.exists()
    (desk / "evidence/recent").rename(desk / "evidence/.pruned-recent")  # killed while a folder was being removed
    prune()
    assert not (desk / "evidence/.pruned-recent").exists()
    assert snapshots(desk) == {"old-b", "newest"}


def test_names_that_lead_out_are_never_followed(desk: Path) -> None:
    with sqlite3.connect(desk / "oit.db") as database:
        database.execute("UPDATE snapshots SET folder = 'evidence/..' WHERE snapshot_id = 'old-a'")
    (desk / "manifest.jsonl").write_bytes((desk / "evidence/old-a/manifest.jsonl").read_bytes())
    before = tree(desk)
    prune()
    assert {name: body for name, body in tree(desk).items() if ".lock" not in name} == before


def test_what_cannot_be_used_is_told_in_a_sentence(desk: Path) -> None:
    assert "--evidence" in prune("--evidence", desk / "none", code=2)
    (desk / "elsewhere").mkdir()
    (desk / "evidence/proofs").symlink_to(desk / "elsewhere", target_is_directory=True)
    prune(code=2)
    assert "old-a" in snapshots(desk)
