"""Say who has to read what young people wrote, by when, and who is asked when nobody did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from workflow.dates import Calendar, at, day_and_time, office_hours, today
from workflow.letters import Lane, Letter, WhenUnsure, person_party
from workflow.words import count

__all__ = [
    "SUGGESTION_MOST",
    "Asking",
    "Outcome",
    "ReadView",
    "Readers",
    "Told",
    "Written",
    "asking",
    "check_suggestion",
    "due_at",
    "lead_at",
    "standing_line",
    "waiting",
]

# The longest wording of a suggestion, in characters.
SUGGESTION_MOST = 300
# When the safeguarding lead is asked, on the working day after the deadline.
_NOON = 12
# When readers are asked about what came in outside working hours.
_MORNING = 8


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
    deleted by code before anybody had read it, so it is read once and used for nothing. `talk` is
    where it was written, until the day on which it is mixed with others.
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
    talk: str | None = None


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads: by whom they are asked in turn, person ids; who is `away` is passed over."""

    readers: tuple[str, ...]
    covers: tuple[str, ...]
    leads: tuple[str, ...]
    away: frozenset[str] = frozenset()

    def at(self, told: Told) -> tuple[str, ...]:
        """Whom to ask at a step: those after them where nobody is there."""
        steps = {Told.READER: self.readers, Told.COVER: self.covers, Told.LEAD: self.leads}
        for step in (one for one in Told if one >= told):
            if here := tuple(one for one in steps[step] if one not in self.away):
                return here
        return self.leads


@dataclass(frozen=True, slots=True)
class Asking:
    """Ask somebody to read `ids`, by these letters."""

    told: Told
    ids: tuple[int, ...]
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class ReadView:
    """One written answer as its reader sees it.

    `question` is what it was an answer to, `by` its deadline in words, `late` that this has
    passed, `may_use` what the young person said about their words. `used` is False for an
    answer of which nothing may be used because it was deleted by code, `opened` for words that
    this service's key does not open.
    """

    id: int
    position: int
    total: int
    question: str
    words: str
    by: str
    late: bool
    may_use: str
    quotable: bool
    used: bool = True
    opened: bool = True
    error: str = ""
    typed: str = ""
    notice: str = ""


def asking(
    queue: Sequence[Written], readers: Readers, now: datetime, calendar: Calendar
) -> tuple[Asking, ...]:
    """What should have been asked by now and is not.

    A reader is asked in working hours, and not again on the same day while earlier ones wait:
    the card counts them all. Past the deadline the cover is asked at once, and the safeguarding
    lead at noon of the working day after.
    """
    unread = waiting(queue)
    steps = {
        Told.LEAD: [one for one in unread if now >= lead_at(one, calendar)],
        Told.COVER: [one for one in unread if now >= one.read_by],
        Told.READER: _new(unread, now, calendar),
    }
    found = []
    done: set[int] = set()
    for told, those in steps.items():
        ids = tuple(one.id for one in those if one.told < told and one.id not in done)
        done.update(ids)
        if ids:
            found.append(Asking(told, ids, _letters(told, ids, readers)))
    return tuple(found)


def due_at(one: Written, now: datetime, calendar: Calendar) -> datetime:
    """When somebody is asked about an answer next; once all were asked, that lies behind."""
    match one.told:
        case Told.NOBODY:
            first = _first_hour(one.queued_at, calendar)
            if first <= now:
                first = at(calendar.forward(today(now), 1), _MORNING)
            return min(first, one.read_by)
        case Told.READER:
            return one.read_by
        case _:
            return lead_at(one, calendar)


def lead_at(one: Written, calendar: Calendar) -> datetime:
    """When the safeguarding lead is asked about an answer that nobody has read."""
    return at(calendar.forward(today(one.read_by), 1), _NOON)


def waiting(queue: Sequence[Written]) -> tuple[Written, ...]:
    """What nobody has read, the one that must be read first at the front."""
    unread = (one for one in queue if one.read_at is None)
    return tuple(sorted(unread, key=lambda one: (one.read_by, one.id)))


def standing_line(queue: Sequence[Written], now: datetime) -> str:
    """How the queue stands: "3 to read, 1 past its deadline", or that all is read."""
    unread = waiting(queue)
    if not unread:
        return "all read"
    late = sum(now >= one.read_by for one in unread)
    said = f"{len(unread)} to read, the next by {day_and_time(unread[0].read_by)}"
    if not late:
        return said
    its = "its" if late == 1 else "their"
    return f"{len(unread)} to read, {late} past {its} deadline"


def check_suggestion(words: str, *, quote: bool, may_quote: bool) -> str:
    """What is wrong with passing an answer on as a suggestion, empty when nothing is."""
    if quote and not may_quote:
        return "Their own words may be quoted only when they said yes. Use words of yours."
    if not quote and not words.strip():
        return "Say in your own words what was asked for, so that nobody can be known from it."
    if len(words.strip()) > SUGGESTION_MOST:
        return f"That is {count(len(words.strip()), 'character')}. {SUGGESTION_MOST} are enough."
    return ""


# --- within -------------------------------------------------------------------------------


def _new(unread: Sequence[Written], now: datetime, calendar: Calendar) -> list[Written]:
    """What a reader is asked about now: nothing, while they were asked today and have not read."""
    asked = (one.told_at for one in unread if one.told_at is not None)
    if not office_hours(now, calendar) or any(today(one) == today(now) for one in asked):
        return []
    return [one for one in unread if one.told is Told.NOBODY]


def _first_hour(moment: datetime, calendar: Calendar) -> datetime:
    """The first moment in working hours from `moment` on."""
    if office_hours(moment, calendar):
        return moment
    opens = at(today(moment), _MORNING)
    if calendar.works(today(moment)) and moment < opens:
        return opens
    return at(calendar.forward(today(moment), 1), _MORNING)


def _letters(told: Told, ids: Sequence[int], readers: Readers) -> tuple[Letter, ...]:
    late = told is not Told.READER
    return tuple(
        Letter(
            f"reading:{told.name.lower()}:{max(ids)}:{person}",
            person_party(person),
            "reading",
            {"told": told.name.lower()},
            lane=Lane.URGENT if late else Lane.BULK,
            when_unsure=WhenUnsure.AGAIN,
        )
        for person in readers.at(told)
    )
