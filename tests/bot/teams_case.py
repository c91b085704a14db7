"""Open the real Teams door on a real server, with Microsoft's side played on this computer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.doors import Address, Answer, Incoming, Spoken
from bot.teams import PATH, TeamsDoor
from tests.connector import NOW, TENANT, StandIn, activity

CONVERSATION = "a:17I0kl9EkpE1O9PH5TWrzrLNwnWWcfrU7QZjKR0WSvH"
CARD: dict[str, Any] = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [{"type": "TextBlock", "text": "May 2026"}],
    "actions": [{"type": "Action.Execute", "title": "Send", "verb": "send", "data": {"r": 1}}],
}
SUBMIT = {"type": "Action.Submit", "title": "Send", "data": {"r": 1, "verb": "send"}}
DRESSED = {**CARD, "actions": [{**CARD["actions"][0], "fallback": SUBMIT}]}
SHOWN = Spoken("May 2026", "Your update for May", CARD)


@dataclass
class Clock:
    """Machine time that is set: the date's seconds, and a steady count of its own."""

    date: float = NOW
    steady: float = 1000.0

    def now(self) -> float:
        return self.date

    def monotonic(self) -> float:
        return self.steady

    def pass_(self, seconds: float) -> None:
        self.date += seconds
        self.steady += seconds


@dataclass
class Opened:
    """The door, whoever knocks (`client`), and what a turn was handed and answers."""

    door: TeamsDoor
    client: TestClient[web.Request, web.Application]
    microsoft: StandIn
    clock: Clock
    came: list[Incoming] = field(default_factory=list)
    answer: Answer = field(default_factory=Answer)
    breaks: Exception | None = None

    async def take(self, incoming: Incoming) -> Answer:
        self.came.append(incoming)
        if self.breaks is not None:
            raise self.breaks
        return self.answer

    def activity(self, **changes: object) -> dict[str, Any]:
        return activity(self.microsoft.service_url, **changes)

    async def knock(
        self, body: object = None, *, data: bytes | None = None, token: str | None = None
    ) -> ClientResponse:
        """Post an activity with a good token, unless another (or "" for none) is given."""
        bearer = self.microsoft.token() if token is None else token
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        if data is not None:
            return await self.client.post(PATH, data=data, headers=headers)
        told = self.activity() if body is None else body
        return await self.client.post(PATH, json=told, headers=headers)

    def address(self, **more: str) -> Address:
        known = {
            "service_url": self.microsoft.service_url,
            "tenant": TENANT,
            "bot_id": "28:bot",
            "bot_name": "Getting to Good",
        }
        return Address("teams", CONVERSATION, {**known, **more})


@asynccontextmanager
async def opened(microsoft: StandIn, **settings: str) -> AsyncIterator[Opened]:
    clock = Clock()
    microsoft.now = clock.now
    door = TeamsDoor(microsoft.settings(**settings), now=clock.now, monotonic=clock.monotonic)
    app = web.Application()
    server = TestServer(app, host="127.0.0.1")
    client = TestClient(server)
    case = Opened(door, client, microsoft, clock)
    door.open(app, case.take)
    await server.start_server(auto_decompress=False)
    async with client:
        await door.start()
        try:
            yield case
        finally:
            await door.close()
