"""Measure what a month costs after one year of months before it, and after ten.

Alone: `python -m tests.bench.history`. A real September is lived through, then copied into every
month before it: reports, reviews, figures, decisions, letters and frozen summaries. What counts is
ten years beside one, within one run and on one database.
"""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from datetime import date, datetime, timedelta
from math import inf
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.gather import held_of
from bot.pack import load_pack
from bot.rhythm import freeze_summary
from store import Books
from store import tables as t
from tests.cards.packs import september
from tests.journeys.council import APPROVER, DIRECTOR, LEADS, Council, council
from workflow.letters import Letter, board_party, person_party

YEARS = (1, 10)
RUNS = 30
BOARD, MONTH = "programme-board", "2019-09"
_DRAFT_DAY = "2019-09-23T09:00"
# Rows that a month leaves behind, in the order in which they may be written.
_LEFT = (
    t.month,
    t.item,
    t.ask,
    t.posting,
    t.summary,
    t.report,
    t.review,
    t.reading,
    t.decision,
    t.outbox,
    t.inbox,
    t.audit,
)
# Far enough apart that a copy's numbers are its own.
_APART = 100_000

Work = Callable[[Books], Awaitable[object]]
Run = Callable[[], Awaitable[object]]


class _Undone(Exception):
    """What was measured is taken back, so that each run finds the same."""


async def lived(urls: Sequence[str]) -> dict[str, list[float]]:
    """Seconds of each part of a month, in a database for each of YEARS of months before it.

    The best of RUNS each, by turns: what else the machine does falls on both.
    """
    async with AsyncExitStack() as stack:
        towns = [await stack.enter_async_context(council(url)) for url in urls]
        for town, years in zip(towns, YEARS, strict=True):
            await _september(town)
            async with town.app.store.begin() as books:
                await _before(books.cycles._connection, years * 12)
        found = await _timed([{"tick, nothing due": town.app.rhythm.tick} for town in towns])
        found |= await _timed([_decided(town) for town in towns])
        for town in towns:
            await town.at(_DRAFT_DAY)
            await town.press(APPROVER, "Approve and let it be posted")
            await town.at("2019-09-26T09:00")
        return found | await _timed([_drawn(town) for town in towns])


def _decided(town: Council) -> dict[str, Run]:
    """What happens by itself."""

    async def freezing(books: Books) -> None:
        plan, people = await books.plans.current(), await books.people.all()
        assert plan is not None
        town.clock.now = town.clock.now.fromisoformat(f"{_DRAFT_DAY}+01:00")
        written = await town.app.rhythm._due(books, plan, people, town.clock.now)
        assert any(key.startswith("draft:") for key in written)

    async def held(books: Books) -> None:
        plan, month = await books.plans.current(), await books.cycles.get(MONTH)
        assert plan is not None
        assert month is not None
        await held_of(books, plan, month, town.clock.now, town.app.calendar)

    async def summary(books: Books) -> None:
        plan, month = await books.plans.current(), await books.cycles.get(MONTH)
        assert plan is not None
        assert month is not None
        await freeze_summary(books, plan, month, town.clock.now, town.app.calendar)

    works = {
        "a month gathered": held,
        "a month summed up and frozen": summary,
        "tick that freezes the draft": freezing,
    }
    return _undone(town, works)


def _drawn(town: Council) -> dict[str, Run]:
    """What is asked for."""
    place = {"month": MONTH, "board": BOARD}

    def card(kind: str, to: str, **facts: str) -> Work:
        async def draw(books: Books) -> None:
            letter = Letter("bench", to, kind, {**place, **facts})
            assert await town.app.turns.speech.draw(books, letter, town.clock.now)

        return draw

    async def pack(books: Books) -> None:
        assert not isinstance(await load_pack(books, BOARD, MONTH), str)

    board, officer = board_party(BOARD), person_party(DIRECTOR)
    works = {
        "card: an officer's round": card("round", officer, person=DIRECTOR),
        "card: the board's": card("board", board),
        "card: exceptions, with a year of counts": card("exceptions", board),
        "card: by who it helps": card("groups", board, name="outcome"),
        "card: an action, with its measure": card("action", board, name="PI3.1"),
        "pack laid out": pack,
    }
    return _undone(town, works)


# --- the months before --------------------------------------------------------------------


async def _september(town: Council) -> None:
    """A month in which everybody answers, with a figure for every measure."""
    await town.at("2019-09-05T09:00")
    async with town.app.store.read() as books:
        plan = await books.plans.current()
    assert plan is not None
    for action in plan.actions:
        fields: dict[str, str] = {}
        for one in plan.measures_of(action.ref):
            fields |= {f"figure:{one.id}": "41", f"as_at:{one.id}": "2019-08-31"}
        await town.answer(LEADS[action.leads[0]], action.ref, **fields)
    await town.accept_all()


