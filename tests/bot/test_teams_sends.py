"""Check what the Teams door says of a message: that it arrived, did not, or nobody knows."""

from __future__ import annotations

import asyncio
from email.utils import formatdate

import pytest

from bot import teams_connector
from bot.doors import Door, DoorError, Gone, Later, Rejected, Spoken, TooBig, Unsure
from cards.blocks import Surface
from tests.bot.teams_case import CONVERSATION, DRESSED, SHOWN, Opened, opened
from tests.connector import NOW, TENANT, Fault, Sent, StandIn

WORDS = Spoken("Thank you.", "")


async def test_a_card_is_sent_alone_with_a_line_for_the_notification(teams: Opened) -> None:
    door: Door = teams.door
    assert await door.send(teams.address(), SHOWN, key="ask:2026-05") == "m1"
    body = {
        "type": "message",
        "conversation": {"id": CONVERSATION, "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        "from": {"id": "28:bot", "name": "Getting to Good"},
        "summary": "Your update for May",
        "attachments": [
            {"contentType": "application/vnd.microsoft.card.adaptive", "content": DRESSED}
        ],
    }
    assert teams.microsoft.sent == [Sent("POST", CONVERSATION, "m1", body)]
    assert (door.name, door.surface, door.repeats) == ("teams", Surface.TEAMS, False)


async def test_words_are_sent_as_words(teams: Opened) -> None:
    await teams.door.send(teams.address(), WORDS, key="k")
    (sent,) = teams.microsoft.sent
    assert sent.body["text"] == "Thank you."
    assert not {"attachments", "summary"} & sent.body.keys()


async def test_a_message_is_put_in_the_place_of_another(teams: Opened) -> None:
    await teams.door.replace(teams.address(), "1:2/3", WORDS)
    (sent,) = teams.microsoft.sent
    assert (sent.method, sent.conversation, sent.message) == ("PUT", CONVERSATION, "1:2/3")
    assert (sent.body["id"], sent.body["text"]) == ("1:2/3", "Thank you.")


async def test_a_channels_thread_keeps_its_whole_name(teams: Opened) -> None:
    thread = "19:abc@thread.tacv2;messageid=1485983408511"
    to = teams.address()
    await teams.door.send(type(to)("teams", thread, to.more), WORDS, key="k")
    assert [sent.conversation for sent in teams.microsoft.sent] == [thread]


@pytest.mark.parametrize(
    ("fault", "error", "seconds", "everyone"),
    [
        (Fault(429, retry_after="7"), Later, 7.0, True),
        (Fault(429, retry_after=formatdate(NOW + 90, usegmt=True)), Later, 90.0, True),
        (Fault(429, retry_after="soon"), Later, None, True),
        (Fault(429, retry_after="-3"), Later, None, True),
        (Fault(429, retry_after="nan"), Later, None, True),
        (Fault(429, retry_after="999999999"), Later, 3600.0, True),
        (Fault(429), Later, None, True),
        (Fault(412), Later, None, False),
        (Fault(500), Unsure, None, None),
        (Fault(502), Unsure, None, None),
        (Fault(503), Unsure, None, None),
        (Fault(504), Unsure, None, None),
        (Fault(408), Unsure, None, None),
        (Fault(drop=True), Unsure, None, None),
        (Fault(403, code="MessageWritesBlocked"), Gone, None, None),
        (Fault(404, code="ConversationNotFound"), Gone, None, None),
        (Fault(413), TooBig, None, None),
        (Fault(400, code="MessageSizeTooBig"), TooBig, None, None),
        (Fault(400, code="BadSyntax"), Rejected, None, None),
        (Fault(405), Rejected, None, None),
        (Fault(307, location="https://evil.example/"), Rejected, None, None),
    ],
    ids=str,
)
async def test_each_answer_of_the_connector_means_one_thing(
    teams: Opened,
    fault: Fault,
    error: type[DoorError],
    seconds: float | None,
    everyone: bool | None,
) -> None:
    teams.microsoft.faults = [fault]
    with pytest.raises(error) as raised:
        await teams.door.send(teams.address(), WORDS, key="k")
    assert type(raised.value) is error
    assert getattr(raised.value, "seconds", None) == seconds
    assert getattr(raised.value, "everyone", None) is everyone
    assert teams.microsoft.asked["POST"] == 1


async def test_a_dropped_line_after_delivery_is_not_repeated_behind_our_back(
    teams: Opened,
) -> None:
    teams.microsoft.faults = [Fault(drop=True)]
    with pytest.raises(Unsure):
        await teams.door.send(teams.address(), WORDS, key="k")
    assert len(teams.microsoft.sent) == 1


async def test_a_deleted_message_cannot_be_replaced_but_the_person_is_still_there(
    teams: Opened,
) -> None:
    teams.microsoft.faults = [Fault(404), Fault(404, code="ConversationNotFound")]
    with pytest.raises(Rejected):
        await teams.door.replace(teams.address(), "m1", WORDS)
    with pytest.raises(Gone):
        await teams.door.replace(teams.address(), "m1", WORDS)


async def test_no_answer_in_time_leaves_it_open(
    microsoft: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teams_connector, "READ_S", 0.05)
    microsoft.faults = [Fault(delay=0.3)]
    async with opened(microsoft) as teams:
        with pytest.raises(Unsure):
            await teams.door.send(teams.address(), WORDS, key="k")
        assert len(microsoft.sent) == 1


async def test_what_never_reached_a_connector_surely_did_not_arrive(microsoft: StandIn) -> None:
    shut = "http://127.0.0.1:9"
    no_tls = microsoft.url.replace("http:", "https:")
    origins = f"{shut},{no_tls}"
    async with opened(microsoft, G2G_TEAMS_SERVICE_ORIGINS=origins) as teams:
        for origin in (shut, no_tls):
            with pytest.raises(Later) as raised:
                await teams.door.send(teams.address(service_url=origin), WORDS, key="k")
            assert not raised.value.everyone


@pytest.mark.parametrize(
    ("conversation", "service_url"),
    [
        (CONVERSATION, "https://evil.example/"),
        (CONVERSATION, ""),
        (CONVERSATION, "no address"),
        ("..", None),
        ("", None),
    ],
)
async def test_nothing_is_sent_to_an_address_that_is_not_allowed(
    teams: Opened, conversation: str, service_url: str | None
) -> None:
    where = teams.microsoft.service_url if service_url is None else service_url
    to = teams.address(service_url=where)
    with pytest.raises(Rejected):
        await teams.door.send(type(to)("teams", conversation, to.more), WORDS, key="k")
    assert teams.microsoft.asked["POST"] == teams.microsoft.asked["token"] == 0


async def test_twenty_sends_at_once_fetch_one_token(teams: Opened) -> None:
    sends = [teams.door.send(teams.address(), WORDS, key=str(n)) for n in range(20)]
    made = await asyncio.gather(*sends)
    assert len(set(made)) == 20
    assert teams.microsoft.asked["token"] == 1


async def test_a_token_is_renewed_five_minutes_before_it_ends(teams: Opened) -> None:
    await teams.door.send(teams.address(), WORDS, key="a")
    teams.clock.pass_(3600 - 301)
    await teams.door.send(teams.address(), WORDS, key="b")
    assert teams.microsoft.asked["token"] == 1
    teams.clock.pass_(2)
    await teams.door.send(teams.address(), WORDS, key="c")
    assert teams.microsoft.asked["token"] == 2


async def test_a_refused_token_is_fetched_anew_once_for_all(teams: Opened) -> None:
    await teams.door.send(teams.address(), WORDS, key="a")
    teams.microsoft.revoke()
    sends = [teams.door.send(teams.address(), WORDS, key=str(n)) for n in range(10)]
    await asyncio.gather(*sends)
    assert teams.microsoft.asked["token"] == 2
    assert len(teams.microsoft.sent) == 11


async def test_a_late_refusal_of_the_old_token_leaves_the_new_one_alone(teams: Opened) -> None:
    await teams.door.send(teams.address(), WORDS, key="a")
    teams.microsoft.faults = [Fault(401, delay=0.1)]
    late = asyncio.create_task(teams.door.send(teams.address(), WORDS, key="b"))
    await asyncio.sleep(0.05)
    teams.microsoft.revoke()
    await teams.door.send(teams.address(), WORDS, key="c")
    await late
    assert teams.microsoft.asked["token"] == 2


async def test_a_bot_that_is_refused_twice_waits(teams: Opened) -> None:
    teams.microsoft.faults = [Fault(401), Fault(401)]
    with pytest.raises(Later):
        await teams.door.send(teams.address(), WORDS, key="k")
    assert (teams.microsoft.asked["token"], teams.microsoft.sent) == (2, [])


@pytest.mark.parametrize(("status", "pause"), [(503, 5.0), (302, 5.0), (200, 5.0), (401, 300.0)])
async def test_without_a_token_everybody_waits_and_the_endpoint_is_left_in_peace(
    teams: Opened, status: int, pause: float
) -> None:
    teams.microsoft.token_faults = [status]
    sends = [teams.door.send(teams.address(), WORDS, key=str(n)) for n in range(20)]
    for error in await asyncio.gather(*sends, return_exceptions=True):
        assert isinstance(error, Later)
        assert (error.everyone, error.seconds) == (True, pause)
    assert (teams.microsoft.asked["token"], teams.microsoft.sent) == (1, [])
    teams.clock.pass_(pause)
    await teams.door.send(teams.address(), WORDS, key="k")


async def test_a_closed_door_has_surely_sent_nothing(teams: Opened) -> None:
    await teams.door.close()
    await teams.door.close()
    with pytest.raises(Later, match="not open"):
        await teams.door.send(teams.address(), WORDS, key="k")
