"""Keep the plan: read it whole, and change it without losing what was said about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, Table, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store import tables as t
from workflow.plan import (
    Action,
    Baseline,
    Board,
    Cadence,
    Comparator,
    Direction,
    Measure,
    Milestone,
    Objective,
    OutcomeGroup,
    Plan,
    Reading,
    Recommendation,
    Role,
    TextPart,
    Timescale,
    Unit,
    Workstream,
)

__all__ = ["Plans", "Shelf"]

# The position of a row that the plan in force no longer names.
_NOWHERE = -1


@dataclass(slots=True)
class Shelf:
    """The last plan that was read, by its version: it changes a few times a year."""

    version: int = -1
    plan: Plan | None = None


class Plans:
    """The council's one plan, its measures and their readings."""

    def __init__(self, connection: AsyncConnection, shelf: Shelf) -> None:
        self._connection = connection
        self._shelf = shelf
        self._readings: dict[
            tuple[tuple[str, ...], date | None], dict[str, tuple[Reading, ...]]
        ] = {}

    async def current(self) -> Plan | None:
        """The plan as it stands, without readings; None before one was imported."""
        version = (await self._connection.execute(select(t.plan.c.version))).scalar_one_or_none()
        if version is None:
            return None
        if version != self._shelf.version:
            self._shelf.plan = await self._read()
            self._shelf.version = version
        return self._shelf.plan

    async def readings(
        self, measures: Iterable[str], *, since: date | None = None
    ) -> dict[str, tuple[Reading, ...]]:
        """The readings of each measure that stand, oldest first, undated ones before dated ones.

        A figure that came with an update that was taken back does not stand. `since` leaves out
        the dated ones before it, but for each measure's first and newest day: where its road
        begins, and where it is.
        """
        wanted = tuple(measures)
        if (wanted, since) in self._readings:
            return self._readings[wanted, since]
        found = await self._connection.execute(_readings_of(wanted, since))
        gathered: dict[str, list[Reading]] = defaultdict(list)
        for measure, *told in found:
            gathered[measure].append(Reading(*told))
        self._readings[wanted, since] = {
            measure: tuple(sorted(rows, key=lambda one: one.as_at or date.min))
            for measure, rows in gathered.items()
        }
        return self._readings[wanted, since]

    async def note_reading(
        self, measure: str, one: Reading, *, report: int | None, now: datetime
    ) -> None:
        """Add a reading; an earlier one is never touched."""
        self._readings.clear()
        await self._connection.execute(
            insert(t.reading).values(
                measure=measure,
                value=one.value,
                as_at=one.as_at,
                precision=one.precision,
                numerator=one.numerator,
                denominator=one.denominator,
                source=one.source,
                report=report,
                noted_at=now,
            )
        )

    async def readings_of_report(self, report: int) -> list[tuple[str, Reading]]:
        """(measure, reading) of what came with one report."""
        found = await self._connection.execute(
            select(t.reading).where(t.reading.c.report == report).order_by(t.reading.c.id)
        )
        return [
            (
                row.measure,
                Reading(
                    row.value,
                    row.as_at,
                    row.precision,
                    row.numerator,
                    row.denominator,
                    row.source,
                ),
            )
            for row in found
        ]

    async def redate(self, ref: str, end: date) -> None:
        """Give an action another end; the one it had first is kept beside it for ever."""
        self._shelf = Shelf()
        await self._connection.execute(
            update(t.action)
            .where(t.action.c.ref == ref)
            .values(original_end=func.coalesce(t.action.c.original_end, t.action.c.end), end=end)
        )
        await self._connection.execute(update(t.plan).values(version=t.plan.c.version + 1))

    async def add_measure(self, measure: Measure) -> None:
        """Add a measure that the service itself keeps, once; a later plan does not drop it."""
        known = await self._connection.execute(
            select(t.measure.c.id).where(t.measure.c.id == measure.id)
        )
        if known.scalar_one_or_none() is not None:
            return
        self._shelf = Shelf()
        last = await self._connection.execute(select(func.max(t.measure.c.position)))
        position = (last.scalar_one_or_none() or 0) + 1
        await self._connection.execute(
            insert(t.measure).values(**_measure_row(measure), position=position)
        )
        await self._relink(t.measure_use, "measure", "ref", {measure.id: measure.used_in})
        await self._connection.execute(update(t.plan).values(version=t.plan.c.version + 1))

    async def load(self, plan: Plan, now: datetime) -> None:
        """Make `plan` the plan in force; what it no longer names is marked gone, not deleted."""
        # Nobody else may read from the shelf what this transaction could still undo.
        self._shelf = Shelf()
        await self._lists(plan)
        await self._actions(plan, now)
        await self._measures(plan, now)
        version = await self._connection.execute(select(func.max(t.plan.c.version)))
        await self._connection.execute(delete(t.plan))
        await self._connection.execute(
            insert(t.plan).values(
                id=1,
                title=plan.title,
                council=plan.council,
                note=plan.note,
                source_date=plan.source_date,
                version=(version.scalar_one_or_none() or 0) + 1,
                loaded_at=now,
            )
        )

    # --- writing ---

    async def _lists(self, plan: Plan) -> None:
        await self._put(t.role, ("id",), [{"id": r.id, "title": r.title} for r in plan.roles])
        await self._put(
            t.recommendation,
            ("id",),
            [{"id": r.id, "text": r.text} for r in plan.recommendations],
        )
        await self._put(
            t.outcome_group,
            ("id",),
            [{"id": g.id, "name": g.name, "outcome": g.outcome} for g in plan.outcomes],
        )
        await self._put(
            t.board,
            ("id",),
            [{"id": b.id, "name": b.name, "chair": b.chair, "tier": b.tier} for b in plan.boards],
        )
        await self._put(
            t.workstream, ("ref",), [{"ref": w.ref, "name": w.name} for w in plan.workstreams]
        )
        await self._put(
            t.objective,
            ("ref",),
            [
                {"ref": o.ref, "workstream": w.ref, "text": o.text}
                for w in plan.workstreams
                for o in w.objectives
            ],
        )

    async def _actions(self, plan: Plan, now: datetime) -> None:
        rows = [
            _action_row(action, objective.ref)
            for workstream in plan.workstreams
            for objective in workstream.objectives
            for action in objective.actions
        ]
        found = await self._connection.execute(
            select(t.action.c.ref, t.action.c.end, t.action.c.original_end)
        )
        ends = {ref: (end, first) for ref, end, first in found}
        for row in rows:
            end, first = ends.get(row["ref"], (None, None))
            # A file that only names the new end does not make us forget the first one.
            if row["original_end"] is None and (first or (end and end != row["end"])):
                row["original_end"] = first or end
        await self._gone(t.action, t.action.c.ref, [row["ref"] for row in rows], now)
        await self._put(t.action, ("ref",), rows)
        await self._relink(t.action_lead, "ref", "role", {a.ref: a.leads for a in plan.actions})
        await self._relink(
            t.action_recommendation,
            "ref",
            "recommendation",
            {a.ref: a.recommendations for a in plan.actions},
        )
        await self._relink(
            t.action_outcome, "ref", "outcome_group", {a.ref: a.outcomes for a in plan.actions}
        )

    async def _measures(self, plan: Plan, now: datetime) -> None:
        rows = [_measure_row(measure) for measure in plan.measures]
        own = await self._connection.execute(
            select(t.measure.c.id).where(t.measure.c.added_by_service)
        )
        kept = [*(row["id"] for row in rows), *own.scalars()]
        await self._gone(t.measure, t.measure.c.id, kept, now)
        await self._put(t.measure, ("id",), rows)
        await self._relink(
            t.measure_use, "measure", "ref", {m.id: m.used_in for m in plan.measures}
        )
        await self._connection.execute(delete(t.milestone))
        milestones = [
            {"measure": m.id, "position": n, "value": s.value, "by": s.by, "printed": s.printed}
            for m in plan.measures
            for n, s in enumerate(m.milestones)
        ]
        if milestones:
            await self._connection.execute(insert(t.milestone), milestones)
        known = await self.readings([m.id for m in plan.measures])
        for measure in plan.measures:
            for one in measure.readings:
                if not any(_same_reading(one, old) for old in known.get(measure.id, ())):
                    await self.note_reading(measure.id, one, report=None, now=now)

    async def _put(
        self, table: Table, key: tuple[str, ...], rows: Sequence[dict[str, Any]]
    ) -> None:
        """Write rows in their order, over those that are there.

        What the plan no longer names may be needed by what was said, so it only loses its place.
        """
        columns = [table.c[name] for name in key]
        found = await self._connection.execute(select(*columns))
        there = {tuple(row) for row in found}
        if "gone_at" not in table.c:
            await self._connection.execute(update(table).values(position=_NOWHERE))
        for position, row in enumerate(rows):
            values = {**row, "position": position}
            here = tuple(row[name] for name in key)
            if here in there:
                same = [table.c[name] == row[name] for name in key]
                await self._connection.execute(update(table).where(*same).values(**values))
            else:
                await self._connection.execute(insert(table).values(**values))

    async def _gone(self, table: Table, column: Any, kept: Sequence[str], now: datetime) -> None:  # noqa: ANN401
        await self._connection.execute(
            update(table).where(column.not_in(kept), table.c.gone_at.is_(None)).values(gone_at=now)
        )
        await self._connection.execute(update(table).where(column.in_(kept)).values(gone_at=None))

    async def _relink(
        self, table: Table, one: str, many: str, links: Mapping[str, Sequence[str]]
    ) -> None:
        await self._connection.execute(delete(table).where(table.c[one].in_(list(links))))
        rows = [
            {one: key, many: other, "position": position}
            for key, others in links.items()
            for position, other in enumerate(others)
        ]
        if rows:
            await self._connection.execute(insert(table), rows)

    # --- reading ---

    async def _read(self) -> Plan:
        head = (await self._connection.execute(select(t.plan))).one()
        actions = await self._read_actions()
        objectives: dict[str, list[Objective]] = defaultdict(list)
        for row in await self._rows(t.objective):
            held = tuple(actions.get(row.ref, ()))
            if held:
                objectives[row.workstream].append(Objective(row.ref, row.text, held))
        return Plan(
            title=head.title,
            council=head.council,
            note=head.note,
            source_date=head.source_date,
            roles=tuple(Role(r.id, r.title) for r in await self._rows(t.role)),
            recommendations=tuple(
                Recommendation(r.id, r.text) for r in await self._rows(t.recommendation)
            ),
            outcomes=tuple(
                OutcomeGroup(r.id, r.name, r.outcome) for r in await self._rows(t.outcome_group)
            ),
            boards=tuple(Board(r.id, r.name, r.chair, r.tier) for r in await self._rows(t.board)),
            workstreams=tuple(
                Workstream(r.ref, r.name, tuple(objectives[r.ref]))
                for r in await self._rows(t.workstream)
                if objectives.get(r.ref)
            ),
            measures=await self._read_measures(),
        )

    async def _read_actions(self) -> dict[str, list[Action]]:
        leads = await self._links(t.action_lead, "ref", "role")
        recommendations = await self._links(t.action_recommendation, "ref", "recommendation")
        outcomes = await self._links(t.action_outcome, "ref", "outcome_group")
        gathered: dict[str, list[Action]] = defaultdict(list)
        for row in await self._rows(t.action):
            if row.gone_at is not None:
                continue
            gathered[row.objective].append(
                Action(
                    ref=row.ref,
                    title=row.title,
                    text=tuple(TextPart(**part) for part in row.text),
                    leads=leads.get(row.ref, ()),
                    timescale=Timescale(
                        printed=row.printed,
                        start=row.start,
                        end=row.end,
                        original_end=row.original_end,
                        ongoing=row.ongoing,
                        cadence=Cadence(row.cadence),
                    ),
                    evidence=tuple(TextPart(**part) for part in row.evidence),
                    update=tuple(row.last_update),
                    update_as_at=row.last_update_as_at,
                    rag=row.rag,
                    recommendations=recommendations.get(row.ref, ()),
                    outcomes=outcomes.get(row.ref, ()),
                )
            )
        return gathered

    async def _read_measures(self) -> tuple[Measure, ...]:
        uses = await self._links(t.measure_use, "measure", "ref")
        found = await self._connection.execute(
            select(t.milestone).order_by(t.milestone.c.measure, t.milestone.c.position)
        )
        milestones: dict[str, list[Milestone]] = defaultdict(list)
        for row in found:
            milestones[row.measure].append(Milestone(row.value, row.by, row.printed))
        return tuple(
            _measure(row, uses.get(row.id, ()), tuple(milestones[row.id]))
            for row in await self._rows(t.measure)
            if row.gone_at is None
        )

    async def _rows(self, table: Table) -> Sequence[Row[Any]]:
        placed = table.c.position != _NOWHERE
        query = select(table).where(placed).order_by(table.c.position)
        return (await self._connection.execute(query)).all()

    async def _links(self, table: Table, one: str, many: str) -> dict[str, tuple[str, ...]]:
        found = await self._connection.execute(
            select(table.c[one], table.c[many]).order_by(table.c[one], table.c.position)
        )
        gathered: dict[str, list[str]] = defaultdict(list)
        for key, other in found:
            gathered[key].append(other)
        return {key: tuple(others) for key, others in gathered.items()}


