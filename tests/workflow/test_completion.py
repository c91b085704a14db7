"""Read from boards' rulings which actions are complete, and which proposals wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from workflow.completion import REASON_MOST, Ruling, Settled, check_reason, complete, pending
from workflow.updates import check_update

DAY = datetime(2019, 9, 26, 9, tzinfo=UTC)
A, N, R = Ruling.ACCEPTED, Ruling.NOT_YET, Ruling.REOPENED


def rulings(*said: tuple[str, Ruling]) -> list[Settled]:
    """Rulings about PI3.1, oldest first: (month, ruling)."""
    return [
        Settled(month, "PI3.1", "board", ruling, "Words.", "gwen", DAY + timedelta(days=n))
        for n, (month, ruling) in enumerate(said)
    ]


@pytest.mark.parametrize(
    ("said", "before", "blue"),
    [
        ([], "", False),
        ([("2019-09", A)], "", True),
        ([("2019-09", A)], "2019-09", False),
        ([("2019-09", A)], "2019-10", True),
        ([("2019-09", N)], "2019-10", False),
        ([("2019-09", N), ("2019-10", A)], "2019-11", True),
        ([("2019-09", A), ("2019-09", R)], "2019-10", False),
        ([("2019-09", A), ("2019-09", R), ("2019-11", A)], "2019-12", True),
    ],
)
def test_an_action_is_complete_while_the_last_thing_a_board_said_is_that_it_is(
    said: list[tuple[str, Ruling]], before: str, *, blue: bool
) -> None:
    assert ("PI3.1" in complete(rulings(*said), before=before)) is blue


@pytest.mark.parametrize(
    ("said", "proposed", "waits"),
    [
        ([], True, True),
        ([], False, False),
        ([("2019-09", N)], True, False),
        ([("2019-09", A)], True, False),
        ([("2019-08", N)], True, True),
        ([("2019-08", A)], True, False),
        ([("2019-08", A), ("2019-08", R)], True, True),
    ],
)
def test_a_proposal_waits_until_a_board_has_answered_it(
    said: list[tuple[str, Ruling]], *, proposed: bool, waits: bool
) -> None:
    assert pending(rulings(*said), "2019-09", "PI3.1", proposed=proposed) is waits


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [("Two audits are open.", ""), ("  ", "why"), ("x" * (REASON_MOST + 1), "The most is")],
)
def test_a_reason_is_needed_and_not_too_long(typed: str, wrong: str) -> None:
    found = check_reason(typed)
    assert bool(found) is bool(wrong)
    assert wrong in found


@pytest.mark.parametrize(
    ("fields", "evidence", "wrong"),
    [
        ({}, "", ""),
        ({"complete": "true", "evidence": "All signed."}, "All signed.", ""),
        ({"evidence": "All signed."}, "All signed.", ""),
        ({"complete": "true", "link": "https://x.gov.uk/a"}, "https://x.gov.uk/a", ""),
        ({"complete": "false", "evidence": "All signed."}, "", ""),
        ({"link": "https://x.gov.uk/a"}, "", ""),
        ({"complete": "true"}, "", "What shows that it is finished?"),
        ({"complete": "true", "evidence": "x" * 401}, "", "The most is 400"),
    ],
)
def test_complete_is_proposed_with_evidence_only(
    fields: dict[str, str], evidence: str, wrong: str
) -> None:
    said = {"words": "Done.", "rag": "G", "why": "As planned.", **fields}
    checked = check_update(said, (), DAY.date())
    if wrong:
        assert checked.update is None
        assert wrong in checked.errors["evidence"]
    else:
        assert checked.update is not None
        assert checked.update.complete == evidence
