"""Remember: one database, one commit for everything that one turn or tick does."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import event, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from store.completion import Completions
from store.concerns import Concerns
from store.cover import Cover
from store.cycles import Cycles, Stale
from store.decisions import Decisions
from store.memory import Memory
from store.outbox import Outbox
from store.people import Peoples, PeopleShelf
from store.plans import Plans, Shelf
from store.promises import Promises
from store.talks import Talks
from store.transcript import Transcript
from store.voices import Voices

__all__ = ["Books", "Stale", "Store", "StoreError", "explain"]


class StoreError(Exception):
    """The database can't be used; the message is a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Books:
    """Everything that can be read and written, within one transaction."""

    plans: Plans
    people: Peoples
    cycles: Cycles
    cover: Cover
    decisions: Decisions
    completions: Completions
    concerns: Concerns
    outbox: Outbox
    memory: Memory
    transcript: Transcript
    voices: Voices
    promises: Promises
    talks: Talks


class Store:
    """The database; `begin` is the only commit, `read` never writes."""

    def __init__(self, url: str) -> None:
        self.url = url
        try:
            self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
            self._engine = _engine(url, is_sqlite=self.is_sqlite)
        except (ArgumentError, ValueError) as error:
            message = (
                "G2G_DATABASE_URL is not an address of a database, such as "
                "postgresql+asyncpg://user:password@host:5432/g2g. Signs such as @ and / in a "
                "password are written as %40 and %2F."
            )
            raise StoreError(message) from error
        # SQLite takes one writer at a time. Queueing here is fair and wakes at once; its own
        # busy wait sleeps and guesses.
        self._writing: asyncio.Lock | None = asyncio.Lock() if self.is_sqlite else None
        self._shelf = Shelf()
        self._people = PeopleShelf()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Books]:
        """One transaction: committed when the block ends, undone when it raises.

        Raises StoreError when the database is away; what was done in the block is undone then.
        """
        async with self._transaction() as connection:
            yield self._books(connection)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Books]:
        """A look without a write; on SQLite it never waits for a writer."""
        async with self._looking() as connection:
            yield self._books(connection)

    async def ping(self) -> None:
        """Raise StoreError when the database does not answer."""
        async with self._looking() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Let go of every connection."""
        await self._engine.dispose()

    async def run_sync(self, work: Any) -> Any:  # noqa: ANN401 - Alembic's own shape
        """Run `work(connection)` in one transaction, for a library that knows no async."""
        async with self._transaction() as connection:
            return await connection.run_sync(work)

    async def look_sync(self, work: Any) -> Any:  # noqa: ANN401 - Alembic's own shape
        """The same for work that never writes: it waits for nobody."""
        async with self._looking() as connection:
            return await connection.run_sync(work)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        async with AsyncExitStack() as stack:
            if self._writing is not None:
                await stack.enter_async_context(self._writing)
            connection = await stack.enter_async_context(self._connected())
            with self._explained():
                async with connection.begin():
                    yield connection

    @asynccontextmanager
    async def _looking(self) -> AsyncIterator[AsyncConnection]:
        async with self._connected() as connection:
            reader = await connection.execution_options(g2g_reads_only=True)
            with self._explained():
                yield reader
                await connection.rollback()

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        try:
            connection = await self._engine.connect()
        except Exception as error:
            # A driver raises whatever it likes before there is a connection.
            raise StoreError(explain(error, self.url)) from error
        try:
            yield connection
        finally:
            await connection.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Tell a database that went away from a mistake of ours."""
        try:
            yield
        except DBAPIError as error:
            if error.connection_invalidated or isinstance(error, OperationalError | InterfaceError):
                raise StoreError(explain(error, self.url)) from error
            raise

    def _books(self, connection: AsyncConnection) -> Books:
        plans = Plans(connection, self._shelf)
        return Books(
            plans=plans,
            people=Peoples(connection, self._people),
            cycles=Cycles(connection),
            cover=Cover(connection),
            decisions=Decisions(connection),
            completions=Completions(connection),
            concerns=Concerns(connection),
            outbox=Outbox(connection),
            memory=Memory(connection),
            transcript=Transcript(connection),
            voices=Voices(connection),
            promises=Promises(connection),
            talks=Talks(connection),
        )


def explain(error: Exception, url: str) -> str:
    """One clear sentence for a database that can't be used."""
    shown = make_url(url)
    where = (
        shown.database
        if shown.get_backend_name() == "sqlite"
        else (f"{shown.host or 'the local socket'}, database {shown.database}")
    )
    said = str(getattr(error, "orig", None) or error).lower()
    for sign, sentence in _SIGNS:
        if sign in said:
            return sentence.format(where=where)
    return (
        f"The database at {where} can't be opened. Check G2G_DATABASE_URL, and that it is running."
    )


_SIGNS = (
    (
        "not a database",
        "The file {where} is not a database. Move it away, or set G2G_DATABASE_URL to another.",
    ),
    (
        "malformed",
        "The database file {where} is damaged. Restore a backup, or set G2G_DATABASE_URL.",
    ),
    (
        "readonly",
        "The database file {where} can't be written. Let this user write to it and its folder.",
    ),
    (
        "unable to open",
        "The database file {where} can't be opened. Does its folder exist, and may it be written?",
    ),
    (
        "locked",
        "The database file {where} is in use by another process. Stop that one first.",
    ),
    (
        "password authentication",
        "The database at {where} refused the user or password in G2G_DATABASE_URL.",
    ),
    (
        "does not exist",
        "The database at {where} does not exist. Make it first, then run g2g migrate.",
    ),
)


def _engine(url: str, *, is_sqlite: bool) -> AsyncEngine:
    if not is_sqlite:
        return create_async_engine(
            url,
            pool_size=10,
            max_overflow=10,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"timeout": 10},
        )
    # What people wrote stays out of error messages, and so out of logs: no parameters in them.
    engine = create_async_engine(url, hide_parameters=True, connect_args={"timeout": 10})

    @event.listens_for(engine.sync_engine, "do_connect")
    def _try_first(_dialect: object, _record: object, place: Any, how: Any) -> None:  # noqa: ANN401
        # The driver's thread outlives a connection that fails, and then finds its loop gone.
        sqlite3.connect(place[0], uri=bool(how.get("uri"))).close()

    @event.listens_for(engine.sync_engine, "connect")
    def _connected(raw: Any, _record: object) -> None:  # noqa: ANN401 - a driver's connection
        # The driver's own transactions are switched off: `begin` below says which kind.
        raw.isolation_level = None
        cursor = raw.cursor()
        # The mode is the file's: where somebody else is switching it this moment, which no
        # waiting time covers, there is nothing left to do.
        with suppress(sqlite3.OperationalError):
            cursor.execute("PRAGMA journal_mode=WAL")
        for pragma in ("synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begun(connection: Connection) -> None:
        reads = connection.get_execution_options().get("g2g_reads_only", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine
