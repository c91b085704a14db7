"""Play a month in a process of its own that dies where it is told, and go on where it died.

`python -m tests.journeys.kills URL` plays the month once without a kill for comparison, then
once for each named crash point, and prints one JSON line a run. A run that is killed is started
again as a new process would be: new store, new app, the same database, leases run out.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import create_async_engine

from bot.app import App, build
from bot.directline import WebDoor
from bot.doors import Address, Incoming, Kind
from bot.errands import moment
from bot.settings import Settings
from bot.stage import OPENING, SetClock
from store import Store, tables
from store.migrate import upgrade
from tests.journeys.council import APPROVER, CARE, DIRECTOR, demo_people, shipped_plan

POINTS = (
    "turning",
    "turned",
    "ticking",
    "ticked",
    "claimed",
    "sending",
    "sent",
    "settled",
    "swept",
)

# The month as (moment, who, verb, data); who empty is the clock alone.
SAY = {"month": "2019-09", "asked": True, "rag": "A", "why": "Behind, with a plan."}
STEPS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("2019-09-05T09:00", "", "", {}),
    ("2019-09-05T10:00", CARE, "update.open", {"month": "2019-09", "ref": "PI3.2"}),
    ("2019-09-05T10:01", CARE, "update.save", {**SAY, "ref": "PI3.2", "v": 0, "words": "One."}),
    (
        "2019-09-06T10:00",
        DIRECTOR,
        "update.save",
        {
            **SAY,
            "ref": "PI1.4",
            "v": 0,
            "words": "Two.",
            "figure:PI1.4-M1": "13 of 50",
            "as_at:PI1.4-M1": "2019-08-31",
        },
    ),
    ("2019-09-12T09:00", "", "", {}),
    ("2019-09-13T10:00", DIRECTOR, "", {}),
    ("2019-09-17T17:00", "", "", {}),
    (
        "2019-09-18T10:00",
        "pmo",
        "review.return",
        {"month": "2019-09", "ref": "PI3.2", "v": 1, "comment": "More?"},
    ),
    ("2019-09-18T11:00", CARE, "update.save", {**SAY, "ref": "PI3.2", "v": 1, "words": "More."}),
    (
        "2019-09-19T10:00",
        "pmo",
        "review.accept",
        {"month": "2019-09", "ref": "PI1.4", "v": 1},
    ),
    ("2019-09-23T09:00", "", "", {}),
    ("2019-09-24T09:00", APPROVER, "draft.approve", {"month": "2019-09", "draft": 1}),
    ("2019-09-26T09:00", "", "", {}),
    ("2019-10-03T09:00", "", "", {}),
)


async def prepare(url: str) -> None:
    """Make the database, with the plan, the people and a web conversation for everybody."""
    store = Store(url)
    await upgrade(store)
    async with store.begin() as books:
        await books.plans.load(shipped_plan(), OPENING)
        await books.people.load(demo_people(), OPENING)
        people = await books.people.all()
        for party in [f"person:{one.id}" for one in people.persons] + [
            f"board:{seat.board}" for seat in people.seats
        ]:
            await books.memory.reach(party, door="web", conversation=party, more={}, now=OPENING)
    await store.close()


async def play(url: str, progress: Path, *, start: float, hook: Callable[[str], None]) -> None:
    """Play the steps that `progress` does not name yet; `start` is machine time."""
    store = Store(url)
    clock = SetClock(OPENING)
    door = WebDoor(store, key=b"k" * 32, now=lambda: start, clock=clock)
    app = build(
        Settings(), store, clock=clock, doors={"web": door}, machine=lambda: start, hook=hook
    )
    await app.post.prepare()
    for number, step in enumerate(STEPS):
        if number >= done_so_far(progress):
            await one_step(app, clock, number, step)
            note_done(progress, number + 1)
    await app.stop()


def done_so_far(progress: Path) -> int:
    """How many steps are behind us."""
    return int(progress.read_text()) if progress.exists() else 0


def note_done(progress: Path, steps: int) -> None:
    """Note that so many steps are behind us."""
    progress.write_text(str(steps))


async def one_step(
    app: App, clock: SetClock, number: int, step: tuple[str, str, str, dict[str, Any]]
) -> None:
    """One moment of the month: what is due, or what somebody does."""
    iso, who, verb, data = step
    clock.now = moment(iso)
    if who:
        directory = {one.id: one.directory_id for one in demo_people().persons}
        kind, text = (Kind.PRESS, "") if verb else (Kind.TEXT, "list")
        await app.turns.take(
            Incoming(
                "web",
                f"step-{number}",
                directory[who],
                kind,
                Address("web", f"person:{who}"),
                text=text,
                verb=verb,
                data=data,
            )
        )
    else:
        await app.rhythm.tick()
    await app.post.drain()


async def state(url: str) -> dict[str, Any]:
    """What the database holds in the end, without numbers that may differ between runs."""
    engine = create_async_engine(url)
    wanted = (
        select(tables.outbox.c.key, tables.outbox.c.state, tables.outbox.c.message),
        select(tables.transcript.c.conversation, tables.transcript.c.activity),
        select(tables.item.c.month, tables.item.c.ref, tables.item.c.state, tables.item.c.version),
        select(tables.report.c.ref, tables.report.c.version, tables.report.c.words),
        select(tables.reading.c.measure, tables.reading.c.value, tables.reading.c.as_at),
        select(tables.summary.c.month, tables.summary.c.draft, tables.summary.c.digest),
        select(tables.month.c.key, tables.month.c.state),
        select(tables.posting.c.month, tables.posting.c.board),
        select(tables.inbox.c.activity),
    )
    async with engine.connect() as connection:
        found = [sorted(map(str, (await connection.execute(one)).all())) for one in wanted]
    await engine.dispose()
    return {"rows": found}


def killer(point: str, nth: int, count: Counter[str]) -> Callable[[str], None]:
    """A hook that kills this process, as kill -9 does, at the nth passing of a point."""

    def hook(passed: str) -> None:
        count[passed] += 1
        if passed == point and count[passed] == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    return hook


def in_a_child(work: Callable[[], None]) -> int:
    """Run `work` in a forked process; returns how it ended (negative: the signal)."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - a child must never return
            print(repr(error), file=sys.stderr)
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run(folder: Path, point: str, nth: int) -> dict[str, Any]:
    """One month with one kill: how often it was killed, and what was there in the end."""
    folder.mkdir(parents=True)
    url = f"sqlite+aiosqlite:///{folder / 'g2g.db'}"
    progress = folder / "progress"
    in_a_child(lambda: asyncio.run(prepare(url)))
    ends = []
    for attempt in range(3):
        hook = killer(point, nth if attempt == 0 else 0, Counter())
        start = 1_000_000.0 + 10_000.0 * attempt
        ends.append(
            in_a_child(lambda: asyncio.run(play(url, progress, start=start, hook=hook)))  # noqa: B023
        )
        if ends[-1] == 0:
            break
    return {"point": point, "nth": nth, "ends": ends, **asyncio.run(state(url))}


def main() -> None:
    """Play the month, first unharmed, then dying at each point: once early, once late."""
    folder = Path(sys.argv[1])
    nths = [int(one) for one in sys.argv[2].split(",")]
    print(json.dumps(run(folder / "whole", "", 0)))
    for point in POINTS:
        for nth in nths:
            print(json.dumps(run(folder / f"{point}-{nth}", point, nth)))


if __name__ == "__main__":
    main()
