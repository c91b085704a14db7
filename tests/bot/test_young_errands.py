"""Check that status and doctor tell the operator how reading, replies and removal stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.errands import doctor, status
from bot.settings import Settings
from bot.stage import OPENING
from store import Store
from store.migrate import upgrade
from tests.journeys.council import demo_people, shipped_plan

# The demo's own clock: it is moved by nothing here.
NOW = OPENING


async def _settled(tmp_path: Path, *, read_by: datetime) -> Settings:
    """An installation in which one answer waits to be read, and one reply is late."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'g2g.sqlite3'}"
    async with Store(url) as store:
        await upgrade(store)
        async with store.begin() as books:
            await books.plans.load(shipped_plan(), NOW)
            await books.people.load(demo_people(), NOW)
            await books.voices.queue_written(
                talk="a", script="visit", step="keep", sealed=b"x", at=NOW, read_by=read_by
            )
            one = await books.promises.draft("Clearer letters", by="ellie-brook", now=NOW)
            asked = replace(one, owner="moira-campbell", due=date(2019, 9, 1))
            await books.promises.keep(asked)
            await books.voices.note_removed("written", 3, NOW)
    return Settings.model_validate({"database_url": url, "mode": "demo"})


async def test_what_is_unread_and_late_is_told(tmp_path: Path) -> None:
    settings = await _settled(tmp_path, read_by=NOW - timedelta(days=1))
    lines = dict(await status(settings))
    assert lines["Written answers"] == "1 to read, 1 past its deadline"
    assert lines["Replies to young people"] == "1 late"
    assert lines["  removed"].endswith("3 written answers, 90 days after the report of their month")
    bad = [one.what for one in await doctor(settings) if one.state == "bad"]
    assert "1 written answer past the deadline, unread" in bad


async def test_a_queue_in_time_is_well(tmp_path: Path) -> None:
    settings = await _settled(tmp_path, read_by=NOW + timedelta(days=1))
    states = {one.what: one.state for one in await doctor(settings)}
    assert states["Written answers: 1 to read, the next by Tuesday 3 September, 9am"] == "ok"
