"""Say what may not be kept any longer: how long each kind of words and ticks stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from workflow.dates import at, today
from workflow.words import count
from workflow.written import Written

__all__ = ["PLACE_DAYS", "RATING_MONTHS", "WRITTEN_DAYS", "expired", "oldest_kept", "removed_words"]

# How long written answers stay after the report of their month, in days, and ticks, in months.
WRITTEN_DAYS = 90
RATING_MONTHS = 24
# How long somebody may stay away from a chat and still come back to where they were.
PLACE_DAYS = 7
# Where no month's report has come, one is taken to have come after so many days.
_REPORT_DAYS = 31

_NAMES = {
    "written": "written answer",
    "ticked": "person's ticked answers",
    "marks": "mark",
    "links": "code",
    "withdrawn": "answer",
    "places": "unfinished chat",
}
_WHY = {
    "written": "90 days after the report of their month",
    "ticked": "after 24 months",
    "marks": "after 24 months",
    "links": "mixed with others: the day for deleting is over",
    "withdrawn": "deleted by code",
    "places": "nobody came back to it for 7 days",
}


def expired(
    kept: Sequence[Written], reports: Sequence[datetime], now: datetime
) -> tuple[Written, ...]:
    """What was read and must go; `reports` are the moments at which months were reported.

    An answer belongs to the first report after it was written. What nobody has read stays until
    somebody has, however old it is.
    """
    return tuple(
        one for one in kept if one.read_at is not None and now >= _ends(one, sorted(reports))
    )


def oldest_kept(on: date) -> date:
    """The first day whose ticked answers and marks are still kept on a day."""
    months = on.year * 12 + on.month - 1 - RATING_MONTHS
    year, month = divmod(months, 12)
    first = date(year, month + 1, 1)
    # The 31st of a short month is its last day.
    for day in (on.day, 30, 29, 28):
        try:
            return first.replace(day=day)
        except ValueError:
            continue
    return first


def removed_words(what: str, n: int) -> str:
    """3 written answers, 90 days after the report of their month."""
    name = _NAMES.get(what, what)
    said = f"{n} people's ticked answers" if what == "ticked" and n != 1 else count(n, name)
    why = _WHY.get(what, "")
    return f"{said}, {why}" if why else said


def _ends(one: Written, reports: Sequence[datetime]) -> datetime:
    longest = one.queued_at + timedelta(days=_REPORT_DAYS)
    report = next((when for when in reports if when >= one.queued_at), longest)
    return at(today(min(report, longest)) + timedelta(days=WRITTEN_DAYS), 0)
