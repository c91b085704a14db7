"""Keep who stands in for whom, what was drafted for whom, and where a conversation stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store import tables as t
from workflow.cover import Absence, Delegation
from workflow.held import Draft

__all__ = ["Cover", "Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody's typed conversation stands.

    `awaiting` is what a short answer would answer (none, none:card where another card than the
    list stands in its place, round_overview, action:REF, ...),
    `last` what was stored last, `pending` what waits for a yes.
    """

    awaiting: str = "none"
    last: Mapping[str, Any] | None = None
    pending: Mapping[str, Any] | None = None


class Cover:
    """Absences, delegations, drafts and places; ended ones are kept, places are overwritten."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def absences(self) -> tuple[Absence, ...]:
        """Every absence that was not called off."""
        found = await self._connection.execute(
            select(t.absence).where(t.absence.c.ended_at.is_(None)).order_by(t.absence.c.id)
        )
        return tuple(Absence(row.person, row.since, row.back) for row in found)

    async def leave(self, absence: Absence, now: datetime) -> None:
        """Note an absence; an earlier one of the same person that is not over ends."""
        await self.back(absence.person, now)
        await self._connection.execute(
            insert(t.absence).values(
                person=absence.person, since=absence.since, back=absence.back, made_at=now
            )
        )

    async def back(self, person: str, now: datetime) -> None:
        """Note that somebody is here again."""
        await self._connection.execute(
            update(t.absence)
            .where(t.absence.c.person == person, t.absence.c.ended_at.is_(None))
            .values(ended_at=now)
        )

    async def delegations(self) -> tuple[Delegation, ...]:
        """Every delegation that was not ended."""
        found = await self._connection.execute(
            select(t.delegation)
            .where(t.delegation.c.ended_at.is_(None))
            .order_by(t.delegation.c.id)
        )
        return tuple(Delegation(r.ref, r.lead, r.colleague, r.until) for r in found)

    async def delegate(self, made: Delegation, now: datetime) -> None:
        """Hand an action's draft to a colleague; the same lead's earlier choice ends."""
        await self.end_delegation(made.ref, made.lead, now)
        await self._connection.execute(
            insert(t.delegation).values(
                ref=made.ref,
                lead=made.lead,
                colleague=made.colleague,
                until=made.until,
                made_at=now,
            )
        )

    async def end_delegation(self, ref: str, lead: str, now: datetime) -> None:
        """End a delegation before its date."""
        await self._connection.execute(
            update(t.delegation)
            .where(
                t.delegation.c.ref == ref,
                t.delegation.c.lead == lead,
                t.delegation.c.ended_at.is_(None),
            )
            .values(ended_at=now)
        )

    async def drafts(self, month: str) -> dict[str, Draft]:
        """The unsigned drafts of a month, by ref."""
        found = await self._connection.execute(select(t.drafted).where(t.drafted.c.month == month))
        return {
            row.ref: Draft(row.month, row.ref, row.fields, row.said_by, row.said_at)
            for row in found
        }

    async def draft(self, one: Draft) -> None:
        """Keep a draft for the lead to sign; a newer one takes its place."""
        await self.drop_draft(one.month, one.ref)
        await self._connection.execute(
            insert(t.drafted).values(
                month=one.month,
                ref=one.ref,
                fields=dict(one.fields),
                said_by=one.said_by,
                said_at=one.said_at,
            )
        )

    async def drop_draft(self, month: str, ref: str) -> None:
        """Let go of a draft: it was signed, or the lead answered without it."""
        await self._connection.execute(
            delete(t.drafted).where(t.drafted.c.month == month, t.drafted.c.ref == ref)
        )

    async def place(self, person: str) -> Place:
        """Where somebody's conversation stands."""
        found = await self._connection.execute(select(t.place).where(t.place.c.person == person))
        row = found.one_or_none()
        return Place(row.awaiting, row.last, row.pending) if row else Place()

    async def stand(self, person: str, place: Place) -> None:
        """Keep where somebody's conversation stands."""
        values = {
            "awaiting": place.awaiting,
            "last": dict(place.last) if place.last else None,
            "pending": dict(place.pending) if place.pending else None,
        }
        done = await self._connection.execute(
            update(t.place).where(t.place.c.person == person).values(**values)
        )
        if not done.rowcount:
            await self._connection.execute(insert(t.place).values(person=person, **values))
