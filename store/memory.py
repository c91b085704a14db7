"""Keep what the doors need to know again: acts already done, addresses, and small facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from store import tables as t

__all__ = ["Audited", "Memory"]


@dataclass(frozen=True, slots=True)
class Audited:
    """A line of the audit log: when, who did what, and about which thing."""

    at: datetime
    who: str
    did: str
    about: str


class Memory:
    """Acts, addresses, the audit log, and named facts of the installation."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def first_time(self, door: str, activity: str, now: datetime) -> bool:
        """Note an act; False when it was done before. With two at once one waits, then is told."""
        values = {"door": door, "activity": activity, "at": now}
        done = await self._connection.execute(
            self._insert(t.inbox).values(**values).on_conflict_do_nothing()
        )
        return done.rowcount == 1

    async def answered(self, door: str, activity: str, answer: Mapping[str, Any] | None) -> None:
        """Keep what an act was answered with."""
        await self._connection.execute(
            update(t.inbox)
            .where(t.inbox.c.door == door, t.inbox.c.activity == activity)
            .values(answer=dict(answer) if answer else None)
        )

    async def answer_to(self, door: str, activity: str) -> dict[str, Any] | None:
        """What an act was answered with, None when with nothing."""
        found = await self._connection.execute(
            select(t.inbox.c.answer).where(t.inbox.c.door == door, t.inbox.c.activity == activity)
        )
        return found.scalar_one_or_none()

    async def reach(
        self,
        party: str,
        *,
        door: str,
        conversation: str,
        more: Mapping[str, str],
        now: datetime,
    ) -> None:
        """Note where `party` (person:ID, board:ID) can be reached."""
        values = {
            "door": door,
            "conversation": conversation,
            "more": dict(more),
            "works": True,
            "seen_at": now,
        }
        await self._connection.execute(
            self._insert(t.address)
            .values(party=party, **values)
            .on_conflict_do_update(index_elements=["party"], set_=values)
        )

    async def unreachable(self, party: str) -> None:
        """Note that the address of `party` no longer works."""
        await self._connection.execute(
            update(t.address).where(t.address.c.party == party).values(works=False)
        )

    async def address(self, party: str) -> tuple[str, str, dict[str, str]] | None:
        """(door, conversation, more) of a working address, None when there is none."""
        found = await self._connection.execute(
            select(t.address).where(t.address.c.party == party, t.address.c.works.is_(True))
        )
        row = found.one_or_none()
        return (row.door, row.conversation, dict(row.more)) if row else None

    async def unreached(self) -> list[str]:
        """The parties whose address stopped working."""
        found = await self._connection.execute(
            select(t.address.c.party)
            .where(t.address.c.works.is_(False))
            .order_by(t.address.c.party)
        )
        return list(found.scalars())

    async def fact(self, name: str) -> Any:  # noqa: ANN401 - a JSON value
        """A named fact of the installation, None when it was never noted."""
        found = await self._connection.execute(select(t.meta.c.value).where(t.meta.c.name == name))
        return found.scalar_one_or_none()

    async def note(self, name: str, value: Any) -> None:  # noqa: ANN401 - a JSON value
        """Note a named fact of the installation."""
        await self._connection.execute(
            self._insert(t.meta)
            .values(name=name, value=value)
            .on_conflict_do_update(index_elements=["name"], set_={"value": value})
        )

    async def log(self, who: str, did: str, about: str, now: datetime) -> None:
        """Add a line to the audit log; `about` names things and never quotes anybody."""
        await self._connection.execute(
            insert(t.audit).values(at=now, who=who, did=did, about=about)
        )

    async def audit(self) -> tuple[Audited, ...]:
        """The audit log, oldest first."""
        found = await self._connection.execute(select(t.audit).order_by(t.audit.c.id))
        return tuple(Audited(row.at, row.who, row.did, row.about) for row in found)

    @property
    def _insert(self) -> Any:  # noqa: ANN401 - one of two, each with its own type
        """An insert that can say what happens when the row is there already."""
        return (postgresql if self._connection.dialect.name == "postgresql" else sqlite).insert
