"""Work out a measure's course: its target now, the line and the pace to it, and its status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from workflow.dates import month_end
from workflow.plan import Direction, Measure, Milestone, Reading, Unit

__all__ = ["DEFAULT_RULES", "Course", "MeasureRules", "Status", "course", "margin"]

_MONTH = 30.4375
# A gap is a difference of decimals: 36.7 - 31.7 must be 5, not a hair more.
_EXACT = 6


class Status(StrEnum):
    """How a measure stands; the last three say nothing about an action's rating."""

    MET = "met"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    OFF_TRACK = "off_track"
    UNKNOWN = "unknown"
    CONTEXT = "context"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True)
class MeasureRules:
    """The settings of the rules.

    `in_line` and `tolerance` are points of a percentage; for other units they are per cent of
    the comparator and of the target. A reading older than `stale_months` calendar months is too
    old to judge by. The recent pace looks `pace_days` back from the newest reading (three
    months and some slack), and never at two readings less than `pace_least` days apart.
    """

    in_line: float = 5
    tolerance: float = 2
    stale_months: int = 3
    pace_days: int = 100
    pace_least: int = 14


DEFAULT_RULES = MeasureRules()


@dataclass(frozen=True, slots=True)
class Course:
    """Where a measure stands, in numbers of its own unit.

    `target` is the next one not reached, with the date in force (None: there is none);
    `required_now` is the value today on the straight line to the next target by date.
    that next one is `upcoming`, and `lag` what the newest reading is short of the line (0 or
    less: on it). `gap` is what is still to go to `target`, 0 or less when it is reached. Paces
    are per month, positive towards the good; `months_left` are whole months, at least 1, because
    figures come monthly. `missed` is a target whose date has passed, unreached by `missed_gap`.
    `pace_months` are the whole months that `recent_pace` looks back on.
    """

    status: Status
    latest: Reading | None = None
    previous: Reading | None = None
    target: Milestone | None = None
    gap: float | None = None
    missed: Milestone | None = None
    missed_gap: float = 0
    upcoming: Milestone | None = None
    lag: float = 0
    required_now: float | None = None
    required_pace: float | None = None
    months_left: int = 0
    recent_pace: float | None = None
    pace_months: int = 0


def course(
    measure: Measure,
    readings: Sequence[Reading],
    *,
    today: date,
    action_end: date | None,
    rules: MeasureRules = DEFAULT_RULES,
) -> Course:
    """Work out a measure's course on a day.

    `readings` may stand in any order; of two with one date the later in the sequence counts,
    and those from after `today` do not. `action_end` is the date of a target that has none.
    Raises nothing.
    """
    known = _known(readings, today)
    targets = _targets(measure, action_end)
    latest = known[-1] if known else None
    if latest is None:
        status = Status.UNKNOWN if targets else Status.CONTEXT
        return Course(status, target=_next(targets, today))
    road = _Road(measure, tuple(known), targets, today, rules)
    pace, pace_months = road.recent_pace()
    before = known[-2] if len(known) > 1 else None
    if not targets:
        return Course(Status.CONTEXT, latest, before, recent_pace=pace, pace_months=pace_months)
    if not measure.comparable:
        target = _next(targets, today)
        return Course(Status.NOT_COMPARABLE, latest, before, target, recent_pace=pace)
    if _too_old(latest, today, rules):
        target = _next(targets, today)
        return Course(Status.UNKNOWN, latest, before, target)
    target = road.target()
    missed = road.missed()
    required, months = road.required_pace(target)
    return Course(
        status=road.status(pace, required),
        latest=latest,
        previous=before,
        target=target,
        gap=road.gap(target),
        missed=missed,
        missed_gap=road.gap(missed) if missed else 0,
        upcoming=next(iter(road.ahead()), None),
        lag=road.lag(),
        required_now=road.required_now(),
        required_pace=required,
        months_left=months,
        recent_pace=pace,
        pace_months=pace_months,
    )


def margin(measure: Measure, points: float, base: float) -> float:
    """A setting in the measure's unit: points of a percentage, else per cent of `base`."""
    return points if measure.unit is Unit.PERCENT else abs(base) * points / 100


