"""Hold the shipped plan and the demo's people to the facts of the plan of August 2019."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from workflow.intake import read_people, read_plan
from workflow.people import Kind, People
from workflow.plan import Action, Cadence, Comparator, Direction, Measure, Plan, Unit

SHIPPED = Path(__file__).parents[2] / "workflow" / "plans"
SEVEN_DAYS = 7 * 24 * 60


@pytest.fixture(scope="module")
def plan() -> Plan:
    read = read_plan((SHIPPED / "oldham-2019.yaml").read_bytes())
    assert [problem.sentence for problem in read.problems] == []
    assert read.value is not None
    return read.value


@pytest.fixture(scope="module")
def people(plan: Plan) -> People:
    roles, boards = [role.id for role in plan.roles], [board.id for board in plan.boards]
    read = read_people((SHIPPED / "demo-people.yaml").read_bytes(), roles, boards)
    assert [problem.sentence for problem in read.problems] == []
    assert read.value is not None
    return read.value


def action(plan: Plan, ref: str) -> Action:
    return next(one for one in plan.actions if one.ref == ref)


def measure(plan: Plan, id_: str) -> Measure:
    found = plan.measure(id_)
    assert found is not None, id_
    return found


def test_workstreams_objectives_and_actions_are_all_there(plan: Plan) -> None:
    assert plan.council == "Oldham Council"
    assert plan.source_date == date(2019, 8, 31)
    assert [(w.ref, w.name) for w in plan.workstreams] == [
        ("SP", "Standards of Practice"),
        ("PI", "Practice Improvement"),
        ("LD", "Learning and Development"),
        ("QA", "Quality Assurance"),
    ]
    objectives = [o.ref for w in plan.workstreams for o in w.objectives]
    assert objectives == ["SP1", "SP2", "PI1", "PI2", "PI3", "LD1", "QA1"]
    printed = (
        "SP1.1 SP1.2 SP1.3 SP1.4 SP1.5 SP2.1 PI1.1 PI1.2 PI1.3 PI1.4 PI2.1 PI2.2 PI3.1 PI3.2 "
        "PI3.3 PI3.4 LD1.1 LD1.2 LD1.3 QA1.1 QA1.2 QA1.3 QA1.4 QA1.5 QA1.6"
    )
    assert " ".join(a.ref for a in plan.actions) == printed
    assert {w.ref: sum(len(o.actions) for o in w.objectives) for w in plan.workstreams} == {
        "SP": 6,
        "PI": 10,
        "LD": 3,
        "QA": 6,
    }


def test_every_piece_of_text_is_there(plan: Plan) -> None:
    text = Counter(part.kind for one in plan.actions for part in one.text)
    assert text == {"statement": 23, "lead_in": 10, "bullet": 39}
    evidence = Counter(part.kind for one in plan.actions for part in one.evidence)
    assert evidence["milestone"] == 9, "three measures with three milestones each"
    assert evidence["item"] + evidence["bullet"] + 3 == 59, "with the three they stand under"
    assert sum(len(one.update) for one in plan.actions) == 78
    assert {one.update_as_at for one in plan.actions} == {date(2019, 8, 31)}


def test_every_lead_is_the_printed_one(plan: Plan) -> None:
    titles = {role.id: role.title for role in plan.roles}
    leads = Counter(titles[role] for one in plan.actions for role in one.leads)
    assert leads == {
        "Director of Children’s Social Care": 17,
        "Assistant Director of Quality Assurance and Safeguarding": 4,
        "Managing Director of Children’s Services": 3,
        "Chief Executive": 1,
        "Assistant Director of Children in Care": 1,
    }
    assert [(one.ref, one.leads) for one in plan.actions if len(one.leads) > 1] == [
        ("PI1.1", ("chief-executive", "managing-director"))
    ]


def form(one: Action) -> str:
    when = one.timescale
    if when.end:
        return "range" if when.start else "end only"
    return "start-ongoing" if when.ongoing else "cadence only"


def test_every_timescale_is_the_printed_one(plan: Plan) -> None:
    assert Counter(form(one) for one in plan.actions) == {
        "range": 12,
        "start-ongoing": 9,
        "end only": 3,
        "cadence only": 1,
    }
    assert all(one.timescale.original_end is None for one in plan.actions)
    printed = {one.ref: one.timescale.printed for one in plan.actions}
    assert printed["PI1.2"] == "June 19 – Dec 19"
    assert printed["PI1.1"] == "April 2019- Sept 2019"
    when = action(plan, "PI1.2").timescale
    assert (when.start, when.end) == (date(2019, 6, 1), date(2019, 12, 31)), "a year, not a day"
    assert action(plan, "PI3.3").timescale.end == date(2020, 2, 29), "a leap year"
    assert action(plan, "PI3.4").timescale.end == date(2019, 9, 30)
    assert action(plan, "SP2.1").timescale.end == date(2021, 3, 31)
    quarterly = action(plan, "QA1.1").timescale
    assert (quarterly.start, quarterly.end, quarterly.ongoing) == (None, None, False)
    assert (quarterly.cadence, quarterly.printed) == (Cadence.QUARTERLY, "Quarterly updates")


def test_no_action_has_a_rag_that_the_source_did_not_have(plan: Plan) -> None:
    assert [one.rag for one in plan.actions] == [None] * 25


def test_each_figure_has_one_home_and_every_printed_id_finds_it(plan: Plan) -> None:
    assert len(plan.measures) == 22
    ids = [id_ for one in plan.measures for id_ in (one.id, *one.also)]
    assert len(set(ids)) == len(ids) == 23
    assert all(measure(plan, id_) for id_ in ids)
    rows = {ref for one in plan.measures for ref in one.used_in}
    assert len(rows) == 11
    audits = measure(plan, "PI1.2-M1")
    assert audits is measure(plan, "QA1.5-M1")
    assert audits.used_in == ("PI1.2", "QA1.5")
    assert audits in plan.measures_of("PI1.2")
    assert audits in plan.measures_of("QA1.5")
    (reading,) = audits.readings
    assert (reading.value, reading.numerator, reading.denominator) == (31, 8, 26)


def test_every_label_fits_a_card_and_is_its_own(plan: Plan) -> None:
    assert all(0 < len(one.short) <= 40 for one in plan.measures)
    assert len({one.short for one in plan.measures}) == 22


def test_the_three_trajectories_have_nine_dated_milestones(plan: Plan) -> None:
    dated = {
        one.id: [(m.value, m.by) for m in one.milestones]
        for one in plan.measures
        if any(m.by for m in one.milestones)
    }
    by_september = [
        (55, date(2019, 10, 31)),
        (70, date(2020, 6, 30)),
        (85, date(2020, 9, 30)),
    ]
    assert dated == {
        "PI1.3-M1": by_september,
        "PI1.4-M1": by_september,
        "PI2.1-M1": [(55, date(2019, 10, 31)), (70, date(2020, 1, 31)), (85, date(2020, 3, 31))],
    }
    assert {
        one.id: one.milestones[0].value for one in plan.measures if len(one.milestones) == 1
    } == {
        "SP1.1-M1": 100,
        "SP1.1-M2": 100,
        "SP1.1-M3": 100,
        "PI1.1-M1": 12,
        "PI3.1-M1": 100,
        "LD1.1-M1": 100,
        "LD1.1-M2": 100,
        "LD1.1-M3": 100,
        "QA1.3-M1": 90,
    }


AUGUST, JUNE = date(2019, 8, 31), date(2019, 6, 30)
FIGURES = {
    "PI1.1-M1": [(12, AUGUST, None, None)],
    "PI1.1-M2": [(84, AUGUST, None, None)],
    "PI1.1-M3": [(21, None, None, None), (17, None, None, None)],
    "PI1.2-M1": [(31, AUGUST, 8, 26)],
    "PI1.3-M2": [(31.4, AUGUST, None, None)],
    "PI1.4-M1": [(24, AUGUST, 11, 45)],
    "PI2.1-M1": [(30, AUGUST, None, None)],
    "PI3.1-M1": [(53.8, AUGUST, None, None)],
    "PI3.2-M1": [(60, AUGUST, None, None)],
    "LD1.1-M3": [(68, AUGUST, None, None)],
    "QA1.3-M1": [(47, AUGUST, None, None)],
    "QA1.5-M2": [(10, AUGUST, 10, 26)],
    "QA1.5-M3": [(8, AUGUST, 8, 26)],
    "QA1.5-M4": [(5, JUNE, 3, 57)],
    "QA1.5-M5": [(23, JUNE, 13, 57)],
    "QA1.5-M6": [(72, JUNE, 41, 57)],
}


def test_every_figure_is_the_printed_one(plan: Plan) -> None:
    assert {
        one.id: [(r.value, r.as_at, r.numerator, r.denominator) for r in one.readings]
        for one in plan.measures
        if one.readings
    } == FIGURES
    baselines = {one.id: one.baseline for one in plan.measures if one.baseline}
    assert {id_: (b.value, b.as_at, b.numerator) for id_, b in baselines.items()} == {
        "PI1.2-M1": (31, AUGUST, 8),
        "PI1.4-M1": (24, None, 11),
        "PI2.1-M1": (30, None, None),
        "QA1.5-M4": (28.07, date(2019, 4, 30), 16),
    }


def test_what_a_measure_may_be_held_against_is_the_printed_thing(plan: Plan) -> None:
    assert {one.id: one.comparator for one in plan.measures if one.comparator} == {
        "PI1.3-M2": Comparator("Statistical neighbour average", 36.7),
        "PI3.2-M1": Comparator("Statistical neighbour average", 53),
    }
    directions = {one.id: one.direction for one in plan.measures}
    assert directions.pop("PI1.3-M2") is Direction.COMPARATOR
    assert [id_ for id_, way in directions.items() if way is Direction.LOWER] == [
        "PI1.1-M1",
        "PI1.1-M3",
        "QA1.5-M3",
        "QA1.5-M4",
    ]
    assert [id_ for id_, way in directions.items() if way is Direction.CONTEXT] == [
        "QA1.5-M2",
        "QA1.5-M6",
    ]
    caseload = measure(plan, "PI1.1-M3")
    assert (caseload.unit, caseload.per) == (Unit.AVERAGE, "cases per worker")


def test_a_result_for_good_is_not_compared_with_a_target_for_good_or_outstanding(
    plan: Plan,
) -> None:
    unlike = [one for one in plan.measures if not one.comparable]
    assert [one.id for one in unlike] == ["PI1.4-M1", "PI2.1-M1"]
    assert all("Good only" in one.flag for one in unlike)


def test_recommendations_outcomes_and_boards_are_kept_and_linked(plan: Plan) -> None:
    assert len(plan.recommendations) == 6
    assert len(plan.outcomes) == 7
    assert [(b.tier, b.name, b.chair) for b in plan.boards] == [
        (1, "Getting to Good Portfolio Meeting", "Lead Member"),
        (2, "Change Board", "Deputy Chief Executive"),
        (
            3,
            "Getting to Good Programme Board",
            "Interim Managing Director of Children’s Services",
        ),
        (4, "PMO", None),
        (4, "Task and Finish groups", None),
    ]
    answered = {one for each in plan.actions for one in each.recommendations}
    assert answered == {one.id for one in plan.recommendations}
    served = {one for each in plan.actions for one in each.outcomes}
    assert served == {one.id for one in plan.outcomes}
    assert all(one.recommendations and one.outcomes for one in plan.actions)
    assert "pathway-plans" in action(plan, "PI3.1").recommendations


def test_the_file_says_where_it_is_from_and_which_schema_it_keeps() -> None:
    for name, schema in (("oldham-2019", "plan"), ("demo-people", "people")):
        text = (SHIPPED / f"{name}.yaml").read_text(encoding="utf-8")
        assert text.startswith(f"# yaml-language-server: $schema={schema}.schema.json\n")
    text = " ".join((SHIPPED / "oldham-2019.yaml").read_text(encoding="utf-8").split())
    assert "Re-worded from Oldham Council's public improvement plan of August 2019" in text


def test_the_demo_has_everybody_it_needs(plan: Plan, people: People) -> None:
    held = {(one.kind, one.scope) for one in people.appointments}
    assert {scope for kind, scope in held if kind is Kind.LEAD} == {r.id for r in plan.roles}
    assert (Kind.DEPUTY, "director-csc") in held
    assert {kind for kind, _ in held} == set(Kind)
    seats = {seat.board: seat for seat in people.seats}
    assert set(seats) == {board.id for board in plan.boards}
    assert [seat.board for seat in people.seats if seat.anchor] == ["programme-board"]
    assert [seat.board for seat in people.seats if not seat.card] == ["task-and-finish"]
    decided = {scope for kind, scope in held if kind is Kind.DECISION_TAKER}
    assert decided == {seat.board for seat in people.seats if seat.card}


def test_the_demo_s_rota_covers_every_minute_of_the_week(people: People) -> None:
    covered: set[int] = set()
    for shift in people.rota:
        start = shift.start.hour * 60 + shift.start.minute
        until = shift.until.hour * 60 + shift.until.minute
        length = until - start if until > start else until - start + 24 * 60
        for weekday in shift.weekdays:
            begin = weekday * 24 * 60 + start
            covered |= {minute % SEVEN_DAYS for minute in range(begin, begin + length)}
    assert len(covered) == SEVEN_DAYS


def test_the_demo_s_people_are_plainly_invented(people: People) -> None:
    assert all(person.email.endswith("@example.org") for person in people.persons)
    numbers = people.numbers
    for number in (numbers.under_18, numbers.over_18, numbers.out_of_hours):
        assert re.fullmatch(r"0161 496 0\d{3}", number), "the range kept for drama"
    assert "invented" in numbers.hours
