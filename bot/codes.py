"""Make the three words with which somebody comes back or deletes their answers."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from functools import cache
from importlib.resources import files

__all__ = ["Codes"]

# 7,776 plain words chosen by the Electronic Frontier Foundation to be read out and spelt.
_LIST = ("xkcdpass", "static/eff-long")
_WORDS = 3


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


@cache
def _words() -> tuple[str, ...]:
    package, name = _LIST
    found = files(package).joinpath(name).read_text(encoding="utf-8").split()
    return tuple(word for word in found if word.isalpha())
