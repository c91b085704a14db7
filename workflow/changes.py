"""Say in plain sentences what a new plan file would change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol, TypeVar

from workflow.dates import day
from workflow.plan import Action, Measure, Plan, Reading, Timescale

__all__ = ["compare"]


class _Named(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Named)


def compare(old: Plan | None, new: Plan) -> tuple[str, ...]:
    """List what `new` changes in `old`, a sentence each; empty when nothing changes."""
    if old is None:
        return (_first(new),)
    return (
        *_head(old, new),
        *_lists(old, new),
        *_structure(old, new),
        *_actions(old, new),
        *_measures(old, new),
    )


def _first(plan: Plan) -> str:
    return (
        f"A first plan, {plan.title}: {_many(len(plan.workstreams), 'workstream')}, "
        f"{_many(len(plan.actions), 'action')}, {_many(len(plan.measures), 'measure')}."
    )


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _head(old: Plan, new: Plan) -> list[str]:
    pairs = (
        ("The plan's title", old.title, new.title),
        ("The council", old.council, new.council),
        ("The plan's date", day(old.source_date), day(new.source_date)),
    )
    told = [f"{what} changes from {a} to {b}." for what, a, b in pairs if a != b]
    return [*told, "The plan's note is re-worded."] if old.note != new.note else told


def _lists(old: Plan, new: Plan) -> list[str]:
    return [
        *_entries("role", old.roles, new.roles),
        *_entries("recommendation", old.recommendations, new.recommendations),
        *_entries("outcome", old.outcomes, new.outcomes),
        *_entries("board", old.boards, new.boards),
    ]


def _entries(noun: str, old: Sequence[T], new: Sequence[T]) -> list[str]:
    before = {one.id: one for one in old}
    after = {one.id: one for one in new}
    return [
        *(f"New {noun} {name}." for name in after if name not in before),
        *(f"The {noun} {name} is no longer in the plan." for name in before if name not in after),
        *(
            f"The {noun} {name} is changed."
            for name, one in after.items()
            if name in before and before[name] != one
        ),
    ]


def _structure(old: Plan, new: Plan) -> list[str]:
    """Compare workstreams and objectives by their own words; their actions come later."""

    def words(plan: Plan) -> dict[str, tuple[str, str]]:
        told = {w.ref: ("workstream", w.name) for w in plan.workstreams}
        told |= {o.ref: ("objective", o.text) for w in plan.workstreams for o in w.objectives}
        return told

    before, after = words(old), words(new)
    return [
        *(f"New {noun} {ref}: {text}" for ref, (noun, text) in after.items() if ref not in before),
        *(
            f"The {noun} {ref} is no longer in the plan."
            for ref, (noun, _) in before.items()
            if ref not in after
        ),
        *(
            f"{ref}: the {noun} is re-worded."
            for ref, (noun, text) in after.items()
            if ref in before and before[ref][1] != text
        ),
    ]


def _actions(old: Plan, new: Plan) -> list[str]:
    before = {action.ref: action for action in old.actions}
    after = {action.ref: action for action in new.actions}
    homes, moved = _homes(old), _homes(new)
    told: list[str] = []
    for ref, action in after.items():
        if ref not in before:
            told.append(f"New action {ref}: {action.title}.")
            continue
        if homes[ref] != moved[ref]:
            told.append(f"{ref}: moves from objective {homes[ref]} to {moved[ref]}.")
        told += [f"{ref}: {change}" for change in _action(before[ref], action, old, new)]
    gone = [ref for ref in before if ref not in after]
    return [*told, *(f"{ref} is no longer in the plan; its history is kept." for ref in gone)]


def _homes(plan: Plan) -> dict[str, str]:
    return {a.ref: o.ref for w in plan.workstreams for o in w.objectives for a in o.actions}


_RE_WORDED: tuple[tuple[str, Callable[[Action], object]], ...] = (
    ("the title is re-worded.", lambda action: action.title),
    ("the text is re-worded.", lambda action: action.text),
    ("the evidence of success is re-worded.", lambda action: action.evidence),
    ("the plan's own progress update changes.", lambda action: action.update),
    ("the date of the plan's own update changes.", lambda action: action.update_as_at),
    ("its recommendations change.", lambda action: action.recommendations),
    ("its outcomes change.", lambda action: action.outcomes),
)


def _action(old: Action, new: Action, before: Plan, after: Plan) -> list[str]:
    told = [what for what, part in _RE_WORDED if part(old) != part(new)]
    if old.leads != new.leads:
        told.append(f"lead changes from {_posts(before, old)} to {_posts(after, new)}.")
    if old.rag != new.rag:
        told.append(f"RAG changes from {old.rag or 'unknown'} to {new.rag or 'unknown'}.")
    return [*told, *_timescale(old.timescale, new.timescale)]


def _posts(plan: Plan, action: Action) -> str:
    titles = {role.id: role.title for role in plan.roles}
    return " and ".join(titles.get(role, role) for role in action.leads)


def _timescale(old: Timescale, new: Timescale) -> list[str]:
    told: list[str] = []
    if old.start != new.start:
        told.append(f"start moves from {_when(old.start)} to {_when(new.start)}.")
    if (old.end, old.ongoing) != (new.end, new.ongoing):
        told.append(f"end moves from {_end(old)} to {_end(new)}.")
    if old.cadence != new.cadence:
        told.append(f"it is asked {new.cadence}, not {old.cadence}.")
    if old.original_end != new.original_end:
        told.append(f"its original end date becomes {_when(new.original_end)}.")
    if not told and old.printed != new.printed:
        told.append("the timescale is re-worded.")
    return told


def _when(on: date | None) -> str:
    return day(on) if on else "none"


def _end(timescale: Timescale) -> str:
    return "ongoing" if timescale.ongoing else _when(timescale.end)


def _measures(old: Plan, new: Plan) -> list[str]:
    before = {measure.id: measure for measure in old.measures}
    after = {measure.id: measure for measure in new.measures}
    told: list[str] = []
    for id_, measure in after.items():
        if id_ not in before:
            told.append(f"New measure {id_}: {measure.short}.")
        else:
            told += [f"{id_}: {change}" for change in _measure(before[id_], measure)]
    gone = [id_ for id_, measure in before.items() if _gone(measure, after)]
    return [*told, *(f"{id_} is no longer measured; its history is kept." for id_ in gone)]


def _gone(measure: Measure, after: dict[str, Measure]) -> bool:
    """Say whether a measure is dropped; one that the service added is not the plan's to drop."""
    return measure.id not in after and not measure.added_by_service


_MEASURED: tuple[tuple[str, Callable[[Measure], object]], ...] = (
    ("it is re-worded.", lambda measure: (measure.name, measure.short, measure.flag)),
    ("its unit changes.", lambda measure: (measure.unit, measure.per)),
    ("which way is better changes.", lambda measure: (measure.direction, measure.band)),
    ("the actions that use it change.", lambda measure: (measure.used_in, measure.also)),
    ("its baseline changes.", lambda measure: measure.baseline),
    ("its targets change.", lambda measure: measure.milestones),
    ("its comparator changes.", lambda measure: measure.comparator),
    ("whether target and result compare changes.", lambda measure: measure.comparable),
)


def _measure(old: Measure, new: Measure) -> list[str]:
    told = [what for what, part in _MEASURED if part(old) != part(new)]
    added = [reading for reading in new.readings if reading not in old.readings]
    return [*told, *(f"new figure {_figure(reading)}." for reading in added)]


def _figure(reading: Reading) -> str:
    base = f" ({reading.numerator} of {reading.denominator})" if reading.denominator else ""
    dated = f", {day(reading.as_at)}" if reading.as_at else ""
    return f"{reading.value:g}{base}{dated}"
