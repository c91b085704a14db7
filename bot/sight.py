"""Gather what somebody may see of the plan before a question of theirs is answered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot.gather import held_of
from store import Books
from workflow.cycle import Report
from workflow.dates import Calendar, today
from workflow.decisions import unanswered
from workflow.held import Held
from workflow.people import Kind, People, may
from workflow.questions import Asks, Question, Questions
from workflow.sight import Sight, as_it_stands
from workflow.summary import Summary, thaw

__all__ = ["Asker", "question_of", "running", "sight_of"]

# Questions about the present need the newest summary; those about the past so many months.
_PAST = 36
_LOOKS_BACK = frozenset({Asks.CHANGED, Asks.WORSE, Asks.BETTER, Asks.HISTORY})

# The reader of the plan in force, as in `bot.typed`.
_readers: list[Questions] = []


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: a board, by its channel, or a person; never both."""

    board: str = ""
    person: str = ""


async def question_of(
    books: Books, text: str, now: datetime, *, only_asks: bool
) -> Question | None:
    """The question that a text is; None where it is none, or where there is no plan."""
    plan = await books.plans.current()
    if plan is None:
        return None
    if not _readers or _readers[0].plan is not plan:
        _readers[:] = [Questions(plan)]
    return _readers[0].read(text, today(now), only_asks=only_asks)


async def sight_of(
    books: Books, asker: Asker, question: Question, now: datetime, calendar: Calendar
) -> Sight | None:
    """What the asker may see; None for somebody who has no part in the plan."""
    past = question.asks in _LOOKS_BACK or bool(question.month or question.since)
    most = _PAST if past else 1
    if asker.board:
        posted = await _posted(books, [asker.board], most)
        sight = Sight(today(now), posted, board=asker.board, boards=frozenset({asker.board}))
        return await _with_decisions(books, sight, {asker.board})
    people = await books.people.all()
    boards = _boards_of(people, asker.person)
    if boards is not None and not boards:
        return None
    posted = await _posted(books, boards, most)
    held = await running(books, now, calendar)
    if held is None:
        return Sight(today(now), posted, boards=boards)
    led = frozenset(
        one.ref for one in held.plan.actions if asker.person in held.facts.askers.get(one.ref, ())
    )
    everything = may(people, asker.person, Kind.PMO)
    own = frozenset(one.ref for one in held.plan.actions) if everything else led
    stands = as_it_stands(held) if own else None
    sight = Sight(today(now), posted, stands, own, led, boards=boards)
    return await _with_decisions(books, sight, set(boards or ()))


async def running(books: Books, now: datetime, calendar: Calendar) -> Held | None:
    """The month that has begun, as it stands."""
    plan, month = await books.plans.current(), await books.cycles.begun()
    if plan is None or month is None:
        return None
    return await held_of(books, plan, month, now, calendar)


# --- within -------------------------------------------------------------------------------------


def _boards_of(people: People, person: str) -> frozenset[str] | None:
    """The boards whose summaries somebody sees: None for all of them, empty for none."""
    kinds = {one.kind for one in people.appointments if one.person == person}
    if kinds & {Kind.LEAD, Kind.DEPUTY, Kind.PMO, Kind.APPROVER}:
        return None
    return frozenset(
        one.scope
        for one in people.appointments
        if one.person == person and one.kind is Kind.DECISION_TAKER
    )


async def _posted(books: Books, boards: Collection[str] | None, most: int) -> tuple[Summary, ...]:
    return tuple(thaw(one) for one in await books.cycles.frozen_posted(boards, most))


async def _with_decisions(books: Books, sight: Sight, boards: Collection[str]) -> Sight:
    """With the decisions that the asker may read: a board's own, an officer's, or all."""
    readable = [
        one for one in await books.decisions.all() if one.ref in sight.own or one.board in boards
    ]
    if not readable:
        return sight
    month = await books.cycles.begun()
    before = await books.cycles.accepted_before(month.key) if month else {}
    reports = await books.cycles.reports(month.key) if month else {}
    last = {
        ref: one.said_at
        for ref, one in {**before, **reports}.items()
        if ref in sight.own or _was_posted(sight, one)
    }
    open_ones = frozenset(unanswered(readable, last))
    return replace(sight, decisions=tuple(readable), unanswered=open_ones)


def _was_posted(sight: Sight, report: Report) -> bool:
    """Whether an answer is of a month they were shown: of no other may it be seen to have come."""
    return sight.newest is not None and report.month <= sight.newest.month
