"""What was not recognised yet: never a defect, and read further only where an item may rest on it."""

from dataclasses import replace
from datetime import date

import pytest

from audits.run import audit
from audits.unread import half_read
from audits.verdict import Status
from crawler.artifacts import Artifact
from tests.concepts.mini_site import Case, _declared, snapshot_of
from tests.test_concepts import CASES

_DEFECTS = (Status.MISSING, Status.INCOMPLETE, Status.OUTDATED)
WITH_FILES = [case for case in CASES if any(path.endswith(".txt") for path in case.content["pages"])]


def half(artifact: Artifact) -> Artifact:
    """The same document when only its first two lines were read."""
    pages = tuple(replace(page, text="\n".join(page.text.splitlines()[:2])) for page in artifact.pages[:1])
    return replace(artifact, pages=pages, blocks=artifact.blocks[:2], waiting=3)


@pytest.mark.parametrize("case", WITH_FILES[::4], ids=lambda case: f"{case.concept}/{case.name}")
def test_pages_that_were_not_recognised_never_make_a_defect(case: Case) -> None:
    snapshot = snapshot_of(case.content)
    day, declared = date.fromisoformat(str(case.content.get("as_of", "2026-04-20"))), _declared(case.content)

    def status(artifacts: tuple[Artifact, ...]) -> Status:
        verdicts = audit(replace(snapshot, artifacts=artifacts), case.ruleset, day, declared)
        return next(item.status for item in verdicts if item.code == case.code)

    before = status(snapshot.artifacts)
    for hidden in [item for item in snapshot.artifacts if item.kind == "file" and item.readable]:
        changed = tuple(half(item) if item is hidden else item for item in snapshot.artifacts)
        assert before is not Status.PASS or status(changed) not in _DEFECTS, hidden.url


@pytest.mark.parametrize("case", [case for case in WITH_FILES if "pass_" in case.name][:3], ids=lambda case: case.name)
def test_only_documents_behind_open_items_are_read_further(case: Case) -> None:
    whole = snapshot_of(case.content)
    day, declared = date.fromisoformat(str(case.content.get("as_of", "2026-04-20"))), _declared(case.content)
    good = next(item for item in audit(whole, case.ruleset, day, declared) if item.code == case.code)
    files = {item.url for item in whole.artifacts if item.kind == "file"}
    snapshot = replace(whole, artifacts=tuple(half(item) if item.url in files else item for item in whole.artifacts))
    passed = [replace(good, code=item.code) for item in case.ruleset.requirements]
    others = [item for item in passed if item.code != case.code]
    assert half_read(snapshot, case.ruleset, day, declared, passed) == ()
    assert half_read(whole, case.ruleset, day, declared, others) == ()  # nothing waits there
    assert {item.url for item in half_read(snapshot, case.ruleset, day, declared, others)} <= files
    assert half_read(replace(snapshot, home_ok=False), case.ruleset, day, declared, others) == ()