@dataclass(frozen=True, slots=True)
class _Road:
    """A measure that has both a reading and a target, on a day."""

    measure: Measure
    known: tuple[Reading, ...]
    targets: tuple[Milestone, ...]
    today: date
    rules: MeasureRules

    @property
    def latest(self) -> Reading:
        return self.known[-1]

    def gap(self, target: Milestone) -> float:
        """What the newest reading lacks to a target; 0 or less when it is reached."""
        return self._gap_of(self.latest.value, target)

    def ahead(self) -> list[Milestone]:
        return [one for one in self.targets if one.by is not None and one.by >= self.today]

    def passed(self) -> Milestone | None:
        gone = [one for one in self.targets if one.by is not None and one.by < self.today]
        return gone[-1] if gone else None

    def missed(self) -> Milestone | None:
        passed = self.passed()
        return passed if passed and self.gap(passed) > 0 else None

    def target(self) -> Milestone:
        """The next target that is not reached; the last one when there is nothing left to do."""
        to_come = [one for one in self.targets if one.by is None or one.by >= self.today]
        chosen = next(
            (one for one in to_come if self.gap(one) > 0), self.missed() or self.targets[-1]
        )
        return self._nearest(chosen)

    def status(self, recent: float | None, required: float | None) -> Status:
        missed, ahead = self.missed(), self.ahead()
        undated = [one for one in self.targets if one.by is None]
        if not missed and all(self.gap(one) <= 0 for one in (*ahead, *undated)):
            return Status.MET
        if ahead and self._keeps_up(ahead[0]):
            return Status.ON_TRACK
        if missed:
            return Status.OFF_TRACK
        if required is None:
            # Without a date nobody can be late, so the distance is shown and not judged.
            return Status.CONTEXT
        too_slow = recent is not None and recent < required
        return Status.OFF_TRACK if too_slow else Status.BEHIND

    def required_now(self) -> float | None:
        ahead = self.ahead()
        if not ahead or self._start(ahead[0]) is None:
            return None
        return self._value_at(self._required_gap(ahead[0]), ahead[0])

    def lag(self) -> float:
        ahead = self.ahead()
        return self.gap(ahead[0]) - self._required_gap(ahead[0]) if ahead else 0

    def required_pace(self, target: Milestone) -> tuple[float | None, int]:
        """(units a month, whole months left); (None, 0) without a road ahead."""
        gap = self.gap(target)
        if target.by is None or target.by < self.today or gap <= 0:
            return None, 0
        months = max(1, _months(target.by - self.today))
        return gap / months, months

    def recent_pace(self) -> tuple[float | None, int]:
        """(units a month towards the good, whole months looked at); (None, 0) when not known."""
        last = self.latest.as_at
        if last is None:
            return None, 0
        least, most = timedelta(self.rules.pace_least), timedelta(self.rules.pace_days)
        dated = [
            (one.as_at, one.value) for one in self.known if one.as_at and last - one.as_at >= least
        ]
        if not dated:
            return None, 0
        recent = [one for one in dated if last - one[0] <= most]
        on, value = recent[0] if recent else dated[-1]
        return self._gain(value) / ((last - on).days / _MONTH), max(1, _months(last - on))

    def _gain(self, before: float) -> float:
        """How much nearer to the good the newest reading is than an earlier value."""
        if self.targets:
            target = self.targets[-1]
            return self._gap_of(before, target) - self._gap_of(self.latest.value, target)
        rise = self.latest.value - before
        return -rise if self.measure.direction is Direction.LOWER else rise

    def _gap_of(self, value: float, target: Milestone) -> float:
        low, high = self._edges(target)
        return round(max(low - value, value - high), _EXACT)

    def _edges(self, target: Milestone) -> tuple[float, float]:
        """Between which values a target counts as reached."""
        match self.measure.direction:
            case Direction.LOWER:
                return -float("inf"), target.value
            case Direction.BAND if self.measure.band:
                return self.measure.band
            case Direction.COMPARATOR:
                near = margin(self.measure, self.rules.in_line, target.value)
                return target.value - near, target.value + near
            case _:
                return target.value, float("inf")

    def _nearest(self, target: Milestone) -> Milestone:
        """A band's target is its nearer edge; any other is itself."""
        if self.measure.direction is not Direction.BAND:
            return target
        low, high = self._edges(target)
        middle = (low + high) / 2
        edge = low if self.latest.value < middle else high
        return Milestone(edge, target.by, target.printed)

    def _value_at(self, gap: float, target: Milestone) -> float:
        """The value that lacks `gap` to a target, on the side of the newest reading."""
        low, high = self._edges(target)
        below = low - self.latest.value >= self.latest.value - high
        return low - gap if below else high + gap

    def _start(self, target: Milestone) -> tuple[date, float] | None:
        """Where the line to a target begins: the milestone before, the baseline, a reading."""
        if (passed := self.passed()) and passed.by:
            return passed.by, passed.value
        base = self.measure.baseline
        if (
            base
            and base.as_at
            and base.as_at <= self.today
            and base.as_at < (target.by or base.as_at)
        ):
            return base.as_at, base.value
        first = next(one for one in self.known if one.as_at) if self.latest.as_at else None
        return (min(first.as_at, self.today), first.value) if first and first.as_at else None

    def _required_gap(self, target: Milestone) -> float:
        """What may be lacking today to be on the line; never negative."""
        start = self._start(target)
        if start is None or target.by is None:
            return 0
        on, value = start
        length = (target.by - on).days
        left = (target.by - self.today).days / length if length > 0 else 0
        return max(0.0, self._gap_of(value, target) * left)

    def _keeps_up(self, target: Milestone) -> bool:
        """Whether the newest reading is at or beyond the line, or within the tolerance of it."""
        gap = self.gap(target)
        if gap <= 0:
            return True
        start = self._start(target)
        last = self.latest.as_at
        # A line that starts at the newest reading itself proves nothing.
        if (
            start is None
            or last is None
            or (self.passed() is None and start[0] >= min(last, self.today))
        ):
            return False
        base = max(abs(edge) for edge in self.measure.band) if self.measure.band else target.value
        tolerance = margin(self.measure, self.rules.tolerance, base)
        return gap <= round(self._required_gap(target) + tolerance, _EXACT)


