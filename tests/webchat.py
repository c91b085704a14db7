"""Lend tests a web chat: a real store, a real door, and a small stage to stand on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import ClientResponse, ClientWebSocketResponse
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application

from bot.demo import ClockView, Persona
from bot.directline import WebDoor
from bot.doors import Address, Answer, Incoming, Kind, Spoken
from bot.passes import Pass
from store import Store
from store.tables import metadata
from workflow.dates import LONDON, full_moment

BASE = "/v3/directline"
KEY = b"a key for tests, and for tests only"
ASHA = Pass("asha", "room-asha", types=True, name="Asha Rahman")
YOUNG = Pass("young", "room-young", types=False)

CARD: dict[str, Any] = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "lang": "en-GB",
    "body": [
        {"type": "TextBlock", "text": "How is it going?", "style": "heading", "wrap": True},
        {"type": "Badge", "text": "◆ A Amber", "style": "Warning", "fallback": "drop"},
        {"type": "ProgressBar", "value": 3, "max": 17, "fallback": "drop"},
        {"type": "Input.Text", "id": "note", "label": "A note", "isMultiline": True},
    ],
    "actions": [
        {"type": "Action.Execute", "title": "Save it", "verb": "save", "data": {"ref": "PI3.1"}},
    ],
}
THANKS: dict[str, Any] = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "lang": "en-GB",
    "body": [{"type": "TextBlock", "text": "Thank you, saved.", "style": "heading"}],
}


def spoken(card: dict[str, Any], words: str = "How is it going?") -> Spoken:
    return Spoken(text=words, summary=words, card=card)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - what is waited for rings no bell
            await asyncio.sleep(0.005)


async def nothing(_: Incoming) -> Answer:
    return Answer()


@dataclass(slots=True)
class Machine:
    """Machine time that is set; its start is far from the computer's own."""

    now: float = 1_000_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass(slots=True)
class Heard:
    """A turn that remembers what it was given."""

    acts: list[Incoming] = field(default_factory=list)
    answer: Callable[[Incoming], Awaitable[Answer]] = nothing

    async def __call__(self, act: Incoming) -> Answer:
        if act.kind is Kind.HELLO:
            return Answer()
        self.acts.append(act)
        return await self.answer(act)


@dataclass(slots=True)
class Chat:
    """An open web chat door, and a browser's side of it."""

    client: TestClient[Any, Any]
    store: Store
    door: WebDoor
    take: Heard
    machine: Machine

    def token(self, holder: Pass = ASHA) -> str:
        return str(self.door.issue(holder)["token"])

    async def call(
        self, method: str, path: str, holder: Pass = ASHA, **more: Any
    ) -> ClientResponse:
        headers = {"Authorization": f"Bearer {self.token(holder)}", **more.pop("headers", {})}
        return await self.client.request(method, f"{BASE}{path}", headers=headers, **more)

    async def post(self, body: dict[str, Any], holder: Pass = ASHA) -> ClientResponse:
        return await self.call(
            "POST", f"/conversations/{holder.conversation}/activities", holder, json=body
        )

    async def say(self, text: str, client: str = "", holder: Pass = ASHA) -> str:
        answered = await self.post(message(text, client), holder)
        assert answered.status == 200, await answered.text()
        return str((await answered.json())["id"])

    async def press(self, value: dict[str, Any], client: str = "", holder: Pass = ASHA) -> str:
        body = {"type": "message", "value": value, "channelData": {"clientActivityID": client}}
        answered = await self.post(body, holder)
        assert answered.status == 200, await answered.text()
        return str((await answered.json())["id"])

    async def shown(self, holder: Pass = ASHA, seen: int = 0) -> list[dict[str, Any]]:
        """Everything a page would be sent, once every turn has ended."""
        await until(lambda: not self.door.busy)
        path = f"/conversations/{holder.conversation}/activities?watermark={seen}"
        answered = await self.call("GET", path, holder)
        found: list[dict[str, Any]] = (await answered.json())["activities"]
        return found

    async def stream(self, holder: Pass = ASHA, seen: str = "") -> ClientWebSocketResponse:
        path = f"/conversations/{holder.conversation}?watermark={seen}"
        answered = await (await self.call("GET", path, holder)).json()
        return await self.client.session.ws_connect(answered["streamUrl"])


def message(text: str, client: str = "") -> dict[str, Any]:
    """What Web Chat posts when somebody types."""
    return {
        "type": "message",
        "text": text,
        "textFormat": "plain",
        "from": {"id": "somebody else", "role": "bot"},
        "channelData": {"clientActivityID": client, "attachmentSizes": []},
    }


async def pushed(socket: ClientWebSocketResponse) -> dict[str, Any]:
    """The next thing that a page is sent."""
    found: dict[str, Any] = await socket.receive_json(timeout=5)
    return found


@asynccontextmanager
async def a_store(url: str) -> AsyncIterator[Store]:
    async with Store(url) as store:
        await store.run_sync(metadata.create_all)
        yield store


@asynccontextmanager
async def a_chat(url: str, **more: Any) -> AsyncIterator[Chat]:
    machine, take = Machine(), Heard()
    async with a_store(url) as store:
        door = WebDoor(
            store, key=KEY, now=machine, clock=lambda: datetime(2019, 9, 5, 8, tzinfo=UTC), **more
        )
        app = Application()
        door.open(app, take)
        async with TestClient(TestServer(app)) as client:
            yield Chat(client, store, door, take, machine)


PEOPLE = (
    Persona("asha-rahman", "Asha Rahman", "Director of Care", "Lead officers", "asha", types=True),
    Persona("sam-okoro", "Sam Okoro", "Programme manager", "Programme office", "sam", types=True),
    Persona("board", "Programme Board", "A channel", "Boards", "board:pb", types=False),
)


class LittleStage:
    """A stage with three people, on which every step of the clock tells Sam something."""

    def __init__(self) -> None:
        self.now = datetime(2019, 9, 5, 9, tzinfo=LONDON)
        self.is_idle = True
        self.tell: Callable[[Address, str], Awaitable[object]] | None = None

    async def personas(self) -> Sequence[Persona]:
        return PEOPLE

    async def address_of(self, persona: str) -> Address:
        return {each.id: Address("web", f"room-{each.id}") for each in PEOPLE}[persona]

    async def clock(self) -> ClockView:
        return ClockView(
            now=self.now,
            words=full_moment(self.now),
            next=(self.now + timedelta(days=7), "The first reminder goes out"),
            working_day=self.now + timedelta(days=1),
            board_day=None,
        )

    async def move(self, to: datetime) -> ClockView:
        if to.year == 2020:
            sentence = "There is no 2020 in this demo."
            raise ValueError(sentence)
        self.now = to
        if self.tell is not None:
            await self.tell(await self.address_of("sam-okoro"), full_moment(to))
        return await self.clock()

    async def idle(self) -> bool:
        return self.is_idle
