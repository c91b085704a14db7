"""Take young people's figures through the gate once a month, and remember what it let out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from store import Books
from workflow.dates import day, today
from workflow.evidence import SOURCES, STATED, Figure, Source, figure_of, reading_of, tally_of
from workflow.heard import Heard, found_words, heard
from workflow.plan import Plan
from workflow.promises import Mark
from workflow.voices import WITHDRAW_DAYS, Release, Tally, release

__all__ = ["figures_of", "found_by_promise", "gather_evidence", "heard_of"]

_GATHERED = "evidence_for"
# Where a figure is shown: the plan with every board's card, and the page that anybody can read.
_PLAN, _PAGE = "plan", "page"


async def gather_evidence(books: Books, plan: Plan, month: str, now: datetime) -> None:
    """Work out the month's figures, once; a month that has them is left alone.

    Each answer is counted in one month only: where too few have come in, they wait for the next.
    So what is shown in two months is never about nearly the same people.
    """
    if await books.memory.fact(_GATHERED) == month:
        return
    await books.memory.note(_GATHERED, month)
    before = await books.voices.shown()
    used = frozenset[str]().union(*before)
    refs = {action.ref for action in plan.actions}
    for source in SOURCES:
        if set(source.measure.used_in) <= refs:
            await _measure(books, source, before, used, month=month, now=now)
    for one in await books.promises.all():
        if one.public:
            marks = await books.promises.marks(one.id, before=today(now))
            await _marks(books, one.id, marks, before, used, month=month, now=now)


async def figures_of(books: Books) -> tuple[Figure, ...]:
    """The newest figure of each measure that may be shown."""
    newest = await books.voices.newest()
    return tuple(
        Figure(one.measure.id, one.measure.used_in[0], shown["words"], shown["exact"])
        for one in SOURCES
        if (shown := newest.get(one.measure.id))
    )


async def found_by_promise(books: Books) -> dict[int, str]:
    """How young people find what was done, by promise, in sentences that the gate let out."""
    newest = await books.voices.newest()
    return {
        int(figure.partition(":")[2]): str(shown["words"])
        for figure, shown in newest.items()
        if figure.startswith("promise:")
    }


async def heard_of(books: Books, on: date, names: Mapping[str, str]) -> Heard | None:
    """Young people's part of a month's summary; None when there is nothing to show."""
    stated = {}
    for measure in STATED:
        if (said := await books.voices.statement(measure)) is not None:
            stated[measure] = (said[0], today(said[1]))
    return heard(
        await books.promises.all(),
        on,
        names=names,
        figures=await figures_of(books),
        statements=stated,
        found=await found_by_promise(books),
    )


# --- within -------------------------------------------------------------------------------


async def _measure(
    books: Books,
    source: Source,
    before: tuple[frozenset[str], ...],
    used: frozenset[str],
    *,
    month: str,
    now: datetime,
) -> None:
    # Only answers that can't be taken back any more: what was shown stays true.
    until = today(now) - timedelta(days=WITHDRAW_DAYS)
    said = await books.voices.ticked(source.script, source.whole, before=until)
    new = {one.voice: one for one in said if one.voice not in used}
    let_out = release(tally_of(source, {name: one.chosen for name, one in new.items()}), before)
    if not isinstance(let_out, Release):
        return
    days = [new[voice].day for voice in let_out.voices]
    figure = figure_of(source, let_out, first=min(days), last=max(days))
    shown: dict[str, Any] = {"words": figure.words, "exact": figure.exact}
    await books.voices.publish(let_out, place=_PLAN, month=month, shown=shown, now=now)
    told = f"Young people's answers up to {day(max(days))}, added by the service"
    reading = reading_of(let_out, as_at=max(days), source=told)
    if reading is not None:
        await books.plans.add_measure(source.measure)
        await books.plans.note_reading(source.measure.id, reading, report=None, now=now)


async def _marks(
    books: Books,
    promise: int,
    marks: Mapping[str, Mark],
    before: tuple[frozenset[str], ...],
    used: frozenset[str],
    *,
    month: str,
    now: datetime,
) -> None:
    # Somebody marks several promises; each mark is a voice of its own.
    named = {f"{promise}:{rater}": mark for rater, mark in marks.items()}
    cells = {
        one.value: frozenset(name for name, mark in named.items() if mark is one) - used
        for one in Mark
    }
    let_out = release(Tally(f"promise:{promise}", cells), before)
    if isinstance(let_out, Release):
        shown = {"words": found_words(let_out)}
        await books.voices.publish(let_out, place=_PAGE, month=month, shown=shown, now=now)
