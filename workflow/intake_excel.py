"""Read an Excel file as a reader sees it: real colours, shown dates, merged cells as wholes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from lxml import etree

from workflow.intake_colours import INDEXED, THEME_NAMES, theme_colours, tinted
from workflow.intake_formula import (
    UNKNOWN,
    Value,
    as_text,
    column_number,
    day_of,
    evaluate,
    shifted,
)
from workflow.intake_grid import EMPTY, Block, Cell, Grid, Line, Printed, Row, Unreadable
from workflow.intake_word import MOST_ROWS, line_of
from workflow.intake_zip import Parts

__all__ = ["read_excel"]

_MOST_COLUMNS = 200
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_AREA = re.compile(r"^\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?$")
_CELL = re.compile(r"^([A-Z]{1,3})(\d+)$")
_BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 30: "dd/mm/yy",
}  # fmt: skip
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_excel(parts: Parts) -> Printed:
    """Read the sheets of a .xlsx or .xlsm; raises Unreadable with words for a person."""
    main = next(
        (name for kind, name in parts.related("").values() if kind == "officeDocument"),
        "xl/workbook.xml",
    )
    return _Reader(parts, main).read()


@dataclass(frozen=True, slots=True)
class _Look:
    """What a cell style says that matters here."""

    form: str = "General"
    fill: str | None = None
    ink: str | None = None
    struck: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    struck: bool | None = None
    ink: str | None = None


@dataclass(slots=True)
class _Raw:
    """One cell as the file holds it."""

    value: Value = None
    runs: tuple[_Run, ...] = ()
    style: int = 0
    formula: str = ""
    stale: bool = False
    failed: bool = False


@dataclass(frozen=True, slots=True)
class _Rule:
    """One conditional format: where, when, and how the cell then looks."""

    areas: tuple[tuple[int, int, int, int], ...]
    kind: str
    sign: str
    formulas: tuple[str, ...]
    text: str
    look: _Look
    priority: int
    icons: tuple[str, bool, tuple[tuple[str, float], ...]] | None = None

    def holds(self, row: int, column: int) -> bool:
        return any(a <= row <= c and b <= column <= d for a, b, c, d in self.areas)


@dataclass(slots=True)
class _Sheet:
    name: str
    hidden: bool
    cells: dict[int, dict[int, _Raw]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    rules: list[_Rule] = field(default_factory=list)
    by_column: dict[int, list[_Rule]] = field(default_factory=dict)
    spans: dict[_Rule, tuple[float, float]] = field(default_factory=dict)

    def ruled(self, column: int) -> list[_Rule]:
        """The rules that reach a column, in their order; copying rows makes hundreds of them."""
        if column not in self.by_column:
            self.by_column[column] = [
                rule for rule in self.rules if any(b <= column <= d for _, b, _, d in rule.areas)
            ]
        return self.by_column[column]

    def span(self, rule: _Rule) -> tuple[float, float]:
        """The least and the greatest number in a rule's range."""
        if rule not in self.spans:
            numbers = [
                raw.value
                for number, cells in self.cells.items()
                for column, raw in cells.items()
                if isinstance(raw.value, float) and rule.holds(number, column)
            ]
            self.spans[rule] = (min(numbers, default=0.0), max(numbers, default=0.0))
        return self.spans[rule]


