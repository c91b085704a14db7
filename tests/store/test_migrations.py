"""Check that migrating gives the tables that the code is written for, and harms nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection

import store.migrations
from store import Store, StoreError
from store.migrate import head, standing, upgrade
from store.tables import metadata
from tests.journeys.council import shipped_plan
from tests.store.shop import NOW, letter, put, states


def test_there_is_one_newest_migration() -> None:
    (place,) = store.migrations.__path__
    assert ScriptDirectory(place).get_heads() == [head()]


async def test_an_empty_database_stands_nowhere_and_is_brought_to_this_release(
    database_url: str,
) -> None:
    async with Store(database_url) as opened:
        assert await standing(opened) is None
        await upgrade(opened)
        assert await standing(opened) == head()


async def test_migrated_tables_are_the_tables_that_the_code_knows(database_url: str) -> None:
    def differences(connection: Connection) -> list[Any]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    async with Store(database_url) as opened:
        await upgrade(opened)
        assert await opened.look_sync(differences) == []


async def test_migrating_again_changes_nothing(database_url: str) -> None:
    async with Store(database_url) as opened:
        await upgrade(opened)
        async with opened.begin() as books:
            await books.plans.load(shipped_plan(), NOW)
        await put(opened, letter("a"))
        await upgrade(opened)
        assert await states(opened) == {"a": "pending"}
        async with opened.read() as books:
            assert await books.plans.current() is not None


async def test_two_processes_that_migrate_at_once_make_the_tables_once(database_url: str) -> None:
    async with Store(database_url) as one, Store(database_url) as other:
        await asyncio.gather(upgrade(one), upgrade(other))
        assert [await standing(one), await standing(other)] == [head(), head()]


async def test_a_database_of_a_newer_release_is_left_alone(database_url: str) -> None:
    def from_the_future(connection: Connection) -> None:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    async with Store(database_url) as opened:
        await upgrade(opened)
        await opened.run_sync(from_the_future)
        with pytest.raises(StoreError, match="made by a newer release"):
            await upgrade(opened)
        assert await standing(opened) == "9999"
