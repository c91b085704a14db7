"""Lay out the month's moments for the PMO to move, and say first what will then happen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from workflow.cycle import Month, coming
from workflow.dates import LONDON, at, day_and_time, today
from workflow.held import Held

__all__ = ["MOMENTS", "DatesView", "dates_view", "moved_moments"]


@dataclass(frozen=True, slots=True)
class DatesView:
    """The month's moments that can still move: `fields` are (name, label, ISO day).

    `ahead` says what lies ahead, as it is or as it would be; `moved` holds the new days while
    they are only looked at.
    """

    month: str
    month_name: str
    fields: tuple[tuple[str, str, str], ...]
    ahead: tuple[str, ...]
    moved: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    error: str = ""


MOMENTS = (
    ("first_reminder", "First reminder"),
    ("second_reminder", "Second reminder"),
    ("closes", "Closes"),
    ("draft", "Draft to the approver"),
)


def dates_view(
    held: Held,
    *,
    moved: Mapping[str, str] | None = None,
    after: Month | None = None,
    notice: str = "",
    error: str = "",
) -> DatesView:
    """The dates of a month; with `after`, what would lie ahead if they were moved."""
    month, given = held.month, moved or {}
    fields = tuple(
        (name, f"{label} (now {day_and_time(moment)})", given.get(name, str(today(moment))))
        for name, label in MOMENTS
        if (moment := getattr(month.dates, name)) > held.facts.now
    )
    ahead = coming(after or month, held.facts)
    return DatesView(
        month=month.key,
        month_name=month.name,
        fields=fields,
        ahead=tuple(f"{day_and_time(moment)}: {words}" for moment, words in ahead),
        moved=dict(given) if after is not None else {},
        notice=notice,
        error=error,
    )


def moved_moments(month: Month, days: Mapping[str, str]) -> dict[str, datetime] | str:
    """The moments on their new days, at the hour they had; or what is wrong, in a sentence."""
    found = dict[str, datetime]()
    for name, label in MOMENTS:
        typed, was = days.get(name, "").strip(), getattr(month.dates, name)
        if not typed:
            continue
        try:
            new = date.fromisoformat(typed)
        except ValueError:
            return f"{label}: {typed[:40]} is not a day. Write it like 2019-09-18."
        if new != today(was):
            local = was.astimezone(LONDON)
            found[name] = at(new, local.hour, local.minute)
    return found
