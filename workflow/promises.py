"""Follow what young people asked for: who answers by when, what they say, and how it is found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from workflow.dates import Calendar

__all__ = ["Mark", "Promise", "Reply", "reply_due"]

# How many days an owner has to reply.
REPLY_DAYS = 28


class Reply(StrEnum):
    """The three things an owner may say."""

    WILL = "will"
    STARTED = "started"
    CANNOT = "cannot"


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
