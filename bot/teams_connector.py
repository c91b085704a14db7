"""Speak to Microsoft's Bot Connector, and say truthfully what became of each message."""

from __future__ import annotations

import asyncio
import json
import math
import re
from collections.abc import Callable, Collection
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn
from urllib.parse import quote

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    InvalidURL,
)
from yarl import URL

from bot.doors import DoorError, Gone, Later, Rejected, TooBig, Unsure
from bot.logs import logger
from bot.settings import Settings
from bot.teams_gate import origin_of
from bot.teams_tokens import read_at_most

__all__ = ["Connector", "new_session"]

log = logger(__name__)

SCOPE = "https://api.botframework.com/.default"
TOKEN_S = 10.0
TOKEN_EARLY_S = 300.0
# While the token endpoint fails, everybody waits this long instead of asking it in turn.
TOKEN_PAUSE_S = 5.0
REFUSED_PAUSE_S = 300.0
LONGEST_WAIT_S = 3600.0
CONNECT_S = 5.0
READ_S = 20.0
WHOLE_S = 30.0
ANSWER_BYTES = 64 * 1024

LOCKED_OUT = "no token for the connector"
NOT_ALLOWED = "the service address is not on the list"
NO_ID = "the conversation or the message has no proper id"

_CODE = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_TOO_BIG = {"MessageSizeTooBig", "RequestEntityTooLarge"}


def new_session() -> ClientSession:
    """Open the one pool of connections, inside the running loop; its owner closes it."""
    # No limit on the whole: it would not say whether the message had left. See `Connector`.
    timeout = ClientTimeout(total=None, connect=CONNECT_S, sock_connect=CONNECT_S, sock_read=READ_S)
    return ClientSession(timeout=timeout, cookie_jar=DummyCookieJar())


class BotToken:
    """The bot's own access token, fetched once for all who wait for it."""

    def __init__(
        self, session: ClientSession, settings: Settings, *, monotonic: Callable[[], float]
    ) -> None:
        self._session = session
        self._settings = settings
        self._monotonic = monotonic
        self._lock = asyncio.Lock()
        self._token = ""
        self._until = -math.inf
        self._pause_until = -math.inf

    async def get(self) -> str:
        """Give a token good for some minutes; raises Later for everyone when there is none."""
        async with self._lock:
            now = self._monotonic()
            if now < self._until:
                return self._token
            if now < self._pause_until:
                raise Later(LOCKED_OUT, seconds=self._pause_until - now, everyone=True)
            try:
                self._token, lasts = await self._fetch()
            except Later as later:
                self._pause_until = self._monotonic() + (later.seconds or TOKEN_PAUSE_S)
                raise
            self._until = now + max(lasts - TOKEN_EARLY_S, lasts / 2)
            return self._token

    def forget(self, token: str) -> None:
        """Drop `token`, which the connector refused, unless a newer one is here already."""
        if token == self._token:
            self._until = -math.inf

    async def _fetch(self) -> tuple[str, float]:
        secret = self._settings.teams_app_secret
        form = {
            "grant_type": "client_credentials",
            "client_id": self._settings.teams_app_id,
            "client_secret": secret.get_secret_value() if secret else "",
            "scope": SCOPE,
        }
        try:
            async with self._session.post(
                self._settings.token_url,
                data=form,
                timeout=ClientTimeout(total=TOKEN_S),
                allow_redirects=False,
            ) as response:
                raw = await read_at_most(response.content, ANSWER_BYTES)
        except (ClientError, TimeoutError, OSError) as error:
            self._fail(type(error).__name__, TOKEN_PAUSE_S)
        if response.status in {400, 401, 403}:
            # A wrong or expired secret: nothing is lost by waiting for the operator.
            self._fail(f"status_{response.status}", REFUSED_PAUSE_S)
        found = _json(raw)
        token, lasts = found.get("access_token"), _number(found.get("expires_in"))
        if response.status != 200 or not isinstance(token, str) or not token or lasts is None:
            self._fail(f"status_{response.status}", TOKEN_PAUSE_S)
        return token, lasts

    def _fail(self, reason: str, seconds: float) -> NoReturn:
        log.error("teams_token_not_fetched", reason=reason)
        raise Later(LOCKED_OUT, seconds=seconds, everyone=True)


