"""Write everything into one file while the service runs, and put it back.

A backup is an SQLite database, whichever database it was made from: one file that any tool for
SQLite can look into, and that can be restored into either kind.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Table, create_engine, func, insert, select, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.pool import NullPool

from store import Store, StoreError
from store.migrate import head, standing, upgrade
from store.tables import meta, metadata, throttle

__all__ = ["back_up", "fact_of", "restore"]

_AT_ONCE = 500
_REVISION = "alembic_version"
# What is there from the first start on, before anybody has said anything.
_ALWAYS = {meta.name, throttle.name}


async def back_up(store: Store, file: Path) -> int:
    """Write everything, as it is at one moment, into the new file; returns how many rows.

    Nobody has to stop. Raises StoreError when the file is there already or can't be written, and
    when the tables are not there or, on PostgreSQL, another release's.
    """
    at = await standing(store)
    if at is None:
        message = "There is nothing to back up: the database has no tables yet."
        raise StoreError(message)
    if at != head() and not store.is_sqlite:
        message = f"The tables are another release's ({at}). Make the backup with that release."
        raise StoreError(message)
    half = _begun(file)
    try:
        if store.is_sqlite:
            _copy_file(Path(str(make_url(store.url).database)), half)
        else:
            await store.look_sync(lambda connection: _copy_rows(connection, half))
        rows = _looked_over(half)
        half.rename(file)
    except (OSError, sqlite3.DatabaseError) as error:
        message = f"The backup {file} can't be written ({_why(error)})."
        raise StoreError(message) from error
    finally:
        half.unlink(missing_ok=True)
    return rows


def fact_of(file: Path, name: str) -> Any:  # noqa: ANN401 - a JSON value
    """A named fact of the installation that a backup is of; None when it was never noted."""
    _read(file)
    with _opened(file) as source:
        return source.execute(select(meta.c.value).where(meta.c.name == name)).scalar()


async def restore(store: Store, file: Path, *, over: bool) -> int:
    """Put a backup in the place of what the database holds; returns how many rows.

    The tables are made first where there are none. A backup of an earlier release is brought to
    this release's tables on the way; the file itself stays as it is. All of it is put back, or
    nothing. `over` lets go of what is there now. Raises StoreError with a sentence.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "backup.sqlite3"
        _read(file)
        shutil.copyfile(file, copy)
        await _bring_up(copy, file)
        if await standing(store) is None:
            await upgrade(store)
        if await standing(store) != head():
            message = "The database is not at this release's tables. Run: g2g migrate"
            raise StoreError(message)
        with _opened(copy) as source:

            def put_back(connection: Connection) -> int:
                return _put_back(source, connection, over=over)

            try:
                return int(await store.run_sync(put_back))
            except (IntegrityError, DataError) as error:
                message = f"{file} does not hold together. Nothing was put back."
                raise StoreError(message) from error


# --- making one ---------------------------------------------------------------------------


def _begun(file: Path) -> Path:
    """The file beside `file` that is written first; only the operator may read it."""
    if file.exists():
        message = f"{file} is there already. A backup is never written over another one."
        raise StoreError(message)
    half = file.with_name(file.name + ".part")
    try:
        half.touch(mode=0o600)
        half.chmod(0o600)
    except OSError as error:
        message = f"The backup {file} can't be written ({_why(error)})."
        raise StoreError(message) from error
    return half


def _copy_file(source: Path, target: Path) -> None:
    """SQLite's own online copy: what is committed while it runs is in it or not, never half."""
    with _reading(source) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        # One file, with nothing beside it.
        copy.execute("PRAGMA journal_mode=DELETE")


def _copy_rows(connection: Connection, target: Path) -> None:
    """Every row of every table, as all of them were at one moment."""
    connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
    revision = connection.execute(text(f"SELECT version_num FROM {_REVISION}")).scalar_one()  # noqa: S608
    with _opened(target) as copy:
        metadata.create_all(copy)
        copy.execute(text(f"CREATE TABLE {_REVISION} (version_num VARCHAR(32) NOT NULL)"))
        copy.execute(text(f"INSERT INTO {_REVISION} VALUES (:at)"), {"at": revision})  # noqa: S608
        for table in metadata.sorted_tables:
            _pour(connection, copy, table)
        copy.commit()


def _looked_over(file: Path) -> int:
    """How many rows a backup holds; raises when it is damaged or none of ours."""
    with _reading(file) as found:
        (sound,) = found.execute("PRAGMA integrity_check").fetchone()
        if sound != "ok":
            message = "it is damaged"
            raise sqlite3.DatabaseError(message)
        there = {row[0] for row in found.execute("SELECT name FROM sqlite_master")}
        if _REVISION not in there:
            message = "it is not a backup of this service"
            raise sqlite3.DatabaseError(message)
        names = [table.name for table in metadata.sorted_tables if table.name in there]
        counts = (found.execute(f'SELECT count(*) FROM "{one}"').fetchone() for one in names)  # noqa: S608
        return sum(count for (count,) in counts)


# --- putting it back ----------------------------------------------------------------------


async def _bring_up(copy: Path, file: Path) -> None:
    """Bring the copy of a backup to this release's tables."""
    async with Store(f"sqlite+aiosqlite:///{copy}") as store:
        made_at = await standing(store)
        try:
            await upgrade(store)
        except StoreError as error:
            message = (
                f"{file} was made by a newer release (tables {made_at}; this release has {head()})."
                " Restore it with that release."
            )
            raise StoreError(message) from error


def _read(file: Path) -> None:
    try:
        _looked_over(file)
    except (OSError, sqlite3.DatabaseError) as error:
        message = f"{file} can't be read as a backup ({_why(error)})."
        raise StoreError(message) from error


def _put_back(source: Connection, target: Connection, *, over: bool) -> int:
    _alone(target)
    full = [
        table.name
        for table in metadata.sorted_tables
        if table.name not in _ALWAYS and target.execute(select(table).limit(1)).first()
    ]
    if full and not over:
        message = (
            f"The database is not empty (it has rows in {', '.join(full[:3])}). Add --over to let "
            "go of everything in it, after a backup of what is there."
        )
        raise StoreError(message)
    for table in reversed(metadata.sorted_tables):
        target.execute(table.delete())
    rows = 0
    for table in metadata.sorted_tables:
        rows += _pour(source, target, table)
        _count_on(target, table)
    return rows


def _alone(target: Connection) -> None:
    """Refuse while anybody else is connected: a service would go on with what it remembers."""
    if target.dialect.name != "postgresql":
        return
    others = target.execute(
        text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    ).scalar_one()
    if others:
        message = f"The database is in use ({others} connections). Stop the service first."
        raise StoreError(message)


def _pour(source: Connection, target: Connection, table: Table) -> int:
    rows = 0
    found = source.execute(select(table).order_by(*table.primary_key.columns))
    for some in found.partitions(_AT_ONCE):
        target.execute(insert(table), [dict(row._mapping) for row in some])
        rows += len(some)
    return rows


def _count_on(target: Connection, table: Table) -> None:
    """Let new rows be numbered after those that were put back."""
    column = table.autoincrement_column
    if target.dialect.name != "postgresql" or column is None:
        return
    sequence = func.pg_get_serial_sequence(table.name, column.name)
    highest = select(func.max(column)).scalar_subquery()
    target.execute(select(func.setval(sequence, func.coalesce(highest, 1), highest.is_not(None))))


def _reading(file: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True))


@contextmanager
def _opened(file: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool, hide_parameters=True)
    with engine.connect() as connection:
        yield connection


def _why(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)