def _readings_of(measures: Sequence[str], since: date | None) -> Select[Any]:
    """What finds the readings of measures that stand."""
    r = t.reading.c
    # When it was noted is not asked for: reading a moment costs more than the rest of a row.
    told = select(
        r.measure, r.value, r.as_at, r.precision, r.numerator, r.denominator, r.source
    ).order_by(r.id)
    stands = t.reading.outerjoin(t.withdrawal, t.withdrawal.c.report == r.report)
    wanted = r.measure.in_(measures) & t.withdrawal.c.report.is_(None)
    if since is None:
        return told.select_from(stands).where(wanted)
    ends = (
        select(r.measure, func.min(r.as_at).label("first"), func.max(r.as_at).label("newest"))
        .select_from(stands)
        .where(wanted)
        .group_by(r.measure)
        .subquery()
    )
    an_end = r.as_at.in_((ends.c.first, ends.c.newest))
    return told.select_from(stands.join(ends, ends.c.measure == r.measure)).where(
        wanted, r.as_at.is_(None) | (r.as_at >= since) | an_end
    )


def _action_row(action: Action, objective: str) -> dict[str, Any]:
    when = action.timescale
    return {
        "ref": action.ref,
        "objective": objective,
        "title": action.title,
        "text": [asdict(part) for part in action.text],
        "evidence": [asdict(part) for part in action.evidence],
        "printed": when.printed,
        "start": when.start,
        "end": when.end,
        "original_end": when.original_end,
        "ongoing": when.ongoing,
        "cadence": when.cadence.value,
        "last_update": list(action.update),
        "last_update_as_at": action.update_as_at,
        "rag": action.rag,
    }


