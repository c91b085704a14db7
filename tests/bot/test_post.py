"""Check what becomes of each letter when its door says yes, later, no, or nothing at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import Connection

from bot.app import build
from bot.doors import Gone, Later, Rejected, TooBig, Unsure
from bot.errands import moment
from bot.post import Pace, Post
from bot.settings import Settings
from bot.speech import Speech
from bot.stage import SetClock
from store import Store, tables
from store.migrate import upgrade
from store.outbox import NO_ADDRESS, NOT_NEEDED, Row
from tests.databases import become
from tests.fakes import Machine, RecordingDoor
from tests.journeys.council import council
from tests.store.shop import NOW, reach, sweep
from workflow.dates import Calendar
from workflow.letters import Lane, Letter, WhenUnsure

TOM, ANN = "person:tom", "person:ann"
SECRET = "what a young person said"

set_clock = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Only there can a test set machine time: PostgreSQL's is the server's own."""


@dataclass
class Office:
    """A post office with one door, and machine time that is set."""

    store: Store
    door: RecordingDoor
    machine: Machine
    pace: Pace = field(default_factory=Pace)

    def __post_init__(self) -> None:
        self.post = self.another()

    def another(self, token: str = "one") -> Post:
        return Post(
            self.store,
            {"web": self.door},
            Speech(Calendar()),
            clock=SetClock(NOW),
            machine=self.machine,
            token=token,
            pace=self.pace,
            hook=lambda _point: None,
        )

    async def write(self, *letters: Letter) -> None:
        async with self.store.begin() as books:
            await books.outbox.put(letters, NOW)

    async def after(self, seconds: float) -> list[str]:
        """Let machine time pass and deliver; returns the keys that were tried."""
        self.machine.pass_(seconds)
        before = len(self.door.tried)
        await self.post.drain()
        return [one.key for one in self.door.tried[before:]]

    async def row(self, key: str) -> Row:
        async with self.store.read() as books:
            return next(row for row in await books.outbox.all() if row.key == key)

    async def state(self, key: str) -> str:
        return (await self.row(key)).state

    async def audit(self) -> list[tuple[str, str]]:
        one = tables.audit.c

        def look(connection: Connection) -> list[tuple[str, str]]:
            return [(row.did, row.about) for row in connection.execute(select(one.did, one.about))]

        return list(await self.store.look_sync(look))

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """The loop of the service, while the block runs."""
        loop = asyncio.create_task(self.post.run())
        try:
            yield
        finally:
            self.post.stop()
            await loop


@pytest.fixture
async def office(database_url: str, quick_folder: Path) -> AsyncIterator[Office]:
    await become(database_url, "tables", upgrade, quick_folder)
    async with Store(database_url) as store:
        await reach(store, TOM, ANN)
        made = Office(store, RecordingDoor(), Machine(), Pace(poll=0.005))
        await made.post.prepare()
        yield made


def letter(
    key: str,
    to: str = TOM,
    *,
    lane: Lane = Lane.BULK,
    when_unsure: WhenUnsure = WhenUnsure.HOLD,
) -> Letter:
    facts = {"title": key, "lines": [SECRET], "buttons": []}
    return Letter(key, to, "note", facts, lane, when_unsure)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.002)


# --- yes ------------------------------------------------------------------------------------


async def test_a_letter_is_drawn_and_sent_once(office: Office) -> None:
    await office.write(letter("a"))
    await office.post.drain()
    await office.post.drain()
    (one,) = office.door.arrived
    assert (one.to, one.key) == (TOM, "a")
    assert one.message.card is not None
    assert SECRET in one.message.text
    assert await office.state("a") == "sent"
    async with office.store.read() as books:
        assert await books.outbox.sent_as("a") == "m1"
        assert await books.outbox.idle()


async def test_the_running_service_sends_what_is_written(office: Office) -> None:
    async with office.open():
        await office.write(letter("a"), letter("b", ANN))
        office.post.wake()
        await until(lambda: len(office.door.arrived) == 2)


