"""Check who comes in at the web chat door, and that bad input of every kind gets a sentence."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import jwt
import pytest

from bot.passes import CHAT_S, Passes, Use
from tests.webchat import ASHA, BASE, KEY, YOUNG, Chat, Machine, message


async def test_where_nothing_can_be_typed_words_are_dropped_unread(chat: Chat) -> None:
    answered = await chat.post(message("my carer hits me", "c1"), YOUNG)
    assert answered.status == 403
    assert (await answered.json())["error"] == {
        "code": "ButtonsOnly",
        "message": "Nothing can be typed here. Please use the buttons.",
    }
    assert await chat.shown(YOUNG) == []

    await chat.press({"verb": "help"}, holder=YOUNG)
    await chat.shown(YOUNG)
    assert [act.verb for act in chat.take.acts] == ["help"]


async def test_what_a_browser_says_of_itself_does_not_count(chat: Chat) -> None:
    body = {
        **message("hello"),
        "id": "mine",
        "channelId": "msteams",
        "conversation": {"id": "room-young"},
        "timestamp": "2030-01-01T00:00:00Z",
        "attachments": [{"contentType": "image/png", "contentUrl": "data:image/png;base64,AA"}],
    }
    await chat.post(body)
    [echo] = await chat.shown()
    assert echo["from"]["id"] == "asha"
    assert echo["conversation"]["id"] == ASHA.conversation
    assert echo["channelId"] == "webchat"
    assert echo["timestamp"].startswith("2019")
    assert echo["id"] != "mine"
    assert "attachments" not in echo


async def test_that_somebody_is_typing_is_ignored(chat: Chat) -> None:
    for kind in ("typing", "event", "endOfConversation", "invoke"):
        answered = await chat.post(
            {"type": kind, "name": "webchat/join", "value": {"verb": "save"}}
        )
        assert answered.status == 200
    assert await chat.shown() == []
    assert chat.take.acts == []


def other(chat: Chat) -> str:
    return chat.token(YOUNG)


def unsigned(chat: Chat) -> str:
    return jwt.encode(claims_of(chat), "", algorithm="none")


def signed_by_a_stranger(chat: Chat) -> str:
    return Passes(KEY + b"!", chat.machine).issue(ASHA)


def signed_with_the_bare_key(chat: Chat) -> str:
    return jwt.encode(claims_of(chat), KEY, algorithm="HS256")


def changed_after_signing(chat: Chat) -> str:
    head, claims, mark = chat.token(YOUNG).split(".")
    said = json.loads(base64.urlsafe_b64decode(claims + "=="))
    said |= {"types": True, "conversation": ASHA.conversation}
    changed = base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()
    return f"{head}.{changed}.{mark}"


def for_the_stream(chat: Chat) -> str:
    return Passes(KEY, chat.machine).issue(ASHA, Use.STREAM)


def expired(chat: Chat) -> str:
    return Passes(KEY, Machine(chat.machine.now - CHAT_S)).issue(ASHA)


def claims_of(chat: Chat) -> dict[str, Any]:
    found: dict[str, Any] = jwt.decode(chat.token(), options={"verify_signature": False})
    return found


@pytest.mark.parametrize(
    ("token", "status", "code"),
    [
        pytest.param(lambda _: "", 401, "BadToken", id="no token"),
        pytest.param(lambda _: "garbage", 401, "BadToken", id="garbage"),
        pytest.param(lambda _: "a.b.c", 401, "BadToken", id="three parts of garbage"),
        pytest.param(unsigned, 401, "BadToken", id="algorithm none"),
        pytest.param(signed_by_a_stranger, 401, "BadToken", id="another key"),
        pytest.param(signed_with_the_bare_key, 401, "BadToken", id="the key underived"),
        pytest.param(changed_after_signing, 401, "BadToken", id="changed after signing"),
        pytest.param(for_the_stream, 401, "BadToken", id="a token for the stream"),
        pytest.param(expired, 403, "TokenExpired", id="expired"),
        pytest.param(other, 403, "OtherConversation", id="of another conversation"),
    ],
)
async def test_a_conversation_opens_to_its_own_token_only(
    chat: Chat, token: Callable[[Chat], str], status: int, code: str
) -> None:
    headers = {"Authorization": f"Bearer {token(chat)}"}
    room = f"{BASE}/conversations/{ASHA.conversation}"
    doors = [("GET", room), ("GET", f"{room}/activities"), ("POST", f"{room}/activities")]
    if token is not other:
        doors += [("POST", f"{BASE}/conversations"), ("POST", f"{BASE}/tokens/refresh")]
    for method, path in doors:
        answered = await chat.client.request(method, path, headers=headers, json=message("hello"))
        assert answered.status == status, path
        assert (await answered.json())["error"]["code"] == code
    assert await chat.shown() == []


async def test_a_refreshed_token_outlives_the_one_before(chat: Chat) -> None:
    old = chat.token()
    chat.machine.now += CHAT_S - 1
    headers = {"Authorization": f"Bearer {old}"}
    answered = await chat.client.post(f"{BASE}/tokens/refresh", headers=headers)
    new = await answered.json()
    assert new["conversationId"] == ASHA.conversation
    assert new["expires_in"] == CHAT_S

    chat.machine.now += 2
    refused = await chat.client.post(f"{BASE}/tokens/refresh", headers=headers)
    assert refused.status == 403
    headers = {"Authorization": f"Bearer {new['token']}"}
    assert (await chat.client.post(f"{BASE}/tokens/refresh", headers=headers)).status == 200


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Passes(b"short", Machine())


def said(**more: object) -> bytes:
    return json.dumps({"type": "message", **more}).encode()


def pressed(**value: object) -> bytes:
    return said(value=value)


BAD = {
    "nothing": b"",
    "half an object": b"{",
    "not UTF-8": b"\xff\xfe",
    "a list": b"[]",
    "null": b"null",
    "a text": b'"message"',
    "lists without end": b"[" * 60_000,
    "too many levels": b'{"a":' * 9_000 + b"1" + b"}" * 9_000,
    "a number for words": said(text=1),
    "no words": said(text=""),
    "only spaces": said(text=" \n "),
    "null for words": said(text=None),
    "words with a zero": said(text="a\0b"),
    "half a character": said(text="a\ud800b"),
    "neither words nor a button": said(),
    "a file and no words": said(attachments=[{}]),
    "a button that is a text": said(value="save"),
    "a button that is a list": said(value=[]),
    "a button for nothing": pressed(),
    "an empty verb": pressed(verb=""),
    "a verb that is a number": pressed(verb=7),
    "a verb without end": pressed(verb="v" * 300),
    "a card that is an object": pressed(verb="save", card={}),
    "not a number": b'{"type":"message","value":{"verb":"save","n":NaN}}',
    "a number out of range": b'{"type":"message","value":{"verb":"save","n":1e999}}',
    "a number without end": b'{"type":"message","n":' + b"9" * 5_000 + b"}",
    "an id that is a number": said(text="x", channelData={"clientActivityID": 5}),
    "an id without end": said(text="x", channelData={"clientActivityID": "i" * 300}),
}


@pytest.mark.parametrize("raw", BAD.values(), ids=BAD.keys())
async def test_whatever_is_sent_gets_one_clear_sentence(chat: Chat, raw: bytes) -> None:
    answered = await chat.call("POST", f"/conversations/{ASHA.conversation}/activities", data=raw)
    assert answered.status == 400
    error = (await answered.json())["error"]
    assert error["code"]
    assert error["message"].endswith(".")
    assert await chat.shown() == []


@pytest.mark.parametrize("declared", [True, False])
async def test_what_is_too_big_is_not_read(chat: Chat, declared: bool) -> None:
    raw = said(text="x" * 66_000)

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(raw), 4_000):
            yield raw[start : start + 4_000]

    path = f"/conversations/{ASHA.conversation}/activities"
    answered = await chat.call("POST", path, data=raw if declared else pieces())
    assert answered.status == 413
    assert (await answered.json())["error"]["message"] == "That is too big: at most 64 KB is read."
    assert await chat.shown() == []


async def test_a_compressed_body_is_refused(chat: Chat) -> None:
    answered = await chat.call(
        "POST",
        f"/conversations/{ASHA.conversation}/activities",
        data=b"not really",
        headers={"Content-Encoding": "gzip"},
    )
    assert answered.status == 400


@pytest.mark.parametrize("watermark", ["x", "-1", "1.5", "9" * 19, "%00", "٣"])
async def test_a_watermark_is_a_number(chat: Chat, watermark: str) -> None:
    room = f"/conversations/{ASHA.conversation}"
    for path in (room, f"{room}/activities"):
        answered = await chat.call("GET", f"{path}?watermark={watermark}")
        assert answered.status == 400
        assert (await answered.json())["error"]["code"] == "BadWatermark"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/tokens/generate"),
        ("GET", "/conversations"),
        ("DELETE", f"/conversations/{ASHA.conversation}"),
        ("POST", f"/conversations/{ASHA.conversation}/upload"),
        ("GET", "/session/getsessionid"),
        ("GET", "/"),
    ],
)
async def test_there_is_nothing_else_at_this_door(chat: Chat, method: str, path: str) -> None:
    answered = await chat.call(method, path)
    assert answered.status == 404
    assert (await answered.json())["error"]["message"] == "There is nothing at this address."
