"""Check the web chat door: what people do there, and what is shown to them."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.directline import LONGEST_TEXT, SORRY
from bot.doors import Address, Answer, Gone, Incoming, Kind, Unsure
from tests.webchat import ASHA, CARD, THANKS, Chat, a_chat, message, pushed, spoken

TO_ASHA = Address("web", ASHA.conversation)


async def test_words_are_shown_at_once_and_heard_by_a_turn(chat: Chat) -> None:
    made = await chat.say("all green", "c1")

    [echo] = await chat.shown()
    assert echo["id"] == made
    assert echo["text"] == "all green"
    assert echo["from"] == {"id": "asha", "name": "Asha Rahman", "role": "user"}
    assert echo["channelData"]["clientActivityID"] == "c1"
    assert echo["timestamp"] == "2019-09-05T08:00:00+00:00"
    assert chat.take.acts == [
        Incoming("web", made, "asha", Kind.TEXT, TO_ASHA, text="all green", name="Asha Rahman")
    ]


async def test_the_answer_does_not_wait_for_the_turn(chat: Chat) -> None:
    may_go = asyncio.Event()

    async def slow(_: Incoming) -> Answer:
        await may_go.wait()
        return Answer()

    chat.take.answer = slow
    await chat.say("hello")
    assert chat.door.busy
    may_go.set()
    await chat.shown()
    assert not chat.door.busy


async def test_the_same_act_sent_twice_is_one_turn(chat: Chat) -> None:
    first = await chat.say("no change", "c1")
    await chat.shown()
    assert await chat.say("no change", "c1") == first
    assert await chat.say("no change", "c2") != first
    assert len(await chat.shown()) == 2
    assert [act.activity for act in chat.take.acts].count(first) == 1


async def test_turns_of_one_conversation_keep_their_order(chat: Chat) -> None:
    begun: list[str] = []

    async def uneven(act: Incoming) -> Answer:
        begun.append(act.text)
        await asyncio.sleep(0.02 if act.text == "1" else 0)
        begun.append(f"end of {act.text}")
        return Answer()

    chat.take.answer = uneven
    for number in "123":
        await chat.say(number)
    await chat.shown()
    assert begun == ["1", "end of 1", "2", "end of 2", "3", "end of 3"]


async def test_a_pressed_card_is_replaced_where_it_stood_and_what_was_typed_is_not_kept(
    chat: Chat,
) -> None:
    card = await chat.door.send(TO_ASHA, spoken(CARD), key="ask:2019-09:asha")
    later = await chat.door.send(TO_ASHA, spoken(THANKS), key="another")

    async def thanks(_: Incoming) -> Answer:
        return Answer(replace=spoken(THANKS, "Thank you, saved."))

    chat.take.answer = thanks
    [button] = (await chat.shown())[0]["attachments"][0]["content"]["actions"]
    assert button["type"] == "Action.Submit"
    press = await chat.press({**button["data"], "note": "A secret about Kim"}, "c1")

    shown = await chat.shown()
    assert [each["id"] for each in shown] == [later, press, card]
    assert "secret" not in json.dumps(shown)
    assert shown[1]["channelData"]["postBack"] is True
    assert shown[2]["summary"] == "Thank you, saved."
    order = {each["id"]: each["channelData"]["webchat:sequence-id"] for each in shown}
    assert sorted(order, key=lambda each: order[each]) == [card, later, press]

    [act] = chat.take.acts
    assert (act.kind, act.verb, act.card, act.text) == (Kind.PRESS, "save", card, "")
    assert act.data == {"ref": "PI3.1", "note": "A secret about Kim"}


@pytest.mark.parametrize("card", ["", "no such card", "its own"])
async def test_an_answer_to_a_card_that_is_not_ours_is_a_new_message(chat: Chat, card: str) -> None:
    async def thanks(_: Incoming) -> Answer:
        return Answer(replace=spoken(THANKS))

    mine = await chat.say("hello", "c1")
    chat.take.answer = thanks
    await chat.press({"verb": "save", "card": mine if card == "its own" else card})
    shown = await chat.shown()
    assert shown[0]["text"] == "hello"
    assert [each["from"]["role"] for each in shown] == ["user", "user", "bot"]


async def test_a_turn_that_fails_says_sorry_and_logs_no_words(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(act: Incoming) -> Answer:
        raise RuntimeError(act.text)

    chat.take.answer = fails
    await chat.say("Kim lives at 4 Hill Street")
    assert (await chat.shown())[1]["text"] == SORRY
    assert "RuntimeError" in caplog.text
    assert "in fails" in caplog.text
    assert "Hill Street" not in caplog.text


async def test_coming_in_for_the_first_time_is_an_act_of_its_own_once(chat_url: str) -> None:
    async with a_chat(chat_url) as chat:
        acts: list[Incoming] = []

        async def welcome(act: Incoming) -> Answer:
            acts.append(act)
            await chat.door.send(act.address, spoken(CARD), key="welcome")
            return Answer()

        chat.door._take = welcome
        for _ in range(2):
            answered = await chat.call("POST", "/conversations")
            assert answered.status == 201
            await chat.shown()
    assert [act.kind for act in acts] == [Kind.HELLO]


async def test_somebody_who_presses_faster_than_turns_end_is_asked_to_wait(chat: Chat) -> None:
    may_go = asyncio.Event()

    async def slow(_: Incoming) -> Answer:
        await may_go.wait()
        return Answer()

    chat.take.answer = slow
    statuses = [(await chat.post(message("hello"))).status for _ in range(25)]
    may_go.set()
    assert statuses.count(200) == 20
    assert statuses[-1] == 429
    assert len(await chat.shown()) == 20


async def test_what_is_longer_than_can_be_read_is_shown_and_not_used(chat: Chat) -> None:
    await chat.say("x" * LONGEST_TEXT)
    await chat.say("y" * (LONGEST_TEXT + 1))
    shown = await chat.shown()
    assert shown[1]["text"] == "y" * (LONGEST_TEXT + 1)
    assert shown[2]["text"].startswith("That message has 4,001 characters, and I can read 4,000")
    assert [len(act.text) for act in chat.take.acts] == [LONGEST_TEXT]


async def test_the_same_key_shows_one_message(chat: Chat) -> None:
    first = await chat.door.send(TO_ASHA, spoken(CARD), key="ask:2019-09")
    again = await chat.door.send(TO_ASHA, spoken(THANKS), key="ask:2019-09")
    other = await chat.door.send(TO_ASHA, spoken(CARD), key="ask:2019-10")
    elsewhere = await chat.door.send(Address("web", "room-young"), spoken(CARD), key="ask:2019-09")
    assert first == again
    assert len({first, other, elsewhere}) == 3
    shown = await chat.shown()
    assert [each["id"] for each in shown] == [first, other]
    assert shown[0]["attachments"][0]["content"]["body"] == THANKS["body"]


async def test_only_a_message_of_ours_can_be_replaced(chat: Chat) -> None:
    ours = await chat.door.send(TO_ASHA, spoken(CARD), key="ask")
    theirs = await chat.say("hello")
    await chat.door.replace(TO_ASHA, ours, spoken(THANKS))
    for message_id, to in ((theirs, TO_ASHA), ("nobody", TO_ASHA), (ours, Address("web", "else"))):
        with pytest.raises(Gone):
            await chat.door.replace(to, message_id, spoken(THANKS))


async def test_a_message_that_cannot_be_kept_is_unsure(chat_url: str) -> None:
    async with a_chat(chat_url) as chat:
        await chat.store.run_sync(
            lambda connection: connection.exec_driver_sql("DROP TABLE transcript")
        )
        with pytest.raises(Unsure):
            await chat.door.send(TO_ASHA, spoken(CARD), key="ask")


async def test_both_databases_show_the_same(database_url: str) -> None:
    async with a_chat(database_url) as chat:
        card = await chat.door.send(TO_ASHA, spoken(CARD), key="ask")
        socket = await chat.stream()
        said = await chat.say("hello", "c1")
        await chat.say("hello", "c1")
        await chat.door.replace(TO_ASHA, card, spoken(THANKS, "Thank you."))
        assert [each["id"] for each in await chat.shown()] == [said, card]
        got = (await pushed(socket))["activities"]
        while got[-1].get("summary") != "Thank you.":
            got += (await pushed(socket))["activities"]
        await socket.close()
        assert await chat.door.latest([ASHA.conversation, "nowhere"]) == {
            ASHA.conversation: await _last(chat),
            "nowhere": 0,
        }


async def _last(chat: Chat) -> int:
    async with chat.store.read() as books:
        return await books.transcript.last(ASHA.conversation)
