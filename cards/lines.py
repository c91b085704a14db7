"""Draw what several of a board's cards share: an action in a line, counts, and ways to go on."""

from __future__ import annotations

from cards.blocks import Card, badge, box, brief, column, columns, press, subtle, text
from workflow.rag import MARKS, Rag
from workflow.summary import Counts, Line, Summary
from workflow.words import shorten

__all__ = [
    "PAGE",
    "TITLE",
    "action_line",
    "action_words",
    "counts_words",
    "letter_of",
    "named",
    "page_of",
    "to_summary",
    "turn",
]

# So much of an action's name, of why it stands where it does, and of an officer's words.
TITLE, _NOTE, _WORDS = 100, 200, 300
# So many actions, or groups of them, at a time.
PAGE = 10


def action_line(
    view: Summary, line: Line, board: str, *, words: bool = False, back: str = ""
) -> Card:
    """An action with its rating and why, to open; `back` is the group it is seen in."""
    shown = box(
        [
            columns(
                column([text(f"**{line.ref}** {brief(line.title, TITLE)}", spacing="None")]),
                column([badge(letter_of(line.rag))], width="auto"),
            ),
            subtle(brief(line.note, _NOTE)),
            text(f"“{brief(line.words, _WORDS)}”", spacing="Small")
            if words and line.words
            else None,
        ],
        separator=True,
        spacing="Small",
    )
    if board:
        data = named(view, board, line.ref) | ({"back": back} if back else {})
        shown["selectAction"] = press(f"Open {line.ref}", "board.action", data)
    return shown


def action_words(line: Line, *, words: bool = False) -> str:
    """The same in plain text."""
    said = f" “{shorten(line.words, _WORDS)}”" if words and line.words else ""
    name, word = shorten(line.title, TITLE), MARKS[letter_of(line.rag)].word
    return f"{line.ref} {name}: {word}. {shorten(line.note, _NOTE)}{said}"


def counts_words(counts: Counts) -> str:
    """4 Red, 9 Amber, 10 Green, 2 without update."""
    said = [
        f"{number} {word}"
        for number, word in (
            (counts.red, "Red"),
            (counts.amber, "Amber"),
            (counts.green, "Green"),
            (counts.blue, "Blue"),
            (counts.silent, "without update"),
        )
        if number or word in {"Red", "Amber", "Green", "without update"}
    ]
    return ", ".join(said)


def page_of(asked: str, total: int) -> tuple[int, int]:
    """Which page, and of how many. It comes back from a button: anybody may have written it."""
    pages = max(1, -(-total // PAGE))
    return (min(max(int(asked), 1), pages) if asked.isascii() and asked.isdigit() else 1), pages


def turn(view: Summary, board: str, verb: str, stem: str, at: tuple[int, int]) -> list[Card]:
    """The buttons to the other pages of what `verb` shows; `at` is the page, and of how many."""
    page, pages = at
    beside = (("Previous page", page - 1), ("Next page", page + 1))
    return [
        press(words, verb, named(view, board, f"{stem}:{to}"))
        for words, to in beside
        if 1 <= to <= pages
    ]


def to_summary(view: Summary, board: str) -> Card:
    """The button to the board's own card."""
    return press("Back to the summary", "board.open", {"month": view.month, "board": board})


def named(view: Summary, board: str, name: str) -> dict[str, str]:
    """What a button sends that shows a part of a month, by its name."""
    return {"month": view.month, "board": board, "name": name}


def letter_of(letter: str | None) -> Rag | None:
    """A frozen letter as a rating."""
    return Rag(letter) if letter else None
