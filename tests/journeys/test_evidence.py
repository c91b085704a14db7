"""Live through what answers do for the plan: three figures, and never a small number."""

from __future__ import annotations

from tests.journeys.council import (
    APPROVER,
    DIRECTOR,
    PLANS,
    PMO,
    Council,
    filled,
    shipped_plan,
    words,
)
from tests.journeys.voices import WORKER, tick, visit, with_key
from workflow.intake import read_plan

YES, NO = "agree-lot", "disagree-bit"
KNOW = "72.7% (16 of 22) know what help they can get, and how"
DAYS = "(answers of 10 September; added by the service)"


async def answers(town: Council, day: str, *, yes: int, no: int, name: str = "talk") -> None:
    """So many care leavers answer; all but two of them get help to live on their own."""
    await town.at(f"{day}T12:00")
    for n in range(yes + no):
        known = YES if n < yes else NO
        await tick(town, f"{name}-{n}", YES, known, NO if n < 2 else YES)


async def open_october(town: Council) -> None:
    await answers(town, "2019-09-10", yes=16, no=6)
    await town.at("2019-10-03T09:00")


async def post(town: Council, *moments: str) -> None:
    """Answer, close, accept, draft, approve and post a month."""
    closes, drafts, posts = moments
    await town.answer_all()
    await town.at(closes)
    await town.accept_all()
    await town.at(drafts)
    await town.press(APPROVER, "Approve")
    await town.at(posts)


async def test_answers_stand_with_their_base_on_the_officers_card_and_are_not_asked_for(
    database_url: str,
) -> None:
    async with with_key(database_url) as town:
        await open_october(town)
        key = {"month": "2019-10"}
        card = await town.send(DIRECTOR, "update.open", {**key, "ref": "PI3.4"})
        assert "What young people say" in words(card)
        assert f"{KNOW} {DAYS}." in words(card)
        assert "The figure" not in words(card)
        assert not [name for name in filled(card) if name.startswith("figure")]
        # Two who get no help are not told, nor left over: no percentage, no other number.
        card = await town.send(DIRECTOR, "update.open", {**key, "ref": "PI3.3"})
        hidden = "5 or fewer of 22 don't get the help they need to live on their own"
        assert f"{hidden} {DAYS}." in words(card)
        assert "%" not in words(card).split("What young people say")[1].split("What changed")[0]
        await town.answer(DIRECTOR, "PI3.4", **{"figure:PI3.4-Y1": "99%"})
        async with town.app.store.read() as books:
            found = await books.plans.readings(["PI3.4-Y1", "PI3.3-Y1"])
        assert [(one.value, one.numerator, one.denominator) for one in found["PI3.4-Y1"]] == [
            (72.7, 16, 22)
        ]
        assert "PI3.3-Y1" not in found


async def test_boards_see_the_figure_and_the_pmo_sees_it_in_review(database_url: str) -> None:
    async with with_key(database_url) as town:
        await open_october(town)
        await town.answer(DIRECTOR, "PI3.4")
        card = await town.send(PMO, "review.open", {"month": "2019-10", "ref": "PI3.4"})
        assert f"{KNOW} {DAYS}" in words(card)
        await post(town, "2019-10-15T17:00", "2019-10-21T09:00", "2019-10-24T09:00")
        data = {"month": "2019-10", "board": "programme-board", "name": "PI3.4"}
        card = await town.send("board:programme-board", "board.action", data)
        assert f"{KNOW} {DAYS}" in words(card)
        async with town.app.store.read() as books:
            frozen = await books.cycles.frozen("2019-10", 1)
        assert frozen is not None
        assert KNOW in frozen.content


async def test_answers_that_can_still_be_taken_back_are_not_counted(database_url: str) -> None:
    async with with_key(database_url) as town:
        # The 19th of September can be taken back until the 3rd of October, and that day too.
        await answers(town, "2019-09-19", yes=16, no=6)
        await town.at("2019-10-03T09:00")
        assert (await figures(town)) == {}


async def test_too_few_answers_wait_for_the_next_month_and_nobody_is_counted_twice(
    database_url: str,
) -> None:
    async with with_key(database_url) as town:
        await answers(town, "2019-09-10", yes=7, no=0)
        await town.at("2019-10-03T09:00")
        assert await figures(town) == {}
        await answers(town, "2019-10-08", yes=6, no=8, name="later")
        await town.at("2019-11-07T09:00")
        # November's is about everybody so far.
        assert (await figures(town))["PI3.4-Y1"] == {21}
        await answers(town, "2019-11-11", yes=4, no=0, name="last")
        await town.at("2019-12-05T09:00")
        # Four more are too few, and the figure of November stands as it was.
        assert (await figures(town))["PI3.4-Y1"] == {21}


