"""Let go of what may not be kept any longer, and keep the evidence that it went."""

from __future__ import annotations

from datetime import datetime

from store import Books
from workflow.dates import day_and_time, today
from workflow.retention import expired, oldest_kept, removed_words

__all__ = ["let_go", "removal_lines"]

_DONE = "retention_on"
# So many removals are told in `g2g status`.
_TOLD = 5


async def let_go(books: Books, now: datetime) -> None:
    """Remove what is due, once a day; what was missed while the service was away goes as well."""
    on = today(now)
    if await books.memory.fact(_DONE) == on.isoformat():
        return
    await books.memory.note(_DONE, on.isoformat())
    kept = await books.voices.read_before(now)
    old = expired(kept, await books.cycles.reported(), now) if kept else ()
    removed = {
        "links": await books.voices.mix(on),
        "written": await books.voices.remove_written([one.id for one in old]) if old else 0,
        "ticked": await books.voices.remove_ticked(oldest_kept(on)),
        "marks": await books.promises.remove_marks(oldest_kept(on)),
    }
    for what, number in removed.items():
        if number:
            await books.voices.note_removed(what, number, now)


async def removal_lines(books: Books) -> list[str]:
    """What was removed when, newest first."""
    return [
        f"{day_and_time(one.at)}: {removed_words(one.what, one.count)}"
        for one in (await books.voices.removals())[:_TOLD]
    ]
