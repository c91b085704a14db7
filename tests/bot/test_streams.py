"""Check that open pages are pushed what they have not seen, and only to those it is for."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

import pytest
from aiohttp import WSMsgType, WSServerHandshakeError

from bot.doors import Address, Answer, Incoming
from bot.passes import Passes, Use
from bot.streams import MOST_SOCKETS
from tests.webchat import (
    ASHA,
    BASE,
    CARD,
    KEY,
    YOUNG,
    Chat,
    a_chat,
    message,
    pushed,
    spoken,
    until,
)

TO_ASHA = Address("web", ASHA.conversation)


async def test_a_page_is_pushed_what_it_has_not_seen(chat: Chat) -> None:
    await chat.door.send(TO_ASHA, spoken(CARD), key="one")
    socket = await chat.stream()
    first = await pushed(socket)
    assert [each["summary"] for each in first["activities"]] == ["How is it going?"]

    await chat.say("hello", "c1")
    second = await pushed(socket)
    assert [each["text"] for each in second["activities"]] == ["hello"]
    await socket.send_str("")
    await socket.close()

    resumed = await chat.stream(seen=first["watermark"])
    assert await pushed(resumed) == second
    await resumed.close()


async def test_what_another_process_says_is_pushed_too(chat: Chat, chat_url: str) -> None:
    socket = await chat.stream()
    async with a_chat(chat_url) as elsewhere:
        await elsewhere.door.send(TO_ASHA, spoken(CARD), key="from elsewhere")
    assert len((await pushed(socket))["activities"]) == 1
    await socket.close()


async def test_a_conversation_can_be_open_only_so_often(chat: Chat) -> None:
    sockets = [await chat.stream() for _ in range(MOST_SOCKETS)]
    with pytest.raises(WSServerHandshakeError, match="429"):
        await chat.stream()
    await sockets.pop().close()
    await asyncio.sleep(0.05)
    sockets.append(await chat.stream())
    for socket in sockets:
        await socket.close()


async def test_a_stream_opens_to_its_own_token_and_only_for_a_minute(chat: Chat) -> None:
    room = f"{BASE}/conversations/{ASHA.conversation}"
    passes = Passes(KEY, chat.machine)
    for token in ("", "garbage", passes.issue(ASHA), passes.issue(YOUNG, Use.STREAM)):
        with pytest.raises(WSServerHandshakeError, match=r"40[13]"):
            await chat.client.ws_connect(f"{room}/stream?t={token}")
    token = passes.issue(ASHA, Use.STREAM)
    assert (await chat.client.get(f"{room}/stream?t={token}")).status == 400
    chat.machine.now += 60
    with pytest.raises(WSServerHandshakeError, match="403"):
        await chat.client.ws_connect(f"{room}/stream?t={token}")


async def test_a_client_that_does_not_listen_is_let_go(chat: Chat) -> None:
    chat.door._streams._patience_s = 0.2
    for number in range(60):
        await chat.door.send(TO_ASHA, spoken(CARD, "x" * 500_000), key=str(number))
    path = f"/conversations/{ASHA.conversation}"
    url = (await (await chat.call("GET", path)).json())["streamUrl"]
    _, deaf = await asyncio.open_connection("127.0.0.1", chat.client.port)
    deaf.write(
        f"GET /{url.split('/', 3)[3]} HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    await until(lambda: len(chat.door._streams._open) == 1)
    await until(lambda: not chat.door._streams._open)
    deaf.close()
    with suppress(ConnectionError):
        await deaf.wait_closed()


async def test_a_stream_address_never_reaches_the_access_log(
    chat_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "aiohttp.access")
    async with a_chat(chat_url) as chat:
        await (await chat.stream()).close()
        way_in = await (await chat.call("POST", "/conversations")).json()
        # Without the WebSocket's own headers it is refused, and written down.
        await chat.client.session.get(way_in["streamUrl"].replace("ws", "http", 1))
    lines = [each.getMessage() for each in caplog.records if each.name == "aiohttp.access"]
    assert any("/stream?watermark=0&t=- " in line for line in lines)
    assert not any("eyJ" in str(vars(each)) for each in caplog.records)


async def test_behind_something_that_speaks_tls_the_stream_does_too(chat_url: str) -> None:
    async with a_chat(chat_url, origin="https://chat.example.uk") as chat:
        answered = await (await chat.call("POST", "/conversations")).json()
    assert answered["streamUrl"].startswith(
        f"wss://chat.example.uk{BASE}/conversations/{ASHA.conversation}/stream?watermark=0&t="
    )


async def test_closing_waits_for_turns_and_says_goodbye_to_pages(chat: Chat) -> None:
    socket = await chat.stream()
    ended: list[str] = []

    async def slow(act: Incoming) -> Answer:
        await asyncio.sleep(0.05)
        ended.append(act.text)
        return Answer()

    chat.take.answer = slow
    await chat.say("one")
    await chat.say("two")
    closing = asyncio.create_task(chat.door.close())
    await asyncio.sleep(0)
    assert (await chat.post(message("three"))).status == 503
    await closing
    assert ended == ["one", "two"]
    async with asyncio.timeout(5):
        while (await socket.receive()).type is not WSMsgType.CLOSE:
            pass


async def test_a_server_with_an_open_page_stops_at_once(chat_url: str) -> None:
    async with a_chat(chat_url) as chat:
        await chat.stream()
        started = asyncio.get_running_loop().time()
        await chat.client.server.close()
        assert asyncio.get_running_loop().time() - started < 2
