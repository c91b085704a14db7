"""Keep every message from the moment it was caused until nobody needs to wonder about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import address, outbox, throttle
from workflow.letters import Lane, Letter, WhenUnsure

__all__ = ["NOT_NEEDED", "NO_ADDRESS", "Claimed", "Outbox", "Queue", "Rate", "Row"]

PAYLOAD_VERSION = 1

# States in which a message is not settled.
_LIVE = ("pending", "claimed", "sending", "uncertain")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that this process alone may send until its lease ends."""

    id: int
    letter: Letter
    attempts: int
    slot: float
    written: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """A message as an operator sees it."""

    key: str
    to: str
    kind: str
    state: str
    attempts: int
    problem: str


@dataclass(frozen=True, slots=True)
class Queue:
    """The outbox in numbers: messages by lane and state, and how many were given up.

    `oldest` is when the oldest message that should have left by now was written (service time).
    """

    letters: Mapping[tuple[Lane, str], int]
    oldest: datetime | None
    dead: int


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast a lane may go: `name` of the shared row, messages a second, seconds ahead."""

    name: str
    per_second: float
    horizon: float = 0.5


class Outbox:
    """The outbox. All times are machine time, seconds since 1970."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @property
    def _dialect(self) -> Any:  # noqa: ANN401 - one of two modules
        return postgresql if self._connection.dialect.name == "postgresql" else sqlite

    async def clock(self, here: float) -> float:
        """Machine time: the database's where several machines share it, else `here`."""
        if self._connection.dialect.name != "postgresql":
            return here
        told = await self._connection.execute(select(func.extract("epoch", func.clock_timestamp())))
        return float(told.scalar_one())

    async def put(self, letters: Iterable[Letter], now: datetime) -> list[str]:
        """Write letters beside what caused them; returns the keys that are new."""
        new = []
        for letter in letters:
            done = await self._connection.execute(
                self._dialect.insert(outbox)
                .values(
                    key=letter.key,
                    lane=int(letter.lane),
                    recipient=letter.to,
                    kind=letter.kind,
                    facts=dict(letter.facts),
                    payload_ver=PAYLOAD_VERSION,
                    state="pending",
                    when_unsure=letter.when_unsure.value,
                    written_at=now,
                    due=0.0,
                    attempts=0,
                )
                .on_conflict_do_nothing(index_elements=["key"])
            )
            if done.rowcount == 1:
                new.append(letter.key)
        return new

    async def waiting(self, now: float, *, kinds: Sequence[str], doors: Sequence[str]) -> bool:
        """Whether anything is due: a plain look, so that an idle loop opens no claim."""
        found = await self._connection.execute(
            select(
                exists().where(
                    outbox.c.state == "pending",
                    outbox.c.due <= now,
                    outbox.c.kind.in_(kinds),
                    _reachable(doors),
                )
            )
        )
        return bool(found.scalar_one())

    async def claim(
        self,
        *,
        token: str,
        now: float,
        lease: float,
        kinds: Sequence[str],
        doors: Sequence[str],
        limit: int,
        rate: Rate | None = None,
        urgent: bool = False,
        keys: Sequence[str] | None = None,
    ) -> list[Claimed]:
        """Take up to `limit` due messages for `lease` seconds, each with its moment to leave.

        Only those of `kinds` to somebody who can be reached through one of `doors`: what waits
        for an address takes no place and no time of what can be sent. `rate` takes one token a
        message from a row that all processes share; None takes none (answers within a person's
        own turn). `keys` takes those messages only.
        """
        start, free = now, limit
        if rate is not None:
            start, free = await self._tokens(rate, now, limit)
        if free <= 0:
            return []
        can = and_(outbox.c.state == "pending", outbox.c.kind.in_(kinds), _reachable(doors))
        ids = await self._due(can, now, free, urgent=urgent, keys=keys)
        taken = []
        for number, row_id in enumerate(ids):
            slot = start + (number / rate.per_second if rate else 0.0)
            row = (
                await self._connection.execute(
                    update(outbox)
                    .where(outbox.c.id == row_id, outbox.c.state == "pending")
                    .values(
                        state="claimed",
                        claim=token,
                        lease=now + lease,
                        attempts=outbox.c.attempts + 1,
                    )
                    .returning(outbox)
                )
            ).one_or_none()
            if row is not None:
                taken.append(Claimed(row.id, _letter(row), row.attempts, slot, row.written_at))
        if rate is not None and taken:
            await self._connection.execute(
                update(throttle)
                .where(throttle.c.name == rate.name)
                .values(next_at=start + len(taken) / rate.per_second)
            )
        return taken

    async def mark(self, claimed: Claimed, *, token: str, was: str, **values: Any) -> bool:  # noqa: ANN401
        """Move a message on, only while this process still holds it; False when it does not."""
        done = await self._connection.execute(
            update(outbox)
            .where(outbox.c.id == claimed.id, outbox.c.claim == token, outbox.c.state == was)
            .values(**values)
        )
        return bool(done.rowcount == 1)

    async def pause(self, names: Iterable[str], until: float) -> None:
        """Let nothing of these rates leave before `until`."""
        # One by one, in the order in which a claim takes them: else two could wait for each other.
        for name in names:
            await self._connection.execute(
                update(throttle)
                .where(throttle.c.name == name, throttle.c.paused_until < until)
                .values(paused_until=until)
            )

    async def sweep(
        self,
        *,
        token: str,
        held: Iterable[int],
        now: float,
        lease: float,
        doors: Sequence[str],
        repeats: Iterable[str],
        grace: float,
    ) -> None:
        """Take up what dead processes left, and settle what nobody knows.

        `held` are the ids that this process is busy with: their leases start anew, and no
        others, so that a message that was dropped here by mistake is taken up again too.

        Claimed and never marked surely did not leave: back to pending. Marked as sending and
        never settled: nobody knows. Parties in `repeats` are behind a door that shows the
        same key once however often it is sent, so for them it is simply sent again.
        """
        mine = and_(outbox.c.claim == token, outbox.c.id.in_(list(held)))
        busy = outbox.c.state.in_(("claimed", "sending"))
        await self._set(and_(mine, busy), lease=now + lease)
        late = outbox.c.lease < now
        # An alert that may not have arrived is sent again at once.
        presses = and_(
            outbox.c.lane == int(Lane.URGENT), outbox.c.when_unsure == WhenUnsure.AGAIN.value
        )
        lost = and_(outbox.c.state == "sending", late, presses)
        await self._set(lost, state="pending", claim=None, due=now)
        await self._set(and_(outbox.c.state == "claimed", late), state="pending", claim=None)
        await self._set(
            and_(outbox.c.state == "sending", late),
            state="uncertain",
            claim=None,
            due=now + grace,
            problem="the process that was sending it stopped",
        )
        known = list(repeats)
        if known:
            await self._set(
                and_(outbox.c.state == "uncertain", outbox.c.recipient.in_(known)),
                state="pending",
                due=now,
            )
        unsure = and_(outbox.c.state == "uncertain", outbox.c.due <= now)
        again = outbox.c.when_unsure == WhenUnsure.AGAIN.value
        await self._set(and_(unsure, again), state="pending")
        await self._set(and_(unsure, ~again), state="held")
        nowhere = and_(outbox.c.state == "pending", outbox.c.problem.is_(None), ~_reachable(doors))
        await self._set(nowhere, problem=NO_ADDRESS)

    async def ready_rates(self, rates: Iterable[Rate]) -> None:
        """Make sure that each rate has its shared row."""
        for rate in rates:
            await self._connection.execute(
                self._dialect.insert(throttle)
                .values(name=rate.name, next_at=0.0, paused_until=0.0)
                .on_conflict_do_nothing()
            )

    async def uncertain_parties(self) -> list[str]:
        """The recipients of messages of which nobody knows whether they arrived."""
        found = await self._connection.execute(
            select(outbox.c.recipient).where(outbox.c.state == "uncertain").distinct()
        )
        return list(found.scalars())

    async def idle(self) -> bool:
        """Whether nothing is on its way or about to be."""
        found = await self._connection.execute(select(exists().where(outbox.c.state.in_(_LIVE))))
        return not found.scalar_one()

    async def counts(self) -> dict[str, int]:
        """How many messages are in each state."""
        found = await self._connection.execute(
            select(outbox.c.state, func.count()).group_by(outbox.c.state)
        )
        return {row[0]: row[1] for row in found}

    async def queue(self, now: float) -> Queue:
        """How the outbox stands; `now` is machine time."""
        found = await self._connection.execute(
            select(outbox.c.lane, outbox.c.state, func.count()).group_by(
                outbox.c.lane, outbox.c.state
            )
        )
        letters = {(Lane(lane), state): number for lane, state, number in found}
        due = and_(
            outbox.c.state == "pending",
            outbox.c.due <= now,
            or_(outbox.c.problem.is_(None), outbox.c.problem != NO_ADDRESS),
        )
        oldest = await self._connection.execute(select(func.min(outbox.c.written_at)).where(due))
        dead = await self._connection.execute(
            select(func.count()).where(outbox.c.state == "dead", outbox.c.problem != NOT_NEEDED)
        )
        return Queue(letters, oldest.scalar_one(), dead.scalar_one())

    async def release(self, token: str) -> None:
        """Give back what this process claimed and did not begin to send: it surely did not leave.

        What it was sending stays: nobody knows, until the sweep has looked.
        """
        await self._set(
            and_(outbox.c.claim == token, outbox.c.state == "claimed"),
            state="pending",
            claim=None,
            attempts=outbox.c.attempts - 1,
        )

    async def troubled(self, limit: int = 20) -> list[Row]:
        """The messages that a person should look at."""
        bad = or_(
            outbox.c.state.in_(("held", "uncertain")),
            and_(outbox.c.state == "dead", outbox.c.problem != NOT_NEEDED),
            and_(outbox.c.state == "pending", outbox.c.problem.is_not(None)),
        )
        found = await self._connection.execute(
            select(outbox).where(bad).order_by(outbox.c.id).limit(limit)
        )
        return [
            Row(row.key, row.recipient, row.kind, row.state, row.attempts, row.problem or "")
            for row in found
        ]

    async def all(self) -> list[Row]:
        """Every message, in the order in which it was written."""
        found = await self._connection.execute(select(outbox).order_by(outbox.c.id))
        return [
            Row(row.key, row.recipient, row.kind, row.state, row.attempts, row.problem or "")
            for row in found
        ]

    async def newest(self, to: str, kinds: Sequence[str]) -> tuple[str, Mapping[str, Any]] | None:
        """Key and facts of the newest message of these kinds that somebody is shown."""
        found = await self._connection.execute(
            select(outbox.c.key, outbox.c.facts)
            .where(outbox.c.recipient == to, outbox.c.kind.in_(kinds), outbox.c.state == "sent")
            .order_by(outbox.c.id.desc())
            .limit(1)
        )
        row = found.one_or_none()
        return (row.key, dict(row.facts)) if row else None

    async def holds(self, key: str) -> bool:
        """Whether a message of that key was ever written."""
        found = await self._connection.execute(select(outbox.c.id).where(outbox.c.key == key))
        return found.first() is not None

    async def sent_as(self, key: str) -> str | None:
        """The id under which its door shows the message of that key."""
        found = await self._connection.execute(
            select(outbox.c.message).where(outbox.c.key == key, outbox.c.state == "sent")
        )
        return found.scalar_one_or_none()

    # --- within ---

    async def _tokens(self, rate: Rate, now: float, wanted: int) -> tuple[float, int]:
        query = select(throttle).where(throttle.c.name == rate.name)
        if self._connection.dialect.name == "postgresql":
            query = query.with_for_update()
        row = (await self._connection.execute(query)).one()
        start = max(now, row.next_at, row.paused_until)
        if start > now + rate.horizon:
            return start, 0
        return start, min(wanted, int((now + rate.horizon - start) * rate.per_second) + 1)

    async def _due(
        self,
        can: Any,  # noqa: ANN401 - a condition
        now: float,
        limit: int,
        *,
        urgent: bool,
        keys: Sequence[str] | None,
    ) -> list[int]:
        before = outbox.alias()
        # In order within a conversation: one on its way at a time, by lane and then by age.
        # Nothing waits for one of which nobody knows whether it arrived.
        queued = exists().where(
            before.c.recipient == outbox.c.recipient,
            or_(
                before.c.state.in_(("claimed", "sending")),
                and_(before.c.state == "pending", before.c.lane < outbox.c.lane),
                and_(
                    before.c.state == "pending",
                    before.c.lane == outbox.c.lane,
                    before.c.id < outbox.c.id,
                ),
            ),
        )
        lane = outbox.c.lane == int(Lane.URGENT)
        wanted = [can]
        if keys is None:
            wanted += [outbox.c.due <= now, lane if urgent else ~lane]
        else:
            wanted.append(outbox.c.key.in_(keys))
        if not urgent:
            wanted.append(~queued)
        query = (
            select(outbox.c.id)
            .where(*wanted)
            .order_by(outbox.c.lane, outbox.c.due, outbox.c.id)
            .limit(limit)
        )
        if self._connection.dialect.name == "postgresql":
            query = query.with_for_update(skip_locked=True)
        return list((await self._connection.execute(query)).scalars())

    async def _set(self, where: Any, **values: Any) -> None:  # noqa: ANN401
        await self._connection.execute(update(outbox).where(where).values(**values))


# Why a message was dropped that nobody has to look at.
NOT_NEEDED = "no longer needed"
NO_ADDRESS = "no address yet"


def _reachable(doors: Sequence[str]) -> Any:  # noqa: ANN401
    """Whether the recipient can be reached through one of these doors."""
    return exists().where(
        address.c.party == outbox.c.recipient,
        address.c.works.is_(True),
        address.c.door.in_(doors),
    )


def _letter(row: Any) -> Letter:  # noqa: ANN401 - rows never leave this room
    return Letter(
        key=row.key,
        to=row.recipient,
        kind=row.kind,
        facts=row.facts,
        lane=Lane(row.lane),
        when_unsure=WhenUnsure(row.when_unsure),
    )
