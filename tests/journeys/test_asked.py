"""Ask the bot: everybody is answered from what they may see, and asking changes nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.doors import Address, Incoming, Kind
from bot.stage import OPENING
from cards.blocks import Card
from store import tables as t
from tests.cards.september import ratings
from tests.journeys.council import (
    APPROVER,
    CARE,
    DIRECTOR,
    LEADS,
    MANAGING,
    PMO,
    QUALITY,
    Council,
    buttons,
    council,
    shipped_plan,
    words,
)

BOARD = "board:programme-board"
OFFICE = "board:pmo"
MEMBER = "joan-whitworth"
READER = "ruth-abbott"
# Stands in every answer of October, which runs and has not been posted.
RUNNING = "Quietly under way"
TABLES = Path(__file__).parents[1] / "workflow" / "questions"


def asked(*names: str) -> list[str]:
    """Every text of the tables of questions."""
    lines = [one for name in names for one in (TABLES / name).read_text().splitlines()]
    return [one.rpartition("|")[2].strip() for one in lines if one and not one.startswith("#")]


async def answered(town: Council, given: dict[str, str], said: str) -> None:
    """Every lead answers what they are asked, with these ratings."""
    month = await town.month()
    leads = {one.ref: one.leads[0] for one in shipped_plan().actions}
    for ref, rag in given.items():
        if month.item(ref) is not None:
            more = {"words": f"{said} on {ref}.", "why": f"{said}, so it is so."}
            if ref == "PI3.1" and said == RUNNING:
                more |= {"figure:PI3.1-M1": "30 of 49", "as_at:PI3.1-M1": "2019-09-30"}
            if ref == "PI1.1":
                more["decision"] = f"Agree an extension ({said})."
            await town.answer(LEADS[leads[ref]], ref, rag, **more)


async def posted(town: Council) -> None:
    """September is posted to the programme board, and nothing is known of October."""
    await town.at("2019-09-05T09:00")
    await answered(town, ratings(0), "In September")
    await town.accept_all()
    await town.at("2019-09-23T09:00")
    await town.press(APPROVER, "Approve")
    await town.at("2019-09-26T09:00")


async def october(town: Council) -> None:
    """September is posted everywhere; October runs, and all but three have answered."""
    await posted(town)
    await town.at("2019-10-03T09:00")
    now = {ref: rag for ref, rag in ratings(1).items() if ref not in {"PI3.2", "QA1.4", "SP1.4"}}
    await answered(town, now, RUNNING)


def plain(card: Card) -> str:
    """A card in plain text."""
    return str(card["fallbackText"])


async def test_a_channel_sees_what_was_posted_and_never_a_running_month(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await answered(town, {"PI1.1": "R"}, "In September")
        assert "Nothing has been posted here yet" in plain(await town.say(BOARD, "what's red?"))
        await october(town)
        red = plain(await town.say(BOARD, "what's red?"))
        assert "As posted for September 2019" in red
        assert "QA1.3 Public Law Outline tracking: Red" in red
        assert "PI1.1" not in red
        for text in asked("asked.txt"):
            card = json.dumps(await town.say(BOARD, text))
            assert RUNNING not in card, text
            assert "61.22" not in card, text
            assert "October update" not in card, text


async def test_a_draft_is_not_shown_in_a_channel_before_it_is_posted(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await answered(town, ratings(0), "In September")
        await town.accept_all()
        await town.at("2019-09-23T09:00")
        assert (await town.month()).draft
        for text in ("what's red?", "show PI3.1", "summary", "get the pack", "open decisions"):
            assert "Nothing has been posted here yet" in plain(await town.say(BOARD, text)), text


async def test_a_channel_is_shown_its_own_cards_and_looks_further_from_them(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await posted(town)
        card = await town.say(BOARD, "show PI3.1")
        assert "PI3.1 Pathway plans: timely and good" in words(card)
        assert "Record a decision" in json.dumps(card)
        assert "In September on PI3.1." in words(card)
        assert "4 workstreams" not in words(card)
        stream = await town.say(BOARD, "how is quality assurance doing?")
        assert "Quality Assurance" in words(stream)
        assert "QA1.3" in words(stream)
        assert "Back to the summary" in [one["title"] for one in buttons(stream)]
        assert "Getting to Good Programme Board" in words(await town.say(BOARD, "summary"))
        assert "pack" in words(await town.say(BOARD, "can we have the pack?")).lower()
        how = await town.say(BOARD, "how are pathway plans doing?")
        assert "53.8%, August. Target 100%." in words(how)
        assert "◆ Behind." in words(how)
        shown = await town.press(BOARD, "History of PI3.1")
        assert "In September on PI3.1." in words(shown)
        assert "September 2019" in words(shown)


async def test_only_the_pmos_own_board_is_told_who_is_silent(database_url: str) -> None:
    async with council(database_url) as town:
        await october(town)
        others = plain(await town.say(BOARD, "who hasn't answered?"))
        assert "That is for the PMO" in others
        assert "Moira Campbell" not in others
        own = plain(await town.say(OFFICE, "who hasn't answered?"))
        assert "Moira Campbell" in own
        assert "PI3.2" in own
        assert RUNNING not in own
        chase = await town.say(PMO, "who hasn't replied yet?")
        assert "Moira Campbell" in words(chase)
        assert "Nudge all" in json.dumps(chase)
        assert "That is for the PMO" in plain(await town.say(QUALITY, "who hasn't replied yet?"))


async def test_an_officer_sees_their_own_as_it_is_now_and_the_others_as_posted(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await october(town)
        mine = await town.say(DIRECTOR, "show PI3.1")
        assert f"{RUNNING} on PI3.1." in words(mine)
        assert "Not yet accepted by the PMO." in words(mine)
        assert buttons(mine)[-4]["title"] == "Update PI3.1"
        theirs = await town.say(QUALITY, "show PI3.1")
        assert "In September on PI3.1." in words(theirs)
        assert RUNNING not in json.dumps(theirs)
        assert "Update" not in json.dumps(buttons(theirs))
        both = plain(await town.say(QUALITY, "what's amber?"))
        assert "Yours as they stand; the others as posted for September 2019" in both
        history = await town.say(QUALITY, "history of PI3.1")
        assert "In September on PI3.1." in words(history)
        assert RUNNING not in json.dumps(history)
        waiting = await town.say(QUALITY, "show SP1.4")
        assert "No October update yet. Amber in September." in words(waiting)
        led = {one.ref for one in shipped_plan().actions if "ad-qa-safeguarding" in one.leads}
        for text in asked("sixty.txt"):
            card = json.dumps(await town.say(QUALITY, text))
            for one in shipped_plan().actions:
                if one.ref not in led:
                    assert f"{RUNNING} on {one.ref}." not in card, text


async def test_the_pmo_sees_everything_and_a_member_what_was_posted_to_their_board(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await october(town)
        red = plain(await town.say(PMO, "any reds?"))
        assert "As it stands on 3 October 2019" in red
        assert "PI1.1 Senior restructure, operating model, recruitment: Red" in red
        moved = plain(await town.say(PMO, "what changed since September?"))
        assert "◆ A Amber → ■ R Red · ↘ worse" in moved
        assert "53.8%, August → 61.22% (30 of 49), September · ↗ better" in moved
        asks = plain(await town.say(PMO, "open decisions"))
        assert f"Agree an extension ({RUNNING})." in asks
        member = plain(await town.say(MEMBER, "what's red?"))
        assert "As posted for September 2019" in member
        assert "PI1.1" not in member
        assert RUNNING not in plain(await town.say(MEMBER, "show PI1.1"))


async def test_whether_a_decision_was_answered_is_no_secret_only_once_it_is_posted(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await posted(town)
        about = {"month": "2019-09", "board": "programme-board", "name": "PI3.1"}
        await town.send(BOARD, "board.decide", {**about, "words": "Fund two advisers."})
        await town.at("2019-10-03T09:00")
        await town.answer(DIRECTOR, "PI3.1", "G", words=f"{RUNNING}: both have started.")
        here = plain(await town.say(BOARD, "open decisions"))
        assert "Decided, and not answered by the officer yet" in here
        assert "“Fund two advisers.”" in here
        for who in (PMO, DIRECTOR):
            seen = plain(await town.say(who, "open decisions"))
            assert "Decided, and answered since" in seen
            assert "not answered by the officer yet" not in seen
        other = plain(await town.say("board:change-board", "open decisions"))
        assert "Fund two advisers." not in other
        member = plain(await town.say(MEMBER, "open decisions"))
        assert "Fund two advisers." not in member


async def test_somebody_without_a_part_in_the_plan_sees_nothing(database_url: str) -> None:
    async with council(database_url) as town:
        await posted(town)
        secrets = [one.title for one in shipped_plan().actions]
        for who in (READER, "somebody-nobody-knows"):
            for text in ("what's red?", "show PI3.1", "how are pathway plans doing?", "help"):
                await town.take(who, Kind.TEXT, text=text)
        for text in ("what's red?", "show PI3.1"):
            card = await town.send(READER, "ask.say", {"text": text})
            assert "There is no answer to that here" in words(card)
        said = json.dumps(town.cards(READER))
        assert not [one for one in secrets if one in said]
        assert "somebody-nobody-knows" not in town.hall.shown
        unknown = await town.send("somebody-nobody-knows", "ask.say", {"text": "what's red?"})
        assert "I'm the Getting to Good bot" in words(unknown)
        assert "can be used any more" in words(
            await town.send(READER, "ask.say", {"text": "x" * 201})
        )


async def test_nothing_that_is_asked_changes_anything(database_url: str) -> None:
    async with council(database_url) as town:
        await october(town)
        before = await everything(town)
        for who in (BOARD, PMO, QUALITY, MEMBER):
            for text in asked("sixty.txt")[:-2]:
                await town.say(who, text)
        for text in asked("told.txt"):
            await town.say(BOARD, text)
        assert await everything(town) == before


async def everything(town: Council) -> dict[str, list[Any]]:
    """Every row there is but those that say that something was asked and answered."""
    kept = {"inbox", "outbox", "address", "transcript"}
    found = {}
    async with town.app.store.read() as books:
        for table in t.metadata.sorted_tables:
            if table.name not in kept:
                rows = (await books.cycles._connection.execute(select(table))).all()
                found[table.name] = sorted(map(repr, rows))
    return found


async def test_a_typed_update_is_an_update_and_a_question_leaves_the_bots_own_open(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        waits = await town.say(CARE, "PI3.2 ambre - the two carers have agreed")
        assert "Nothing is saved yet." in words(waits)
        assert "Nothing has been posted" not in plain(await town.say(CARE, "show PI3.2"))
        assert "Saved" in words(await town.say(CARE, "yes"))
        saved = await town.say(DIRECTOR, "PI3.1 amber - 61%, recruiting two advisers by October")
        assert "Saved" in words(saved)


async def test_an_officer_who_is_not_understood_is_shown_what_can_be_asked(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        lost = await town.say(DIRECTOR, "tell me a joke please")
        assert "What's red?" in [one["title"] for one in buttons(lost)]
        assert "Ask in your own words" in words(await town.press(DIRECTOR, "What can I ask?"))
        hello = await town.say(DIRECTOR, "help")
        assert "What can I ask?" in [one["title"] for one in buttons(hello)]


async def test_two_that_fit_alike_are_asked_about_and_one_press_answers(database_url: str) -> None:
    async with council(database_url) as town:
        await posted(town)
        which = await town.say(BOARD, "how are audits doing?")
        assert "Which one do you mean?" in words(which)
        first = buttons(which)[0]["title"]
        assert first == "How is SP1.4 doing?"
        assert "SP1.4 Audit the quality of supervision" in words(await town.press(BOARD, first))
        lost = await town.say(BOARD, "sing me a song")
        assert "I did not understand that." in words(lost)
        assert "What's red?" in [one["title"] for one in buttons(lost)]
        assert "QA1.3" in words(await town.press(BOARD, "What's red?"))


async def test_many_actions_come_a_page_at_a_time(database_url: str) -> None:
    async with council(database_url) as town:
        await posted(town)
        first = await town.say(PMO, "which are amber or green?")
        assert "page 1 of 3" in words(first)
        second = await town.press(PMO, "Next page")
        assert "page 2 of 3" in words(second)
        assert not set(refs(first)) & set(refs(second))
        last = await town.send(PMO, "ask.say", {"text": "which are amber or green?", "page": 400})
        assert "page 3 of 3" in words(last)


def refs(card: Card) -> list[str]:
    """The actions that open from a card."""
    return [one["title"] for one in buttons(card) if one["title"].startswith("Open ")]


# --- Teams ------------------------------------------------------------------------------------

CHANNEL = "19:board@thread.tacv2"
THREAD = f"{CHANNEL};messageid=17"


async def in_thread(
    town: Council, text: str, *, channel: str = CHANNEL, who: str = DIRECTOR, act: str = ""
) -> Card:
    """Mention the bot in a thread of a channel; the newest card of that thread."""
    thread = f"{channel};messageid=17"
    more = {"kind": "channel", "channel": channel}
    act = act or f"act-{len(town.hall.shown.get(thread, {}))}-{text}"
    said = Incoming(
        "web", act, town.directory(who), Kind.TEXT, Address("web", thread, more), text=text
    )
    await town.app.turns.take(said)
    await town.app.post.drain()
    return town.last(thread)


@pytest.fixture
async def town(database_url: str) -> Any:
    """A council whose programme board has its Teams channel."""
    async with council(database_url) as made:
        seats = tuple(
            replace(one, channel=CHANNEL) if one.board == "programme-board" else one
            for one in made.people.seats
        )
        async with made.app.store.begin() as books:
            await books.people.load(replace(made.people, seats=seats), OPENING)
        yield made


async def test_a_mention_is_answered_in_its_thread_from_what_the_channel_may_see(
    town: Council,
) -> None:
    await october(town)
    for who in (DIRECTOR, PMO, "a-guest"):
        card = await in_thread(town, "show PI3.1", who=who, act=f"asked-by-{who}")
        assert "In September on PI3.1." in words(card)
        assert RUNNING not in json.dumps(card)
    assert "That is for the PMO" in plain(await in_thread(town, "who hasn't answered?", who=PMO))
    once = len(town.hall.shown[THREAD])
    await in_thread(town, "show PI3.1", act=f"asked-by-{PMO}")
    assert len(town.hall.shown[THREAD]) == once


async def test_an_update_typed_in_a_channel_is_not_taken_and_says_where_it_goes(
    town: Council,
) -> None:
    await posted(town)
    before = await everything(town)
    card = await in_thread(town, "PI3.1 red - nobody was recruited")
    assert "Updates go into our personal chat" in words(card)
    assert await everything(town) == before
    other = await in_thread(town, "what's red?", channel="19:elsewhere@thread.tacv2")
    assert "I answer boards in their own channels" in words(other)
    assert "QA1.3" not in json.dumps(other)


async def test_a_guest_may_press_what_the_channel_may_see_and_nothing_else(town: Council) -> None:
    await posted(town)
    more = {"kind": "channel", "channel": CHANNEL}
    place = Address("web", THREAD, more)
    about = {"month": "2019-09", "board": "programme-board", "name": "PI3.1"}
    for n, (verb, data, expected) in enumerate(
        [
            ("ask.say", {"text": "show PI3.1"}, "In September on PI3.1."),
            ("board.action", about, "In September on PI3.1."),
            ("board.action", {**about, "board": "change-board"}, "belongs to another board"),
            ("board.decide", {**about, "words": "Yes."}, "Only the people who decide"),
            ("chase.open", {"month": "2019-09"}, "Hello. I'm the Getting to Good bot"),
        ]
    ):
        act = Incoming("web", f"press-{n}", "a-guest", Kind.PRESS, place, verb=verb, data=data)
        answer = await town.app.turns.take(act)
        assert answer.replace is not None
        assert expected in answer.replace.text, verb


HERE = {"kind": "channel", "channel": "19:board@thread.tacv2", "team": "19:team@thread.tacv2"}


async def in_channel(town: Council, who: str, text: str, act: str) -> str:
    """Write in a channel of Teams; what the thread shows then."""
    thread = "19:board@thread.tacv2;messageid=1"
    said = Incoming(
        door="web",
        activity=act,
        who=town.directory(who),
        kind=Kind.TEXT,
        address=Address("web", thread, HERE),
        text=text,
    )
    await town.app.turns.take(said)
    await town.app.post.drain()
    return words(town.last(thread))


@pytest.mark.parametrize(
    "text",
    [
        "use this channel for the Programme Board",
        "Please use this channel for the programme board.",
        "use this channel as the Getting to Good Programme Board's channel",
        "make this channel the programme board's channel",
    ],
)
async def test_the_pmo_names_a_boards_channel_and_its_card_comes_there(
    database_url: str, text: str
) -> None:
    async with council(database_url) as town:
        async with town.app.store.begin() as books:
            await books.memory.unreachable("board:programme-board")
        shown = await in_channel(town, PMO, text, "1")
        assert "This is the Getting to Good Programme Board’s channel now" in shown
        async with town.app.store.read() as books:
            address = await books.memory.address("board:programme-board")
            seats = {one.board: one.channel for one in (await books.people.all()).seats}
        assert address == ("web", "19:board@thread.tacv2", HERE)
        assert seats["programme-board"] == "19:board@thread.tacv2"
        assert "Nothing has been posted" in await in_channel(town, PMO, "what's red?", "2")
        # The file of people is read again, and does not know the channel.
        async with town.app.store.begin() as books:
            await books.people.load(town.people, town.clock.now)
            assert "19:board@thread.tacv2" in [s.channel for s in await books.people.seats()]
        gone = Address("web", "19:team@thread.tacv2", HERE)
        who = town.directory(PMO)
        await town.app.turns.take(Incoming("web", "3", who, Kind.GONE, gone))
        async with town.app.store.read() as books:
            assert await books.memory.address("board:programme-board") is None


async def test_a_channel_is_named_by_those_who_may_and_by_a_name_that_is_a_boards(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        shown = await in_channel(town, CARE, "use this channel for the Programme Board", "1")
        assert "That is not yours to do" in shown
        shown = await in_channel(town, PMO, "use this channel for lunch", "2")
        assert "Which board is that?" in shown
        shown = await in_channel(town, PMO, "what's red?", "3")
        assert "This channel is no board's yet." in shown
        # Gwen Price records the Programme Board's decisions, and no other board's.
        shown = await in_channel(town, MANAGING, "use this channel for the Change Board", "4")
        assert "That is not yours to do" in shown
        shown = await in_channel(town, MANAGING, "use this channel for the Programme Board", "5")
        assert "channel now" in shown