class _Reader:
    def __init__(self, parts: Parts, main: str) -> None:
        self._parts = parts
        self._main = main
        self._related = parts.related(main)
        by_kind = dict(self._related.values())
        theme = by_kind.get("theme")
        tree = parts.tree(theme) if theme and parts.has(theme) else None
        named = theme_colours(tree)
        # Excel numbers the theme's colours with each light one before its dark one.
        order = [THEME_NAMES[at] for at in (1, 0, 3, 2, 4, 5, 6, 7, 8, 9, 10, 11)]
        self._theme = [named[name] for name in order]
        self._indexed = list(INDEXED)
        self._looks: list[_Look] = []
        self._forms: list[_Look] = []
        styles = by_kind.get("styles")
        if styles and parts.has(styles):
            self._read_styles(parts.tree(styles))
        strings = by_kind.get("sharedStrings")
        self._strings = self._read_strings(strings) if strings and parts.has(strings) else []
        self._from_1904 = False
        self._rows = 0
        self._sheets: list[_Sheet] = []

    def read(self) -> Printed:
        """Read every sheet's cells, then show them."""
        book = self._parts.tree(self._main)
        head = book.find("{*}workbookPr")
        self._from_1904 = head is not None and head.get("date1904") in {"1", "true"}
        for node in book.iterfind("{*}sheets/{*}sheet"):
            kind, part = self._related.get(node.get(f"{_R}id", ""), ("", ""))
            if kind != "worksheet" or not self._parts.has(part):
                continue
            hidden = node.get("state", "visible") != "visible"
            self._sheets.append(self._raw(part, node.get("name", ""), hidden=hidden))
        if not self._sheets:
            empty = "the Excel file has no sheet"
            raise Unreadable(empty, "Choose the plan itself.")
        for sheet in self._sheets:
            self._work_out(sheet)
        blocks: list[Block] = [self._shown(sheet) for sheet in self._sheets]
        return Printed(tuple(blocks), self._core_title())

    # --- what the file holds ------------------------------------------------------------------

    def _raw(self, part: str, name: str, *, hidden: bool) -> _Sheet:
        sheet = _Sheet(name, hidden)
        tags = ("col", "row", "mergeCell", "conditionalFormatting")
        number = 0
        for node in self._parts.each(part, *tags):
            tag = etree.QName(node).localname
            if tag == "row":
                number = int(node.get("r", number + 1))
                self._raw_row(node, number, sheet)
            elif tag == "col" and node.get("hidden") in {"1", "true"}:
                last = min(int(node.get("max", "0")), _MOST_COLUMNS)
                sheet.hidden_columns |= set(range(int(node.get("min", "1")), last + 1))
            elif tag == "mergeCell" and (area := _area(node.get("ref", ""))):
                sheet.merges.append(area)
            elif tag == "conditionalFormatting":
                sheet.rules += self._rules(node)
        sheet.rules.sort(key=lambda rule: rule.priority)
        return sheet

    def _raw_row(self, node: etree._Element, number: int, sheet: _Sheet) -> None:
        cells: dict[int, _Raw] = {}
        column = 0
        for one in node:
            at = _CELL.match(one.get("r", ""))
            column = column_number(at.group(1)) if at else column + 1
            if column > _MOST_COLUMNS:
                break
            raw = self._raw_cell(one)
            if raw is not None:
                cells[column] = raw
        if any(r.runs or r.value is not None or r.formula for r in cells.values()):
            self._rows += 1
            if self._rows > MOST_ROWS:
                much = f"the file has more than {MOST_ROWS:,} rows"
                raise Unreadable(much, "Copy the plan into a file of its own.")
            sheet.cells[number] = cells
            if node.get("hidden") in {"1", "true"} or node.get("ht") == "0":
                sheet.hidden_rows.add(number)

    def _raw_cell(self, node: etree._Element) -> _Raw | None:
        style = int(node.get("s", "0"))
        kind = node.get("t", "n")
        value = node.findtext("{*}v")
        formula = node.find("{*}f")
        raw = _Raw(style=style)
        if formula is not None:
            raw.formula = formula.text or ""
            raw.stale = not value and kind != "str"
            raw.stale = raw.stale or (kind == "str" and value is None)
        if kind == "inlineStr":
            inline = node.find("{*}is")
            raw.runs = self._string(inline) if inline is not None else ()
        elif value is None or value == "":
            return raw if style or raw.formula else None
        elif kind == "s":
            raw.runs = self._strings[int(value)] if int(value) < len(self._strings) else ()
        elif kind == "b":
            raw.value = value == "1"
        elif kind == "e":
            raw.failed = True
            raw.runs = (_Run(value),)
        elif kind == "d":
            raw.runs = (_Run(value[:10]),)
        elif kind == "str":
            raw.runs = (_Run(_plain(value)),)
        else:
            try:
                raw.value = float(value)
            except ValueError:
                raw.runs = (_Run(value),)
        if raw.runs:
            raw.value = "".join(run.text for run in raw.runs)
        return raw

    def _read_strings(self, part: str) -> list[tuple[_Run, ...]]:
        return [self._string(node) for node in self._parts.each(part, "si")]

    def _string(self, node: etree._Element) -> tuple[_Run, ...]:
        runs = []
        for child in node:
            tag = etree.QName(child).localname
            if tag == "t" and child.text:
                runs.append(_Run(_plain(child.text)))
            elif tag == "r":
                text = _plain(child.findtext("{*}t") or "")
                look = child.find("{*}rPr")
                struck, ink = None, None
                if look is not None:
                    struck = _on(look.find("{*}strike"))
                    ink = self._colour(look.find("{*}color"))
                runs.append(_Run(text, struck, ink))
        return tuple(runs)

    def _work_out(self, sheet: _Sheet) -> None:
        """Give formulas without a result their result, where it can be worked out."""
        for number, cells in sheet.cells.items():
            for column, raw in cells.items():
                if raw.stale:
                    self._solve(sheet, number, column, 0)

    def _solve(self, sheet: _Sheet, number: int, column: int, depth: int) -> Value:
        raw = sheet.cells.get(number, {}).get(column)
        if raw is None:
            return None
        if not raw.stale:
            return raw.value
        if depth > 20 or not raw.formula:
            raise UNKNOWN

        def look(other: str, row: int, at: int) -> Value:
            found = next((one for one in self._sheets if one.name == other), None)
            if other and found is None:
                raise UNKNOWN
            return self._solve(found or sheet, row, at, depth + 1)

        try:
            value = evaluate(raw.formula, look)
        except UNKNOWN:
            if depth:
                raise
            return None
        raw.value = float(value) if isinstance(value, int) else value
        raw.runs = (_Run(value),) if isinstance(value, str) else ()
        raw.stale = False
        return raw.value

    # --- what it shows ------------------------------------------------------------------------

    def _shown(self, sheet: _Sheet) -> Grid:
        covered: dict[tuple[int, int], tuple[int, int]] = {}
        width = max((max(cells, default=0) for cells in sheet.cells.values()), default=0)
        last = max(sheet.cells, default=0)
        for top, left, bottom, right in sheet.merges:
            for row in range(top, min(bottom, last) + 1):
                for column in range(left, min(right, width) + 1):
                    if (row, column) != (top, left):
                        covered[row, column] = (top, left)
        rows = []
        made: dict[tuple[int, int], Cell] = {}
        for number in sorted(sheet.cells):
            cells = []
            for column in range(1, width + 1):
                origin = covered.get((number, column))
                at = origin or (number, column)
                if at not in made:
                    made[at] = self._cell(sheet, *at)
                cell = made[at]
                if origin:
                    cell = replace(cell, below=number > at[0], beside=column > at[1])
                cells.append(cell)
            hidden = number in sheet.hidden_rows
            rows.append(Row(tuple(cells), f"{sheet.name}!{number}", hidden=hidden))
        columns = frozenset(column - 1 for column in sheet.hidden_columns)
        return Grid(
            sheet.name, tuple(rows), sheet=True, hidden=sheet.hidden, hidden_columns=columns
        )

    def _cell(self, sheet: _Sheet, row: int, column: int) -> Cell:
        raw = sheet.cells.get(row, {}).get(column)
        if raw is None:
            if not any(rule.holds(row, column) for rule in sheet.ruled(column)):
                return EMPTY
            raw = _Raw()
        look = self._looks[raw.style] if raw.style < len(self._looks) else _Look()
        shown = self._conditional(sheet, raw, row, column)
        fill = shown.fill or look.fill
        inks = [shown.ink or look.ink, *(run.ink for run in raw.runs)]
        cell = Cell(
            fill=fill,
            inks=tuple(dict.fromkeys(ink for ink in inks if ink)),
            stale=raw.stale,
            strong=look.bold,
        )
        if raw.runs:
            return replace(cell, lines=_lines(raw.runs, struck=look.struck))
        if isinstance(raw.value, bool):
            return replace(cell, lines=(Line("TRUE" if raw.value else "FALSE"),))
        if isinstance(raw.value, float):
            return self._numeric(cell, raw.value, look)
        return cell

    def _numeric(self, cell: Cell, value: float, look: _Look) -> Cell:
        moment = day_of(value, from_1904=self._from_1904) if _is_date(look.form) else None
        if moment is not None:
            months = _shows_month_only(look.form)
            text = _shown_date(moment, look.form)
        else:
            months, text = False, _shown_number(value, look.form)
        line = Line("", struck=text) if look.struck else Line(text)
        return replace(cell, lines=(line,), moment=moment, month_only=months, number=value)

    # --- colours by condition -----------------------------------------------------------------

    def _conditional(self, sheet: _Sheet, raw: _Raw, row: int, column: int) -> _Look:
        for rule in sheet.ruled(column):
            if not rule.holds(row, column):
                continue
            if rule.icons and isinstance(raw.value, float):
                colour = _icon(rule, sheet, raw.value)
                if colour:
                    return _Look(fill=colour)
            elif (rule.look.fill or rule.look.ink) and self._true(sheet, rule, raw, row, column):
                return rule.look
        return _Look()

    def _true(self, sheet: _Sheet, rule: _Rule, raw: _Raw, row: int, column: int) -> bool:
        own = raw.value
        text = as_text(own).casefold()
        wanted = rule.text.casefold()
        if rule.kind == "containsText":
            return bool(wanted) and wanted in text
        if rule.kind == "notContainsText":
            return wanted not in text
        if rule.kind == "beginsWith":
            return bool(wanted) and text.startswith(wanted)
        if rule.kind == "endsWith":
            return bool(wanted) and text.endswith(wanted)
        if rule.kind == "containsBlanks":
            return not text.strip()
        if rule.kind == "notContainsBlanks":
            return bool(text.strip())
        top, left = min((a, b) for a, b, _, _ in rule.areas)

        def look(other: str, at: int, beside: int) -> Value:
            found = next((one for one in self._sheets if one.name == other), None)
            if other and found is None:
                raise UNKNOWN
            return self._solve(found or sheet, at, beside, 1)

        try:
            values = [
                evaluate(shifted(one, row - top, column - left), look) for one in rule.formulas
            ]
        except UNKNOWN:
            return False
        if rule.kind == "expression":
            return bool(values) and values[0] not in (None, "", 0.0, False)
        if rule.kind == "cellIs" and values:
            return _cell_is(rule.sign, own, values)
        return False

    def _rules(self, node: etree._Element) -> Iterator[_Rule]:
        given = node.get("sqref") or node.findtext("{*}sqref") or ""
        areas = tuple(area for one in given.split() if (area := _area(one)))
        if not areas:
            return
        for rule in node.iterfind("{*}cfRule"):
            number = rule.get("dxfId", "")
            look = _Look()
            if number.isdigit() and int(number) < len(self._forms):
                look = self._forms[int(number)]
            inner = rule.find("{*}dxf")
            if inner is not None:
                look = self._dxf(inner)
            formulas = tuple(
                one.text or "" for one in rule if etree.QName(one).localname in {"formula", "f"}
            )
            yield _Rule(
                areas,
                rule.get("type", ""),
                rule.get("operator", "equal"),
                formulas,
                rule.get("text", ""),
                look,
                int(rule.get("priority", "999")),
                _icons(rule),
            )

    # --- styles -------------------------------------------------------------------------------

    def _read_styles(self, tree: etree._Element) -> None:
        palette = tree.findall("{*}colors/{*}indexedColors/{*}rgbColor")
        for at, one in enumerate(palette[:64]):
            self._indexed[at] = one.get("rgb", "FF000000")[-6:].upper()
        forms = dict(_BUILT_IN)
        for one in tree.iterfind("{*}numFmts/{*}numFmt"):
            forms[int(one.get("numFmtId", "0"))] = one.get("formatCode", "General")
        fonts = [self._font(one) for one in tree.iterfind("{*}fonts/{*}font")]
        fills = [self._fill(one) for one in tree.iterfind("{*}fills/{*}fill")]
        for one in tree.iterfind("{*}cellXfs/{*}xf"):
            font = int(one.get("fontId", "0"))
            fill = int(one.get("fillId", "0"))
            look = fonts[font] if font < len(fonts) else _Look()
            self._looks.append(
                replace(
                    look,
                    form=forms.get(int(one.get("numFmtId", "0")), "General"),
                    fill=fills[fill] if fill < len(fills) else None,
                )
            )
        self._forms = [self._dxf(one) for one in tree.iterfind("{*}dxfs/{*}dxf")]

    def _font(self, node: etree._Element) -> _Look:
        colour = self._colour(node.find("{*}color"))
        return _Look(ink=colour, struck=_on(node.find("{*}strike")), bold=_on(node.find("{*}b")))

    def _fill(self, node: etree._Element, *, conditional: bool = False) -> str | None:
        pattern = node.find("{*}patternFill")
        if pattern is not None:
            kind = pattern.get("patternType", "solid" if conditional else "none")
            if kind == "none":
                return None
            front = self._colour(pattern.find("{*}fgColor"))
            back = self._colour(pattern.find("{*}bgColor"))
            if conditional:
                return back or front
            return front if kind == "solid" else None
        stops = node.findall("{*}gradientFill/{*}stop/{*}color")
        return self._colour(stops[-1]) if stops else None

    def _dxf(self, node: etree._Element) -> _Look:
        fill = node.find("{*}fill")
        font = node.find("{*}font")
        look = self._font(font) if font is not None else _Look()
        return replace(look, fill=self._fill(fill, conditional=True) if fill is not None else None)

    def _colour(self, node: etree._Element | None) -> str | None:
        if node is None:
            return None
        tint = float(node.get("tint", "0") or 0)
        theme, indexed, rgb = node.get("theme"), node.get("indexed"), node.get("rgb")
        if rgb and re.fullmatch(r"(?:[0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}", rgb):
            return tinted(rgb[-6:].upper(), tint)
        if theme is not None and theme.isdigit() and int(theme) < len(self._theme):
            return tinted(self._theme[int(theme)], tint)
        if indexed is not None and indexed.isdigit() and int(indexed) < 64:
            return tinted(self._indexed[int(indexed)], tint)
        return None

    def _core_title(self) -> str:
        name = "docProps/core.xml"
        if not self._parts.has(name):
            return ""
        return (self._parts.tree(name).findtext("{*}title") or "").strip()


