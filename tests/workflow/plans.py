"""Build small plans, months and reports by hand, so that a test shows only what it is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from workflow.cycle import (
    BoardDay,
    Facts,
    Item,
    ItemState,
    Month,
    Report,
    State,
    asked_in,
    plan_month,
)
from workflow.dates import Calendar, at
from workflow.held import Held
from workflow.intake import read_plan
from workflow.plan import (
    Action,
    Board,
    Cadence,
    Comparator,
    Direction,
    Measure,
    Milestone,
    Objective,
    Plan,
    Reading,
    Role,
    TextPart,
    Timescale,
    Unit,
    Workstream,
)

CALENDAR = Calendar()
BOARD_ON = date(2019, 9, 26)
SEPTEMBER = plan_month(BOARD_ON, CALENDAR)

NAMES = {
    "asha": "Asha Rahman",
    "tom": "Tom Hartley",
    "gwen": "Gwen Price",
    "priya": "Priya Nair",
    "frances": "Frances Doyle",
}
ROLES = {
    "director": "Director of Children's Social Care",
    "assistant": "Assistant Director of Quality Assurance",
    "managing": "Managing Director",
}
HOLDERS = {"director": ("asha",), "assistant": ("tom",), "managing": ("gwen",)}
WORKSTREAMS = {
    "SP": "Standards of Practice",
    "PI": "Practice Improvement",
    "LD": "Learning and Development",
    "QA": "Quality Assurance",
}


def london(words: str) -> datetime:
    """The moment of London's clocks: 2019-09-17 17:00."""
    said = datetime.fromisoformat(words)
    return at(said.date(), said.hour, said.minute)


def action(
    ref: str,
    title: str = "",
    *,
    leads: tuple[str, ...] = ("director",),
    end: date | None = None,
    first_end: date | None = None,
    cadence: Cadence = Cadence.MONTHLY,
    update: tuple[str, ...] = (),
    rag: str | None = None,
    evidence: tuple[str, ...] = (),
) -> Action:
    """An action; with no end it is ongoing, unless it has a cadence of its own."""
    ongoing = end is None and cadence is Cadence.MONTHLY
    when = Timescale("as printed", None, end, first_end, ongoing=ongoing, cadence=cadence)
    return Action(
        ref,
        title or f"Title of {ref}",
        (TextPart("statement", f"Text of {ref}"),),
        leads,
        when,
        tuple(TextPart("statement", one) for one in evidence),
        update=update,
        rag=rag,
    )


def measure(
    id_: str,
    *used_in: str,
    short: str = "",
    unit: Unit = Unit.PERCENT,
    per: str = "",
    target: float | None = None,
    by: date | None = None,
    neighbours: float | None = None,
    comparable: bool = True,
) -> Measure:
    """A measure with at most one milestone or one comparator."""
    return Measure(
        id_,
        f"Name of {id_}",
        short or f"Share {id_}",
        unit,
        Direction.HIGHER,
        used_in or (id_.partition("-")[0],),
        per=per,
        milestones=() if target is None else (Milestone(target, by),),
        comparator=None if neighbours is None else Comparator("neighbours", neighbours),
        comparable=comparable,
    )


def plan(*actions: Action, measures: Sequence[Measure] = ()) -> Plan:
    """A plan of these actions, each in the workstream that its reference begins with."""
    by_workstream: dict[str, list[Action]] = {}
    for one in actions:
        by_workstream.setdefault(one.ref[:2], []).append(one)
    return Plan(
        "Improvement plan",
        "A Council",
        "",
        date(2019, 8, 31),
        tuple(Role(id_, title) for id_, title in ROLES.items()),
        (),
        (),
        (Board("programme-board", "Programme Board", None, 1),),
        tuple(
            Workstream(ref, WORKSTREAMS.get(ref, ref), (Objective(f"{ref}1", "Aim", tuple(some)),))
            for ref, some in by_workstream.items()
        ),
        tuple(measures),
    )


@cache
def shipped() -> Plan:
    """The plan that comes with the product: 25 actions of four workstreams."""
    path = Path(__file__).parents[2] / "workflow" / "plans" / "oldham-2019.yaml"
    read = read_plan(path.read_bytes())
    assert read.value is not None, read.problems
    return read.value


def report(ref: str, rag: str | None = "A", **more: Any) -> Report:
    """An update of an action, said by Asha on Tuesday 10 September at 10am."""
    made = Report(
        month="2019-09",
        ref=ref,
        version=1,
        kind="update",
        words=f"Words about {ref}.",
        next_step="",
        rag=rag,
        why=f"Reason for {ref}.",
        decision="",
        late=False,
        said_by="asha",
        said_for="director",
        said_at=london("2019-09-10 10:00"),
    )
    return replace(made, **more)


def reports(*some: Report) -> dict[str, Report]:
    """Reports by their action."""
    return {one.ref: one for one in some}


def facts(of: Plan, now: datetime, **more: Any) -> Facts:
    """What a decision needs to know: September, its people, the anchor board alone."""
    made = Facts(
        now=now,
        calendar=CALENDAR,
        asked=asked_in(of.actions, "2019-09"),
        askers=_askers(of.actions, HOLDERS),
        holders=HOLDERS,
        pmo=("priya",),
        approvers=("frances",),
        boards=(BoardDay("programme-board", BOARD_ON),),
    )
    return replace(made, **more)


def month(of: Plan, states: Mapping[str, ItemState] | None = None, **more: Any) -> Month:
    """September, open, every action asked; `states` where an item stands elsewhere."""
    given = {"state": State.OPEN, **more}
    items = tuple(
        Item(ref, state, 0 if state is ItemState.WAITING else 1)
        for ref in asked_in(of.actions, "2019-09")
        for state in [(states or {}).get(ref, ItemState.WAITING)]
    )
    return replace(SEPTEMBER, items=items, **given)


def held(
    of: Plan,
    in_month: Month | None = None,
    *,
    now: str = "2019-09-10 09:00",
    said: Iterable[Report] = (),
    before: Iterable[Report] = (),
    readings: Mapping[str, Sequence[Reading]] | None = None,
    comments: Mapping[int, str] | None = None,
    facts_more: Mapping[str, Any] | None = None,
) -> Held:
    """Everything about September that a view of it is made from."""
    return Held(
        plan=of,
        month=in_month or month(of),
        facts=facts(of, london(now), **(facts_more or {})),
        reports=reports(*said),
        before=reports(*before),
        readings=readings or {},
        comments=comments or {},
        names=NAMES,
    )


def _askers(
    actions: Iterable[Action], holders: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    return {
        one.ref: tuple(dict.fromkeys(who for lead in one.leads for who in holders.get(lead, ())))
        for one in actions
    }
