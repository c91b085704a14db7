"""Follow what an officer typed about one young person until the PMO has looked at it."""

from __future__ import annotations

import pytest

from tests.journeys.council import APPROVER, DIRECTOR, PMO, Council, buttons, council, words
from workflow import staff_scan
from workflow.staff_scan import Sign

NAMED = "Two advisers started. Jayden Smith (14) has moved to a new foster home."
DANGER = "A girl told her keyworker this morning that her stepdad hits her."
LINE = "If someone is at risk now, tell the duty team: 0161 496 0101 (out of hours 0161 496 0103)"


async def opened(town: Council) -> None:
    await town.at("2019-09-05T09:00")


@pytest.mark.parametrize("typed", [NAMED, DANGER])
async def test_it_is_saved_without_a_question_with_one_line_and_no_board_sees_it_unaccepted(
    database_url: str, typed: str
) -> None:
    async with council(database_url) as town:
        await opened(town)
        receipt = await town.answer(DIRECTOR, "PI3.1", words=typed)
        assert typed.partition(".")[0] in words(receipt).replace("\\", "")
        assert words(receipt).count(LINE) == 1
        assert "Thank you for telling us" not in words(receipt)
        await town.answer_all("PI3.1")
        month = (await town.month()).key
        review = await town.send(PMO, "review.open", {"month": month})
        assert "PI3.1" in words(review)
        assert "⚑ This may" in words(review)
        (everything,) = [one for one in buttons(review) if one["verb"] == "review.all"]
        await town.send(PMO, "review.all", everything["data"])
        states = {item.ref: item.state.value for item in (await town.month()).items}
        assert states["PI3.1"] == "answered"
        for moment in ("closes", "draft"):
            await town.at(getattr((await town.month()).dates, moment).isoformat())
        draft = await town.send(APPROVER, "draft.open", {"month": month})
        kept = await frozen(town)
        assert "Jayden" not in str(draft) + kept
        assert "stepdad" not in str(draft) + kept
        item = (await town.month()).item("PI3.1")
        accept = {"month": month, "ref": "PI3.1", "v": item.version}
        await town.send(PMO, "review.accept", accept)
        assert typed in await frozen(town)


async def frozen(town: Council) -> str:
    """The newest frozen summary."""
    month = await town.month()
    async with town.app.store.read() as books:
        found = await books.cycles.frozen(month.key, month.draft)
    assert found is not None
    return found.content


async def test_a_typed_reply_is_saved_with_the_same_line_and_so_is_one_that_is_not_understood(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await opened(town)
        said = await town.say(DIRECTOR, f"PI3.1 amber: {DANGER}")
        assert words(said).count(LINE) == 1
        assert "Saved" in words(said)
        lost = await town.say(DIRECTOR, DANGER)
        assert words(lost).count(LINE) == 1


async def test_a_check_that_fails_does_the_same(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: str) -> bool:
        raise RecursionError

    monkeypatch.setitem(staff_scan._CHECKS, Sign.NHS, broken)
    staff_scan.look.cache_clear()
    async with council(database_url) as town:
        await opened(town)
        receipt = await town.answer(DIRECTOR, "PI3.1", words="Two advisers start on 14 October.")
        assert words(receipt).count(LINE) == 1
        month = (await town.month()).key
        review = await town.send(PMO, "review.open", {"month": month})
        assert "the check itself failed" in words(review)
    staff_scan.look.cache_clear()


async def test_an_ordinary_update_has_no_such_line(database_url: str) -> None:
    async with council(database_url) as town:
        await opened(town)
        ordinary = "S47 enquiries were started for 31 children; neglect is the main reason."
        receipt = await town.answer(DIRECTOR, "PI3.1", words=ordinary)
        assert "duty team" not in words(receipt)