def _lines(runs: tuple[_Run, ...], *, struck: bool) -> tuple[Line, ...]:
    lines = []
    stands, gone = "", ""
    for run in (*runs, _Run("\n")):
        off = struck if run.struck is None else run.struck
        parts = run.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for at, part in enumerate(parts):
            if at:
                lines.append(line_of(stands, gone))
                stands, gone = "", ""
            if off:
                gone += part
            else:
                stands += part
    return tuple(one for one in lines if one.text or one.struck)


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text


def _area(text: str) -> tuple[int, int, int, int] | None:
    found = _AREA.match(text)
    if found is None:
        return None
    left, top, right, bottom = found.groups()
    return (
        int(top),
        column_number(left),
        int(bottom or top),
        column_number(right or left),
    )


def _bare(form: str) -> str:
    """A number format without what is only shown: quoted words, colours, locales."""
    form = re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", form.split(";")[0])
    return form.lower()


def _is_date(form: str) -> bool:
    bare = _bare(form)
    if bare in {"general", "@", ""}:
        return False
    return bool(re.search(r"[yd]|mmm", bare)) or ("m" in bare and not re.search(r"[0#hs]", bare))


def _shows_month_only(form: str) -> bool:
    bare = _bare(form)
    return "m" in bare and "y" in bare and "d" not in bare and "h" not in bare


