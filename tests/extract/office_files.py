"""Office files built from parts, as the tests need them: small, with exactly the markup in question."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP of named parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx_of(body: str, **beside: str) -> bytes:
    """A DOCX with this body; `beside` are further parts of the folder word (footnotes=..., header1=...)."""
    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": _word("document", f"<w:body>{body}</w:body>")}
    for name, content in beside.items():
        parts[f"word/{name}.xml"] = _word(name, content)
    return packed(parts)


def _word(name: str, content: str) -> str:
    return f'<w:{name} xmlns:w="{W}" xmlns:mc="{MC}" xmlns:a="{A}">{content}</w:{name}>'


def paragraph(*runs: str) -> str:
    """A Word paragraph of plain runs."""
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A Word table of plain cells."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in cells) + "</w:tbl>"


def pptx_of(*slides: str, order: tuple[int, ...] = ()) -> bytes:
    """A PPTX whose slides have these shapes; `order` is the order in which they are shown (numbers from 1)."""
    shown = order or tuple(range(1, len(slides) + 1))
    r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ids = "".join(f'<p:sldId id="{300 + number}" r:id="rId{number}"/>' for number in shown)
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{r}/slide" Target="slides/slide{number}.xml"/>' for number in shown
    )
    parts = {
        "[Content_Types].xml": "<Types/>",
        "ppt/presentation.xml": f'<p:presentation xmlns:p="p" xmlns:r="{r}"><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": f"<Relationships>{relations}</Relationships>",
    }
    for number, shapes in enumerate(slides, 1):
        parts[f"ppt/slides/slide{number}.xml"] = f'<p:sld xmlns:p="p" xmlns:a="{A}">{shapes}</p:sld>'
    return packed(parts)


def odf_of(kind: str, body: str, **parts: str) -> bytes:
    """An OpenDocument file ("text", "spreadsheet", "presentation") with this body."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "text", "table", "draw")
    )
    content = f"<office:document-content {names}><office:body>{body}</office:body></office:document-content>"
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return packed({"mimetype": mimetype, "content.xml": content, **{f"{name}.xml": text for name, text in parts.items()}})
