"""Name what a Word or Excel file looks like to a reader: passages and grids of cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

__all__ = ["EMPTY", "Block", "Cell", "Grid", "Line", "Passage", "Printed", "Row", "Unreadable"]


class Unreadable(Exception):
    """A file can't be read at all; `what` is wrong (no full stop) and `mend` says what to do."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}. {mend}")
        self.what = what
        self.mend = mend


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph or line of a cell as it is read; struck text stands beside it, not in it."""

    text: str
    bullet: bool = False
    struck: str = ""


@dataclass(frozen=True)
class Cell:
    """What one cell shows.

    `fill` and `inks` are colours (RRGGBB): the cell's shading, and those of its characters and
    drawn shapes. `moment` is a real date, `month_only` says that only its month is shown.
    `number` is the raw number. `stale` marks a formula whose result the file doesn't hold.
    `below` marks the lower part of a cell merged down, `beside` the right part of one merged
    across: both repeat the words of the whole.
    """

    lines: tuple[Line, ...] = ()
    fill: str | None = None
    inks: tuple[str, ...] = ()
    moment: date | None = None
    month_only: bool = False
    number: float | None = None
    stale: bool = False
    below: bool = False
    beside: bool = False
    strong: bool = False

    @cached_property
    def text(self) -> str:
        """All its lines; bullets keep a mark."""
        return "\n".join(f"• {one.text}" if one.bullet else one.text for one in self.lines)

    @cached_property
    def flat(self) -> str:
        """Its words on one line, without marks."""
        return " ".join(one.text for one in self.lines)

    @cached_property
    def struck(self) -> str:
        """What is struck through in it."""
        return " ".join(one.struck for one in self.lines if one.struck)


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a grid: its cells by column, and its place as a person would name it."""

    cells: tuple[Cell, ...]
    where: str
    heading: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """Words outside tables; `level` is the heading's (0: a title, 9: only looks like one).

    `boxed` words float in a text box.
    """

    text: str
    level: int | None = None
    strong: bool = False
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, or a sheet: rows of cells of one width; `inside` names the table it stands in."""

    name: str
    rows: tuple[Row, ...]
    sheet: bool = False
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    inside: str = ""


Block = Passage | Grid


@dataclass(frozen=True, slots=True)
class Printed:
    """A whole file as it is read, in its order; `notes` are (where, what) worth telling."""

    blocks: tuple[Block, ...]
    title: str = ""
    notes: tuple[tuple[str, str], ...] = field(default=())
