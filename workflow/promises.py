"""Follow what young people asked for: who answers by when, what they say, and how it is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from workflow.dates import Calendar, at, day, long_day, office_hours, today
from workflow.letters import Letter, WhenUnsure, person_party
from workflow.words import count

__all__ = [
    "REPLY_MOST",
    "SAYS",
    "TEXT_MOST",
    "Mark",
    "Promise",
    "PromiseView",
    "Reply",
    "asked",
    "check_reply",
    "check_text",
    "clock_words",
    "last_visit",
    "nudge_times",
    "nudges",
    "replied",
    "reply_due",
    "said_back",
    "silent",
    "view_of",
]

# How many days an owner has to reply, and how many working days before that they are reminded.
REPLY_DAYS = 28
_REMIND_DAYS = 5
_REMIND_HOUR = 9
# The longest texts, in characters.
TEXT_MOST, REPLY_MOST = 1000, 1000


class Reply(StrEnum):
    """The three things an owner may say."""

    WILL = "will"
    STARTED = "started"
    CANNOT = "cannot"


# How each begins when young people read it.
SAYS: Mapping[Reply, str] = {
    Reply.WILL: "We will",
    Reply.STARTED: "We've started",
    Reply.CANNOT: "We can't, because",
}


class Mark(StrEnum):
    """How young people find what was done."""

    FIXED = "fixed"
    BETTER = "better"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Promise:
    """A suggestion, or a visit's recommendation, from its draft to its reply.

    `text` is what young people said, in words from which nobody can be known; `quoted` that
    they are a young person's own, who said yes to that. Without an `owner` it is a draft of the
    participation worker's. `public` puts it on the page that anybody can read.
    """

    id: int
    version: int
    kind: str
    text: str
    made_by: str
    made_at: datetime
    written: int | None = None
    provision: str | None = None
    quoted: bool = False
    owner: str | None = None
    asked_by: str | None = None
    asked_on: date | None = None
    due: date | None = None
    reply: Reply | None = None
    reply_words: str = ""
    replied_by: str | None = None
    replied_on: date | None = None
    public: bool = False
    dropped_at: datetime | None = None
    reminded_on: date | None = None

    @property
    def waits(self) -> bool:
        """Whether somebody owes a reply."""
        return self.owner is not None and self.reply is None and self.dropped_at is None


def reply_due(on: date, calendar: Calendar) -> date:
    """The last day to reply to what was asked on that day: 28 days on, a working day."""
    last = on + timedelta(days=REPLY_DAYS)
    return last if calendar.works(last) else calendar.forward(last, 1)


@dataclass(frozen=True, slots=True)
class PromiseView:
    """One promise as the participation worker or its owner sees it.

    `about` says where it came from, `clock` how the reply stands. `people` are (name, id) of
    those who can be asked. `mine`: it is shown to the owner, to reply. `late`: the reply is.
    """

    id: int
    version: int
    text: str
    about: str
    quoted: bool
    clock: str
    owner: str = ""
    reply: str = ""
    public: bool = False
    mine: bool = False
    draft: bool = False
    late: bool = False
    people: tuple[tuple[str, str], ...] = ()
    error: str = ""
    typed: Mapping[str, str] | None = None
    notice: str = ""


def asked(
    was: Promise, *, text: str, owner: str, by: str, now: datetime, calendar: Calendar
) -> Promise:
    """The draft, put to its owner: from now on the clock runs."""
    on = today(now)
    # Words that were changed are no young person's own any more.
    same = text.strip() == was.text
    return replace(
        was,
        text=text.strip(),
        quoted=was.quoted and same,
        owner=owner,
        asked_by=by,
        asked_on=on,
        due=reply_due(on, calendar),
    )


def replied(was: Promise, *, reply: Reply, words: str, by: str, now: datetime) -> Promise:
    """The promise with its owner's reply; a later reply takes the first one's place.

    What stood on the public page is looked at again before it stands there anew.
    """
    return replace(
        was,
        reply=reply,
        reply_words=words.strip(),
        replied_by=by,
        replied_on=today(now),
        public=False,
    )


def check_text(text: str, owner: str, people: Sequence[str]) -> str:
    """What is wrong with asking somebody, empty when nothing is."""
    if not text.strip():
        return "Say what young people asked for."
    if len(text.strip()) > TEXT_MOST:
        return f"That is {count(len(text.strip()), 'character')}. {TEXT_MOST:,} are enough."
    if owner not in people:
        return "Choose who replies."
    return ""


def check_reply(reply: str, words: str) -> str:
    """What is wrong with a reply, empty when nothing is."""
    if reply not in list(Reply):
        return "Choose one of the three: we will, we've started, or we can't."
    if not words.strip():
        return "Say in a sentence what happens, or why not. Young people read it."
    if len(words.strip()) > REPLY_MOST:
        return f"That is {count(len(words.strip()), 'character')}. {REPLY_MOST:,} are enough."
    return ""


def said_back(one: Promise) -> str:
    """The reply as young people read it; empty where there is none."""
    match one.reply:
        case None:
            return ""
        case Reply.CANNOT:
            return f"{SAYS[one.reply]} {one.reply_words}"
        case _:
            return f"{SAYS[one.reply]}: {one.reply_words}"


def silent(promises: Sequence[Promise], on: date) -> tuple[Promise, ...]:
    """What should have been replied to before a day and was not, the longest wait first."""
    late = (one for one in promises if one.waits and one.due is not None and one.due < on)
    return tuple(sorted(late, key=lambda one: (one.due or on, one.id)))


def last_visit(promises: Sequence[Promise]) -> tuple[Promise, ...]:
    """What was promised after the last visits, for the next one to look at first, newest first.

    "We can't" is no promise.
    """
    made = [one for one in promises if one.reply in {Reply.WILL, Reply.STARTED}]
    return tuple(sorted(made, key=lambda one: (one.replied_on or date.min, one.id), reverse=True))


def clock_words(one: Promise, on: date) -> str:
    """How the reply stands: "Reply due by Thursday 3 October", or how late it is."""
    if one.reply is not None and one.replied_on is not None:
        late = one.due is not None and one.replied_on > one.due
        return f"Replied on {day(one.replied_on)}{', late' if late else ''}"
    if one.due is None:
        return "A draft: nobody has been asked yet"
    if one.due >= on:
        return f"Reply due by {long_day(one.due)}"
    return f"No reply. It was due on {day(one.due)}, {count((on - one.due).days, 'day')} ago"


def nudges(
    promises: Sequence[Promise], workers: Sequence[str], now: datetime, calendar: Calendar
) -> tuple[tuple[Promise, tuple[Letter, ...]], ...]:
    """Whom to remind of a reply now: its owner five working days before, both once it is late.

    Gives each promise as it is then to be kept, with the letters.
    """
    on = today(now)
    if not office_hours(now, calendar):
        return ()
    found = []
    for one in promises:
        if not one.waits or one.due is None or one.owner is None:
            continue
        soon, late = calendar.back(one.due, _REMIND_DAYS), calendar.forward(one.due, 1)
        step = late if on >= late else soon
        if on < step or (one.reminded_on is not None and one.reminded_on >= step):
            continue
        whom = [(one.owner, "asked")]
        if step == late:
            whom += [(person, "unanswered") for person in workers]
        letters = tuple(_letter(one, person, kind, f"{step:%Y-%m-%d}") for person, kind in whom)
        found.append((replace(one, reminded_on=on), letters))
    return tuple(found)


def nudge_times(one: Promise, calendar: Calendar) -> tuple[datetime, ...]:
    """When somebody is reminded of a reply that is awaited."""
    if not one.waits or one.due is None:
        return ()
    days = (calendar.back(one.due, _REMIND_DAYS), calendar.forward(one.due, 1))
    return tuple(at(day_, _REMIND_HOUR) for day_ in days)


def view_of(
    one: Promise,
    on: date,
    *,
    names: Mapping[str, str],
    provisions: Mapping[str, str],
    person: str,
    people: Sequence[tuple[str, str]] = (),
    error: str = "",
    typed: Mapping[str, str] | None = None,
    notice: str = "",
) -> PromiseView:
    """What somebody is shown of a promise; `person` is who looks."""
    about = "A suggestion" if one.kind == "suggestion" else "A young inspectors' recommendation"
    where = provisions.get(one.provision or "", "")
    mine = one.owner == person
    return PromiseView(
        id=one.id,
        version=one.version,
        text=one.text,
        about=f"{about}: {where}" if where else about,
        quoted=one.quoted,
        clock=clock_words(one, on),
        owner=names.get(one.owner or "", ""),
        reply=said_back(one),
        public=one.public,
        mine=mine,
        draft=one.owner is None,
        late=bool(silent([one], on)),
        people=tuple(people),
        error=error,
        typed=typed,
        notice=notice,
    )


def _letter(one: Promise, person: str, kind: str, step: str) -> Letter:
    return Letter(
        f"{kind}:{one.id}:{step}:{person}",
        person_party(person),
        kind,
        {"id": one.id},
        when_unsure=WhenUnsure.AGAIN,
    )