def _known(readings: Sequence[Reading], today: date) -> list[Reading]:
    """Undated readings as they stand, then one for each date, oldest first."""
    undated = [one for one in readings if one.as_at is None]
    # A month's figure is dated on its last day, so this month's may lie ahead of today.
    dated = {
        one.as_at: one
        for one in readings
        if one.as_at and one.as_at <= (month_end(today) if one.precision == "month" else today)
    }
    return [*undated, *(dated[on] for on in sorted(dated))]


def _targets(measure: Measure, action_end: date | None) -> tuple[Milestone, ...]:
    """Every target with the date in force, oldest first; those without any date last."""
    match measure.direction:
        case Direction.CONTEXT:
            return ()
        case Direction.BAND:
            found = [measure.band[1]] if measure.band else []
        case Direction.COMPARATOR:
            found = [measure.comparator.value] if measure.comparator else []
        case _:
            dated = [Milestone(m.value, m.by or action_end, m.printed) for m in measure.milestones]
            return tuple(sorted(dated, key=lambda one: one.by or date.max))
    # A band and a comparator are the target itself; milestones only say by when.
    by = [one.by for one in measure.milestones if one.by]
    return tuple(Milestone(value, by[-1] if by else action_end) for value in found)


def _next(targets: Sequence[Milestone], today: date) -> Milestone | None:
    """The next target by date, where no reading says which are reached."""
    to_come = [one for one in targets if one.by is None or one.by >= today]
    return next(iter(to_come), targets[-1] if targets else None)


def _too_old(latest: Reading, today: date, rules: MeasureRules) -> bool:
    """Whether nothing was counted for so long that nobody can say how it stands."""
    if latest.as_at is None:
        return True
    years, month = divmod(today.year * 12 + today.month - 1 - rules.stale_months, 12)
    last = month_end(date(years, month + 1, 1))
    return latest.as_at < last.replace(day=min(today.day, last.day))


def _months(span: timedelta) -> int:
    return int(span.days / _MONTH + 0.5)
