"""Check what is said of a measure: its target, the line and pace to it, its status and why."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.workflow.plans import shipped
from workflow.measures import MeasureRules, Standing, Status, month_words, standing
from workflow.plan import (
    Baseline,
    Comparator,
    Direction,
    Measure,
    Milestone,
    Reading,
    Unit,
)

TODAY = date(2019, 9, 5)
OCTOBER, JUNE, SEPTEMBER_2020 = date(2019, 10, 31), date(2020, 6, 30), date(2020, 9, 30)
STEPS = (Milestone(55, OCTOBER), Milestone(70, JUNE), Milestone(85, SEPTEMBER_2020))

NO_TARGET = "There is no target in figures, so it is shown for context only."
NO_SECOND = "No second figure yet, so the pace is not known."
UNLIKE = "target and result count different things."

# Every measure of the shipped plan: status, and what is said, on 5 September 2019.
SHIPPED = {
    "SP1.1-M1": ("unknown", "No figure yet. The target is 100%."),
    "SP1.1-M2": ("unknown", "No figure yet. The target is 100%."),
    "SP1.1-M3": ("unknown", "No figure yet. The target is 100%."),
    "PI1.1-M1": ("met", "12% in August: the target, 12% by September, is met."),
    "PI1.1-M2": ("context", f"84% in August. {NO_TARGET}"),
    "PI1.1-M3": (
        "context",
        f"17 cases per worker (no date), better than 21 before. {NO_TARGET}",
    ),
    "PI1.2-M1": ("context", f"31% in August. {NO_TARGET}"),
    "PI1.3-M1": ("unknown", "No figure yet. The next milestone is 55% by October."),
    "PI1.3-M2": (
        "behind",
        "31.4% in August, 5.3 points below 36.7% (Statistical neighbour average). The target is "
        "within 5 points of 36.7% by September 2020: it needs to rise by 0.3 points in 13 months. "
        + NO_SECOND,
    ),
    "PI1.4-M1": (
        "not_comparable",
        f"24% in August, shown beside 55% by October and not compared with it: {UNLIKE}",
    ),
    "PI2.1-M1": (
        "not_comparable",
        f"30% in August, shown beside 55% by October and not compared with it: {UNLIKE}",
    ),
    # 46.2 points in 299 days, 10 months: 4.62 a month.
    "PI3.1-M1": (
        "behind",
        "53.8% in August. The target is 100% by June 2020: it needs 4.6 points a month for "
        f"10 months. {NO_SECOND}",
    ),
    "PI3.2-M1": (
        "context",
        "60% in August, 7 points better than 53% (Statistical neighbour average). " + NO_TARGET,
    ),
    "LD1.1-M1": ("unknown", "No figure yet. The target is 100% by March 2020."),
    "LD1.1-M2": ("unknown", "No figure yet. The target is 100% by March 2020."),
    # 32 points in 208 days, 7 months: 4.57 a month.
    "LD1.1-M3": (
        "behind",
        "68% in August. The target is 100% by March 2020: it needs 4.6 points a month for "
        f"7 months. {NO_SECOND}",
    ),
    # 43 points in 56 days, 2 months: 21.5 a month.
    "QA1.3-M1": (
        "behind",
        "47% in August. The target is 90% by October: it needs 21.5 points a month for 2 months. "
        + NO_SECOND,
    ),
    "QA1.5-M2": ("context", f"10 in August. {NO_TARGET}"),
    "QA1.5-M3": ("context", f"8 in August. {NO_TARGET}"),
    "QA1.5-M4": ("context", f"5% in June, better than 28.07% in April. {NO_TARGET}"),
    "QA1.5-M5": ("context", f"23% in June. {NO_TARGET}"),
    "QA1.5-M6": ("context", f"72% in June. {NO_TARGET}"),
}


def measured(direction: Direction = Direction.HIGHER, **more: Any) -> Measure:
    """A percentage with the three milestones of the real plan, unless said otherwise."""
    made = Measure("X-M1", "Some measure", "Some measure", Unit.PERCENT, direction, ("X",))
    steps = STEPS if direction is Direction.HIGHER else ()
    return replace(made, **{"milestones": steps, **more})


def month(value: float, year: int, month_: int) -> Reading:
    """A month's figure, dated on its last day."""
    first_of_next = date(year + month_ // 12, month_ % 12 + 1, 1)
    return Reading(value, date.fromordinal(first_of_next.toordinal() - 1), "month")


def said(
    measure: Measure, *readings: Reading, on: date = TODAY, end: date | None = None, **rules: Any
) -> Standing:
    """How it stands on a day."""
    return standing(measure, readings, today=on, action_end=end, rules=MeasureRules(**rules))


@pytest.mark.parametrize("id_", SHIPPED)
def test_each_measure_of_the_shipped_plan_says_how_it_stands(id_: str) -> None:
    measure = next(one for one in shipped().measures if one.id == id_)
    ends = {action.ref: action.timescale.end for action in shipped().actions}
    for ref in measure.used_in:
        found = standing(measure, measure.readings, today=TODAY, action_end=ends[ref])
        assert (found.status.value, found.reason) == SHIPPED[id_]


def test_no_measure_of_the_shipped_plan_is_left_out() -> None:
    assert [one.id for one in shipped().measures] == list(SHIPPED)


def test_plans_at_24_per_cent_against_55_by_october_would_be_behind_if_they_were_compared() -> None:
    plans = next(one for one in shipped().measures if one.id == "PI1.4-M1")
    found = said(replace(plans, comparable=True), *plans.readings, end=SEPTEMBER_2020)
    assert found.status is Status.BEHIND
    assert found.reason == (
        "24% in August. The next milestone is 55% by October: it needs 15.5 points a month for "
        f"2 months. {NO_SECOND}"
    )
    assert found.target == replace(STEPS[0], printed="55% by October 2019")
    assert found.distance == 31
    assert found.required_pace == 15.5
    assert found.recent_pace is None
    # 5 of the 61 days from 31 August to 31 October.
    assert found.required_now == pytest.approx(24 + 31 * 5 / 61)


def test_what_is_not_compared_has_no_distance_no_line_and_no_pace_to_make() -> None:
    plans = next(one for one in shipped().measures if one.id == "PI1.4-M1")
    found = said(plans, *plans.readings, end=SEPTEMBER_2020)
    assert found.target is not None
    assert (found.distance, found.required_now, found.required_pace) == (None, None, None)


# One measure: 55% by October 2019, 70% by June 2020, 85% by September 2020.
COURSES: dict[str, tuple[date, list[Reading], Status, str]] = {
    "on the line": (
        date(2019, 9, 30),
        [month(24, 2019, 6), month(47, 2019, 9)],
        Status.ON_TRACK,
        "47% in September. The next milestone is 55% by October: on a straight line it would be "
        "47.2% by now, close enough to be on track.",
    ),
    "beyond the line": (
        date(2019, 9, 30),
        [month(24, 2019, 6), month(50, 2019, 9)],
        Status.ON_TRACK,
        "50% in September. The next milestone is 55% by October: on a straight line it would be "
        "47.2% by now, so it is on track.",
    ),
    "fast, and not fast enough for the last month": (
        date(2019, 9, 30),
        [month(10, 2019, 6), month(37, 2019, 8), month(40, 2019, 9)],
        Status.OFF_TRACK,
        "40% in September. The next milestone is 55% by October: it needs 15 points within a "
        "month. The last three months made 9.9 points a month: too slow.",
    ),
    "slow after a milestone that was made": (
        date(2020, 2, 10),
        [month(55, 2019, 10), month(52, 2019, 11), month(57, 2020, 1)],
        Status.OFF_TRACK,
        "57% in January. The next milestone is 70% by June: it needs 2.6 points a month for "
        "5 months. The last three months made 0.7 points a month: too slow.",
    ),
    "too slow": (
        TODAY,
        [month(21.4, 2019, 5), month(25, 2019, 8)],
        Status.OFF_TRACK,
        "25% in August. The next milestone is 55% by October: it needs 15 points a month for "
        "2 months. The last three months made 1.2 points a month: too slow.",
    ),
    "recoverable": (
        TODAY,
        [month(24, 2019, 4), month(20, 2019, 6), month(41, 2019, 8)],
        Status.BEHIND,
        "41% in August. The next milestone is 55% by October: it needs 7 points a month for "
        "2 months. The last two months made 10.3 points a month: enough to get there.",
    ),
    "backwards": (
        TODAY,
        [month(31, 2019, 5), month(25, 2019, 8)],
        Status.OFF_TRACK,
        "25% in August. The next milestone is 55% by October: it needs 15 points a month for "
        "2 months. The last three months went the wrong way by 2 points a month.",
    ),
    "standing still": (
        TODAY,
        [month(25, 2019, 5), month(25, 2019, 8)],
        Status.OFF_TRACK,
        "25% in August. The next milestone is 55% by October: it needs 15 points a month for "
        "2 months. The last three months brought no change.",
    ),
    "two figures of ten days": (
        date(2019, 9, 12),
        [month(24, 2019, 8), Reading(26, date(2019, 9, 10))],
        Status.BEHIND,
        "26% on 10 September. The next milestone is 55% by October: it needs 14.5 points a month "
        "for 2 months. No figure from an earlier month yet, so the pace is not known.",
    ),
    "a milestone passed and missed": (
        date(2019, 11, 5),
        [month(24, 2019, 8), month(30, 2019, 10)],
        Status.OFF_TRACK,
        "30% in October. The milestone of 55% by October has passed, and this is 25 points short "
        "of it. The next is 70% by June 2020: it needs 5 points a month for 8 months.",
    ),
    "a milestone passed with one figure only": (
        date(2019, 11, 5),
        [month(30, 2019, 8)],
        Status.OFF_TRACK,
        "30% in August. The milestone of 55% by October has passed, and this is 25 points short "
        "of it. The next is 70% by June 2020: it needs 5 points a month for 8 months.",
    ),
    "a milestone missed by a point": (
        date(2019, 11, 5),
        [month(54, 2019, 10)],
        Status.ON_TRACK,
        "54% in October. The milestone of 55% by October has passed, and this is 1 point short of "
        "it, close enough to be on track for 70% by June 2020.",
    ),
    "on the day of a milestone": (
        OCTOBER,
        [month(40, 2019, 9)],
        Status.BEHIND,
        "40% in September. The next milestone is 55% by October: it needs 15 points this month. "
        + NO_SECOND,
    ),
    "a milestone reached early": (
        TODAY,
        [month(56, 2019, 8)],
        Status.ON_TRACK,
        "56% in August. That is past the milestone of 55% by October already. The next is 70% by "
        "June 2020: it needs 1.4 points a month for 10 months.",
    ),
    "the last target missed": (
        date(2020, 10, 5),
        [month(84, 2020, 9)],
        Status.OFF_TRACK,
        "84% in September. The target of 85% by September has passed, and this is 1 point short "
        "of it.",
    ),
    "the last target met early": (
        TODAY,
        [month(86, 2019, 8)],
        Status.MET,
        "86% in August: the last target, 85% by September 2020, is met.",
    ),
    "a figure that is too old": (
        TODAY,
        [month(30, 2019, 5)],
        Status.UNKNOWN,
        "30% in May. There is no figure from the last three months, so how it stands is not "
        "known. The next milestone is 55% by October.",
    ),
    "a figure of exactly three months ago": (
        TODAY,
        [Reading(86, date(2019, 6, 5))],
        Status.MET,
        "86% on 5 June: the last target, 85% by September 2020, is met.",
    ),
    "a figure without a date": (
        TODAY,
        [Reading(86, None)],
        Status.UNKNOWN,
        "86% (no date). That figure has no date, so how it stands now is not known. The next "
        "milestone is 55% by October.",
    ),
    "a figure of last year": (
        date(2020, 1, 6),
        [month(56, 2019, 12)],
        Status.BEHIND,
        "56% in December 2019. The next milestone is 70% by June: it needs 2.3 points a month "
        f"for 6 months. {NO_SECOND}",
    ),
    "this month's figure, dated on its last day": (
        date(2019, 9, 20),
        [month(86, 2019, 9)],
        Status.MET,
        "86% in September: the last target, 85% by September 2020, is met.",
    ),
    "a figure from the future": (
        TODAY,
        [month(56, 2019, 8), Reading(86, date(2019, 9, 6))],
        Status.ON_TRACK,
        "56% in August. That is past the milestone of 55% by October already. The next is 70% by "
        "June 2020: it needs 1.4 points a month for 10 months.",
    ),
    "a figure put right afterwards": (
        TODAY,
        [month(24, 2019, 8), month(86, 2019, 8)],
        Status.MET,
        "86% in August: the last target, 85% by September 2020, is met.",
    ),
}


@pytest.mark.parametrize("name", COURSES)
def test_a_course_has_one_status_and_says_why(name: str) -> None:
    today, readings, status, reason = COURSES[name]
    found = said(measured(), *readings, on=today)
    assert (found.status, found.reason) == (status, reason)


def lower(**more: Any) -> Measure:
    """An average caseload that is to fall to 15."""
    given = {"unit": Unit.AVERAGE, "per": "cases per worker", **more}
    return measured(Direction.LOWER, **{"milestones": (Milestone(15, JUNE),), **given})


NEIGHBOURS = Comparator("Neighbours", 36.7)
COUNT = measured(unit=Unit.COUNT, milestones=(Milestone(40, JUNE),))
MONEY = measured(
    Direction.LOWER, unit=Unit.MONEY, milestones=(Milestone(3_000, JUNE),), used_in=("X",)
)
BAND = measured(Direction.BAND, band=(40, 60))
IN_LINE = measured(Direction.COMPARATOR, comparator=NEIGHBOURS)

KINDS: dict[str, tuple[Measure, list[Reading], date | None, Status, str]] = {
    "lower, met": (
        lower(),
        [month(14.5, 2019, 8)],
        None,
        Status.MET,
        "14.5 cases per worker in August: the target, 15 by June 2020, is met.",
    ),
    "lower, falling too slowly": (
        lower(),
        [month(22, 2018, 12), month(21, 2019, 5), month(20.9, 2019, 8)],
        None,
        Status.OFF_TRACK,
        "20.9 cases per worker in August. The target is 15 by June 2020: it needs to fall by 0.6 a "
        "month for 10 months. The last three months made less than 0.1 a month: too slow.",
    ),
    "lower, missed": (
        lower(milestones=(Milestone(15, date(2019, 8, 31)),)),
        [month(17, 2019, 8)],
        None,
        Status.OFF_TRACK,
        "17 cases per worker in August. The target of 15 by August has passed, and this is 2 above "
        "it.",
    ),
    "a count": (
        COUNT,
        [month(8, 2019, 8)],
        None,
        Status.BEHIND,
        f"8 in August. The target is 40 by June 2020: it needs 3.2 a month for 10 months. "
        f"{NO_SECOND}",
    ),
    "a count within two in a hundred of the line": (
        replace(COUNT, baseline=Baseline(20, date(2019, 6, 30))),
        [month(23, 2019, 8)],
        None,
        Status.ON_TRACK,
        "23 in August. The target is 40 by June 2020: on a straight line it would be 23.7 by now, "
        "close enough to be on track.",
    ),
    "money": (
        MONEY,
        [month(12_500, 2019, 8)],
        None,
        Status.BEHIND,
        "£12,500 in August. The target is £3,000 by June 2020: it needs to fall by £950 a month "
        f"for 10 months. {NO_SECOND}",
    ),
    "in line, by exactly five points": (
        IN_LINE,
        [month(31.7, 2019, 8)],
        SEPTEMBER_2020,
        Status.MET,
        "31.7% in August, 5 points below 36.7% (Neighbours): the target, within 5 points of 36.7% "
        "by September 2020, is met.",
    ),
    "not in line, from above": (
        IN_LINE,
        [month(47.7, 2019, 8)],
        date(2019, 11, 30),
        Status.BEHIND,
        "47.7% in August, 11 points above 36.7% (Neighbours). The target is within 5 points of "
        "36.7% by November: it needs to fall by 2 points a month for 3 months. " + NO_SECOND,
    ),
    "not in line, without a date": (
        IN_LINE,
        [month(31.4, 2019, 8)],
        None,
        Status.CONTEXT,
        "31.4% in August, 5.3 points below 36.7% (Neighbours). The target is within 5 points of "
        "36.7%, still 0.3 points away, and has no date, so there is no pace to it.",
    ),
    "not in line, and the date has passed": (
        IN_LINE,
        [month(31.4, 2019, 8)],
        date(2019, 8, 31),
        Status.OFF_TRACK,
        "31.4% in August, 5.3 points below 36.7% (Neighbours). The target, within 5 points of "
        "36.7% by August, has passed, and this is 0.3 points outside it.",
    ),
    "within the band": (
        BAND,
        [month(60, 2019, 8)],
        SEPTEMBER_2020,
        Status.MET,
        "60% in August: the target, between 40% and 60% by September 2020, is met.",
    ),
    "below the band": (
        BAND,
        [month(30, 2019, 5), month(32, 2019, 8)],
        date(2019, 12, 31),
        Status.OFF_TRACK,
        "32% in August. The target is between 40% and 60% by December: it needs to rise by 2 "
        "points a month for 4 months. The last three months made 0.7 points a month: too slow.",
    ),
    "above the band": (
        BAND,
        [month(66, 2019, 8)],
        date(2019, 12, 31),
        Status.BEHIND,
        "66% in August. The target is between 40% and 60% by December: it needs to fall by 1.5 "
        f"points a month for 4 months. {NO_SECOND}",
    ),
    "a target without any date": (
        measured(milestones=(Milestone(100, None),)),
        [month(20, 2019, 8)],
        None,
        Status.CONTEXT,
        "20% in August. The target is 100%, still 80 points away, and has no date, so there is no "
        "pace to it.",
    ),
    "a target without any date, met": (
        measured(milestones=(Milestone(100, None),)),
        [month(100, 2019, 8)],
        None,
        Status.MET,
        "100% in August: the target, 100%, is met.",
    ),
    "a target with the action's date, which has passed": (
        measured(milestones=(Milestone(90, None),)),
        [month(47, 2019, 8)],
        date(2019, 9, 4),
        Status.OFF_TRACK,
        "47% in August. The target of 90% by 4 September has passed, and this is 43 points short "
        "of it.",
    ),
    "a step reached, and then a target without any date": (
        measured(milestones=(Milestone(55, OCTOBER), Milestone(100, None))),
        [month(60, 2019, 8)],
        None,
        Status.ON_TRACK,
        "60% in August. That is past the milestone of 55% by October already.",
    ),
    "a next target that is easier than the one missed, and reached": (
        measured(milestones=(Milestone(70, date(2019, 8, 31)), Milestone(60, OCTOBER))),
        [month(62, 2019, 8)],
        None,
        Status.ON_TRACK,
        "62% in August. The milestone of 70% by August has passed, and this is 8 points short of "
        "it, close enough to be on track for 60% by October.",
    ),
    "less than its neighbours, without a target": (
        measured(milestones=(), comparator=NEIGHBOURS),
        [month(30, 2019, 5), month(31.4, 2019, 8)],
        None,
        Status.CONTEXT,
        "31.4% in August, 5.3 points worse than 36.7% (Neighbours), better than 30% in May. "
        + NO_TARGET,
    ),
    "context": (
        measured(Direction.CONTEXT),
        [month(10, 2019, 5), month(12, 2019, 8)],
        SEPTEMBER_2020,
        Status.CONTEXT,
        f"12% in August, up from 10% in May. {NO_TARGET}",
    ),
    "context without a figure": (
        measured(Direction.CONTEXT),
        [],
        SEPTEMBER_2020,
        Status.CONTEXT,
        f"No figure yet. {NO_TARGET}",
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_of_measure_is_judged_in_its_own_way(name: str) -> None:
    measure, readings, end, status, reason = KINDS[name]
    found = said(measure, *readings, end=end)
    assert (found.status, found.reason) == (status, reason)


@pytest.mark.parametrize(
    ("direction", "before", "now", "words"),
    [
        (Direction.HIGHER, 20, 30, "better"),
        (Direction.HIGHER, 30, 20, "worse"),
        (Direction.HIGHER, 30, 30, "the same"),
        (Direction.LOWER, 30, 20, "better"),
        (Direction.LOWER, 20, 30, "worse"),
        (Direction.BAND, 30, 35, "better"),
        (Direction.BAND, 65, 70, "worse"),
        (Direction.BAND, 45, 55, "the same"),
        (Direction.COMPARATOR, 20, 45, "better"),
        (Direction.COMPARATOR, 45, 20, "worse"),
        (Direction.CONTEXT, 20, 30, "up"),
        (Direction.CONTEXT, 30, 20, "down"),
        (Direction.CONTEXT, 30, 30, "the same"),
    ],
)
def test_the_direction_says_how_the_newest_figure_compares_with_the_one_before(
    direction: Direction, before: float, now: float, words: str
) -> None:
    measure = measured(direction, milestones=(), band=(40, 60), comparator=NEIGHBOURS)
    assert said(measure, month(before, 2019, 7), month(now, 2019, 8)).direction == words


def test_the_first_figure_is_compared_with_a_baseline_from_before_it_and_with_no_other() -> None:
    august = month(30, 2019, 8)
    then = measured(baseline=Baseline(24, date(2019, 4, 30)))
    assert said(then, august).direction == "better"
    assert said(replace(then, baseline=Baseline(24, None)), august).direction == ""
    assert said(replace(then, baseline=Baseline(30, date(2019, 8, 31))), august).direction == ""


def test_the_line_starts_at_the_milestone_before_else_the_baseline_else_the_first_figure() -> None:
    april, august = Baseline(20, date(2019, 4, 30)), month(40, 2019, 8)
    # 128 of 184 days from April to October have gone, 5 of 61 from August.
    assert said(measured(baseline=april), august).required_now == pytest.approx(20 + 35 * 128 / 184)
    undated = measured(baseline=Baseline(20, None))
    assert said(undated, august).required_now == pytest.approx(40 + 15 * 5 / 61)
    # 31 of the 243 days from October to June.
    december = said(measured(baseline=april), month(56, 2019, 11), on=date(2019, 12, 1))
    assert december.required_now == pytest.approx(55 + 15 * 31 / 243)


def test_a_baseline_with_a_date_lets_one_figure_be_on_track() -> None:
    # The line is at 44.3 on the day.
    april = measured(baseline=Baseline(20, date(2019, 4, 30)))
    assert said(april, month(42.4, 2019, 8)).status is Status.ON_TRACK
    assert said(april, month(42.3, 2019, 8)).status is Status.BEHIND


def test_the_settings_move_the_limits() -> None:
    april = measured(baseline=Baseline(20, date(2019, 4, 30)))
    assert said(april, month(42.4, 2019, 8), tolerance=1).status is Status.BEHIND
    assert said(IN_LINE, month(31.4, 2019, 8), in_line=6).status is Status.MET
    assert said(april, month(56, 2019, 6), stale_months=2).status is Status.UNKNOWN


def test_the_recent_pace_looks_three_months_back_or_to_the_figure_before() -> None:
    months = [month(value, 2019, at) for at, value in ((3, 0), (5, 30), (6, 50), (8, 36))]
    assert said(measured(), *months).recent_pace == pytest.approx(6 / 92 * 30.4375)
    rare = [month(30, 2019, 1), month(36, 2019, 8)]
    assert said(measured(), *rare).recent_pace == pytest.approx(6 / 212 * 30.4375)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2019, 10, 31), "October"),
        (date(2019, 10, 15), "15 October"),
        (date(2020, 2, 29), "February 2020"),
        (date(2020, 2, 28), "28 February 2020"),
    ],
)
def test_a_month_end_is_said_as_its_month(on: date, words: str) -> None:
    assert month_words(on, TODAY) == words
