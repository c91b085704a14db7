"""Open the whole service to tests: the real app with its doors, on a filled database."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.app import App, build
from bot.errands import moment
from bot.ready import MADE_IN
from bot.settings import Mode
from bot.stage import OPENING, SetClock
from bot.teams import PATH
from store import Store
from store.migrate import upgrade
from tests.connector import StandIn, activity
from tests.journeys.council import demo_people, shipped_plan

Client = TestClient[web.Request, web.Application]


async def fill(store: Store, mode: Mode = Mode.PRODUCTION) -> None:
    """Make the tables, and put the shipped plan and the demo's people into them."""
    await upgrade(store)
    async with store.begin() as books:
        await books.plans.load(shipped_plan(), OPENING)
        await books.people.load(demo_people(), OPENING)
        await books.memory.note(MADE_IN, mode.value)


def sqlite(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'g2g.sqlite3'}"


def directory(who: str) -> str:
    """The directory id of one of the demo's people."""
    return next(one.directory_id for one in demo_people().persons if one.id == who)


@dataclass
class House:
    """The service, open: the app, whoever knocks, and Microsoft's side."""

    app: App
    client: Client
    microsoft: StandIn
    acts: int = 0

    async def teams(self, who: str, **changes: object) -> ClientResponse:
        """Let somebody do something in Teams; `changes` are to the message "hello"."""
        self.acts += 1
        sender = {"id": f"29:{who}", "name": who, "aadObjectId": directory(who)}
        told: dict[str, Any] = {"from": sender, "id": str(1000 + self.acts), **changes}
        body = activity(self.microsoft.service_url, **told)
        return await self.client.post(PATH, json=body, headers=self.microsoft.headers())


@asynccontextmanager
async def open_house(
    url: str,
    *,
    mode: Mode = Mode.PRODUCTION,
    at: str = "2019-09-05T09:00",
    hook: Callable[[str], None] = lambda _point: None,
) -> AsyncIterator[House]:
    """The whole service on the database at `url`, with every door of its mode, at a moment."""
    async with StandIn(now=time.time) as microsoft:  # noqa: TID251 - tokens are read by the real clock
        settings = microsoft.settings(
            G2G_MODE=mode.value,
            G2G_DATABASE_URL=url,
            G2G_SECRET_KEY="k" * 32,
            G2G_PUBLIC_URL="https://g2g.example.gov.uk",
        )
        store = Store(url)
        await fill(store, mode)
        app = build(settings, store, clock=SetClock(moment(at)), hook=hook)
        async with TestClient(TestServer(app.web, host="127.0.0.1")) as client:
            yield House(app, client, microsoft)
