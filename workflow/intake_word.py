"""Read a Word file as a reader sees it: what was deleted is gone, what was merged is whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from workflow.intake_colours import theme_colours, tinted
from workflow.intake_grid import EMPTY, Block, Cell, Grid, Line, Passage, Printed, Row, Unreadable
from workflow.intake_zip import Parts

__all__ = ["MOST_ROWS", "line_of", "read_word"]

MOST_ROWS = 20_000
_MOST_COLUMNS = 200

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

# What holds other content and is read through; what tracked changes took away is not.
_THROUGH = frozenset(
    f"{_W}{name}"
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo")
)
_GONE = frozenset(f"{_W}{name}" for name in ("del", "moveFrom"))
_BULLETS = re.compile(r"^\s*(?:[•·▪▫●○◦‣⁃∙■□➢➤►✓✔\uf0b7\uf0a7\uf0d8\uf0fc]|[o–—*-](?=\s+\S))\s*")
_SPACES = re.compile(r"[ \t\u00a0\u2007\u202f\u200b\ufeff]+")
_HIGHLIGHTS = {
    "red": "FF0000", "darkRed": "800000", "yellow": "FFFF00", "darkYellow": "808000",
    "green": "00FF00", "darkGreen": "008000", "blue": "0000FF", "darkBlue": "000080",
    "cyan": "00FFFF", "darkCyan": "008080", "magenta": "FF00FF", "darkMagenta": "800080",
}  # fmt: skip
_THEME_KEYS = {
    "background1": "lt1", "text1": "dk1", "background2": "lt2", "text2": "dk2",
    "light1": "lt1", "dark1": "dk1", "light2": "lt2", "dark2": "dk2",
    "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
_VML_NAMES = {
    "red": "FF0000", "green": "008000", "lime": "00FF00", "yellow": "FFFF00", "blue": "0000FF",
    "orange": "FFA500",
}  # fmt: skip
_PRESETS = {**_VML_NAMES, "amber": "FFC000", "darkGreen": "006400", "darkRed": "8B0000"}
_SYMBOLS = {"f0fc": "✓", "f0fb": "✗", "f0b7": "•", "f06c": "●", "f06e": "■", "f0e0": "→"}
_ARROWS = {"f0e1": "↑", "f0e2": "↓", "f0e9": "↑", "f0ea": "↓", "f0e8": "→", "f0f0": "→"}


def read_word(parts: Parts) -> Printed:
    """Read the body of a .docx or .docm; raises Unreadable with words for a person."""
    main = next(
        (name for kind, name in parts.related("").values() if kind == "officeDocument"),
        "word/document.xml",
    )
    return _Reader(parts, main).read()


@dataclass(slots=True)
class _Piece:
    """Text of one run, or a line's end."""

    text: str
    struck: bool = False


