"""Measure a month's summary, its cards, its packs and its pictures for plans of several sizes.

Alone: `python -m tests.bench.packs`. What counts is the time an action takes, beside that of the
plan of 25 actions in the same run.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from bot.pack import KINDS, make
from bot.pictures import picture_of, png
from cards.blocks import Surface, dress
from tests.cards.packs import pack_from, summary_of
from tests.cards.samples import big_month, big_plan, every_card
from workflow.groups import By, groups
from workflow.summary import freeze, thaw
from workflow.tiers import Tier

T = TypeVar("T")

SIZES = (25, 300, 3_000)


def measured(size: int) -> dict[str, float]:
    """Seconds that each part takes for a plan of so many actions."""
    found: dict[str, float] = {}

    def timed(name: str, work: Callable[[], T]) -> T:
        started = time.perf_counter()
        made = work()
        found[name] = time.perf_counter() - started
        return made

    view = timed("summary", lambda: summary_of(size))
    frozen = timed("freeze", lambda: freeze(view, 1))
    timed("thaw", lambda: thaw(frozen))
    held = big_month(big_plan(size))
    cards = timed("every card", lambda: list(every_card(held)))
    timed("every card, dressed", lambda: [dress(made, Surface.TEAMS, "m") for _, made in cards])
    for by in By:
        assert timed(f"grouped by {by.value}", partial(groups, view, by))
    pack = timed("lay out", lambda: pack_from(frozen))
    timed("lay out for a lead member", lambda: pack_from(frozen, Tier.PORTFOLIO))
    for kind in KINDS:
        timed(kind, partial(make, pack, kind))
    strip = timed("strip", lambda: picture_of([view] * 12, "strip", "PI"))
    assert strip is not None
    timed("strip as PNG", lambda: png(strip))
    return found


def packs() -> dict[str, list[float]]:
    """Each part's seconds, for each of SIZES; the first run only warms up."""
    measured(SIZES[0])
    runs = [measured(size) for size in SIZES]
    return {name: [run[name] for run in runs] for name in runs[0]}


def show(found: dict[str, list[float]]) -> None:
    """Print seconds, and how much longer an action takes than in the smallest plan."""
    print(f"\n{'seconds, and the ratio per action':38}" + "".join(f"{n:>16,}" for n in SIZES))
    for name, seconds in found.items():
        base = seconds[0] / SIZES[0]
        cells = [
            f"{one:9.3f} {one / size / base:5.1f}x"
            for one, size in zip(seconds, SIZES, strict=True)
        ]
        print(f"{name:38}" + "".join(f"{cell:>16}" for cell in cells))


if __name__ == "__main__":
    show(packs())
