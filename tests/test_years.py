"""The rules files: complete, consistent with each other, and refused with file and line when they are wrong."""

import re
import shutil
from itertools import combinations
from pathlib import Path

import pytest

from audits.assessment import Calendar, Window
from audits.naming import STRONG, Naming
from audits.requirement import RULES_FOLDER, Ruleset, known_years, load_ruleset
from audits.strict_yaml import RulesError
from crawler.thai import ascii_digits, key

YEARS = sorted(int(path.stem) for path in (RULES_FOLDER / "years").glob("*.yaml"))
CONCEPT_FILES = sorted((RULES_FOLDER / "concepts").glob("*.yaml"))
SUBS = ("9.1", "9.2", "9.3", "9.4", "9.5", "10.1", "10.2")
SIZES = {
    2562: (9, 8, 7, 4, 5, 8, 7), 2563: (9, 8, 7, 4, 5, 8, 2), 2564: (9, 8, 7, 4, 5, 8, 2), 2565: (9, 8, 7, 4, 5, 8, 2),
    2566: (10, 8, 4, 4, 4, 8, 5), 2567: (6, 7, 4, 4, 4, 6, 4), 2568: (4, 7, 2, 3, 4, 4, 4), 2569: (4, 6, 2, 3, 4, 3, 4),
}  # fmt: skip


