"""Let a board see its month by what Ofsted asked for and by whom it helps, in its own card."""

from __future__ import annotations

from tests.journeys.council import (
    APPROVER,
    DIRECTOR,
    Council,
    buttons,
    council,
    words,
)

PROGRAMME = "board:programme-board"
PORTFOLIO = "board:portfolio-meeting"
ABOUT = {"month": "2019-09", "board": "programme-board"}


async def posted(town: Council, on: str = "2019-09-26T09:00") -> None:
    """September is on the boards' cards that meet by then."""
    await town.at("2019-09-05T09:00")
    await town.answer_all("PI3.1")
    await town.answer(DIRECTOR, "PI3.1", "R")
    await town.accept_all()
    await town.at("2019-09-23T09:00")
    await town.press(APPROVER, "Approve")
    await town.at(on)


def titles(card: object) -> list[str]:
    return [str(one["title"]) for one in buttons(card)]


async def test_a_board_goes_from_a_recommendation_to_its_actions_to_one_and_back(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await posted(town)
        messages = len(town.hall.sends)
        card = await town.press(PROGRAMME, "Show", name="recommendation")
        assert "By Ofsted recommendation" in words(card)
        assert "■ R Red: 1 · ◆ A Amber: 0 · ● G Green: 5 · ○ – No update: 0" in words(card)
        card = await town.press(PROGRAMME, "Open Pathway plans: on time")
        assert "Open PI3.1" in titles(card)
        assert "Open PI1.1" not in titles(card)
        card = await town.press(PROGRAMME, "Open PI3.1")
        assert "PI3.1 Pathway plans" in words(card)
        card = await town.press(PROGRAMME, "Record it", words="Fund two advisers.")
        assert "**✓ Decided:** Fund two advisers." in words(card)
        card = await town.press(PROGRAMME, "Back to the group")
        assert "Pathway plans: on time, and effective in supporting independence" in words(card)
        card = await town.press(PROGRAMME, "Back to the list")
        card = await town.press(PROGRAMME, "By who it helps")
        assert "Children and young people" in words(card)
        card = await town.press(PROGRAMME, "By workstream")
        card = await town.press(PROGRAMME, "Open Quality Assurance")
        assert "Open QA1.1" in titles(card)
        card = await town.press(PROGRAMME, "Back to the summary")
        assert "Look at these first" in words(card)
        # All of it happened in the board's one card.
        assert len(town.hall.sends) == messages
        assert len(town.cards(PROGRAMME)) == 1


async def test_a_lead_member_reads_it_in_plain_words(database_url: str) -> None:
    async with council(database_url) as town:
        await posted(town, "2019-10-01T09:00")
        card = await town.press(PORTFOLIO, "Show", name="outcome")
        assert "By who it makes a difference for" in words(card)
        assert "■ R Red: off track; ◆ A Amber: at risk; ● G Green: on track" in words(card)


async def test_only_the_board_looks_and_what_nobody_wrote_shows_the_summary(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await posted(town)
        data = {**ABOUT, "name": "recommendation"}
        for verb in ("board.groups", "board.group"):
            assert "another board" in words(await town.send(PORTFOLIO, verb, data))
            assert "another board" in words(await town.send(DIRECTOR, verb, data))
        for verb, name in (
            ("board.groups", "nonsense"),
            ("board.groups", ""),
            ("board.group", "recommendation:nonsense"),
            ("board.group", "outcome"),
            ("board.group", ":::"),
        ):
            card = await town.send(PROGRAMME, verb, {**ABOUT, "name": name})
            assert "Look at these first" in words(card), (verb, name)
        card = await town.send(PROGRAMME, "board.groups", {**ABOUT, "name": "outcome:99999"})
        assert "By who it helps" in words(card)


async def test_the_approver_looks_into_a_draft_the_same_way(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.at("2019-09-23T09:00")
        await town.press(APPROVER, "Look into it")
        card = await town.press(APPROVER, "Show", name="outcome")
        assert "○ – No update: " in words(card)
        card = await town.press(APPROVER, "Open Parents and carers")
        card = await town.press(APPROVER, "Open ")
        assert "Back to the group" in titles(card)
        assert "Record it" not in titles(card)