@dataclass(slots=True)
class _Found:
    """What the runs of a paragraph or a cell gave."""

    pieces: list[_Piece] = field(default_factory=list)
    inks: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    bold: int = 0
    plain: int = 0


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph or character style says that matters here."""

    name: str
    level: int | None
    numbering: tuple[str, int] | None
    struck: bool
    bold: bool


class _Reader:
    def __init__(self, parts: Parts, main: str) -> None:
        self._parts = parts
        self._main = main
        related = parts.related(main)
        by_kind = dict(related.values())
        self._theme = theme_colours(self._part(by_kind.get("theme")))
        self._styles = self._read_styles(self._part(by_kind.get("styles")))
        self._numbers = _Numbering(self._part(by_kind.get("numbering")))
        self._tables = 0
        self._rows = 0
        self._notes: list[tuple[str, str]] = []

    def read(self) -> Printed:
        """Walk through the body."""
        body = self._parts.tree(self._main).find(f"{_W}body")
        if body is None:
            empty = "the Word file has no text"
            raise Unreadable(empty, "Choose the plan itself.")
        blocks = tuple(self._blocks(body, ""))
        title = next((b.text for b in blocks if isinstance(b, Passage) and b.level == 0), "")
        return Printed(blocks, title, tuple(self._notes))

    # --- blocks -----------------------------------------------------------------------------

    def _blocks(self, parent: etree._Element, inside: str) -> Iterator[Block]:
        for node in _children(parent):
            if node.tag == f"{_W}p":
                yield from self._passages(node, inside)
            elif node.tag == f"{_W}tbl":
                yield from self._table(node, inside)

    def _passages(self, node: etree._Element, inside: str) -> Iterator[Block]:
        found = _Found()
        self._runs(node, found, struck=False)
        lines = _lines(found.pieces)
        style = self._style(node)
        text = " ".join(one.text for one in lines if one.text)
        if text and not style.name.startswith("toc "):
            strong = style.bold or (found.bold > 0 and not found.plain)
            level = style.level
            if level is None and (outline := _deep(node, "pPr", "outlineLvl")) is not None:
                level = int(outline.get(f"{_W}val", "9")) + 1
            yield Passage(text, level if level is None or level < 9 else None, strong)
        # Numbers run on through paragraphs outside tables too.
        self._label(node, style)
        for box in found.boxes:
            for block in self._blocks(box, inside):
                yield replace(block, boxed=True) if isinstance(block, Passage) else block

    def _table(self, node: etree._Element, inside: str) -> Iterator[Block]:
        if not inside:
            self._tables += 1
        name = f"{inside}, inner table" if inside else f"table {self._tables}"
        rows = [row for row in _children(node) if row.tag == f"{_W}tr"]
        cells = [cell for row in rows for cell in _children(row) if cell.tag == f"{_W}tc"]
        if len(cells) <= 2 and any(c.find(f".//{_W}tbl") is not None for c in cells):
            # A table that only frames another one.
            for cell in cells:
                yield from self._blocks(cell, name)
            return
        nested: list[tuple[str, etree._Element]] = []
        grid = self._grid(rows, name, nested, inside)
        yield grid
        for where, inner in nested:
            yield from self._table(inner, where)

    # --- tables -----------------------------------------------------------------------------

    def _grid(
        self,
        rows: list[etree._Element],
        name: str,
        nested: list[tuple[str, etree._Element]],
        inside: str,
    ) -> Grid:
        made: list[Row] = []
        for number, row in enumerate(rows, start=1):
            where = f"{name} row {number}"
            if _deep(row, "trPr", "del") is not None:
                self._notes.append((where, "a row that a tracked change deletes is left out"))
                continue
            self._rows += 1
            if self._rows > MOST_ROWS:
                much = f"the file has more than {MOST_ROWS:,} table rows"
                raise Unreadable(much, "Copy the plan's tables into a file of their own.")
            above = made[-1].cells if made else ()
            cells = self._cells(row, above, where, nested)
            heading = _on(_deep(row, "trPr", "tblHeader"))
            made.append(Row(tuple(cells), where, heading=heading))
        width = max((len(row.cells) for row in made), default=0)
        level = [
            row
            if len(row.cells) == width
            else replace(row, cells=row.cells + (EMPTY,) * (width - len(row.cells)))
            for row in made
        ]
        return Grid(name, tuple(level), inside=inside)

    def _cells(
        self,
        row: etree._Element,
        above: tuple[Cell, ...],
        where: str,
        nested: list[tuple[str, etree._Element]],
    ) -> list[Cell]:
        cells: list[Cell] = [EMPTY] * _number(_deep(row, "trPr", "gridBefore"), 0)
        for node, quiet in _row_cells(row):
            column = len(cells)
            span = max(1, min(_number(_deep(node, "tcPr", "gridSpan"), 1), _MOST_COLUMNS))
            merge = _deep(node, "tcPr", "vMerge")
            across = _deep(node, "tcPr", "hMerge")
            cell = EMPTY if quiet else self._cell(node, where, nested)
            if quiet:
                cell = replace(cell, fill=self._shading(_deep(node, "tcPr", "shd")))
            if merge is not None and merge.get(f"{_W}val", "continue") != "restart":
                cell = _joined_down(above[column], cell) if column < len(above) else cell
            if across is not None and across.get(f"{_W}val", "continue") != "restart" and cells:
                cell = replace(cells[-1], beside=True)
            cells.append(cell)
            cells += [replace(cell, beside=True)] * (span - 1)
        return cells[:_MOST_COLUMNS]

    def _cell(
        self, node: etree._Element, where: str, nested: list[tuple[str, etree._Element]]
    ) -> Cell:
        lines: list[Line] = []
        inks: list[str] = []
        bold = plain = 0
        carried: list[_Piece] = []
        for inner in self._content(node):
            if inner.tag == f"{_W}tbl":
                nested.append((where, inner))
                lines += self._inner_lines(inner, where)
                continue
            found = _Found(pieces=carried)
            self._runs(inner, found, struck=False)
            style = self._style(inner)
            ink = self._shading(_deep(inner, "pPr", "shd"))
            inks += [ink] if ink else []
            inks += found.inks
            bold += found.bold
            plain += found.plain
            if _deep(inner, "pPr", "rPr", "del") is not None:
                carried = found.pieces
                continue
            carried = []
            made = _lines(found.pieces, struck=style.struck)
            lines += self._listed(inner, style, made)
            for box in found.boxes:
                boxed = self._cell(box, where, nested)
                lines += boxed.lines
                inks += boxed.inks
        lines += _lines(carried)
        return Cell(
            lines=tuple(one for one in lines if one.text or one.struck),
            fill=self._shading(_deep(node, "tcPr", "shd")),
            inks=tuple(dict.fromkeys(inks)),
            strong=bold > 0 and not plain,
        )

    def _content(self, node: etree._Element) -> Iterator[etree._Element]:
        for inner in _children(node):
            if inner.tag in {f"{_W}p", f"{_W}tbl"}:
                yield inner

    def _inner_lines(self, table: etree._Element, where: str) -> list[Line]:
        """A table in a cell, as lines: what stands in a row is told in a row."""
        lines = []
        for row in _children(table):
            if row.tag != f"{_W}tr" or _deep(row, "trPr", "del") is not None:
                continue
            cells = [self._cell(cell, where, []) for cell, quiet in _row_cells(row) if not quiet]
            text = ": ".join(cell.flat for cell in cells if cell.flat)
            lines.append(Line(text, bullet=False))
        return lines

    def _listed(self, node: etree._Element, style: _Style, lines: list[Line]) -> list[Line]:
        """Give a list's paragraph its bullet or its number."""
        label = self._label(node, style, visible=any(one.text for one in lines))
        if label is None:
            return lines
        if not lines:
            return [Line(label)] if label != "•" else []
        first = lines[0]
        if label == "•":
            return [replace(first, bullet=True), *lines[1:]]
        text = f"{label} {first.text}".strip() if first.text else first.text
        return [replace(first, text=text), *lines[1:]]

    def _label(self, node: etree._Element, style: _Style, *, visible: bool = True) -> str | None:
        direct = _deep(node, "pPr", "numPr")
        if direct is not None:
            number = direct.find(f"{_W}numId")
            level = _number(direct.find(f"{_W}ilvl"), 0)
            key = number.get(f"{_W}val", "0") if number is not None else ""
            if key == "0":
                return None
            if not key and style.numbering:
                key = style.numbering[0]
            found = (key, level)
        elif style.numbering:
            found = style.numbering
        else:
            return "•" if style.name.startswith("list bullet") and visible else None
        label = self._numbers.label(*found)
        if label is None and style.name.startswith("list bullet"):
            return "•"
        return label

    # --- runs -------------------------------------------------------------------------------

    def _runs(self, node: etree._Element, found: _Found, *, struck: bool) -> None:
        for child in node:
            tag = child.tag
            if tag in _GONE:
                continue
            if tag == f"{_W}r":
                self._run(child, found)
            elif tag == f"{_W}sdt":
                if _placeholder(child):
                    continue
                content = child.find(f"{_W}sdtContent")
                if content is not None:
                    self._runs(content, found, struck=struck)
            elif tag in _THROUGH:
                self._runs(child, found, struck=struck)
            elif tag == f"{_MC}AlternateContent":
                self._alternative(child, found)

    def _run(self, run: etree._Element, found: _Found) -> None:
        look = run.find(f"{_W}rPr")
        style = None
        if look is not None:
            if _on(look.find(f"{_W}vanish")):
                return
            named = look.find(f"{_W}rStyle")
            style = self._styles.get(named.get(f"{_W}val", "")) if named is not None else None
        struck = bool(style and style.struck)
        bold = bool(style and style.bold)
        if look is not None:
            for name in ("strike", "dstrike"):
                mark = look.find(f"{_W}{name}")
                struck = _on(mark) if mark is not None else struck
            mark = look.find(f"{_W}b")
            bold = _on(mark) if mark is not None else bold
        before = len(found.pieces)
        for child in run:
            self._run_part(child, found, struck=struck)
        words = "".join(one.text for one in found.pieces[before:]).strip()
        if words:
            found.bold += bold
            found.plain += not bold
            if look is not None and not struck:
                found.inks += self._inks(look)

    def _run_part(self, child: etree._Element, found: _Found, *, struck: bool) -> None:
        name = child.tag.removeprefix(_W)
        if name == "t":
            found.pieces.append(_Piece(child.text or "", struck))
        elif name in {"tab", "ptab"}:
            found.pieces.append(_Piece(" ", struck))
        elif name in {"br", "cr"}:
            found.pieces.append(_Piece("\n", struck))
        elif name == "noBreakHyphen":
            found.pieces.append(_Piece("-", struck))
        elif name == "sym":
            code = child.get(f"{_W}char", "").lower()
            sign = _ARROWS.get(code) or _SYMBOLS.get(code, "●")
            found.pieces.append(_Piece(sign, struck))
        elif name == "fldChar":
            found.pieces += [_Piece(text, struck) for text in _form_field(child)]
        elif name in {"drawing", "pict", "object"}:
            self._drawing(child, found)
        elif child.tag == f"{_MC}AlternateContent":
            self._alternative(child, found)

    def _alternative(self, node: etree._Element, found: _Found) -> None:
        """Of the same content in a new and an old form, take one."""
        for name in ("Choice", "Fallback"):
            choice = node.find(f"{_MC}{name}")
            if choice is not None and len(choice):
                for child in choice:
                    if child.tag == f"{_W}r":
                        self._run(child, found)
                    else:
                        self._drawing(child, found)
                return

    def _drawing(self, node: etree._Element, found: _Found) -> None:
        boxes = list(node.iter(f"{_W}txbxContent"))
        found.boxes += boxes
        for fill in node.iter(f"{_A}solidFill"):
            above = fill.getparent()
            if above is None or etree.QName(above).localname != "spPr":
                continue
            if (colour := self._drawn(fill)) is not None:
                found.inks.append(colour)
        for shape in node.iter(f"{_V}shape", f"{_V}oval", f"{_V}rect", f"{_V}roundrect"):
            given = shape.get("fillcolor", "").split(" ")[0].lstrip("#")
            colour = _VML_NAMES.get(given.lower(), given)
            if re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
                found.inks.append(colour.upper())
            elif re.fullmatch(r"[0-9A-Fa-f]{3}", colour):
                found.inks.append("".join(c * 2 for c in colour).upper())

    def _drawn(self, fill: etree._Element) -> str | None:
        for child in fill:
            name = etree.QName(child).localname
            value = child.get("val", "")
            if name == "srgbClr":
                return value.upper()
            if name == "schemeClr":
                key = {"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}.get(value, value)
                return self._theme.get(key)
            if name == "prstClr":
                return _PRESETS.get(value)
        return None

    # --- looks ------------------------------------------------------------------------------

    def _inks(self, look: etree._Element) -> list[str]:
        inks = []
        mark = look.find(f"{_W}highlight")
        if mark is not None and (named := _HIGHLIGHTS.get(mark.get(f"{_W}val", ""))):
            inks.append(named)
        if shade := self._shading(look.find(f"{_W}shd")):
            inks.append(shade)
        colour = look.find(f"{_W}color")
        if colour is not None and (ink := self._colour(colour, "val", "theme")):
            inks.append(ink)
        return inks

    def _shading(self, shd: etree._Element | None) -> str | None:
        if shd is None:
            return None
        pattern = shd.get(f"{_W}val", "clear")
        fill = self._colour(shd, "fill", "themeFill")
        front = self._colour(shd, "color", "theme")
        if pattern == "solid" or (pattern.startswith("pct") and fill is None):
            return front or fill
        return fill

    def _colour(self, node: etree._Element, plain: str, theme: str) -> str | None:
        """A colour given by theme (which counts first, as in Word) or as RRGGBB."""
        named = node.get(f"{_W}{theme}Color" if theme == "theme" else f"{_W}{theme}")
        if named:
            colour = self._theme.get(_THEME_KEYS.get(named, named))
            if colour:
                tint = node.get(f"{_W}{theme}Tint")
                shade = node.get(f"{_W}{theme}Shade")
                if tint:
                    return tinted(colour, 1 - _byte(tint))
                if shade:
                    return tinted(colour, _byte(shade) - 1)
                return colour
        value = node.get(f"{_W}{plain}", "")
        return value.upper() if re.fullmatch(r"[0-9A-Fa-f]{6}", value) else None

    def _style(self, node: etree._Element) -> _Style:
        named = _deep(node, "pPr", "pStyle")
        key = named.get(f"{_W}val", "") if named is not None else ""
        return self._styles.get(key, _PLAIN)

    def _read_styles(self, tree: etree._Element | None) -> dict[str, _Style]:
        if tree is None:
            return {}
        nodes = {one.get(f"{_W}styleId", ""): one for one in tree.findall(f"{_W}style")}
        return {key: self._one_style(key, nodes, 0) for key in nodes}

    def _one_style(self, key: str, nodes: dict[str, etree._Element], depth: int) -> _Style:
        node = nodes.get(key)
        if node is None or depth > 12:
            return _PLAIN
        based = node.find(f"{_W}basedOn")
        under = (
            self._one_style(based.get(f"{_W}val", ""), nodes, depth + 1)
            if based is not None
            else _PLAIN
        )
        named = node.find(f"{_W}name")
        name = (named.get(f"{_W}val", "") if named is not None else "").lower()
        level = under.level
        if name in {"title", "document title"}:
            level = 0
        elif found := re.fullmatch(r"heading (\d)", name):
            level = int(found.group(1))
        elif (outline := _deep(node, "pPr", "outlineLvl")) is not None:
            level = int(outline.get(f"{_W}val", "9")) + 1
        numbering = under.numbering
        number = _deep(node, "pPr", "numPr", "numId")
        if number is not None:
            at = _number(_deep(node, "pPr", "numPr", "ilvl"), 0)
            value = number.get(f"{_W}val", "0")
            numbering = (value, at) if value != "0" else None
        strike, bold = _deep(node, "rPr", "strike"), _deep(node, "rPr", "b")
        return _Style(
            name or under.name,
            level,
            numbering,
            _on(strike) if strike is not None else under.struck,
            _on(bold) if bold is not None else under.bold,
        )

    def _part(self, name: str | None) -> etree._Element | None:
        return self._parts.tree(name) if name and self._parts.has(name) else None


_PLAIN = _Style("", None, None, struck=False, bold=False)


class _Numbering:
    """Count Word's own numbers, which stand in no text."""

    def __init__(self, tree: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[str] = set()
        if tree is None:
            return
        for one in tree.findall(f"{_W}abstractNum"):
            key = one.get(f"{_W}abstractNumId", "")
            self._levels[key] = {
                int(level.get(f"{_W}ilvl", "0")): (
                    _value(level.find(f"{_W}numFmt"), "decimal"),
                    _value(level.find(f"{_W}lvlText"), ""),
                    _number(level.find(f"{_W}start"), 1),
                )
                for level in one.findall(f"{_W}lvl")
            }
        for one in tree.findall(f"{_W}num"):
            starts = {
                int(over.get(f"{_W}ilvl", "0")): _number(over.find(f"{_W}startOverride"), 1)
                for over in one.findall(f"{_W}lvlOverride")
                if over.find(f"{_W}startOverride") is not None
            }
            abstract = _value(one.find(f"{_W}abstractNumId"), "")
            self._lists[one.get(f"{_W}numId", "")] = (abstract, starts)

    def label(self, number: str, level: int) -> str | None:
        """The next label of a list at a level: "•", "1.2", or None for a list that isn't there."""
        abstract, starts = self._lists.get(number, ("", {}))
        levels = self._levels.get(abstract, {})
        if level not in levels:
            return None
        form, shape, first = levels[level]
        if form == "bullet":
            return "•"
        counts = self._counts[abstract]
        if number not in self._begun:
            self._begun.add(number)
            for at, start in starts.items():
                counts[at] = start - 1
        counts[level] = counts.get(level, first - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        if form == "none":
            return None

        def one(found: re.Match[str]) -> str:
            at = int(found.group(1)) - 1
            kind, _, begin = levels.get(at, ("decimal", "", 1))
            return _counted(counts.get(at, begin), kind)

        return re.sub(r"%(\d)", one, shape).strip() or None


def _counted(number: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"}:
        letters = chr(96 + (number - 1) % 26 + 1) * ((number - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in {"lowerRoman", "upperRoman"}:
        signs = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
        text = ""
        for value, sign in signs:
            while number >= value:
                text += sign
                number -= value
        return text if form == "lowerRoman" else text.upper()
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """A node's children, seen through content controls and custom markup."""
    for node in parent:
        if node.tag == f"{_W}sdt":
            content = node.find(f"{_W}sdtContent")
            if content is not None and not (_placeholder(node) and _only_words(content)):
                yield from _children(content)
        elif node.tag in _THROUGH:
            yield from _children(node)
        elif node.tag == f"{_MC}AlternateContent":
            choice = node.find(f"{_MC}Choice")
            if choice is not None:
                yield from _children(choice)
        elif node.tag not in _GONE:
            yield node


def _row_cells(row: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """A row's cells, and whether one only shows "Choose an item"."""
    for node in row:
        if node.tag == f"{_W}tc":
            yield node, False
        elif node.tag == f"{_W}sdt":
            content = node.find(f"{_W}sdtContent")
            if content is not None:
                quiet = _placeholder(node)
                for cell in _children(content):
                    if cell.tag == f"{_W}tc":
                        yield cell, quiet
        elif node.tag in _THROUGH:
            yield from _row_cells(node)


def _placeholder(node: etree._Element) -> bool:
    return _on(_deep(node, "sdtPr", "showingPlcHdr"))


def _only_words(content: etree._Element) -> bool:
    return all(child.tag in {f"{_W}p", f"{_W}r"} for child in content)


def _joined_down(above: Cell, cell: Cell) -> Cell:
    """The lower part of a merged cell shows the whole; words left in it by mistake don't show."""
    return replace(above, fill=above.fill or cell.fill, below=True, beside=False)


def _form_field(node: etree._Element) -> list[str]:
    """What an old drop-down form field shows."""
    down = node.find(f"{_W}ffData/{_W}ddList")
    if down is None:
        return []
    entries = [one.get(f"{_W}val", "") for one in down.findall(f"{_W}listEntry")]
    at = _number(down.find(f"{_W}result"), _number(down.find(f"{_W}default"), 0))
    return [entries[at]] if 0 <= at < len(entries) else []


def _lines(pieces: list[_Piece], *, struck: bool = False) -> list[Line]:
    """Put pieces of text into lines, what is struck through beside what stands."""
    lines: list[Line] = []
    stands, gone = "", ""
    for piece in [*pieces, _Piece("\n")]:
        rest = piece.text
        while "\n" in rest:
            part, _, rest = rest.partition("\n")
            if struck or piece.struck:
                gone += part
            else:
                stands += part
            lines.append(line_of(stands, gone))
            stands, gone = "", ""
        if struck or piece.struck:
            gone += rest
        else:
            stands += rest
    return [one for one in lines if one.text or one.struck]


def line_of(stands: str, gone: str) -> Line:
    """A line of what stands and what is struck through, without its bullet's mark."""
    text = _SPACES.sub(" ", stands.replace("\u00ad", "")).strip()
    mark = _BULLETS.match(text)
    bullet = mark is not None and mark.end() < len(text)
    if mark is not None and bullet:
        text = text[mark.end() :]
    return Line(text, bullet=bullet, struck=_SPACES.sub(" ", gone).strip())


def _deep(node: etree._Element, *names: str) -> etree._Element | None:
    found: etree._Element | None = node
    for name in names:
        if found is None:
            return None
        found = found.find(f"{_W}{name}")
    return found


def _value(node: etree._Element | None, default: str) -> str:
    return node.get(f"{_W}val", default) if node is not None else default


def _number(node: etree._Element | None, default: int) -> int:
    value = _value(node, "")
    return int(value) if value.isdigit() else default


def _on(node: etree._Element | None) -> bool:
    return node is not None and node.get(f"{_W}val", "true") not in {"0", "false", "off"}


def _byte(value: str) -> float:
    try:
        return int(value, 16) / 255
    except ValueError:
        return 1.0
