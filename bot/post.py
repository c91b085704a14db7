"""Deliver the outbox: claim, send, settle, back off, and give up loudly."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.doors import Address, Door, DoorError, Gone, Later, Rejected, Spoken, TooBig, Unsure
from bot.logs import broke, logger
from bot.speech import Speech, card_kinds
from store import Books, Store, StoreError
from store.outbox import NOT_NEEDED, Claimed, Rate
from workflow.letters import Lane, WhenUnsure

__all__ = ["Pace", "Post"]

log = logger("g2g.post")


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast and how patiently; times in seconds, rates in messages a second.

    A lease is how long a silent process keeps a message; grace is how long an uncertain one
    waits for evidence before it is sent again or held. With these `tries` and the longest wait
    between two, a message is given up after about a day.

    An urgent one takes no part in any of this: it is never paced, has its own short lease, and
    is tried again after `urgent_wait` at most until it arrives or is not needed any more.
    """

    bulk: float = 5.0
    lease: float = 15.0
    urgent_lease: float = 4.0
    urgent_wait: float = 15.0
    grace: float = 900.0
    poll: float = 0.2
    at_once: int = 20
    tries: int = 100
    longest: float = 900.0


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
        self._rate = Rate("bulk", pace.bulk)
        self._wake = asyncio.Event()
        self._stopping = False
        self._claiming = asyncio.Lock()
        # What is being sent, with its id in the outbox.
        self._under_way: dict[asyncio.Task[None], int] = {}
        self._swept = 0.0

    async def prepare(self) -> None:
        """Make the shared rows that pace the sending."""
        async with self._store.begin() as books:
            await books.outbox.ready_rates([self._rate])

    def wake(self) -> None:
        """Look now, not at the next poll."""
        self._wake.set()

    @property
    def busy(self) -> bool:
        """Whether something is being sent this moment."""
        return bool(self._under_way)

    def stop(self) -> None:
        """Let `run` end, between two rounds: a cancelled one could leave a write half done."""
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        """Deliver until stopped, and finish what is being sent first."""
        failing = False
        try:
            while not self._stopping:
                self._wake.clear()
                try:
                    await self._round()
                    failing = False
                except Exception:
                    # The database may be away for a moment; letters wait in it, not here.
                    if not failing:
                        log.exception("delivery_round_failed")
                    failing = True
                    await asyncio.sleep(1.0)
                try:
                    await asyncio.wait_for(self._wake.wait(), self._pace.poll)
                except TimeoutError:
                    continue
        finally:
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=self._pace.lease)
            await self._release()

    async def drain(self) -> None:
        """Deliver everything that can be delivered now, and return when it has settled."""
        await self._sweep()
        while await self._start(unpaced=True) or self._under_way:
            if self._under_way:
                await asyncio.wait(self._under_way)

    async def deliver(self, keys: Sequence[str]) -> None:
        """Send these letters at once: the answers of a person's own turn take no tokens.

        Urgent ones leave now too, and nobody waits here until they have arrived: the person
        whose words raised an alert must not sit through a slow mail server.

        Raises nothing: they are written, so the loop sends what could not be sent here.
        """
        if not keys:
            return
        try:
            async with self._store.begin() as books:
                now = await books.outbox.clock(self._machine())
                claimed = await books.outbox.claim(
                    token=self._token,
                    now=now,
                    lease=self._pace.lease,
                    kinds=self._kinds,
                    doors=tuple(self._doors),
                    limit=len(keys),
                    keys=keys,
                )
        except Exception:
            log.exception("delivery_delayed")
            claimed, now = [], 0.0
        if claimed:
            self._hook("claimed")
            sent = [(one, self._send_off(one, now)) for one in claimed]
            answers = [task for one, task in sent if one.letter.lane is not Lane.URGENT]
            if answers:
                await asyncio.wait(answers)
        if len(claimed) < len(keys):
            # Something else to the same person goes first; the loop sees to the order.
            self.wake()

    # --- within ---

    async def _round(self) -> None:
        now = self._machine()
        if now - self._swept >= self._pace.lease / 3:
            self._swept = now
            await self._sweep()
        await self._start(unpaced=False)

    async def _release(self) -> None:
        """Let another process send at once what this one claimed and does not send any more."""
        try:
            async with self._store.begin() as books:
                await books.outbox.release(self._token)
        except StoreError:
            # Its lease runs out, and it is taken up again.
            log.warning("claims_not_released")

    async def _start(self, *, unpaced: bool) -> int:
        """Claim what is due and start sending it; returns how many were started."""
        async with self._claiming:
            claimed, now = await self._claim(unpaced=unpaced)
            if claimed:
                self._hook("claimed")
            return len([self._send_off(one, now) for one in claimed])

    async def _claim(self, *, unpaced: bool) -> tuple[list[Claimed], float]:
        free = self._pace.at_once - len(self._under_way)
        doors = tuple(self._doors)
        async with self._store.read() as books:
            now = await books.outbox.clock(self._machine())
            due = await books.outbox.waiting(now, kinds=self._kinds, doors=doors)
        if not due:
            return [], now
        async with self._store.begin() as books:
            claim = partial(
                books.outbox.claim, token=self._token, now=now, kinds=self._kinds, doors=doors
            )
            # Places of their own: what is slow on its way keeps no alert waiting.
            claimed = await claim(
                lease=self._pace.urgent_lease, limit=self._pace.at_once, urgent=True
            )
            rate = None if unpaced else self._rate
            claimed += await claim(lease=self._pace.lease, limit=free, rate=rate)
        return claimed, now

    def _send_off(self, claimed: Claimed, claimed_at: float) -> asyncio.Task[None]:
        task = asyncio.create_task(self._in_its_slot(claimed, claimed_at))
        self._under_way[task] = claimed.id
        task.add_done_callback(partial(self._done, claimed.letter.key))
        return task

    def _done(self, key: str, task: asyncio.Task[None]) -> None:
        del self._under_way[task]
        if not task.cancelled() and (error := task.exception()) is not None:
            # Its lease runs out, and it is taken up again.
            broke(log, "delivery_broke_off", error, key=key)
        self._wake.set()

    async def _sweep(self) -> None:
        async with self._store.begin() as books:
            await books.outbox.sweep(
                token=self._token,
                held=tuple(self._under_way.values()),
                now=await books.outbox.clock(self._machine()),
                lease=self._pace.lease,
                doors=tuple(self._doors),
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
        try:
            ready = await self._make_ready(claimed)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - one bad letter must not hold up the rest
            broke(log, "drawing_failed", error, key=claimed.letter.key)
            await self._settle(claimed, None, "claimed", Later(f"drawing: {type(error).__name__}"))
            return
        if ready is None:
            return
        door, to, spoken, place = ready
        self._hook("sending")
        said = await self._send(door, to, spoken, claimed.letter.key, place)
        self._hook("sent")
        await self._settle(claimed, door, "sending", said)
        self._hook("settled")

    async def _make_ready(self, claimed: Claimed) -> tuple[Door, Address, Spoken, str] | None:
        """Draw the letter and mark it as leaving; None when it does not leave now.

        The last part is the id of the message whose place it takes, empty for a new one.
        """
        async with self._store.begin() as books:
            known = await books.memory.address(claimed.letter.to)
            door = self._doors.get(known[0]) if known else None
            if known is None or door is None:
                # It went away since the claim; without one, this is not claimed again.
                back = {"state": "pending", "claim": None, "attempts": claimed.attempts - 1}
                await books.outbox.mark(claimed, token=self._token, was="claimed", **back)
                return None
            spoken = await self._speech.draw(books, claimed.letter, self._clock())
            earlier = claimed.letter.facts.get("instead_of")
            place = await books.outbox.sent_as(str(earlier)) if earlier else ""
            if spoken is None or place is None:
                # What was not shown yet needs no mending: it is drawn when it leaves.
                gone = {"state": "dead", "problem": NOT_NEEDED}
                await books.outbox.mark(claimed, token=self._token, was="claimed", **gone)
                return None
            # From here on nobody knows, until the door has answered.
            now = await books.outbox.clock(self._machine())
            mine = await books.outbox.mark(
                claimed,
                token=self._token,
                was="claimed",
                state="sending",
                lease=now + self._lease(claimed),
            )
        return (door, Address(*known), spoken, place) if mine else None

    async def _send(
        self, door: Door, to: Address, spoken: Spoken, key: str, place: str
    ) -> str | DoorError:
        """The id under which the door shows the message now, or why it surely does not."""
        try:
            if place:
                return await _redraw(door, to, spoken, place)
            try:
                return await door.send(to, spoken, key=key)
            except TooBig:
                return await door.send(to, self._speech.shorter(spoken), key=key)
        except DoorError as error:
            return error
        except Exception as error:  # noqa: BLE001 - a mistake of ours, before or after it arrived
            broke(log, "door_broke", error, key=key)
            return Unsure(type(error).__name__)

    async def _settle(
        self, claimed: Claimed, door: Door | None, was: str, said: str | DoorError
    ) -> None:
        """Write down what became of a message."""
        key = claimed.letter.key
        async with self._store.begin() as books:
            now = await books.outbox.clock(self._machine())
            values: Mapping[str, object] = {"state": "sent", "message": said, "problem": None}
            if isinstance(said, DoorError):
                values = self._after(said, claimed, door, now)
            mine = await books.outbox.mark(
                claimed, token=self._token, was=was, claim=None, **values
            )
            if isinstance(said, Gone):
                await books.memory.unreachable(claimed.letter.to)
            if isinstance(said, Later) and said.everyone:
                until = now + self._patience(said, claimed)
                await books.outbox.pause([self._rate.name], until)
            if mine and values["state"] == "dead":
                await books.memory.log("post", "gave_up", key, self._clock())
                log.error("message_dead", key=key, problem=values["problem"])

    def _after(
        self, error: DoorError, claimed: Claimed, door: Door | None, now: float
    ) -> dict[str, object]:
        """What becomes of a message that did not surely arrive."""
        problem = str(error)[:300]
        again = isinstance(error, Later) or (door is not None and door.repeats) or _presses(claimed)
        if isinstance(error, Unsure) and not again:
            due = now + self._pace.grace
            return {"state": "uncertain", "due": due, "problem": problem}
        given_up = claimed.attempts >= self._pace.tries and not _presses(claimed)
        if not isinstance(error, Later | Unsure) or given_up:
            return {"state": "dead", "problem": problem}
        due = now + self._wait(error, claimed)
        values: dict[str, object] = {"state": "pending", "due": due, "problem": problem}
        if isinstance(error, Later) and error.everyone and error.seconds is not None:
            # The door is shut for everybody, and says until when: no fault of this message.
            values["attempts"] = claimed.attempts - 1
        return values

    def _wait(self, error: DoorError, claimed: Claimed) -> float:
        wait = self._patience(error, claimed)
        return min(wait, self._pace.urgent_wait) if _presses(claimed) else wait

    def _patience(self, error: DoorError, claimed: Claimed) -> float:
        if isinstance(error, Later) and error.seconds is not None:
            return max(1.0, error.seconds)
        return float(min(self._pace.longest, 2.0 ** min(claimed.attempts, 30)))

    def _lease(self, claimed: Claimed) -> float:
        return self._pace.urgent_lease if _presses(claimed) else self._pace.lease


def _presses(claimed: Claimed) -> bool:
    """Whether it is sent again and again: an alert may arrive twice, and never not at all."""
    letter = claimed.letter
    return letter.lane is Lane.URGENT and letter.when_unsure is WhenUnsure.AGAIN


async def _redraw(door: Door, to: Address, spoken: Spoken, place: str) -> str:
    """Show a message in the place of an earlier one; doing it again does no harm."""
    try:
        await door.replace(to, place, spoken)
    except Unsure as error:
        raise Later(str(error)) from error
    except Gone as error:
        # The message is not there any more; the person may well be.
        raise Rejected(str(error)) from error
    return place
