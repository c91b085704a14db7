"""Name the people of the service: who holds which post, who stands in, who decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

__all__ = [
    "Appointment",
    "BoardSeat",
    "DutyNumbers",
    "Kind",
    "Meeting",
    "People",
    "Person",
    "Shift",
]


class Kind(StrEnum):
    """What a person may be appointed to."""

    LEAD = "lead"
    DEPUTY = "deputy"
    PMO = "pmo"
    APPROVER = "approver"
    DECISION_TAKER = "decision_taker"
    PARTICIPATION_WORKER = "participation_worker"
    READER = "reader"
    READER_COVER = "reader_cover"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    DUTY_MANAGER = "duty_manager"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works with the plan; `directory_id` is their id in the council's directory."""

    id: str
    name: str
    email: str
    directory_id: str


@dataclass(frozen=True, slots=True)
class Appointment:
    """Person `person` is `kind`; `scope` is a role id (lead, deputy) or a board id (deciding)."""

    person: str
    kind: Kind
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """When a board meets: the `week`-th `weekday` of each month (week -1: the last; Monday is 0).

    `dates` name particular meetings and win over the rule in their months. A rule's day that
    is not a working day moves back to the working day before it, or forward where that would
    leave the month.
    """

    week: int
    weekday: int
    dates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardSeat:
    """Where and when a board receives its card; no `meeting`: on the anchor board's day.

    `channel` is the conversation id of its Teams channel, empty until known.
    """

    board: str
    channel: str = ""
    meeting: Meeting | None = None
    anchor: bool = False
    card: bool = True


@dataclass(frozen=True, slots=True)
class Shift:
    """A stretch of the weekly duty rota, local time.

    `until` at or before `start` runs over midnight.
    """

    person: str
    weekdays: tuple[int, ...]
    start: time
    until: time


@dataclass(frozen=True, slots=True)
class DutyNumbers:
    """Telephone numbers a young person may be shown, as text exactly as they are shown."""

    under_18: str = ""
    over_18: str = ""
    hours: str = ""
    out_of_hours: str = ""
    checked: date | None = None


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, as one file or one database says it today."""

    persons: tuple[Person, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    seats: tuple[BoardSeat, ...] = ()
    rota: tuple[Shift, ...] = ()
    numbers: DutyNumbers = DutyNumbers()


def holders(people: People, kind: Kind, scope: str | None = None) -> tuple[str, ...]:
    """The persons appointed to something, in the order of their appointment, each once."""
    found = (
        one.person
        for one in people.appointments
        if one.kind is kind and (scope is None or one.scope == scope)
    )
    return tuple(dict.fromkeys(found))


def may(people: People, person: str, kind: Kind, scope: str | None = None) -> bool:
    """Whether somebody holds an appointment."""
    return person in holders(people, kind, scope)
