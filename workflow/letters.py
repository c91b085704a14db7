"""Say what is to be said, to whom and once: every message starts here as a letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

__all__ = [
    "ANSWER_KINDS",
    "KINDS",
    "Lane",
    "Letter",
    "WhenUnsure",
    "board_party",
    "mail_party",
    "person_party",
    "reply",
]


class Lane(IntEnum):
    """What goes first; urgent never waits behind anything."""

    URGENT = 0
    ANSWER = 1
    BULK = 2


class WhenUnsure(StrEnum):
    """What to do with a message of which nobody knows whether it arrived."""

    AGAIN = "again"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Letter:
    """One message, before it is drawn.

    `key` is unique for ever: the same key twice is one letter. `to` is `person:ID`, `mail:ID`
    (the same person's mail) or `board:ID`. `kind` and `facts` say what is meant; the card is
    drawn when it is sent, from what is true then. `facts` holds JSON values only. A letter with
    the fact `instead_of` takes the place of the message of that key, and makes nobody's telephone
    ring.
    """

    key: str
    to: str
    kind: str
    facts: Mapping[str, object] = field(default_factory=dict)
    lane: Lane = Lane.BULK
    when_unsure: WhenUnsure = WhenUnsure.HOLD


# Each kind of letter, and what it is.
KINDS: Mapping[str, str] = {
    "round": "the monthly request: all of one officer's actions",
    "reminder": "what is still missing",
    "redrawn": "an officer's list, shown anew in its place: a colleague has answered",
    "opened": "to the PMO: the month has opened",
    "silent": "to the PMO: the month has closed, and who was silent",
    "returned": "to the lead officer: an update came back with a comment",
    "delegated": "to a colleague: an update to draft for somebody",
    "drafted": "to the lead officer: a draft to sign",
    "draft": "to the approver: the frozen summary",
    "unapproved": "to the approver and the PMO: board day, and nothing is approved",
    "board": "to a board's channel: its summary",
    "reading": "to a reader: what young people wrote waits to be read",
    "suggested": "to the participation worker: a draft of what young people asked for",
    "asked": "to an owner: what young people asked for, to reply to",
    "unanswered": "to the participation worker: a reply that did not come in time",
    "replied": "to the participation worker: an owner's reply",
    "alert": "to the duty team: a concern to read now, without a word of it",
    "alert_test": "to the duty team: a test that alerts arrive",
}

# Kinds that only ever answer somebody.
ANSWER_KINDS: Mapping[str, str] = {
    "form": "one action to update",
    "receipt": "what was saved",
    "delegate": "choosing a colleague to draft an action's update",
    "history": "what was said about an action, month by month",
    "problem": "what went wrong, and the words that were kept",
    "chase": "who has not answered",
    "dates": "the month's moments, and what would happen if they were moved",
    "review": "the next update to accept or return",
    "action": "one action, as the board sees it",
    "exceptions": "what a board should look at",
    "workstream": "one workstream, as the board sees it",
    "groups": "a month by workstream, by Ofsted's recommendation, or by whom it helps",
    "group": "the actions for one recommendation, or for one group of people",
    "pack": "where a board's pack is to be had",
    "written": "one answer that a young person wrote, to its reader",
    "promise": "one thing that young people asked for",
    "promises": "everything that young people asked for",
    "invitations": "the links that open the young people's chat",
    "concern": "one concern, to somebody who may read it",
    "concerns": "every concern that is not closed",
    "question": "the answer to a question about the plan, from what the asker may see",
    "note": "a few words",
}


def person_party(person: str) -> str:
    """The address book's name of a person."""
    return f"person:{person}"


def mail_party(person: str) -> str:
    """The address book's name of a person's mail."""
    return f"mail:{person}"


def board_party(board: str) -> str:
    """The address book's name of a board's channel."""
    return f"board:{board}"


def reply(to: str, activity: str, number: int, kind: str, facts: Mapping[str, object]) -> Letter:
    """An answer to what somebody did, once per act."""
    return Letter(
        key=f"reply:{activity}:{number}",
        to=to,
        kind=kind,
        facts=facts,
        lane=Lane.ANSWER,
        # A lost answer is asked for again by pressing again; a double one does no harm.
        when_unsure=WhenUnsure.HOLD,
    )
