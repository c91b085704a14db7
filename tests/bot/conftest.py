"""Lend tests Microsoft's side on this computer, and the Teams door opened before it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.teams_case import Opened, opened
from tests.connector import StandIn


@pytest.fixture
async def microsoft() -> AsyncIterator[StandIn]:
    async with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
async def teams(microsoft: StandIn) -> AsyncIterator[Opened]:
    async with opened(microsoft) as case:
        yield case
