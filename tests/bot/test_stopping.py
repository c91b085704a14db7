"""Check that a service that is told to stop ends what it began: a real process and SIGTERM."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from pathlib import Path

from aiohttp import ClientConnectorError, ClientSession

from bot.teams import PATH
from store import Store
from tests.bot.open_house import directory, fill
from tests.bot.test_cli import free_port, started
from tests.connector import Fault, StandIn, activity
from tests.journeys.council import DIRECTOR

SLOW = 1.5


async def test_a_turn_that_is_under_way_is_finished_sent_and_settled(
    database_url: str, tmp_path: Path
) -> None:
    async with Store(database_url) as store:
        await fill(store)
    port = free_port()
    where = f"http://127.0.0.1:{port}"
    async with StandIn(now=time.time) as microsoft, ClientSession() as session:  # noqa: TID251 - a real process reads the real clock
        told = {name[4:].lower(): value for name, value in microsoft.environment().items()}
        process = started("serve", tmp_path, port, database_url=database_url, **told)
        try:
            await ready(session, where)
            microsoft.faults.append(Fault(delay=SLOW, method="POST"))
            sender = {"id": "29:a", "name": "Asha", "aadObjectId": directory(DIRECTOR)}
            said = activity(microsoft.service_url, **{"from": sender})
            turn = asyncio.create_task(
                session.post(where + PATH, json=said, headers=microsoft.headers())
            )
            while not microsoft.asked["POST"]:  # noqa: ASYNC110 - another process rings no bell
                await asyncio.sleep(0.01)

            # In the middle of the turn: its answer has left, and nobody knows yet whether it came.
            process.send_signal(signal.SIGTERM)
            await asyncio.sleep(SLOW / 3)
            assert not turn.done()
            try:
                async with ClientSession() as other:
                    await other.get(f"{where}/healthz")
                came_in = True
            except ClientConnectorError:
                came_in = False
            assert not came_in

            assert (await turn).status == 200
            _, log = await asyncio.to_thread(process.communicate, timeout=20)
        finally:
            process.kill()
        assert process.returncode == 0
        assert len(microsoft.sent) == 1

    async with Store(database_url) as store, store.read() as books:
        assert await books.outbox.counts() == {"sent": 1}
    lines = [json.loads(line) for line in log.splitlines()]
    events = [line["event"] for line in lines]
    assert [one for one in events if one in {"started", "stopping", "turn", "stopped"}] == [
        "started",
        "stopping",
        "turn",
        "stopped",
    ]
    assert {line["level"] for line in lines} == {"info"}


async def ready(session: ClientSession, where: str) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                async with session.get(f"{where}/readyz") as answer:
                    if answer.status == 200:
                        return
            except ClientConnectorError:
                pass
            await asyncio.sleep(0.05)
