"""Join everything: the only place where the rooms, the doors and the clock meet."""

from __future__ import annotations

import asyncio
import contextlib
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from typing import Protocol

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.cipher import Cipher
from bot.codes import Codes, Signer
from bot.concerns import feedback_gaps
from bot.demo import open_demo
from bot.directline import WebDoor
from bot.doors import Door, Take
from bot.downloads import Downloads
from bot.keys import Keys
from bot.links import Links
from bot.logs import logger
from bot.mail import MailDoor
from bot.metrics import Metrics
from bot.post import Pace, Post
from bot.ready import obstacle
from bot.rhythm import Rhythm
from bot.screens import Screens
from bot.scripts import load as load_scripts
from bot.settings import Mode, Settings
from bot.speech import Speech
from bot.stage import OPENING, DemoStage, SetClock
from bot.turns import Turns
from bot.voices import Conversations
from bot.wedid import PATH as WE_DID
from bot.wedid import WeDid, rating_link
from bot.wire import Refusal
from bot.young import YoungDoor
from store import Store, StoreError
from store.migrate import head
from workflow.dates import Calendar

__all__ = ["App", "Clock", "OpenDoor", "build", "service_time"]

log = logger("g2g")

Clock = Callable[[], datetime]

# How often a service looks for a database that it can't work with yet, in seconds.
_LOOKS = 1.0
# How long what is being sent may take to end when the service is told to stop, seconds.
_ENDING = 20.0


class OpenDoor(Door, Protocol):
    """A door that has routes of its own."""

    def open(self, app: web.Application, take: Take) -> None:
        """Register the routes."""
        ...


def service_time() -> datetime:
    """The time by which duties, dates and retention go: now, UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class App:
    """The service, joined: what the server runs, and what tests drive without a server."""

    settings: Settings
    store: Store
    clock: Clock
    calendar: Calendar
    turns: Turns
    post: Post
    rhythm: Rhythm
    doors: Mapping[str, Door]
    stage: DemoStage | None
    web: web.Application
    metrics: Metrics
    _loop: asyncio.Task[None] | None = None
    _waits: bool = False

    async def start(self) -> None:
        """Start the doors and, as soon as the database is there, the rhythm and the post."""
        for door in self.doors.values():
            if start := getattr(door, "start", None):
                await start()
        if self.stage is not None:
            await self.post.prepare()
            await self.stage.prepare()
        self._loop = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Let what is under way end, then let go of everything."""
        if self._loop is not None:
            self.rhythm.stop()
            self.post.stop()
            _, late = await asyncio.wait([self._loop], timeout=0.0 if self._waits else _ENDING)
            if late:
                self._loop.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await self._loop
            self._loop = None
        # Only now: what was being sent needed its door.
        for door in self.doors.values():
            if close := getattr(door, "close", None):
                await close()
        await self.store.close()

    async def _run(self) -> None:
        told = None
        self._waits = True
        while why := await self._obstacle():
            if why != told:
                log.warning("waiting_for_the_database", why=why)
            told = why
            await asyncio.sleep(_LOOKS)
        self._waits = False
        async with asyncio.TaskGroup() as loops:
            loops.create_task(self.rhythm.run())
            loops.create_task(self.post.run())

    async def _obstacle(self) -> str | None:
        why = await obstacle(self.store, self.settings.mode)
        if why is None:
            try:
                await self.post.prepare()
            except StoreError as error:
                return str(error)
        return why


def build(
    settings: Settings,
    store: Store,
    *,
    clock: Clock | None = None,
    doors: Mapping[str, Door] | None = None,
    machine: Callable[[], float] = time.time,
    pace: Pace | None = None,
    hook: Callable[[str], None] = lambda _point: None,
) -> App:
    """Join the service.

    `clock` is service time, `machine` is machine time in seconds since 1970. `doors` replaces
    the real ones in tests. `hook` is called by name at each point between two effects, so that
    a test can stop the process there.
    """
    demo = settings.mode is Mode.DEMO
    now = clock or (SetClock(OPENING) if demo else service_time)
    calendar = Calendar()
    links = _links(settings, machine)
    cipher, signer = _cipher(settings), _signer(settings)
    speech = Speech(calendar, links, cipher)
    ready = _doors(settings, store, now, machine) if doors is None else dict(doors)
    metrics = Metrics(store, clock=now, machine=machine)

    def passed(point: str) -> None:
        metrics.passed(point)
        hook(point)

    post = Post(
        store,
        ready,
        speech,
        clock=now,
        machine=machine,
        token=str(uuid.uuid4()),
        pace=pace or Pace(),
        hook=passed,
    )
    rhythm = Rhythm(store, calendar, clock=now, spoken=post.wake, hook=passed)
    turns = Turns(store, speech, post, calendar, now, passed, cipher, signer)
    web_door = ready.get("web")
    stage = None
    if demo and isinstance(now, SetClock) and signer is not None:

        def busy() -> bool:
            return isinstance(web_door, WebDoor) and web_door.busy

        stage = DemoStage(store, now, calendar, rhythm, post, busy=busy, signer=signer)
    served = web.Application()
    app = App(settings, store, now, calendar, turns, post, rhythm, ready, stage, served, metrics)
    _open(app)
    WeDid(store, now, links).open(app.web)
    if links is not None:
        Downloads(store, links).open(app.web)
        if cipher is not None and signer is not None:
            _young_door(app, links, signer, cipher, machine).open(app.web)
    return app


