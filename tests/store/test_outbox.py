"""Check the outbox: once per key, in order, paced, and honest about what nobody knows."""

from __future__ import annotations

import asyncio
import itertools
import time
from datetime import UTC, datetime

import pytest

from store import Store
from store.outbox import NO_ADDRESS, Rate
from tests.store.shop import (
    DOOR,
    KIND,
    NOW,
    claim,
    letter,
    mark,
    put,
    reach,
    states,
    sweep,
)
from workflow.letters import Lane, Letter, WhenUnsure

BULK, URGENT = Rate("bulk", 5.0), Rate("urgent", 45.0)


@pytest.fixture
async def paced(store: Store) -> Store:
    async with store.begin() as books:
        await books.outbox.ready_rates([URGENT, BULK])
        await books.outbox.ready_rates([URGENT, BULK])
    return store


async def problem(store: Store, key: str) -> str:
    async with store.read() as books:
        return next(row.problem for row in await books.outbox.all() if row.key == key)


async def keys(store: Store, at: float, *, urgent: bool = False) -> list[str]:
    return [one.letter.key for one in await claim(store, at, urgent=urgent)]


# --- once per key ---------------------------------------------------------------------------


async def test_the_same_key_twice_is_one_letter_for_ever(store: Store) -> None:
    assert await put(store, letter("a"), letter("b")) == ["a", "b"]
    assert await put(store, letter("a"), letter("c")) == ["c"]
    (one, *_) = await claim(store, 1.0)
    assert await mark(store, one, "claimed", state="sent", message="m1")
    assert await put(store, letter("a")) == []
    assert await states(store) == {"a": "sent", "b": "pending", "c": "pending"}


async def test_the_same_key_from_two_processes_at_once_is_new_to_one(
    store: Store, database_url: str
) -> None:
    async def write(where: Store) -> list[str]:
        async with where.begin() as books:
            new = await books.outbox.put([letter("a"), letter("b")], NOW)
            await asyncio.sleep(0.02)
            return new

    async with Store(database_url) as other:
        found = await asyncio.gather(write(store), write(other), write(store))
    assert sorted(map(len, found)) == [0, 0, 2]


async def test_a_letter_comes_back_as_it_was_written(store: Store) -> None:
    written = Letter(
        "k",
        "person:tom",
        KIND,
        {"lines": ["ü", 1, None]},
        Lane.ANSWER,
        WhenUnsure.AGAIN,
    )
    await put(store, written)
    (one,) = await claim(store, 1.0)
    assert (one.letter, one.attempts, one.written) == (written, 1, NOW)


# --- order ----------------------------------------------------------------------------------


async def test_one_persons_letters_leave_one_at_a_time_in_order(store: Store) -> None:
    await put(store, letter("a1"), letter("b1", "person:ann"), letter("a2"), letter("a3"))
    assert await keys(store, 1.0) == ["a1", "b1"]
    assert await keys(store, 1.0) == []
    async with store.begin() as books:
        assert await books.outbox.waiting(1.0, kinds=[KIND], doors=[DOOR])


async def test_the_next_leaves_when_the_one_before_is_settled(store: Store) -> None:
    await put(store, letter("a1"), letter("a2"), letter("a3"))
    (one,) = await claim(store, 1.0)
    await mark(store, one, "claimed", state="sending")
    assert await keys(store, 1.0) == []
    await mark(store, one, "sending", state="sent")
    (two,) = await claim(store, 1.0)
    await mark(store, two, "claimed", state="dead")
    assert await keys(store, 1.0) == ["a3"]


async def test_one_that_is_tried_again_later_is_not_overtaken(store: Store) -> None:
    await put(store, letter("a1"), letter("a2"))
    (one,) = await claim(store, 1.0)
    await mark(store, one, "claimed", state="pending", due=50.0)
    assert await keys(store, 49.0) == []
    assert await keys(store, 50.0) == ["a1"]


async def test_nobody_waits_behind_a_message_in_doubt(store: Store) -> None:
    await put(store, letter("a1"), letter("a2"))
    (one,) = await claim(store, 1.0)
    await mark(store, one, "claimed", state="uncertain", due=900.0)
    assert await keys(store, 1.0) == ["a2"]


