"""Hold what a journey works with: who did what, when, and the books to look it up in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.cipher import Cipher
from bot.codes import Signer
from bot.doors import Incoming, Kind
from store import Books
from workflow.dates import Calendar
from workflow.letters import Letter, board_party, person_party, reply
from workflow.people import Kind as Post
from workflow.people import Person, may

__all__ = ["Journey", "Said", "Scene", "answer", "note", "problem", "say"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a journey says: the card that replaces the pressed one, and new letters."""

    replace: Letter | None = None
    letters: tuple[Letter, ...] = ()

    def also(self, *letters: Letter) -> Said:
        """The same, and more letters."""
        return Said(self.replace, (*self.letters, *letters))


@dataclass(frozen=True, slots=True)
class Scene:
    """One act of one person; `person` is None for a stranger and for a board's channel.

    `cipher` opens what young people wrote, `signer` makes their links; None where this service
    has no secret key.
    """

    books: Books
    incoming: Incoming
    now: datetime
    calendar: Calendar
    person: Person | None
    cipher: Cipher | None = None
    signer: Signer | None = None

    @property
    def party(self) -> str:
        """The address book's name of whoever this is."""
        if self.person is not None:
            return person_party(self.person.id)
        # Only the demo's own door speaks as a channel; a directory id is never believed to be one.
        if self.incoming.door == "web" and self.incoming.who.startswith(board_party("")):
            return self.incoming.who
        return f"stranger:{self.incoming.who}"

    @property
    def who(self) -> str:
        """The person's id; empty for anybody else."""
        return self.person.id if self.person else ""

    @property
    def is_personal(self) -> bool:
        """Whether this is somebody's own chat, not a channel or a group."""
        if self.party.startswith(board_party("")):
            return False
        return self.incoming.address.more.get("kind", "personal") == "personal"

    async def board_here(self) -> str:
        """The board in whose channel this happens; empty anywhere else."""
        if self.party.startswith(board_party("")):
            return self.party.removeprefix(board_party(""))
        to = self.incoming.address
        if self.is_personal:
            return ""
        # A thread is named after its channel: 19:…@thread.tacv2;messageid=…
        channel = to.more.get("channel") or to.conversation.partition(";")[0]
        people = await self.books.people.all()
        return next((one.board for one in people.seats if one.channel == channel), "")

    async def is_(self, kind: Post, scope: str | None = None) -> bool:
        """Whether this person holds an appointment now."""
        return bool(self.who) and may(await self.books.people.all(), self.who, kind, scope)


# Each journey reads its own press: the table of buttons says which.
Journey = Callable[[Scene, Any], Awaitable[Said]]


def say(scene: Scene, kind: str, facts: Mapping[str, object], number: int = 0) -> Letter:
    """An answer to this act."""
    act = f"{scene.incoming.door}:{scene.incoming.activity}"
    return reply(scene.party, act, number, kind, facts)


def answer(scene: Scene, kind: str, facts: Mapping[str, object], *more: Letter) -> Said:
    """Answer a press in place, and typed words with a new message."""
    said = say(scene, kind, facts)
    if scene.incoming.kind is Kind.PRESS:
        return Said(replace=said, letters=more)
    return Said(letters=(said, *more))


def note(
    scene: Scene,
    title: str,
    lines: Sequence[str],
    buttons: Sequence[tuple[str, str, object]] = (),
) -> Said:
    """Answer with a few words."""
    facts = {"title": title, "lines": list(lines), "buttons": [list(one) for one in buttons]}
    return answer(scene, "note", facts)


def problem(scene: Scene, why: str, kept: Mapping[str, str], *, month: str = "") -> Said:
    """Answer that something could not be done, and give back what was typed."""
    return answer(scene, "problem", {"why": why, "kept": dict(kept), "month": month})
