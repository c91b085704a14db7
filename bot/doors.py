"""Say what every door gives to a turn, and what it can be asked to say."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from cards.blocks import Card, Surface

__all__ = [
    "Address",
    "Answer",
    "Door",
    "DoorError",
    "Gone",
    "Incoming",
    "Kind",
    "Later",
    "Rejected",
    "Spoken",
    "Take",
    "TooBig",
    "Unsure",
]


class Kind(StrEnum):
    """What happened at the door."""

    TEXT = "text"
    PRESS = "press"
    HELLO = "hello"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody can be reached: a door, a conversation there, and what that door needs.

    `more` is the door's own (Teams: serviceUrl, tenant, bot), kept in the store as it is.
    """

    door: str
    conversation: str
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing somebody did, after the door has proved who it was.

    `activity` is unique at its door: the same one again is the same act, answered again and
    never done again. `who` is the person's directory id as the door proved it, or
    `board:ID` for a board's channel in the demo. `verb` and `data` come from a pressed card
    and are untrusted. `card` is the id of the message whose button was pressed.
    """

    door: str
    activity: str
    who: str
    kind: Kind
    address: Address
    text: str = ""
    verb: str = ""
    data: Mapping[str, object] = field(default_factory=dict)
    card: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message ready for one surface: a card, and the same said in plain text.

    `summary` is a line for notifications. `card` is None where words alone are meant. What is
    `private` holds a young person's words: a door that keeps what it showed keeps it sealed.
    """

    text: str
    summary: str
    card: Card | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a turn gives back to its door at once: the card that takes the pressed one's place.

    New messages are letters; the turn has sent those itself.
    """

    replace: Spoken | None = None


Take = Callable[[Incoming], Awaitable[Answer]]


class DoorError(Exception):
    """A message did not surely arrive."""


class Later(DoorError):
    """Surely not accepted: try again after `seconds`; `everyone` pauses the whole door."""

    def __init__(self, why: str, *, seconds: float | None = None, everyone: bool = False) -> None:
        super().__init__(why)
        self.seconds = seconds
        self.everyone = everyone


class Unsure(DoorError):
    """Nobody knows whether it arrived."""


class Gone(DoorError):
    """The address no longer works: the person blocked, uninstalled or left."""


class TooBig(DoorError):
    """The message is too large for this door; a shorter one may pass."""


class Rejected(DoorError):
    """The door will never accept this message: trying again changes nothing."""


class Door(Protocol):
    """A way to speak to somebody.

    `repeats` is True where the same `key` sent twice shows one message only.
    """

    name: str
    surface: Surface
    repeats: bool

    async def send(self, to: Address, message: Spoken, *, key: str) -> str:
        """Post a new message and return its id; raises a DoorError."""
        ...

    async def replace(self, to: Address, message_id: str, message: Spoken) -> None:
        """Put `message` in the place of one sent before; raises a DoorError."""
        ...
