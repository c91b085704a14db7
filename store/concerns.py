"""Keep concerns, sealed, with everything that happened to each, and the test alerts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store import tables as t
from workflow.concerns import Concern, Did, State, Step, Test

__all__ = ["Concerns"]


class Concerns:
    """The restricted shelf: words come sealed and stay so; steps are only ever added."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, concern: Concern) -> None:
        """Write a new concern down."""
        await self._connection.execute(
            insert(t.concern).values(
                reference=concern.reference,
                source=concern.source,
                talk=concern.talk,
                kinds=list(concern.kinds),
                because=list(concern.because),
                words=concern.words,
                raised_at=concern.raised_at,
                state=concern.state.value,
            )
        )

    async def get(self, reference: str) -> Concern | None:
        """One concern, None when there is none of that reference."""
        found = await self._rows(select(t.concern).where(t.concern.c.reference == reference))
        return _concern(found[0]) if found else None

    async def not_closed(self) -> tuple[Concern, ...]:
        """Every concern that nobody has closed, oldest first."""
        query = select(t.concern).where(t.concern.c.state != State.CLOSED.value)
        return tuple(_concern(row) for row in await self._rows(query.order_by(t.concern.c.id)))

    async def unacknowledged(self, *, to_change: bool = False) -> tuple[Concern, ...]:
        """Every concern that nobody has acknowledged, oldest first.

        `to_change` keeps every other process that would alert somebody waiting.
        """
        query = select(t.concern).where(t.concern.c.state == State.OPEN.value)
        if to_change:
            query = query.with_for_update()
        return tuple(_concern(row) for row in await self._rows(query.order_by(t.concern.c.id)))

    async def newest_of(self, talk: str) -> Concern | None:
        """The newest concern that a conversation raised, None when it raised none."""
        query = select(t.concern).where(t.concern.c.talk == talk).order_by(t.concern.c.id.desc())
        found = await self._rows(query.limit(1))
        return _concern(found[0]) if found else None

    async def acknowledge(self, reference: str, *, by: str, now: datetime) -> bool:
        """Note who has it from now on; False when somebody had it already, or it is closed."""
        values = {"acknowledged_by": by, "acknowledged_at": now}
        return await self._move(reference, State.OPEN, State.ACKNOWLEDGED, **values)

    async def close(self, reference: str, *, by: str, why: bytes, now: datetime) -> bool:
        """Note that a person closed it, and why, sealed; False when it can't be closed now."""
        values = {"closed_by": by, "closed_at": now, "closed_why": why}
        return await self._move(reference, State.ACKNOWLEDGED, State.CLOSED, **values)

    async def reach(self, reference: str, contact: bytes) -> None:
        """Keep a way to reach who wrote, sealed; the newest one counts."""
        await self._connection.execute(
            update(t.concern).where(t.concern.c.reference == reference).values(contact=contact)
        )

    async def step(self, reference: str, step: Step) -> None:
        """Add what happened."""
        await self._connection.execute(
            insert(t.concern_step).values(
                concern=select(t.concern.c.id)
                .where(t.concern.c.reference == reference)
                .scalar_subquery(),
                at=step.at,
                did=step.did.value,
                who=step.who,
                rung=step.rung,
            )
        )

    async def steps(self, reference: str) -> tuple[Step, ...]:
        """Everything that happened to a concern, oldest first."""
        rows = await self._rows(
            select(t.concern_step)
            .join(t.concern, t.concern.c.id == t.concern_step.c.concern)
            .where(t.concern.c.reference == reference)
            .order_by(t.concern_step.c.id)
        )
        return tuple(Step(row.at, Did(row.did), row.who, row.rung) for row in rows)

    # --- test alerts ---

    async def test(self, to: tuple[str, ...], now: datetime) -> int:
        """Note a test alert; its number."""
        made = await self._connection.execute(
            insert(t.alert_test).values(made_at=now, to=list(to)).returning(t.alert_test.c.id)
        )
        return int(made.scalar_one())

    async def test_of(self, number: int) -> Test | None:
        """One test alert."""
        found = await self._rows(select(t.alert_test).where(t.alert_test.c.id == number))
        return _test(found[0]) if found else None

    async def tested(self, number: int, *, by: str, now: datetime) -> bool:
        """Note that a test alert was acknowledged; False when it had been."""
        done = await self._connection.execute(
            update(t.alert_test)
            .where(t.alert_test.c.id == number, t.alert_test.c.acknowledged_at.is_(None))
            .values(acknowledged_at=now, acknowledged_by=by)
        )
        return bool(done.rowcount == 1)

    async def last_tested(self) -> Test | None:
        """The test alert that was acknowledged last, None when none ever was."""
        found = await self._rows(
            select(t.alert_test)
            .where(t.alert_test.c.acknowledged_at.is_not(None))
            .order_by(t.alert_test.c.acknowledged_at.desc())
            .limit(1)
        )
        return _test(found[0]) if found else None

    # --- within ---

    async def _move(self, reference: str, was: State, to: State, **values: Any) -> bool:  # noqa: ANN401
        done = await self._connection.execute(
            update(t.concern)
            .where(t.concern.c.reference == reference, t.concern.c.state == was.value)
            .values(state=to.value, **values)
        )
        return bool(done.rowcount == 1)

    async def _rows(self, query: Any) -> Any:  # noqa: ANN401 - rows never leave this room
        return (await self._connection.execute(query)).all()


def _concern(row: Any) -> Concern:  # noqa: ANN401
    return Concern(
        reference=row.reference,
        source=row.source,
        talk=row.talk,
        kinds=tuple(row.kinds),
        because=tuple(row.because),
        words=row.words,
        raised_at=row.raised_at,
        state=State(row.state),
        contact=row.contact,
        acknowledged_by=row.acknowledged_by,
        acknowledged_at=row.acknowledged_at,
        closed_by=row.closed_by,
        closed_at=row.closed_at,
        closed_why=row.closed_why,
    )


def _test(row: Any) -> Test:  # noqa: ANN401
    return Test(row.id, row.made_at, tuple(row.to), row.acknowledged_at, row.acknowledged_by)
