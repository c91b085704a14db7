"""Hold each kind of board's card to what its people come for."""

from __future__ import annotations

import pytest

from cards.board import summary_card, summary_text
from tests.cards.september import summed_up
from workflow.tiers import Shows, Tier, sections


@pytest.mark.parametrize(
    ("number", "tier"),
    [(1, Tier.PORTFOLIO), (2, Tier.CHANGE), (3, Tier.PROGRAMME), (4, Tier.PMO),
     (5, Tier.ASSURANCE), (0, Tier.PROGRAMME), (9, Tier.PROGRAMME)],
)  # fmt: skip
def test_the_plans_number_says_what_a_board_is_for(number: int, tier: Tier) -> None:
    assert Tier.of(number) is tier


def test_a_lead_member_reads_what_is_needed_before_what_worries() -> None:
    shown = [one.heading for one in sections(summed_up(), Tier.PORTFOLIO)]
    assert shown.index("What worries us") == len(shown) - 1
    assert "By workstream" not in shown
    assert "Data quality" not in summary_text(summed_up(), name="Board", tier=Tier.PORTFOLIO)


def test_the_programme_office_reads_about_the_data_first() -> None:
    shown = sections(summed_up(), Tier.PMO)
    assert (shown[1].shows, shown[1].heading) == (Shows.WORDS, "Data quality")
    assert all(line.rag is None for line in shown[2].lines)


def test_assurance_reads_each_figure_the_worst_first() -> None:
    figures = next(one for one in sections(summed_up(), Tier.ASSURANCE) if one.shows is Shows.WORDS)
    assert figures.heading == "How the figures stand"
    assert "needs" in figures.words[0] or "missed" in figures.words[0]
    assert len(figures.words) == len(set(figures.words))


@pytest.mark.parametrize("tier", list(Tier))
def test_every_exception_is_on_every_board_and_said_in_plain_text_too(tier: Tier) -> None:
    view = summed_up()
    shown = [line.ref for one in sections(view, tier) for line in one.lines]
    assert sorted(shown) == sorted(line.ref for line in view.exceptions)
    card = summary_card(view, board="b", name="A board", tier=tier)
    for section in sections(view, tier):
        if section.heading and section.shows in {Shows.LINES, Shows.WORDS}:
            assert section.heading in str(card["body"])
            assert section.heading in card["fallbackText"]
