"""How right the verdicts are, on stored sites whose every item was labelled by hand: `python -m benchmarks.judging`.

Each folder below `benchmarks/judging/` is a snapshot of an invented site (WARC and manifest, as the crawl left them) with
`truth.yaml`: the status that a fair assessor would give to every item, the page that is the evidence, and why. `seen` tells
whether the site was looked at while the rules were tuned; the others are reported apart, and they are the honest figure.

A false pass is a pass that the label does not allow; a false alarm is a defect (missing, incomplete, outdated) said of an
item that passes; an idle unknown is an unknown where the label is certain.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml

from audits.requirement import load_ruleset
from audits.verdict import Status, Verdict
from crawler.artifacts import Snapshot
from crawler.judging import judge
from crawler.snapshot import SnapshotReader

SITES = Path(__file__).parent / "judging"
DEFECTS = frozenset((Status.MISSING, Status.INCOMPLETE, Status.OUTDATED))
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


@dataclass(frozen=True, slots=True)
class Judged:
    """One item of one site: what was said, and what is right."""

    site: str
    seen: bool
    verdict: Verdict
    allowed: tuple[str, ...]
    pages: tuple[str, ...]
    why: str
    beside: frozenset[str]

    @property
    def right(self) -> bool:
        return self.verdict.status in self.allowed

    @property
    def false_pass(self) -> bool:
        return self.verdict.status is Status.PASS and not self.right

    @property
    def false_alarm(self) -> bool:
        return self.verdict.status in DEFECTS and Status.PASS in self.allowed

    @property
    def idle_unknown(self) -> bool:
        return self.verdict.status is Status.UNKNOWN and not self.right

    @property
    def address_right(self) -> bool | None:
        """Whether a rightful pass shows the evidence that the label names, or a file that hangs on that page; None where
        that is not asked."""
        if not (self.right and self.verdict.status is Status.PASS and self.pages):
            return None
        shown = {path_of(url) for url in _addresses(self.verdict)}
        return bool(shown & ({path_of(page) for page in self.pages} | self.beside))


def path_of(url: str) -> str:
    """The path and query of an address, decoded, so that spellings of one address compare equal."""
    parts = urlsplit(url)
    return unquote(parts.path + (f"?{parts.query}" if parts.query else "")).rstrip("/") or "/"


def _addresses(verdict: Verdict) -> Iterator[str]:
    if verdict.url:
        yield verdict.url
    yield from (quote.url for quote in verdict.present.evidence)
    yield from (part.url for part in verdict.complete.parts if part.found and part.url)


def judge_site(folder: Path, cache: Path) -> list[Judged]:
    """Judge one stored site and hold every verdict against its label."""
    truth = yaml.safe_load((folder / "truth.yaml").read_text(encoding="utf-8"))
    site = truth["site"]
    ruleset = load_ruleset(int(site["fiscal_year"]))
    reader = SnapshotReader(folder, ocr=True, cache=cache)
    snapshot, verdicts = judge(reader, ruleset, date.fromisoformat(str(site["as_of"])), site.get("declared") or {})
    links = _hanging_together(snapshot)
    return [_held(folder.name, bool(site["seen"]), item, truth["items"][item.code], links) for item in verdicts]


def _hanging_together(snapshot: Snapshot) -> dict[str, set[str]]:
    """Page → the files on it, and file → the pages that it hangs on, by path."""
    files = {path_of(item.url) for item in snapshot.artifacts if item.kind != "page"}
    links: dict[str, set[str]] = defaultdict(set)
    for page in snapshot.artifacts:
        for target in {path_of(link.url) for link in page.links if link.url} & files:
            links[path_of(page.url)].add(target)
            links[target].add(path_of(page.url))
    return links


def _held(
    site: str, seen: bool, verdict: Verdict, label: Mapping[str, Any], links: Mapping[str, set[str]]
) -> Judged:
    allowed = label["status"] if isinstance(label["status"], list) else [label["status"]]
    pages = [page for page in (label.get("page"), *label.get("also", ())) if page]
    beside = frozenset(path for page in pages for path in links.get(path_of(page), ()))
    return Judged(site, seen, verdict, tuple(allowed), tuple(pages), str(label.get("why", "")), beside)


def figures(items: Sequence[Judged]) -> dict[str, float]:
    """The rates of a set of items, each between 0 and 1."""
    count = len(items) or 1
    addresses = [item.address_right for item in items if item.address_right is not None]
    return {
        "items": len(items),
        "accuracy": sum(item.right for item in items) / count,
        "false_pass": sum(item.false_pass for item in items) / count,
        "false_alarm": sum(item.false_alarm for item in items) / count,
        "unknown": sum(item.verdict.status is Status.UNKNOWN for item in items) / count,
        "idle_unknown": sum(item.idle_unknown for item in items) / count,
        "negative": sum(Status.PASS not in item.allowed for item in items) / count,
        "address_right": sum(addresses) / (len(addresses) or 1),
    }


def confusion(items: Iterable[Judged]) -> Counter[tuple[str, str]]:
    """Pairs (label, verdict); a label that allows several statuses counts as the one said, if that is among them."""
    return Counter(
        (item.verdict.status if item.right else item.allowed[0], str(item.verdict.status)) for item in items
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """One concept. Precision and recall are of *pass* and of *any defect*; None where nothing was said, or is to be
    found. A label that allows several statuses counts as in `confusion`."""

    items: int
    right: int
    false_passes: int
    false_alarms: int
    unknown: int
    pass_precision: float | None
    pass_recall: float | None
    defect_precision: float | None
    defect_recall: float | None


def by_concept(items: Iterable[Judged]) -> dict[str, Tally]:
    """What was said and what is right, per concept."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for item in items:
        groups[item.verdict.concept].append(item)
    return {name: _tally(group) for name, group in sorted(groups.items())}


