"""Lay out an answer: a title, how new it is, and actions in a line or three each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.summary import Line
from workflow.words import listed

__all__ = ["Asked", "Entry", "Part", "entry", "tally"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One action, or one figure (`rated` False), and what is said of it; `rag` is a letter."""

    ref: str
    title: str
    rag: str | None
    said: tuple[str, ...] = ()
    rated: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """Entries under a heading, which may be empty."""

    heading: str
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The answer to a question.

    `source` says how new it is; `words` come before the parts; `again` are questions to go on
    with, as buttons.
    """

    title: str
    source: str
    words: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    again: tuple[str, ...] = ()


def entry(line: Line, *said: str) -> Entry:
    """An action with its rating; without `said`, with the note of its summary."""
    return Entry(line.ref, line.title, line.rag, said or ((line.note,) if line.note else ()))


def tally(lines: Iterable[Line]) -> str:
    """2 Red, 1 Amber and 1 without update."""
    letters = [one.rag for one in lines]
    words = {"R": "Red", "A": "Amber", "G": "Green", "B": "Blue", None: "without update"}
    found = [f"{letters.count(one)} {word}" for one, word in words.items() if one in letters]
    return listed(found) or "nothing"
