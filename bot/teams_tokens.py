"""Prove that a request comes from Teams: fetch the signing keys and check its token."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt
from aiohttp import ClientError, ClientSession, ClientTimeout, StreamReader
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm

from bot.logs import logger
from bot.settings import is_loopback

__all__ = ["LEEWAY_S", "Proof", "Refused", "SigningKeys", "TokenCheck", "read_at_most"]

log = logger(__name__)

LEEWAY_S = 300.0
# Microsoft asks for a refresh at least daily. Trying early means that a source which is down
# for an hour shuts nobody out; past FRESH_S the old keys are believed no longer.
EARLY_S = 20 * 3600.0
FRESH_S = 24 * 3600.0
# Anybody can send a token with an invented key id, so asking again is rationed.
AGAIN_S = 10.0
FETCH_S = 5.0
DOCUMENT_BYTES = 1024 * 1024
SMALLEST_KEY_BITS = 2048
ALGORITHM = "RS256"


class Refused(Exception):
    """A request that may not come in: the stranger sees `status`, the log sees `reason`."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Proof:
    """What a genuine token says: the connector it speaks for, the channels of its key."""

    service_url: str | None
    endorsements: frozenset[str]


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key and the channels whose messages it may sign."""

    public: RSAPublicKey
    endorsements: frozenset[str]


@dataclass(frozen=True, slots=True)
class KeyBook:
    """The issuer's name and its keys by id, as last published."""

    issuer: str
    keys: Mapping[str, SigningKey]


class SigningKeys:
    """The issuer's published keys, kept for a day and asked for again when one is unknown."""

    def __init__(
        self, session: ClientSession, openid_url: str, *, monotonic: Callable[[], float]
    ) -> None:
        self._session = session
        self._url = openid_url
        self._monotonic = monotonic
        self._lock = asyncio.Lock()
        self._book: KeyBook | None = None
        self._got = -math.inf
        self._tried = -math.inf

    async def find(self, kid: str) -> tuple[str, SigningKey]:
        """Give the issuer and its key `kid`; raises Refused(401) where there is none."""
        book = self._current()
        known = book is not None and kid in book.keys
        if not known or (self._age() > EARLY_S and not self._lock.locked()):
            await self._refresh()
            book = self._current()
        if book is None:
            raise Refused(401, "keys_unavailable")
        if kid not in book.keys:
            raise Refused(401, "unknown_key")
        return book.issuer, book.keys[kid]

    def _age(self) -> float:
        return self._monotonic() - self._got

    def _current(self) -> KeyBook | None:
        return self._book if self._age() <= FRESH_S else None

    async def _refresh(self) -> None:
        async with self._lock:
            if self._monotonic() - self._tried < AGAIN_S:
                return
            try:
                self._book = await self._fetch()
                self._got = self._monotonic()
            except (ClientError, TimeoutError, OSError, ValueError) as error:
                # Expected now and then; a trace would say nothing more.
                log.error("teams_keys_not_fetched", reason=type(error).__name__)  # noqa: TRY400
            finally:
                self._tried = self._monotonic()

    async def _fetch(self) -> KeyBook:
        document = await self._document(self._url)
        issuer, jwks_uri = document.get("issuer"), document.get("jwks_uri")
        if not isinstance(issuer, str) or not issuer or not isinstance(jwks_uri, str):
            message = "the OpenID document names no issuer or no keys"
            raise ValueError(message)
        if ALGORITHM not in _strings(document.get("id_token_signing_alg_values_supported")):
            message = f"the OpenID document does not offer {ALGORITHM}"
            raise ValueError(message)
        if not _is_private(jwks_uri):
            message = "the OpenID document sends us to an open address for its keys"
            raise ValueError(message)
        published = (await self._document(jwks_uri)).get("keys")
        keys = dict(filter(None, map(_key, published if isinstance(published, list) else [])))
        if not keys:
            message = "the key document holds no usable key"
            raise ValueError(message)
        return KeyBook(issuer, keys)

    async def _document(self, url: str) -> dict[str, Any]:
        timeout = ClientTimeout(total=FETCH_S)
        async with self._session.get(url, timeout=timeout, allow_redirects=False) as response:
            raw = await read_at_most(response.content, DOCUMENT_BYTES)
        if response.status != 200 or raw is None:
            message = f"a key document could not be read (status {response.status})"
            raise ValueError(message)
        document = json.loads(raw)
        if not isinstance(document, dict):
            message = "a key document is not an object"
            raise ValueError(message)
        return document


class TokenCheck:
    """The check of a bearer token; `now` is machine time in seconds since 1970."""

    def __init__(self, keys: SigningKeys, *, audience: str, now: Callable[[], float]) -> None:
        self._keys = keys
        self._audience = audience
        self._now = now

    async def prove(self, authorization: str | None) -> Proof:
        """Check the Authorization header; raises Refused(401) with the reason for the log."""
        token = _bearer(authorization)
        try:
            header = jwt.get_unverified_header(token)
        except jwt.PyJWTError as error:
            raise Refused(401, "not_a_token") from error
        kid = header.get("kid")
        if header.get("alg") != ALGORITHM or not isinstance(kid, str):
            raise Refused(401, "wrong_algorithm_or_no_key_id")
        issuer, key = await self._keys.find(kid)
        claims = self._claims(token, issuer, key)
        self._in_time(claims)
        service_url = claims.get("serviceurl")
        return Proof(service_url if isinstance(service_url, str) else None, key.endorsements)

    def _claims(self, token: str, issuer: str, key: SigningKey) -> dict[str, Any]:
        try:
            return jwt.decode(
                token,
                key.public,
                algorithms=[ALGORITHM],
                audience=self._audience,
                issuer=issuer,
                # The library reads the computer's clock; `_in_time` reads the one given to us.
                options={
                    "require": ["exp", "iss", "aud"],
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                },
            )
        except jwt.PyJWTError as error:
            raise Refused(401, type(error).__name__) from error

    def _in_time(self, claims: Mapping[str, Any]) -> None:
        now = self._now()
        if _seconds(claims["exp"]) + LEEWAY_S <= now:
            raise Refused(401, "expired")
        if "nbf" in claims and _seconds(claims["nbf"]) - LEEWAY_S > now:
            raise Refused(401, "not_yet_valid")


async def read_at_most(stream: StreamReader, limit: int) -> bytes | None:
    """Everything in `stream`, or None as soon as it turns out longer than `limit` bytes."""
    found = bytearray()
    async for part in stream.iter_any():
        found += part
        if len(found) > limit:
            return None
    return bytes(found)


def _bearer(authorization: str | None) -> str:
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refused(401, "no_token")
    return token.strip()


def _seconds(claim: object) -> float:
    if isinstance(claim, bool) or not isinstance(claim, int | float):
        raise Refused(401, "time_is_no_number")
    if not math.isfinite(claim):
        raise Refused(401, "time_is_no_number")
    return float(claim)


def _key(published: object) -> tuple[str, SigningKey] | None:
    """Read a published key and its id; None where it is not one for RS256 signatures."""
    if not isinstance(published, dict) or published.get("kty") != "RSA":
        return None
    kid = published.get("kid")
    if not isinstance(kid, str) or published.get("use", "sig") != "sig":
        return None
    try:
        public = RSAAlgorithm.from_jwk(json.dumps(published))
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    if not isinstance(public, RSAPublicKey) or public.key_size < SMALLEST_KEY_BITS:
        return None
    return kid, SigningKey(public, frozenset(_strings(published.get("endorsements"))))


def _strings(found: object) -> list[str]:
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def _is_private(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    host = parts.hostname or ""
    return bool(host) and (
        parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    )
