"""Count turns a second: the framework's own echo and the Teams door, under the same load.

Each server runs in a process of its own and answers a message by posting to the connector,
after a whole check of a signed token. The load, the stand-in for Microsoft and the number
of callers are the same for both, and the processor time is the server's alone.

The stock adapter is given its access token, as its own library insists on a public address
to fetch one from; the door fetches its token itself. That favours the stock adapter.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from typing import Any

from aiohttp import ClientSession, TCPConnector, web

from bot.doors import Answer, Incoming, Kind, Spoken, Take
from tests.connector import APP_ID, StandIn, activity

__all__ = ["Rate", "door", "door_rate", "echo", "stock", "stock_echo_rate"]

CALLERS = 16
WARM_UP_S = 1.0
ACCESS = "an access token for the bench"


@dataclass(frozen=True)
class Rate:
    """Turns a second, the server's processor time a turn, and how long a caller waited."""

    turns_per_second: float
    cpu_ms: float
    median_ms: float
    slowest_ms: float


async def echo(incoming: Incoming) -> Answer:
    """Say the same again."""
    return Answer(Spoken(f"Echo: {incoming.text}", "")) if incoming.kind is Kind.TEXT else Answer()


async def stock_echo_rate(seconds: float) -> float:
    """Turns a second of the stock CloudAdapter's echo, tokens checked."""
    return (await stock(seconds)).turns_per_second


async def door_rate(take: Take, seconds: float) -> float:
    """Turns a second of the Teams door with `take`, a function that a module can import."""
    return (await door(take, seconds)).turns_per_second


async def stock(seconds: float) -> Rate:
    async with _microsoft() as microsoft:
        return await _measure(microsoft, _serve_stock, (microsoft.url,), seconds)


async def door(take: Take, seconds: float) -> Rate:
    async with _microsoft() as microsoft:
        environment = microsoft.environment()
        return await _measure(microsoft, _serve_door, (environment, take), seconds)


@asynccontextmanager
async def _microsoft() -> AsyncIterator[StandIn]:
    async with StandIn(now=_date) as microsoft:
        microsoft.accept(ACCESS)
        yield microsoft


def _date() -> float:
    return time.time()  # noqa: TID251 - the stock adapter knows no other clock


async def _measure(
    microsoft: StandIn, serve: Callable[..., None], told: tuple[Any, ...], seconds: float
) -> Rate:
    here, there = multiprocessing.Pipe()
    # Spawned, so that the server shares nothing with the load but the machine.
    process = SpawnContext().Process(target=serve, args=(there, *told), daemon=True)
    process.start()
    there.close()
    try:
        url = await _hear(here)
        await _load(microsoft, url, WARM_UP_S)
        before = len(microsoft.sent)
        here.send("cpu")
        spent = await _hear(here)
        started = time.perf_counter()
        waits = await _load(microsoft, url, seconds)
        took = time.perf_counter() - started
        here.send("cpu")
        spent = await _hear(here) - spent
        echoed = len(microsoft.sent) - before
        if echoed != len(waits):
            message = f"{len(waits)} turns were answered and {echoed} echoes arrived"
            raise AssertionError(message)
    finally:
        process.terminate()
        await asyncio.to_thread(process.join)
    waits.sort()
    return Rate(
        turns_per_second=len(waits) / took,
        cpu_ms=1000 * spent / len(waits),
        median_ms=1000 * waits[len(waits) // 2],
        slowest_ms=1000 * waits[-1],
    )


async def _hear(pipe: Connection) -> Any:
    return await asyncio.wait_for(asyncio.to_thread(pipe.recv), 60)


async def _load(microsoft: StandIn, url: str, seconds: float) -> list[float]:
    """Let the callers talk for so long; how long each turn took, in seconds."""
    waits: list[float] = []
    headers = microsoft.headers()
    until = time.perf_counter() + seconds

    async def call(session: ClientSession, caller: int) -> None:
        turn = 0
        while (started := time.perf_counter()) < until:
            turn += 1
            body = activity(
                microsoft.service_url,
                id=f"{caller}-{turn}-{started}",
                conversation={"id": f"a:{caller}", "conversationType": "personal"},
            )
            async with session.post(url, json=body, headers=headers) as answer:
                await answer.read()
                if answer.status not in {200, 201}:
                    message = f"a turn was answered with {answer.status}"
                    raise AssertionError(message)
            waits.append(time.perf_counter() - started)

    async with ClientSession(connector=TCPConnector(limit=CALLERS)) as session:
        await asyncio.gather(*(call(session, caller) for caller in range(CALLERS)))
    return waits


def _serve_door(pipe: Connection, environment: dict[str, str], take: Take) -> None:
    from bot.settings import load
    from bot.teams import PATH, TeamsDoor

    async def serve() -> None:
        door = TeamsDoor(load(environment), now=_date)
        app = web.Application()
        door.open(app, take)
        await door.start()
        await _answer(app, PATH, pipe)

    asyncio.run(serve())


def _serve_stock(pipe: Connection, microsoft: str) -> None:
    from botbuilder.core import ActivityHandler, TurnContext
    from botbuilder.integration.aiohttp import (
        CloudAdapter,
        ConfigurationBotFrameworkAuthentication,
    )
    from botframework.connector.auth import (
        MicrosoftAppCredentials,
        PasswordServiceClientCredentialFactory,
    )

    class Credentials(MicrosoftAppCredentials):  # type: ignore[misc]
        def get_access_token(self, force_refresh: bool = False) -> str:
            return ACCESS

    class Factory(PasswordServiceClientCredentialFactory):  # type: ignore[misc]
        async def create_credentials(self, app_id: str, *_: object, **__: object) -> Credentials:
            return Credentials(app_id, "secret")

    class Configuration:
        TO_CHANNEL_FROM_BOT_LOGIN_URL = f"{microsoft}/token"
        TO_CHANNEL_FROM_BOT_OAUTH_SCOPE = "https://api.botframework.com"
        TO_BOT_FROM_CHANNEL_TOKEN_ISSUER = "https://api.botframework.com"
        TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = f"{microsoft}/openid"
        TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL = f"{microsoft}/openid"
        OAUTH_URL = microsoft

    class Echo(ActivityHandler):  # type: ignore[misc]
        async def on_message_activity(self, turn_context: TurnContext) -> None:
            await turn_context.send_activity(f"Echo: {turn_context.activity.text}")

    adapter = CloudAdapter(
        ConfigurationBotFrameworkAuthentication(
            Configuration(), credentials_factory=Factory(APP_ID, "secret")
        )
    )
    bot = Echo()

    async def process(request: web.Request) -> web.Response:
        answer: web.Response = await adapter.process(request, bot)
        return answer

    async def serve() -> None:
        app = web.Application()
        app.router.add_post("/api/messages", process)
        await _answer(app, "/api/messages", pipe)

    asyncio.run(serve())


async def _answer(app: web.Application, path: str, pipe: Connection) -> None:
    """Serve until the process is ended; say on request how much processor time went."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()

    def tell() -> None:
        pipe.recv()
        pipe.send(time.process_time())

    asyncio.get_running_loop().add_reader(pipe.fileno(), tell)
    pipe.send(f"http://127.0.0.1:{runner.addresses[0][1]}{path}")
    await asyncio.Event().wait()


async def _both() -> None:
    for _ in range(2):
        print("stock", await stock(5.0))
        print("door ", await door(echo, 5.0))


if __name__ == "__main__":
    asyncio.run(_both())
