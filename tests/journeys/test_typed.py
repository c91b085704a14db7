"""Type instead of clicking: what is clear is saved, one doubt is asked, nothing is guessed."""

from __future__ import annotations

import pytest

from tests.journeys.council import CARE, DIRECTOR, Council, buttons, council, filled, words
from tests.journeys.test_round import a_month_later


async def said_of(town: Council, ref: str) -> list[tuple[str | None, str]]:
    async with town.app.store.read() as books:
        return [(one.rag, one.words) for one in await books.cycles.history(ref)]


async def test_a_whole_update_is_typed_in_one_line_and_can_be_taken_back(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        card = await town.say(DIRECTOR, "PI3.1 amber - 61%, recruiting two advisers by October")
        assert "Saved" in words(card)
        assert "◆ A Amber; Up-to-date pathway plans: 61%" in words(card)
        assert "“amber - 61%, recruiting two advisers by October”" in words(card)
        assert [one["title"] for one in buttons(card)] == ["Undo PI3.1", "My list"]
        (said,) = await said_of(town, "PI3.1")
        assert said[0] == "A"
        assert "recruiting two advisers by October" in said[1]
        async with town.app.store.read() as books:
            readings = await books.plans.readings(["PI3.1-M1"])
        assert readings["PI3.1-M1"][-1].value == 61
        undone = await town.say(DIRECTOR, "undo")
        assert "PI3.1 is taken back." in words(undone)


@pytest.mark.parametrize(
    "text",
    [
        "PI3.1 not green yet",
        "PI3.1 might go red",
        "PI3.1 green if we recruit",
        "PI3.1 is a bit behind",
        "should PI3.1 be amber?",
        "the auditor said PI3.1 was green",
    ],
)
async def test_what_is_not_a_rating_saves_none(database_url: str, text: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        card = await town.say(DIRECTOR, text)
        assert await said_of(town, "PI3.1") == []
        assert "rag" not in filled(card)


async def test_all_green_but_one_is_said_back_and_saved_on_a_yes(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        asked = await town.say(DIRECTOR, "all green except QA1.3")
        assert "Nothing is saved yet." in words(asked)
        assert await said_of(town, "PI3.1") == []
        assert [b["title"] for b in buttons(asked)] == ["Yes, save it", "No"]
        await town.press(DIRECTOR, "No")
        assert await said_of(town, "PI3.1") == []


async def test_no_change_is_typed_with_its_reason(database_url: str) -> None:
    async with council(database_url) as town:
        await a_month_later(town)
        card = await town.say(CARE, "PI3.2 no change, still waiting for the audit")
        assert "Saved" in words(card)
        async with town.app.store.read() as books:
            said = (await books.cycles.history("PI3.2"))[-1]
        assert (said.month, said.kind, said.rag) == ("2019-10", "no_change", "G")
        assert "still waiting for the audit" in said.why


async def test_a_mended_typing_mistake_is_said_back_before_it_is_saved(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        asked = await town.say(DIRECTOR, "PI3.3 ambre - the protocol is signed")
        assert "I read “ambre” as “amber”." in words(asked)
        assert await said_of(town, "PI3.3") == []
        saved = await town.press(DIRECTOR, "Yes, save it")
        assert "Saved" in words(saved)
        assert [rag for rag, _ in await said_of(town, "PI3.3")] == ["A"]


async def test_edit_opens_what_was_saved_and_help_says_what_can_be_written(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.say(DIRECTOR, "PI3.3 amber - the protocol is signed, flats follow in October")
        form = await town.say(DIRECTOR, "edit PI3.3")
        assert filled(form)["words"] == "amber - the protocol is signed, flats follow in October"
        assert len(await said_of(town, "PI3.3")) == 1
        shown = await town.say(DIRECTOR, "what do the colours mean?")
        assert "■ R Red: off track." in words(shown)


async def test_a_typed_correction_mends_what_was_saved_last(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.say(DIRECTOR, "PI3.1 amber - 16%, recruiting two advisers by October")
        card = await town.say(DIRECTOR, "sorry, 61 not 16")
        assert "Saved" in words(card)
        async with town.app.store.read() as books:
            readings = await books.plans.readings(["PI3.1-M1"])
        assert readings["PI3.1-M1"][-1].value == 61
        first, then = await said_of(town, "PI3.1")
        assert (first[0], then[0]) == ("A", "A")
        assert then[1] == f"{first[1]} (Corrected: sorry, 61 not 16)"


async def test_what_is_typed_after_closing_is_saved_and_said_to_be_late(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.at("2019-09-17T17:30")
        card = await town.say(CARE, "PI3.2 amber - 60%, two more carers agreed")
        assert "September has closed: this is kept and marked late." in words(card)
        assert [one["title"] for one in buttons(card)] == ["My list"]


async def test_seventeen_actions_are_typed_in_at_most_twenty_five_messages(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        async with town.app.store.read() as books:
            plan, month = await books.plans.current(), await books.cycles.begun()
        assert plan is not None
        assert month is not None
        mine = [
            action.ref
            for action in plan.actions
            if "director-csc" in action.leads and month.item(action.ref) is not None
        ]
        said = 0
        for first in range(0, len(mine), 3):
            lines = [f"{ref} amber - two more visits are booked" for ref in mine[first : first + 3]]
            card = await town.say(DIRECTOR, "\n".join(lines))
            said += 1
            assert "Saved" in words(card), words(card)
        assert said <= 25
        async with town.app.store.read() as books:
            held = await books.cycles.get(month.key)
        assert held is not None
        assert all(held.item(ref).state.value == "answered" for ref in mine)  # type: ignore[union-attr]


async def test_away_and_later_and_delegate_are_typed(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        later = await town.say(CARE, "ask me on Thursday")
        assert "I will come back on Thursday 12 September, 9am" in words(later)
        away = await town.say(CARE, "away until 16 September")
        assert "You are away until Monday 16 September" in words(away)
        offered = await town.say(DIRECTOR, "delegate PI2.1 to Lewis until 12 September")
        picked = {"colleague": "lewis-grant", "until": "2019-09-12", "refs": "PI2.1"}
        assert filled(offered) == picked


async def test_what_is_not_understood_is_kept_out_and_helped(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        card = await town.say(DIRECTOR, "purple monkey dishwasher")
        assert "Nothing is saved yet." in words(card)
        thanks = await town.say(DIRECTOR, "thanks, bye")
        assert "nothing is saved" in words(thanks).lower()


async def test_typed_markup_is_said_back_as_words(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        text = "PI3.1 amber - <at>All</at> [x](https://evil.example) **61%** of plans"
        for card in (await town.say(DIRECTOR, text), await town.say(DIRECTOR, "yes")):
            assert "<at>" not in str(card)
            assert "](https://" not in words(card)
