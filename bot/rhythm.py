"""Keep the rhythm: do what should have been done by now and is not, and no more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from bot.alerts import alerts_ahead, escalate
from bot.evidence import gather_evidence, heard_of
from bot.gather import anchor, facts_of, held_of
from bot.logs import logger
from bot.promises import remind_owners
from bot.retention import let_go
from bot.written import ask_readers
from store import Books, Store
from workflow.cycle import Month, State, coming, due, plan_month
from workflow.dates import Calendar, today
from workflow.letters import Letter
from workflow.people import People
from workflow.plan import Plan
from workflow.promises import nudge_times
from workflow.summary import freeze, summarise
from workflow.written import due_at

__all__ = ["Rhythm", "freeze_summary"]

log = logger("g2g.rhythm")

EVERY = 30.0
_ENOUGH = 50


class Rhythm:
    """The scheduler. Any process may tick at any time: what is done is in the rows."""

    def __init__(
        self,
        store: Store,
        calendar: Calendar,
        *,
        clock: Callable[[], datetime],
        spoken: Callable[[], None],
        hook: Callable[[str], None],
    ) -> None:
        self._store = store
        self._calendar = calendar
        self._clock = clock
        self._spoken = spoken
        self._hook = hook
        self._stopped = asyncio.Event()

    def stop(self) -> None:
        """Let `run` end, between two ticks."""
        self._stopped.set()

    async def run(self) -> None:
        """Tick until stopped."""
        while not self._stopped.is_set():
            try:
                await self.tick()
            except Exception:
                log.exception("tick_failed")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), EVERY)

    async def tick(self) -> list[str]:
        """Do everything that is due; returns the keys of the letters that were written."""
        now = self._clock()
        # Whoever is in danger goes first, needs no plan, and fails with nothing else.
        async with self._store.begin() as books:
            written = await books.outbox.put(await escalate(books, now), now)
        async with self._store.begin() as books:
            plan = await books.plans.current()
            people = await books.people.all()
            if plan is not None and anchor(people) is not None:
                written += await self._due(books, plan, people, now)
                written += await self._plan_next(books, plan, people, now)
                if (month := await books.cycles.begun()) is not None:
                    await gather_evidence(books, plan, month.key, now)
            written += await self._young(books, now)
            self._hook("ticking")
        self._hook("ticked")
        if written:
            self._spoken()
        return written

    async def ahead(self) -> tuple[tuple[datetime, str], ...]:
        """What lies ahead, soonest first, each with a sentence."""
        now = self._clock()
        async with self._store.read() as books:
            plan = await books.plans.current()
            people = await books.people.all()
            found = await alerts_ahead(books, now)
            if plan is None:
                return tuple(sorted(found))
            for month in await books.cycles.running():
                facts = await facts_of(books, plan, people, month, now, self._calendar)
                found += coming(month, facts)
            found += [
                (when, "A written answer is to be read")
                for one in await books.voices.unread()
                if (when := due_at(one, now, self._calendar)) > now
            ]
            found += [
                (when, "A reply to young people is due")
                for one in await books.promises.all()
                for when in nudge_times(one, self._calendar)
                if when > now
            ]
        return tuple(sorted(found))

    # --- within ---

    async def _young(self, books: Books, now: datetime) -> list[str]:
        """What young people wrote is read, what they asked for answered, what is old let go."""
        letters = await ask_readers(books, now, self._calendar)
        letters += await remind_owners(books, now, self._calendar)
        await let_go(books, now)
        return await books.outbox.put(letters, now)

    async def _due(self, books: Books, plan: Plan, people: People, now: datetime) -> list[str]:
        written: list[str] = []
        for was in await books.cycles.running(to_change=True):
            month, letters = self._moved_meeting(was, people), list[Letter]()
            facts = await facts_of(books, plan, people, month, now, self._calendar)
            freezes = False
            for _ in range(_ENOUGH):
                step = due(month, facts)
                if step is None:
                    break
                month, freezes = step.month, freezes or step.freeze
                letters += step.letters
            await books.cycles.keep(month, was=was)
            if freezes:
                await freeze_summary(books, plan, month, now, self._calendar)
            written += await books.outbox.put(letters, now)
        return written

    def _moved_meeting(self, month: Month, people: People) -> Month:
        """A month that has not opened follows its board's day when that is changed."""
        seat = anchor(people)
        if month.state is not State.PLANNED or seat is None or seat.meeting is None:
            return month
        year, number = int(month.key[:4]), int(month.key[5:7])
        board_on = self._calendar.meets(seat.meeting, year, number)
        if board_on == month.dates.board_on:
            return month
        return replace(month, dates=plan_month(board_on, self._calendar).dates)

    async def _plan_next(
        self, books: Books, plan: Plan, people: People, now: datetime
    ) -> list[str]:
        """Plan the month after the newest one, once that one's board day has come."""
        seat = anchor(people)
        newest = await books.cycles.newest()
        if seat is None or seat.meeting is None:
            return []
        if newest is not None and now < newest.dates.post:
            return []
        after = newest.dates.board_on.replace(day=1) if newest else today(now)
        if newest is not None:
            after = (after + timedelta(days=32)).replace(day=1)
        month = plan_month(self._calendar.next_meeting(seat.meeting, after), self._calendar)
        while month.dates.closes <= now:
            # Nobody can be asked about a month that has closed before the service knew it.
            following = (month.dates.board_on.replace(day=1) + timedelta(days=32)).replace(day=1)
            month = plan_month(self._calendar.next_meeting(seat.meeting, following), self._calendar)
        if not await books.cycles.plan(month):
            return []
        return await self._due(books, plan, people, now)


async def freeze_summary(
    books: Books, plan: Plan, month: Month, now: datetime, calendar: Calendar
) -> None:
    """Freeze what the boards will see as the month's draft of that number."""
    held = await held_of(books, plan, month, now, calendar)
    summary = summarise(
        plan,
        month,
        reports=held.reports,
        before=held.before,
        readings=held.readings,
        names=held.names,
        young=held.young,
        complete=held.complete,
        heard=await heard_of(books, today(now), held.names),
    )
    await books.cycles.freeze(freeze(summary, month.draft), now)
