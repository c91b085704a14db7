"""Check that a plan comes back as it was loaded, and that loading another loses no history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection

from store import Store, tables
from tests.journeys.council import shipped_plan
from tests.store.shop import NOW
from workflow.plan import Action, Plan, Reading

LATER = NOW + timedelta(days=30)


def without_readings(plan: Plan) -> Plan:
    return replace(plan, measures=tuple(replace(one, readings=()) for one in plan.measures))


def without_action(plan: Plan, ref: str) -> Plan:
    """The plan without one action; what it was alone in goes as well."""

    def kept(actions: tuple[Action, ...]) -> tuple[Action, ...]:
        return tuple(action for action in actions if action.ref != ref)

    return replace(
        plan,
        workstreams=tuple(
            replace(
                stream,
                objectives=tuple(
                    replace(objective, actions=kept(objective.actions))
                    for objective in stream.objectives
                    if kept(objective.actions)
                ),
            )
            for stream in plan.workstreams
        ),
        measures=tuple(
            replace(one, used_in=tuple(used for used in one.used_in if used != ref))
            for one in plan.measures
        ),
    )


async def load(store: Store, plan: Plan) -> None:
    async with store.begin() as books:
        await books.plans.load(plan, LATER)


async def current(store: Store) -> Plan | None:
    async with store.read() as books:
        return await books.plans.current()


async def count_readings(store: Store) -> int:
    def count(connection: Connection) -> int:
        return connection.execute(select(func.count()).select_from(tables.reading)).scalar_one()

    return int(await store.look_sync(count))


async def test_there_is_no_plan_until_one_was_loaded(store: Store) -> None:
    assert await current(store) is None


async def test_the_shipped_plan_comes_back_as_it_was_loaded(filled: Store) -> None:
    assert await current(filled) == without_readings(shipped_plan())


async def test_another_process_reads_the_same_plan(filled: Store, database_url: str) -> None:
    async with Store(database_url) as other:
        assert await current(other) == without_readings(shipped_plan())
        await load(filled, replace(shipped_plan(), title="Another"))
        assert (found := await current(other)) is not None
        assert found.title == "Another"


async def test_the_plans_readings_come_back_oldest_first(filled: Store) -> None:
    plan = shipped_plan()
    async with filled.read() as books:
        found = await books.plans.readings(one.id for one in plan.measures)
    for measure in plan.measures:
        in_order = sorted(measure.readings, key=lambda one: one.as_at or date.min)
        assert list(found.get(measure.id, ())) == in_order, measure.id


async def test_loading_the_same_plan_again_doubles_nothing(filled: Store) -> None:
    before = await count_readings(filled)
    await load(filled, shipped_plan())
    assert await count_readings(filled) == before
    assert await current(filled) == without_readings(shipped_plan())


async def test_a_changed_plan_is_read_as_it_was_loaded(filled: Store) -> None:
    shipped = shipped_plan()
    fewer = without_action(shipped, "PI1.1")
    changed = replace(
        fewer,
        title="The second edition",
        roles=tuple(reversed(shipped.roles)),
        boards=shipped.boards[:-1],
        recommendations=shipped.recommendations[::-1],
        measures=fewer.measures[1:],
    )
    await load(filled, changed)
    assert await current(filled) == without_readings(changed)
    # And what went comes back whole.
    await load(filled, shipped)
    assert await current(filled) == without_readings(shipped)


async def test_an_action_that_goes_keeps_its_history_and_comes_back(filled: Store) -> None:
    from tests.store.test_cycles import opened, said

    was = await opened(filled)
    async with filled.begin() as books:
        await books.cycles.tell(said("PI1.1"))
    await load(filled, without_action(shipped_plan(), "PI1.1"))
    assert (plan := await current(filled)) is not None
    assert "PI1.1" not in [action.ref for action in plan.actions]
    async with filled.read() as books:
        assert [one.words for one in await books.cycles.history("PI1.1")] == ["Words."]
        assert (month := await books.cycles.get(was.key)) is not None
        assert month.item("PI1.1") is not None
    await load(filled, shipped_plan())
    assert await current(filled) == without_readings(shipped_plan())


async def test_a_reading_is_never_overwritten_by_a_later_one_or_by_a_plan(filled: Store) -> None:
    measure = shipped_plan().measures[0].id
    day = date(2019, 9, 30)
    first, mended = Reading(10.0, day), Reading(11.0, day, numerator=11, denominator=100)
    async with filled.begin() as books:
        before = (await books.plans.readings([measure])).get(measure, ())
        await books.plans.note_reading(measure, first, report=None, now=NOW)
        await books.plans.note_reading(measure, mended, report=None, now=LATER)
    await load(filled, shipped_plan())
    async with filled.read() as books:
        found = (await books.plans.readings([measure]))[measure]
    assert found == tuple(sorted((*before, first, mended), key=lambda one: one.as_at or date.min))


async def test_a_plan_that_was_not_committed_is_not_remembered(filled: Store) -> None:
    try:
        async with filled.begin() as books:
            await books.plans.load(replace(shipped_plan(), title="Never"), LATER)
            assert (found := await books.plans.current()) is not None
            assert found.title == "Never"
            raise RuntimeError
    except RuntimeError:
        pass
    await load(filled, replace(shipped_plan(), title="In force"))
    assert (found := await current(filled)) is not None
    assert found.title == "In force"


@pytest.mark.parametrize(
    ("days", "since", "kept"),
    [
        # Nothing is old, and all of it is.
        (["2019-08-31", "2019-09-30"], "2019-01-01", ["2019-08-31", "2019-09-30"]),
        (["2009-08-31", "2010-08-31", "2011-08-31"], "2019-01-01", ["2009-08-31", "2011-08-31"]),
        # The first day keeps all its figures, and so does the newest.
        (
            ["2009-08-31", "2009-08-31", "2010-08-31", "2019-08-31"],
            "2019-08-31",
            ["2009-08-31", "2009-08-31", "2019-08-31"],
        ),
        # What has no date is never too old.
        ([None, "2009-08-31", "2010-08-31", "2019-08-31"], "2019-01-01",
         [None, "2009-08-31", "2019-08-31"]),
        ([None, None], "2019-01-01", [None, None]),
        ([], "2019-01-01", []),
    ],
)  # fmt: skip
async def test_a_month_looks_at_figures_of_late_and_at_where_each_measure_began(
    filled: Store, days: list[str | None], since: str, kept: list[str | None]
) -> None:
    bare = next(one.id for one in shipped_plan().measures if not one.readings)
    async with filled.begin() as books:
        for n, day in enumerate(days):
            one = Reading(float(n), date.fromisoformat(day) if day else None)
            await books.plans.note_reading(bare, one, report=None, now=NOW)
    async with filled.read() as books:
        late = await books.plans.readings([bare], since=date.fromisoformat(since))
        every = await books.plans.readings([bare])
    assert [one.as_at.isoformat() if one.as_at else None for one in late.get(bare, ())] == kept
    assert [one.value for one in every.get(bare, ())] == [float(n) for n in range(len(days))]


async def test_a_figure_that_was_taken_back_is_neither_first_nor_newest(filled: Store) -> None:
    from tests.store.test_cycles import opened, said

    await opened(filled)
    bare = next(one.id for one in shipped_plan().measures if not one.readings)
    days = ("2009-01-31", "2010-01-31", "2011-01-31", "2012-01-31", "2013-01-31")
    async with filled.begin() as books:
        for n, day in enumerate(days):
            number = await books.cycles.tell(replace(said("PI1.1"), version=n))
            one = Reading(float(n), date.fromisoformat(day))
            await books.plans.note_reading(bare, one, report=number, now=NOW)
            if n in {0, 4}:
                await books.cycles._connection.execute(
                    insert(tables.withdrawal).values(
                        report=number, said_by=said("PI1.1").said_by, said_at=NOW
                    )
                )
    async with filled.read() as books:
        late = await books.plans.readings([bare], since=date(2019, 1, 1))
    assert [one.value for one in late[bare]] == [1.0, 3.0]
