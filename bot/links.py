"""Sign the addresses of files and pictures: nobody can guess one, and each works for a while."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import jwt

from bot.passes import Expired, Forged

__all__ = ["PACK_S", "PICTURE_S", "WE_DID_S", "Links", "Use"]

# A pack is fetched now or asked for again; a picture stands in a card that is read for months.
PACK_S = 60 * 60
PICTURE_S = 100 * 24 * 60 * 60
# Replies come in four weeks, and what they promise takes its time.
WE_DID_S = 400 * 24 * 60 * 60
_ALGORITHM = "HS256"


class Use(StrEnum):
    """What a link opens, and the first part of its address."""

    PACK = "packs"
    PICTURE = "pictures"
    WE_DID = "we-did"


_LASTS = {Use.PACK: PACK_S, Use.PICTURE: PICTURE_S, Use.WE_DID: WE_DID_S}


@dataclass(frozen=True, slots=True)
class Links:
    """Signed addresses under `base` (https://g2g.example.uk); `now` is machine time, seconds.

    `key` is 32 bytes or more, for this purpose alone. What a link opens stands in it, signed.
    `near`: cards are shown on pages of this service alone. Their policy lets in pictures of the
    host that the page was opened at, and that has several names (localhost, 127.0.0.1).
    """

    key: bytes
    now: Callable[[], float]
    base: str
    near: bool = False

    def sign(self, use: Use, what: Mapping[str, str]) -> str:
        """The address at which `what` is to be had until its time is over."""
        expires = int(self.now()) + _LASTS[use]
        claims = {**what, "aud": use.value, "exp": expires}
        base = "" if self.near and use is Use.PICTURE else self.base
        return f"{base}/{use.value}/{jwt.encode(claims, self.key, algorithm=_ALGORITHM)}"

    def read(self, use: Use, token: str) -> dict[str, str]:
        """What a link opens; raises Expired or Forged."""
        try:
            # The library would look at the computer's own clock, and ours is an argument.
            claims = jwt.decode(
                token,
                self.key,
                algorithms=[_ALGORITHM],
                audience=use.value,
                options={"verify_exp": False, "require": ["exp"]},
            )
            expires = float(claims["exp"])
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            message = "not a link of this service"
            raise Forged(message) from error
        if self.now() >= expires:
            message = "a link whose time is over"
            raise Expired(message)
        return {name: one for name, one in claims.items() if isinstance(one, str)}
