"""Say who is on duty at a moment, who is told of an alert next, and where the rota has holes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from workflow.dates import LONDON, at, day_and_time
from workflow.people import Kind, People, Shift, holders

__all__ = [
    "EVERY",
    "holes",
    "holes_words",
    "may_read",
    "next_step_at",
    "on_duty",
    "reads_by",
    "rungs_due",
    "step_at",
    "told_at",
]

# How long an alert waits for somebody before the next are told.
EVERY = timedelta(minutes=15)
# By then the person on duty and their cover have both had their quarter of an hour.
_READ_WITHIN = timedelta(minutes=30)
_WHOLE = 5
_WEEK = timedelta(days=7)
_STEPS = (Kind.SAFEGUARDING_LEAD, Kind.DUTY_MANAGER)


def on_duty(rota: Sequence[Shift], moment: datetime) -> tuple[str, ...]:
    """The people on duty at a moment, in the rota's order, each once; empty in a hole."""
    local = moment.astimezone(LONDON).date()
    days = (local - timedelta(days=1), local)
    found = (
        shift.person
        for shift in rota
        for start, until in _stretches(shift, days)
        if start <= moment < until
    )
    return tuple(dict.fromkeys(found))


def step_at(raised: datetime, now: datetime) -> int:
    """Which step an alert that nobody acknowledged has reached: 0 at once, then one each 15 min."""
    return max(0, (now - raised) // EVERY)


def next_step_at(raised: datetime, done: int) -> datetime:
    """When the step after `done` is due."""
    return raised + (done + 1) * EVERY


def rungs_due(raised: datetime, done: int, now: datetime) -> range:
    """The steps that should have been taken by now and are not; `done` is the last one taken."""
    return range(done + 1, step_at(raised, now) + 1)


def told_at(step: int, people: People, moment: datetime) -> tuple[str, ...]:
    """Who is told at a step: on duty; cover at 1; duty manager at 2; then both, every time.

    The cover is the safeguarding lead. Where nobody holds a place, the next one up is told at
    once, and at last everybody: an alert never waits for an empty chair.
    """
    duty = on_duty(people.rota, moment)
    lead, manager = (holders(people, kind) for kind in _STEPS)
    ladder = (duty or lead or manager, lead or manager or duty, manager or lead or duty)
    told = ladder[step] if step < len(ladder) else (*manager, *lead) or duty
    return tuple(dict.fromkeys(told))


def may_read(people: People, person: str, moment: datetime, told: Iterable[str] = ()) -> bool:
    """Whether somebody may read a concern: on duty, alerted and on the rota, lead or manager."""
    if person in on_duty(people.rota, moment):
        return True
    if person in told and any(shift.person == person for shift in people.rota):
        return True
    return any(person in holders(people, kind) for kind in _STEPS)


def reads_by(people: People, now: datetime) -> datetime:
    """By when the duty team surely reads what came in now, to whole five minutes.

    In a hole of the rota the half hour begins when somebody is on duty again; without a rota
    it is a day, and feedback does not open.
    """
    begins = now
    if not on_duty(people.rota, now):
        ahead = (start for start, _ in _week(people.rota, now) if start > now)
        begins = min(ahead, default=now + timedelta(days=1))
    by = begins + _READ_WITHIN
    late = timedelta(minutes=by.minute % _WHOLE, seconds=by.second, microseconds=by.microsecond)
    return by - late + (timedelta(minutes=_WHOLE) if late else timedelta())


def holes(rota: Sequence[Shift], now: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """The stretches of the coming week in which nobody is on duty, oldest first."""
    reached, end = now, now + _WEEK
    found = []
    for start, until in sorted(_week(rota, now)):
        if start > reached:
            found.append((reached, min(start, end)))
        reached = max(reached, until)
        if reached >= end:
            return tuple(found)
    return (*found, (reached, end))


def holes_words(rota: Sequence[Shift], now: datetime) -> str:
    """Nobody is on duty from Friday 6 September, 6pm to Monday 9 September, 8am (and 2 more)."""
    found = holes(rota, now)
    if not found:
        return ""
    start, until = found[0]
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return f"Nobody is on duty from {day_and_time(start)} to {day_and_time(until)}{more}."


# --- within -------------------------------------------------------------------------------


def _week(rota: Sequence[Shift], now: datetime) -> list[tuple[datetime, datetime]]:
    """Every stretch of duty that touches the coming week."""
    first = now.astimezone(LONDON).date()
    days = [first + timedelta(days=n) for n in range(-1, 9)]
    end = now + _WEEK
    return [
        (start, until)
        for shift in rota
        for start, until in _stretches(shift, days)
        if until > now and start < end
    ]


def _stretches(shift: Shift, days: Iterable[date]) -> Iterator[tuple[datetime, datetime]]:
    """A shift's stretches that begin on these days, by London's clocks, also when they change."""
    for on in days:
        if on.weekday() in shift.weekdays:
            ends = on if shift.until > shift.start else on + timedelta(days=1)
            start = at(on, shift.start.hour, shift.start.minute)
            yield start, at(ends, shift.until.hour, shift.until.minute)
