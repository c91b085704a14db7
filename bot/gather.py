"""Gather from the store what a decision about a month needs to know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.evidence import figures_of
from store import Books
from workflow.completion import complete
from workflow.cover import away, delegated, stand_ins
from workflow.cycle import BoardDay, Facts, Month, asked_in
from workflow.dates import Calendar, today
from workflow.decisions import unanswered
from workflow.held import Held
from workflow.people import BoardSeat, Kind, People, holders
from workflow.plan import Plan
from workflow.rag import Rag

__all__ = ["anchor", "facts_of", "held_of", "standings"]

# So far back figures are looked at and frozen, beside each measure's first: a month would take
# longer every year if it were all that there ever were.
_FIGURES = timedelta(days=2 * 365)


async def held_of(
    books: Books, plan: Plan, month: Month, now: datetime, calendar: Calendar
) -> Held:
    """Everything a view of the month is made from."""
    people = await books.people.all()
    settled = await books.completions.all()
    blue = complete(settled, before=month.key)
    # What a board accepted is asked about no more, also where the month had begun.
    month = replace(month, items=tuple(one for one in month.items if one.ref not in blue))
    reports = await books.cycles.reports(month.key)
    facts = await facts_of(books, plan, people, month, now, calendar)
    before = await books.cycles.accepted_before(month.key)
    # Hardly any action has two leads, and only one that was answered has something to agree with.
    two = {action.ref for action in plan.actions if len(action.leads) > 1}
    joint = {ref: one for ref, one in reports.items() if ref in two}
    others = {ref: await books.cycles.by_others(month.key, ref, one) for ref, one in joint.items()}
    return Held(
        plan=plan,
        month=month,
        facts=facts,
        reports=reports,
        before=before,
        readings=await books.plans.readings(
            (measure.id for measure in plan.measures), since=today(now) - _FIGURES
        ),
        comments=await books.cycles.comments(r.id for r in reports.values() if r.id is not None),
        names={person.id: person.name for person in people.persons},
        months=await books.cycles.accepted_months(month.key),
        drafts=await books.cover.drafts(month.key),
        agreed=await books.cycles.agreed(r.id for r in joint.values() if r.id is not None)
        if joint
        else {},
        decisions=unanswered(
            await books.decisions.all(),
            {ref: one.said_at for ref, one in {**before, **reports}.items()},
        ),
        others={ref: other for ref, other in others.items() if other is not None},
        delegations=tuple(
            one for one in await books.cover.delegations() if today(now) <= one.until
        ),
        young=await figures_of(books),
        complete=blue,
        settled=settled,
    )


async def facts_of(
    books: Books, plan: Plan, people: People, month: Month, now: datetime, calendar: Calendar
) -> Facts:
    """What a decision about the month needs: who is asked for what, and which boards see it."""
    on = today(now)
    blue = frozenset(complete(await books.completions.all(), before=month.key))
    absences = await books.cover.absences()
    delegations = await books.cover.delegations()
    leads = {role.id: holders(people, Kind.LEAD, role.id) for role in plan.roles}
    deputies = {role.id: holders(people, Kind.DEPUTY, role.id) for role in plan.roles}
    answers = stand_ins(leads, deputies, absences, on)
    return Facts(
        now=now,
        calendar=calendar,
        asked=tuple(
            ref
            for ref in asked_in(plan.actions, month.key, await _red(books, plan, month))
            if ref not in blue
        ),
        askers={
            action.ref: tuple(dict.fromkeys(one for lead in action.leads for one in answers[lead]))
            for action in plan.actions
        },
        holders=leads,
        answering=answers,
        drafters={
            action.ref: tuple(one.colleague for one in delegated(delegations, action.ref, on))
            for action in plan.actions
        },
        away=frozenset(one.person for one in absences if away(absences, one.person, on)),
        pmo=holders(people, Kind.PMO),
        approvers=holders(people, Kind.APPROVER),
        boards=standings(people.seats, month.dates.board_on, calendar),
        complete=blue,
    )


async def _red(books: Books, plan: Plan, month: Month) -> frozenset[str]:
    """The refs that came into the month as Red."""
    before = await books.cycles.accepted_before(month.key)
    last = {one.ref: before[one.ref].rag if one.ref in before else one.rag for one in plan.actions}
    return frozenset(ref for ref, rag in last.items() if rag == Rag.RED)


def standings(
    seats: tuple[BoardSeat, ...], board_on: date, calendar: Calendar
) -> tuple[BoardDay, ...]:
    """The boards that receive the month's card, each on its day: never before the anchor's."""
    return tuple(
        BoardDay(
            seat.board,
            board_on
            if seat.anchor or seat.meeting is None
            else calendar.next_meeting(seat.meeting, board_on),
        )
        for seat in seats
        if seat.card
    )


def anchor(people: People) -> BoardSeat | None:
    """The board from whose day the month is counted back."""
    return next((seat for seat in people.seats if seat.anchor and seat.meeting), None)
