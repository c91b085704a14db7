"""Propose measures from prose: all of the real plan's, and nothing that only looks like one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from workflow.intake import read_plan
from workflow.intake_measures import Proposal, propose
from workflow.plan import Measure

OLDHAM = Path(__file__).parents[2] / "workflow" / "plans" / "oldham-2019.yaml"
AUGUST = date(2019, 8, 31)


def test_the_real_plan_gives_its_measures_with_recall_and_precision_reported(
    record_property: Callable[[str, object], None],
) -> None:
    plan = read_plan(OLDHAM.read_bytes()).value
    assert plan is not None
    found, records, proposals = 0, 0, 0
    missed: list[str] = []
    extra: list[str] = []
    for action in plan.actions:
        proposed = list(
            propose([part.text for part in action.evidence], list(action.update), as_at=AUGUST)
        )
        proposals += len(proposed)
        # A measure printed in two rows is a record in each.
        for measure in (one for one in plan.measures if action.ref in one.used_in):
            records += 1
            same = next((one for one in proposed if says_the_same(one, measure)), None)
            if same is None:
                missed.append(measure.id)
                continue
            proposed.remove(same)
            found += 1
        extra += [f"{action.ref} {one.name}" for one in proposed]
    recall, precision = found / records, found / proposals
    record_property("recall", f"{recall:.3f} of {records}")
    record_property("precision", f"{precision:.3f} of {proposals}")
    print(f"recall {recall:.3f} of {records}, precision {precision:.3f} of {proposals}")
    assert (missed, extra) == ([], [])
    assert records == 23


def says_the_same(one: Proposal, measure: Measure) -> bool:
    """Same targets with their dates; the same latest figure, or its count out of the same base."""
    targets = [(step.value, step.by or None) for step in measure.milestones]
    aims = [(target.value, target.by) for target in one.targets]
    latest = measure.readings[-1] if measure.readings else None
    if [value for value, _ in aims] != [value for value, _ in targets]:
        return False
    if any(by != aim for (_, by), (_, aim) in zip(targets, aims, strict=True) if by is not None):
        return False
    if latest is None:
        return one.value is None
    counted = latest.numerator is not None and latest.numerator == one.numerator
    return one.value == latest.value or counted


LOOK_LIKE_MEASURES = (
    "The 12-week action plan is finished (separate report).",
    "S47 enquiries are tracked weekly.",
    "Young Inspectors (age 15-25) were recruited in Q3.",
    "The first 5 days of training are done.",
    "£12m was agreed for front-line services in 2019/20.",
    "Six new social workers started on 4 June 2024.",
    "Training was given to staff in 3 localities over 2 weeks.",
    "Regulation 44 visits happen monthly; stage 2 complaints are rare.",
    "Advisers work with young people from age 15 and until 25 years.",
    "Version 2.1 of the guidance is out.",
    "The panel met on 24/07/2024 at 10:30.",
)


@pytest.mark.parametrize("text", LOOK_LIKE_MEASURES)
def test_what_only_looks_like_a_measure_is_left_out(text: str) -> None:
    assert propose([], [text]) == ()
    assert propose([text], []) == ()


PROSE = [
    (
        "85% of assessments completed within 45 working days",
        "72% of assessments were completed within 45 days in May 2024, up from 65% in April.",
        {"value": 72, "previous": 65, "targets": [85], "date": "2024-05-31"},
    ),
    (
        "Reduce the vacancy rate from 18% to 12% by March 2025",
        "Vacancy rate is 15.2% (national average 17%).",
        {"value": 15.2, "baseline": 18, "targets": [12], "direction": "lower", "by": "2025-03-31"},
    ),
    (
        "Number of care leavers in suitable accommodation: 95%",
        "88% (44 of 50) of care leavers are in suitable accommodation",
        {"value": 88, "base": 50, "numerator": 44, "targets": [95]},
    ),
    ("", "Caseloads have fallen from 24 to 18", {"value": 18, "previous": 24, "unit": "average"}),
    ("", "20 of 25 audits were graded good", {"value": 80, "base": 25, "numerator": 20}),
    ("Re-referrals in line with statistical neighbours", "Re-referral rate: 23%, England 22%",
     {"value": 23, "direction": "comparator"}),
    ("Over 80% of conferences held in 15 days", "76% in Q1, 79% in Q2",
     {"value": 79, "previous": 76, "targets": [80]}),
]  # fmt: skip


@pytest.mark.parametrize(("evidence", "update", "meant"), PROSE)
def test_a_figure_is_read_with_what_stands_around_it(
    evidence: str, update: str, meant: dict[str, object]
) -> None:
    (one,) = propose([evidence] if evidence else [], [update])
    shown = one.plain() | {
        "targets": [target.value for target in one.targets],
        "by": one.targets[0].by.isoformat() if one.targets and one.targets[0].by else None,
    }
    assert {name: shown[name] for name in meant} == meant
