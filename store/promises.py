"""Keep what was asked of the council, what it replied, and how young people find it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store import tables as t
from workflow.promises import Mark, Promise, Reply

__all__ = ["Promises"]

_FIELDS = tuple(column.name for column in t.promise.c if column.name not in {"id", "version"})


class Promises:
    """Suggestions and recommendations, their replies and marks."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def draft(
        self,
        text: str,
        *,
        by: str,
        now: datetime,
        kind: str = "suggestion",
        written: int | None = None,
        provision: str | None = None,
        quoted: bool = False,
    ) -> Promise:
        """Put a draft before the participation worker."""
        made = Promise(
            id=0,
            version=1,
            kind=kind,
            text=text,
            made_by=by,
            made_at=now,
            written=written,
            provision=provision,
            quoted=quoted,
        )
        done = await self._connection.execute(
            insert(t.promise).values(version=1, **_values(made)).returning(t.promise.c.id)
        )
        return replace(made, id=int(done.scalar_one()))

    async def all(self) -> tuple[Promise, ...]:
        """Every promise that was not dropped, oldest first."""
        found = await self._connection.execute(
            select(t.promise).where(t.promise.c.dropped_at.is_(None)).order_by(t.promise.c.id)
        )
        return tuple(_promise(row) for row in found)

    async def get(self, id_: int) -> Promise | None:
        """One promise, dropped or not."""
        found = await self._connection.execute(select(t.promise).where(t.promise.c.id == id_))
        row = found.one_or_none()
        return _promise(row) if row else None

    async def of_visit(self, provision: str) -> tuple[Promise, ...]:
        """What was asked for after visits to a kind of provision and replied to, newest first."""
        mine = (t.promise.c.provision == provision) & (t.promise.c.kind == "recommendation")
        found = await self._connection.execute(
            select(t.promise)
            .where(mine, t.promise.c.dropped_at.is_(None), t.promise.c.reply.is_not(None))
            .order_by(t.promise.c.replied_on.desc(), t.promise.c.id.desc())
        )
        return tuple(_promise(row) for row in found)

    async def keep(self, after: Promise) -> bool:
        """Keep a promise as it is now; False when somebody else changed it first."""
        done = await self._connection.execute(
            update(t.promise)
            .where(t.promise.c.id == after.id, t.promise.c.version == after.version)
            .values(version=after.version + 1, **_values(after))
        )
        return done.rowcount == 1

    async def rate(self, promise: int, rater: str, mark: Mark, day: date) -> None:
        """Note how somebody finds what was done; a second mark takes the first one's place."""
        mine = (t.promise_rating.c.promise == promise) & (t.promise_rating.c.rater == rater)
        await self._connection.execute(delete(t.promise_rating).where(mine))
        await self._connection.execute(
            insert(t.promise_rating).values(promise=promise, rater=rater, mark=mark.value, day=day)
        )

    async def marks(self, promise: int, *, before: date) -> dict[str, Mark]:
        """By rater, how a promise was found before a day: only the gate counts these."""
        found = await self._connection.execute(
            select(t.promise_rating).where(
                t.promise_rating.c.promise == promise, t.promise_rating.c.day < before
            )
        )
        return {row.rater: Mark(row.mark) for row in found}

    async def my_marks(self, rater: str) -> dict[int, Mark]:
        """By promise, how one rater found it."""
        found = await self._connection.execute(
            select(t.promise_rating).where(t.promise_rating.c.rater == rater)
        )
        return {row.promise: Mark(row.mark) for row in found}

    async def remove_marks(self, before: date) -> int:
        """Remove marks given before a day; how many."""
        done = await self._connection.execute(
            delete(t.promise_rating).where(t.promise_rating.c.day < before)
        )
        return int(done.rowcount)


def _values(one: Promise) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in _FIELDS}
    return {**values, "reply": one.reply.value if one.reply else None}


def _promise(row: Row[Any]) -> Promise:
    values = {name: getattr(row, name) for name in _FIELDS}
    values["reply"] = Reply(row.reply) if row.reply else None
    return Promise(id=row.id, version=row.version, **values)
