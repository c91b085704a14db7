"""Stand in for Microsoft on this computer: signing keys, access tokens and the Bot Connector.

It answers what the real services document, records what it is told and fails on request. It
signs its tokens with keys of its own, so that a test runs the door's whole check.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from types import TracebackType
from typing import Any, Self

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bot.settings import Settings, load

__all__ = ["APP_ID", "NOW", "SECRET", "TENANT", "Fault", "Key", "Sent", "StandIn", "activity"]

APP_ID = "11111111-2222-3333-4444-555555555555"
TENANT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
SECRET = "a secret of the stand-in"
ISSUER = "https://api.botframework.com"
BOT = f"28:{APP_ID}"
NOW = 1_780_000_000.0


@cache
def _pair(number: int) -> rsa.RSAPrivateKey:
    """The key pair of that number, made once a run because making one takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Key:
    """A signing key: its id, its pair, and the channels it is published for."""

    kid: str
    private: rsa.RSAPrivateKey
    endorsements: tuple[str, ...] = ("msteams",)
    use: str = "sig"

    @classmethod
    def numbered(cls, number: int, endorsements: Iterable[str] = ("msteams",)) -> Key:
        return cls(f"key-{number}", _pair(number), tuple(endorsements))

    def published(self) -> dict[str, Any]:
        public = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        more = {"kid": self.kid, "use": self.use, "endorsements": list(self.endorsements)}
        return {**public, **more}


@dataclass(frozen=True)
class Fault:
    """What goes wrong with the next request of `method`, or of any, `times` times over.

    `status` None means that it is delivered; `drop` breaks the line after that, `delay` (in
    seconds) keeps the answer back.
    """

    status: int | None = None
    code: str = ""
    retry_after: str = ""
    location: str = ""
    delay: float = 0.0
    drop: bool = False
    method: str = ""
    times: int = 1


@dataclass(frozen=True)
class Sent:
    """One request that the connector took: a new message, or one put in another's place."""

    method: str
    conversation: str
    message: str
    body: dict[str, Any]


