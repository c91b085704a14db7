"""Send what no honest card would send: nothing is lost, nothing is doubled, nobody gets in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.council import APPROVER, CARE, DIRECTOR, council, words

GOOD = {"ref": "PI3.2", "month": "2019-09", "v": 0, "words": "All well.", "rag": "G", "why": "So."}

FORGED: list[tuple[str, str, dict[str, Any], str]] = [
    (
        "another's action",
        "update.save",
        {**GOOD, "ref": "PI1.4"},
        "PI1.4 is not one of your actions",
    ),
    (
        "an action that is not there",
        "update.save",
        {**GOOD, "ref": "XX9.9"},
        "XX9.9 is not asked about",
    ),
    (
        "a month that is not there",
        "update.save",
        {**GOOD, "month": "2031-01"},
        "That month is not known",
    ),
    (
        "no month",
        "update.save",
        {"ref": "PI3.2", "v": 0, "words": "Kept."},
        "can be used any more",
    ),
    ("a wrong type", "update.save", {**GOOD, "v": "x"}, "can be used any more"),
    ("a negative version", "update.save", {**GOOD, "v": -1}, "can be used any more"),
    ("an oversized ref", "update.save", {**GOOD, "ref": "P" * 500}, "can be used any more"),
    ("an unknown button", "update.destroy", {**GOOD}, "can be used any more"),
    ("an empty button", "", {}, "can be used any more"),
    ("the PMO's desk", "review.all", {"month": "2019-09", "count": 0}, "accepted by the programme"),
    (
        "the PMO's verdict",
        "review.accept",
        {"month": "2019-09", "ref": "PI3.2", "v": 0},
        "programme office",
    ),
    (
        "the PMO's return",
        "review.return",
        {"month": "2019-09", "ref": "PI3.2", "v": 0},
        "programme office",
    ),
    (
        "the approver's button",
        "draft.approve",
        {"month": "2019-09", "draft": 1},
        "Only the approver",
    ),
    ("a board's card", "board.open", {"month": "2019-09", "board": "pmo"}, "another board"),
]


@pytest.mark.parametrize(("what", "verb", "data", "said"), FORGED, ids=[row[0] for row in FORGED])
async def test_what_is_forged_is_refused_in_words(
    tmp_path: Any, what: str, verb: str, data: dict[str, Any], said: str
) -> None:
    async with council(f"sqlite+aiosqlite:///{tmp_path / 'g2g.db'}") as town:
        await town.at("2019-09-05T09:00")
        card = words(await town.send(CARE, verb, data))
        assert said in card
        if typed := data.get("words"):
            assert typed in card, "what was typed is given back"
        async with town.app.store.read() as books:
            assert await books.cycles.history("PI3.2") == []
            assert await books.cycles.history("PI1.4") == []


BAD_FIELDS: list[tuple[dict[str, Any], str]] = [
    ({"words": ""}, "Write at least one sentence: what changed?"),
    ({"words": "x" * 1_501}, "This has 1,501 characters. The most is 1,500: please shorten it."),
    ({"rag": "B"}, "Choose Green, Amber or Red."),
    ({"rag": "purple"}, "Choose Green, Amber or Red."),
    ({"rag": ""}, "Choose Green, Amber or Red."),
    ({"rag": ["R"]}, "Choose Green, Amber or Red."),
    ({"why": " "}, "Say in a line why you chose this rating."),
    ({"figure:PI3.2-M1": "lots", "as_at:PI3.2-M1": "2019-08-31"}, "Give one number"),
    ({"figure:PI3.2-M1": "160", "as_at:PI3.2-M1": "2019-08-31"}, "Give a number from 0 to 100"),
    ({"figure:PI3.2-M1": "60", "as_at:PI3.2-M1": ""}, "When was it counted?"),
    ({"figure:PI3.2-M1": "60", "as_at:PI3.2-M1": "2019-09-30"}, "is still to come"),
]


@pytest.mark.parametrize(("fields", "said"), BAD_FIELDS)
async def test_a_form_with_a_mistake_comes_back_with_every_word_kept(
    tmp_path: Any, fields: dict[str, Any], said: str
) -> None:
    async with council(f"sqlite+aiosqlite:///{tmp_path / 'g2g.db'}") as town:
        await town.at("2019-09-05T09:00")
        card = await town.send(CARE, "update.save", {**GOOD, **fields})
        assert said in words(card)
        assert "Nothing is saved yet" in words(card)
        kept = {one["id"]: one.get("value") for one in card["body"] if "id" in one}
        for name in ("words", "why"):
            typed = {**GOOD, **fields}[name]
            assert (kept[name] or "").strip() == typed.strip()
        saved = await town.send(CARE, "update.save", GOOD)
        assert "✓ PI3.2" in words(saved)


async def test_a_card_of_a_month_that_has_ended_gives_the_words_back(tmp_path: Any) -> None:
    async with council(f"sqlite+aiosqlite:///{tmp_path / 'g2g.db'}") as town:
        await town.at("2019-09-05T09:00")
        await town.at("2019-09-23T09:00")
        await town.press(APPROVER, "Approve")
        await town.at("2019-10-01T09:00")
        await town.at("2019-10-03T09:00")
        card = words(await town.send(CARE, "update.save", GOOD))
        assert "September has ended" in card
        assert "All well." in card


async def test_typed_words_are_never_markup_for_anybody(tmp_path: Any) -> None:
    hostile = "<at>All</at> [click](https://evil.example) **bold** # head\n1. one"
    async with council(f"sqlite+aiosqlite:///{tmp_path / 'g2g.db'}") as town:
        await town.at("2019-09-05T09:00")
        shown = words(await town.answer(DIRECTOR, "PI3.1", words=hostile))
        for bad in ("<at>", "](https://", "**bold**"):
            assert bad not in shown
        async with town.app.store.read() as books:
            assert (await books.cycles.history("PI3.1"))[0].words == hostile
