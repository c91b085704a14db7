"""Check who is on duty when, who is told next, and where the rota has holes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.errands import moment
from workflow.duty import (
    holes,
    holes_words,
    may_read,
    on_duty,
    reads_by,
    rungs_due,
    told_at,
)
from workflow.people import Appointment, Kind, People, Shift

EVERY_DAY, WORKDAYS, WEEKEND = tuple(range(7)), tuple(range(5)), (5, 6)
ROTA = (
    Shift("day", WORKDAYS, time(8), time(18)),
    Shift("night", WORKDAYS, time(18), time(8)),
    Shift("weekend", WEEKEND, time(8), time(20)),
    Shift("night", WEEKEND, time(20), time(8)),
)
PEOPLE = People(
    appointments=(
        Appointment("lead", Kind.SAFEGUARDING_LEAD),
        Appointment("manager", Kind.DUTY_MANAGER),
    ),
    rota=ROTA,
)


@pytest.mark.parametrize(
    ("at", "who"),
    [
        ("2019-09-02T07:59:59", "night"),
        ("2019-09-02T08:00", "day"),
        ("2019-09-02T17:59:59", "day"),
        ("2019-09-02T18:00", "night"),
        ("2019-09-03T00:00", "night"),
        ("2019-09-03T03:00", "night"),
        ("2019-09-07T07:00", "night"),
        ("2019-09-07T08:00", "weekend"),
        ("2019-09-07T20:00", "night"),
        ("2019-09-09T07:00", "night"),
        ("2019-09-09T08:00", "day"),
        # The clocks go back on 27 October 2019, and forward on 29 March 2020.
        ("2019-10-26T23:30", "night"),
        ("2019-10-27T01:30", "night"),
        ("2019-10-27T07:59", "night"),
        ("2019-10-27T08:00", "weekend"),
        ("2020-03-29T00:30", "night"),
        ("2020-03-29T02:30", "night"),
        ("2020-03-29T07:59", "night"),
        ("2020-03-29T08:00", "weekend"),
    ],
)
def test_somebody_is_on_duty_by_londons_clocks(at: str, who: str) -> None:
    assert on_duty(ROTA, moment(at)) == (who,)


def test_the_hour_that_comes_twice_belongs_to_one_shift_both_times() -> None:
    rota = (Shift("early", (6,), time(0), time(3)), Shift("late", (6,), time(3), time(0)))
    for hour, who in ((0, "early"), (1, "early"), (2, "early"), (3, "late")):
        assert on_duty(rota, datetime(2019, 10, 27, hour, 30, tzinfo=UTC)) == (
            (who,) if hour < 3 else ("late",)
        )


def test_a_shift_of_a_whole_day_has_no_end_in_it() -> None:
    rota = (Shift("one", EVERY_DAY, time(9), time(9)),)
    start = moment("2019-10-25T00:00")
    for hours in range(24 * 7):
        assert on_duty(rota, start + timedelta(hours=hours)) == ("one",)


RAISED = moment("2019-09-02T23:50")


@pytest.mark.parametrize(
    ("minutes", "done", "rungs"),
    [
        (0, 0, []),
        (14, 0, []),
        (15, 0, [1]),
        (29, 1, []),
        (30, 1, [2]),
        (30, 0, [1, 2]),
        (45, 2, [3]),
        (60, 3, [4]),
        (200, 2, list(range(3, 14))),
        (-5, 0, []),
    ],
)
def test_an_alert_takes_a_step_every_quarter_of_an_hour(
    minutes: int, done: int, rungs: list[int]
) -> None:
    assert list(rungs_due(RAISED, done, RAISED + timedelta(minutes=minutes))) == rungs


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (0, ("night",)),
        (1, ("lead",)),
        (2, ("manager",)),
        (3, ("manager", "lead")),
        (9, ("manager", "lead")),
    ],
)
def test_duty_cover_and_manager_are_told_in_turn_and_then_both(
    step: int, told: tuple[str, ...]
) -> None:
    assert told_at(step, PEOPLE, RAISED) == told


def test_an_alert_never_waits_for_an_empty_chair() -> None:
    nobody = People(appointments=PEOPLE.appointments)
    assert told_at(0, nobody, RAISED) == ("lead",)
    alone = People(rota=ROTA)
    assert [told_at(step, alone, RAISED) for step in range(5)] == [("night",)] * 5
    assert told_at(0, People(), RAISED) == ()


@pytest.mark.parametrize(
    ("who", "told", "may"),
    [
        ("night", [], True),
        ("day", [], False),
        ("day", ["day"], True),
        ("lead", [], True),
        ("manager", [], True),
        ("officer", ["officer"], False),
        ("", [], False),
    ],
)
def test_the_words_are_for_whoever_is_on_duty_was_alerted_or_answers_for_it(
    who: str, told: list[str], *, may: bool
) -> None:
    assert may_read(PEOPLE, who, RAISED, told) is may


@pytest.mark.parametrize(
    ("at", "by"),
    [
        ("2019-09-02T09:00", "2019-09-02T09:30"),
        ("2019-09-02T09:01", "2019-09-02T09:35"),
        ("2019-09-02T23:50", "2019-09-03T00:20"),
    ],
)
def test_the_time_that_a_young_person_is_told_comes_from_the_rota(at: str, by: str) -> None:
    assert reads_by(PEOPLE, moment(at)) == moment(by)


def test_in_a_hole_the_time_is_when_somebody_is_there_again() -> None:
    office = People(rota=(Shift("day", WORKDAYS, time(8), time(18)),))
    assert reads_by(office, moment("2019-09-06T18:00")) == moment("2019-09-09T08:30")
    assert reads_by(People(), RAISED) > RAISED + timedelta(hours=23)


def test_a_hole_of_the_coming_week_is_named_and_a_full_rota_has_none() -> None:
    now = moment("2019-09-02T09:00")
    assert holes(ROTA, now) == ()
    assert holes_words(ROTA, now) == ""
    short = (Shift("night", WORKDAYS, time(18), time(7, 30)), *ROTA[:1], *ROTA[2:])
    assert holes(short, now)[0] == (moment("2019-09-03T07:30"), moment("2019-09-03T08:00"))
    assert holes_words(short, now) == (
        "Nobody is on duty from Tuesday 3 September, 7:30am to Tuesday 3 September, 8am "
        "(and 4 more)."
    )
    assert holes((), now) == ((now, now + timedelta(days=7)),)


@pytest.mark.parametrize("at", ["2019-10-24T09:00", "2020-03-26T09:00"])
def test_the_change_of_clocks_makes_no_hole(at: str) -> None:
    assert holes(ROTA, moment(at)) == ()
    half = (
        Shift("a", EVERY_DAY, time(1, 30), time(13)),
        Shift("b", EVERY_DAY, time(13), time(1, 30)),
    )
    assert holes(half, moment(at)) == ()
