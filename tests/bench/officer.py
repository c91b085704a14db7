"""Take a full officer's turn for the bench: parse, validate, write on SQLite, and the receipt."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path

from bot.doors import Answer, Incoming, Kind
from tests.journeys.council import DIRECTOR, Council, council

__all__ = ["take"]

_COUNT = itertools.count()
_REFS = ("PI1.3", "PI1.4", "PI2.1", "PI3.1", "LD1.1", "QA1.3")


@cache
def _ready() -> asyncio.Future[Council]:
    """One council for the whole run, made at the first turn."""
    return asyncio.ensure_future(_make())


async def _make() -> Council:
    # Left open on purpose: the process ends with the run.
    stack = AsyncExitStack()
    folder = tempfile.mkdtemp(prefix="g2g-bench-")
    town = await stack.enter_async_context(
        council(f"sqlite+aiosqlite:///{Path(folder) / 'g2g.db'}")
    )
    await town.at("2019-09-05T09:00")
    return town


async def take(incoming: Incoming) -> Answer:
    """Save an update of one of the director's actions, whatever was typed."""
    town = await _ready()
    number = next(_COUNT)
    ref = _REFS[number % len(_REFS)]
    item = (await town.month()).item(ref)
    saved = replace(
        incoming,
        door="web",
        who=town.directory(DIRECTOR),
        kind=Kind.PRESS,
        verb="update.save",
        data={
            "ref": ref,
            "month": "2019-09",
            "v": item.version,
            "words": f"Update number {number}: 55.1% of plans are up to date.",
            "rag": "A",
            "why": "Behind the line, with a plan.",
            "figure:PI3.1-M1": "55.1",
            "as_at:PI3.1-M1": "2019-08-31",
        },
    )
    return await town.app.turns.take(saved)