async def figures(town: Council) -> dict[str, set[int]]:
    """How many people stand in each figure that was shown."""
    async with town.app.store.read() as books:
        found: dict[str, set[int]] = {}
        for one in await books.voices.published():
            found.setdefault(one.figure, set()).add(len(one.voices))
    return found


async def test_the_figure_is_worked_out_once_however_often_the_month_is_looked_at(
    database_url: str,
) -> None:
    async with with_key(database_url) as town:
        await open_october(town)
        before = await figures(town)
        await answers(town, "2019-10-04", yes=30, no=30, name="more")
        await town.at("2019-10-21T09:00")
        assert await figures(town) == before
        assert before == {"PI3.4-Y1": {22}, "PI3.3-Y1": {22}}


async def test_a_plan_that_is_imported_again_keeps_the_services_own_measures(
    database_url: str,
) -> None:
    async with with_key(database_url) as town:
        await open_october(town)
        async with town.app.store.begin() as books:
            await books.plans.load(shipped_plan(), town.clock.now)
            plan = await books.plans.current()
        assert plan is not None
        assert [one.id for one in plan.measures_of("PI3.4")] == ["PI3.4-Y1"]
        assert plan.asked_of("PI3.4") == ()
        assert len(plan.measures) == len(shipped_plan().measures) + 1


async def test_a_council_may_give_the_figure_a_target_and_the_suggestion_goes_by_it(
    database_url: str,
) -> None:
    plan = (PLANS / "oldham-2019.yaml").read_text(encoding="utf-8")
    target = """
  - id: PI3.3-Y1
    name: Care leavers who say they get the help they need to live on their own
    short: Helped to live alone
    unit: percent
    better: higher
    used_in: [PI3.3]
    milestones: [{value: 90, by: 2019-12}]
    added_by_service: true
"""
    with_target = read_plan((plan + target).encode()).value
    assert with_target is not None
    async with with_key(database_url) as town:
        async with town.app.store.begin() as books:
            await books.plans.load(with_target, town.clock.now)
        await town.at("2019-09-10T12:00")
        for n in range(22):
            await tick(town, f"talk-{n}", YES, YES, YES if n < 12 else NO)
        await town.at("2019-10-03T09:00")
        card = await town.send(DIRECTOR, "update.open", {"month": "2019-10", "ref": "PI3.3"})
        said = words(card)
        assert "54.5% (12 of 22) get the help they need to live on their own" in said
        assert "Behind: Helped to live alone (54.5%; target 90% by December)." in said
        assert "The figure" not in said


async def test_the_inspectors_figure_stands_beside_the_children_in_care_councils_words(
    database_url: str,
) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-10T12:00")
        for n in range(20):
            says = "great" if n < 12 else "not-good" if n < 18 else "could-not-tell"
            await visit(town, f"visit-{n}", says)
        await town.at("2019-10-03T09:00")
        card = await town.send(
            WORKER, "statement.save", {"measure": "QA1.2-Y1", "words": "They listen. Now act."}
        )
        assert "The statement is saved." in words(card)
        assert "They listen. Now act." in words(card)
        await post(town, "2019-10-15T17:00", "2019-10-21T09:00", "2019-10-24T09:00")
        async with town.app.store.read() as books:
            frozen = await books.cycles.frozen("2019-10", 1)
        assert frozen is not None
        # Those who could not tell are not counted.
        said = "QA1.2: 66.7% (12 of 18) hear that the council listens and acts"
        assert said in frozen.content
        assert "the Children in Care Council on 3 October 2019: “They listen. Now act.”" in (
            frozen.content
        )


async def test_only_the_participation_worker_records_what_the_council_says(
    database_url: str,
) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T09:00")
        data = {"measure": "QA1.2-Y1", "words": "All is well."}
        assert "not yours" in words(await town.send(DIRECTOR, "statement.save", data))
        card = await town.send(WORKER, "statement.save", {"measure": "PI3.1-M1", "words": "x"})
        assert "could not be saved" in words(card)
