"""Weigh a text by what the project's own labelled answers taught, beside the word list."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Weights", "learn", "likelihood", "signs"]

# Learning: passes over the examples, the first step's size, and how fast it shrinks.
_PASSES, _STEP, _SHRINK, _DECAY = 30, 0.3, 0.3, 1e-4
# A sign that weighs less than this says nothing, and is left out.
_LEAST = 0.12


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign weighs; above zero it speaks for a concern."""

    bias: float
    signs: Mapping[str, float]


def signs(read: str) -> frozenset[str]:
    """The signs of a text in plain words: its words, pairs of them, and four letters in a row."""
    words = read.split()
    found = set(words)
    found.update(f"{one}_{two}" for one, two in pairwise(words))
    found.update(each for word in words for each in _letters(word))
    return frozenset(found)


def likelihood(weights: Weights, read: str) -> float:
    """How likely somebody should look at a text, 0 to 1; `read` is in plain words."""
    found = signs(read)
    if not found:
        return 0.0
    total = sum(weights.signs.get(sign, 0.0) for sign in found)
    return _share(weights.bias + total / math.sqrt(len(found)))


def learn(examples: Sequence[tuple[str, bool]]) -> Weights:
    """Learn from labelled texts in plain words, by logistic regression.

    The same examples in the same order give the same weights to the last digit.
    """
    known = [(sorted(signs(read)), concern) for read, concern in examples]
    weights, bias = dict[str, float](), 0.0
    for turn in range(_PASSES):
        step = _STEP / (1 + turn * _SHRINK)
        for found, concern in _shuffled(known, turn):
            norm = math.sqrt(len(found)) or 1.0
            guess = _share(bias + sum(weights.get(sign, 0.0) for sign in found) / norm)
            push = step * (concern - guess)
            bias += 0.1 * push
            for sign in found:
                weights[sign] = weights.get(sign, 0.0) * (1 - step * _DECAY) + push / norm
    kept = {sign: round(one, 2) for sign, one in sorted(weights.items()) if abs(one) >= _LEAST}
    return Weights(round(bias, 3), kept)


# --- within -------------------------------------------------------------------------------


def _letters(word: str) -> Iterator[str]:
    framed = f"<{word}>"
    yield from (f"#{framed[n : n + 4]}" for n in range(max(1, len(framed) - 3)))


def _share(total: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def _shuffled(
    examples: Sequence[tuple[list[str], bool]], turn: int
) -> Iterable[tuple[list[str], bool]]:
    """The examples in another order each turn: in strides that have no common divisor with them."""
    size = len(examples)
    strides = range(size // 3 + 7 * turn + 1, 10 * size)
    stride = next(one for one in strides if math.gcd(one, size) == 1)
    return (examples[(n * stride + turn) % size] for n in range(size))