@dataclass
class StandIn:
    """Microsoft's side, as `async with StandIn() as microsoft`.

    `sent` is what arrived, `asked` counts the requests by name (openid, keys, token, POST,
    PUT), `faults` and `token_faults` are what is to go wrong next. `now` is what its tokens
    call now; `issuer`, `algorithms`, `jwks_uri` (its own unless set) and `keys` are published.
    """

    now: Callable[[], float] = lambda: NOW
    issuer: str = ISSUER
    algorithms: tuple[str, ...] = ("RS256",)
    jwks_uri: str = ""
    keys: list[Key] = field(default_factory=lambda: [Key.numbered(1)])
    expires_in: int = 3600
    faults: list[Fault] = field(default_factory=list)
    token_faults: list[int] = field(default_factory=list)
    key_faults: list[int] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    _tokens: set[str] = field(default_factory=set)
    _server: TestServer | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=4 * 1024 * 1024)
        where = "/teams/v3/conversations/{conversation}/activities"
        app.add_routes(
            [
                web.get("/openid", self._openid),
                web.get("/keys", self._keys),
                web.post("/token", self._token),
                web.post(where, self._activity),
                web.post(where + "/{answered}", self._activity),
                web.put(where + "/{message}", self._activity),
            ]
        )
        self._server = TestServer(app, host="127.0.0.1")
        await self._server.start_server()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        await self._server.close()

    @property
    def url(self) -> str:
        assert self._server is not None
        return str(self._server.make_url("")).rstrip("/")

    @property
    def service_url(self) -> str:
        return f"{self.url}/teams/"

    def environment(self, **more: str) -> dict[str, str]:
        """The settings of a bot that takes this for Microsoft."""
        return {
            "G2G_TEAMS_APP_ID": APP_ID,
            "G2G_TEAMS_APP_SECRET": SECRET,
            "G2G_TEAMS_TENANT_ID": TENANT,
            "G2G_TEAMS_OPENID_URL": f"{self.url}/openid",
            "G2G_TEAMS_TOKEN_URL": f"{self.url}/token",
            "G2G_TEAMS_SERVICE_ORIGINS": self.url,
            **more,
        }

    def settings(self, **more: str) -> Settings:
        return load(self.environment(**more))

    def rotate(self, *keys: Key) -> None:
        """Publish other keys from now on; by default one that was never seen before."""
        self.keys = list(keys) or [Key.numbered(len(self.keys) + 1)]

    def revoke(self) -> None:
        """Believe none of the access tokens given out so far."""
        self._tokens.clear()

    def accept(self, token: str) -> None:
        """Believe an access token that was not fetched here."""
        self._tokens.add(token)

    def token(self, *, key: Key | None = None, **claims: object) -> str:
        """A token as Teams sends it; a claim given as None is left out."""
        signer = key or self.keys[0]
        told: dict[str, object] = {
            "iss": ISSUER,
            "aud": APP_ID,
            "nbf": int(self.now()) - 60,
            "exp": int(self.now()) + 3600,
            "serviceurl": self.service_url,
            **claims,
        }
        kept = {name: value for name, value in told.items() if value is not None}
        return jwt.encode(kept, signer.private, "RS256", headers={"kid": signer.kid})

    def headers(self, **claims: object) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(**claims)}"}  # type: ignore[arg-type]

    async def _openid(self, request: web.Request) -> web.Response:
        self.asked["openid"] += 1
        if self.key_faults:
            return web.Response(status=self.key_faults.pop(0))
        return web.json_response(
            {
                "issuer": self.issuer,
                "authorization_endpoint": "https://invalid.botframework.com",
                "jwks_uri": self.jwks_uri or f"{self.url}/keys",
                "id_token_signing_alg_values_supported": list(self.algorithms),
                "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            }
        )

    async def _keys(self, request: web.Request) -> web.Response:
        self.asked["keys"] += 1
        return web.json_response({"keys": [key.published() for key in self.keys]})

    async def _token(self, request: web.Request) -> web.Response:
        self.asked["token"] += 1
        form = await request.post()
        await asyncio.sleep(0)
        if self.token_faults:
            return web.Response(status=self.token_faults.pop(0))
        asked = {
            "grant_type": "client_credentials",
            "client_id": APP_ID,
            "client_secret": SECRET,
            "scope": "https://api.botframework.com/.default",
        }
        if dict(form) != asked:
            return web.json_response({"error": "invalid_client"}, status=401)
        token = f"access-{self.asked['token']}"
        self._tokens.add(token)
        told = {"token_type": "Bearer", "expires_in": self.expires_in, "access_token": token}
        return web.json_response(told)

    async def _activity(self, request: web.Request) -> web.Response:
        self.asked[request.method] += 1
        body = json.loads(await request.read())
        fault = self._fault(request.method)
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self._tokens:
            return _failed(Fault(401, code="BotNotAuthenticated"))
        if fault is not None and fault.status is not None:
            await asyncio.sleep(fault.delay)
            return _failed(fault)
        message = request.match_info.get("message") or f"m{self.asked['POST']}"
        conversation = request.match_info["conversation"]
        self.sent.append(Sent(request.method, conversation, message, body))
        if fault is not None:
            await asyncio.sleep(fault.delay)
            if fault.drop and request.transport is not None:
                request.transport.abort()
        return web.json_response({"id": message}, status=201)

    def _fault(self, method: str) -> Fault | None:
        for place, fault in enumerate(self.faults):
            if fault.method in {"", method}:
                left = fault.times - 1
                again = [Fault(**{**vars(fault), "times": left})] if left else []
                self.faults[place : place + 1] = again
                return fault
        return None


def activity(service_url: str, **changes: object) -> dict[str, Any]:
    """A message as Teams really sends one, with what is changed; None leaves a field out."""
    told: dict[str, Any] = {
        "type": "message",
        "id": "1485983408511",
        "timestamp": "2026-05-29T09:30:00.511Z",
        "localTimestamp": "2026-05-29T10:30:00.511+01:00",
        "localTimezone": "Europe/London",
        "serviceUrl": service_url,
        "channelId": "msteams",
        "from": {
            "id": "29:1XJKJMvc5GBtc2JwZq0oj8tHZmzrQgmB39ATiQWA85gQtHieVkKilBZ9XHoq9j",
            "name": "Priya Nair",
            "aadObjectId": "7FAF2C1E-0000-4000-8000-000000000001",
        },
        "conversation": {
            "conversationType": "personal",
            "id": "a:17I0kl9EkpE1O9PH5TWrzrLNwnWWcfrU7QZjKR0WSvH",
            "tenantId": TENANT,
        },
        "recipient": {"id": BOT, "name": "Getting to Good"},
        "entities": [{"locale": "en-GB", "country": "GB", "type": "clientInfo"}],
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "en-GB",
        "textFormat": "plain",
        "text": "hello",
        **changes,
    }
    return {name: value for name, value in told.items() if value is not None}


def _failed(fault: Fault) -> web.Response:
    assert fault.status is not None
    headers = {"Retry-After": fault.retry_after, "Location": fault.location}
    return web.json_response(
        {"error": {"code": fault.code, "message": "as asked"}},
        status=fault.status,
        headers={name: value for name, value in headers.items() if value},
    )
