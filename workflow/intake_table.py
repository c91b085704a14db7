"""Find the plan's tables among a file's others, and read their rows in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from workflow.intake_colours import rating_of
from workflow.intake_dates import dates_in
from workflow.intake_fields import is_lead
from workflow.intake_grid import EMPTY, Cell, Grid, Line, Passage, Printed, Row
from workflow.intake_headings import Layout, header_at, laid_out, normal, recognised

__all__ = ["Note", "PlanRow", "Tables", "read_tables"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something to ask or tell about a place of the file."""

    kind: str
    where: str
    what: str
    choices: tuple[str, ...] = ()


@dataclass(slots=True)
class PlanRow:
    """One row of the plan: its cells by field, and where it stands in the plan's order."""

    where: str
    cells: dict[str, list[Cell]]
    layout: Layout
    row: Row
    workstream: str = ""
    objective: str = ""
    inherited: bool = False
    more: list[dict[str, list[Cell]]] = field(default_factory=list)

    def cell(self, name: str) -> Cell:
        """The first cell of a field; an empty one where there is none."""
        return next(iter(self.cells.get(name, ())), EMPTY)


@dataclass(slots=True)
class Tables:
    """All that was found: rows in order, what abbreviations mean, what the key says, notes."""

    rows: list[PlanRow] = field(default_factory=list)
    short: dict[str, str] = field(default_factory=dict)
    key: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    title: str = ""
    seen: int = 0
    claimed: int | None = None


