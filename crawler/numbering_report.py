"""Which year's numbering a file follows, told for people: `oit rules identify`."""

from collections.abc import Iterator
from pathlib import Path

from audits.document_numbering import DocumentPart, blocks_of, identify_document
from audits.numbering import Misplaced, known_titles
from crawler import rulebook
from crawler.artifacts import Evidence
from crawler.extract import read_artifact
from crawler.extract.decode import decode
from crawler.item_codes import year_list
from crawler.options import wrong
from results.plain import plain
from results.wording import Lang, phrase

_PLAIN_TEXT = (".txt", ".md")


def numbering_text(file: Path, claimed: int | None, lang: Lang) -> str:
    """One paragraph per list in the file, each row of another year below it."""
    parts = identify_document(blocks_of(_text_of(file)), known_titles(rulebook.rules_folder()), claimed)
    lines = [line for part in parts for line in _told(part, claimed, lang)]
    return "\n".join(lines or [phrase("rules", "numbering_none", lang)]) + "\n"


def _text_of(file: Path) -> str:
    """The lines of a file; table rows have their cells apart by " | "."""
    try:
        body = file.read_bytes()
    except OSError as error:
        raise wrong("FILE", f"{file} cannot be read ({error.strerror})") from error
    if file.suffix.lower() in _PLAIN_TEXT:
        return decode(body)
    evidence = Evidence(url=file.name, fetched_at="", sha256="", warc_file="", warc_offset=0)
    artifact = read_artifact(body, "", evidence, ocr=False)
    if not artifact.blocks:
        raise wrong("FILE", f"{file} gives no text ({artifact.detail or 'empty'}); save it as text, HTML, DOCX or CSV")
    gap = {"heading": "\n\n", "row": "\n", "item": "\n"}
    return "".join(gap.get(block.kind, "\n") + block.text for block in artifact.blocks)


def _told(part: DocumentPart, claimed: int | None, lang: Lang) -> Iterator[str]:
    numbering = part.numbering
    yield f"{_name(part, lang)}: {_year(part, lang)}"
    if claimed is not None and numbering.years and claimed not in numbering.years:
        yield f"  {phrase('rules', 'numbering_claimed_no', lang, claimed=str(claimed))}"
    measure = claimed if claimed is not None else next(iter(numbering.years), None)
    for row in numbering.misplaced:
        yield f"  - {_row(row, measure, lang)}"


def _name(part: DocumentPart, lang: Lang) -> str:
    return phrase("rules", f"numbering_{part.kind}", lang, rows=str(len(part.rows)), last=_last_code(part))


def _last_code(part: DocumentPart) -> str:
    """The last code of the years that a part follows."""
    items = known_titles(rulebook.rules_folder()).items
    return next((items[year][max(items[year])].code for year in part.numbering.years), "")


def _year(part: DocumentPart, lang: Lang) -> str:
    numbering = part.numbering
    if not numbering.years:
        return phrase("rules", "numbering_unclear", lang)
    return phrase(
        "rules", "numbering_follows", lang, years=year_list(numbering.years), confidence=f"{numbering.confidence:.2f}"
    )


def _row(row: Misplaced, measure: int | None, lang: Lang) -> str:
    key = "numbering_row" if row.years else "numbering_row_nowhere"
    words = phrase(
        "rules", key, lang, code=row.row.code, title=plain(row.row.title)[:90], years=year_list(row.years)
    )
    if measure is None:
        return words
    code = row.code_in(measure)
    now = "numbering_now" if code else "numbering_not_asked"
    return f"{words}; {phrase('rules', now, lang, year=str(measure), code=code or '')}"
