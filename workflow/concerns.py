"""Describe a concern about a young person: what is kept, what happened to it, what is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workflow.dates import day_and_time
from workflow.duty import EVERY, next_step_at
from workflow.words import listed

__all__ = [
    "REASON_MOST",
    "AlertView",
    "Concern",
    "ConcernView",
    "Did",
    "ListView",
    "State",
    "Step",
    "Test",
    "alert_view",
    "concern_view",
    "list_view",
]

REASON_MOST = 1_000


class State(StrEnum):
    """Where a concern stands; only a person closes it."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class Did(StrEnum):
    """What happened to a concern; such rows are only ever added."""

    ALERTED = "alerted"
    ACKNOWLEDGED = "acknowledged"
    READ = "read"
    CONTACT = "contact"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened: when, what, to or by whom; `rung` of an alert (0 is the first)."""

    at: datetime
    did: Did
    who: str
    rung: int | None = None


@dataclass(frozen=True, slots=True)
class Concern:
    """A concern as it is kept; `words`, `contact` and `closed_why` are sealed.

    `source` is young, visit or staff. `talk` is the conversation it came from, None for none.
    """

    reference: str
    source: str
    talk: str | None
    kinds: tuple[str, ...]
    because: tuple[str, ...]
    words: bytes
    raised_at: datetime
    state: State = State.OPEN
    contact: bytes | None = None
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    closed_by: str | None = None
    closed_at: datetime | None = None
    closed_why: bytes | None = None


@dataclass(frozen=True, slots=True)
class Test:
    """A test alert: who was to acknowledge it, and who did when."""

    id: int
    made_at: datetime
    to: tuple[str, ...]
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None


@dataclass(frozen=True, slots=True)
class AlertView:
    """What an alert says: nothing of what was written, and nothing of who wrote it."""

    reference: str
    title: str
    source: str
    urgency: str
    state: str
    open: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class ConcernView:
    """One concern to somebody who may read it; `words` are None until they ask for them.

    `lost` says that the words can't be opened with this service's key.
    """

    reference: str
    source: str
    state: str
    open: bool
    closed: bool
    kinds: str
    because: tuple[str, ...]
    history: tuple[str, ...]
    words: str | None = None
    contact: str | None = None
    why: str | None = None
    lost: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class ListView:
    """Every concern that is not closed; (reference, line, whether nobody has acknowledged it)."""

    rows: tuple[tuple[str, str, bool], ...]


_SOURCES = {
    "young": "From a young person's answer",
    "visit": "From a young inspector's answer",
    "staff": "Passed on by a colleague",
}


def alert_view(
    concern: Concern, steps: Sequence[Step], names: Mapping[str, str], *, news: str = ""
) -> AlertView:
    """An alert as it stands; `news` is contact where a way to reach somebody was added."""
    rung = max((step.rung or 0 for step in steps), default=0)
    title = f"Please read {concern.reference} now"
    if news == Did.CONTACT:
        title = f"{concern.reference}: there is a way to reach them now"
    waited = rung * EVERY
    urgency = "Urgent: somebody may be in danger."
    if concern.state is State.OPEN and waited:
        urgency += f" Nobody has acknowledged it for {waited.seconds // 60} minutes."
    elif concern.state is State.OPEN:
        by = next_step_at(concern.raised_at, 0)
        urgency += f" Please acknowledge it by {day_and_time(by)}: then your cover is told too."
    return AlertView(
        reference=concern.reference,
        title=title,
        source=f"{_SOURCES.get(concern.source, concern.source)}, {_when(concern.raised_at)}",
        urgency=urgency,
        state=_state(concern, names),
        open=concern.state is State.OPEN,
        closed=concern.state is State.CLOSED,
    )


def concern_view(
    concern: Concern,
    steps: Sequence[Step],
    names: Mapping[str, str],
    *,
    words: str | None = None,
    contact: str | None = None,
    why: str | None = None,
    lost: bool = False,
    error: str = "",
) -> ConcernView:
    """One concern, with what was opened of it."""
    return ConcernView(
        reference=concern.reference,
        source=f"{_SOURCES.get(concern.source, concern.source)}, {_when(concern.raised_at)}",
        state=_state(concern, names),
        open=concern.state is State.OPEN,
        closed=concern.state is State.CLOSED,
        kinds=listed([one.replace("_", " ") for one in concern.kinds]),
        because=concern.because,
        history=tuple(_told(step, names) for step in steps),
        words=words,
        contact=contact,
        why=why,
        lost=lost,
        error=error,
    )


def list_view(concerns: Sequence[Concern], names: Mapping[str, str]) -> ListView:
    """Those that nobody has acknowledged first, then the oldest."""
    ranked = sorted(concerns, key=lambda one: (one.state is not State.OPEN, one.raised_at))
    return ListView(
        tuple(
            (
                one.reference,
                f"{_SOURCES.get(one.source, one.source)}, {_when(one.raised_at)}. "
                f"{_state(one, names)}",
                one.state is State.OPEN,
            )
            for one in ranked
        )
    )


# --- within -------------------------------------------------------------------------------


def _state(concern: Concern, names: Mapping[str, str]) -> str:
    if concern.state is State.CLOSED and concern.closed_at and concern.closed_by:
        by = names.get(concern.closed_by, concern.closed_by)
        return f"Closed by {by}, {_when(concern.closed_at)}."
    if concern.acknowledged_at and concern.acknowledged_by:
        by = names.get(concern.acknowledged_by, concern.acknowledged_by)
        return f"{by} took it on, {_when(concern.acknowledged_at)}."
    return "Nobody has acknowledged it yet."


def _told(step: Step, names: Mapping[str, str]) -> str:
    who = names.get(step.who, step.who)
    did = {
        Did.ALERTED: f"{who} was alerted",
        Did.ACKNOWLEDGED: f"{who} acknowledged it",
        Did.READ: f"{who} read the words",
        Did.CONTACT: "a way to reach them was added",
        Did.CLOSED: f"{who} closed it",
    }[step.did]
    return f"{_when(step.at)}: {did}"


def _when(moment: datetime) -> str:
    return day_and_time(moment)
