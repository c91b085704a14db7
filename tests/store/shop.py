"""Make the small things that tests of the store put in and take out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from store import Store
from store.outbox import Claimed, Rate
from workflow.letters import Lane, Letter, WhenUnsure

__all__ = ["KIND", "NOW", "claim", "letter", "mark", "put", "reach", "states", "sweep"]

NOW = datetime(2019, 9, 2, 8, tzinfo=UTC)
KIND = "note"
DOOR = "web"


def letter(
    key: str,
    to: str = "person:tom",
    lane: Lane = Lane.BULK,
    when_unsure: WhenUnsure = WhenUnsure.HOLD,
) -> Letter:
    return Letter(key, to, KIND, {"title": key}, lane, when_unsure)


async def put(store: Store, *letters: Letter) -> list[str]:
    """Write letters, to people who can be reached."""
    async with store.begin() as books:
        new = await books.outbox.put(letters, NOW)
    await reach(store, *{one.to for one in letters})
    return new


async def reach(store: Store, *parties: str) -> None:
    async with store.begin() as books:
        for party in sorted(parties):
            await books.memory.reach(party, door=DOOR, conversation=party, more={}, now=NOW)


async def claim(
    store: Store,
    at: float,
    *,
    token: str = "one",
    limit: int = 20,
    lease: float = 15.0,
    rate: Rate | None = None,
    urgent: bool = False,
    keys: Sequence[str] | None = None,
) -> list[Claimed]:
    async with store.begin() as books:
        return await books.outbox.claim(
            token=token,
            now=at,
            lease=lease,
            kinds=[KIND],
            doors=[DOOR],
            limit=limit,
            rate=rate,
            urgent=urgent,
            keys=keys,
        )


async def mark(
    store: Store, one: Claimed, was: str, *, token: str = "one", **values: object
) -> bool:
    async with store.begin() as books:
        return await books.outbox.mark(one, token=token, was=was, **values)


async def sweep(
    store: Store,
    at: float,
    *,
    token: str = "another",
    held: Sequence[int] = (),
    repeats: Sequence[str] = (),
    grace: float = 900.0,
) -> None:
    async with store.begin() as books:
        await books.outbox.sweep(
            token=token,
            held=held,
            now=at,
            lease=15.0,
            doors=[DOOR],
            repeats=repeats,
            grace=grace,
        )


async def states(store: Store) -> dict[str, str]:
    """Each message's state, by key."""
    async with store.read() as books:
        return {row.key: row.state for row in await books.outbox.all()}
