"""What must hold for every judgement, tried on the written mini-sites with things moved, added, hidden and removed."""

import random
from dataclasses import replace
from datetime import date
from zlib import crc32

import pytest

from audits.run import audit
from audits.verdict import Status, Verdict
from crawler.artifacts import Artifact, Evidence, Snapshot
from crawler.extract import read_artifact
from results.scoring import score
from tests.concepts.mini_site import HOST, Case, _declared, snapshot_of
from tests.test_concepts import CASES

_EVERY = 8  # one case in so many is tried with each property
_DEFECTS = (Status.MISSING, Status.INCOMPLETE, Status.OUTDATED)


def some(offset: int) -> list[Case]:
    """Some of the cases, chosen by their names: a new case does not move the others to other properties."""
    return [case for case in CASES if crc32(name(case).encode()) % _EVERY == offset]


def judged(case: Case, snapshot: Snapshot) -> dict[str, Verdict]:
    day = date.fromisoformat(str(case.content.get("as_of", "2026-04-20")))
    return {item.code: item for item in audit(snapshot, case.ruleset, day, _declared(case.content))}


def name(case: Case) -> str:
    return f"{case.concept}/{case.name}"


def page(path: str, html: str) -> Artifact:
    url = f"https://{HOST}{path}"
    evidence = Evidence(url=url, fetched_at="2026-04-20T00:01:00+00:00", sha256=f"{hash(html):x}", warc_file="", warc_offset=0)
    return read_artifact(html.encode(), "text/html; charset=utf-8", evidence)


def with_artifacts(snapshot: Snapshot, *more: Artifact) -> Snapshot:
    return replace(snapshot, artifacts=tuple(sorted((*snapshot.artifacts, *more), key=lambda item: item.url)))


@pytest.mark.parametrize("case", some(0), ids=name)
def test_the_order_of_pages_does_not_matter(case: Case) -> None:
    snapshot = snapshot_of(case.content)
    shuffled = list(snapshot.artifacts)
    random.Random(case.name).shuffle(shuffled)
    assert judged(case, replace(snapshot, artifacts=tuple(shuffled))) == judged(case, snapshot)


@pytest.mark.parametrize("case", some(1), ids=name)
def test_an_unrelated_page_changes_nothing(case: Case) -> None:
    snapshot = snapshot_of(case.content)
    other = page("/tourism/waterfall", "<h1>น้ำตกห้วยแก้ว</h1><p>น้ำตกสูงสามชั้น น้ำใสตลอดปี เดินทางสะดวก มีลานกางเต็นท์และร้านอาหารพื้นบ้าน</p>")
    before, after = judged(case, snapshot), judged(case, with_artifacts(snapshot, other))
    assert {code: item.status for code, item in after.items()} == {code: item.status for code, item in before.items()}


@pytest.mark.parametrize("case", some(2), ids=name)
def test_removing_evidence_never_makes_a_pass(case: Case) -> None:
    snapshot = snapshot_of(case.content)
    before = judged(case, snapshot)
    own = before[case.code]
    home = f"https://{HOST}/"
    for gone in [item for item in snapshot.artifacts if item.url != home and not _speaks_against(own, item)]:
        kept = tuple(item for item in snapshot.artifacts if item.url != gone.url)
        after = judged(case, replace(snapshot, artifacts=kept))[case.code]
        assert own.status is Status.PASS or after.status is not Status.PASS, f"without {gone.url}: {after.present}"


def _speaks_against(verdict: Verdict, artifact: Artifact) -> bool:
    """Whether an artifact names the head of the body whom a declaration does not name: it is no evidence of the item."""
    others = [part.quote.split("≠")[1].strip() for part in verdict.complete.parts if part.found is False and "≠" in part.quote]
    return any(other in block.text for other in others for block in artifact.blocks)


@pytest.mark.parametrize("case", some(3), ids=name)
def test_what_cannot_be_read_never_makes_a_defect(case: Case) -> None:
    """A passed item whose evidence becomes unreadable is unknown at worst."""
    snapshot = snapshot_of(case.content)
    before = judged(case, snapshot)[case.code]
    files = [item for item in snapshot.artifacts if item.kind == "file" and item.readable]
    for hidden in files:
        blind = replace(hidden, readable=False, detail="scan_not_recognised (2 pages)", blocks=(), pages=())
        changed = tuple(blind if item is hidden else item for item in snapshot.artifacts)
        after = judged(case, replace(snapshot, artifacts=changed))[case.code]
        assert before.status is not Status.PASS or after.status not in _DEFECTS, f"{hidden.url}: {after.reason}"


@pytest.mark.parametrize("case", [case for case in some(4) if "pass_" in case.name], ids=name)
def test_other_years_beside_the_right_one_do_not_disturb(case: Case) -> None:
    snapshot = snapshot_of(case.content)
    old = [
        page(f"/old-{year}", f"<h1>การประเมิน ITA ประจำปีงบประมาณ พ.ศ. {year}</h1><p>เอกสารของปีงบประมาณ {year} เก็บไว้เพื่อการอ้างอิง</p>")
        for year in (2559, 2560)
    ]
    assert judged(case, with_artifacts(snapshot, *old))[case.code].status is judged(case, snapshot)[case.code].status


@pytest.mark.parametrize("case", some(0), ids=name)
def test_a_repair_never_lowers_the_score(case: Case) -> None:
    verdicts = list(judged(case, snapshot_of(case.content)).values())
    before = score(verdicts, case.ruleset).oit
    for number, item in enumerate(verdicts):
        good = next((other for other in verdicts if other.status is Status.PASS), None)
        if item.status is Status.PASS or good is None:
            continue
        mended = replace(item, present=good.present, complete=good.complete, current=good.current)
        after = score([*verdicts[:number], mended, *verdicts[number + 1 :]], case.ruleset).oit
        assert after.low >= before.low and after.high >= before.high


@pytest.mark.parametrize("case", [case for case in some(1) if "pass_" in case.name], ids=name)
def test_publishing_what_was_lacking_never_lowers_the_score(case: Case) -> None:
    """The site without the evidence of its passed item, and the same site after it was put up."""
    snapshot = snapshot_of(case.content)
    after = judged(case, snapshot)
    url = after[case.code].url
    kept = tuple(item for item in snapshot.artifacts if item.url != url or item.url == f"https://{HOST}/")
    before = judged(case, replace(snapshot, artifacts=kept))
    low, high = (score(list(verdicts.values()), case.ruleset).oit.low for verdicts in (before, after))
    assert low <= high
    lost = [code for code, item in before.items() if item.status is Status.PASS and after[code].status is not Status.PASS]
    assert lost == []


def test_there_are_cases_to_try() -> None:
    assert len(CASES) >= 250
