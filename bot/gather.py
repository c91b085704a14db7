"""Gather from the store what a decision about a month needs to know."""

from __future__ import annotations

from datetime import date, datetime

from store import Books
from workflow.cycle import Facts, Month, Standing, asked_in
from workflow.dates import Calendar
from workflow.people import BoardSeat, Kind, People, holders
from workflow.plan import Plan
from workflow.round import Held

__all__ = ["anchor", "facts_of", "held_of", "standings"]


async def held_of(
    books: Books, plan: Plan, month: Month, now: datetime, calendar: Calendar
) -> Held:
    """Everything a view of the month is made from."""
    people = await books.people.all()
    reports = await books.cycles.reports(month.key)
    return Held(
        plan=plan,
        month=month,
        facts=facts_of(plan, people, month.key, month.dates.board_on, now, calendar),
        reports=reports,
        before=await books.cycles.accepted_before(month.key),
        readings=await books.plans.readings(measure.id for measure in plan.measures),
        comments=await books.cycles.comments(r.id for r in reports.values() if r.id is not None),
        names={person.id: person.name for person in people.persons},
    )


def facts_of(
    plan: Plan, people: People, key: str, board_on: date, now: datetime, calendar: Calendar
) -> Facts:
    """What a decision about the month needs: who is asked for what, and which boards see it."""
    leads = {role.id: holders(people, Kind.LEAD, role.id) for role in plan.roles}
    askers = {
        action.ref: tuple(dict.fromkeys(one for lead in action.leads for one in leads[lead]))
        for action in plan.actions
    }
    return Facts(
        now=now,
        calendar=calendar,
        asked=asked_in(plan.actions, key),
        askers=askers,
        holders=leads,
        pmo=holders(people, Kind.PMO),
        approvers=holders(people, Kind.APPROVER),
        boards=standings(people.seats, board_on, calendar),
    )


def standings(
    seats: tuple[BoardSeat, ...], board_on: date, calendar: Calendar
) -> tuple[Standing, ...]:
    """The boards that receive the month's card, each on its day: never before the anchor's."""
    return tuple(
        Standing(
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
