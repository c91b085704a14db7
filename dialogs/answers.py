"""Hold what somebody answered, and read typed words as a press where they plainly are one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["MOST_WORDS", "Answer", "Move", "Said", "typed"]

# The longest written answer, in characters. Longer ones are asked to be shortened, and kept.
MOST_WORDS = 2000


class Move(StrEnum):
    """What somebody did at a question."""

    ANSWER = "answer"
    SKIP = "skip"
    BACK = "back"
    STOP = "stop"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: the ids that were chosen, or the words that were written, or neither (skipped)."""

    chosen: tuple[str, ...] = ()
    words: str = ""

    @property
    def skipped(self) -> bool:
        """Whether the question was passed over."""
        return not self.chosen and not self.words


@dataclass(frozen=True, slots=True)
class Said:
    """What came in: a move, and with an answer what was chosen or written.

    `revision` is the one that the question was shown with, None for words that were typed.
    """

    move: Move
    answer: Answer = Answer()
    revision: int | None = None


def typed(words: str, labels: Sequence[tuple[str, str]], moves: Mapping[str, Move]) -> Said | None:
    """Read typed words as one of a question's buttons; None when they are not plainly one.

    `labels` are the choices in their order, each as id and label; `moves` the words for going
    back, skipping and so on, in small letters. A number counts from 1.
    """
    plain = _plain(words)
    if plain in moves:
        return Said(moves[plain])
    if plain.isdecimal() and len(plain) < 4 and 1 <= int(plain) <= len(labels):
        return Said(Move.ANSWER, Answer((labels[int(plain) - 1][0],)))
    found = [one for one, label in labels if _plain(label) == plain]
    return Said(Move.ANSWER, Answer((found[0],))) if len(found) == 1 else None


def _plain(words: str) -> str:
    """Small letters and digits, one space between words, whatever dash or stop stood there."""
    return " ".join(re.findall(r"[^\W_]+", words.casefold()))
