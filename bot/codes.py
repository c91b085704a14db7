"""Make what opens a conversation: the names in links, and the three words of a code."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from store.talks import Invitation

__all__ = ["Codes", "Signer"]

# 7,776 plain words chosen by the Electronic Frontier Foundation to be read out and spelt.
_LIST = ("xkcdpass", "static/eff-long")
_WORDS = 3
_SIGNED = 18


class Codes:
    """Codes of three words; what is kept of one is a digest that needs the key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def make(self) -> str:
        """A new code, such as `river candle mango`."""
        return " ".join(secrets.choice(_words()) for _ in range(_WORDS))

    def digest(self, code: str) -> str:
        """What is kept of a code: 64 signs, the same however the words were spaced or written."""
        said = " ".join(re.findall(r"[a-z]+", code.casefold()))
        return hmac.new(self._key, said.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Signer:
    """Makes the names in the links; a visit's is signed, so that none can be made up."""

    key: bytes

    def name(self, kind: str) -> str:
        """A new name: short for a poster, signed for a visit."""
        made = secrets.token_urlsafe(9 if kind == "open" else 12)
        return self.signed(made) if kind == "visit" else made

    def signed(self, name: str) -> str:
        """A name with its signature."""
        made = hmac.new(self.key, name.encode(), hashlib.sha256).digest()[:_SIGNED]
        return f"{name}.{base64.urlsafe_b64encode(made).decode()}"

    def is_right(self, one: Invitation) -> bool:
        """Whether this service signed a visit's link; an open one needs no signature."""
        if one.kind == "open":
            return True
        return secrets.compare_digest(self.signed(one.id.partition(".")[0]), one.id)


@cache
def _words() -> tuple[str, ...]:
    package, name = _LIST
    found = files(package).joinpath(name).read_text(encoding="utf-8").split()
    return tuple(word for word in found if word.isalpha())