_KINDS = (
    ("objective", re.compile(r"^(?:strategic |key |improvement )?(?:objective|outcome|aim|goal|"
                             r"recommendation)s?\b", re.IGNORECASE)),
    ("workstream", re.compile(r"^(?:work ?stream|theme|strand|pillar|programme|section|priority|"
                              r"area)s?\b", re.IGNORECASE)),
)  # fmt: skip
_LABELLED = re.compile(
    r"^(?:work ?stream|theme|strand|pillar|priority(?: area)?|objective|aim|goal|outcome|"
    r"improvement area|area for improvement|recommendation)\s*(?:no\.?\s*)?(?:[\dA-Z]{1,3}(?:\.\d+)*)?"
    r"\s*[:–-]\s*\S",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"^(?:\d+[.)]?\s*)?(?:introduction|contents|table of contents|governance.*|append(?:ix|ices)\b.*|"
    r"key|rag key|background|context|version control|document control|abbreviations?|glossary|"
    r"foreword|our vision|vision|(?:the |our |detailed |improvement )*action plan|"
    r"(?:the |our )?(?:improvement )?plan|summary|executive summary|progress(?: summary)?|"
    r"monitoring.*|reporting.*|how to (?:read|use).*|what does making a difference.*|next steps|"
    r"risk register|risks?|purpose|scope|delivery plan|rag ratings?|rating key)\s*:?$",
    re.IGNORECASE,
)
_OTHER_TABLE = re.compile(
    r"\b(?:previous meeting|last meeting|matters arising|action log|minutes|risk register|risk log|"
    r"issues? log|version control|document history|decision log|glossary|abbreviations|timeline|"
    r"key dates|key milestones|communications? plan)\b",
    re.IGNORECASE,
)
_CONTINUED = re.compile(
    r"\s*[-–(,]*\s*\b(?:continued|cont(?:[’']?d|inues)?\.?)\s*\)?\s*$", re.IGNORECASE
)
_TOTAL = re.compile(
    r"^(?:(?:sub|grand)[\s-]?)?totals?\b|^total (?:number|actions|red|amber|green)|^count(?: of\b|$)|"
    r"^(?:number|no\.?) of (?:actions|red|amber|green)|^average\b|^overall\s*(?:rag|total|%)|"
    r"^%|^percentage",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"^(?:key|rag key|legend|note|notes|nb|n\.b\.|please note|source|last updated|version|"
    r"document owner|prepared by|end of (?:plan|table|document|sheet))\b\s*[:.-]?",
    re.IGNORECASE,
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_CLAIMED = re.compile(
    r"\b(two|three|four|five|six|seven|eight|\d)\s+(?:\w+\s+)?work ?streams\b", re.IGNORECASE
)
_SHORT = re.compile(r"[A-Z][A-Za-z&/ +]{1,9}")
_COLOUR_WORDS = {
    "red": "R", "r": "R", "amber": "A", "a": "A", "yellow": "A", "green": "G", "g": "G",
    "blue": "B", "b": "B",
}  # fmt: skip
_SHEET_WORDS = re.compile(
    r"^(?:sheet ?\d*|tracker|action ?plan|actions?|plan|master|improvement plan|data|log|"
    r"action tracker|action log|main|current|live|dashboard|rag|working|table ?\d*)$",
    re.IGNORECASE,
)


def read_tables(printed: Printed) -> Tables:
    """Read every plan table of a file."""
    return _Walk(printed).read()


class _Walk:
    def __init__(self, printed: Printed) -> None:
        self._printed = printed
        self._found = Tables(title=printed.title)
        self._heads: list[tuple[float, str, str]] = []
        self._fresh = False
        self._layout: Layout | None = None
        self._plan_names: set[str] = set()
        self._workstream = ""
        self._objective = ""
        self._head_counts = Counter(
            round(block.level or 0)
            for block in printed.blocks
            if isinstance(block, Passage) and block.level
        )

    def read(self) -> Tables:
        """Walk through the file's blocks in order."""
        sheets = [b for b in self._printed.blocks if isinstance(b, Grid) and b.sheet]
        for block in self._printed.blocks:
            if isinstance(block, Passage):
                self._passage(block)
            else:
                self._grid(block, sheets)
        self._found.notes += [Note("left out", at, what) for at, what in self._printed.notes]
        return self._found

    # --- headings ---------------------------------------------------------------------------

    def _passage(self, passage: Passage) -> None:
        text = _CONTINUED.sub("", passage.text).strip()
        if not text or len(text) > 250:
            return
        self._learn_in_words(passage.text)
        claimed = _CLAIMED.search(passage.text)
        if claimed:
            number = claimed.group(1).lower()
            self._found.claimed = _NUMBERS.get(number) or int(number)
        kind = _kind(text)
        level: float | None = passage.level
        if level == 0:
            self._found.title = self._found.title or text
            return
        if level is None and _LABELLED.match(text):
            level = 8.8 if kind == "objective" else 8.2
        elif level is None and (passage.strong or self._displaced(passage)) and len(text) <= 120:
            level = 9.0
        if level is None or re.match(r"^(?:page \d|table \d)", text, re.IGNORECASE):
            return
        if _CONTINUED.search(passage.text) and any(text == head[1] for head in self._heads):
            return
        self._heads = [head for head in self._heads if head[0] < level]
        self._heads.append((level, text, kind))
        self._fresh = True

    def _displaced(self, passage: Passage) -> bool:
        """A heading that floats in a text box begins as the file's other headings do."""
        begins = passage.text.split(":")[0].casefold()
        return passage.boxed and any(
            isinstance(block, Passage)
            and block.level
            and ":" in block.text
            and block.text.split(":")[0].casefold() == begins
            for block in self._printed.blocks
        )

    def _under(self, layout: Layout) -> Layout:
        """Take the workstream, and where no column has it the objective, from the headings.

        Under a heading that names a workstream, a column of themes holds the objectives.
        """
        heads = [head for head in self._heads if not _GENERAL.match(head[1])]
        heads = [head for head in heads if not self._is_title(head)]
        if heads and self._names_workstreams(heads[-1], layout):
            fields = dict(layout.fields)
            fields["objective"] = fields.pop("workstream")
            layout = replace(layout, fields=fields)
        has_objective = bool(layout.fields.get("objective"))
        has_workstream = bool(layout.fields.get("workstream"))
        objective = [head for head in heads if head[2] == "objective"]
        if not has_objective and not has_workstream:
            if objective and heads[-1] is objective[-1]:
                self._objective = heads[-1][1]
                heads = [head for head in heads if head[2] != "objective"]
            elif len(heads) > 1:
                self._objective = heads[-1][1]
                heads = heads[:-1]
            elif heads:
                self._objective = ""
        elif has_objective:
            self._objective = ""
            if len(heads) > 1 and heads[-1][2] == "objective":
                heads = [head for head in heads if head[2] != "objective"] or heads
        elif has_workstream and heads:
            self._objective = heads[-1][1] if heads[-1][2] == "objective" else ""
        if heads and not has_workstream:
            self._workstream = heads[-1][1]
        self._fresh = False
        return layout

    def _names_workstreams(self, head: tuple[float, str, str], layout: Layout) -> bool:
        """Whether the headings are the workstreams, so that a column of themes is one level down."""
        column = layout.column("workstream")
        if column is None or layout.fields.get("objective"):
            return False
        level, _, kind = head
        if kind == "workstream":
            return True
        said = re.search(r"work ?stream", layout.headings.get(column, ""), re.IGNORECASE)
        return not said and self._head_counts.get(round(level), 0) > 1

    def _is_title(self, head: tuple[float, str, str]) -> bool:
        """A heading of its own level that speaks of the plan names the file, not a workstream."""
        level, text, kind = head
        alone = self._head_counts.get(round(level), 0) == 1 and level < 9
        deeper = any(count > 1 for at, count in self._head_counts.items() if at > level)
        if alone and deeper and re.search(r"\bplan\b", text, re.IGNORECASE) and not kind:
            self._found.title = self._found.title or text
            return True
        return False

    # --- tables -----------------------------------------------------------------------------

    def _grid(self, grid: Grid, sheets: Sequence[Grid]) -> None:
        if grid.inside and _outer(grid.inside) in self._plan_names:
            return
        self._found.seen += 1
        cards = _as_rows(grid)
        if grid.hidden:
            if _any_plan(grid):
                what = f"the hidden sheet “{grid.name}” looks like a plan and isn't read"
                self._found.notes.append(Note("hidden sheet", grid.name, what))
            else:
                self._learn(grid)
            return
        if cards is not None:
            grid = cards
        if self._is_banner(grid):
            return
        if grid.sheet:
            self._begin_sheet(grid, sheets)
        before = len(self._found.rows)
        self._sections(grid)
        if len(self._found.rows) > before:
            self._plan_names.add(grid.name)
        else:
            self._learn(grid)

    def _is_banner(self, grid: Grid) -> bool:
        """A table of one cell is a heading in a box."""
        words = {cell.flat for row in grid.rows for cell in row.cells if cell.flat}
        if grid.sheet or len(words) != 1 or len(grid.rows) > 2:
            return False
        text = words.pop()
        if self._layout is not None and len(text) > 200:
            return False
        self._passage(Passage(text, None, strong=len(text) <= 120))
        return True

    def _begin_sheet(self, grid: Grid, sheets: Sequence[Grid]) -> None:
        plans = [sheet for sheet in sheets if not sheet.hidden and _any_plan(sheet)]
        self._heads = []
        self._layout = None
        self._objective = ""
        named = len(plans) > 1 or not _SHEET_WORDS.match(grid.name.strip())
        self._workstream = grid.name.strip() if named and grid in plans else ""

    def _sections(self, grid: Grid) -> None:
        rows = grid.rows
        at, begun = 0, False
        while at < len(rows):
            header = header_at(rows, at)
            if header is not None:
                words, height = header
                end = self._section_end(rows, at + height, words)
                layout = laid_out(words, rows[at + height : end], hidden=grid.hidden_columns)
                if layout is not None and not self._elsewhere():
                    self._section(rows[at + height : end], layout)
                    at, begun = end, True
                    continue
                at += height if layout is None else end - at
                begun = True
                continue
            if not begun and grid.sheet:
                self._title_row(rows[at])
            elif not begun:
                headed = any(
                    header_at(rows, under) for under in range(at + 1, min(at + 4, len(rows)))
                )
                going_on = None if headed else self._goes_on(grid)
                if going_on is not None:
                    self._section(rows, going_on, continued=True)
                    return
                self._lone(rows[at])
            at += 1

    def _section_end(self, rows: Sequence[Row], at: int, words: dict[int, str]) -> int:
        """Where other headings begin; the same headings again don't end a section."""
        for index in range(at, len(rows)):
            if not _maybe_header(rows[index]):
                continue
            header = header_at(rows, index)
            if header is not None and not _same_words(header[0], words):
                return index
        return len(rows)

    def _elsewhere(self) -> bool:
        """A short list of actions under a heading of its own kind is not the plan."""
        heads = [head[1] for head in self._heads[-1:]]
        return any(_OTHER_TABLE.search(head) for head in heads)

    def _goes_on(self, grid: Grid) -> Layout | None:
        """The layout of the plan above, where a table without headings continues it."""
        layout = self._layout
        if layout is None or grid.inside or grid.sheet:
            return None
        width = len(grid.rows[0].cells) if grid.rows else 0
        if width != layout.width:
            return None
        lead, action = layout.column("lead"), layout.column("action")
        if action is None or not any(row.cells[action].flat for row in grid.rows):
            return None
        leads = [t for row in grid.rows if lead is not None and (t := row.cells[lead].flat)]
        when = [
            t
            for row in grid.rows
            for name in ("timescale", "end", "start")
            if (column := layout.column(name)) is not None and (t := row.cells[column].flat)
        ]
        checks = [is_lead(t) for t in leads] + [bool(dates_in(t)) or len(t) < 30 for t in when]
        fits = not checks or sum(checks) / len(checks) >= 0.5
        return layout if fits else None

    def _lone(self, row: Row) -> None:
        """A row over the headings that says what the table is about."""
        words = list(dict.fromkeys(cell.flat for cell in row.cells if cell.flat))
        if len(words) == 2 and _kind(words[0]) and len(words[0]) < 30:
            words = [f"{words[0].rstrip(' :')}: {words[1]}"]
        if len(words) == 1 and len(words[0]) <= 150:
            self._passage(Passage(words[0], None, strong=True))

    def _title_row(self, row: Row) -> None:
        """Words over a sheet's headings: its title, a workstream, when it was taken."""
        cells = [cell for cell in row.cells if cell.flat and not cell.beside and not cell.below]
        if len(cells) == 2 and (letter := _COLOUR_WORDS.get(cells[0].flat.lower())):
            self._found.key.setdefault(letter, cells[1].flat)
        for index, cell in enumerate(cells):
            label = re.match(
                r"^(?:work ?stream|theme|priority|area|strand|programme)\s*(?::\s*(.*))?$",
                cell.flat,
                re.IGNORECASE,
            )
            if label and (label.group(1) or len(cells) > index + 1):
                value = label.group(1) or cells[index + 1].flat
                self._workstream = cell.flat if label.group(1) and ":" not in cell.flat else value
                return
        if len(cells) == 1 and len(cells[0].flat) < 200:
            text = cells[0].flat
            if _kind(text) and not _ASIDE.match(text):
                self._passage(Passage(text, None, strong=True))
            elif not self._found.title and not _ASIDE.match(text):
                self._found.title = text

    # --- rows -------------------------------------------------------------------------------

    def _section(self, rows: Sequence[Row], layout: Layout, *, continued: bool = False) -> None:
        follows = not self._fresh and self._layout is not None and bool(self._found.rows)
        again = follows and _same_words(layout.headings, self._layout.headings)  # type: ignore[union-attr]
        if not continued or self._fresh:
            if self._fresh:
                layout = self._under(layout)
            elif layout.fields.get("workstream") and self._layout is None:
                self._workstream = ""
        self._layout = layout
        bands = _bands(rows, layout)
        last: PlanRow | None = None
        first = True
        for row in rows:
            if not any(cell.lines for cell in row.cells) or _repeats(row, layout):
                continue
            band = bands.get(row.where)
            if band is not None:
                self._band(band, layout)
                last = None
                continue
            plan_row = self._plan_row(row, layout, last, first=first and (continued or again))
            first = False
            if plan_row is not None:
                self._found.rows.append(plan_row)
                last = plan_row

    def _band(self, text: str, layout: Layout) -> None:
        """A row across the whole table names what the rows under it belong to."""
        text = _CONTINUED.sub("", text).strip()
        if _ASIDE.match(text) or _TOTAL.match(text):
            self._learn_in_words(text)
            return
        kind = _kind(text)
        has_objective = bool(layout.fields.get("objective"))
        has_workstream = bool(layout.fields.get("workstream"))
        if re.match(r"^\d+\.\d", text) and not kind and self._workstream:
            kind = "objective"
        if kind == "objective" and not has_objective:
            self._objective = text
        elif has_objective and not has_workstream:
            self._workstream, self._objective = text, ""
        elif has_workstream:
            self._objective = text
        elif kind == "workstream" or not self._heads:
            self._workstream, self._objective = text, ""
        else:
            self._objective = text

    def _plan_row(
        self, row: Row, layout: Layout, last: PlanRow | None, *, first: bool
    ) -> PlanRow | None:
        cells = {
            name: [row.cells[column] for column in columns if column < len(row.cells)]
            for name, columns in layout.fields.items()
        }
        first_words = next((cell.flat for cell in row.cells if cell.flat), "")
        if len(first_words) < 30 and _ASIDE.fullmatch(first_words):
            self._learn_in_words(" ".join(cell.flat for cell in row.cells[1:] if cell.flat))
            return None
        inherited = self._belongs(cells, layout)
        actions = cells.get("action", [])
        own = [cell for cell in actions if cell.lines and not cell.below]
        if last is not None and not own and any(cell.lines for cell in actions):
            last.more.append(cells)
            return None
        words = any(cell.flat for cell in own)
        named = any(
            cell.flat for name in ("lead", "end", "timescale") for cell in cells.get(name, ())
        )
        if words and not named and self._is_total(row, own[0]):
            return None
        held = {name for name, found in cells.items() if any(c.flat and not c.below for c in found)}
        if not words:
            return self._without_action(row, cells, layout, last, held, own)
        if first and self._runs_on(cells, held):
            previous = self._found.rows[-1]
            previous.more.append(cells)
            what = "this row is read as the end of the row before it, over the page"
            self._found.notes.append(Note("joined", row.where, what))
            return None
        return PlanRow(row.where, cells, layout, row, self._workstream, self._objective, inherited)

    def _belongs(self, cells: dict[str, list[Cell]], layout: Layout) -> bool:
        """Follow the workstream and objective columns; says whether a blank one inherited."""
        inherited = False
        for name in ("workstream", "objective"):
            if not layout.fields.get(name):
                continue
            cell = next(iter(cells.get(name, ())), EMPTY)
            text = " ".join(one.text for one in cell.lines if one.text)
            if not text:
                inherited = True
                continue
            if name == "workstream":
                if text != self._workstream and not layout.fields.get("objective"):
                    self._objective = ""
                self._workstream = text
            else:
                self._objective = text
        return inherited

    def _is_total(self, row: Row, action: Cell) -> bool:
        first = next((cell.flat for cell in row.cells if cell.flat), "")
        return bool(_TOTAL.match(first) or _TOTAL.match(action.flat)) and len(action.flat) < 60

    def _without_action(
        self,
        row: Row,
        cells: dict[str, list[Cell]],
        layout: Layout,
        last: PlanRow | None,
        held: set[str],
        own: list[Cell],
    ) -> PlanRow | None:
        struck = " ".join(cell.struck for cell in own if cell.struck)
        if struck:
            what = f"this row is struck through and left out: “{struck[:80]}”"
            self._found.notes.append(Note("struck", row.where, what, ("leave it out", "keep it")))
            return None
        first = next((cell.flat for cell in row.cells if cell.flat), "")
        if _TOTAL.match(first) or first.lower() in _COLOUR_WORDS or _ASIDE.match(first):
            return None
        held -= {"workstream", "objective"}
        decisive = held & {"lead", "end", "timescale", "start", "ref", "rag"}
        if last is not None and held and not decisive - {"rag"}:
            last.more.append(cells)
            return None
        if len(held & {"lead", "end", "timescale", "ref", "evidence", "update"}) >= 3:
            return PlanRow(row.where, cells, layout, row, self._workstream, self._objective)
        return None

    def _runs_on(self, cells: dict[str, list[Cell]], held: set[str]) -> bool:
        """The first row over a page that only ends a sentence of the row before."""
        if not self._found.rows or held & {"lead", "end", "timescale", "start", "ref", "objective"}:
            return False
        text = cells["action"][0].flat
        return bool(re.match(r"^[a-z(]", text)) and cells.get("rag", [EMPTY])[0].fill is None

    # --- what stands around the plan ------------------------------------------------------------

    def _learn(self, grid: Grid) -> None:
        """Learn from a table that is no plan: a key of colours, a list of abbreviations."""
        for row in grid.rows:
            cells = [c for c in row.cells if not c.beside]
            words = [c.flat for c in cells if c.flat]
            shown = next((x for c in cells if not c.flat and (x := rating_of(c.fill))), None)
            if shown and len(words) == 1 and len(cells) == 2:
                self._found.key.setdefault(shown, words[0])
                continue
            if len(words) < 2:
                self._learn_in_words(words[0] if words else "")
                continue
            short, long = words[0], words[1]
            abbreviated = _SHORT.fullmatch(short) and sum(c.isupper() for c in short) > 1
            if abbreviated and len(short) < len(long) < 120 and long[:1].isupper():
                self._found.short.setdefault(short, long)
            letter = _COLOUR_WORDS.get(short.lower().split(" ")[0])
            if letter and not re.fullmatch(r"[\d\s%.]+", long):
                self._found.key.setdefault(letter, long)

    def _learn_in_words(self, text: str) -> None:
        """Learn from a line such as "Key: Red = off track, Blue = complete"."""
        parts = re.findall(
            r"\b(red|amber|green|blue|r|a|g|b)\b\s*(?:\([^)]*\)\s*)?[=:–-]\s*([^,;|\n]+)",
            text,
            re.IGNORECASE,
        )
        if len(parts) >= 2:
            for word, meaning in parts:
                self._found.key.setdefault(_COLOUR_WORDS[word.lower()], meaning.strip(" ."))
        for long, short in re.findall(
            r"((?:[A-Z][\w’']+[ ,]+(?:(?:of|for|and|the|in) )*)+[A-Z][\w’']+)\s\(([A-Z&]{2,8})\)",
            text,
        ):
            self._found.short.setdefault(short, long)


# --- within ------------------------------------------------------------------------------------


def _kind(text: str) -> str:
    return next((kind for kind, look in _KINDS if look.match(text)), "")


def _outer(inside: str) -> str:
    return re.sub(r" row \d+.*$", "", inside)


def _any_plan(grid: Grid) -> bool:
    """Whether a grid holds a plan's headings and rows anywhere."""
    for at in range(min(len(grid.rows), 60)):
        if not _maybe_header(grid.rows[at]):
            continue
        header = header_at(grid.rows, at)
        if header is None:
            continue
        words, height = header
        under = grid.rows[at + height : at + height + 100]
        if under and laid_out(words, under, hidden=grid.hidden_columns) is not None:
            return True
    return False


def _maybe_header(row: Row) -> bool:
    """A quick look: no long text, and at least two words that headings use."""
    known = 0
    for cell in row.cells:
        text = cell.flat
        if len(text) > 180:
            return False
        if text and not cell.beside and len(text) <= 90:
            known += bool(recognised(text))
    return known >= 2


def _same_words(one: dict[int, str], two: dict[int, str]) -> bool:
    keys = set(one) | set(two)
    same = sum(normal(one.get(key, "")) == normal(two.get(key, "")) for key in keys)
    return same / len(keys) >= 0.7 if keys else False


def _repeats(row: Row, layout: Layout) -> bool:
    """Whether a row only says the headings again."""
    said = {
        column: cell.flat for column, cell in enumerate(row.cells) if cell.flat and not cell.beside
    }
    if len(said) < 2:
        return False
    same = sum(
        len(text) < 200 and normal(text) == normal(layout.headings.get(column, ""))
        for column, text in said.items()
    )
    return same / len(said) >= 0.6


def _bands(rows: Sequence[Row], layout: Layout) -> dict[str, str]:
    """Rows that hold one text across the table, by place: they name what follows."""
    found = {}
    action = layout.column("action")
    plain = [row.cells[action] for row in rows if action is not None and row.cells[action].flat]
    often_strong = sum(cell.strong for cell in plain) > len(plain) / 2
    for row in rows:
        filled = [(i, c) for i, c in enumerate(row.cells) if c.lines and not c.below]
        words = {cell.flat for _, cell in filled if cell.flat}
        if len(words) != 1:
            continue
        column, cell = filled[0]
        if not cell.flat:
            continue
        spans = sum(one.beside for one in row.cells)
        wide = spans + 1 >= 0.5 * len(row.cells) and len(row.cells) > 2
        if wide:
            found[row.where] = cell.flat
            continue
        names = {name for name, columns in layout.fields.items() if column in columns}
        if names & {"workstream", "objective"} and _kind(cell.flat) != "workstream":
            continue
        alone = len(filled) == 1 and not any(c.below for c in row.cells if c.lines)
        marked = (cell.strong and not often_strong) or bool(_kind(cell.flat))
        looks = marked or (column == 0 and "action" not in names)
        if alone and looks and len(cell.flat) <= 150 and not names & {"evidence", "update"}:
            found[row.where] = cell.flat
    return found


def _as_rows(grid: Grid) -> Grid | None:
    """Turn a table with its headings down the side into one with headings on top."""
    if (grid.sheet and len(grid.rows) > 400) or len(grid.rows) < 3:
        return None
    labels = [row.cells[0].flat if row.cells else "" for row in grid.rows]
    known = {
        max(found, key=found.__getitem__): at
        for at, text in enumerate(labels)
        if (found := recognised(text))
    }
    useful = set(known) - {"ignore", "dot", "risk"}
    filled = [text for text in labels if text]
    if len(useful) < 4 or ("action" not in useful and "title" not in useful):
        return None
    named = sum(bool(recognised(text)) for text in filled)
    if named / len(filled) < 0.6 or any(header_at(grid.rows, at) for at in range(len(grid.rows))):
        return None
    return _turned(grid)


def _turned(grid: Grid) -> Grid:
    """One row for each card or column of a table whose labels stand on the left."""
    cards: list[tuple[str, dict[str, Cell]]] = []
    for column, rows in _card_columns(grid):
        card: dict[str, Cell] = {}
        where = ""
        for row in rows:
            for label_at, value_at in column:
                if value_at >= len(row.cells):
                    continue
                label, value = row.cells[label_at].flat, row.cells[value_at]
                if not label or not recognised(label):
                    continue
                if label in card:
                    if card:
                        cards.append((where, card))
                    card, where = {}, ""
                card[label] = replace(value, beside=False, below=False)
                where = where or row.where
        if any(cell.lines for cell in card.values()):
            cards.append((where, card))
    labels = list(dict.fromkeys(label for _, card in cards for label in card))
    head = Row(tuple(Cell(lines=(Line(label),)) for label in labels), grid.rows[0].where)
    rows = [Row(tuple(card.get(label, EMPTY) for label in labels), where) for where, card in cards]
    return Grid(grid.name, (head, *rows), grid.sheet, grid.hidden, frozenset(), grid.inside)


def _card_columns(
    grid: Grid,
) -> Iterator[tuple[list[tuple[int, int]], Sequence[Row]]]:
    """The pairs of label and value columns that make up a card, with its rows."""
    width = len(grid.rows[0].cells)
    labels = [
        column
        for column in range(width)
        if sum(
            bool(recognised(row.cells[column].flat)) and not row.cells[column].beside
            for row in grid.rows
        )
        >= (3 if column == 0 else 2)
    ]
    labels = [column for column in labels if column == 0 or column - 1 not in labels]
    if len(labels) > 1:
        yield [(label, _value_column(grid, label)) for label in labels], grid.rows
        return
    first = _value_column(grid, 0)
    for column in range(first, width):
        distinct = any(
            row.cells[column].lines and not row.cells[column].beside for row in grid.rows
        )
        if column == first or distinct:
            yield [(0, column)], grid.rows


def _value_column(grid: Grid, label: int) -> int:
    """The column right of a label, past cells that the label itself spans."""
    column = label + 1
    width = len(grid.rows[0].cells)
    while column < width - 1 and all(
        row.cells[column].beside or not row.cells[column].lines for row in grid.rows
    ):
        column += 1
    return min(column, width - 1)
