"""Count working days, place the month's deadlines and write dates as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from workflow.people import Meeting

__all__ = [
    "LONDON",
    "Calendar",
    "at",
    "day",
    "day_and_time",
    "full_moment",
    "long_day",
    "month_end",
    "month_name",
    "office_hours",
    "short_day",
    "today",
]

LONDON = ZoneInfo("Europe/London")

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of a council in England; `closed` adds days of its own."""

    closed: frozenset[date] = field(default_factory=frozenset)

    def works(self, on: date) -> bool:
        """Whether `on` is a working day."""
        return on.weekday() < 5 and on not in _bank_holidays(on.year) and on not in self.closed

    def back(self, on: date, days: int) -> date:
        """The day `days` working days before `on`."""
        return self._walk(on, days, timedelta(days=-1))

    def forward(self, on: date, days: int) -> date:
        """The day `days` working days after `on`."""
        return self._walk(on, days, timedelta(days=1))

    def between(self, first: date, last: date) -> int:
        """How many working days lie after `first`, up to and with `last`; 0 if none."""
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(self.works(one) for one in days)

    def meets(self, meeting: Meeting, year: int, month: int) -> date:
        """The day a board meets in a month, moved back to a working day where needed.

        Where that would leave the month (1 January) it moves forward: a board meets once a month.
        """
        for named in meeting.dates:
            if (named.year, named.month) == (year, month):
                return named
        on = _nth_weekday(year, month, meeting.weekday, meeting.week)
        if self.works(on):
            return on
        moved = self.back(on, 1)
        return moved if moved.month == month else self.forward(on, 1)

    def next_meeting(self, meeting: Meeting, after: date) -> date:
        """The first day on or after `after` on which a board meets."""
        year, month = after.year, after.month
        while (found := self.meets(meeting, year, month)) < after:
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        return found

    def _walk(self, on: date, days: int, step: timedelta) -> date:
        while days > 0:
            on += step
            days -= self.works(on)
        return on


def at(on: date, hour: int, minute: int = 0) -> datetime:
    """The moment (UTC) at which London's clocks show that time on that day."""
    return datetime.combine(on, time(hour, minute), LONDON).astimezone(UTC)


def today(now: datetime) -> date:
    """The day it is in London."""
    return now.astimezone(LONDON).date()


def office_hours(now: datetime, calendar: Calendar) -> bool:
    """Whether a reminder may go out: a working day, from 08:00 to 18:00."""
    local = now.astimezone(LONDON)
    return calendar.works(local.date()) and 8 <= local.hour < 18


def month_end(on: date) -> date:
    """The last day of the month that `on` is in."""
    following = date(on.year + on.month // 12, on.month % 12 + 1, 1)
    return following - timedelta(days=1)


def day(on: date) -> str:
    """17 September 2019."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def short_day(on: date) -> str:
    """17 September."""
    return f"{on.day} {_MONTHS[on.month - 1]}"


def long_day(on: date) -> str:
    """Tuesday 17 September."""
    return f"{_DAYS[on.weekday()]} {short_day(on)}"


def day_and_time(moment: datetime) -> str:
    """Tuesday 17 September, 5pm."""
    local = moment.astimezone(LONDON)
    return f"{long_day(local.date())}, {_clock(local)}"


def full_moment(moment: datetime) -> str:
    """Tuesday 17 September 2019, 5pm."""
    local = moment.astimezone(LONDON)
    return f"{_DAYS[local.weekday()]} {day(local.date())}, {_clock(local)}"


def month_name(key: str) -> str:
    """September, for 2019-09."""
    return _MONTHS[int(key[5:7]) - 1]


def latest(days: Iterable[date | None]) -> date | None:
    """The latest of the days that are known."""
    return max((one for one in days if one), default=None)


def _clock(local: datetime) -> str:
    hour = local.hour % 12 or 12
    half = "am" if local.hour < 12 else "pm"
    return f"{hour}:{local.minute:02}{half}" if local.minute else f"{hour}{half}"


def _nth_weekday(year: int, month: int, weekday: int, week: int) -> date:
    """The `week`-th `weekday` of a month; week -1 is the last."""
    if week < 0:
        last = month_end(date(year, month, 1))
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (week - 1))
