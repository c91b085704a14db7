"""Check that posts change hands without anybody being forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from store import Store, tables
from tests.journeys.council import demo_people
from tests.store.shop import NOW
from workflow.people import Appointment, DutyNumbers, Kind, People, holders

LATER = NOW + timedelta(days=30)


async def load(store: Store, people: People) -> None:
    async with store.begin() as books:
        await books.people.load(people, LATER)


async def everybody(store: Store) -> People:
    async with store.read() as books:
        return await books.people.all()


async def appointments(store: Store) -> list[Any]:
    """(person, kind, scope, since, until) of all there ever were."""
    one = tables.appointment.c

    def look(connection: Connection) -> list[Any]:
        query = select(one.person, one.kind, one.scope, one.since, one.until).order_by(one.id)
        return list(map(tuple, connection.execute(query)))

    return list(await store.look_sync(look))


async def test_the_people_come_back_as_they_were_loaded(filled: Store) -> None:
    found, wanted = await everybody(filled), demo_people()
    assert found.persons == tuple(sorted(wanted.persons, key=lambda one: one.id))
    assert found.appointments == wanted.appointments
    assert {seat.board: seat for seat in found.seats} == {seat.board: seat for seat in wanted.seats}
    assert (found.rota, found.numbers) == (wanted.rota, wanted.numbers)


async def test_nobody_is_known_before_a_file_was_loaded(store: Store) -> None:
    assert await everybody(store) == People(numbers=DutyNumbers())


async def test_loading_the_same_people_again_appoints_nobody_anew(filled: Store) -> None:
    before = await appointments(filled)
    await load(filled, demo_people())
    assert await appointments(filled) == before


async def test_a_post_that_changes_hands_ends_and_is_never_deleted(filled: Store) -> None:
    people = demo_people()
    was = next(one for one in people.appointments if one.kind is Kind.LEAD)
    new = Appointment("lewis-grant", Kind.LEAD, was.scope)
    others = tuple(one for one in people.appointments if one != was)
    await load(filled, replace(people, appointments=(*others, new)))
    assert holders(await everybody(filled), Kind.LEAD, was.scope) == ("lewis-grant",)
    history = [row for row in await appointments(filled) if row[1:3] == ("lead", was.scope)]
    assert history == [
        (was.person, "lead", was.scope, NOW, LATER),
        ("lewis-grant", "lead", was.scope, LATER, None),
    ]
    async with filled.read() as books:
        assert was.person in await books.people.names()


async def test_somebody_who_comes_back_to_a_post_is_appointed_anew(filled: Store) -> None:
    people = demo_people()
    was = people.appointments[0]
    await load(filled, replace(people, appointments=people.appointments[1:]))
    await load(filled, people)
    found = [row for row in await appointments(filled) if row[:2] == (was.person, was.kind.value)]
    assert [row[4] for row in found if row[2] == was.scope] == [LATER, None]


async def test_a_directory_id_moves_to_whom_the_file_gives_it(filled: Store) -> None:
    people = demo_people()
    one, other = people.persons[0], people.persons[1]
    swapped = {
        one.id: replace(one, directory_id=other.directory_id),
        other.id: replace(other, directory_id=one.directory_id),
    }
    await load(filled, replace(people, persons=tuple(swapped.get(p.id, p) for p in people.persons)))
    async with filled.read() as books:
        found = await books.people.by_directory(one.directory_id)
        assert found == swapped[other.id]
        assert await books.people.by_directory(other.directory_id) == swapped[one.id]
        assert await books.people.by_directory("nobody") is None


async def test_a_leavers_directory_id_can_be_given_to_a_successor_of_the_longest_name(
    filled: Store,
) -> None:
    people = demo_people()
    leaver = replace(people.persons[0], id="a" * 60, directory_id="0" * 36)
    await load(filled, replace(people, persons=(*people.persons, leaver)))
    successor = replace(leaver, id="b" * 60)
    await load(filled, replace(people, persons=(*people.persons, successor)))
    async with filled.read() as books:
        assert await books.people.by_directory("0" * 36) == successor
        assert {leaver.id, successor.id} <= set(await books.people.names())


async def test_another_process_sees_the_new_people(filled: Store, database_url: str) -> None:
    async with Store(database_url) as other:
        assert await everybody(other) == await everybody(filled)
        await load(filled, replace(demo_people(), rota=()))
        assert (await everybody(other)).rota == ()
