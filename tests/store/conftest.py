"""Lend tests a database of either kind with this release's tables, and whoever is in the plan."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store import Store
from store.migrate import upgrade
from tests.databases import become
from tests.journeys.council import demo_people, shipped_plan
from tests.store.shop import NOW


@pytest.fixture
async def store(database_url: str, quick_folder: Path) -> AsyncIterator[Store]:
    await become(database_url, "tables", upgrade, quick_folder)
    async with Store(database_url) as opened:
        yield opened


@pytest.fixture
async def filled(database_url: str, quick_folder: Path) -> AsyncIterator[Store]:
    """The shipped plan and the demo's people."""
    await become(database_url, "filled", fill, quick_folder)
    async with Store(database_url) as opened:
        yield opened


async def fill(store: Store) -> None:
    await upgrade(store)
    async with store.begin() as books:
        await books.plans.load(shipped_plan(), NOW)
        await books.people.load(demo_people(), NOW)