def _links(settings: Settings, machine: Callable[[], float]) -> Links | None:
    """The signer of addresses; None where this service does not know its own."""
    if not settings.address or (settings.mode is Mode.PRODUCTION and settings.secret_key is None):
        return None
    near = settings.mode is Mode.DEMO and not settings.public_url
    return Links(Keys(settings).derive("links"), machine, settings.address, near)


def _signer(settings: Settings) -> Signer | None:
    """What makes the links to the young people's pages; None without a secret to sign with."""
    if settings.mode is Mode.PRODUCTION and settings.secret_key is None:
        return None
    return Signer(Keys(settings).derive("visit-links"))


def _young_door(
    app: App,
    links: Links,
    signer: Signer,
    cipher: Cipher,
    machine: Callable[[], float],
) -> YoungDoor:
    """The young people's pages, which need an address and a secret key."""
    keys = Keys(app.settings)
    rater = keys.derive("raters")
    screens = Screens(load_scripts(), app.calendar, f"{links.base}{WE_DID}")
    talks = Conversations(
        screens,
        cipher=cipher,
        codes=Codes(keys.derive("young-codes")),
        calendar=app.calendar,
        link=lambda talk: rating_link(links, rater, talk),
    )
    return YoungDoor(
        app.store,
        talks,
        signer,
        links.base,
        key=keys.derive("young-pages"),
        leave=app.settings.leave_url,
        clock=app.clock,
        machine=machine,
        deliver=app.post.deliver,
        gaps=partial(feedback_gaps, settings=app.settings),
    )


def _cipher(settings: Settings) -> Cipher | None:
    """What seals and opens young people's words; None without a secret to make its key from."""
    if settings.secret_key is not None:
        return Cipher(Keys(settings).derive("young-people"))
    # What is written in the demo is invented, and is to be read after it was started again.
    return Cipher(bytes(32)) if settings.mode is Mode.DEMO else None


def _doors(
    settings: Settings, store: Store, clock: Clock, machine: Callable[[], float]
) -> dict[str, Door]:
    """The doors that open here: the demo's web chat, or Teams and mail where configured."""
    found: dict[str, Door] = {}
    if settings.mode is Mode.DEMO:
        key = Keys(settings).derive("web-chat-tokens")
        found["web"] = WebDoor(store, key=key, now=machine, clock=clock)
    if settings.mail_opens:
        found["mail"] = MailDoor(settings)
    if settings.teams_opens:
        # Loaded only where it is used: the framework takes a second and 60 MB.
        teams: Door = import_module("bot.teams").TeamsDoor(settings, now=machine)
        found["teams"] = teams
    return found


def _open(app: App) -> None:
    """Give each door its routes, and the operator two addresses to look at."""
    served = app.web
    served.middlewares.append(_no_tracebacks)
    served.router.add_get("/healthz", _healthy)

    async def ready(_: web.Request) -> web.Response:
        return await _ready(app)

    served.router.add_get("/readyz", ready)
    for door in app.doors.values():
        opens = getattr(door, "open", None)
        if opens is not None:
            opens(served, app.metrics.counted(app.turns.take))
    web_door = app.doors.get("web")
    if app.stage is not None and isinstance(web_door, WebDoor):
        open_demo(served, app.stage, web_door)

    async def alive(_: web.Application) -> object:
        try:
            await app.start()
            yield
        finally:
            await app.stop()

    served.cleanup_ctx.append(alive)  # type: ignore[arg-type]


@web.middleware
async def _no_tracebacks(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer a fault of ours with a sentence; what went wrong is for the log alone."""
    try:
        return await handler(request)
    except (web.HTTPException, asyncio.CancelledError, ConnectionError):
        raise
    except Exception:
        log.exception("request_failed")
        sentence = "That did not work, and it was our fault. Please try again in a minute."
        raise Refusal(503, "TryAgain", sentence) from None


async def _healthy(_: web.Request) -> web.Response:
    """Say that the process is up, whatever else is not."""
    return web.json_response({"status": "up"})


async def _ready(app: App) -> web.Response:
    """Say whether the database answers and has this release's tables."""
    why = await obstacle(app.store, app.settings.mode)
    if why is not None:
        return web.json_response({"status": "not ready", "why": why}, status=503)
    return web.json_response({"status": "ready", "database": "ok", "migrations": head()})
