"""Take in a plan or people file: either all of it, or every problem with its place and mend."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from workflow.changes import compare
from workflow.complaints import complaints
from workflow.links import lines_of, people_links, plan_links
from workflow.people import People
from workflow.people_format import PeopleFile
from workflow.plan import Measure, Plan, Unit
from workflow.plan_format import PlanFile
from workflow.source import MOST_BYTES, MOST_PROBLEMS, Node, Problem, read_source

__all__ = [
    "MOST_BYTES",
    "PeopleRead",
    "PlanRead",
    "Problem",
    "compare",
    "read_people",
    "read_plan",
]


@dataclass(frozen=True, slots=True)
class PlanRead:
    """What a plan file gave: the plan, or None when any problem is more than a warning."""

    value: Plan | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class PeopleRead:
    """What a people file gave: the people, or None when any problem is more than a warning."""

    value: People | None
    problems: tuple[Problem, ...]


def read_plan(data: bytes) -> PlanRead:
    """Read a plan file.

    `data` are the file's bytes: UTF-8 YAML of at most `MOST_BYTES`. Raises nothing: whatever is
    wrong is in the problems, in the order of their lines.
    """
    tree, problems = read_source(data)
    if tree is None:
        return PlanRead(None, _in_order(problems))
    problems += _other_kind(tree, "workstreams", "a people file", "people")
    if problems and problems[-1].line is None:
        return PlanRead(None, _in_order(problems))
    problems += plan_links(tree)
    try:
        plan = PlanFile.model_validate(tree.plain()).made()
    except ValidationError as error:
        return PlanRead(None, _in_order(problems + complaints(error, tree, PlanFile)))
    if problems:
        return PlanRead(None, _in_order(problems))
    return PlanRead(plan, _in_order(_worth_a_look(plan, tree)))


def read_people(
    data: bytes, plan_roles: Collection[str], plan_boards: Collection[str]
) -> PeopleRead:
    """Read a people file for a plan with these roles and boards (their ids).

    `data` are the file's bytes, as for a plan. Raises nothing: whatever is wrong is in the
    problems, in the order of their lines.
    """
    tree, problems = read_source(data)
    if tree is None:
        return PeopleRead(None, _in_order(problems))
    problems += _other_kind(tree, "people", "a plan file", "workstreams")
    if problems and problems[-1].line is None:
        return PeopleRead(None, _in_order(problems))
    problems += people_links(tree, plan_roles, plan_boards)
    try:
        people = PeopleFile.model_validate(tree.plain()).made()
    except ValidationError as error:
        return PeopleRead(None, _in_order(problems + complaints(error, tree, PeopleFile)))
    if problems:
        return PeopleRead(None, _in_order(problems))
    return PeopleRead(people, tuple(_not_ready(people)))


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Put problems in the order of the file, and stop where nobody would read on."""
    ordered = sorted(dict.fromkeys(problems), key=lambda problem: problem.line or 0)
    if len(ordered) <= MOST_PROBLEMS:
        return tuple(ordered)
    rest = f"there are more problems than the first {MOST_PROBLEMS}"
    last = Problem(None, "", rest, "Mend these first, then try again.")
    return (*ordered[:MOST_PROBLEMS], last)


def _other_kind(tree: Node, wanted: str, other: str, has: str) -> list[Problem]:
    """Notice a file that is not of the wanted kind at all, before judging every line of it."""
    keys = tree.value if isinstance(tree.value, dict) else {}
    if wanted in keys:
        return []
    if has in keys:
        return [Problem(None, "", f"this is {other}", "Choose the other file.")]
    if not keys:
        what = "the file has no keys with values, as a YAML file of this kind has"
        return [Problem(None, "", what, "Compare it with the example.")]
    return []


def _worth_a_look(plan: Plan, tree: Node) -> list[Problem]:
    """List what is allowed and yet odd."""
    leading = {role for action in plan.actions for role in action.leads}
    answered = {one for action in plan.actions for one in action.recommendations}
    found = [
        *(
            ("roles", role.id, "this role leads no action")
            for role in plan.roles
            if role.id not in leading
        ),
        *(
            ("recommendations", one.id, "no action answers this recommendation")
            for one in plan.recommendations
            if one.id not in answered
        ),
        *(
            ("measures", measure.id, f"{value:g}% is not between 0% and 100%")
            for measure in plan.measures
            for value in _odd_shares(measure)
        ),
        *(
            ("workstreams", action.ref, "nothing says how anybody will see success")
            for action in plan.actions
            if not action.evidence
        ),
    ]
    lines = lines_of(tree) if found else {}
    mend = "Check that this is meant."
    return [
        Problem(lines.get((section, name)), name, what, mend, warning=True)
        for section, name, what in found
    ]


def _odd_shares(measure: Measure) -> Iterator[float]:
    if measure.unit is Unit.PERCENT:
        figures = [*(r.value for r in measure.readings), *(m.value for m in measure.milestones)]
        yield from (value for value in figures if not 0 <= value <= 100)


def _not_ready(people: People) -> Iterator[Problem]:
    """Say what the young people's door still waits for."""
    kinds = {one.kind.value for one in people.appointments}
    needed = ("reader", "reader_cover", "safeguarding_lead", "duty_manager")
    numbers = people.numbers
    missing = [
        *(f"a {kind.replace('_', ' ')}" for kind in needed if kind not in kinds),
        *(["the duty rota"] if not people.rota else []),
        *(["the duty numbers"] if not (numbers.under_18 and numbers.over_18) else []),
        *(["the out-of-hours number"] if not numbers.out_of_hours else []),
    ]
    if missing:
        what = f"young people's feedback stays closed without {', '.join(missing)}"
        yield Problem(None, "", what, "Add them before it opens.", warning=True)
