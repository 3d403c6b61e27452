"""The commands that tell the rules, as a user calls them; and a new year that is one file and no code."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
import yaml

from audits.requirement import RULES_FOLDER
from tests.command.run_oit import Told, oit
from tests.sample.serve import sample_server

COUNTS = {2562: 48, 2563: 43, 2564: 43, 2565: 43, 2566: 43, 2567: 35, 2568: 28, 2569: 26}


@pytest.mark.parametrize("year", COUNTS)
def test_items_as_json(year: int, tmp_path: Path) -> None:
    rows = json.loads(oit("items", "--year", year, "--format", "json", cwd=tmp_path).out)
    assert [row["code"] for row in rows] == [f"O{number}" for number in range(1, COUNTS[year] + 1)]
    assert all(row["concept"] and row["title"] and row["sub_indicator"] in ("9.1", "9.2", "9.3", "9.4", "9.5", "10.1", "10.2")
               for row in rows)  # fmt: skip


def test_items_as_csv_markdown_and_table(tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(oit("items", "--year", 2569, "--format", "csv", cwd=tmp_path).out.decode("utf-8-sig"))))
    assert (len(rows), rows[16]["concept"]) == (26, "complaint_channel")
    lines = oit("items", "--year", 2569, "--format", "md", cwd=tmp_path).out.decode().splitlines()
    assert len(lines) == 28 and lines[2].startswith("| O1 | โครงสร้าง")
    assert oit("items", "--year", 2569, cwd=tmp_path).out.decode().count("│ O") == 26


def test_items_into_a_file(tmp_path: Path) -> None:
    assert oit("items", "--year", 2566, "--format", "json", "--output", "items.json", cwd=tmp_path).out == b""
    assert len(json.loads((tmp_path / "items.json").read_text(encoding="utf-8"))) == 43


@pytest.mark.parametrize("code", ["O10", "o10", "O 10", "๐๑๐", "010", "10"])
def test_explain_takes_every_spelling(code: str, tmp_path: Path) -> None:
    told = oit("explain", code, "--year", 2569, "--as-of", "2026-04-01", cwd=tmp_path)
    words = told.out.decode()
    assert told.code == 0, told.err
    assert words.startswith("O10 ") and "E-Service" in words
    for heading in ("ต้องเผยแพร่", "ช่วงเวลาของข้อมูล", "ผู้รับผิดชอบโดยทั่วไป", "ชื่อที่หน่วยงานใช้", "คำที่ชวนให้สับสน", "แหล่งที่มา", "ความเชื่อมั่น"):
        assert heading in words
    assert "2565: O17" in words and "2568: O10" in words


def test_explain_tells_dates(tmp_path: Path) -> None:
    early = oit("explain", "O6", "--year", 2569, "--as-of", "2026-02-01", cwd=tmp_path).out.decode()
    late = oit("explain", "O6", "--year", 2569, "--as-of", "2026-04-20", cwd=tmp_path).out.decode()
    assert "1 ตุลาคม 2568 ถึง 31 มีนาคม 2569" in early and "ยังไม่ถึงรอบรายงาน (เริ่ม 1 เมษายน 2569)" in early
    assert "ครบกำหนดให้เผยแพร่ได้ตั้งแต่ 1 เมษายน 2569" in late
    months = oit("explain", "O11", "--year", 2569, "--as-of", "2026-02-01", "--lang", "en", cwd=tmp_path).out.decode()
    assert "Due by now: October 2568 to December 2568" in months


def test_a_code_of_another_year_is_explained(tmp_path: Path) -> None:
    told = oit("explain", "O30", "--year", 2569, cwd=tmp_path)
    assert told.code == 2
    assert "O30" in told.err and "O17" in told.err and "2569" in told.err


def test_what_changed_between_two_years(tmp_path: Path) -> None:
    words = oit("rules", "diff", 2568, 2569, "--lang", "en", cwd=tmp_path).out.decode()
    assert "28 items" in words and "26 items" in words
    rows = [line for line in words.splitlines() if line.startswith("│")]
    assert any(re.search(r"E-Service|Service statistics", line) for line in rows)
    for kind in ("moved", "merged", "gone", "new"):
        assert any(kind in line for line in rows), kind


def test_calendar(tmp_path: Path) -> None:
    known = oit("rules", "calendar", "--year", 2565, "--lang", "en", cwd=tmp_path).out.decode()
    assert "1 March 2022 to 30 April 2022" in known
    unknown = oit("rules", "calendar", "--year", 2569, "--lang", "en", cwd=tmp_path).out.decode()
    assert "Entry of OIT addresses: not known" in unknown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("items", "--year", 2561), "2562"),
        (("items", "--year", 2570), "2569"),
        (("explain", "structure", "--year", 2569), "structure"),
        (("rules", "diff", 2568, 2571), "NEW"),
        (("items", "--year", 2569, "--format", "yaml"), "--format"),
        (("rules", "copy", "."), "new folder"),
        (("rules", "identify", "nowhere.html"), "nowhere.html"),
    ],
)
def test_bad_input_is_one_sentence(arguments: tuple[object, ...], words: str, tmp_path: Path) -> None:
    told = oit(*arguments, cwd=tmp_path)
    assert told.code == 2 and told.out == b""
    assert words in told.err and "Traceback" not in told.err


def test_bad_settings_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "oit.toml").write_text("contakt = 'a'", encoding="utf-8")
    told = oit("items", "--year", 2569, cwd=tmp_path)
    assert told.code == 2 and "oit.toml" in told.err and "contakt" in told.err and "Traceback" not in told.err


def test_the_rules_document_is_up_to_date(tmp_path: Path) -> None:
    path = RULES_FOLDER.parent / "docs" / "rules.md"
    written = oit("rules", "document", cwd=tmp_path).out.decode()
    assert path.read_text(encoding="utf-8") == written, "run: oit rules document --output docs/rules.md"


# -- a new year -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def new_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the office's copy of the rules and a made-up year: last year's items in the reverse order, without
    the two last ones."""
    folder = tmp_path_factory.mktemp("office")
    assert oit("rules", "copy", "own", cwd=folder).code == 0
    rules = yaml.safe_load((folder / "own" / "years" / "2569.yaml").read_text(encoding="utf-8"))
    kept = rules["requirements"][:-2][::-1]
    for number, item in enumerate(kept, 1):
        item["code"] = f"O{number}"
    rules |= {"fiscal_year": 2570, "requirements": kept}
    (folder / "own" / "years" / "2570.yaml").write_text(yaml.safe_dump(rules, allow_unicode=True), encoding="utf-8")
    (folder / "oit.toml").write_text('rules = "own"\n', encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def audited(new_year: Path) -> Told:
    with sample_server() as url:
        return oit("check", url, "--year", 2570, "--as-of", "2027-01-20", "--delay", 0, "--format", "json", "--output", "-",
                   "--quiet", cwd=new_year)  # fmt: skip


def test_a_new_year_is_one_file_and_no_code(audited: Told) -> None:
    assert audited.code == 0, audited.err
    report = audited.report
    assert report["fiscal_year"] == 2570
    assert [item["code"] for item in report["verdicts"]] == [f"O{number}" for number in range(1, 25)]
    assert report["verdicts"][-1]["concept"] == "structure"


def test_the_new_year_is_judged_by_its_own_period(audited: Told) -> None:
    status = {item["concept"]: item["status"] for item in audited.report["verdicts"]}
    assert (status["structure"], status["contact"], status["complaint_channel"]) == ("pass", "pass", "pass")
    assert status["strategic_plan"] == "pass"  # the plan 2566-2570 covers the year
    assert status["corruption_risk_assessment"] == "outdated"  # of 2569
    assert status["complaint_statistics"] == "outdated"  # of 2568, two years back


def test_the_new_year_stands_beside_the_old_ones(new_year: Path) -> None:
    words = oit("rules", "diff", 2569, 2570, "--lang", "en", cwd=new_year).out.decode()
    assert "26 items" in words and "24 items" in words and "gone" in words
