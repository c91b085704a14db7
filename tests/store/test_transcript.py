"""Check that a web conversation can be followed by its watermark and never misses anything."""

from __future__ import annotations

import asyncio
from typing import Any

from store import Store


async def put(store: Store, activity: str, words: str = "", conversation: str = "c") -> int:
    async with store.begin() as books:
        return await books.transcript.put(conversation, activity, {"text": words or activity})


async def since(store: Store, watermark: int, conversation: str = "c") -> list[tuple[int, Any]]:
    async with store.read() as books:
        found = await books.transcript.since(conversation, watermark)
    return [(seq, content["text"]) for seq, content in found]


async def test_a_conversation_is_read_in_the_order_in_which_it_was_shown(store: Store) -> None:
    one, two = await put(store, "a"), await put(store, "b")
    await put(store, "x", conversation="other")
    assert one < two
    assert await since(store, 0) == [(one, "a"), (two, "b")]
    assert await since(store, one) == [(two, "b")]
    assert await since(store, two) == []
    async with store.read() as books:
        assert await books.transcript.last("c") == two
        assert await books.transcript.last("nobody") == 0
        assert await books.transcript.get("c", "a") == {"text": "a"}
        assert await books.transcript.get("c", "x") is None


async def test_what_is_shown_anew_moves_to_the_end_and_is_there_once(store: Store) -> None:
    await put(store, "a", "older")
    two = await put(store, "b")
    three = await put(store, "a", "newer")
    assert await since(store, 0) == [(two, "b"), (three, "newer")]


async def test_what_is_shown_anew_is_seen_by_a_page_that_has_seen_everything(
    store: Store,
) -> None:
    seen = await put(store, "a", "older")
    again = await put(store, "a", "newer")
    assert again > seen
    assert await since(store, seen) == [(again, "newer")]


async def test_the_same_act_in_two_conversations_is_two_entries(store: Store) -> None:
    await put(store, "a")
    await put(store, "a", conversation="other")
    assert len(await since(store, 0)) == len(await since(store, 0, "other")) == 1


async def test_a_page_that_follows_two_writers_at_once_misses_nothing(
    store: Store, database_url: str
) -> None:
    """A lower number must never be committed after a higher one was seen."""
    shown: list[str] = []
    done = asyncio.Event()

    async def write(where: Store, name: str) -> None:
        for number in range(15):
            async with where.begin() as books:
                await books.transcript.put("c", f"{name}{number}", {"text": f"{name}{number}"})
                await asyncio.sleep(0.003 if name == "slow" else 0)

    async def follow() -> None:
        seen = 0
        while True:
            last = done.is_set()
            for seq, words in await since(store, seen):
                seen = seq
                shown.append(words)
            if last:
                return
            await asyncio.sleep(0)

    async with Store(database_url) as other:
        page = asyncio.create_task(follow())
        await asyncio.gather(write(store, "slow"), write(other, "quick"))
        done.set()
        await page
    assert sorted(shown) == sorted(f"{who}{n}" for who in ("slow", "quick") for n in range(15))
