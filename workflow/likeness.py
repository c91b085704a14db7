"""Find texts that say the same in the same words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

__all__ = ["alike", "alike_pairs"]

# Of the words of both texts, in their order; below it two texts merely share a manner.
_NEAR = 90.0
# Shorter texts ("On track, nothing to add.") are often the same without having been copied.
_SHORTEST = 30
# Every different word becomes one character, so that a comparison counts words, and quickly.
_FIRST_SIGN = 0xE000

_WORD = re.compile(r"\w+(?:[.,’']\w+)*")


def alike(text: str, other: str) -> int | None:
    """The share of words two texts have in common, 90 to 100 per cent; None when they differ."""
    return next(iter(alike_pairs({0: text, 1: other}).get(0, {}).values()), None)


def alike_pairs[Key](texts: Mapping[Key, str]) -> dict[Key, dict[Key, int]]:
    """For each text its near copies, with the share of words in common in per cent, 90 to 100."""
