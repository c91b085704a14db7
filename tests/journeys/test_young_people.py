"""Live through the chat as a young person does, without an account and without scripts."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from functools import partial

import pytest

from bot.invitations import make_invitation
from bot.post import Post
from bot.voices import Conversations
from store import Books
from tests.journeys.council import Council
from tests.journeys.phone import Phone, open_phone
from tests.journeys.voices import READER, WORKER, with_feedback
from workflow.safeguarding import Scan

UNTIL = date(2019, 12, 1)
WORRY = "my mums boyfriend hits me when she is out"
CANARY = "zebra lantern quietly Tuesday"


async def invited(town: Council, script: str = "local-offer", **more: str) -> str:
    """The path of a new link."""
    signer = town.app.turns.signer
    assert signer is not None
    async with town.app.store.begin() as books:
        made = await make_invitation(
            books, signer, script=script, until=UNTIL, now=town.clock.now, **more
        )
    return f"/y/{made.id}"


@asynccontextmanager
async def chat(
    url: str, script: str = "local-offer", **more: str
) -> AsyncIterator[tuple[Council, Phone]]:
    """A town with feedback open, and a phone on which the chat has begun."""
    async with with_feedback(url) as town, open_phone(town) as client:
        phone = Phone(client)
        await phone.go(await invited(town, script, **more))
        await phone.press("Start")
        yield town, phone


async def to_the_words(phone: Phone) -> str:
    """Answer up to the question that is answered in words."""
    for label in ("19–25", "Agree a lot", "Agree a bit", "Disagree a bit", "Skip"):
        await phone.press(label)
    return await phone.press("Mostly")


async def rows(town: Council, look: Callable[[Books], object]) -> object:
    async with town.app.store.read() as books:
        return await look(books)  # type: ignore[misc]


async def test_the_opening_says_who_asks_what_happens_and_the_one_limit(database_url: str) -> None:
    async with with_feedback(database_url) as town, open_phone(town) as client:
        phone = Phone(client)
        said = await phone.go(await invited(town))
    assert said == (
        "Your Local Offer Hi. I'm a computer program run by Oldham Council. I'm not a person. "
        "This takes about 5 minutes. Skip anything. Stop any time. The help you get won't "
        "change. We don't ask your name. We use answers to make things better. One limit: if it "
        "sounds like someone is in danger or being hurt, we have to pass it on. A person reads "
        "written answers by Tuesday 3 September, 5pm. Nobody reads them at night or weekends. "
        "Start Not now There is no connection just now. What you wrote is still here. Try again"
    )
    assert "In danger now? Call 999." in phone.help


async def test_twelve_questions_at_most_and_a_code_at_both_ends(database_url: str) -> None:
    async with chat(database_url) as (town, phone):
        code = phone.code
        assert len(code.split()) == 3
        for label in ("15–18", "Agree a lot", "Agree a bit", "Disagree a lot"):
            said = await phone.press(label)
        said = await phone.press("Send", "Health", "Home")
        assert "Health. Tick what you knew about." in said
        for ticked in ("Someone to talk to", "", "", "Help with council tax"):
            said = await phone.press("Send", ticked) if ticked else await phone.press("Skip")
        assert "Question 10 of up to 12" in said
        await phone.press("Always")
        await phone.press("Send", words="Keep my adviser. Change the bus passes.")
        said = await phone.press("Yes")
        assert f"Thanks. Your code is {code} . Use it to delete your answers before" in said
        assert "See what we did" in said
        kept = await rows(town, lambda books: books.voices.unread())
    assert [one.step for one in kept] == ["keep-change"]  # type: ignore[attr-defined]


async def test_what_was_ticked_is_kept_at_the_end_and_nothing_of_the_way_there(
    database_url: str,
) -> None:
    async with chat(database_url) as (town, phone):
        await to_the_words(phone)
        await phone.press("Skip")
        await phone.press("No")
        async with town.app.store.read() as books:
            steps = ("age", "understand", "know-how", "independent", "pick", "safe", "use-words")
            said = await books.voices.ticked("local-offer", steps, before=date(2019, 10, 1))
    assert [dict(one.chosen) for one in said] == [
        {
            "age": ("over-18",),
            "understand": ("agree-lot",),
            "know-how": ("agree-bit",),
            "independent": ("disagree-bit",),
            "safe": ("mostly",),
            "use-words": ("no",),
        }
    ]


async def test_back_shows_what_was_answered_and_an_old_page_changes_nothing(
    database_url: str,
) -> None:
    async with chat(database_url) as (_, phone):
        old = phone.form("15–18")
        await phone.press("19–25")
        said = await phone.press("Back")
        assert "How old are you?" in said
        assert any("your answer before" in label for label in phone.labels())
        await phone.press("19–25")
        assert "understand what help" in await phone.send(old)


async def test_a_press_that_is_sent_twice_is_one_answer(database_url: str) -> None:
    async with chat(database_url) as (_, phone):
        once = phone.form("15–18")
        first = await phone.send(once)
        assert "Question 2" in first
        assert await phone.send(once) == first


async def test_a_code_carries_on_elsewhere_and_deletes_without_an_account(
    database_url: str,
) -> None:
    async with chat(database_url) as (town, phone):
        code = phone.code
        await to_the_words(phone)
        await phone.press("Send", words="Keep the drop-in.")
        async with open_phone_again(town, phone) as other:
            await other.go("/y/resume")
            said = await other.press("Carry on", words=code.upper().replace(" ", "-"))
            assert "May we use your words" in said
            await other.go("/y/delete")
            said = await other.press("Delete", words=code)
            assert "Your answers are gone." in said
            assert "It can't remove something we had to pass on." in said
            await other.go("/y/resume")
            assert "That chat has ended" in await other.press("Carry on", words=code)
        kept = await rows(town, lambda books: books.voices.unread())
    # What nobody has read yet is read by a person before it goes.
    assert [one.withdrawn for one in kept] == [True]  # type: ignore[attr-defined]


@asynccontextmanager
async def open_phone_again(town: Council, phone: Phone) -> AsyncIterator[Phone]:
    """Another phone of the same town."""
    yield Phone(phone._client)


@pytest.mark.parametrize("code", ["", "river candle", "no such code", "x" * 5000, "\0"])
async def test_a_code_that_leads_nowhere_gets_a_sentence(database_url: str, code: str) -> None:
    async with with_feedback(database_url) as town, open_phone(town) as client:
        phone = Phone(client)
        for path, label in (("/y/resume", "Carry on"), ("/y/delete", "Delete")):
            await phone.go(path)
            said = await phone.press(label, words=code)
            assert "We can't find that code. Check the three words and try again." in said


async def test_codes_can_only_be_tried_so_often(database_url: str) -> None:
    async with with_feedback(database_url) as town, open_phone(town) as client:
        phone = Phone(client)
        await phone.go("/y/delete")
        for _ in range(30):
            await phone.press("Delete", words="one two three")
        said = await phone.press("Delete", words="one two three")
        assert "wait a minute" in said


async def test_a_worry_stops_the_questions_and_gets_the_exact_reply(database_url: str) -> None:
    async with chat(database_url) as (town, phone):
        await to_the_words(phone)
        said = await phone.press("Send", words=WORRY)
        assert said.startswith(
            "Your questions have stopped Thank you for telling us. You've done the right thing. "
            "It's not your fault. I'm a computer program, so I've stopped my questions. In "
            "danger now? Call 999. Want to talk? Samaritans 116 123"
        )
        assert "We don't know who you are, so we may not be able to reach you." in said
        assert phone.labels()[:3] == [
            "Yes – add a safe way",
            "No",
            "Carry on with the questions",
        ]
        assert not any("Delete" in label for label in phone.labels())
        queued = await rows(town, lambda books: books.voices.unread())
        assert not queued, "the words of a worry are kept apart from the reading queue"
        said = await phone.press("Carry on")
        assert "May we use your words" in said
        open_ones = await rows(town, lambda books: books.concerns.not_closed())
    assert len(open_ones) == 1  # type: ignore[arg-type]


async def test_a_safe_way_is_kept_with_the_worry(database_url: str) -> None:
    async with chat(database_url) as (_town, phone):
        await to_the_words(phone)
        await phone.press("Send", words=WORRY)
        await phone.press("Yes")
        assert "Nothing came through." in await phone.press("Send", words="  ")
        said = await phone.press("Send", words="07700 900123, text only")
        assert "Thank you. Our team has it now." in said
        assert "May we use your words" in await phone.press("Carry on")


async def test_no_keeps_help_in_sight_and_the_questions_can_go_on(database_url: str) -> None:
    async with chat(database_url) as (_, phone):
        await to_the_words(phone)
        await phone.press("Send", words=WORRY)
        assert "In danger now? Call 999." in await phone.press("No")
        assert phone.labels()[0] == "Carry on with the questions"


async def test_on_a_visit_the_reply_says_that_the_lead_can_find_out_who_it_was(
    database_url: str,
) -> None:
    visit = {"provision": "virtual-school", "lead": WORKER}
    async with chat(database_url, "visit", **visit) as (_, phone):
        while "textarea" not in str(phone.labels()) and "Send" not in phone.labels():
            await phone.press("Great")
        said = await phone.press("Send", words=WORRY)
    assert "This link is for your visit, so Ellie Brook can find out who was on it." in said
    assert "We don't know who you are" not in said


async def test_a_scan_that_fails_counts_as_a_worry(database_url: str) -> None:
    def broken(_: str) -> Scan:
        message = "the list is gone"
        raise RuntimeError(message)

    async with council_with_scan(database_url, broken) as (town, phone):
        await to_the_words(phone)
        said = await phone.press("Send", words="Keep the drop-in.")
        assert "Thank you for telling us." in said
        open_ones = await rows(town, lambda books: books.concerns.not_closed())
    assert len(open_ones) == 1  # type: ignore[arg-type]


@asynccontextmanager
async def council_with_scan(
    url: str, scan: Callable[[str], Scan]
) -> AsyncIterator[tuple[Council, Phone]]:
    """The same town, whose scan is another."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.app.Conversations", partial(Conversations, scan=scan))
        async with chat(url) as both:
            yield both


