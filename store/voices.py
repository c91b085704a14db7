"""Keep what young people ticked and wrote, and what was shown of it; nothing leads to anybody."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store import tables as t
from workflow.dates import today
from workflow.voices import Release, withdraw_until
from workflow.written import Outcome, Told, Written

__all__ = ["Published", "Removed", "Said", "Voices"]

# The question whose answer says whether somebody's words may be used.
USE_WORDS = "use-words"


@dataclass(frozen=True, slots=True)
class Said:
    """What one voice ticked, by step, and on which day."""

    voice: str
    provision: str | None
    day: date
    chosen: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Published:
    """What was shown of a figure in a month: `shown` as the gate let it out."""

    figure: str
    place: str
    month: str
    at: datetime
    voices: frozenset[str]
    shown: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Removed:
    """So many of something were removed at a time."""

    at: datetime
    what: str
    count: int


class Voices:
    """Young people's answers, the reading queue, and the memory of what was shown."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    # --- what comes in ---

    async def keep_answers(
        self,
        *,
        talk: str,
        script: str,
        version: int,
        provision: str | None,
        answers: Mapping[str, tuple[str, ...]],
        at: datetime,
    ) -> None:
        """Keep what was ticked in a talk that has ended; the same talk again replaces it.

        What was taken back by code stays away.
        """
        day = today(at)
        voice = await self._voice(talk, day)
        if voice is None:
            return
        await self._connection.execute(delete(t.answer).where(t.answer.c.voice == voice))
        rows = [
            {
                "voice": voice,
                "script": script,
                "version": version,
                "provision": provision,
                "step": step,
                "chosen": list(chosen),
                "day": day,
            }
            for step, chosen in answers.items()
            if chosen
        ]
        if rows:
            await self._connection.execute(insert(t.answer), rows)
        if use := answers.get(USE_WORDS):
            mine = t.written.c.talk == talk
            await self._connection.execute(update(t.written).where(mine).values(use="yes" in use))

    async def queue_written(
        self,
        *,
        talk: str,
        script: str,
        step: str,
        sealed: bytes,
        at: datetime,
        read_by: datetime,
        provision: str | None = None,
    ) -> int:
        """Put sealed words into the reading queue; its number there."""
        made = await self._connection.execute(
            insert(t.written)
            .values(
                talk=talk,
                script=script,
                step=step,
                provision=provision,
                words=sealed,
                queued_at=at,
                read_by=read_by,
                told=Told.NOBODY.value,
                withdrawn=False,
            )
            .returning(t.written.c.id)
        )
        return int(made.scalar_one())

    async def forget(self, talk: str, *, now: datetime | None = None) -> int:
        """Take a talk's answers back: how many rows went.

        What nobody has read yet is held until somebody has, and removed then. The talk can't
        bring anything back afterwards. `now` makes a line of evidence.
        """
        link = (
            await self._connection.execute(
                select(t.voice_link.c.voice).where(t.voice_link.c.talk == talk)
            )
        ).scalar_one_or_none()
        gone = await self._remove(t.answer, t.answer.c.voice == link) if link else 0
        mine = t.written.c.talk == talk
        gone += await self._remove(t.written, mine & t.written.c.read_at.is_not(None))
        await self._connection.execute(
            update(t.written).where(mine).values(withdrawn=True, use=False, talk=None)
        )
        await self._connection.execute(delete(t.voice_link).where(t.voice_link.c.talk == talk))
        until = withdraw_until(today(now)) if now else date.max
        await self._connection.execute(insert(t.voice_link).values(talk=talk, until=until))
        if now is not None:
            await self.note_removed("withdrawn", gone, now)
        return gone

    # --- the reading queue ---

    async def unread(self) -> tuple[Written, ...]:
        """What nobody has read yet, the one with the nearest deadline first."""
        found = await self._connection.execute(
            select(t.written)
            .where(t.written.c.read_at.is_(None))
            .order_by(t.written.c.read_by, t.written.c.id)
        )
        return tuple(_written(row) for row in found)

    async def written(self, id_: int) -> Written | None:
        """One written answer, None when it is not there any more."""
        found = await self._connection.execute(select(t.written).where(t.written.c.id == id_))
        row = found.one_or_none()
        return _written(row) if row else None

    async def told(self, ids: Iterable[int], told: Told, now: datetime) -> None:
        """Note who was asked to read these."""
        await self._connection.execute(
            update(t.written)
            .where(t.written.c.id.in_(list(ids)))
            .values(told=told.value, told_at=now)
        )

    async def read(self, id_: int, *, by: str, outcome: Outcome, now: datetime) -> bool:
        """Note that somebody has read it; False when somebody else had before.

        What was deleted by code is removed now.
        """
        unread = (t.written.c.id == id_) & t.written.c.read_at.is_(None)
        done = await self._connection.execute(
            update(t.written)
            .where(unread)
            .values(reader=by, read_at=now, outcome=outcome.value)
            .returning(t.written.c.withdrawn)
        )
        withdrawn = done.scalar_one_or_none()
        if withdrawn:
            await self._remove(t.written, t.written.c.id == id_)
            await self.note_removed("withdrawn", 1, now)
        return withdrawn is not None

    async def read_before(self, now: datetime) -> tuple[Written, ...]:
        """What was read and is still kept, oldest first."""
        found = await self._connection.execute(
            select(t.written).where(t.written.c.read_at <= now).order_by(t.written.c.id)
        )
        return tuple(_written(row) for row in found)

    # --- figures: only the gate counts these ---

    async def ticked(self, script: str, steps: Iterable[str], *, before: date) -> tuple[Said, ...]:
        """What was ticked at these steps before a day, one entry a voice."""
        found = await self._connection.execute(
            select(t.answer)
            .where(
                t.answer.c.script == script,
                t.answer.c.step.in_(list(steps)),
                t.answer.c.day < before,
            )
            .order_by(t.answer.c.voice, t.answer.c.step)
        )
        rows = found.all()
        chosen: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for row in rows:
            chosen[row.voice][row.step] = tuple(row.chosen)
        whole = {row.voice: row for row in rows}
        return tuple(
            Said(voice, whole[voice].provision, whole[voice].day, given)
            for voice, given in chosen.items()
        )

    async def publish(
        self, let_out: Release, *, place: str, month: str, shown: Mapping[str, Any], now: datetime
    ) -> None:
        """Remember what is shown where, and whose answers are in it."""
        await self._connection.execute(
            insert(t.published).values(
                figure=let_out.figure,
                place=place,
                month=month,
                at=now,
                voices=sorted(let_out.voices),
                shown=dict(shown),
            )
        )

    async def published(self) -> tuple[Published, ...]:
        """Everything that was ever shown, oldest first."""
        found = await self._connection.execute(select(t.published).order_by(t.published.c.id))
        return tuple(
            Published(r.figure, r.place, r.month, r.at, frozenset(r.voices), r.shown) for r in found
        )

    async def newest(self) -> dict[str, Mapping[str, Any]]:
        """By figure, what was shown of it last."""
        found = await self._connection.execute(
            select(t.published.c.figure, t.published.c.shown).order_by(t.published.c.id)
        )
        return {row.figure: row.shown for row in found}

    async def shown(self) -> tuple[frozenset[str], ...]:
        """Whose answers are in each figure that was ever shown, as the gate asks for it."""
        return tuple(one.voices for one in await self.published())

    # --- the Children in Care Council ---

    async def state(self, measure: str, words: str, by: str, now: datetime) -> None:
        """Record what the Children in Care Council says of a measure."""
        await self._connection.execute(
            insert(t.statement).values(measure=measure, words=words, said_by=by, said_at=now)
        )

    async def statement(self, measure: str) -> tuple[str, datetime] | None:
        """(words, when) of the newest statement on a measure, None when there is none."""
        found = await self._connection.execute(
            select(t.statement)
            .where(t.statement.c.measure == measure)
            .order_by(t.statement.c.id.desc())
            .limit(1)
        )
        row = found.one_or_none()
        return (row.words, row.said_at) if row else None

    # --- what does not stay ---

    async def mix(self, today_: date) -> int:
        """Cut the way from codes to answers whose day has come; how many ways that were."""
        over = t.voice_link.c.until < today_
        talks = select(t.voice_link.c.talk).where(over)
        await self._connection.execute(
            update(t.written).where(t.written.c.talk.in_(talks)).values(talk=None)
        )
        return await self._remove(t.voice_link, over)

    async def remove_written(self, ids: Iterable[int]) -> int:
        """Remove written answers that were read; never one that nobody has read."""
        read = t.written.c.id.in_(list(ids)) & t.written.c.read_at.is_not(None)
        return await self._remove(t.written, read)

    async def remove_ticked(self, before: date) -> int:
        """Remove what was ticked before a day; how many people's answers that were."""
        old = t.answer.c.day < before
        voices = await self._connection.execute(
            select(func.count(t.answer.c.voice.distinct())).where(old)
        )
        await self._remove(t.answer, old)
        return int(voices.scalar_one())

    async def note_removed(self, what: str, count: int, now: datetime) -> None:
        """Keep the evidence that something was removed."""
        await self._connection.execute(insert(t.removal).values(at=now, what=what, number=count))

    async def removals(self) -> tuple[Removed, ...]:
        """What was removed, newest first."""
        found = await self._connection.execute(select(t.removal).order_by(t.removal.c.id.desc()))
        return tuple(Removed(row.at, row.what, row.number) for row in found)

    # --- within ---

    async def _voice(self, talk: str, day: date) -> str | None:
        """The voice that stands for a talk, made the first time; None for one taken back."""
        found = await self._connection.execute(
            select(t.voice_link).where(t.voice_link.c.talk == talk)
        )
        row = found.one_or_none()
        if row is not None:
            return row.voice  # type: ignore[no-any-return]
        voice = secrets.token_hex(16)
        await self._connection.execute(
            insert(t.voice_link).values(talk=talk, voice=voice, until=withdraw_until(day))
        )
        return voice

    async def _remove(self, table: Any, which: ColumnElement[bool]) -> int:  # noqa: ANN401
        done = await self._connection.execute(delete(table).where(which))
        return int(done.rowcount)


def _written(row: Row[Any]) -> Written:
    return Written(
        id=row.id,
        script=row.script,
        step=row.step,
        provision=row.provision,
        sealed=row.words,
        use=row.use,
        queued_at=row.queued_at,
        read_by=row.read_by,
        told=Told(row.told),
        told_at=row.told_at,
        withdrawn=row.withdrawn,
        reader=row.reader,
        read_at=row.read_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
        talk=row.talk,
    )
