"""Rate an action: the five states, how they are marked, and which way one moved."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["MARKS", "NO_RATING", "Mark", "Move", "Rag", "earlier_mark", "move", "rank"]


class Rag(StrEnum):
    """A rating somebody gave; no rating at all is None, and None is never red and never green."""

    RED = "R"
    AMBER = "A"
    GREEN = "G"
    BLUE = "B"


@dataclass(frozen=True, slots=True)
class Mark:
    """How a rating is shown: never by colour alone."""

    shape: str
    letter: str
    word: str

    @property
    def words(self) -> str:
        """Shape, letter and word together."""
        return f"{self.shape} {self.letter} {self.word}".replace("  ", " ")

    @property
    def short(self) -> str:
        """Shape and letter, for a table's heading."""
        return f"{self.shape} {self.letter}"


MARKS: dict[Rag | None, Mark] = {
    Rag.RED: Mark("■", "R", "Red"),
    Rag.AMBER: Mark("◆", "A", "Amber"),
    Rag.GREEN: Mark("●", "G", "Green"),
    Rag.BLUE: Mark("✓", "B", "Blue"),
    None: Mark("○", "–", "No update"),
}


# An action that was never rated is not one whose update is missing.
NO_RATING = Mark("○", "–", "No rating")


def earlier_mark(rag: Rag | None) -> Mark:
    """How the rating before this month's is shown."""
    return MARKS[rag] if rag else NO_RATING


class Move(StrEnum):
    """Which way a rating went since the month before; the arrow always stands beside the word."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NEW = "new"
    SILENT = "silent"

    @property
    def arrow(self) -> str:
        """The arrow that goes with the word."""
        return {"better": "↗", "worse": "↘", "same": "→", "new": "＊", "silent": "○"}[self.value]


_ORDER = {Rag.RED: 0, Rag.AMBER: 1, Rag.GREEN: 2, Rag.BLUE: 3}


def rank(rag: Rag | None) -> int:
    """Worst first, for sorting: red 0, amber 1, no update 2, green 3, blue 4."""
    return {Rag.RED: 0, Rag.AMBER: 1, None: 2, Rag.GREEN: 3, Rag.BLUE: 4}[rag]


def move(before: Rag | None, now: Rag | None) -> Move:
    """How a rating moved; `before` unknown makes it new, `now` unknown makes it silent."""
    if now is None:
        return Move.SILENT
    if before is None:
        return Move.NEW
    if _ORDER[now] == _ORDER[before]:
        return Move.SAME
    return Move.BETTER if _ORDER[now] > _ORDER[before] else Move.WORSE
