"""Check the young people's page on a phone: reachable, readable, and gone when it has to be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.invitations import make_invitation
from tests.browser.conftest import Visitor, leave
from tests.browser.test_demo_page import LEVELS
from tests.browser.test_month import PICTURES, WANTED
from tests.journeys.council import Council
from tests.journeys.voices import WORKER, with_feedback

AWAY = "https://www.bbc.co.uk/weather"
WORRY = "my mums boyfriend hits me when she is out"


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Council]:
    async with with_feedback(f"sqlite+aiosqlite:///{tmp_path / 'young.sqlite3'}") as one:
        yield one


@pytest.fixture
async def here(town: Council, browser: Browser) -> AsyncIterator[str]:
    """Where the town's pages are served."""
    async with TestServer(town.app.web, host="127.0.0.1") as server:
        yield f"http://127.0.0.1:{server.port}"
        await leave(browser)


async def link(town: Council, script: str = "local-offer", **more: str) -> str:
    signer = town.app.turns.signer
    assert signer is not None
    async with town.app.store.begin() as books:
        made = await make_invitation(
            books, signer, script=script, until=date(2019, 12, 1), now=town.clock.now, **more
        )
    return f"/y/{made.id}"


async def sound(page: Page) -> None:
    """Nothing that axe finds, nothing to scroll sideways, and both ways out in sight."""
    found = await Axe().run(page, options={"runOnly": {"type": "tag", "values": LEVELS}})
    assert found.response["violations"] == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for way in (page.locator("header summary"), page.locator("header .leave")):
        await expect(way).to_be_in_viewport(ratio=1)
        box = await way.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44


async def press(page: Page, label: str) -> None:
    """Press a button, and wait for what comes after it."""
    await page.get_by_role("main").get_by_role("button", name=label, exact=True).first.click()
    await expect(page.locator("form[aria-busy]")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (320, "dark"), (1280, "light")])
async def test_every_step_can_be_used_by_everybody(
    visitor: Visitor, town: Council, here: str, width: int, scheme: str
) -> None:
    page = await visitor.open(here + await link(town), width=width, height=640, color_scheme=scheme)
    await sound(page)
    await page.locator("header summary").click()
    await expect(page.get_by_text("In danger now? Call 999.").first).to_be_visible()
    await sound(page)
    await page.locator("header summary").click()
    for label in ("Start", "15–18", "Agree a lot", "Not sure", "Rather not say"):
        await press(page, label)
        await sound(page)
        if label == "15–18" and (width, scheme) == (320, "light") and WANTED:
            await page.screenshot(path=PICTURES / "young.png")
    await page.get_by_label("Health").check()
    for label in ("Send", "Skip", "Skip", "Rarely"):
        await press(page, label)
        await sound(page)
    await page.get_by_label("One thing to keep").fill(WORRY)
    for label in ("Send", "Yes – add a safe way"):
        await press(page, label)
        await sound(page)
    await page.get_by_role("textbox").fill("ask at the drop-in")
    for label in ("Send", "Carry on with the questions", "No"):
        await press(page, label)
        await sound(page)
    await expect(page.get_by_text("Thanks. Your code is")).to_be_visible()


@pytest.mark.parametrize("path", ["/y/who", "/y/accessibility", "/y/resume", "/y/delete"])
async def test_the_pages_around_the_chat_can_be_used_by_everybody(
    visitor: Visitor, here: str, path: str
) -> None:
    page = await visitor.open(here + path, width=320, height=640)
    await sound(page)


@pytest.mark.parametrize("how", ["key", "button"])
async def test_leaving_quickly_leaves_nothing_to_go_back_to(
    visitor: Visitor, town: Council, here: str, how: str
) -> None:
    visitor.foreseen = ("asked for " + AWAY,)
    page = await visitor.open("about:blank", width=320, height=640)
    visitor.complaints.clear()
    await page.context.route(
        AWAY + "**", lambda route: route.fulfill(body="<title>Weather</title>sun", status=200)
    )
    await page.goto(here + await link(town))
    await press(page, "Start")
    await press(page, "19–25")
    if how == "key":
        await page.keyboard.press("Escape")
    else:
        await page.locator("header .leave").click()
    await page.wait_for_url(AWAY)
    await page.go_back()
    assert page.url == "about:blank"
    visitor.complaints.clear()


async def test_the_whole_chat_goes_by_keyboard(visitor: Visitor, town: Council, here: str) -> None:
    page = await visitor.open(here + await link(town), width=320, height=640)
    for label in ("Start", "19–25", "Agree a lot"):
        for _ in range(12):
            await page.keyboard.press("Tab")
            if await page.evaluate("document.activeElement.textContent.trim()") == label:
                break
        await page.keyboard.press("Enter")
        await expect(page.locator("form[aria-busy]")).to_have_count(0)
        await expect(page.locator("h1")).to_be_focused()
    await expect(page.get_by_text("Question 3 of up to 12")).to_be_visible()


async def test_a_lost_connection_loses_nothing(visitor: Visitor, town: Council, here: str) -> None:
    visitor.foreseen = ("ERR_INTERNET_DISCONNECTED",)
    page = await visitor.open(here + await link(town), width=320, height=640)
    for label in ("Start", *["Skip"] * 6):
        await press(page, label)
    area = page.get_by_label("One thing to keep")
    await area.fill("Keep the drop-in.")
    await page.context.set_offline(True)
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_text("What you wrote is still here.")).to_be_visible()
    await expect(area).to_have_value("Keep the drop-in.")
    await page.context.set_offline(False)
    await expect(page.get_by_text("May we use your words")).to_be_visible()


async def test_nothing_is_kept_in_the_browser(visitor: Visitor, town: Council, here: str) -> None:
    page = await visitor.open(here + await link(town), width=320, height=640)
    await press(page, "Start")
    assert await page.context.cookies() == []
    assert await page.evaluate("localStorage.length + sessionStorage.length") == 0
    await page.reload()
    await expect(page.get_by_role("button", name="Start")).to_be_visible()


async def test_it_works_without_scripts(visitor: Visitor, town: Council, here: str) -> None:
    visit = {"provision": "health", "lead": WORKER}
    page = await visitor.open(
        here + await link(town, "visit", **visit), width=320, java_script_enabled=False
    )
    await expect(page.get_by_text("tell Ellie Brook now, before this form")).to_be_visible()
    for label in ("Start", "Great", "OK", "Couldn't tell"):
        await page.get_by_role("button", name=label, exact=True).click()
    await expect(page.get_by_text("Question 4 of up to 18")).to_be_visible()
    leaves = await page.locator("header .leave").get_attribute("href")
    assert leaves == AWAY
