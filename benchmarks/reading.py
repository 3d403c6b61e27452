"""How much of documents with a known text is read, how fast and in how much memory?

    python -m benchmarks.reading [--quick] [--only WORD] [--keep FOLDER] [--json FILE]

Every file goes through the entry that the audit uses, with recognition and without the cache. Letters are compared
without blanks, in order ("letters") and with lines standing anywhere ("any order"); "words" are the places where
20 words of the assessment stand, exact and without the marks above and below ("bare"); "Latin" and "years" likewise.
Seconds are of the processor, children included; memory is the reader's peak with its largest child. Each kind is read
in a process of its own.
"""

import argparse
import json
import multiprocessing
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.costs import peak_megabytes, processor_seconds
from benchmarks.documents import KEYWORDS, LATIN_WORDS, Sample
from benchmarks.measures import accuracy, line_recall, word_recall, year_recall
from benchmarks.reading_samples import all_kinds
from benchmarks.web_samples import ADDRESS, web_page

_ENOUGH = 0.5  # processor seconds: a fast kind is read again until its speed can be told
_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "csv": "text/csv",
    "zip": "application/zip",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The figures of one kind; shares are between 0 and 1, None where the truth has nothing to find."""

    kind: str
    files: int
    letters: float
    any_order: float
    words: float | None
    bare: float | None
    latin: float | None
    years: float | None
    per_second: float
    seconds: float
    megabytes: float
    methods: str
    aim: str = ""
    met: bool = True


def _share(pairs: list[tuple[int, int]]) -> float | None:
    there = sum(total for _, total in pairs)
    return sum(seen for seen, _ in pairs) / there if there else None


def read_kind(kind: str, samples: list[Sample], keep: Path | None) -> Result:
    """Read all samples of a kind and compare; runs in a process of its own."""
    from crawler.artifacts import Artifact, Evidence
    from crawler.extract import limits, read_artifact

    def read(sample: Sample, ocr: bool = True) -> Artifact:
        name, content_type = sample.name, _TYPES.get(sample.name.rsplit(".", 1)[-1], "")
        digest, url = sha256(sample.body).hexdigest(), f"https://www.example.go.th/f/{name}"
        evidence = Evidence(url=url, fetched_at="", warc_offset=0, warc_file="", sha256=digest)
        depth = limits.OCR_DEPTHS[-1]  # all pages, as of a document that an open item rests on
        return read_artifact(sample.body, content_type, evidence, ocr=ocr, cache=None, depth=depth)

    read(samples[0], ocr=False)  # imports and first starts are paid once in an audit
    artifacts: list[Artifact] = []
    seconds = _seconds(lambda: artifacts.__setitem__(slice(None), map(read, samples)))
    megabytes, pages = peak_megabytes(), sum(sample.pages for sample in samples)
    texts = ["\n".join(page.text for page in artifact.pages) for artifact in artifacts]
    if keep:
        for sample, text in zip(samples, texts, strict=True):
            _kept(keep / kind.replace(" ", "-"), sample, text)
    methods = Counter(page.method for artifact in artifacts for page in artifact.pages)
    details = Counter(artifact.detail for artifact in artifacts if artifact.detail)
    said = ", ".join([*methods, *(f"({detail})" for detail in details)])
    return Result(kind=kind, files=len(samples), **compared(samples, texts), per_second=pages / seconds,
                  seconds=seconds / pages, megabytes=megabytes, methods=said)  # fmt: skip


def compared(samples: list[Sample], texts: list[str]) -> dict[str, Any]:
    """The shares read, over all samples of a kind."""
    drop = str.maketrans("", "", samples[0].ignored)
    pairs = [(sample.truth.translate(drop), text.translate(drop)) for sample, text in zip(samples, texts, strict=True)]
    return {
        "letters": sum(accuracy(*pair) for pair in pairs) / len(pairs),
        "any_order": sum(line_recall(*pair) for pair in pairs) / len(pairs),
        "words": _share([word_recall(KEYWORDS, *pair) for pair in pairs]),
        "bare": _share([word_recall(KEYWORDS, *pair, bare=True) for pair in pairs]),
        "latin": _share([word_recall(LATIN_WORDS, *pair) for pair in pairs]),
        "years": _share([year_recall(*pair) for pair in pairs]),
    }


def _seconds(work: Callable[[], None]) -> float:
    """Processor seconds of one run, over as many runs as it takes to tell."""
    start, runs, spent = processor_seconds(), 0, 0.0
    while spent < _ENOUGH:
        work()
        runs += 1
        spent = processor_seconds() - start
    return spent / runs


def _kept(folder: Path, sample: Sample, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / sample.name).write_bytes(sample.body)
    (folder / f"{sample.name}.truth.txt").write_text(sample.truth, encoding="utf-8")
    (folder / f"{sample.name}.read.txt").write_text(text, encoding="utf-8")


def read_web(encoding: str, count: int, keep: Path | None) -> Result:
    """Decode, text and links of many different pages of one encoding, each read once."""
    from crawler.extract.html import read_html

    content_type = "text/html; charset=windows-874" if encoding == "cp874" else "text/html; charset=utf-8"
    pages = [web_page(seed, encoding) for seed in range(count)]
    read_html(pages[0][0], content_type, ADDRESS)
    start = processor_seconds()
    for body, _, _ in pages:
        read = read_html(body, content_type, ADDRESS)
    seconds = (processor_seconds() - start) / count
    body, truth, links = pages[-1]
    text = "\n".join(block.text for block in read.blocks if block.kind != "row")  # a row repeats its cells
    samples = [Sample(name="page.html", body=body, truth=truth)]
    if keep:
        _kept(keep / f"html-{encoding}", samples[0], text)
    found = {(link.url, link.text) for link in read.links}
    right = sum(link in found for link in links) / len(links)
    return Result(kind=f"html {encoding}", files=count, **compared(samples, [text]), per_second=1 / seconds, seconds=seconds,
                  megabytes=peak_megabytes(), methods=f"{right:.1%} of {len(links)} links")  # fmt: skip


def judged(result: Result) -> Result:
    """The result with the aim for its kind and whether it is met."""
    kind, fast = result.kind, result.per_second
    if kind.startswith("html"):
        aim, met = "letters 100 %, 400 pages/s", result.letters >= 0.9995 and fast >= 400
    elif kind in ("docx", "xlsx"):
        aim, met = "letters 100 %", result.letters >= 0.99999
    elif kind.startswith("pdf by") or kind == "pdf, shifted marks":
        aim, met = "letters 99.5 %, 100 pages/s", result.letters >= 0.995 and fast >= 100
    elif kind.startswith("scan moderate"):
        aim = "letters 92 %, bare 98 %, 0.6 s/page"
        met = result.letters >= 0.92 and (result.bare or 0) >= 0.98 and result.seconds <= 0.6
    else:
        return result
    return Result(**{**asdict(result), "aim": aim, "met": met})


def _alone(work: Callable[..., Result], *arguments: object) -> Result:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return judged(process.submit(work, *arguments).result())


def results(quick: bool, only: str, keep: Path | None) -> Iterator[Result]:
    """The figures of all kinds, one after the other."""
    files = () if only.startswith("html") else all_kinds(range(1 if quick else 3), quick=quick)
    for kind, samples in files:
        if only not in kind:
            continue
        if samples:
            yield _alone(read_kind, kind, samples, keep)
        else:
            print(f"{kind:24} not measured: the program that writes it is not installed")
    for encoding in ("utf-8", "cp874", "mixed"):
        if only in f"html {encoding}":
            yield _alone(read_web, encoding, 20 if quick else 200, keep)


def line(result: Result) -> str:
    """One row of the table."""
    shares = (result.letters, result.any_order, result.words, result.bare, result.latin, result.years)
    cells = " ".join(f"{'-' if share is None else f'{100 * share:.2f}':>9}" for share in shares)
    aim = f"  aim {result.aim}: {'met' if result.met else 'MISSED'}" if result.aim else ""
    return (f"{result.kind:24} {result.files:5} {cells} {result.per_second:9.1f} {result.seconds:8.3f} "
            f"{result.megabytes:6.0f}  {result.methods}{aim}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one document, one page of scans")
    parser.add_argument("--only", default="", help="kinds whose name contains this")
    parser.add_argument("--keep", type=Path, help="keep files, truths and what was read in this folder")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    given = parser.parse_args()
    missing = [name for name in ("soffice", "tesseract", "pdftotext") if shutil.which(name) is None]
    print(f"not installed: {', '.join(missing)}" if missing else "all programs installed")
    head = " ".join(f"{name:>9}" for name in ("letters", "any order", "words", "bare", "Latin", "years", "pages/s"))
    print(f"{'kind':24} {'files':>5} {head} {'s/page':>8} {'MB':>6}  method")
    rows = []
    for result in results(given.quick, given.only, given.keep):
        rows.append(result)
        print(line(result), flush=True)
    if given.json:
        given.json.write_text(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