async def test_one_persons_letters_arrive_in_order_although_one_has_to_wait(
    office: Office,
) -> None:
    await office.write(letter("a1"), letter("a2"), letter("b1", ANN), letter("a3"))
    office.door.fails["a1"] = [Later("503", seconds=30)]
    await office.post.drain()
    assert office.door.keys == ["b1"]
    assert [await office.state(key) for key in ("a1", "a2", "a3")] == ["pending"] * 3


@set_clock
async def test_what_had_to_wait_arrives_before_what_was_written_later(office: Office) -> None:
    await office.write(letter("a1"), letter("a2"), letter("a3"))
    office.door.fails["a1"] = [Later("503", seconds=30)]
    assert await office.after(0) == ["a1"]
    assert await office.after(29) == []
    assert await office.after(1) == ["a1", "a2", "a3"]
    assert office.door.keys == ["a1", "a2", "a3"]


# --- later ----------------------------------------------------------------------------------


@set_clock
async def test_without_a_time_it_is_tried_again_after_twice_as_long_each_time(
    office: Office,
) -> None:
    office.pace = replace(office.pace, longest=60.0)
    office.post = office.another()
    await office.write(letter("a"))
    office.door.fails["a"] = [Later("503") for _ in range(8)]
    assert await office.after(0) == ["a"]
    waits = [2, 4, 8, 16, 32, 60, 60]
    for wait in waits:
        assert await office.after(wait - 1) == []
        assert await office.after(1) == ["a"]
    assert (await office.row("a")).problem == "503"
    assert await office.after(60) == ["a"]
    assert await office.state("a") == "sent"
    assert (await office.row("a")).problem == ""


@set_clock
async def test_with_the_default_patience_a_letter_outlives_an_outage_of_twenty_hours(
    office: Office,
) -> None:
    await office.write(letter("a"))
    office.door.fails["a"] = [Later("ConnectionRefused")] * 1000
    for _ in range(20 * 4):
        await office.after(900)
    assert await office.state("a") == "pending"
    for _ in range(8 * 4):
        await office.after(900)
    assert await office.state("a") == "dead"


@set_clock
async def test_a_letter_is_given_up_after_its_last_try_and_that_is_on_record(
    office: Office,
) -> None:
    office.pace = replace(office.pace, tries=3)
    office.post = office.another()
    await office.write(letter("a"), letter("next"))
    office.door.fails["a"] = [Later("503", seconds=5)] * 9
    tried = [await office.after(5) for _ in range(3)]
    assert tried == [["a"], ["a"], ["a", "next"]]
    assert (await office.row("a")).state == "dead"
    assert await office.audit() == [("gave_up", "a")]


@set_clock
async def test_a_door_that_is_shut_for_everybody_pauses_everybody_but_an_alert(
    office: Office, database_url: str
) -> None:
    await office.write(letter("a"))
    office.door.fails["a"] = [Later("429", seconds=30, everyone=True)]
    await office.post.drain()
    await office.write(letter("b", ANN), letter("alert", ANN, lane=Lane.URGENT))
    async with Store(database_url) as store:
        other = Office(store, RecordingDoor(), office.machine, office.pace)
        async with other.open():
            office.machine.pass_(29)
            await until(lambda: other.door.keys == ["alert"])
            await asyncio.sleep(0.1)
            assert other.door.keys == ["alert"]
            office.machine.pass_(1)
            await until(lambda: len(other.door.arrived) == 3)


@set_clock
async def test_an_alert_in_doubt_is_sent_again_at_once_and_never_given_up(office: Office) -> None:
    office.pace = replace(office.pace, tries=3)
    office.post = office.another()
    await office.write(letter("alert", lane=Lane.URGENT, when_unsure=WhenUnsure.AGAIN))
    office.door.fails["alert"] = [Unsure("TimeoutError"), Later("503", seconds=900)] * 5
    tried = [await office.after(15) for _ in range(11)]
    assert tried == [["alert"]] * 11
    assert await office.state("alert") == "sent"


