"""Count what the service does, for Prometheus: numbers and names of ours, and nobody's."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from aiohttp import web
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from bot.doors import Answer, Incoming, Kind, Take
from bot.logs import logger
from bot.settings import SettingsError
from cards.actions import VERBS
from store import Books, Store
from workflow.cycle import State
from workflow.letters import Lane

__all__ = ["Metrics", "serve_metrics"]

log = logger("g2g.turns")

PATH = "/metrics"
_TURN = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 15.0)
_LAG = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)
# How often the event loop is asked to be on time, seconds.
_BEAT = 0.25


class Metrics:
    """The counts of one process, and of the database that it shares with others.

    `clock` is service time, `machine` is machine time in seconds since 1970.
    """

    def __init__(
        self, store: Store, *, clock: Callable[[], datetime], machine: Callable[[], float]
    ) -> None:
        self._store = store
        self._clock = clock
        self._machine = machine
        self._all = CollectorRegistry()
        ProcessCollector(registry=self._all)
        self._turns = Counter(
            "g2g_turns", "Acts at a door", ("door", "outcome"), registry=self._all
        )
        self._seconds = Histogram(
            "g2g_turn_seconds",
            "Seconds from an act to its answer",
            ("door",),
            buckets=_TURN,
            registry=self._all,
        )
        self._ticks = Counter("g2g_ticks", "Looks at what is due that ended", registry=self._all)
        self._ticked = self._gauge("g2g_last_tick_timestamp_seconds", "When the last look ended")
        self._lag = Histogram(
            "g2g_loop_lag_seconds",
            "How late the event loop was",
            buckets=_LAG,
            registry=self._all,
        )
        self._up = self._gauge("g2g_database_up", "Whether the database answers")
        self._letters = self._gauge("g2g_letters", "Messages in the outbox", "lane", "state")
        self._oldest = self._gauge(
            "g2g_oldest_due_letter_seconds", "Age of the oldest message that should have left"
        )
        self._dead = self._gauge("g2g_letters_given_up", "Messages that were given up")
        self._month = self._gauge("g2g_month_state", "1 for the state of the month", "state")

    def counted(self, take: Take) -> Take:
        """The same turn, counted and timed."""

        async def counting(act: Incoming) -> Answer:
            began, outcome = time.perf_counter(), "failed"
            try:
                answer = await take(act)
                outcome = "done"
            finally:
                lasted = time.perf_counter() - began
                self._turns.labels(act.door, outcome).inc()
                self._seconds.labels(act.door).observe(lasted)
                # A verb comes from outside: only one of ours is a name.
                verb = act.verb if act.kind is Kind.PRESS and act.verb in VERBS else ""
                log.info(
                    "turn",
                    door=act.door,
                    act=act.kind.value,
                    verb=verb,
                    outcome=outcome,
                    seconds=round(lasted, 4),
                )
            return answer

        return counting

    def passed(self, point: str) -> None:
        """Count a point that the work has passed."""
        if point == "ticked":
            self._ticks.inc()
            self._ticked.set(self._machine())

    async def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        try:
            async with self._store.read() as books:
                await self._look(books)
            self._up.set(1)
        except Exception:  # noqa: BLE001 - away, or without tables: the rest is told all the same
            self._up.set(0)
            self._letters.clear()
            self._month.clear()
            for gauge in (self._oldest, self._dead):
                gauge.set(math.nan)
        return generate_latest(self._all)

    async def beat(self) -> None:
        """Measure for ever how late the event loop is."""
        while True:
            due = time.perf_counter() + _BEAT
            await asyncio.sleep(_BEAT)
            self._lag.observe(max(0.0, time.perf_counter() - due))

    # --- within ---

    def _gauge(self, name: str, what: str, *labels: str) -> Gauge:
        return Gauge(name, what, labels, registry=self._all)

    async def _look(self, books: Books) -> None:
        queue = await books.outbox.queue(await books.outbox.clock(self._machine()))
        self._letters.clear()
        for (lane, state), number in queue.letters.items():
            self._letters.labels(Lane(lane).name.lower(), state).set(number)
        age = (self._clock() - queue.oldest).total_seconds() if queue.oldest else 0.0
        self._oldest.set(max(0.0, age))
        self._dead.set(queue.dead)
        month = await books.cycles.begun() or await books.cycles.newest()
        for state in State:
            self._month.labels(state.value).set(month is not None and month.state is state)


@asynccontextmanager
async def serve_metrics(metrics: Metrics, host: str, port: int | None) -> AsyncIterator[None]:
    """Answer Prometheus on an address of its own; without a port, nobody.

    Raises SettingsError when the address can't be opened.
    """
    if port is None:
        yield
        return

    async def answer(_: web.Request) -> web.Response:
        headers = {"Content-Type": CONTENT_TYPE_LATEST}
        return web.Response(body=await metrics.text(), headers=headers)

    app = web.Application()
    app.router.add_get(PATH, answer)
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1.0)
    beating = asyncio.create_task(metrics.beat())
    try:
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            message = (
                f"{host}:{port} can't be opened for metrics ({error.strerror}). Check "
                "G2G_METRICS_HOST and G2G_METRICS_PORT."
            )
            raise SettingsError(message) from error
        yield
    finally:
        beating.cancel()
        await runner.cleanup()
