"""Keep what boards said about finished actions; nothing is ever changed or taken out."""

from __future__ import annotations

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store import tables as t
from workflow.completion import Ruling, Settled

__all__ = ["Completions"]

_FIELDS = ("month", "ref", "board", "words", "said_by", "said_at")


class Completions:
    """The boards' rulings."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def record(self, one: Settled) -> None:
        """Add a ruling."""
        values = {name: getattr(one, name) for name in _FIELDS}
        await self._connection.execute(
            insert(t.completion).values(**values, ruling=one.ruling.value)
        )

    async def all(self) -> tuple[Settled, ...]:
        """Every ruling, oldest first."""
        found = await self._connection.execute(select(t.completion).order_by(t.completion.c.id))
        return tuple(
            Settled(ruling=Ruling(row.ruling), **{name: getattr(row, name) for name in _FIELDS})
            for row in found
        )