async def _before(connection: AsyncConnection, months: int) -> None:
    """Copy September, and what it would leave behind, into so many months before it."""
    left = {table: await _rows(connection, table) for table in _LEFT}
    person = left[t.report][0]["said_by"]
    month = left[t.month][0]
    boards = list((await connection.execute(select(t.seat.c.board))).scalars())
    left[t.month] = [{**month, "state": "ended", "draft": 1, "approved_by": person}]
    left[t.posting] = [{"month": MONTH, "board": board} for board in boards]
    # What a summary of this very plan looks like, as text.
    content = september().content
    left[t.summary] = [
        {
            "month": MONTH,
            "draft": 1,
            "digest": "",
            "content": content,
            "frozen_at": month["post_at"],
        }
    ]
    left[t.decision] = [
        {"id": n, "month": MONTH, "ref": ref, "board": BOARD, "words": "Fund two advisers.",
         "said_by": person, "said_at": month["post_at"]}
        for n, ref in enumerate(("PI1.1", "PI3.1", "QA1.3"), 1)
    ]  # fmt: skip
    for back in range(1, months + 1):
        for table, rows in left.items():
            if made := [_copied(row, back) for row in rows]:
                await connection.execute(insert(table), made)


async def _rows(connection: AsyncConnection, table: Table) -> list[dict[str, Any]]:
    """The rows of the month that was lived; of figures those that came with its reports."""
    query = select(table)
    if table is t.reading:
        query = query.where(table.c.report.is_not(None))
    return [dict(row) for row in (await connection.execute(query)).mappings()]


def _copied(row: Mapping[str, Any], back: int) -> dict[str, Any]:
    """A row as it would have been so many months before."""
    key = _key(back)
    made: dict[str, Any] = {name: _moved(value, back) for name, value in row.items()}
    made |= {name: key for name in ("month",) if name in row}
    if "opens_at" in row:
        made["key"] = key
    elif "lane" in row:
        made |= {"key": f"{row['key']}:{key}", "state": "sent"}
    if "activity" in row:
        made["activity"] = f"{row['activity']}:{key}"
    for name in ("id", "report"):
        if isinstance(row.get(name), int):
            made[name] = row[name] + back * _APART
    if "digest" in row:
        made["content"] = row["content"].replace(f'"month":"{MONTH}"', f'"month":"{key}"')
        made["digest"] = hashlib.sha256(made["content"].encode()).hexdigest()
    return made


def _moved(value: object, back: int) -> object:
    """A day or a moment so many months before; everything else as it is."""
    if isinstance(value, date | datetime):
        return value - timedelta(days=round(back * 30.4375))
    return value


def _key(back: int) -> str:
    place = 2019 * 12 + 8 - back
    return f"{place // 12}-{place % 12 + 1:02}"


# --- the stop-watch -----------------------------------------------------------------------


def _undone(town: Council, works: Mapping[str, Work]) -> dict[str, Run]:
    """Each of what is to be measured in a transaction that is taken back."""

    def one(work: Work) -> Run:
        async def once() -> None:
            now = town.clock.now
            with suppress(_Undone):
                async with town.app.store.begin() as books:
                    await work(books)
                    raise _Undone
            town.clock.now = now

        return once

    return {name: one(work) for name, work in works.items()}


async def _timed(towns: Sequence[Mapping[str, Run]]) -> dict[str, list[float]]:
    """The best seconds of each part in each town."""
    found = {}
    for part in towns[0]:
        best = [inf] * len(towns)
        for _ in range(RUNS):
            for at, town in enumerate(towns):
                started = time.perf_counter()
                await town[part]()
                best[at] = min(best[at], time.perf_counter() - started)
        found[part] = best
    return found


def history(databases: Mapping[str, Callable[[], str]]) -> dict[str, dict[str, list[float]]]:
    """For each database, each part's seconds for each of YEARS."""
    return {name: asyncio.run(lived([url() for _ in YEARS])) for name, url in databases.items()}


def sqlite() -> str:
    """The address of a new SQLite file."""
    return f"sqlite+aiosqlite:///{Path(tempfile.mkdtemp(prefix='g2g-bench-')) / 'g2g.db'}"


def show(found: Mapping[str, Mapping[str, list[float]]]) -> None:
    """Print milliseconds, and how much longer it takes with ten years of months than with one."""
    years = "".join(f"{f'{n} yr' if n == 1 else f'{n} yrs':>10}" for n in YEARS)
    for name, parts in found.items():
        print(f"\n{f'ms, with months before it, {name}':42}{years}{'ratio':>8}")
        for part, seconds in parts.items():
            cells = "".join(f"{one * 1000:10.1f}" for one in seconds)
            print(f"{part:42}{cells}{seconds[-1] / seconds[0]:8.2f}")


if __name__ == "__main__":
    show(history({"SQLite": sqlite}))
