"""Bring a board's decision back to the officer, and list it until it is answered."""

from __future__ import annotations

from tests.journeys.council import (
    APPROVER,
    DIRECTOR,
    MANAGING,
    PMO,
    Council,
    buttons,
    council,
    words,
)

BOARD = "board:programme-board"
ABOUT = {"month": "2019-09", "board": "programme-board", "name": "PI3.1"}


async def posted(town: Council) -> None:
    """September is on the programme board's card."""
    await town.at("2019-09-05T09:00")
    await town.answer_all()
    await town.accept_all()
    await town.at("2019-09-23T09:00")
    await town.press(APPROVER, "Approve")
    await town.at("2019-09-26T09:00")


async def test_what_a_board_decides_is_the_officers_first_question_until_it_is_answered(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await posted(town)
        await town.send(BOARD, "board.action", ABOUT)
        said = "Fund two *agency* advisers until March."
        card = await town.send(BOARD, "board.decide", {**ABOUT, "words": said})
        assert "**✓ Decided:** Fund two \\*agency\\* advisers until March." in words(card)
        assert "recorded by Gwen Price" in words(card)
        await town.at("2019-10-03T09:00")
        listed = town.last(DIRECTOR)
        assert "Start with PI3.1" in [one["title"] for one in buttons(listed)]
        assert "The Getting to Good Programme Board decided" in words(listed)
        form = await town.send(DIRECTOR, "update.open", {"ref": "PI3.1", "month": "2019-10"})
        assert "What have you done about it?" in words(form)
        chase = await town.send(PMO, "chase.open", {"month": "2019-10"})
        assert "not answered yet" in words(chase)
        await town.answer(DIRECTOR, "PI3.1", "G", words="Both advisers start on 1 November.")
        chase = await town.send(PMO, "chase.open", {"month": "2019-10"})
        assert "not answered yet" not in words(chase)
        await town.send(DIRECTOR, "update.undo", {"ref": "PI3.1", "month": "2019-10", "v": 1})
        chase = await town.send(PMO, "chase.open", {"month": "2019-10"})
        assert "not answered yet" in words(chase)


async def test_only_those_who_decide_for_a_board_can_record_and_nothing_typed_is_lost(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await posted(town)
        refused = await town.send(DIRECTOR, "board.decide", {**ABOUT, "words": "Spend more."})
        assert "Only the people who decide for this board" in words(refused)
        assert "Spend more." in words(refused)
        empty = await town.send(MANAGING, "board.decide", {**ABOUT, "words": "  "})
        assert "Write what the board decided." in words(empty)
        long = await town.send(MANAGING, "board.decide", {**ABOUT, "words": "x" * 501})
        assert "The most is 500." in words(long)
        assert "x" * 501 in str(long)
        strange = await town.send(
            MANAGING, "board.decide", {**ABOUT, "name": "XX9", "words": "No."}
        )
        assert "XX9 is not in this summary." in words(strange)
        other = {**ABOUT, "board": "change-board", "words": "Ours now."}
        assert "Only the people who decide" in words(
            await town.send(MANAGING, "board.decide", other)
        )
        async with town.app.store.read() as books:
            assert await books.decisions.all() == ()
        done = await town.send(MANAGING, "board.decide", {**ABOUT, "words": "Carry on."})
        assert "Carry on." in words(done)