async def test_an_answer_goes_before_what_is_written_to_everybody(store: Store) -> None:
    await put(store, letter("monthly"), letter("answer", lane=Lane.ANSWER))
    assert await keys(store, 1.0) == ["answer"]
    assert await keys(store, 1.0) == []


async def test_an_answer_waits_for_the_answer_before_it(store: Store) -> None:
    await put(store, letter("first", lane=Lane.ANSWER), letter("second", lane=Lane.ANSWER))
    assert [o.letter.key for o in await claim(store, 1.0, keys=["second"])] == []
    assert [o.letter.key for o in await claim(store, 1.0, keys=["first"])] == ["first"]


async def test_an_urgent_letter_overtakes_even_one_that_is_on_its_way(store: Store) -> None:
    await put(store, letter("a1"), letter("alert", lane=Lane.URGENT))
    (one,) = await claim(store, 1.0, keys=["a1"], urgent=True)
    assert one.letter.key == "a1"
    assert await keys(store, 1.0, urgent=True) == ["alert"]


async def test_the_urgent_lane_takes_urgent_letters_only_and_the_other_none_of_them(
    store: Store,
) -> None:
    await put(store, letter("a"), letter("b", "person:ann", lane=Lane.URGENT))
    assert await keys(store, 1.0, urgent=True) == ["b"]
    assert await keys(store, 1.0) == ["a"]


@pytest.mark.parametrize(
    ("lane", "when_unsure", "state"),
    [
        (Lane.URGENT, WhenUnsure.AGAIN, "pending"),
        (Lane.URGENT, WhenUnsure.HOLD, "uncertain"),
        (Lane.BULK, WhenUnsure.AGAIN, "uncertain"),
    ],
)
async def test_an_alert_that_a_dead_process_was_sending_goes_again_at_once(
    store: Store, lane: Lane, when_unsure: WhenUnsure, state: str
) -> None:
    await put(store, Letter("a", "person:tom", KIND, {}, lane, when_unsure))
    (one,) = await claim(store, 1000.0, urgent=lane is Lane.URGENT)
    assert await mark(store, one, "claimed", state="sending", lease=1004.0)
    await sweep(store, 1003.0)
    assert await states(store) == {"a": "sending"}
    await sweep(store, 1004.5)
    assert await states(store) == {"a": state}


async def test_an_urgent_letter_behind_a_backlog_of_1500_is_claimed_at_once(
    paced: Store,
) -> None:
    backlog = [letter(f"n{n}", f"person:{n % 500}") for n in range(1500)]
    await put(paced, *backlog, letter("alert", "person:7", lane=Lane.URGENT))
    began = time.perf_counter()
    taken = await claim(paced, 1.0, rate=URGENT, urgent=True)
    took = time.perf_counter() - began
    assert [one.letter.key for one in taken] == ["alert"]
    assert taken[0].slot == 1.0
    assert took < 1.0
    assert len(await claim(paced, 1.0, rate=BULK)) == 3


# --- who can be reached ---------------------------------------------------------------------


async def test_a_letter_without_an_address_waits_says_so_and_leaves_when_there_is_one(
    store: Store,
) -> None:
    async with store.begin() as books:
        await books.outbox.put([letter("a", "person:new")], NOW)
        assert not await books.outbox.waiting(1.0, kinds=[KIND], doors=[DOOR])
    assert await keys(store, 1.0) == []
    await sweep(store, 1.0)
    assert await problem(store, "a") == NO_ADDRESS
    async with store.read() as books:
        assert [row.key for row in await books.outbox.troubled()] == ["a"]
    await reach(store, "person:new")
    (one,) = await claim(store, 1.0)
    assert one.attempts == 1


async def test_a_letter_for_a_door_or_of_a_kind_that_is_not_here_is_left_to_others(
    store: Store,
) -> None:
    await put(store, letter("a"), Letter("b", "person:ann", "of tomorrow"))
    async with store.begin() as books:
        await books.memory.reach("person:tom", door="teams", conversation="c", more={}, now=NOW)
    assert await keys(store, 1.0) == []
    async with store.begin() as books:
        assert not await books.outbox.waiting(1.0, kinds=[KIND], doors=[DOOR])


