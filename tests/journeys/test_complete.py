"""Give Blue only by a board's acceptance, with evidence; open it again, with its history."""

from __future__ import annotations

import pytest

from cards.blocks import Card
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
from workflow.summary import thaw

BOARD = "board:programme-board"
ABOUT = {"month": "2019-09", "board": "programme-board", "name": "PI3.1"}
SHOWN = "Both advisers are in post; all 12 audits are signed off."


def titles(card: Card) -> list[str]:
    return [one["title"] for one in buttons(card)]


async def posted(town: Council) -> None:
    """September is on the boards' cards, with PI3.1 proposed as complete."""
    await town.at("2019-09-05T09:00")
    await town.answer(DIRECTOR, "PI3.1", "A", complete="true", evidence=SHOWN)
    await town.answer_all("PI3.1")
    await town.accept_all()
    await town.at("2019-09-23T09:00")
    await town.press(APPROVER, "Approve")
    await town.at("2019-09-26T09:00")


async def fingerprint(town: Council) -> tuple[str, str]:
    """The September summary as it is kept: hash and text."""
    async with town.app.store.read() as books:
        month = await books.cycles.get("2019-09")
        assert month is not None
        frozen = await books.cycles.frozen(month.key, month.draft)
    assert frozen is not None
    return frozen.digest, frozen.content


async def test_blue_is_given_by_a_board_and_the_action_is_not_asked_again(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await posted(town)
        before = await fingerprint(town)
        assert SHOWN in words(town.last(BOARD))
        card = await town.send(BOARD, "board.action", ABOUT)
        assert "Amber" in words(card)
        assert "Proposed complete" in words(card)
        assert "Accept as complete" in titles(card)
        assert "Not yet" in str(card)
        card = await town.send(BOARD, "board.accept", ABOUT)
        assert "Accepted as complete" in words(card)
        assert SHOWN in words(card)
        assert "recorded by Gwen Price" in words(card)
        assert "Accept as complete" not in titles(card)
        assert await fingerprint(town) == before
        beneath = await town.send(BOARD, "board.open", ABOUT)
        assert "Since it was posted" in words(beneath)
        assert "PI3.1: accepted as complete" in words(beneath)
        other = words(town.last("board:change-board"))
        assert "PI3.1: accepted as complete" in other

        await town.at("2019-10-03T09:00")
        done = "complete, accepted by the Getting to Good Programme Board"
        assert done in words(town.last(DIRECTOR))
        assert "Edit PI3.1" not in titles(town.last(DIRECTOR))
        assert (await town.month()).item("PI3.1") is None
        refused = await town.send(DIRECTOR, "update.open", {"ref": "PI3.1", "month": "2019-10"})
        assert "not asked about in October" in words(refused)
        await town.answer_all()
        await town.accept_all()
        await town.at("2019-10-28T09:00")
        async with town.app.store.read() as books:
            month = await books.cycles.get("2019-10")
            assert month is not None
            frozen = await books.cycles.frozen(month.key, month.draft)
        assert frozen is not None
        line = thaw(frozen).line("PI3.1")
        assert line is not None
        assert (line.rag, line.was, line.decision) == ("B", "A", "")


async def test_not_yet_needs_a_reason_that_is_the_officers_first_question(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await posted(town)
        empty = await town.send(BOARD, "board.notyet", ABOUT)
        assert "Say in a line why" in words(empty)
        said = await town.send(BOARD, "board.notyet", {**ABOUT, "reason": "Show us March first."})
        assert "Not yet complete: Show us March first." in words(said)
        late = await town.send(BOARD, "board.accept", ABOUT)
        assert "does not wait for a board" in words(late)
        await town.at("2019-10-03T09:00")
        form = await town.send(DIRECTOR, "update.open", {"ref": "PI3.1", "month": "2019-10"})
        assert "Show us March first." in words(form)


async def test_what_was_accepted_can_be_opened_again_and_is_asked_next_month(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await posted(town)
        await town.send(BOARD, "board.accept", ABOUT)
        twice = await town.send(BOARD, "board.accept", ABOUT)
        assert "complete already" in words(twice)
        elsewhere = {**ABOUT, "board": "change-board", "reason": "It slipped."}
        refused = await town.send("board:change-board", "board.reopen", elsewhere)
        assert "Only the board that accepted it, or the PMO" in words(refused)
        assert "It slipped." in words(refused)
        await town.at("2019-09-27T09:00")
        empty = await town.send(PMO, "board.reopen", ABOUT)
        assert "Say in a line why" in words(empty)
        card = await town.send(PMO, "board.reopen", {**ABOUT, "reason": "One adviser left."})
        assert "Opened again: One adviser left." in words(card)
        assert "Reopen" not in str(card)
        await town.at("2019-10-03T09:00")
        assert (await town.month()).item("PI3.1") is not None
        story = await town.send(DIRECTOR, "history.open", {"ref": "PI3.1", "month": "2019-10"})
        told = words(story)
        assert told.index("One adviser left") < told.index("Accepted as complete")
        assert told.index("Accepted as complete") < told.index("proposed complete")


async def test_only_those_who_decide_for_a_board_can_say_what_is_complete(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await posted(town)
        refused = await town.send(DIRECTOR, "board.accept", ABOUT)
        assert "Only the people who decide for this board" in words(refused)
        other = {**ABOUT, "board": "change-board"}
        assert "Only the people who decide" in words(
            await town.send(MANAGING, "board.accept", other)
        )
        strange = await town.send(MANAGING, "board.accept", {**ABOUT, "name": "PI1.1"})
        assert "does not wait for a board" in words(strange)
        async with town.app.store.read() as books:
            assert await books.completions.all() == ()
        assert "Accepted as complete" in words(await town.send(MANAGING, "board.accept", ABOUT))


async def test_a_proposal_without_evidence_is_not_saved(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        form = await town.answer(DIRECTOR, "PI3.1", "A", complete="true")
        assert "What shows that it is finished?" in words(form)
        item = (await town.month()).item("PI3.1")
        assert item is not None
        assert item.version == 0


@pytest.mark.parametrize("typed", ["PI3.1 blue", "PI3.1 is complete"])
async def test_typed_words_without_evidence_ask_for_it(database_url: str, typed: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        card = await town.say(DIRECTOR, typed)
        if "Blue" in titles(card):
            card = await town.press(DIRECTOR, "Blue")
        assert "What shows that it is finished?" in words(card)


async def test_typed_evidence_is_what_the_board_is_shown_and_the_rating_stays(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.answer(DIRECTOR, "PI3.1", "A")
        said = "PI3.1 blue, both advisers are in post and all 12 audits are signed off"
        card = await town.say(DIRECTOR, said)
        assert "Proposed complete: a board decides" in words(card)
        async with town.app.store.read() as books:
            report = (await books.cycles.reports("2019-09"))["PI3.1"]
        assert report.rag == "A"
        assert "12 audits are signed off" in report.complete
