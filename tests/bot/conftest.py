"""Lend tests the two doors, open: Teams before Microsoft's side on this computer, and web chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.teams_case import Opened, opened
from tests.connector import StandIn
from tests.webchat import Chat, a_chat


@pytest.fixture
async def microsoft() -> AsyncIterator[StandIn]:
    async with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
async def teams(microsoft: StandIn) -> AsyncIterator[Opened]:
    async with opened(microsoft) as case:
        yield case


@pytest.fixture
def chat_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'chat.sqlite3'}"


@pytest.fixture
async def chat(chat_url: str) -> AsyncIterator[Chat]:
    async with a_chat(chat_url) as opened_chat:
        yield opened_chat
