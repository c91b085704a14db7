"""Check the demo's page as somebody sees it: in a real browser, under its real policy."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page, expect

from bot.doors import Kind
from bot.pages import serve
from tests.browser.conftest import Shown, Visitor
from tests.webchat import CARD, spoken

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


async def rests(page: Page) -> None:
    """Wait until Web Chat has read everything aloud, and a poll has gone by."""
    await page.wait_for_timeout(3000)


def bubble(page: Page, words: str) -> Locator:
    """A message as it is seen; Web Chat keeps a hidden copy for a moment, to be read aloud."""
    return page.locator(".webchat__bubble__content").get_by_text(words, exact=True)


async def test_a_pressed_card_is_replaced_in_place_and_the_focus_stays_on_it(
    visitor: Visitor, demo: Shown
) -> None:
    page = await visitor.open(f"{demo.url}#asha-rahman")
    await page.get_by_label("A note").fill("Going well")
    await page.get_by_role("button", name="Save it").click()
    thanks = page.get_by_role("heading", name="Thank you, saved.")
    await expect(thanks).to_be_visible()
    await expect(page.get_by_role("button", name="Save it")).to_have_count(0)
    await expect(page.locator("#heard")).to_have_text("Thank you, saved.")
    await expect(page.locator(".ac-adaptiveCard:focus")).to_contain_text("Thank you, saved.")
    press = demo.acts[-1]
    assert (press.kind, press.verb, press.data) == (
        Kind.PRESS,
        "save",
        {"ref": "PI3.1", "note": "Going well"},
    )


async def test_what_is_typed_is_answered_and_a_reload_shows_it_all_again(
    visitor: Visitor, demo: Shown
) -> None:
    page = await visitor.open(f"{demo.url}#asha-rahman")
    box = page.get_by_placeholder("Type your message")
    await box.fill("PI3.1 amber :) *and* <b>more</b>")
    await box.press("Enter")
    bubbles = page.locator(".webchat__bubble__content")
    said = "You said: PI3.1 amber :) *and* <b>more</b>"
    await expect(bubbles.filter(has_text=said)).to_be_visible()
    before = await bubbles.all_inner_texts()
    await page.reload()
    await expect(bubbles.filter(has_text=said)).to_be_visible()
    assert await bubbles.all_inner_texts() == before


async def test_a_card_keeps_its_place_after_a_reload(visitor: Visitor, demo: Shown) -> None:
    page = await visitor.open(f"{demo.url}#asha-rahman")
    await expect(page.get_by_role("button", name="Save it")).to_be_visible()
    await demo.tell("asha-rahman", "A later message")
    await expect(bubble(page, "A later message")).to_be_visible()
    await page.get_by_role("button", name="Save it").click()
    await expect(page.get_by_role("heading", name="Thank you, saved.")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("heading", name="Thank you, saved.")).to_be_visible()
    shown = await page.locator(".webchat__bubble__content").all_inner_texts()
    assert [each.strip() for each in shown] == ["Thank you, saved.", "A later message"]


async def test_one_becomes_another_and_the_chat_goes_with_it(visitor: Visitor, demo: Shown) -> None:
    page = await visitor.open(demo.url)
    await expect(page.locator("[aria-current=true]")).to_contain_text("Asha Rahman")
    for name in ("Programme Board", "Asha Rahman", "Sam Okoro", "Programme Board"):
        await page.get_by_role("button", name=name).click()
        await expect(page.locator("[aria-current=true]")).to_contain_text(name)
        await expect(page.locator("#chat-title")).to_have_text(name)
    await expect(page.get_by_role("button", name="Save it")).to_be_visible()
    await expect(page.get_by_text("nothing can be typed here")).to_be_visible()
    await expect(page.get_by_placeholder("Type your message")).to_have_count(0)
    assert page.url.endswith("#board")
    assert await page.title() == "Programme Board – Getting to Good demo"
    await page.wait_for_timeout(300)
    assert list(demo.door._streams._open) == ["room-board"]
    assert len(demo.door._streams._open["room-board"]) == 1


async def test_the_clock_moves_and_says_who_was_told(visitor: Visitor, demo: Shown) -> None:
    page = await visitor.open(f"{demo.url}#asha-rahman")
    await expect(page.locator("#now")).to_have_text("Thursday 5 September 2019, 9am")
    await expect(page.locator("#next")).to_have_text(
        "Next, Thursday 12 September, 9am. The first reminder goes out."
    )
    board_day = page.get_by_role("button", name="To board day")
    await expect(board_day).to_have_attribute("aria-disabled", "true")
    await page.get_by_role("button", name="Next thing that happens").click()
    await expect(page.locator("#now")).to_have_text("Thursday 12 September 2019, 9am")
    await expect(page.get_by_role("status").first).to_have_text("Something new for Sam Okoro.")
    sam = page.get_by_role("button", name="Sam Okoro")
    await expect(sam).to_contain_text("New")
    await sam.click()
    await expect(bubble(page, "Thursday 12 September 2019, 9am")).to_be_visible()
    await expect(sam.get_by_text("New")).to_be_hidden()


async def test_what_arrives_elsewhere_is_marked_and_the_mark_outlives_a_reload(
    visitor: Visitor, demo: Shown
) -> None:
    page = await visitor.open(f"{demo.url}#asha-rahman")
    sam = page.get_by_role("button", name="Sam Okoro")
    await expect(sam.get_by_text("New")).to_be_hidden()
    await demo.tell("sam-okoro", "Good morning")
    await expect(sam.get_by_text("New")).to_be_visible()
    await page.reload()
    await expect(sam.get_by_text("New")).to_be_visible()
    await expect(page.get_by_role("button", name="Asha Rahman").get_by_text("New")).to_be_hidden()


async def test_a_long_card_is_shown_from_its_beginning(visitor: Visitor, demo: Shown) -> None:
    page = await visitor.open(f"{demo.url}#asha-rahman")
    await expect(page.get_by_role("button", name="Save it")).to_be_visible()
    rows = [{"type": "TextBlock", "text": f"Line {n}", "wrap": True} for n in range(90)]
    top = {"type": "TextBlock", "text": "The beginning", "style": "heading"}
    long = spoken({**CARD, "body": [top, *rows]})
    await demo.door.send(await demo.stage.address_of("asha-rahman"), long, key="long")
    beginning = page.get_by_role("heading", name="The beginning")
    await expect(beginning).to_be_in_viewport()
    await page.wait_for_timeout(1500)
    await expect(beginning).to_be_in_viewport()
    await page.reload()
    await page.wait_for_timeout(2500)
    await expect(beginning).to_be_in_viewport()


async def test_a_rating_is_a_pill_and_progress_a_bar(visitor: Visitor, demo: Shown) -> None:
    page = await visitor.open(f"{demo.url}#asha-rahman")
    pill = page.locator("[id^=pill-warning-tint]")
    await expect(pill).to_have_text("◆ A Amber")
    await expect(pill).to_have_css("border-radius", "6px")
    await expect(page.locator("[id^=bar-done]")).to_have_css("min-height", "6px")


async def test_every_button_and_field_is_large_enough_for_a_thumb(
    visitor: Visitor, demo: Shown
) -> None:
    page = await visitor.open(f"{demo.url}#asha-rahman", width=360, height=740)
    await expect(page.get_by_role("button", name="Save it")).to_be_visible()
    small = await page.evaluate(
        """[...document.querySelectorAll('button, textarea.ac-input')]
            .map((each) => [each.textContent, each.getBoundingClientRect()])
            .filter(([, box]) => box.width && Math.min(box.height, box.width) < 44)
            .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""
    )
    assert small == []


