"""All kinds of files that the reading benchmark reads, each kind with one sample for each document."""

from collections.abc import Iterator

from PIL import Image

from benchmarks import office_samples, pdf_samples, scan_samples
from benchmarks.documents import Page, Sample, document, text_of
from benchmarks.scan_samples import Wear

_FONTS = ("Norasi", "Garuda", "Laksaman", "Loma", "Waree", "Kinnari")
_LAYERS = {
    "pdf, sara am lost": pdf_samples.lost_sara_am,
    "pdf, letters as Latin-1": pdf_samples.legacy_latin,
    "pdf, private letters": pdf_samples.private,
    "pdf, rubbish layer": pdf_samples.rubbish,
}
Kinds = dict[str, list[Sample]]
Documents = dict[int, tuple[Page, ...]]


def text_pdfs(documents: Documents) -> Kinds:
    """PDFs whose words are letters, by every way of making them that this machine has."""
    words = {f"{seed}.docx": office_samples.word(pages, _font(seed)) for seed, pages in documents.items()}
    printed = {f"{seed}": pdf_samples.browser_pdf(pages, _browser_font(seed)) for seed, pages in documents.items()}
    files = {
        "pdf by LibreOffice": pdf_samples.office_pdf(words),
        "pdf by Chromium": {name: body for name, body in printed.items() if body},
        "pdf by reportlab": {f"{seed}": pdf_samples.drawn_pdf(pages, _font(seed)) for seed, pages in documents.items()},
        "pdf, shifted marks": {
            f"{seed}": pdf_samples.drawn_pdf(pages, _font(seed), pdf_samples.windows_glyphs)
            for seed, pages in documents.items()
        },
    }
    return {
        kind: [
            Sample(name=f"{seed}.pdf", body=body, truth=text_of(pages), pages=len(pages))
            for (seed, pages), body in zip(documents.items(), bodies.values(), strict=False)
        ]
        for kind, bodies in files.items()
    }


def _font(seed: int) -> str:
    return _FONTS[seed % len(_FONTS)]


def _browser_font(seed: int) -> str:
    return "Sarabun" if seed % 2 == 0 else _FONTS[-1 - seed % len(_FONTS)]


def broken_layers(documents: Documents, pages: int) -> Kinds:
    """PDFs that look right and whose text layer is not what is seen."""
    kinds: Kinds = {}
    for kind, meaning in _LAYERS.items():
        with pdf_samples.text_layer(meaning):
            kinds[kind] = [
                Sample(name=f"{seed}.pdf", body=pdf_samples.drawn_pdf(whole[:pages], _font(seed)),
                       truth=text_of(whole[:pages]), pages=pages)
                for seed, whole in documents.items()
            ]  # fmt: skip
    return kinds


def scans(documents: Documents, sources: list[Sample], wears: dict[str, Wear], pages: int) -> Kinds:
    """The sources' first pages as PDFs that hold pictures only."""
    return {
        kind: [
            Sample(name=source.name, body=scan_samples.as_pdf(scan_samples.scanned(source.body, wear, seed, pages), wear),
                   truth=text_of(whole[:pages]), pages=pages)
            for (seed, whole), source in zip(documents.items(), sources, strict=True)
        ]
        for kind, wear in wears.items()
    }  # fmt: skip


def pictures(documents: Documents, sources: list[Sample]) -> Kinds:
    """The first page of each source as a picture file."""
    kinds: Kinds = {}
    for form, suffix, wear in (
        ("PNG", "png", Wear(dpi=200)),
        ("JPEG", "jpg", Wear(dpi=150, skew=0.6, noise=20, quality=60)),
    ):
        kinds[f"picture {form}"] = [
            Sample(name=f"{seed}.{suffix}", body=_first_page(source, wear, seed, form), truth=text_of(whole[:1]))
            for (seed, whole), source in zip(documents.items(), sources, strict=True)
        ]
    return kinds


def _first_page(source: Sample, wear: Wear, seed: int, form: str) -> bytes:
    picture: Image.Image = scan_samples.scanned(source.body, wear, seed, 1)[0]
    return scan_samples.as_picture(picture, form, wear)


def office_files(documents: Documents) -> Kinds:
    """Office files; the old formats only where LibreOffice can write them."""
    docx = {f"{seed}.docx": office_samples.word(pages) for seed, pages in documents.items()}
    xlsx = {f"{seed}.xlsx": office_samples.sheets(pages) for seed, pages in documents.items()}
    flat = {seed: text_of(pages) for seed, pages in documents.items()}
    sheets = {
        seed: "\n".join(f"แผ่นที่ {n}\n{text_of((page,))}" for n, page in enumerate(pages, 1))
        for seed, pages in documents.items()
    }
    kinds = {
        "docx": _named(docx, flat),
        "xlsx": _named(xlsx, sheets),
        "doc": _named(pdf_samples.office_pdf(docx, "doc"), flat, "doc"),
        "odt": _named(pdf_samples.office_pdf(docx, "odt"), flat, "odt"),
        "xls": _named(pdf_samples.office_pdf(xlsx, "xls"), sheets, "xls"),
        "pptx": _named({f"{seed}.pptx": office_samples.slides(pages) for seed, pages in documents.items()}, flat),
        "zip of two": [
            Sample(name=f"{seed}.zip", truth=f"{flat[seed]}\n{sheets[seed]}",
                   body=office_samples.archive({"report.docx": docx[f"{seed}.docx"], "plan.xlsx": xlsx[f"{seed}.xlsx"]}))
            for seed in documents
        ],
    }  # fmt: skip
    for encoding in ("cp874", "utf-8"):
        kinds[f"csv {encoding}"] = [
            Sample(name=f"{seed}.csv", body=office_samples.values(pages, encoding), truth=flat[seed], ignored=',"')
            for seed, pages in documents.items()
        ]
    return kinds


def _named(files: dict[str, bytes], truths: dict[int, str], suffix: str = "") -> list[Sample]:
    return [
        Sample(name=name.rsplit(".", 1)[0] + "." + (suffix or name.rsplit(".", 1)[1]), body=body, truth=truth)
        for (name, body), truth in zip(files.items(), truths.values(), strict=False)
    ]


def all_kinds(seeds: range, *, quick: bool) -> Iterator[tuple[str, list[Sample]]]:
    """Every kind with its samples; a kind without samples needs a program that this machine has not."""
    documents = {seed: document(seed) for seed in seeds}
    texts = text_pdfs(documents)
    yield from texts.items()
    pages = 1 if quick else 3
    yield from broken_layers(documents, pages).items()
    sources = scan_sources(texts)
    wears = scan_samples.MODERATE if quick else {**scan_samples.CLEAN, **scan_samples.MODERATE, **scan_samples.HARD}
    yield from scans(documents, sources, wears, pages).items()
    yield from pictures(documents, sources).items()
    yield from office_files(documents).items()


def scan_sources(texts: Kinds) -> list[Sample]:
    """Well-set pages in turn from each program: the drawn ones have no shaping and are the last resort."""
    programs = [texts[kind] for kind in ("pdf by Chromium", "pdf by LibreOffice") if texts[kind]]
    programs = programs or [texts["pdf by reportlab"]]
    return [programs[index % len(programs)][index] for index in range(len(texts["pdf by reportlab"]))]