def _shown_date(day: date, form: str) -> str:
    bare = _bare(form)
    if _shows_month_only(form):
        year = str(day.year) if "yyy" in bare else f"{day.year % 100:02d}"
        if "mmmm" in bare:
            return f"{_MONTHS[day.month - 1]} {year}"
        if "mmm" in bare:
            return f"{_MONTHS[day.month - 1][:3]}-{year}"
        return f"{day.month:02d}/{year}"
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def _shown_number(value: float, form: str) -> str:
    bare = _bare(form)
    decimals = len(found.group(1)) if (found := re.search(r"0\.(0+)", bare)) else 0
    if "%" in bare:
        return f"{value * 100:.{decimals}f}%"
    if bare in {"general", "@", ""}:
        return f"{value:.10g}"
    money = "£" if "£" in form else ""
    comma = "," if ",#" in bare or "#,##" in bare else ""
    if "0" not in bare:
        return f"{value:.10g}"
    whole = re.match(r"^(0+)(?:\.|$)", bare)
    pad = len(whole.group(1)) if whole else 1
    shown = format(value, f"{comma}.{decimals}f")
    if pad > 1 and value >= 0:
        head, dot, tail = shown.partition(".")
        shown = head.zfill(pad) + dot + tail
    return f"{money}{shown}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def _cell_is(sign: str, own: Value, values: list[Value]) -> bool:
    def compared(op: str, value: Value) -> bool:
        if own is None and value not in (None, ""):
            return False
        cells = {(1, 1): own, (1, 2): value}
        result = evaluate(f"A1{op}B1", lambda _sheet, row, column: cells.get((row, column)))
        return bool(result)

    signs = {
        "equal": "=", "notEqual": "<>", "greaterThan": ">", "lessThan": "<",
        "greaterThanOrEqual": ">=", "lessThanOrEqual": "<=",
    }  # fmt: skip
    if sign in signs:
        return compared(signs[sign], values[0])
    if sign == "between" and len(values) > 1:
        return compared(">=", values[0]) and compared("<=", values[1])
    if sign == "notBetween" and len(values) > 1:
        return compared("<", values[0]) or compared(">", values[1])
    return False