def _tally(group: Sequence[Judged]) -> Tally:
    table = confusion(group)
    passes, defects = frozenset((Status.PASS,)), DEFECTS
    return Tally(
        len(group), sum(item.right for item in group), sum(item.false_pass for item in group),
        sum(item.false_alarm for item in group), sum(item.verdict.status is Status.UNKNOWN for item in group),
        *_precision_and_recall(table, passes), *_precision_and_recall(table, defects),
    )  # fmt: skip


def _precision_and_recall(
    table: Mapping[tuple[str, str], int], wanted: frozenset[Status]
) -> tuple[float | None, float | None]:
    both = sum(count for (label, said), count in table.items() if label in wanted and said in wanted)
    said = sum(count for (_, told), count in table.items() if told in wanted)
    there = sum(count for (label, _), count in table.items() if label in wanted)
    return both / said if said else None, both / there if there else None


def reliability(items: Iterable[Judged]) -> list[tuple[float, float, int, float]]:
    """Bins of confidence: from, to, items, the share of right ones. Unknown verdicts claim nothing and are left out."""
    told = [item for item in items if item.verdict.status is not Status.UNKNOWN]
    table = []
    for low, high in pairwise(BINS):
        inside = [item for item in told if low <= item.verdict.confidence < high]
        if inside:
            table.append((low, min(high, 1.0), len(inside), sum(item.right for item in inside) / len(inside)))
    return table


# -- telling --


def report(items: Sequence[Judged]) -> str:
    """Everything as plain text."""
    lines: list[str] = []
    for title, group in (("never looked at while tuning", [i for i in items if not i.seen]),
                         ("looked at while tuning", [i for i in items if i.seen])):  # fmt: skip
        if group:
            lines += [f"\n== sites {title} ==", *_figures(group), *_confusion(group), *_reliability(group)]
            lines += _concepts(group)
    return "\n".join(lines)


def _concepts(items: Sequence[Judged]) -> list[str]:
    head = f"{'concept':34}items right false pass false alarm unknown  pass: precision recall  defect: precision recall"
    return [head] + [
        f"{name:34}{told.items:5}{told.right:6}{told.false_passes:11}{told.false_alarms:12}{told.unknown:8}"
        f"{_share(told.pass_precision):>17}{_share(told.pass_recall):>7}{_share(told.defect_precision):>19}{_share(told.defect_recall):>7}"
        for name, told in by_concept(items).items()
    ]


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _figures(items: Sequence[Judged]) -> list[str]:
    told = figures(items)
    sites = len({item.site for item in items})
    aims = {"accuracy": ">= 97 %", "false_pass": "<= 1 %", "false_alarm": "<= 2 %", "unknown": "<= 8 %", "address_right": ">= 98 %"}
    lines = [f"{int(told['items'])} items of {sites} sites, {told['negative']:.0%} of them no pass"]
    return lines + [f"{name:14} {told[name]:7.1%}   aim {aim}" for name, aim in aims.items()]


def _confusion(items: Sequence[Judged]) -> list[str]:
    names = [str(status) for status in Status]
    table = confusion(items)
    lines = ["label \\ verdict " + "".join(f"{name:>12}" for name in names)]
    return lines + [f"{one:16}" + "".join(f"{table[one, other]:12}" for other in names) for one in names]


def _reliability(items: Sequence[Judged]) -> list[str]:
    lines = ["confidence      items   right"]
    return lines + [f"{low:.2f} - {high:.2f} {count:9} {share:7.1%}" for low, high, count, share in reliability(items)]


def _all_figures(items: Sequence[Judged]) -> dict[str, Any]:
    matrix = {f"{label}/{said}": count for (label, said), count in sorted(confusion(items).items())}
    concepts = {name: asdict(told) for name, told in by_concept(items).items()}
    return {**figures(items), "confusion": matrix, "concepts": concepts, "reliability": reliability(items)}


def mistakes(items: Iterable[Judged]) -> Iterator[str]:
    """One line per verdict that differs from its label."""
    for item in items:
        if item.right:
            continue
        kind = "FALSE PASS" if item.false_pass else "false alarm" if item.false_alarm else "other"
        verdict = item.verdict
        yield (
            f"{kind:11} {item.site} {verdict.code} {verdict.concept}: {verdict.status} ({verdict.reason}) at {verdict.url}; "
            f"label {'/'.join(item.allowed)} {', '.join(item.pages)}: {item.why}"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge every stored site and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sites", nargs="*", help="names of folders below benchmarks/judging; default: all")
    parser.add_argument("--mistakes", action="store_true", help="list every verdict that differs from its label")
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    options = parser.parse_args(arguments)
    folders = sorted(path.parent for path in SITES.glob("*/truth.yaml"))
    chosen = [folder for folder in folders if not options.sites or folder.name in options.sites]
    if not chosen:
        print(f"no stored site of that name in {SITES}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as cache:
        items = [item for folder in chosen for item in judge_site(folder, Path(cache))]
    print(report(items))
    if options.mistakes:
        print("", *mistakes(items), sep="\n")
    if options.json:
        groups = {"unseen": [i for i in items if not i.seen], "seen": [i for i in items if i.seen]}
        told = {name: _all_figures(group) for name, group in groups.items()}
        options.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
