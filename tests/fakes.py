"""Lend tests the fakes that they may use: a clock that is set and a door that records."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field

from bot.doors import Address, Spoken
from cards.blocks import Surface

__all__ = ["Delivery", "Machine", "RecordingDoor"]


@dataclass
class Machine:
    """Machine time that is set, in seconds since 1970."""

    seconds: float = 1_700_000_000.0

    def __call__(self) -> float:
        return self.seconds

    def pass_(self, seconds: float) -> None:
        self.seconds += seconds


@dataclass(frozen=True)
class Delivery:
    """One attempt to send: to which conversation, under which key, and what."""

    to: str
    key: str
    message: Spoken


@dataclass
class RecordingDoor:
    """A door that records each attempt, and fails as it is told.

    `fails[key]` are the outcomes of the next attempts with that key, None for one that arrives;
    afterwards everything arrives. While `free` is not set, messages stay on their way.
    """

    name: str = "web"
    surface: Surface = Surface.WEB
    repeats: bool = False
    tried: list[Delivery] = field(default_factory=list)
    arrived: list[Delivery] = field(default_factory=list)
    fails: defaultdict[str, list[Exception | None]] = field(
        default_factory=lambda: defaultdict(list)
    )
    free: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False

    def __post_init__(self) -> None:
        self.free.set()

    @property
    def keys(self) -> list[str]:
        """The keys of what arrived, in that order."""
        return [one.key for one in self.arrived]

    async def send(self, to: Address, message: Spoken, *, key: str) -> str:
        made = Delivery(to.conversation, key, message)
        if self.closed:
            why = f"{key} met a closed door"
            raise AssertionError(why)
        self.tried.append(made)
        await self.free.wait()
        outcome = self.fails[key].pop(0) if self.fails[key] else None
        if outcome is not None:
            raise outcome
        self.arrived.append(made)
        return f"m{len(self.arrived)}"

    async def replace(self, to: Address, message_id: str, message: Spoken) -> None:
        self.arrived.append(Delivery(to.conversation, message_id, message))

    async def close(self) -> None:
        self.closed = True
