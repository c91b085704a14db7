"""Live through "you said, we did": asked, replied to, shown, marked, and never silently late."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.links import Links
from bot.promises import promised
from bot.wedid import rating_link
from tests.journeys.council import APPROVER, DIRECTOR, Council, words
from tests.journeys.voices import OWNER, READER, WORKER, with_key, write
from workflow.promises import Mark, Promise
from workflow.summary import thaw

ASKED = "Tell care leavers how to renew a bus pass"
REPLY = {"reply": "started", "words": "Every adviser has the form now."}


async def draft(town: Council, text: str = ASKED, *, visit: str | None = None) -> Promise:
    """A draft as a reader sends it on."""
    script = "visit" if visit else "local-offer"
    made = await write(town, f"talk {text}", "anything", script=script, provision=visit)
    await town.send(READER, "reading.suggest", {"id": made, "words": text})
    return (await promises(town))[-1]


async def promises(town: Council) -> list[Promise]:
    async with town.app.store.read() as books:
        return list(await books.promises.all())


async def ask(town: Council, one: Promise, owner: str = OWNER) -> Promise:
    data = {"id": one.id, "v": one.version, "text": one.text, "owner": owner}
    await town.send(WORKER, "promise.ask", data)
    return next(other for other in await promises(town) if other.id == one.id)


async def reply(town: Council, one: Promise, said: Mapping[str, str] = REPLY) -> Promise:
    await town.send(OWNER, "promise.reply", {"id": one.id, "v": one.version, **said})
    return next(other for other in await promises(town) if other.id == one.id)


async def show(town: Council, one: Promise) -> None:
    await town.send(WORKER, "promise.publish", {"id": one.id, "v": one.version})


async def test_a_suggestion_gets_an_owner_a_date_a_reply_and_a_place_on_the_page(
    database_url: str,
) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T09:00")
        one = await ask(town, await draft(town))
        # 28 days from Thursday 5 September is Thursday 3 October.
        assert "Reply due by Thursday 3 October." in words(town.last(OWNER))
        assert ASKED in words(town.last(OWNER))
        card = await town.send(OWNER, "promise.reply", {"id": one.id, "v": one.version})
        assert "Choose one of the three" in words(card)
        one = await reply(town, one)
        assert "We've started" in words(town.last(WORKER))
        assert not one.public
        await show(town, one)
        assert (await promises(town))[0].public
        # A new reply is looked at again before it is public.
        one = (await promises(town))[0]
        one = await reply(town, one, {"reply": "cannot", "words": "The bus company said no."})
        assert not one.public


async def test_a_reply_that_would_be_due_on_a_bank_holiday_is_due_the_day_after(
    database_url: str,
) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-11-27T09:00")
        one = await ask(town, await draft(town))
        assert str(one.due) == "2019-12-27"


async def test_an_owner_is_reminded_and_silence_stands_on_the_lead_members_card(
    database_url: str,
) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T09:00")
        one = await ask(town, await draft(town))
        # Five working days before 3 October, and on the first working day after it.
        assert not [key for key in await town.at("2019-09-25T10:00") if "asked" in key]
        soon = await town.at("2019-09-26T10:00")
        assert f"asked:{one.id}:2019-09-26:{OWNER}" in soon
        assert not [key for key in await town.at("2019-09-27T10:00") if "asked" in key]
        late = [key for key in await town.at("2019-10-04T10:00") if "sked" in key or "unan" in key]
        assert f"asked:{one.id}:2019-10-04:{OWNER}" in late
        assert f"unanswered:{one.id}:2019-10-04:{WORKER}" in late
        assert "No reply. It was due on 3 October 2019, 1 day ago" in words(town.last(WORKER))

        # October's month: closed, drafted, approved and posted.
        await town.answer_all()
        await town.at("2019-10-15T17:00")
        await town.accept_all()
        await town.at("2019-10-21T09:00")
        await town.press(APPROVER, "Approve")
        await town.at("2019-11-05T09:00")
        card = words(town.last("board:portfolio-meeting"))
        assert "Young people asked, and nobody has replied in time" in card
        assert "Moira Campbell was asked on 5 September 2019; the reply is 18 days late." in card
        assert ASKED in card
        assert ASKED not in words(town.last("board:programme-board"))


async def test_a_month_without_young_people_is_frozen_as_before(database_url: str) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.at("2019-09-23T09:00")
        async with town.app.store.read() as books:
            frozen = await books.cycles.frozen("2019-09", 1)
        assert frozen is not None
        assert '"heard":' not in frozen.content
        assert thaw(frozen).heard is None


async def test_only_the_participation_worker_asks_and_only_the_owner_replies(
    database_url: str,
) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T09:00")
        one = await draft(town)
        for verb in ("promise.ask", "promise.drop", "promise.publish", "promise.hide"):
            data = {"id": one.id, "v": 1, "text": "x", "owner": DIRECTOR}
            assert "not yours" in words(await town.send(DIRECTOR, verb, data))
        one = await ask(town, one)
        card = await town.send(DIRECTOR, "promise.reply", {"id": one.id, "v": 2, **REPLY})
        assert "Only the person who was asked can reply" in words(card)
        assert "Every adviser has the form now." in words(card)
        assert (await promises(town))[0] == one


async def test_two_who_change_one_draft_lose_nothing(database_url: str) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T09:00")
        one = await draft(town)
        await ask(town, one)
        data = {"id": one.id, "v": one.version, "text": "Something else", "owner": DIRECTOR}
        card = await town.send(WORKER, "promise.ask", data)
        assert "It was changed since that card." in words(card)
        assert (await promises(town))[0].owner == OWNER


async def test_what_is_dropped_stands_nowhere(database_url: str) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T09:00")
        one = await draft(town)
        card = await town.send(WORKER, "promise.drop", {"id": one.id, "v": one.version})
        assert "Dropped" in words(card)
        assert await promises(town) == []
        card = await town.send(
            WORKER, "promise.ask", {"id": one.id, "v": 2, "text": "x", "owner": OWNER}
        )
        assert "That one was dropped." in words(card)


async def test_the_next_visit_is_shown_what_was_promised_after_the_last(database_url: str) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T09:00")
        one = await draft(town, "Come back and tell us", visit="residential")
        assert one.kind == "recommendation"
        one = await reply(town, await ask(town, one))
        async with town.app.store.read() as books:
            assert await promised(books, "residential") == ("Come back and tell us",)
            assert await promised(books, "health") == ()
        # "We can't" is no promise.
        await reply(town, one, {"reply": "cannot", "words": "There is no money for it."})
        async with town.app.store.read() as books:
            assert await promised(books, "residential") == ()


# --- the page -----------------------------------------------------------------------------


async def test_the_page_shows_what_is_public_and_nothing_that_leads_to_anybody(
    database_url: str,
) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T09:00")
        one = await reply(town, await ask(town, await draft(town, "A <b>bus pass</b> {{about}}")))
        async with TestClient(TestServer(town.app.web)) as client:
            page = await (await client.get("/we-did")).text()
            assert "There are no replies yet." in page
            await show(town, one)
            answer = await client.get("/we-did")
            page = await answer.text()
        assert "A &lt;b&gt;bus pass&lt;/b&gt; {&#8288;{about}}" in page
        assert "started: Every adviser has the form now." in page
        assert "Moira" not in page
        assert "{{" not in page
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.fixture
def links() -> Links:
    return Links(b"l" * 32, lambda: 0.0, "https://g2g.example.org")


async def test_who_was_in_a_chat_marks_once_and_may_change_their_mind(database_url: str) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T09:00")
        one = await reply(town, await ask(town, await draft(town)))
        await show(town, one)
        ours = town.app.turns.speech.links
        assert ours is not None
        path = rating_link(ours, b"r" * 32, "talk-1").removeprefix("https://g2g.example.org")
        assert "talk-1" not in path
        async with TestClient(TestServer(town.app.web)) as client:
            assert "How is it now?" in await (await client.get(path)).text()
            assert "How is it now?" not in await (await client.get("/we-did")).text()
            for mark in ("same", "better"):
                sent = {"promise": str(one.id), "mark": mark}
                answer = await client.post(path, data=sent, allow_redirects=False)
                assert (answer.status, answer.headers["Location"]) == (303, f"{path}#p{one.id}")
            assert 'value="better" aria-pressed="true"' in await (await client.get(path)).text()
            for wrong in ({"promise": "99", "mark": "same"}, {"promise": "1", "mark": "x"}, {}):
                await client.post(path, data=wrong)
            await client.post("/we-did/forged", data={"promise": str(one.id), "mark": "same"})
        async with town.app.store.read() as books:
            marks = await books.promises.marks(one.id, before=town.clock.now.date().max)
        assert list(marks.values()) == [Mark.BETTER]


async def test_what_young_people_find_is_told_a_month_later_and_never_a_small_number(
    database_url: str,
) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T09:00")
        one = await reply(town, await ask(town, await draft(town)))
        await show(town, one)
        async with town.app.store.begin() as books:
            for n in range(14):
                mark = Mark.FIXED if n < 11 else Mark.SAME
                await books.promises.rate(one.id, f"r{n}", mark, town.clock.now.date())
        async with TestClient(TestServer(town.app.web)) as client:
            # Nobody can watch the numbers grow by one.
            assert "marked it" not in await (await client.get("/we-did")).text()
            await town.at("2019-10-03T09:00")
            page = await (await client.get("/we-did")).text()
        said = "14 young people marked it: the same 5 or fewer; the others are not shown."
        assert said in page


async def test_a_link_that_is_too_old_or_not_ours_still_shows_the_page(
    database_url: str, links: Links
) -> None:
    async with with_key(database_url) as town:
        path = rating_link(links, b"r" * 32, "talk-1").removeprefix("https://g2g.example.org")
        async with TestClient(TestServer(town.app.web)) as client:
            answer = await client.get(path)
            assert answer.status == 200
            assert "open this page with the link from the end of your chat" in await answer.text()
