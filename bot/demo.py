"""Open the demonstration: anyone can be anyone, and the clock can be moved."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn, Protocol

from aiohttp import web

from bot.directline import WebDoor
from bot.doors import Address
from bot.guard import guard, this_computer_only
from bot.pages.serve import page, serve_files
from bot.passes import Pass
from bot.wire import Refusal, read_object
from workflow.dates import LONDON, day_and_time

__all__ = ["ClockView", "Persona", "Stage", "open_demo"]

# A month takes a moment to live through, and nobody waits for a decade.
FURTHEST = timedelta(days=2 * 365 + 1)


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody (or a board's channel) that a newcomer can be.

    `group` is the heading it stands under. `who` is what the door says to the turn
    (Incoming.who). `types` is False where nothing can be typed. `page` is where somebody goes
    who has a page of their own: young people.
    """

    id: str
    name: str
    post: str
    group: str
    who: str
    types: bool
    page: str = ""


@dataclass(frozen=True, slots=True)
class ClockView:
    """Service time, and what happens next: (moment, sentence), None when nothing is planned."""

    now: datetime
    words: str
    next: tuple[datetime, str] | None
    working_day: datetime
    board_day: datetime | None


class Stage(Protocol):
    """What the demonstration can do; made by bot/app.py."""

    async def personas(self) -> Sequence[Persona]:
        """Everybody that can be chosen, in the order shown."""
        ...

    async def address_of(self, persona: str) -> Address:
        """The web conversation of a persona; KeyError when there is none of that id."""
        ...

    async def clock(self) -> ClockView:
        """The time it is now."""
        ...

    async def move(self, to: datetime) -> ClockView:
        """Live through everything until `to`; ValueError with a sentence when it lies behind."""
        ...

    async def idle(self) -> bool:
        """Whether everything that is due has been said."""
        ...


def open_demo(app: web.Application, stage: Stage, door: WebDoor) -> None:
    """Register the demonstration's page and routes, and keep `app` to this computer."""
    app.middlewares.append(this_computer_only)
    guard(app)
    serve_files(app)
    routes = _Routes(stage, door)
    app.router.add_get("/", routes.page)
    app.router.add_get("/demo/people", routes.people)
    app.router.add_post("/demo/people/{id}/token", routes.token)
    app.router.add_get("/demo/clock", routes.clock)
    app.router.add_post("/demo/clock", routes.move)
    app.router.add_get("/demo/idle", routes.idle)


class _Routes:
    """What the demonstration's page asks for."""

    def __init__(self, stage: Stage, door: WebDoor) -> None:
        self._stage = stage
        self._door = door
        self._moving = asyncio.Lock()
        # The page asks every other second, and nobody moves house.
        self._rooms: dict[str, str] = {}

    async def page(self, _: web.Request) -> web.Response:
        return page("demo.html")

    async def people(self, _: web.Request) -> web.Response:
        """Everybody, each with the watermark of what was last shown to them."""
        personas = await self._stage.personas()
        rooms = {each.id: await self._room(each.id) for each in personas}
        latest = await self._door.latest(rooms.values())
        return web.json_response(
            [
                {
                    "id": each.id,
                    "name": each.name,
                    "post": each.post,
                    "group": each.group,
                    "types": each.types,
                    "page": each.page,
                    "latest": latest[rooms[each.id]],
                }
                for each in personas
            ]
        )

    async def token(self, request: web.Request) -> web.Response:
        """Let a newcomer be somebody."""
        wanted = request.match_info["id"]
        for each in await self._stage.personas():
            if each.id == wanted:
                room = await self._room(each.id)
                return web.json_response(
                    self._door.issue(Pass(each.who, room, each.types, each.name))
                )
        raise Refusal(404, "Nobody", "There is nobody of that name in the demo.")

    async def clock(self, _: web.Request) -> web.Response:
        """The demonstration's time, and what happens next."""
        return _clock(await self._stage.clock())

    async def move(self, request: web.Request) -> web.Response:
        """Live on until {"to": a date and time in ISO 8601}; without an offset, London's."""
        to = _moment((await read_object(request)).get("to"))
        async with self._moving:
            now = (await self._stage.clock()).now
            if to < now:
                _refuse_time("That lies behind: the demo's clock moves forwards only.")
            if to - now > FURTHEST:
                _refuse_time("That is more than two years ahead. Take a shorter step.")
            try:
                return _clock(await self._stage.move(to))
            except ValueError as error:
                _refuse_time(str(error))

    async def idle(self, _: web.Request) -> web.Response:
        """Whether everything that is due was said; 503 while something is under way."""
        if self._door.busy or not await self._stage.idle():
            raise Refusal(503, "Busy", "Something is still being said. Ask again in a moment.")
        return web.json_response({"idle": True})

    async def _room(self, persona: str) -> str:
        if persona not in self._rooms:
            self._rooms[persona] = (await self._stage.address_of(persona)).conversation
        return self._rooms[persona]


def _clock(view: ClockView) -> web.Response:
    coming = view.next and {
        "at": view.next[0].isoformat(),
        "when": day_and_time(view.next[0]),
        "words": view.next[1],
    }
    return web.json_response(
        {
            "now": view.now.isoformat(),
            "words": view.words,
            "next": coming,
            "workingDay": view.working_day.isoformat(),
            "boardDay": view.board_day and view.board_day.isoformat(),
        }
    )


def _moment(given: object) -> datetime:
    try:
        found = datetime.fromisoformat(given if isinstance(given, str) else "")
        return (found if found.tzinfo else found.replace(tzinfo=LONDON)).astimezone(LONDON)
    except (ValueError, OverflowError) as error:
        sentence = "Give a date and time, such as 2019-09-26T09:00."
        raise Refusal(400, "BadTime", sentence) from error


def _refuse_time(sentence: str) -> NoReturn:
    raise Refusal(400, "BadTime", sentence)
