"""Check what a turn is told of what came in at the Teams door, and how it is answered."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.doors import Address, Answer, Incoming, Kind, Spoken
from bot.teams import DONE, ERROR, SORRY, SORRY_WORDS
from tests.bot.teams_case import CARD, CONVERSATION, DRESSED, SHOWN, Opened
from tests.connector import BOT, TENANT, Fault

PRIYA = "7faf2c1e-0000-4000-8000-000000000001"


async def test_a_message_comes_in_with_its_words_and_its_address(teams: Opened) -> None:
    answer = await teams.knock()
    assert (answer.status, await answer.read()) == (200, b"")
    assert teams.came == [
        Incoming(
            door="teams",
            activity=f"{CONVERSATION}|1485983408511",
            who=PRIYA,
            kind=Kind.TEXT,
            address=Address(
                "teams",
                CONVERSATION,
                {
                    "service_url": teams.microsoft.service_url,
                    "tenant": TENANT,
                    "bot_id": BOT,
                    "bot_name": "Getting to Good",
                    "user_id": "29:1XJKJMvc5GBtc2JwZq0oj8tHZmzrQgmB39ATiQWA85gQtHieVkKilBZ9XHoq9j",
                    "kind": "personal",
                },
            ),
            text="hello",
            name="Priya Nair",
        )
    ]
    assert teams.microsoft.sent == []


async def test_the_mention_that_calls_the_bot_is_not_part_of_what_was_said(
    teams: Opened,
) -> None:
    called = {"type": "mention", "mentioned": {"id": BOT}, "text": "<at>G2G</at>"}
    other = {"type": "mention", "mentioned": {"id": "29:x"}, "text": "<at>Sam</at>"}
    told = teams.activity(
        text="<at>G2G</at> remind <at>Sam</at>\n",
        entities=[called, other, None, {"type": "mention"}],
        conversation={"id": "19:b@thread.tacv2;messageid=1", "conversationType": "channel"},
        channelData={
            "tenant": {"id": TENANT},
            "team": {"id": "19:t"},
            "channel": {"id": "19:b@thread.tacv2"},
        },
    )
    assert (await teams.knock(told)).status == 200
    (came,) = teams.came
    assert came.text == "remind <at>Sam</at>"
    assert came.address.conversation == "19:b@thread.tacv2;messageid=1"
    assert came.address.more["channel"] == "19:b@thread.tacv2"
    assert (came.address.more["team"], came.address.more["kind"]) == ("19:t", "channel")


async def test_what_no_turn_reads_cannot_break_one(teams: Opened) -> None:
    unread = {"attachments": 7, "timestamp": "yesterday", "deliveryMode": "expectReplies"}
    teams.answer = Answer(Spoken("Thank you.", ""))
    assert (await teams.knock(teams.activity(**unread))).status == 200
    assert [sent.body["text"] for sent in teams.microsoft.sent] == ["Thank you."]


async def test_somebody_without_a_directory_id_comes_in_as_nobody(teams: Opened) -> None:
    assert (await teams.knock(teams.activity(**{"from": {"id": "29:x"}}))).status == 200
    assert (await teams.knock(teams.activity(**{"from": None, "recipient": None}))).status == 200
    assert [came.who for came in teams.came] == ["", ""]


PRESSED: dict[str, Any] = {"r": 1, "note": None, "deep": {"a": [True, 1.5, "é"]}}


async def test_a_button_of_an_old_client_comes_in_as_a_press_and_its_card_is_replaced(
    teams: Opened,
) -> None:
    teams.answer = Answer(SHOWN)
    told = teams.activity(text=None, value={**PRESSED, "verb": "send"}, replyToId="m7")
    assert (await teams.knock(told)).status == 200
    (came,) = teams.came
    assert (came.kind, came.verb, came.data, came.card) == (Kind.PRESS, "send", PRESSED, "m7")
    (put,) = teams.microsoft.sent
    assert (put.method, put.conversation, put.message) == ("PUT", CONVERSATION, "m7")
    assert put.body["attachments"][0]["content"] == DRESSED


async def test_where_the_card_cannot_be_replaced_the_new_one_is_sent_below_it(
    teams: Opened,
) -> None:
    teams.answer = Answer(SHOWN)
    teams.microsoft.faults = [Fault(404, method="PUT")]
    await teams.knock(teams.activity(value={"verb": "send"}, replyToId="m7"))
    (post,) = teams.microsoft.sent
    assert (post.method, post.conversation) == ("POST", CONVERSATION)
    assert post.body["attachments"][0]["content"] == DRESSED


async def test_an_answer_that_cannot_be_shown_at_all_is_no_failed_turn(teams: Opened) -> None:
    teams.answer = Answer(SHOWN)
    teams.microsoft.faults = [Fault(503, times=9)]
    told = teams.activity(value={"verb": "send"}, replyToId="m7")
    assert (await teams.knock(told)).status == 200
    assert (len(teams.came), teams.microsoft.sent) == (1, [])


def pressing(teams: Opened, **changes: object) -> dict[str, Any]:
    action = {"type": "Action.Execute", "verb": "send", "data": PRESSED}
    told = {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "id": "f:1",
        "replyToId": "m7",
        "text": None,
        "value": {"action": action, "trigger": "manual"},
    }
    return teams.activity(**{**told, **changes})


@pytest.mark.parametrize(
    ("shown", "kind", "value"),
    [
        (SHOWN, "application/vnd.microsoft.card.adaptive", DRESSED),
        (Spoken("Sent.", ""), "application/vnd.microsoft.activity.message", "Sent."),
        (None, "application/vnd.microsoft.activity.message", DONE),
    ],
)
async def test_a_pressed_button_is_answered_in_the_same_breath(
    teams: Opened, shown: Spoken | None, kind: str, value: object
) -> None:
    teams.answer = Answer(shown)
    answer = await teams.knock(pressing(teams))
    assert (answer.status, answer.content_type) == (200, "application/json")
    assert await answer.json() == {"statusCode": 200, "type": kind, "value": value}
    (came,) = teams.came
    assert (came.kind, came.verb, came.data, came.card) == (Kind.PRESS, "send", PRESSED, "m7")
    assert (came.activity, came.who) == (f"{CONVERSATION}|f:1", PRIYA)
    assert teams.microsoft.sent == []


@pytest.mark.parametrize("value", [None, 7, [], {}, {"action": 1}, {"action": {"verb": []}}])
async def test_a_press_without_sense_is_still_a_press(teams: Opened, value: object) -> None:
    assert (await teams.knock(pressing(teams, value=value))).status == 200
    assert [(came.kind, came.verb, came.data) for came in teams.came] == [(Kind.PRESS, "", {})]


US, THEM = {"id": BOT}, {"id": "29:x"}


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (Kind.HELLO, {"type": "installationUpdate", "action": "add"}),
        (Kind.HELLO, {"type": "installationUpdate", "action": "add-upgrade"}),
        (Kind.GONE, {"type": "installationUpdate", "action": "remove"}),
        (Kind.GONE, {"type": "installationUpdate", "action": "remove-upgrade"}),
        (Kind.HELLO, {"type": "conversationUpdate", "membersAdded": [THEM, US]}),
        (Kind.GONE, {"type": "conversationUpdate", "membersRemoved": [None, US]}),
        (None, {"type": "conversationUpdate", "membersAdded": [THEM]}),
        (None, {"type": "conversationUpdate"}),
        (None, {"type": "installationUpdate", "action": "else"}),
        (None, {"type": "typing"}),
        (None, {"type": "messageReaction"}),
        (None, {"type": "messageUpdate"}),
        (None, {"type": "invoke", "name": "task/fetch"}),
        (None, {"type": "new in 2031"}),
    ],
)
async def test_coming_and_going_are_told_and_the_rest_is_let_pass(
    teams: Opened, kind: Kind | None, changes: dict[str, object]
) -> None:
    answer = await teams.knock(teams.activity(text=None, **changes))
    assert (answer.status, await answer.read()) == (200, b"")
    assert [came.kind for came in teams.came] == ([kind] if kind else [])


async def test_a_turn_that_breaks_says_sorry_on_the_card_and_tells_the_log_no_words(
    teams: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    teams.breaks = RuntimeError("Priya wrote something private")
    answer = await teams.knock(pressing(teams))
    assert (answer.status, (await answer.json())["type"]) == (200, ERROR)
    assert (await answer.json())["value"] == {"code": "TurnFailed", "message": SORRY}
    assert "teams_turn_failed kind=RuntimeError" in caplog.text
    assert "private" not in caplog.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [({}, SORRY_WORDS), ({"value": {"verb": "send"}}, SORRY)],
)
async def test_a_message_whose_turn_breaks_is_answered_with_one_sentence(
    teams: Opened, changes: dict[str, object], words: str
) -> None:
    teams.breaks = RuntimeError("broken")
    assert (await teams.knock(teams.activity(**changes))).status == 200
    assert [sent.body["text"] for sent in teams.microsoft.sent] == [words]


async def test_nothing_is_worse_than_silence_when_even_the_sorry_fails(teams: Opened) -> None:
    teams.breaks = RuntimeError("broken")
    teams.microsoft.faults = [Fault(503, times=9)]
    assert (await teams.knock()).status == 200
    teams.answer, teams.breaks = Answer(Spoken("", "", {"made of": {1, 2}})), None
    assert (await (await teams.knock(pressing(teams))).json())["statusCode"] == 500


WORDS = st.text(max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
FIELDS = [
    "action", "channelData", "conversation", "entities", "from", "id", "membersAdded",
    "membersRemoved", "name", "recipient", "replyToId", "text", "type", "value",
]  # fmt: skip
TYPES = ["message", "invoke", "conversationUpdate", "installationUpdate"]
ACCOUNT = st.fixed_dictionaries({}, optional={"id": JSON, "name": JSON, "aadObjectId": JSON})
LIKELY = {
    "from": ACCOUNT,
    "recipient": ACCOUNT,
    "membersAdded": st.lists(ACCOUNT | JSON, max_size=2),
    "entities": st.lists(st.dictionaries(st.sampled_from(["type", "text", "mentioned"]), JSON)),
    "type": st.sampled_from(TYPES),
    "value": st.fixed_dictionaries({"action": JSON, "verb": JSON}),
}
CHANGES = st.fixed_dictionaries(
    {}, optional={name: JSON | LIKELY.get(name, JSON) for name in FIELDS}
)


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(changes=CHANGES, breaks=st.booleans(), shown=st.booleans())
async def test_whatever_a_proven_caller_sends_the_answer_is_never_an_error_of_ours(
    teams: Opened, changes: dict[str, object], breaks: bool, shown: bool
) -> None:
    teams.breaks = RuntimeError("broken") if breaks else None
    teams.answer = Answer(Spoken("May", "May", CARD)) if shown else Answer()
    body = json.dumps({**teams.activity(), **changes}).encode()
    answer = await teams.knock(data=body)
    assert answer.status in {200, 400, 403}
    assert answer.status == 200 or await answer.read() == b""
