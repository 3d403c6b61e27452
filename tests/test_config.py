"""The office's own settings: dates, contact, rules of its own."""

from datetime import date
from pathlib import Path

import pytest

from audits.requirement import load_ruleset
from crawler.config import VARIABLE, Config, ConfigError, load_config, office_of, with_calendar
from results.calendar_text import calendar_text


@pytest.fixture(autouse=True)
def no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


def written(folder: Path, text: str) -> Path:
    path = folder / "oit.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults(tmp_path: Path) -> None:
    assert load_config(tmp_path) == Config()


def test_the_variable_names_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(written(tmp_path, 'contact = "a@example.go.th"')))
    assert load_config(Path("/nowhere")).contact == "a@example.go.th"


def test_own_dates_take_the_place_of_the_rules(tmp_path: Path) -> None:
    written(tmp_path, "[calendar.2569.entry]\nfrom = 2026-03-01\nto = 2026-04-30\n")
    rules = with_calendar(load_ruleset(2569), load_config(tmp_path))
    assert rules.calendar.entry is not None
    assert (rules.calendar.entry.start, rules.calendar.entry.end) == (date(2026, 3, 1), date(2026, 4, 30))
    assert rules.sha256 == load_ruleset(2569).sha256
    words = calendar_text(rules, date(2026, 4, 1), "th")
    assert "1 มีนาคม 2569 ถึง 30 เมษายน 2569" in words and "กำหนดโดยหน่วยงาน" in words and "เหลืออีก 29 วัน" in words


def test_other_years_keep_their_dates(tmp_path: Path) -> None:
    written(tmp_path, "[calendar.2569.entry]\nto = 2026-04-30\n")
    assert with_calendar(load_ruleset(2565), load_config(tmp_path)) == load_ruleset(2565)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("contakt = 'a'", "contakt"),
        ("[calendar.2569.entry]\nto = 'soon'", "calendar.2569.entry.to"),
        ("[calendar.2569.entry]\nfrom = 2026-05-01\nto = 2026-04-30", "before it begins"),
        ("[calendar.next.entry]\nto = 2026-04-30", "calendar.next"),
        ("[calendar", "not valid TOML"),
        ("[office]\nlower = 90\nupper = 85", "must not be above"),
        ("[office]\nwebsite = 'nothing'", "is not a web address"),
        ("[units.finance]\nname = ''", "units.finance.name"),
        ("[mail]\nhost = 'a'\nsender = 'a@b.c'\nsecurity = 'ssl'", "mail.security"),
    ],
)
def test_bad_settings_name_file_and_key(tmp_path: Path, text: str, words: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as refused:
        load_config(tmp_path)
    assert str(refused.value).startswith(f"{path}: ") and words in str(refused.value)


def test_a_named_file_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "/nowhere/oit.toml")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config()


def test_the_office_counts_for_its_own_website_only(tmp_path: Path) -> None:
    written(tmp_path, '[office]\nname = "อบต.ตัวอย่าง"\nwebsite = "https://www.example.go.th"\n'
                      '[units.finance]\nname = "กองคลัง"\nconcepts = ["procurement_plan"]\n')  # fmt: skip
    config = load_config(tmp_path)
    own = office_of(config, "http://example.go.th/index.php")
    assert own.name == "อบต.ตัวอย่าง"
    assert (unit := own.owner_of("procurement_plan")) is not None and unit.name == "กองคลัง"
    assert own.owner_of("executives") is None and own.unit_named(" กองคลัง ") is unit
    assert office_of(config, "https://other.go.th/").name == ""
