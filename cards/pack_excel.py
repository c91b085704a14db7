"""Write the pack as a workbook: one row an action, to filter and to sort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from workflow.pack import (
    BLANK,
    COLUMNS,
    KEY,
    RATINGS,
    TITLES,
    Notice,
    Pack,
    PackRow,
    PackSection,
    plain,
)
from workflow.rag import MARKS

__all__ = ["excel"]

# In characters; workstream, the plan's columns with the action's number apart, and the change.
_WIDTHS = (15, 22, 8, 36, 18, 14, 32, 42, 32, 15, 14)
_HEAD = ("Workstream", COLUMNS[0], "Number", *COLUMNS[1:], "Change")
_FILLS = {"R": "#C4262E", "A": "#FFD166", "G": "#1D7A34", "B": "#1F5FBF", None: "#ECECEC"}
# The first page: the names' column, and the last of those that hold a number each.
_NAME, _NUMBER, _LAST = 52, 15, 6
# A cell holds no more, and 15 lines more than a screen.
_MOST = 32_767
_CUT = " … (cut: the Word and PDF packs have all of it)"
_TALLEST = 400
_LINE = 13
# A column's width is in larger signs than ours.
_FINE = 1.1


def excel(pack: Pack) -> bytes:
    """The pack as an .xlsx; the same pack gives the same bytes."""
    written = BytesIO()
    # Whatever was typed stays text: no formula and no link is ever made of it.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(written, options) as book:
        book.set_properties(
            {
                "title": pack.name,
                "subject": f"{pack.board}, {pack.board_on}",
                "author": pack.council or pack.title,
                "keywords": pack.fingerprint,
                "created": pack.frozen_at.replace(tzinfo=None),
            }
        )
        look = _Look(book)
        _summary(book.add_worksheet("Summary"), pack, look)
        _plan(book.add_worksheet("Plan"), pack, look)
    return written.getvalue()


class _Look:
    """How cells look; every text is marked as text, so that no program reads it as a formula."""

    def __init__(self, book: Workbook) -> None:
        base = {"font_name": "Calibri", "font_size": 10, "valign": "top", "quote_prefix": True}
        table = {**base, "text_wrap": True, "border": 1, "border_color": "#8A8F9C"}

        def made(look: Mapping[str, object]) -> Format:
            return book.add_format(dict(look))

        self.words = made(base)
        self.title = made({**base, "bold": True, "font_size": 18})
        self.heading = made({**base, "bold": True, "font_size": 13})
        self.cell = made(table)
        self.bold = made({**table, "bold": True})
        number = {key: value for key, value in table.items() if key != "quote_prefix"}
        self.number = made({**number, "align": "center"})
        self.total = made({**number, "align": "center", "bold": True})
        self.head = made({**table, "bold": True, "font_color": "#FFFFFF", "bg_color": "#26367A"})
        centre = {**table, "bold": True, "align": "center"}
        self.rags = {
            letter: made(
                {
                    **centre,
                    "bg_color": fill,
                    "font_color": "#1B1B1B" if letter in {"A", None} else "#FFFFFF",
                }
            )
            for letter, fill in _FILLS.items()
        }


def _summary(sheet: Worksheet, pack: Pack, look: _Look) -> None:
    _print(sheet, pack)
    sheet.set_paper(9)
    sheet.set_column(0, 0, _NAME)
    sheet.set_column(1, _LAST, _NUMBER)
    sheet.set_row(0, 26)
    at = 0
    for words, how in (
        (pack.name, look.title),
        (f"{pack.council or pack.title}. {pack.board}, {pack.board_on}.", look.words),
        (f"{pack.headline}.", look.heading),
        (pack.movement, look.words),
        (pack.before, look.words),
    ):
        _text(sheet, at, 0, words, how)
        at += 1
    at = _counts(sheet, at + 1, pack, look)
    key = ", ".join(f"{MARKS[rag].words}: {words}" for rag, words in KEY)
    _text(sheet, at, 0, f"{key}.", look.words)
    at += 1
    for section in pack.front:
        at = _section(sheet, at + 1, section, look)
    _text(sheet, at + 1, 0, TITLES["about"], look.heading)
    about = (pack.quality, pack.scope, pack.approved, BLANK)
    for number, words in enumerate((one for one in about if one), at + 2):
        _text(sheet, number, 0, words, look.words)


def _section(sheet: Worksheet, at: int, section: PackSection, look: _Look) -> int:
    """A part of the board's card; gives the next free row."""
    if section.asked:
        at = _head(sheet, at, section.title, ("Action", "What is asked"), look)
    elif section.notices:
        at = _head(sheet, at, section.title, ("Action", "RAG", "Why it is here"), look)
    else:
        _text(sheet, at, 0, section.title, look.heading)
        at += 1
    for words in section.words:
        _text(sheet, at, 0, words, look.words)
        at += 1
    for one in section.notices:
        if not section.asked:
            _text(sheet, at, 1, one.mark.words, look.rags[one.rag])
        at = _notice(sheet, at, one, 1 if section.asked else 2, look)
    return at


