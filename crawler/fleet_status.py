"""A register and a run told in lines, as JSON and as CSV."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from crawler.messages import Lang
from results.fleet_ledger import LAST_ROUND, FleetRun, Site, State, counts
from results.fleet_register import Body, Register
from results.fleet_words import reason_of
from results.formats.csv_report import inert
from results.wording import phrase

BOOK = "fleet"
FIELDS = ("name", "kind", "province", "district", "dla_code", "url")
_SHORT_SHA = 12


def listed(whole: Register, province: str | None, district: str | None, form: str, lang: Lang) -> bytes:
    """The bodies of a register, those of one place when it is named."""
    chosen = [
        (position, body)
        for position, body in enumerate(whole.bodies, 1)
        if province in (None, body.province) and district in (None, body.district)
    ]
    if form == "json":
        return (json.dumps([asdict(body) for _, body in chosen], ensure_ascii=False, indent=1) + "\n").encode()
    if form == "csv":
        return _csv([body for _, body in chosen])
    lines = [phrase(BOOK, "list_line", lang, position=str(position), **asdict(body)) for position, body in chosen]
    lines.append(phrase(BOOK, "list_count", lang, count=str(len(chosen)), all=str(len(whole.bodies))))
    return "".join(f"{line}\n" for line in lines).encode()


def status_lines(run: FleetRun, whole: Register, sites: Sequence[Site], lang: Lang) -> Iterator[str]:
    """How far a run is, then every site that is not audited, with its reason."""
    state = phrase(BOOK, "status_finished" if run.finished else "status_open", lang)
    yield phrase(BOOK, "status_head", lang, run=str(run.id), year=str(run.fiscal_year), as_of=run.as_of.isoformat(),
                 state=state)  # fmt: skip
    yield phrase(BOOK, "status_list", lang, count=str(len(sites)), sha=whole.sha256[:_SHORT_SHA], source=whole.source)
    for each, count in counts(sites).items():
        yield phrase(BOOK, "status_line", lang, state=phrase(BOOK, f"state_{each}", lang), count=str(count))
    yield phrase(
        BOOK, "status_left", lang, again=str(_again(sites)), epoch=str(run.epoch), seconds=f"{_mean(sites):.0f}"
    )
    for site in sites:
        if site.state in (State.UNREACHABLE, State.FAILED, State.RUNNING):
            yield phrase(BOOK, "status_site", lang, name=site.name, url=site.url, why=why(site, lang),
                         state=phrase(BOOK, f"state_{site.state}", lang))  # fmt: skip


def status_document(run: FleetRun, whole: Register, sites: Sequence[Site]) -> str:
    """The same as JSON, with every site."""
    document: dict[str, Any] = {
        "run": run.id, "fiscal_year": run.fiscal_year, "as_of": run.as_of.isoformat(), "finished": run.finished,
        "epoch": run.epoch, "list_sha256": whole.sha256, "options": dict(run.options),
        "counts": {state.value: count for state, count in counts(sites).items()},
        "sites": [asdict(site) for site in sites],
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def why(site: Site, lang: Lang) -> str:
    """Why a site stands where it stands."""
    parts = [told] if (told := reason_of(site, lang)) else []
    if site.state is not State.RUNNING and site.next_round == LAST_ROUND:
        parts.append(phrase(BOOK, "again_later", lang))
    return " · ".join(parts)


def _again(sites: Sequence[Site]) -> int:
    return sum(site.next_round == LAST_ROUND for site in sites)


def _mean(sites: Sequence[Site]) -> float:
    timed = [site.seconds for site in sites if site.seconds]
    return sum(timed) / len(timed) if timed else 0.0


def _csv(bodies: Sequence[Body]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(FIELDS)
    writer.writerows([inert(getattr(body, name)) for name in FIELDS] for body in bodies)
    return buffer.getvalue().encode("utf-8-sig")