# --- pace -----------------------------------------------------------------------------------


async def test_two_processes_together_keep_exactly_to_the_rate(
    paced: Store, database_url: str
) -> None:
    await put(paced, *(letter(f"{n:03}", f"person:{n}") for n in range(150)))
    slots: list[float] = []
    async with Store(database_url) as other:
        for step in range(100):
            now = 1000.0 + step * 0.2
            both = await asyncio.gather(
                claim(paced, now, token="one", rate=BULK),
                claim(other, now, token="two", rate=BULK),
            )
            slots += [one.slot for taken in both for one in taken]
            if not await states_pending(paced):
                break
    slots.sort()
    ten_seconds = [slot for slot in slots if slot < 1010.0]
    assert len(ten_seconds) == 50
    gaps = {round(b - a, 6) for a, b in itertools.pairwise(slots)}
    assert gaps == {0.2}


async def states_pending(store: Store) -> bool:
    return "pending" in (await states(store)).values()


async def test_a_rate_that_was_not_used_is_not_saved_up(paced: Store) -> None:
    await put(paced, *(letter(f"{n:03}", f"person:{n}") for n in range(30)))
    assert len(await claim(paced, 1000.0, rate=BULK)) == 3
    assert len(await claim(paced, 2000.0, rate=BULK)) == 3


async def test_a_pause_stops_every_process_and_ends_by_itself(
    paced: Store, database_url: str
) -> None:
    await put(paced, *(letter(f"{n}", f"person:{n}") for n in range(5)))
    await put(paced, letter("alert", lane=Lane.URGENT))
    async with paced.begin() as books:
        await books.outbox.pause(["urgent", "bulk"], 1030.0)
        await books.outbox.pause(["urgent", "bulk"], 1010.0)
    async with Store(database_url) as other:
        for now in (1000.0, 1029.0):
            assert await claim(other, now, rate=BULK) == []
            assert await claim(other, now, rate=URGENT, urgent=True) == []
        (alert,) = await claim(other, 1029.9, rate=URGENT, urgent=True)
        assert alert.slot == 1030.0


async def test_a_persons_own_answers_need_no_tokens(paced: Store) -> None:
    await put(paced, *(letter(f"{n}", f"person:{n}") for n in range(10)))
    async with paced.begin() as books:
        await books.outbox.pause(["bulk"], 2000.0)
    assert len(await claim(paced, 1000.0, keys=["3", "4"])) == 2


# --- leases ---------------------------------------------------------------------------------


async def test_a_message_is_claimed_by_one_process_only(store: Store, database_url: str) -> None:
    await put(store, *(letter(f"{n:02}", f"person:{n}") for n in range(40)))
    async with Store(database_url) as other:
        taken = await asyncio.gather(
            *(
                claim(where, 1.0, token=f"{n}", limit=10)
                for n, where in enumerate((store, other) * 3)
            )
        )
    found = [one.id for some in taken for one in some]
    assert len(found) == len(set(found)) == 40


async def test_what_a_dead_process_claimed_goes_back_and_is_not_in_doubt(store: Store) -> None:
    await put(store, letter("a"))
    await claim(store, 1000.0, lease=15.0)
    await sweep(store, 1014.0)
    assert await states(store) == {"a": "claimed"}
    await sweep(store, 1016.0)
    assert await states(store) == {"a": "pending"}
    (again,) = await claim(store, 1016.0, token="two")
    assert again.attempts == 2


@pytest.mark.parametrize(
    ("when_unsure", "ends"), [(WhenUnsure.AGAIN, "pending"), (WhenUnsure.HOLD, "held")]
)
async def test_what_a_dead_process_was_sending_is_in_doubt_and_settled_by_its_purpose(
    store: Store, when_unsure: WhenUnsure, ends: str
) -> None:
    await put(store, letter("a", when_unsure=when_unsure))
    (one,) = await claim(store, 1000.0)
    assert await mark(store, one, "claimed", state="sending", lease=1015.0)
    await sweep(store, 1016.0, grace=900.0)
    assert await states(store) == {"a": "uncertain"}
    assert await problem(store, "a") == "the process that was sending it stopped"
    await sweep(store, 1915.0)
    assert await states(store) == {"a": "uncertain"}
    await sweep(store, 1916.0)
    assert await states(store) == {"a": ends}
    async with store.read() as books:
        assert [row.key for row in await books.outbox.troubled()] == ["a"]


