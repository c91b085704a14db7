"""Check what the doors rely on: an act counts once, addresses change, facts are noted."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from store import Store
from tests.store.shop import NOW


async def test_an_act_counts_the_first_time_only(store: Store) -> None:
    async with store.begin() as books:
        assert await books.memory.first_time("web", "a", NOW)
        assert not await books.memory.first_time("web", "a", NOW)
        assert await books.memory.first_time("teams", "a", NOW)
    async with store.begin() as books:
        assert not await books.memory.first_time("web", "a", NOW)


async def test_an_act_that_was_undone_counts_again(store: Store) -> None:
    with suppress(RuntimeError):
        async with store.begin() as books:
            assert await books.memory.first_time("web", "a", NOW)
            raise RuntimeError
    async with store.begin() as books:
        assert await books.memory.first_time("web", "a", NOW)


async def test_of_the_same_act_eight_times_at_once_one_counts_and_the_rest_see_its_answer(
    store: Store, database_url: str
) -> None:
    async def act(where: Store) -> dict[str, object] | bool | None:
        async with where.begin() as books:
            if await books.memory.first_time("web", "a", NOW):
                await asyncio.sleep(0.02)
                await books.memory.answered("web", "a", {"key": "reply"})
                return True
            return await books.memory.answer_to("web", "a")

    async with Store(database_url) as other:
        found = await asyncio.gather(*(act(where) for where in (store, other) * 4))
    assert found.count(True) == 1
    assert found.count({"key": "reply"}) == 7


async def test_an_act_that_was_answered_with_nothing_has_no_answer(store: Store) -> None:
    async with store.begin() as books:
        await books.memory.first_time("web", "a", NOW)
        await books.memory.answered("web", "a", None)
        assert await books.memory.answer_to("web", "a") is None
        assert await books.memory.answer_to("web", "never") is None


async def test_the_newest_address_is_the_one_that_is_used(store: Store) -> None:
    async with store.begin() as books:
        for door, conversation in (("web", "one"), ("teams", "two")):
            await books.memory.reach(
                "person:tom", door=door, conversation=conversation, more={"x": door}, now=NOW
            )
        assert await books.memory.address("person:tom") == ("teams", "two", {"x": "teams"})
        assert await books.memory.address("person:ann") is None


async def test_an_address_that_stopped_working_is_not_used_until_they_come_back(
    store: Store,
) -> None:
    async with store.begin() as books:
        await books.memory.reach("person:tom", door="web", conversation="a", more={}, now=NOW)
        await books.memory.unreachable("person:tom")
        assert await books.memory.address("person:tom") is None
        assert await books.memory.unreached() == ["person:tom"]
        await books.memory.reach("person:tom", door="web", conversation="b", more={}, now=NOW)
        assert await books.memory.address("person:tom") == ("web", "b", {})
        assert await books.memory.unreached() == []


async def test_somebody_who_comes_in_by_two_doors_at_once_is_noted_once(
    store: Store, database_url: str
) -> None:
    async def come(where: Store, number: int) -> None:
        async with where.begin() as books:
            await books.memory.reach(
                "person:tom", door="web", conversation=f"{number}", more={}, now=NOW
            )
            await asyncio.sleep(0.02)

    async with Store(database_url) as other:
        await asyncio.gather(come(store, 1), come(other, 2), come(store, 3))
    async with store.read() as books:
        assert await books.memory.address("person:tom") is not None


async def test_a_fact_is_what_was_noted_last(store: Store, database_url: str) -> None:
    async def note(where: Store, value: object) -> None:
        async with where.begin() as books:
            await books.memory.note("fact", value)
            await asyncio.sleep(0.02)

    async with store.read() as books:
        assert await books.memory.fact("fact") is None
    async with Store(database_url) as other:
        await asyncio.gather(note(store, 1), note(other, 2))
        await note(other, {"last": [1, None]})
    async with store.read() as books:
        assert await books.memory.fact("fact") == {"last": [1, None]}
