"""Hold each kind of board's card to what its people come for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cards.board import summary_card, summary_text
from tests.cards.september import summed_up
from workflow.heard import Heard
from workflow.summary import freeze, thaw
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


HEARD = Heard(
    silence=tuple(f"Bus pass {n}. Moira Campbell was asked." for n in range(10)),
    clock=("Waiting for a reply: 10 late.",),
    figures=("QA1.2: 66.7% (12 of 18) hear that the council listens and acts.",),
    replies=("You said: Wi-Fi. We did: We will: Ask for it.",),
)


def test_a_lead_member_reads_what_nobody_has_replied_to_and_others_do_not() -> None:
    view = replace(summed_up(), heard=HEARD)
    told = {tier: summary_text(view, name="Board", tier=tier) for tier in Tier}
    assert [tier for tier in Tier if "Bus pass 3." in told[tier]] == [
        Tier.PORTFOLIO,
        Tier.ASSURANCE,
    ]
    assert "And 2 more: ask the participation worker." in told[Tier.PORTFOLIO]
    assert "Wi-Fi" not in told[Tier.PORTFOLIO]


def test_the_children_in_care_council_reads_figures_replies_and_the_clock_first() -> None:
    shown = sections(replace(summed_up(), heard=HEARD), Tier.ASSURANCE)
    assert [one.heading for one in shown[1:4]] == [
        "What young people say",
        "You said, we did",
        "How the figures stand",
    ]
    assert shown[1].words == HEARD.figures
    assert shown[2].words[:2] == (*HEARD.replies, *HEARD.clock)


def test_what_was_frozen_with_young_peoples_part_thaws_whole() -> None:
    view = replace(summed_up(), heard=HEARD)
    assert thaw(freeze(view, 1)) == view
    assert thaw(freeze(summed_up(), 1)).heard is None