async def test_behind_a_door_that_shows_a_key_once_doubt_is_settled_by_sending_again(
    store: Store,
) -> None:
    await put(store, letter("a"), letter("b", "person:ann"))
    for one in await claim(store, 1000.0):
        await mark(store, one, "claimed", state="sending", lease=1015.0)
    await sweep(store, 1016.0, repeats=["person:tom"])
    assert await states(store) == {"a": "pending", "b": "uncertain"}


async def test_a_process_keeps_what_it_is_busy_with_and_nothing_else(store: Store) -> None:
    await put(store, letter("a"), letter("b", "person:ann"))
    one, _ = await claim(store, 1000.0)
    await sweep(store, 1016.0, token="one", held=[one.id])
    assert await states(store) == {"a": "claimed", "b": "pending"}
    await sweep(store, 1030.0)
    assert (await states(store))["a"] == "claimed"
    await sweep(store, 1032.0)
    assert (await states(store))["a"] == "pending"


async def test_what_a_process_that_stops_did_not_begin_to_send_is_free_at_once(
    store: Store,
) -> None:
    await put(store, letter("a"), letter("b", "person:ann"))
    one, _ = await claim(store, 1000.0)
    assert await mark(store, one, "claimed", state="sending", lease=1015.0)
    async with store.begin() as books:
        await books.outbox.release("another")
    assert await states(store) == {"a": "sending", "b": "claimed"}
    async with store.begin() as books:
        await books.outbox.release("one")
    assert await states(store) == {"a": "sending", "b": "pending"}
    (again,) = await claim(store, 1000.0, token="two")
    assert (again.letter.key, again.attempts) == ("b", 1)


async def test_a_process_that_lost_its_lease_can_move_nothing(store: Store) -> None:
    await put(store, letter("a"))
    (late,) = await claim(store, 1000.0, token="one")
    await sweep(store, 1016.0)
    assert not await mark(store, late, "claimed", state="sending")
    (now,) = await claim(store, 1016.0, token="two")
    assert not await mark(store, late, "claimed", state="sending")
    assert await mark(store, now, "claimed", token="two", state="sending")
    assert not await mark(store, late, "sending", state="dead")
    assert await states(store) == {"a": "sending"}


async def test_leases_go_by_the_clock_that_all_processes_share(store: Store) -> None:
    async with store.read() as books:
        told = await books.outbox.clock(5.0)
    if store.is_sqlite:
        assert told == 5.0
    else:
        # No test was ever run before 2020; the machine's own clock is not asked.
        assert told > datetime(2020, 1, 1, tzinfo=UTC).timestamp()


# --- what an operator sees ------------------------------------------------------------------


async def test_an_operator_sees_how_many_and_which_need_a_look(store: Store) -> None:
    await put(store, *(letter(key, f"person:{key}") for key in "abcdef"))
    a, b, c, d, e, _ = await claim(store, 1.0)
    for one, to in (
        (a, {"state": "sent", "message": "m1"}),
        (b, {"state": "dead", "problem": "no longer needed"}),
        (c, {"state": "dead", "problem": "403"}),
        (d, {"state": "held", "problem": "nobody knows"}),
        (e, {"state": "pending", "problem": "429"}),
    ):
        await mark(store, one, "claimed", **to)
    async with store.read() as books:
        assert await books.outbox.counts() == {
            "sent": 1,
            "dead": 2,
            "held": 1,
            "pending": 1,
            "claimed": 1,
        }
        troubled = [(row.key, row.problem) for row in await books.outbox.troubled()]
        assert troubled == [("c", "403"), ("d", "nobody knows"), ("e", "429")]
        assert await books.outbox.sent_as("a") == "m1"
        assert await books.outbox.sent_as("c") is None
        assert not await books.outbox.idle()
