"""Bring a database to the tables of this release, and tell whether it is there."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from store import Store

__all__ = ["head", "standing", "upgrade"]

_PLACE = Path(__file__).with_name("migrations")


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

    return await store.run_sync(look)  # type: ignore[no-any-return]


async def upgrade(store: Store) -> None:
    """Bring the database to this release's revision; what is there already stays."""

    def run(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(_PLACE))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    await store.run_sync(run)
