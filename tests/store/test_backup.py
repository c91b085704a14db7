"""Rehearse the restore: what was backed up comes back whole, on both databases and across them."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import make_url

from bot.app import App, build
from bot.settings import Settings
from bot.stage import OPENING, SetClock
from store import Store, StoreError, migrate
from store.backup import back_up, fact_of, restore
from store.migrate import head, standing
from store.tables import metadata
from tests.journeys.council import CARE, DIRECTOR, Council, Hall, council
from tests.store.shop import NOW, letter, put

# After the closing of the month that was backed up.
LATER = OPENING.replace(day=17, hour=18)


async def everything(store: Store) -> dict[str, list[Any]]:
    """Every row of every table."""

    def look(connection: Any) -> dict[str, list[Any]]:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in metadata.sorted_tables
        }

    found: dict[str, list[Any]] = await store.look_sync(look)
    return found


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """Another empty database, of either kind."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/elsewhere.sqlite3"
        return
    url = make_url(request.getfixturevalue("postgres_url"))
    door = await asyncpg.connect(host=url.query["host"], user=url.username, database="postgres")
    await door.execute("DROP DATABASE IF EXISTS elsewhere WITH (FORCE)")
    await door.execute("CREATE DATABASE elsewhere")
    yield url.set(database="elsewhere").render_as_string(hide_password=False)
    await door.execute("DROP DATABASE elsewhere WITH (FORCE)")
    await door.close()


@asynccontextmanager
async def a_month_of(url: str) -> AsyncIterator[Council]:
    """A council in the middle of a month, with updates, figures and letters of every state."""
    async with council(url) as house:
        await house.at("2019-09-05T09:00")
        await house.answer(DIRECTOR, "PI1.4", **{"figure:PI1.4-M1": "13 of 50"})
        await house.answer(CARE, "PI3.2", words="Ω “quoted”, \u2028 and an emoji 🙂")
        await house.at("2019-09-12T09:00")
        yield house


async def test_what_was_backed_up_comes_back_whole_and_the_month_goes_on(
    database_url: str, elsewhere: str, tmp_path: Path
) -> None:
    file = tmp_path / "kept.g2g"
    async with a_month_of(database_url) as house:
        rows = await back_up(house.app.store, file)
        before = await everything(house.app.store)
        assert rows == sum(map(len, before.values())) > 200
        assert {"report", "reading", "outbox", "inbox", "ask"} <= {
            k for k, v in before.items() if v
        }
        # What happens next, where nothing was lost.
        house.clock.now = LATER
        expected = await house.app.rhythm.tick()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    async with Store(elsewhere) as store:
        assert await restore(store, file, over=False) == rows
        assert await everything(store) == before
        assert await standing(store) == head()
    async with started_again(elsewhere) as app:
        assert await app.rhythm.tick() == expected
        assert len(expected) > 0
        async with app.store.begin() as books:
            # New rows are numbered after those that came back.
            await books.memory.log("pmo", "looked", "", OPENING)


@asynccontextmanager
async def started_again(url: str) -> AsyncIterator[App]:
    """The same service, started anew on a database that is there."""
    app = build(Settings(), Store(url), clock=SetClock(LATER), doors={"web": Hall()})
    await app.post.prepare()
    try:
        yield app
    finally:
        await app.stop()


async def test_a_backup_is_of_one_moment_while_others_write(filled: Store, tmp_path: Path) -> None:
    done = asyncio.Event()

    async def write() -> int:
        number = 0
        while not done.is_set() or number < 5:
            number += 1
            # In two tables, both or neither: a backup that has one of them alone is torn.
            async with filled.begin() as books:
                await books.outbox.put([letter(str(number))], NOW)
                await books.memory.log("pmo", "wrote", str(number), NOW)
        return number

    writing = asyncio.create_task(write())
    try:
        for number in range(3):
            file = tmp_path / f"{number}.g2g"
            await back_up(filled, file)
            with closing(sqlite3.connect(file)) as found:
                letters = {row[0] for row in found.execute("SELECT key FROM outbox")}
                lines = {row[0] for row in found.execute("SELECT about FROM audit")}
            assert letters == lines
    finally:
        done.set()
        assert await writing >= 5


async def test_a_database_that_is_not_empty_is_let_go_of_only_when_that_is_said(
    filled: Store, tmp_path: Path
) -> None:
    file = tmp_path / "kept.g2g"
    await back_up(filled, file)
    before = await everything(filled)
    await put(filled, letter("after"))
    changed = await everything(filled)
    with pytest.raises(StoreError, match=r"The database is not empty .* Add --over"):
        await restore(filled, file, over=False)
    assert await everything(filled) == changed
    await restore(filled, file, over=True)
    assert await everything(filled) == before


