"""Promises that the repository keeps about itself: locks, names, one stem in several places."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from audits.requirement import known_years, load_ruleset
from audits.run import judge_of

ROOT = Path(__file__).parent.parent
CONCEPTS = sorted(path.stem for path in (ROOT / "audits" / "concepts").glob("*.yaml"))
JUDGES = sorted(path.stem for path in (ROOT / "audits" / "concepts").glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_locks_have_hashes_and_no_addresses(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert "://" not in text and "index" not in text.split("\n", 1)[0]
    packages = re.findall(r"^[a-z0-9][\w.-]*==\S+", text, flags=re.MULTILINE)
    assert len(packages) > 50
    assert text.count("--hash=sha256:") >= len(packages)


def test_every_judge_has_its_concept_and_is_used() -> None:
    assert set(JUDGES) <= set(CONCEPTS)
    assert all(callable(judge_of(name)) for name in JUDGES)
    assert judge_of("laws") is None


def test_every_concept_is_asked_for_in_some_year() -> None:
    used = {name for year in known_years() for name in load_ruleset(year).concepts}
    assert used == set(CONCEPTS)


def test_codes_and_years_stay_out_of_the_judgement() -> None:
    """A code means nothing without its year: the program knows concepts only."""
    for path in (ROOT / "audits").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"[\"']O\d{1,2}[\"']", text), f"{path.name} names a code"


def test_spiders_are_named_after_their_files() -> None:
    done = subprocess.run([sys.executable, "-m", "scrapy", "list"], cwd=ROOT, capture_output=True, text=True, check=True)
    names = {path.stem for path in (ROOT / "spiders").glob("*.py") if path.stem != "__init__"}
    assert set(done.stdout.split()) == names


def test_top_level_folders_are_where_users_expect_them() -> None:
    for name in ("crawler", "audits", "spiders", "results", "tests", "scrapy.cfg", "pyproject.toml"):
        assert (ROOT / name).exists()