async def test_an_alert_leaves_although_every_place_is_taken_and_no_turn_waits_for_it(
    office: Office,
) -> None:
    office.pace = replace(office.pace, at_once=2)
    office.post = office.another()
    await office.write(letter("a", TOM), letter("b", ANN))
    office.door.free.clear()
    async with office.open():
        await until(lambda: len(office.door.tried) == 2)
        await office.write(letter("alert", lane=Lane.URGENT, when_unsure=WhenUnsure.AGAIN))
        await asyncio.wait_for(office.post.deliver(["alert"]), 2)
        await until(lambda: "alert" in [one.key for one in office.door.tried])
        office.door.free.set()
        await until(lambda: len(office.door.arrived) == 3)


@set_clock
async def test_a_door_that_is_shut_for_everybody_costs_a_letter_none_of_its_tries(
    office: Office,
) -> None:
    office.pace = replace(office.pace, tries=2)
    office.post = office.another()
    await office.write(letter("a"))
    office.door.fails["a"] = [Later("429", seconds=30, everyone=True)] * 5
    for _ in range(6):
        assert await office.after(30) == ["a"]
    assert await office.state("a") == "sent"


# --- nobody knows ---------------------------------------------------------------------------


@set_clock
@pytest.mark.parametrize(
    ("when_unsure", "then", "ends"),
    [(WhenUnsure.AGAIN, ["a"], "sent"), (WhenUnsure.HOLD, [], "held")],
)
async def test_a_message_in_doubt_is_sent_again_or_held_as_its_purpose_says(
    office: Office, when_unsure: WhenUnsure, then: list[str], ends: str
) -> None:
    await office.write(letter("a", when_unsure=when_unsure), letter("b"))
    office.door.fails["a"] = [Unsure("TimeoutError")]
    assert await office.after(0) == ["a", "b"]
    assert await office.state("a") == "uncertain"
    assert await office.after(899) == []
    assert await office.after(1) == then
    assert await office.state("a") == ends
    assert await office.after(10_000) == []


@set_clock
async def test_behind_a_door_that_repeats_nothing_doubt_is_no_trouble(office: Office) -> None:
    office.door.repeats = True
    await office.write(letter("a"))
    office.door.fails["a"] = [Unsure("OperationalError")]
    assert await office.after(0) == ["a"]
    assert await office.after(2) == ["a"]
    assert await office.state("a") == "sent"


@set_clock
async def test_even_there_it_is_given_up_in_the_end(office: Office) -> None:
    office.door.repeats = True
    office.pace = replace(office.pace, tries=3)
    office.post = office.another()
    await office.write(letter("a"))
    office.door.fails["a"] = [Unsure("KeyError")] * 9
    for _ in range(5):
        await office.after(100)
    assert len(office.door.tried) == 3
    assert await office.state("a") == "dead"


