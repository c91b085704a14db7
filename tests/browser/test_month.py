"""Live through a month in a real browser, on the product as it is started by `g2g demo`."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.conftest import Visitor, leave
from tests.browser.test_demo_page import LEVELS, rests

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
# Set by `make pictures`, which makes the README's anew.
WANTED = bool(os.environ.get("PICTURES"))


@pytest.fixture
async def product(tmp_path: Path, browser: Browser) -> AsyncIterator[str]:
    """The demonstration, started as a newcomer starts it; gives its address."""
    port = _free_port()
    known = {name: value for name, value in os.environ.items() if not name.startswith("G2G_")}
    process = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("g2g"),
        "demo",
        cwd=tmp_path,
        env={**known, "G2G_PORT": str(port)},
        stdout=asyncio.subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}/"
    try:
        await _until_ready(url)
        yield url
        await leave(browser)
    finally:
        process.terminate()
        assert await process.wait() == 0


async def test_an_officer_answers_the_clock_moves_and_the_boards_card_appears(
    visitor: Visitor, product: str
) -> None:
    page = await visitor.open(f"{product}#moira-campbell", height=1400)
    await _next(page, "Thursday 5 September 2019, 9am")
    await page.get_by_role("button", name="Start with PI3.2").click()
    await page.get_by_role("textbox", name="Progress").fill("62% of those turning 18 stayed.")
    await page.get_by_role("radio", name="Green").check()
    await page.get_by_role("textbox", name="Why this rating?").fill("Above our neighbours.")
    await page.get_by_role("button", name="Save update").click()
    await expect(
        page.get_by_role("heading", name="✓ PI3.2 Impact of “Staying Put”")
    ).to_be_visible()

    await _next(page, "Thursday 12 September 2019, 9am")
    await _next(page, "Monday 16 September 2019, 9am")
    await _next(page, "Tuesday 17 September 2019, 5pm")
    await _be(page, "Priya Nair")
    await page.get_by_role("button", name="Review queue (1)").last.click()
    await page.get_by_role("button", name="Accept").first.click()
    await _next(page, "Monday 23 September 2019, 9am")
    await _be(page, "Frances Doyle")
    await page.get_by_role("button", name="Approve and let it be posted").click()
    await expect(_card(page).get_by_text("Approved by Frances Doyle")).to_be_visible()
    await page.get_by_role("button", name="To board day").click()
    await _be(page, "Getting to Good Programme Board")
    await expect(
        _card(page).get_by_text("25 actions. These are the first ratings:")
    ).to_be_visible()
    await page.get_by_role("button", name="See all actions").click()
    await page.get_by_role("radio", name="By who it helps").check()
    await page.get_by_role("button", name="Show", exact=True).click()
    await expect(page.get_by_role("heading", name="By who it helps")).to_be_visible()
    await page.get_by_role("button", name="Open Parents and carers").click()
    await page.get_by_role("button", name="Open PI1.4").click()
    await expect(page.get_by_role("heading", name="PI1.4 Quality of written plans")).to_be_visible()
    # A picture is shown, at an address that the page's own policy lets in.
    shown = page.get_by_role("img", name=re.compile("Plans Good or Outstanding: 24% in August"))
    await expect(shown).to_be_visible()
    assert await shown.evaluate("img => img.decode().then(() => img.naturalWidth)") > 600
    await page.get_by_role("button", name="Back to the group").click()
    await page.get_by_role("button", name="Back to the list").click()
    await page.get_by_role("button", name="By workstream").click()
    await page.get_by_role("button", name="Open Standards of Practice").click()
    await expect(page.get_by_role("heading", name="Standards of Practice")).to_be_visible()


async def test_the_script_in_the_readme_plays_the_month_and_the_cards_are_accessible(
    visitor: Visitor, product: str
) -> None:
    page = await visitor.open(f"{product}#asha-rahman", width=1000, height=1500)
    await _next(page, "Thursday 5 September 2019, 9am")
    await expect(page.get_by_role("heading", name="Your actions: 0 of 17 done")).to_be_visible()
    await _picture(page, "round")
    await _accessible(page)
    await page.get_by_role("button", name="Update PI1.4").click()
    await expect(page.get_by_role("heading", name="PI1.4 Quality of written plans")).to_be_visible()
    await _accessible(page)

    script = await asyncio.create_subprocess_exec(
        sys.executable,
        ROOT / "examples" / "play_a_month.py",
        product,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await script.communicate()
    assert script.returncode == 0, said.decode()
    assert "Asha Rahman answered 17 actions" in said.decode()

    await _be(page, "Getting to Good Programme Board")
    await expect(page.get_by_role("heading", name="Two reds")).to_be_visible()
    await _picture(page, "board")
    await _accessible(page)


@pytest.mark.parametrize("who", ["A care leaver", "A young inspector"])
async def test_young_people_go_to_a_page_of_their_own(
    visitor: Visitor, product: str, who: str
) -> None:
    page = await visitor.open(product)
    async with page.expect_popup() as opened:
        await page.get_by_role("link", name=who).click()
    young = await opened.value
    await young.get_by_role("button", name="Start").click()
    await expect(young.get_by_text("Question 1 of up to")).to_be_visible()
    await expect(young.get_by_text("I need help")).to_be_visible()


# --- within -------------------------------------------------------------------------------


async def _next(page: Page, now: str) -> None:
    await page.get_by_role("button", name="Next thing that happens").click()
    await expect(page.get_by_text(now)).to_be_visible()


async def _be(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name).first.click()


def _card(page: Page) -> Locator:
    """The newest card, as it is seen: Web Chat keeps a hidden copy, to be read aloud."""
    return page.locator(".ac-adaptiveCard").last


async def _accessible(page: Page) -> None:
    await rests(page)
    found = await Axe().run(page, options={"runOnly": {"type": "tag", "values": LEVELS}})
    assert found.response["violations"] == []


async def _picture(page: Page, name: str) -> None:
    """Keep a picture of the newest card for the README, when asked: `make pictures`."""
    if WANTED:
        await page.wait_for_timeout(500)
        await page.locator(".ac-adaptiveCard").last.screenshot(path=PICTURES / f"{name}.png")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def _until_ready(url: str) -> None:
    async with ClientSession() as session, asyncio.timeout(30):
        while True:
            try:
                async with session.get(f"{url}readyz") as answer:
                    if answer.status == 200:
                        return
            except ClientError:
                pass
            await asyncio.sleep(0.1)
