"""Keep the months: where each stands, what was said in it, and what boards were shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from store import tables as t
from workflow.cycle import Ask, Dates, Item, ItemState, Month, Report, State
from workflow.summary import Frozen

__all__ = ["Cycles", "Stale"]


class Stale(Exception):
    """Somebody else changed the row in the meantime; nothing was written."""


class Cycles:
    """The months, their items, and the append-only reports and reviews."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        # Within one transaction a turn decides and then draws from the same earlier months.
        self._before: dict[str, tuple[dict[str, Report], ...]] = {}

    async def get(self, key: str, *, to_change: bool = False) -> Month | None:
        """One month; `to_change` keeps every other writer of it waiting until the commit."""
        query = select(t.month).where(t.month.c.key == key)
        row = (await self._connection.execute(self._locked(query, to_change))).one_or_none()
        return await self._month(row) if row else None

    async def running(self, *, to_change: bool = False) -> list[Month]:
        """The months that are not at their end, oldest first.

        `to_change` takes only those that nobody else is changing: with two processes, one
        ticks and the other passes by.
        """
        query = select(t.month).where(t.month.c.state != State.ENDED.value).order_by(t.month.c.key)
        rows = (await self._connection.execute(self._locked(query, to_change, skip=True))).all()
        return [await self._month(row) for row in rows]

    async def newest(self) -> Month | None:
        """The latest month there is."""
        query = select(t.month).order_by(t.month.c.key.desc()).limit(1)
        row = (await self._connection.execute(query)).one_or_none()
        return await self._month(row) if row else None

    async def begun(self) -> Month | None:
        """The latest month that has opened: the one people mean when they say nothing else."""
        query = (
            select(t.month)
            .where(t.month.c.state != State.PLANNED.value)
            .order_by(t.month.c.key.desc())
            .limit(1)
        )
        row = (await self._connection.execute(query)).one_or_none()
        return await self._month(row) if row else None

    async def reported(self) -> tuple[datetime, ...]:
        """The moments at which months were reported to boards, oldest first."""
        found = await self._connection.execute(
            select(t.month.c.post_at)
            .where(t.month.c.state.in_([State.POSTED.value, State.ENDED.value]))
            .order_by(t.month.c.post_at)
        )
        return tuple(found.scalars())

    async def plan(self, month: Month) -> bool:
        """Add a month that will be; False when another process was first."""
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        done = await self._connection.execute(
            dialect.insert(t.month)
            .values(key=month.key, **_month_values(month))
            .on_conflict_do_nothing()
        )
        return done.rowcount == 1

    async def keep(self, month: Month, *, was: Month) -> None:
        """Write what changed between `was` and `month`.

        Raises Stale when an item has moved on since it was read.
        """
        values = _month_values(month)
        if _month_values(was) != values:
            await self._connection.execute(
                update(t.month).where(t.month.c.key == month.key).values(**values)
            )
        before = {item.ref: item for item in was.items}
        for item in month.items:
            await self._keep_item(month.key, item, before.get(item.ref))
        await self._keep_asks(month, was)
        new = month.posted - was.posted
        if new:
            rows = [{"month": month.key, "board": board} for board in sorted(new)]
            await self._connection.execute(insert(t.posting), rows)

    async def tell(self, report: Report) -> int:
        """Add a report and make it the item's latest; returns its id."""
        values = {name: getattr(report, name) for name in _REPORT_FIELDS}
        made = await self._connection.execute(
            insert(t.report).values(**values).returning(t.report.c.id)
        )
        number = int(made.scalar_one())
        await self._connection.execute(
            update(t.item)
            .where(t.item.c.month == report.month, t.item.c.ref == report.ref)
            .values(report=number)
        )
        return number

    async def reports(self, month: str) -> dict[str, Report]:
        """The latest report of each action in a month."""
        joined = t.item.join(t.report, t.item.c.report == t.report.c.id)
        found = await self._connection.execute(
            select(t.report).select_from(joined).where(t.item.c.month == month)
        )
        return {row.ref: _report(row) for row in found}

    async def accepted_before(self, month: str) -> dict[str, Report]:
        """The latest accepted report of each action from the twelve months before `month`."""
        gathered: dict[str, Report] = {}
        for reports in await self.accepted_months(month):
            for ref, report in reports.items():
                gathered.setdefault(ref, report)
        return gathered

    async def accepted_months(self, month: str) -> tuple[dict[str, Report], ...]:
        """The accepted reports by ref of the twelve months before `month`, the newest first."""
        if month not in self._before:
            keys = (
                select(t.month.c.key)
                .where(t.month.c.key < month)
                .order_by(t.month.c.key.desc())
                .limit(12)
            )
            joined = t.item.join(t.report, t.item.c.report == t.report.c.id)
            found = await self._connection.execute(
                select(t.report)
                .select_from(joined)
                .where(t.item.c.month.in_(keys), t.item.c.state == ItemState.ACCEPTED.value)
            )
            months: dict[str, dict[str, Report]] = {}
            for row in found:
                months.setdefault(row.month, {})[row.ref] = _report(row)
            self._before[month] = tuple(months[key] for key in sorted(months, reverse=True))
        return self._before[month]

    async def by_others(self, month: str, ref: str, report: Report) -> Report | None:
        """The latest report on an action this month for another of its posts, None without one."""
        taken_back = select(t.withdrawal.c.report)
        found = await self._connection.execute(
            select(t.report)
            .where(
                t.report.c.month == month,
                t.report.c.ref == ref,
                t.report.c.said_for != report.said_for,
                t.report.c.id.not_in(taken_back),
            )
            .order_by(t.report.c.id.desc())
            .limit(1)
        )
        row = found.one_or_none()
        return _report(row) if row else None

    async def agree(self, report: int, person: str, now: datetime) -> None:
        """Note that a joint lead stands behind a report; twice is once."""
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        await self._connection.execute(
            dialect.insert(t.agreement)
            .values(report=report, person=person, said_at=now)
            .on_conflict_do_nothing()
        )

    async def agreed(self, reports: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """Who stands behind each of the reports, in the order in which they said so."""
        found = await self._connection.execute(
            select(t.agreement.c.report, t.agreement.c.person)
            .where(t.agreement.c.report.in_(list(reports)))
            .order_by(t.agreement.c.said_at, t.agreement.c.person)
        )
        people: dict[int, tuple[str, ...]] = {}
        for row in found:
            people[row.report] = (*people.get(row.report, ()), row.person)
        return people

    async def history(self, ref: str) -> list[Report]:
        """Everything said about an action, oldest first."""
        found = await self._connection.execute(
            select(t.report).where(t.report.c.ref == ref).order_by(t.report.c.id)
        )
        return [_report(row) for row in found]

    async def report(self, number: int) -> Report | None:
        """One report."""
        found = await self._connection.execute(select(t.report).where(t.report.c.id == number))
        row = found.one_or_none()
        return _report(row) if row else None

    async def report_before(self, month: str, ref: str, report: int) -> int | None:
        """The report that counts again when `report` is taken back, None when there is none."""
        taken_back = select(t.withdrawal.c.report)
        found = await self._connection.execute(
            select(func.max(t.report.c.id)).where(
                t.report.c.month == month,
                t.report.c.ref == ref,
                t.report.c.id < report,
                t.report.c.id.not_in(taken_back),
            )
        )
        number: int | None = found.scalar_one_or_none()
        return number

    async def take_back(
        self, report: int, *, by: str, now: datetime, item: Item, month: str
    ) -> None:
        """Note that a report was taken back, and which one counts now (`item.report`)."""
        await self._connection.execute(
            insert(t.withdrawal).values(report=report, said_by=by, said_at=now)
        )
        await self._connection.execute(
            update(t.item)
            .where(t.item.c.month == month, t.item.c.ref == item.ref)
            .values(report=item.report)
        )

    async def taken_back(self, reports: Iterable[int]) -> set[int]:
        """Which of the reports were taken back."""
        found = await self._connection.execute(
            select(t.withdrawal.c.report).where(t.withdrawal.c.report.in_(list(reports)))
        )
        return set(found.scalars())

    async def judged(
        self, report: int, *, accepted: bool, comment: str, by: str, now: datetime
    ) -> None:
        """Add the PMO's verdict on a report."""
        await self._connection.execute(
            insert(t.review).values(
                report=report, accepted=accepted, comment=comment, said_by=by, said_at=now
            )
        )

    async def comments(self, reports: Iterable[int]) -> dict[int, str]:
        """The PMO's latest comment on each of the reports that were returned."""
        found = await self._connection.execute(
            select(t.review.c.report, t.review.c.comment)
            .where(t.review.c.report.in_(list(reports)), t.review.c.accepted.is_(False))
            .order_by(t.review.c.id)
        )
        return {row.report: row.comment for row in found}

    async def freeze(self, frozen: Frozen, now: datetime) -> None:
        """Add a frozen summary."""
        await self._connection.execute(
            insert(t.summary).values(
                month=frozen.month,
                draft=frozen.draft,
                digest=frozen.digest,
                content=frozen.content,
                frozen_at=now,
            )
        )

    async def frozen(self, month: str, draft: int) -> Frozen | None:
        """What was frozen as draft number `draft` of a month."""
        found = await self._connection.execute(
            select(t.summary).where(t.summary.c.month == month, t.summary.c.draft == draft)
        )
        row = found.one_or_none()
        return Frozen(row.month, row.draft, row.digest, row.content) if row else None

    async def frozen_for(self, board: str, month: str, most: int) -> list[Frozen]:
        """What was posted to a board of `month` and before: `most` months, oldest first."""
        s, m, p = t.summary.c, t.month.c, t.posting.c
        joined = t.summary.join(t.month, (s.month == m.key) & (s.draft == m.draft)).join(
            t.posting, (p.month == m.key) & (p.board == board)
        )
        found = await self._connection.execute(
            select(t.summary)
            .select_from(joined)
            .where(s.month <= month)
            .order_by(s.month.desc())
            .limit(most)
        )
        return [Frozen(row.month, row.draft, row.digest, row.content) for row in found][::-1]

    async def frozen_posted(self, boards: Collection[str] | None, most: int) -> list[Frozen]:
        """What was posted to any of the boards (None: all): `most` months, oldest first."""
        s, m, p = t.summary.c, t.month.c, t.posting.c
        posted = select(p.month) if boards is None else select(p.month).where(p.board.in_(boards))
        found = await self._connection.execute(
            select(t.summary)
            .select_from(t.summary.join(t.month, (s.month == m.key) & (s.draft == m.draft)))
            .where(s.month.in_(posted))
            .order_by(s.month.desc())
            .limit(most)
        )
        return [Frozen(row.month, row.draft, row.digest, row.content) for row in found][::-1]

    async def frozen_at(self, month: str, draft: int) -> datetime | None:
        """When draft number `draft` of a month was frozen."""
        found = await self._connection.execute(
            select(t.summary.c.frozen_at).where(
                t.summary.c.month == month, t.summary.c.draft == draft
            )
        )
        return found.scalar_one_or_none()

    # --- within ---

    def _locked(self, query: Any, wanted: bool, *, skip: bool = False) -> Any:  # noqa: ANN401, FBT001
        # SQLite knows no row locks: there BEGIN IMMEDIATE lets one writer in at a time.
        if wanted and self._connection.dialect.name == "postgresql":
            return query.with_for_update(skip_locked=skip)
        return query

    async def _month(self, row: Row[Any]) -> Month:
        items = await self._connection.execute(
            select(t.item)
            .join(t.action, t.action.c.ref == t.item.c.ref)
            .where(t.item.c.month == row.key)
            .order_by(t.action.c.position)
        )
        asks = await self._connection.execute(
            select(t.ask).where(t.ask.c.month == row.key).order_by(t.ask.c.person)
        )
        boards = await self._connection.execute(
            select(t.posting.c.board).where(t.posting.c.month == row.key)
        )
        return Month(
            key=row.key,
            state=State(row.state),
            dates=Dates(
                board_on=row.board_on,
                opens=row.opens_at,
                first_reminder=row.first_reminder_at,
                second_reminder=row.second_reminder_at,
                closes=row.closes_at,
                draft=row.draft_at,
                post=row.post_at,
            ),
            items=tuple(
                Item(one.ref, ItemState(one.state), one.version, one.report) for one in items
            ),
            asks=tuple(
                Ask(one.person, one.reminders, one.snoozed_until, one.extended_to) for one in asks
            ),
            draft=row.draft,
            approved_by=row.approved_by,
            approved_at=row.approved_at,
            told_unapproved_on=row.told_unapproved_on,
            posted=frozenset(boards.scalars()),
        )

    async def _keep_item(self, month: str, item: Item, was: Item | None) -> None:
        if item == was:
            return
        values = {"state": item.state.value, "version": item.version}
        if was is None:
            await self._connection.execute(
                insert(t.item).values(month=month, ref=item.ref, report=None, **values)
            )
            return
        done = await self._connection.execute(
            update(t.item)
            .where(
                t.item.c.month == month,
                t.item.c.ref == item.ref,
                t.item.c.version == was.version,
                t.item.c.state == was.state.value,
            )
            .values(**values)
        )
        if done.rowcount != 1:
            raise Stale(item.ref)

    async def _keep_asks(self, month: Month, was: Month) -> None:
        before = {ask.person: ask for ask in was.asks}
        now = {ask.person: ask for ask in month.asks}
        for person, ask in now.items():
            if person not in before:
                await self._connection.execute(
                    insert(t.ask).values(month=month.key, person=person, **_ask_values(ask))
                )
            elif before[person] != ask:
                await self._connection.execute(
                    update(t.ask)
                    .where(t.ask.c.month == month.key, t.ask.c.person == person)
                    .values(**_ask_values(ask))
                )
        for person in before.keys() - now.keys():
            await self._connection.execute(
                delete(t.ask).where(t.ask.c.month == month.key, t.ask.c.person == person)
            )


_REPORT_FIELDS = (
    "month",
    "ref",
    "version",
    "kind",
    "words",
    "next_step",
    "rag",
    "why",
    "decision",
    "complete",
    "evidence_link",
    "revised_end",
    "end_why",
    "suggested",
    "late",
    "said_by",
    "said_for",
    "said_at",
    "drafted_by",
    "entered_by",
)


def _report(row: Row[Any]) -> Report:
    return Report(**{name: getattr(row, name) for name in _REPORT_FIELDS}, id=row.id)


def _ask_values(ask: Ask) -> dict[str, Any]:
    return {
        "reminders": ask.reminders,
        "snoozed_until": ask.snoozed_until,
        "extended_to": ask.extended_to,
    }


def _month_values(month: Month) -> dict[str, Any]:
    return {
        "state": month.state.value,
        "board_on": month.dates.board_on,
        "opens_at": month.dates.opens,
        "first_reminder_at": month.dates.first_reminder,
        "second_reminder_at": month.dates.second_reminder,
        "closes_at": month.dates.closes,
        "draft_at": month.dates.draft,
        "post_at": month.dates.post,
        "draft": month.draft,
        "approved_by": month.approved_by,
        "approved_at": month.approved_at,
        "told_unapproved_on": month.told_unapproved_on,
    }
