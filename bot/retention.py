"""Let go of what may not be kept any longer, and keep the evidence that it went."""

from __future__ import annotations

from datetime import datetime, timedelta

from store import Books
from workflow.dates import day_and_time, today
from workflow.retention import PLACE_DAYS, expired, oldest_kept, removed_words
from workflow.voices import WITHDRAW_DAYS

__all__ = ["let_go", "removal_lines"]

_DONE = "retention_on"
# A chat's own row leads from its code to its answers, and goes when the last code's time is over.
_TALKS = timedelta(days=PLACE_DAYS + WITHDRAW_DAYS + 1)
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
        "places": await books.talks.clear(now),
        "marks": await books.promises.remove_marks(oldest_kept(on)),
    }
    await books.talks.forget(now - _TALKS)
    for what, number in removed.items():
        if number:
            await books.voices.note_removed(what, number, now)


async def removal_lines(books: Books) -> list[str]:
    """What was removed when, newest first."""
    return [
        f"{day_and_time(one.at)}: {removed_words(one.what, one.count)}"
        for one in (await books.voices.removals())[:_TOLD]
    ]
