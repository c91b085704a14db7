"""Check what Prometheus is told: how much, how fast, how late, and about nobody."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import metrics
from bot.app import service_time
from bot.doors import Rejected
from bot.settings import Mode, Settings
from store import Store
from tests.bot.open_house import open_house, sqlite
from tests.bot.test_cli import Run, Serving, free_port, serving
from tests.bot.test_cli import g2g as g2g
from tests.fakes import Machine
from tests.journeys.council import DIRECTOR, council

Sample = tuple[str, frozenset[tuple[str, str]]]


def read(text: bytes) -> dict[Sample, float]:
    """Every sample, as Prometheus itself would read it."""
    return {
        (one.name, frozenset(one.labels.items())): one.value
        for family in text_string_to_metric_families(text.decode())
        for one in family.samples
    }


def sample(name: str, **labels: str) -> Sample:
    return name, frozenset(labels.items())


async def test_turns_are_counted_by_door_and_outcome_and_timed(tmp_path: Path) -> None:
    def break_off(point: str) -> None:
        if point == "turning" and breaks:
            raise ValueError

    breaks = False
    async with open_house(sqlite(tmp_path), hook=break_off) as house:
        for _ in range(3):
            assert (await house.teams(DIRECTOR)).status == 200
        breaks = True
        await house.teams(DIRECTOR)
        found = read(await house.app.metrics.text())
    assert found[sample("g2g_turns_total", door="teams", outcome="done")] == 3
    assert found[sample("g2g_turns_total", door="teams", outcome="failed")] == 1
    assert found[sample("g2g_turn_seconds_count", door="teams")] == 4
    assert 0 < found[sample("g2g_turn_seconds_sum", door="teams")] < 30
    assert found[sample("g2g_database_up")] == 1


async def test_letters_the_month_and_ticks_are_told_as_they_stand(database_url: str) -> None:
    machine = Machine()
    async with council(database_url, machine=machine) as house:
        before = read(await house.app.metrics.text())
        assert before[sample("g2g_month_state", state="open")] == 0
        assert before[sample("g2g_letters_given_up")] == 0

        # The month opens; nothing has left yet.
        await house.app.rhythm.tick()
        house.clock.now = house.clock.now.replace(day=5)
        written = await house.app.rhythm.tick()
        assert len(written) > 5
        house.clock.now = house.clock.now.replace(day=6)
        found = read(await house.app.metrics.text())
        assert found[sample("g2g_letters", lane="bulk", state="pending")] == len(written)
        assert found[sample("g2g_oldest_due_letter_seconds")] == 24 * 3600
        assert found[sample("g2g_month_state", state="open")] == 1
        assert found[sample("g2g_month_state", state="planned")] == 0
        assert found[sample("g2g_ticks_total")] == 2
        assert found[sample("g2g_last_tick_timestamp_seconds")] == machine.seconds

        # One is refused for ever, the others arrive.
        async def refuse(*_: object, **__: object) -> str:
            house.hall.send = send  # type: ignore[method-assign]
            why = "no"
            raise Rejected(why)

        send = house.hall.send
        house.hall.send = refuse  # type: ignore[method-assign]
        await house.app.post.drain()
        found = read(await house.app.metrics.text())
        assert found[sample("g2g_letters", lane="bulk", state="sent")] == len(written) - 1
        assert found[sample("g2g_letters", lane="bulk", state="dead")] == 1
        assert sample("g2g_letters", lane="bulk", state="pending") not in found
        assert found[sample("g2g_letters_given_up")] == 1
        assert found[sample("g2g_oldest_due_letter_seconds")] == 0


async def test_no_label_is_about_anybody(tmp_path: Path) -> None:
    async with open_house(sqlite(tmp_path)) as house:
        await house.teams(DIRECTOR)
        await house.app.rhythm.tick()
        found = read(await house.app.metrics.text())
    ours = [one for one in found if one[0].startswith("g2g_")]
    assert {name for _, labels in ours for name, _ in labels} == {
        "door",
        "le",
        "lane",
        "outcome",
        "state",
    }
    said = " ".join(value for _, labels in ours for _, value in labels)
    assert "asha" not in said


async def test_a_database_without_tables_or_away_is_told_and_the_rest_still_is(
    database_url: str, tmp_path: Path
) -> None:
    away = f"sqlite+aiosqlite:///{tmp_path}/nowhere/g2g.db"
    for url in (database_url, away):
        async with Store(url) as store:
            alone = metrics.Metrics(store, clock=service_time, machine=lambda: 0.0)
            found = read(await alone.text())
        assert found[sample("g2g_database_up")] == 0
        assert math.isnan(found[sample("g2g_oldest_due_letter_seconds")])
        assert sample("g2g_month_state", state="open") not in found
        assert sample("g2g_ticks_total") in found


def test_nothing_listens_unless_a_port_is_set_and_then_on_this_computer_only() -> None:
    assert Settings().metrics_port is None
    assert Settings().metrics_host == "127.0.0.1"


def test_a_running_service_answers_on_its_own_port_and_on_no_other(
    g2g: Run, tmp_path: Path
) -> None:
    g2g("migrate")
    port = free_port()
    with serving("serve", tmp_path, metrics_port=str(port)) as service:
        service.until("/readyz", 200)
        assert service.get("/metrics")[0] == 404
        watched = Serving(service.process, port)
        found: dict[Sample, float] = {}
        while not found.get(sample("g2g_loop_lag_seconds_count")):
            code, said = watched.get("/metrics")
            assert code == 200
            found = read(said.encode())
        assert watched.get("/healthz")[0] == 404
        assert found[sample("process_open_fds")] > 3
        assert service.stop().code == 0

        # What is in the way is said with the setting that it is about.
    with serving("serve", tmp_path, mode=Mode.PRODUCTION.value) as service:
        other = f"sqlite+aiosqlite:///{tmp_path}/other.db"
        taken = g2g("serve", database_url=other, port=free_port(), metrics_port=service.port)
        assert taken.code == 2
        assert "can't be opened for metrics" in taken.err
        assert "G2G_METRICS_PORT" in taken.err


@pytest.mark.parametrize("wrong", ["0", "70000", "many"])
def test_a_port_that_is_none_is_a_sentence(g2g: Run, wrong: str) -> None:
    ended = g2g("status", metrics_port=wrong)
    assert ended.code == 2
    assert ended.sentence.startswith("G2G_METRICS_PORT: ")
