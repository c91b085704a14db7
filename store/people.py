"""Keep who is who: posts and who holds them, boards' seats, the duty rota."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store import tables as t
from workflow.people import (
    Appointment,
    BoardSeat,
    DutyNumbers,
    Kind,
    Meeting,
    People,
    Person,
    Shift,
)

__all__ = ["PeopleShelf", "Peoples"]

_NUMBERS = "duty_numbers"
_VERSION = "people_version"


@dataclass(slots=True)
class PeopleShelf:
    """The people as they were last read, by their version: a file changes them, seldom."""

    version: int = -1
    people: People | None = None


class Peoples:
    """People and their appointments; ended ones are kept."""

    def __init__(self, connection: AsyncConnection, shelf: PeopleShelf) -> None:
        self._connection = connection
        self._shelf = shelf

    async def all(self) -> People:
        """Everybody, as it stands now."""
        version = await self._version()
        if self._shelf.people is None or version != self._shelf.version:
            self._shelf.people = await self._read()
            self._shelf.version = version
        return self._shelf.people

    async def _version(self) -> int:
        found = await self._connection.execute(
            select(t.meta.c.value).where(t.meta.c.name == _VERSION)
        )
        return int(found.scalar_one_or_none() or 0)

    async def _read(self) -> People:
        return People(
            persons=tuple(
                Person(row.id, row.name, row.email, row.directory_id)
                for row in await self._rows(select(t.person).order_by(t.person.c.id))
            ),
            appointments=await self.appointments(),
            seats=await self.seats(),
            rota=tuple(
                Shift(row.person, tuple(row.weekdays), row.start, row.until)
                for row in await self._rows(select(t.shift).order_by(t.shift.c.id))
            ),
            numbers=await self.numbers(),
        )

    async def by_directory(self, directory_id: str) -> Person | None:
        """The person with that directory id, None for a stranger."""
        everybody = (await self.all()).persons
        return next((one for one in everybody if one.directory_id == directory_id), None)

    async def names(self) -> dict[str, str]:
        """Everybody's name, by id, also of those who have left."""
        found = await self._connection.execute(select(t.person.c.id, t.person.c.name))
        return {row.id: row.name for row in found}

    async def appointments(self) -> tuple[Appointment, ...]:
        """The appointments in force, oldest first."""
        rows = await self._rows(
            select(t.appointment)
            .where(t.appointment.c.until.is_(None))
            .order_by(t.appointment.c.id)
        )
        return tuple(Appointment(row.person, Kind(row.kind), row.scope) for row in rows)

    async def seats(self) -> tuple[BoardSeat, ...]:
        """Where and when each board receives its card."""
        rows = await self._rows(
            select(t.seat)
            .join(t.board, t.board.c.id == t.seat.c.board)
            .order_by(t.board.c.position)
        )
        return tuple(
            BoardSeat(row.board, row.channel, _meeting(row.meeting), row.anchor, row.card)
            for row in rows
        )

    async def numbers(self) -> DutyNumbers:
        """The duty telephone numbers, empty until set."""
        found = await self._connection.execute(
            select(t.meta.c.value).where(t.meta.c.name == _NUMBERS)
        )
        value = found.scalar_one_or_none()
        if value is None:
            return DutyNumbers()
        checked = value.get("checked")
        return DutyNumbers(**{**value, "checked": date.fromisoformat(checked) if checked else None})

    async def load(self, people: People, now: datetime) -> None:
        """Make `people` who is who from now on; appointments that are not in it end now."""
        for person in people.persons:
            await self._put_person(person)
        await self._appoint(people.appointments, now)
        # A channel that was named in Teams stays named; a file that names another goes before it.
        named = {one.board: one.channel for one in await self.seats()}
        await self._connection.execute(delete(t.seat))
        await self._insert(
            t.seat,
            (
                {
                    **asdict(one),
                    "channel": one.channel or named.get(one.board, ""),
                    "meeting": _plain(one.meeting),
                }
                for one in people.seats
            ),
        )
        await self._connection.execute(delete(t.shift))
        await self._insert(
            t.shift, ({**asdict(one), "weekdays": list(one.weekdays)} for one in people.rota)
        )
        await self._connection.execute(delete(t.meta).where(t.meta.c.name == _NUMBERS))
        checked = people.numbers.checked
        numbers = {
            **asdict(people.numbers),
            "checked": checked.isoformat() if checked else None,
        }
        await self._insert(t.meta, [{"name": _NUMBERS, "value": numbers}])
        await self._turned()

    async def sit(self, board: str, channel: str) -> None:
        """Make a channel a board's own, and no other board's."""
        other = (t.seat.c.channel == channel) & (t.seat.c.board != board)
        await self._connection.execute(update(t.seat).where(other).values(channel=""))
        await self._connection.execute(
            update(t.seat).where(t.seat.c.board == board).values(channel=channel)
        )
        await self._turned()

    async def _turned(self) -> None:
        """Have everybody read the people anew."""
        version = await self._version() + 1
        await self._connection.execute(delete(t.meta).where(t.meta.c.name == _VERSION))
        await self._insert(t.meta, [{"name": _VERSION, "value": version}])
        # Nobody else may read from the shelf what this transaction could still undo.
        self._shelf = PeopleShelf()

    async def _put_person(self, person: Person) -> None:
        """A directory id belongs to one person: it moves when a file gives it to another."""
        values = {
            "name": person.name,
            "email": person.email,
            "directory_id": person.directory_id,
        }
        await self._connection.execute(
            update(t.person)
            .where(t.person.c.directory_id == person.directory_id, t.person.c.id != person.id)
            .values(directory_id=t.person.c.id + " (was " + person.directory_id[:8] + ")")
        )
        done = await self._connection.execute(
            update(t.person).where(t.person.c.id == person.id).values(**values)
        )
        if not done.rowcount:
            await self._connection.execute(insert(t.person).values(id=person.id, **values))

    async def _appoint(self, wanted: Iterable[Appointment], now: datetime) -> None:
        there = await self._rows(select(t.appointment).where(t.appointment.c.until.is_(None)))
        standing = {(row.person, row.kind, row.scope): row.id for row in there}
        asked = {(one.person, one.kind.value, one.scope) for one in wanted}
        for key, number in standing.items():
            if key not in asked:
                await self._connection.execute(
                    update(t.appointment).where(t.appointment.c.id == number).values(until=now)
                )
        await self._insert(
            t.appointment,
            (
                {"person": one.person, "kind": one.kind.value, "scope": one.scope, "since": now}
                for one in wanted
                if (one.person, one.kind.value, one.scope) not in standing
            ),
        )

    async def _insert(self, table: Any, rows: Iterable[dict[str, Any]]) -> None:  # noqa: ANN401
        made = list(rows)
        if made:
            await self._connection.execute(insert(table), made)

    async def _rows(self, query: Any) -> Any:  # noqa: ANN401 - rows never leave this room
        return (await self._connection.execute(query)).all()


def _plain(meeting: Meeting | None) -> dict[str, Any] | None:
    if meeting is None:
        return None
    days = [one.isoformat() for one in meeting.dates]
    return {"week": meeting.week, "weekday": meeting.weekday, "dates": days}


def _meeting(value: dict[str, Any] | None) -> Meeting | None:
    if value is None:
        return None
    days = tuple(date.fromisoformat(one) for one in value["dates"])
    return Meeting(value["week"], value["weekday"], days)
