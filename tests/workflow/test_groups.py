"""Check the views of a month: every action is in each of them, and every group is counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cards.september import summed_up
from workflow.groups import By, groups, offered, wording
from workflow.row import Row
from workflow.summary import Frozen, Summary, freeze, thaw
from workflow.tiers import Tier


def with_links(view: Summary, links: dict[str, tuple[str, ...]]) -> Summary:
    """The same month, in which actions answer these recommendations."""
    return replace(
        view,
        lines=tuple(
            replace(line, row=replace(line.row, recommendations=links.get(line.ref, ())))
            for line in view.lines
        ),
    )


@pytest.mark.parametrize("by", By)
def test_no_action_is_lost_in_any_view(by: By) -> None:
    view = summed_up()
    shown = {line.ref for one in groups(view, by) for line in one.lines}
    assert shown == {line.ref for line in view.lines}
    for one in groups(view, by):
        assert one.counts.total == len(one.lines)
        assert [line.ref for line in one.lines] == [
            line.ref for line in view.lines if line in one.lines
        ]


def test_the_groups_are_the_plans_own_in_its_order() -> None:
    view = summed_up()
    assert [one.name for one in groups(view, By.WORKSTREAM)] == [
        "Standards of Practice",
        "Practice Improvement",
        "Learning and Development",
        "Quality Assurance",
    ]
    assert [one.id for one in groups(view, By.RECOMMENDATION)] == [
        "assessments",
        "disabled-children",
        "evidence-gathering",
        "pathway-plans",
        "audit-impact",
        "management-oversight",
    ]
    parents = groups(view, By.OUTCOME)[1]
    assert (parents.name, parents.about[:17]) == ("Parents and carers", "Help to change wh")


@pytest.mark.parametrize(
    ("links", "sizes", "moved"),
    [
        # Two recommendations of one action, and one that nobody works on.
        (
            {"PI1.1": ("assessments", "pathway-plans"), "SP1.5": ("pathway-plans",)},
            {"assessments": 1, "pathway-plans": 2, "audit-impact": 0, "": 23},
            {
                "pathway-plans": "2 actions. Since August **0 got better, 2 got worse, 0 are the "
                "same**.",
                "audit-impact": "No action of the plan is for this.",
            },
        ),
        # What is no longer in the plan's list is not lost.
        ({"PI1.1": ("gone",)}, {"pathway-plans": 0, "": 25}, {}),
    ],
)
def test_an_action_stands_with_each_thing_it_is_for_or_apart(
    links: dict[str, tuple[str, ...]], sizes: dict[str, int], moved: dict[str, str]
) -> None:
    found = {one.id: one for one in groups(with_links(summed_up(), links), By.RECOMMENDATION)}
    assert {id_: len(found[id_].lines) for id_ in sizes} == sizes
    assert {id_: found[id_].moved for id_ in moved} == moved


def test_what_was_frozen_keeps_its_groups_whatever_becomes_of_the_plan() -> None:
    view = summed_up()
    again = thaw(freeze(view, 1))
    assert [groups(again, by) for by in By] == [groups(view, by) for by in By]
    assert offered(again) == tuple(By)


def test_a_month_of_an_earlier_release_knows_its_workstreams_alone() -> None:
    written = (Path(__file__).parent / "frozen_2019_09.json").read_text().rstrip("\n")
    digest = "46806d7abd3f1a94353a6f3d472605da10f1337a996b8cbcf91999f7c2628ed2"
    view = thaw(Frozen("2019-09", 1, digest, written))
    assert offered(view) == (By.WORKSTREAM,)
    assert groups(view, By.RECOMMENDATION) == groups(view, By.OUTCOME) == ()
    assert {line.row for line in view.lines} == {Row()}


@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize("by", By)
def test_a_lead_member_reads_plain_words_and_others_the_services(by: By, tier: Tier) -> None:
    said = wording(by, tier)
    assert said.startswith("By ")
    assert (said == wording(by, Tier.PROGRAMME)) is (tier is not Tier.PORTFOLIO)
