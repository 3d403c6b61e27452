"""`oit init`: the file is commented, loads, carries what was given, and never takes the place of another."""

import tomllib
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from audits.requirement import known_years, load_ruleset
from crawler import init_commands
from crawler.config import load_config, read_config
from results.settings_file import Known, settings_text

app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
app.command("init")(init_commands.init)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("OIT_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def refused(*arguments: object) -> str:
    result = run(*arguments)
    assert result.exit_code == 2 and not result.stdout, result.output
    return " ".join(result.stderr.split())


def test_without_options_a_commented_file_that_loads(folder: Path) -> None:
    assert run().exit_code == 0
    lines = (folder / "oit.toml").read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith("# ") for line in lines) > 20
    config = load_config(folder)
    assert config.units["finance"].name == "กองคลัง" and not config.office.name


def test_every_example_holds_when_it_is_uncommented(folder: Path) -> None:
    run("--year", 2569)
    text = (folder / "oit.toml").read_text(encoding="utf-8")
    lines = []
    for line in text.splitlines():
        bare = line.removeprefix("# ")
        is_example = line.startswith("# ") and (" = " in bare.split("  #")[0] or bare.startswith("["))
        lines.append(bare if is_example and not bare.startswith("rules") else line)
    config = read_config("\n".join(lines), "oit.toml")
    assert config.mail is not None and config.mail.security == "starttls"
    assert config.calendar[2569].entry is not None and config.office.head.post.startswith("นายก")
    assert all(unit.email for unit in config.units.values())


def test_options_fill_the_values_in(folder: Path) -> None:
    result = run(
        "own.toml", "--name", "อบต.ทุ่งแสง", "--website", "https://www.tungsaeng.example.go.th", "--contact", "a@b.go.th",
        "--head", "นายกองค์การบริหารส่วนตำบลทุ่งแสง=นายสมชาย ใจแสง", "--email", "finance=finance@b.go.th", "--year", 2569,
        "--entry-to", "2026-04-30", "--lead-days", 7, "--lower", 80, "--digits", "thai", "--mail-host", "mail.b.go.th",
        "--mail-sender", "งาน ITA <ita@b.go.th>",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    config = read_config((folder / "own.toml").read_text(encoding="utf-8"), "own.toml")
    office = config.office
    assert (office.name, office.head.name, office.lead_days, office.lower) == ("อบต.ทุ่งแสง", "นายสมชาย ใจแสง", 7, 80)
    assert config.contact == "a@b.go.th" and config.units["finance"].email == "finance@b.go.th"
    assert str(config.calendar[2569].entry.end) == "2026-04-30"
    assert config.mail is not None and config.mail.host == "mail.b.go.th"


@pytest.mark.parametrize("year", known_years())
def test_every_concept_of_a_year_has_one_unit(year: int) -> None:
    ruleset = load_ruleset(year)
    config = read_config(settings_text(ruleset, Known()), "oit.toml")
    given = [concept for unit in config.units.values() for concept in unit.concepts]
    assert sorted(given) == sorted(name for item in ruleset.requirements for name in item.family)


def test_an_existing_file_stays_as_it_is(folder: Path) -> None:
    (folder / "oit.toml").write_text('contact = "mine"\n', encoding="utf-8")
    assert "ไม่เขียนทับ" in refused()
    assert (folder / "oit.toml").read_text(encoding="utf-8") == 'contact = "mine"\n'


def test_values_that_cannot_be_used_write_nothing(folder: Path) -> None:
    assert "office.website" in refused("--website", "ftp://x")
    assert "KEY" in refused("--email", "nobody=a@b.go.th")
    assert "units.clerk.email" in refused("--email", "clerk=nobody")
    assert "not within the assessment" in refused("--year", 2569, "--entry-to", "2569-04-30")
    assert "--entry-to" in refused("--entry-to", "soon")
    assert "mail.sender" in refused("--mail-host", "mail.b.go.th")
    assert "cannot be written" in refused(folder / "no such folder" / "oit.toml")
    assert not list(folder.iterdir())


@given(st.text(max_size=30))
def test_any_name_comes_back_as_it_was_typed(name: str) -> None:
    text = settings_text(load_ruleset(2569), Known(values={"name": name}))
    sound = name.encode("utf-8", "replace").decode()
    assert tomllib.loads(text)["office"].get("name", "") == sound
