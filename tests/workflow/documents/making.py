"""Give the makers of documents their tools: Word tables from plain rows, raw XML where needed."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import Table, _Cell
from openpyxl import Workbook
from openpyxl.styles import PatternFill

W = nsdecls("w")


@dataclass(frozen=True)
class Want:
    """What one row of a plan should be read as; `begins` is how its text begins."""

    begins: str
    leads: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    ongoing: bool = False
    rag: str | None = None
    ref: str | None = None
    cadence: str | None = None
    original_end: str | None = None
    workstream: str | None = None
    objective: str | None = None
    evidence: int | None = None
    update: str | None = None
    where: str | None = None


@dataclass(frozen=True)
class Made:
    """A document, its rows, how many problems it has, and words its questions must hold."""

    data: bytes = field(repr=False)
    rows: tuple[Want, ...]
    problems: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    without: tuple[str, ...] = field(default=())


LAYOUTS: dict[str, Callable[[], Made]] = {}


def layout(make: Callable[[], Made]) -> Callable[[], Made]:
    """Register a maker of a document under its name."""
    LAYOUTS[make.__name__] = make
    return make


def saved(document: Document) -> bytes:
    """A Word document's bytes."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def saved_book(book: Workbook) -> bytes:
    """An Excel workbook's bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word() -> Document:
    """A new Word document."""
    return docx.Document()


def table(document: Document | _Cell, rows: Sequence[Sequence[object]]) -> Table:
    """A table with these texts; a line break begins a paragraph, None leaves a cell blank."""
    made = document.add_table(rows=len(rows), cols=len(rows[0]))
    for line, row in zip(made.rows, rows, strict=True):
        for cell, text in zip(line.cells, row, strict=True):
            write(cell, text)
    return made


def write(cell: _Cell, text: object) -> None:
    """Put a text into a cell, a paragraph a line."""
    if text is None:
        return
    first, *rest = str(text).split("\n")
    cell.paragraphs[0].add_run(first)
    for line in rest:
        cell.add_paragraph(line)


def shade(cell: _Cell, fill: str, **more: str) -> None:
    """Shade a cell; `more` are attributes such as themeFill."""
    shd = OxmlElement("w:shd")
    shd.set(qn("w:val"), more.pop("val", "clear"))
    shd.set(qn("w:color"), more.pop("color", "auto"))
    shd.set(qn("w:fill"), fill)
    for name, value in more.items():
        shd.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shd)


def xml(text: str) -> Any:
    """An element from XML with the w: namespace."""
    return parse_xml(text)


def run(text: str, look: str = "") -> str:
    """A run's XML."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def inserted(text: str) -> str:
    """A run that a tracked change inserted."""
    return f'<w:ins w:id="1" w:author="A" w:date="2024-01-01T00:00:00Z">{run(text)}</w:ins>'


def deleted(text: str) -> str:
    """A run that a tracked change deleted."""
    return (
        f'<w:del w:id="2" w:author="A" w:date="2024-01-01T00:00:00Z"><w:r>'
        f'<w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'
    )


def raw(cell: _Cell, *parts: str) -> None:
    """Replace a cell's words by raw runs, a paragraph each part."""
    for paragraph in list(cell.paragraphs):
        cell._tc.remove(paragraph._p)
    for part in parts:
        cell._tc.append(xml(f"<w:p {W}>{part}</w:p>"))


def controlled_text(text: str, *, placeholder: bool = False) -> str:
    """A content control around a run."""
    mark = "<w:showingPlcHdr/>" if placeholder else ""
    return f"<w:sdt><w:sdtPr>{mark}</w:sdtPr><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"


def control_around(element: Any) -> None:
    """Put a content control around a row, a cell or a table, where it stands."""
    parent = element.getparent()
    at = parent.index(element)
    control = xml(f"<w:sdt {W}><w:sdtPr/><w:sdtContent/></w:sdt>")
    parent.insert(at, control)
    control.find(qn("w:sdtContent")).append(element)


def text_box(text: str) -> Any:
    """A paragraph with a text box, in the new form and the old, as Word writes both."""
    inner = f"<w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent>"
    return xml(
        f'<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"><w:r><mc:AlternateContent>'
        '<mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp>'
        f"<wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def drawn_circle(colour: str) -> str:
    """A run with a filled circle drawn in it."""
    return (
        '<w:r><w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wp:inline>'
        '<a:graphic><a:graphicData><wps:wsp><wps:spPr><a:prstGeom prst="ellipse"/>'
        f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:ln><a:solidFill>'
        '<a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr></wps:wsp></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def fill(colour: str) -> PatternFill:
    """A solid fill for a spreadsheet's cell."""
    return PatternFill("solid", fgColor=colour)


def copied(element: Any) -> Any:
    """A copy of an element."""
    return deepcopy(element)
