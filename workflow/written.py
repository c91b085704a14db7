"""Say who has to read what young people wrote, by when, and who is asked when nobody did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

__all__ = ["Outcome", "Told", "Written"]


class Told(IntEnum):
    """Who was asked to read it, so far."""

    NOBODY = 0
    READER = 1
    COVER = 2
    LEAD = 3


class Outcome(StrEnum):
    """What came of reading it."""

    NOTHING = "nothing"
    CONCERN = "concern"
    SUGGESTION = "suggestion"


@dataclass(frozen=True, slots=True)
class Written:
    """A written answer in the queue; `sealed` are its words, which only `bot` can open.

    `use` is whether the words may be used, None when that was not answered. `withdrawn`: it was
    deleted by code before anybody had read it, so it is read once and used for nothing.
    """

    id: int
    script: str
    step: str
    provision: str | None
    sealed: bytes
    use: bool | None
    queued_at: datetime
    read_by: datetime
    told: Told = Told.NOBODY
    told_at: datetime | None = None
    withdrawn: bool = False
    reader: str | None = None
    read_at: datetime | None = None
    outcome: Outcome | None = None


def waiting(queue: Sequence[Written]) -> tuple[Written, ...]:
    """What nobody has read, the one that must be read first at the front."""
    unread = (one for one in queue if one.read_at is None)
    return tuple(sorted(unread, key=lambda one: (one.read_by, one.id)))
