"""Check the page of replies as a young person meets it: on a phone, with a quick way out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, Route, expect

from bot.links import Links
from bot.stage import OPENING, SetClock
from bot.wedid import WeDid, rating_link
from store import Store
from store.migrate import upgrade
from tests.browser.conftest import Visitor, leave
from tests.browser.test_demo_page import LEVELS
from tests.journeys.council import demo_people, shipped_plan
from workflow.promises import Reply


@dataclass(slots=True)
class Shown:
    """The page, served, and the address with which somebody may mark."""

    url: str
    mine: str


@pytest.fixture
async def we_did(tmp_path: Path, browser: Browser) -> AsyncIterator[Shown]:
    async with Store(f"sqlite+aiosqlite:///{tmp_path / 'g2g.sqlite3'}") as store:
        await upgrade(store)
        async with store.begin() as books:
            await books.plans.load(shipped_plan(), OPENING)
            await books.people.load(demo_people(), OPENING)
            for n in range(12):
                one = await books.promises.draft(
                    f"Tell us how to renew a bus pass ({n})", by="ellie-brook", now=OPENING
                )
                said = replace(
                    one,
                    owner="moira-campbell",
                    reply=Reply.WILL,
                    reply_words="Put it in every adviser's first letter.",
                    replied_on=date(2019, 9, 2),
                    public=True,
                )
                await books.promises.keep(said)
        app = web.Application()
        links = Links(b"l" * 32, lambda: 0.0, "https://g2g.example.org")
        WeDid(store, SetClock(OPENING), links).open(app)
        async with TestServer(app, host="127.0.0.1") as server:
            root = f"http://127.0.0.1:{server.port}"
            mine = rating_link(links, b"r" * 32, "talk").replace("https://g2g.example.org", root)
            yield Shown(f"{root}/we-did", mine)
            await leave(browser)


async def spills(page: Page) -> bool:
    """Whether anything is wider than the screen."""
    wide: bool = await page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wide


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("marks", [False, True])
async def test_the_page_is_for_everybody_on_a_small_phone(
    visitor: Visitor, we_did: Shown, scheme: str, marks: bool
) -> None:
    page = await visitor.open(
        we_did.mine if marks else we_did.url, width=320, height=640, color_scheme=scheme
    )
    await expect(page.locator("article")).to_have_count(12)
    await page.get_by_text("I need help").click()
    await expect(page.get_by_text("In danger now? Call 999.")).to_be_visible()
    assert not await spills(page)
    buttons = page.locator("button, summary, .leave")
    heights = [await one.evaluate("e => e.offsetHeight") for one in await buttons.all()]
    assert min(heights) >= 44
    found = await Axe().run(page, options={"runOnly": LEVELS})
    assert len(found.response["passes"]) > 10
    assert found.response["violations"] == [], found.generate_report()


async def test_a_mark_is_made_without_any_script_and_comes_back_to_its_place(
    visitor: Visitor, we_did: Shown
) -> None:
    visitor.foreseen = ("JavaScript",)
    page = await visitor.open(we_did.mine, width=390, height=700, java_script_enabled=False)
    last = page.locator("article").last
    await last.get_by_role("button", name="Better").click()
    await expect(page.get_by_text("Thank you. Your mark is kept.")).to_be_visible()
    pressed = page.locator("article").last.get_by_role("button", pressed=True)
    await expect(pressed).to_have_text("Better")
    assert page.url.startswith(f"{we_did.mine}#p")


@pytest.mark.parametrize("how", ["click", "Escape"])
async def test_there_is_a_quick_way_out_by_button_and_by_escape(
    browser: Browser, we_did: Shown, how: str
) -> None:
    async def weather(route: Route) -> None:
        await route.fulfill(body="<h1>Weather</h1>", content_type="text/html")

    page = await (await browser.new_context()).new_page()
    await page.route("https://www.bbc.co.uk/**", weather)
    await page.goto(we_did.url)
    if how == "click":
        await page.get_by_role("link", name="Leave quickly").click()
    else:
        await page.keyboard.press("Escape")
    await expect(page.get_by_role("heading", name="Weather")).to_be_visible()


async def test_the_keyboard_reaches_everything_in_the_order_of_reading(
    visitor: Visitor, we_did: Shown
) -> None:
    page = await visitor.open(we_did.mine, width=390, height=700)
    reached = []
    for _ in range(5):
        await page.keyboard.press("Tab")
        reached.append(await page.evaluate("document.activeElement.textContent.trim()"))
    assert reached == [
        "Skip to what you said",
        "Leave quickly",
        "I need help",
        "Fixed",
        "Better",
    ]
