"""Write the pack as a Word document: the same rows, for those who edit and comment."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from workflow.dates import LONDON
from workflow.pack import (
    BLANK,
    COLUMNS,
    KEY,
    RATINGS,
    TITLES,
    Notice,
    Pack,
    PackPart,
    PackRow,
    Text,
)
from workflow.rag import MARKS, Mark, Rag

__all__ = ["word"]

# Millimetres: the eight columns, and those of the tables on the first page; 273 in all.
_WIDTHS = (24, 46, 24, 22, 42, 52, 38, 25)
_EXCEPTIONS = (16, 74, 30, 153)
_DECISIONS = (16, 74, 183)
_EXCEPTION_HEAD = ("Action", "What it is", "RAG", "Why it is here")
_DECISION_HEAD = ("Action", "What it is", "What the board is asked")
_HEAD = "26367A"
_FILLS = {Rag.RED: "C4262E", Rag.AMBER: "FFD166", Rag.GREEN: "1D7A34", Rag.BLUE: "1F5FBF"}
_NO_FILL, _PALE = "ECECEC", "EEF0F7"
_DARK, _LIGHT = "1B1B1B", "FFFFFF"
# A sign's width in millimetres, on the wide side; and the lines that are sure to fit on a page.
_SIGN, _WHOLE = 2.2, 34
# Every computer with Word has it.
_FONT = "Calibri"

Element = Any


def word(pack: Pack) -> bytes:
    """The pack as a .docx; the same pack gives the same bytes."""
    made = Document()
    _page(made, pack)
    _properties(made, pack)
    made.add_heading(pack.name, 0)
    made.add_paragraph(f"{pack.council or pack.title}. {pack.board}, {pack.board_on}.")
    made.add_heading(f"{pack.headline}.", 2)
    made.add_paragraph(pack.movement)
    body = made.element.body
    end = body[-1]

    def put(*elements: Element) -> None:
        for element in elements:
            end.addprevious(element)

    put(_counts(pack))
    put(_paragraph([_run(pack.before)]), _key())
    for section in pack.front:
        put(_title(section.title), *(_paragraph([_run(one)]) for one in section.words))
        if section.notices and section.asked:
            put(_table(_DECISIONS, _DECISION_HEAD, map(_decision, section.notices)))
        elif section.notices:
            put(_table(_EXCEPTIONS, _EXCEPTION_HEAD, map(_exception, section.notices)))
    if pack.whole:
        put(*_about(pack))
    for part in pack.tables:
        put(_title(part.name), _table(_WIDTHS, COLUMNS, _rows(part)))
    if not pack.whole:
        put(*_about(pack))
    # Word wants a paragraph after a table.
    put(_paragraph([]))
    written = BytesIO()
    made.save(written)
    return _settled(written.getvalue(), pack.frozen_at)


def _about(pack: Pack) -> list[Element]:
    """What is in the pack and where it comes from: the end of the first page, or of all."""
    said = [pack.quality, f"{pack.scope} {pack.approved} {BLANK}"]
    return [_title(TITLES["about"]), *(_paragraph([_run(one)]) for one in said if one)]


# --- the page -----------------------------------------------------------------------------


def _page(made: Any, pack: Pack) -> None:  # noqa: ANN401 - python-docx has no public type
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(12)
    section.top_margin, section.bottom_margin = Mm(12), Mm(14)
    section.header_distance = section.footer_distance = Mm(7)
    for name, size in (("Normal", 9.5), ("Title", 20), ("Heading 2", 14)):
        style = made.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        style.font.color.rgb = RGBColor.from_string(_DARK)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for which in list(fonts.attrib):
            if which.endswith(("Theme", "heme")):
                del fonts.attrib[which]
        fonts.set(qn("w:eastAsia"), _FONT)
    normal = made.styles["Normal"]
    normal.paragraph_format.space_after = Pt(3)
    normal.element.get_or_add_rPr().append(_element("w:lang", val="en-GB"))
    foot = section.footer.paragraphs[0]
    foot._p.get_or_add_pPr().append(
        _with(
            _element("w:tabs"),
            _element("w:tab", val="clear", pos="4680"),
            _element("w:tab", val="clear", pos="9360"),
            _element("w:tab", val="right", pos=str(_twips(sum(_WIDTHS)))),
        )
    )
    words = f"{pack.board} · {pack.board_on} · fingerprint {pack.fingerprint}"
    for run in (
        _run(words),
        _with(_element("w:r"), _element("w:tab")),
        _run("Page "),
        *_field("PAGE"),
        _run(" of "),
        *_field("NUMPAGES"),
    ):
        foot._p.append(run)


def _properties(made: Any, pack: Pack) -> None:  # noqa: ANN401 - python-docx has no public type
    about = made.core_properties
    about.title, about.subject = pack.name, f"{pack.board}, {pack.board_on}"
    about.author = about.last_modified_by = pack.council or pack.title
    about.keywords, about.comments = pack.fingerprint, ""
    about.language, about.revision = "en-GB", 1
    about.created = about.modified = pack.frozen_at.replace(tzinfo=None)


def _settled(content: bytes, moment: datetime) -> bytes:
    """The same package with every entry dated `moment`, so that the bytes are the same for ever."""
    dated = moment.astimezone(LONDON).timetuple()[:6]
    written = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, dated)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return written.getvalue()


# --- the tables ---------------------------------------------------------------------------


def _counts(pack: Pack) -> Element:
    widths = (103, *(28 for _ in RATINGS), 30)
    head = (pack.counted, *(MARKS[rag].words for rag in RATINGS), "All")
    rows = pack.count_rows

    def row(number: int, cells: Sequence[str]) -> list[Element]:
        last = number == len(rows) - 1
        fill = _PALE if last else ""
        return [
            _cell([_paragraph([_run(one, bold=last or not n)], centred=n > 0)], width, fill=fill)
            for n, (one, width) in enumerate(zip(cells, widths, strict=True))
        ]

    return _table(widths, head, (row(n, cells) for n, cells in enumerate(rows)), centred=True)


def _key() -> Element:
    runs: list[Element] = []
    for rag, words in KEY:
        runs += [_run(MARKS[rag].words, bold=True), _run(f" {words}.   ")]
    return _paragraph(runs)


def _exception(one: Notice) -> list[Element]:
    mark = _badge(one.mark, one.rag, _EXCEPTIONS[2])
    why = _cell([_paragraph([_run(one.words)])], _EXCEPTIONS[3])
    return [*_named(one, _EXCEPTIONS), mark, why]


def _decision(one: Notice) -> list[Element]:
    asked = _cell([_paragraph([_run(one.words)])], _DECISIONS[2])
    return [*_named(one, _DECISIONS), asked]


def _named(one: Notice, widths: Sequence[int]) -> list[Element]:
    ref = _cell([_paragraph([_run(one.ref, bold=True)])], widths[0])
    return [ref, _cell([_paragraph([_run(one.title)])], widths[1])]


def _rows(part: PackPart) -> Iterable[list[Element]]:
    for group in part.groups:
        for number, row in enumerate(group.rows):
            yield _row(row, group.objective if number == 0 else None)


def _row(row: PackRow, objective: Sequence[Text] | None) -> list[Element]:
    """A row; `objective` is None where the cell above goes on."""
    first = _cell(_texts(objective or ()), _WIDTHS[0], fill=_PALE, spans=objective is not None)
    inner = [
        _cell(_texts(cell), width) for cell, width in zip(row.cells, _WIDTHS[1:7], strict=True)
    ]
    return [first, *inner, _badge(row.mark, row.rag, _WIDTHS[7], row.change)]


def _table(
    widths: Sequence[int],
    head: Sequence[str],
    rows: Iterable[Sequence[Element]],
    *,
    centred: bool = False,
) -> Element:
    """A table whose first row is repeated on every page; widths in millimetres."""
    about = _with(
        _element("w:tblPr"),
        _element("w:tblStyle", val="TableGrid"),
        _element("w:tblW", w=str(_twips(sum(widths))), type="dxa"),
        _element("w:tblLayout", type="fixed"),
        _element("w:tblLook", val="0420", firstRow="1", noVBand="1"),
    )
    grid = _with(_element("w:tblGrid"), *(_element("w:gridCol", w=str(_twips(w))) for w in widths))
    made = _with(_element("w:tbl"), about, grid)
    cells = [
        _cell(
            [_paragraph([_run(one, bold=True, colour=_LIGHT)], centred=centred and n > 0)],
            width,
            fill=_HEAD,
        )
        for n, (one, width) in enumerate(zip(head, widths, strict=True))
    ]
    made.append(_line(cells, heading=True))
    for row in rows:
        made.append(_line(row))
    return made


def _line(cells: Sequence[Element], *, heading: bool = False) -> Element:
    """A row, kept whole on a page unless it is longer than one."""
    about = _element("w:trPr")
    if max(_length(cell) for cell in cells) <= _WHOLE:
        about.append(_element("w:cantSplit"))
    if heading:
        about.append(_element("w:tblHeader"))
    return _with(_element("w:tr"), about, *cells)


def _cell(
    paragraphs: Sequence[Element], width: int, *, fill: str = "", spans: bool | None = None
) -> Element:
    """A cell; `spans` starts (True) or goes on with (False) one over several rows."""
    about = _with(_element("w:tcPr"), _element("w:tcW", w=str(_twips(width)), type="dxa"))
    if spans is not None:
        about.append(_element("w:vMerge", val="restart" if spans else "continue"))
    if fill:
        about.append(_element("w:shd", val="clear", color="auto", fill=fill))
    return _with(_element("w:tc"), about, *(paragraphs or [_paragraph([])]))


def _badge(mark: Mark, letter: str | None, width: int, change: str = "") -> Element:
    rag = Rag(letter) if letter else None
    colour = _DARK if rag in {Rag.AMBER, None} else _LIGHT
    fill = _FILLS[rag] if rag else _NO_FILL
    said = [_paragraph([_run(mark.words, bold=True, colour=colour)], centred=True, fill=fill)]
    if change:
        said.append(_paragraph([_run(change)], centred=True))
    return _cell(said, width)


def _texts(texts: Sequence[Text]) -> list[Element]:
    made = []
    for one in texts:
        runs = [_run(one.lead, bold=True)] if one.lead else []
        if one.words:
            runs.append(_run(f" {one.words}" if one.lead else one.words))
        made.append(_paragraph(runs, bullet=one.bullet))
    return made


# --- the pieces ---------------------------------------------------------------------------


def _title(words: str) -> Element:
    about = _with(_element("w:pPr"), _element("w:pStyle", val="Heading2"))
    return _with(_element("w:p"), about, _run(words))


def _paragraph(
    runs: Sequence[Element], *, centred: bool = False, bullet: bool = False, fill: str = ""
) -> Element:
    about = _element("w:pPr")
    if bullet:
        about.append(_element("w:pStyle", val="ListBullet"))
    if fill:
        about.append(_element("w:shd", val="clear", color="auto", fill=fill))
    if bullet:
        about.append(_element("w:ind", left="170", hanging="170"))
    if centred:
        about.append(_element("w:jc", val="center"))
    return _with(_element("w:p"), about, *runs)


def _run(words: str, *, bold: bool = False, colour: str = "") -> Element:
    about = _element("w:rPr")
    if bold:
        about.append(_element("w:b"))
    if colour:
        about.append(_element("w:color", val=colour))
    text = _element("w:t")
    text.text = words
    text.set(qn("xml:space"), "preserve")
    return _with(_element("w:r"), about, text)


def _field(name: str) -> list[Element]:
    """A number that Word fills in: PAGE, NUMPAGES."""
    code = _element("w:instrText")
    code.text = name
    parts = [
        _element("w:fldChar", fldCharType="begin"),
        code,
        _element("w:fldChar", fldCharType="separate"),
        _with(_element("w:t")),
        _element("w:fldChar", fldCharType="end"),
    ]
    parts[3].text = "1"
    return [_with(_element("w:r"), part) for part in parts]


def _element(name: str, **given: str) -> Element:
    made = OxmlElement(name)
    for key, value in given.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _with(parent: Element, *children: Element) -> Element:
    parent.extend(children)
    return parent


def _length(cell: Element) -> float:
    """About how many lines a cell takes."""
    width = int(cell.tcPr.width) / Mm(1)
    return sum(1 + len(one.text) // (width / _SIGN) for one in cell.p_lst)


def _twips(millimetres: int) -> int:
    return round(millimetres * 1440 / 25.4)
