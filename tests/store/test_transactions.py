"""Check the one commit: all of it or nothing, moments with their zone, no words in errors."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from store import Store, StoreError
from tests.store.shop import NOW, claim, letter, put, states
from workflow.cycle import Report

SECRET = "what an officer wrote"


async def test_what_raises_leaves_nothing_behind(store: Store) -> None:
    with suppress(RuntimeError):
        async with store.begin() as books:
            await books.outbox.put([letter("a")], NOW)
            raise RuntimeError
    assert await states(store) == {}


async def test_a_look_writes_nothing(store: Store) -> None:
    async with store.read() as books:
        await books.outbox.put([letter("a")], NOW)
    assert await states(store) == {}


async def test_a_look_does_not_wait_for_somebody_who_writes(store: Store) -> None:
    await put(store, letter("a"))
    async with store.begin() as books:
        await books.outbox.put([letter("b")], NOW)
        async with asyncio.timeout(5):
            await store.ping()
            assert await states(store) == {"a": "pending"}
    assert await states(store) == {"a": "pending", "b": "pending"}


async def test_many_writers_at_once_all_get_their_turn(store: Store, database_url: str) -> None:
    async with Store(database_url) as other:
        writers = [put(which, letter(f"{n}")) for n in range(15) for which in (store, other)]
        await asyncio.gather(*writers)
    assert len(await states(store)) == 15


async def test_a_moment_without_its_zone_is_refused_at_birth(store: Store) -> None:
    naive = NOW.replace(tzinfo=None)
    async with store.begin() as books:
        with pytest.raises(Exception, match="a moment needs its time zone"):
            await books.outbox.put([letter("a")], naive)


async def test_a_moment_comes_back_to_the_microsecond_in_utc(store: Store) -> None:
    summer = datetime(2026, 7, 1, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
    async with store.begin() as books:
        await books.outbox.put([letter("a")], summer)
        await books.memory.reach("person:tom", door="web", conversation="x", more={}, now=NOW)
    (one,) = await claim(store, 1.0)
    assert one.written == summer
    assert one.written.tzinfo is UTC


async def test_an_error_never_repeats_what_somebody_wrote(store: Store) -> None:
    report = Report(
        month="2019-09",
        ref="PI1.1",
        version=1,
        kind="update",
        words=SECRET,
        next_step="",
        rag="G",
        why="",
        decision="",
        late=False,
        said_by="nobody",
        said_for="nobody",
        said_at=NOW,
    )
    with pytest.raises(IntegrityError) as caught:
        async with store.begin() as books:
            await books.cycles.tell(report)
    assert SECRET not in str(caught.value)


async def test_a_database_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    garbage = tmp_path / "garbage.db"
    garbage.write_bytes(b"no database at all, " * 500)
    for url, sentence in (
        (f"sqlite+aiosqlite:///{tmp_path}/none/g2g.db", "can't be opened"),
        (f"sqlite+aiosqlite:///{garbage}", "is not a database"),
        ("postgresql+asyncpg://g2g:secret@127.0.0.1:1/g2g", "can't be opened. Check"),
    ):
        async with Store(url) as opened:
            with pytest.raises(StoreError, match=sentence) as caught:
                await opened.ping()
            with pytest.raises(StoreError, match=sentence):
                async with opened.begin():
                    pass
            assert "secret" not in str(caught.value)


@pytest.mark.postgres
async def test_a_database_that_was_never_made_is_a_sentence(postgres_url: str) -> None:
    async with Store(postgres_url.replace("/postgres?", "/nowhere?")) as opened:
        with pytest.raises(StoreError, match="does not exist"):
            await opened.ping()
