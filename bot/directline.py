"""Open the web chat door: Direct Line 3.0 for Web Chat, served by ourselves."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from weakref import WeakValueDictionary

from aiohttp import web

from bot.cipher import Cipher
from bot.doors import Address, Answer, Gone, Incoming, Kind, Spoken, Take, Unsure
from bot.logs import broke, logger
from bot.passes import CHAT_S, Expired, Forged, Pass, Passes, Use
from bot.posted import Posted, read_message
from bot.streams import Streams, group, seal, token_free, watermark
from bot.wire import Refusal, read_object
from cards.blocks import Surface, dress
from store import Store
from store.transcript import Transcript

__all__ = ["WebDoor"]

log = logger(__name__)

BASE = "/v3/directline"
CARD = "application/vnd.microsoft.card.adaptive"
BOT = {"id": "bot", "name": "Getting to Good", "role": "bot"}

LONGEST_TEXT = 4000
# A person can't press this much while one turn runs; a script can.
MOST_WAITING = 20

SORRY = "Sorry, that did not work, and it was our fault. Please try once more."
TOO_LONG = (
    "That message has {given:,} characters, and I can read {most:,} at a time, so I have not "
    "used it. Your words are still above: please copy them and send them in shorter parts."
)

Activity = dict[str, Any]


class WebDoor:
    """The door to Web Chat.

    `now` is machine time in seconds since 1970 (tokens), `clock` is service time (what a
    message is dated). `origin` is where browsers find the service (https://chat.example.uk)
    when it stands behind something that speaks TLS for it; otherwise the request tells.
    """

    name: str = "web"
    surface: Surface = Surface.WEB
    repeats: bool = True

    def __init__(
        self,
        store: Store,
        *,
        key: bytes,
        now: Callable[[], float],
        clock: Callable[[], datetime],
        origin: str | None = None,
    ) -> None:
        self._store = store
        self._passes = Passes(key, now)
        self._clock = clock
        self._origin = origin
        # What holds a young person's words is kept sealed, with a key of this door's own.
        self._cipher = Cipher(hashlib.sha256(b"g2g:shown:" + key).digest())
        self._streams = Streams(store, cipher=self._cipher)
        self._take: Take = _nobody
        self._closing = False
        self._turns: dict[asyncio.Task[None], str] = {}
        self._order: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def open(self, app: web.Application, take: Take) -> None:
        """Register the routes; `take` gets what people do, after they have been answered."""
        self._take = take
        logging.getLogger("aiohttp.access").addFilter(token_free)
        one = f"{BASE}/conversations/{{id}}"
        app.router.add_post(f"{BASE}/tokens/refresh", self._refresh)
        app.router.add_post(f"{BASE}/conversations", self._start)
        app.router.add_get(one, self._reconnect)
        app.router.add_get(f"{one}/activities", self._replay)
        app.router.add_post(f"{one}/activities", self._hear)
        app.router.add_get(f"{one}/stream", self._stream)
        app.router.add_route("*", f"{BASE}/{{rest:.*}}", _nothing_here)
        app.on_shutdown.append(self._on_shutdown)

    def issue(self, holder: Pass) -> dict[str, object]:
        """Give somebody their way in, as Direct Line's tokens/generate would have said it."""
        return {
            "token": self._passes.issue(holder),
            "conversationId": holder.conversation,
            "userId": holder.who,
            "expires_in": CHAT_S,
        }

    @property
    def busy(self) -> bool:
        """Whether any turn that came through this door is still running."""
        return bool(self._turns)

    async def latest(self, conversations: Iterable[str]) -> dict[str, int]:
        """The newest watermark of each conversation, 0 where nothing was shown."""
        async with self._store.read() as books:
            return {each: await books.transcript.last(each) for each in conversations}

    async def send(self, to: Address, message: Spoken, *, key: str) -> str:
        """Show a new message and return its id; the same key again shows nothing new."""
        made = _hashed("bot", to.conversation, key)
        await self._show(to.conversation, made, message)
        return made

    async def replace(self, to: Address, message_id: str, message: Spoken) -> None:
        """Show `message` in the place of one of ours; raises Gone when there is none."""
        if not await self._is_ours(to.conversation, message_id):
            reason = "no such message in this conversation"
            raise Gone(reason)
        await self._show(to.conversation, message_id, message)

    async def close(self) -> None:
        """Let the running turns end, and the open pages go."""
        self._closing = True
        while self._turns:
            await asyncio.gather(*self._turns, return_exceptions=True)
        await self._streams.close()

    async def _on_shutdown(self, _: web.Application) -> None:
        await self.close()

    # --- what a page asks for ----------------------------------------------------------

    async def _refresh(self, request: web.Request) -> web.Response:
        holder = self._holder(request)
        return web.json_response(self.issue(holder))

    async def _start(self, request: web.Request) -> web.Response:
        holder = self._holder(request)
        # Coming in for the first time is an act too; its id makes it once in a lifetime.
        self._room_for(holder)
        if not (await self.latest([holder.conversation]))[holder.conversation]:
            self._begin(holder, _incoming(holder, _hashed("hello", holder.conversation, "")))
        return web.json_response(self._way_in(request, holder, 0), status=201)

    async def _reconnect(self, request: web.Request) -> web.Response:
        holder = self._holder(request)
        return web.json_response(self._way_in(request, holder, watermark(request)))

    async def _replay(self, request: web.Request) -> web.Response:
        holder, seen = self._holder(request), watermark(request)
        async with self._store.read() as books:
            rows = await books.transcript.since(holder.conversation, seen)
        return web.json_response(group(rows, seen, self._cipher))

    async def _stream(self, request: web.Request) -> web.WebSocketResponse:
        holder = self._read(request.query.get("t", ""), Use.STREAM)
        _same(request, holder)
        return await self._streams.serve(request, holder.conversation, watermark(request))

    async def _hear(self, request: web.Request) -> web.Response:
        holder = self._holder(request)
        body = await read_object(request)
        if body.get("type") != "message":
            # That somebody is typing, or has opened the page, is none of our business.
            return web.json_response({"id": uuid.uuid4().hex})
        said = read_message(body, types=holder.types)
        made = _hashed("person", holder.conversation, said.client or uuid.uuid4().hex)
        self._room_for(holder)
        if await self._echo(holder, made, said):
            if len(said.text) > LONGEST_TEXT:
                await self._refuse_long(holder, made, len(said.text))
            else:
                self._begin(holder, _incoming(holder, made, said))
        return web.json_response({"id": made})

    def _way_in(self, request: web.Request, holder: Pass, seen: int) -> dict[str, object]:
        origin = self._origin or f"{request.scheme}://{request.host}"
        path = f"{BASE}/conversations/{quote(holder.conversation, safe='')}/stream"
        token = self._passes.issue(holder, Use.STREAM)
        stream = f"{origin.replace('http', 'ws', 1)}{path}?watermark={seen}&t={token}"
        return {**self.issue(holder), "streamUrl": stream}

    def _holder(self, request: web.Request) -> Pass:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        holder = self._read(token.strip() if scheme.lower() == "bearer" else "", Use.CHAT)
        if "id" in request.match_info:
            _same(request, holder)
        return holder

    def _read(self, token: str, use: Use) -> Pass:
        try:
            return self._passes.read(token, use)
        except Expired:
            # Direct Line says 403 here, and Web Chat knows by it that its time is over.
            raise Refusal(403, "TokenExpired", "This chat's time is over. Reload it.") from None
        except Forged:
            raise Refusal(
                401,
                "BadToken",
                "A valid token is needed here. Reload the chat.",
                headers={"WWW-Authenticate": "Bearer"},
            ) from None

    # --- turns -------------------------------------------------------------------------

    def _room_for(self, holder: Pass) -> None:
        if self._closing:
            raise Refusal(503, "Closing", "The service is restarting. Please try again soon.")
        if sum(each == holder.conversation for each in self._turns.values()) >= MOST_WAITING:
            raise Refusal(429, "TooMany", "That was a lot at once. Please wait a moment.")

    def _begin(self, holder: Pass, act: Incoming) -> None:
        turn = asyncio.create_task(self._turn(act))
        self._turns[turn] = holder.conversation
        turn.add_done_callback(self._turns.pop)

    async def _turn(self, act: Incoming) -> None:
        """Live through one act, after those that came before it in the same conversation."""
        where = act.address.conversation
        lock = self._order.setdefault(where, asyncio.Lock())
        async with lock:
            try:
                answer = await self._take(act)
                if answer.replace is not None:
                    await self._answer(act, answer.replace)
            except Exception as error:  # noqa: BLE001 - whatever it is, the person is told
                await self._apologise(act, error)

    async def _answer(self, act: Incoming, message: Spoken) -> None:
        if act.card and await self._is_ours(act.address.conversation, act.card):
            await self._show(act.address.conversation, act.card, message)
        else:
            await self.send(act.address, message, key=f"answer:{act.activity}")

    async def _apologise(self, act: Incoming, error: Exception) -> None:
        broke(log, "web_turn_failed", error)
        try:
            await self.send(act.address, Spoken(SORRY, SORRY), key=f"sorry:{act.activity}")
        except Unsure:
            log.warning("web_sorry_not_shown")

    # --- the transcript ----------------------------------------------------------------

    async def _echo(self, holder: Pass, made: str, said: Posted) -> bool:
        """Show people what they did; False when it was shown before.

        Of a pressed button only the press is kept: what the fields held is the turn's.
        """
        activity: Activity = {"type": "message", "id": made, "from": _person(holder)}
        activity["channelData"] = {"clientActivityID": said.client} if said.client else {}
        if said.value is None:
            activity |= {"text": said.text, "textFormat": "plain"}
        else:
            activity["channelData"]["postBack"] = True
        async with self._store.begin() as books:
            if await books.transcript.get(holder.conversation, made) is not None:
                return False
            await self._put(books.transcript, holder.conversation, activity)
        self._streams.wake(holder.conversation)
        return True

    async def _refuse_long(self, holder: Pass, made: str, given: int) -> None:
        words = TOO_LONG.format(given=given, most=LONGEST_TEXT)
        to = Address(door=self.name, conversation=holder.conversation)
        await self.send(to, Spoken(words, words), key=f"long:{made}")

    async def _show(self, conversation: str, made: str, message: Spoken) -> None:
        """Put a message of ours into the transcript; raises Unsure when that fails."""
        activity: Activity = {"type": "message", "id": made, "from": BOT}
        activity["summary"] = message.summary
        # Web Chat reads this aloud instead of naming each part of a card.
        activity["channelData"] = {"webchat:fallback-text": message.text}
        if message.card is None:
            activity |= {"text": message.text, "textFormat": "plain"}
        else:
            card = dress(message.card, self.surface, made)
            activity["attachments"] = [{"contentType": CARD, "content": card}]
        if message.private:
            activity = seal(activity, self._cipher)
        try:
            async with self._store.begin() as books:
                await self._put(books.transcript, conversation, activity)
        except Exception as error:
            raise Unsure(type(error).__name__) from error
        self._streams.wake(conversation)

    async def _put(self, transcript: Transcript, conversation: str, activity: Activity) -> None:
        """Write an activity in its place: where it was, or at the end.

        Web Chat sorts by the sequence id, so a card that is shown again in its newer form
        stays where the person pressed it, after a reload too.
        """
        before = await transcript.get(conversation, activity["id"])
        if before is None:
            order = await transcript.last(conversation) + 1
            dated = self._clock().astimezone(UTC).isoformat()
        else:
            order, dated = before["channelData"]["webchat:sequence-id"], before["timestamp"]
        activity["channelData"]["webchat:sequence-id"] = order
        activity |= {
            "timestamp": dated,
            "channelId": "webchat",
            "conversation": {"id": conversation},
            "locale": "en-GB",
        }
        await transcript.put(conversation, activity["id"], activity)

    async def _is_ours(self, conversation: str, message_id: str) -> bool:
        async with self._store.read() as books:
            shown = await books.transcript.get(conversation, message_id)
        return shown is not None and shown["from"]["role"] == "bot"


async def _nobody(_: Incoming) -> Answer:
    message = "the door is not open"
    raise RuntimeError(message)


async def _nothing_here(_: web.Request) -> web.Response:
    raise Refusal(404, "NotFound", "There is nothing at this address.")


def _same(request: web.Request, holder: Pass) -> None:
    if request.match_info["id"] != holder.conversation:
        raise Refusal(403, "OtherConversation", "This token is for another conversation.")


def _incoming(holder: Pass, made: str, said: Posted | None = None) -> Incoming:
    act = Incoming(
        door=WebDoor.name,
        activity=made,
        who=holder.who,
        kind=Kind.HELLO,
        address=Address(door=WebDoor.name, conversation=holder.conversation),
        name=holder.name,
    )
    if said is None:
        return act
    if said.value is None:
        return replace(act, kind=Kind.TEXT, text=said.text)
    data = {key: found for key, found in said.value.items() if key not in {"verb", "card"}}
    return replace(
        act,
        kind=Kind.PRESS,
        verb=str(said.value["verb"]),
        card=str(said.value.get("card", "")),
        data=data,
    )


def _person(holder: Pass) -> dict[str, str]:
    return {"id": holder.who, "name": holder.name, "role": "user"}


def _hashed(kind: str, conversation: str, key: str) -> str:
    """An activity id that comes out the same for the same act or message, and tells nothing."""
    return hashlib.sha256("\n".join((kind, conversation, key)).encode()).hexdigest()[:32]
