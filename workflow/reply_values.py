"""Name what a typed reply can mean, as values that never change once made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflow.rag import Rag

__all__ = [
    "Context",
    "Given",
    "GivenDate",
    "Intent",
    "Last",
    "Mend",
    "Part",
    "Precision",
    "Question",
    "Role",
    "Understanding",
]


class Intent(StrEnum):
    """What an officer wants with a reply."""

    UPDATE = "update"
    NO_CHANGE = "no_change"
    SET_RAG = "set_rag"
    FIGURES = "figures"
    SKIP = "skip"
    DEFER = "defer"
    AWAY = "away"
    DELEGATE = "delegate"
    UNDO = "undo"
    HELP = "help"
    STATUS_QUERY = "status_query"
    WHO_IS_LATE = "who_is_late"
    SHOW_ACTION = "show_action"
    DECISION_REQUEST = "decision_request"
    EDIT_LAST = "edit_last"
    AMBIGUOUS = "ambiguous"
    NOT_UNDERSTOOD = "not_understood"


class Precision(StrEnum):
    """How exactly a date was given."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class Role(StrEnum):
    """What a date in a reply is for."""

    ASK_ON = "ask_on"
    FROM = "from"
    UNTIL = "until"
    BACK = "back"
    FORECAST = "forecast"
    AS_AT = "as_at"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Last:
    """What was stored last, so that "sorry, meant amber" has something to mend."""

    ref: str
    did: str = ""
    rag: Rag | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What stood on the screen when the officer typed.

    `awaiting` is round_overview, none, or what and of which: action:PI3.1, rag:PI3.1,
    reason:PI3.1, measure:PI3.1-M1. `actions` are the refs still open for this officer, in
    the order they are shown.
    """

    awaiting: str = "none"
    actions: tuple[str, ...] = ()
    last: Last | None = None

    @property
    def kind(self) -> str:
        """What is awaited, without of which."""
        return self.awaiting.partition(":")[0]

    @property
    def about(self) -> str:
        """The ref (or the measure's id) that the open question is about; empty if none."""
        return self.awaiting.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Given:
    """A figure that an officer gave of one measure.

    `value` is in the measure's unit; `unit` is percent, count, or what the measure counts per
    ("cases per worker"). `numerator` of `denominator` where the officer gave the base.
    """

    ref: str
    measure: str
    value: float
    unit: str
    numerator: int | None = None
    denominator: int | None = None


@dataclass(frozen=True, slots=True)
class GivenDate:
    """A date in a reply: the officer's words, and the day they stand for.

    A month or a quarter is its last day, or its first where something starts `from` it; a
    week is its Monday. `at` is a time of day (09:00) or empty.
    """

    words: str
    day: date
    precision: Precision
    role: Role
    at: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is put back to the officer, with the words on its buttons."""

    words: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mend:
    """A typing mistake that was read as something else: always said back."""

    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a reply does.

    `rag` holds for each of `refs`. `narrative` is a stretch of the reply, character for
    character; `decision` too, and it lies within the narrative. `question` is None unless
    there is a doubt; then nothing of the reply may be saved before it is answered.
    """

    intent: Intent
    refs: tuple[str, ...] = ()
    rag: Rag | None = None
    figures: tuple[Given, ...] = ()
    dates: tuple[GivenDate, ...] = ()
    narrative: str = ""
    decision: str = ""
    person: str = ""
    question: Question | None = None
    wanted: Rag | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a reply was understood to mean; `text` are the officer's exact words.

    `echo` says it back in words, mended typing included. While `question` is not None,
    nothing may be saved: what the parts hold is what would be saved after a "yes".
    """

    text: str
    intent: Intent
    parts: tuple[Part, ...]
    mends: tuple[Mend, ...] = ()
    echo: str = ""

    @property
    def refs(self) -> tuple[str, ...]:
        """Every action that the reply is about, in the order named."""
        return tuple(dict.fromkeys(ref for part in self.parts for ref in part.refs))

    @property
    def rag(self) -> Mapping[str, Rag]:
        """The rating that the officer gave each action."""
        return {ref: part.rag for part in self.parts if part.rag for ref in part.refs}

    @property
    def question(self) -> Question | None:
        """The first question to put back, or None: nothing is in doubt."""
        return next((part.question for part in self.parts if part.question), None)
