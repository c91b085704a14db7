"""Name the parts of an improvement plan, as values that never change once made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

__all__ = [
    "Action",
    "Baseline",
    "Board",
    "Cadence",
    "Comparator",
    "Direction",
    "Measure",
    "Milestone",
    "Objective",
    "OutcomeGroup",
    "Plan",
    "Reading",
    "Recommendation",
    "Role",
    "TextPart",
    "Timescale",
    "Unit",
    "Workstream",
]


class Cadence(StrEnum):
    """How often an action is asked about; `monthly` unless the plan says otherwise."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


class Unit(StrEnum):
    """What a measure counts in."""

    PERCENT = "percent"
    COUNT = "count"
    AVERAGE = "average"
    MONEY = "money"


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    BAND = "band"
    COMPARATOR = "comparator"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Role:
    """A post that leads actions; who holds it changes, the role stays."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation of the inspection that the plan answers."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class OutcomeGroup:
    """A group of people the plan makes a difference for, and the difference."""

    id: str
    name: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Board:
    """A governance group; `tier` 1 is the most senior."""

    id: str
    name: str
    chair: str | None
    tier: int


@dataclass(frozen=True, slots=True)
class TextPart:
    """A piece of text of the plan; `kind` is statement, lead_in, bullet, item or milestone."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Timescale:
    """When an action runs; `printed` keeps the plan's own words.

    `end` is the date in force, `original_end` the first one ever set (None: it never moved).
    No end and `ongoing` means open-ended; neither and a `cadence` means it is only looked at
    now and then.
    """

    printed: str
    start: date | None = None
    end: date | None = None
    original_end: date | None = None
    ongoing: bool = False
    cadence: Cadence = Cadence.MONTHLY


@dataclass(frozen=True, slots=True)
class Reading:
    """One dated figure of a measure, in the measure's unit; never overwritten.

    `precision` is day or month: a month's figure is dated on its last day. `as_at` is None
    only where the source printed no date. `numerator` of `denominator` where there is a base.
    """

    value: float
    as_at: date | None
    precision: str = "day"
    numerator: int | None = None
    denominator: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A target with its date (None: the plan printed none)."""

    value: float
    by: date | None
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Comparator:
    """Somebody else's figure to hold a measure against, in the measure's unit."""

    name: str
    value: float
    as_at: date | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where a measure started, in the measure's unit."""

    value: float
    as_at: date | None
    numerator: int | None = None
    denominator: int | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that shows whether actions work; one home, used by one or more actions.

    `short` is a label for tight places (40 characters at most), `per` completes an average
    ("cases per worker"), `flag` says what is odd about it in a sentence for the PMO.
    `band` is (low, high) where the good direction is within a band.
    `comparable` is False where target and result count different things (a target for
    "Good or Outstanding", a result for "Good"): shown together, never compared.
    `also` are other ids under which the plan prints the same figure.
    """

    id: str
    name: str
    short: str
    unit: Unit
    direction: Direction
    used_in: tuple[str, ...]
    per: str = ""
    baseline: Baseline | None = None
    milestones: tuple[Milestone, ...] = ()
    comparator: Comparator | None = None
    band: tuple[float, float] | None = None
    readings: tuple[Reading, ...] = ()
    comparable: bool = True
    added_by_service: bool = False
    flag: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """One row of the plan; `ref` (PI3.1) is its name everywhere.

    `leads` are role ids, in the plan's order; joint leads answer once between them.
    `update` is the last progress update printed in the plan, its paragraphs in order.
    """

    ref: str
    title: str
    text: tuple[TextPart, ...]
    leads: tuple[str, ...]
    timescale: Timescale
    evidence: tuple[TextPart, ...]
    update: tuple[str, ...] = ()
    update_as_at: date | None = None
    rag: str | None = None
    recommendations: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Objective:
    """What a group of actions is for."""

    ref: str
    text: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Workstream:
    """A theme of the plan."""

    ref: str
    name: str
    objectives: tuple[Objective, ...]


@dataclass(frozen=True)
class Plan:
    """A whole improvement plan; what is looked up again and again is looked for once."""

    title: str
    council: str
    note: str
    source_date: date
    roles: tuple[Role, ...]
    recommendations: tuple[Recommendation, ...]
    outcomes: tuple[OutcomeGroup, ...]
    boards: tuple[Board, ...]
    workstreams: tuple[Workstream, ...]
    measures: tuple[Measure, ...]

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """All actions in the plan's order."""
        return tuple(
            action
            for workstream in self.workstreams
            for objective in workstream.objectives
            for action in objective.actions
        )

    def action(self, ref: str) -> Action | None:
        """The action with that ref."""
        return self._by_ref.get(ref)

    def measure(self, id_: str) -> Measure | None:
        """The measure with that id, or that is also printed under it."""
        return next((m for m in self.measures if id_ == m.id or id_ in m.also), None)

    def measures_of(self, ref: str) -> tuple[Measure, ...]:
        """The measures that action `ref` uses, in the plan's order."""
        return self._measures.get(ref, ())

    def asked_of(self, ref: str) -> tuple[Measure, ...]:
        """The measures whose figures the lead of action `ref` gives: not the service's own."""
        return tuple(m for m in self.measures_of(ref) if not m.added_by_service)

    def home(self, ref: str) -> tuple[str, str]:
        """The refs of the workstream and of the objective that an action stands in."""
        return self._homes[ref]

    @cached_property
    def _homes(self) -> dict[str, tuple[str, str]]:
        return {
            action.ref: (workstream.ref, objective.ref)
            for workstream in self.workstreams
            for objective in workstream.objectives
            for action in objective.actions
        }

    @cached_property
    def _measures(self) -> dict[str, tuple[Measure, ...]]:
        found: dict[str, tuple[Measure, ...]] = {}
        for one in self.measures:
            for ref in dict.fromkeys(one.used_in):
                found[ref] = (*found.get(ref, ()), one)
        return found

    @cached_property
    def _by_ref(self) -> dict[str, Action]:
        return {action.ref: action for action in self.actions}
