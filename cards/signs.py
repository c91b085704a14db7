"""Say in letters what a font has no sign for."""

from __future__ import annotations

import unicodedata
from collections.abc import Set as AbstractSet

__all__ = ["in_letters"]

# A letter of a script that the font does not have.
_UNKNOWN = "?"


def in_letters(text: str, drawn: AbstractSet[str]) -> str:
    """The text with every sign that is not in `drawn` named: a smiling face becomes its name."""
    missing = {ord(sign): _named(sign, drawn) for sign in set(text) - drawn if sign not in "\n\t"}
    return text.translate(missing) if missing else text


def _named(sign: str, drawn: AbstractSet[str]) -> str:
    kind = unicodedata.category(sign)
    if kind in {"Cf", "Mn", "Me", "Sk", "Cc", "Cn", "Co"}:
        # Joiners, directions, accents and shades of the sign before.
        return ""
    if kind.startswith("Z"):
        return " "
    plain = unicodedata.normalize("NFKC", sign)
    if plain != sign and set(plain) <= drawn:
        return plain
    name = unicodedata.name(sign, "").lower()
    flag = "regional indicator symbol letter "
    if name.startswith(flag):
        return name.removeprefix(flag).upper()
    return f"[{name}]" if kind.startswith("S") and name else _UNKNOWN
