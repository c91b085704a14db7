"""Deliver the outbox: claim, send, settle, back off, and give up loudly."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.doors import Address, Door, DoorError, Gone, Later, Spoken, TooBig, Unsure
from bot.speech import Speech, card_kinds
from store import Books, Store
from store.outbox import NOT_NEEDED, Claimed, Rate

__all__ = ["Pace", "Post"]

log = logging.getLogger("g2g.post")


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast and how patiently; times in seconds, rates in messages a second.

    A lease is how long a silent process keeps a message; grace is how long an uncertain one
    waits for evidence before it is sent again or held.
    """

    bulk: float = 5.0
    urgent: float = 45.0
    lease: float = 15.0
    grace: float = 900.0
    poll: float = 0.2
    at_once: int = 20
    tries: int = 6
    no_address: float = 30.0


class Post:
    """The delivery of letters; every process runs one, and none of them leads."""

    def __init__(
        self,
        store: Store,
        doors: Mapping[str, Door],
        speech: Speech,
        *,
        clock: Callable[[], datetime],
        machine: Callable[[], float],
        token: str,
        pace: Pace,
        hook: Callable[[str], None],
    ) -> None:
        self._store = store
        self._doors = doors
        self._speech = speech
        self._clock = clock
        self._machine = machine
        self._token = token
        self._pace = pace
        self._hook = hook
        self._kinds = card_kinds()
        self._rates = (Rate("urgent", pace.urgent), Rate("bulk", pace.bulk))
        self._wake = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()
        self._swept = 0.0

    async def prepare(self) -> None:
        """Make the shared rows that pace the sending."""
        async with self._store.begin() as books:
            await books.outbox.ready_rates(self._rates)

    def wake(self) -> None:
        """Look now, not at the next poll."""
        self._wake.set()

    @property
    def busy(self) -> bool:
        """Whether something is being sent this moment."""
        return bool(self._under_way)

    async def run(self) -> None:
        """Deliver for ever; a cancelled run finishes what it is sending first."""
        try:
            while True:
                self._wake.clear()
                try:
                    await self._round()
                except Exception:
                    # The database may be away for a moment; letters wait in it, not here.
                    log.exception("delivery_round_failed")
                    await asyncio.sleep(1.0)
                try:
                    await asyncio.wait_for(self._wake.wait(), self._pace.poll)
                except TimeoutError:
                    continue
        finally:
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=self._pace.lease)

    async def drain(self) -> None:
        """Deliver everything that can be delivered now, and return when it has settled."""
        await self._sweep()
        while await self._start(unpaced=True):
            await asyncio.gather(*tuple(self._under_way))

    async def deliver(self, keys: Sequence[str]) -> None:
        """Send these letters at once: the answers of a person's own turn take no tokens."""
        if not keys:
            return
        async with self._store.begin() as books:
            now = await books.outbox.clock(self._machine())
            claimed = await books.outbox.claim(
                token=self._token,
                now=now,
                lease=self._pace.lease,
                kinds=self._kinds,
                limit=len(keys),
                keys=keys,
            )
        self._hook("claimed")
        for one in claimed:
            await self._deliver(one, now)
        if len(claimed) < len(keys):
            # Something older to the same person goes first; the loop sees to the order.
            self.wake()

    # --- within ---

    async def _round(self) -> None:
        now = self._machine()
        if now - self._swept >= self._pace.lease / 3:
            self._swept = now
            await self._sweep()
        await self._start(unpaced=False)

    async def _start(self, *, unpaced: bool) -> int:
        """Claim what is due and start sending it; returns how many were started."""
        free = self._pace.at_once - len(self._under_way)
        async with self._store.read() as books:
            now = await books.outbox.clock(self._machine())
            if free <= 0 or not await books.outbox.waiting(now, self._kinds):
                return 0
        claimed: list[Claimed] = []
        async with self._store.begin() as books:
            for rate in self._rates:
                claimed += await books.outbox.claim(
                    token=self._token,
                    now=now,
                    lease=self._pace.lease,
                    kinds=self._kinds,
                    limit=free - len(claimed),
                    rate=None if unpaced else rate,
                    urgent=rate.name == "urgent",
                )
        if claimed:
            self._hook("claimed")
        for one in claimed:
            task = asyncio.create_task(self._in_its_slot(one, now))
            self._under_way.add(task)
            task.add_done_callback(self._done)
        return len(claimed)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("delivery_failed", exc_info=task.exception())
        self._wake.set()

    async def _sweep(self) -> None:
        async with self._store.begin() as books:
            await books.outbox.sweep(
                token=self._token,
                now=await books.outbox.clock(self._machine()),
                lease=self._pace.lease,
                repeats=await self._repeating(books),
                grace=self._pace.grace,
            )
        self._hook("swept")

    async def _repeating(self, books: Books) -> Iterable[str]:
        """The doubtful recipients behind a door that shows the same key only once."""
        found = []
        for party in await books.outbox.uncertain_parties():
            address = await books.memory.address(party)
            door = self._doors.get(address[0]) if address else None
            if door is not None and door.repeats:
                found.append(party)
        return found

    async def _in_its_slot(self, claimed: Claimed, claimed_at: float) -> None:
        await asyncio.sleep(max(0.0, claimed.slot - claimed_at))
        await self._deliver(claimed, claimed.slot)

    async def _deliver(self, claimed: Claimed, now: float) -> None:
        ready = await self._make_ready(claimed, now)
        if ready is None:
            return
        door, to, spoken = ready
        self._hook("sending")
        try:
            values = await self._send(door, to, spoken, claimed)
        except DoorError as error:
            values = await self._settle(error, claimed, door)
        self._hook("sent")
        async with self._store.begin() as books:
            await books.outbox.mark(claimed, token=self._token, was="sending", **values)
            if values.get("state") == "dead":
                await books.memory.log("post", "gave_up", claimed.letter.key, self._clock())
                log.error("message_dead key=%s problem=%s", claimed.letter.key, values["problem"])
        self._hook("settled")

    async def _make_ready(
        self, claimed: Claimed, now: float
    ) -> tuple[Door, Address, Spoken] | None:
        """Draw the letter and mark it as leaving; None when it does not leave now."""
        async with self._store.begin() as books:
            known = await books.memory.address(claimed.letter.to)
            door = self._doors.get(known[0]) if known else None
            if known is None or door is None:
                later = {"state": "pending", "due": now + self._pace.no_address, "claim": None}
                await books.outbox.mark(
                    claimed, token=self._token, was="claimed", problem="no address yet", **later
                )
                return None
            spoken = await self._speech.draw(books, claimed.letter, self._clock())
            if spoken is None:
                gone = {"state": "dead", "problem": NOT_NEEDED}
                await books.outbox.mark(claimed, token=self._token, was="claimed", **gone)
                return None
            # From here on nobody knows, until the door has answered.
            mine = await books.outbox.mark(
                claimed,
                token=self._token,
                was="claimed",
                state="sending",
                lease=now + self._pace.lease,
            )
        return (door, Address(*known), spoken) if mine else None

    async def _send(
        self, door: Door, to: Address, spoken: Spoken, claimed: Claimed
    ) -> dict[str, object]:
        key = claimed.letter.key
        try:
            message = await door.send(to, spoken, key=key)
        except TooBig:
            message = await door.send(to, self._speech.shorter(spoken), key=key)
        return {"state": "sent", "message": message, "problem": None}

    async def _settle(self, error: DoorError, claimed: Claimed, door: Door) -> dict[str, object]:
        """What becomes of a message that did not surely arrive."""
        now = self._machine()
        problem = str(error)[:300]
        if isinstance(error, Later) and claimed.attempts < self._pace.tries:
            wait = error.seconds if error.seconds is not None else min(60.0, 2.0**claimed.attempts)
            async with self._store.begin() as books:
                now = await books.outbox.clock(now)
                if error.everyone:
                    await books.outbox.pause((rate.name for rate in self._rates), now + wait)
            return {"state": "pending", "claim": None, "due": now + wait, "problem": problem}
        if isinstance(error, Unsure) and door.repeats:
            return {"state": "pending", "claim": None, "due": now + 1.0, "problem": problem}
        if isinstance(error, Unsure):
            due = now + self._pace.grace
            return {"state": "uncertain", "claim": None, "due": due, "problem": problem}
        if isinstance(error, Gone):
            async with self._store.begin() as books:
                await books.memory.unreachable(claimed.letter.to)
        return {"state": "dead", "problem": problem}
