"""Push what is shown in a conversation to every page that has it open."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import re
from collections import defaultdict
from typing import Any

from aiohttp import WSCloseCode, web

from bot.cipher import Cipher
from bot.logs import logger
from bot.wire import Refusal
from store import Store

__all__ = ["Streams", "group", "seal", "token_free", "watermark"]

log = logger(__name__)

MOST_SOCKETS = 10
# Another process may have written: nobody waits for its words longer than this.
LOOK_S = 1.0
PING_S = 25.0
CLOSE_S = 2.0
MOST_AT_ONCE = 50
# All that a page ever sends here is an empty ping.
INBOUND_BYTES = 1024

_MARK = re.compile(r"\d{1,18}", re.ASCII)
_TOKEN = re.compile(r"([?&]t=)[^&\s\"]+")

# What of an activity says something, and what stands there once nobody can open it any more.
_SAID = ("summary", "text", "textFormat", "attachments", "channelData")
_SEALED = "sealed"
_GONE: dict[str, Any] = {
    "text": "This can't be shown any more. Open it anew.",
    "textFormat": "plain",
}

Rows = list[tuple[int, dict[str, Any]]]


def watermark(request: web.Request) -> int:
    """Read the watermark that a page has seen, 0 for none; raises Refusal."""
    given = request.query.get("watermark", "")
    if given and not _MARK.fullmatch(given):
        raise Refusal(400, "BadWatermark", "The watermark must be a number that was given here.")
    return int(given or "0")


def group(rows: Rows, seen: int, cipher: Cipher | None = None) -> dict[str, Any]:
    """Rows as Direct Line sends them, with the watermark that follows them.

    `cipher` opens what was kept sealed; without it, that shows as gone.
    """
    newest = rows[-1][0] if rows else seen
    shown = [_opened(content, cipher) for _, content in rows]
    return {"activities": shown, "watermark": str(newest)}


def seal(activity: dict[str, Any], cipher: Cipher) -> dict[str, Any]:
    """An activity of which only its place in the conversation can be read without the key."""
    said = {name: activity[name] for name in _SAID if name in activity}
    hidden = cipher.seal(json.dumps(said))
    kept = {name: value for name, value in activity.items() if name not in said}
    return {**kept, "channelData": {}, _SEALED: base64.b64encode(hidden).decode()}


def _opened(activity: dict[str, Any], cipher: Cipher | None) -> dict[str, Any]:
    sealed = activity.get(_SEALED)
    if sealed is None:
        return activity
    kept = {name: value for name, value in activity.items() if name != _SEALED}
    said: dict[str, Any] = _GONE
    try:
        said = json.loads(cipher.open(base64.b64decode(sealed))) if cipher else _GONE
    except ValueError:
        log.info("A sealed message can't be opened with this key any more.")
    return {**kept, **said, "channelData": {**said.get("channelData", {}), **kept["channelData"]}}


class Streams:
    """The open sockets of every conversation; a client may be `patience_s` slow, no more.

    `cipher` opens what was kept sealed.
    """

    def __init__(
        self, store: Store, *, cipher: Cipher | None = None, patience_s: float = 10.0
    ) -> None:
        self._store = store
        self._cipher = cipher
        self._patience_s = patience_s
        self._open: defaultdict[str, dict[web.WebSocketResponse, asyncio.Event]]
        self._open = defaultdict(dict)

    def wake(self, conversation: str) -> None:
        """Say that something new was committed; the sockets look at once."""
        for event in self._open.get(conversation, {}).values():
            event.set()

    async def serve(
        self, request: web.Request, conversation: str, seen: int
    ) -> web.WebSocketResponse:
        """Push everything after `seen`, until the page leaves; raises Refusal."""
        socket = web.WebSocketResponse(
            heartbeat=PING_S, timeout=CLOSE_S, max_msg_size=INBOUND_BYTES
        )
        if not socket.can_prepare(request):
            raise Refusal(400, "NoWebSocket", "This address is for a WebSocket.")
        if len(self._open.get(conversation, {})) >= MOST_SOCKETS:
            raise Refusal(429, "TooManyOpen", "This chat is open too often. Close another page.")
        event = asyncio.Event()
        self._open[conversation][socket] = event
        try:
            await socket.prepare(request)
            pump = asyncio.create_task(self._run(request, socket, conversation, seen, event))
            try:
                async for _ in socket:
                    pass
            finally:
                pump.cancel()
                await asyncio.gather(pump, return_exceptions=True)
        finally:
            self._forget(conversation, socket)
        return socket

    async def close(self) -> None:
        """Say goodbye to every page; each comes back by itself when there is a server again."""
        sockets = [socket for group in self._open.values() for socket in group]
        goodbyes = (socket.close(code=WSCloseCode.GOING_AWAY) for socket in sockets)
        await asyncio.gather(*goodbyes, return_exceptions=True)

    async def _run(
        self,
        request: web.Request,
        socket: web.WebSocketResponse,
        conversation: str,
        seen: int,
        event: asyncio.Event,
    ) -> None:
        try:
            await self._pump(socket, conversation, seen, event)
        except ConnectionError:
            return
        except Exception as error:  # noqa: BLE001 - a stream ends; the page asks again
            # From its watermark, that is: nothing is lost. A polite goodbye would wait for
            # the very client that is too slow, so the connection is cut.
            log.info("web_stream_cut_off", kind=type(error).__name__)
            if request.transport is not None:
                request.transport.abort()

    async def _pump(
        self, socket: web.WebSocketResponse, conversation: str, seen: int, event: asyncio.Event
    ) -> None:
        while not socket.closed:
            # Cleared before the look: what is committed during it wakes us again.
            event.clear()
            async with self._store.read() as books:
                rows = await books.transcript.since(conversation, seen)
            for start in range(0, len(rows), MOST_AT_ONCE):
                some = rows[start : start + MOST_AT_ONCE]
                async with asyncio.timeout(self._patience_s):
                    await socket.send_str(json.dumps(group(some, seen, self._cipher)))
                seen = some[-1][0]
            await _woken(event)

    def _forget(self, conversation: str, socket: web.WebSocketResponse) -> None:
        sockets = self._open.get(conversation, {})
        sockets.pop(socket, None)
        if not sockets:
            self._open.pop(conversation, None)


def token_free(record: logging.LogRecord) -> bool:
    """Blank the streams' tokens in a line of the access log: they stand in an address."""
    for name, value in list(vars(record).items()):
        if isinstance(value, str) and "t=" in value:
            setattr(record, name, _TOKEN.sub(r"\1-", value))
    return True


async def _woken(event: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(LOOK_S):
            await event.wait()
    except TimeoutError:
        return
