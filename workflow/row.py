"""Keep a plan's own rows and measures as they stood, so that a past month can be shown whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.measures import standing
from workflow.plan import Action, Measure, Plan, Reading

__all__ = [
    "MeasureKept",
    "ObjectiveKept",
    "OutcomeKept",
    "PlanKept",
    "Point",
    "Row",
    "Stood",
    "keep",
    "row_of",
    "thaw_plan",
    "thaw_row",
]

Texts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Stood:
    """How a measure stood for an action: its id, a status word, and the reason in sentences."""

    measure: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the plan's table in its own words; texts are (kind, text), as `TextPart`.

    `recommendations` and `outcomes` are the ids of what it answers and of whom it helps.
    """

    objective: str = ""
    text: Texts = ()
    evidence: Texts = ()
    timescale: str = ""
    measures: tuple[Stood, ...] = ()
    recommendations: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutcomeKept:
    """Whom the plan makes a difference for, and which difference."""

    id: str
    name: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ObjectiveKept:
    """An objective: its ref and its text."""

    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """A figure on a day (ISO, None: the plan printed none), in the measure's unit.

    `base` is what it is a share of ("11 of 45"), empty where there is no base.
    """

    value: float
    on: str | None
    base: str = ""


@dataclass(frozen=True, slots=True)
class MeasureKept:
    """What a picture of a measure is drawn from; `unit` and `direction` are the plan's words."""

    id: str
    short: str
    unit: str
    direction: str
    per: str = ""
    comparable: bool = True
    baseline: Point | None = None
    readings: tuple[Point, ...] = ()
    milestones: tuple[Point, ...] = ()
    comparator: str = ""
    against: Point | None = None
    band: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class PlanKept:
    """What every row shares: names, objectives in their order, and the measures.

    `boards` are (id, name), `tiers` (board's id, its tier), `recommendations` (id, text). What was
    frozen before these were kept has none of the last three.
    """

    title: str = ""
    council: str = ""
    boards: Texts = ()
    objectives: tuple[ObjectiveKept, ...] = ()
    measures: tuple[MeasureKept, ...] = ()
    tiers: tuple[tuple[str, int], ...] = ()
    recommendations: Texts = ()
    outcomes: tuple[OutcomeKept, ...] = ()


def keep(plan: Plan, readings: Mapping[str, Sequence[Reading]]) -> PlanKept:
    """What of the plan and of its measures is frozen; `readings` are by measure."""
    ends = {action.ref: action.timescale.end for action in plan.actions}
    return PlanKept(
        title=plan.title,
        council=plan.council,
        boards=tuple((board.id, board.name) for board in plan.boards),
        objectives=tuple(
            ObjectiveKept(objective.ref, objective.text)
            for workstream in plan.workstreams
            for objective in workstream.objectives
        ),
        measures=tuple(
            _kept(
                measure,
                readings.get(measure.id, ()),
                next((ends[ref] for ref in measure.used_in if ends.get(ref)), None),
            )
            for measure in plan.measures
        ),
        tiers=tuple((board.id, board.tier) for board in plan.boards),
        recommendations=tuple((one.id, one.text) for one in plan.recommendations),
        outcomes=tuple(OutcomeKept(one.id, one.name, one.outcome) for one in plan.outcomes),
    )


def row_of(
    action: Action,
    objective: str,
    measures: Sequence[Measure],
    readings: Mapping[str, Sequence[Reading]],
    *,
    on: date,
) -> Row:
    """One action's row as it stands on a day; `measures` are those that the action uses."""
    stood = (
        standing(measure, readings.get(measure.id, ()), today=on, action_end=action.timescale.end)
        for measure in measures
    )
    return Row(
        objective=objective,
        text=tuple((part.kind, part.text) for part in action.text),
        evidence=tuple((part.kind, part.text) for part in action.evidence),
        timescale=action.timescale.printed,
        measures=tuple(Stood(one.measure.id, one.status.value, one.reason) for one in stood),
        recommendations=action.recommendations,
        outcomes=action.outcomes,
    )


def thaw_row(raw: Mapping[str, Any]) -> Row:
    """Read a row back from JSON."""
    return Row(
        raw["objective"],
        _texts(raw["text"]),
        _texts(raw["evidence"]),
        raw["timescale"],
        tuple(Stood(**one) for one in raw["measures"]),
        tuple(raw.get("recommendations", ())),
        tuple(raw.get("outcomes", ())),
    )


def thaw_plan(raw: Mapping[str, Any]) -> PlanKept:
    """Read what was kept of the plan back from JSON."""
    return PlanKept(
        raw["title"],
        raw["council"],
        _texts(raw["boards"]),
        tuple(ObjectiveKept(**one) for one in raw["objectives"]),
        tuple(_measure(one) for one in raw["measures"]),
        tuple((board, tier) for board, tier in raw.get("tiers", ())),
        _texts(raw.get("recommendations", ())),
        tuple(OutcomeKept(**one) for one in raw.get("outcomes", ())),
    )


def _kept(measure: Measure, readings: Sequence[Reading], end: date | None) -> MeasureKept:
    """`end` is when the first action that uses it ends: the date of a target that has none."""
    base, other = measure.baseline, measure.comparator
    return MeasureKept(
        id=measure.id,
        short=measure.short,
        unit=measure.unit.value,
        direction=measure.direction.value,
        per=measure.per,
        comparable=measure.comparable,
        baseline=_point(base.value, base.as_at) if base else None,
        readings=tuple(
            Point(
                reading.value,
                reading.as_at.isoformat() if reading.as_at else None,
                f"{reading.numerator} of {reading.denominator}" if reading.denominator else "",
            )
            for reading in readings
        ),
        milestones=tuple(_point(target.value, target.by or end) for target in measure.milestones),
        comparator=other.name if other else "",
        against=_point(other.value, other.as_at) if other else None,
        band=measure.band,
    )


def _point(value: float, on: date | None) -> Point:
    return Point(value, on.isoformat() if on else None)


def _measure(raw: Mapping[str, Any]) -> MeasureKept:
    points = {name: tuple(Point(**one) for one in raw[name]) for name in ("readings", "milestones")}
    single = {name: Point(**raw[name]) if raw[name] else None for name in ("baseline", "against")}
    band = tuple(raw["band"]) if raw["band"] else None
    return MeasureKept(**{**raw, **points, **single, "band": band})


def _texts(raw: Sequence[Sequence[str]]) -> Texts:
    return tuple((kind, text) for kind, text in raw)
