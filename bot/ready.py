"""Say whether the database can be worked with, and in a sentence why not."""

from __future__ import annotations

from bot.settings import Mode
from store import Store, StoreError
from store.migrate import head, standing

__all__ = ["MADE_IN", "UNMIGRATED", "belongs_elsewhere", "obstacle"]

MADE_IN = "made_in"
UNMIGRATED = "The database is not at this release's tables. Run: g2g migrate"


async def obstacle(store: Store, mode: Mode) -> str | None:
    """What keeps the service from working; None when nothing does. Raises nothing."""
    try:
        if await standing(store) != head():
            return UNMIGRATED
        return await belongs_elsewhere(store, mode)
    except StoreError as error:
        return str(error)


async def belongs_elsewhere(store: Store, mode: Mode) -> str | None:
    """Why the demo keeps off this data, or real work off the demo's; None for its own.

    Raises StoreError when the database does not answer.
    """
    if await standing(store) is None:
        return None
    async with store.read() as books:
        made_in = await books.memory.fact(MADE_IN)
    if made_in is None or made_in == mode.value:
        return None
    return (
        f"This database was made in {made_in} mode, so it is not opened in {mode.value} mode. "
        "Set G2G_DATABASE_URL to another one."
    )
