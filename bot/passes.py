"""Prove, half an hour at a time, whose web conversation a page may see."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import jwt

__all__ = ["CHAT_S", "Expired", "Forged", "Pass", "Passes", "Use"]

# Web Chat asks for a new one after 15 minutes, so half an hour survives one missed refresh.
CHAT_S = 30 * 60
# The stream's token stands in an address, where tokens are easily seen: it is short-lived.
STREAM_S = 60
SHORTEST_KEY = 32
ALGORITHM = "HS256"


class Forged(Exception):
    """The token is not one of ours, or is meant for something else."""


class Expired(Exception):
    """The token was ours and its time is over."""


class Use(StrEnum):
    """What a token opens."""

    CHAT = "chat"
    STREAM = "stream"


@dataclass(frozen=True, slots=True)
class Pass:
    """One person's way into one conversation.

    `who` goes to the turn as Incoming.who. `types` is False where nothing can be typed and
    buttons are all there is.
    """

    who: str
    conversation: str
    types: bool
    name: str = ""


class Passes:
    """Signed tokens of a pass; `now` is machine time in seconds since 1970."""

    def __init__(self, key: bytes, now: Callable[[], float]) -> None:
        if len(key) < SHORTEST_KEY:
            message = f"the key must be {SHORTEST_KEY} bytes or more"
            raise ValueError(message)
        # A key of its own, so that nothing else signed with the same secret passes here.
        self._key = hmac.new(key, b"web chat passes", hashlib.sha256).digest()
        self._now = now

    def issue(self, holder: Pass, use: Use = Use.CHAT) -> str:
        """Sign a token; Web Chat reads the person's id from its `user`."""
        now = int(self._now())
        claims = {
            "sub": holder.who,
            "user": holder.who,
            "aud": use.value,
            "conversation": holder.conversation,
            "types": holder.types,
            "name": holder.name,
            "iat": now,
            "exp": now + (CHAT_S if use is Use.CHAT else STREAM_S),
        }
        return jwt.encode(claims, self._key, algorithm=ALGORITHM)

    def read(self, token: str, use: Use = Use.CHAT) -> Pass:
        """Check a token and return its pass; raises Expired or Forged."""
        # The library would look at the computer's own clock, and ours is an argument.
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                audience=use.value,
                options={"verify_exp": False, "verify_iat": False, "require": ["sub", "exp"]},
            )
            holder = Pass(
                who=str(claims["sub"]),
                conversation=str(claims["conversation"]),
                types=claims["types"] is True,
                name=str(claims["name"]),
            )
            expires = float(claims["exp"])
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            message = "not a token of this service"
            raise Forged(message) from error
        if self._now() >= expires:
            message = "a token whose time is over"
            raise Expired(message)
        return holder
