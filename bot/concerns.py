"""Raise a concern about a young person: the safeguarding lead is told at once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cipher import Cipher
from store import Books
from workflow.letters import Lane, Letter, WhenUnsure, person_party
from workflow.people import Kind, holders
from workflow.safeguarding import Scan

__all__ = ["Raised", "raise_concern"]

# Letters and digits that nobody mistakes for one another on the telephone.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Raised:
    """A concern that was raised: its reference, who is alerted, who reads it and by when."""

    reference: str
    letters: tuple[Letter, ...]
    team: str
    reads_by: datetime


async def raise_concern(
    books: Books,
    *,
    cipher: Cipher,  # noqa: ARG001 - the words are kept sealed by whoever keeps concerns
    words: str,  # noqa: ARG001
    scan: Scan,  # noqa: ARG001
    source: str,
    talk: str | None,  # noqa: ARG001
    now: datetime,
) -> Raised:
    """Alert the safeguarding leads, without a word of what was written."""
    reference = "C-" + "".join(secrets.choice(_SIGNS) for _ in range(4))
    leads = holders(await books.people.all(), Kind.SAFEGUARDING_LEAD)
    await books.memory.log("service", "concern_raised", f"{reference} {source}", now)
    letters = tuple(
        Letter(
            f"concern:{reference}:{person}",
            person_party(person),
            "note",
            {"title": f"A concern was raised: {reference}", "lines": ["Please look at it now."]},
            lane=Lane.URGENT,
            when_unsure=WhenUnsure.AGAIN,
        )
        for person in leads
    )
    return Raised(reference, letters, "The safeguarding lead", now + timedelta(minutes=15))


async def add_contact(
    books: Books, *, talk: str, contact: str, cipher: Cipher, now: datetime
) -> None:
    pass


async def feedback_gaps(books: Books, *, now: datetime) -> tuple[str, ...]:
    return ()
