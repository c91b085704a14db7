"""Check that a month is kept whole, nobody overwrites anybody, and reports only add up."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from store import Books, Stale, Store
from tests.store.shop import NOW
from workflow.cycle import Ask, Item, ItemState, Month, Report, State, plan_month
from workflow.dates import Calendar
from workflow.summary import Frozen

KEY = "2019-09"
LEAD, OTHER = "asha-rahman", "tom-hartley"


def said(ref: str, *, month: str = KEY, version: int = 1, words: str = "Words.") -> Report:
    return Report(
        month=month,
        ref=ref,
        version=version,
        kind="update",
        words=words,
        next_step="Next.",
        rag="A",
        why="Why.",
        decision="",
        late=False,
        said_by=LEAD,
        said_for="director-csc",
        said_at=NOW,
        evidence_link="https://example.org/evidence",
        revised_end=date(2020, 3, 31),
        suggested="G",
        drafted_by=OTHER,
        entered_by="pmo",
    )


def planned(board_on: date = date(2019, 9, 26)) -> Month:
    return plan_month(board_on, Calendar())


async def opened(store: Store, board_on: date = date(2019, 9, 26)) -> Month:
    """A month that has opened, with two items and one person asked."""
    was = planned(board_on)
    month = replace(was, state=State.OPEN, items=(Item("PI1.1"), Item("PI1.4")), asks=(Ask(LEAD),))
    async with store.begin() as books:
        assert await books.cycles.plan(was)
        await books.cycles.keep(month, was=was)
    return month


async def get(store: Store, key: str = KEY) -> Month:
    async with store.read() as books:
        found = await books.cycles.get(key)
    assert found is not None
    return found


def with_item(month: Month, item: Item) -> Month:
    return replace(month, items=tuple(item if o.ref == item.ref else o for o in month.items))


async def test_a_month_comes_back_as_it_was_kept(filled: Store) -> None:
    was = await opened(filled)
    month = replace(
        was,
        state=State.APPROVED,
        draft=2,
        approved_by=LEAD,
        approved_at=NOW,
        told_unapproved_on=date(2019, 9, 27),
        items=(Item("PI1.1", ItemState.ACCEPTED, 3), Item("PI1.4")),
        asks=(Ask(LEAD, 2, NOW, NOW + timedelta(days=1)), Ask(OTHER)),
        posted=frozenset({"change-board"}),
    )
    async with filled.begin() as books:
        await books.cycles.keep(month, was=was)
    assert await get(filled) == month


async def test_somebody_who_is_no_longer_asked_is_forgotten(filled: Store) -> None:
    was = await opened(filled)
    async with filled.begin() as books:
        await books.cycles.keep(replace(was, asks=(Ask(OTHER),)), was=was)
    assert (await get(filled)).asks == (Ask(OTHER),)


async def test_a_month_is_planned_once_and_the_second_is_told(filled: Store) -> None:
    async with filled.begin() as books:
        assert await books.cycles.plan(planned())
    async with filled.begin() as books:
        assert not await books.cycles.plan(planned())


async def test_two_processes_that_plan_the_same_month_plan_one(
    filled: Store, database_url: str
) -> None:
    async def plan(store: Store) -> bool:
        async with store.begin() as books:
            made = await books.cycles.plan(planned())
            await asyncio.sleep(0.05)
            return made

    async with Store(database_url) as other:
        assert sorted(await asyncio.gather(plan(filled), plan(other))) == [False, True]


async def test_a_stale_write_is_refused_and_changes_nothing(filled: Store) -> None:
    was = await opened(filled)
    first = with_item(was, Item("PI1.1", ItemState.ANSWERED, 1))
    second = replace(with_item(was, Item("PI1.1", ItemState.RETURNED, 1)), state=State.REVIEW)
    async with filled.begin() as books:
        await books.cycles.keep(first, was=was)
    with pytest.raises(Stale, match=r"PI1\.1"):
        async with filled.begin() as books:
            await books.cycles.keep(second, was=was)
    assert await get(filled) == first


async def test_two_who_change_different_actions_do_not_disturb_each_other(filled: Store) -> None:
    was = await opened(filled)
    for ref in ("PI1.1", "PI1.4"):
        async with filled.begin() as books:
            month = with_item(was, Item(ref, ItemState.ANSWERED, 1))
            await books.cycles.keep(month, was=was)
    states = [item.state for item in (await get(filled)).items]
    assert states == [ItemState.ANSWERED, ItemState.ANSWERED]


async def test_of_two_at_once_one_waits_for_the_other_and_sees_what_it_did(
    filled: Store, database_url: str
) -> None:
    await opened(filled)
    seen: list[int] = []

    async def answer(store: Store) -> None:
        async with store.begin() as books:
            month = await books.cycles.get(KEY, to_change=True)
            assert month is not None
            item = month.item("PI1.1")
            assert item is not None
            seen.append(item.version)
            await asyncio.sleep(0.05)
            changed = Item("PI1.1", ItemState.ANSWERED, item.version + 1)
            await books.cycles.keep(with_item(month, changed), was=month)

    async with Store(database_url) as other:
        await asyncio.gather(answer(filled), answer(other))
    assert seen == [0, 1]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_tick_passes_by_a_month_that_somebody_is_changing(
    filled: Store, database_url: str
) -> None:
    await opened(filled)
    async with Store(database_url) as other, other.begin() as theirs:
        assert await theirs.cycles.get(KEY, to_change=True) is not None
        async with filled.begin() as books:
            assert await books.cycles.running(to_change=True) == []
            assert len(await books.cycles.running()) == 1


async def test_reports_only_ever_add_up(filled: Store) -> None:
    await opened(filled)
    async with filled.begin() as books:
        first = await books.cycles.tell(said("PI1.1"))
        second = await books.cycles.tell(said("PI1.1", version=2, words="Mended."))
    async with filled.read() as books:
        history = await books.cycles.history("PI1.1")
        latest = await books.cycles.reports(KEY)
    assert [(one.id, one.words) for one in history] == [(first, "Words."), (second, "Mended.")]
    assert history[0] == replace(said("PI1.1"), id=first)
    assert latest == {"PI1.1": history[1]}
    assert (item := (await get(filled)).item("PI1.1")) is not None
    assert item.report == second


async def test_a_report_that_is_taken_back_stays_in_the_history(filled: Store) -> None:
    await opened(filled)
    async with filled.begin() as books:
        first = await books.cycles.tell(said("PI1.1"))
        second = await books.cycles.tell(said("PI1.1", version=2))
        assert await books.cycles.report_before(KEY, "PI1.1", second) == first
        await books.cycles.take_back(
            second,
            by=LEAD,
            now=NOW,
            item=Item("PI1.1", ItemState.ANSWERED, 3, first),
            month=KEY,
        )
    async with filled.read() as books:
        assert [one.id for one in await books.cycles.history("PI1.1")] == [first, second]
        assert (await books.cycles.reports(KEY))["PI1.1"].id == first
        assert await books.cycles.report_before(KEY, "PI1.1", first) is None


async def judge(books: Books, month: Month, *accepted: str) -> Month:
    items = tuple(
        replace(item, state=ItemState.ACCEPTED) if item.ref in accepted else item
        for item in month.items
    )
    after = replace(month, items=items)
    await books.cycles.keep(after, was=month)
    return after


async def test_what_was_accepted_before_is_the_newest_of_each_action(filled: Store) -> None:
    for number, (board_on, accepted) in enumerate(
        [
            (date(2019, 7, 25), ("PI1.1", "PI1.4")),
            (date(2019, 8, 29), ("PI1.4",)),
            (date(2019, 9, 26), ("PI1.1",)),
        ]
    ):
        month = await opened(filled, board_on)
        async with filled.begin() as books:
            for ref in ("PI1.1", "PI1.4"):
                await books.cycles.tell(said(ref, month=month.key, words=f"{number} {ref}"))
            await judge(books, await get_in(books, month.key), *accepted)
    async with filled.read() as books:
        found = await books.cycles.accepted_before("2019-09")
        assert {ref: one.words for ref, one in found.items()} == {
            "PI1.1": "0 PI1.1",
            "PI1.4": "1 PI1.4",
        }
        assert await books.cycles.accepted_before("2019-07") == {}


async def get_in(books: Books, key: str) -> Month:
    found = await books.cycles.get(key)
    assert found is not None
    return found


async def test_a_comment_is_the_latest_return_of_its_report(filled: Store) -> None:
    await opened(filled)
    async with filled.begin() as books:
        one = await books.cycles.tell(said("PI1.1"))
        for accepted, comment in ((False, "More."), (False, "Still more."), (True, "")):
            await books.cycles.judged(one, accepted=accepted, comment=comment, by="pmo", now=NOW)
    async with filled.read() as books:
        assert await books.cycles.comments([one]) == {one: "Still more."}
        assert await books.cycles.comments([]) == {}


async def test_what_was_frozen_comes_back_to_the_letter(filled: Store) -> None:
    await opened(filled)
    frozen = Frozen(KEY, 1, "d" * 64, "Ünïcode — “quoted”\n")
    async with filled.begin() as books:
        await books.cycles.freeze(frozen, NOW)
        await books.cycles.freeze(replace(frozen, draft=2, content="newer"), NOW)
    async with filled.read() as books:
        assert await books.cycles.frozen(KEY, 1) == frozen
        assert await books.cycles.frozen(KEY, 3) is None
        assert await books.cycles.frozen_at(KEY, 2) == NOW
        assert await books.cycles.frozen_at(KEY, 3) is None


async def test_a_board_looks_back_on_what_was_posted_to_it_and_on_nothing_else(
    filled: Store,
) -> None:
    days = (date(2019, 9, 26), date(2019, 10, 31), date(2019, 11, 28))
    for day, boards in zip(days, ({"change-board"}, {"change-board", "pmo"}, {"pmo"}), strict=True):
        was = await opened(filled, day)
        async with filled.begin() as books:
            kept = replace(was, draft=2, posted=frozenset(boards))
            await books.cycles.keep(kept, was=was)
            for draft in (1, 2, 3):
                words = f"draft {draft} of {was.key}"
                await books.cycles.freeze(Frozen(was.key, draft, "d" * 64, words), NOW)
    async with filled.read() as books:
        for board, month, most, found in (
            ("change-board", "2019-12", 12, ["2019-09", "2019-10"]),
            ("change-board", "2019-09", 12, ["2019-09"]),
            ("pmo", "2019-11", 1, ["2019-11"]),
            ("programme-board", "2019-11", 12, []),
        ):
            made = await books.cycles.frozen_for(board, month, most)
            assert [one.content for one in made] == [f"draft 2 of {key}" for key in found]


async def test_the_month_people_mean_is_the_latest_that_has_opened(filled: Store) -> None:
    async with filled.read() as books:
        assert (await books.cycles.newest(), await books.cycles.begun()) == (None, None)
    await opened(filled)
    async with filled.begin() as books:
        await books.cycles.plan(planned(date(2019, 10, 31)))
    async with filled.read() as books:
        newest, begun = await books.cycles.newest(), await books.cycles.begun()
        running = await books.cycles.running()
    assert newest is not None
    assert begun is not None
    assert (newest.key, begun.key) == ("2019-10", KEY)
    assert [month.key for month in running] == [KEY, "2019-10"]