async def test_a_door_that_breaks_leaves_doubt_and_holds_nobody_up(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await office.write(letter("a"), letter("b", ANN))
    office.door.fails["a"] = [ValueError(SECRET)]
    await office.post.drain()
    assert [await office.state(key) for key in "ab"] == ["uncertain", "sent"]
    assert "door_broke key=a kind=ValueError" in caplog.text
    assert SECRET not in caplog.text


@set_clock
async def test_a_process_that_slept_through_its_lease_overwrites_nothing(
    office: Office,
) -> None:
    await office.write(letter("a"))
    office.door.free.clear()
    sending = asyncio.create_task(office.post.drain())
    await until(lambda: bool(office.door.tried))
    await sweep(office.store, office.machine() + 16.0, token="another")
    assert await office.state("a") == "uncertain"
    office.door.free.set()
    await sending
    assert await office.state("a") == "uncertain"


@set_clock
async def test_a_message_that_takes_long_keeps_its_lease_while_the_process_lives(
    office: Office,
) -> None:
    await office.write(letter("a"))
    office.door.free.clear()
    async with office.open():
        await until(lambda: bool(office.door.tried))
        for _ in range(8):
            office.machine.pass_(6)
            await asyncio.sleep(0.03)
        await sweep(office.store, office.machine(), token="another")
        assert await office.state("a") == "sending"
        office.door.free.set()
    assert await office.state("a") == "sent"


# --- no -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcomes", "problem"),
    [
        ([Rejected("400 BadSyntax")], "400 BadSyntax"),
        ([Gone("403 BotBlocked")], "403 BotBlocked"),
        ([TooBig("413"), TooBig("413 still")], "413 still"),
    ],
)
async def test_a_refused_letter_is_dead_at_once_and_on_record_without_anybodys_words(
    office: Office,
    outcomes: list[Exception | None],
    problem: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await office.write(letter("a"))
    office.door.fails["a"] = [*outcomes]
    await office.post.drain()
    row = await office.row("a")
    assert (row.state, row.problem) == ("dead", problem)
    assert await office.audit() == [("gave_up", "a")]
    assert f"message_dead key=a problem={problem}" in caplog.text
    assert SECRET not in caplog.text
    async with office.store.read() as books:
        assert [row.key for row in await books.outbox.troubled()] == ["a"]


async def test_somebody_who_is_gone_is_not_written_to_until_they_come_back(
    office: Office,
) -> None:
    await office.write(letter("a"), letter("b"))
    office.door.fails["a"] = [Gone("403 BotBlocked")]
    await office.post.drain()
    await office.post.drain()
    async with office.store.read() as books:
        assert await books.memory.unreached() == [TOM]
    row = await office.row("b")
    assert (row.state, row.problem, row.attempts) == ("pending", NO_ADDRESS, 0)
    await reach(office.store, TOM)
    await office.post.drain()
    assert office.door.keys == ["b"]
    assert (await office.row("b")).problem == ""


async def test_somebody_without_an_address_is_written_to_as_soon_as_there_is_one(
    office: Office,
) -> None:
    await office.write(letter("a", "person:new"))
    async with office.open():
        await office.write(letter("b"))
        office.post.wake()
        await until(lambda: office.door.keys == ["b"])
        assert (await office.row("a")).problem == NO_ADDRESS
        await reach(office.store, "person:new")
        await until(lambda: office.door.keys == ["b", "a"])
    assert (await office.row("a")).attempts == 1


async def test_a_card_that_is_too_big_is_said_in_words_alone(office: Office) -> None:
    await office.write(letter("a"))
    office.door.fails["a"] = [TooBig("413")]
    await office.post.drain()
    card, words = (one.message for one in office.door.tried)
    assert card.card is not None
    assert words == replace(card, card=None)
    assert await office.state("a") == "sent"


# --- letters that can't or need not be sent -------------------------------------------------


async def test_a_letter_that_cant_be_drawn_holds_nobody_up(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Letter("broken", TOM, "note", {"title": SECRET, "buttons": [SECRET]})
    await office.write(broken, letter("b", ANN), letter("own", lane=Lane.ANSWER))
    await office.post.drain()
    assert office.door.keys == ["own", "b"] or office.door.keys == ["b", "own"]
    row = await office.row("broken")
    assert (row.state, row.problem) == ("pending", "drawing: ValueError")
    assert "drawing_failed key=broken kind=ValueError" in caplog.text
    assert SECRET not in caplog.text


async def test_a_reminder_of_a_month_that_has_closed_is_dropped_unsent(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        town.clock.now = moment("2019-09-12T09:00")
        reminders = await town.app.rhythm.tick()
        assert len(reminders) == 5
        await town.at("2019-09-17T17:00")
        assert set(reminders).isdisjoint(town.hall.sends)
        outbox = await town.outbox()
        assert {outbox[key] for key in reminders} == {"dead"}
        async with town.app.store.read() as books:
            assert await books.outbox.troubled() == []
            rows = {row.key: row for row in await books.outbox.all()}
        assert {rows[key].problem for key in reminders} == {NOT_NEEDED}


# --- a person's own turn --------------------------------------------------------------------


async def test_answers_in_a_turn_leave_at_once_even_when_the_lane_is_paused(
    office: Office,
) -> None:
    async with office.store.begin() as books:
        await books.outbox.pause(["bulk", "urgent"], 1e12)
    await office.write(letter("monthly"), letter("one", lane=Lane.ANSWER), letter("b", ANN))
    await office.post.deliver(["one", "b"])
    assert sorted(office.door.keys) == ["b", "one"]
    assert await office.state("monthly") == "pending"
    await office.post.deliver([])


async def test_an_answer_behind_another_is_left_to_the_loop(office: Office) -> None:
    await office.write(letter("one", lane=Lane.ANSWER), letter("two", lane=Lane.ANSWER))
    async with office.open():
        await office.post.deliver(["two"])
        await until(lambda: office.door.keys == ["one", "two"])


async def test_a_turn_that_is_saved_never_fails_because_its_answer_cant_be_sent(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await office.write(letter("a"))
    await office.store.run_sync(lambda c: c.execute(text("ALTER TABLE outbox RENAME TO away")))
    await office.post.deliver(["a"])
    assert "delivery_delayed" in caplog.text
    await office.store.run_sync(lambda c: c.execute(text("ALTER TABLE away RENAME TO outbox")))
    await office.post.drain()
    assert office.door.keys == ["a"]


# --- the loop -------------------------------------------------------------------------------


async def test_the_loop_lives_through_a_database_that_goes_away(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    async with office.open():
        await office.store.run_sync(lambda c: c.execute(text("ALTER TABLE outbox RENAME TO away")))
        await until(lambda: "delivery_round_failed" in caplog.text)
        await office.store.run_sync(lambda c: c.execute(text("ALTER TABLE away RENAME TO outbox")))
        await office.write(letter("a"))
        await until(lambda: office.door.keys == ["a"])
    assert caplog.text.count("delivery_round_failed") == 1


async def test_a_stop_lets_arrive_what_is_on_its_way_and_starts_nothing_new(
    office: Office,
) -> None:
    await office.write(letter("a"))
    office.door.free.clear()
    async with office.open():
        await until(lambda: bool(office.door.tried) and office.post.busy)
        asyncio.get_running_loop().call_later(0.05, office.door.free.set)
        await office.write(letter("b"))
    assert not office.post.busy
    assert await office.state("a") == "sent"
    assert await office.state("b") == "pending"


async def test_the_doors_close_only_after_what_was_on_its_way_has_arrived(
    office: Office, database_url: str
) -> None:
    await office.write(letter("a"))
    door = office.door
    door.free.clear()
    settings = Settings(database_url=database_url)
    app = build(settings, Store(database_url), clock=SetClock(NOW), doors={"web": door})
    await app.start()
    await until(lambda: bool(door.tried))
    asyncio.get_running_loop().call_later(0.05, door.free.set)
    await app.stop()
    assert door.closed
    assert await office.state("a") == "sent"


async def test_draining_waits_for_what_the_loop_is_sending(office: Office) -> None:
    await office.write(letter("a"))
    office.door.free.clear()
    async with office.open():
        await until(lambda: bool(office.door.tried))
        asyncio.get_running_loop().call_later(0.05, office.door.free.set)
        await office.post.drain()
        assert await office.state("a") == "sent"


async def test_two_posts_at_once_send_everything_once(office: Office, database_url: str) -> None:
    await office.write(*(letter(f"{n:02}", f"person:{n % 10}") for n in range(40)))
    await reach(office.store, *(f"person:{n}" for n in range(10)))
    async with Store(database_url) as store:
        other = Office(store, office.door, office.machine, office.pace)
        second = other.another("two")
        await asyncio.gather(office.post.drain(), second.drain())
        await office.post.drain()
    assert sorted(office.door.keys) == [f"{n:02}" for n in range(40)]
    for person in range(10):
        theirs = [one.key for one in office.door.arrived if one.to == f"person:{person}"]
        assert theirs == sorted(theirs)
