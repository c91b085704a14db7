"""What each kind of board's pack holds: what its card speaks of, and what it leaves out and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.pack import KINDS, make
from tests.cards.packs import pack_from, september, summary_of
from workflow.pack import Pack, scope
from workflow.row import PlanKept
from workflow.summary import Line, freeze, thaw
from workflow.tiers import Shows, Tier, depth, sections, tier_of

WHOLE = (Tier.PROGRAMME, Tier.PMO)


def refs(pack: Pack) -> list[str]:
    return [row.ref for part in pack.parts for row in part.rows]


@pytest.mark.parametrize(
    ("tier", "front"),
    [
        (Tier.PORTFOLIO, ["Decisions asked of the boards", "What got better", "What worries us"]),
        (Tier.CHANGE, ["Decisions asked of the boards", "What has slipped", "Also to look at"]),
        (Tier.PROGRAMME, ["Look at these first", "Decisions asked of the boards"]),
        (
            Tier.PMO,
            ["Data quality", "No update", "Look at these first", "Decisions asked of the boards"],
        ),
        (
            Tier.ASSURANCE,
            ["How the figures stand", "Look at these first", "Decisions asked of the boards"],
        ),
    ],
)
def test_the_first_page_is_the_boards_card_in_its_order(tier: Tier, front: list[str]) -> None:
    pack = pack_from(september(), tier)
    assert [one.title for one in pack.front] == front
    shows = [one.shows for one in sections(thaw(september()), tier)]
    assert pack.by_workstream is (Shows.WORKSTREAMS in shows)
    assert bool(pack.quality) is (Shows.QUALITY in shows)
    assert pack.count_rows[-1][-1] == "25"
    assert len(pack.count_rows) == (5 if pack.by_workstream else 1)


@pytest.mark.parametrize("tier", Tier)
def test_every_action_is_in_the_pack_or_named_as_left_out(tier: Tier) -> None:
    view, pack = thaw(september()), pack_from(september(), tier)
    left_out = [line.ref for line in view.lines if line.ref not in refs(pack)]
    assert all(ref in pack.scope for ref in left_out)
    assert bool(left_out) is (tier not in WHOLE)
    named = {one.ref for section in pack.front for one in section.notices}
    assert named <= set(refs(pack))
    assert {line.ref for line in (*view.exceptions, *view.decisions)} <= set(refs(pack))


@pytest.mark.parametrize(
    ("tier", "has"),
    [
        (Tier.PORTFOLIO, lambda line: line.move == "better"),
        (Tier.ASSURANCE, lambda line: bool(line.row.measures)),
        (Tier.CHANGE, lambda line: False),
    ],
)
def test_what_a_board_is_there_for_is_in_its_pack_beside_the_exceptions(
    tier: Tier, has: Callable[[Line], bool]
) -> None:
    view = thaw(september())
    wanted = [line.ref for line in view.lines if line.exception or has(line)]
    assert refs(pack_from(september(), tier)) == wanted
    assert 0 < len(wanted) < 25


def test_a_pack_says_whose_it_is_and_where_the_rest_is() -> None:
    view = thaw(september())
    said = scope(view, Tier.CHANGE, "Change Board")
    assert said.startswith("This is the pack of Change Board: 8 of the plan’s 25 actions, those ")
    assert said.endswith("The whole plan is in the pack of Getting to Good Programme Board.")
    whole = scope(view, Tier.PMO, "PMO")
    assert whole == "This is the pack of PMO, with all 25 actions of the plan."
    nowhere = replace(view, plan=PlanKept())
    assert "The whole plan" not in scope(nowhere, Tier.CHANGE, "Change Board")


def test_of_many_that_are_left_out_it_says_how_many_of_which_workstream() -> None:
    view = summary_of(300)
    calm = tuple(replace(line, exception=False, move="same") for line in view.lines)
    said = scope(replace(view, lines=calm), Tier.PORTFOLIO, "A board")
    assert "0 of the plan’s 300 actions" in said
    assert said.count("75 of ") == 4


@pytest.mark.parametrize("kind", KINDS)
def test_a_pack_without_any_action_is_still_a_file(kind: str) -> None:
    view = thaw(september())
    calm = tuple(
        replace(line, exception=False, move="same", decision="", row=replace(line.row, measures=()))
        for line in view.lines
    )
    pack = pack_from(freeze(replace(view, lines=calm), 1), Tier.PORTFOLIO)
    assert refs(pack) == []
    assert make(pack, kind)


@pytest.mark.parametrize("tier", Tier)
def test_the_same_board_and_month_give_the_same_bytes_in_each_kind(tier: Tier) -> None:
    for kind in KINDS:
        made = make(pack_from(september(), tier), kind)
        assert made == make(pack_from(september(), tier), kind)


@pytest.mark.parametrize("tier", Tier)
def test_each_kind_of_file_has_the_rows_and_says_what_is_left_out(tier: Tier) -> None:
    pack = pack_from(september(), tier)
    document = Document(BytesIO(make(pack, "docx")))
    assert any(pack.scope in one.text for one in document.paragraphs)
    tables = document.tables[-len(pack.tables) :]
    assert sum(len(table.rows) - 1 for table in tables) == len(refs(pack))
    book = load_workbook(BytesIO(make(pack, "xlsx")))
    assert [row[2].value for row in book["Plan"].iter_rows(min_row=2)] == refs(pack)
    assert pack.scope in [row[0].value for row in book["Summary"].iter_rows()]


def test_what_an_earlier_release_froze_knows_no_tier_and_is_whole() -> None:
    view = thaw(september())
    old = replace(view, plan=replace(view.plan, tiers=()))
    assert tier_of(old, "portfolio-meeting") is None
    assert tier_of(view, "portfolio-meeting") is Tier.PORTFOLIO
    assert tier_of(view, "nobody") is None
    assert depth(old, Tier.PROGRAMME).left_out == ()
