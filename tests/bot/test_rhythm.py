"""Check that any number of processes may tick at once, beside people who are busy."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime

import pytest

from bot.app import build
from bot.errands import moment
from bot.rhythm import Rhythm
from bot.settings import Settings
from bot.stage import SetClock
from store import Store
from store.migrate import upgrade
from tests.fakes import RecordingDoor
from tests.journeys.council import CARE, Council, council, demo_people, shipped_plan
from workflow.cycle import ItemState, State
from workflow.dates import Calendar

EIGHT = 8


def rhythm(store: Store, clock: SetClock) -> Rhythm:
    return Rhythm(store, Calendar(), clock=clock, spoken=lambda: None, hook=lambda _point: None)


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Council]:
    async with council(database_url) as opened:
        yield opened


async def ticks_at_once(town: Council, others: list[Store], iso: str) -> list[str]:
    """Everything that all of them wrote, tick after tick, until there was nothing more."""
    town.clock.now = moment(iso)
    written: list[str] = []
    for _ in range(5):
        found = await asyncio.gather(*(rhythm(store, town.clock).tick() for store in others))
        new = [key for keys in found for key in keys]
        written += new
        if not new:
            break
    return written


async def test_eight_ticks_at_once_write_each_letter_exactly_once(
    town: Council, database_url: str
) -> None:
    async with AsyncExitStack() as stack:
        others = [await stack.enter_async_context(Store(database_url)) for _ in range(EIGHT)]
        assert await ticks_at_once(town, others, "2019-09-02T09:00") == []
        asked = await ticks_at_once(town, others, "2019-09-05T09:00")
        assert Counter(asked) == Counter(
            [
                "ask:2019-09:asha-rahman",
                "ask:2019-09:daniel-okafor",
                "ask:2019-09:gwen-price",
                "ask:2019-09:moira-campbell",
                "ask:2019-09:tom-hartley",
                "opened:2019-09:pmo",
            ]
        )
        reminded = await ticks_at_once(town, others, "2019-09-12T09:00")
        assert len(reminded) == len(set(reminded)) == 5
        # Everything from the second reminder to board day was missed, and is caught up with.
        rest = await ticks_at_once(town, others, "2019-09-26T09:00")
        assert sorted(rest) == [
            "draft:2019-09:frances-doyle",
            "silent:2019-09:pmo",
            "unapproved:2019-09:2019-09-26:frances-doyle",
            "unapproved:2019-09:2019-09-26:pmo",
        ]
    outbox = await town.outbox()
    assert sorted(outbox) == sorted([*asked, *reminded, *rest])
    async with town.app.store.read() as books:
        assert await books.cycles.get("2019-11") is None
        assert (coming := await books.cycles.get("2019-10")) is not None
        assert coming.state is State.PLANNED


async def test_a_tick_beside_the_last_update_loses_neither(
    town: Council, database_url: str
) -> None:
    """The month closes in the moment in which an officer saves."""
    await town.at("2019-09-05T09:00")
    town.clock.now = moment("2019-09-17T17:00")
    said = {
        "month": "2019-09",
        "ref": "PI3.2",
        "v": 0,
        "words": "Eight of ten homes were visited.",
        "rag": "G",
        "why": "As planned in July.",
    }
    async with Store(database_url) as other:
        await asyncio.gather(
            rhythm(other, town.clock).tick(),
            town.send(CARE, "update.save", said),
            rhythm(other, town.clock).tick(),
        )
        await rhythm(other, town.clock).tick()
    month = await town.month()
    item = month.item("PI3.2")
    assert (month.state, item.state, item.version) == (State.REVIEW, ItemState.ANSWERED, 1)
    async with town.app.store.read() as books:
        assert [one.words for one in await books.cycles.history("PI3.2")] == [
            "Eight of ten homes were visited."
        ]
        assert "silent:2019-09:pmo" in [row.key for row in await books.outbox.all()]


async def test_the_same_act_at_two_processes_at_once_is_done_once(
    town: Council, database_url: str
) -> None:
    await town.at("2019-09-05T09:00")
    said = {
        "month": "2019-09",
        "ref": "PI3.2",
        "v": 0,
        "words": "Eight of ten homes were visited.",
        "rag": "G",
        "why": "As planned in July.",
    }
    async with Store(database_url) as store:
        app = build(Settings(), store, clock=town.clock, doors={"web": RecordingDoor()})
        second = Council(app, town.hall, town.clock, town.people)
        first, again = await asyncio.gather(
            town.send(CARE, "update.save", said, act="one"),
            second.send(CARE, "update.save", said, act="one"),
        )
    assert first == again
    async with town.app.store.read() as books:
        assert len(await books.cycles.history("PI3.2")) == 1


async def test_an_update_at_two_processes_at_once_shows_the_second_what_the_first_said(
    town: Council, database_url: str
) -> None:
    await town.at("2019-09-05T09:00")
    said = {"month": "2019-09", "ref": "PI3.2", "v": 0, "rag": "G", "why": "As planned in July."}
    async with Store(database_url) as store:
        app = build(Settings(), store, clock=town.clock, doors={"web": RecordingDoor()})
        second = Council(app, town.hall, town.clock, town.people)
        cards = await asyncio.gather(
            town.send(
                CARE,
                "update.save",
                {**said, "words": "Eight of ten homes were visited."},
                act="one",
            ),
            second.send(
                CARE, "update.save", {**said, "words": "The contract was signed on Monday."}
            ),
        )
    shown = sorted(str(card["fallbackText"]).startswith("Saved") for card in cards)
    assert shown == [False, True]
    async with town.app.store.read() as books:
        (kept,) = await books.cycles.history("PI3.2")
    assert kept.version == 1


async def test_nothing_is_due_where_there_is_no_plan_or_no_anchor(database_url: str) -> None:
    clock = SetClock(moment("2019-09-26T09:00"))
    async with Store(database_url) as store:
        await upgrade(store)
        assert await rhythm(store, clock).tick() == []
        async with store.begin() as books:
            await books.plans.load(shipped_plan(), clock.now)
        assert await rhythm(store, clock).tick() == []
        people = demo_people()
        nobody = tuple(replace(seat, anchor=False) for seat in people.seats)
        async with store.begin() as books:
            await books.people.load(replace(people, seats=nobody), clock.now)
        assert await rhythm(store, clock).tick() == []
        async with store.read() as books:
            assert await books.cycles.newest() is None


async def test_a_service_that_comes_late_plans_the_first_month_that_can_still_be_asked(
    town: Council,
) -> None:
    # Closing time of September has passed before anybody ever ticked.
    await town.at("2019-09-18T09:00")
    async with town.app.store.read() as books:
        assert [month.key for month in await books.cycles.running()] == ["2019-10"]


async def test_a_naive_time_is_refused(town: Council) -> None:
    town.clock.now = datetime(2019, 9, 5, 9)  # noqa: DTZ001 - that is the point
    with pytest.raises((TypeError, ValueError)):
        await town.app.rhythm.tick()