async def test_a_restore_that_fails_in_the_middle_changes_nothing(
    filled: Store, tmp_path: Path
) -> None:
    file = tmp_path / "kept.g2g"
    await back_up(filled, file)
    before = await everything(filled)
    with closing(sqlite3.connect(file)) as broken:
        # Somebody is gone whose posts are still there.
        broken.execute("DELETE FROM person WHERE id = 'asha-rahman'")
        broken.commit()
    with pytest.raises(StoreError, match=r"does not hold together. Nothing was put back"):
        await restore(filled, file, over=True)
    assert await everything(filled) == before


# An SQLite file is kept by the service's own lock: see the command's tests.
@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_nothing_is_restored_under_a_running_service(filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "kept.g2g"
    await back_up(filled, file)
    async with Store(filled.url) as running:
        await running.ping()
        with pytest.raises(StoreError, match="The database is in use"):
            await restore(filled, file, over=True)
    await restore(filled, file, over=True)


# --- files that are no backup ---------------------------------------------------------------


async def test_a_backup_of_an_earlier_release_is_brought_up_on_the_way(
    filled: Store, elsewhere: str, tmp_path: Path
) -> None:
    file, earlier = tmp_path / "kept.g2g", tmp_path / "earlier.g2g"
    await back_up(filled, file)
    make_earlier(file, earlier)
    async with Store(elsewhere) as store:
        await restore(store, earlier, over=False)
        found = await everything(store)
        assert (len(found["action"]), await standing(store)) == (25, head())
    # The file itself stays what it was.
    with closing(sqlite3.connect(earlier)) as kept:
        assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)


def make_earlier(file: Path, earlier: Path) -> None:
    """Take a backup back to the first release's tables."""
    fresh = create_engine(f"sqlite:///{earlier}")
    with fresh.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("ATTACH DATABASE :file AS kept"), {"file": str(file)})
        for (name,) in connection.execute(
            text("SELECT name FROM sqlite_master WHERE type='table'")
        ):
            if name in {table.name for table in metadata.sorted_tables}:
                columns = [
                    row[1] for row in connection.exec_driver_sql(f"PRAGMA main.table_info({name})")
                ]
                named = ", ".join(f'"{one}"' for one in columns)
                connection.exec_driver_sql(
                    f'INSERT INTO main."{name}" ({named}) SELECT {named} FROM kept."{name}"'
                )
    fresh.dispose()


async def test_a_backup_of_a_newer_release_is_refused(filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "kept.g2g"
    await back_up(filled, file)
    with closing(sqlite3.connect(file)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    with pytest.raises(StoreError, match=r"made by a newer release \(tables 9999"):
        await restore(filled, file, over=True)


async def test_what_is_no_backup_is_a_sentence(filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "kept.g2g"
    await back_up(filled, file)
    data = file.read_bytes()
    cut, other, words = tmp_path / "cut.g2g", tmp_path / "other.db", tmp_path / "words.txt"
    cut.write_bytes(data[: len(data) // 2])
    words.write_text("nothing of the kind, " * 500)
    with closing(sqlite3.connect(other)) as made:
        made.execute("CREATE TABLE a (b)")
    for wrong, why in (
        (cut, "malformed"),
        (other, "it is not a backup of this service"),
        (words, "not a database"),
        (tmp_path / "nowhere.g2g", "unable to open"),
    ):
        with pytest.raises(StoreError, match=f"can't be read as a backup .*{why}"):
            await restore(filled, wrong, over=True)
        with pytest.raises(StoreError, match="can't be read as a backup"):
            fact_of(wrong, "made_in")


async def test_a_backup_is_never_written_over_anything(filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "kept.g2g"
    file.write_text("mine")
    with pytest.raises(StoreError, match="is there already"):
        await back_up(filled, file)
    assert file.read_text() == "mine"
    with pytest.raises(StoreError, match="can't be written"):
        await back_up(filled, tmp_path / "nowhere" / "kept.g2g")
    assert not list(tmp_path.rglob("*.part"))  # noqa: ASYNC240


async def test_nothing_is_no_backup(database_url: str, tmp_path: Path) -> None:
    async with Store(database_url) as store:
        with pytest.raises(StoreError, match="nothing to back up"):
            await back_up(store, tmp_path / "kept.g2g")