def _measure_row(measure: Measure) -> dict[str, Any]:
    return {
        "id": measure.id,
        "name": measure.name,
        "short": measure.short,
        "unit": measure.unit.value,
        "direction": measure.direction.value,
        "per": measure.per,
        "also": list(measure.also),
        "baseline": _json(measure.baseline),
        "comparator": _json(measure.comparator),
        "band": list(measure.band) if measure.band else None,
        "comparable": measure.comparable,
        "added_by_service": measure.added_by_service,
        "flag": measure.flag,
    }


def _measure(row: Row[Any], used_in: tuple[str, ...], milestones: tuple[Milestone, ...]) -> Measure:
    return Measure(
        id=row.id,
        name=row.name,
        short=row.short,
        unit=Unit(row.unit),
        direction=Direction(row.direction),
        used_in=used_in,
        per=row.per,
        also=tuple(row.also),
        baseline=Baseline(**_dated(row.baseline)) if row.baseline else None,
        milestones=milestones,
        comparator=Comparator(**_dated(row.comparator)) if row.comparator else None,
        band=(row.band[0], row.band[1]) if row.band else None,
        comparable=row.comparable,
        added_by_service=row.added_by_service,
        flag=row.flag,
    )


def _json(value: Baseline | Comparator | None) -> dict[str, Any] | None:
    if value is None:
        return None
    made = asdict(value)
    return {**made, "as_at": value.as_at.isoformat() if value.as_at else None}


def _dated(value: Mapping[str, Any]) -> dict[str, Any]:
    as_at = value.get("as_at")
    return {**value, "as_at": date.fromisoformat(as_at) if as_at else None}


def _same_reading(one: Reading, other: Reading) -> bool:
    return (one.value, one.as_at, one.numerator) == (other.value, other.as_at, other.numerator)
