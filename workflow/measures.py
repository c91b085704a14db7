"""Say how a measure stands against its targets, and why, in a sentence or two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workflow.dates import month_end, month_name, short_day
from workflow.plan import Direction, Measure, Milestone, Reading, Unit
from workflow.trajectory import DEFAULT_RULES, Course, MeasureRules, Status, course, margin
from workflow.words import number, number_word, shorten

__all__ = [
    "DEFAULT_RULES",
    "MeasureRules",
    "Standing",
    "Status",
    "aim_words",
    "month_words",
    "standing",
    "value_words",
]

_REASON_MOST = 300
_NAME_MOST = 40
# Below this much a month it says more to name the whole distance.
_SLIGHT = 0.1


@dataclass(frozen=True, slots=True)
class Standing:
    """How a measure stands on a day; every number is in the measure's unit.

    `target` is the next one not reached, with the date in force (None: there is no target);
    `missed` is one whose date has passed, unreached.
    `required_now` is the value today on the straight line to the next target by date, the paces
    are a month, positive towards the good, `distance` is what is still to go (0 or less:
    reached); each is None where it cannot be known. `direction` says how the newest figure
    compares with the one before (better, worse, the same; up or down where neither is good), or
    is empty. `reason` is one to three plain sentences of at most 300 characters.
    """

    measure: Measure
    status: Status
    latest: Reading | None
    previous: Reading | None
    target: Milestone | None
    missed: Milestone | None
    required_now: float | None
    required_pace: float | None
    recent_pace: float | None
    distance: float | None
    direction: str
    reason: str


def standing(
    measure: Measure,
    readings: Sequence[Reading],
    *,
    today: date,
    action_end: date | None,
    rules: MeasureRules = DEFAULT_RULES,
) -> Standing:
    """Say how a measure stands.

    `readings` are all of the measure, in any order; of two with one date the later in the
    sequence counts. `action_end` is when the action that uses it ends: the date of a target
    that has none. Raises nothing.
    """
    found = course(measure, readings, today=today, action_end=action_end, rules=rules)
    said = _Sayer(measure, found, today, rules)
    return Standing(
        measure=measure,
        status=found.status,
        latest=found.latest,
        previous=found.previous,
        target=found.target,
        missed=found.missed,
        required_now=found.required_now,
        required_pace=found.required_pace,
        recent_pace=found.recent_pace,
        distance=found.gap,
        direction=said.direction(),
        reason=shorten(said.reason(), _REASON_MOST),
    )


def value_words(measure: Measure, value: float) -> str:
    """A figure without what it is an average of: 55%, £3,000, 17."""
    said = number(value)
    if measure.unit is Unit.PERCENT:
        return f"{said}%"
    return f"£{said}".replace("£-", "-£") if measure.unit is Unit.MONEY else said


def aim_words(
    measure: Measure, target: Milestone, *, today: date, rules: MeasureRules = DEFAULT_RULES
) -> str:
    """A target and its date: 55% by October, between 40% and 60%, within 5 points of 36.7%."""
    by = f" by {month_words(target.by, today)}" if target.by else ""
    if measure.direction is Direction.BAND and measure.band:
        low, high = (value_words(measure, edge) for edge in measure.band)
        return f"between {low} and {high}{by}"
    if measure.direction is Direction.COMPARATOR:
        near = _amount(measure, margin(measure, rules.in_line, target.value))
        return f"within {near} of {value_words(measure, target.value)}{by}"
    return f"{value_words(measure, target.value)}{by}"


def month_words(on: date, today: date) -> str:
    """October for a month's last day, else 15 October; with the year where it is not today's."""
    said = month_name(f"{on:%Y-%m}") if on == month_end(on) else short_day(on)
    return said if on.year == today.year else f"{said} {on.year}"


@dataclass(frozen=True, slots=True)
class _Sayer:
    """Puts a course into words."""

    measure: Measure
    found: Course
    today: date
    rules: MeasureRules

    def reason(self) -> str:
        found, now = self.found, self._now()
        if found.latest is None:
            return f"No figure yet. {self._aim()}."
        match found.status:
            case Status.UNKNOWN:
                return f"{now}. {self._why_unknown()}. {self._aim()}."
            case Status.NOT_COMPARABLE:
                beside = f"shown beside {self._words(found.target)} and not compared with it"
                return f"{now}, {beside}: target and result count different things."
            case Status.MET:
                return f"{now}: {self._met()}."
            case Status.ON_TRACK if not found.missed:
                return f"{now}. {self._on_track()}"
            case _ if found.missed:
                return f"{now}. {self._missed(found.missed)}"
            case Status.CONTEXT if found.target:
                away = self._amount(found.gap)
                return (
                    f"{now}. {self._aim()}, still {away} away, and has no date, "
                    "so there is no pace to it."
                )
            case Status.CONTEXT:
                return f"{now}{self._compared()}. {self._aim()}."
            case _:
                return f"{now}. {self._aim()}: {self._need()}. {self._pace()}."

    def direction(self) -> str:
        before, latest = self._before(), self.found.latest
        if before is None or latest is None:
            return ""
        rise = round(latest.value - before[0], 6)
        gain = round(self._worth(latest.value) - self._worth(before[0]), 6)
        if self.measure.direction is Direction.CONTEXT:
            return "up" if rise > 0 else "down" if rise else "the same"
        return "better" if gain > 0 else "worse" if gain else "the same"

    # --- the figure ---

    def _now(self) -> str:
        """24% in August, 17 cases per worker (no date), £3,000 on 3 September."""
        latest = self.found.latest
        if latest is None:
            return ""
        per = shorten(self.measure.per, _NAME_MOST) if self.measure.unit is Unit.AVERAGE else ""
        said = f"{value_words(self.measure, latest.value)} {per}".strip()
        said += self._dated(latest.as_at, latest.precision)
        other = self.measure.comparator
        if other is None or self.found.status in {Status.NOT_COMPARABLE, Status.UNKNOWN}:
            return said
        name = f"{value_words(self.measure, other.value)} ({shorten(other.name, _NAME_MOST)})"
        return f"{said}, {self._against(latest.value, other.value)} {name}"

    def _against(self, value: float, other: float) -> str:
        """How a figure compares with somebody else's: 7 points better than."""
        away = self._amount(value - other)
        if not round(value - other, 6):
            return "the same as"
        match self.measure.direction:
            case Direction.HIGHER:
                return f"{away} {'better' if value > other else 'worse'} than"
            case Direction.LOWER:
                return f"{away} {'better' if value < other else 'worse'} than"
            case _:
                return f"{away} {'above' if value > other else 'below'}"

    def _dated(self, on: date | None, precision: str) -> str:
        if on is None:
            return " (no date)"
        if precision == "month":
            return f" in {month_words(month_end(on), self.today)}"
        return f" on {short_day(on)}{'' if on.year == self.today.year else f' {on.year}'}"

    def _compared(self) -> str:
        """How the figure compares with the one before: , better than 21 before."""
        before, how = self._before(), self.direction()
        if before is None:
            return ""
        value, when = before
        link = {"the same": "the same as", "up": "up from", "down": "down from"}
        return f", {link.get(how, f'{how} than')} {value_words(self.measure, value)}{when}"

    def _before(self) -> tuple[float, str] | None:
        """(value, when) of the figure before the newest: a reading, else an earlier baseline."""
        latest, base = self.found.latest, self.measure.baseline
        if before := self.found.previous:
            when = self._dated(before.as_at, before.precision) if before.as_at else " before"
            return before.value, when
        if base and base.as_at and latest and latest.as_at and base.as_at < latest.as_at:
            precision = "month" if base.as_at == month_end(base.as_at) else "day"
            return base.value, self._dated(base.as_at, precision)
        return None

    def _worth(self, value: float) -> float:
        """A value as a number that is larger the better it is."""
        match self.measure.direction:
            case Direction.LOWER:
                return -value
            case Direction.BAND if self.measure.band:
                low, high = self.measure.band
                return -max(low - value, value - high, 0)
            case Direction.COMPARATOR if self.measure.comparator:
                return -abs(value - self.measure.comparator.value)
            case _:
                return value

    def _why_unknown(self) -> str:
        if self.found.latest and self.found.latest.as_at is None:
            return "That figure has no date, so how it stands now is not known"
        months = self.rules.stale_months
        span = "month" if months == 1 else f"{number_word(months)} months"
        return f"There is no figure from the last {span}, so how it stands is not known"

    # --- the target ---

    def _aim(self) -> str:
        """What the figure is to be, as the beginning of a sentence."""
        if self.found.target is None:
            return "There is no target in figures, so it is shown for context only"
        label = "next milestone" if self._is_step(self.found.target) else "target"
        return f"The {label} is {self._words(self.found.target)}"

    def _words(self, target: Milestone | None) -> str:
        if target is None:
            return "no target"
        return aim_words(self.measure, target, today=self.today, rules=self.rules)

    def _is_step(self, target: Milestone) -> bool:
        """Whether other targets come after this one."""
        return self._stepped() and target.value != self.measure.milestones[-1].value

    def _stepped(self) -> bool:
        """Whether milestones are the targets: a band and a comparator are one themselves."""
        return self.measure.direction in {Direction.HIGHER, Direction.LOWER}

    def _met(self) -> str:
        target = self.found.target
        last = "last " if self._stepped() and len(self.measure.milestones) > 1 else ""
        return f"the {last}target, {self._words(target)}, is met"

    def _on_track(self) -> str:
        found, target = self.found, self.found.target
        if found.upcoming and target and found.upcoming.by != target.by:
            past = f"That is past the milestone of {self._words(found.upcoming)} already"
            if found.required_pace is None:
                return f"{past}."
            return f"{past}. The next is {self._words(target)}: {self._need()}."
        if found.required_now is None:
            return f"{self._aim()}, and it is on track."
        line = value_words(self.measure, round(found.required_now, 1))
        so = "close enough to be on track" if found.lag > 0 else "so it is on track"
        return f"{self._aim()}: on a straight line it would be {line} by now, {so}."

    def _missed(self, missed: Milestone) -> str:
        found = self.found
        label = "milestone" if self._is_step(missed) else "target"
        short = f"{self._amount(found.missed_gap)} {self._side(missed)}"
        aim = self._words(missed)
        named = f" of {aim}" if self._stepped() else f", {aim},"
        past = f"The {label}{named} has passed, and this is {short} it"
        if found.status is Status.ON_TRACK:
            return f"{past}, close enough to be on track for {self._words(found.upcoming)}."
        if found.required_pace is None:
            return f"{past}."
        return f"{past}. The next is {self._words(found.target)}: {self._need()}."

    def _side(self, target: Milestone) -> str:
        if self.measure.direction is Direction.COMPARATOR:
            return "outside"
        latest = self.found.latest
        if self.measure.direction is Direction.HIGHER:
            return "short of"
        return "above" if latest and latest.value > target.value else "below"

    # --- the pace ---

    def _need(self) -> str:
        """What it takes from today: it needs 15.5 points a month for 2 months."""
        found = self.found
        by = found.target and found.target.by
        in_all = f"it {self._verb()} {self._amount(found.gap)}"
        if by and month_end(by) == month_end(self.today):
            return f"{in_all} this month"
        if found.months_left == 1:
            return f"{in_all} within a month"
        months, pace = f"{found.months_left} months", found.required_pace or 0
        if pace < _SLIGHT:
            return f"{in_all} in {months}"
        return f"it {self._verb()} {self._amount(pace)} a month for {months}"

    def _verb(self) -> str:
        if self.measure.direction is Direction.HIGHER:
            return "needs"
        target, latest = self.found.target, self.found.latest
        below = target and latest and latest.value < target.value
        return "needs to rise by" if below else "needs to fall by"

    def _pace(self) -> str:
        recent, required = self.found.recent_pace, self.found.required_pace or 0
        if recent is None:
            few = "second figure" if self.found.previous is None else "figure from an earlier month"
            return f"No {few} yet, so the pace is not known"
        months = self.found.pace_months
        span = "The last month" if months == 1 else f"The last {number_word(months)} months"
        enough = recent >= required
        verdict = "enough to get there" if enough else "too slow"
        made = self._amount(recent)
        if recent < 0:
            return f"{span} went the wrong way by {made} a month"
        if recent == 0:
            return f"{span} brought no change"
        if made == self._amount(required):
            verdict = "just enough" if enough else "not quite enough"
        return f"{span} made {made} a month: {verdict}"

    def _amount(self, value: float | None) -> str:
        return _amount(self.measure, value or 0)


def _amount(measure: Measure, value: float) -> str:
    """How much of a unit, without its sign: 15.5 points, £3,000, 3, less than 0.1 points."""
    size = abs(value)
    said = number(round(size, 1 if size < 100 else 0))
    least = "less than " if 0 < size < 0.05 else ""
    said = "0.1" if least else said
    if measure.unit is Unit.MONEY:
        return f"{least}£{said}"
    if measure.unit is not Unit.PERCENT:
        return f"{least}{said}"
    return f"{least}{said} {'point' if said == '1' else 'points'}"