async def test_rarely_safe_shows_help_offers_contact_and_waits_for_the_reader(
    database_url: str,
) -> None:
    async with chat(database_url) as (town, phone):
        for label in ("Rather not say", "Agree a lot", "Agree a bit", "Disagree a bit", "Skip"):
            await phone.press(label)
        said = await phone.press("Rarely")
        assert "In danger now? Call 999." in said
        assert "Childline 0800 1111" in said
        assert "Samaritans 116 123" in said
        assert "One thing to keep" in said
        queued = await rows(town, lambda books: books.voices.unread())
        assert [one.step for one in queued] == ["safe"]  # type: ignore[attr-defined]
        await phone.press("Yes – add a safe way")
        assert "Our team has it now" in await phone.press("Send", words="ask at the drop-in")
        assert "One thing to keep" in await phone.press("Carry on")
        open_ones = await rows(town, lambda books: books.concerns.not_closed())
    assert len(open_ones) == 1  # type: ignore[arg-type]


async def test_words_are_nowhere_in_clear(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with chat(database_url) as (town, phone):
        await to_the_words(phone)
        await phone.press("Send", words=f"Keep this: {CANARY}.")
        await phone.press("Back")
        await phone.press("Send", words=f"{WORRY} {CANARY}")
        await phone.press("Yes")
        await phone.press("Send", words=f"write to {CANARY}")
        found = await everything(town)
    assert CANARY not in found
    assert CANARY not in caplog.text


async def everything(town: Council) -> str:
    """Every value in every table, as text."""
    from sqlalchemy import text

    from store.tables import metadata

    def look(connection: object) -> str:
        said = [
            repr(tuple(row))
            for table in metadata.sorted_tables
            for row in connection.execute(text(f'SELECT * FROM "{table.name}"'))  # type: ignore[attr-defined]
        ]
        return "\n".join(said)

    return str(await town.app.store.look_sync(look))


async def test_a_link_that_is_over_closed_or_forged_says_so_kindly(database_url: str) -> None:
    visit = {"provision": "virtual-school", "lead": WORKER}
    async with with_feedback(database_url) as town, open_phone(town) as client:
        phone = Phone(client)
        good = await invited(town, "visit", **visit)
        for path in (good[:-3] + "AAA", "/y/nosuchlink1", "/y/" + "x" * 300, good.split(".")[0]):
            said = await phone.go(path)
            assert phone.status == 404
            assert "This link doesn't work any more." in said
        await phone.go(good)
        assert phone.status == 200
        async with town.app.store.begin() as books:
            await books.talks.revoke(good[3:], town.clock.now)
        await phone.press("Start")
        assert phone.status == 404


async def test_somebody_who_waits_too_long_is_asked_for_the_code(database_url: str) -> None:
    async with chat(database_url) as (town, phone):
        await town.at("2019-09-10T10:00")
        said = await phone.press("19–25")
    assert "That chat has ended, or its time is over." in said


async def test_the_worker_makes_shows_and_closes_links_in_chat(database_url: str) -> None:
    async with with_feedback(database_url) as town:
        await town.say(WORKER, "invite")
        card = await town.send(
            WORKER, "invite.make", {"script": "local-offer", "until": "2019-12-01"}
        )
        shown = str(card)
        assert "https://g2g.example.org/y/" in shown
        assert "/qr.png" in shown
        card = await town.send(WORKER, "invite.make", {"script": "visit", "until": "2019-12-01"})
        assert "A visit needs what is visited" in str(card)
        card = await town.send(WORKER, "invite.make", {"script": "local-offer", "until": "soon"})
        assert "Give the last day" in str(card)
        made = (await rows(town, lambda books: books.talks.invitations()))[0]  # type: ignore[index]
        await town.send(WORKER, "invite.revoke", {"id": made.id})
        assert "Links are made by the participation worker." in str(
            await town.send(READER, "invite.make", {"script": "local-offer", "until": "2019-12-01"})
        )


async def test_every_page_carries_the_strict_policy_and_sets_no_cookie(database_url: str) -> None:
    async with with_feedback(database_url) as town, open_phone(town) as client:
        for path in (await invited(town), "/y/who", "/y/accessibility", "/y/resume", "/y/delete"):
            answer = await client.get(path)
            assert answer.status == 200
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
            assert "Set-Cookie" not in answer.headers
            assert answer.headers["Cache-Control"] == "no-store"


async def test_without_a_test_alert_in_seven_days_the_page_says_kindly_that_it_is_not_open(
    database_url: str,
) -> None:
    async with with_feedback(database_url) as town, open_phone(town) as client:
        phone = Phone(client)
        path = await invited(town)
        await phone.go(path)
        assert "Start" in phone.labels()
        await town.at("2019-09-09T09:00")
        said = await phone.press("Start")
        assert "The chat isn't open yet." in said
        said = await phone.go(path)
        assert "The chat isn't open yet. Nothing you write here is kept." in said
        assert "In danger now? Call 999." in phone.help
        assert "test" not in said


async def test_a_chat_that_nobody_came_back_to_is_dropped_and_its_code_with_it(
    database_url: str,
) -> None:
    async with chat(database_url) as (town, phone):
        code = phone.code
        await to_the_words(phone)
        await phone.press("Send", words="Keep the drop-in.")
        await town.at("2019-09-10T10:00")
        async with town.app.store.read() as books:
            removed = {one.what: one.count for one in await books.voices.removals()}
        assert removed["places"] == 1
        await town.at("2019-09-25T10:00")
        await phone.go("/y/delete")
        assert "We can't find that code." in await phone.press("Delete", words=code)


async def test_a_fault_after_an_answer_was_taken_loses_neither_it_nor_its_alert(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver, stops = Post.deliver, [False]

    async def stopping(post: Post, keys: Sequence[str]) -> None:
        if stops[0]:
            message = "the process stopped here"
            raise RuntimeError(message)
        await deliver(post, keys)

    monkeypatch.setattr(Post, "deliver", stopping)
    async with chat(database_url) as (town, phone):
        await to_the_words(phone)
        sent = phone.form("Send", words=WORRY)
        stops[0] = True
        said = await phone.send(sent)
        assert phone.status == 503
        assert "It was our fault, not yours. Go back, and send it once more." in said
        assert "Childline 0800 1111" in phone.help
        stops[0] = False
        assert not [key for key in town.hall.sends if key.startswith("alert:")]
        said = await phone.send(sent)
        assert said.startswith("Your questions have stopped")
        async with town.app.store.read() as books:
            assert len(await books.concerns.not_closed()) == 1
        await town.at("2019-09-02T09:01")
        assert [key for key in town.hall.sends if key.startswith("alert:")]
