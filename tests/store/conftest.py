"""Lend tests a database of either kind with this release's tables, and whoever is in the plan."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from store import Store
from store.migrate import upgrade
from tests.journeys.council import demo_people, shipped_plan
from tests.store.shop import NOW


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    async with Store(database_url) as opened:
        await upgrade(opened)
        yield opened


@pytest.fixture
async def filled(store: Store) -> Store:
    """The shipped plan and the demo's people."""
    async with store.begin() as books:
        await books.plans.load(shipped_plan(), NOW)
        await books.people.load(demo_people(), NOW)
    return store
