"""Lend tests a real browser, and the demo's page on a stage of three people."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot.demo import open_demo
from bot.directline import WebDoor
from bot.doors import Address, Answer, Incoming, Kind, Spoken
from bot.pages.fetch import WEBCHAT
from tests.webchat import CARD, KEY, THANKS, LittleStage, Machine, a_store, spoken

CHROMIUM = shutil.which("chromium")
QUIETLY = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium with a fresh profile; nothing is downloaded for it."""
    if CHROMIUM is None:
        pytest.fail("There is no Chromium on this machine: `make e2e` installs Debian's.")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIETLY))
        yield started
        await started.close()


@dataclass(slots=True)
class Visitor:
    """Somebody with a browser, who notes what the browser complains of.

    A complaint that holds one of the words in `foreseen` is what the test is about.
    """

    browser: Browser
    complaints: list[str] = field(default_factory=list)
    foreseen: tuple[str, ...] = ()

    async def open(self, url: str, *, width: int = 1280, height: int = 900, **more: Any) -> Page:
        size = ViewportSize(width=width, height=height)
        context = await self.browser.new_context(locale="en-GB", viewport=size, **more)
        page = await context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("pageerror", lambda error: self._note("error", str(error)))
        page.on("request", lambda asked: self._ours(url, asked.url))
        await page.goto(url)
        return page

    def _note(self, kind: str, words: str) -> None:
        foreseen = any(each in words for each in self.foreseen)
        if kind in {"error", "warning"} and not foreseen:
            self.complaints.append(words)

    def _ours(self, ours: str, asked: str) -> None:
        own = "/".join(ours.split("/")[:3])
        if not asked.startswith((f"{own}/", "data:", "blob:")):
            self.complaints.append(f"asked for {asked}")


@pytest.fixture
async def visitor(browser: Browser) -> AsyncIterator[Visitor]:
    """A visitor, who must have nothing to complain of in the end."""
    visiting = Visitor(browser)
    yield visiting
    assert visiting.complaints == []


async def leave(browser: Browser) -> None:
    """Close every page; to do before a server stops, or its pages complain that it is away."""
    for context in browser.contexts:
        await context.close()


@dataclass(slots=True)
class Shown:
    """The demo's page, served, with a turn that asks, thanks and repeats."""

    url: str
    door: WebDoor
    stage: LittleStage
    app: web.Application
    acts: list[Incoming]

    async def tell(self, persona: str, words: str) -> None:
        await self.door.send(await self.stage.address_of(persona), Spoken(words, words), key=words)


@pytest.fixture
async def demo(tmp_path: Path, browser: Browser) -> AsyncIterator[Shown]:
    if not WEBCHAT.is_file():
        pytest.fail("Web Chat is not here: run `make setup` with the network there.")
    async with a_store(f"sqlite+aiosqlite:///{tmp_path / 'demo.sqlite3'}") as store:
        stage = LittleStage()
        door = WebDoor(store, key=KEY, now=Machine(), clock=lambda: stage.now)
        app, acts = web.Application(), list[Incoming]()
        door.open(app, _turn(door, acts))
        open_demo(app, stage, door)
        async with TestServer(app, host="127.0.0.1") as server:
            shown = Shown(f"http://127.0.0.1:{server.port}/", door, stage, app, acts)

            async def tell(to: Address, words: str) -> None:
                await door.send(to, Spoken(words, words), key=words)

            stage.tell = tell
            yield shown
            await leave(browser)


def _turn(door: WebDoor, acts: list[Incoming]) -> Callable[[Incoming], Awaitable[Answer]]:
    async def take(act: Incoming) -> Answer:
        acts.append(act)
        if act.kind is Kind.HELLO and act.who != "sam":
            await door.send(act.address, spoken(CARD), key="ask")
        if act.kind is Kind.TEXT:
            words = f"You said: {act.text}"
            await door.send(act.address, Spoken(words, words), key=act.activity)
        if act.kind is Kind.PRESS:
            return Answer(replace=spoken(THANKS, "Thank you, saved."))
        return Answer()

    return take
