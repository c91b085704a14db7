"""Bring a database to the tables of this release, and tell whether it is there."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from store import Store, StoreError

__all__ = ["head", "standing", "upgrade"]

_PLACE = Path(__file__).with_name("migrations")

# The number of the advisory lock under which tables are changed; it means nothing else.
_TURN = 4_720_001


@cache
def head() -> str:
    """The revision that this release needs."""
    found = ScriptDirectory(str(_PLACE)).get_current_head()
    if found is None:
        message = "this release has no migrations"
        raise RuntimeError(message)
    return found


async def standing(store: Store) -> str | None:
    """The revision that the database is at, None for an empty one."""

    def look(connection: Connection) -> str | None:
        return MigrationContext.configure(connection).get_current_revision()

    return await store.look_sync(look)  # type: ignore[no-any-return]


async def upgrade(store: Store) -> None:
    """Bring the database to this release's revision; what is there already stays.

    Two at once on PostgreSQL: the second waits, and finds nothing left to do.
    """

    def run(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_TURN)))
        config = Config()
        config.set_main_option("script_location", str(_PLACE))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            message = "The database was made by a newer release than this one. Use that release."
            raise StoreError(message) from error

    await store.run_sync(run)