class Connector:
    """Posts and replaces activities; every failure becomes the DoorError that it means.

    What surely did not leave is Later; what may have arrived is Unsure. `now` is machine time
    in seconds since 1970 and only reads a Retry-After that is a date.
    """

    def __init__(
        self,
        session: ClientSession,
        settings: Settings,
        *,
        origins: Collection[URL],
        now: Callable[[], float],
        monotonic: Callable[[], float],
    ) -> None:
        self._session = session
        self._origins = origins
        self._now = now
        self._token = BotToken(session, settings, monotonic=monotonic)

    async def post(self, service_url: str, conversation: str, activity: dict[str, Any]) -> str:
        """Post a new activity and return its id; raises a DoorError."""
        url = self._address(service_url, conversation)
        return await self._say("POST", url, activity)

    async def put(
        self, service_url: str, conversation: str, message_id: str, activity: dict[str, Any]
    ) -> None:
        """Put `activity` in the place of the message `message_id`; raises a DoorError."""
        url = self._address(service_url, conversation, message_id)
        await self._say("PUT", url, {**activity, "id": message_id})

    def _address(self, service_url: str, conversation: str, *message: str) -> URL:
        # Asked again here, because the address may come from a row written long ago.
        if origin_of(service_url) not in self._origins:
            raise Rejected(NOT_ALLOWED)
        parts = ["v3", "conversations", conversation, "activities", *message]
        if {"", ".", ".."} & set(parts):
            raise Rejected(NO_ID)
        path = "/".join(quote(part, safe="") for part in parts)
        return URL(f"{service_url.rstrip('/')}/{path}", encoded=True)

    async def _say(self, method: str, url: URL, activity: dict[str, Any]) -> str:
        body = json.dumps(activity, ensure_ascii=False, separators=(",", ":")).encode()
        token = await self._token.get()
        status, answer, retry_after = await self._request(method, url, body, token)
        if status == 401:
            self._token.forget(token)
            token = await self._token.get()
            status, answer, retry_after = await self._request(method, url, body, token)
        if 200 <= status < 300:
            made = answer.get("id")
            return made if isinstance(made, str) else ""
        raise _meaning(method, status, _code(answer), retry_after)

    async def _request(
        self, method: str, url: URL, body: bytes, token: str
    ) -> tuple[int, dict[str, Any], float | None]:
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json; charset=utf-8",
        }
        try:
            async with (
                asyncio.timeout(WHOLE_S),
                self._session.request(
                    method, url, data=body, headers=headers, allow_redirects=False
                ) as response,
            ):
                return response.status, await _answer(response), self._retry_after(response)
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            raise Later(type(error).__name__) from error
        except InvalidURL as error:
            raise Rejected(NOT_ALLOWED) from error
        except (ClientError, TimeoutError, OSError) as error:
            raise Unsure(type(error).__name__) from error

    def _retry_after(self, response: ClientResponse) -> float | None:
        said = response.headers.get("Retry-After", "").strip()
        seconds = _number(said)
        if seconds is None:
            try:
                seconds = parsedate_to_datetime(said).timestamp() - self._now()
            except (ValueError, OverflowError):
                return None
        return min(max(seconds, 0.0), LONGEST_WAIT_S)


def _meaning(method: str, status: int, code: str, retry_after: float | None) -> DoorError:
    """Say what a refusal means for the outbox; `code` is the connector's own word for it."""
    why = f"{status} {code}".strip()
    if status == 429:
        return Later(why, seconds=retry_after, everyone=True)
    if status in {401, 412}:
        return Later(why, seconds=retry_after)
    if status == 413 or code in _TOO_BIG:
        return TooBig(why)
    if method == "PUT" and status == 404 and code != "ConversationNotFound":
        # The message was deleted; the person is still there and can be written to.
        return Rejected(why)
    if status in {403, 404}:
        return Gone(why)
    if status >= 500 or status == 408:
        return Unsure(why)
    return Rejected(why)


async def _answer(response: ClientResponse) -> dict[str, Any]:
    """Read the answer's JSON; empty where that fails, for the status has said what counts."""
    try:
        return _json(await read_at_most(response.content, ANSWER_BYTES))
    except (ClientError, TimeoutError, OSError):
        return {}


def _json(raw: bytes | None) -> dict[str, Any]:
    try:
        found = json.loads(raw or b"{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _code(answer: dict[str, Any]) -> str:
    error = answer.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else ""


def _number(found: object) -> float | None:
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return None
    try:
        number = float(found)
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None