@pytest.mark.parametrize(("width", "height"), [(320, 600), (360, 740), (320, 256), (1280, 400)])
async def test_a_small_window_scrolls_one_way_only(
    visitor: Visitor, demo: Shown, width: int, height: int
) -> None:
    page = await visitor.open(f"{demo.url}#asha-rahman", width=width, height=height)
    await expect(page.get_by_role("button", name="Save it")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    view = page.locator(".webchat__basic-transcript__scrollable")
    assert await view.evaluate("(it) => it.scrollWidth - it.clientWidth") <= 0
    invented = page.get_by_text("people, ratings and events after August 2019 are invented")
    await expect(invented).to_be_visible()


async def test_on_a_phone_people_are_behind_a_button(visitor: Visitor, demo: Shown) -> None:
    page = await visitor.open(f"{demo.url}#asha-rahman", width=360, height=740)
    chooser = page.locator("#chooser")
    await expect(chooser).to_contain_text("Asha Rahman")
    sam = page.locator("#person-sam-okoro")
    await expect(sam).to_be_hidden()
    await chooser.click()
    await expect(chooser).to_have_attribute("aria-expanded", "true")
    await sam.press("Escape")
    await expect(sam).to_be_hidden()
    await chooser.click()
    await sam.click()
    await expect(sam).to_be_hidden()
    await expect(chooser).to_contain_text("Sam Okoro")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
async def test_nothing_stands_in_anybodys_way(
    visitor: Visitor, demo: Shown, scheme: str, width: int
) -> None:
    page = await visitor.open(f"{demo.url}#asha-rahman", width=width, color_scheme=scheme)
    await page.get_by_placeholder("Type your message").fill("hello")
    await page.keyboard.press("Enter")
    await expect(bubble(page, "You said: hello")).to_be_visible()
    await demo.tell("sam-okoro", "Good morning")
    if width == 360:
        await page.locator("#chooser").click()
    await rests(page)
    # axe adds its own script through the browser, past the page's policy.
    found = await Axe().run(page, options={"runOnly": LEVELS})
    assert len(found.response["passes"]) > 20
    assert found.response["violations"] == [], found.generate_report()


async def test_the_page_comes_back_by_itself_after_the_service_was_away(
    visitor: Visitor, demo: Shown
) -> None:
    page = await visitor.open(f"{demo.url}#asha-rahman")
    await expect(page.get_by_role("button", name="Save it")).to_be_visible()
    visitor.foreseen = ("ERR_FAILED",)
    await page.route("**/demo/**", lambda route: route.abort())
    await expect(page.get_by_role("status").first).to_contain_text("The demo has stopped.")
    await page.unroute("**/demo/**")
    await expect(page.get_by_role("status").first).to_have_text("")
    await expect(page.get_by_role("button", name="Save it")).to_be_visible()


async def test_without_web_chat_the_page_says_how_to_mend_it_and_the_rest_works(
    visitor: Visitor, demo: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = tuple(each for each in serve.FILES if "vendor" not in each)
    monkeypatch.setattr(serve, "FILES", missing)
    visitor.foreseen = ("404", "vendor/webchat.js")
    page = await visitor.open(demo.url)
    await expect(page.get_by_text("python -m bot.pages.fetch")).to_be_visible()
    await page.get_by_role("button", name="Sam Okoro").click()
    await expect(page.locator("#chat-title")).to_have_text("Sam Okoro")
    await page.get_by_role("button", name="+1 working day").click()
    await expect(page.locator("#now")).to_have_text("Friday 6 September 2019, 9am")
