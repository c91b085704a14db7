"""Check the demonstration's routes: who may call them, and what they say."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import WSServerHandshakeError, web
from aiohttp.test_utils import TestClient, TestServer

from bot.demo import open_demo
from bot.directline import WebDoor
from bot.doors import Answer, Incoming, Spoken
from bot.pages import serve
from tests.webchat import BASE, KEY, Heard, LittleStage, Machine, a_store, message, until

Client = TestClient[Any, Any]


class Demo:
    """The demonstration, open."""

    def __init__(self, client: Client, stage: LittleStage, door: WebDoor, take: Heard) -> None:
        self.client = client
        self.stage = stage
        self.door = door
        self.take = take

    async def move(self, to: object) -> tuple[int, dict[str, Any]]:
        answered = await self.client.post("/demo/clock", json={"to": to})
        return answered.status, await answered.json()


@pytest.fixture
async def demo(chat_url: str) -> AsyncIterator[Demo]:
    async with a_store(chat_url) as store:
        stage, take = LittleStage(), Heard()
        door = WebDoor(store, key=KEY, now=Machine(), clock=lambda: stage.now)
        app = web.Application()
        door.open(app, take)
        open_demo(app, stage, door)
        async with TestClient(TestServer(app)) as client:
            yield Demo(client, stage, door, take)


async def test_everybody_is_listed_with_what_was_last_shown_to_them(demo: Demo) -> None:
    await demo.door.send(await demo.stage.address_of("sam-okoro"), Spoken("Hi", "Hi"), key="hi")
    people = await (await demo.client.get("/demo/people")).json()
    assert people[1] == {
        "id": "sam-okoro",
        "name": "Sam Okoro",
        "post": "Programme manager",
        "group": "Programme office",
        "types": True,
        "page": "",
        "latest": 1,
    }
    assert [each["latest"] for each in people] == [0, 1, 0]
    assert [each["types"] for each in people] == [True, True, False]


async def test_anybody_can_be_somebody_in_their_own_conversation(demo: Demo) -> None:
    given = await (await demo.client.post("/demo/people/asha-rahman/token")).json()
    assert given["conversationId"] == "room-asha-rahman"
    assert given["userId"] == "asha"
    assert given["expires_in"] == 1800
    headers = {"Authorization": f"Bearer {given['token']}"}
    room = f"{BASE}/conversations/room-asha-rahman/activities"
    assert (await demo.client.post(room, json=message("hi"), headers=headers)).status == 200


async def test_a_board_can_not_type(demo: Demo) -> None:
    given = await (await demo.client.post("/demo/people/board/token")).json()
    headers = {"Authorization": f"Bearer {given['token']}"}
    room = f"{BASE}/conversations/room-board/activities"
    assert (await demo.client.post(room, json=message("hi"), headers=headers)).status == 403


@pytest.mark.parametrize("name", ["nobody", "..%2F..%2Fetc", "%00", "%22%3E"])
async def test_nobody_else_can_be_anybody(demo: Demo, name: str) -> None:
    answered = await demo.client.post(f"/demo/people/{name}/token")
    assert answered.status == 404
    assert (await answered.json())["error"][
        "message"
    ] == "There is nobody of that name in the demo."


async def test_the_clock_says_the_time_and_what_comes_next(demo: Demo) -> None:
    assert await (await demo.client.get("/demo/clock")).json() == {
        "now": "2019-09-05T09:00:00+01:00",
        "words": "Thursday 5 September 2019, 9am",
        "next": {
            "at": "2019-09-12T09:00:00+01:00",
            "when": "Thursday 12 September, 9am",
            "words": "The first reminder goes out",
        },
        "workingDay": "2019-09-06T09:00:00+01:00",
        "boardDay": None,
    }


@pytest.mark.parametrize(
    ("to", "then"),
    [
        ("2019-09-26T09:00", "Thursday 26 September 2019, 9am"),
        ("2019-09-26T08:00Z", "Thursday 26 September 2019, 9am"),
        ("2019-12-02T17:30", "Monday 2 December 2019, 5:30pm"),
        ("2019-09-06", "Friday 6 September 2019, 12am"),
        ("2019-09-05T09:00", "Thursday 5 September 2019, 9am"),
    ],
)
async def test_the_clock_moves_forwards(demo: Demo, to: str, then: str) -> None:
    status, said = await demo.move(to)
    assert status == 200
    assert said["words"] == then


@pytest.mark.parametrize(
    ("to", "why"),
    [
        (None, "Give a date and time"),
        (7, "Give a date and time"),
        ("", "Give a date and time"),
        ("tomorrow", "Give a date and time"),
        ("2019-02-30T09:00", "Give a date and time"),
        ("0001-01-01T00:00+14:00", "Give a date and time"),
        ("9999-12-31T23:59-14:00", "Give a date and time"),
        ("2019-09-05T08:59", "lies behind"),
        ("2021-09-06T09:00", "more than two years"),
        ("2020-01-01T09:00", "There is no 2020 in this demo."),
    ],
)
async def test_nonsense_does_not_move_the_clock(demo: Demo, to: object, why: str) -> None:
    status, said = await demo.move(to)
    assert status == 400
    assert why in said["error"]["message"]
    assert demo.stage.now.day == 5


async def test_a_body_that_is_no_json_does_not_move_the_clock(demo: Demo) -> None:
    assert (await demo.client.post("/demo/clock", data=b"{")).status == 400


async def test_idle_is_when_nothing_is_due_and_no_turn_runs(demo: Demo) -> None:
    assert (await demo.client.get("/demo/idle")).status == 200
    demo.stage.is_idle = False
    answered = await demo.client.get("/demo/idle")
    assert answered.status == 503
    assert (await answered.json())["error"]["code"] == "Busy"


async def test_it_is_not_idle_while_a_turn_runs(demo: Demo) -> None:
    may_go = asyncio.Event()

    async def slow(_: Incoming) -> Answer:
        await may_go.wait()
        return Answer()

    demo.take.answer = slow
    given = await (await demo.client.post("/demo/people/asha-rahman/token")).json()
    headers = {"Authorization": f"Bearer {given['token']}"}
    room = f"{BASE}/conversations/room-asha-rahman/activities"
    await demo.client.post(room, json=message("hi"), headers=headers)
    assert (await demo.client.get("/demo/idle")).status == 503
    may_go.set()
    await until(lambda: not demo.door.busy)
    assert (await demo.client.get("/demo/idle")).status == 200


# --- strangers --------------------------------------------------------------------------------


PATHS = ("/", "/demo/people", "/demo/clock", "/static/demo.js", f"{BASE}/conversations/x")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "10.0.0.5", "127.0.0.1.evil.example", "[", ""]
)
async def test_another_name_for_this_computer_is_refused(demo: Demo, host: str) -> None:
    for path in PATHS:
        answered = await demo.client.get(path, headers={"Host": host})
        assert answered.status == 403, path
        assert "this computer only" in (await answered.json())["error"]["message"]


@pytest.mark.parametrize("host", ["localhost", "localhost:3978", "127.0.0.1:3978", "[::1]:3978"])
async def test_this_computers_own_names_are_let_in(demo: Demo, host: str) -> None:
    for origin in ({}, {"Origin": f"http://{host}"}):
        answered = await demo.client.get("/demo/people", headers={"Host": host, **origin})
        assert answered.status == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:1", "https://127.0.0.1"]
)
async def test_another_page_is_refused(demo: Demo, origin: str) -> None:
    own = f"http://127.0.0.1:{demo.client.port}"
    for path in ("/demo/people/asha-rahman/token", "/demo/clock"):
        answered = await demo.client.post(path, json={}, headers={"Origin": origin})
        assert answered.status == 403
        assert (await answered.json())["error"]["code"] == "OtherSite"
        assert (await demo.client.post(path, json={}, headers={"Origin": own})).status != 403
    with pytest.raises(WSServerHandshakeError, match="403"):
        await demo.client.ws_connect(f"{BASE}/conversations/x/stream", origin=origin)


@pytest.mark.parametrize("path", ["/", "/demo/people", "/static/demo.js", "/nowhere", BASE + "/x"])
async def test_every_answer_carries_the_security_headers(demo: Demo, path: str) -> None:
    for headers in ({}, {"Host": "evil.example"}):
        answered = await demo.client.get(path, headers=headers)
        assert answered.headers["X-Content-Type-Options"] == "nosniff"
        assert answered.headers["Referrer-Policy"] == "no-referrer"
        assert "camera=()" in answered.headers["Permissions-Policy"]
        assert "frame-ancestors 'none'" in answered.headers["Content-Security-Policy"]
        assert "default-src 'none'" in answered.headers["Content-Security-Policy"]
        script = "static" in path and not headers
        assert answered.headers["Cache-Control"] == ("no-cache" if script else "no-store")


# --- pages ------------------------------------------------------------------------------------


async def test_each_visit_has_a_policy_of_its_own(demo: Demo) -> None:
    nonces = set()
    for _ in range(2):
        answered = await demo.client.get("/")
        policy = answered.headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        nonce = policy.split("'nonce-")[1].split("'")[0]
        text = await answered.text()
        assert f'nonce="{nonce}"' in text
        assert "{{" not in text
        nonces.add(nonce)
    assert len(nonces) == 2


async def test_the_page_says_what_is_invented(demo: Demo) -> None:
    text = await (await demo.client.get("/")).text()
    assert "Demo: people, ratings and events after August 2019 are invented" in text


@pytest.mark.parametrize("name", [each for each in serve.FILES if "vendor" not in each])
async def test_a_file_is_served_once_and_then_only_asked_about(demo: Demo, name: str) -> None:
    answered = await demo.client.get(f"/static/{name}")
    assert answered.status == 200
    assert answered.headers["Content-Type"].endswith("charset=utf-8")
    tag = {"If-None-Match": answered.headers["ETag"]}
    assert (await demo.client.get(f"/static/{name}", headers=tag)).status == 304


@pytest.mark.parametrize(
    "name", ["serve.py", "fetch.py", "demo.html", "vendor", "..%2Fsettings.py", "%2Fetc%2Fpasswd"]
)
async def test_nothing_else_in_the_folder_is_served(demo: Demo, name: str) -> None:
    assert (await demo.client.get(f"/static/{name}")).status == 404
