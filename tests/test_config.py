"""The office's own settings: dates, contact, units, rules of its own; every refusal names file, line and key."""

import tomllib
from datetime import date
from pathlib import Path
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.requirement import load_ruleset
from crawler.config import VARIABLE, Config, ConfigError, load_config, office_of, read_config, with_calendar
from crawler.toml_lines import key_lines, line_of
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
    ("text", "line", "words"),
    [
        ("contakt = 'a'", 1, "contakt: unknown key (did you mean 'contact'?)"),
        ("contact = 'a'\n\n[office]\nlead_day = 3", 4, "office.lead_day: unknown key (did you mean 'lead_days'?)"),
        ("[office.head]\npost = 'ก'\nage = 3", 3, "known here: post, name"),
        ("office.name = 'ก'\noffice.head.nam = 'ข'", 2, "office.head.nam"),
        ("[office]\nname = 'ก'\nhead = {post = 'a', nam = 'b'}", 3, "office.head.nam"),
        ("[calendar.2569.entry]\n\nto = 'soon'", 3, "calendar.2569.entry.to: write the day like 2026-04-30"),
        ("[office]\nhead = 'นายก'", 2, "office.head: a table is needed here, like {post = ...}"),
        ("office = 3", 1, "office: a table is needed here"),
        ("[calendar.2569]\nentry.from = 2026-05-01\nentry.to = 2026-04-30", 3, "before it begins"),
        ("[calendar.2569.entry]\nto = 2569-04-30", 2, "not within the assessment of 2569"),
        (
            "[calendar.2569.entry]\nto = 2026-04-30\n[calendar.2569.registration]\nfrom = 2026-05-10\n",
            1,
            "begins (2026-04-30) before registration",
        ),
        ("[calendar.next.entry]\nto = 2026-04-30", 1, "calendar.next"),
        ("[calendar", 1, "not valid TOML"),
        ("a = 1\nb = 'x\n", 2, "not valid TOML"),
        ("[office]\nlower = 90\nupper = 85", 2, "must not be above"),
        ("# ก\n[office]\nwebsite = 'nothing'", 3, "is not a web address"),
        ("[office]\nwebsite = 'ftp://example.go.th'", 2, "is not a web address"),
        ("contact = 'a'\nrules = 'nowhere'\n[units.a]\nname = 'ก'\nconcepts = ['executives']", 2, "holds no rules"),
        ("[units.finance]\nname = ''", 2, "units.finance.name"),
        ("[units.finance]\nemail = 'a@b.go.th'", 1, "units.finance.name: this key is needed"),
        ("[units.a]\nname = 'ก'\nemail = 'not an address'", 3, "is not one mail address"),
        ("[units.a]\nname = 'ก'\nemail = 'a@b.go.th\\nBcc: x@y.go.th'", 3, "units.a.email"),
        ("[units.a]\nname = 'ก'\nemail = 'a@nowhere'", 3, "is not a mail address"),
        (
            "[units.a]\nname = 'ก'\nconcepts = [\n  'executives',\n  'procurment_plan',\n]",
            5,
            "did you mean 'procurement_plan'?",
        ),
        (
            "[units]\na = {name = 'ก', concepts = ['executives']}\nb = {name = 'ข', concepts = ['executives']}",
            3,
            "belongs to unit 'a' already",
        ),
        ("[units.a]\nname = 'ก'\n[units.b]\nname = 'ก'", 4, "has the same name"),
        ("[mail]\nhost = 'a'\nsender = 'a@b.go.th'\nsecurity = 'ssl'", 4, "mail.security"),
        ("[mail]\nhost = 'a'\nsender = 'a@b.go.th'\npassword = 'x'", 4, "OIT_MAIL_PASSWORD"),
        ("[mail]\nhost = 'a'\nsender = 'nobody'", 3, "mail.sender"),
        ("[[office]]\nname = 'ก'", 1, "office"),
    ],
)
def test_bad_settings_name_file_line_and_key(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as refused:
        load_config(tmp_path)
    assert str(refused.value).startswith(f"{path}:{line}: ") and words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "oit.toml").write_bytes("contact = 'a'\n# อบต.".encode("cp874"))
    with pytest.raises(ConfigError, match=r"oit.toml:2: not UTF-8"):
        load_config(tmp_path)


def test_a_sender_may_have_a_name(tmp_path: Path) -> None:
    config = read_config("[mail]\nhost = 'a'\nsender = 'งาน ITA <ita@example.go.th>'", "oit.toml")
    assert config.mail is not None and config.mail.sender == "งาน ITA <ita@example.go.th>"
    unit = read_config("[units.a]\nname = 'ก'\nemail = 'ผอ. <a@b.go.th>'", "oit.toml").units["a"]
    assert unit.email == "a@b.go.th"


NAMES = st.text(ascii_lowercase + "-_", min_size=1, max_size=4) | st.sampled_from(["ก ข", 'a"b', "x.y", "#"])
SCALARS = st.integers(-5, 5) | st.booleans() | st.text("ab\"'#[]{}=,\\\nก", max_size=8) | st.dates()
TABLES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=12
)  # fmt: skip


def quoted(name: str) -> str:
    return name if name.isascii() and name.replace("-", "").replace("_", "").isalnum() else toml(name)


def toml(value: object) -> str:
    """A value in TOML, strings of lines as the multi-line kind."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        body = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"""{body}"""' if "\n" in value else f'"{body}"'
    if isinstance(value, list):
        return "[ # a comment ]\n" + "".join(f"  {toml(item)},\n" for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(name)} = {toml(item)}" for name, item in value.items()) + "}"
    return str(value)


def places(value: object, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """The path of everything in a parsed document."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    inner = [places(item, (*path, str(name))) for name, item in pairs]
    return {path}.union(*inner) if path else set().union(*inner)


@given(st.dictionaries(NAMES, TABLES, max_size=4), st.dictionaries(NAMES, TABLES, min_size=1, max_size=3))
def test_every_key_of_every_document_is_found(top: dict[str, object], table: dict[str, object]) -> None:
    top.pop("t", None)
    lines = [f"{quoted(name)} = {toml(value)} # it" for name, value in top.items()]
    lines += ["[t.inner]", *(f"{quoted(name)} = {toml(value)}" for name, value in table.items())]
    lines += ["[[t.many]]", "a.b = 1", "[[t.many]]", "[t.many.deep]", "c = 2"]
    text = "\n".join(lines)
    found = key_lines(text)
    assert set(found) == places(tomllib.loads(text))
    first = text.splitlines()
    assert (
        first[found[("t", "many", "0", "a", "b")] - 1] == "a.b = 1"
        and first[found[("t", "many", "1", "deep", "c")] - 1] == "c = 2"
    )
    assert all(quoted(name) in first[found[(name,)] - 1] for name in top)
    assert line_of(found, ("t", "inner", "no such key")) == found[("t", "inner")]


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
