"""Keep what boards decided; nothing is ever changed or taken out."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store import tables as t
from workflow.decisions import Decision

__all__ = ["Decisions"]

_FIELDS = ("month", "ref", "board", "words", "said_by", "said_at")


class Decisions:
    """The boards' decisions."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def record(self, decision: Decision) -> None:
        """Add a decision."""
        values = {name: getattr(decision, name) for name in _FIELDS}
        await self._connection.execute(insert(t.decision).values(**values))

    async def all(self) -> tuple[Decision, ...]:
        """Every decision, oldest first."""
        found = await self._connection.execute(select(t.decision).order_by(t.decision.c.id))
        return tuple(map(_decision, found))

    async def about(self, month: str, ref: str) -> tuple[Decision, ...]:
        """What was decided about an action on the cards of a month, oldest first."""
        d = t.decision.c
        found = await self._connection.execute(
            select(t.decision).where(d.month == month, d.ref == ref).order_by(d.id)
        )
        return tuple(map(_decision, found))


def _decision(row: Row[Any]) -> Decision:
    return Decision(**{name: getattr(row, name) for name in _FIELDS})
