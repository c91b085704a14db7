"""Have 200 young people answer at once: how long the next question takes, and what it holds."""

from __future__ import annotations

import asyncio
import itertools
import resource
import statistics
import time
from collections.abc import Callable
from datetime import date

from bot.invitations import make_invitation
from tests.journeys.phone import Phone, open_phone
from tests.journeys.voices import with_feedback

__all__ = ["show", "young"]

PEOPLE = 200
# How long somebody looks at a question, in seconds: quicker than anybody reads.
THINKS = (0.5, 2.5)
_GOLDEN = 0.618034
ANSWERS = ("Start", "19–25", "Agree a lot", "Agree a bit", "Disagree a bit", "Skip", "Mostly")


async def _all(url: str) -> dict[str, float]:
    waits: list[float] = []
    presses = itertools.count()
    async with with_feedback(url) as town, open_phone(town) as client:
        signer = town.app.turns.signer
        assert signer is not None
        async with town.app.store.begin() as books:
            made = await make_invitation(
                books,
                signer,
                script="local-offer",
                until=date(2019, 12, 1),
                now=town.clock.now,
            )

        async def timed(phone: Phone, label: str, words: str | None = None) -> None:
            # Spread evenly, and in no order.
            share = next(presses) * _GOLDEN % 1
            await asyncio.sleep(THINKS[0] + share * (THINKS[1] - THINKS[0]))
            form = phone.form(label, words=words)
            started = time.perf_counter()
            said = await phone.send(form)
            waits.append(time.perf_counter() - started)
            assert phone.status == 200, said

        async def somebody() -> None:
            phone = Phone(client)
            await phone.go(f"/y/{made.id}")
            for label in ANSWERS:
                await timed(phone, label)
            await timed(phone, "Send", "Keep my adviser. Change how long I wait for an answer.")
            await timed(phone, "No")

        started = time.perf_counter()
        await asyncio.gather(*(somebody() for _ in range(PEOPLE)))
        took = time.perf_counter() - started
        async with town.app.store.read() as books:
            unread = len(await books.voices.unread())
    assert unread == PEOPLE, f"{unread} written answers of {PEOPLE} were kept"
    ordered = sorted(waits)
    return {
        "answers": len(waits),
        "answers_per_second": len(waits) / took,
        "median_ms": 1000 * statistics.median(waits),
        "p99_ms": 1000 * ordered[int(len(ordered) * 0.99)],
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def young(databases: dict[str, Callable[[], str]]) -> dict[str, dict[str, float]]:
    """By database: the waits from an answer to the next question, and the peak of memory.

    The phones run in the same process and on the same core as the service.
    """
    return {name: asyncio.run(_all(url())) for name, url in databases.items()}


def show(found: dict[str, dict[str, float]]) -> None:
    """Print a table."""
    title = f"{PEOPLE} young people at once"
    print(f"\n{title:38}{'a second':>10}{'median ms':>11}{'p99 ms':>8}{'MB':>6}")
    for name, one in found.items():
        print(
            f"{name:38}{one['answers_per_second']:10.0f}{one['median_ms']:11.1f}"
            f"{one['p99_ms']:8.1f}{one['peak_mb']:6.0f}"
        )
