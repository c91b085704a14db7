"""Copy databases that were made once, because making the tables for every test takes long."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
from sqlalchemy.engine import URL, make_url

from store import Store

__all__ = ["become"]

Make = Callable[[Store], Awaitable[object]]


async def become(url: str, name: str, make: Make, folder: Path) -> None:
    """Let the empty database at `url` hold what `make` puts into one.

    It is made the first time only, as a model called `name` (SQLite's in `folder`), and copied.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        await _copy_file(Path(str(address.database)), folder / f"{name}.model", make)
    else:
        await _copy_database(address, f"model_{name}", make)


async def _copy_file(file: Path, model: Path, make: Make) -> None:
    try:
        shutil.copyfile(model, file)
    except FileNotFoundError:
        await _made(f"sqlite+aiosqlite:///{file}", make)
        shutil.copyfile(file, model)


async def _copy_database(address: URL, model: str, make: Make) -> None:
    door = await asyncpg.connect(
        host=address.query["host"], user=address.username, database="postgres"
    )
    try:
        if not await door.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", model):
            await _made(address.render_as_string(hide_password=False), make)
            await door.execute(f'CREATE DATABASE "{model}" TEMPLATE "{address.database}"')
        else:
            await door.execute(f'DROP DATABASE "{address.database}"')
            await door.execute(f'CREATE DATABASE "{address.database}" TEMPLATE "{model}"')
    finally:
        await door.close()


async def _made(url: str, make: Make) -> None:
    async with Store(url) as store:
        await make(store)