@pytest.fixture(params=YEARS)
def rules(request: pytest.FixtureRequest) -> Ruleset:
    return load_ruleset(request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the rules that a test may spoil."""
    for name in ("years", "concepts", "scales"):
        shutil.copytree(RULES_FOLDER / name, tmp_path / name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return tmp_path


def spoil(path: Path, old: str, new: str) -> int:
    """Replace the first `old` in a file; the number of the line on which `new` begins."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def refusal(folder: Path, year: int = 2569) -> str:
    with pytest.raises(RulesError) as refused:
        load_ruleset(year, folder)
    return str(refused.value)


# -- what the files say -----------------------------------------------------------------------------------------------


def test_codes_are_contiguous(rules: Ruleset) -> None:
    assert [item.code for item in rules.requirements] == [f"O{n}" for n in range(1, len(rules.requirements) + 1)]


def test_every_item_carries_the_year(rules: Ruleset) -> None:
    assert {item.fiscal_year for item in rules.requirements} == {rules.fiscal_year}


def test_every_sub_indicator_has_items(rules: Ruleset) -> None:
    assert {item.sub_indicator for item in rules.requirements} == set(rules.sub_indicators)
    for name, sub in rules.sub_indicators.items():
        assert name.split(".")[0] == sub.indicator


def test_every_source_is_used(rules: Ruleset) -> None:
    used = {name for item in rules.requirements for name in item.sources} | {*rules.weights.sources, *rules.split.sources}
    windows = [getattr(rules.calendar, name) for name in Calendar.model_fields if name != "note"]
    used |= {name for window in windows if window is not None for name in window.sources}
    assert used == {source.id for source in rules.sources}


def test_every_part_tells_how_to_mend_it(rules: Ruleset) -> None:
    for item in rules.requirements:
        for part in (*item.parts, *item.optional_parts):
            fix = rules.part_rule(item, part).fix
            assert re.search(r"[\u0e00-\u0e7f]{10}", fix.th), f"{item.code} {part}"
            assert re.search(r"[A-Za-z]{3}", fix.en), f"{item.code} {part}"


def test_every_part_can_be_found(rules: Ruleset) -> None:
    for item in rules.requirements:
        for part in (*item.parts, *item.optional_parts):
            rule = rules.part_rule(item, part)
            assert rule.terms or rule.signals or rule.every_month, f"{item.code} {part}"
            assert rule.signals or rule.every_month or len(rule.terms) >= rule.at_least, f"{item.code} {part} can never be met"


def test_no_part_is_asked_twice(rules: Ruleset) -> None:
    for item in rules.requirements:
        parts = (*item.parts, *item.optional_parts)
        assert len(set(parts)) == len(parts), item.code


def test_parts_come_from_the_item_s_own_concepts(rules: Ruleset) -> None:
    for item in rules.requirements:
        for part in (*item.parts, *item.optional_parts):
            owner = part.rpartition(".")[0] or item.concept
            assert owner in (item.concept, *item.also_covers), f"{item.code} {part}"


TOGETHER = {
    frozenset(pair)
    for year in YEARS
    for item in load_ruleset(year).requirements
    for pair in combinations(item.family, 2)
}


def test_no_wording_names_two_items(rules: Ruleset) -> None:
    for one, two in combinations(sorted(rules.concepts), 2):
        if frozenset((one, two)) in TOGETHER:  # the merged title of one year names both, in every year
            continue
        shared = {key(term) for term in rules.concepts[one].terms} & {key(term) for term in rules.concepts[two].terms}
        assert not shared, f"{one} and {two} are both called {shared}"


def test_every_year_has_its_items(rules: Ruleset) -> None:
    sizes = {name: sum(item.sub_indicator == name for item in rules.requirements) for name in rules.sub_indicators}
    assert sizes == dict(zip(SUBS, SIZES[rules.fiscal_year], strict=True))
    assert list(rules.sub_indicators) == list(SUBS)


def test_there_are_rules_for_eight_years() -> None:
    assert list(SIZES) == YEARS
    assert [sum(sizes) for sizes in SIZES.values()] == [48, 43, 43, 43, 43, 35, 28, 26]


def test_official_titles_name_their_own_concept(rules: Ruleset) -> None:
    naming = Naming(rules)
    for item in rules.requirements:
        assert naming.name(item, item.concept, (item.title.th,))[1].score >= STRONG, f"{item.code} {item.title.th}"


def test_official_titles_name_no_other_item(rules: Ruleset) -> None:
    naming = Naming(rules)
    for item in rules.requirements:
        assert not naming.names_other(item, item.title.th), f"{item.code} {naming.matches(item.title.th)}"


def test_low_confidence_is_said_to_readers(rules: Ruleset) -> None:
    for item in rules.requirements:
        if item.confidence == "low" and item.note:
            assert "ควรตรวจ" in item.note.th or "ยังไม่" in item.note.th, item.code


def test_windows_lie_around_their_year(rules: Ruleset) -> None:
    for name in Calendar.model_fields:
        window = getattr(rules.calendar, name)
        for day in (window.start, window.end) if isinstance(window, Window) else ():
            assert day is None or abs(day.year + 543 - rules.fiscal_year) <= 1, f"{name} {day}"


@pytest.mark.parametrize("path", CONCEPT_FILES, ids=lambda path: path.stem)
def test_concept_files_know_no_year_and_no_code(path: Path) -> None:
    text = ascii_digits(path.read_text(encoding="utf-8"))
    assert not re.findall(r"25\d\d", text)
    assert not re.findall(r"(?<![A-Za-z])[Oo]\d{1,2}\b", text)


@pytest.mark.parametrize("path", CONCEPT_FILES, ids=lambda path: path.stem)
def test_concept_files_are_used(path: Path) -> None:
    assert any(path.stem in load_ruleset(year).concepts for year in YEARS)


def test_wordings_of_a_concept_are_different(rules: Ruleset) -> None:
    for name, concept in rules.concepts.items():
        lists = [(name, (*concept.terms, *concept.weak_terms)), (f"{name} not_terms", concept.not_terms)]
        lists += [(f"{name}.{part}", rule.terms) for part, rule in concept.parts.items()]
        for where, terms in lists:
            keys = [key(term) for term in terms]
            twice = {term for term in keys if keys.count(term) > 1}
            assert not twice, f"{where} says twice: {twice}"


def test_no_wording_excludes_itself(rules: Ruleset) -> None:
    for name, concept in rules.concepts.items():
        for term in (*concept.terms, *concept.weak_terms):
            dead = [word for word in concept.not_terms if key(word) in key(term)]
            assert not dead, f"{name}: {term!r} can never match because of {dead}"


def test_url_hints_are_lower_case_latin(rules: Ruleset) -> None:
    for name, concept in rules.concepts.items():
        for hint in concept.url_hints:
            assert re.fullmatch(r"[a-z0-9][a-z0-9_.=-]*", hint), f"{name}: {hint}"


# -- what the loader refuses ------------------------------------------------------------------------------------------


def test_a_copy_loads(folder: Path) -> None:
    assert load_ruleset(2569, folder).sha256 == load_ruleset(2569).sha256


def test_digest_covers_concepts(folder: Path) -> None:
    spoil(folder / "concepts" / "news.yaml", "confidence:", "# a remark\nconfidence:")
    assert load_ruleset(2569, folder).sha256 != load_ruleset(2569).sha256


def test_unknown_key_in_year(folder: Path) -> None:
    path = folder / "years" / "2569.yaml"
    line = spoil(path, "    period: current\n", "    perriod: current\n    period: current\n")
    assert refusal(folder).startswith(f"{path}:{line}: requirements.0.perriod")


def test_unknown_key_in_concept(folder: Path) -> None:
    path = folder / "concepts" / "news.yaml"
    line = spoil(path, "confidence:", "sorce: elsewhere\nconfidence:")
    assert refusal(folder).startswith(f"{path}:{line}: sorce")


def test_key_written_twice(folder: Path) -> None:
    path = folder / "concepts" / "news.yaml"
    line = spoil(path, "confidence:", "url_hints: []\nconfidence:")
    message = refusal(folder)
    assert message.startswith(f"{path}:{line}: ") and "url_hints" in message


def test_wrong_value(folder: Path) -> None:
    path = folder / "years" / "2569.yaml"
    line = spoil(path, "    period: current\n", "    period: sometimes\n")
    assert refusal(folder).startswith(f"{path}:{line}: requirements.0.period")


def test_code_given_twice(folder: Path) -> None:
    path = folder / "years" / "2569.yaml"
    line = spoil(path, "- code: O2\n", "- code: O1\n")
    message = refusal(folder)
    assert message.startswith(f"{path}:{line}: O1") and "twice" in message


@pytest.mark.parametrize("part", ["chrat", "authority.dutties", "nowhere.duties"])
def test_unknown_part(folder: Path, part: str) -> None:
    path = folder / "years" / "2569.yaml"
    line = path.read_text(encoding="utf-8").split("- code: O1\n")[0].count("\n") + 1
    spoil(path, "parts: [chart,", f"parts: [{part},")
    message = refusal(folder)
    assert message.startswith(f"{path}:{line}: O1") and repr(part) in message


def test_unknown_concept(folder: Path) -> None:
    path = folder / "years" / "2569.yaml"
    spoil(path, "concept: news\n", "concept: gossip\n")
    message = refusal(folder)
    assert message.startswith(f"{path}:") and "'gossip'" in message


def test_unknown_source(folder: Path) -> None:
    path = folder / "years" / "2569.yaml"
    spoil(path, "sources: [public_organisation_page, municipality_page", "sources: [hearsay, municipality_page")
    message = refusal(folder)
    assert message.startswith(f"{path}:") and "'hearsay'" in message


def test_unknown_sub_indicator(folder: Path) -> None:
    spoil(folder / "years" / "2569.yaml", 'sub_indicator: "9.1"', 'sub_indicator: "9.9"')
    assert "'9.9'" in refusal(folder)


def test_part_of_a_concept_that_the_item_does_not_cover(folder: Path) -> None:
    path = folder / "years" / "2569.yaml"
    spoil(path, "parts: [chart,", "parts: [news.news_items,")
    message = refusal(folder)
    assert "'news.news_items'" in message and "structure, authority" in message


def test_concept_in_two_items(folder: Path) -> None:
    path = folder / "years" / "2569.yaml"
    spoil(path, "concept: executives\n", "concept: structure\n")
    spoil(path, "parts: [top_executive, deputies, names, positions, photo, contact, political_side, permanent_side]", "parts: [chart]")
    assert "O2: concept 'structure' belongs to O1 already" in refusal(folder)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("period: monthly", "period: fiscal_year", "needs period: monthly"),
        ("    period: current\n", "    period: current\n    about_year_before: true\n", "about_year_before"),
        ("weights: {iit: 30,", "weights: {iit: 40,", "add up to 100"),
        ("grade_scale: levels", "grade_scale: stars", "unknown grade_scale 'stars'"),
        ("calendar:\n", "calendar:\n  entry: {from: 2026-04-30, to: 2026-03-01, confidence: low, sources: [compiler_reading]}\n", "before it begins"),
        ("calendar:\n", "calendar:\n  entry: {from: 2026-04-31, confidence: low, sources: [compiler_reading]}\n", "entry.from"),
        ("calendar:\n", "calendar:\n  entry: {confidence: low, sources: [compiler_reading]}\n", "first or a last day"),
        ("calendar:\n", "calendar:\n  entry: {to: 2026-04-30, confidence: low, sources: [hearsay]}\n", "entry: unknown source 'hearsay'"),
    ],
)  # fmt: skip
def test_impossible_facts(folder: Path, old: str, new: str, words: str) -> None:
    path = folder / "years" / "2569.yaml"
    spoil(path, old, new)
    message = refusal(folder)
    assert message.startswith(f"{path}:") and words in message


def test_grades_out_of_order(folder: Path) -> None:
    path = folder / "scales" / "levels.yaml"
    spoil(path, "total: 70", "total: 90")
    assert "best down" in refusal(folder)


def test_year_and_file_name_disagree(folder: Path) -> None:
    (folder / "years" / "2569.yaml").rename(folder / "years" / "2570.yaml")
    message = refusal(folder, 2570)
    assert "2569" in message and "2570" in message


def test_unknown_year(folder: Path) -> None:
    assert "2599" in refusal(folder, 2599) and "2569" in refusal(folder, 2599)


def test_known_years(folder: Path) -> None:
    assert list(known_years()) == YEARS and 2569 in YEARS
    shutil.copy(folder / "years" / "2569.yaml", folder / "years" / "2501.yaml")
    (folder / "years" / "draft.yaml").write_text("", encoding="utf-8")
    assert known_years(folder) == tuple(sorted((2501, *YEARS)))