_TRAFFIC = ("FF0000", "FFC000", "00B050")


def _icons(rule: etree._Element) -> tuple[str, bool, tuple[tuple[str, float], ...]] | None:
    icons = rule.find("{*}iconSet")
    if icons is None:
        return None
    name = icons.get("iconSet", "3TrafficLights1")
    if not name.startswith(("3Traffic", "3Signs", "3Symbols", "3Flags")):
        return None
    steps = []
    for one in icons.iterfind("{*}cfvo"):
        try:
            steps.append((one.get("type", "percent"), float(one.get("val") or 0)))
        except ValueError:
            return None
    return (name, icons.get("reverse") in {"1", "true"}, tuple(steps)) if len(steps) == 3 else None


def _icon(rule: _Rule, sheet: _Sheet, value: float) -> str | None:
    """The colour of a traffic light icon; percentages are of the range's own span."""
    if rule.icons is None:
        return None
    _, backwards, steps = rule.icons
    low, high = sheet.span(rule)
    at = 0
    for index, (kind, bound) in enumerate(steps):
        limit = low + (high - low) * bound / 100 if kind.startswith("percent") else bound
        if value >= limit:
            at = index
    colours = _TRAFFIC[::-1] if backwards else _TRAFFIC
    return colours[at]


def _on(node: etree._Element | None) -> bool:
    return node is not None and node.get("val", "1") not in {"0", "false"}