def _counts(sheet: Worksheet, at: int, pack: Pack, look: _Look) -> int:
    head = (pack.counted, *(MARKS[rag].words for rag in RATINGS), "All")
    for column, words in enumerate(head):
        _text(sheet, at, column, words, look.head)
    rows = pack.count_rows
    for number, row in enumerate(rows, 1):
        last = number == len(rows)
        _text(sheet, at + number, 0, row[0], look.bold)
        for column, one in enumerate(row[1:], 1):
            sheet.write_number(at + number, column, int(one), look.total if last else look.number)
    return at + len(rows) + 2


def _head(sheet: Worksheet, at: int, title: str, names: Sequence[str], look: _Look) -> int:
    _text(sheet, at, 0, title, look.heading)
    for column, words in enumerate(names[:-1]):
        _text(sheet, at + 1, column, words, look.head)
    _across(sheet, at + 1, len(names) - 1, names[-1], look.head)
    return at + 2


def _notice(sheet: Worksheet, at: int, one: Notice, column: int, look: _Look) -> int:
    name = f"{one.ref} {one.title}"
    _text(sheet, at, 0, name, look.bold)
    _across(sheet, at, column, one.words, look.cell)
    room = _NUMBER * (_LAST + 1 - column)
    sheet.set_row(at, max(_lines(name, _NAME), _lines(one.words, room)) * _LINE + 4)
    return at + 1


def _across(sheet: Worksheet, row: int, column: int, words: str, how: Format) -> None:
    """Words in one cell from a column to the last."""
    sheet.merge_range(row, column, row, _LAST, "", how)
    _text(sheet, row, column, words, how)


def _plan(sheet: Worksheet, pack: Pack, look: _Look) -> None:
    _print(sheet, pack)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    for column, words in enumerate(_HEAD):
        _text(sheet, 0, column, words, look.head)
    at = 0
    for part in pack.parts:
        for row in part.rows:
            at += 1
            _row(sheet, at, (part.name, row), look)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, max(at, 1), len(_HEAD) - 1)
    sheet.repeat_rows(0)


def _row(sheet: Worksheet, at: int, of: tuple[str, PackRow], look: _Look) -> None:
    workstream, row = of
    # The objective stands in every row: a spanning cell could be neither sorted nor filtered.
    texts = [workstream, plain(row.objective), row.ref, *(plain(cell) for cell in row.cells)]
    for column, words in enumerate(texts):
        _text(sheet, at, column, words, look.bold if column == 2 else look.cell)
    mark = row.mark
    _text(sheet, at, len(texts), mark.words, look.rags[row.rag])
    _text(sheet, at, len(texts) + 1, row.change, look.cell)
    lines = max(_lines(words, width) for words, width in zip(texts, _WIDTHS, strict=False))
    sheet.set_row(at, min(lines * _LINE + 6, _TALLEST))


def _lines(words: str, width: int) -> int:
    """How many lines a text takes in a column, roughly: not every program grows its rows."""
    return sum(1 + int(len(line) / (width * _FINE)) for line in words.split("\n"))


def _text(sheet: Worksheet, row: int, column: int, words: str, how: Format) -> None:
    shown = words if len(words) <= _MOST else words[: _MOST - len(_CUT)] + _CUT
    sheet.write_string(row, column, shown, how)


def _print(sheet: Worksheet, pack: Pack) -> None:
    sheet.set_landscape()
    # A3: on A4 the columns would shrink to what nobody can read. The PDF is for A4.
    sheet.set_paper(8)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    # An ampersand begins a code in a footer.
    board = pack.board.replace("&", "&&")
    sheet.set_footer(f"&L{board} · {pack.board_on} · {pack.fingerprint}&RPage &P of &N")
