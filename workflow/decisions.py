"""Hold what boards decided, and which of it no officer has answered yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

__all__ = ["DECIDED_MOST", "Decision", "check_decision", "unanswered"]

# The longest decision, in characters: it is read aloud in a meeting.
DECIDED_MOST = 500


@dataclass(frozen=True, slots=True)
class Decision:
    """What a board decided about an action, recorded on the card of a month."""

    month: str
    ref: str
    board: str
    words: str
    said_by: str
    said_at: datetime


def unanswered(
    decisions: Iterable[Decision], last_said: Mapping[str, datetime]
) -> tuple[Decision, ...]:
    """The decisions that no update has come after, oldest first.

    `last_said` is when the latest update that counts was given, by ref: an update that is taken
    back leaves its decision unanswered again.
    """
    found = (one for one in decisions if not last_said.get(one.ref, one.said_at) > one.said_at)
    return tuple(sorted(found, key=lambda one: (one.said_at, one.ref)))


def check_decision(words: str) -> str:
    """What is wrong with the words of a decision, empty when nothing is."""
    said = words.strip()
    if not said:
        return "Write what the board decided."
    if len(said) > DECIDED_MOST:
        return f"That has {len(said):,} characters. The most is {DECIDED_MOST}."
    return ""
