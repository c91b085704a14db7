"""Say what a new plan file changes."""

from __future__ import annotations

import pytest

from tests.workflow.bad_plans import DIRECTOR, WHEN
from tests.workflow.files import PLAN, changed, named
from workflow.intake import compare, read_plan
from workflow.plan import Plan


def plan() -> Plan:
    value = read_plan(PLAN.encode()).value
    assert value is not None
    return value


def test_a_first_plan_is_summed_up() -> None:
    assert compare(None, plan()) == ("A first plan, A plan: 1 workstream, 2 actions, 1 measure.",)


def test_the_same_plan_changes_nothing() -> None:
    assert compare(plan(), plan()) == ()


CHANGES: list[tuple[str, str, list[str]]] = [
    ("title: A plan", "title: B plan", ["The plan's title changes from A plan to B plan."]),
    (
        "as_at: 2019-08\n",
        "as_at: 2019-09\n  note: New\n",
        [
            "The plan's date changes from 31 August 2019 to 30 September 2019.",
            "The plan's note is re-worded.",
        ],
    ),
    ("title: Director", "title: Head", ["The role director-csc is changed."]),
    (
        "boards:\n",
        "boards:\n  - {id: new-board, name: New, tier: 1}\n",
        ["New board new-board."],
    ),
    ("text: Care leavers", "text: Leaving care", ["PI3: the objective is re-worded."]),
    (
        DIRECTOR,
        "leads: [chief-executive, director-csc]",
        ["PI3.1: lead changes from Director to Chief Executive and Director."],
    ),
    (
        "to: 2020-02-29",
        "to: 2020-06, originally: 2020-02-29",
        [
            "PI3.1: end moves from 29 February 2020 to 30 June 2020.",
            "PI3.1: its original end date becomes 29 February 2020.",
        ],
    ),
    (
        WHEN,
        "when: {from: 2019-05, ongoing: true, every: quarter}",
        [
            "PI3.1: start moves from 1 April 2019 to 1 May 2019.",
            "PI3.1: end moves from 29 February 2020 to ongoing.",
            "PI3.1: it is asked quarterly, not monthly.",
        ],
    ),
    (
        "title: Staying Put\n",
        "title: Staying put\n            rag: A\n",
        ["PI3.2: the title is re-worded.", "PI3.2: RAG changes from unknown to A."],
    ),
    (
        "          - ref: PI3.2\n",
        "      - ref: PI4\n        text: More\n        actions:\n          - ref: PI3.2\n",
        ["New objective PI4: More", "PI3.2: moves from objective PI3 to PI4."],
    ),
    (
        "- ref: PI3.2",
        "- ref: PI3.3",
        ["New action PI3.3: Staying Put.", "PI3.2 is no longer in the plan; its history is kept."],
    ),
    (
        "    readings:\n",
        "    readings:\n      - {value: 40, as_at: 2019-09-30, count: 10, of: 25}\n",
        ["PI3.1-M1: new figure 40 (10 of 25), 30 September 2019."],
    ),
    ("value: 70", "value: 75", ["PI3.1-M1: its targets change."]),
    (
        "- id: PI3.1-M1",
        "- id: PI3.1-M2",
        [
            "New measure PI3.1-M2: Pathway plans.",
            "PI3.1-M1 is no longer measured; its history is kept.",
        ],
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES, ids=named(CHANGES))
def test_what_a_new_plan_changes_is_said_in_sentences(
    old: str, new: str, expected: list[str]
) -> None:
    read = read_plan(changed(old, new).encode())
    assert read.value is not None, [problem.sentence for problem in read.problems]
    assert list(compare(plan(), read.value)) == expected
