"""Check the calendar: bank holidays, working days, clock changes, meetings, dates in words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.cycle import Dates, plan_month
from workflow.dates import (
    Calendar,
    at,
    day,
    day_and_time,
    full_moment,
    latest,
    long_day,
    month_end,
    month_name,
    office_hours,
    short_day,
    today,
)
from workflow.people import Meeting

CALENDAR = Calendar()
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = range(4)
BOARD = Meeting(week=4, weekday=THURSDAY)

BANK_HOLIDAYS = {
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    # VE day: the early May holiday was moved to Friday 8 May. Boxing Day's substitute: Monday 28.
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    # Christmas Day was a Saturday, Boxing Day a Sunday.
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    # The jubilee moved the spring holiday and added one; the Queen's funeral was one.
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
}


@pytest.mark.parametrize("year", BANK_HOLIDAYS)
def test_the_weekdays_on_which_england_does_not_work_are_its_bank_holidays(year: int) -> None:
    weekdays = [
        on
        for n in range(366)
        if (on := date(year, 1, 1) + timedelta(days=n)).year == year and on.weekday() < 5
    ]
    off = [f"{on:%m-%d}" for on in weekdays if not CALENDAR.works(on)]
    assert " ".join(off) == BANK_HOLIDAYS[year]


def test_nobody_works_at_the_weekend_or_on_a_day_the_council_closes() -> None:
    closed = Calendar(frozenset({date(2019, 12, 24)}))
    week = [date(2019, 12, 20) + timedelta(days=n) for n in range(8)]
    assert [CALENDAR.works(on) for on in week] == [1, 0, 0, 1, 1, 0, 0, 1]
    assert [closed.works(on) for on in week] == [1, 0, 0, 1, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("on", "days", "before", "after"),
    [
        ("2019-09-26", 0, "2019-09-26", "2019-09-26"),
        ("2019-09-26", 1, "2019-09-25", "2019-09-27"),
        ("2019-09-26", 7, "2019-09-17", "2019-10-07"),
        ("2019-09-26", 15, "2019-09-05", "2019-10-17"),
        # Over Easter, over Christmas and New Year, and from a day that is not worked.
        ("2019-04-23", 1, "2019-04-18", "2019-04-24"),
        ("2020-01-02", 2, "2019-12-30", "2020-01-06"),
        ("2019-12-28", 1, "2019-12-27", "2019-12-30"),
        ("2020-05-11", 1, "2020-05-07", "2020-05-12"),
    ],
)
def test_working_days_are_counted_back_and_forward(
    on: str, days: int, before: str, after: str
) -> None:
    start = date.fromisoformat(on)
    assert CALENDAR.back(start, days).isoformat() == before
    assert CALENDAR.forward(start, days).isoformat() == after


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2019-09-17", "2019-09-17", 0),
        ("2019-09-17", "2019-09-26", 7),
        ("2019-09-20", "2019-09-23", 1),
        ("2019-09-21", "2019-09-22", 0),
        ("2019-12-24", "2020-01-02", 4),
        ("2019-09-26", "2019-09-17", 0),
    ],
)
def test_working_days_between_two_days_leave_out_the_first(
    first: str, last: str, days: int
) -> None:
    assert CALENDAR.between(date.fromisoformat(first), date.fromisoformat(last)) == days


@given(on=st.dates(date(2010, 1, 1), date(2035, 12, 31)), days=st.integers(1, 60))
def test_counting_back_and_counting_between_agree(on: date, days: int) -> None:
    there = CALENDAR.back(on, days)
    assert CALENDAR.works(there)
    assert CALENDAR.between(there, on) == days - 1 + CALENDAR.works(on)
    assert CALENDAR.between(on, CALENDAR.forward(on, days)) == days


@pytest.mark.parametrize(
    ("meeting", "year", "month", "on"),
    [
        (BOARD, 2019, 9, "2019-09-26"),
        (BOARD, 2019, 10, "2019-10-24"),
        # Boxing Day and Christmas Day: back to Christmas Eve.
        (BOARD, 2019, 12, "2019-12-24"),
        (Meeting(week=-1, weekday=THURSDAY), 2019, 10, "2019-10-31"),
        (Meeting(week=-1, weekday=MONDAY), 2019, 8, "2019-08-23"),
        (Meeting(week=-1, weekday=WEDNESDAY), 2020, 2, "2020-02-26"),
        (Meeting(week=1, weekday=TUESDAY), 2019, 10, "2019-10-01"),
        # A named date wins in its month, and only there.
        (Meeting(4, THURSDAY, (date(2019, 12, 12),)), 2019, 12, "2019-12-12"),
        (Meeting(4, THURSDAY, (date(2019, 12, 12),)), 2020, 12, "2020-12-24"),
        # Moved back it would leave its month (and meet twice in the one before): it goes forward.
        (Meeting(week=1, weekday=WEDNESDAY), 2020, 1, "2020-01-02"),
        (Meeting(week=1, weekday=MONDAY), 2023, 5, "2023-05-02"),
        (Meeting(week=1, weekday=MONDAY), 2020, 9, "2020-09-07"),
    ],
)
def test_a_board_meets_by_its_rule_or_on_the_day_that_is_named(
    meeting: Meeting, year: int, month: int, on: str
) -> None:
    assert CALENDAR.meets(meeting, year, month).isoformat() == on


@pytest.mark.parametrize(
    ("meeting", "after", "on"),
    [
        (BOARD, "2019-09-02", "2019-09-26"),
        (BOARD, "2019-09-26", "2019-09-26"),
        (BOARD, "2019-09-27", "2019-10-24"),
        (BOARD, "2019-12-25", "2020-01-23"),
        (Meeting(week=1, weekday=TUESDAY), "2019-09-26", "2019-10-01"),
        (Meeting(week=1, weekday=WEDNESDAY), "2019-12-31", "2020-01-02"),
    ],
)
def test_the_next_meeting_is_on_a_day_or_after_it(meeting: Meeting, after: str, on: str) -> None:
    assert CALENDAR.next_meeting(meeting, date.fromisoformat(after)).isoformat() == on


@given(
    week=st.sampled_from([1, 2, 3, 4, -1]),
    weekday=st.integers(0, 4),
    year=st.integers(2015, 2030),
    month=st.integers(1, 12),
)
def test_a_board_meets_once_in_every_month_and_on_a_working_day(
    week: int, weekday: int, year: int, month: int
) -> None:
    on = CALENDAR.meets(Meeting(week, weekday), year, month)
    assert (on.year, on.month) == (year, month)
    assert CALENDAR.works(on)


def test_the_month_of_the_plan_counts_back_from_its_board() -> None:
    september = plan_month(date(2019, 9, 26), CALENDAR)
    assert september.key == "2019-09"
    assert september.name == "September"
    assert september.dates == Dates(
        board_on=date(2019, 9, 26),
        opens=datetime(2019, 9, 5, 8, tzinfo=UTC),
        first_reminder=datetime(2019, 9, 12, 8, tzinfo=UTC),
        second_reminder=datetime(2019, 9, 16, 8, tzinfo=UTC),
        closes=datetime(2019, 9, 17, 16, tzinfo=UTC),
        draft=datetime(2019, 9, 23, 8, tzinfo=UTC),
        post=datetime(2019, 9, 26, 8, tzinfo=UTC),
    )
    dates = september.dates
    moments = (dates.opens, dates.first_reminder, dates.second_reminder, dates.closes)
    assert [day_and_time(one) for one in (*moments, dates.draft, dates.post)] == [
        "Thursday 5 September, 9am",
        "Thursday 12 September, 9am",
        "Monday 16 September, 9am",
        "Tuesday 17 September, 5pm",
        "Monday 23 September, 9am",
        "Thursday 26 September, 9am",
    ]


def test_a_month_over_christmas_counts_back_over_the_holidays() -> None:
    january = plan_month(date(2020, 1, 9), CALENDAR).dates
    assert day_and_time(january.opens) == "Monday 16 December, 9am"
    assert day_and_time(january.closes) == "Monday 30 December, 5pm"


@pytest.mark.parametrize(
    ("on", "utc"),
    [
        # The clocks go forward on the last Sunday of March, back on the last of October.
        ("2019-03-30", "2019-03-30T09:00:00+00:00"),
        ("2019-03-31", "2019-03-31T08:00:00+00:00"),
        ("2019-04-01", "2019-04-01T08:00:00+00:00"),
        ("2019-10-26", "2019-10-26T08:00:00+00:00"),
        ("2019-10-27", "2019-10-27T09:00:00+00:00"),
        ("2019-10-28", "2019-10-28T09:00:00+00:00"),
    ],
)
def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change(on: str, utc: str) -> None:
    moment = at(date.fromisoformat(on), 9)
    assert moment.isoformat() == utc
    assert day_and_time(moment).endswith(", 9am")


def test_a_month_across_a_clock_change_keeps_to_londons_clocks() -> None:
    november = plan_month(date(2019, 11, 7), CALENDAR).dates
    assert november.opens == datetime(2019, 10, 17, 8, tzinfo=UTC)
    assert november.closes == datetime(2019, 10, 29, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "on"),
    [
        ("2019-09-17T22:59:00+00:00", "2019-09-17"),
        ("2019-09-17T23:00:00+00:00", "2019-09-18"),
        ("2019-12-17T23:59:00+00:00", "2019-12-17"),
        ("2019-09-18T03:00:00+05:00", "2019-09-17"),
    ],
)
def test_today_is_londons(moment: str, on: str) -> None:
    assert today(datetime.fromisoformat(moment)).isoformat() == on


@pytest.mark.parametrize(
    ("moment", "may"),
    [
        ("2019-09-12T06:59:59+00:00", False),
        ("2019-09-12T07:00:00+00:00", True),
        ("2019-09-12T16:59:59+00:00", True),
        ("2019-09-12T17:00:00+00:00", False),
        ("2019-09-14T10:00:00+00:00", False),
        ("2019-08-26T10:00:00+00:00", False),
        # In winter London's clocks show UTC.
        ("2019-12-12T07:59:59+00:00", False),
        ("2019-12-12T17:59:59+00:00", True),
    ],
)
def test_reminders_go_out_on_working_days_from_eight_to_six(moment: str, may: bool) -> None:
    assert office_hours(datetime.fromisoformat(moment), CALENDAR) is may


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2019-09-17T16:00:00+00:00", "Tuesday 17 September, 5pm"),
        ("2019-09-17T08:30:00+00:00", "Tuesday 17 September, 9:30am"),
        ("2019-09-17T11:00:00+00:00", "Tuesday 17 September, 12pm"),
        ("2019-09-16T23:05:00+00:00", "Tuesday 17 September, 12:05am"),
        ("2020-02-29T09:00:00+00:00", "Saturday 29 February, 9am"),
    ],
)
def test_a_moment_is_written_as_people_read_it(moment: str, words: str) -> None:
    assert day_and_time(datetime.fromisoformat(moment)) == words


def test_days_are_written_as_people_read_them() -> None:
    on = date(2019, 9, 17)
    assert (day(on), short_day(on), long_day(on)) == (
        "17 September 2019",
        "17 September",
        "Tuesday 17 September",
    )
    assert full_moment(at(on, 17)) == "Tuesday 17 September 2019, 5pm"
    assert month_name("2019-09") == "September"


@pytest.mark.parametrize(
    ("on", "last"),
    [
        ("2019-09-17", "2019-09-30"),
        ("2019-12-01", "2019-12-31"),
        ("2019-02-28", "2019-02-28"),
        ("2020-02-01", "2020-02-29"),
    ],
)
def test_a_month_ends_on_its_last_day(on: str, last: str) -> None:
    assert month_end(date.fromisoformat(on)).isoformat() == last


def test_the_latest_of_days_leaves_out_what_is_not_known() -> None:
    assert latest([date(2019, 9, 1), None, date(2019, 8, 31)]) == date(2019, 9, 1)
    assert latest([None]) is None
