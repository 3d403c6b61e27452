"""A document of the office as a Word file, made from a template that the office can copy and edit."""

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from lxml import etree

from results.formats import ReportError
from results.formats.packages import undated
from results.formats.template_rules import Fields, OfficeEnvironment, TemplateTagError
from results.memo import memo
from results.office import Person
from results.paper import SECTIONS, Letter, Paper, PaperName, Row, shown
from results.report_model import Report
from results.wording import Lang, phrase

FOLDER = Path(__file__).parents[1] / "templates"
DOTS = "." * 40
# A template is a few hundred kilobytes; what unpacks to more is not one.
MAX_UNPACKED = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTemplate:
    """A template file: the name that messages give it, and its bytes."""

    name: str
    body: bytes


class _Document(DocxTemplate):  # type: ignore[misc]
    """docxtpl repairs broken markup silently, words may be lost; here it is refused."""

    def build_xml(self, context: dict[str, Any], jinja_env: OfficeEnvironment | None = None) -> str:
        xml: str = super().build_xml(context, jinja_env)
        etree.fromstring(xml, parser=etree.XMLParser(resolve_entities=False, no_network=True))
        return xml


def render(report: Report) -> bytes:
    """The memorandum about an audit."""
    return render_paper(memo(report))


def load_template(path: Path, lang: Lang) -> WordTemplate:
    """A template of the office's own. Raises ReportError."""
    try:
        return WordTemplate(name=path.name, body=path.read_bytes())
    except OSError as error:
        told = phrase("documents", "template_unread", lang, file=str(path), why=str(error.strerror))
        raise ReportError(told) from error


def template_path(name: PaperName, lang: Lang) -> Path:
    """Where the program's own template of a document is kept."""
    return FOLDER / f"{name}.{lang}.docx"


def own_templates(lang: Lang) -> tuple[WordTemplate, ...]:
    """The templates that come with the program."""
    return tuple(load_template(path, lang) for path in sorted(FOLDER.glob(f"*.{lang}.docx")))


def render_paper(paper: Paper) -> bytes:
    """A DOCX document, from the office's own template or that of the program.

    Raises ReportError, in the paper's language, for a template that cannot be used.
    """
    path = Path(paper.template) if paper.template else template_path(paper.name, paper.lang)
    chosen = load_template(path, paper.lang)
    context, fields = context_of(paper)
    try:
        _inspect(chosen.body)
        document = _Document(io.BytesIO(chosen.body))
        document.render(context, OfficeEnvironment(context, fields, paper.digits))
        day = datetime.combine(paper.as_of, time(), UTC)
        document.core_properties.created = document.core_properties.modified = day
        buffer = io.BytesIO()
        document.save(buffer)
    except TemplateTagError as error:
        raise _trouble(error.key, chosen, paper, **error.words) from error
    except TemplateError as error:
        raise _trouble("template_broken", chosen, paper, why=str(error.message).split("\n")[0]) from error
    except etree.XMLSyntaxError as error:
        raise _trouble("template_xml", chosen, paper) from error
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise _trouble("template_not_word", chosen, paper) from error
    return undated(buffer.getvalue())


def context_of(paper: Paper) -> tuple[dict[str, Any], Fields]:
    """Everything that a template may name, and the names in the rows of its lists."""
    letter = paper.letter
    assert letter is not None, "only letters are written as DOCX"
    sections = {name: list(getattr(letter, name)) for name in SECTIONS}
    used = [name for name in SECTIONS if sections[name]]
    context: dict[str, Any] = {
        **_heads(letter),
        **sections,
        "numbers": {name: used.index(name) + 1 if name in used else "" for name in SECTIONS},
        **paper.values,
        "program": paper.program,
    }
    for table in paper.tables:
        context[table.key] = [_words(row, table.fields) for row in table.rows]
        context |= {f"{table.key}_title": table.title, f"{table.key}_note": table.note}
    return context, {table.key: table.fields for table in paper.tables}


def _heads(letter: Letter) -> dict[str, str]:
    same = ("unit", "number", "day", "subject", "to", "closing")
    people = {"writer": letter.writer, "clerk": letter.clerk.person, "head": letter.head.person}
    return {
        **{name: getattr(letter, name) for name in same},
        **{f"{who}_{part}": words for who, person in people.items() for part, words in _signature(person).items()},
        "clerk_opinion": letter.clerk.heading,
        "head_opinion": letter.head.heading,
    }


def _signature(person: Person) -> dict[str, str]:
    return {"name": person.name or DOTS, "post": person.post or DOTS}


def _words(row: Row, fields: tuple[str, ...]) -> dict[str, str]:
    return {name: shown(row[name]) for name in fields}


def _inspect(body: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        if sum(member.file_size for member in package.infolist()) > MAX_UNPACKED:
            raise zipfile.BadZipFile("unpacks to more than a template can hold")


def _trouble(key: str, template: WordTemplate, paper: Paper, **words: str) -> ReportError:
    return ReportError(phrase("documents", key, paper.lang, file=template.name, **words))
